"""Figures in prose: numbers, percentages, sums of money, dates and times, read into what can be compared.

A figure in digits is read in every language, a number in words in English. Where a sign can mean two things (`7.800`
is seven thousand eight hundred in Berlin), a figure has both values.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Final

from msgspec import Struct

from mkdocs_provenance.checks.numerals import numerals
from mkdocs_provenance.model import MONTHS

Day = tuple[int, int, int]
"""Year, month, day; 0 where it is not said."""
Clock = tuple[int, int]
"""Hour and minute."""

YEARS: Final = range(1000, 2101)
"""Four digits in a row that are taken for a year."""
LONGEST: Final = 18
"""Digits of a number that is read; a longer one is no figure that anybody compares."""

_SCALES: Final = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 10**6, "mn": 10**6, "m": 10**6, "mio": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_FOREIGN_SCALES: Final = tuple(Decimal(10) ** power for power in (3, 4, 6, 8, 9, 12))
"""What `Millionen`, `mil`, `万` … may stand for: in other languages than English they are not read."""
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_CURRENCY: Final = (
    r"(?:(?:\b(?:US|AU|CA|NZ|HK|[AC]))?\$|[€£¥₹₽₩₺]"
    r"|\b(?:EUR|USD|GBP|CHF|NOK|SEK|DKK|PLN|JPY|CNY|INR|AUD|CAD|Rs|kr)\.?)"
)
_PREFIX: Final = re.compile(rf"(?:\b{_MONTH},?[ \u00a0](?:of )?|{_CURRENCY}[ \u00a0]?|(?<![\w'’])['’])$")
"""What a figure may begin with before its first digit."""
_REACH: Final = 18
_GROUP: Final = ",.'’ \u00a0\u202f\u2009"
_NUMBER: Final = (
    rf"[0-9]{{1,3}}(?P<group>[{_GROUP}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*(?![0-9])(?:[.,][0-9]+)?"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])|[0-9]+(?:[.,][0-9]+)?"
)
_FIGURE: Final = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"
    rf"|(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ \u00a0](?P<month>{_MONTH})(?:,?[ \u00a0](?P<year>[0-9]{{4}})\b)?"
    rf"|(?P<month2>{_MONTH})[ \u00a0](?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]?[0-9])"
    r"(?:,?[ \u00a0](?P<year2>[0-9]{4})\b)?"
    rf"|(?P<month3>{_MONTH}),?[ \u00a0](?:of )?(?P<year3>[0-9]{{4}})\b"
    r"|(?P<d>[0-9]{1,2})(?P<sep>[./])(?P<m>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4}|[0-9]{2})(?![0-9.])"
    r"|(?P<hour>[01]?[0-9]|2[0-4])[:h](?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9])"
    r"(?:[ \u00a0]?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<hour2>1[0-2]|0?[0-9])(?:\.(?P<minute2>[0-5][0-9]))?[ \u00a0]?(?P<half2>[ap])\.?m\b\.?"
    r"|(?![0-9]{1,3}(?:\.[0-9]{3})+(?![.0-9]))(?P<literal>[0-9]+(?:\.[0-9]+){2,})(?![0-9])"
    r"|['’](?P<short>[0-9]{2})\b(?!s)"
    r"|(?P<myriads>[0-9]+(?:\.[0-9]+)?)(?P<myriad>[万萬億亿])(?P<rest>[0-9]{1,4})?"
    rf"|(?:(?P<currency>{_CURRENCY})[ \u00a0]?)?(?P<number>{_NUMBER})(?P<ordinal>(?:st|nd|rd|th)\b)?(?P<decade>s\b)?"
    r"(?:(?:[ \u00a0-]?(?P<scale>hundred|thousand|million|mn|mio|billion|bn|trillion|tn|lakh|crore)|(?P<glued>[kmb]))"
    r"\b)?"
    r"(?P<percent>[ \u00a0\u202f-]?(?:%|per ?cent\b|pct\b|percentage points?\b))?"
)
_NO_PROSE: Final = re.compile(
    r"(?<!\S)\S*?://\S*|(?<!\S)\S+@\S+|\[[^\[\]\n]*\]|\#[0-9]+|(?<![\w/])[0-9]{1,2}/[0-9]{1,2}(?![/0-9])"
)
"""Addresses, brackets, and `9/11` or `24/7`: blanked before figures are looked for."""
_ASCII: Final = {
    **{
        zero + digit: str(digit)
        for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0xFF10)
        for digit in range(10)
    },
    ord("％"): "%", ord("٪"): "%", ord("٫"): ".", ord("٬"): ",", ord("．"): ".", ord("，"): ",",
}  # fmt: skip
"""Digits of other scripts and their signs, one character for one."""
_DIGIT: Final = re.compile(r"\d")
_MYRIADS: Final = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
_SCALE_AFTER: Final = re.compile(
    rf"[ \u00a0]?(?:-|–|to|or|and)[ \u00a0]?(?:{_CURRENCY}[ \u00a0]?)?[0-9.,]+"
    r"[ \u00a0-]?(?P<scale>thousand|million|mn|billion|bn|m|k)\b"
)
"""What gives the first number of `5–10 million` its scale."""
_DAYS_AFTER: Final = re.compile(
    rf"(?:[-–]|[ \u00a0](?:to|and|or)[ \u00a0])[0-9]{{1,2}}[ \u00a0](?P<month>{_MONTH})"
    r"(?:[ \u00a0](?P<year>[0-9]{4})\b)?"
)
_DAYS_BEFORE: Final = re.compile(rf"\b(?P<month>{_MONTH})[ \u00a0][0-9]{{1,2}}[-–]$")
"""`6–8 February`, `February 6–8`."""
_YEAR_BEFORE: Final = re.compile(r"\b([12][0-9])[0-9]{2}[-–/]$")
_HALF_AFTER: Final = re.compile(r"[ \u00a0-]and[ -]a[ -]half(?:[ \u00a0-](?P<scale>thousand|million|billion))?\b")
_PERCENT_AFTER: Final = re.compile(r"[ \u00a0-](?:per ?cent\b|percentage points?\b)")
_NAME_BEFORE: Final = re.compile(
    r"(?:^|[^\w])(?P<word>[A-Z][\w’'&.]*|no\.|nr\.|nos?\.|page|p\.|pp\.|chapter|room|line|section|article)[ \u00a0]$"
)
_NAME_JOINED: Final = re.compile(r"(?<![^\W_])(?:[A-Z][A-Za-z.]*|[a-z]+)[-‑/]?(?:[0-9]+[-‑.])*(?<![a-z][-‑/])$")
"""`F-`, `G`, `CVE-2024-`, but not `mid-`."""
_MONTH_BEFORE: Final = re.compile(rf"\b{_MONTH}[ \u00a0]$")
_COUNTED: Final = re.compile(r"[ \u00a0][a-z-]*(?:s|people|men|women|children|per|cent)\b")
_OPENING_WORDS: Final = (
    "In On At By Since From Until Before After Some About Around Nearly Almost Over Between The Of To For Only And But "
    "Another Just Up Under During Through Its His Her Their Our Roughly Within Last This That These Those All"
)
_OPENERS: Final = frozenset(_OPENING_WORDS.split())
"""Words with a capital only because a sentence begins with them."""


class Figure(Struct, frozen=True):
    """A figure, where it stands, and what it can mean."""

    start: int
    end: int
    text: str
    """As written, with its unit where that is a currency, a percentage or a million."""
    values: tuple[Decimal, ...] = ()
    """The likeliest first."""
    days: tuple[Day, ...] = ()
    clocks: tuple[Clock, ...] = ()
    literal: str | None = None
    """A version such as `5.6.1`: compared as it is written."""
    percent: bool = False
    step: Decimal = Decimal(0)
    """What the last digit written counts: 0.1 million for `3.4m`."""
    scaled: bool = False
    """Written with `million` or the like, and so rounded."""
    year: bool = False
    """Four digits that are likely a year."""
    decade: bool = False
    word: bool = False
    """Written in letters."""
    ordinal: bool = False
    """`21st`: perhaps a day of the month."""
    name: bool = False
    """Part of a name (`F-16`, `Route 9`, `5G`): nothing in it could be wrong by itself."""


_start: Final = attrgetter("start")


def has_digit(text: str) -> bool:
    """Whether a text holds a digit of any script."""
    if text.isascii():
        return any(digit in text for digit in "0123456789")  # a quarter of the time that the pattern takes
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=64)
def is_english(language: str) -> bool:
    """Whether a language tag (BCP 47) is one of English."""
    return re.split("[-_]", language, maxsplit=1)[0].lower() == "en"


@lru_cache(maxsize=2048)
def figures(text: str, language: str = "en") -> tuple[Figure, ...]:
    """The figures of a sentence or so, in order; kept, because several checks ask.

    Args:
        text: Prose.
        language: BCP 47; numbers in words are read in English only.
    """
    return tuple(figures_of(text, language))


def figures_of(text: str, language: str) -> list[Figure]:
    """As `figures`, for a text that may be long."""
    english = is_english(language)
    found = list(_in_digits(text, english)) if has_digit(text) else []
    if english:
        found += list(_in_words(text, tuple(found)))
        found.sort(key=_start)
    return found


def _in_digits(text: str, english: bool) -> Iterator[Figure]:
    plain = text if text.isascii() else text.translate(_ASCII)
    if "/" in plain or "@" in plain or "[" in plain or "#" in plain:
        plain = _NO_PROSE.sub(lambda found: " " * len(found[0]), plain)
    digit = _DIGIT.search(plain)
    while digit is not None:
        at = digit.start()
        lead = _PREFIX.search(plain, max(0, at - _REACH), at)
        match = _FIGURE.match(plain, lead.start() if lead else at) or _FIGURE.match(plain, at)
        if match is None:
            digit = _DIGIT.search(plain, at + 1)
            continue
        figure = _read(match, text, plain, english)
        if figure is not None:
            yield figure
        digit = _DIGIT.search(plain, match.end())


def _read(match: re.Match[str], text: str, plain: str, english: bool) -> Figure | None:
    start, end = match.span()
    written = text[start:end]
    if days := _days(match):
        return Figure(start, end, written.rstrip("."), days=days)
    if match["hour"] or match["hour2"]:
        return Figure(start, end, written, clocks=_clocks(match))
    if match["literal"]:
        return Figure(start, end, written, literal=match["literal"])
    if match["myriad"]:
        value = Decimal(match["myriads"]) * _MYRIADS[match["myriad"]] + int(match["rest"] or 0)
        return Figure(start, end, written, values=(value, Decimal(match["myriads"])), scaled=not match["rest"])
    if match["short"]:
        years = tuple(Decimal(century + int(match["short"])) for century in (1900, 2000))
        return Figure(start, end, written, values=years, year=True)
    if len(match["number"]) <= 2 and (day := _day_of_range(match, plain)) is not None:
        return Figure(start, end, written, days=(day,))
    return _number(match, written, plain, english) if len(match["number"]) <= LONGEST else None


def _days(match: re.Match[str]) -> tuple[Day, ...]:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return ((year, month, day),)
    for suffix in ("", "2", "3"):
        if match["month" + suffix]:
            month = _MONTH_NUMBERS[match["month" + suffix][:3]]
            return ((int(match["year" + suffix] or 0), month, 0 if suffix == "3" else int(match["day" + suffix])),)
    if match["d"]:
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        first, second = int(match["d"]), int(match["m"])
        return ((year, second, first), (year, first, second))  # European and American
    return ()


def _day_of_range(match: re.Match[str], plain: str) -> Day | None:
    """The day that a number is in `6–8 February`."""
    start, end = match.span()
    beside = _DAYS_AFTER.match(plain, end) or _DAYS_BEFORE.search(plain, max(0, start - _REACH), start)
    if beside is None or not match["number"].isdigit():
        return None
    year = beside["year"] if "year" in beside.re.groupindex else None
    return int(year or 0), _MONTH_NUMBERS[beside["month"][:3]], int(match["number"])


def _clocks(match: re.Match[str]) -> tuple[Clock, ...]:
    suffix = "" if match["hour"] else "2"
    hour, minute = int(match["hour" + suffix]), int(match["minute" + suffix] or 0)
    half = match["half" + suffix]
    if half:
        return ((hour % 12 + (12 if half == "p" else 0), minute),)
    return ((hour, minute),) if hour > 12 else ((hour, minute), ((hour + 12) % 24, minute))


def _number(match: re.Match[str], written: str, plain: str, english: bool) -> Figure:
    number = match["number"]
    values = _values(number, match["group"], english)
    scale = match["scale"] or match["glued"]
    factor = Decimal(_SCALES[scale]) if scale else Decimal(1)
    year = number.isdigit() and len(number) == 4 and int(number) in YEARS and not match["currency"]
    step = _step(number, values[0]) * factor
    if scale:
        values = (*(value * factor for value in values), *values)
    elif (after := _SCALE_AFTER.match(plain, match.end())) is not None:
        values = (*values, *(value * _SCALES[after["scale"]] for value in values))
    elif len(number) == 2 and (before := _YEAR_BEFORE.search(plain, max(0, match.start() - 5), match.start())):
        values = (Decimal(before[1] + number), *values)
    elif not english:
        values = (*values, *(value * power for value in values for power in _FOREIGN_SCALES))
    return Figure(
        *match.span(),
        written,
        values=values,
        clocks=_dotted_clock(number),
        percent=bool(match["percent"]),
        step=step,
        scaled=scale is not None,
        year=year and not scale and not match["percent"],
        decade=bool(match["decade"]),
        ordinal=bool(match["ordinal"]),
        name=_is_name(match, plain),
    )


@lru_cache(maxsize=1024)
def _values(written: str, group: str | None, english: bool) -> tuple[Decimal, ...]:
    """What a number in digits can mean, the likeliest first."""
    if group is None:
        point = "" if written.count(",") > 1 else "."
        return (Decimal(written.replace(",", point)),)
    whole, mark, rest = _parted(written, group)
    grouped = Decimal("".join(filter(str.isdigit, whole)) + (f".{rest}" if rest else ""))
    if group not in ",." or mark or whole.count(group) > 1:
        return (grouped,)
    decimal = Decimal(whole.replace(group, "."))
    if english:
        return (grouped,) if group == "," else (decimal,)
    return (grouped, decimal)


def _parted(written: str, group: str) -> tuple[str, str, str]:
    """Whole part, decimal sign and decimals of a number with groups of thousands."""
    at = max(written.rfind("."), written.rfind(","))
    if at < 0 or written[at] == group:
        return written, "", ""
    return written[:at], written[at], written[at + 1 :]


def _step(written: str, value: Decimal) -> Decimal:
    """What the last digit that says something counts: 100 for `2,900`, 0.1 for `3.4`."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return Decimal(1).scaleb(exponent)
    digits = "".join(filter(str.isdigit, written))
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0") or digits))


def _dotted_clock(written: str) -> tuple[Clock, ...]:
    """`6.40` may be a time of day."""
    hour, dot, minute = written.partition(".")
    if dot and len(minute) == 2 and len(hour) <= 2 and int(hour) < 24 and int(minute) < 60:
        return ((int(hour), int(minute)),)
    return ()


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a number is part of a name: `F-16`, `G7`, `COVID-19`, `5G`, `Boeing 737`, `page 5`."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "_" or (not before.isspace() and _NAME_JOINED.search(text, max(0, start - 40), start)):
        return True
    if after.isascii() and after.isupper() and not match["percent"]:
        return True
    plain = match["number"].isdigit() and len(match["number"]) <= 4
    if not plain or any(match[part] for part in ("currency", "scale", "glued", "percent", "ordinal", "decade")):
        return False
    lead = text[max(0, start - 40) : start]
    named = _NAME_BEFORE.search(lead)
    return bool(
        named and named["word"] not in _OPENERS and not _MONTH_BEFORE.search(lead) and not _COUNTED.match(text, end)
    )


def _in_words(text: str, others: Sequence[Figure]) -> Iterator[Figure]:
    """The numbers in words, without those that are the scale of a number in digits: `3.4 million`."""
    last = 0
    for numeral in numerals(text):
        if numeral.start < last:
            continue  # the million of `three and a half million`
        last = numeral.end
        if numeral.share:
            yield Figure(
                numeral.start, numeral.end, text[numeral.start : numeral.end], (numeral.value,), percent=True, word=True
            )
            continue
        before = bisect_left(others, numeral.end, key=_start)
        if before and others[before - 1].end > numeral.start:
            continue
        value, power, end = numeral.value, numeral.power, numeral.end
        if (half := _HALF_AFTER.match(text, end)) is not None:
            power = max(power, _SCALES.get(half["scale"] or "", 1))
            value, end = value * (power // numeral.power) + Decimal("0.5") * power, half.end()
            last = end
        percent = _PERCENT_AFTER.match(text, end)
        end = percent.end() if percent else end
        yield Figure(
            numeral.start,
            end,
            text[numeral.start : end],
            values=(value,),
            percent=percent is not None,
            step=_step(str(value), value),
            scaled=power > 1,
            word=True,
        )
