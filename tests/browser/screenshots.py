"""Takes the screenshots that a change of the report is looked at with: ``screenshots.py OUT [REPORT INDEX]``.

Without files of your own it shows the made-up submission of the browser tests.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from conftest import BROWSERS, made_files
from playwright.sync_api import Browser, sync_playwright

SHOTS = (
    ("wide", "report", {"viewport": {"width": 1500, "height": 950}}, ""),
    ("wide-evidence", "report", {"viewport": {"width": 1500, "height": 950}}, "jj"),
    ("large", "report", {"viewport": {"width": 2560, "height": 1400}}, "j"),
    ("dark", "report", {"viewport": {"width": 1500, "height": 950}, "color_scheme": "dark"}, "j"),
    ("narrow", "report", {"viewport": {"width": 360, "height": 740}}, ""),
    ("index", "index", {"viewport": {"width": 1500, "height": 950}}, ""),
    ("index-narrow", "index", {"viewport": {"width": 360, "height": 740}}, ""),
)


def take(browser: Browser, name: str, file: Path, options: dict, keys: str, out: Path) -> None:
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    page.goto(file.as_uri())
    for key in keys:
        page.keyboard.press(key)
    page.screenshot(path=out / f"{name}.png", full_page="narrow" in name)
    context.close()


def main(out: Path, files: dict[str, Path]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for name, file, options, keys in SHOTS:
            take(browser, name, files[file], options, keys, out)
        page = browser.new_page()
        page.goto(files["report"].as_uri())
        page.pdf(path=out / "print.pdf", format="Letter")
        browser.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    own = [Path(a).resolve() for a in sys.argv[2:4]]
    main(target, dict(zip(("report", "index"), own, strict=True)) if own else made_files(target.resolve()))
