"""New addresses and saved copies put into a registry's YAML; every other byte stays. Pure.

The text is changed at its places, not written anew. A writer that keeps comments still writes lists its own way, joins
lines and turns CRLF into LF: ruamel.yaml 0.19, told to keep quotation marks and long lines, changed 42 of the 647 lines
of our own registry with nothing changed in it. All changes are then checked by reading the whole file again: it must
say what it said, and what was to be added, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import yaml
from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_provenance.fields import BASE
from mkdocs_provenance.links.judgement import Change, NewAddress, NewArchive

_SERVICES: Final = {"web.archive.org": "Internet Archive", "archive.org": "Internet Archive"}


class Rewritten(Struct, frozen=True):
    """A registry's text with what could be changed in it."""

    text: str
    done: tuple[Change, ...] = ()
    refused: tuple[Change, ...] = ()
    """What has to be written by hand: its place is unusual, or not in this file."""


def rewrite(text: str, changes: Sequence[Change]) -> Rewritten:
    """The registry with the changes made, as far as each can be made safely; the others leave the text as it was."""
    if not changes:
        return Rewritten(text)
    changed = _with_all(text, changes)
    if changed is not None:
        return Rewritten(changed, tuple(changes))
    if len(changes) == 1:
        return Rewritten(text, (), tuple(changes))
    middle = len(changes) // 2  # one of them cannot be made: find it
    first = rewrite(text, changes[:middle])
    second = rewrite(first.text, changes[middle:])
    return Rewritten(second.text, first.done + second.done, first.refused + second.refused)


def _with_all(text: str, changes: Sequence[Change]) -> str | None:
    """The text with all changes; None where they cannot be made so that the rest stays what it was."""
    try:
        root = yaml.compose(text, Loader=BASE)
        edits = [_edit(_Text(text), _entry(root, change.source), change) for change in changes]
        changed = text
        for edit in sorted((edit for edit in edits if edit is not None), key=lambda edit: edit.start, reverse=True):
            changed = changed[: edit.start] + edit.piece + changed[edit.end :]
        wanted = yaml.load(text, Loader=BASE)  # noqa: S506 - safe
        for change in changes:
            _make(change, wanted)
        return changed if None not in edits and yaml.load(changed, Loader=BASE) == wanted else None  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _make(change: Change, data: Any) -> None:
    """Make a change in the registry as data.

    Raises:
        ValueError: it has no such entry.
    """
    sources = data.get("sources") if isinstance(data, dict) else None
    entries = sources if isinstance(sources, dict) else {}
    key = next((key for key in entries if str(key) == change.source), None)
    entry = entries.get(key)
    if not isinstance(entry, dict):
        raise ValueError(change.source)
    if isinstance(change, NewAddress):
        entries[key] = entry | {"url": change.new}
    else:
        added = yaml.load(_archive(change), Loader=BASE)  # noqa: S506
        entries[key] = entry | {"archives": [added, *(entry.get("archives") or [])]}


def _entry(root: Node | None, source: str) -> MappingNode | None:
    sources = _value(root, "sources")
    found = _value(sources, source)
    return found if isinstance(found, MappingNode) else None


def _value(node: Node | None, name: str) -> Node | None:
    pair = _pair(node, name)
    return pair[1] if pair else None


def _pair(node: Node | None, name: str) -> tuple[Node, Node] | None:
    if not isinstance(node, MappingNode):
        return None
    return next(((key, value) for key, value in node.value if getattr(key, "value", None) == name), None)


class _Edit(Struct, frozen=True):
    """Characters `start` to `end` (exclusive) of the text give way to a piece."""

    start: int
    end: int
    piece: str


class _Text(Struct, frozen=True):
    """A text, and where its lines begin."""

    text: str

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def line_of(self, at: int) -> int:
        """Where the line of a character begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_after(self, at: int) -> int | None:
        """Where the next line begins; None where there is none."""
        end = self.text.find("\n", at)
        return end + 1 if end >= 0 else None


def _edit(text: _Text, entry: MappingNode | None, change: Change) -> _Edit | None:
    """What to put where; None for an entry that is not there or has an unusual form."""
    if entry is None:
        return None
    if isinstance(change, NewAddress):
        value = _value(entry, "url")
        if not isinstance(value, ScalarNode):
            return None
        return _Edit(value.start_mark.index, value.end_mark.index, _scalar(change.new, value, entry))
    archives = _pair(entry, "archives")
    if archives is None:
        return _new_archives(text, entry, change)
    key, value = archives
    if isinstance(value, SequenceNode) and not value.flow_style:
        at = text.line_of(value.start_mark.index)
        return _Edit(at, at, f"{' ' * value.start_mark.column}- {_archive(change)}{text.newline}")
    if isinstance(value, SequenceNode):
        at = value.start_mark.index + 1
        return _Edit(at, at, _archive(change) + (", " if value.value else ""))
    at = key.end_mark.index + 1  # `archives:` with nothing behind it
    return _Edit(at, at, f" [{_archive(change)}]")


def _new_archives(text: _Text, entry: MappingNode, change: NewArchive) -> _Edit | None:
    """`archives` in the line below the entry's address, or in front of everything within its braces."""
    if entry.flow_style:
        at = entry.start_mark.index + 1
        return _Edit(at, at, f"archives: [{_archive(change)}]" + (", " if entry.value else ""))
    pair = _pair(entry, "url") or _pair(entry, "doi")
    if pair is None:
        return None
    key, value = pair
    margin = " " * key.start_mark.column
    lines = (f"{margin}archives:{text.newline}", f"{margin}  - {_archive(change)}{text.newline}")
    at = text.line_after(max(value.end_mark.index - 1, value.start_mark.index))
    if at is None:
        return _Edit(len(text.text), len(text.text), text.newline + "".join(lines))
    return _Edit(at, at, "".join(lines))


def _scalar(value: str, old: ScalarNode, entry: MappingNode) -> str:
    """An address as YAML, within the marks that the old one had; within braces always within some."""
    if old.style == "'":
        return "'" + value.replace("'", "''") + "'"
    plain = yaml.safe_dump(value, allow_unicode=True, width=10**9).removesuffix("\n").removesuffix("\n...")
    bare = plain == value and not entry.flow_style and not old.style
    return value if bare else _quoted(value)


def _archive(change: NewArchive) -> str:
    """A saved copy as YAML on one line."""
    host = change.url.split("/")[2].lower() if change.url.count("/") > 2 else ""
    service = f", service: {_SERVICES[host]}" if host in _SERVICES else ""
    return f"{{url: {_quoted(change.url)}, date: {change.date}{service}}}"


def _quoted(value: str) -> str:
    """As a JSON string, which YAML reads as well."""
    return msgspec.json.encode(value).decode()
