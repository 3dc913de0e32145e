"""A page of the site's own: nobody wrote it, it is made from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from jinja2 import Environment
from msgspec import Struct

from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views.addresses import Addresses, paged, root_of
from mkdocs_provenance.views.lookup import safe
from mkdocs_provenance.views.words import Words


class Heading(Struct, frozen=True):
    """An entry of the page's table of contents."""

    id: str
    title: str
    level: int = 2


LATE: Final = ("<!--provenance:late-->", "<!--provenance:/late-->")
"""Around what a search shall not find on this page, because it finds it where it is at home: each once at most."""


class SitePage(Struct, frozen=True):
    """One page, ready to be put into the theme."""

    path: str
    """From the top of the site, without its ending: `sources/usgs`, `sources/index`, `sources/page/2`."""
    title: str
    html: str
    """The whole content, its `<h1>` too."""
    headings: tuple[Heading, ...] = ()
    description: str = ""
    head: str = ""
    """What belongs into the page's `<head>`."""
    search: bool = True
    """Whether the site's search finds it."""


class Paging(Struct, frozen=True):
    """The way from one page of a long list to those beside it."""

    label: str
    here: str
    """ "Page 2 of 5"."""
    previous: str = ""
    next: str = ""


class Press(Struct, frozen=True):
    """What every page of the site's own is made with."""

    words: Words
    """Those of the site's language."""
    templates: Environment
    addresses: Addresses
    attributes: str = ""
    """What elements with our words say of their language, where it is not the page's."""
    publication: Publication = Publication()
    country: Callable[[str], str] = str
    """The code of a country (ISO 3166) to its name in the site's language."""

    def root(self, path: str) -> str:
        """The way from the page at a path back to the top of the site."""
        return root_of(self.addresses.url(path))

    def draw(self, template: str, path: str, **values: object) -> str:
        """A template for the page at a path, with what every page needs: the words, and the way to the top of the site.

        A template that extends `site.html.jinja` brings the style of the site's own pages along.
        """
        words = self.words
        return (
            self.templates.get_template(template)
            .render(
                gettext=words.gettext,
                ngettext=words.ngettext,
                number=words.number,
                stop=words.stop,
                root=self.root(path),
                attributes=safe(self.attributes),
                **values,
            )
            .strip()
        )

    def paging(self, path: str, number: int, count: int) -> Paging | None:
        """The ways on from page `number` of the list whose first page is at a path; None where one page holds all."""
        if count < 2:
            return None
        words, root = self.words, self.root(paged(path, number))
        before, after = (
            root + self.addresses.url(paged(path, beside)) if 1 <= beside <= count else ""
            for beside in (number - 1, number + 1)
        )
        here = words.gettext("Page %(number)d of %(count)d") % {"number": number, "count": count}
        return Paging(words.gettext("Pages of this list"), here, before, after)
