"""One page through Markdown and the extension, without MkDocs: for the tests of markers, claims and the record.

The fragments written here are the least that a test can look at; the real ones are the views' business.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from factories import registry as registry_of
from factories import source
from mkdocs_provenance.extension import PLACEHOLDERS, ArticlePage, ProvenanceExtension
from mkdocs_provenance.model import Article, Counts, Mark, Problem, Provenance, Registry

MINIMAL: Final[tuple[str, ...]] = ()
"""Python-Markdown as it comes."""

RECOMMENDED: Final[tuple[str, ...]] = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "smarty",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
"""What the documentation of Material for MkDocs recommends, and a little more."""

AUTOREFS: Final[tuple[str, ...]] = (*RECOMMENDED, "mkdocs_autorefs")
"""The same on a site that also runs `mkdocs-autorefs`."""

SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.snippets": {"base_path": [str(Path(__file__).parent / "cases" / "markers")]},
    "pymdownx.magiclink": {"social_url_shorthand": True, "user": "someone", "repo": "something"},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "toc": {"permalink": True},
}

KEYS: Final = ("alpha", "beta", "gamma", "delta", "epsilon")
NUMBERING: Final[Mapping[int, str]] = dict(enumerate(KEYS, start=1))
"""What the numbers mean where a test does not say: `[1]` is alpha."""
REGISTRY: Final = registry_of(source(key) for key in KEYS)


class Converted(NamedTuple):
    """A page as it comes out of Markdown, its fragments in place, and its record."""

    html: str
    provenance: Provenance


@dataclass(slots=True)
class Desk:
    """Hands out one page, whatever the text, and keeps what is delivered."""

    article: Article
    registry: Registry
    numbers: Iterable[int] | None
    declared: bool = True
    active: bool = True
    delivered: Provenance | None = None

    def __call__(self, text: str, md: Markdown) -> ArticlePage | None:
        if not self.active:
            return None
        numbers = None if self.numbers is None else frozenset(self.numbers)
        return ArticlePage(self.article, self.registry, numbers, self._keep, self.declared)

    def _keep(self, done: Provenance) -> None:
        self.delivered = done


def markdown(extensions: Sequence[str] = MINIMAL, desk: Desk | None = None, *, ours: bool = True) -> Markdown:
    """A converter with these extensions, and with ours unless a test compares."""
    loaded: list[Any] = [_loaded(name) for name in extensions]
    settings = {name: dict(SETTINGS[name]) for name in extensions if name in SETTINGS}
    return Markdown(extensions=[*loaded, *([ProvenanceExtension(desk)] if ours else [])], extension_configs=settings)


def _loaded(name: str) -> Any:
    if name != "mkdocs_autorefs":
        return name
    from mkdocs_autorefs import AutorefsExtension

    return AutorefsExtension()


def convert(
    text: str,
    numbering: Mapping[int, str] | None = NUMBERING,
    registry: Registry = REGISTRY,
    extensions: Sequence[str] = MINIMAL,
    *,
    declared: bool = True,
    fragments: bool = True,
    **article: Any,
) -> Converted:
    """Convert a page's Markdown.

    Args:
        text: The Markdown, without front matter.
        numbering: What the page's `sources` say; None for a page without.
        registry: Every source there is.
        extensions: Beside ours.
        declared: False for a page that says nothing of sources itself.
        fragments: False leaves the placeholders.
        article: Further fields of the Article.
    """
    given = {"path": "articles/quake.md", "source": text, **article}
    desk = Desk(Article(numbering=numbering or {}, **given), registry, numbering, declared)
    page = markdown(extensions, desk).convert(text)
    if desk.delivered is None:
        return Converted(page, Provenance(desk.article, (), (), (), (), (), (), Counts(), ()))
    return Converted(fill(page, desk.delivered) if fragments else page, desk.delivered)


def plain(text: str, extensions: Sequence[str] = MINIMAL) -> str:
    """The same text on a site that has never heard of the extension."""
    return markdown(extensions, ours=False).convert(text)


# Fragments -----------------------------------------------------------------------------------------------------------


def fill(page: str, provenance: Provenance) -> str:
    """Every placeholder replaced, as the host does it."""
    marks = {mark.id: mark for mark in provenance.marks}

    def fragment(found: Any) -> str:
        name: str = found[1]
        if name == "/c":
            return "</span>"
        if name in marks:
            return mark_html(marks[name])
        if name.startswith("q"):
            return "".join(mark_html(mark) for mark in provenance.marks if mark.inherited and mark.passage == name[1:])
        if name.startswith("c"):
            before = "</span> " if name.endswith("~") else ""
            return f'{before}<span class="provenance-claim" data-claim="{name.rstrip("+~")}">'
        return f'<p class="fragment" data-name="{name}"></p>'

    return PLACEHOLDERS.sub(fragment, page)


def mark_html(mark: Mark) -> str:
    """`<sup class="provenance-mark">` with a link for each source, and the raw marker for the comparing tests.

    A mark that points to no source at all stays the text that the author wrote.
    """
    if not mark.resolved:
        return f'<span class="provenance-unresolved" data-mark="{mark.id}">{html.escape(mark.raw)}</span>'
    links = ", ".join(
        f'<a href="#note-{item.label}">{item.label}</a>' if item.source else html.escape(item.label)
        for item in mark.items
    )
    return f'<sup class="provenance-mark" data-mark="{mark.id}" data-raw="{html.escape(mark.raw)}">{links}</sup>'


# Looking at it -------------------------------------------------------------------------------------------------------


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def marks_of(page: str) -> list[str]:
    """The labels of every mark, in the order of the page: `1, 2`."""
    return [mark.get_text() for mark in soup(page).select("sup.provenance-mark")]


def reading(page: str, *, raw: bool = False) -> str:
    """What a reader sees, white space collapsed, each mark as `{1, 2}`; or, raw, as the author wrote it."""
    tree = soup(page)
    for extra in tree.select(".fragment, .headerlink, .footnote-backref"):
        extra.decompose()
    for mark in tree.select("sup.provenance-mark"):
        mark.replace_with(str(mark["data-raw"]) if raw else f"{{{mark.get_text()}}}")
    return " ".join(tree.get_text().split())


def claims_of(page: str) -> dict[str, str]:
    """What is wrapped as each claim, its pieces in a row, marks left out."""
    tree = soup(page)
    for mark in tree.select("[data-mark]"):
        mark.decompose()
    found: dict[str, str] = {}
    for piece in tree.select("span.provenance-claim"):
        name = str(piece["data-claim"])
        found[name] = found.get(name, "") + piece.get_text()
    return {name: " ".join(text.split()) for name, text in found.items()}


def element(page: str, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = soup(page).select(selector)
    assert len(found) == 1, f"{len(found)} elements for {selector} in {page}"
    return found[0]


def codes(problems: Iterable[Problem], *, without: Iterable[str] = ()) -> list[str]:
    return [problem.code for problem in problems if problem.code not in without]


_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def uncommented(page: str) -> str:
    return _COMMENT.sub("", page)
