"""Dates in EDTF (Library of Congress; ISO 8601-2), as exactly as they are known."""

from __future__ import annotations

from mkdocs_provenance.model import PartialDate


def iso(date: PartialDate) -> str:
    """A date in ISO 8601 with its time, without EDTF's qualifiers; of an interval its first date."""
    return f"{date.iso}T{date.time}" if date.time else date.iso


def edtf(date: PartialDate | None) -> str | None:
    """A date with its time, `~`, `?` or `%`, where it has one, an interval with a stroke; None where there is none."""
    if date is None:
        return None
    text = iso(date)
    if date.approximate or date.uncertain:
        text += "%" if date.approximate and date.uncertain else "~" if date.approximate else "?"
    return text if date.end is None else f"{text}/{edtf(date.end)}"
