"""What other plugins of a MkDocs site need of us, plugin by plugin; none of it happens where they are not in use.

| plugin | what it does | what we do |
| --- | --- | --- |
| mkdocs-awesome-nav | makes the navigation | it is left in the order that it has |
| Material's `social` | draws a card of every page | pages that it has not seen ask for none |
| mkdocs-rss-plugin | makes an item of every page | our own pages are drafts while it looks |
| mkdocs-print-site-plugin | prints the pages as it met them early | it is handed each as it is at the end |
| mkdocs-static-i18n | builds each language from `docs/` alone | files beside `docs/` pass for files within |

What they made of a site before and after is in `docs/manual/neighbours.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

# mkdocs-static-i18n -----------------------------------------------------------------------------------------------


def language_folder(config: MkDocsConfig) -> str:
    """The folder of the site for the language that is built now: `fr/`; nothing for the site's first language."""
    language = language_built(config)
    return f"{language}/" if language and language != _translator(config).default_language else ""


def language_built(config: MkDocsConfig) -> str:
    """The language that is built now, as it says; nothing without that plugin."""
    plugin = _translator(config)
    return str(plugin.current_language or plugin.default_language) if plugin else ""


def is_last_language(config: MkDocsConfig) -> bool:
    """Whether this build is the last: the site's first language is built first, the others in their order."""
    plugin = _translator(config)
    others = [name for name in plugin.build_languages if name != plugin.default_language] if plugin else []
    return not others or language_built(config) == others[-1]


def language_of(file: File, config: MkDocsConfig) -> str | None:
    """The language of a page's text, which is not the language of its build where a translation is missing.

    The desk's commands read a site without that plugin, all languages at once: then the path says it.
    """
    plugin, found = _translator(config), getattr(file, "locale", None)
    if plugin is None or found:
        return str(found) if found else None
    named = (name for name in plugin.all_languages if file.src_uri.startswith(f"{name}/") or _has_suffix(file, name))
    return next(named, None)


def translated_from(file: File) -> str | None:
    """The source path that a page would have in the site's first language: `articles/quake.md` for that in `fr/`."""
    found = getattr(file, "norm_src_uri", None)
    return str(found) if found else None


def is_repeated(file: File, config: MkDocsConfig) -> bool:
    """Whether a page stands in for a translation that is missing: all that is to be said of it has been said."""
    return bool(language_folder(config)) and language_of(file, config) != language_built(config)


def first_language(files: Iterable[File], config: MkDocsConfig) -> list[File]:
    """The files that a navigation names, which are those of the first language: `quake.md`, and not `quake.fr.md`."""
    plugin = _translator(config)
    languages = plugin.all_languages if plugin else ()
    return [file for file in files if not any(_has_suffix(file, language) for language in languages)]


def lend(files: Files, own: Iterable[str], config: MkDocsConfig) -> dict[str, File]:
    """Let it take our files from beside `docs/` for its own: it would leave the pages out, and warn of each.

    Args:
        files: Those of the site.
        own: The source paths of ours.
        config: The site's.

    Returns:
        Source path to the file as it was, for `take_back`.
    """
    if _translator(config) is None:
        return {}
    lent = {}
    for uri in own:
        file = files.src_uris.get(uri)
        if file is not None and file.abs_src_path and not Path(file.abs_src_path).is_relative_to(config.docs_dir):
            lent[uri] = file
            files.remove(file)
            files.append(
                File(uri, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=file.inclusion)
            )
    return lent


def take_back(files: Files, lent: Mapping[str, File]) -> None:
    """Say again where the files are that it made of those lent."""
    for file in files if lent else ():
        if (was := lent.get(file.src_uri)) is not None:
            file.abs_src_path, file.edit_uri, file.generated_by = was.abs_src_path, was.edit_uri, was.generated_by


def list_again(nav: Navigation, ours: Iterable[StructureItem]) -> None:
    """Where a folder is a language, it lists what is in that folder alone: add what stands beside them all."""
    sections = {item.title: item for item in nav.items if isinstance(item, Section)}
    for item in ours:
        if item in nav.items:
            continue
        same = sections.get(item.title) if isinstance(item, Section) else None
        if same is None or not isinstance(item, Section):
            nav.items.append(item)
            continue
        for child in item.children:
            child.parent = same
            same.children.append(child)


def join_languages(file: File, config: MkDocsConfig) -> None:
    """Give a page that it does not know of what its sitemap and its language switch read."""
    plugin = _translator(config)
    if plugin is None:
        return
    here, folder = language_built(config), language_folder(config)
    uri = file.src_uri.removeprefix(folder)
    others: dict[str, File] = {}
    for language in plugin.build_languages:
        within = "" if language == plugin.default_language else f"{language}/"
        others[language] = File(f"{within}{uri}", None, config.site_dir, config.use_directory_urls)
    known: Any = file
    known.locale = known.locale_alternate_of = here
    known.alternates = others | {here: file}
    plugin.i18n_files_per_language.setdefault(here, []).append(file)


def _has_suffix(file: File, language: str) -> bool:
    return file.src_uri.endswith(f".{language}.md")


def _translator(config: MkDocsConfig) -> Any:
    return config.plugins.get("i18n")


# mkdocs-awesome-nav -----------------------------------------------------------------------------------------------


def orders_pages(config: MkDocsConfig) -> bool:
    """Whether it makes the navigation, in an order of its own, from what lies in the folders."""
    return not {"awesome-nav", "awesome-pages"}.isdisjoint(config.plugins)


# Material's `social` ---------------------------------------------------------------------------------------------

NO_CARD: Final = MappingProxyType({"social": {"cards": False}})
"""The front matter of a page that joins late: a card is begun with the text, and asked for at the end."""


# mkdocs-rss-plugin ------------------------------------------------------------------------------------------------


def hide_from_feeds(page: Page, *, hidden: bool) -> None:
    """Pages that nobody wrote are no news; what is news in them, corrections, has a feed of its own."""
    if hidden:
        page.meta["draft"] = True
    else:
        page.meta.pop("draft", None)


_SET_APART: Final = re.compile(
    r"""^!!![ ]*(analysis|pullquote)\b[^\n"]*(?:"([^"\n]*)")?[^\n]*\n   # the line, and what it calls the part
        ((?:[ \t]*\n|(?:[ ]{4}|\t)[^\n]*(?:\n|\Z))*)""",
    re.MULTILINE | re.VERBOSE,
)
_INDENT: Final = re.compile(r"^(?: {4}|\t)", re.MULTILINE)


def abstract_text(markdown: str, analysis: str) -> str:
    """Markdown for its abstracts, which it renders without any extension: without admonitions of ours.

    Args:
        markdown: The page's text.
        analysis: What an analysis is called that has no title of its own.
    """

    def told(found: re.Match[str]) -> str:
        if found[1] == "pullquote":
            return ""  # its words stand in the text
        return f"**{found[2] or analysis}:** {_INDENT.sub('', found[3]).lstrip()}"

    return _SET_APART.sub(told, markdown) if "!!!" in markdown else markdown


# mkdocs-print-site-plugin -----------------------------------------------------------------------------------------

_OURS: Final = re.compile(r' (id|for|aria-labelledby|aria-describedby)="((?:how-we-know-this|provenance-)[^" ]*)"')
_LINK: Final = re.compile(r' href="([^"]*)"')
_HEADING: Final = re.compile(r"<h([1-6])[ >]")
_SCRIPT: Final = re.compile(r"<script\b.*?</script>", re.DOTALL)


def hand_to_print(page: Page, printed: Set[str], own: Set[str], config: MkDocsConfig) -> None:
    """Hand a page over as it is at the end, with marks and panel.

    That plugin gives the ids of headings, list items and superscripts the page's name, and all links within the page,
    whatever they lead to; a link to a page that is not printed it lets lead nowhere. It reads attributes in double
    quotes only: what is right already has single ones. And it warns of a page whose title stands in the front matter.

    Args:
        page: What has been written.
        printed: The addresses of the pages that are printed, from the top of the site.
        own: The addresses of the site's own pages.
        config: The site's.
    """
    plugin: Any = config.plugins.get("print-site")
    known: Any = page
    if plugin is None or not hasattr(page, "html"):
        return
    missing, place = own - printed, plugin.print_file.url
    key = page.url.lower().rstrip("/").replace(".html", "").replace("/", "-") or "index"

    def link(found: re.Match[str]) -> str:
        address, anchor = urldefrag(found[1])
        if found[1].startswith(("#how-we-know-this", "#provenance-")):
            return f" href='#{key}-{anchor}'"
        target = urljoin(f"/{page.url}", address).lstrip("/")
        if not address or target not in missing:
            return found[0]
        return f" href='{get_relative_url(target, place)}{'#' if anchor else ''}{anchor}'"

    # A script of our own pages works on one page alone.
    content = _SCRIPT.sub("", page.content or "") if page.url in own else page.content or ""
    named = _OURS.sub(lambda found: f" {found[1]}='{key}-{found[2]}'", content)
    first = _HEADING.search(named)
    title = "" if first is not None and first[1] == "1" else f"<h1>{escape(str(page.title), quote=False)}</h1>"
    known.html = title + _LINK.sub(link, named)


__all__ = [
    "NO_CARD",
    "abstract_text",
    "first_language",
    "hand_to_print",
    "hide_from_feeds",
    "is_last_language",
    "is_repeated",
    "join_languages",
    "language_built",
    "language_folder",
    "language_of",
    "lend",
    "list_again",
    "orders_pages",
    "take_back",
    "translated_from",
]
