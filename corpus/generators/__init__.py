"""Draws the synthetic submissions of the corpus, with their gold labels, from annotated page sources."""
