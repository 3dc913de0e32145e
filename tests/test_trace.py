"""Golden cases: an article and its registry as files hold them, the record expected, and the problems expected.

A case of `cases/trace/*.yml` has a `title`, an `article` with its front matter, a `registry` as `sources.yml` has it,
`texts` (source to the full text held), `extensions`, and

- `expect`: the parts of the record that the case is about, each compared whole; the names are those of `PARTS` below
- `problems`: line, code, and words that the message or its suggestion holds; all of them, in order. A case without
  `problems` is about something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from factories import registry as registry_of
from factories import source
from markdown_page import KEYS, NUMBERING, REGISTRY, convert
from mkdocs_provenance.frontmatter import read_front_matter
from mkdocs_provenance.model import (
    Article,
    Citation,
    CitationItem,
    Organisation,
    Passage,
    PlacedCitation,
    Provenance,
    Registry,
    Role,
)
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import RegistryFile, load_registry, with_texts
from mkdocs_provenance.trace import trace

CASES: Final = Path(__file__).parent / "cases" / "trace"


def cases() -> list[dict[str, Any]]:
    return [case for path in sorted(CASES.glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))]


def provenance_of(case: Mapping[str, Any]) -> Provenance:
    """The article as the plugin would have it converted."""
    text: str = case["article"]
    _, meta, body = text.split("---\n", 2)
    front, problems = read_front_matter(yaml.safe_load(meta), path="articles/a.md")
    assert problems == ()
    registry = load_registry([RegistryFile("articles/sources.yml", case["registry"].encode())])
    assert registry.problems == ()
    return convert(
        body,
        front.numbering,
        with_texts(registry, case.get("texts", {})),
        case.get("extensions", ()),
        source=text,
        path="articles/a.md",
        title=front.title or "",
        statement=front.statement,
    ).provenance


def _marks(done: Provenance) -> list[str]:
    return [", ".join(item.label for item in mark.items) + "*" * mark.inherited for mark in done.marks]


def _notes(done: Provenance) -> dict[int, dict[str, Any]]:
    return {
        int(note.label): {"source": note.source.id, "cited_by": list(note.cited_by), "marks": list(note.marks)}
        for note in done.notes
    }


PARTS: Final[Mapping[str, Callable[[Provenance], Any]]] = {
    "counts": lambda done: asdict(done.counts),
    "roles": lambda done: [passage.role.value for passage in done.article.passages],
    "texts": lambda done: [claim.text for claim in done.claims],
    "evidence": lambda done: [[int(tie.label) for tie in claim.evidence] for claim in done.claims],
    "locators": lambda done: [[tie.locator for tie in claim.evidence] for claim in done.claims],
    "claim_origins": lambda done: [len(claim.origins) for claim in done.claims],
    "claim_origin_ids": lambda done: [list(claim.origins) for claim in done.claims],
    "strengths": lambda done: [claim.strength.value for claim in done.claims],
    "states": lambda done: [claim.state.value for claim in done.claims],
    "marks": _marks,
    "mark_claims": lambda done: [mark.claim for mark in done.marks],
    "notes": _notes,
    "origins": lambda done: [asdict(origin) | {"sources": list(origin.sources)} for origin in done.origins],
    "quotations": lambda done: [asdict(quotation) for quotation in done.quotations],
    "repeats": lambda done: dict(done.repeats),
    "analysis": lambda done: [
        {"title": part.title, "passages": list(part.passages), "rests_on": list(part.rests_on)}
        for part in done.analysis
    ],
    "disagreement": lambda done: [part.text for part in done.article.statement.disagreement],
}
"""What a case may expect; of mappings in it, only the fields that the case names are compared."""


def _narrowed(found: Any, expected: Any) -> Any:
    """What was found, less the fields that the case says nothing of."""
    if isinstance(found, dict) and isinstance(expected, dict) and expected:
        return {key: _narrowed(found[key], expected.get(key)) for key in found if key in expected}
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [_narrowed(*pair) for pair in zip(found, expected, strict=True)]
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"])
def test_the_record(case: Mapping[str, Any]) -> None:
    done = provenance_of(case)

    for part, expected in case["expect"].items():
        assert _narrowed(PARTS[part](done), expected) == expected, part


@pytest.mark.parametrize("case", [case for case in cases() if "problems" in case], ids=lambda case: case["title"])
def test_the_problems(case: Mapping[str, Any]) -> None:
    found = provenance_of(case).problems

    assert [(problem.line, problem.code) for problem in found] == [
        (one["line"], one["code"]) for one in case["problems"]
    ]
    for problem, expected in zip(found, case["problems"], strict=True):
        assert expected.get("says", "") in str(problem)
        assert problem.path == "articles/a.md"
        assert problem.severity is RULES[problem.code].severity
        assert problem.message.endswith((".", ".”"))


# What a file cannot say ----------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_record() -> None:
    for case in cases():
        done = provenance_of(case)
        bare = _without_passages_of_the_trace(done)
        assert trace(bare, REGISTRY) == trace(bare, REGISTRY)


def _without_passages_of_the_trace(done: Provenance) -> Article:
    return done.article


def test_circles_in_the_registry_end() -> None:
    """The registry refuses circles; a record made by hand may still hold one."""
    registry = Registry(
        {
            "a": source("a", derived_from=("b",), publisher="x"),
            "b": source("b", derived_from=("a",), publisher="y"),
            "c": source("c", derived_from=("c", "missing"), publisher="z"),
        },
        {
            "x": Organisation("x", "X", owner="y"),
            "y": Organisation("y", "Y", owner="x"),
            "z": Organisation("z", "Z", owner="z"),
        },
    )

    _, done = convert("All [@a; @b; @c].", None, registry)

    assert [origin.sources for origin in done.origins] == [("a", "b"), ("c",)]


def test_an_empty_article_has_an_empty_record() -> None:
    done = trace(Article("a.md"), Registry())

    assert (done.claims, done.marks, done.notes, done.problems) == ((), (), (), ())


def test_a_marker_in_a_passage_without_words_is_reported() -> None:
    citation = PlacedCitation("m1", 0, Citation("[1]", (CitationItem(None, 1),)))
    passage = Passage("p1", Role.REPORTED, "—", (citation,), prose=False)
    empty = Passage("p2", Role.REPORTED, "", (PlacedCitation("m2", 0, citation.citation),))

    done = trace(Article("a.md", numbering=NUMBERING, passages=(passage, empty), source="x\n[1]"), REGISTRY)

    assert [problem.code for problem in done.problems if problem.code == "marker-covers-nothing"] == [
        "marker-covers-nothing"
    ]


@given(st.lists(st.lists(st.sampled_from(KEYS), max_size=4), max_size=6))
def test_the_counts_count_what_the_record_names(cited: list[list[str]]) -> None:
    text = "\n\n".join(
        f"Sentence {number}" + "".join(f" [@{key}]" for key in keys) + "." for number, keys in enumerate(cited)
    )
    _, done = convert(text, NUMBERING, registry_of(source(key, publisher=key[0]) for key in KEYS))

    assert done.counts.claims == len(cited) == len(done.claims)
    assert done.counts.sourced == sum(bool(keys) for keys in cited)
    assert done.counts.sourced + done.counts.unsourced == done.counts.claims
    assert done.counts.sources == len({key for keys in cited for key in keys}) == len(done.notes)
    assert [claim.evidence != () for claim in done.claims] == [bool(keys) for keys in cited]
    assert {key for origin in done.origins for key in origin.sources} == {note.source.id for note in done.notes}
    for note in done.notes:
        assert note.cited_by == tuple(
            claim.id for claim in done.claims if note.source.id in [tie.source for tie in claim.evidence]
        )
