"""The page with the figures of the whole site, drawn and in tables: what `provenance stats` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import PartialDate
from mkdocs_provenance.statistics import By, Figures, figures, share
from mkdocs_provenance.views.amounts import count_articles, count_sources, count_statements
from mkdocs_provenance.views.chart import Bar, Chart, Ink, Series, chart_html
from mkdocs_provenance.views.lookup import esc, safe
from mkdocs_provenance.views.site_page import Heading, Press, SitePage
from mkdocs_provenance.views.words import Words

MOST_BARS: Final = 24
"""Bars of a chart: two years of months; the table has every row."""


class Part(NamedTuple):
    """The figures of one way to tell articles apart, ready to be printed."""

    id: str
    title: str
    chart: Markup
    table: Markup


def statistics_page(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """The page, where the site has an address for it."""
    path = press.addresses.statistics
    if not path:
        return
    words = press.words
    whole = figures(ledger.records, ledger.registry, By.ALL)[0]
    title = words.gettext("The site in figures")
    titles = {
        By.SECTION: words.gettext("By section"),
        By.AUTHOR: words.gettext("By author"),
        By.MONTH: words.gettext("By month"),
    }
    parts = [
        _part(name, by, found, words)
        for by, name in titles.items()
        if len(found := figures(ledger.records, ledger.registry, by)) > 1 or (found and found[0].group)
    ]
    if whole.articles and not parts:
        parts = [_part(title, By.ALL, [whole], words)]
    said = _said(whole, words)
    html = press.draw("statistics.html.jinja", path, title=title, said=said, parts=parts, articles=whole.articles)
    headings = tuple(Heading(part.id, part.title) for part in parts)
    yield SitePage(path, title, html, headings, description=said)


def _said(whole: Figures, words: Words) -> str:
    """The whole site in one sentence or two."""
    values = {
        "articles": count_articles(whole.articles, words),
        "statements": count_statements(whole.claims, words),
        "sources": count_sources(whole.sources, words),
    }
    return words.gettext("%(articles)s: %(statements)s, %(sources)s.") % values


def _part(title: str, by: By, group: Sequence[Figures], words: Words) -> Part:
    name = f"by-{by.value}"
    return Part(name, title, chart_html(_chart(name, title, group, words), words), _table(name, group, words))


def _strengths(words: Words) -> tuple[Series, ...]:
    return (
        Series(words.gettext("Two or more separate origins"), Ink.SOLID),
        Series(words.gettext("One origin"), Ink.HATCHED),
        Series(words.gettext("Only unnamed sources"), Ink.CROSSED),
        Series(words.gettext("Only retracted sources"), Ink.DOTTED),
        Series(words.gettext("No source given"), Ink.EMPTY),
    )


def _chart(name: str, title: str, group: Sequence[Figures], words: Words) -> Chart:
    bars = tuple(
        Bar(_label(each, words), (each.several, each.one, each.unnamed, each.retracted, each.none))
        for each in group[:MOST_BARS]
    )
    note = words.gettext("Statements, by what they rest on.")
    return Chart(f"{name}-chart", name, note, title, _strengths(words), bars)


def _label(each: Figures, words: Words) -> str:
    if each.by is By.MONTH and each.group:
        year, _, month = each.group.partition("-")
        return words.date(PartialDate(each.group, int(year), int(month)))
    nameless = {
        By.ALL: words.gettext("All articles"),
        By.SECTION: words.gettext("No section"),
        By.AUTHOR: words.gettext("No author named"),
        By.MONTH: words.gettext("No date"),
    }
    return each.group or nameless[each.by]


def _table(name: str, group: Sequence[Figures], words: Words) -> Markup:
    """Every figure of every group, in one piece."""
    columns = (
        words.gettext("Articles"), words.gettext("Statements"), words.gettext("No source given"),
        words.gettext("One origin"), words.gettext("Only unnamed sources"), words.gettext("Only retracted sources"),
        words.gettext("No archived copy"), words.gettext("Quotations"), words.gettext("Quotations checked"),
        words.gettext("Corrections"),
    )  # fmt: skip
    first = {
        By.ALL: words.gettext("All articles"),
        By.SECTION: words.gettext("Section"),
        By.AUTHOR: words.gettext("Author"),
        By.MONTH: words.gettext("Month"),
    }[group[0].by]
    head = "".join(f'<th scope="col">{esc(column)}</th>' for column in (first, *columns))
    rows = "".join(_row(each, words) for each in group)
    return safe(
        f'<div class="provenance-scroll" role="group" tabindex="0" aria-labelledby="{name}">'
        f'<table class="provenance-table provenance-figures"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>"
    )


def _row(each: Figures, words: Words) -> str:
    cells = [words.number(each.articles), words.number(each.claims)]
    cells += [
        _with_share(part, each.claims, words)
        for part in (each.none, each.one, each.unnamed, each.retracted, each.no_archive)
    ]
    cells += [words.number(each.quotations), _with_share(each.checked, each.quotations, words)]
    cells.append(words.number(each.corrections))
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row"><bdi>{esc(_label(each, words))}</bdi></th>{shown}</tr>\n'


def _with_share(part: int, whole: int, words: Words) -> str:
    """ "12 (8 %)"; a count alone where it is none or a share would say nothing."""
    found = share(part, whole)
    if not part or found is None:
        return words.number(part)
    return f"{words.number(part)} <small>(<bdi>{esc(words.percent(found))}</bdi>)</small>"
