"""The page pictures a report keeps, made smaller where a long case would outgrow one file."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from extractor.report.sources import PageSource, Picture

# Base64 adds a third: 2.0 MB of pictures make 2.7 MB of report, 10.5 MB make 14.
SMALL_CASE_PAGES, SMALL_CASE_BYTES, LARGE_CASE_BYTES = 20, 2_000_000, 10_500_000
BYTES_PER_FURTHER_PAGE = 40_000
_WIDTHS = (1000, 850, 700, 560)
_QUALITY = 55


def within_budget(
    keys: Sequence[tuple[str, int]], pages: PageSource, total_pages: int
) -> dict[tuple[str, int], Picture]:
    """Return the pictures of these pages; all are re-encoded (WebP) when together they are over the budget.

    The budget grows from 2 MB for a case of 20 pages to 10.5 MB for one of 300.
    """
    found = {}
    for key in keys:
        picture = pages.picture(*key)
        if picture is not None:
            found[key] = picture
    further = max(total_pages - SMALL_CASE_PAGES, 0)
    budget = min(SMALL_CASE_BYTES + further * BYTES_PER_FURTHER_PAGE, LARGE_CASE_BYTES)
    if sum(len(p.data) for p in found.values()) <= budget:
        return found
    share = budget // len(found)
    return {key: _smaller(picture, share) for key, picture in found.items()}


def _smaller(picture: Picture, limit: int) -> Picture:
    if len(picture.data) <= limit:
        return picture
    with Image.open(io.BytesIO(picture.data)) as opened:
        image = opened.convert("RGB")
    best = picture
    for width in _WIDTHS:
        if width < image.width:
            height = max(1, round(image.height * width / image.width))
            sized = image.resize((width, height), Image.Resampling.LANCZOS)
        else:
            sized = image
        buffer = io.BytesIO()
        sized.save(buffer, "WEBP", quality=_QUALITY, method=2)
        made = buffer.getvalue()
        if len(made) < len(best.data):
            best = Picture(
                made, "image/webp", sized.width, sized.height, picture.page_width_pt, picture.page_height_pt
            )
        if len(best.data) <= limit:
            break
    return best
