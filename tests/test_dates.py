"""Dates in EDTF: what is read, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.dates import EXPECTED, PATTERN, earliest, latest, parse_date
from mkdocs_provenance.model import PartialDate

QUALIFIERS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """A year, a month or a day that exists."""
    day = draw(st.dates())
    return draw(st.sampled_from([f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}", day.isoformat()]))


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2023", 2023, None, None),
        ("2023-02", 2023, 2, None),
        ("2023-02-06", 2023, 2, 6),
        ("2024-02-29", 2024, 2, 29),
        ("0001-01-01", 1, 1, 1),
        ("9999-12-31", 9999, 12, 31),
        (" 2023-02-06 ", 2023, 2, 6),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(text: str, year: int, month: int | None, day: int | None) -> None:
    assert parse_date(text) == PartialDate(text.strip(), year, month, day)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [("2023~", True, False), ("2023-02?", False, True), ("2023-02-06%", True, True)],
)
def test_a_qualifier_says_how_sure_the_date_is(text: str, approximate: bool, uncertain: bool) -> None:
    found = parse_date(text)

    assert (found.text, found.approximate, found.uncertain) == (text, approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2023-02-06T01:17:34Z", "01:17:34Z"),
        ("2026-05-01T10:00Z", "10:00Z"),
        ("2023-02-06T01:17:34+03:00", "01:17:34+03:00"),
        ("2023-02-06T01:17:34-05", "01:17:34-05"),
        ("2023-02-06 01:17:34", "01:17:34"),
        ("2023-02-06T01:17:34.342Z", "01:17:34Z"),
    ],
)
def test_a_time_of_day_is_kept_as_written(text: str, time: str) -> None:
    found = parse_date(text)

    assert (found.text, found.iso, found.time) == (text, text[:10], time)


def test_an_interval_is_its_first_date_with_its_last_as_the_end() -> None:
    found = parse_date("2023-02~/2023-03-05?")

    assert (found.iso, found.approximate, found.uncertain) == ("2023-02", True, False)
    assert found.end == PartialDate("2023-03-05?", 2023, 3, 5, uncertain=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2023, "2023"),
        (datetime.date(2023, 2, 6), "2023-02-06"),
        (datetime.datetime(2023, 2, 6, 1, 17, 34, 5), "2023-02-06T01:17:34"),
        (datetime.datetime(2023, 2, 6, 1, 17, tzinfo=datetime.UTC), "2023-02-06T01:17:00Z"),
        (
            datetime.datetime(2023, 2, 6, 1, 17, tzinfo=datetime.timezone(datetime.timedelta(hours=3))),
            "2023-02-06T01:17:00+03:00",
        ),
    ],
)
def test_what_a_yaml_reader_makes_of_a_date_is_read_too(value: object, text: str) -> None:
    assert parse_date(value).text == text


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2023-02-30", "February 2023 has only 28 days"),
        ("2023-04-31", "2023-04-30"),
        ("2023-2-6", "2023-02-06"),
        ("2023/02/06", "2023-02-06"),
        ("2023-02-06/2023-02-05", "An interval ends on or after the day it starts"),
        ("0000", "0001 to 9999"),
        ("6 February 2023", EXPECTED),
        ("2023-13", EXPECTED),
        ("2023-00", EXPECTED),
        ("2023-02-06T24:00:00Z", EXPECTED),
        ("2023-02-06T10:00~", EXPECTED),
        ("2023-02-06T10:00/2023-02-07", EXPECTED),
        ("201X", EXPECTED),
        ("-0044", EXPECTED),
        ("٢٠٢٣", EXPECTED),
        ("2023-21", EXPECTED),
        ("../2023", EXPECTED),
        ("2023/", EXPECTED),
        ("", EXPECTED),
        ("~", EXPECTED),
        ("2023-02-06\n2023", EXPECTED),
        (20230206, EXPECTED),
        pytest.param(10**5000, EXPECTED, id="a-number-of-5001-digits"),
        (-1, EXPECTED),
        (True, EXPECTED),
        (None, EXPECTED),
        (2023.5, EXPECTED),
        (["2023"], EXPECTED),
    ],
)
def test_what_is_no_date_is_refused_with_an_example(value: object, hint: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_date(value)

    sentence = str(refusal.value)
    assert hint in sentence
    assert sentence.endswith(".")


def test_an_end_less_exact_than_the_start_may_hold_it() -> None:
    assert parse_date("2023-02-06/2023-02").end == PartialDate("2023-02", 2023, 2)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-06", "2024-02-06", "2024-02-06"),
        ("2023-02-06/2024", "2023-02-06", "2024-12-31"),
    ],
)
def test_a_date_has_a_first_and_a_last_day_that_it_can_mean(text: str, first: str, last: str) -> None:
    found = parse_date(text)

    assert (earliest(found).isoformat(), latest(found).isoformat()) == (first, last)


@given(plain_dates(), QUALIFIERS)
def test_every_date_that_exists_comes_back_as_it_went_in(plain: str, qualifier: str) -> None:
    found = parse_date(plain + qualifier)

    assert found.text == plain + qualifier
    assert found.iso == plain
    assert parse_date(found.text) == found
    assert earliest(found) <= latest(found)


@given(plain_dates(), plain_dates(), QUALIFIERS, QUALIFIERS)
def test_two_dates_make_an_interval_unless_the_second_is_over_before_the_first(
    start: str, end: str, one: str, two: str
) -> None:
    text = f"{start}{one}/{end}{two}"
    if latest(parse_date(end)) >= earliest(parse_date(start)):
        found = parse_date(text)
        assert (found.text, found.iso, found.end) == (text, start, parse_date(end + two))
    else:
        with pytest.raises(ValueError):
            parse_date(text)


@given(st.datetimes(timezones=st.none() | st.just(datetime.UTC)))
def test_every_moment_comes_back_as_it_went_in(moment: datetime.datetime) -> None:
    found = parse_date(moment)

    assert datetime.datetime.fromisoformat(found.text) == moment.replace(microsecond=0)
    assert parse_date(found.text) == found


@given(st.text() | st.from_regex(PATTERN, fullmatch=True) | st.integers() | st.floats() | st.binary() | st.none())
def test_nothing_else_is_ever_raised(value: object) -> None:
    try:
        found = parse_date(value)
    except ValueError as error:
        sentence = str(error)
    else:
        sentence = "Read."
        assert found.text == str(value).strip()
        assert latest(found) >= earliest(found)
    assert sentence.endswith(".")
