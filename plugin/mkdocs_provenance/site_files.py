"""The articles' folder as part of a MkDocs site: its files, their place in the navigation; and the desk's own files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from msgspec import Struct

from mkdocs_provenance.checks.private import read_private_list
from mkdocs_provenance.checks.seals import Seal, read_seals
from mkdocs_provenance.model import Problem
from mkdocs_provenance.problems import problem

_DATE: Final = re.compile(r"^date:[ \t]*[\"']?([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)", re.MULTILINE)
_HEAD: Final = 4096
"""Bytes of an article read to find its date; the front matter's first lines."""
_MARKDOWN: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_INDEX: Final = ("index.md", "README.md")


class ArticlesFolder(Struct, frozen=True):
    """Where articles are and what in that folder is not for publication."""

    path: Path
    """Absolute."""
    prefix: str
    """The part of the address before the article's own: `articles/`; nothing where all of the docs are articles."""
    private: frozenset[Path]
    """Registry files and held texts, absolute."""

    def files(self, config: MkDocsConfig) -> Iterator[File]:
        """Everything in the folder that a site is built from, in order of name."""
        for folder, names, filenames in os.walk(self.path):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(filenames, key=_index_first):
                path = Path(folder, name)
                hidden = name.startswith(".") and name != ".meta.yml"
                if not hidden and path not in self.private and not name.startswith("~"):
                    yield self._file(path, config)

    def section_of(self, uri: str) -> str:
        """The folder below the articles' folder that a page lies in, by its source path; nothing for none."""
        within = uri.removeprefix(self.prefix) if uri.startswith(self.prefix) else ""
        return within.partition("/")[0] if "/" in within else ""

    def _file(self, path: Path, config: MkDocsConfig) -> File:
        uri = self.prefix + path.relative_to(self.path).as_posix()
        file = File(uri, src_dir=None, dest_dir=config.site_dir, use_directory_urls=config.use_directory_urls)
        file.abs_src_path = str(path)
        # Relative to docs_dir: MkDocs joins it to edit_uri, which takes the `..` away again.
        file.edit_uri = Path(os.path.relpath(path, config.docs_dir)).as_posix()
        return file


def prefix_of(articles: Path, config: MkDocsConfig) -> str:
    """What the addresses of a folder's pages begin with: its path within `docs`, or beside it its name."""
    if not articles.is_relative_to(config.docs_dir):
        return f"{articles.name}/"
    within = articles.relative_to(config.docs_dir).as_posix()
    return "" if within == "." else f"{within}/"


def add_articles(files: Files, folder: ArticlesFolder, config: MkDocsConfig) -> tuple[list[File], list[Problem]]:
    """Add the articles' folder to the site's files.

    Returns:
        The articles (the pages that are not an index), and a problem for each file whose page is already taken. Such a
        file is left out: the page of the docs folder stands.
    """
    taken = {file.dest_uri: file for file in files}
    articles: list[File] = []
    problems: list[Problem] = []
    for file in folder.files(config):
        first = taken.get(file.dest_uri) or files.get_file_from_path(file.src_uri)
        if first is not None:
            problems.append(_collision(file, first, config))
            continue
        taken[file.dest_uri] = file
        files.append(file)
        if is_article(file):
            articles.append(file)
    return articles, problems


def _index_first(name: str) -> tuple[bool, str]:
    """A sort key that puts `index.md` before `README.md`, which would be the same page: as MkDocs chooses."""
    return name != "index.md", name


def is_article(file: File) -> bool:
    """Whether a file of the articles' folder is an article: a page, and not a folder's index."""
    return file.src_uri.endswith(_MARKDOWN) and PurePosixPath(file.src_uri).name not in _INDEX


_STEP_BACK: Final = re.compile(r"(?<=[/=])(?<!//)[^/?#&=]+/\.\./")


def without_steps_back(url: str) -> str:
    """An address without `folder/../`: MkDocs takes it out of `edit_uri`'s path only, not of a query or a template."""
    while (shorter := _STEP_BACK.sub("", url)) != url:
        url = shorter
    return url


def site_root(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`; links in its path are not followed, as MkDocs does not follow them."""
    return Path(os.path.abspath(config.config_file_path)).parent if config.config_file_path else Path.cwd()


def site_path(path: str | os.PathLike[str], config: MkDocsConfig) -> str:
    """A path as messages name it: relative to `mkdocs.yml`, with forward slashes."""
    return os.path.relpath(path, site_root(config)).replace(os.sep, "/")


def _collision(file: File, first: File, config: MkDocsConfig) -> Problem:
    here = site_path(file.abs_src_path or file.src_uri, config)
    there = site_path(first.abs_src_path or first.src_uri, config)
    message = f"This file and {there} would both become /{file.dest_uri}; this one was left out."
    return problem("article-collision", message, here, 1, "Rename one of them.")


def newest_first(articles: Sequence[File]) -> list[File]:
    """Articles by the date in their front matter, newest first, the undated last, then by name."""
    dated = [(_date(file), file.src_uri, file) for file in articles]
    return [file for _, _, file in sorted(dated, key=lambda entry: (_descending(entry[0]), entry[1]))]


def _date(file: File) -> str:
    try:
        with Path(file.abs_src_path or "").open("rb") as stream:
            head = stream.read(_HEAD).decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""
    match = _DATE.search(head.partition("\n---")[0]) if head.lstrip("\ufeff").startswith("---") else None
    return match[1] if match else ""


def _descending(date: str) -> tuple[int, ...]:
    """A sort key that puts later dates first and no date last."""
    parts = [-int(part) for part in date.split("-")] if date else [1]
    return tuple(parts)


def place_in_nav(
    config: MkDocsConfig, files: Files, articles: Sequence[File], folder: ArticlesFolder, title: str, limit: int
) -> None:
    """Give the newest articles a section of the navigation, and take the others out of it.

    An entry `articles/` in `nav:` is where the section goes; without one, and without any article in `nav:`, it goes to
    the end. The folder's index, which is no article, leads it. Where `nav:` is not set, MkDocs lists the folder by
    itself. What `exclude_docs`, `draft_docs` and `not_in_nav` name stays what they say.
    """
    pages = [file for file in files.documentation_pages() if file.src_uri.startswith(folder.prefix)]
    set_exclusions(pages, config)
    listable = [file for file in articles if file.inclusion.is_in_nav()]
    ordered = newest_first(listable) if limit > 0 else listable
    shown = ordered[: max(0, limit)]
    if config.nav is None:
        _leave_out(ordered[len(shown) :])
        return
    listed = set(uris_in(config.nav))
    index = [file for file in pages if file.dest_uri == f"{folder.prefix}index.html" and file.inclusion.is_in_nav()]
    entries = [file.src_uri for file in (*index, *shown) if shown and file.src_uri not in listed]
    places = {folder.prefix, folder.prefix.rstrip("/")}
    if places & listed:
        config.nav = _replaced(config.nav, places, entries)
    elif not any(uri.startswith(folder.prefix) for uri in listed) and entries:
        config.nav = [*config.nav, {title: entries}]
    listed = set(uris_in(config.nav))
    _leave_out(file for file in pages if file.src_uri not in listed)


def _leave_out(pages: Iterable[File]) -> None:
    for file in pages:
        if file.inclusion.is_in_nav():
            file.inclusion = InclusionLevel.NOT_IN_NAV


def uris_in(nav: Any) -> Iterator[str]:
    """Every path in a `nav:`, however deep."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for item in nav.values():
            yield from uris_in(item)
    elif isinstance(nav, Sequence):
        for item in nav:
            yield from uris_in(item)


def _replaced(nav: Any, places: set[str], entries: list[str]) -> Any:
    """A `nav:` with the entries in the place of the folder's name; a section that would hold nothing is left out."""
    if isinstance(nav, str):
        return entries if nav in places else nav
    if isinstance(nav, Mapping):
        found = {key: _replaced(item, places, entries) for key, item in nav.items()}
        return {key: item for key, item in found.items() if item != [] or nav[key] == []}
    if isinstance(nav, Sequence):
        replaced: list[Any] = []
        for item in nav:
            inner = _replaced(item, places, entries)
            if isinstance(item, str) and item in places:
                replaced.extend(inner)
            elif inner != {} or item == {}:
                replaced.append(inner)
        return replaced
    return nav


def read_private_words(path: str | None) -> tuple[str, ...]:
    """The words that must not be published.

    Raises:
        PluginError: the file cannot be read: a build without the list would be a risk to someone.
    """
    if path is None:
        return ()
    try:
        return read_private_list(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise PluginError("provenance: `private_list` names a file that cannot be read as UTF-8.") from None


def read_seal_file(root: Path, name: str | None) -> dict[str, Seal]:
    """The seals, none where there is no such file yet.

    Raises:
        PluginError: the file is not what `provenance seal` writes.
    """
    path = root / name if name else None
    if path is None or not path.exists():
        return {}
    try:
        return read_seals(path.read_bytes())
    except (OSError, ValueError):
        raise PluginError(f"provenance: {name} cannot be read. Write it anew with `provenance seal`.") from None
