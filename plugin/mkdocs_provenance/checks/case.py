"""One article under examination: what every check may look at, and how it says where something stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from mkdocs_provenance.checks.figures import has_digit, is_english
from mkdocs_provenance.checks.numerals import CARDINALS
from mkdocs_provenance.lines import Alignment, alignment_of
from mkdocs_provenance.model import (
    Article,
    Claim,
    Mark,
    Passage,
    PlacedCitation,
    Problem,
    Provenance,
    Registry,
    Source,
    Spot,
)
from mkdocs_provenance.problems import problem

_WORD: Final = re.compile(r"[a-z]+")


class Case:
    """A traced article beside its registry.

    Args:
        provenance: The record of the article.
        registry: Where its sources are described.
    """

    def __init__(self, provenance: Provenance, registry: Registry) -> None:
        self.provenance = provenance
        self.article: Article = provenance.article
        self.registry = registry

    @cached_property
    def alignment(self) -> Alignment:
        """Made only where there is something to report."""
        return alignment_of(self.article)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Id to passage."""
        return {passage.id: passage for passage in self.article.passages}

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """Id to mark."""
        return {mark.id: mark for mark in self.provenance.marks}

    @cached_property
    def english(self) -> bool:
        """Whether the article is in English: the checks that read words read no other language."""
        return is_english(self.article.language)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The article's English words in small letters, the headline's too: a check skips one without its own."""
        texts = [self.article.title, *(passage.text for passage in self.article.passages)]
        return frozenset(_WORD.findall(" ".join(texts).lower()))

    @cached_property
    def has_digits(self) -> bool:
        """Whether a passage or the headline holds a digit."""
        return has_digit(self.article.title) or any(has_digit(passage.text) for passage in self.article.passages)

    @cached_property
    def may_hold_figures(self) -> bool:
        """Whether there is a digit, or in English a number word."""
        return self.has_digits or (self.english and not CARDINALS.isdisjoint(self.vocabulary))

    def sources(self, claim: Claim) -> list[Source]:
        """What a claim cites, each source once, in order of first use."""
        return [self.registry.sources[key] for key in dict.fromkeys(tie.source for tie in claim.evidence)]

    def at_claim(
        self,
        code: str,
        claim: Claim,
        message: str,
        suggestion: str | None = None,
        *,
        part: tuple[int, int] | None = None,
    ) -> Problem:
        """A problem of a sentence, or of a `part` of it: from and to a character, counted from the sentence's first."""
        start, end = part or (0, claim.end - claim.start)
        spot = self.alignment.spot(claim.passage, claim.start + start, claim.start + end)
        return self._told(code, message, suggestion, spot, words=claim.text, at=claim.id)

    def at_words(
        self, code: str, passage: str, part: tuple[int, int], message: str, suggestion: str | None = None
    ) -> Problem:
        """A problem of some words of a passage, `part` being their characters in its text."""
        words = self.passages[passage].text[slice(*part)]
        return self._told(code, message, suggestion, self.alignment.spot(passage, *part), words=words, at=passage)

    def at_marker(
        self, code: str, passage: Passage, placed: PlacedCitation, message: str, suggestion: str | None = None
    ) -> Problem:
        """A problem of a marker; it is waived by words of the passage around it."""
        spot = self.alignment.marker(placed.citation.raw, passage.id, placed.offset)
        return self._told(code, message, suggestion, spot, words=passage.text, at=placed.id)

    def at_source(self, code: str, source: Source, message: str, suggestion: str | None = None) -> Problem:
        """A problem of a source in this article, at the first marker that cites it."""
        marks = next((note.marks for note in self.provenance.notes if note.source.id == source.id), ())
        spot = self.alignment.first_marker(marks) or Spot()
        return self._told(code, message, suggestion, spot, source=source.id)

    def _told(self, code: str, message: str, suggestion: str | None, spot: Spot, **details: str) -> Problem:
        return replace(problem(code, message, self.article.path, spot, suggestion), **details)
