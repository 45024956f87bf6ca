"""Judges, without reading a picture, whether a page's text layer can be trusted to hold what it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model.document import Box, Page

# The commonest pairs of letters of English: about half of all pairs in text, a tenth in shuffled letters.
_COMMON = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co "
    "me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us "
    "ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa "
    "im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke "
    "fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du "
    "ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu "
    "ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn "
    "eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt "
    "bs ik dd rp sk xi oe oy ws lv dl rf eu dg wr xa yi nm eb rb tm xc eh tc gy ja hn yp za gg ym sw "
    "bj lm cs ii ix xe oh lk lp ax ox uf dm iu sf bt ka yt ek pm ya gt wl rh yl hs ah yc yb hf "
)
_PAIRS = frozenset(_COMMON.split())
_LETTERS = re.compile(r"[a-z]{4,}")
_ENOUGH = 120
_LIKELY = 0.75
# A picture that takes less of a page than this is a logo or a signature.
_PICTURE = 0.03


def garbled(text: str) -> bool:
    """Return whether a text is one of glyph numbers or shuffled letters, as broken font tables yield."""
    if text.count("(cid:") >= 3:
        return True
    shown = [c for c in text if not c.isspace()]
    if len(shown) < 20:
        return False
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 for c in shown)
    if odd > 0.2 * len(shown):
        return True
    pairs = [w[i : i + 2] for w in _LETTERS.findall(text.lower()) for i in range(len(w) - 1)]
    return len(pairs) >= _ENOUGH and sum(p in _PAIRS for p in pairs) < _LIKELY * len(pairs)


def unread_pictures(page: Page, pictures: Sequence[Box]) -> tuple[Box, ...]:
    """Return a page's pictures that are large enough to hold text and are not under most of its words."""
    area = page.width * page.height
    left = []
    for box in pictures:
        x0, x1 = max(box.x0, 0.0), min(box.x1, page.width)
        top, bottom = max(box.top, 0.0), min(box.bottom, page.height)
        if (x1 - x0) * (bottom - top) < _PICTURE * area or x1 <= x0 or bottom <= top:
            continue
        over = sum(
            x0 <= (w.box.x0 + w.box.x1) / 2 <= x1 and top <= (w.box.top + w.box.bottom) / 2 <= bottom
            for w in page.words
        )
        # A background picture lies under most of a page's words.
        if over <= 0.5 * len(page.words) or len(page.words) < 8:
            left.append(Box(x0, top, x1, bottom))
    return tuple(left)
