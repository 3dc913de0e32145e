"""The MkDocs seam: the events of a build, and nothing else.

| event | priority | what happens |
| --- | --- | --- |
| `on_config` | 0 | the registry is read, the extension, the style and the script are added |
| `on_files` | 100 | the articles' folder joins the site, before `meta` (0) and `blog` (-50) look at the files |
| | -99, -101 | files beside `docs/` pass for files within, while `i18n` (-100) takes what is its own |
| `on_page_read_source` | 0 | an article that is not UTF-8 is reported and read as well as it can be |
| `on_page_markdown` | -90 | titles and descriptions lose their markers, before `social` (-100) draws them |
| | -200 | the front matter is read, after all others changed it; the text is what Markdown will be given |
| `on_page_content` | -50 | the record is complete, its problems are logged; until -100 feeds read text without marks |
| `on_env` | 0 | every article is read: the site's own pages are made, for search to read on `on_page_context` |
| `on_page_context` | -60 | marks and panel are written, after search (0) has read the page, before `blog` (-100) |
| | -110 | `print-site` is handed the page as it is then |
| `on_post_page` | 0 | what machines read goes into the page's head |
| `on_post_build` | 0 | the last `provenance.json` is written, the others with the page that followed theirs |
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_markdown_title, write_file
from mkdocs.utils.templates import TemplateContext
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.checks import examine
from mkdocs_provenance.checks.private import private_words
from mkdocs_provenance.checks.seals import changed_silently
from mkdocs_provenance.checks.sources import FOUND_LATER, examine_source, unused_sources
from mkdocs_provenance.checks.statuses import TOLD, told_later
from mkdocs_provenance.citations import read_bracket, take_markers
from mkdocs_provenance.config import DEFAULT_REGISTRY, ProvenanceConfig, publication_of
from mkdocs_provenance.exports import export
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.head import head_html
from mkdocs_provenance.extension import BIBLIOGRAPHY, PLACEHOLDER, ArticlePage, ProvenanceExtension, put_in
from mkdocs_provenance.frontmatter import front_matter_problem, read_front_matter, spot_finder
from mkdocs_provenance.languages import Languages, country_name
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import AnalysisSection, Article, Counts, Form, Problem, Provenance, Registry, Severity
from mkdocs_provenance.neighbours import (
    abstract_text,
    first_language,
    hand_to_print,
    hide_from_feeds,
    is_last_language,
    is_repeated,
    language_built,
    language_folder,
    language_of,
    lend,
    list_again,
    orders_pages,
    take_back,
    translated_from,
)
from mkdocs_provenance.preview import Noticeboard, with_bar
from mkdocs_provenance.problems import problem
from mkdocs_provenance.registry_files import RegistryStore
from mkdocs_provenance.rules import excuse, settle
from mkdocs_provenance.site_files import (
    ArticlesFolder,
    add_articles,
    is_article,
    place_in_nav,
    prefix_of,
    read_private_words,
    read_seal_file,
    site_path,
    site_root,
    without_steps_back,
)
from mkdocs_provenance.site_pages import (
    DATASET,
    add_first_pages,
    addresses_of,
    fill,
    late_part,
    place_last,
    unwrap,
)
from mkdocs_provenance.trace import trace
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.bibliography import full_bibliography
from mkdocs_provenance.views.marks import listed
from mkdocs_provenance.views.page import PANEL_ID, environment, render
from mkdocs_provenance.views.record import dumps, record
from mkdocs_provenance.views.site import site_files, site_pages, titles
from mkdocs_provenance.views.site_page import LATE, Press
from mkdocs_provenance.views.words import ENGLISH, Words, direction_of

log = logging.getLogger("mkdocs.plugins.mkdocs_provenance")
"""Below `mkdocs`, so that `--strict` counts its warnings; without a prefix, so that a line starts with `path:line:`."""

_LEVELS: Final = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.DEBUG}
_ASSETS: Final = "assets/provenance/provenance"
_CODE: Final = re.compile(r"(?ms)(^[ \t]*(?:```+|~~~+).*?^[ \t]*(?:```+|~~~+)|(?<!`)`++[^`\n]++`+)")
_THEME: Final = str(Path(__file__).parent / "theme")
_PREVIEW: Final = str(Path(__file__).parent / "theme_preview")
_PREVIEW_ASSETS: Final = "assets/provenance/preview"


class _Sheet(Struct):
    """What the desk holds of one page between the events of a build."""

    page: ArticlePage
    problems: tuple[Problem, ...] = ()
    """Found in the front matter."""
    provenance: Provenance | None = None
    """From conversion until the page is written; not longer, so that a large site needs no more memory than that."""
    converted: bool = False
    """Whether the page itself has been converted: what is converted later is an excerpt's."""
    analysis: tuple[AnalysisSection, ...] = ()
    markdown: str | None = None
    """The page's own text, while others read it without markers."""
    words: Words = ENGLISH
    """Those of the page's language."""
    attributes: str = ""
    """What elements with our words say of their language, where it is not the page's."""

    def listed(self) -> dict[str, str]:
        """The fragments that an excerpt shows."""
        return listed(self.analysis, self.words, self.attributes)


class ProvenancePlugin(BasePlugin[ProvenanceConfig]):
    """Articles that show how they know what they say."""

    def __init__(self) -> None:
        self._store = RegistryStore()
        self._command = "build"
        self.listened_to = False
        """Whether somebody takes the problems as data: a build only logs them, and need not hold them."""
        self._dirty = False
        self._board = Noticeboard()
        self._reset()

    def _reset(self) -> None:
        """Forget the last build: under `serve` the plugin lives on."""
        self._sheets: dict[str, _Sheet] = {}
        """Source path of a page to what is known of it."""
        self._by_text: dict[str, _Sheet | None] = {}
        """The text that Markdown is given to the same, None where the page does not cite."""
        self._sources: dict[str, str] = {}
        self._articles: set[str] = set()
        self._retitled: dict[str, str] = {}
        """Page to its heading without markers, which stands in for a title until the page is rendered."""
        self._counted: list[Counts] = []
        self._cited: set[str] = set()
        """Keys of the registry that some page cites."""
        self.reported: list[Problem] = []
        """Everything that was reported, remarks too, in order; as long as somebody listens."""
        self.let_stand: list[Problem] = []
        """What the entries of sources let stand."""
        self._records: list[tuple[str, bytes]] = []
        """Path in the site to what will stand there, until it is written."""
        self._addresses = Addresses()
        self._own_urls: frozenset[str] = frozenset()
        """The addresses of the site's own pages, where the page for print asks for them."""
        self._own_pages: dict[str, str] = {}
        """Source path of each page of the site's own that the navigation may name, and its path in the site."""
        self._listed: list[StructureItem] = []
        """What MkDocs itself has listed of ours."""
        self._lent: dict[str, File] = {}
        """Files that pass for others just now."""
        self._late: dict[str, str] = {}
        """Source path of a page of the site's own to what its search shall not find, until it is written."""
        self._heads: dict[str, str] = {}
        """Source path of a page to what belongs into its head, until it is written."""
        self._board.begin(anew=not self._dirty)

    # The build

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember how MkDocs was called; and stay alive between the builds of `serve`, with the registry."""
        self._command, self._dirty = command, dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the registry; add the extension, the style and the script."""
        cited = self._cited if language_folder(config) else set()  # by the site in its other languages
        self._reset()
        self._cited |= cited
        root = site_root(config)
        self._store.refresh(self._registry_patterns(root), root)
        articles = Path(os.path.abspath(root / self.config.articles_dir))
        own = [name for name in (self.config.private_list, self.config.seals) if name]
        kept_back = {Path(os.path.abspath(root / name)) for name in own}
        self._folder = ArticlesFolder(articles, prefix_of(articles, config), self._store.private | kept_back)
        if articles == root or root.is_relative_to(articles):
            raise PluginError("provenance: `articles_dir` must be a folder of its own. Example: articles")
        self._templates = environment(self.config.templates)
        self._languages = self._read_languages(config)
        self._add_extension(config)
        self._add_assets(config)
        if self._previews:
            _add_preview_assets(config)
        self._watch(config)
        self._private = read_private_words(self.config.private_list)
        self._seals = read_seal_file(root, self.config.seals)
        problems = self._before_articles(config)
        self._report_apart([] if language_folder(config) else problems)
        return config

    def _before_articles(self, config: MkDocsConfig) -> list[Problem]:
        """What is wrong with the registry and the files of messages."""
        registry, rules = self._store.registry, self.config.rules
        problems = rules.settle((*registry.problems, *self._languages.problems))
        for source in registry.sources.values():
            waivers = source.waivers and [w for w in source.waivers if w.code not in FOUND_LATER | told_later(source)]
            settled = settle(examine_source(source), waivers, rules, source.place.path)
            problems += settled.problems
            self.let_stand += settled.waived
        for path, text in self._store.own_texts(site_root(config)) if self._private else ():
            problems += rules.settle(private_words(text, path, self._private))
        return problems

    def _read_languages(self, config: MkDocsConfig) -> Languages:
        folder = Path(self.config.locales) if self.config.locales else None
        return Languages(folder, lambda path: site_path(str(path), config))

    def _registry_patterns(self, root: Path) -> list[str]:
        """The registry's files; a site that has none yet is no mistake, as long as nobody named one."""
        if self.config.registry != DEFAULT_REGISTRY:
            return _patterns(self.config.registry)
        beside = f"{self.config.articles_dir}/sources.yml"
        return [name for name in (DEFAULT_REGISTRY, beside) if (root / name).exists()][:1]

    def _add_extension(self, config: MkDocsConfig) -> None:
        extensions: list[Any] = config.markdown_extensions
        extensions[:] = [item for item in extensions if item != "provenance" and type(item) is not ProvenanceExtension]
        extensions.append(ProvenanceExtension(desk=lambda text, _: self._page_of(text)))

    def _add_assets(self, config: MkDocsConfig) -> None:
        if _THEME not in config.theme.dirs:
            # Behind the user's own folder, so that a file of the same name there replaces ours.
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, _THEME)
        if f"{_ASSETS}.css" not in config.extra_css:
            config.extra_css.insert(0, f"{_ASSETS}.css")  # before the user's styles, which so have the last word
        name = f"{_ASSETS}.js" if _is_offline(config) else f"{_ASSETS}.mjs"
        if name not in [str(script) for script in config.extra_javascript]:
            script = ExtraScriptValue(name)
            script.type, script.defer = ("", True) if _is_offline(config) else ("module", False)
            config.extra_javascript.append(script)

    def _watch(self, config: MkDocsConfig) -> None:
        """Only what exists: `serve` dies of a path that does not."""
        # A file's folder, because editors replace files; not the whole project, which holds what builds write.
        root = site_root(config)
        folders = (path if root.is_relative_to(path.parent) else path.parent for path in self._store.files)
        own = [Path(self.config.locales)] if self.config.locales else []
        for path in (self._folder.path, *folders, *self._store.texts, *own):
            inside = any(path.is_relative_to(watched) for watched in (config.docs_dir, *config.watch))
            if path.exists() and not inside:
                config.watch.append(str(path))

    @event_priority(100)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Let the articles' folder join the site, keep the registry out of it."""
        # Now that `mike` has set the address of the version, and `i18n` the name of the site in a language.
        self._publication = publication_of(config, self.config, _language(config))
        private = {str(path) for path in self._folder.private}
        for file in files:
            if file.abs_src_path in private:
                file.inclusion = InclusionLevel.EXCLUDED
        if self._folder.path.is_relative_to(config.docs_dir):
            found = [file for file in files if file.src_uri.startswith(self._folder.prefix) and is_article(file)]
        else:
            found, problems = add_articles(files, self._folder, config)
            self._report_apart(problems)
        if self._folder.prefix:  # not where all pages are articles
            named = first_language(found, config)
            place_in_nav(config, files, named, self._folder, self.config.articles_title, self.config.articles_nav)
        self._articles = {file.src_uri for file in found}
        self._addresses = addresses_of(config, self.config, self._store.registry, bool(found))
        self._own_urls = self._addresses.urls() if "print-site" in config.plugins else frozenset()
        self._made_from = (*self._store.files, Path(config.config_file_path or "mkdocs.yml"))[0]
        self._own_pages = add_first_pages(files, self._addresses, config, self._made_from, self._dirty)
        if self._dirty:
            self._renew(files)
        if self._previews:
            written = (file.abs_src_path for file in files.documentation_pages())
            self._board.keep(site_path(path, config) for path in written if path)
        return files

    @event_priority(-99)
    def _lend_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Show a plugin that knows of `docs/` only what stands beside it."""
        beside = [
            file.src_uri for file in files if file.src_dir is None and file.src_uri.startswith(self._folder.prefix)
        ]
        self._lent = lend(files, {*beside, *self._own_pages}, config)
        return files

    @event_priority(-101)
    def _take_files_back(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Say where they are; and add what has no file at all, which that plugin cannot see."""
        take_back(files, self._lent)
        self._articles |= {file.src_uri for file in files if translated_from(file) in self._articles}
        if _is_offline(config):
            files.append(_classic_script(config))
        return files

    on_files = CombinedEvent(_add_files, _lend_files, _take_files_back)

    def _place_in_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Let the site's own pages stand beside the others, where MkDocs itself has made the navigation."""
        if config.nav is None:
            if orders_pages(config):
                unwrap(nav.items, self._own_pages)
            else:
                place_last(nav, self._own_pages)
            self._listed = [item for item in nav.items if self._is_ours(item)]

    def _is_ours(self, item: StructureItem) -> bool:
        """Whether a part of the navigation is one of the pages lent, or holds nothing else."""
        if isinstance(item, Page):
            return item.file.src_uri in self._lent
        children = getattr(item, "children", None) or ()
        return bool(children) and all(map(self._is_ours, children))

    @event_priority(-101)
    def _list_again(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """List what `i18n` (-100) leaves out, where languages are folders: all that is in none of them."""
        list_again(nav, self._listed)

    on_nav = CombinedEvent(_place_in_nav, _list_again)

    def _renew(self, files: Files) -> None:
        """Under `--dirty`, what cites the registry is as new as the registry."""
        for file in files.documentation_pages():
            if self.made(file):
                continue
            citing = file.src_uri in self._articles or _cites(file.abs_src_path)
            home = self._previews and _is_home(file)  # where the problems stand that belong to no page
            if home or (citing and not _is_newer(file.abs_dest_path, self._store.newest)):
                file.is_modified = lambda: True  # type: ignore[method-assign]

    # A page

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Read an article; one that is not UTF-8 is reported, and read with the bad bytes marked."""
        if page.edit_url:
            page.edit_url = without_steps_back(page.edit_url)
        if page.file.src_uri not in self._articles:
            return "" if self.made(page.file) else None
        data = page.file.content_bytes
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            text = data.decode("utf-8", "replace")
            line = data.count(b"\n", 0, fault.start) + 1
            message = f"This article is not UTF-8 (byte {fault.start})."
            path = self._path(page, config)
            self._report_apart([problem("article-encoding", message, path, line, "Save it as UTF-8 in your editor.")])
        # As MkDocs reads files: it sees no front matter between lines that end in CRLF.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._sources[page.file.src_uri] = text
        return text

    @event_priority(-90)
    def _clear_titles(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take the markers out of what others print as it stands, before `social` (-100) draws it on its cards."""
        if self.made(page.file):
            words = self._languages.words(_language(config))
            page.meta["title"] = titles(self._addresses, words)[self._own_pages[page.file.src_uri]]
            return markdown
        told = {name: page.meta[name] for name in ("title", "description") if isinstance(page.meta.get(name), str)}
        untitled = "title" not in page.meta and "title" not in vars(page)  # where `nav` would have put one
        if untitled and not {"social", "material/social"}.isdisjoint(config.plugins):
            told[""] = get_markdown_title(markdown) or ""
        if not any("[" in text for text in told.values()):
            return markdown
        front, _ = read_front_matter(page.meta, path="")
        numbers = frozenset(front.numbering) if front.has_sources else None
        for name, text in told.items():
            clear = take_markers(text, numbers=numbers, known=self._knows)
            if name:
                page.meta[name] = clear
            elif clear != text:
                page.title = clear
                self._retitled[page.file.src_uri] = clear
        return markdown

    @event_priority(-200)
    def _read_page(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Read the front matter; a page that cites gets a sheet at the desk."""
        if self.made(page.file):
            return markdown
        declared = page.file.src_uri in self._articles or "sources" in page.meta or "provenance" in page.meta
        if not declared and not self._cites_known_key(markdown) and not self._lists_sources(markdown):
            self._by_text[markdown] = None  # an article may say the same, word for word
            return markdown
        path = self._path(page, config)
        source = self._sources.pop(page.file.src_uri, None) or page.file.content_string
        front, problems = read_front_matter(page.meta, path=path, spot_of=spot_finder(lambda: source))
        broken = front_matter_problem(source, path) if not page.meta else None  # MkDocs has read what it could
        numbers = frozenset(front.numbering) if front.has_sources else None
        article = Article(
            path=path,
            title=front.title or "",
            url=page.canonical_url or page.url,
            address=page.url,
            form=self._form_of(page),
            published=front.published,
            updated=front.updated,
            language=front.language or language_of(page.file, config) or _language(config),
            authors=front.authors,
            description=front.description or "",
            section=front.section or self._folder.section_of(page.file.src_uri),
            numbering=front.numbering,
            statement=front.statement,
            source=source,
        )
        found = (broken, *problems) if broken else tuple(problems)
        sheet = _Sheet(ArticlePage(article, self._store.registry, numbers, lambda _: None, declared), found)
        forms = self.config.rules.is_on("marker-form")
        sheet.page = replace(sheet.page, forms=forms, places=self._previews, deliver=lambda done: _deliver(sheet, done))
        self._sheets[page.file.src_uri] = self._by_text[markdown] = sheet
        return markdown

    on_page_markdown = CombinedEvent(_clear_titles, _read_page)

    def _form_of(self, page: Page) -> Form:
        if page.file.src_uri in self._articles:
            return Form.ARTICLE
        return Form.POST if type(page).__module__.startswith("material.plugins.blog") else Form.PAGE

    def _cites_known_key(self, markdown: str) -> bool:
        """Whether a bracket names a key of the registry; elsewhere an `@` means anything."""
        for part in markdown.split("[")[1:] if "@" in markdown else ():
            body, closed, _ = part.partition("]")
            if closed and "@" in body:
                citation = read_bracket(body, numbers=None).citation
                if citation and any(item.key in self._store.registry.sources for item in citation.items):
                    return True
        return False

    def _lists_sources(self, markdown: str) -> bool:
        r"""Whether a page asks for a list of sources, with mkdocs-bibtex's `\bibliography` or `\full_bibliography`."""
        asked = "bibliography" in markdown and BIBLIOGRAPHY.search(markdown) is not None
        return asked and bool(self._store.registry.sources)

    def _knows(self, key: str) -> bool:
        return key in self._store.registry.sources

    def _page_of(self, text: str) -> ArticlePage | None:
        """What is known of the page that is converted; excerpts convert a page's text again, out of turn."""
        sheet = self._by_text.get(text)
        if sheet is None and text not in self._by_text and text.startswith("# "):
            sheet = self._by_text.get(text.partition("\n\n")[2] or text)  # `blog` writes the title before the text
        if sheet is None or not sheet.converted:
            return sheet.page if sheet else None
        return replace(sheet.page, render=lambda _: sheet.listed())

    @event_priority(-50)
    def _complete(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Complete the record and log what is wrong."""
        if page.title == self._retitled.get(page.file.src_uri):
            vars(page).pop("title", None)  # MkDocs knows the rendered heading by now
        if "rss" in config.plugins and self.made(page.file):
            hide_from_feeds(page, hidden=True)
        sheet = self._sheets.get(page.file.src_uri)
        if sheet is None:
            return html
        html = self._with_bibliography(html, sheet, config)
        if sheet.provenance is None and not sheet.page.declared:
            del self._sheets[page.file.src_uri]  # its keys stand in code only
            return html
        done = sheet.provenance or trace(sheet.page.article, sheet.page.registry)  # an empty page is not converted
        article = replace(done.article, title=page.title or done.article.title)
        done = self._settled(replace(done, article=article), sheet)
        if not is_repeated(page.file, config):
            self._report(done.problems)
        if self._previews:
            self._board.read(done)
        self._cited.update(note.source.id for note in done.notes)
        page.present_anchor_ids = _anchors(done) | (page.present_anchor_ids or set())
        sheet.words = self._languages.words(article.language)
        sheet.attributes = sheet.words.attributes(*_html(config))
        sheet.provenance, sheet.analysis, sheet.converted = done, done.analysis, True
        self._counted.append(done.counts)
        if "rss" in config.plugins:
            self._clear_for_feeds(page, sheet, html)
        return html

    def _settled(self, done: Provenance, sheet: _Sheet) -> Provenance:
        """The record with everything that is wrong, as serious as it is on this site, and what is let stand."""
        article = done.article
        found = [*sheet.problems, *done.problems, *examine(done, self._store.registry)]
        found += private_words(article.source, article.path, self._private)
        if (silent := changed_silently(article, self._seals)) is not None:
            found.append(silent)
        settled = settle(found, article.statement.waivers, self.config.rules, article.path)
        excused = excuse(settled.problems, self._store.registry, TOLD)
        return replace(done, problems=excused.problems, waived=(*settled.waived, *excused.waived))

    def _with_bibliography(self, html: str, sheet: _Sheet, config: MkDocsConfig) -> str:
        """The page with the list of all sources, where it asks for one: early, so that search finds them."""
        place = PLACEHOLDER % "bibliography"
        if place not in html:
            return html
        words = self._languages.words(sheet.page.article.language)
        attributes = words.attributes(*_html(config))
        listed = full_bibliography(
            self._store.registry,
            words,
            self._templates,
            attributes,
            addresses=self._addresses,
            address=sheet.page.article.address,
        )
        return html.replace(place, listed)

    def _clear_for_feeds(self, page: Page, sheet: _Sheet, html: str) -> None:
        """For mkdocs-rss-plugin (-75), which reads the page itself; MkDocs sets `content` anew after the event."""
        page.content = put_in(sheet.listed(), html)
        text = abstract_text(page.markdown or "", sheet.words.gettext("Our analysis"))
        sheet.markdown, page.markdown = page.markdown, self._without_markers(text, sheet.page.numbers)

    @event_priority(-100)
    def _restore(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give the page its own text back: by it the blog's excerpts are known at the desk."""
        if "rss" in config.plugins and self.made(page.file):
            hide_from_feeds(page, hidden=False)
        sheet = self._sheets.get(page.file.src_uri)
        if sheet is not None and sheet.markdown is not None:
            page.markdown, sheet.markdown = sheet.markdown, None
        return html

    on_page_content = CombinedEvent(_complete, _restore)

    def _without_markers(self, markdown: str, numbers: frozenset[int] | None) -> str:
        """Markdown without its markers, code as it is: near enough for an abstract, not for the page."""
        parts = _CODE.split(markdown) if "[" in markdown else [markdown]
        parts[::2] = (take_markers(part, numbers=numbers, known=self._knows) for part in parts[::2])
        return "".join(parts)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Make the site's own pages, now that every article is read; with `--dirty`, only those not there yet."""
        if self._dirty and Path(config.site_dir, f"{language_folder(config)}{DATASET}").exists():
            return
        records = [sheet.provenance for sheet in self._sheets.values() if sheet.provenance is not None]
        ledger, press = Ledger(records, self._store.registry), self._press(config)
        made = fill(files, site_pages(ledger, press), config, self._own_pages, self._made_from)
        self._heads |= {uri: page.head for uri, page in made.items()}
        self._late |= {uri: late_part(page) for uri, page in made.items()}
        self._records += site_files(ledger, press)
        self._write_records(config)

    def _press(self, config: MkDocsConfig) -> Press:
        words = self._languages.words(_language(config))
        attributes = words.attributes(*_html(config))
        names = partial(country_name, tag=words.tag)
        return Press(words, self._templates, self._addresses, attributes, self._publication, names)

    @event_priority(-60)
    def _write_page(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Write marks, claims, summary and panel into the page; into one of the site's own what it lists."""
        if page.file.src_uri in self._late:
            page.content = (page.content or "").replace(LATE[0], self._late.pop(page.file.src_uri), 1)
            return context
        sheet = self._sheets.get(page.file.src_uri)
        if sheet is None or sheet.provenance is None:
            if self._previews:
                self._show_on_home(page, config)
            return context
        done, sheet.provenance = sheet.provenance, None
        registry = self._store.registry
        self._write_records(config)
        edition = self._edition(done, page, sheet.words)
        folder = _files_folder(page)
        url = f"{edition.folder}provenance.json" if self.config.record else ""
        if url:
            self._records.append((f"{folder}provenance.json", dumps(record(done, registry))))
        files = list(export(edition)) if edition.has_files else []
        self._records += ((folder + name, data) for name, data in files)
        self._heads[page.file.src_uri] = head_html(edition)
        fragments = render(
            done,
            registry,
            words=sheet.words,
            templates=self._templates,
            record_url=url,
            attributes=sheet.attributes,
            addresses=self._addresses,
            files=[edition.folder + name for name, _ in files],
        )
        content = page.content or ""
        if self._previews:
            apart = self._board.of_page(done) + (self._of_no_page() if _is_home(page.file) else [])
            content = with_bar(content, done, apart, sheet.words, sheet.attributes)
        if PLACEHOLDER % "summary" not in content:  # an empty page is not converted, and has no places
            content = PLACEHOLDER % "summary" + content
        content = put_in(fragments, content)
        placed = PLACEHOLDER % "panel" in (page.content or "")  # where the page says so
        page.content = content if placed else content + fragments["panel"]
        if fragments["panel"]:
            _list_panel(page, sheet.words.gettext("How we know this"))
        return context

    @event_priority(-110)
    def _print_page(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let the page for print have what the page has."""
        if "print-site" in config.plugins and page.file.src_uri in self._heads:
            hand_to_print(page, {item.url for item in nav.pages}, self._own_urls, config)
        return context

    on_page_context = CombinedEvent(_write_page, _print_page)

    def _edition(self, done: Provenance, page: Page, words: Words) -> Edition:
        name = page.file.dest_uri.rpartition("/")[2]
        folder = "" if name == "index.html" else f"{name.rpartition('.')[0]}/"
        return Edition(
            done,
            self._store.registry,
            self._publication,
            self._addresses,
            folder,
            has_files=self.config.exports,
            words=self._languages.words(self._publication.language),
            article_words=words,
        )

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Write what machines read into the page's head."""
        head = self._heads.pop(page.file.src_uri, "")
        before, end, after = output.partition("</head>") if head else (output, "", "")
        return f"{before}{head}{end}{after}" if end else output

    def _show_on_home(self, page: Page, config: MkDocsConfig) -> None:
        """What belongs to no page is shown on the home page, which mostly cites nothing."""
        if _is_home(page.file):
            words = self._languages.words(_language(config))
            attributes = words.attributes(*_html(config))
            page.content = with_bar(page.content or "", None, self._of_no_page(), words, attributes)

    def _of_no_page(self) -> list[Problem]:
        found = [] if self._dirty else self.unused(self._cited)  # all pages have been read before the first is written
        return self._board.of_no_page() + [each for each in found if each.severity is not Severity.INFO]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the last `provenance.json`, and say what the build has counted."""
        self._write_records(config)
        if not self._dirty and is_last_language(config):
            self._report(self.unused(self._cited))
        if self._counted:
            pages, claims = len(self._counted), sum(counts.claims for counts in self._counted)
            unsourced = sum(counts.unsourced for counts in self._counted)
            log.info("Provenance: pages %d, statements %d, without a source %d.", pages, claims, unsourced)

    def _write_records(self, config: MkDocsConfig) -> None:
        """Write what waits: the record of the page before, whose folder MkDocs has made meanwhile."""
        for target, data in self._records:
            _write(f"{config.site_dir}/{target}", data)
        self._records.clear()

    # The desk

    @property
    def registry(self) -> Registry:
        """The registry as last read."""
        return self._store.registry

    @property
    def registry_files(self) -> tuple[Path, ...]:
        """The files that it was read from, absolute."""
        return self._store.files

    @property
    def digest(self) -> bytes:
        """Changes with everything that the desk has read beside the articles: the findings of a page rest on it."""
        options = repr(sorted((name, repr(value)) for name, value in self.config.items()))
        return b"\0".join((self._store.digest, options.encode(), repr((self._private, self._seals)).encode()))

    def record_of(self, page: Page) -> Provenance | None:
        """The record of a page that has been read and not yet written; None for one that does not cite."""
        sheet = self._sheets.get(page.file.src_uri)
        return sheet.provenance if sheet else None

    def made(self, file: File) -> bool:
        """Whether a page is one of the site's own, which nobody wrote."""
        return file.src_uri in self._own_pages

    def reads(self, page: Page) -> bool:
        """Whether a page is one for the desk, once its text has been read."""
        return page.file.src_uri in self._sheets

    def unused(self, cited: Iterable[str]) -> list[Problem]:
        """The sources that nothing cites, where `cited` are the keys that the whole site does."""
        sources = self._store.registry.sources
        found = unused_sources(self._store.registry, cited)
        told = [one for one in found if all(w.code != one.code for w in sources[one.source or ""].waivers)]
        return self.config.rules.settle(told)

    def _path(self, page: Page, config: MkDocsConfig) -> str:
        return site_path(page.file.abs_src_path or page.file.src_uri, config)

    @property
    def _previews(self) -> bool:
        """Whether the pages are for those who write them."""
        return self._command == "serve"

    def _report_apart(self, problems: list[Problem]) -> None:
        """Report what is in no record of a page."""
        self._board.put_up(problems)
        self._report(problems)

    def _report(self, problems: Iterable[Problem]) -> None:
        for found in problems:
            if self.listened_to:
                self.reported.append(found)
            log.log(_LEVELS[found.severity], "%s", found)


def _add_preview_assets(config: MkDocsConfig) -> None:
    """The bar's style and script, in a folder of their own: MkDocs publishes everything that a theme's folder holds."""
    if _PREVIEW not in config.theme.dirs:
        config.theme.dirs.insert(config.theme.dirs.index(_THEME), _PREVIEW)
    if f"{_PREVIEW_ASSETS}.css" not in config.extra_css:
        config.extra_css.insert(config.extra_css.index(f"{_ASSETS}.css") + 1, f"{_PREVIEW_ASSETS}.css")
    if f"{_PREVIEW_ASSETS}.mjs" not in [str(script) for script in config.extra_javascript]:
        script = ExtraScriptValue(f"{_PREVIEW_ASSETS}.mjs")
        script.type = "module"
        config.extra_javascript.append(script)


def _is_home(file: File) -> bool:
    return file.url in ("./", ".", "index.html")


def _is_offline(config: MkDocsConfig) -> bool:
    """Whether Material's `offline` plugin makes a site that is read from `file://`, where browsers refuse modules."""
    plugin = config.plugins.get("material/offline") or config.plugins.get("offline")
    return plugin is not None and bool(plugin.config.get("enabled", True))


def _classic_script(config: MkDocsConfig) -> File:
    """The module as a script of the old kind; it imports nothing, so it only needs a scope of its own."""
    module = Path(_THEME, f"{_ASSETS}.mjs").read_text("utf-8")
    return File.generated(config, f"{_ASSETS}.js", content=f"(() => {{\n{module}}})();\n")


def _write(path: str, data: bytes) -> None:
    """As MkDocs writes files, which asks for the folder first each time; here it is there but for pages skipped."""
    try:
        Path(path).write_bytes(data)
    except FileNotFoundError:
        write_file(data, path)


def _patterns(registry: Any) -> list[str]:
    patterns = registry if isinstance(registry, list) else [registry]
    if not all(isinstance(pattern, str) for pattern in patterns):
        raise PluginError("provenance: `registry` is a path, or a list of paths. Example: articles/sources.yml")
    return patterns


def _deliver(sheet: _Sheet, done: Provenance) -> None:
    """Keep the page's own record: a later conversion of the same text is an excerpt's."""
    if sheet.provenance is None and not sheet.converted:
        sheet.provenance = done


def _language(config: MkDocsConfig) -> str:
    return language_built(config) or _theme_language(config)


def _theme_language(config: MkDocsConfig) -> str:
    return str(config.theme.get("language") or config.theme.get("locale") or "en")


def _html(config: MkDocsConfig) -> tuple[str, str]:
    """The `lang` and the `dir` that the theme writes around a page; MkDocs' own themes write no `dir`."""
    named = _theme_language(config)
    if config.theme.get("language"):
        return named, config.theme.get("direction") or direction_of(named)
    return named, "ltr"


def _anchors(done: Provenance) -> set[str]:
    """The ids that are written after MkDocs has collected those of the page, for its check of links."""
    notes = (f"provenance-note-{note.label}" for note in done.notes)
    claims, marks, sections = len(done.claims), len(done.marks), len(done.analysis)
    return {PANEL_ID, *notes}.union(
        _numbered("claim", claims), _numbered("mark", marks), _numbered("analysis", sections)
    )


@lru_cache(maxsize=256)
def _numbered(kind: str, count: int) -> tuple[str, ...]:
    """Kept, because MkDocs holds the ids of all pages, and most are those of every page."""
    return tuple(f"provenance-{kind}-{number}" for number in range(1, count + 1))


def _files_folder(page: Page) -> str:
    """The folder of the article's own files, from the top of the site; its page's own, or one named after the page."""
    folder, _, name = page.file.dest_uri.rpartition("/")
    return f"{folder}/".lstrip("/") if name == "index.html" else f"{page.file.dest_uri.rpartition('.')[0]}/"


def _list_panel(page: Page, title: str) -> None:
    """The panel in the page's table of contents."""
    entry = AnchorLink(title, PANEL_ID, level=2)
    items = page.toc.items
    first = items[0] if len(items) == 1 and items[0].level == 1 else None
    siblings = first.children if first is not None else items
    if all(item.id != PANEL_ID for item in siblings):
        siblings.append(entry)


def _cites(path: str | None) -> bool:
    """Whether a file outside the articles may cite: its first bytes name sources, or it holds a key."""
    try:
        data = Path(path or "").read_bytes()
    except OSError:
        return False
    return any(sign in data for sign in (b"\nsources:", b"\nprovenance:", b"[@", b"bibliography"))


def _is_newer(path: str, moment: float) -> bool:
    try:
        return Path(path).stat().st_mtime >= moment
    except OSError:
        return False


__all__ = ["ProvenancePlugin"]
