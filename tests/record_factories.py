"""Builders and hypothesis strategies for the records that machines read, and CSL's own schema to hold them against."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from mkdocs_provenance import model as m

SCHEMA = Path(m.__file__).parent / "schemas" / "provenance.schema.json"
PLACE = m.Place("articles/sources.yml", 3)


def source(key: str = "usgs", kind: m.Kind = m.Kind.NEWS, **fields: Any) -> m.Source:
    return m.Source(**{"id": key, "kind": kind, "title": f"Title of {key}", "place": PLACE, **fields})


def day(text: str) -> m.PartialDate:
    """`2023`, `2023-02`, `2023-02-06`, each with `~`, `?` or `%`; two of them with a stroke between."""
    first, _, last = text.partition("/")
    year, month, date = (*map(int, first.rstrip("~?%").split("-")), None, None)[:3]
    return m.PartialDate(
        text, year or 0, month, date, None, first[-1] in "~%", first[-1] in "?%", day(last) if last else None
    )


# Schemas -------------------------------------------------------------------------------------------------------------


@lru_cache
def record_validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@lru_cache
def csl_validator() -> Draft7Validator:
    """Judges a list of CSL-JSON items.

    `csl-data.json` itself is in no package of PyPI, and we commit no copy of it. What it says is rebuilt here: the item
    types and variables are read from CSL's own lists (RELAX NG), which citeproc-py ships; the shape of names and dates
    is CSL 1.0.2's. To judge by the real file, set `CSL_DATA_SCHEMA` to a copy of `schemas/input/csl-data.json` of
    https://github.com/citation-style-language/schema.
    """
    given = os.environ.get("CSL_DATA_SCHEMA")
    schema = json.loads(Path(given).read_text(encoding="utf-8")) if given else _csl_schema()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def csl_lists() -> dict[str, list[str]]:
    """CSL's own lists: item types, and names, dates, numbers, titles and strings among the variables."""
    spec = importlib.util.find_spec("citeproc")
    if spec is None or spec.origin is None:
        pytest.skip("citeproc-py, which ships CSL's lists of types and variables, is not installed")
    folder = Path(spec.origin).parent / "data" / "schema" / "schemas" / "styles"
    found = {}
    for file in ("csl-types.rnc", "csl-variables.rnc"):
        text = re.sub(r"#.*", "", (folder / file).read_text(encoding="utf-8"))
        for name, body in re.findall(r'([\w.-]+) =((?:\s*\|?\s*"[\w-]+")+)', text):
            found[name.removeprefix("variables.")] = re.findall(r'"([\w-]+)"', body)
    return found


NOT_IN_JSON = {"editor-translator", "license", "part-number", "printing-number", "supplement-number"}
"""Variables that styles may name but `csl-data.json` does not allow in an item."""


def _csl_schema() -> dict[str, Any]:
    lists = csl_lists()
    shapes = {
        "names": {"type": "array", "items": {"$ref": "#/definitions/name"}},
        "dates": {"$ref": "#/definitions/date"},
        "numbers": {"type": ["string", "number"]},
        "titles": {"type": "string"},
        "strings": {"type": "string"},
    }
    properties = {name: shape for group, shape in shapes.items() for name in lists[group] if name not in NOT_IN_JSON}
    properties |= {"id": {"type": ["string", "number"]}, "type": {"enum": lists["item-types"]}}
    properties |= {"custom": {"type": "object"}}
    text = {"type": "string"}
    scalar = {"type": ["string", "number"]}
    part_list = {"type": "array", "items": scalar, "minItems": 1, "maxItems": 3}
    date = {
        "date-parts": {"type": "array", "items": part_list, "minItems": 1, "maxItems": 2},
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": text,
        "raw": text,
        "season": scalar,
    }
    item = _closed(properties) | {"required": ["type", "id"]}
    name = _closed(dict.fromkeys(("family", "given", "suffix", "literal"), text))
    definitions = {"name": name, "date": _closed(date)}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": item} | {
        "definitions": definitions
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def empties(value: object) -> list[object]:
    """Every None, empty text, list or object within `value`."""
    if isinstance(value, dict):
        inner = [found for each in value.values() for found in empties(each)]
    elif isinstance(value, list):
        inner = [found for each in value for found in empties(each)]
    else:
        inner = []
    return [value, *inner] if value in (None, "", [], {}) else inner


# Strategies ----------------------------------------------------------------------------------------------------------

TEXTS = st.text(max_size=12)
FULL = st.text(min_size=1, max_size=12)
MAYBE = st.none() | TEXTS
KEYS = st.text("abcdefgh-0123456789", min_size=1, max_size=8)


@st.composite
def dates(draw: st.DrawFn, *, interval: bool = True) -> m.PartialDate:
    month = draw(st.none() | st.integers(1, 12))
    date = None if month is None else draw(st.none() | st.integers(1, 28))
    time = None if date is None else draw(st.none() | st.sampled_from(["10:00", "01:17:34Z", "10:00+03:00"]))
    return m.PartialDate(
        text=draw(TEXTS),
        year=draw(st.integers(1, 9999)),  # `dates.py` lets no other through
        month=month,
        day=date,
        time=time,
        approximate=draw(st.booleans()),
        uncertain=draw(st.booleans()),
        end=draw(st.none() | dates(interval=False)) if interval else None,
    )


WHEN = st.none() | dates()
NAMES = st.builds(m.Name, MAYBE, MAYBE, MAYBE)
EXCERPTS = st.builds(m.Excerpt, text=TEXTS, locator=MAYBE, language=MAYBE)
ARCHIVES = st.builds(m.Archive, TEXTS, WHEN, MAYBE, MAYBE, MAYBE, MAYBE)
TEXT_FIELDS = [
    "title_translated",
    "isbn",
    "locator",
    "none_reason",
    "publisher",
    "speaker",
    "language",
    "described_as",
    "reason",
    "conditions",
    "origin",
    "interest",
    "text",
    "text_path",
    "note",
    "rights",
]
STATUSES = st.builds(m.Status, st.sampled_from(m.State), WHEN, MAYBE)
SOURCES = st.builds(
    m.Source,
    id=KEYS,
    kind=st.sampled_from(m.Kind),
    title=TEXTS,
    place=st.just(PLACE),
    url=MAYBE | st.sampled_from(["mailto:a@example.org", "doi:10.1000/1", "https://example.org/"]),
    doi=MAYBE | st.sampled_from(["10.1000/1", "https://doi.org/10.1000/1", "doi:"]),
    author=st.lists(NAMES, max_size=3).map(tuple),
    derived_from=st.lists(KEYS, max_size=2).map(tuple),
    excerpts=st.lists(EXCERPTS, max_size=2).map(tuple),
    archives=st.lists(ARCHIVES, max_size=2).map(tuple),
    translation=st.none() | st.builds(m.Translation, MAYBE, MAYBE, MAYBE),
    closeness=st.none() | st.sampled_from(m.Closeness),
    attribution=st.sampled_from(m.Attribution),
    access=st.none() | st.sampled_from(m.Access),
    status=st.builds(m.Status, st.sampled_from(m.State), WHEN, MAYBE, st.lists(STATUSES, max_size=2).map(tuple)),
    independence=st.builds(m.Independence, checked=st.booleans()),
    known_to_editor=st.none() | st.booleans(),
    undated=st.booleans(),
    unidentified=st.booleans(),
    **dict.fromkeys(("published", "updated", "accessed", "event_date"), WHEN),
    **dict.fromkeys(TEXT_FIELDS, MAYBE),
)
ORGANISATIONS = st.dictionaries(KEYS, st.builds(m.Organisation, KEYS, TEXTS), max_size=3)
REGISTRIES = st.builds(m.Registry, organisations=ORGANISATIONS)


def ids(letter: str) -> st.SearchStrategy[str]:
    return st.integers(1, 99).map(lambda number: f"{letter}{number}")


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


ITEMS = st.builds(m.CitationItem, st.none() | KEYS, st.integers(1, 9))
MARKS = st.builds(
    m.Mark, ids("m"), ids("p"), st.none() | ids("c"), TEXTS, some(st.builds(m.MarkItem, ITEMS, MAYBE, FULL))
)
PLACED = st.builds(m.PlacedCitation, ids("m"), st.just(0), st.builds(m.Citation, TEXTS, some(ITEMS)))
STATEMENTS = st.builds(
    m.Statement,
    not_established=some(TEXTS),
    disagreement=some(st.builds(m.Disagreement, TEXTS, some(PLACED))),
    corrections=some(st.builds(m.Correction, st.sampled_from(m.CorrectionKind), dates(), TEXTS)),
    history=some(st.builds(m.Change, dates(), TEXTS)),
    checked_on=WHEN,
    **dict.fromkeys(("type_of_work", "method", "reviewed_by", "ai_use"), MAYBE),
)
PASSAGES = st.builds(m.Passage, ids("p"), st.sampled_from(m.Role), TEXTS)
ARTICLES = st.builds(
    m.Article, path=FULL, title=TEXTS, url=TEXTS, published=WHEN, statement=STATEMENTS, passages=some(PASSAGES)
)
EVIDENCE = st.builds(m.Evidence, KEYS, FULL, MAYBE)
CLAIMS = st.builds(
    m.Claim, ids("c"), ids("p"), TEXTS, st.just(0), st.just(9), some(EVIDENCE), some(ids("o")),
    st.sampled_from(m.Strength), st.sampled_from(m.State),
)  # fmt: skip
NOTES = st.builds(
    m.Note, FULL, SOURCES, ids("o"), st.lists(ids("c"), unique=True, max_size=3).map(tuple), some(ids("m"))
)
QUOTATIONS = st.builds(
    m.Quotation, TEXTS, ids("p"), st.none() | ids("c"), st.none() | KEYS, st.sampled_from(m.QuotationResult), MAYBE
)
PROBLEMS = st.builds(
    m.Problem,
    st.sampled_from(["unknown-source", "bad-id"]),
    st.sampled_from(m.Severity),
    TEXTS,
    TEXTS,
    st.integers(1, 999),
    MAYBE,
)
ORIGINS = st.builds(
    m.Origin,
    ids("o"),
    st.lists(KEYS, min_size=1, max_size=3).map(tuple),
    TEXTS,
    st.sampled_from([None, "publisher", "owner", "origin", "derived"]),
)
NUMBERS = st.integers(0, 9)
PROVENANCES = st.builds(
    m.Provenance,
    ARTICLES,
    some(CLAIMS),
    some(MARKS),
    some(NOTES),
    some(ORIGINS),
    some(QUOTATIONS),
    some(st.builds(m.AnalysisSection, ids("a"), some(ids("p")), MAYBE, some(KEYS))),
    st.builds(m.Counts, *[NUMBERS] * 7),
    some(PROBLEMS),
    st.dictionaries(ids("p"), ids("c"), max_size=2),
)
