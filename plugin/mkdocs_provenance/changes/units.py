"""What is matched between the sides: sentences and quotations, each with the words that it is known by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from mkdocs_provenance.changes.words import weight_of, words
from mkdocs_provenance.claims import sentences
from mkdocs_provenance.model import Claim, Provenance, Quotation, Role

_ROLES: Final = (Role.REPORTED, Role.ANALYSIS)


class Unit:
    """A text of one side that may stand on the other too, in the same words or in others.

    Two units are the same only if they are one object: a text may stand in an article twice.
    """

    def __init__(self, article: str, home: str, index: int, text: str, role: Role) -> None:
        self.article = article
        """Path on its own side."""
        self.home = home
        """Path of the article on the new side, where it has one: what two sides of an article share."""
        self.index = index
        """Its number among the units of its article."""
        self.text = text
        self.role = role
        self.sources: tuple[str, ...] = ()
        """Keys of the registry that it rests on, by the names that the new side has for them."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words(self.text)

    @cached_property
    def counted(self) -> Counter[str]:
        """Its words with how often each stands in it."""
        return Counter(self.words)

    @cached_property
    def weight(self) -> int:
        return weight_of(self.words)


class Said(Unit):
    """One sentence, reported or of an analysis."""

    def __init__(self, article: str, home: str, index: int, text: str, role: Role, claim: Claim | None) -> None:
        super().__init__(article, home, index, text, role)
        self.claim = claim
        """None in an analysis."""
        self.passage, self.start, self.end = ("", 0, 0)
        """Where it stands: a passage's id, and characters into its text."""

    def at(self, passage: str, start: int, end: int) -> Said:
        """The same with its place."""
        self.passage, self.start, self.end = passage, start, end
        return self


class Quoted(Unit):
    """One quotation."""

    def __init__(self, article: str, home: str, index: int, role: Role, quotation: Quotation) -> None:
        super().__init__(article, home, index, quotation.text, role)
        self.quotation = quotation


def said_in(record: Provenance, home: str) -> list[Said]:
    """The sentences of an article in document order: its claims, and those of its analysis."""
    article = record.article
    claims: dict[str, list[Claim]] = {}
    for claim in record.claims:
        claims.setdefault(claim.passage, []).append(claim)
    found: list[Said] = []
    for passage in article.passages:
        if passage.role is Role.ANALYSIS:
            for start, end in sentences(passage.text, article.language):
                text = " ".join(passage.text[start:end].split())
                unit = Said(article.path, home, len(found), text, Role.ANALYSIS, None)
                found.append(unit.at(passage.id, start, end))
        for claim in claims.get(passage.id, ()):
            found.append(_claimed(claim, article.path, home, len(found)))
    return found


def claimed_in(record: Provenance, home: str) -> list[Said]:
    """The claims of an article alone."""
    return [_claimed(claim, record.article.path, home, index) for index, claim in enumerate(record.claims)]


def _claimed(claim: Claim, path: str, home: str, index: int) -> Said:
    unit = Said(path, home, index, " ".join(claim.text.split()), Role.REPORTED, claim)
    unit.sources = tuple(dict.fromkeys(tie.source for tie in claim.evidence))
    return unit.at(claim.passage, claim.start, claim.end)


def quoted_in(record: Provenance, home: str) -> Iterator[Quoted]:
    """The quotations of an article; not those of a pull quote that repeats a claim, which are the claim's."""
    roles = {passage.id: passage.role for passage in record.article.passages}
    for index, quotation in enumerate(record.quotations):
        role = roles.get(quotation.passage, Role.REPORTED)
        if role is not Role.PULLQUOTE or quotation.claim is None:
            yield Quoted(record.article.path, home, index, role, quotation)
