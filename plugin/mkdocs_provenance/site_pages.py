"""The pages of a MkDocs site that nobody wrote: put among the site's files, and filled once every article is read.

Their number is known only then, because long lists are paged; MkDocs takes further files until it begins to write.
Only the first page of each part joins the site early, with the other files: the navigation may name it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import dirname_to_title

from mkdocs_provenance.config import ProvenanceConfig
from mkdocs_provenance.model import Attribution, Registry
from mkdocs_provenance.neighbours import NO_CARD, join_languages, language_folder
from mkdocs_provenance.site_files import uris_in
from mkdocs_provenance.views.addresses import Addresses, slugs
from mkdocs_provenance.views.site_page import LATE, SitePage

DATASET: Final = "provenance/index.json"


def addresses_of(config: MkDocsConfig, options: ProvenanceConfig, registry: Registry, has_articles: bool) -> Addresses:
    """Where the site's own pages will be; nowhere for a part that the options or the site leave out.

    A source that is not named gets no page: all that one person has said, side by side, may tell who it is.
    A site in several languages has them once in each: what rests on a source differs, and so do the words.
    """
    top = language_folder(config)
    shown = [s.id for s in registry.sources.values() if s.attribution is not Attribution.UNNAMED]
    any_page = has_articles or bool(registry.sources)
    folder = _folder(top, options.sources_dir) if registry.sources else ""
    corrections = _folder(top, options.corrections_dir) if any_page else ""
    statistics = _folder(top, options.stats_dir) if any_page else ""
    within = {key: f"{folder}/{slug}" for key, slug in slugs(shown).items()} if folder else {}
    bodies = {key: f"{folder}/organisations/{slug}" for key, slug in slugs(registry.organisations).items()}
    return Addresses(
        directories=config.use_directory_urls,
        index=f"{folder}/index" if folder else "",
        sources=within,
        organisations=bodies if folder else {},
        corrections=f"{corrections}/index" if corrections else "",
        feed=f"{corrections}/feed.xml" if corrections else "",
        statistics=f"{statistics}/index" if statistics else "",
        dataset=f"{top}{DATASET}" if options.record and any_page else "",
    )


def _folder(top: str, name: str) -> str:
    return f"{top}{bare}" if (bare := name.strip("/")) else ""


def add_first_pages(
    files: Files, addresses: Addresses, config: MkDocsConfig, made_from: Path, dirty: bool
) -> dict[str, str]:
    """Add the pages that a navigation may name; what the user wrote at the same place stands.

    Args:
        files: Those of the site.
        addresses: Where the site's own pages are.
        config: The site's.
        made_from: The file that stands behind them, for plugins that ask for one: its history is theirs, too.
        dirty: Whether pages that are there already are left as they are.

    Returns:
        The source path of each that was added, and its path in the site.
    """
    added = {}
    taken = {file.dest_uri for file in files}
    for path in filter(None, (addresses.index, addresses.corrections, addresses.statistics)):
        # Without the folder of a language: the plugin that builds them puts it before.
        uri = f"{path.removeprefix(language_folder(config))}.md"
        file = File.generated(config, uri, abs_src_path=str(made_from))
        if file.dest_uri not in taken:
            if config.nav is not None and file.src_uri not in set(uris_in(config.nav)):
                file.inclusion = InclusionLevel.NOT_IN_NAV
            if dirty and Path(file.abs_dest_path).exists():
                file.is_modified = lambda: False  # type: ignore[method-assign]
            files.append(file)
            added[file.src_uri] = path
    return added


def place_last(nav: Navigation, own: Mapping[str, str]) -> None:
    """Where MkDocs itself makes the navigation, let it end with our pages: it has put each into a section of its own.

    Args:
        nav: The site's.
        own: What `add_first_pages` returned.
    """
    unwrap(nav.items, own)
    places = list(own)
    last = [item for item in nav.items if isinstance(item, Page) and item.file.src_uri in own]
    last.sort(key=lambda page: places.index(page.file.src_uri))
    nav.items = [item for item in nav.items if item not in last] + last
    nav.pages = list(_pages_in(nav.items))
    for page, before, after in zip(nav.pages, (None, *nav.pages), (*nav.pages[1:], None), strict=False):
        page.previous_page, page.next_page = before, after


def unwrap(items: list[StructureItem], own: Container[str]) -> None:
    """Take our pages out of sections that hold nothing else, and have no name but the folder's."""
    for at, item in enumerate(items):
        if isinstance(item, Section):
            unwrap(item.children, own)
            page = item.children[0] if len(item.children) == 1 else None
            if isinstance(page, Page) and page.file.src_uri in own and item.title == _title_of_folder(page):
                items[at], page.parent = page, item.parent


def _title_of_folder(page: Page) -> str:
    return dirname_to_title(page.file.src_uri.split("/")[-2])


def _pages_in(items: Iterable[StructureItem]) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        elif isinstance(item, Section):
            yield from _pages_in(item.children)


def fill(
    files: Files, pages: Iterable[SitePage], config: MkDocsConfig, first: Container[str], made_from: Path
) -> dict[str, SitePage]:
    """Give the site's own pages what they hold, and add those that were not there yet.

    Args:
        files: Those of the site.
        pages: What has been made.
        config: The site's.
        first: What `add_first_pages` returned.
        made_from: The file that stands behind them, as there.

    Returns:
        Source path to what has been made of it.
    """
    filled = {}
    there = {file.dest_uri: file for file in files.documentation_pages()}
    for made in pages:
        uri = f"{made.path}.md"
        own = File.generated(config, uri, abs_src_path=str(made_from), inclusion=InclusionLevel.NOT_IN_NAV)
        file = there.get(own.dest_uri)
        if file is None:
            file = own
            if (hidden := files.src_uris.get(uri)) is not None:
                files.remove(hidden)  # the user's, and not for publication
            files.append(file)
            Page(None, file, config).meta = {**NO_CARD}
            join_languages(file, config)
        elif file.src_uri not in first:
            continue  # the user's own page
        _write(file.page or Page(None, file, config), made)
        filled[file.src_uri] = made
    return filled


def late_part(made: SitePage) -> str:
    """What goes into the page when search has read it; it stands between the two marks."""
    return made.html.partition(LATE[0])[2].partition(LATE[1])[0]


def _write(page: Page, made: SitePage) -> None:
    page.markdown = page.markdown or ""
    page.meta = {**page.meta, "title": made.title}
    if made.description:
        page.meta["description"] = made.description
    if not made.search:
        page.meta["search"] = {"exclude": True}
    before, mark, rest = made.html.partition(LATE[0])
    page.content = before + mark + rest.partition(LATE[1])[2]
    page.toc = TableOfContents(list(_anchors(made)))
    page.present_anchor_ids = {heading.id for heading in made.headings}


def _anchors(made: SitePage) -> Iterator[AnchorLink]:
    """The headings below the page's title, each under the last of a higher level."""
    top = AnchorLink(made.title, "", level=1)
    above: list[AnchorLink] = [top]
    for heading in made.headings:
        link = AnchorLink(heading.title, heading.id, level=heading.level)
        while above[-1].level >= heading.level:
            above.pop()
        above[-1].children.append(link)
        above.append(link)
    yield top
