"""The checks of articles and sources that read no words: origins, names, dates, copies, marks, waivers' rules."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import date, registry, source
from markdown_page import convert
from mkdocs_provenance.checks import examine
from mkdocs_provenance.checks.private import private_words, read_private_list
from mkdocs_provenance.checks.seals import changed_silently, read_seals, seal, write_seals
from mkdocs_provenance.checks.sources import examine_source, unused_sources
from mkdocs_provenance.model import (
    Access,
    Archive,
    Article,
    Attribution,
    Correction,
    CorrectionKind,
    Kind,
    Organisation,
    Passage,
    Role,
    Severity,
    Statement,
)
from mkdocs_provenance.problems import NUMBERS, RULES
from mkdocs_provenance.rules import Rules, RulesError, read_rules

UNNAMED = {"attribution": Attribution.UNNAMED, "described_as": "a porter", "reason": "Fear."}
REGISTRY = registry(
    [
        source("log", publisher="office"),
        source("second-log", publisher="office"),
        source("tide", publisher="tide", published=date("2026-05-04")),
        source("post", publisher="post", published=date("2026-05-06")),
        source("reprint", publisher="reprints", derived_from=("tide",)),
        source("orphan", publisher="others", derived_from=("never",)),
        source("porter", **UNNAMED),
        source("guard", **UNNAMED | {"origin": "guards"}),
        source("ours", kind=Kind.OWN_REPORTING, publisher="us"),
        source("echo", publisher="echo", derived_from=("ours",)),
        source("self", url="https://example.org/articles/bell/#top", publisher="us-too"),
    ],
    [Organisation("office", "Harbour Office")],
)
WORDLESS = {"S1", "S3", "S5", "I1", "I3", "I4", "O1", "D2", "A2"}


def found(text: str, **article: Any) -> list[tuple[str, str]]:
    """Number and words of everything that the checks of this file find."""
    given = {"url": "https://example.org/articles/bell/", "published": date("2026-05-06"), **article}
    done = convert(text, None, REGISTRY, **given).provenance
    problems = examine(done, REGISTRY)
    told = [(RULES[problem.code].number, problem.words or problem.source or "") for problem in problems]
    return [(number, words) for number, words in told if number in WORDLESS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rang. It rang [@tide; @post].", []),
        ("It rang [@log].", [("S1", "It rang.")]),
        ("It rang [@log; @second-log].", [("I1", "It rang.")]),
        ("It rang [@log; @tide].", []),
        ("It rang [@tide; @reprint].", [("I1", "It rang.")]),
        ("It rang [@log]. It fell [@log, p. 4; @log, p. 7].", [("S1", "It rang."), ("S1", "It fell.")]),
        ("It rang [@porter].", [("S5", "It rang.")]),
        ("It rang [@porter; @guard].", [("S5", "It rang.")]),
        ("It rang [@porter; @tide].", []),
        ("It rang [@ours].", [("S1", "It rang."), ("I3", "It rang.")]),
        ("It rang [@self].", [("S1", "It rang."), ("I3", "It rang.")]),
        ("It rang [@ours; @tide].", []),
        ("It rang [@echo; @ours].", [("I1", "It rang."), ("I3", "It rang.")]),
        ("It rang [@reprint; @post].", [("I4", "reprint")]),
        ("It rang [@orphan; @post].", []),
        ("It rang [@reprint; @tide; @post].", []),
        ("It rang [@log; @second-log; @tide; @post].", [("O1", "It rang.")]),
        ("It rang [@log; @tide; @post].", []),
        ("It rang [@log] [@second-log] [@tide], [@post].", [("O1", "It rang,.")]),
        ("It rang [@log], fell [@second-log; @tide] and sank [@post; @ours].", []),
        ("It rang [@unknown].", []),
    ],
)
def test_what_a_statement_rests_on(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ({}, []),
        ({"published": date("2026-05-05")}, [("D2", "post")]),
        ({"published": date("2026-05")}, []),
        ({"published": date("2026")}, []),
        ({"published": date("2025")}, [("D2", "tide"), ("D2", "post")]),
        ({"published": None}, []),
        ({"published": date("2026-05-05"), "statement": Statement(checked_on=date("2026-05-07"))}, []),
        (
            {
                "published": date("2026-05-01"),
                "statement": Statement(corrections=(Correction(CorrectionKind.UPDATE, date("2026-05-05"), "New."),)),
            },
            [("D2", "post")],
        ),
    ],
)
def test_no_source_is_newer_than_the_article(article: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found("It rang [@tide; @post].", **article) == expected


def test_markers_in_the_analysis_are_remarked_on_and_unnamed_sources_there_are_a_fault() -> None:
    text = "It rang [@tide; @post].\n\n!!! analysis\n    It may [@tide] have been heard [@porter; @log].\n"

    assert [number for number, _ in found(text)] == ["A2", "A2", "S3"]


# Sources -------------------------------------------------------------------------------------------------------------

COPY = Archive("https://web.example.org/1", date("2026-05-04"))
GOOD = {"published": date("2026-05-04"), "archives": (COPY,)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (GOOD, []),
        (GOOD | {"published": None}, ["D1"]),
        (GOOD | {"published": None, "undated": True}, []),
        (GOOD | {"published": None, "updated": date("2026-05-04")}, []),
        (GOOD | {"accessed": date("2026-05-04")}, []),
        (GOOD | {"accessed": date("2026-05-03")}, ["D4"]),
        (GOOD | {"accessed": date("2026-05")}, []),
        (GOOD | {"archives": ()}, ["L1"]),
        (GOOD | {"archives": (), "access": Access.NOT_PUBLIC}, []),
        (GOOD | {"archives": (), "url": None, "none_reason": "Notes."}, []),
        (GOOD | {"archives": (), "url": "mailto:desk@example.org"}, []),
        (GOOD | {"updated": date("2026-05-05")}, ["L3"]),
        (GOOD | {"updated": date("2026-05")}, []),
        (GOOD | {"updated": date("2026-05-05"), "archives": (COPY, Archive("https://b.example"))}, []),
        (GOOD | {"updated": date("2026-05-05"), "archives": (COPY, Archive("https://b.example", date("2026-06")))}, []),
        ({"unidentified": True}, []),
    ],
)
def test_what_an_entry_says_of_dates_and_copies(fields: dict[str, Any], expected: list[str]) -> None:
    problems = list(examine_source(source("log", **fields)))

    assert [RULES[problem.code].number for problem in problems] == expected
    assert {(problem.path, problem.source) for problem in problems} <= {("articles/sources.yml", "log")}


def test_what_a_cited_source_is_derived_from_is_used() -> None:
    assert [p.source for p in unused_sources(REGISTRY, ["reprint", "log", "gone"])] == [
        "second-log", "post", "orphan", "porter", "guard", "ours", "echo", "self",
    ]  # fmt: skip


# The private list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ada Quill", [(1, 1, 10)]),
        ("by ADA\nQUILL, and quill", [(1, 4, 6)]),
        ("Adaquill, Ada Quills, McAda Quill", []),
        ("ада квилл", [(1, 1, 10)]),
        ("nothing", []),
    ],
)
def test_private_words_are_found_whole(text: str, places: list[tuple[int, int, int]]) -> None:
    words = read_private_list("\ufeff# names\n\nAda Quill\n  Ада Квилл \nAda Quill\n")

    assert words == ("Ada Quill", "Ада Квилл")
    assert [(p.line, p.column, p.end_column) for p in private_words(text, "a.md", words)] == places
    assert list(private_words(text, "a.md", ())) == []


# Seals ---------------------------------------------------------------------------------------------------------------


def sealed(text: str, *corrections: str) -> Article:
    told = tuple(Correction(CorrectionKind.CORRECTION, date("2026-05-07"), words) for words in corrections)
    return Article("a.md", statement=Statement(corrections=told), passages=(Passage("p1", Role.REPORTED, text),))


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [
        (sealed("It rang."), sealed("It rang."), False),
        (sealed("It  rang."), sealed("It rang."), False),
        (sealed("It rang."), sealed("It fell."), True),
        (sealed("It rang."), sealed("It fell.", "It fell, not rang."), False),
        (sealed("It rang.", "First."), sealed("It fell.", "First."), True),
    ],
)
def test_a_changed_text_needs_a_word_to_its_readers(before: Article, after: Article, silent: bool) -> None:
    kept = read_seals(write_seals({"a.md": seal(before)}))

    assert (changed_silently(after, kept) is not None) is silent
    assert changed_silently(after, {}) is None


@given(st.binary(max_size=60))
def test_a_file_of_seals_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_seals(data), dict)


# The rules -----------------------------------------------------------------------------------------------------------


def test_numbers_and_codes_name_each_rule_once() -> None:
    assert len(NUMBERS) == len(RULES)
    assert all(rule.newsroom is not rule.severity for rule in RULES.values())


@pytest.mark.parametrize(
    ("option", "code", "severity"),
    [
        ({}, "single-origin", Severity.INFO),
        ({"single-origin": "warning"}, "single-origin", Severity.WARNING),
        ({"s1": "error"}, "single-origin", Severity.ERROR),
        ({"preset": "newsroom"}, "no-archive", Severity.WARNING),
        ({"preset": "newsroom", "L1": "info"}, "no-archive", Severity.INFO),
        ({"L1": "info", "preset": "newsroom"}, "no-archive", Severity.INFO),
        ({"L1": "off"}, "no-archive", None),
        ({"L1": False}, "no-archive", None),
        ({}, "marker-form", None),
        ({"marker-form": "warning"}, "marker-form", Severity.WARNING),
    ],
)
def test_the_site_says_how_serious_a_rule_is(
    option: dict[object, object], code: str, severity: Severity | None
) -> None:
    from mkdocs_provenance.problems import problem

    settled = read_rules(option).settle([problem(code, "Message.", "a.md")])

    assert [found.severity for found in settled] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    "option", [{"nonsense": "error"}, {"S1": "fatal"}, {"S1": None}, {"preset": "x"}, {1: "error"}]
)
def test_a_rule_or_severity_that_is_none_is_refused(option: dict[object, object]) -> None:
    with pytest.raises(RulesError):
        read_rules(option)


@given(st.dictionaries(st.one_of(st.text(), st.integers(), st.sampled_from(sorted(RULES))), st.text() | st.booleans()))
def test_any_option_is_read_or_refused(option: dict[object, object]) -> None:
    with contextlib.suppress(RulesError):
        assert isinstance(read_rules(option), Rules)


# Whatever the text ---------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "It rang",
        " [@log]",
        " [@porter; @tide]",
        ". ",
        "\n\n",
        "!!! analysis\n    ",
        "“so it was”",
        " 7.8",
        " [@x]",
        "- ",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_problem_has_a_place_in_the_text(text: str) -> None:
    done = convert(text, None, REGISTRY, published=date("2020")).provenance
    lines = text.split("\n")
    for problem in (*done.problems, *examine(done, REGISTRY)):
        assert 1 <= problem.line <= len(lines)
        if problem.column is not None and problem.end_line is not None and problem.end_column is not None:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert (problem.line, problem.column) < (problem.end_line, problem.end_column)
            assert problem.end_column <= len(lines[problem.end_line - 1]) + 1
