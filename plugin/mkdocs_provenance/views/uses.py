"""The places of the site that cite a source, as lists: grouped by article, the newest first, a hundred to a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.ledger import Use
from mkdocs_provenance.model import Article, Role
from mkdocs_provenance.views.directory import time_html
from mkdocs_provenance.views.lookup import esc, language_tag, number, safe
from mkdocs_provenance.views.words import Words, shorten

PAGE: Final = 100
"""Uses on one page."""

LONGEST: Final = 400
"""Characters of a sentence that are shown: all of it, unless a list has gone wrong somewhere."""


class Group(NamedTuple):
    """What one article cites a source for."""

    href: str
    title: str
    lang: str | None
    about: Markup
    """The article's date and section."""
    rows: Markup
    """Its statements as list items, in one piece: a template loop would take three times as long."""


class UseList(NamedTuple):
    """The uses that stand on one page."""

    uses: tuple[Group, ...]
    """The statements that rest on it."""
    mentions: tuple[Group, ...]
    """Where it is cited outside of statements."""


def newest_first(uses: Sequence[Use]) -> tuple[list[Use], list[Use]]:
    """The statements and the mentions, those of the newest article first; undated articles come last."""
    ordered = sorted(uses, key=lambda use: _moment(use.article), reverse=True)
    return [use for use in ordered if use.claim is not None], [use for use in ordered if use.claim is None]


def pages_of(uses: Sequence[Use], size: int = PAGE) -> list[tuple[list[Use], list[Use]]]:
    """The uses of one source, cut into pages; one page at least."""
    statements, mentions = newest_first(uses)
    every = [*statements, *mentions]
    cut = [every[start : start + size] for start in range(0, len(every), size)] or [[]]
    return [
        ([use for use in part if use.claim is not None], [use for use in part if use.claim is None]) for part in cut
    ]


def use_list(statements: Sequence[Use], mentions: Sequence[Use], root: str, words: Words) -> UseList:
    """The lists of one page; `root` is the way from it to the top of the site."""
    return UseList(tuple(_groups(statements, root, words)), tuple(_groups(mentions, root, words)))


def _moment(article: Article) -> tuple[str, str]:
    return (article.published.iso, article.published.time or "") if article.published else ("", "")


def _groups(uses: Sequence[Use], root: str, words: Words) -> Iterator[Group]:
    labels = {
        Role.ANALYSIS: esc(words.gettext("Our analysis")),
        Role.PULLQUOTE: esc(words.gettext("Pull quote")),
        None: esc(words.gettext("Who disagrees")),
    }
    alone = esc(words.gettext("Rests on nothing else."))
    for article, cited in groupby(uses, key=lambda use: use.article):
        href = esc(root + article.address)
        lang = language_tag(article.language)
        opening = f'">{_bdi(lang, words)}'
        rows = []
        for use in cited:
            place = f"claim-{number(use.claim)}" if use.claim is not None else f"mark-{number(use.mark)}"
            notes = [] if use.claim is not None else [labels[use.role]] if use.role in labels else []
            if use.locator:
                notes.append(f"<bdi>{esc(use.locator)}</bdi>")
            if use.alone:
                notes.append(alone)
            small = f" <small>{' · '.join(notes)}</small>" if notes else ""
            text = esc(shorten(use.text, LONGEST))
            rows.append(f'<li><a href="{href}#provenance-{place}{opening}{text}</bdi></a>{small}</li>')
        title = article.title or article.path
        yield Group(root + article.address, title, lang, _about(article, words), safe("".join(rows)))


def _bdi(lang: str | None, words: Words) -> str:
    return f'<bdi lang="{esc(lang)}">' if lang and lang != words.tag else "<bdi>"


def _about(article: Article, words: Words) -> Markup:
    section = safe(f"<bdi>{esc(article.section)}</bdi>") if article.section else None
    date = time_html(article.published, words) if article.published else None
    return Markup(" · ").join(part for part in (date, section) if part)
