"""Where in a file something stands: found again from the text, because Markdown keeps no line numbers."""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = re.compile(r"\W+")
_MARKERS: Final = re.compile(r"\[[0-9@][^\[\]]*\](?!\()")
"""What stands in the source but not in the prose before a find."""
_BETWEEN: Final = r"(?:\[[^\w\[\]]*\w[^\[\]]*\]|\W)+"
"""What may stand between two words of the prose: anything but words, and markers."""
_FRONT_MATTER_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_REACH: Final = 120
"""Characters of the source looked at before a find, to tell it from another of the same text."""


class LineFinder:
    """Lines of things that are looked for in the order in which they stand.

    Args:
        source: A file's whole text.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = body_start(source)

    def next(self, needle: str, before: str = "") -> int:
        """The line of the next `needle` from the last find on; as `line_of` where there is none."""
        at = self._source.find(needle, self._at) if needle else -1
        if at < 0:
            return line_of(self._source, needle, before)
        self._at = at
        return self._source.count("\n", 0, at) + 1


def body_start(source: str) -> int:
    """Where the text begins behind the front matter, in characters; 0 where there is none."""
    if not source.startswith(("---", "\ufeff---")):
        return 0
    end = _FRONT_MATTER_END.search(source, 3)
    return end.end() if end else 0


def line_of(source: str, needle: str, before: str = "") -> int:
    """The line, from 1, on which `needle` stands in `source`.

    Where it stands several times, the find whose preceding letters agree longest with `before` counts, the first of
    equals; where it stands nowhere (Markdown has changed it), its first words are looked for, then line 1 is given.

    Args:
        source: A file's whole text.
        needle: What to look for, as written.
        before: The prose before it, as a reader sees it.
    """
    at = source.find(needle) if needle else -1
    if at >= 0 and source.find(needle, at + 1) < 0:
        return source.count("\n", 0, at) + 1
    wanted = _LETTERS.sub("", before[-2 * _REACH :])[-_REACH:]
    best, best_score = -1, -1
    while at >= 0:
        stretch = _MARKERS.sub("", source[max(0, at - 2 * _REACH) : at])
        score = _agreement(wanted, _LETTERS.sub("", stretch))
        if score > best_score:
            best, best_score = at, score
        at = source.find(needle, at + 1)
    if best >= 0:
        return source.count("\n", 0, best) + 1
    return _line_of_words(source, needle)


def line_of_word(source: str, word: str) -> int:
    """The line on which a key stands as a whole, not as a part of a longer one; as `line_of` where it does nowhere."""
    match = re.search(rf"(?<![\w./:-]){re.escape(word)}(?![\w./:-])", source)
    return source.count("\n", 0, match.start()) + 1 if match is not None else line_of(source, word)


def _agreement(wanted: str, found: str) -> int:
    """How many letters agree, counted from the end."""
    score = 0
    for expected, actual in zip(reversed(wanted), reversed(found), strict=False):
        if expected != actual:
            break
        score += 1
    return score


def _line_of_words(source: str, needle: str) -> int:
    """The line of the needle's first words, whatever stands between them; 1 where there is none."""
    words = re.findall(r"\w+", needle)
    for count in (8, 4, 2, 1):
        if len(words) >= count and (count > 1 or len(words) == 1):
            match = re.search(rf"\b{_BETWEEN.join(map(re.escape, words[:count]))}\b", source)
            if match is not None:
                return source.count("\n", 0, match.start()) + 1
    return 1
