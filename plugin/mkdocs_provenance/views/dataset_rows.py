"""The rows of the dataset's tables. All rows of a table have the same keys: null where there is nothing to say.

What one unnamed person said in several articles, side by side, may tell who it is. So an unnamed source has a row for
each article, with an id of that article's own, and nothing in it that would be the same elsewhere but its description.
"""

from __future__ import annotations

from msgspec import Struct


class ArticleRow(Struct, frozen=True, gc=False):
    """A page that cites."""

    id: str
    """The file, relative to `mkdocs.yml`."""
    title: str
    url: str
    published: str | None
    updated: str | None
    language: str
    section: str | None
    authors: str | None
    """With `; ` between them."""
    claims: int
    sourced: int
    unsourced: int
    sources: int
    origins: int
    quotations: int
    analysis: int
    corrections: int
    record: str
    """The address of its `provenance.json`."""


class ClaimRow(Struct, frozen=True, gc=False):
    """A statement."""

    article: str
    id: str
    url: str
    text: str
    support: str
    strength: str
    state: str
    sources: int
    origins: int


class EvidenceRow(Struct, frozen=True, gc=False):
    """A tie of a statement to a source."""

    article: str
    claim: str
    source: str
    label: str
    locator: str | None


class MentionRow(Struct, frozen=True, gc=False):
    """A place outside of statements that cites a source."""

    article: str
    source: str
    role: str
    text: str
    url: str


class QuotationRow(Struct, frozen=True, gc=False):
    """Words inside quotation marks."""

    article: str
    claim: str | None
    text: str
    source: str | None
    result: str
    url: str


class AnalysisRow(Struct, frozen=True, gc=False):
    """A part that its author declares to be analysis."""

    article: str
    id: str
    title: str | None
    passages: int
    sources: int
    url: str


class SourceRow(Struct, frozen=True, gc=False, kw_only=True):
    """A source."""

    id: str
    kind: str
    title: str | None = None
    author: str | None = None
    speaker: str | None = None
    publisher: str | None = None
    organisation: str | None = None
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    doi: str | None = None
    language: str | None = None
    closeness: str | None = None
    attribution: str
    described_as: str | None = None
    reason: str | None = None
    access: str | None = None
    status: str
    status_date: str | None = None
    archived: bool = False
    archive: str | None = None
    excerpts: int = 0
    derived_from: str | None = None
    origin: str | None = None
    unidentified: bool = False
    claims: int
    articles: int
    page: str | None = None


class OrganisationRow(Struct, frozen=True, gc=False):
    """A body that publishes."""

    id: str
    name: str
    kind: str | None
    owner: str | None
    country: str | None
    url: str | None
    sources: int
    claims: int
    articles: int
    page: str | None


class OriginRow(Struct, frozen=True, gc=False):
    """A group of sources that are not separate from one another."""

    id: str
    name: str | None
    why: str | None
    sources: int
    claims: int
    articles: int


class CorrectionRow(Struct, frozen=True, gc=False):
    """A change that readers are told of."""

    article: str
    kind: str
    date: str
    text: str
    url: str


Row = (
    ArticleRow
    | ClaimRow
    | EvidenceRow
    | MentionRow
    | QuotationRow
    | AnalysisRow
    | SourceRow
    | OrganisationRow
    | OriginRow
    | CorrectionRow
)
