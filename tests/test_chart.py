"""A chart of bars: what is drawn adds up, says what the table says, and lets nothing out of its text."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_provenance.languages import Languages
from mkdocs_provenance.views.chart import Bar, Chart, Ink, Series, chart_html, chart_table
from mkdocs_provenance.views.words import ENGLISH, Words
from small_site import one, words

SERIES = tuple(Series(f"Series {ink}", ink) for ink in Ink)
HOSTILE = "</text></svg><script>alert(1)</script>\"'&"

DRAWN = """\
<figure class="provenance-chart" id="apples" aria-labelledby="name" aria-describedby="apples-note">\
<figcaption id="apples-note">Apples, by colour.</figcaption>
<ul class="provenance-key">\
<li><svg width="1.5em" height="0.8em" aria-hidden="true">\
<rect width="100%" height="100%" class="provenance-ink provenance-ink-solid"/></svg> Dark</li>\
<li><svg width="1.5em" height="0.8em" aria-hidden="true">\
<pattern id="apples-hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<path class="provenance-ink-ground-hatched" d="M0 0h6v6H0z"/><path class="provenance-ink-line" d="M3 0v6"/></pattern>\
<rect width="100%" height="100%" class="provenance-ink provenance-ink-hatched" fill="url(#apples-hatched)"/></svg>\
 Pale</li></ul>
<ul class="provenance-bars">
<li><span><a href="tree/"><bdi>A &amp; B</bdi></a></span>\
 <svg role="img" aria-label="Total (4), Dark (3) and Pale (1)" width="100%" height="1em">\
<rect x="0%" width="71.25%" height="100%" class="provenance-ink provenance-ink-solid"/>\
<rect x="71.25%" width="23.75%" height="100%" class="provenance-ink provenance-ink-hatched"\
 fill="url(#apples-hatched)"/>\
<text class="provenance-total" x="95%" dx="0.5em" y="0.85em">4</text></svg></li>
<li><span><bdi>C</bdi></span> <svg role="img" aria-label="Total (0)" width="100%" height="1em">\
<text class="provenance-total" x="0%" dx="0.5em" y="0.85em">0</text></svg></li>
<li class="provenance-apart"><span><bdi>2 others</bdi> (not drawn)</span> <b class="provenance-total">9</b></li>
</ul></figure>"""

TABLE = """\
<div class="provenance-scroll" role="group" tabindex="0" aria-labelledby="name">\
<table class="provenance-table" aria-describedby="apples-note"><thead><tr><th scope="col">Tree</th>\
<th scope="col">Dark</th><th scope="col">Pale</th><th scope="col">Rotten</th><th scope="col">Total</th></tr></thead>
<tbody>
<tr><th scope="row"><a href="tree/"><bdi>A &amp; B</bdi></a></th><td>3</td><td>1</td><td>0</td><td>4</td></tr>
<tr><th scope="row"><bdi>C</bdi></th><td>0</td><td>0</td><td>0</td><td>0</td></tr>
<tr><th scope="row"><bdi>2 others</bdi></th><td>5</td><td>0</td><td>4</td><td>9</td></tr>
</tbody></table></div>"""

APPLES = Chart(
    id="apples",
    named_by="name",
    note="Apples, by colour.",
    head="Tree",
    series=(
        Series("Dark", Ink.SOLID),
        Series("Pale", Ink.HATCHED),
        Series("Rotten", Ink.EMPTY),
        Series("Blue", Ink.DOTTED),
    ),
    bars=(
        Bar("A & B", (3, 1, 0, 0), href="tree/"),
        Bar("C", (0, 0, 0, 0)),
        Bar("2 others", (5, 0, 4, 0), apart=True),
    ),
)


def chart(*bars: Bar) -> Chart:
    return Chart("c", "name", "note", "head", SERIES, bars)


bars = st.lists(
    st.builds(
        Bar,
        st.text(max_size=40),
        st.tuples(*[st.integers(0, 10**9) | st.integers(0, 3)] * len(SERIES)),
        href=st.none() | st.sampled_from(["a/", '"><script>', "../b/?x=1&y"]),
        apart=st.booleans(),
    ),
    max_size=6,
)
languages = st.sampled_from([ENGLISH, Languages().words("ar"), Languages().words("fa"), Languages().words("de")])


def percent(element: Tag, name: str) -> Decimal:
    return Decimal(str(element[name]).removesuffix("%"))


def test_a_small_chart_is_drawn_like_this() -> None:
    assert chart_html(APPLES, ENGLISH) == DRAWN


def test_its_table_is_written_like_this() -> None:
    assert chart_table(APPLES, ENGLISH) == TABLE
    assert chart_table(APPLES, ENGLISH, folded=True) == (
        f'<details class="provenance-fold"><summary>The numbers as a table</summary>{TABLE}</details>'
    )


@pytest.mark.parametrize("of", [chart(), chart(Bar("None", (0,) * len(SERIES)))])
def test_nothing_is_drawn_of_nothing(of: Chart) -> None:
    assert chart_html(of, ENGLISH) == chart_table(of, ENGLISH) == ""


def test_the_bars_of_a_language_that_is_read_from_the_right_grow_from_there() -> None:
    arabic = BeautifulSoup(chart_html(APPLES, Languages().words("ar")), "html.parser")
    rects = arabic.select(".provenance-bars rect")

    assert [(rect["x"], rect["width"]) for rect in rects] == [("28.75%", "71.25%"), ("5%", "23.75%")]
    assert one(arabic, ".provenance-bars > li:first-child > svg text")["x"] == "5%"
    assert one(arabic, ".provenance-bars > li:first-child > svg text")["dx"] == "-0.5em"


def test_numbers_are_in_the_digits_of_the_language() -> None:
    persian = BeautifulSoup(chart_html(APPLES, Languages().words("fa")), "html.parser")

    assert [words(total) for total in persian.select(".provenance-total")] == ["۴", "۰", "۹"]
    assert "(۳)" in str(persian.select_one(".provenance-bars svg")["aria-label"])  # type: ignore[index]


@settings(max_examples=40)
@given(bars, languages)
def test_parts_touch_and_add_up_and_the_longest_bar_leaves_room_for_its_number(given: list[Bar], said: Words) -> None:
    soup = BeautifulSoup(chart_html(chart(*given), said), "html.parser")
    drawn = [bar for bar in given if not bar.apart]
    most = max((bar.total for bar in drawn), default=0)
    assert len(soup.select(".provenance-bars > li")) == (len(given) if most else 0)
    rtl = said.tag in ("ar", "fa")

    for bar, picture in zip(drawn, soup.select(".provenance-bars > li > svg"), strict=bool(most)):
        rects = picture.select("rect")
        assert len(rects) == sum(value > 0 for value in bar.values)
        end = Decimal(100 if rtl else 0)
        for rect in rects:
            x, width = percent(rect, "x"), percent(rect, "width")
            assert width >= 0
            assert abs((x + width if rtl else x) - end) <= Decimal("0.0001")  # of a rounded difference
            end = x if rtl else x + width
        assert abs(end - percent(one(picture, "text"), "x")) <= Decimal("0.0001")
        length = 100 - end if rtl else end
        assert length <= 97
        assert abs(float(length) - bar.total / most * max_length(soup, rtl)) < 0.02


def max_length(soup: BeautifulSoup, rtl: bool) -> float:
    ends = [float(percent(text, "x")) for text in soup.select("svg > text")]
    return max(100 - end if rtl else end for end in ends)


@settings(max_examples=40)
@given(bars, languages)
def test_every_number_is_in_the_table(given: list[Bar], said: Words) -> None:
    soup = BeautifulSoup(chart_table(chart(*given), said), "html.parser")
    used = [i for i in range(len(SERIES)) if any(bar.values[i] for bar in given)]

    rows = [[cell.get_text() for cell in row.select("td")] for row in soup.select("tbody tr")]

    whole = [[*(said.number(bar.values[i]) for i in used), said.number(bar.total)] for bar in given]
    assert rows == (whole if used else [])


@settings(max_examples=40)
@given(bars)
def test_text_stays_text(given: list[Bar]) -> None:
    given = [Bar(f"{HOSTILE}{bar.label}", bar.values, bar.href) for bar in given]
    soup = BeautifulSoup(chart_html(chart(*given), ENGLISH) + chart_table(chart(*given), ENGLISH), "html.parser")

    assert not soup.select("script, [style], [title]")
    assert all(bdi.get_text().startswith(HOSTILE) for bdi in soup.select("bdi"))


def test_ids_are_the_charts_own_and_every_pattern_is_there() -> None:
    whole = chart_html(chart(Bar("All", (1,) * len(SERIES))), ENGLISH)
    ids = re.findall(r' id="([^"]+)"', whole)

    assert len(ids) == len(set(ids))
    assert all(id.split("-")[0] == "c" for id in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", whole)) <= set(ids)
    assert len(set(re.findall(r"provenance-ink-(?:solid|crossed|hatched|dotted|empty)\"", whole))) >= len(Ink)
