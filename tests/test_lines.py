"""Finding a line again from what Markdown has made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.lines import spot_of, spot_of_word

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
