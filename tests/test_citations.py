"""The marker grammar by itself: brackets in, citations or text out."""

from __future__ import annotations

import string
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_provenance.citations import MAX_BODY, MAX_RANGE, place_markers, read_bracket, take_markers
from mkdocs_provenance.model import CitationItem
from mkdocs_provenance.problems import RULES

NUMBERS: Final = frozenset(range(1, 10))
KNOWN: Final = frozenset({"alpha", "beta"})


def read(body: str, numbers: frozenset[int] | None = NUMBERS) -> tuple[CitationItem, ...] | None:
    citation = read_bracket(body, numbers=numbers).citation
    return citation.items if citation else None


def remarks(body: str) -> list[str]:
    return [remark.code for remark in read_bracket(body, numbers=NUMBERS).remarks]


# One bracket ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("1", [1]),
        (" 2 ", [2]),
        ("1,2 ;3", [1, 2, 3]),
        ("1-3", [1, 2, 3]),
        ("1--3", [1, 2, 3]),
        ("1---3", [1, 2, 3]),
        ("1–3", [1, 2, 3]),
        ("1—2", [1, 2]),
        ("1‑2", [1, 2]),
        ("1−2", [1, 2]),
        ("3, 1", [3, 1]),
        ("1\n,\n2", [1, 2]),
        ("12", [12]),
        ("8-12", [8, 9, 10, 11, 12]),
    ],
)
def test_numbers(body: str, numbers: list[int]) -> None:
    items = read(body)

    assert items is not None
    assert [item.number for item in items] == numbers


@pytest.mark.parametrize(
    "body",
    ["", " ", "0", "01", "1.5", "1,000", "12,345", "1a", "a1", "x", "sic", "...", "-1", "1/2", "2024", "1939-1945",
     "0,1", "1 2", "１", "^1", "1;0", "9:30", "+1", "1e3", "½", "²"],
)  # fmt: skip
def test_text(body: str) -> None:
    assert read(body) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("3-1", "descending-range"),
        (f"1-{MAX_RANGE + 1}", "range-too-long"),
        ("1,,2", "malformed-citation"),
        ("@alpha; ; @beta", "malformed-citation"),
        ("@alpha; words", "malformed-citation"),
        ("2024", "bracket-left-as-text"),
        ("50-60", "bracket-left-as-text"),
        ("1, 1", "repeated-item"),
        ("@alpha; @alpha", "repeated-item"),
        ("@alpha, @beta", "comma-between-keys"),
    ],
)
def test_remarks(body: str, code: str) -> None:
    assert remarks(body) == [code]
    assert code in RULES


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ("1, pp. 5, 7", [(1, "pp. 5, 7")]),
        ("1, pp. 5-6, 8-9", [(1, "pp. 5-6, 8-9")]),
        ("1, figs. 2, 3; 2", [(1, "figs. 2, 3"), (2, None)]),
        ("1, §§ 2, 3", [(1, "§§ 2, 3")]),
        ("1, pp. 5; 7", [(1, "pp. 5"), (7, None)]),
        ("1, p. 5, 7", [(1, "p. 5"), (7, None)]),
        ("2, 1, pp. 5, 7, 9", [(2, None), (1, "pp. 5, 7, 9")]),
    ],
)
def test_places_behind_a_plural_are_no_sources(body: str, items: list[tuple[int, str | None]]) -> None:
    found = read(body)

    assert found is not None
    assert [(item.number, item.locator) for item in found] == items


def test_the_longest_range() -> None:
    items = read(f"1-{MAX_RANGE}")

    assert items is not None
    assert len(items) == MAX_RANGE


def test_a_year_is_a_citation_where_a_source_has_that_number() -> None:
    assert read("2024", frozenset({2024})) == (CitationItem(None, 2024),)


def test_thousands_are_a_citation_where_every_part_is_listed() -> None:
    assert read("1,200", frozenset({1, 200})) == (CitationItem(None, 1), CitationItem(None, 200))


def test_numbers_mean_nothing_on_a_page_without_sources() -> None:
    assert read("1", None) is None
    assert read("@alpha", None) == (CitationItem("alpha"),)
    assert read("1; @alpha", None) is None


@pytest.mark.parametrize(
    ("body", "item"),
    [
        ("@alpha", CitationItem("alpha")),
        ("-@alpha", CitationItem("alpha")),
        ("see @alpha", CitationItem("alpha", None, "see")),
        ("see also -@alpha", CitationItem("alpha", None, "see also")),
        ("@alpha, p. 5", CitationItem("alpha", None, "", "p. 5")),
        ("@alpha p. 5", CitationItem("alpha", None, "", "p. 5")),
        ("@alpha, pp. 5-7, 9", CitationItem("alpha", None, "", "pp. 5-7, 9")),
        ("@alpha, p. 5, emphasis ours", CitationItem("alpha", None, "", "p. 5", "emphasis ours")),
        ("@alpha, emphasis ours", CitationItem("alpha", None, "", None, "emphasis ours")),
        ("@alpha, 33", CitationItem("alpha", None, "", "33")),
        ("@alpha, {p. xii, note}, ours", CitationItem("alpha", None, "", "p. xii, note", "ours")),
        ("@alpha, 1:02:03", CitationItem("alpha", None, "", "1:02:03")),
        ("@alpha, Tectonic summary", CitationItem("alpha", None, "", None, "Tectonic summary")),
        ("@{a key; with anything}", CitationItem("a key; with anything")),
        ("@nyt:2024/06-a", CitationItem("nyt:2024/06-a")),
        ("@a..b", CitationItem("a", None, "", None, "..b")),
        ("@alpha.", CitationItem("alpha")),
    ],
)
def test_keys(body: str, item: CitationItem) -> None:
    assert read(body) == (item,)


@pytest.mark.parametrize("body", ["a@b.com", "@", "@ alpha", "@{}", "@{", "user@", "@@x", "x@y z"])
def test_an_at_sign_alone_is_no_key(body: str) -> None:
    assert read(body) is None


def test_too_much_to_be_a_citation() -> None:
    assert read("@alpha, " + "x" * MAX_BODY) is None
    assert read("1," * MAX_BODY + "1") is None


# Any bracket ---------------------------------------------------------------------------------------------------------

GRAMMAR: Final = "@{}-–—,;:. 0123456789abpéп[]\\\n\t"

numbers = st.one_of(st.none(), st.frozensets(st.integers(1, 60)))


@given(st.one_of(st.text(max_size=60), st.text(GRAMMAR, max_size=40)), numbers)
@example("²", frozenset({2}))
@example("1²", frozenset({1}))
@example("@{a}{", None)
@example("{@a", None)
@example("@a; }", None)
@example("--@a", None)
@example("1-" + "9" * 40, frozenset({1}))
def test_any_bracket_can_be_read(body: str, known: frozenset[int] | None) -> None:
    reading = read_bracket(body, numbers=known)

    assert all(remark.code in RULES for remark in reading.remarks)
    if reading.citation is not None:
        assert reading.citation.raw == f"[{body}]"
        assert reading.citation.items
        assert all((item.key is None) != (item.number is None) for item in reading.citation.items)
        assert len(set(reading.citation.items)) == len(reading.citation.items)
        assert all(item.key != "" for item in reading.citation.items)


keys = st.from_regex(r"[a-z_][a-z0-9]{0,6}([:.#$%&+?<>~/-][a-z0-9]{1,4}){0,2}", fullmatch=True)
braced = st.text(string.ascii_letters + " ;,:/@?=", min_size=1, max_size=12).map(str.strip).filter(bool)
words = st.sampled_from(["", "see", "cf.", "but see", "compare for example"])
locators = st.sampled_from([None, "p. 5", "pp. 5-7", "§ 3", "chap. 2", "12", "1:02:03", "note 4", "fig. 1, 2"])
suffixes = st.sampled_from(["", "and passim", "emphasis ours", "in part"])
items = st.one_of(
    st.builds(CitationItem, st.one_of(keys, braced), st.none(), words, locators, suffixes),
    st.builds(lambda number, locator: CitationItem(None, number, "", locator), st.integers(1, 9), locators.filter(
        lambda locator: locator is None or ("," not in locator and not locator[0].isdigit()))),
)  # fmt: skip


def written(item: CitationItem) -> str:
    name = str(item.number) if item.key is None else f"@{{{item.key}}}"
    return f"{item.prefix} {name}".strip() + "".join(f", {part}" for part in (item.locator, item.suffix) if part)


@given(st.lists(items, min_size=1, max_size=5, unique_by=lambda item: (item.key, item.number, item.locator)))
def test_what_is_written_is_read(cited: list[CitationItem]) -> None:
    body = "; ".join(map(written, cited))

    assert read(body) == tuple(cited)


@given(keys, locators)
def test_a_plain_key_needs_no_braces(key: str, locator: str | None) -> None:
    assert read(f"@{key}" + (f", {locator}" if locator else "")) == (CitationItem(key, None, "", locator),)


@given(st.lists(st.integers(1, 9), min_size=1, unique=True), st.sampled_from([", ", ",", ";", " ; "]))
def test_lists_of_numbers(cited: list[int], separator: str) -> None:
    found = read(separator.join(map(str, cited)))

    assert found is not None
    assert [item.number for item in found] == cited


# Plain text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("A title [1]", "A title"),
        ("A title [1, 2] goes on [@alpha]", "A title goes on"),
        ("A title [1][2].", "A title."),
        ("The year [2024] and item [12]", "The year [2024] and item [12]"),
        ("By [@user] and [@alpha; @user]", "By [@user] and [@alpha; @user]"),
        (r"An escaped \[1]", r"An escaped \[1]"),
        ("A [1](link)", "A [1](link)"),
        ("An editor's [sic]", "An editor's [sic]"),
        ("A\u00a0title\u00a0[1]", "A\u00a0title"),
    ],
)
def test_a_title_without_its_markers(text: str, clean: str) -> None:
    assert take_markers(text, numbers=NUMBERS, known=KNOWN.__contains__) == clean


def test_a_title_keeps_its_numbers_on_a_page_without_sources() -> None:
    assert take_markers("Top [1] of [@alpha]", numbers=None, known=KNOWN.__contains__) == "Top [1] of"


def test_markers_at_their_places() -> None:
    text, placed = place_markers("AFAD gives 7.7 [1], USGS 7.8 [see @alpha, p. 5]. Or [sic].", numbers=NUMBERS, first=7)

    assert text == "AFAD gives 7.7, USGS 7.8. Or [sic]."
    assert [(one.id, one.offset, one.citation.raw) for one in placed] == [
        ("m7", 14, "[1]"),
        ("m8", 24, "[see @alpha, p. 5]"),
    ]


marked_text = st.lists(
    st.sampled_from(
        ["words", " ", "[1]", " [2, 3]", " [@alpha]", "[sic]", "[", "]", "\\[1]", ".", "[1](x)", "é", " [@beta; 9]"]
    )
).map("".join)


@given(marked_text, st.integers(1, 50))
def test_taking_and_placing_agree(text: str, first: int) -> None:
    clean, placed = place_markers(text, numbers=NUMBERS, first=first)

    assert clean == take_markers(text, numbers=NUMBERS, known=KNOWN.__contains__)
    assert [one.id for one in placed] == [f"m{first + index}" for index in range(len(placed))]
    assert [one.offset for one in placed] == sorted(one.offset for one in placed)
    assert all(0 <= one.offset <= len(clean) for one in placed)
    restored = clean
    for one in reversed(placed):
        restored = restored[: one.offset] + one.citation.raw + restored[one.offset :]
    assert "".join(restored.split()) == "".join(text.split())


@given(st.text(max_size=80))
def test_any_text_can_be_cleaned(text: str) -> None:
    clean, placed = place_markers(text, numbers=NUMBERS, first=1)

    assert len(clean) <= len(text)
    assert (clean == text) == (placed == ())
