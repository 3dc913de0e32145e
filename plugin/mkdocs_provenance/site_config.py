"""The configuration of a site that is read without being built; of one that is not trusted, only what runs no code."""

from __future__ import annotations

import importlib.metadata
import logging
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException
from mkdocs.utils.yaml import yaml_load

OURS: Final = "provenance"


class SiteError(Exception):
    """The site cannot be read; the message says why."""


def read_config(config_file: Path | None, *, within: Path | None = None) -> MkDocsConfig:
    """The configuration, with MkDocs' own complaints as the error's message.

    Args:
        config_file: `mkdocs.yml`; None for the one in the current folder.
        within: For a site that is not trusted: the folder beyond which nothing is read.

    Raises:
        SiteError: there is none, or it cannot be read.
    """
    path = config_file or next((name for name in (Path("mkdocs.yml"), Path("mkdocs.yaml")) if name.exists()), None)
    if path is None or not path.is_file():
        raise SiteError(f"There is no {path or 'mkdocs.yml'} here. Name yours with --config.")
    complaints = _Complaints()
    log = logging.getLogger("mkdocs")
    log.addHandler(complaints)
    try:
        return _plain_config(path, within) if within else load_config(str(path), strict=False)
    except (MkDocsException, yaml.YAMLError, OSError) as error:
        said = " ".join(complaints.said) or str(error)
        raise SiteError(f"{path} cannot be read: {said}") from None
    finally:
        log.removeHandler(complaints)


class _Complaints(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class _Unknown:
    """What stands for a value with a tag, which could be code."""


class _PlainLoader(yaml.SafeLoader):
    """Reads YAML and makes nothing of a tag."""


_PlainLoader.add_multi_constructor("", lambda *_: _Unknown())

_PLAIN: Final = ("site_name", "site_url", "docs_dir", "use_directory_urls", "nav", "exclude_docs", "draft_docs")
_READERS: Final = frozenset({"pymdownx.snippets", "markdown_include", "markdown_include.include", "mdx_include",
                             "mdx_include.mdx_include"})  # fmt: skip
"""Extensions that bring any file into a page."""
_NEEDS_FILES: Final = ("private_list", "templates", "locales")
"""Options whose files may be missing from a copy of the project; findings do not rest on two of them."""


def _plain_config(path: Path, within: Path) -> MkDocsConfig:
    """The settings of a `mkdocs.yml` that run no code: no hook, no theme, no other plugin, no value with a tag.

    Args:
        path: `mkdocs.yml`.
        within: The folder beyond which nothing that it names is read.

    Raises:
        MkDocsException: it cannot be read, or names something beyond.
        OSError: it cannot be opened.
    """
    text = path.read_bytes()
    first = yaml.load(text, _PlainLoader)  # noqa: S506 - it makes nothing of a tag
    _must_stay([first.get("INHERIT")] if isinstance(first, dict) else [], path, within)
    with path.open("rb") as stream:
        told = yaml_load(stream, _PlainLoader)  # type: ignore[arg-type]  # a loader all the same
    plain: dict[str, Any] = {key: told[key] for key in _PLAIN if key in told and not _holds_unknown(told[key])}
    options = _named(told.get("plugins"), known=(OURS,)).get(OURS)
    if options is None:
        raise ConfigurationError("it does not name the plugin: add `provenance` to `plugins:`.")
    named = options.get("registry")
    files = named if isinstance(named, list) else [named]
    _must_stay([told.get("docs_dir"), options.get("articles_dir"), options.get("seals"), *files], path, within)
    theme = told.get("theme")
    language = theme.get("language") or theme.get("locale") if isinstance(theme, dict) else None
    plain["plugins"] = [{OURS: {key: value for key, value in options.items() if key not in _NEEDS_FILES}}]
    plain["theme"] = {"name": "mkdocs"} | ({"language": language} if isinstance(language, str) else {})
    extensions = _named(told.get("markdown_extensions"), known=_installed_extensions())
    plain["markdown_extensions"] = [{name: settings} for name, settings in extensions.items()]
    config = MkDocsConfig(config_file_path=str(path))
    config.load_dict({"site_name": "Site"} | plain)
    errors, _ = config.validate()
    if errors:
        raise ConfigurationError(" ".join(f"{name}: {error}" for name, error in errors))
    return config


def _must_stay(names: Iterable[object], config: Path, within: Path) -> None:
    """Refuse names of files beyond a folder: what is there is none of the site's business.

    Raises:
        ConfigurationError: there is one.
    """
    for name in names:
        if isinstance(name, str) and not Path(os.path.normpath(config.parent.absolute() / name)).is_relative_to(within):
            raise ConfigurationError(f"it names {name!r}, which lies beyond the project, and is not read.")


def _named(listed: object, *, known: Container[str]) -> dict[str, dict[str, Any]]:
    """A list of names, or of names with settings, as a mapping: known names and plain settings only."""
    found: dict[str, dict[str, Any]] = {}
    entries = listed.items() if isinstance(listed, dict) else _pairs(listed)
    for name, settings in entries:
        if isinstance(name, str) and name in known:
            given = settings if isinstance(settings, dict) else {}
            found[name] = {key: value for key, value in given.items() if not _holds_unknown(value)}
    return found


def _pairs(listed: object) -> Iterator[tuple[object, object]]:
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield from entry.items()
        else:
            yield entry, {}


def _holds_unknown(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_unknown(part) for part in (*value, *value.values()))
    if isinstance(value, list):
        return any(_holds_unknown(part) for part in value)
    return isinstance(value, _Unknown)


def _installed_extensions() -> frozenset[str]:
    """The Markdown extensions that installed packages announce: no module that happens to lie about."""
    names = {entry.name for entry in importlib.metadata.entry_points(group="markdown.extensions")}
    modules = {entry.value for entry in importlib.metadata.entry_points(group="markdown.extensions")}
    return frozenset(names | modules) - _READERS
