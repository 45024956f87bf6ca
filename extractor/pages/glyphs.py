"""Writes a PDF's characters as text: ligatures apart, dingbats as ticks, odd code points as plain ones."""

from __future__ import annotations

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TICKS = {
    **dict.fromkeys("☐❏❐❑❒□▢◻⬜", "☐"),
    **dict.fromkeys("☑✓✔✅🗹", "☑"),
    **dict.fromkeys("☒✕✖✗✘❌⊠🗷🗵", "☒"),
}
# Codes of Wingdings where the font has no mapping to Unicode, plain or in the private use area.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xA7: "▪", 0xA8: "☐", 0x9F: "•",
    0xD8: "‣", 0xFB: "☒", 0xFC: "☑", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
# Codes of Zapf Dingbats, likewise.
_ZAPF = {
    0x33: "☑", 0x34: "☑", 0x35: "☒", 0x36: "☒", 0x37: "☒", 0x38: "☒", 0x6C: "●", 0x6E: "■", 0x6F: "☐",
    0x70: "☐", 0x71: "☐", 0x72: "☐",
}  # fmt: skip
_PLAIN = {"\u2010": "-", "\u2011": "-", "\uf0b7": "•", "\u0000": ""}


def is_symbol_font(name: str) -> str:
    """Return "wingdings" or "zapf" for a font of pictures, else '' (the name in lower case)."""
    if "wingding" in name or "webding" in name:
        return "wingdings"
    return "zapf" if "zapfdingbat" in name or "dingbats" in name else ""


def glyph(char: str, symbols: str = "") -> str:
    """Return the text for a character; ``symbols`` names the kind of picture font it is set in, if any."""
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:
        return _WINGDINGS.get(code - 0xF000, _PLAIN.get(char, char))
    if symbols and code < 0x100:
        return (_ZAPF if symbols == "zapf" else _WINGDINGS).get(code, char)
    if char in _TICKS:
        return _TICKS[char]
    return _LIGATURES.get(char, _PLAIN.get(char, char))
