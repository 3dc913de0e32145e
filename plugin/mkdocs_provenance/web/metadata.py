"""What a page says of itself, field by field, and where it says so. Nothing is guessed: what it lacks is left out.

One table, `PLACES`, says where each field is looked for and in which order. The order's reasons: Highwire tags
(`citation_…`) are written for people who cite, and hold the bare title and every author. JSON-LD is written for search
engines, which check it. Open Graph is written for sharing: its title may be a teaser, and its author an address. Dublin
Core is rare and often filled in by a template. What readers see themselves comes last, since it has to be told from the
rest of the page.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag
from msgspec import Struct

from mkdocs_provenance.registry import DOI_PATTERN, bare_doi, safe_url
from mkdocs_provenance.web import values
from mkdocs_provenance.web.html import attribute
from mkdocs_provenance.web.jsonld import Graph, Node, read_graph

_MAX_AUTHORS: Final = 50


class Found(Struct, frozen=True):
    """A field's value, and where the page says it."""

    value: str | tuple[str, ...]
    where: str
    """For a person: `JSON-LD NewsArticle: headline`."""


class Metadata(Struct, frozen=True):
    """What a page says of itself."""

    fields: Mapping[str, Found]
    """By the registry's names; `url` is always there."""
    remarks: tuple[str, ...] = ()
    """What was passed over or is odd, a sentence each."""
    body: str = ""
    """The article's text where JSON-LD holds it, also where the page shows it by a script or not at all."""


class _Place(Struct, frozen=True):
    """Where a field is looked for."""

    of: str
    """`meta`, `work`, `page` or `site` (JSON-LD), `tag`."""
    names: tuple[str, ...]


def _meta(*names: str) -> _Place:
    return _Place("meta", names)


def _work(*names: str) -> _Place:
    return _Place("work", names)


PLACES: Final[Mapping[str, tuple[_Place, ...]]] = {
    "title": (
        _meta("citation_title"),
        _work("headline", "name"),
        _meta("og:title", "dc.title", "dcterms.title"),
        _Place("tag", ("h1", "title")),
        _meta("twitter:title", "parsely-title"),
    ),
    "author": (
        _meta("citation_author"),
        _work("author", "creator"),
        _meta("dc.creator", "dcterms.creator", "author", "article:author", "byl", "parsely-author", "sailthru.author"),
        _Place("page", ("author",)),
    ),
    "publisher": (
        _meta("citation_publisher"),
        _work("publisher", "sourceOrganization", "provider"),
        _meta("og:site_name", "dc.publisher", "dcterms.publisher"),
        _Place("page", ("publisher",)),
        _Place("site", ("name",)),
        _meta("application-name", "citation_journal_title"),
    ),
    "published": (
        _meta("citation_publication_date", "citation_online_date", "citation_date"),
        _work("datePublished", "uploadDate"),
        _meta("article:published_time", "og:published_time", "dc.date.issued", "dcterms.issued", "datepublished"),
        _Place("page", ("datePublished",)),
        _meta("pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
              "date.issued", "release_date"),
        _Place("tag", ("datePublished", "time")),
    ),
    "updated": (
        _work("dateModified"),
        _meta("article:modified_time", "og:updated_time", "dc.date.modified", "dcterms.modified", "datemodified"),
        _Place("page", ("dateModified",)),
        _meta("last-modified", "revised"),
        _Place("tag", ("dateModified",)),
    ),
    "language": (
        _Place("tag", ("lang",)),
        _work("inLanguage"),
        _meta("citation_language", "dc.language", "dcterms.language", "content-language", "og:locale"),
    ),
    "doi": (
        _meta("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi", "bepress_citation_doi"),
        _work("identifier", "sameAs", "@id"),
    ),
    "isbn": (_meta("citation_isbn", "book:isbn", "books:isbn"), _work("isbn")),
}  # fmt: skip
"""Field to the places that are asked, the first with a usable answer counting."""

_SEVERAL: Final = frozenset({"author"})


def read_metadata(soup: BeautifulSoup, address: str, today: datetime.date) -> Metadata:
    """What a page says of itself.

    Args:
        soup: the page.
        address: where it was read.
        today: the day on which it was read; later dates are refused.
    """
    page = _Page(soup, address)
    remarks: list[str] = []
    fields: dict[str, Found] = {}
    for name, places in PLACES.items():
        found = _find(name, places, page, today, remarks)
        if found is not None:
            fields[name] = found
    fields["url"] = _canonical(page, address, remarks)
    fields["kind"] = _kind(page, urlsplit(str(fields["url"].value)).hostname or "")
    _settle(fields, page, remarks)
    bodies = [text for node in page.graph.works for text in node.values("articleBody")]
    return Metadata(fields, tuple(dict.fromkeys(remarks)), bodies[0] if bodies else "")


def _find(name: str, places: tuple[_Place, ...], page: _Page, today: datetime.date, remarks: list[str]) -> Found | None:
    """The first usable answer to a field; what was unusable and looks like an answer is remarked on."""
    check = _CHECKS[name]
    for place in places:
        for label, raw in page.ask(place):
            usable = [value for value in (check(text, today) for text in raw[:_MAX_AUTHORS]) if value is not None]
            if usable:
                value = tuple(dict.fromkeys(usable)) if name in _SEVERAL else usable[0]
                return Found(value, label)
            if name in ("published", "updated") and raw and raw[0].strip():
                shown = " ".join(raw[0].split())[:60]
                remarks.append(f"{label} gives “{shown}” for {name}, which is no date that can be relied on.")
    return None


_Check = Callable[[str, datetime.date], str | None]


def _doi(text: str, _: datetime.date) -> str | None:
    value = text.strip()
    return bare_doi(value) if re.fullmatch(DOI_PATTERN, value) and len(value) <= 200 else None


def _isbn(text: str, _: datetime.date) -> str | None:
    value = text.strip()
    return value if re.fullmatch(r"(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9Xx]", value) else None


_CHECKS: Final[Mapping[str, _Check]] = {
    "title": lambda text, _: values.clean(text),
    "author": lambda text, _: values.author(text),
    "publisher": lambda text, _: values.name(text),
    "published": values.day,
    "updated": values.day,
    "language": lambda text, _: values.language(text),
    "doi": _doi,
    "isbn": _isbn,
}


# --- The page's signals ----------------------------------------------------------------------------------------------


class _Page:
    """A page's signals, each read once."""

    def __init__(self, soup: BeautifulSoup, address: str) -> None:
        self.soup = soup
        self.metas = _metas(soup)
        scripts = soup.find_all("script", type=re.compile(r"(?i)^\s*application/(?:\w+\+)?ld\+json"), limit=100)
        self.stated = tuple(_stated(soup, self.metas))
        ours = [address, *(urljoin(address, href.strip()) for _, href in self.stated if _parts(href))]
        self.graph: Graph = read_graph([script.get_text() for script in scripts], ours)

    def ask(self, place: _Place) -> Iterator[tuple[str, list[str]]]:
        """What a place says: for each of its names that says something a label for people, and the texts."""
        for name in place.names:
            if place.of == "meta":
                if name in self.metas:
                    yield f"meta {name}", self.metas[name]
            elif place.of == "tag":
                yield from _TAGS[name](self.soup)
            else:
                yield from self._nodes(place.of, name)

    def _nodes(self, of: str, name: str) -> Iterator[tuple[str, list[str]]]:
        nodes: Mapping[str, tuple[Node, ...]] = {
            "work": self.graph.works,
            "page": self.graph.pages,
            "site": self.graph.sites,
        }
        for node in nodes[of]:
            texts = node.values(name)
            if texts and not (name == "headline" and self._is_description(texts[0], node)):
                yield f"JSON-LD {node.type}: {name}", texts

    def _is_description(self, headline: str, node: Node) -> bool:
        """Whether a headline is no title: `<title>` holds the node's name instead, as on all pages of Wikipedia."""
        title = _words_of(self.soup.title).casefold() if isinstance(self.soup.title, Tag) else ""
        names = node.values("name")[:1]
        return headline.casefold() not in title and any(title.startswith(name.casefold()) for name in names)


def _metas(soup: BeautifulSoup) -> dict[str, list[str]]:
    """`<meta>` by name in lower case; Dublin Core with full stops, whatever stands there."""
    found: dict[str, list[str]] = {}
    for tag in soup.find_all("meta", limit=2000):
        content = attribute(tag, "content")
        for key in ("name", "property", "itemprop", "http-equiv"):
            for word in attribute(tag, key).lower().split() if content.strip() else ():
                name = re.sub(r"\A(dc|dcterms|dcterm)[:_]", r"\1.", word).replace("dcterm.", "dcterms.")
                found.setdefault(name, []).append(content)
    return found


def _headings(soup: BeautifulSoup) -> Iterator[tuple[str, list[str]]]:
    """The one `<h1>` that `<title>` begins with: of several, or one that ends it, nobody knows what it heads."""
    whole = _words_of(soup.title).casefold() if isinstance(soup.title, Tag) else ""
    headings = [text for text in map(_words_of, soup.find_all("h1", limit=20)) if text]
    repeated = dict.fromkeys(text for text in headings if whole.startswith(text.casefold()))
    if len(repeated) == 1:
        yield "<h1>", list(repeated)


def _words_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _title(soup: BeautifulSoup) -> Iterator[tuple[str, list[str]]]:
    if isinstance(soup.title, Tag):
        yield "<title>", [soup.title.get_text()]


def _lang(soup: BeautifulSoup) -> Iterator[tuple[str, list[str]]]:
    if isinstance(soup.html, Tag):
        written = attribute(soup.html, "lang") or attribute(soup.html, "xml:lang")
        if written:
            yield "<html lang>", [written]


def _times(soup: BeautifulSoup) -> Iterator[tuple[str, list[str]]]:
    """`<time pubdate>`, or the one `<time>` of the only article's header: others date comments and teasers."""
    marked = soup.select("time[pubdate]", limit=2)
    if len(marked) == 1:
        yield "<time pubdate>", [attribute(marked[0], "datetime") or marked[0].get_text()]
    articles = soup.find_all("article", limit=2)
    times = articles[0].select("header time[datetime]", limit=2) if len(articles) == 1 else []
    if len(times) == 1:
        yield "<time> in the header of <article>", [attribute(times[0], "datetime")]


def _marked(name: str) -> Callable[[BeautifulSoup], Iterator[tuple[str, list[str]]]]:
    """Elements with `itemprop` (microdata) that stand in one work only."""

    def ask(soup: BeautifulSoup) -> Iterator[tuple[str, list[str]]]:
        found = soup.select(f'[itemprop="{name}"]', limit=20)
        texts = [
            attribute(tag, "content") or attribute(tag, "datetime") or tag.get_text(" ")
            for tag in found
            if tag.name != "meta"
        ]
        if len(dict.fromkeys(texts)) == 1:
            yield f"itemprop {name}", texts

    return ask


_TAGS: Final[Mapping[str, Callable[[BeautifulSoup], Iterator[tuple[str, list[str]]]]]] = {
    "h1": _headings,
    "title": _title,
    "lang": _lang,
    "time": _times,
    "datePublished": _marked("datePublished"),
    "dateModified": _marked("dateModified"),
}


# --- The address -----------------------------------------------------------------------------------------------------

_SITE_LABELS: Final = frozenset({"www", "m", "mobile", "amp"})
_TRACKING: Final = re.compile(r"(?i)(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|cmpid|_ga)(?:=|$)")


def _parts(address: str) -> SplitResult | None:
    """An address taken apart; None for one that cannot be."""
    try:
        parts = urlsplit(address.strip())
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def tidy_address(address: str) -> str:
    """An address without what only tells where a reader came from (`utm_…`, `fbclid`) or scrolls to words."""
    parts = _parts(address)
    if parts is None:
        return address
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part))
    fragment = parts.fragment.partition(":~:")[0]
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def _canonical(page: _Page, address: str, remarks: list[str]) -> Found:
    """The address that the page calls its own, if it is one of the same site; else the one that was read."""
    own = tidy_address(address)
    ours = urlsplit(own)
    for label, href in page.stated:
        stated = tidy_address(urljoin(address, href.strip())) if _parts(href) else ""
        theirs = urlsplit(stated)
        if not safe_url(stated) or theirs.scheme not in ("http", "https"):
            remarks.append(f"{label} gives no address that can be a link, and is passed over.")
        elif not _same_site(theirs.hostname or "", ours.hostname or ""):
            remarks.append(f"{label} points to another site, {theirs.hostname}: the address that was read is kept.")
        elif not theirs.path.strip("/") and not theirs.query and ours.path.strip("/"):
            remarks.append(f"{label} points to the home page: the address that was read is kept.")
        else:
            return Found(stated, label)
    return Found(own, "the address that was read")


def stated_address(soup: BeautifulSoup) -> str | None:
    """The address that a page calls its own, whole and on the web; None where it names none."""
    metas = _metas(soup)
    stated = [href for _, href in _stated(soup, metas)]
    whole = [tidy_address(href.strip()) for href in stated if _parts(href)]
    return next((href for href in whole if href.startswith(("http://", "https://")) and safe_url(href)), None)


def _stated(soup: BeautifulSoup, metas: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all("link", rel=True, href=True, limit=500):
        if "canonical" in attribute(tag, "rel").lower().split():
            yield '<link rel="canonical">', attribute(tag, "href")
            break
    for href in metas.get("og:url", [])[:1]:
        yield "meta og:url", href


def _same_site(theirs: str, ours: str) -> bool:
    """Whether two hosts are one site's: the same but for `www`, `m`, `mobile` and `amp`."""

    def bare(host: str) -> list[str]:
        return [label for label in host.lower().rstrip(".").split(".") if label not in _SITE_LABELS]

    return bare(theirs) == bare(ours)


# --- The kind --------------------------------------------------------------------------------------------------------

_POSTS: Final = frozenset({"x.com", "twitter.com", "mobile.twitter.com", "bsky.app"})
_OPEN_GRAPH: Final = {"book": "book", "video": "video", "music": "broadcast"}


def _kind(page: _Page, host: str) -> Found:
    """What kind of thing the page is, `web-page` where it does not say."""
    for name in ("citation_journal_title", "citation_conference_title", "citation_dissertation_institution"):
        if name in page.metas:
            return Found("study", f"meta {name}")
    if "citation_technical_report_institution" in page.metas:
        return Found("report", "meta citation_technical_report_institution")
    for node in page.graph.works:
        if node.kind and node.kind != "web-page":
            return Found(node.kind, f"JSON-LD {node.type}")
    if host.removeprefix("www.") in _POSTS:
        return Found("social-post", f"the host {host}")
    stated = page.metas.get("og:type", [""])[0].strip().lower().split(".")[0]
    if stated in _OPEN_GRAPH:
        return Found(_OPEN_GRAPH[stated], "meta og:type")
    return Found("web-page", "the page does not say: change it if you know better")


# --- What fields say of each other -----------------------------------------------------------------------------------

_SEPARATORS: Final = "|–—-·•:»«/›"


def _settle(fields: dict[str, Found], page: _Page, remarks: list[str]) -> None:
    """Put right what only several fields together show."""
    publisher = fields.get("publisher")
    names = {str(publisher.value)} if publisher else set()
    names.update(name for key in ("og:site_name", "application-name") for name in page.metas.get(key, []))
    title = fields.get("title")
    if title is not None:
        fields["title"] = Found(_without_site(str(title.value), names), title.where)
    author = fields.get("author")
    if author is not None and publisher is not None:
        kept = tuple(name for name in author.value if name.casefold() != str(publisher.value).casefold())
        if kept:
            fields["author"] = Found(kept, author.where)
        else:
            del fields["author"]
    published, updated = fields.get("published"), fields.get("updated")
    if published is not None and updated is not None:
        length = min(len(published.value), len(updated.value), len("2023-02-06"))
        before, after = str(published.value)[:length], str(updated.value)[:length]
        if after < before:
            remarks.append(f"{updated.where} gives {updated.value}, before it was published: passed over.")
        if after <= before:
            del fields["updated"]


def _without_site(title: str, names: set[str]) -> str:
    """A title without the site's name behind it, `Harbour bell missing | Log of the Harbour`."""
    for name in sorted(filter(None, (" ".join(name.split()) for name in names)), key=len, reverse=True):
        if title.casefold().endswith(name.casefold()) and len(title) > len(name):
            rest = title[: len(title) - len(name)].rstrip()
            bare = rest.rstrip(_SEPARATORS).rstrip()
            if bare != rest and bare:
                return bare
    return title
