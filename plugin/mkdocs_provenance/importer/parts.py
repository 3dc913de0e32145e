"""The nouns of an import: what a text falls into, what comes out, and the remarks collected on the way."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

from mkdocs_provenance.model import Kind, Role

LANGUAGE: Final = "en"


class ImportProblem(ValueError):  # noqa: N818 - it says what is wrong with a text, as a Problem does
    """The text cannot be imported; the message says why, in a sentence for its writer."""


class RegistryProblem(ValueError):  # noqa: N818
    """Entries cannot safely be appended to this registry; the message says why."""


class Guess(Struct, frozen=True):
    """One thing that was guessed, and from what."""

    value: str | None
    """None where there was nothing to go by."""
    why: str
    """A few words for the editor."""


class Guesses(Struct, frozen=True):
    """What an import guessed of a text as a whole."""

    title: Guess
    slug: Guess
    author: Guess
    date: Guess
    language: Guess
    pullquotes: Guess
    """How many there are."""
    analysis: Guess
    """How many paragraphs there are."""


class Entry(Struct, frozen=True):
    """A registry entry to add."""

    key: str
    number: int
    """The number that the text cites it by."""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    kind: Kind = Kind.WEB_PAGE
    note: str | None = None
    """The line of the text's own list, where it says more than was understood."""

    @property
    def unidentified(self) -> bool:
        """True where the text does not say enough for a reader to find the source."""
        return not (self.title and self.url)

    @property
    def fields(self) -> dict[str, Any]:
        """The entry as the registry holds it."""
        known: dict[str, Any] = {"unidentified": True} if self.unidentified else {"kind": str(self.kind)}
        for name in ("title", "publisher", "url", "note"):
            if getattr(self, name):
                known[name] = getattr(self, name)
        for name in ("published", "accessed"):
            if getattr(self, name):
                known[name] = datetime.date.fromisoformat(getattr(self, name))
        return known


class RepeatedStatement(Struct, frozen=True):
    """What a pull quote was found to repeat."""

    statement: int
    """From 1, in the order of the article."""
    numbers: tuple[int, ...]
    """The sources it inherits."""
    exact: bool = True
    """Whether it repeats the statement word for word."""


class ImportCounts(Struct, frozen=True):
    """What was found."""

    statements: int = 0
    sourced: int = 0
    pullquotes: int = 0
    analysis: int = 0
    """Paragraphs."""
    unidentified: int = 0
    described: int = 0
    undescribed: int = 0
    """Statements whose sources nobody has described, all of them."""

    @property
    def unsourced(self) -> int:
        """Statements without a source."""
        return self.statements - self.sourced


class Imported(Struct, frozen=True):
    """An article and its registry entries, with every guess that was made."""

    slug: str
    title: str
    markdown: str
    entries: tuple[Entry, ...]
    numbering: Mapping[int, str]
    """What `[1]`, `[2]` mean: number to registry key."""
    counts: ImportCounts
    repeats: tuple[RepeatedStatement, ...]
    """One for each pull quote, in the order of the article."""
    notes: tuple[str, ...]
    """Guesses and remarks for the editor, one sentence or two each."""
    statements: tuple[Statement, ...]
    """In the order of the article."""
    guesses: Guesses
    left_over: tuple[str, ...]
    """What found no place in the article or the registry: kept as a comment in the front matter."""


class Known(Struct, frozen=True):
    """What the registry holds already."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Key to fields, as YAML reads them."""
    urls: Mapping[str, str] = field(default_factory=dict)
    """Address to key."""


class Bracket(Struct, frozen=True):
    """A bracket of the text: a marker where it has numbers, else literal."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    remark: str | None = None
    """Why something like a marker was left as text."""


class Statement(Struct, frozen=True):
    text: str
    numbers: tuple[int, ...]


class Paragraph(Struct, frozen=True):
    text: str
    """As written, on one line."""
    brackets: tuple[Bracket, ...]
    prose: str
    """Markers removed."""
    statements: tuple[Statement, ...]
    role: Role = Role.REPORTED
    attribution: str | None = None
    """The line under a pull quote that says whose words they are."""
    heading: str | None = None
    """The author's own heading over an analysis, on its first paragraph."""
    level: int | None = None
    """Of a heading, as its author wrote it: how deep it stands. Its prose is no statement."""

    @property
    def cited(self) -> bool:
        return any(bracket.numbers for bracket in self.brackets)


class Opening(Struct, frozen=True):
    """What stands above the text."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


class Notes(Struct):
    """Remarks collected in order, each once, and what found no place."""

    lines: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line not in self.lines:
            self.lines.append(line)

    def leave(self, line: str, why: str) -> None:
        """Keep a line of the text that found no place, and say so."""
        if line not in self.left_over:
            self.left_over.append(line)
        self.add(f"“{line}” {why}: it is kept as a comment in the front matter.")
