"""The front matter: numbering, statement, lines, and what MkDocs would silently show as text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from mkdocs_provenance.frontmatter import (
    PROVENANCE,
    FrontMatter,
    front_matter_problem,
    front_matter_spots,
    read_front_matter,
    spot_finder,
)
from mkdocs_provenance.model import Correction, CorrectionKind, Disagreement, PartialDate, Problem, Statement
from mkdocs_provenance.problems import RULES

ARTICLE = """\
---
title: Two strong earthquakes
date: 2023-02-08
sources: [usgs-1, kaust,
          afad]
provenance:
  method: We compared
    the agencies' pages.
  not_established:
    - Which depth is right.
    - Why.
  corrections:
    - {date: 2023-02-10, kind: correction, text: T}
    - date: 2023-02-11
      kind: update
---

The text.
"""


def read(meta: Mapping[str, object]) -> tuple[FrontMatter, tuple[Problem, ...]]:
    return read_front_matter(meta, path="articles/a.md")


def clean(meta: Mapping[str, object]) -> FrontMatter:
    """What the front matter says, where there is no problem."""
    found, problems = read(meta)
    assert problems == ()
    return found


def stated(**fields: object) -> Statement:
    return clean({"provenance": fields}).statement


def sound(problem: Problem) -> bool:
    return (
        problem.code in RULES
        and problem.path == "articles/a.md"
        and problem.line >= 1
        and problem.message.endswith(".")
        and problem.message.isprintable()
    )


# --- Numbering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "numbering"),
    [
        (["a", "b"], {1: "a", 2: "b"}),
        (["a", 7], {1: "a", 2: "7"}),
        ([" a "], {1: "a"}),
        ({1: "a", 3: "b"}, {1: "a", 3: "b"}),
        ({"1": "a", "12": 7}, {1: "a", 12: "7"}),
        ([], {}),
        ({}, {}),
    ],
)
def test_sources_number_the_keys(sources: object, numbering: dict[int, str]) -> None:
    found = clean({"sources": sources})

    assert (dict(found.numbering), found.has_sources) == (numbering, True)


@pytest.mark.parametrize(
    ("sources", "numbering", "problems"),
    [
        ("usgs-1", {}, 1),
        (None, {}, 1),
        (5, {}, 1),
        (True, {}, 1),
        (["a", None, "c"], {1: "a", 3: "c"}, 1),
        (["a", "", "c"], {1: "a", 3: "c"}, 1),
        (["a", ["b"], {"c": "d"}, 1.5, True, datetime.date(2023, 2, 6), "z"], {1: "a", 7: "z"}, 5),
        ({"one": "a", 0: "b", -1: "c", 1.5: "d", 2: "e", "02": "f", 10**7: "g"}, {2: "e"}, 6),
        ({1: "a", "1": "b"}, {1: "a"}, 1),
        ({1: ["a"], 2: "b"}, {2: "b"}, 1),
        ({"usgs-1": 1}, {}, 1),
    ],
)
def test_what_cannot_be_a_key_points_to_nothing_and_the_rest_keep_their_numbers(
    sources: object, numbering: dict[int, str], problems: int
) -> None:
    found, told = read({"sources": sources})

    assert (dict(found.numbering), found.has_sources) == (numbering, True)
    assert [problem.code for problem in told] == ["front-matter-type"] * problems
    assert all(problem.suggestion for problem in told)


def test_a_page_without_our_keys_has_neither() -> None:
    found = clean({"title": "T", "hide": ["toc"], "tags": None})

    assert (found.has_sources, found.has_provenance, found.title) == (False, False, "T")
    assert found.statement == Statement()


# --- Title, date, language, author -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (datetime.date(2023, 2, 8), PartialDate("2023-02-08", 2023, 2, 8)),
        ("2023-02~", PartialDate("2023-02~", 2023, 2, approximate=True)),
        (2023, PartialDate("2023", 2023)),
        (datetime.datetime(2023, 2, 8, 10, 0, tzinfo=datetime.UTC),
         PartialDate("2023-02-08T10:00:00Z", 2023, 2, 8, "10:00:00Z")),
        ({"created": datetime.date(2023, 2, 8), "updated": datetime.date(2024, 1, 1)},
         PartialDate("2023-02-08", 2023, 2, 8)),
        (None, None),
    ],
)  # fmt: skip
def test_the_date_is_when_it_was_published(date: object, published: PartialDate | None) -> None:
    assert clean({"date": date, "sources": []}).published == published


@pytest.mark.parametrize(
    ("meta", "language"),
    [
        ({"lang": "de"}, "de"),
        ({"language": "pt-BR"}, "pt-BR"),
        ({"lang": False}, "no"),
        ({"lang": None}, None),
        ({}, None),
    ],
)
def test_the_language_is_a_tag_even_where_yaml_reads_norwegian_as_false(
    meta: dict[str, object], language: str | None
) -> None:
    assert clean(meta).language == language


@pytest.mark.parametrize(
    ("meta", "authors"),
    [
        ({"author": "A. Weber"}, ("A. Weber",)),
        ({"authors": ["A. Weber", "B. Klein"]}, ("A. Weber", "B. Klein")),
        ({"authors": [{"name": "A. Weber", "email": "x"}, "B. Klein"]}, ("A. Weber", "B. Klein")),
        ({"author": None}, ()),
        ({"authors": []}, ()),
    ],
)
def test_authors_are_names(meta: dict[str, object], authors: tuple[str, ...]) -> None:
    assert clean(meta).authors == authors


def test_a_slip_in_the_site_s_own_fields_is_our_business_only_in_our_articles() -> None:
    slips: dict[str, object] = {"title": ["T"], "date": "last week", "author": {"email": "x"}, "lang": []}

    assert read(slips)[1] == ()
    assert [problem.code for problem in read(slips | {"sources": []})[1]] == [
        "front-matter-type", "bad-date", "front-matter-type", "front-matter-type",
    ]  # fmt: skip


# --- The statement ---------------------------------------------------------------------------------------------------


def test_every_field_of_the_statement_is_read() -> None:
    found = clean(
        {
            "provenance": {
                "type_of_work": "analysis",
                "method": "We compared.",
                "not_established": ["Which depth is right.", "Why."],
                "disagreement": [{"text": "AFAD gives 7.7 where USGS gives 7.8 [1, 3]."}, "Others [2]."],
                "corrections": [{"date": datetime.date(2023, 2, 10), "kind": "correction", "text": "Was 18 km."}],
                "history": [{"date": 2023, "change": "First."}],
                "reviewed_by": "B. Klein",
                "checked_on": "2023-02",
                "ai_use": "None.",
                "marker_scope": "paragraph",
                "waivers": [{"code": "unsourced-claim", "reason": "x"}],
            }
        }
    )

    assert found.has_provenance
    assert found.statement.method == "We compared."
    assert found.statement.not_established == ("Which depth is right.", "Why.")
    assert found.statement.disagreement == (
        Disagreement("AFAD gives 7.7 where USGS gives 7.8 [1, 3]."), Disagreement("Others [2]."),
    )  # fmt: skip
    assert found.statement.corrections == (
        Correction(CorrectionKind.CORRECTION, PartialDate("2023-02-10", 2023, 2, 10), "Was 18 km."),
    )
    assert [(change.date.text, change.change) for change in found.statement.history] == [("2023", "First.")]
    assert (found.statement.type_of_work, found.statement.reviewed_by, found.statement.ai_use) == (
        "analysis", "B. Klein", "None.",
    )  # fmt: skip
    assert (found.statement.checked_on, found.statement.marker_scope) == (PartialDate("2023-02", 2023, 2), "paragraph")
    assert [(waiver.code, waiver.reason) for waiver in found.statement.waivers] == [("unsourced-claim", "x")]


def test_the_table_and_the_model_have_the_same_fields() -> None:
    assert {spec.name for spec in PROVENANCE.table} == {*Statement.__struct_fields__}


def test_one_text_needs_no_list() -> None:
    assert stated(not_established="Why.").not_established == ("Why.",)
    assert stated(disagreement="A [1].").disagreement == (Disagreement("A [1]."),)


@pytest.mark.parametrize("empty", [None, {}])
def test_an_empty_statement_is_no_problem(empty: object) -> None:
    found = clean({"provenance": empty})

    assert (found.has_provenance, found.statement) == (True, Statement())


@pytest.mark.parametrize(
    ("provenance", "codes"),
    [
        ("text", ["front-matter-type"]),
        (["method"], ["front-matter-type"]),
        ({"methd": "x", "method": "M"}, ["front-matter-unknown"]),
        ({"method": ["x"]}, ["front-matter-type"]),
        ({"method": True}, ["front-matter-type"]),
        ({"not_established": {"a": "b"}}, ["front-matter-type"]),
        ({"not_established": ["a", ["b"]]}, ["front-matter-type"]),
        ({"disagreement": [{"txt": "x"}]}, ["front-matter-unknown", "front-matter-type"]),
        ({"corrections": {"date": "2023"}}, ["front-matter-type"]),
        ({"corrections": [{"date": "2023", "kind": "correction"}]}, ["correction-incomplete"]),
        ({"corrections": [{"date": "2023", "kind": "fix", "text": "T"}]}, ["front-matter-type"]),
        ({"corrections": [{"date": "2023-02-30", "kind": "update", "text": "T"}]}, ["bad-date"]),
        ({"corrections": [{}]}, ["correction-incomplete"] * 3),
        ({"waivers": [{"code": "S1"}]}, ["waiver-incomplete"]),
        ({"waivers": [{"reason": "x"}]}, ["waiver-incomplete"]),
        ({"waivers": [{"rule": "single-orgin", "reason": "x"}]}, ["unknown-rule"]),
        ({"waivers": [{"rule": "S1", "code": "S1", "reason": "x"}]}, ["front-matter-syntax"]),
        ({"history": ["first"]}, ["front-matter-type"]),
        ({"checked_on": "soon"}, ["bad-date"]),
        ({"marker_scope": "page"}, ["front-matter-type"]),
        ({1: 2}, ["front-matter-unknown"]),
    ],
)
def test_a_wrong_value_costs_its_own_field_alone(provenance: object, codes: list[str]) -> None:
    whole = {"reviewed_by": "B. Klein", **provenance} if isinstance(provenance, dict) else provenance

    found, problems = read({"provenance": whole})

    assert [problem.code for problem in problems] == codes
    assert found.statement.reviewed_by == ("B. Klein" if isinstance(provenance, dict) else None)
    assert found.statement.corrections == ()
    assert all(sound(problem) for problem in problems)


def test_a_misspelt_field_is_suggested() -> None:
    (problem,) = read({"provenance": {"methd": "x"}})[1]

    assert problem.suggestion == 'Did you mean "method"?'


# --- Lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_every_field_has_the_line_of_its_name(newline: str, before: str) -> None:
    lines = {path: spot.line for path, spot in front_matter_spots(before + ARTICLE.replace("\n", newline)).items()}

    assert lines["title"] == 2
    assert (lines["sources"], lines["sources.1"], lines["sources.3"]) == (4, 4, 5)
    assert (lines["provenance"], lines["provenance.method"], lines["provenance.not_established.2"]) == (6, 7, 11)
    assert (lines["provenance.corrections.1.date"], lines["provenance.corrections.2.kind"]) == (13, 15)


@pytest.mark.parametrize("text", ["", "No front matter.", "---\na: b", "---\na: b: c\n---\n", "---\n- a\n---\n"])
def test_without_front_matter_that_can_be_read_there_are_no_lines_of_fields(text: str) -> None:
    assert "a" not in front_matter_spots(text)


def test_problems_carry_lines_and_the_text_is_read_for_problems_only() -> None:
    reads: list[str] = []

    def text() -> str:
        reads.append("read")
        return ARTICLE

    good = {"sources": ["a"], "provenance": {"method": "M"}}
    bad = {"sources": ["a", "b", None], "provenance": {"corrections": [{}, {"date": "2023", "kind": "x", "text": "T"}]}}

    assert read_front_matter(good, path="a.md", spot_of=spot_finder(text))[1] == ()
    assert reads == []
    problems = read_front_matter(bad, path="a.md", spot_of=spot_finder(text))[1]
    assert reads == ["read"]
    assert [problem.line for problem in problems] == [5, 13, 13, 13, 15]


def test_a_default_from_elsewhere_has_the_first_line() -> None:
    spot_of = spot_finder(lambda: "---\ntitle: T\nprovenance:\n  method: M\n---\n")

    assert [spot_of(path).line for path in ("provenance.method", "provenance.methd.x", "sources.1", "")] == [4, 3, 1, 1]


@pytest.mark.parametrize("bomb", ["a: &a [*a]", "a: &a {b: *a}", "&a {a: *a}"])
def test_aliases_that_never_end_do(bomb: str) -> None:
    lines = front_matter_spots(f"---\n{bomb}\n---\n")

    assert lines["a"].line == 2


# --- Front matter that MkDocs shows as text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: a: b\n---\n", 2, "colon"),
        ("---\ntitle: T\nsources: [a\n---\n", 3, "square brackets"),
        ("---\ntitle: T\n\tsources: []\n---\n", 3, "tab"),
        ("---\ntitle: T\nauthor: @jane\n---\n", 3, "begins with @"),
        ("---\ntitle: T\n\nThe text.\n", 1, "never closed"),
        ("---\ntitle: T\n---", 3, "ends with the ---"),
        ("---\n---\nText\n", 1, "empty"),
        ("---\n# only this\n---\n", 2, "empty"),
        ("---\n- title\n---\n", 2, "a list"),
        ("---\njust text\n---\n", 2, "text"),
        ("---\ntitle: T\ndate: 2023-02-30\n---\n", 3, "not a date that exists"),
        ("---\ntitle: T\nn: !!int x\n---\n", 3, "no value"),
        ("---\ntitle: T\nn: !thing x\n---\n", 3, "no value"),
        ("---\ntitle: T\n? {a: b}\n: c\n---\n", 3, "cannot be read"),
        ("---\ntitle: T\nx: {<<: 5}\n---\n", 3, "cannot be read"),
        ("---\ntitle: T\nn: \x07\n---\n", 3, "U+0007"),
        ("---\na:\n  " + "[" * 40 + "\n---\n", 3, "nested"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_front_matter_that_mkdocs_cannot_read_is_told(
    text: str, line: int, words: str, newline: str, before: str
) -> None:
    problem = front_matter_problem(before + text.replace("\n", newline), "articles/a.md")

    assert problem is not None
    assert (problem.code, problem.line) == ("front-matter-syntax", line), problem
    assert words in problem.message
    assert problem.suggestion
    assert sound(problem)


@pytest.mark.parametrize(
    "text",
    ["", "Text.", "----\nA rule.\n", "--- \ntitle: T\n---\t\n", "---\ntitle: T\n...\nText\n", "\n---\na: b: c\n---\n",
     ARTICLE,
     "---\na: &a [1]\nb: *a\nc: {<<: {d: 1}}\n---\n"],
)  # fmt: skip
def test_front_matter_that_mkdocs_reads_or_that_is_none_is_no_problem(text: str) -> None:
    assert front_matter_problem(text, "a.md") is None


def test_merge_keys_that_multiply_are_cut_off() -> None:
    lines = ["x0: &x0 {a: 1}"] + [f"x{i}: &x{i} {{<<: [*x{i - 1}, *x{i - 1}, *x{i - 1}]}}" for i in range(1, 25)]

    problem = front_matter_problem("---\n" + "\n".join(lines) + "\n---\n", "a.md")

    assert problem is not None
    assert "aliases" in problem.message


# --- Properties ------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        "sources",
        "provenance",
        "title",
        "date",
        "lang",
        "language",
        "author",
        "authors",
        *PROVENANCE.by_name,
        "text",
        "kind",
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes(timezones=st.timezones())
    | st.text() | st.binary() | st.sampled_from(["correction", "2023", "\ud800"])
)  # fmt: skip
KEYS = NAMES | SCALARS.filter(lambda value: not isinstance(value, float) or value == value)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5) | st.tuples(inner)
)


@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_arbitrary_values_raise_nothing(meta: dict[str, Any]) -> None:
    found, problems = read(meta)

    assert all(sound(problem) for problem in problems), problems
    assert found.has_sources is ("sources" in meta)
    assert found.has_provenance is ("provenance" in meta)
    assert all(number >= 1 and key for number, key in found.numbering.items())


def test_a_number_too_long_to_print_raises_nothing() -> None:
    huge = 10**5000

    for value in (huge, [huge], {huge: "a"}):
        _, problems = read({"sources": value, "provenance": value, "title": huge})
        assert problems
        assert all(sound(problem) for problem in problems)


def test_values_that_hold_themselves_raise_nothing() -> None:
    endless: list[object] = []
    endless.append(endless)
    wide: object = "x"
    for _ in range(40):
        wide = [wide, wide]

    for value in (endless, wide, {"disagreement": endless}, {"method": wide}):
        _, problems = read({"sources": value, "provenance": value})
        assert problems
        assert {problem.code for problem in problems} <= {"front-matter-type"}


@given(st.text(alphabet=st.sampled_from("ab12:-[]{}&*!|>'\"%@`#?,~<=_. \n\t\r")) | st.text())
@example("0b_")
@example("a: =")
@example("a: 1:99999999999999999999")
@example("a: 2023-02-06T01:01:01+99:99")
@example("a: .inf\nb: !!float x")
@example("a: !!bool x")
@example("a: !!timestamp x")
@example("a: !!int ''")
@example("a: !!binary é")
@example("{a: b}: c")
@example("a: &x {<<: *x}")
def test_we_report_exactly_what_mkdocs_shows_as_text(block: str) -> None:
    text = f"---\n{block}\n---\n"
    plain = text.replace("\r\n", "\n").replace("\r", "\n")  # as MkDocs reads a file

    problem = front_matter_problem(text, "articles/a.md")
    lines = front_matter_spots(text)

    body, meta = get_data(plain)
    opened = body == plain and not meta
    assert opened is (problem is not None), (problem, meta)
    assert problem is None or (sound(problem) and problem.line <= plain.count("\n"))
    assert all(spot.line >= 2 for spot in lines.values())


def test_yaml_s_own_reader_agrees_with_ours_on_a_whole_article() -> None:
    meta = yaml.safe_load(ARTICLE.split("---\n")[1])

    found, problems = read(meta)

    assert dict(found.numbering) == {1: "usgs-1", 2: "kaust", 3: "afad"}
    assert [problem.message for problem in problems] == ['"provenance.corrections" of the front matter has no "text".']
    assert len(found.statement.corrections) == 1
