"""How much room a text takes, estimated, and how it is made to fit.

The reader's own fonts draw the text, so its width is not known here: these are the widths of
common sans-serif fonts, rounded up to those of the widest (DejaVu Sans, Verdana).
"""

import unicodedata
from functools import lru_cache

_WIDE = {"F": 1.0, "W": 1.0, "A": 1.0}
ELLIPSIS = "…"


@lru_cache(4096)
def _letter(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if char.isascii():
        if char in "ijlIt.,:;'!|()[] f":
            return 0.38
        if char in "mwMW%@":
            return 0.95
        return 0.72 if char.isupper() else 0.62
    if char in ELLIPSIS + "–·−":
        return 0.9
    return _WIDE.get(unicodedata.east_asian_width(char), 0.62)


def room(words: str, size: float) -> float:
    """About how wide a line of text is at a font size."""
    return size * sum(map(_letter, words))


def shorten(words: str, width: float, size: float) -> str:
    """A text that fits, cut with an ellipsis where it must be."""
    words = " ".join(words.split())
    if room(words, size) <= width:
        return words
    left = width - room(ELLIPSIS, size)
    kept = 0
    for char in words:
        left -= size * _letter(char)
        if left < 0:
            break
        kept += 1
    return words[:kept].rstrip() + ELLIPSIS


def wrap(words: str, width: float, size: float, lines: int = 2) -> tuple[str, ...]:
    """A text in at most so many lines, the last one cut with an ellipsis where it must be."""
    made: list[str] = []
    left = " ".join(words.split())
    while left and len(made) < lines - 1 and room(left, size) > width:
        at = _break(left, width, size)
        made.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return (*made, shorten(left, width, size)) if left else tuple(made)


def wraps(words: str, width: float, size: float, lines: int = 2) -> bool:
    """Whether a text can be wrapped into so many lines without a cut.

    That of a text with spaces is a matter of its words alone: its end may be cut.
    """
    if not any(map(_is_wide, words)):
        return all(room(each, size) <= width for each in words.split())
    return not wrap(words, width, size, lines)[-1].endswith(ELLIPSIS)


def _break(words: str, width: float, size: float) -> int:
    """Where a line ends: after a space, a stroke or a Chinese character; else anywhere."""
    used, best, fits = 0.0, 0, 0
    for at, char in enumerate(words):
        used += size * _letter(char)
        if used > width:
            break
        fits = at + 1
        if char in " -/" or _is_wide(char) or (at + 1 < len(words) and _is_wide(words[at + 1])):
            best = at + 1
    return best or max(fits, 1)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and char not in "，。、；：！？）》」"
