"""Values of a CSL-JSON item, for those who write it in another form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from mkdocs_provenance.exports.plain_text import one_line

Item = Mapping[str, object]
"""A CSL-JSON item of our own making: `views/csl.py`, `article_item.py`."""

OTHERS: Final = ("interviewer", "guest", "contributor")
"""Roles beside the author that our items know."""
STATES: Final = {
    "retracted": "Retracted", "corrected": "Corrected", "superseded": "Superseded", "removed": "Original page removed",
}  # fmt: skip
"""What has become of a work, in words that stand before its note."""


def text_of(item: Item, variable: str) -> str:
    """A text on one line; nothing where there is none."""
    value = item.get(variable)
    return one_line(value) if isinstance(value, str) else ""


def names_of(item: Item, variable: str) -> Iterator[tuple[str, str]]:
    """Family and given name of each; of a name that is not taken apart, the whole and nothing."""
    for name in cast("Sequence[Mapping[str, str]]", item.get(variable) or ()):
        family, given = one_line(name.get("family", "")), one_line(name.get("given", ""))
        literal = one_line(name.get("literal", "")) or (family or given if not (family and given) else "")
        if literal or family:
            yield (literal, "") if literal else (family, given)


def date_of(item: Item, variable: str) -> tuple[list[list[int]], bool]:
    """A date's parts, twice for an interval, and whether it is not quite known; an empty list for none."""
    date = cast("Mapping[str, Any]", item.get(variable) or {})
    return list(date.get("date-parts", ())), bool(date.get("circa"))


def remark_of(item: Item) -> str:
    """What has become of the work, then its note: whoever takes a retracted source over must see that it is."""
    state = STATES.get(text_of(item, "status"), "")
    note = text_of(item, "note")
    return f"{state}. {note}".strip() if state else note
