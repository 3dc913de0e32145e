"""The page with every correction of the site: who has been told something wrong must be able to find what is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Article, PartialDate
from mkdocs_provenance.views.addresses import paged, slugs
from mkdocs_provenance.views.correction import Shown, named, show, tongue
from mkdocs_provenance.views.feed import feed_link
from mkdocs_provenance.views.lookup import safe_url
from mkdocs_provenance.views.site_page import Heading, Press, SitePage

PER_PAGE: Final = 100
"""Corrections on one page."""
MANY: Final = 24
"""A year with more corrections than these, two a month, is shown by month."""

_WITHIN: Final = re.compile(r"[^/\\?#:]+(?:[/.#]|\Z)")
"""An address from the top of the site: it begins with no stroke and no scheme."""


class Listed(NamedTuple):
    """A correction in the list."""

    id: str
    """Its HTML id on the page."""
    heading: Heading
    """What it stands under."""
    shown: Shown
    title: str
    href: str


class Group(NamedTuple):
    """A year or a month."""

    heading: Heading
    items: tuple[Listed, ...]


def corrections_pages(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """The list, in pages of `PER_PAGE`; one page that says so where nothing has been corrected."""
    path = press.addresses.corrections
    if not path:
        return
    listed = _listed(ledger, press)
    pages = [listed[first : first + PER_PAGE] for first in range(0, len(listed), PER_PAGE)] or [[]]
    for number, items in enumerate(pages, start=1):
        yield _page(items, number, len(pages), press)


def _page(items: Sequence[Listed], number: int, count: int, press: Press) -> SitePage:
    words, path = press.words, paged(press.addresses.corrections, number)
    root = press.root(path)
    groups = [Group(heading, tuple(group)) for heading, group in groupby(items, key=lambda item: item.heading)]
    title = words.gettext("Corrections and updates")
    paging = press.paging(press.addresses.corrections, number, count)
    lead = words.gettext("Every correction and update of the articles on this site, the newest first.")
    html = press.draw(
        "all_corrections.html.jinja",
        path,
        title=title,
        lead=lead,
        groups=groups,
        policy=_policy(press, root),
        feed=root + press.addresses.feed if press.addresses.feed else "",
        pages=paging,
    )
    head = feed_link(press.addresses, press.publication, words, root)
    if paging and number > 1:  # no two pages of a site have one title
        title = f"{title} · {paging.here}"
    return SitePage(path, title, html, tuple(group.heading for group in groups), lead, head)


def _listed(ledger: Ledger, press: Press) -> list[Listed]:
    """Every correction, with the ways that lead to its article from the top of the site."""
    found = list(named(ledger))
    years = Counter(correction.date.year for _, correction, _ in found)
    places = slugs(sorted({_place(article) for article, _, _ in found}))
    return [
        Listed(
            f"{places[_place(article)]}-{name}",
            _heading(correction.date, press, by_month=years[correction.date.year] > MANY),
            show(correction, name, press.words, tongue(article, press.words)),
            article.title or _place(article),
            article.address,
        )
        for article, correction, name in found
    ]


def _policy(press: Press, root: str) -> str | None:
    """The way to what the publication says of its corrections; to a page of the site, wherever the site is."""
    address = press.publication.publisher.policies.get("correctionsPolicy", "")
    if press.publication.url and address.startswith(press.publication.url):
        address = address.removeprefix(press.publication.url)
    return root + address if _WITHIN.match(address) else safe_url(address)


def _place(article: Article) -> str:
    return article.address.strip("./") or article.path


def _heading(date: PartialDate, press: Press, *, by_month: bool) -> Heading:
    spoken = PartialDate("", date.year, date.month if by_month else None)
    return Heading(spoken.iso, press.words.date(spoken))
