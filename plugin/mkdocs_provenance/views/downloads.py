"""The files beside an article's page that a reader may want: links that save them under the article's own name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_provenance.views.words import N_, Words

_GROUPS: Final = (
    (N_("Cite this article"), ("article.csl.json", "article.bib", "article.ris")),
    (N_("Download its sources"), ("sources.csl.json", "sources.bib", "sources.ris")),
    (N_("The same record in other forms"), ("annotations.jsonld", "prov.json")),
)
"""What stands before the links of a line, and the files that they lead to."""
_FORMS: Final = {
    "csl.json": "CSL-JSON", "bib": "BibTeX", "ris": "RIS", "jsonld": "Web Annotation", "json": "PROV-JSON",
}  # fmt: skip
"""The ending of a file, and the name of its form, which is the same in every language."""


class Download(NamedTuple):
    """A link to one file."""

    form: str
    href: str
    name: str
    """What it is saved as: `quake-sources.bib`."""


class Line(NamedTuple):
    """Links that belong together."""

    title: str
    files: list[Download]


def download_lines(files: Iterable[str], address: str, words: Words) -> list[Line]:
    """The links in lines; a file that is not for readers has none.

    Args:
        files: Where each file is, from the article's page.
        address: The page's address, from the top of the site.
        words: Those of the article's language.
    """
    found = {href.rpartition("/")[2]: href for href in files}
    slug = unquote(address.removesuffix(".html").strip("./").rpartition("/")[2]) or "article"
    lines = []
    for title, names in _GROUPS:
        links = [_download(name, found[name], slug) for name in names if name in found]
        if links:
            lines.append(Line(words.gettext(title), links))
    return lines


def _download(name: str, href: str, slug: str) -> Download:
    part, _, ending = name.partition(".")
    return Download(_FORMS[ending], href, f"{slug}.{ending}" if part == "article" else f"{slug}-{part}.{ending}")
