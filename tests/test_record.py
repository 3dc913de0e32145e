"""The record for machines: its contract, its schema, and that neither ever drifts from the model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from mkdocs_provenance import model as m
from mkdocs_provenance.views.csl import CSL_TYPES, csl_item
from mkdocs_provenance.views.record import dumps, record
from record_factories import PROVENANCES, REGISTRIES, SCHEMA, csl_validator, day, empties, record_validator, source

USGS = source(
    "usgs-us6000jllz",
    m.Kind.DATASET,
    title="M 7.8 - Pazarcik earthquake",
    publisher="usgs",
    published=day("2023-02-06"),
    url="https://earthquake.usgs.gov/x",
    closeness=m.Closeness.FIRST_HAND,
    archives=(m.Archive("https://web.archive.org/x", day("2023-02-07"), local_path="saved/x.html"),),
    text="HELD",
    text_path="held/x.txt",
)
OFFICIAL = source(
    "official",
    m.Kind.INTERVIEW,
    title="Interview with an official",
    attribution=m.Attribution.UNNAMED,
    described_as="an official of the agency",
    reason="not authorised to speak",
    known_to_editor=True,
    conditions="SECRET",
    speaker="SECRET",
    author=(m.Name("SECRET"),),
    locator="SECRET",
    none_reason="SECRET",
    interest="SECRET",
    note="SECRET",
    excerpts=(m.Excerpt("SECRET"),),
)
REGISTRY = m.Registry(
    {one.id: one for one in (USGS, OFFICIAL)},
    {"usgs": m.Organisation("usgs", "U.S. Geological Survey")},
)
CITED = m.PlacedCitation("m2", 3, m.Citation("[1]", (m.CitationItem(None, 1),)))
ARTICLE = m.Article(
    path="articles/quakes.md",
    title="Two strong earthquakes",
    url="articles/quakes/",
    published=day("2023-02-08"),
    statement=m.Statement(
        method="We compared pages.",
        disagreement=(m.Disagreement("AFAD gives 7.7.", (CITED,)),),
        corrections=(m.Correction(m.CorrectionKind.CORRECTION, day("2023-02-10"), "The depth was wrong."),),
    ),
    passages=(
        m.Passage("p1", m.Role.REPORTED, "The first shock had a magnitude of 7.8. “It was long.”"),
        m.Passage("p2", m.Role.PULLQUOTE, "“It was long.”"),
        m.Passage("p3", m.Role.ANALYSIS, "The dispute is about words.", section="a1"),
    ),
)
USGS_ITEM = m.MarkItem(m.CitationItem(None, 1), USGS.id, "1")
PROVENANCE = m.Provenance(
    article=ARTICLE,
    claims=(
        m.Claim(
            "c1", "p1", "The first shock had a magnitude of 7.8.", 0, 39, (m.Evidence(USGS.id, "1", "p. 4"),), ("o1",)
        ),
        m.Claim("c2", "p1", "“It was long.”", 40, 54),
    ),
    marks=(m.Mark("m1", "p1", "c1", "[1, p. 4]", (USGS_ITEM,), ("o1",)), m.Mark("m2", "", None, "[1]", (USGS_ITEM,))),
    notes=(m.Note("1", USGS, "o1", ("c1",), ("m1", "m2")), m.Note("2", OFFICIAL, "o2", (), ())),
    origins=(m.Origin("o1", (USGS.id,), "U.S. Geological Survey"), m.Origin("o2", ("official",), "Interview")),
    quotations=(m.Quotation("It was long.", "p1", "c2", None, m.QuotationResult.NO_TEXT),),
    analysis=(m.AnalysisSection("a1", ("p3",)),),
    counts=m.Counts(2, 1, 1, 2, 2, 1, 1),
    problems=(m.Problem("unsourced-claim", m.Severity.INFO, "No source.", ARTICLE.path, 9),),
    repeats={"p2": "c2"},
    waived=(m.Problem("single-origin", m.Severity.INFO, "One origin.", ARTICLE.path, 8, waived="It is the only one."),),
)
GOLDEN: dict[str, Any] = {
    "version": 1,
    "article": {
        "title": "Two strong earthquakes",
        "url": "articles/quakes/",
        "path": "articles/quakes.md",
        "published": "2023-02-08",
        "language": "en",
    },
    "passages": [
        {"id": "p1", "role": "reported", "text": "The first shock had a magnitude of 7.8. “It was long.”"},
        {"id": "p2", "role": "pullquote", "text": "“It was long.”"},
        {"id": "p3", "role": "analysis", "text": "The dispute is about words."},
    ],
    "claims": [
        {
            "id": "c1",
            "passage": "p1",
            "text": "The first shock had a magnitude of 7.8.",
            "evidence": [{"source": "usgs-us6000jllz", "label": "1", "locator": "p. 4"}],
            "origins": 1,
            "support": "sourced",
        },
        {
            "id": "c2",
            "passage": "p1",
            "text": "“It was long.”",
            "evidence": [],
            "origins": 0,
            "support": "unsourced",
        },
    ],
    "quotations": [{"text": "It was long.", "claim": "c2", "passage": "p1", "source": None, "result": "no-text"}],
    "sources": [
        {
            "id": "usgs-us6000jllz",
            "type": "dataset",
            "title": "M 7.8 - Pazarcik earthquake",
            "publisher": "U.S. Geological Survey",
            "issued": {"date-parts": [[2023, 2, 6]]},
            "URL": "https://earthquake.usgs.gov/x",
            "archive_location": "https://web.archive.org/x",
            "custom": {
                "kind": "dataset",
                "cited_by": ["c1"],
                "origin": "o1",
                "label": "1",
                "closeness": "first-hand",
                "archives": [{"url": "https://web.archive.org/x", "date": "2023-02-07"}],
            },
        },
        {
            "id": "official",
            "type": "interview",
            "title": "Interview with an official",
            "custom": {
                "kind": "interview",
                "cited_by": [],
                "origin": "o2",
                "label": "2",
                "attribution": "unnamed",
                "described_as": "an official of the agency",
                "reason": "not authorised to speak",
            },
        },
    ],
    "counts": {
        "claims": 2,
        "sourced": 1,
        "unsourced": 1,
        "sources": 2,
        "origins": 2,
        "analysis": 1,
        "quotations": 1,
    },
    "problems": [
        {
            "code": "unsourced-claim",
            "severity": "info",
            "message": "No source.",
            "path": "articles/quakes.md",
            "line": 9,
            "suggestion": None,
        }
    ],
    "origins": [
        {"id": "o1", "name": "U.S. Geological Survey", "sources": ["usgs-us6000jllz"], "why": None},
        {"id": "o2", "name": "Interview", "sources": ["official"], "why": None},
    ],
    "analysis": [{"id": "a1", "title": None, "passages": ["p3"], "rests_on": []}],
    "repeats": {"p2": "c2"},
    "waived": [{"code": "single-origin", "message": "One origin.", "line": 8, "reason": "It is the only one."}],
    "statement": {
        "method": "We compared pages.",
        "disagreement": [{"text": "AFAD gives 7.7.", "sources": ["usgs-us6000jllz"]}],
        "corrections": [{"kind": "correction", "date": "2023-02-10", "text": "The depth was wrong."}],
    },
}
CONTRACT = ["version", "article", "passages", "claims", "quotations", "sources", "counts", "problems"]
EMPTY = m.Provenance(m.Article("a.md"), (), (), (), (), (), (), m.Counts(), ())


def test_the_golden_record() -> None:
    made = record(PROVENANCE, REGISTRY)

    assert made == GOLDEN
    assert json.dumps(made) == json.dumps(GOLDEN), "the same, but its keys stand in another order"
    record_validator().validate(made)
    csl_validator().validate(made["sources"])


def test_the_contract_stands_even_where_there_is_nothing_to_say() -> None:
    made = record(EMPTY, m.Registry())

    assert list(made) == CONTRACT
    assert made["article"] == {"title": "", "url": "", "path": "a.md", "published": None, "language": "en"}
    record_validator().validate(made)


def test_nothing_leads_to_an_unnamed_source_and_no_held_text_is_given() -> None:
    text = dumps(record(PROVENANCE, REGISTRY)).decode()

    assert "SECRET" not in text
    assert "HELD" not in text
    assert "held/" not in text
    assert "saved/" not in text


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (m.PartialDate("", 2023, 2, 8, "10:00Z"), "2023-02-08T10:00Z"),
        (day("2023-02"), "2023-02"),
        (day("2023~"), "2023"),
        (day("2023-02-08/2023-02-10"), "2023-02-08"),
    ],
)
def test_the_articles_date_is_iso(date: m.PartialDate, published: str) -> None:
    made: Any = record(replace(EMPTY, article=m.Article("a.md", published=date)), m.Registry())

    assert made["article"]["published"] == published


@pytest.mark.parametrize("text", ["2023", "2023-02~", "2023-02-06?", "2023%", "2023-02-06~/2023-03?"])
def test_a_sources_date_is_edtf(text: str) -> None:
    one = source(updated=day(text))
    made: Any = record(replace(EMPTY, notes=(m.Note("1", one, "o1", (), ()),)), m.Registry())

    assert made["sources"][0]["custom"]["updated"] == text


@pytest.mark.parametrize(("text", "custom"), [("2023-02-06", None), ("2023~", "2023~"), ("2023/2024", "2023/2024")])
def test_a_date_that_csl_can_say_whole_is_not_said_twice(text: str, custom: str | None) -> None:
    one = source(published=day(text))
    made: Any = record(replace(EMPTY, notes=(m.Note("1", one, "o1", (), ()),)), m.Registry())

    assert made["sources"][0]["custom"].get("published") == custom


# JSON


def test_json_is_utf8_and_ends_with_a_newline() -> None:
    text = dumps(record(PROVENANCE, REGISTRY)).decode("utf-8")

    assert text.endswith("}\n")
    assert "“It was long.”" in text
    assert text == dumps(record(PROVENANCE, REGISTRY)).decode("utf-8")
    assert json.loads(text) == GOLDEN
    assert list(json.loads(text)) == list(GOLDEN)


def test_every_key_stands_on_a_line_of_its_own() -> None:
    lines = dumps(record(PROVENANCE, REGISTRY)).decode().splitlines()

    assert [line.split('"')[1] for line in lines[1:-1]] == list(GOLDEN)


def test_half_a_surrogate_pair_can_still_be_written() -> None:
    made = record(replace(EMPTY, article=m.Article("a.md", title="é\ud800")), m.Registry())
    text = dumps(made)

    assert json.loads(text) == made


@settings(max_examples=60)  # each takes as long as ten of another test
@given(PROVENANCES, REGISTRIES)
def test_any_record_is_valid_and_round_trips(provenance: m.Provenance, registry: m.Registry) -> None:
    made: Any = record(provenance, registry)

    record_validator().validate(made)
    csl_validator().validate(made["sources"])
    assert list(made)[: len(CONTRACT)] == CONTRACT
    assert json.loads(dumps(made)) == made
    for item in made["sources"]:
        item["custom"].pop("cited_by")
        assert not empties(item)


def test_a_retraction_is_in_the_claim_and_in_the_source_with_its_history() -> None:
    before = (m.Status(m.State.CORRECTED, day("2023-02-07")),)
    study = source("study", status=m.Status(m.State.RETRACTED, day("2023-03"), "Forged.", before))
    back = source("back", status=m.Status(before=(m.Status(m.State.RETRACTED),)))
    claim = replace(PROVENANCE.claims[0], state=m.State.RETRACTED, strength=m.Strength.RETRACTED)
    notes = (m.Note("1", study, "o1", ("c1",), ()), m.Note("2", back, "o2", (), ()))

    made = record(replace(PROVENANCE, claims=(claim,), notes=notes), REGISTRY)

    record_validator().validate(made)
    assert made["claims"][0] == GOLDEN["claims"][0] | {"state": "retracted"}  # type: ignore[index]
    statuses = [item["custom"]["status"] for item in made["sources"]]  # type: ignore[attr-defined]
    corrected = {"state": "corrected", "date": "2023-02-07"}
    assert statuses == [
        {"state": "retracted", "date": "2023-03", "note": "Forged.", "before": [corrected]},
        {"state": "current", "before": [{"state": "retracted"}]},
    ]


# The schema


def schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def walk(part: Any, path: str = "#") -> Iterator[tuple[str, Any]]:
    """Every schema within the schema."""
    yield path, part
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(part.get(key), dict):
            yield from walk(part[key], f"{path}/{key}")
    for key in ("properties", "$defs"):
        for name, inner in part.get(key, {}).items():
            yield from walk(inner, f"{path}/{key}/{name}")


PARTS = dict(walk(schema()))


@pytest.mark.parametrize(
    ("place", "enum"),
    [
        ("passage/properties/role", m.Role),
        ("claim/properties/support", m.Support),
        ("quotation/properties/result", m.QuotationResult),
        ("problem/properties/severity", m.Severity),
        ("custom/properties/kind", m.Kind),
        ("custom/properties/closeness", m.Closeness),
        ("custom/properties/access", m.Access),
        ("custom/properties/status/properties/state", m.State),
        ("earlier-status/properties/state", m.State),
        ("statement/properties/corrections/items/properties/kind", m.CorrectionKind),
    ],
)
def test_enumerations_are_the_models(place: str, enum: type[StrEnum]) -> None:
    assert PARTS[f"#/$defs/{place}"]["enum"] == [one.value for one in enum]


def test_enumerations_without_the_usual_value() -> None:
    states = [state.value for state in m.State if state is not m.State.CURRENT]

    assert PARTS["#/$defs/claim/properties/state"]["enum"] == states
    assert PARTS["#/$defs/source/properties/status"]["enum"] == states
    assert PARTS["#/$defs/custom/properties/attribution"]["enum"] == [
        each.value for each in m.Attribution if each is not m.Attribution.NAMED
    ]


def test_csl_types_are_the_tables() -> None:
    assert PARTS["#/$defs/source/properties/type"]["enum"] == list(dict.fromkeys(CSL_TYPES.values()))


def test_every_enumeration_is_held_by_a_test() -> None:
    """A new enumeration in the schema needs a line above."""
    assert sum("enum" in part for part in PARTS.values()) == 15


def test_every_property_is_described() -> None:
    bare = [path for path, part in PARTS.items() if "/properties/" in path and not {"description", "$ref"} & set(part)]

    assert not bare


@pytest.mark.parametrize("path", [path for path, part in PARTS.items() if part.get("type") == "object"])
def test_objects_are_closed_but_for_custom(path: str) -> None:
    if path == "#/$defs/custom":
        assert PARTS[path]["additionalProperties"] is True
    elif path != "#/properties/repeats":
        assert PARTS[path]["additionalProperties"] is False


def test_the_contract_is_required() -> None:
    whole = schema()

    assert whole["required"] == CONTRACT
    assert list(whole["properties"])[: len(CONTRACT)] == CONTRACT
    for name in ("article", "passage", "claim", "evidence", "quotation", "counts", "problem"):
        more = ["state"] if name == "claim" else []  # said only where something has become of its sources
        assert [*whole["$defs"][name]["required"], *more] == list(whole["$defs"][name]["properties"])


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"problems": None},
        {"extra": 1},
        {"passages": [{"id": "p1", "role": "opinion", "text": ""}]},
        {"article": {"title": ""}},
    ],
)
def test_what_breaks_the_contract_is_refused(damage: dict[str, Any]) -> None:
    assert not record_validator().is_valid({**GOLDEN, **damage})


def test_a_source_is_a_csl_item_and_custom() -> None:
    made: Any = record(PROVENANCE, REGISTRY)
    item = dict(made["sources"][0])
    item.pop("custom")

    assert item == csl_item(USGS, REGISTRY)
