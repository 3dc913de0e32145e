"""What is held of a source, as far as a check can compare it: figures, words, and whether there is any text at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from mkdocs_provenance.checks.figures import Clock, Day, Figure, figures_of, is_english
from mkdocs_provenance.checks.numerals import implied
from mkdocs_provenance.model import PartialDate, Source

_MORE: Final = re.compile(
    r"\b(?:more than|over|above|at least|upwards? of|exceed(?:s|ed|ing)?|past|topp(?:ed|ing)|passed)"
    r"[ \u00a0](?:the )?[^\w]?$",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"\b(?:nearly|almost|close to|just under|just short of|less than|fewer than|under|below|up to|as (?:many|much) as)"
    r"[ \u00a0](?:the )?[^\w]?$",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|some|circa|an? estimated|more or less|etwa|rund|environ|unos|unas)"
    r"[ \u00a0]|~ ?|≈ ?)[^\w]?$",
    re.IGNORECASE,
)
_REACH: Final = 24
"""Characters before a figure in which a word may say that it is not exact."""
_HUNDRED: Final = 100
_TENTH: Final = Decimal("0.1")
_TWENTIETH: Final = Decimal("0.05")


class Held(Struct, frozen=True):
    """The figures of a text, or of several."""

    found: tuple[Figure, ...]
    """As they stand there."""
    numbers: frozenset[Decimal]
    """Every value that is there in some way."""
    parts: frozenset[Decimal]
    """Days and months of its dates: `6. Februar` and `6日` are a 6 where the language is not English."""
    amounts: frozenset[Decimal]
    """Those that a rounded figure may stand for."""
    days: frozenset[Day]
    clocks: frozenset[Clock]
    literals: frozenset[str]

    def holds(self, figure: Figure, before: str, *, roughly: bool = False, english: bool = True) -> bool:
        """Whether a figure is there, in whatever way it is written.

        Args:
            figure: What is looked for.
            before: The words before it, which may say that it is rounded (`nearly 3,900`).
            roughly: Whether it may be rounded without saying so, as in a headline.
            english: Whether the language is one whose dates are read as dates.
        """
        if figure.literal is not None:
            return figure.literal in self.literals
        if figure.days:
            return any(_agree(day, held) for day in figure.days for held in self.days)
        if not self.numbers.isdisjoint(figure.values) or not self.clocks.isdisjoint(figure.clocks):
            return True
        if (figure.ordinal or not english) and not self.parts.isdisjoint(figure.values):
            return True
        if not figure.values:
            return False
        if figure.decade:
            return any(value <= number < value + 10 for value in figure.values for number in self.numbers)
        return not figure.year and self._holds_nearly(figure, before[-_REACH:], roughly=roughly)

    def _holds_nearly(self, figure: Figure, before: str, *, roughly: bool) -> bool:
        value = figure.values[0]
        if (figure.percent or figure.scaled or roughly) and figure.step:
            half = figure.step / 2
            if any(abs(amount - value) <= half for amount in self.amounts if amount >= figure.step):
                return True
        if value >= _HUNDRED and any(abs(amount - value) < 1 for amount in self.amounts):
            return True  # without its cents
        low = high = value
        if _MORE.search(before):
            high = value * (1 + _TENTH)
        elif _LESS.search(before):
            low = value * (1 - _TENTH)
        elif _ABOUT.search(before) or (figure.word and before.endswith(("a ", "A "))):
            low, high = value * (1 - _TWENTIETH), value * (1 + _TWENTIETH)
        return low != high and any(low <= amount <= high for amount in self.amounts)


def _agree(wanted: Day, held: Day) -> bool:
    """Whether two dates can be the same day, or a month the month of a day; a year that is not said may be any."""
    (year, month, day), (held_year, held_month, held_day) = wanted, held
    return (
        month == held_month
        and (day == held_day or not day)
        and (year == held_year or not year or not held_year)
    )  # fmt: skip


@lru_cache(maxsize=2048)
def read(text: str, language: str) -> Held:
    """The figures of a text."""
    found = tuple(figures_of(text, language))
    numbers = {value for figure in found for value in figure.values}
    amounts = {value for figure in found if not figure.year for value in figure.values}
    days = {day for figure in found for day in figure.days}
    numbers |= _years(days)
    if is_english(language):
        others = set(implied(text))
        numbers |= others
        amounts |= others
    return Held(
        found,
        frozenset(numbers),
        _parts(days),
        frozenset(amounts),
        frozenset(days),
        frozenset(clock for figure in found for clock in figure.clocks),
        frozenset(figure.literal for figure in found if figure.literal),
    )


def held_of(source: Source, language: str) -> list[Held]:
    """The figures of everything that is held of a source: its titles, its text, its excerpts, its dates.

    Args:
        source: An entry of the registry.
        language: Of the article, for a source that does not name its own.
    """
    tongue = source.language or language
    texts = [(source.title, tongue), (source.title_translated, language), (source.text, tongue)]
    texts += [(excerpt.text, excerpt.language or tongue) for excerpt in source.excerpts]
    held = [read(text, tongue) for text, tongue in texts if text]
    dates = [date for date in (source.published, source.updated, source.event_date) if date is not None]
    return [*held, of_dates(dates)] if dates else held


def of_dates(dates: Iterable[PartialDate]) -> Held:
    """What dates of the registry hold: their days, years and times."""
    days: set[Day] = set()
    clocks: set[Clock] = set()
    for date in dates:
        for end in (date, date.end):
            if end is not None:
                days.add((end.year, end.month or 0, end.day or 0))
        if date.time:
            clocks.add((int(date.time[:2]), int(date.time[3:5])))
    return Held((), _years(days), _parts(days), frozenset(), frozenset(days), frozenset(clocks), frozenset())


def _years(days: Iterable[Day]) -> frozenset[Decimal]:
    return frozenset(Decimal(year) for year, _, _ in days if year)


def _parts(days: Iterable[Day]) -> frozenset[Decimal]:
    return frozenset(Decimal(part) for _, month, day in days for part in (month, day) if part)


def has_text(source: Source) -> bool:
    """Whether more than the title is held."""
    return bool(source.text or source.excerpts)
