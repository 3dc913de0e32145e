"""When something was, as `xsd:dateTime` in UTC: a moment, or the first and the last that it may have been.

W3C's model of annotations has no date without a time. A day that is known no better is the whole day.
"""

from __future__ import annotations

import calendar
import re
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Archive, PartialDate

_STAMP: Final = re.compile(r"/web/([0-9]{14})(?:[a-z]{2}_)?/")
"""The moment that a web archive writes into the address of a copy, in UTC (Internet Archive, and whoever runs pywb)."""
_CLOCK: Final = re.compile(r"([0-9]{2}:[0-9]{2})(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})\Z")


class Moment(Struct, frozen=True):
    """A moment; with an end, somewhere between the two."""

    start: str
    end: str | None = None


def moment_of_copy(copy: Archive) -> Moment | None:
    """When a copy was saved: by its address to the second, else by its date; None where neither says."""
    stamp = _STAMP.search(copy.url)
    found = _moment_of_stamp(stamp[1]) if stamp else None
    return found or moment_of_date(copy.date)


def moment_of_date(date: PartialDate | None) -> Moment | None:
    """When a date was; None for one that is approximate or uncertain: its bounds are not known.

    A time without a zone names no moment, so the day it is.
    """
    if date is None or not _is_sure(date):
        return None
    last = date.end or date
    if date.end is None and date.day is not None and (clock := _CLOCK.match(date.time or "")):
        return Moment(f"{date.iso}T{clock[1]}{clock[2] or ':00'}{clock[3]}")
    month = last.month or 12
    day = last.day or calendar.monthrange(last.year or 4, month)[1]
    first = f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}"
    return Moment(f"{first}T00:00:00Z", f"{last.year:04d}-{month:02d}-{day:02d}T23:59:59Z")


def _is_sure(date: PartialDate) -> bool:
    ends = (date,) if date.end is None else (date, date.end)
    return not any(each.approximate or each.uncertain or each.year < 1 for each in ends)


def _moment_of_stamp(stamp: str) -> Moment | None:
    """14 digits as a moment; None where they are no date."""
    year, month, day = int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])
    if not (year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    if stamp[8:10] > "23" or stamp[10:12] > "59" or stamp[12:] > "59":
        return None
    return Moment(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z")
