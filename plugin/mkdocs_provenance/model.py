"""The nouns of the record: frozen data, no behaviour beyond what follows from the data itself.

They are msgspec structs (`docs/decisions/0009`). The words come from the field: Citation, CitationItem and
Locator from CSL; Claim and Evidence from FEVER; Provenance from W3C PROV; Note and Mark from MediaWiki Cite.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field


class Role(StrEnum):
    """What a passage is, always the author's explicit word."""

    REPORTED = "reported"
    ANALYSIS = "analysis"
    PULLQUOTE = "pullquote"


class Support(StrEnum):
    """Whether a claim names at least one source that the registry knows."""

    SOURCED = "sourced"
    UNSOURCED = "unsourced"


class Strength(StrEnum):
    """What a claim rests on."""

    SEVERAL = "several"
    """Two or more separate origins that stand."""
    ONE = "one"
    """One origin."""
    UNNAMED = "unnamed"
    """Unnamed sources only."""
    RETRACTED = "retracted"
    """Retracted sources only."""
    NONE = "none"


class QuotationResult(StrEnum):
    """What looking for quoted words in the text held of the cited sources gave."""

    EXACT = "exact"
    NORMALISED = "normalised"
    ELIDED = "elided"
    ALTERED = "altered"
    NOT_FOUND = "not-found"
    NO_TEXT = "no-text"


class Severity(StrEnum):
    """How much a problem matters: `--strict` fails on a warning or an error."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What kind of thing a source is."""

    NEWS = "news"
    WIRE = "wire"
    PRESS_RELEASE = "press-release"
    OFFICIAL_STATEMENT = "official-statement"
    LAW = "law"
    COURT_RECORD = "court-record"
    FILING = "filing"
    DOCUMENT = "document"
    DATASET = "dataset"
    STUDY = "study"
    REPORT = "report"
    INTERVIEW = "interview"
    WITNESSED = "witnessed"
    CORRESPONDENCE = "correspondence"
    SPEECH = "speech"
    SOCIAL_POST = "social-post"
    BROADCAST = "broadcast"
    IMAGE = "image"
    VIDEO = "video"
    BOOK = "book"
    REFERENCE = "reference"
    WEB_PAGE = "web-page"
    OWN_REPORTING = "own-reporting"


class Closeness(StrEnum):
    """How near the source stood to what it reports."""

    FIRST_HAND = "first-hand"
    SECOND_HAND = "second-hand"
    THIRD_HAND = "third-hand"
    UNKNOWN = "unknown"


class Attribution(StrEnum):
    """Whom the source names."""

    NAMED = "named"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    DOCUMENT_ONLY = "document-only"


class Access(StrEnum):
    """How a reader can reach the source."""

    OPEN = "open"
    REGISTRATION = "registration"
    PAYWALL = "paywall"
    PHYSICAL = "physical"
    NOT_PUBLIC = "not-public"


class State(StrEnum):
    """What has become of the source since it was published."""

    CURRENT = "current"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"
    REMOVED = "removed"


class OrganisationKind(StrEnum):
    """What kind of body publishes."""

    NEWS = "news"
    WIRE = "wire"
    GOVERNMENT = "government"
    COURT = "court"
    IGO = "igo"
    COMPANY = "company"
    NGO = "ngo"
    ACADEMIC = "academic"
    PARTY = "party"
    MILITARY = "military"
    PLATFORM = "platform"
    INDIVIDUAL = "individual"


class CorrectionKind(StrEnum):
    """What a correction to the article is."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    EDITORS_NOTE = "editors-note"
    RETRACTION = "retraction"


MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
"""In English, whatever the machine speaks: `calendar.month_name` follows its language."""


class PartialDate(Struct, frozen=True, gc=False):
    """A date as exactly as it is known: EDTF level 0, and level 1's `~`, `?` and `%` (Library of Congress EDTF)."""

    text: str
    """As written in the registry."""
    year: int
    month: int | None = None
    day: int | None = None
    time: str | None = None
    """`HH:MM` or `HH:MM:SS`, with `Z` or an offset, as written; None for a plain date."""
    approximate: bool = False
    """Written with `~` or `%`."""
    uncertain: bool = False
    """Written with `?` or `%`."""
    end: PartialDate | None = None
    """The last date of an interval `start/end`."""

    @property
    def iso(self) -> str:
        """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: the part that schema.org and `<time>` accept."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


class Name(Struct, frozen=True, gc=False):
    """A person or body as CSL names it: family and given, or one literal string."""

    literal: str | None = None
    family: str | None = None
    given: str | None = None

    def __str__(self) -> str:
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


class Organisation(Struct, frozen=True, gc=False):
    """A body that publishes; what makes two publishers countable as one owner."""

    id: str
    name: str
    kind: OrganisationKind | None = None
    owner: str | None = None
    """Another organisation's id."""
    country: str | None = None
    url: str | None = None
    ownership_source: str | None = None
    interest_note: str | None = None


class Archive(Struct, frozen=True, gc=False):
    """A saved copy of a source."""

    url: str
    date: PartialDate | None = None
    service: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    local_path: str | None = None


class Excerpt(Struct, frozen=True, gc=False):
    """Words of a source that the newsroom holds (W3C TextQuoteSelector with a CSL locator)."""

    text: str
    id: str | None = None
    language: str | None = None
    locator: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    captured: PartialDate | None = None
    captured_by: str | None = None
    sha256: str | None = None


class Translation(Struct, frozen=True, gc=False):
    """How a source in another language was translated."""

    by: str | None = None
    method: str | None = None
    """`human` or `machine`."""
    checked_by: str | None = None


class Status(Struct, frozen=True, gc=False):
    """What has become of a source."""

    state: State = State.CURRENT
    date: PartialDate | None = None
    note: str | None = None
    before: tuple[Status, ...] = ()
    """What became of it earlier, oldest first."""

    @property
    def bearing(self) -> Status:
        """What bears on the statements that rest on it: to take a page down undoes no retraction, nor a later version.

        So this is the state that a removal came after, where that one is graver; else the status itself.
        """
        if self.state is State.REMOVED:
            last = next((was for was in reversed(self.before) if was.state is not State.REMOVED), self)
            return last if last.state in (State.RETRACTED, State.SUPERSEDED) else self
        return self


class Independence(Struct, frozen=True, gc=False):
    """An editor's record of having checked that a source stands on its own."""

    checked: bool = False
    by: str | None = None
    on: PartialDate | None = None
    note: str | None = None


class Spot(Struct, frozen=True, gc=False):
    """Where words stand in a text; lines and columns count from 1, columns in characters."""

    line: int = 1
    column: int | None = None
    """None where only the line is known."""
    end_line: int | None = None
    """The line of the last character."""
    end_column: int | None = None
    """Just past the last character."""


class Place(Struct, frozen=True, gc=False):
    """Where something stands in a file of the project."""

    path: str
    """Relative to `mkdocs.yml`, with forward slashes."""
    line: int = 1
    """From 1."""
    column: int | None = None
    """From 1, in characters; None where it is not known."""


class Waiver(Struct, frozen=True, gc=False):
    """A problem that the desk has decided to let stand, and why: readers are shown it."""

    code: str
    """A problem code."""
    reason: str
    words: str | None = None
    """Words of the sentence that is meant; None for every problem of that code in the article."""
    spot: Spot = Spot()
    """Where it is written."""


class Source(Struct, frozen=True, gc=False):
    """One entry of the registry."""

    id: str
    kind: Kind
    title: str
    place: Place
    title_translated: str | None = None
    url: str | None = None
    doi: str | None = None
    isbn: str | None = None
    locator: str | None = None
    """Where a physical or unpublished source is kept."""
    none_reason: str | None = None
    """Why there is nothing to point to."""
    publisher: str | None = None
    """An organisation's id, or just a name where no organisation has that id."""
    author: tuple[Name, ...] = ()
    speaker: str | None = None
    published: PartialDate | None = None
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    event_date: PartialDate | None = None
    undated: bool = False
    language: str | None = None
    """BCP 47."""
    translation: Translation | None = None
    closeness: Closeness | None = None
    attribution: Attribution = Attribution.NAMED
    described_as: str | None = None
    reason: str | None = None
    """Why an unnamed source is not named."""
    known_to_editor: bool | None = None
    conditions: str | None = None
    derived_from: tuple[str, ...] = ()
    origin: str | None = None
    independence: Independence = Independence()
    interest: str | None = None
    access: Access | None = None
    archives: tuple[Archive, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    text: str | None = None
    """The full text held (read from `text_path` by the host); never published."""
    text_path: str | None = None
    text_sha256: str | None = None
    """SHA-256 sum of the full text when it was captured, in hexadecimal digits."""
    waivers: tuple[Waiver, ...] = ()
    """What the desk lets stand of this source."""
    status: Status = Status()
    note: str | None = None
    rights: str | None = None
    unidentified: bool = False
    """Cited, but nobody has said what it is."""


class Problem(Struct, frozen=True, gc=False):
    """What is wrong, as data: the host decides how to say it."""

    code: str
    severity: Severity
    message: str
    """One sentence, ending in a full stop."""
    path: str
    line: int = 1
    suggestion: str | None = None
    """The nearest match or the remedy, without "Did you mean"."""
    column: int | None = None
    """From 1, in characters; None where only the line is known."""
    end_line: int | None = None
    end_column: int | None = None
    """Just past the last of the words."""
    words: str | None = None
    """The very words that are wrong, as a reader sees them: what a waiver is matched with."""
    held: str | None = None
    """The words that a source has in their place, for a quotation that differs."""
    waived: str | None = None
    """The reason for letting it stand."""
    source: str | None = None
    """The registry key of the source that it is about."""
    fix: str | None = None
    """What can safely be written in place of the words at this spot."""
    at: str | None = None
    """The id of the claim, the mark or the passage that it is about: where a preview shows it."""

    def __str__(self) -> str:
        hint = f" {self.suggestion}" if self.suggestion else ""
        return f"{self.path}:{self.line}: {self.code}: {self.message}{hint}"


class Registry(Struct, frozen=True, gc=False):
    """All sources and organisations, checked; entries that failed a check are left out and named in `problems`."""

    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    organisations: Mapping[str, Organisation] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()

    def publisher_of(self, source: Source) -> Organisation | None:
        """The organisation that publishes `source`, if the registry describes it."""
        return self.organisations.get(source.publisher) if source.publisher else None

    def publisher_name(self, source: Source) -> str | None:
        """The publisher's name for a reader: the organisation's, else what the registry wrote."""
        organisation = self.publisher_of(source)
        return organisation.name if organisation else source.publisher

    def lineage(self, source: Source) -> list[Source]:
        """The source, then everything it is derived from, nearest first; circles end."""
        found: dict[str, Source] = {}
        waiting = [source]
        while waiting:
            current = waiting.pop(0)
            if current.id not in found:
                found[current.id] = current
                waiting.extend(self.sources[key] for key in current.derived_from if key in self.sources)
        return list(found.values())

    def retracted_original(self, source: Source) -> Source | None:
        """The nearest retracted source that this one goes back to; None where there is none, or it is retracted too."""
        if not source.derived_from or source.status.bearing.state is State.RETRACTED:
            return None
        ancestors = self.lineage(source)[1:]
        return next((one for one in ancestors if one.status.bearing.state is State.RETRACTED), None)


class CitationItem(Struct, frozen=True, gc=False):
    """One source within a citation."""

    key: str | None
    """The registry key as written (`@key`), None for a number."""
    number: int | None = None
    prefix: str = ""
    locator: str | None = None
    suffix: str = ""

    @property
    def written(self) -> str:
        """The item as the author wrote it, for messages."""
        return f"@{self.key}" if self.key is not None else str(self.number)


class Citation(Struct, frozen=True, gc=False):
    """One bracket as written: `[1, 3]`, `[see @a, p. 5; cf. @b]`."""

    raw: str
    items: tuple[CitationItem, ...]


class PlacedCitation(Struct, frozen=True, gc=False):
    """A citation at its place in a passage."""

    id: str
    """`m1`, `m2`, … in document order over the whole article."""
    offset: int
    """Characters into `Passage.text`, markers removed."""
    citation: Citation


class Passage(Struct, frozen=True, gc=False):
    """A block of prose with a role."""

    id: str
    """`p1`, `p2`, … in document order."""
    role: Role
    text: str
    """The reader's prose, markers removed, white space collapsed."""
    citations: tuple[PlacedCitation, ...] = ()
    prose: bool = True
    """True for running prose, whose every sentence is a claim; False for a heading, a table cell, a caption or a
    footnote, which is a claim only where it carries a citation."""
    section: str | None = None
    """The id (`a1`, `a2`, …) of the analysis section that the passage belongs to, for role `analysis`."""


class Disagreement(Struct, frozen=True, gc=False):
    """What sources, or others, hold against each other: the author's words."""

    text: str
    """Markers removed."""
    citations: tuple[PlacedCitation, ...] = ()


class Correction(Struct, frozen=True, gc=False):
    """A change that readers are told of."""

    kind: CorrectionKind
    date: PartialDate
    text: str


class Change(Struct, frozen=True, gc=False):
    """One line of the article's version history."""

    date: PartialDate
    change: str


class Statement(Struct, frozen=True, gc=False):
    """What the author says of the article as a whole: the front matter's `provenance:`."""

    type_of_work: str | None = None
    method: str | None = None
    not_established: tuple[str, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    corrections: tuple[Correction, ...] = ()
    history: tuple[Change, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    reviewed_by: str | None = None
    checked_on: PartialDate | None = None
    ai_use: str | None = None
    marker_scope: str = "sentence"
    """`sentence`, or `paragraph`: a marker also covers the sentences before it in its paragraph."""


class Form(StrEnum):
    """In what form a page appears that cites sources: what reference managers file it as."""

    ARTICLE = "article"
    """A file of the articles' folder."""
    POST = "post"
    """A post of a blog."""
    PAGE = "page"
    """Any other page."""


class Article(Struct, frozen=True, gc=False):
    """One Markdown file as the core sees it: what the front matter says, and its passages."""

    path: str
    """The file, relative to `mkdocs.yml`, with forward slashes."""
    title: str = ""
    url: str = ""
    """The page's whole address where the site has one, else the same as `address`."""
    address: str = ""
    """The page's address from the top of the site, percent-encoded: `articles/quake/`."""
    form: Form = Form.ARTICLE
    published: PartialDate | None = None
    updated: PartialDate | None = None
    """When the author last changed it, as far as the front matter says."""
    language: str = "en"
    """BCP 47."""
    authors: tuple[str, ...] = ()
    description: str = ""
    section: str = ""
    """Under what the article appears: the front matter's `section`, else the folder below the articles' folder."""
    numbering: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """What `[1]`, `[2]` mean: number to registry key."""
    statement: Statement = Statement()
    passages: tuple[Passage, ...] = ()
    sections: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    """The author's titles of the analysis sections: id to title, None for "Our analysis"."""
    source: str = ""
    """The file's whole text, front matter included: only read to find the line of a problem."""


class Evidence(Struct, frozen=True, gc=False):
    """One claim's tie to one source (FEVER)."""

    source: str
    """The registry key."""
    label: str
    """The number printed in the mark and in the notes."""
    locator: str | None = None
    mark: str | None = None
    """The id of the citation that makes the tie; for an inherited tie, the one inherited from."""


class Claim(Struct, frozen=True, gc=False):
    """One sentence of a reported passage."""

    id: str
    """`c1`, `c2`, … in document order."""
    passage: str
    text: str
    start: int
    """Characters into `Passage.text`, inclusive."""
    end: int
    """Characters into `Passage.text`, exclusive."""
    evidence: tuple[Evidence, ...] = ()
    origins: tuple[str, ...] = ()
    """Ids of the separate origins that the evidence amounts to, in order of first use."""
    strength: Strength = Strength.NONE
    state: State = State.CURRENT
    """The gravest of what has become of its sources: retracted, superseded, corrected, removed, current."""

    @property
    def support(self) -> Support:
        """Sourced where at least one known source is cited."""
        return Support.SOURCED if self.evidence else Support.UNSOURCED


class MarkItem(Struct, frozen=True, gc=False):
    """One number within a mark."""

    item: CitationItem
    source: str | None
    """The registry key, None where the marker points to nothing."""
    label: str
    """The number printed; for an unresolved item, what the author wrote."""


class Mark(Struct, frozen=True, gc=False):
    """A citation as printed: the superscript in the text."""

    id: str
    """`m1`, `m2`, … in document order."""
    passage: str
    claim: str | None
    """The claim it covers, None in analysis or where no sentence stands before it."""
    raw: str
    items: tuple[MarkItem, ...]
    origins: tuple[str, ...] = ()
    """Ids of the separate origins among the resolved items, in printed order."""
    inherited: bool = False
    """True for the mark of a pull quote that the author did not write: it repeats its claim's."""

    @property
    def resolved(self) -> tuple[MarkItem, ...]:
        """The items that point to a known source."""
        return tuple(item for item in self.items if item.source is not None)


class Origin(Struct, frozen=True, gc=False):
    """A group of cited sources that are not separate from one another."""

    id: str
    """`o1`, `o2`, … in order of first use."""
    sources: tuple[str, ...]
    """Registry keys, in order of first use."""
    name: str
    """Whom a reader would name as the origin: the root source's publisher, the wire, or the title."""
    why: str | None = None
    """Why more than one source is one origin: `publisher`, `owner`, `origin` or `derived`; None for one source."""


class Quotation(Struct, frozen=True, gc=False):
    """Words inside quotation marks, and the result of looking for them in the text held of the cited sources."""

    text: str
    passage: str
    claim: str | None
    source: str | None
    """The source the words were found in or compared with; None where the claim cites none."""
    result: QuotationResult
    nearest: str | None = None
    """The nearest words of the source, for `altered`."""


class Note(Struct, frozen=True, gc=False):
    """A cited source's entry in the list of notes, which a mark opens."""

    label: str
    """The number printed."""
    source: Source
    origin: str
    cited_by: tuple[str, ...]
    """Claims, in document order."""
    marks: tuple[str, ...]
    """Every mark that leads here, in document order: one way back each."""


class AnalysisSection(Struct, frozen=True, gc=False):
    """A part of the article that its author declares to be analysis."""

    id: str
    """`a1`, `a2`, … in document order."""
    passages: tuple[str, ...]
    title: str | None = None
    """The author's own title, which replaces "Our analysis"."""
    rests_on: tuple[str, ...] = ()
    """Registry keys that the author cites within it."""


class Counts(Struct, frozen=True, gc=False):
    """What the panel counts; all are numbers of things named in the record."""

    claims: int = 0
    sourced: int = 0
    unsourced: int = 0
    sources: int = 0
    origins: int = 0
    analysis: int = 0
    """Passages of role `analysis`."""
    quotations: int = 0


class Provenance(Struct, frozen=True, gc=False):
    """The whole record of one article (PROV): what every view is made from."""

    article: Article
    claims: tuple[Claim, ...]
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    origins: tuple[Origin, ...]
    quotations: tuple[Quotation, ...]
    analysis: tuple[AnalysisSection, ...]
    counts: Counts
    problems: tuple[Problem, ...]
    repeats: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Pull quote passage to the claim that it repeats."""
    waived: tuple[Problem, ...] = ()
    """Problems that the desk lets stand, each with its reason."""
