"""Numbers written as English words: `forty-one thousand`, `a hundred and forty`, `seven in ten`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

_UNIT_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_UNITS: Final = {word: value for value, word in enumerate(_UNIT_WORDS.split(), start=1)}
_TENS: Final = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_ORDINALS: Final = {word: value for value, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_POWERS: Final = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
_FRACTIONS: Final = {
    "half": (50,), "halves": (50,), "halved": (50,), "halving": (50,),
    "third": (33,), "thirds": (67,), "quarter": (25,), "quarters": (75,),
    "fifth": (20,), "sixth": (17,), "eighth": (12,), "tenth": (10,), "twentieth": (5,),
}  # fmt: skip
"""What share of a hundred a fraction is, where nothing says how many of it."""
_COUNTS: Final = {
    "once": 1, "single": 1, "sole": 1, "twice": 2, "double": 2, "doubled": 2, "both": 2, "pair": 2, "couple": 2,
    "thrice": 3, "treble": 3, "trebled": 3, "triple": 3, "tripled": 3, "fortnight": 14, "dozen": 12, "score": 20,
    "century": 100, "decade": 10, "zero": 0, "nil": 0,
}  # fmt: skip

CARDINALS: Final = frozenset({*_UNITS, *_TENS, *_POWERS, "hundred"})
"""Words that a number is made of."""
_OTHERS: Final = frozenset({*_ORDINALS, *_FRACTIONS, *_COUNTS})
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_SMALL_LETTERS: Final = re.compile("[a-z]+")
_JOINT: Final = re.compile(r"[ \u00a0]|-|‑|[ \u00a0]and[ \u00a0]|-and-|,[ \u00a0]")
_OUT_OF: Final = re.compile(r"[ \u00a0](?:in|out of)(?: every)?[ \u00a0]")


class Numeral(Struct, frozen=True):
    """A number in words, and where it stands."""

    start: int
    end: int
    value: Decimal
    power: int = 1
    """The largest of thousand, million … in it: what it may be rounded to."""
    share: bool = False
    """`seven in ten`: the value is the percentage."""


def numerals(text: str) -> list[Numeral]:
    """The cardinal numbers of an English text; `nineteen eighty-four` is two of them."""
    if CARDINALS.isdisjoint(_SMALL_LETTERS.findall(text.lower())):
        return []
    found: list[Numeral] = []
    run: list[re.Match[str]] = []
    for word in _LETTERS.finditer(text):
        if word[0].lower() not in CARDINALS:
            continue
        if run and not _JOINT.fullmatch(text, run[-1].end(), word.start()):
            found += _numbers(run)
            run = []
        run.append(word)
    return _shares(text, found + _numbers(run))


def _shares(text: str, found: list[Numeral]) -> list[Numeral]:
    """With each `seven in ten` as one number."""
    for at in range(len(found) - 1, 0, -1):
        part, whole = found[at - 1], found[at]
        if 0 < part.value < whole.value and _OUT_OF.fullmatch(text, part.end, whole.start):
            percent = Decimal(round(100 * part.value / whole.value))
            found[at - 1 : at + 1] = [Numeral(part.start, whole.end, percent, share=True)]
    return found


def _numbers(run: Sequence[re.Match[str]]) -> list[Numeral]:
    """A run of number words as numbers: as many words as can be read as one make one."""
    found: list[Numeral] = []
    at = 0
    while at < len(run):
        end, value, power = _longest(run, at)
        found.append(Numeral(run[at].start(), run[end - 1].end(), Decimal(value), power))
        at = end
    return found


def _longest(run: Sequence[re.Match[str]], at: int) -> tuple[int, int, int]:
    """Where the number that begins at word `at` ends, what it is, and its largest power."""
    total, part, largest, room = 0, 0, 1, 1_000
    ceiling = 10**15  # powers fall: `two million three thousand`
    for index in range(at, len(run)):
        word = run[index][0].lower()
        if word in _POWERS:
            power = _POWERS[word]
            if power >= ceiling:
                return index, total + part, largest
            total, part, room, ceiling = total + (part or 1) * power, 0, 1_000, power
            largest = max(largest, power)
            continue
        if word == "hundred":
            if room < 1_000 and part >= 20:
                return index, total + part, largest
            part, room = (part or 1) * 100, 100
            continue
        value = _UNITS.get(word) or _TENS[word]
        if value >= room:
            return index, total + part, largest
        part, room = part + value, 10 if value >= 20 else 1
    return len(run), total + part, largest


def implied(text: str) -> Iterator[Decimal]:
    """What else the words of an English text give a number for: ordinals, fractions in percent, `twice`, `a dozen`."""
    for word in _OTHERS.intersection(_SMALL_LETTERS.findall(text.lower())):
        yield from map(Decimal, _FRACTIONS.get(word, ()))
        value = _ORDINALS.get(word, _COUNTS.get(word))
        if value is not None:
            yield Decimal(value)
