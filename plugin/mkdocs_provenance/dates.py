"""Dates as exactly as they are known: EDTF level 0, and level 1's qualifiers.

EDTF is the Library of Congress's Extended Date/Time Format, now ISO 8601-2:2019.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from mkdocs_provenance.model import MONTHS, PartialDate

_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12][0-9]|3[01])"
_PLAIN: Final = rf"[0-9]{{4}}(?:-{_MONTH}(?:-{_DAY})?)?"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_ZONE: Final = r"(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)"
_MOMENT: Final = rf"[0-9]{{4}}-{_MONTH}-{_DAY}[T ]{_CLOCK}(?:\.[0-9]+)?{_ZONE}?"

PATTERN: Final = rf"{_PLAIN}[~?%]?(?:/{_PLAIN}[~?%]?)?|{_MOMENT}"
"""The forms that `parse_date` reads, as a regular expression that Python and ECMA-262 (JSON Schema) both understand.

It checks the form alone: whether the day exists is left to `parse_date`.
"""

EXPECTED: Final = (
    "A date is a year (2023), a month (2023-02), a day (2023-02-06), a time (2023-02-06T01:17:34Z) or an interval "
    "(2023-02-06/2023-02-08), with ~ at its end for about and ? for uncertain."
)
"""What `parse_date` accepts, in one sentence with examples."""

_FORM: Final = re.compile(PATTERN)
_TIME: Final = re.compile(rf"(?P<day>[0-9-]+)[T ](?P<clock>{_CLOCK})(?:\.[0-9]+)?(?P<zone>{_ZONE})?")
_LOOSE: Final = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")


def parse_date(value: object) -> PartialDate:
    """The date that `value` writes: text in EDTF, an int year, or a `date` or `datetime` that a YAML reader made.

    A fraction of a second is dropped from `PartialDate.time`. The years run from 0001 to 9999. An interval is returned
    as its first date, with the last in `end`; its qualifiers stay with the date that they follow.

    Raises:
        ValueError: with a sentence that says what was expected, and an example.
    """
    if isinstance(value, datetime.datetime):
        text = value.replace(microsecond=0).isoformat().removesuffix("+00:00")
        return _parse(text + "Z" if value.utcoffset() == datetime.timedelta() else text)
    if isinstance(value, datetime.date):
        return _parse(value.isoformat())
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(EXPECTED)
    if isinstance(value, int) and not 0 <= value <= 9999:  # also spares `str` an int of a million digits
        raise ValueError(EXPECTED)
    return _parse(str(value).strip())


def earliest(date: PartialDate) -> datetime.date:
    """The first day that `date` can mean."""
    return datetime.date(date.year, date.month or 1, date.day or 1)


def latest(date: PartialDate) -> datetime.date:
    """The last day that `date` can mean: of an interval, the last day of its end."""
    last = date.end or date
    month = last.month or 12
    return datetime.date(last.year, month, last.day or calendar.monthrange(last.year, month)[1])


@lru_cache(maxsize=4096)  # A registry repeats its dates (`accessed` above all), and PartialDate is frozen.
def _parse(text: str) -> PartialDate:
    if not _FORM.fullmatch(text):
        raise ValueError(_remedy(text))
    first, slash, last = text.partition("/")
    start = _single(first)
    if not slash:
        return start
    end = _single(last)
    if latest(end) < earliest(start):
        raise ValueError("An interval ends on or after the day it starts, for example 2023-02-06/2023-02-08.")
    return PartialDate(text, start.year, start.month, start.day, None, start.approximate, start.uncertain, end)


def _single(text: str) -> PartialDate:
    if moment := _TIME.fullmatch(text):
        on = _single(moment["day"])
        return replace(on, text=text, time=moment["clock"] + (moment["zone"] or ""))
    qualifier = text[-1] if text[-1] in "~?%" else ""
    year, *rest = (int(part) for part in text.removesuffix(qualifier).split("-"))
    month = rest[0] if rest else None
    day = rest[1] if len(rest) > 1 else None
    _must_exist(year, month, day)
    return PartialDate(text, year, month, day, approximate=qualifier in ("~", "%"), uncertain=qualifier in ("?", "%"))


def _must_exist(year: int, month: int | None, day: int | None) -> None:
    if year < 1:
        raise ValueError("Years run from 0001 to 9999, for example 2023.")
    if month is None or day is None:
        return
    last = calendar.monthrange(year, month)[1]
    if day > last:
        name = MONTHS[month - 1]
        example = f"{year:04d}-{month:02d}-{last}"
        raise ValueError(f"{name} {year} has only {last} days, so write a day that exists, for example {example}.")


def _remedy(text: str) -> str:
    """What to say of a text in no known form; a day that only lacks its zeros or hyphens is written out."""
    if loose := _LOOSE.fullmatch(text):
        year, month, day = int(loose["year"]), int(loose["month"]), int(loose["day"])
        if year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            example = f"{year:04d}-{month:02d}-{day:02d}"
            return f"A day is written with hyphens and two digits each for month and day, for example {example}."
    return EXPECTED
