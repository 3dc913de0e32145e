"""What has become of a source, from the registry to what the desk reports of the statements that rest on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import write_site
from factories import date, registry, source
from markdown_page import convert
from mkdocs_provenance.checks import examine
from mkdocs_provenance.dates import latest
from mkdocs_provenance.model import (
    Attribution,
    Disagreement,
    Provenance,
    Severity,
    State,
    Statement,
    Status,
    Strength,
)
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.site_reader import check_site

# The registry's history ----------------------------------------------------------------------------------------------


def load(status: Any) -> tuple[Status, list[str]]:
    """The status as read, and the codes of what is wrong with it."""
    entry = {"kind": "study", "title": "T", "url": "https://example.org/", "status": status}
    held = load_registry([RegistryFile("sources.yml", yaml.safe_dump({"sources": {"a": entry}}).encode())])
    return held.sources["a"].status, [problem.code for problem in held.problems]


def at(state: str, day: str = "", **more: str) -> dict[str, str]:
    return {"state": state, **({"date": day} if day else {}), **more}


@pytest.mark.parametrize(
    ("written", "states", "codes"),
    [
        ("retracted", ["retracted"], []),
        (["retracted"], ["retracted"], []),
        ([], ["current"], []),
        (["corrected", "retracted"], ["corrected", "retracted"], []),
        ([at("corrected", "2023"), at("retracted", "2024-05-01")], ["corrected", "retracted"], []),
        ([at("retracted", "2024-05-01"), at("corrected", "2023")], ["corrected", "retracted"], []),
        ([at("retracted", "2024"), at("current", "2024-06")], ["retracted", "current"], []),
        ([at("current", "2024-06"), at("retracted", "2024")], ["current", "retracted"], []),
        ([at("corrected", "2024"), "removed"], ["corrected", "removed"], []),
        ([at("removed", "2025"), "superseded", at("corrected", "2024")],
         ["superseded", "corrected", "removed"], ["missing-field"]),
        ([at("corrected", "2023"), at("corrected", "2024")], ["corrected", "corrected"], []),
        (["retracted", "retracted"], ["retracted"], ["repeated-entry"]),
        (["corrected", "gone"], ["corrected"], ["unknown-value"]),
        (["corrected", {"date": "2024"}], ["corrected"], ["missing-field"]),
        ([["corrected"], "removed"], ["removed"], ["wrong-type"]),
    ],
)  # fmt: skip
def test_what_became_of_a_source_is_read_in_order_of_time(written: Any, states: list[str], codes: list[str]) -> None:
    status, found = load(written)

    assert [each.state.value for each in (*status.before, status)] == states
    assert found == codes


DAYS = st.builds("{}-{:02}".format, st.integers(2020, 2023), st.integers(1, 12)) | st.integers(2020, 2023).map(str)


@given(st.lists(st.tuples(st.sampled_from([state.value for state in State]), DAYS), min_size=1, max_size=5))
def test_nothing_that_is_written_is_lost_and_what_counts_is_not_older(written: list[tuple[str, str]]) -> None:
    status, _ = load([at(*each) for each in written])
    read = [(each.state.value, each.date.text) for each in (*status.before, status) if each.date]

    assert set(read) == set(written)
    assert status.date is not None
    assert all(latest(status.date).isoformat() >= day for _, day in written)


@pytest.mark.parametrize(
    ("states", "bearing"),
    [
        (["removed"], "removed"),
        (["retracted", "removed"], "retracted"),
        (["superseded", "removed", "removed"], "superseded"),
        (["corrected", "removed"], "removed"),
        (["retracted", "current", "removed"], "removed"),
        (["retracted", "current"], "current"),
        (["retracted", "corrected"], "corrected"),
    ],
)
def test_to_take_a_page_down_undoes_no_retraction(states: list[str], bearing: str) -> None:
    assert load(states)[0].bearing.state == bearing


STATES = st.lists(st.sampled_from(State), min_size=1, max_size=3)


@given(st.lists(st.tuples(STATES, st.booleans(), st.sampled_from("xy")), min_size=1, max_size=4))
def test_what_a_statement_rests_on_is_what_stands(cited: list[tuple[list[State], bool, str]]) -> None:
    """By the definition, source by source; the trace takes short ways where nothing has become of any."""
    sources = []
    for number, ((*before, now), hidden, publisher) in enumerate(cited):
        who = {"attribution": Attribution.UNNAMED, "described_as": "a porter", "reason": "Fear."} if hidden else {}
        status = Status(now, before=tuple(map(Status, before)))
        sources.append(source(f"s{number}", publisher=publisher, status=status, **who))
    marker = "; ".join(f"@{each.id}" for each in sources)
    (claim,) = convert(f"It rang [{marker}].", None, registry(sources)).provenance.claims

    states = [each.status.bearing.state for each in sources]
    standing = [each for each, state in zip(sources, states, strict=True) if state is not State.RETRACTED]
    assert claim.state in states
    assert (claim.state is State.RETRACTED) == (State.RETRACTED in states)
    assert (claim.state is State.CURRENT) == (set(states) == {State.CURRENT})
    assert (claim.strength is Strength.RETRACTED) == (not standing)
    unnamed = bool(standing) and all(each.attribution is Attribution.UNNAMED for each in standing)
    assert (claim.strength is Strength.UNNAMED) == unnamed
    several = not unnamed and len({each.publisher for each in standing}) > 1
    assert (claim.strength is Strength.SEVERAL) == several
    assert claim.support == "sourced"


# What is reported ----------------------------------------------------------------------------------------------------

REGISTRY = registry(
    [
        source("study", publisher="institute", status=Status(State.RETRACTED, date("2026-04"), "Forged.")),
        source("paper", publisher="lab", status=Status(State.RETRACTED)),
        source("old", publisher="office", status=Status(State.SUPERSEDED)),
        source("tide", publisher="tide", status=Status(State.CORRECTED, date("2026-05-09"))),
        source("gone", publisher="post", status=Status(State.REMOVED)),
        source("survey", publisher="council"),
        source("echo", publisher="echo", derived_from=("study",)),
        source("echo-2", publisher="echo", derived_from=("echo",)),
        source("late", publisher="late", derived_from=("tide",)),
        source("porter", attribution=Attribution.UNNAMED, described_as="a porter", reason="Fear."),
    ]
)


def traced(text: str, **article: Any) -> Provenance:
    return convert(text, None, REGISTRY, **article).provenance


def found(done: Provenance, letters: str = "R") -> list[tuple[str, str, str]]:
    """Number, source and what it is about, of the problems of these groups."""
    problems = [(RULES[each.code].number, each) for each in examine(done, REGISTRY)]
    return [(number, each.source or "", each.at or "") for number, each in problems if number[0] in letters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rang [@survey].", []),
        ("It rang [@study].", [("R1", "study", "c1")]),
        ("It rang [@study, p. 1; @study, p. 2]. It fell [@study].", [("R1", "study", "c1"), ("R1", "study", "c2")]),
        ("It rang [@study; @paper].", [("R1", "study", "c1"), ("R1", "paper", "c1")]),
        ("It rang [@old; @tide; @gone].", [("R1", "old", "c1"), ("R4", "tide", "c1"), ("R5", "gone", "c1")]),
        ("It rang [@survey].\n\n!!! analysis\n    We think so [@study; @survey].", [("R1", "study", "m2")]),
        ("It rang [@survey].\n\n!!! pullquote\n    It rang [@tide]", [("R4", "tide", "m2")]),
        ("It rang [@study].\n\n!!! pullquote\n    It rang", [("R1", "study", "c1")]),
        ("It rang [@echo].", [("R6", "echo", "")]),
        ("It rang [@echo]. It fell [@echo-2].", [("R6", "echo", ""), ("R6", "echo-2", "")]),
        ("It rang [@late].", []),
        ("It rang [@missing].", []),
    ],
)
def test_every_place_that_cites_it_is_reported(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(traced(text, extensions=("admonition",))) == expected


def test_a_disagreement_that_cites_it_is_reported_in_the_front_matter() -> None:
    front = """---
provenance:
  disagreement:
    - Some say that it fell [@study].
---
It rang [@survey]."""
    said = Statement(disagreement=(Disagreement("Some say that it fell [@study]."),))
    done = traced("It rang [@survey].", source=front, statement=said)

    (problem,) = [each for each in examine(done, REGISTRY) if each.code == "retracted-source"]
    assert (problem.at, problem.line, problem.source, problem.words) == ("m2", 4, "study", "Some say that it fell.")
    assert problem.message == 'What is said of a disagreement rests on "study", which was retracted (2026-04).'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It rang [@study].", 'rests on "study", which was retracted (2026-04), and on nothing else.'),
        ("It rang [@paper; @study].", 'rests on "paper", which was retracted, and on nothing that stands.'),
        ("It rang [@study; @survey].", "(2026-04), and on 1 other source."),
        ("It rang [@study; @survey; @porter].", "(2026-04), and on 2 other sources."),
        ("It rang [@old].", 'rests on "old", which a later version has superseded, and on nothing else.'),
        ("It rang [@gone].", 'rests on "gone", whose page was removed, and on nothing else.'),
        ("It rang [@echo].", '"echo" goes back to "study", which was retracted (2026-04).'),
    ],
)
def test_the_message_names_the_source_and_what_else_there_is(text: str, said: str) -> None:
    (first, *_) = [each for each in examine(traced(text), REGISTRY) if RULES[each.code].number[0] == "R"]

    assert said in first.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rang [@study].", []),
        ("It rang [@study; @survey].", ["S1"]),
        ("It rang [@study; @survey; @tide].", []),
        ("It rang [@study; @porter].", ["S5"]),
        ("It rang [@study; @echo].", ["S1"]),
    ],
)
def test_the_other_rules_count_what_stands(text: str, expected: list[str]) -> None:
    assert [number for number, _, _ in found(traced(text), "S")] == expected


# Letting it stand ----------------------------------------------------------------------------------------------------

ENTRY = "sources:\n  study: {{kind: study, title: S, locator: Box 1, undated: true, status: {status}{waivers}}}\n"
WAIVER = ", waivers: [{code: %s, reason: It is about this.}]"
ARTICLE = "---\ntitle: Bell\nsources: [study]\n%s---\n\nIt rang [1]. It fell [1].\n"
OWN = "provenance: {waivers: [{code: R1, words: It rang, reason: We say so.}]}\n"


@pytest.mark.parametrize(
    ("status", "code", "own", "reported", "reasons"),
    [
        ("retracted", "", "", ["retracted-source"] * 2, []),
        ("retracted", "retracted-source", "", [], ["It is about this."] * 2),
        ("retracted", "", OWN, ["retracted-source"], ["We say so."]),
        ("retracted", "R1", OWN, [], ["We say so.", "It is about this."]),
        ("retracted", "R4", "", ["unused-waiver", "retracted-source", "retracted-source"], []),
        ("corrected", "R4", "", [], ["It is about this."] * 2),
        ("current", "R1", "", ["unused-waiver"], []),
        ("current", "", OWN, ["unused-waiver"], []),
    ],
)
def test_an_article_and_an_entry_can_let_it_stand(
    tmp_path: Path, status: str, code: str, own: str, reported: list[str], reasons: list[str]
) -> None:
    entry = ENTRY.format(status=status, waivers=WAIVER % code if code else "")
    files = {"theme/main.html": "", "articles/sources.yml": entry, "articles/bell.md": ARTICLE % own}
    config = {"site_name": "S", "theme": {"name": None, "custom_dir": "theme"}, "plugins": ["provenance"]}

    done = check_site(write_site(tmp_path, files, yaml.safe_dump(config)))

    problems = (*done.problems, *(each for page in done.pages.values() for each in page.problems))
    waived = [each.waived for page in done.pages.values() for each in page.waived]
    assert [each.code for each in problems if each.severity is Severity.WARNING] == reported
    assert waived == reasons
