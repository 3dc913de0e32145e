"""Finding a line again from what Markdown has made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.lines import Alignment, span, spot_of, spot_of_word
from mkdocs_provenance.model import Passage, Role, Spot

SOURCE = """\
---
sources: [late-edition, late]
---
The mayor [1] said so [2].

The judge [1] said so [2].

A [linked *word*](u.html) and **bold** words [1] go on [@key]
over two lines. Short [9].
"""


@pytest.mark.parametrize(
    ("needle", "before", "line"),
    [
        ("[@key]", "", 8),
        ("[1]", "The mayor", 4),
        ("[1]", "The judge", 6),
        ("[2]", "The mayor said so", 4),
        ("[2]", "The judge said so", 6),
        ("[1]", "A linked word and bold words", 8),
        ("[1]", "", 4),
        ("A linked word and bold words go on over two lines.", "", 8),
        ("The judge said so.", "", 6),
        ("Short.", "", 9),
        ("nowhere to be found", "", 1),
        ("", "", 1),
        ("—", "", 1),
    ],
)
def test_lines(needle: str, before: str, line: int) -> None:
    assert spot_of(SOURCE, needle, before).line == line


def test_a_key_that_is_part_of_another() -> None:
    source = "sources:\n  - late-edition\n  - a/late\n  - late\n"

    assert spot_of_word(source, "late").line == 4
    assert spot_of_word(source, "edition").line == 2


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_any_text_has_the_line(source: str, needle: str, before: str) -> None:
    assert 1 <= spot_of(source, needle, before).line <= source.count("\n") + 1
    assert 1 <= spot_of_word(source, needle).line <= source.count("\n") + 1


@given(st.lists(st.text("abc ", max_size=8), max_size=8), st.lists(st.text("abc ", max_size=8), max_size=8))
def test_what_stands_once_is_found(above: list[str], below: list[str]) -> None:
    source = "\n".join([*above, "x NEEDLE y", *below])

    assert spot_of(source, "NEEDLE", "anything").line == len(above) + 1


# Alignment -----------------------------------------------------------------------------------------------------------

FILE = """\
---
title: The bell
---

Yes. The [bell](https://example.org/bell "The bell") **rang**, they said [1].

Yes, it _rang_ again[^n] at 7.8 [@log, p. 4], and
went on.

1. It rang [2] &amp; fell.

!!! note "It rang"
    It rang here.

[^n]: It rang at night [1].
"""
PASSAGES = [
    Passage("p1", Role.REPORTED, "Yes. The bell rang, they said."),
    Passage("p2", Role.REPORTED, "Yes, it rang again at 7.8, and went on."),
    Passage("p3", Role.REPORTED, "It rang & fell."),
    Passage("p4", Role.REPORTED, "It rang here."),
    Passage("p5", Role.REPORTED, "It rang at night."),
    Passage("p6", Role.REPORTED, "Words of a macro."),
]


@pytest.mark.parametrize(
    ("passage", "words", "expected"),
    [
        ("p1", "Yes.", "Yes"),
        ("p1", "The bell rang", 'The [bell](https://example.org/bell "The bell") **rang'),
        ("p2", "Yes", "Yes"),
        ("p2", "again at 7.8, and went", "again[^n] at 7.8 [@log, p. 4], and\nwent"),
        ("p3", "It rang & fell.", "It rang [2] &amp; fell"),
        ("p4", "rang here", "rang here"),
        ("p5", "night", "night"),
    ],
)
def test_words_of_a_passage_are_found_in_the_file(passage: str, words: str, expected: str) -> None:
    text = next(one.text for one in PASSAGES if one.id == passage)
    start = text.index(words)
    found = Alignment(FILE, PASSAGES).spot(passage, start, start + len(words))

    assert _at(FILE, found) == expected


def test_the_same_words_are_told_apart_by_their_order() -> None:
    alignment = Alignment(FILE, PASSAGES)
    lines = [alignment.spot(f"p{n}", 0, 7).line for n in (3, 4, 5)]

    assert lines == [10, 13, 15]


@pytest.mark.parametrize(
    ("passage", "raw", "offset", "line"),
    [("p1", "[1]", 29, 5), ("p3", "[2]", 7, 10), ("p5", "[1]", 16, 15), ("p6", "[1]", 3, 5), ("none", "[2]", 0, 10)],
)
def test_a_marker_is_found_behind_its_words(passage: str, raw: str, offset: int, line: int) -> None:
    found = Alignment(FILE, PASSAGES).marker(raw, passage, offset)

    assert (found.line, _at(FILE, found)) == (line, raw)


def test_what_stands_nowhere_has_the_first_line() -> None:
    assert Alignment(FILE, PASSAGES).spot("p6", 0, 17).line == 1


def _at(text: str, spot: Spot) -> str:
    """The characters at a spot."""
    assert spot.column is not None
    assert spot.end_line is not None
    assert spot.end_column is not None
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: spot.line - 1]) + spot.column - 1
    behind = sum(len(line) + 1 for line in lines[: spot.end_line - 1]) + spot.end_column - 1
    return text[before:behind]


@given(st.text("ab\n ", min_size=1, max_size=20), st.data())
def test_a_span_says_where_its_characters_are(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert _at(text, span(text, start, end)) == text[start:end]


@given(st.text("a\n ", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_an_alignment_counts_lines_and_columns_as_the_plain_way_does(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))

    assert Alignment(text, ())._span(start, end) == span(text, start, end)
