"""The generators' commands: ``build`` draws the corpus, ``variants`` the cases with one element left out."""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.generators.build import CORPUS, POLICY, build, write_table, write_variants


def main() -> None:
    """Run one command and print what was written."""
    parser = argparse.ArgumentParser(prog="python -m corpus.generators", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build", help="draw the cases and their gold labels")
    one.add_argument("--only", default="", metavar="SLUG", help="only slugs that start so")
    one.add_argument("--out", type=Path, default=CORPUS / POLICY, metavar="DIR")
    one.add_argument("--without", default="", metavar="ELEMENT", help="leave this element's evidence out")
    many = commands.add_parser("variants", help="draw every case once for each element that can be left out")
    many.add_argument("--only", default="", metavar="SLUG")
    many.add_argument("--out", type=Path, required=True, metavar="DIR")
    args = parser.parse_args()
    if args.command == "build":
        written = build(args.out, args.only, args.without)
        if args.out == CORPUS / POLICY:
            write_table()
    else:
        written = write_variants(args.out, args.only)
    print(f"{len(written)} written to {args.out}")


if __name__ == "__main__":
    main()
