"""Typed links from an article to what belongs to it (signposting.org/FAIR): in its head, and as a link set of its own.

A machine that has never seen this site learns from them what the page is, by which address to cite it, under which
licence it is, and where the same record stands in a form for machines. The link set (RFC 9264) repeats them, and adds
what would be too long for a head: every cited source by the registered relation `via`, "a resource that is the source
of the information in the link's context" (RFC 4287), and its saved copies by `memento` (RFC 7089).
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from mkdocs_provenance.exports.article_item import item_type
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.places import page_from_file, place_of
from mkdocs_provenance.exports.plain_text import one_line
from mkdocs_provenance.exports.schema_org import FORMS
from mkdocs_provenance.model import Attribution, Note
from mkdocs_provenance.views.lookup import doi_url, esc, language_tag, safe_url
from mkdocs_provenance.views.record import dumps

MEDIA_TYPES: Final = MappingProxyType(
    {
        "article.csl.json": "application/vnd.citationstyles.csl+json",
        "article.bib": "application/x-bibtex",
        "article.ris": "application/x-research-info-systems",
        "provenance.json": "application/json",
        "annotations.jsonld": "application/ld+json",
        "prov.json": "application/json",
    }
)
"""The files that describe an article, and what they are."""
_OF_CITED: Final = frozenset({"annotations.jsonld", "prov.json"})
"""Those that an article has which cites something."""
LINKSET: Final = "linkset.json"
_LINKSET_TYPE: Final = "application/linkset+json"
_PAGE: Final = "https://schema.org/AboutPage"
"""What FAIR signposting asks every page to say that stands for something."""

Target = dict[str, object]


def signposts(edition: Edition) -> str:
    """The `<link>` elements of the page's head; addresses of the article's own files start from the page."""
    links = [("cite-as", edition.url, "")] if "://" in edition.url else []
    links += [("type", type_, "") for type_ in _types(edition)]
    links += [("license", address, "") for address in _licence(edition)]
    links += [("author", address, "") for address in _authors(edition)]
    links += [("describedby", edition.folder + name, MEDIA_TYPES[name]) for name in _descriptions(edition)]
    if edition.has_files:
        links.append(("linkset", edition.folder + LINKSET, _LINKSET_TYPE))
    return "".join(_element(*link) for link in links)


def linkset_file(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The link set of an article, in RFC 9264's JSON; relative addresses start from the file itself."""
    page = page_from_file(edition)
    descriptions = [(place_of(edition, name), MEDIA_TYPES[name]) for name in _descriptions(edition)]
    context: dict[str, object] = {"anchor": page}
    for relation, targets in (
        ("cite-as", [{"href": page}] if "://" in page else []),
        ("type", [{"href": type_} for type_ in _types(edition)]),
        ("license", [{"href": address} for address in _licence(edition)]),
        ("author", [{"href": address} for address in _authors(edition)]),
        ("describedby", [{"href": href, "type": type_} for href, type_ in descriptions]),
        ("via", [target for note in edition.provenance.notes for target in _via(note)]),
    ):
        if targets:
            context[relation] = targets
    back = [{"anchor": href, "describes": [{"href": page, "type": "text/html"}]} for href, _ in descriptions]
    copies = [context for note in edition.provenance.notes for context in _mementos(note)]
    linkset: dict[str, object] = {"linkset": [context, *back, *copies]}
    yield LINKSET, dumps(linkset)


def _element(relation: str, href: str, type_: str) -> str:
    kind = f' type="{type_}"' if type_ else ""
    return f'<link rel="{relation}" href="{esc(href)}"{kind}>\n'


def _types(edition: Edition) -> tuple[str, ...]:
    return f"https://schema.org/{FORMS.get(item_type(edition), 'Article')}", _PAGE


def _licence(edition: Edition) -> list[str]:
    """The licence's address; that of a page of the site, where the site has no address, from the article's page."""
    address = edition.license
    if "://" in address:
        return [found] if (found := safe_url(address)) else []
    return [edition.root + address] if address else []


def _authors(edition: Edition) -> list[str]:
    """Addresses in the place of names, such as an ORCID: only an address can be linked to."""
    found = (safe_url(name) for name in edition.article.authors if "://" in name)
    return [address for address in found if address]


def _descriptions(edition: Edition) -> list[str]:
    """The names of those files that the site has."""
    cites = bool(edition.provenance.notes)
    return [
        name
        for name in MEDIA_TYPES
        if (edition.addresses.dataset if name == "provenance.json" else edition.has_files)
        and (cites or name not in _OF_CITED)
    ]


def _via(note: Note) -> Iterator[Target]:
    """A cited source that has an address; whoever is not named has none."""
    source = note.source
    href = safe_url(source.url) or doi_url(source.doi)
    if not href or source.attribution is Attribution.UNNAMED:
        return
    target: Target = {"href": href, "title": one_line(source.title)}
    if tag := language_tag(source.language):
        target["hreflang"] = [tag]
    yield target


def _mementos(note: Note) -> Iterator[Target]:
    source = note.source
    copies = [{"href": href} for copy in source.archives if (href := safe_url(copy.url))]
    original = safe_url(source.url)
    if copies and original and source.attribution is not Attribution.UNNAMED:
        yield {"anchor": original, "memento": copies}
