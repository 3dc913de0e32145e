"""Cited sources as schema.org's works: what the registry says of each, in the type that comes nearest to its kind.

Of an unnamed source nothing is given beyond its description. What schema.org has no property for is left to
`provenance.json`: how near a source stood, its stake, when it was read, where a physical source is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from mkdocs_provenance.exports.schema_values import Node, filled, schema_date, web_address
from mkdocs_provenance.model import (
    Access,
    Archive,
    Attribution,
    Kind,
    Name,
    Organisation,
    OrganisationKind,
    Registry,
    Source,
    State,
)
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.csl import GENRES
from mkdocs_provenance.views.lookup import doi_url, language_tag

WORK: Final = "CreativeWork"

TYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.NEWS: "NewsArticle",
        Kind.WIRE: "NewsArticle",
        Kind.PRESS_RELEASE: WORK,
        Kind.OFFICIAL_STATEMENT: WORK,
        Kind.LAW: "Legislation",
        Kind.COURT_RECORD: WORK,
        Kind.FILING: WORK,
        Kind.DOCUMENT: WORK,
        Kind.DATASET: "Dataset",
        Kind.STUDY: "ScholarlyArticle",
        Kind.REPORT: "Report",
        Kind.INTERVIEW: WORK,
        Kind.WITNESSED: WORK,
        Kind.CORRESPONDENCE: "Message",
        Kind.SPEECH: WORK,
        Kind.SOCIAL_POST: "SocialMediaPosting",
        Kind.BROADCAST: WORK,
        Kind.IMAGE: "ImageObject",
        Kind.VIDEO: "VideoObject",
        Kind.BOOK: "Book",
        Kind.REFERENCE: WORK,
        Kind.WEB_PAGE: "WebPage",
        Kind.OWN_REPORTING: "NewsArticle",
    }
)
"""Our kind to schema.org's type.

Its `Statement` is for fun facts, its `Report` for reports of organisations, and it knows no press release, interview
or court record: those are works with a genre.
"""

WORK_GENRES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        **GENRES,
        Kind.COURT_RECORD: "Court record",
        Kind.DOCUMENT: "Document",
        Kind.INTERVIEW: "Interview",
        Kind.SPEECH: "Speech",
        Kind.BROADCAST: "Broadcast",
        Kind.REFERENCE: "Reference work",
    }
)
"""What `genre` says where the type alone is not exact enough; in English, as schema.org has no list of genres."""

BODIES: Final[Mapping[OrganisationKind, str]] = MappingProxyType(
    {
        OrganisationKind.NEWS: "NewsMediaOrganization",
        OrganisationKind.WIRE: "NewsMediaOrganization",
        OrganisationKind.GOVERNMENT: "GovernmentOrganization",
        OrganisationKind.NGO: "NGO",
        OrganisationKind.PARTY: "PoliticalParty",
        OrganisationKind.INDIVIDUAL: "Person",
    }
)
"""What kind of body publishes; the others are an Organization."""

STATES: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.CORRECTED: "Corrected",
        State.RETRACTED: "Retracted",
        State.SUPERSEDED: "Superseded",
        State.REMOVED: "Removed",
    }
)
"""What `creativeWorkStatus` says of a source that no longer stands as it did."""

_CONDITIONS: Final[Mapping[Access, str]] = MappingProxyType(
    {
        Access.REGISTRATION: "Readers must register",
        Access.PHYSICAL: "Not online",
        Access.NOT_PUBLIC: "Not public",
    }
)


class Works:
    """The sources of a registry as works; each is made once, however many articles cite it.

    Args:
        registry: All sources.
        addresses: Where the site's own pages are.
        base: What stands before an address from the top of the site.
    """

    def __init__(self, registry: Registry, addresses: Addresses, base: str) -> None:
        self.registry = registry
        self.addresses = addresses
        self.base = base
        self._made: dict[str, tuple[Source, Node]] = {}

    def page(self, key: str) -> str | None:
        """The address of a source's page; None where it has none."""
        path = self.addresses.sources.get(key)
        return self.base + self.addresses.url(path) if path else None

    def work(self, source: Source) -> Node:
        """Everything that is said of a source, but for its `@id`."""
        made = self._made.get(source.id)
        if made is None or made[0] is not source:
            made = self._made[source.id] = (source, self._work(source))
        return made[1]

    def _work(self, source: Source) -> Node:
        if source.attribution is Attribution.UNNAMED:
            return filled(("@type", WORK), ("description", source.described_as))
        if source.unidentified:
            return filled(("@type", WORK), ("name", source.title or source.id), ("url", web_address(source.url)))
        return filled(
            ("@type", TYPES[source.kind]),
            ("genre", WORK_GENRES.get(source.kind)),
            ("name", source.title or source.id),
            ("alternateName", source.title_translated),
            *self._place(source),
            *self._people(source),
            ("datePublished", schema_date(source.published)),
            ("dateModified", schema_date(source.updated)),
            ("inLanguage", language_tag(source.language)),
            ("creativeWorkStatus", STATES.get(source.status.bearing.state)),
            *_reach(source),
            ("copyrightNotice", source.rights),
            ("isBasedOn", [one for key in source.derived_from if (one := self._root(key))]),
            *_copies(source.archives),
        )

    def _place(self, source: Source) -> Iterator[tuple[str, object]]:
        """Where it is: its address, else its DOI's; a DOI beside an address, and an ISBN, identify it."""
        url, doi = web_address(source.url), web_address(doi_url(source.doi))
        yield "url", url or doi
        isbn = f"urn:isbn:{source.isbn}" if source.isbn and source.kind is not Kind.BOOK else None
        yield "identifier", [each for each in (doi if doi != url else None, isbn) if each]
        yield "isbn", source.isbn if source.kind is Kind.BOOK else None

    def _people(self, source: Source) -> Iterator[tuple[str, object]]:
        authors = [_author(name) for name in source.author if str(name)]
        spoke: list[Node] = [{"name": source.speaker}] if source.speaker else []
        if source.kind is not Kind.BROADCAST and not authors:
            authors, spoke = spoke, []
        yield "author", authors
        yield "contributor", spoke
        yield "publisher", self._publisher(source)

    def _publisher(self, source: Source) -> Node:
        body = self.registry.publisher_of(source)
        if body is None:
            return {"@type": "Organization", "name": source.publisher} if source.publisher else {}
        node = self._body(body)
        owner = self.registry.organisations.get(body.owner) if body.owner else None
        if owner is not None and owner is not body and OrganisationKind.INDIVIDUAL not in (body.kind, owner.kind):
            node["parentOrganization"] = self._body(owner)  # which a person neither has nor is
        return node

    def _body(self, body: Organisation) -> Node:
        path = self.addresses.organisations.get(body.id)
        return filled(
            ("@type", BODIES.get(body.kind, "Organization") if body.kind else "Organization"),
            ("@id", self.base + self.addresses.url(path) if path else None),
            ("name", body.name or body.id),
            ("url", web_address(body.url)),
        )

    def _root(self, key: str) -> Node:
        """What a source is derived from, in short."""
        source = self.registry.sources.get(key)
        if source is None:
            return {}
        if source.attribution is Attribution.UNNAMED:
            return filled(("@type", WORK), ("description", source.described_as))
        kind = WORK if source.unidentified else TYPES[source.kind]
        return filled(
            ("@type", kind), ("@id", self.page(key)), ("name", source.title or key), ("url", web_address(source.url))
        )


def _author(name: Name) -> Node:
    """A name in two parts is a person's; of one in a piece nobody has said whether it is a person's or a body's."""
    return {"name": str(name)} if name.literal else {"@type": "Person", "name": str(name)}


def _reach(source: Source) -> Iterator[tuple[str, object]]:
    if source.access in (Access.OPEN, Access.PAYWALL):
        yield "isAccessibleForFree", source.access is Access.OPEN
    elif source.access is not None:
        yield "conditionsOfAccess", _CONDITIONS[source.access]


def _copies(archives: tuple[Archive, ...]) -> Iterator[tuple[str, object]]:
    """Saved copies; those with a sum also as files, because only a MediaObject has one."""
    yield "archivedAt", [url for copy in archives if (url := web_address(copy.url))]
    yield (
        "encoding",
        [
            filled(
                ("@type", "MediaObject"),
                ("contentUrl", web_address(copy.url)),
                ("encodingFormat", copy.media_type),
                ("sha256", copy.sha256),
            )
            for copy in archives
            if copy.sha256
        ],
    )
