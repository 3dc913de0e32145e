"""A chart of bars, drawn as SVG when the site is built, and the same numbers as a table.

It needs no script and no size: lengths along the bars are percentages of the page's width, all others are `em`, so that
the text has the size of the page's at any width. Names are HTML beside their bars: they take the lines that they need,
and can be links, which SVG's own could not be: Material's instant navigation fails of a page that holds one, and nobody
reaches a link inside of an image (WAI-ARIA 1.2, `img`: children presentational). How it all looks is in `site.css`.

The parts of a bar differ in pattern as well as in tone, and each has an outline (WCAG 2.2, 1.4.1 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from mkdocs_provenance.views.lookup import esc, safe
from mkdocs_provenance.views.words import Words, direction_of

NARROW: Final = 22
"""The width of a page of 360 pixels in `em` of the chart's text, under the narrowest of the themes that we know."""

_DIGIT: Final = 0.6
_GAP: Final = 0.5
"""In `em`: one digit of the number behind a bar, and the space between the two."""


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
    """Whether its number is said and no bar drawn: a sum, say, beside which the other bars would be dots."""

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
    """The chart as a figure; nothing where there is no bar to draw."""
    most = max((bar.total for bar in chart.bars if not bar.apart), default=0)
    if not most:
        return Markup()
    scale = _span(chart, words) / most
    rows = "".join(_row(bar, chart, words, scale) for bar in chart.bars)
    return safe(
        f'<figure class="provenance-chart" id="{chart.id}" aria-labelledby="{chart.named_by}"'
        f' aria-describedby="{chart.id}-note">'
        f'<figcaption id="{chart.id}-note">{esc(chart.note)}</figcaption>\n'
        f'{_key(chart)}\n<ul class="provenance-bars">\n{rows}</ul></figure>'
    )


def chart_table(chart: Chart, words: Words, *, folded: bool = False) -> Markup:
    """The chart's numbers as a table; nothing where all are 0.

    Args:
        chart: What `chart_html` draws.
        words: Those of the page.
        folded: Whether the table waits under a line that unfolds it.
    """
    used = _used(chart.bars)
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


def _used(bars: Iterable[Bar]) -> list[int]:
    """The places of the series of which some bar has a part."""
    return sorted({index for bar in bars for index, value in enumerate(bar.values) if value})


def _span(chart: Chart, words: Words) -> float:
    """How much of the width the longest bar takes, in percent: what the longest number leaves."""
    digits = max(len(words.number(bar.total)) for bar in chart.bars)
    return max(40.0, 100 - (digits * _DIGIT + _GAP) / NARROW * 100)


def _key(chart: Chart) -> str:
    """What each pattern that is drawn means. Each is defined in its sample, and used from there."""
    used = _used(bar for bar in chart.bars if not bar.apart)
    shown = "".join(
        '<li><svg width="1.5em" height="0.8em" aria-hidden="true">'
        f'{_pattern(chart, series.ink)}<rect width="100%" height="100%" {_ink(chart, series.ink)}/></svg>'
        f" {esc(series.label)}</li>"
        for series in (chart.series[index] for index in used)
    )
    return f'<ul class="provenance-key">{shown}</ul>'


def _pattern(chart: Chart, ink: Ink) -> str:
    if ink not in _PATTERNS:
        return ""
    return (
        f'<pattern id="{chart.id}-{ink}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path class="provenance-ink-ground-{ink}" d="M0 0h6v6H0z"/>'
        f"{_PATTERNS[ink]}</pattern>"
    )


def _ink(chart: Chart, ink: Ink) -> str:
    fill = f' fill="url(#{chart.id}-{ink})"' if ink in _PATTERNS else ""
    return f'class="provenance-ink provenance-ink-{ink}"{fill}'


def _row(bar: Bar, chart: Chart, words: Words, scale: float) -> str:
    """A name, and its bar with the number behind it.

    Args:
        bar: What is drawn.
        chart: What it belongs to.
        words: Those of the page.
        scale: Percent of the width for 1.
    """
    if bar.apart:
        total = f'<b class="provenance-total">{words.number(bar.total)}</b>'
        said = esc(words.gettext("%(name)s (not drawn)")) % {"name": _named(bar)}
        return f'<li class="provenance-apart"><span>{said}</span> {total}</li>\n'
    rtl = direction_of(words.tag) == "rtl"
    parts, end = _parts(bar, chart, scale, rtl)
    place, step = (_number(100 - end), -_GAP) if rtl else (_number(end), _GAP)
    where = f'x="{place}%" dx="{step}em" y="0.85em"'
    total = f'<text class="provenance-total" {where}>{words.number(bar.total)}</text>'
    return (
        f"<li><span>{_named(bar)}</span>"
        f' <svg role="img" aria-label="{esc(_spoken(bar, chart, words))}" width="100%" height="1em">'
        f"{parts}{total}</svg></li>\n"
    )


def _named(bar: Bar) -> str:
    name = f"<bdi>{esc(bar.label)}</bdi>"
    return f'<a href="{esc(bar.href)}">{name}</a>' if bar.href else name


def _parts(bar: Bar, chart: Chart, scale: float, rtl: bool) -> tuple[str, float]:
    """The parts of a bar, and where it ends; each begins where the one before it ends, whatever is rounded.

    Args:
        bar: What is drawn.
        chart: What it belongs to.
        scale: Percent of the width for 1.
        rtl: Whether bars grow from the right.
    """
    drawn, sum_, edge = [], 0, 0.0
    for series, value in zip(chart.series, bar.values, strict=True):
        sum_ += value
        end = round(sum_ * scale, 2)
        if value:
            x, width = _number(100 - end if rtl else edge), _number(end - edge)
            drawn.append(f'<rect x="{x}%" width="{width}%" height="100%" {_ink(chart, series.ink)}/>')
        edge = end
    return "".join(drawn), edge


def _spoken(bar: Bar, chart: Chart, words: Words) -> str:
    """The bar in words; its sum, too, where it has several parts."""
    said = words.gettext("%(text)s (%(count)d)")
    parts = [(series.label, value) for series, value in zip(chart.series, bar.values, strict=True) if value]
    if len(parts) != 1:
        parts.insert(0, (words.gettext("Total"), bar.total))
    return words.listing(said % {"text": label, "count": value} for label, value in parts)


def _table_row(bar: Bar, used: Sequence[int], words: Words) -> str:
    numbers = "".join(f"<td>{words.number(value)}</td>" for value in _row_values(bar, used))
    return f'<tr><th scope="row">{_named(bar)}</th>{numbers}</tr>\n'


def _row_values(bar: Bar, used: Sequence[int]) -> Iterator[int]:
    yield from (bar.values[index] for index in used)
    yield bar.total


def _number(value: float) -> str:
    """At most two digits behind the point, and no zeros that say nothing."""
    return f"{round(value, 2):g}"
