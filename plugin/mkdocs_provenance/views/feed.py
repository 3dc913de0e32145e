"""The feed of corrections: Atom 1.0 (RFC 4287), so that who has read or quoted an article hears of what was wrong.

An entry's id never changes with the article's title or with the order of corrections: a `tag:` address (RFC 4151) made
from the site's name, the day and the article's place; where the site has no address yet, a `urn:uuid:` of the same.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_provenance.ledger import Ledger, moment
from mkdocs_provenance.model import Article, Correction, PartialDate
from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views.addresses import Addresses, root_of
from mkdocs_provenance.views.correction import anchor, named
from mkdocs_provenance.views.lookup import esc, language_tag, safe_url
from mkdocs_provenance.views.site_page import Press
from mkdocs_provenance.views.words import CORRECTIONS, Words

NEWEST: Final = 50
"""Entries that the feed holds."""
TYPE: Final = "application/atom+xml"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_ILLEGAL: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, not even escaped (its production 2, Char)."""
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
"""What RFC 4151 takes for an authority (DNSname)."""
_TAGGED: Final = "/%:@!$&'()*+,;=-._~"
"""What stays as it is in the last part of a tag, beside letters and digits."""
_EPOCH: Final = "1970-01-01T00:00:00Z"


def corrections_feed(ledger: Ledger, press: Press) -> Iterator[tuple[str, bytes]]:
    """The newest corrections; a feed without entries where there is none, so that readers can subscribe before."""
    path = press.addresses.feed
    if not path:
        return
    feed = _feed(ledger, press)
    for article, correction, name in islice(named(ledger), NEWEST):
        _entry(feed, article, correction, name, press)
    indent(feed)
    yield path, tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def feed_link(addresses: Addresses, publication: Publication, words: Words, root: str) -> str:
    """What tells a browser or a feed reader of the feed, in a page's head; nothing where the site has none.

    Args:
        addresses: Where the site's own pages are.
        publication: The site.
        words: Those of the site's language, which the feed's title is in.
        root: The way from the page to the top of the site.
    """
    if not addresses.feed:
        return ""
    title = esc(feed_title(publication, words))
    # The space behind `alternate` means nothing in HTML, whose `rel` is a list of words. But Material's script takes
    # what says exactly `alternate` for a translation of the site, and would ask for a sitemap beside the feed.
    return f'<link rel="alternate " type="{TYPE}" title="{title}" href="{esc(root + addresses.feed)}">'


def feed_title(publication: Publication, words: Words) -> str:
    """What a feed reader calls the feed."""
    kind = words.gettext("Corrections and updates")
    if not publication.name:
        return kind
    return words.gettext("%(kind)s: %(title)s") % {"kind": kind, "title": publication.name}


def _feed(ledger: Ledger, press: Press) -> Element:
    """The feed with what it says of itself."""
    words, publication, addresses = press.words, press.publication, press.addresses
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": language_tag(words.tag) or "en"})
    _say(feed, "id", publication.whole(addresses.feed) if publication.url else _urn(press, addresses.feed))
    _say(feed, "title", feed_title(publication, words))
    _say(feed, "updated", _updated(ledger))
    author = SubElement(feed, "author")
    names = (publication.publisher.name, publication.name, feed_title(publication, words))
    _say(author, "name", next(name for name in names if _legal(name).strip()))
    if url := safe_url(publication.publisher.url or publication.url):
        _say(author, "uri", url)
    _link(feed, "self", TYPE, _way(addresses.feed, press))
    if addresses.corrections:
        _link(feed, "alternate", "text/html", _way(addresses.url(addresses.corrections), press))
    return feed


def _entry(feed: Element, article: Article, correction: Correction, name: str, press: Press) -> None:
    words, kind = press.words, correction.kind
    said = words.gettext(CORRECTIONS[kind])
    entry = SubElement(feed, "entry")
    _say(entry, "id", _id(article, correction.date, name, press))
    title = article.title or article.address
    _say(entry, "title", words.gettext("%(kind)s: %(title)s") % {"kind": said, "title": title})
    _say(entry, "updated", _instant(correction.date))
    _link(entry, "alternate", "text/html", f"{_way(article.address, press)}#{anchor(name)}")
    SubElement(entry, "category", {"term": kind.value, "label": _legal(said)})
    content = _say(entry, "content", correction.text, type="text")
    tag = language_tag(article.language)
    if tag and tag.lower() != words.tag.lower():
        content.set("xml:lang", tag)


def _say(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, name, attributes)
    element.text = _legal(text)
    return element


def _link(parent: Element, relation: str, media: str, address: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": media, "href": _legal(address)})


def _legal(text: str) -> str:
    """The text without what no XML may hold; a reader of XML makes one line end of each kind."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _way(address: str, press: Press) -> str:
    """The whole address of something on the site; from the feed to it, where the site has no address."""
    if press.publication.url:
        return press.publication.whole(address)
    return root_of(press.addresses.feed) + address


def _updated(ledger: Ledger) -> str:
    """The moment of the newest correction. A feed without any is as old as the first article: no clock is asked."""
    dates = [correction.date for _, correction in ledger.corrections]
    if dates:
        return _instant(max(dates, key=moment))
    published = [record.article.published for record in ledger.records if record.article.published is not None]
    return _instant(min(published, key=moment)) if published else _EPOCH


def _instant(date: PartialDate) -> str:
    """A date as RFC 3339 writes a moment: a day, a month or a year by the first moment that it can mean, in UTC."""
    return moment(date).isoformat().replace("+00:00", "Z")


def _id(article: Article, date: PartialDate, name: str, press: Press) -> str:
    place = f"{article.address.rstrip('/') or quote(article.path)}/{name}"
    site = urlsplit(press.publication.url)
    host = site.hostname or ""
    if not _HOST.fullmatch(host):
        return _urn(press, place)
    specific = quote(f"{site.path}{place}", safe=_TAGGED)
    return f"tag:{host},{date.iso}:{specific}"


def _urn(press: Press, place: str) -> str:
    """A name that no other thing has (RFC 9562, version 5), as long as no other site has the name of this."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, _legal(f'{press.publication.name}/{place}'))}"
