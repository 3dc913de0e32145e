"""`provenance schema`, and the schema of the front matter: generated, valid, and of one mind with what reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

import mkdocs_provenance
from mkdocs_provenance.cli import main
from mkdocs_provenance.cli.schema import PUBLISHED, SCHEMAS, schema_text
from mkdocs_provenance.frontmatter import PROVENANCE, json_schema, read_front_matter
from mkdocs_provenance.model import CorrectionKind, Severity
from mkdocs_provenance.problems import RULES

FOLDER = Path(mkdocs_provenance.__path__[0]) / "schemas"
SHIPPED = {"registry": FOLDER / "sources.schema.json", "article": FOLDER / "article.schema.json"}
VALIDATOR = Draft7Validator(json_schema())

LEAST: dict[str, Any] = {"title": "Bell", "sources": ["log"]}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", *arguments])


@pytest.mark.parametrize("what", SCHEMAS)
def test_the_command_prints_what_is_shipped(what: str) -> None:
    result = run(what)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == SCHEMAS[what]()
    assert result.stdout == SHIPPED[what].read_text(encoding="utf-8"), "run tests/test_schema_command.py as a script"


@pytest.mark.parametrize("what", PUBLISHED)
def test_the_schemas_of_what_is_published_are_printed_as_they_are_shipped(what: str) -> None:
    result = run(what)

    assert result.exit_code == 0
    assert result.stdout == (FOLDER / PUBLISHED[what]).read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(result.stdout))


def test_every_schema_of_the_package_can_be_printed() -> None:
    printed = {*SHIPPED.values(), *(FOLDER / name for name in PUBLISHED.values())}

    assert printed == set(FOLDER.glob("*.json"))


def test_the_schema_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / ".vscode" / "sources.schema.json"

    result = run("registry", "--output", str(path))

    assert result.exit_code == 0
    assert result.stdout == f"Wrote {path.as_posix()}.\n"
    assert path.read_text(encoding="utf-8") == schema_text(SCHEMAS["registry"]())


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    result = run("registry", "--output", str(tmp_path / "file" / "a.json"))

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")


def test_another_word_is_refused() -> None:
    assert run("articles").exit_code == 2


@pytest.mark.parametrize("what", SCHEMAS)
def test_the_schema_is_valid_and_uses_nothing_that_editors_do_not_know(what: str) -> None:
    schema = SCHEMAS[what]()
    Draft7Validator.check_schema(schema)

    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$id"]
    known = set(Draft7Validator.META_SCHEMA["properties"]) | {"patternErrorMessage"}
    assert keywords(schema) <= known


def keywords(schema: Any) -> set[str]:
    """Every keyword of a schema."""
    if not isinstance(schema, dict):
        return set()
    found = set(schema)
    for name, value in schema.items():
        if name in ("properties", "patternProperties", "definitions"):
            found.update(*(keywords(inner) for inner in value.values()))
        elif isinstance(value, list):
            found.update(*(keywords(inner) for inner in value))
        else:
            found |= keywords(value)
    return found


def test_every_field_is_explained() -> None:
    properties = json_schema()["properties"]
    inner = properties["provenance"]["anyOf"][0]["properties"]

    assert list(inner) == [spec.name for spec in PROVENANCE.table]
    assert all(field["description"].endswith(".") for field in (*properties.values(), *inner.values()))


def test_words_of_a_list_can_be_completed() -> None:
    text = json.dumps(json_schema())

    assert json.dumps([kind.value for kind in CorrectionKind]) in text
    assert '["sentence", "paragraph"]' in text
    assert all(f'"{code}"' in text for code in RULES)


# The schema and the reader -------------------------------------------------------------------------------------------


def about(**fields: Any) -> dict[str, Any]:
    return LEAST | {"provenance": fields}


CORRECTION = {"date": "2026-05-07", "kind": "correction", "text": "An earlier version gave the wrong day."}

GOOD: list[dict[str, Any]] = [
    {},
    LEAST,
    {"title": 1984, "sources": {1: "log", 4: "map"}, "tags": ["a"], "hide": {"toc": True}},
    {"title": None, "sources": [], "provenance": None},
    LEAST | {"sources": [1, "02"]},
    LEAST | {"date": "2026-05", "lang": "pt-BR", "author": "Ruth Vane"},
    LEAST | {"date": {"created": "2026-05-06", "updated": "2026-05-07"}, "language": "de"},
    LEAST | {"authors": ["Ruth Vane", {"name": "Sam Ito", "url": "https://example.org/"}]},
    LEAST | {"author": {"name": "Sam Ito"}, "date": 2026},
    about(),
    about(method="We read it.", not_established="Who.", reviewed_by="Sam", checked_on=2026, ai_use="None."),
    about(method="", not_established=["Who.", "When."], type_of_work="analysis", marker_scope="paragraph"),
    about(disagreement="One says this [1]."),
    about(disagreement=[{"text": "One says this [1]."}, "Another that."]),
    *(about(corrections=[CORRECTION | {"kind": kind.value}]) for kind in CorrectionKind),
    about(corrections=[], history=[{"date": "2026-05-06", "change": "First published."}]),
    about(waivers=[{"code": "single-origin", "reason": "The log is all there is."}]),
    about(waivers=[{"rule": "Q4", "reason": "Known.", "words": "the bell"}]),
]

BAD: list[dict[str, Any]] = [
    {"sources": "log"},
    {"sources": None},
    {"sources": [None]},
    {"sources": [True]},
    {"sources": [1.5]},
    {"sources": [["log"]]},
    {"sources": {"one": "log"}},
    {"sources": {0: "log"}},
    {"sources": {1: None}},
    LEAST | {"title": ["Bell"]},
    LEAST | {"title": True},
    LEAST | {"date": "yesterday"},
    LEAST | {"date": {"updated": "2026-05-07"}},
    LEAST | {"author": [None]},
    LEAST | {"author": [{"family": "Vane"}]},
    LEAST | {"lang": ["en"]},
    LEAST | {"provenance": "We read it."},
    LEAST | {"provenance": ["We read it."]},
    about(methd="We read it."),
    about(method=True),
    about(method=["We read it."]),
    about(not_established={"text": "Who."}),
    about(disagreement=[{"words": "x"}]),
    about(marker_scope="page"),
    about(checked_on="soon"),
    about(corrections=CORRECTION),
    about(corrections=["The day was wrong."]),
    about(corrections=[{"date": "2026-05-07", "text": "x"}]),
    about(corrections=[CORRECTION | {"kind": "mistake"}]),
    about(corrections=[CORRECTION | {"by": "Sam"}]),
    about(history=[{"date": "2026-05-07"}]),
    about(waivers=[{"code": "single-origin"}]),
    about(waivers=[{"reason": "Known."}]),
    about(waivers=[{"code": "sngle-origin", "reason": "Known."}]),
    about(waivers=[{"code": "Q1", "rule": "Q1", "reason": "Known."}]),
]


def refused(front: dict[str, Any]) -> bool:
    """Whether reading the front matter gives a problem that matters; `sources` is there, so all of it is looked at."""
    _, problems = read_front_matter({"sources": []} | front, path="a.md")
    return any(problem.severity is not Severity.INFO for problem in problems)


def as_json(front: dict[str, Any]) -> Any:
    """As an editor sees it: names are text."""
    return json.loads(json.dumps(front))


@pytest.mark.parametrize("front", GOOD, ids=lambda front: json.dumps(front)[:80])
def test_what_is_good_passes_both(front: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_json(front))] == []
    assert not refused(front)


@pytest.mark.parametrize("front", BAD, ids=lambda front: json.dumps(front)[:80])
def test_what_is_bad_passes_neither(front: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(as_json(front))
    assert refused(front)


VALUES = st.sampled_from(
    [None, "", "T", "analysis", "sentence", "2026", 7, True, ["T"], [], {"text": "T"}, {"name": "T"}, [CORRECTION],
     {"created": "2026"}, [{"date": "2026", "change": "T"}], [{"code": "Q1", "reason": "T"}], {"1": "T"}]
)  # fmt: skip
TOP = st.sampled_from(["title", "date", "lang", "language", "author", "authors", "sources"])
INNER = st.sampled_from([spec.name for spec in PROVENANCE.table])


@given(st.dictionaries(TOP, VALUES), st.dictionaries(INNER, VALUES))
def test_schema_and_reader_agree_on_any_front_matter(top: dict[str, Any], inner: dict[str, Any]) -> None:
    front = top | {"provenance": inner}

    assert VALIDATOR.is_valid(as_json(front)) is not refused(front)


def test_the_sample_articles_are_valid() -> None:
    samples = sorted(Path(__file__).parents[1].glob("articles/*.md"))
    assert samples
    for path in samples:
        front = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
        assert [error.message for error in VALIDATOR.iter_errors(front)] == [], path.name


if __name__ == "__main__":
    for name, path in SHIPPED.items():
        path.write_text(schema_text(SCHEMAS[name]()), encoding="utf-8")
