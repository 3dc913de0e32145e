"""The schema for editors: generated, valid, and of one mind with the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import mkdocs_provenance
from mkdocs_provenance.model import Kind, Organisation, Severity, Source
from mkdocs_provenance.registry import ORGANISATION, SOURCE, RegistryFile, json_schema, load_registry

SCHEMA = Path(mkdocs_provenance.__path__[0]) / "schemas" / "sources.schema.json"
VALIDATOR = Draft7Validator(json_schema())

LEAST = {"kind": "news", "title": "T", "url": "https://example.org/"}
UNNAMED = LEAST | {"attribution": "unnamed", "described_as": "a nurse", "reason": "fear"}


def source(**fields: Any) -> dict[str, Any]:
    return {"sources": {"a": LEAST | fields}}


GOOD: list[dict[str, Any]] = [
    {"sources": None, "organisations": {"a": {"name": "A"}}},
    {"organisations": {"a": {"name": "A", "kind": "news", "owner": "a-b", "country": "gb"}, "a-b": {"name": "B"}}},
    source(),
    *({"sources": {"a": LEAST | {"kind": kind.value}}} for kind in Kind),
    {"sources": {"1": {"unidentified": True}}},
    {"sources": {"a": {"unidentified": True, "url": None, "title": ""}}},
    {"sources": {"a": {"kind": "book", "title": "T", "isbn": "978-0-306-40615-7"}}},
    {"sources": {"a": {"kind": "book", "title": "T", "isbn": 9780306406157}}},
    {"sources": {"a": {"kind": "study", "title": 1984, "doi": "doi:10.1234/abc"}}},
    {"sources": {"a": {"kind": "document", "title": "T", "locator_physical": "Box 3"}}},
    {"sources": {"a": {"kind": "document", "title": "T", "none_reason": "notes"}}},
    {"sources": {"a": UNNAMED}},
    {"sources": {"a": UNNAMED | {"author": None, "conditions": "deep-background", "known_to_editor": "yes"}}},
    source(published=2023, updated="2023-02~", accessed="2023-02-06T01:17:34Z", event_date="2023-02/2023-03?"),
    source(author="A", language="pt-BR", undated=False),
    source(author=["A", {"family": "B", "given": "C"}, {"literal": "D"}]),
    source(author={"literal": "D"}),
    source(derived_from="a2", origin="x") | {"sources": {"a2": LEAST | {"url": "mailto:a@b.org"}, "b": LEAST}},
    source(status="retracted", independence="unknown"),
    source(status={"state": "corrected", "date": "2023", "note": "N"}, independence={"checked": True, "by": "B"}),
    source(status=[]),
    source(status=["corrected", {"state": "retracted", "date": "2023-02", "note": "N"}]),
    source(archives=[{"url": "https://example.org/x", "datetime": "2023-02-06T10:00Z", "media_type": "text/html"}]),
    source(archives=[], excerpts=[{"text": "t", "lang": "en", "sha256": "0" * 64}]),
    source(translation={"by": "A", "method": "machine"}, text_path="captures/a.txt", access="paywall"),
    source(url=" https://example.org/ ", note=3.5, rights=True),
]

BAD: list[dict[str, Any]] = [
    {"sources": []},
    {"sources": {"a": None}},
    {"sources": {"a": "text"}},
    {"sources": {"a": {}}},
    {"sources": {"bad id": LEAST}},
    {"sources": {"a": {"title": "T", "url": "https://example.org/"}}},
    {"sources": {"a": {"kind": "news", "url": "https://example.org/"}}},
    {"sources": {"a": {"kind": "news", "title": "T"}}},
    {"sources": {"a": {"kind": "news", "title": "T", "url": None}}},
    {"sources": {"a": {"kind": "news", "title": " ", "url": "https://example.org/"}}},
    {"sources": {"a": {"kind": "news", "title": "T", "isbn": "12"}}},
    {"sources": {"a": {"unidentified": False}}},
    {"sources": {"a": {"unidentified": "perhaps"}}},
    {"sources": {"a": LEAST | {"attribution": "unnamed"}}},
    {"sources": {"a": LEAST | {"attribution": "unnamed", "described_as": "a nurse", "reason": ""}}},
    {"sources": {"a": UNNAMED | {"real_name": "x"}}},
    {"sources": {"a": UNNAMED | {"author": "x"}}},
    {"sources": {"a": UNNAMED | {"speaker": "x"}}},
    {"sources": {"a": UNNAMED | {"conditions": "off-record"}}},
    {"organisations": {"a": {}}},
    {"organisations": {"a": {"name": "A", "kind": "goverment"}}},
    {"organisations": {"a": {"name": "A", "country": "United Kingdom"}}},
    {"organisations": {"a": {"name": "A", "logo": "x"}}},
    {"sources": {}, "organizations": {}},
    source(kind="nwes"),
    source(title=["T"]),
    source(url="javascript:alert(1)"),
    source(url="//example.org"),
    source(doi="11.1/a"),
    source(published="yesterday"),
    source(published="2023-2-6"),
    source(published="2023-13"),
    source(published=20230206),
    source(published=True),
    source(language="en_GB"),
    source(language=5),
    source(closeness="near"),
    source(undated="maybe"),
    source(author=[{}]),
    source(author=[{"name": "A"}]),
    source(derived_from="a b"),
    source(derived_from={"a": 1}),
    source(status={"note": "N"}),
    source(status="gone"),
    source(status=["gone"]),
    source(status=[["corrected"]]),
    source(status=["corrected", None]),
    source(status=[{"date": "2023"}]),
    source(independence={"by": "B"}),
    source(independence=True),
    source(archives=["https://example.org/x"]),
    source(archives=[{"date": "2023"}]),
    source(archives={"url": "https://example.org/x"}),
    source(archives=[None]),
    source(excerpts=[{"locator": "p. 3"}]),
    source(excerpts=[{"text": "t", "lang": "en", "language": "en"}]),
    source(excerpts=[{"text": "t", "sha256": "abc"}]),
    source(translation={"method": "magic"}),
    source(translation="by me"),
    source(text_path="../x"),
    source(text_path="/etc/passwd"),
    source(locator="a", locator_physical="b"),
    source(reliability=5),
]


def refused(registry: object) -> bool:
    """Whether the loader reports an error."""
    data = json.dumps(registry, ensure_ascii=False).encode()
    problems = load_registry([RegistryFile("sources.yml", data)]).problems
    return any(problem.severity is Severity.ERROR for problem in problems)


def test_the_file_is_what_the_function_makes() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), (
        "run tests/test_registry_schema.py as a script"
    )


def test_the_schema_is_valid() -> None:
    Draft7Validator.check_schema(json_schema())

    assert json_schema()["$schema"] == Draft7Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("registry", GOOD, ids=lambda registry: json.dumps(registry)[:80])
def test_what_is_good_passes_both(registry: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(registry)] == []
    assert not refused(registry)


@pytest.mark.parametrize("registry", BAD, ids=lambda registry: json.dumps(registry)[:80])
def test_what_is_bad_passes_neither(registry: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(registry)
    assert refused(registry)


@pytest.mark.parametrize(
    ("model", "table", "elsewhere"),
    [(Source, SOURCE, {"id", "place", "text"}), (Organisation, ORGANISATION, {"id"})],
)
def test_every_field_of_the_model_can_be_written(model: type, table: Any, elsewhere: set[str]) -> None:
    assert {spec.target for spec in table.table} == set(model.__struct_fields__) - elsewhere  # type: ignore[attr-defined]


def test_every_field_is_explained() -> None:
    for definition in json_schema()["definitions"].values():
        assert all(field["description"].endswith((".", "…")) for field in definition["properties"].values())


VALUES = st.sampled_from(
    [None, "", "T", "news", "unnamed", "named", "2023", "https://example.org/", True, ["T"], {"text": "T"}]
)
FIELDS = st.sampled_from(["kind", "title", "url", "attribution", "described_as", "reason", "author", "published",
                          "undated", "excerpts", "archives", "derived_from", "locator", "unidentified"])  # fmt: skip


@given(st.dictionaries(FIELDS, VALUES), st.booleans())
def test_schema_and_loader_agree_on_any_entry(fields: dict[str, Any], complete: bool) -> None:
    registry = {"sources": {"a": (LEAST if complete else {}) | fields, "T": LEAST, "news": LEAST, "unnamed": LEAST,
                            "named": LEAST, "2023": LEAST}}  # fmt: skip
    # What spans entries is the loader's alone: an address or a word that is no id of this registry.
    if fields.get("derived_from") in ("https://example.org/", True):
        del registry["sources"]["a"]["derived_from"]

    assert VALIDATOR.is_valid(registry) is not refused(registry)


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
