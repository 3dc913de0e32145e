"""Dates as bibliographies write them: EDTF, its older spellings, and words; into the dates of the registry.

biblatex and CSL ask for EDTF (ISO 8601-2). What people and programs write is "May 2020", "2020/05/01/", "c. 1850",
"1989-90", "n.d.", "in press". All of it is read as exactly as it is meant, and never more exactly: of "5/6/2020",
which is May here and June there, the year.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.model import MONTHS, PartialDate


class Dated(Struct, frozen=True):
    """What a field says of a date."""

    date: PartialDate | None = None
    undated: bool = False
    """Whether it says that there is none."""


_OTHER_MONTHS: Final = (
    "januar jänner janvier enero gennaio janeiro januari", "februar février febrero febbraio fevereiro februari",
    "märz mars marzo março maart", "avril abril aprile", "mai mayo maggio maio mei maj",
    "juni juin junio giugno junho", "juli juillet julio luglio julho", "août agosto augustus augusti",
    "septembre septiembre settembre setembro", "oktober octobre octubre ottobre outubro",
    "novembre noviembre novembro", "dezember décembre diciembre dicembre dezembro",
)  # fmt: skip
_MONTHS: Final = {
    word: number
    for number, words in enumerate(zip(MONTHS, _OTHER_MONTHS, strict=True), 1)
    for word in (words[0].lower(), words[0][:3].lower(), *words[1].split())
} | {"sept": 9}
_NAME: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR: Final = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|er|\.|º)?"

_NONE: Final = re.compile(
    r"[\[(]*(?:n\.? ?d\.?|no ?date|undated|without date|s\.? ?[adf]\.?|o\.? ?j\.?|sine anno|ohne jahr|sans date)[)\]]*",
    re.IGNORECASE,
)
"""Words for "it bears no date", in English, Latin, German, French and Spanish."""
_NOT_YET: Final = re.compile(
    r"(?:in press|in print|forthcoming|to appear|to be published|submitted|accepted|in prep(?:aration|\.)?|preprint|"
    r"(?:in|under) review|unpublished|online first|im druck|im erscheinen|sous presse|en prensa|in stampa|ongoing)\b.*",
    re.IGNORECASE,
)
_EDTF: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}[Xxu]|[0-9]{2}[XxUu]{2}|[0-9]{2}--|[0-9]{3}-)"
    r"(?:-(?P<month>[0-9]{1,2}|[XxUu]{2})(?:-(?P<day>[0-9]{1,2}|[XxUu]{2}))?)?(?P<sign>[~?%]|\?~|~\?)?"
)
_SLASHED: Final = re.compile(
    r"(?P<year>[0-9]{4})/(?P<month>[0-9]{0,2})/(?P<day>[0-9]{0,2})(?:/.*)?|(?P<alone>[0-9]{4})/+"
)
_CIRCA: Final = re.compile(
    rf"(?:c\.|c |ca\.?|circa|cca\.?|approx(?:\.|imately)?|about|around|um|vers|hacia) *(?P<year>{_YEAR})", re.IGNORECASE
)
_SPAN: Final = re.compile(rf"(?P<first>{_YEAR}) ?(?:--?|–|—|/) ?(?P<last>{_YEAR}|[0-9]{{2}})")
_MONTH_SPAN: Final = re.compile(rf"(?P<first>{_NAME}) ?(?:--?|–|/|&|and) ?(?P<last>{_NAME}),? ?(?P<year>{_YEAR})", re.I)
_WORDED: Final = (
    re.compile(rf"(?P<day>{_DAY})(?: |-|/|of|de)*(?P<month>{_NAME})(?: |,|-|/|de)*(?P<year>{_YEAR})", re.IGNORECASE),
    re.compile(rf"(?P<month>{_NAME})[ -]*(?P<day>{_DAY})[ ,-]+(?P<year>{_YEAR})", re.IGNORECASE),
    re.compile(rf"(?P<month>{_NAME})(?: |,|-|/|de)*(?P<year>{_YEAR})", re.IGNORECASE),
    re.compile(rf"(?P<year>{_YEAR})[ ,-]*(?P<month>{_NAME})(?:[ ,-]+(?P<day>{_DAY})(?![0-9]))?", re.IGNORECASE),
    re.compile(rf"(?<![0-9.])(?P<day>{_DAY}) ?(?P<month>1[0-2]|0?[1-9])\. ?(?P<year>{_YEAR})(?![0-9])"),  # 1.5.2020
    re.compile(rf"(?<![0-9-])(?P<year>{_YEAR})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?![0-9])"),
)
_ANY_YEAR: Final = re.compile(rf"(?<![0-9])(?P<year>{_YEAR})(?![0-9])")
_DAY_SPAN: Final = re.compile(
    rf"(?P<first>{_DAY}) ?(?:--?|–|/) ?(?P<last>{_DAY}) (?P<month>{_NAME}),? ?(?P<year>{_YEAR})", re.I
)
_DECADE: Final = re.compile(r"(?<![0-9])(?P<decade>(?:1[0-9]|20)[0-9])0(?:s|er)\b")
_SEASONS: Final = frozenset((*range(13, 17), *range(21, 42)))
"""Months that mean a season: EDTF's, and those of older CSL processors."""
_OPEN: Final = frozenset({"", "..", "open", "unknown", "nodate"})
_MAX: Final = 200
"""Characters of a date; a longer text is none."""


@lru_cache(maxsize=4096)
def read_date(written: str) -> Dated:
    """The date that a field writes; without a date where it says that there is none, or none yet.

    Raises:
        ValueError: no date was found in it.
    """
    text = " ".join(written.split()).strip(" ,;")
    if not text or (_NOT_YET.fullmatch(text) and not _ANY_YEAR.search(text)):
        return Dated()
    if _NONE.fullmatch(text):
        return Dated(undated=True)
    readable = len(text) <= _MAX and not re.match(r"-[0-9]", text)  # years before 1 are not dates of the registry
    found = _exact(text) or _interval(text) or _in_words(text) if readable else None
    if found is None:
        raise ValueError("No date was found.")
    return Dated(found)


def _exact(text: str) -> PartialDate | None:
    """EDTF, an older spelling of it, or RIS's `2020/05/01/`."""
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _made(slashed["year"] or slashed["alone"], slashed["month"], slashed["day"])
    edtf = _EDTF.fullmatch(text)
    if not edtf:
        return _parsed(text)
    year = edtf["year"]
    if not year.isdigit():
        first, last = (re.sub("[^0-9]", digit, year) for digit in "09")
        return _parsed(f"{first}/{last}")
    sign = edtf["sign"] or ""
    return _made(year, edtf["month"], edtf["day"], "%" if len(sign) > 1 else sign)


def _interval(text: str) -> PartialDate | None:
    """Two EDTF dates with a slash between them; of one that is open, the end that is known."""
    first, slash, last = text.partition("/")
    if not slash:
        return None
    if last in _OPEN:
        return _exact(first)
    if first in _OPEN:
        return _exact(last)
    start, end = _exact(first) if _EDTF.fullmatch(first) else None, _exact(last) if _EDTF.fullmatch(last) else None
    return _parsed(f"{start.text}/{end.text}") if start and end else None


def _in_words(text: str) -> PartialDate | None:
    """A date in words, or at least the one year that the text names."""
    circa = _CIRCA.search(text)
    if circa:
        return _parsed(circa["year"] + "~")
    months = _MONTH_SPAN.search(text)
    if months:
        first, last = (_month(months[end]) for end in ("first", "last"))
        return _parsed(f"{months['year']}-{first:02d}/{months['year']}-{last:02d}") or _parsed(months["year"])
    days = _DAY_SPAN.search(text)
    if days:
        month = f"{days['year']}-{_month(days['month']):02d}"
        first, last = (int(re.sub("[^0-9]", "", days[end])) for end in ("first", "last"))
        return _parsed(f"{month}-{first:02d}/{month}-{last:02d}") or _parsed(month)
    for form in _WORDED:
        found = form.search(text)
        if found:
            return _made(found["year"], str(_month(found["month"])), found.groupdict().get("day"))
    span = _SPAN.search(text)
    if span:
        year, end = span["first"], span["last"]
        return _parsed(f"{year}/{year[: 4 - len(end)]}{end}") or _parsed(year)
    decade = _DECADE.search(text)
    if decade:
        return _parsed(f"{decade['decade']}0/{decade['decade']}9")
    years = set(_ANY_YEAR.findall(text))
    uncertain = "?" if re.search(r"[0-9]\]?\?", text) else ""
    return _parsed(years.pop() + uncertain) if len(years) == 1 else None


def _month(word: str) -> int:
    word = word.lower().rstrip(".")
    return int(word) if word.isdigit() else _MONTHS[word]


def _made(year: str, month: str | None, day: str | None, sign: str = "") -> PartialDate | None:
    """A date of its parts, as exact as they are: of a season (EDTF 21 to 41, CSL 13 to 16) or of `00`, the year."""
    parts = [year]
    for part in (month, day):
        number = re.sub("[^0-9]", "", part or "")
        if not number or not int(number):
            break
        if part is month and int(number) > 12:
            if day or int(number) not in _SEASONS:
                return None
            break
        parts.append(f"{int(number):02d}")
    return _parsed("-".join(parts) + sign)


def _parsed(text: str) -> PartialDate | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
