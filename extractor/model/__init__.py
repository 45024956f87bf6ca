"""The nouns of the product; imports nothing else of ours."""
