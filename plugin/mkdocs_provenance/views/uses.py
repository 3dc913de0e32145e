"""The places of the site that cite a source, as lists: grouped by article, the newest first, a hundred to a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup

from mkdocs_provenance.ledger import Use
from mkdocs_provenance.model import Article, Role
from mkdocs_provenance.views.lookup import esc, language_tag, number, safe, time_html
from mkdocs_provenance.views.words import Words, shorten

PAGE: Final = 100
"""Uses on one page."""

LONGEST: Final = 400
"""Characters of a sentence that are shown: all of it, unless a list has gone wrong somewhere."""


def pages_of(uses: Sequence[Use], size: int = PAGE) -> list[tuple[list[Use], list[Use]]]:
    """The uses of one source, cut into pages, of each the statements and the mentions; one page at least.

    All statements come before the mentions, those of the newest article first; undated articles come last.
    """
    ordered = sorted(uses, key=lambda use: _moment(use.article), reverse=True)
    statements, mentions = _parted(ordered)
    every = [*statements, *mentions]
    return [_parted(every[start : start + size]) for start in range(0, len(every), size)] or [([], [])]


def _parted(uses: Sequence[Use]) -> tuple[list[Use], list[Use]]:
    return [use for use in uses if use.claim is not None], [use for use in uses if use.claim is None]


class UseLists:
    """Lists of uses as HTML, in one piece: a template loop over thousands of them would take far longer.

    Args:
        words: Those of the site's language.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._headings: dict[str, tuple[str, str, str]] = {}
        """Path of an article to its address, its heading and how a quotation from it begins."""
        self._alone = esc(words.gettext("Rests on nothing else."))
        self._labels = {
            Role.ANALYSIS: esc(words.gettext("Our analysis")),
            Role.PULLQUOTE: esc(words.gettext("Pull quote")),
            None: esc(words.gettext("Who disagrees")),
        }

    def html(self, uses: Iterable[Use], root: str) -> Markup:
        """For each article a heading and a list; `root` is the way from the page to the top of the site."""
        parts = []
        for article, cited in groupby(uses, key=lambda use: use.article):
            address, heading, quoted = self._heading(article)
            opening = f'<li><a href="{root}{address}#provenance-'
            parts.append(
                f'<h3><a href="{root}{address}{heading}</h3>\n<ul class="provenance-list provenance-statements">'
            )
            for use in cited:
                claim = use.claim is not None
                place = f"claim-{number(use.claim)}" if use.claim is not None else f"mark-{number(use.mark)}"
                text = esc(shorten(use.text, LONGEST))
                parts.append(f'{opening}{place}">{quoted}{text}</bdi></a>{self._remark(use, claim)}</li>')
            parts.append("</ul>\n")
        return safe("".join(parts))

    def _remark(self, use: Use, claim: bool) -> str:
        """What the passage is where it is no statement, where in the source, and whether all rests on it."""
        if claim and not use.alone and not use.locator:
            return ""
        label = self._labels.get(use.role, "") if not claim else ""
        place = f"<bdi>{esc(use.locator)}</bdi>" if use.locator else ""
        said = " · ".join(filter(None, (label, place, self._alone if use.alone else "")))
        return f" <small>{said}</small>" if said else ""

    def _heading(self, article: Article) -> tuple[str, str, str]:
        held = self._headings.get(article.path)
        if held is None:
            lang = language_tag(article.language)
            quoted = f'<bdi lang="{esc(lang)}">' if lang and lang != self._words.tag else "<bdi>"
            date = time_html(article.published, self._words) if article.published else ""
            section = f"<bdi>{esc(article.section)}</bdi>" if article.section else ""
            about = " · ".join(filter(None, (date, section)))
            small = f" <small>{about}</small>" if about else ""
            heading = f'">{quoted}{esc(article.title or article.path)}</bdi></a>{small}'
            held = self._headings[article.path] = (esc(article.address), heading, quoted)
        return held


def _moment(article: Article) -> tuple[int, int, int, str]:
    day = article.published
    return (day.year, day.month or 0, day.day or 0, day.time or "") if day is not None else (-1, 0, 0, "")
