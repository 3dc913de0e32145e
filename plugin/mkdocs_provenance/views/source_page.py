"""The page of every source: what it is, what has become of it, and every place of the site that cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.ledger import Ledger, Use
from mkdocs_provenance.model import Source, State
from mkdocs_provenance.views.addresses import paged
from mkdocs_provenance.views.amounts import count_articles
from mkdocs_provenance.views.directory import Directory, title_of
from mkdocs_provenance.views.lookup import anchor, esc, language_tag, safe, time_html
from mkdocs_provenance.views.robust_links import Link, link_to_copy
from mkdocs_provenance.views.site_page import Heading, Press, SitePage
from mkdocs_provenance.views.sources import link_of, page_facts, passage_url, places, status_html
from mkdocs_provenance.views.uses import pages_of
from mkdocs_provenance.views.words import KINDS, N_, STATES, Words

SHOWN: Final = 12
"""Sources of one origin that are listed: a news agency may have hundreds, and each of them a page."""

BECAME: Final[dict[State, str]] = {
    **{state: undated for state, (undated, _) in STATES.items()},
    State.CURRENT: N_("Stands as published"),
}

HEADINGS: Final[dict[str, str]] = {
    "passages": N_("Exact words"),
    "copies": N_("Archived copies"),
    "history": N_("What has become of it"),
    "related": N_("Not separate from it"),
    "uses": N_("What rests on it"),
    "mentions": N_("Where else it is cited"),
}
"""The parts of the page that have a heading."""


class Detail(NamedTuple):
    """A name and what it stands for."""

    name: str
    values: tuple[Markup, ...]


class Passage(NamedTuple):
    """Exact words of the source."""

    id: str
    text: str
    lang: str | None
    where: str | None
    href: str | None
    """Where they stand in the original."""
    data: Markup
    """What else that link says: the attributes of Robust Links."""


class Event(NamedTuple):
    """What became of the source, and when."""

    date: Markup | None
    said: str


class Relatives(NamedTuple):
    """The sources that are not separate from it, as list items."""

    derived_from: Markup
    derived: Markup
    others: Markup
    """Each with the reason."""
    more: Markup
    """How many others there are beyond those listed, as a link to where they are."""


def source_pages(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """A page for every source that has an address, and further ones where very many places cite it."""
    directory = Directory(ledger, press)
    for source in directory.sources.values():
        cut = pages_of(ledger.uses.get(source.id, ()))
        yield _first(source, cut, directory)
        for number in range(2, len(cut) + 1):
            yield _further(source, number, cut, directory)


Pages = Sequence[tuple[list[Use], list[Use]]]
"""Of every page the statements and the mentions."""


def _first(source: Source, cut: Pages, directory: Directory) -> SitePage:
    press, words = directory.press, directory.press.words
    path = press.addresses.sources[source.id]
    root = press.root(path)
    says = use_says(directory.ledger.uses.get(source.id, ()), words)
    parts: dict[str, Any] = {
        "passages": _passages(source, words),
        "copies": _copies(source, words),
        "history": _events(source, words),
        "related": _relatives(source, root, directory),
        **_lists(cut[0], root, directory),
    }
    heads = {name: Heading(f"provenance-{name}", words.gettext(HEADINGS[name])) for name in HEADINGS if parts[name]}
    html = press.draw(
        "source_page.html.jinja",
        path,
        **_head(source, root, directory),
        **parts,
        heads=heads,
        says=says,
        list_id=next((heads[name].id for name in ("uses", "mentions") if name in heads), ""),
        details=_details(source, root, directory),
        facts=page_facts(source, directory.lookup),
        pages=press.paging(path, 1, len(cut)),
    )
    return SitePage(path, title_of(source, words), html, tuple(heads.values()), says)


def _further(source: Source, number: int, cut: Pages, directory: Directory) -> SitePage:
    """A further page of a long list: the heading and the list only."""
    press, words = directory.press, directory.press.words
    first = press.addresses.sources[source.id]
    path = paged(first, number)
    root = press.root(path)
    parts = _lists(cut[number - 1], root, directory)
    heads = {name: Heading(f"provenance-{name}", words.gettext(HEADINGS[name])) for name in parts if parts[name]}
    pages = press.paging(first, number, len(cut))
    html = press.draw(
        "uses.html.jinja",
        path,
        **_head(source, root, directory),
        **parts,
        heads=heads,
        back=root + press.addresses.url(first),
        pages=pages,
    )
    title = f"{title_of(source, words)} · {pages.here if pages else number}"
    return SitePage(path, title, html, tuple(heads.values()), search=False)


def _lists(page: tuple[list[Use], list[Use]], root: str, directory: Directory) -> dict[str, Markup]:
    statements, mentions = page
    return {"uses": directory.uses.html(statements, root), "mentions": directory.uses.html(mentions, root)}


def _head(source: Source, root: str, directory: Directory) -> dict[str, Any]:
    """What the page's heading is made of."""
    press = directory.press
    return {
        "title": title_of(source, press.words),
        "lang": None if source.unidentified else language_tag(source.language),
        "translated": None if source.unidentified else source.title_translated,
        "status": _status(source, directory),
        "index": root + press.addresses.url(press.addresses.index) if press.addresses.index else "",
    }


def _status(source: Source, directory: Directory) -> Markup:
    """What a reader must not miss: that nobody has said what it is, and what has become of it."""
    unknown = directory.press.words.gettext("Source not identified.") if source.unidentified else ""
    said = [safe(f"<strong>{esc(unknown)}</strong>") if unknown else "", status_html(source, directory.lookup)]
    return safe(directory.press.words.join(said))


def use_says(uses: Sequence[Use], words: Words) -> str:
    """ "12 statements in 4 articles rest on this source. 3 of them rest on nothing else."."""
    statements = [use for use in uses if use.claim is not None]
    elsewhere = len(uses) - len(statements)
    if not uses:
        return words.gettext("Nothing on this site cites this source.")
    parts = []
    if statements:
        articles = len({use.article.path for use in statements})
        among = count_articles(articles, words)
        said = words.ngettext(
            "%(count)d statement in %(articles)s rests on this source.",
            "%(count)d statements in %(articles)s rest on this source.",
            len(statements),
        )
        parts.append(said % {"count": len(statements), "articles": among})
        parts.append(_alone(len(statements), sum(use.alone for use in statements), words))
    else:
        parts.append(words.gettext("No statement rests on this source."))
    if elsewhere:
        said = words.ngettext(
            "It is cited in %(count)d other place.", "It is cited in %(count)d other places.", elsewhere
        )
        parts.append(said % {"count": elsewhere})
    return words.join(parts)


def _alone(statements: int, alone: int, words: Words) -> str:
    if not alone:
        return ""
    if statements == 1:
        return words.gettext("It rests on nothing else.")
    said = words.ngettext("%(count)d of them rests on nothing else.", "%(count)d of them rest on nothing else.", alone)
    return said % {"count": alone}


def _details(source: Source, root: str, directory: Directory) -> list[Detail]:
    """Who, what, when and where, by name."""
    words = directory.press.words
    happened = source.event_date if source.event_date != source.published else None
    where = tuple(_original(source, words)) + tuple(places(source, directory.lookup))
    if source.unidentified:
        return [Detail(words.gettext("Where to find it"), where)] if where else []
    rows = [
        (words.gettext("Kind"), [safe(esc(words.gettext(KINDS[source.kind])))]),
        (words.gettext("Publisher"), _publisher(source, root, directory)),
        (words.gettext("By"), [safe(f"<bdi>{esc(str(author))}</bdi>") for author in source.author]),
        (words.gettext("Speaker"), [safe(f"<bdi>{esc(source.speaker)}</bdi>")] if source.speaker else []),
        (words.gettext("Published"), [time_html(source.published, words)] if source.published else []),
        (words.gettext("Updated"), [time_html(source.updated, words)] if source.updated else []),
        (words.gettext("Date of the event"), [time_html(happened, words)] if happened else []),
        (words.gettext("Language"), [safe(esc(words.language(source.language)))] if source.language else []),
        (words.gettext("Where to find it"), where),
    ]
    return [Detail(name, tuple(values)) for name, values in rows if values]


def _publisher(source: Source, root: str, directory: Directory) -> list[Markup]:
    body = directory.publisher_of(source)
    if body is None:
        return [safe(f"<bdi>{esc(source.publisher)}</bdi>")] if source.publisher else []
    link = directory.organisation_link(body.id, root)
    if not body.owner:
        return [link]
    part = esc(directory.press.words.gettext("part of %(owner)s"))
    owner = directory.organisation_link(body.owner, root)
    return [safe(f"{link} <small>{part % {'owner': owner}}</small>")]


def _original(source: Source, words: Words) -> Iterator[Markup]:
    """The link to the source itself, or to its saved copy where the page is gone."""
    link = link_of(source)
    if link is None:
        return
    if source.status.state is not State.REMOVED:
        yield link_html(link, link.href.partition("://")[2].rstrip("/") or link.href)
    else:
        yield link_html(link, words.gettext("Archived copy."))


def link_html(link: Link, said: str) -> Markup:
    """A link with the attributes of Robust Links."""
    return safe(f'<a href="{esc(link.href)}"{link.data}><bdi>{esc(said)}</bdi></a>')


def _passages(source: Source, words: Words) -> list[Passage]:
    found: dict[str, Passage] = {}
    link = link_of(source)
    data = link.data if link else Markup()
    for number, excerpt in enumerate(source.excerpts):
        id = anchor(excerpt.id or str(number + 1))
        while id in found:
            id += "-"
        lang = language_tag(excerpt.language or source.language)
        found[id] = Passage(id, words.quoted(excerpt.text), lang, excerpt.locator, passage_url(source, number), data)
    return list(found.values())


def _copies(source: Source, words: Words) -> list[Markup]:
    """Every saved copy with its date and who keeps it."""
    found = []
    for copy in source.archives:
        link = link_to_copy(source, copy)
        if link is None:
            continue
        said = words.gettext("Archived copy.")
        if copy.date is not None:
            said = words.gettext("Archived copy, %(date)s.") % {"date": words.date(copy.date)}
        html = link_html(link, said)
        found.append(safe(f"{html} <small><bdi>{esc(copy.service)}</bdi></small>") if copy.service else html)
    return found


def _events(source: Source, words: Words) -> list[Event]:
    """What became of it, oldest first, then what it is now; nothing where there is no more to say than that."""
    if not source.status.before:
        return []
    return [
        Event(
            time_html(status.date, words) if status.date else None,
            words.join((words.sentence(words.gettext(BECAME[status.state])), _isolated(status.note, words))),
        )
        for status in (*source.status.before, source.status)
    ]


def _relatives(source: Source, root: str, directory: Directory) -> Relatives | None:
    """The sources that are not separate from it; None where there are none that have a page."""
    known = directory.sources
    derived_from = [key for key in dict.fromkeys(source.derived_from) if key in known and key != source.id]
    derived = directory.derived.get(source.id, ())
    told = {source.id, *derived_from, *derived}
    origin = directory.ledger.origin_of.get(source.id)
    others = [key for key in origin.sources if key in known and key not in told] if origin is not None else []
    if not (derived_from or derived or others):
        return None
    return Relatives(
        directory.rows(derived_from, root),
        directory.rows(derived, root),
        safe("".join(directory.row(key, root, esc(directory.tie(source, known[key]))) for key in others[:SHOWN])),
        _more(source, len(others) - SHOWN, root, directory),
    )


def _more(source: Source, count: int, root: str, directory: Directory) -> Markup:
    """How many further sources there are, with the way to the publisher's page, else to all sources."""
    if count < 1:
        return Markup()
    press, words = directory.press, directory.press.words
    said = words.ngettext("%(count)d more source", "%(count)d more sources", count) % {"count": count}
    body = directory.publisher_of(source)
    path = press.addresses.organisations.get(body.id, "") if body is not None else ""
    path = path or press.addresses.index
    return safe(f'<a href="{root}{press.addresses.url(path)}">{esc(said)}</a>' if path else esc(said))


def _isolated(note: str | None, words: Words) -> str:
    return words.isolated(words.sentence(note)) if note else ""
