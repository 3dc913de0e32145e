"""Values as pages write them, made fit for the registry, or refused: text, names, days, languages. Pure."""

from __future__ import annotations

import calendar
import datetime
import html
import re
import unicodedata
from email.utils import parsedate_to_datetime
from typing import Final

from mkdocs_provenance.model import MONTHS

MAX_TITLE: Final = 500
MAX_NAME: Final = 120
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_BARRED: Final = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff]"
)
"""Characters that are not printed, or that turn text around."""
_PLACEHOLDER: Final = re.compile(
    r"(?i)(?:undefined|null|none|nan|n/?a|untitled(?: document)?|unknown|\[?object object\]?|no title|title|tba|test)"
)
_TEMPLATE: Final = re.compile(r"\{\{|\}\}|<%|%>|\$\{|__[A-Z_]{3,}__")
_NOT_A_PERSON: Final = re.compile(
    r"(?i)(?:admin(?:istrator)?|webmaster|(?:no )?author|user|root|editor|wordpress|by|guest|anonymous"
    r"|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
)
"""What a program fills in for a person: a user's name, or the site's."""
_ADDRESS: Final = re.compile(r"(?i)(?:https?:|//|www\.)|@\w+\.\w+")


def clean(text: str, most: int = MAX_TITLE) -> str | None:
    """A text on one line, entities and markup resolved; None for an empty one, a placeholder, or one too long."""
    value = _TAG.sub(" ", html.unescape(text[: most * 20]))
    value = " ".join(_BARRED.sub(" ", unicodedata.normalize("NFC", value)).split())
    if not value or len(value) > most or _PLACEHOLDER.fullmatch(value) or _TEMPLATE.search(value):
        return None
    return value if any(character.isalnum() for character in value) else None


def name(text: str) -> str | None:
    """The name of a person or a body; None for an address or a placeholder."""
    value = clean(text, MAX_NAME)
    if value is None or _ADDRESS.search(value):
        return None
    return value.strip(" ,;|") if any(character.isalpha() for character in value) else None


def author(text: str) -> str | None:
    """The name of who wrote something, without "By" before it; None as for `name`, and for the name of a site."""
    value = name(text)
    if value is None:
        return None
    value = re.sub(r"\A[Bb][Yy]:?\s+(?=\S)", "", value)
    return None if _NOT_A_PERSON.fullmatch(value) or _PLACEHOLDER.fullmatch(value) else value


_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?")
_DOTTED: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D.*)?")
"""`06.02.2023`: with full stops the day stands first, in every country that writes dates so."""
_TOGETHER: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.*)?")
_DAY_FIRST: Final = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]+)\.?,?\s+(\d{4})(?:\D.*)?")
_MONTH_FIRST: Final = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\D.*)?")
_EARLIEST: Final = 1450
"""The oldest year that is taken for a date of publication: print begins."""
_EPOCHS: Final = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"})
"""What programs write where they know no date."""


def day(text: str, today: datetime.date) -> str | None:
    """A date as the registry writes it (`2023`, `2023-02`, `2023-02-06`), as exact as `text` and no more.

    Read are ISO 8601 and what resembles it, the dates of e-mail (RFC 5322), and English ones with the month as a word.
    The day is that of the zone in which it is written; a moment in UTC keeps its time. None for any other text
    (`02/06/2023` may be two days), for a day that does not exist, lies after tomorrow or before print.

    Args:
        text: as the page writes it.
        today: the day on which it is read.
    """
    written = " ".join(text.split())[:60]
    parts = _parts(written)
    if parts is None:
        return None
    year, month, number = parts
    if not _EARLIEST <= year <= today.year + 1 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04d}" if year <= today.year else None
    if number is None or number == 0:
        return f"{year:04d}-{month:02d}" if (year, month) <= (today.year, today.month) else None
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    found = datetime.date(year, month, number)
    if found > today + datetime.timedelta(days=1) or found.isoformat() in _EPOCHS:
        return None
    moment = _UTC.fullmatch(written)
    return f"{found.isoformat()}T{moment[1]}Z" if moment and moment[1] != "00:00" else found.isoformat()


_UTC: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d)?(?:\.\d+)?(?:Z|[+]00:?00)")
"""A moment in UTC: where the page was published it may have been the day before or after, so its time is kept."""


def _parts(written: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a text, unchecked."""
    if match := _TOGETHER.fullmatch(written) or _YEAR_FIRST.fullmatch(written):
        year, month, number = match.groups()
        return int(year), int(month) if month else None, int(number) if number else None
    if match := _DOTTED.fullmatch(written):
        number, month, year = match.groups()
        return int(year), int(month), int(number)
    if match := _DAY_FIRST.fullmatch(written):
        number, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(written):
        month, number, year = match.groups()
    else:
        return _mail_date(written)
    index = _month(month)
    return (int(year), index, int(number)) if index else None


def _mail_date(written: str) -> tuple[int, int, int] | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.year, moment.month, moment.day


def _month(word: str) -> int | None:
    """The number of an English month, written out or by three letters or more."""
    if len(word) < 3:
        return None
    return next((at for at, month in enumerate(MONTHS, 1) if month.lower().startswith(word.lower())), None)


_TAGS: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def language(text: str) -> str | None:
    """A language tag (BCP 47) in its usual letters: `en-US`, `zh-Hant-TW`; None for what is none."""
    match = _TAGS.fullmatch(text.split(",")[0].strip())
    if match is None or match[1].lower() in ("xx", "und", "mul", "zxx"):
        return None
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    return "-".join(part for part in (match[1].lower(), script, region) if part)
