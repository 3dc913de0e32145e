"""What Zotero would save of a page: the rules of its translators, as far as a page of ours can meet them.

Written anew after `Embedded Metadata.js` and `RDF.js` of github.com/zotero/translators (26 June 2026) and `cleanAuthor`
of github.com/zotero/utilities. Where two tags say the same, the order there decides: it is kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

TYPES = frozenset(
    (
        "artwork", "audioRecording", "bill", "blogPost", "book", "bookSection", "case", "conferencePaper", "dataset",
        "document", "email", "encyclopediaArticle", "film", "forumPost", "hearing", "interview", "journalArticle",
        "letter", "magazineArticle", "manuscript", "map", "newspaperArticle", "patent", "podcast", "preprint",
        "presentation", "report", "standard", "statute", "thesis", "tvBroadcast", "videoRecording", "webpage",
    )
)  # fmt: skip
_PREFIXES = frozenset(
    "bib bibo dc dcterms prism foaf vcard link z eprint eprints og article book music video so codemeta rdf".split()  # noqa: SIM905
)
_BY_TAG = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
_OG_TYPES = {"website": "webpage", "book": "book", "video.other": "videoRecording", "music.song": "audioRecording"}
_NAMED_BY_SITE = ("blogPost", "webpage", "newspaperArticle")


@dataclass
class Saved:
    """An item of a library."""

    type: str
    title: str = ""
    creators: list[tuple[str, str]] = field(default_factory=list)
    """Last and first name; of a body, the whole and nothing."""
    date: str = ""
    publication: str = ""
    """The paper, blog or site; of a report, who put it out."""
    publisher: str = ""
    section: str = ""
    language: str = ""
    url: str = ""
    abstract: str = ""


def saved_by_zotero(html: str, address: str) -> Saved:
    """What the browser's Save button makes of a page at an address."""
    soup = BeautifulSoup(html, "html.parser")
    tags = [
        (name, str(meta["content"]))
        for meta in soup.select("meta[content]")
        for name in str(meta.get("name") or meta.get("property") or "").split()
        if meta["content"]
    ]
    rdf: dict[str, str] = {}
    for name, content in tags:
        if statement := _statement(name):
            rdf.setdefault(statement, content)
    forced = next((_BY_TAG[name] for name, _ in reversed(tags) if name in _BY_TAG), "")
    item = Saved(forced or _type(rdf, tags))
    _take_rdf(item, rdf)
    _take_highwire(item, tags)
    _take_what_is_left(item, soup, address)
    return item


def _statement(name: str) -> str:
    """`og:site_name` -> `og:site_name`, `DC.type` -> `dc:type`; nothing for a tag that is no statement."""
    parts = re.split(r"[.:_]", name)
    length = 0
    prefix = ""
    if len(parts) > 2 and parts[1].lower() in _PREFIXES:
        prefix, length = parts[1].lower(), len(parts[0]) + len(parts[1]) + 1
    elif parts[0].lower() in _PREFIXES:
        prefix, length = parts[0].lower(), len(parts[0])
    rest = name[length + 1 :]
    return f"{prefix}:{rest[:1].lower()}{rest[1:]}" if prefix else ""


def _type(rdf: dict[str, str], tags: list[tuple[str, str]]) -> str:
    own = rdf.get("z:itemType") or rdf.get("z:type") or ""
    guess = "journalArticle" if any(name.endswith("citation_title") for name, _ in tags) else ""
    dublin = {"newsitem": "newspaperArticle"}.get(re.sub(r"\s", "", rdf.get("dc:type", "").lower()), "")
    return (own if own in TYPES else "") or _OG_TYPES.get(rdf.get("og:type", ""), "") or dublin or guess or "webpage"


def _take_rdf(item: Saved, rdf: dict[str, str]) -> None:
    def first(*names: str) -> str:
        return next((rdf[name] for name in names if name in rdf), "")

    item.title = first("dc:title", "dcterms:title", "og:title", "so:headline")
    item.publication = first("prism:publicationName", "dc:source", "dcterms:source")
    if not item.publication and item.type in _NAMED_BY_SITE:
        item.publication = first("og:site_name")
    item.section = first("article:section")
    item.publisher = first("dc:publisher", "dcterms:publisher", "so:publisher")
    item.date = first("prism:publicationDate", "og:published_time", "article:published_time", "dc:date", "dcterms:date")
    item.url = first("og:url", "so:url")
    item.abstract = first("og:description", "dcterms:abstract", "so:description")
    item.language = first("dc:language", "dcterms:language", "so:inLanguage")


def _take_highwire(item: Saved, tags: list[tuple[str, str]]) -> None:
    """A tag counts by the end of its name; of several the first."""

    def first(name: str) -> str:
        return next((" ".join(content.split()) for tag, content in tags if tag.endswith(name)), "")

    item.title = first("citation_title") or item.title
    item.date = first("citation_date") or first("citation_publication_date") or item.date
    item.publication = (
        first("citation_journal_title") or first("citation_technical_report_institution") or item.publication
    )
    item.publisher = first("citation_publisher") or item.publisher
    item.url = first("citation_public_url") or item.url
    item.language = first("citation_language") or item.language
    item.date = item.date or first("citation_online_date") or first("citation_year")
    authors = [content for name, content in tags if name.endswith("citation_author")]
    for author in authors:
        names = re.split(r"\s*;\s*", author)
        by_comma = re.split(r"\s*,\s*", names[0])
        if len(names) == len(authors) == 1 and len(by_comma) > 1 and " " in by_comma[0] and " " in by_comma[1]:
            names = by_comma  # several people in one tag
        item.creators += [_creator(name) for name in names if re.search(r"[^\s,-.;]", name)]


def _creator(written: str) -> tuple[str, str]:
    by_comma = "," in written
    name = re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", written)
    if by_comma:
        last, _, first = name.partition(",")
        return last.strip(), first.strip()
    first, _, last = name.rpartition(" ")
    return last, first


def _take_what_is_left(item: Saved, soup: BeautifulSoup, address: str) -> None:
    title = soup.title.get_text() if soup.title else ""
    item.title = " ".join((item.title or title).split())
    if item.publication:
        item.title = re.sub(rf"\s*[-–—=_:|~#]\s*{re.escape(item.publication)}\s*$", "", item.title, flags=re.IGNORECASE)
    if not item.creators:
        names = dict.fromkeys(str(meta["content"]) for meta in soup.select('meta[name="author"][content]'))
        item.creators = [_creator(name.replace(",", " ")) for name in names]
    description = soup.select_one('meta[name="description"]')
    item.abstract = item.abstract or (" ".join(str(description["content"]).split()) if description else "")
    canonical = soup.select_one('head > link[rel="canonical"]')
    item.url = item.url or (str(canonical["href"]) if canonical else address)
    item.language = item.language or str(soup.html.get("lang", "") if soup.html else "")
