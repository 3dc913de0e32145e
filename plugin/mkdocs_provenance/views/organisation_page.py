"""The page of every organisation: who owns it, what it published, and how much of the site rests on that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Closeness, Organisation
from mkdocs_provenance.views.addresses import paged
from mkdocs_provenance.views.amounts import count_articles, count_statements
from mkdocs_provenance.views.directory import Directory
from mkdocs_provenance.views.lookup import esc, safe, safe_url
from mkdocs_provenance.views.robust_links import Link
from mkdocs_provenance.views.site_page import Heading, Press, SitePage
from mkdocs_provenance.views.source_page import Detail, link_html
from mkdocs_provenance.views.words import CLOSENESS, N_, ORGANISATIONS, Words

PAGE: Final = 100
"""Sources on one page."""

HEADINGS: Final[dict[str, str]] = {
    "sources": N_("Its sources"),
    "reported": N_("Reported by others"),
}

Cut = Sequence[tuple[list[str], list[str]]]
"""Of every page the organisation's own sources, and those of others that name it as their origin."""


def organisation_pages(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """A page for every organisation that has an address, and further ones where it has very many sources."""
    directory = Directory(ledger, press)
    for key in press.addresses.organisations:
        body = ledger.registry.organisations.get(key)
        if body is None:
            continue
        cut = _cut(directory.published.get(key, ()), directory.reported.get(key, ()))
        for number in range(1, len(cut) + 1):
            yield _page(body, number, cut, directory)


def _cut(own: Sequence[str], reported: Sequence[str]) -> Cut:
    every = [*((key, True) for key in own), *((key, False) for key in reported)]
    parts = [every[start : start + PAGE] for start in range(0, len(every), PAGE)] or [[]]
    return [([key for key, is_own in part if is_own], [key for key, is_own in part if not is_own]) for part in parts]


def _page(body: Organisation, number: int, cut: Cut, directory: Directory) -> SitePage:
    """The first page, or a further one: those carry the heading and the list only."""
    press, words = directory.press, directory.press.words
    first = press.addresses.organisations[body.id]
    path = paged(first, number)
    root = press.root(path)
    own, reported = cut[number - 1]
    parts = {
        "sources": _rows(own, root, directory, kind=True),
        "reported": _rows(reported, root, directory, kind=False),
    }
    heads = {name: Heading(f"provenance-{name}", words.gettext(HEADINGS[name])) for name in parts if parts[name]}
    pages = press.paging(first, number, len(cut))
    says = _says(body, directory)
    html = press.draw(
        "organisation_page.html.jinja",
        path,
        title=body.name,
        index=root + press.addresses.url(press.addresses.index) if press.addresses.index else "",
        back=root + press.addresses.url(first) if number > 1 else "",
        **parts,
        heads=heads,
        says=says,
        details=_details(body, root, directory) if number == 1 else [],
        pages=pages,
    )
    if number > 1:
        title = f"{body.name} · {pages.here if pages else number}"
        return SitePage(path, title, html, tuple(heads.values()), search=False)
    return SitePage(path, body.name, html, tuple(heads.values()), says)


def _rows(keys: Sequence[str], root: str, directory: Directory, *, kind: bool) -> Markup:
    words, counts = directory.press.words, directory.statements
    return safe("".join(directory.row(key, root, esc(count_statements(counts[key], words)), kind=kind) for key in keys))


def _says(body: Organisation, directory: Directory) -> str:
    """ "45 statements in 8 articles rest on its sources."."""
    words, own = directory.press.words, directory.published.get(body.id, ())
    if not own:
        return words.gettext("No source of its own is listed here.")
    uses = directory.ledger.uses
    found = {(use.article.path, use.claim) for key in own for use in uses.get(key, ()) if use.claim is not None}
    if not found:
        return words.gettext("No statement on this site rests on its sources.")
    articles = len({path for path, _ in found})
    among = count_articles(articles, words)
    said = words.ngettext(
        "%(count)d statement in %(articles)s rests on its sources.",
        "%(count)d statements in %(articles)s rest on its sources.",
        len(found),
    )
    return said % {"count": len(found), "articles": among}


def _details(body: Organisation, root: str, directory: Directory) -> list[Detail]:
    words = directory.press.words
    href = safe_url(body.url)
    owned = [directory.organisation_link(key, root) for key in directory.owned.get(body.id, ())]
    rows: list[tuple[str, list[Markup]]] = [
        (words.gettext("Kind"), [safe(esc(words.gettext(ORGANISATIONS[body.kind])))] if body.kind else []),
        (words.gettext("Country"), [safe(esc(directory.press.country(body.country)))] if body.country else []),
        (words.gettext("Owner"), [directory.organisation_link(body.owner, root)] if body.owner else []),
        (words.gettext("Owns"), owned),
        (words.gettext("Where ownership is on record"), _linked(body.ownership_source)),
        (words.gettext("Stake"), [safe(f"<bdi>{esc(body.interest_note)}</bdi>")] if body.interest_note else []),
        (words.gettext("Website"), _linked(body.url) if href else []),
        (words.gettext("How near its sources stand"), _nearness(body, words, directory)),
    ]
    return [Detail(name, tuple(values)) for name, values in rows if values]


def _linked(text: str | None) -> list[Markup]:
    """An address as a link; other words as they are."""
    if not text:
        return []
    href = safe_url(text)
    if href is None:
        return [safe(f"<bdi>{esc(text)}</bdi>")]
    return [link_html(Link(href), href.partition("://")[2].rstrip("/") or href)]


def _nearness(body: Organisation, words: Words, directory: Directory) -> list[Markup]:
    """How many of its sources are first-hand, and so on; nothing where none says."""
    own = [directory.sources[key] for key in directory.published.get(body.id, ())]
    counts: Counter[Closeness] = Counter(source.closeness for source in own if source.closeness is not None)
    said = [
        safe(f"{esc(words.gettext(CLOSENESS[closeness]))} <span>({esc(words.number(counts[closeness]))})</span>")
        for closeness in CLOSENESS
        if counts[closeness]
    ]
    silent = len(own) - counts.total()
    if said and silent:
        unsaid = esc(words.gettext("Not said"))
        said.append(safe(f"{unsaid} <span>({esc(words.number(silent))})</span>"))
    return said
