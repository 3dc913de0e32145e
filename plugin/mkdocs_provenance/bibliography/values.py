"""What stands behind the `=` of a BibTeX field: parts in braces or quotation marks, numbers, abbreviations, `#`.

Positions are carried along and nothing is cut off and read again, so that the time is in proportion to the length.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_EXPANDED: Final = 16 * 1024 * 1024
"""Characters that the abbreviations of one file may become: one made of two others doubles, again and again."""

_BRACE: Final = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE: Final = re.compile(r"(?<!\\)[{}\"]")
_BARE: Final = re.compile(r"[^\s#,{}\"=%]+")
_SPACE: Final = re.compile(r"\s*")
_COMMENT: Final = re.compile(r"%[^\n]*\s*\Z")
_NEXT_FIELD: Final = re.compile(r"([A-Za-z][\w:.+/-]*)\s*=\s*(?=\S)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Strings:
    """The abbreviations of a file, those of the months among them."""

    def __init__(self) -> None:
        self._known = {month: month for month in _MONTHS}
        self._left = MAX_EXPANDED
        self.exhausted = False
        """Whether they have become more than is read; from then on they stand for themselves."""

    def define(self, name: str, text: str) -> None:
        """Let a name stand for a text from here on."""
        self._known[name.lower()] = text

    def text_of(self, name: str) -> str | None:
        """What a name stands for; None for one that nobody has defined."""
        text = self._known.get(name.lower())
        if text is None:
            return None
        if len(text) > self._left:
            self.exhausted = True
            return name
        self._left -= len(text)
        return text


class Read(NamedTuple):
    """A value that was read."""

    text: str
    end: int
    """Where what follows it begins; the end of the text where nothing does."""
    unknown: tuple[str, ...]
    """Abbreviations that nobody has defined."""


def read_value(written: str, strings: Strings, at: int = 0) -> Read:
    """The value that begins at `at`."""
    parts: list[str] = []
    unknown: list[str] = []
    while True:
        part, at = _part(written, _skip(written, at), strings, unknown)
        parts.append(part)
        at = _skip(written, at)
        if written[at : at + 1] != "#":
            break
        at += 1
    if _COMMENT.match(written, at):
        at = len(written)
    return Read("".join(parts), at, tuple(unknown))


def next_field(written: str, at: int) -> tuple[str, int] | None:
    """A field that begins where a comma should stand: its name, and where its value begins."""
    found = _NEXT_FIELD.match(written, at)
    return (found[1], found.end()) if found else None


def _part(written: str, at: int, strings: Strings, unknown: list[str]) -> tuple[str, int]:
    """One part of a value, and where it ends."""
    opening = written[at : at + 1]
    if opening in ("{", '"'):
        end = _closing(written, at)
        return written[at + 1 : end], min(end + 1, len(written))
    bare = _BARE.match(written, at)
    if bare is None:
        return "", at
    word = bare[0]
    text = strings.text_of(word)
    if text is None and word[0].isalpha():
        unknown.append(word)
    return word if text is None else text, bare.end()


def _closing(written: str, at: int) -> int:
    """Where the brace or quotation mark at `at` is closed; the end of the text where it is not."""
    in_quotes = written[at] == '"'
    depth = 0
    for mark in (_BRACE_OR_QUOTE if in_quotes else _BRACE).finditer(written, at + 1):
        if mark[0] == '"':
            if depth == 0:
                return mark.start()
        elif mark[0] == "{":
            depth += 1
        elif depth == 0 and not in_quotes:
            return mark.start()
        else:
            depth = max(depth - 1, 0)
    return len(written)


def _skip(written: str, at: int) -> int:
    """Past white space."""
    space = _SPACE.match(written, at)
    return space.end() if space else at
