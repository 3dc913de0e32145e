"""An article in schema.org's words, as JSON-LD for its page's head: one node, with everything else within it.

It says what the page says. It never judges: no ClaimReview, no rating, nothing that calls a claim true. References
between its parts are by `@id`: a source has the address of its page, a claim that of its sentence.
The vocabulary is schema.org's release 30.0, in JSON-LD 1.1, whose relative addresses start from the page that they
stand in: so a site without an address of its own has a graph all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from mkdocs_provenance.exports.article_item import item_type
from mkdocs_provenance.exports.bylines import is_body
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.schema_sources import Works
from mkdocs_provenance.exports.schema_values import Node, filled, last_change, schema_date, site_address, web_address
from mkdocs_provenance.model import (
    Article,
    Attribution,
    Claim,
    CorrectionKind,
    Kind,
    Note,
    Quotation,
    QuotationResult,
    Role,
)
from mkdocs_provenance.views.lookup import Lookup, anchor, language_tag, number
from mkdocs_provenance.views.panel import all_analysis, reported, whole_or_part
from mkdocs_provenance.views.words import CORRECTIONS

CONTEXT: Final = "https://schema.org"
ANALYSIS_GENRE: Final = "http://cv.iptc.org/newscodes/genre/Analysis"
"""IPTC's genre: data and conclusions drawn by a journalist."""

FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "newspaperArticle": "NewsArticle",
        "magazineArticle": "NewsArticle",
        "blogPost": "BlogPosting",
        "report": "Report",
        "journalArticle": "ScholarlyArticle",
        "preprint": "ScholarlyArticle",
        "webpage": "Article",
    }
)
"""Zotero's item type to schema.org's type."""

_WORDS_FOR: Final = {
    "AnalysisNewsArticle": ("analysis",),
    "OpinionNewsArticle": ("opinion", "column", "comment", "commentary", "editorial", "op-ed"),
    "BackgroundNewsArticle": ("background", "backgrounder", "explainer"),
    "ReviewNewsArticle": ("review",),
    "AskPublicNewsArticle": ("callout", "call-out"),
    "SatiricalArticle": ("satire",),
    "AdvertiserContentArticle": ("advertisement", "advertorial", "sponsored", "sponsored content"),
}
TYPES_OF_WORK: Final[Mapping[str, str]] = MappingProxyType(
    {word: kind for kind, words in _WORDS_FOR.items() for word in words}
)
"""What an author may call an article, in small letters, and schema.org's type for it."""

_NO_NEWS: Final = frozenset({"SatiricalArticle", "AdvertiserContentArticle"})
_FOUND: Final = frozenset({QuotationResult.EXACT, QuotationResult.NORMALISED, QuotationResult.ELIDED})
_OWN_WORDS: Final = frozenset({Kind.INTERVIEW, Kind.SPEECH, Kind.OFFICIAL_STATEMENT, Kind.CORRESPONDENCE})
"""Kinds of which every word is the speaker's."""

_encode: Final = msgspec.json.Encoder().encode
_ESCAPES: Final = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
"""JSON's own escapes for what HTML, or a script, could take for its own; in JSON these stand within texts only."""

_MOST_BASES: Final = 8
_works: list[Works] = []
"""Those of the last registry; several only where a site has no address, so that each folder is another way up."""


def json_ld(edition: Edition) -> str:
    """The graph as a script of data, for the head of a page; no value can end it."""
    graph = schema_org(edition)
    try:
        text = _encode(graph).decode()
    except UnicodeEncodeError:  # half a surrogate pair is no UTF-8; its escape is JSON that says the same
        text = json.dumps(graph, separators=(",", ":"))
    for sign, escape in _ESCAPES:  # five searches: `str.translate` looks at every letter of a text that is not ASCII
        text = text.replace(sign, escape)
    return f'<script type="application/ld+json">{text}</script>\n'


def schema_org(edition: Edition) -> Node:
    """The article as one node of schema.org, ready for JSON; no property of it is empty."""
    return _Graph(edition).article()


def types_of(edition: Edition) -> list[str]:
    """The schema.org types of an article, the most general first."""
    record = edition.provenance
    general = FORMS[item_type(edition)]
    named = type_of_work(record.article)
    if named:
        return ["Article" if general == "NewsArticle" and named in _NO_NEWS else general, named]
    if general != "NewsArticle":
        return [general]
    kinds = [general]
    if record.claims:
        kinds.append("ReportageNewsArticle")
    if any(passage.role is Role.ANALYSIS for passage in record.article.passages):
        kinds.append("AnalysisNewsArticle")
    return kinds


def type_of_work(article: Article) -> str | None:
    """The type that the author's own word for the article stands for; None where schema.org has none."""
    return TYPES_OF_WORK.get((article.statement.type_of_work or "").strip().lower())


class _Graph:
    """The parts of one article's graph, and the ids by which they name one another."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.record = edition.provenance
        self.page = edition.url if edition.publication.url else ""
        """What stands before `#`: nothing where the site has no address."""
        self.works = _works_of(edition)
        self.me = f"{self.page}#article"
        self.sources = {note.source.id: self._source_id(note) for note in self.record.notes}

    def article(self) -> Node:
        """The node of the article, all others within it."""
        edition, record, article = self.edition, self.record, self.record.article
        statement = article.statement
        kinds = types_of(edition)
        retracted = any(each.kind is CorrectionKind.RETRACTION for each in statement.corrections)
        return filled(
            ("@context", CONTEXT),
            ("@type", kinds if len(kinds) > 1 else kinds[0]),
            ("@id", self.me),
            ("url", self.page),
            ("mainEntityOfPage", self.page),
            ("headline", article.title),
            ("description", article.description),
            ("datePublished", schema_date(article.published)),
            ("dateModified", schema_date(last_change(article))),
            ("inLanguage", language_tag(article.language)),
            ("articleSection", article.section),
            ("genre", None if type_of_work(article) else statement.type_of_work),
            ("creativeWorkStatus", "Retracted" if retracted else None),
            ("author", self._authors()),
            ("publisher", self._publisher()),
            ("publishingPrinciples", self._policy("publishingPrinciples")),
            ("license", self._whole(edition.license)),
            ("backstory", self._backstory()),
            ("correction", self._corrections()),
            ("citation", [{"@id": self.sources[n.source.id], **self.works.work(n.source)} for n in record.notes]),
            ("hasPart", [*map(self._claim, record.claims), *self._quotations(), *self._analysis()]),
        )

    # Who

    def _authors(self) -> list[Node]:
        """People, but for what is signed with the publisher's name, or with one that only a newsroom or agency has."""
        return [self._author(name) for name in dict.fromkeys(self.record.article.authors) if name]

    def _author(self, name: str) -> Node:
        if name == self._publisher_name():
            return {"@id": self._publisher_id()}
        if address := web_address(name):  # an ORCID, say
            return {"@type": "Person", "url": address}
        return {"@type": "Organization" if is_body(name) else "Person", "name": name}

    def _publisher(self) -> Node:
        """The site itself is a plain Organization, until somebody says who publishes it."""
        publisher = self.edition.publication.publisher
        described = bool(publisher.name or publisher.policies)
        if not self._publisher_name():
            return {}
        return filled(
            ("@type", "NewsMediaOrganization" if described else "Organization"),
            ("@id", self._publisher_id()),
            ("name", self._publisher_name()),
            ("url", self._whole(publisher.url) or self.edition.publication.url),
            ("logo", self._whole(publisher.logo)),
            *((name, self._policy(name)) for name in publisher.policies),
        )

    def _publisher_name(self) -> str:
        return self.edition.publication.publisher.name or self.edition.publication.name

    def _publisher_id(self) -> str:
        return f"{self.works.base}#publisher"

    def _policy(self, name: str) -> str | None:
        return self._whole(self.edition.publication.publisher.policies.get(name))

    def _whole(self, address: str | None) -> str | None:
        """An address that `mkdocs.yml` gives: a whole one, or one from the top of the site."""
        if not address or "://" in address:
            return web_address(address)
        return site_address(address, self.works.base)

    # What it rests on

    def _source_id(self, note: Note) -> str:
        """A source's page; else its note in this article."""
        return self.works.page(note.source.id) or f"{self.page}#provenance-note-{anchor(note.label)}"

    def _cited(self, keys: Iterable[str]) -> list[Node]:
        return [{"@id": self.sources[key]} for key in dict.fromkeys(keys) if key in self.sources]

    def _claim(self, claim: Claim) -> Node:
        return filled(
            ("@type", "Claim"),
            ("@id", f"{self.page}#provenance-claim-{number(claim.id)}"),
            ("text", claim.text),
            ("appearance", {"@id": self.me}),
            ("citation", self._cited(tie.source for tie in claim.evidence)),
        )

    def _quotations(self) -> Iterator[Node]:
        """Quoted words, each once: what was looked for in a source and not found there is not said to be from it."""
        seen = set()
        for quotation in self.record.quotations:
            key = (quotation.text, quotation.source)
            if key not in seen:
                seen.add(key)
                yield self._quotation(quotation)

    def _quotation(self, quotation: Quotation) -> Node:
        said = quotation.result in _FOUND or quotation.result is QuotationResult.NO_TEXT
        key = quotation.source if said and quotation.source in self.sources else None
        return filled(
            ("@type", "Quotation"),
            ("text", quotation.text),
            ("creator", self._speaker(key) if key and quotation.result in _FOUND else None),
            ("isBasedOn", {"@id": self.sources[key]} if key else None),
        )

    def _speaker(self, key: str) -> Node | None:
        """Who said what stands in a source, where all of it is one speaker's."""
        source = next(note.source for note in self.record.notes if note.source.id == key)
        known = source.attribution is not Attribution.UNNAMED and not source.unidentified
        return {"name": source.speaker} if known and source.speaker and source.kind in _OWN_WORDS else None

    def _analysis(self) -> Iterator[Node]:
        for section in self.record.analysis:
            yield filled(
                ("@type", "WebPageElement"),
                ("@id", f"{self.page}#provenance-analysis-{number(section.id)}"),
                ("name", section.title),
                ("genre", ANALYSIS_GENRE),
                ("citation", self._cited(section.rests_on)),
            )

    # How

    def _backstory(self) -> str:
        """What the author says of the work, and what the page's summary counts."""
        edition = self.edition
        lookup = Lookup(self.record, edition.registry, edition.article_words)
        counted = "" if all_analysis(lookup) else reported(lookup)
        method = edition.article_words.sentence(self.record.article.statement.method or "")
        return edition.article_words.join((method, counted, whole_or_part(lookup)))

    def _corrections(self) -> list[Node]:
        gettext = self.edition.article_words.gettext
        return [
            filled(
                ("@type", "CorrectionComment"),
                ("name", str(gettext(CORRECTIONS[each.kind]))),
                ("text", each.text),
                ("datePublished", schema_date(each.date)),
            )
            for each in self.record.article.statement.corrections
        ]


def _works_of(edition: Edition) -> Works:
    """The works of this registry, kept from one article to the next."""
    root = edition.publication.url or edition.root
    for works in _works:
        if works.registry is edition.registry and works.addresses is edition.addresses and works.base == root:
            return works
    kept = [works for works in _works if works.registry is edition.registry and works.addresses is edition.addresses]
    _works[:] = [Works(edition.registry, edition.addresses, root), *kept][:_MOST_BASES]
    return _works[0]
