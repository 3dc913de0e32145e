"""The ledger: all articles of a site side by side, and for every source what rests on it.

It is made once all articles have been traced, and is as pure as they are. The pages of sources, corrections and
figures, the dataset and `provenance stats` are all made from it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from mkdocs_provenance.model import (
    Article,
    Correction,
    Evidence,
    Mark,
    Origin,
    PartialDate,
    PlacedCitation,
    Provenance,
    Registry,
    Role,
)
from mkdocs_provenance.origins import group_origins


class Use(Struct, frozen=True, gc=False):
    """One place of the site that cites a source: a claim that rests on it, or a mention elsewhere."""

    article: Article
    text: str
    """The claim; elsewhere the words that the mark stands after, or the disagreement."""
    claim: str | None
    """The claim's id; None in analysis, in what the front matter says, and where a mark covers no sentence."""
    mark: str
    """The id of the first mark that makes the tie."""
    role: Role | None
    """What the passage is; None for a disagreement of the front matter."""
    alone: bool = False
    """Whether the claim rests on this source and no other."""
    locator: str | None = None
    """Where in the source; several are joined, because one claim may cite two of its pages."""


class Ledger:
    """The articles of a site and the registry that they cite.

    Args:
        records: The traced articles, in the order of the site.
        registry: All sources.
    """

    def __init__(self, records: Iterable[Provenance], registry: Registry) -> None:
        self.records: tuple[Provenance, ...] = tuple(records)
        self.registry = registry

    @cached_property
    def uses(self) -> Mapping[str, tuple[Use, ...]]:
        """Source id to every place that cites it, articles in the ledger's order; only sources that are cited."""
        found: dict[str, list[Use]] = {}
        for record in self.records:
            for key, use in (*_claims(record), *_mentions(record)):
                found.setdefault(key, []).append(use)
        return {key: tuple(uses) for key, uses in found.items()}

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """The separate origins of all sources of the registry, whether cited or not."""
        return group_origins(tuple(self.registry.sources), self.registry)

    @cached_property
    def origin_of(self) -> Mapping[str, Origin]:
        """Source id to its origin."""
        return {key: origin for origin in self.origins for key in origin.sources}

    @cached_property
    def corrections(self) -> tuple[tuple[Article, Correction], ...]:
        """Every correction of the site with its article, the newest first."""
        listed = [(record.article, each) for record in self.records for each in record.article.statement.corrections]
        listed.sort(key=lambda pair: _order(pair[1]), reverse=True)
        return tuple(listed)


def newest_first(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """One article's corrections as the ledger orders those of all; those of one moment stay as they were written."""
    return tuple(sorted(corrections, key=_order, reverse=True))


def moment(date: PartialDate) -> datetime.datetime:
    """The first moment that a date can mean; in UTC where it names no zone."""
    clock = datetime.time.fromisoformat(date.time or "00:00")
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    return datetime.datetime.combine(day, clock if clock.tzinfo else clock.replace(tzinfo=datetime.UTC))


def _order(correction: Correction) -> tuple[str, datetime.datetime]:
    """By the day that readers see, then by the time."""
    return correction.date.iso, moment(correction.date)


def _claims(record: Provenance) -> Iterator[tuple[str, Use]]:
    roles = {passage.id: passage.role for passage in record.article.passages}
    for claim in record.claims:
        ties: dict[str, list[Evidence]] = {}
        for tie in claim.evidence:
            ties.setdefault(tie.source, []).append(tie)
        for key, cited in ties.items():
            role, alone = roles.get(claim.passage, Role.REPORTED), len(ties) == 1
            locator = ", ".join(dict.fromkeys(tie.locator for tie in cited if tie.locator)) or None
            yield key, Use(record.article, claim.text, claim.id, cited[0].mark or "", role, alone, locator)


def _mentions(record: Provenance) -> Iterator[tuple[str, Use]]:
    """What is cited outside of claims; a pull quote only repeats one."""
    passages = {passage.id: passage for passage in record.article.passages}
    disagreements = {
        placed.id: said.text for said in record.article.statement.disagreement for placed in said.citations
    }
    for mark in record.marks:
        if mark.claim is not None or mark.inherited:
            continue
        passage = passages.get(mark.passage)
        if passage is not None:
            text = words_before(passage.text, passage.citations, mark.id)
        else:
            text = disagreements.get(mark.id, mark.raw)
        role = passage.role if passage else None
        for key, places in _places(mark).items():
            yield key, Use(record.article, text, None, mark.id, role, locator=", ".join(places) or None)


def _places(mark: Mark) -> dict[str, dict[str, None]]:
    """Source id to where in the source, each once."""
    found: dict[str, dict[str, None]] = {}
    for item in mark.items:
        if item.source is not None:
            places = found.setdefault(item.source, {})
            if item.item.locator:
                places[item.item.locator] = None
    return found


def words_before(text: str, citations: Iterable[PlacedCitation], mark: str) -> str:
    """The sentence, or what there is of it, that a mark of a passage stands after."""
    offset = next((placed.offset for placed in citations if placed.id == mark), len(text))
    start = max(text.rfind(f"{end} ", 0, max(offset - 2, 0)) for end in ".?!…؟") + 2
    return text[start if start > 1 else 0 : offset].strip() or text


__all__ = ["Ledger", "Use", "moment", "newest_first", "words_before"]
