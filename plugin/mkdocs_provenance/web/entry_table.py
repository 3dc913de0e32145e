"""What is told of an entry that was made of a page: each field, and where the page says it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.web.entry import FIELDS, NewEntry

_WIDEST: Final = 64
"""Characters of a value that are shown."""


def entry_table(entry: NewEntry, text: str) -> str:
    """The fields of an entry in three columns, what the page does not show, and remarks.

    Args:
        entry: the entry.
        text: what became of the page's text, in a few words.
    """
    rows = [*_rows(entry), ("text", text, "")]
    names = max(len(name) for name, _, _ in rows)
    values = max(len(value) for _, value, where in rows if where)
    lines = [f"  {name:<{names}}  {value:<{values if where else 0}}  {where}".rstrip() for name, value, where in rows]
    if entry.missing:
        lines.append(f"  Not on the page: {', '.join(entry.missing)}.")
    lines.extend(f"  - {remark}" for remark in entry.remarks)
    return "\n".join(lines)


def _rows(entry: NewEntry) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        found = entry.fields.get(name)
        if name == "archives":
            for copy in entry.archives:
                yield "archive", copy.url, f"{copy.service}, copy of {copy.moment:%Y-%m-%d}"
        elif found is not None and name not in ("text_path", "text_sha256"):
            value = found.value if isinstance(found.value, str) else "; ".join(found.value)
            yield name, value if len(value) <= _WIDEST else value[: _WIDEST - 1] + "…", found.where
