"""What the W3C's model of annotations asks of a collection, to hold ours against.

The W3C tests implementations by JSON Schemas, which are in no package of PyPI, and we commit no copy of them. What the
Recommendation (https://www.w3.org/TR/annotation-model/) says that a collection, a page and an annotation MUST be is
written down here again, for the parts of the model that we use, and no others are let through. To judge by the real
ones too, set `WEB_ANNOTATION_TESTS` to a checkout of https://github.com/w3c/web-annotation-tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft4Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

IRI: Final = {"type": "string", "pattern": r"^[^\s<>\"{}|\\^`]+$"}
MOMENT: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
TEXT: Final = {"type": "string"}


def closed(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    properties = required | optional
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


MODEL: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        {
            "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
            "id": IRI,
            "type": {"const": "AnnotationCollection"},
            "total": {"type": "integer", "minimum": 0},
        },
        label=TEXT,
        rights=IRI,
        first=ref("page"),
    ),
    "if": {"properties": {"total": {"exclusiveMinimum": 0}}},
    "then": {"required": ["first"]},
    "$defs": {
        "page": closed(
            {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "items": {"type": "array", "items": ref("annotation")},
            },
            startIndex={"type": "integer", "minimum": 0},
        ),
        "annotation": closed(
            {"id": IRI, "type": {"const": "Annotation"}, "target": ref("target")},
            motivation={"enum": ["linking", "classifying"]},
            body={"oneOf": [ref("resource"), ref("textual")]},
        ),
        "target": closed(
            {"source": IRI, "selector": ref("quote")}, type={"const": "SpecificResource"}, id=IRI
        ),
        "resource": closed(
            {"source": IRI, "purpose": {"enum": ["linking", "classifying"]}},
            type={"const": "SpecificResource"},
            selector=ref("quote"),
            state=ref("state"),
            locator=TEXT,
        ),
        "textual": closed({"type": {"const": "TextualBody"}, "value": TEXT, "format": {"const": "text/plain"}}),
        "quote": closed({"type": {"const": "TextQuoteSelector"}, "exact": TEXT}, prefix=TEXT, suffix=TEXT),
        "state": {
            "oneOf": [
                closed({"type": {"const": "TimeState"}, "sourceDate": MOMENT}, cached=IRI),
                closed(
                    {"type": {"const": "TimeState"}, "sourceDateStart": MOMENT, "sourceDateEnd": MOMENT}, cached=IRI
                ),
            ]
        },
    },
}  # fmt: skip


@lru_cache
def model_validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(MODEL)
    return Draft202012Validator(MODEL)


def faults(collection: dict[str, Any]) -> list[str]:
    """What the model forbids about a collection; by the W3C's own schemas too, where they are to be had."""
    found = [error.message for error in model_validator().iter_errors(collection)]
    given = os.environ.get("WEB_ANNOTATION_TESTS")
    return found + list(_official_faults(collection, Path(given))) if given else found


def _official_faults(collection: dict[str, Any], root: Path) -> Iterator[str]:
    context = {"@context": collection["@context"]}
    page = collection.get("first")
    parts = [("collections/collectionMusts.test", collection)]
    if page is not None:
        parts += [("collections/pages/pageMusts.test", context | page)]
        parts += [("annotations/annotationMusts.test", context | each) for each in page["items"]]
    for test, part in parts:
        for name, validator in _musts(root, test):
            if not validator.is_valid(part):
                yield f"{name}: {part['id']}"


@lru_cache
def _musts(root: Path, test: str) -> list[tuple[str, Draft4Validator]]:
    """The assertions of one of the W3C's tests that are about what MUST be."""
    shared = [Resource(_json(path), DRAFT4) for path in sorted((root / "definitions").glob("*.json"))]
    registry = Registry().with_resources([(resource.contents["id"], resource) for resource in shared])
    schemas = [_json(root / name) for name in _json(root / test)["assertions"]]
    musts = [schema for schema in schemas if schema["assertionType"] == "must"]
    assert musts
    assert {schema["expectedResult"] for schema in musts} == {"valid"}
    return [(schema["id"], Draft4Validator(schema, registry=registry)) for schema in musts]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
