"""A site read without being built: the same events as `mkdocs build` runs, up to the page's content, and no further.

What is found is what a build finds, because the same plugin finds it in the same way. Nothing is written, and no page
drawn. Plugins that only draw, fetch or publish are left out: no text depends on them.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from msgspec import Struct, field

from mkdocs_provenance.model import Problem, Provenance, Registry, Severity
from mkdocs_provenance.site_config import OURS, SiteError, read_config
from mkdocs_provenance.site_files import site_path, site_root

_TEXTLESS: Final = frozenset(
    f"{theme}{name}"
    for theme in ("", "material/")
    for name in (
        "search", "social", "privacy", "optimize", "offline", "rss", "minify", "git-revision-date-localized",
        "git-revision-date", "git-authors", "git-committers", "glightbox", "redirects", "print-site", "mike",
        "projects", "i18n",
    )
)  # fmt: skip
"""Plugins that change no text of a page; without `i18n`, which builds a language at a time, all are read at once."""
_KNOWN: Final = _TEXTLESS - {"i18n"} | {OURS, "tags", "material/tags", "material/meta", "meta", "awesome-nav",
                             "awesome-pages", "literate-nav",
                             "section-index", "autorefs"}  # fmt: skip
"""Plugins that change no text, or by files that are looked at: a page's findings can be kept."""
_READS_FILES: Final = ("--8<--", "{!", "{%", "-8<-")
"""What brings other files into a page: its findings are not kept."""


class PageFindings(Struct, frozen=True):
    """What was found on one page."""

    problems: tuple[Problem, ...] = ()
    waived: tuple[Problem, ...] = ()
    cited: tuple[str, ...] = ()
    """The registry keys that the page cites."""


Kept = dict[bytes, PageFindings]
"""A page's digest to its findings."""


class SiteRecord(Struct, frozen=True):
    """Everything that was read."""

    root: Path
    """The folder of `mkdocs.yml`, absolute."""
    registry: Registry
    pages: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    """Path relative to `mkdocs.yml` to the record of a page that cites or is an article."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the registry and the site as a whole."""
    seals: Path | None = None
    """The file that the option `seals` names, absolute."""


class SiteFindings(Struct, frozen=True):
    """What a check of a site found."""

    root: Path
    pages: Mapping[str, PageFindings]
    """Path relative to `mkdocs.yml` to what was found there; every page that was read."""
    problems: tuple[Problem, ...]
    """Of the registry and the site as a whole."""
    kept: Kept
    """What to keep for the next time."""
    waived: tuple[Problem, ...] = ()
    """What the desk lets stand of sources."""
    files: tuple[str, ...] = ()
    """The registry's files, relative to `mkdocs.yml`."""
    reused: int = 0
    """How many pages had findings that were kept."""


def read_site(config_file: Path | None = None, *, within: Path | None = None) -> SiteRecord:
    """Read a whole site.

    Args:
        config_file: `mkdocs.yml`; None for the one in the current folder.
        within: For a site that is not trusted, such as a branch under review: the folder, absolute, beyond which
            nothing is read. No other plugin is run then, no hook, and no code that `mkdocs.yml` names.

    Raises:
        SiteError: there is no such file, it cannot be read, or it does not use the plugin.
    """
    with _quiet(), _site(config_file, within=within) as site:
        pages: dict[str, Provenance] = {}
        for file in site.written:
            page = site.read(file)
            if page is not None and (done := site.plugin.record_of(page)) is not None:
                pages[done.article.path] = done
        cited = {note.source.id for done in pages.values() for note in done.notes}
        problems = (*site.before, *site.plugin.unused(cited))
        seals = site.root / site.plugin.config.seals if site.plugin.config.seals else None
        return SiteRecord(site.root, site.plugin.registry, MappingProxyType(pages), problems, seals)


def check_site(
    config_file: Path | None = None,
    *,
    wanted: Callable[[str], bool] = lambda _: True,
    kept: Kept | None = None,
    forms: bool = False,
) -> SiteFindings:
    """Read a site for its problems alone.

    Args:
        config_file: `mkdocs.yml`; None for the one in the current folder.
        forms: Report markers in an uncommon form, whatever `mkdocs.yml` says of the rule.
        wanted: Whether a page, by its path relative to `mkdocs.yml`, is to be read.
        kept: Findings of the last time, which are used again where nothing has changed.

    Raises:
        SiteError: as for `read_site`.
    """
    with _quiet(), _site(config_file, forms=forms) as site:
        keep: Kept = {}
        pages: dict[str, PageFindings] = {}
        reused, whole = 0, True
        base = site.digest()
        for file in site.written:
            path = site.path(file)
            if not wanted(path):
                whole = False
                continue
            key = _key(file, base)
            found = (kept or {}).get(key) if key else None
            reused += found is not None
            pages[path] = found or site.find(file)
            if key:
                keep[key] = pages[path]
        cited = {key for found in pages.values() for key in found.cited}
        problems = (*site.before, *(site.plugin.unused(cited) if whole else ()))
        plugin = site.plugin
        files = tuple(site_path(path, site.config) for path in plugin.registry_files)
        return SiteFindings(site.root, MappingProxyType(pages), problems, keep, tuple(plugin.let_stand), files, reused)


class _Site:
    """A site whose pages are being read."""

    def __init__(self, config: MkDocsConfig, files: Files, plugin: Any) -> None:
        self.config = config
        self.files = files
        self.plugin = plugin
        self.root = site_root(config)
        self.before: tuple[Problem, ...] = tuple(plugin.reported)
        self.written = [file for file in files.documentation_pages() if not plugin.made(file)]
        """The pages that somebody wrote."""

    def path(self, file: File) -> str:
        """The file, relative to `mkdocs.yml`; one that a plugin made has its address in the site."""
        return site_path(file.abs_src_path, self.config) if file.abs_src_path else file.src_uri

    def read(self, file: File) -> Page | None:
        """A page as `mkdocs build` reads it; None where it is none for the desk.

        Raises:
            SiteError: a plugin or an extension fails on it.
        """
        page = file.page or Page(None, file, self.config)
        plugins = self.config.plugins
        self.config._current_page = page
        try:
            page = plugins.on_pre_page(page, config=self.config, files=self.files)
            page.read_source(self.config)
            page.markdown = plugins.on_page_markdown(
                page.markdown or "", page=page, config=self.config, files=self.files
            )
            if not self.plugin.reads(page):
                return None
            page.render(self.config, self.files)
            page.content = plugins.on_page_content(page.content or "", page=page, config=self.config, files=self.files)
        except MkDocsException as error:
            raise SiteError(f"{self.path(file)} cannot be read: {error}") from None
        finally:
            self.config._current_page = None
        return page

    def find(self, file: File) -> PageFindings:
        """What is found on a page."""
        start = len(self.plugin.reported)
        page = self.read(file)
        done = self.plugin.record_of(page) if page is not None else None
        cited = tuple(note.source.id for note in done.notes) if done else ()
        return PageFindings(tuple(self.plugin.reported[start:]), done.waived if done else (), cited)

    def digest(self) -> bytes | None:
        """Changes with everything that findings rest on beside the page's own file; None where that is not known."""
        config = self.config
        if not _KNOWN.issuperset(config.plugins) or config.hooks:
            return None
        settings = [config.markdown_extensions, config.mdx_configs, config.nav, config.site_url, config.theme.name]
        told = [json.dumps(settings, default=_name, sort_keys=True), config.use_directory_urls, _language(config)]
        told += [f"{name} {importlib.metadata.version(name)}" for name in ("mkdocs-provenance", "mkdocs", "markdown")]
        state = [repr(told).encode(), self.plugin.digest, _own_code(), *_defaults(self.files, config)]
        return hashlib.sha256(b"\0".join(state)).digest()


@contextlib.contextmanager
def _site(config_file: Path | None, *, within: Path | None = None, forms: bool = False) -> Iterator[_Site]:
    """A site after the events that come before its pages.

    Raises:
        SiteError: as for `read_site`.
    """
    config = read_config(config_file, within=within)
    plugin = config.plugins.get(OURS)
    if plugin is None:
        raise SiteError(f"{config.config_file_path} does not name the plugin: add `provenance` to `plugins:`.")
    _leave_out_textless(config)
    plugin.listened_to = True
    if forms:
        plugin.config.rules = plugin.config.rules.with_severity("marker-form", Severity.INFO)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = config.plugins.on_files(get_files(config), config=config)
        set_exclusions(files, config)
        config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    except MkDocsException as error:
        raise SiteError(str(error)) from None
    yield _Site(config, files, plugin)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Log nothing meanwhile: problems are handed over as data, and what else MkDocs says belongs to a build."""
    log, silence = logging.getLogger("mkdocs"), logging.NullHandler()  # without one, Python prints errors after all
    before = log.propagate
    log.addHandler(silence)
    log.propagate = False
    try:
        yield
    finally:
        log.propagate = before
        log.removeHandler(silence)


def _leave_out_textless(config: MkDocsConfig) -> None:
    """Take the events of the plugins that change no text out of the collection."""
    textless = {id(plugin) for name, plugin in config.plugins.items() if name in _TEXTLESS}
    for methods in config.plugins.events.values():
        methods[:] = [method for method in methods if id(getattr(method, "__self__", None)) not in textless]


def _key(file: File, base: bytes | None) -> bytes | None:
    """The digest that a page's findings rest on; None where they cannot be kept."""
    if base is None or file.abs_src_path is None:
        return None
    try:
        data = Path(file.abs_src_path).read_bytes()
    except OSError:
        return None
    if any(sign.encode() in data for sign in _READS_FILES):
        return None
    return hashlib.sha256(b"\0".join((base, file.src_uri.encode(), file.url.encode(), data))).digest()


def _defaults(files: Files, config: MkDocsConfig) -> list[bytes]:
    """The `.meta.yml` files, which give front matter to the pages beside them."""
    folders = {Path(file.abs_src_path).parent for file in files.documentation_pages() if file.abs_src_path}
    folders |= {parent for folder in folders for parent in folder.parents if parent.is_relative_to(site_root(config))}
    found = (folder / ".meta.yml" for folder in sorted(folders))
    return [os.fsencode(path) + path.read_bytes() for path in found if path.is_file()]


@functools.cache
def _own_code() -> bytes:
    """Changes with every edit of the package: what was found by other code is not kept."""
    own = sorted(Path(__file__).parent.rglob("*.py"))
    return repr([(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in own]).encode()


def _name(thing: object) -> str:
    """A name for a setting that JSON cannot hold, the same in every run."""
    return getattr(thing, "__qualname__", None) or type(thing).__qualname__


def _language(config: MkDocsConfig) -> str:
    return str(config.theme.get("language") or config.theme.get("locale"))


__all__ = ["Kept", "PageFindings", "SiteError", "SiteFindings", "SiteRecord", "check_site", "read_site"]
