"""A chart of bars, drawn as SVG when the site is built, and the same numbers as a table.

It needs no script and no size: lengths along the bars are percentages of the page's width, all others are `em`, so that
the text has the size of the page's at any width. How it looks is in `site.css`.

The parts of a bar differ in pattern as well as in tone, and each has an outline (WCAG 2.2, 1.4.1 and 1.4.11). Where a
bar's name is a link, the drawing is a group that a screen reader walks through, for nobody can reach a link inside of
an image (WAI-ARIA 1.2, `img`: children presentational); without links it is one image. Either way, the table says all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from mkdocs_provenance.views.lookup import esc, safe
from mkdocs_provenance.views.words import Words, direction_of

ROOM: Final = 22.0
"""The width of a page of 360 pixels in `em` of the chart's text, under the narrowest of the themes that we know."""

_PITCH: Final = 2.9
_APART: Final = 0.6
_BASELINE: Final = 1.0
_TOP: Final = 1.4
_THICK: Final = 0.9
"""In `em`: from bar to bar, before one that is set apart; from the top of a row to its name's baseline and to its bar,
and the bar itself."""

_DIGIT: Final = 0.6
_GAP: Final = 0.5
_NARROW: Final = frozenset(" !\"'(),-./:;I[]`fijlrt|·’‘“”")


class Ink(StrEnum):
    """How a part of a bar is filled, from the heaviest to the lightest."""

    SOLID = "solid"
    CROSSED = "crossed"
    HATCHED = "hatched"
    DOTTED = "dotted"
    EMPTY = "empty"


_PATTERNS: Final = {
    Ink.CROSSED: '<path class="provenance-ink-line" d="M0 3h6M3 0v6"/>',
    Ink.HATCHED: '<path class="provenance-ink-line" d="M3 0v6"/>',
    Ink.DOTTED: '<circle class="provenance-ink-dot" cx="3" cy="3" r="1"/>',
}
"""Drawn again and again on a square of six pixels that is turned by an eighth."""


class Series(Struct, frozen=True, gc=False):
    """One part that every bar may have."""

    label: str
    ink: Ink


class Bar(Struct, frozen=True, gc=False):
    """One row of the chart."""

    label: str
    values: tuple[int, ...]
    """One for each series, none below 0."""
    href: str | None = None
    """An address that is safe to link to."""
    apart: bool = False
    """Whether it stands apart from the bars before it: what is left over, a sum."""

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(self.values)


class Chart(Struct, frozen=True, gc=False):
    """What is drawn: plain text and numbers."""

    id: str
    """Unique on the page: ASCII letters, digits and `-`. All other ids begin with it."""
    named_by: str
    """The id of the page's element that names the chart, mostly its heading."""
    note: str
    """What is counted, and in what unit, in a sentence."""
    head: str
    """What the bars' names are: the head of the table's first column."""
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]


def chart_html(chart: Chart, words: Words) -> Markup:
    """The chart as a figure; nothing where all numbers are 0."""
    most = max((bar.total for bar in chart.bars), default=0)
    if not most:
        return Markup()
    used = _used(chart)
    span = _span(chart, words)
    rtl = direction_of(words.tag) == "rtl"
    top = 0.0
    rows: list[str] = []
    for bar in chart.bars:
        top += _APART if bar.apart and rows else 0
        rows.append(_row(bar, chart, words, top, span / most, rtl))
        top += _PITCH
    named = f'aria-labelledby="{chart.named_by}" aria-describedby="{chart.id}-note"'
    role = "group" if _has_links(chart) else "img"
    turned = ' direction="rtl"' if rtl else ""
    height = _number(top - _PITCH + _TOP + _THICK + 0.1)
    return safe(
        f'<figure class="provenance-chart" id="{chart.id}">'
        f'<figcaption id="{chart.id}-note">{esc(chart.note)}</figcaption>\n{_key(chart, used)}\n'
        f'<svg class="provenance-bars" role="{role}" {named} width="100%" height="{height}em"{turned}>\n'
        f"{_patterns(chart, used)}{''.join(rows)}</svg></figure>"
    )


def chart_table(chart: Chart, words: Words, *, folded: bool = False) -> Markup:
    """The chart's numbers as a table; nothing where all are 0.

    Args:
        chart: What `chart_html` draws.
        words: Those of the page.
        folded: Whether the table waits under a line that unfolds it.
    """
    used = _used(chart)
    if not used:
        return Markup()
    heads = [*(chart.series[index].label for index in used), words.gettext("Total")]
    head = "".join(f'<th scope="col">{esc(label)}</th>' for label in (chart.head, *heads))
    rows = "".join(_table_row(bar, used, words) for bar in chart.bars)
    table = (
        f'<div class="provenance-scroll" role="group" tabindex="0" aria-labelledby="{chart.named_by}">'
        f'<table class="provenance-table" aria-describedby="{chart.id}-note">'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
    )
    if folded:
        summary = esc(words.gettext("The numbers as a table"))
        table = f'<details class="provenance-fold"><summary>{summary}</summary>{table}</details>'
    return safe(table)


def fitting(text: str, room: float = ROOM) -> str:
    """`text`, cut with an ellipsis where it would be wider than `room` (in `em`, as most fonts draw it)."""
    wide = 0.0
    for index, width in enumerate(map(_width, text)):
        wide += width
        if wide > room:
            kept = text[: max(index - 1, 0)]
            cut = kept.rfind(" ", len(kept) // 2)
            return kept[: cut if cut > 0 else None].rstrip(" ,;:–—-") + "…"
    return text


def _width(letter: str) -> float:
    """Half an em for most, more for capitals and for the letters that fill a square; a little too much on purpose."""
    if letter in _NARROW:
        return 0.36
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.74 if letter.isupper() or letter in "mw@%—" else 0.57


def _used(chart: Chart) -> list[int]:
    """The places of the series that have a number other than 0."""
    return [index for index in range(len(chart.series)) if any(bar.values[index] for bar in chart.bars)]


def _has_links(chart: Chart) -> bool:
    return any(bar.href for bar in chart.bars)


def _span(chart: Chart, words: Words) -> float:
    """How much of the width the longest bar takes, in percent: what the longest number leaves."""
    digits = max(len(words.number(bar.total)) for bar in chart.bars)
    return max(40.0, 100 - (digits * _DIGIT + _GAP) / ROOM * 100)


def _key(chart: Chart, used: Sequence[int]) -> str:
    """What each pattern means."""
    shown = "".join(
        '<li><svg width="1.5em" height="0.8em" aria-hidden="true">'
        f'<rect width="100%" height="100%" {_ink(chart, chart.series[index].ink)}/></svg>'
        f" {esc(chart.series[index].label)}</li>"
        for index in used
    )
    return f'<ul class="provenance-key">{shown}</ul>'


def _ink(chart: Chart, ink: Ink) -> str:
    fill = f' fill="url(#{chart.id}-{ink})"' if ink in _PATTERNS else ""
    return f'class="provenance-ink provenance-ink-{ink}"{fill}'


def _patterns(chart: Chart, used: Sequence[int]) -> str:
    inks = dict.fromkeys(chart.series[index].ink for index in used)
    drawn = "".join(
        f'<pattern id="{chart.id}-{ink}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path class="provenance-ink-ground-{ink}" d="M0 0h6v6H0z"/>'
        f"{_PATTERNS[ink]}</pattern>"
        for ink in inks
        if ink in _PATTERNS
    )
    return f"<defs>{drawn}</defs>\n" if drawn else ""


def _row(bar: Bar, chart: Chart, words: Words, top: float, scale: float, rtl: bool) -> str:
    """A name, the bar under it, and the bar's number behind it.

    Args:
        bar: What is drawn.
        chart: What it belongs to.
        words: Those of the page.
        top: Where the row begins, in `em`.
        scale: Percent of the width for 1.
        rtl: Whether bars grow from the right.
    """
    name = fitting(bar.label)
    start = "100%" if rtl else "0"
    label = f'<text x="{start}" y="{_number(top + _BASELINE)}em">{esc(words.isolated(name))}</text>'
    if bar.href:
        whole = f' aria-label="{esc(bar.label)}"' if name != bar.label else ""
        label = f'<a href="{esc(bar.href)}"{whole}>{label}</a>'
    parts, end = _parts(bar, chart, top, scale, rtl)
    spoken = f' role="img" aria-label="{esc(_spoken(bar, chart, words))}"' if parts and _has_links(chart) else ""
    place, step = (f"{_number(100 - end)}%", f"-{_GAP}em") if rtl else (f"{_number(end)}%", f"{_GAP}em")
    middle = _number(top + _TOP + _THICK * 0.83)
    total = f'<text class="provenance-total" x="{place}" dx="{step}" y="{middle}em">{words.number(bar.total)}</text>'
    return f"{label}<g{spoken}>{parts}</g>{total}\n"


def _parts(bar: Bar, chart: Chart, top: float, scale: float, rtl: bool) -> tuple[str, float]:
    """The parts of a bar, and where it ends; each begins where the one before it ends, whatever is rounded."""
    drawn, sum_, edge = [], 0, 0.0
    for series, value in zip(chart.series, bar.values, strict=True):
        sum_ += value
        end = round(sum_ * scale, 2)
        if value:
            x = _number(100 - end if rtl else edge)
            size = f'width="{_number(end - edge)}%" height="{_THICK}em"'
            drawn.append(f'<rect x="{x}%" y="{_number(top + _TOP)}em" {size} {_ink(chart, series.ink)}/>')
        edge = end
    return "".join(drawn), edge


def _spoken(bar: Bar, chart: Chart, words: Words) -> str:
    said = words.gettext("%(text)s (%(count)d)")
    pairs = zip(chart.series, bar.values, strict=True)
    return words.listing(said % {"text": series.label, "count": value} for series, value in pairs if value)


def _table_row(bar: Bar, used: Sequence[int], words: Words) -> str:
    name = f"<bdi>{esc(bar.label)}</bdi>"
    if bar.href:
        name = f'<a href="{esc(bar.href)}">{name}</a>'
    numbers = "".join(f"<td>{words.number(value)}</td>" for value in _row_values(bar, used))
    return f'<tr><th scope="row">{name}</th>{numbers}</tr>\n'


def _row_values(bar: Bar, used: Sequence[int]) -> Iterator[int]:
    yield from (bar.values[index] for index in used)
    yield bar.total


def _number(value: float) -> str:
    """At most two digits behind the point, and no zeros that say nothing."""
    return f"{round(value, 2):g}"
