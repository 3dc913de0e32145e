"""The registry as YAML text: what it describes already, and entries added without touching the rest."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import yaml

from mkdocs_provenance.fields import BASE
from mkdocs_provenance.importer.parts import Entry, Known, RegistryProblem

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
"""Small words with hyphens between, as keys are: nothing that YAML reads as anything but text."""


def scalar(value: Any) -> str:
    """A value as YAML writes it on one line."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    written: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, width=2**31 - 1)
    return written.removesuffix("\n").removesuffix("\n...")


def known_sources(registry: str) -> Known:
    """What a registry holds; nothing where it cannot be read."""
    try:
        data = yaml.load(registry, Loader=BASE)  # noqa: S506
    except (yaml.YAMLError, ValueError):
        return Known()
    found = data.get("sources") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        return Known()
    entries = {str(key): entry if isinstance(entry, dict) else {} for key, entry in found.items()}
    urls = {entry["url"]: key for key, entry in entries.items() if isinstance(entry.get("url"), str)}
    return Known(entries, urls)


def render_entries(entries: Sequence[Entry], indent: int = 2, slug: str = "") -> str:
    """The entries as YAML lines, to stand under `sources:`."""
    margin = " " * indent
    lines: list[str] = []
    if any(entry.unidentified for entry in entries):
        name = f"{slug}.md" if slug else "an imported text"
        lines.append(f"# Cited in {name}. For each entry with `unidentified: true`, say what the source is: replace")
        lines.append("# that line by kind, title, publisher, published and url.")
    for entry in entries:
        lines.append(f"{scalar(entry.key)}:  # [{entry.number}]")
        lines.extend(f"  {name}: {scalar(value)}" for name, value in entry.fields.items())
    return "".join(f"{margin}{line}\n" for line in lines)


def append_entries(registry: str, entries: Sequence[Entry], slug: str = "") -> str:
    """The registry with one article's entries added; see `append_groups`."""
    return append_groups(registry, [(slug, entries)])


def append_groups(registry: str, groups: Iterable[tuple[str, Sequence[Entry]]]) -> str:
    """The registry with the entries added under `sources:`; all that was there stays, byte for byte.

    Args:
        registry: its text.
        groups: an article's slug and its entries, for each article.

    Raises:
        RegistryProblem: the registry cannot be read, or is written so that text cannot safely be added to it.
    """
    kept = [(slug, entries) for slug, entries in groups if entries]
    added = {entry.key: entry.fields for _, entries in kept for entry in entries}
    return add_entries(
        registry, added, lambda indent: "".join(render_entries(entries, indent, slug) for slug, entries in kept)
    )


def add_entries(registry: str, added: Mapping[str, Mapping[str, Any]], render: Callable[[int], str]) -> str:
    """The registry with entries added under `sources:`; all that was there stays, byte for byte.

    Args:
        registry: its text.
        added: id to what the entry says, as a YAML reader would give it.
        render: the lines that say it, indented by so many spaces.

    Raises:
        RegistryProblem: the registry cannot be read, or is written so that text cannot safely be added to it.
    """
    if not added:
        return registry
    newline = "\r\n" if "\r\n" in registry else "\n"
    old = _load_registry(registry)
    expected = {**old, "sources": {**(old.get("sources") or {}), **added}}
    lines = registry.splitlines(keepends=True)
    places, indent, heading = _insertion(registry, len(lines))
    text = (heading + render(indent)).replace("\n", newline)
    for place in places:
        before, after = "".join(lines[:place]), "".join(lines[place:])
        gap = newline if before.strip("\ufeff") and not before.endswith(("\n", "\r")) else ""
        with contextlib.suppress(RegistryProblem):
            if _load_registry(result := before + gap + text + after) == expected:
                return result
    raise RegistryProblem("its form is unusual, and adding lines would change what it says")


def _load_registry(registry: str) -> dict[Any, Any]:
    try:
        data = yaml.load(registry, Loader=BASE)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise RegistryProblem(f"it is not valid YAML{where}") from None
    if data is None:
        return {}
    if not isinstance(data, dict) or not isinstance(data.get("sources") or {}, dict):
        raise RegistryProblem("it is not a mapping with `sources:`")
    return data


def _insertion(registry: str, end: int) -> tuple[list[int], int, str]:
    """Before which line to insert (best first), how far to indent, and the heading that must come first.

    Raises:
        RegistryProblem: the registry, or its `sources:`, is in flow style, indented, or stands there twice.
    """
    root = yaml.compose(registry, Loader=BASE)
    if not isinstance(root, yaml.MappingNode):
        return [end], 2, "sources:\n"
    if root.flow_style or root.start_mark.column > registry.startswith("\ufeff"):
        raise RegistryProblem("it is written in braces or indented as a whole")
    places = [index for index, (key, _) in enumerate(root.value) if key.value == "sources"]
    if not places:
        return [end], 2, "sources:\n"
    if len(places) > 1:
        raise RegistryProblem("it has `sources:` twice")
    key, value = root.value[places[0]]
    if isinstance(value, yaml.ScalarNode):
        if value.value:
            raise RegistryProblem("its `sources:` holds a word, not entries")
        return [key.start_mark.line + 1], 2, ""
    if value.flow_style or not value.value:
        raise RegistryProblem("its `sources:` is written in braces")
    indent = value.value[0][0].start_mark.column
    if places[0] + 1 == len(root.value):
        return [end], indent, ""
    following = root.value[places[0] + 1][0].start_mark.line
    return [_above_comments(registry, following), following], indent, ""


def _above_comments(registry: str, line: int) -> int:
    """The first of the blank lines and comments directly above a key, which belong to it."""
    lines = registry.splitlines()
    while line > 0 and (not lines[line - 1].strip() or lines[line - 1].startswith("#")):
        line -= 1
    return line
