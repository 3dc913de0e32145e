"""`prov.json`: where an article's statements come from, in W3C's PROV data model, written as PROV-JSON.

The data model is a Recommendation of 2013 (https://www.w3.org/TR/prov-dm/), its JSON a member submission of the same
year (https://www.w3.org/submissions/prov-json/). The article is a collection of its statements, quotations and
analysis, each derived from its sources. A source that has a page on the site goes by that page's address, the same in
every article, so that the files of several articles join into one graph. A saved copy is a specialization of its
source, as one day's page of the news is in PROV-DM's own example. There are no activities: nobody has said when a
thing was made.

Of an unnamed source only the description is given, under a name that is this article's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.prov_sources import copies, source_attributes
from mkdocs_provenance.exports.prov_values import VOCABULARIES, Attributes, address, filled, local, path, thing, words
from mkdocs_provenance.exports.schema_values import web_address
from mkdocs_provenance.model import (
    Attribution,
    Closeness,
    Name,
    Organisation,
    OrganisationKind,
    QuotationResult,
    Source,
)
from mkdocs_provenance.views.edtf import edtf
from mkdocs_provenance.views.lookup import anchor, language_tag, number
from mkdocs_provenance.views.record import dumps

NAME: Final = "prov.json"

NOWHERE: Final = "urn:mkdocs-provenance:"
"""What stands before every address of a site that has none of its own: a name in PROV is a whole one."""

_CLAIM: Final = thing("schema:Claim")
_PRIMARY: Final = thing("prov:PrimarySource")
_QUOTATION: Final = thing("prov:Quotation")
_REVISION: Final = thing("prov:Revision")

_FOUND: Final = frozenset({QuotationResult.EXACT, QuotationResult.NORMALISED, QuotationResult.ELIDED})


def prov_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The document, beside every article that cites."""
    if edition.provenance.notes:
        yield NAME, dumps(document(edition))


def document(edition: Edition) -> dict[str, object]:
    """A PROV-JSON document as plain data, ready for JSON."""
    return _Document(edition).made()


class _Document:
    """The statements of one document, as they are gathered."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._record = edition.provenance
        self._article = f"site:{path(edition.article.address)}"
        self._kinds: dict[str, dict[str, Attributes]] = {}
        """Kind of statement to its statements, by name."""
        self._relations = 0
        self._agents: dict[str, str] = {}
        """Agents that have no address: the name that a reader knows to the name in the document."""
        self._labels = {note.source.id: note.label for note in self._record.notes}
        self._known: dict[str, str] = {}
        """Source id to the name in the document, for those that have been told of."""
        self._publishers: dict[str, str] = {}
        """What sources name as their publisher to the agent's name."""
        self._attributed: set[tuple[str, str]] = set()
        self._derived: list[tuple[str, str]] = []
        """Names of sources, and the ids of what they are derived from."""

    def made(self) -> dict[str, object]:
        """Everything, in the order of the article."""
        self._tell_of_article()
        self._tell_of_sources()
        self._tell_of_claims()
        self._tell_of_quotations()
        self._tell_of_analysis()
        return {"prefix": self._prefixes(), **self._kinds}

    def _prefixes(self) -> dict[str, str]:
        edition, base = self._edition, self._edition.publication.url or NOWHERE
        page = edition.url if "://" in edition.url else base + edition.article.address.removeprefix("./")
        file = edition.file_url(NAME) if edition.publication.url else base + edition.file_url(NAME)
        return {"site": base, "page": f"{page}#", "file": f"{file}#", **VOCABULARIES}

    # Statements

    def _tell(self, kind: str, name: str, attributes: Attributes) -> str:
        told = self._kinds.get(kind)
        if told is None:
            told = self._kinds[kind] = {}
        told[name] = attributes
        return name

    def _relate(self, kind: str, attributes: Attributes) -> None:
        self._relations += 1
        self._tell(kind, f"_:r{self._relations}", attributes)

    def _derive(self, made: str, source: str, kind: Attributes | None = None, **more: str | None) -> None:
        said: Attributes = {"prov:generatedEntity": made, "prov:usedEntity": source}
        if kind is not None:
            said["prov:type"] = kind
        for name, text in more.items():
            if text:
                said[name.replace("_", ":")] = text
        self._relate("wasDerivedFrom", said)

    def _part(self, name: str, attributes: Attributes) -> str:
        """A part of the article."""
        self._tell("entity", name, attributes)
        self._relate("hadMember", {"prov:collection": self._article, "prov:entity": name})
        return name

    def _attribute(self, name: str, agent: str | None) -> None:
        if agent and (name, agent) not in self._attributed:
            self._attributed.add((name, agent))
            self._relate("wasAttributedTo", {"prov:entity": name, "prov:agent": agent})

    # The article

    def _tell_of_article(self) -> None:
        article, publication = self._edition.article, self._edition.publication
        self._tell(
            "entity",
            self._article,
            filled(
                ("prov:type", [thing("prov:Collection"), thing("schema:Article")]),
                ("prov:label", article.title and words(article.title, language_tag(article.language))),
                ("prov:location", address(web_address(self._edition.url))),
                ("dcterms:issued", edtf(article.published)),
                ("dcterms:modified", edtf(article.updated)),
            ),
        )
        for author in filter(None, article.authors):
            self._attribute(self._article, self._agent(author, None))
        publisher = publication.publisher
        if name := publisher.name or publication.name:
            url = web_address(publisher.url or publication.url)
            body = filled(
                ("prov:type", thing("prov:Organization")), ("prov:label", name), ("prov:location", address(url))
            )
            self._attribute(self._article, self._tell("agent", "site:#publisher", body))
        self._tell_of_revisions()

    def _tell_of_revisions(self) -> None:
        """A correction says that there was another version before it: each a revision of the one before."""
        corrections = sorted(self._edition.article.statement.corrections, key=lambda each: edtf(each.date) or "")
        before = ""
        for index, correction in enumerate((*corrections, None), start=1):
            name = self._article if correction is None else f"file:version-{index}"
            if correction is not None:
                self._tell("entity", name, {"prov:type": thing("schema:Article")})
            if before:
                told = corrections[index - 2]
                said = {"prov_label": told.text, "dcterms_type": str(told.kind), "dcterms_date": edtf(told.date)}
                self._derive(name, before, _REVISION, **said)
            before = name

    def _tell_of_claims(self) -> None:
        tag = language_tag(self._edition.article.language)
        sources = {note.source.id: note.source for note in self._record.notes}
        for claim in self._record.claims:
            name = self._part(
                f"page:provenance-claim-{number(claim.id)}",
                {"prov:type": _CLAIM, "prov:value": words(claim.text, tag)},
            )
            for key, locator in dict.fromkeys((tie.source, tie.locator) for tie in claim.evidence):
                if (source := sources.get(key)) is not None:
                    kind = _PRIMARY if source.closeness is Closeness.FIRST_HAND else None
                    self._derive(name, self._known[key], kind, bibo_locator=locator)

    def _tell_of_quotations(self) -> None:
        for index, each in enumerate(self._record.quotations, start=1):
            claim = f"page:provenance-claim-{number(each.claim)}" if each.claim else None
            name = self._part(
                f"file:quotation-{index}",
                filled(
                    ("prov:type", thing("schema:Quotation")),
                    ("prov:value", each.text),
                    ("dcterms:isPartOf", thing(claim) if claim else None),
                ),
            )
            if each.result in _FOUND and each.source in self._known:
                self._derive(name, self._known[each.source], _QUOTATION)

    def _tell_of_analysis(self) -> None:
        for section in self._record.analysis:
            name = self._part(
                f"page:provenance-analysis-{number(section.id)}",
                filled(("prov:type", thing("genre:Analysis")), ("prov:label", section.title)),
            )
            for key in dict.fromkeys(section.rests_on):
                if key in self._known:
                    self._derive(name, self._known[key])

    # Sources

    def _tell_of_sources(self) -> None:
        """What is cited, and what that is derived from; an unnamed source only where the article itself cites it."""
        sources = self._edition.registry.sources
        waiting = [note.source for note in reversed(self._record.notes)]
        while waiting:
            source = waiting.pop()
            if source.id in self._known:
                continue
            self._known[source.id] = self._tell("entity", self._name(source), source_attributes(source))
            if source.attribution is not Attribution.UNNAMED:
                self._tell_more_of(source, self._known[source.id])
                roots = (sources[key] for key in source.derived_from if key in sources)
                waiting += (root for root in roots if root.attribution is not Attribution.UNNAMED)
                self._derived += ((self._known[source.id], key) for key in dict.fromkeys(source.derived_from))
        for name, key in self._derived:
            if self._known.get(key, name) != name:
                self._derive(name, self._known[key])

    def _tell_more_of(self, source: Source, name: str) -> None:
        """Its copies, its publisher and its authors."""
        for index, copy in enumerate(copies(source), start=1):
            saved = f"{name}{'#' if name.startswith('site:') else '-'}copy-{index}"
            self._tell("entity", saved, copy)
            self._relate("specializationOf", {"prov:specificEntity": saved, "prov:generalEntity": name})
        self._attribute(name, self._publisher(source))
        for author in source.author:
            if str(author):
                self._attribute(name, self._agent(str(author), author))

    def _name(self, source: Source) -> str:
        """Its page's address; of one without a page the place of its note, or a name for this document."""
        addresses = self._edition.addresses
        if page := addresses.sources.get(source.id):
            return f"site:{path(addresses.url(page))}"
        label = self._labels.get(source.id)
        return f"page:provenance-note-{anchor(label)}" if label else f"file:source-{local(source.id)}"

    def _publisher(self, source: Source) -> str | None:
        publisher = source.publisher
        if not publisher:
            return None
        if publisher not in self._publishers:
            body = self._edition.registry.publisher_of(source)
            self._publishers[publisher] = self._agent(publisher, None) if body is None else self._body(body)
        return self._publishers[publisher]

    def _body(self, body: Organisation) -> str:
        """An organisation, by its page's address where it has one."""
        addresses = self._edition.addresses
        page = addresses.organisations.get(body.id)
        name = f"site:{path(addresses.url(page))}" if page else f"file:organisation-{local(body.id)}"
        kind = "prov:Person" if body.kind is OrganisationKind.INDIVIDUAL else "prov:Organization"
        url = web_address(body.url)
        said = filled(("prov:type", thing(kind)), ("prov:label", body.name or body.id), ("prov:location", address(url)))
        return self._tell("agent", name, said)

    def _agent(self, known: str, person: Name | None) -> str:
        """Somebody who has no address here; of a name in two parts it is known that it is a person's."""
        name = self._agents.setdefault(known, f"file:agent-{len(self._agents) + 1}")
        is_person = person is not None and not person.literal
        return self._tell(
            "agent", name, filled(("prov:type", thing("prov:Person") if is_person else None), ("prov:label", known))
        )
