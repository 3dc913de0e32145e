"""What a change does to the sourcing, as data: the kinds of change, and one change of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field

from mkdocs_provenance.model import Place, Problem, Provenance, QuotationResult, Registry


class Revision(Struct, frozen=True):
    """What one side is called."""

    name: str
    """As a person would say it: `main`, `the working tree`."""
    commit: str | None = None
    """The whole hash; None for the working tree."""


class Side(Struct, frozen=True):
    """A site as it stands before or after the change."""

    pages: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    """Path of an article, relative to `mkdocs.yml`, to its record."""
    registry: Registry = Registry()
    problems: tuple[Problem, ...] = ()
    """Of the registry and of the site as a whole; those of the articles are in their records."""


class Weight(StrEnum):
    """What a reviewer has to do about a change."""

    WEAKER = "weaker"
    """The text stands on less than before."""
    LOOK = "look"
    """Only a person can tell: new words on an old source, a source that says something else."""
    STRONGER = "stronger"
    """The text stands on more than before."""
    OTHER = "other"
    """Told for completeness."""


class ChangeKind(StrEnum):
    """What changed, the gravest first."""

    CLAIM_UNSOURCED = "claim-lost-every-source"
    UNSOURCED_CLAIM_ADDED = "unsourced-claim-added"
    QUOTATION_BROKEN = "quotation-no-longer-matches"
    QUOTATION_ADDED_DIFFERING = "differing-quotation-added"
    ANALYSIS_REPORTED = "analysis-now-reported"
    SOURCE_WITHDRAWN = "source-withdrawn"
    CLAIM_LOST_SOURCE = "claim-lost-source"
    FEWER_ORIGINS = "fewer-origins"
    PROBLEM_ADDED = "problem-added"
    FIGURE_CHANGED = "figure-changed"
    SOURCE_REPLACED = "claim-source-replaced"
    QUOTATION_SOURCE_CHANGED = "quotation-source-changed"
    QUOTATION_REWORDED = "quotation-reworded"
    QUOTATION_ADDED_UNCHECKED = "unchecked-quotation-added"
    QUOTATION_RESULT_CHANGED = "quotation-result-changed"
    SOURCE_STATUS_CHANGED = "source-status-changed"
    SOURCE_TEXT_CHANGED = "source-text-changed"
    SOURCE_CHANGED = "source-changed"
    SOURCE_REMOVED = "source-removed"
    WAIVER_ADDED = "waiver-added"
    STATEMENT_CHANGED = "article-statement-changed"
    CLAIM_REWORDED = "claim-reworded"
    CLAIM_SOURCED = "claim-gained-first-source"
    CLAIM_GAINED_SOURCE = "claim-gained-source"
    MORE_ORIGINS = "more-origins"
    QUOTATION_MENDED = "quotation-now-matches"
    SOURCE_REINSTATED = "source-reinstated"
    PROBLEM_SOLVED = "problem-solved"
    REPORT_ANALYSED = "report-now-analysis"
    CLAIM_ADDED = "claim-added"
    CLAIM_REMOVED = "claim-removed"
    UNSOURCED_CLAIM_REMOVED = "unsourced-claim-removed"
    LOCATOR_CHANGED = "locator-changed"
    CLAIM_MOVED = "claim-moved"
    CLAIM_SPLIT = "claim-split"
    CLAIM_MERGED = "claim-merged"
    QUOTATION_ADDED = "quotation-added"
    QUOTATION_REMOVED = "quotation-removed"
    SOURCE_ADDED = "source-added"
    SOURCE_CITED = "source-newly-cited"
    SOURCE_UNUSED = "source-no-longer-cited"
    SOURCE_RENAMED = "source-renamed"
    ORGANISATION_CHANGED = "organisation-changed"
    WAIVER_REMOVED = "waiver-removed"
    ARTICLE_ADDED = "article-added"
    ARTICLE_REMOVED = "article-removed"
    ARTICLE_RENAMED = "article-renamed"


_K: Final = ChangeKind
_WEIGHTS: Final = MappingProxyType(
    {
        Weight.WEAKER: (_K.CLAIM_UNSOURCED, _K.UNSOURCED_CLAIM_ADDED, _K.QUOTATION_BROKEN,
                        _K.QUOTATION_ADDED_DIFFERING, _K.ANALYSIS_REPORTED, _K.SOURCE_WITHDRAWN, _K.CLAIM_LOST_SOURCE,
                        _K.FEWER_ORIGINS, _K.PROBLEM_ADDED),
        Weight.LOOK: (_K.FIGURE_CHANGED, _K.SOURCE_REPLACED, _K.QUOTATION_SOURCE_CHANGED, _K.QUOTATION_REWORDED,
                      _K.QUOTATION_ADDED_UNCHECKED, _K.QUOTATION_RESULT_CHANGED, _K.SOURCE_STATUS_CHANGED,
                      _K.SOURCE_TEXT_CHANGED, _K.SOURCE_CHANGED, _K.SOURCE_REMOVED, _K.WAIVER_ADDED,
                      _K.STATEMENT_CHANGED, _K.CLAIM_REWORDED),
        Weight.STRONGER: (_K.CLAIM_SOURCED, _K.CLAIM_GAINED_SOURCE, _K.MORE_ORIGINS, _K.QUOTATION_MENDED,
                          _K.SOURCE_REINSTATED, _K.PROBLEM_SOLVED),
    }
)  # fmt: skip
WEIGHTS: Final = MappingProxyType(
    dict.fromkeys(ChangeKind, Weight.OTHER) | {kind: weight for weight, kinds in _WEIGHTS.items() for kind in kinds}
)
"""How much each kind of change matters."""
ORDER: Final = MappingProxyType({kind: number for number, kind in enumerate(ChangeKind)})
"""The gravest first: what a reviewer reads first, and which of several things that befell a claim names its change."""

FAILING: Final = frozenset(
    {
        ChangeKind.CLAIM_UNSOURCED,
        ChangeKind.UNSOURCED_CLAIM_ADDED,
        ChangeKind.QUOTATION_BROKEN,
        ChangeKind.QUOTATION_ADDED_DIFFERING,
        ChangeKind.ANALYSIS_REPORTED,
    }
)
"""What `provenance diff --exit-code` ends with 1 for."""


class FieldChange(Struct, frozen=True):
    """One field of a source, an organisation or an article's statement that says something else than before."""

    name: str
    before: str | None
    """None where it said nothing."""
    after: str | None


class Change(Struct, frozen=True, kw_only=True):
    """One thing that is otherwise than before."""

    kind: ChangeKind
    """The gravest of what happened."""
    also: tuple[ChangeKind, ...] = ()
    """What else happened to the same claim or quotation."""
    article: str | None = None
    """Path of the article on the new side; on the old one where it is gone. None for the registry."""
    place: Place | None = None
    """Where it stands on the new side; None where it stands there no more."""
    old_place: Place | None = None
    """Where it stood on the old side; None where it is new."""
    before: str | None = None
    """The words on the old side: a sentence, a quotation, a title, a problem's message."""
    after: str | None = None
    sources_before: tuple[str, ...] = ()
    """Keys of the registry as they were then."""
    sources_after: tuple[str, ...] = ()
    origins_before: int | None = None
    """Separate origins that a claim rested on; None for what is no claim."""
    origins_after: int | None = None
    result_before: QuotationResult | None = None
    result_after: QuotationResult | None = None
    nearest: str | None = None
    """For a quotation that differs: the nearest words of the source."""
    source: str | None = None
    """The key of the source or organisation that it is about."""
    cited_by: int | None = None
    """Claims of the new side that cite the source."""
    code: str | None = None
    """Of a problem or a waiver."""
    reason: str | None = None
    """Of a waiver."""
    fields: tuple[FieldChange, ...] = ()

    @property
    def weight(self) -> Weight:
        """What a reviewer has to do about it."""
        return WEIGHTS[self.kind]

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """Everything that happened, the gravest first."""
        return (self.kind, *self.also)


class Totals(Struct, frozen=True):
    """A side in numbers."""

    articles: int = 0
    claims: int = 0
    sourced: int = 0
    quotations: int = 0
    matching: int = 0
    """Quotations found in the text held of a source."""
    sources: int = 0
    """Cited somewhere."""


class Comparison(Struct, frozen=True):
    """What lies between two sides."""

    changes: tuple[Change, ...]
    """The gravest first, then in the order of the files."""
    before: Totals = Totals()
    after: Totals = Totals()
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Old path to new path of every article that has another."""

    old: Revision = Revision("before")
    new: Revision = Revision("after")
    notes: tuple[str, ...] = ()
    """What a reader of the changes must know of the sides: whole sentences."""

    @property
    def failing(self) -> bool:
        """Whether a claim lost its source or never had one, a quotation differs, or analysis became reported."""
        return any(kind in FAILING for change in self.changes for kind in change.kinds)
