"""What every form of bibliography becomes first: a Work, whose fields have the names that CSL gives them.

BibTeX, RIS and CSL-JSON say the same things under different names. Each has a reader that makes works of its entries;
one builder (`sources.py`) makes sources of works. CSL is the middle: both others have a published mapping to it.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, field

from mkdocs_provenance.model import Kind, Name, Problem, Source
from mkdocs_provenance.problems import problem

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Bibliography(Struct, frozen=True):
    """What a bibliography file gave."""

    sources: tuple[Source, ...] = ()
    """In the order of the file; an id may stand twice."""
    problems: tuple[Problem, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    """Key and line of entries that could not be read to an end: they are known, lest errors breed errors."""


class Text(Struct, frozen=True):
    """A field as a reader of the page may see it."""

    value: str
    """Plain text on one line: neither LaTeX nor HTML."""
    name: str
    """What the file calls the field, for messages: `urldate`."""
    line: int
    """From 1."""


class Work(Struct):
    """One entry of a bibliography."""

    key: str
    """What the text cites it by; not yet checked."""
    line: int
    """The line, from 1, on which it begins."""
    kind: Kind
    texts: dict[str, Text] = field(default_factory=dict)
    """CSL variable to text. Dates are here too: as EDTF, or as words that `issued.py` can read."""
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    """CSL name variable to names."""
    part: bool = False
    """Whether it is a part of a larger work: a chapter, a paper in proceedings."""
    generic: bool = False
    """Whether its type says no more than that it is something: `@misc`, `GEN`."""

    def get(self, *variables: str) -> str | None:
        """The text of the first of these variables that is there."""
        for variable in variables:
            text = self.texts.get(variable)
            if text is not None:
                return text.value
        return None

    def put(self, variable: str, value: str, name: str, line: int) -> None:
        """Set a variable, unless it is set or there is nothing to say."""
        value = clean(value)
        if value:
            self.texts.setdefault(variable, Text(value, name, line))


class Report:
    """Collects the problems of one file.

    Args:
        path: Relative to `mkdocs.yml`.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.left_out: list[tuple[str, int]] = []

    def add(self, code: str, message: str, line: int, suggestion: str | None = None) -> None:
        """Add a problem at a line."""
        self.problems.append(problem(code, message, self.path, line, suggestion))


def clean(text: str) -> str:
    """Text on one line; control characters, which no view could print, become U+FFFD."""
    text = " ".join(text.split())
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
