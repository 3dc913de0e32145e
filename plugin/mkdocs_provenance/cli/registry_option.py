"""Which registry the desk's commands work on: the files named, else those of `mkdocs.yml`, else `articles/sources.yml`.

`mkdocs.yml` is read as YAML alone. MkDocs itself would load the theme and every plugin first, and run their code.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
import yaml
from msgspec import Struct

DEFAULT_REGISTRY: Final = "articles/sources.yml"
CONFIG: Final = "mkdocs.yml"
_CONFIGS: Final = (CONFIG, "mkdocs.yaml")
_PLUGIN: Final = "provenance"

registry_option = click.option(
    "--registry",
    "registry",
    multiple=True,
    metavar="FILE",
    help="A registry file, or a pattern such as sources/*.yml; may be given several times.  "
    f"[default: what {CONFIG} says, else {DEFAULT_REGISTRY}]",
)
"""The option as every command has it."""


class Desk(Struct, frozen=True):
    """What a command works on."""

    root: Path
    """The folder that paths start from: that of `mkdocs.yml`."""
    patterns: tuple[str, ...]
    """The registry's files, or globs, relative to `root`."""
    options: Mapping[str, Any]
    """The plugin's options as `mkdocs.yml` writes them, unchecked; empty where it says none."""


class ConfigError(Exception):
    """`mkdocs.yml` cannot be read; the message names it and says why."""


def find_desk(registry: Sequence[str] = (), root: Path | None = None) -> Desk:
    """The registry and the site's options, for a command run in the folder of `mkdocs.yml`.

    Args:
        registry: What `--registry` names, relative to the current folder; it comes before all else.
        root: The folder; the current one if None.

    Raises:
        ConfigError: there is a `mkdocs.yml` that cannot be read, or its `registry` is no path.
    """
    root = root or Path.cwd()
    options = next((_plugin_options(root / name) for name in _CONFIGS if (root / name).exists()), {})
    if registry:
        return Desk(root, tuple(os.path.relpath(root / name, root) for name in registry), options)
    named = options.get("registry", DEFAULT_REGISTRY)
    patterns = named if isinstance(named, list) else [named]
    if not patterns or not all(isinstance(name, str) and name for name in patterns):
        raise ConfigError(f"{CONFIG}: `registry` is a path, or a list of paths. Example: {DEFAULT_REGISTRY}")
    return Desk(root, (_beside_articles(root, options),) if "registry" not in options else tuple(patterns), options)


def _beside_articles(root: Path, options: Mapping[str, Any]) -> str:
    """The registry that nobody named, as the build finds it."""
    beside = f"{options.get('articles_dir', 'articles')}/sources.yml"
    found = [name for name in (DEFAULT_REGISTRY, beside) if (root / name).exists()]
    return found[0] if found else DEFAULT_REGISTRY


class _Loader(yaml.SafeLoader):
    """Plain values; what a tag such as `!ENV` or `!!python/name:…` would make is left empty."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _plugin_options(path: Path, levels: int = 8) -> Mapping[str, Any]:
    """The plugin's options in a `mkdocs.yml`; where it names no plugins, those of the file that it inherits from."""
    data = _plain(path)
    parent = data.get("INHERIT")
    if data.get("plugins") is None and isinstance(parent, str) and levels:
        return _plugin_options(path.parent / parent, levels - 1)
    return _options_in(data.get("plugins"))


def _plain(path: Path) -> Mapping[str, Any]:
    """A `mkdocs.yml` as plain values; nothing where it is no mapping.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path.name}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path.name} is not UTF-8.") from None
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader that makes even less
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise ConfigError(f"{path.name}{where}: this is not valid YAML.") from None
    return data if isinstance(data, dict) else {}


def _options_in(plugins: object) -> Mapping[str, Any]:
    """The options of the plugin in `plugins:`, a list of names and mappings, or one mapping."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict):
            options = entry.get(_PLUGIN)
            if isinstance(options, dict):
                return options
    return {}
