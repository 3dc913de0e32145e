"""What PROV-JSON allows, and what the library `prov` makes of a document, to hold ours against.

PROV-JSON's own JSON Schema (draft-04, https://www.w3.org/submissions/prov-json/schema) is in no package of PyPI, and we
commit no copy of it. What it asks of the statements that we use is written down here again; others are not let
through. To judge by the real one too, set `PROV_JSON_SCHEMA` to a copy. It knows `wasEndedBy` by a misspelt name only;
we use none.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft4Validator, Draft202012Validator
from prov.model import ProvDocument

PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
LOCAL: Final = re.compile(
    r"(?:(?:[A-Za-z0-9_/@~&+*?#$!]|%[0-9A-Fa-f]{2})(?:(?:[A-Za-z0-9_./@~&+*?#$!-]|%[0-9A-Fa-f]{2})*"
    r"(?:[A-Za-z0-9_/@~&+*?#$!-]|%[0-9A-Fa-f]{2}))?)?"
)
"""A name's end, after PROV-N's grammar (https://www.w3.org/TR/prov-n/#prod-PN_LOCAL), in ASCII; it may be empty."""

NAME: Final = {"type": "string", "pattern": "^[^:]+:"}
VALUE: Final = {
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"$": {"type": "string"}, "type": NAME, "lang": {"type": "string"}},
            "required": ["$"],
            "additionalProperties": False,
        },
    ]
}
VALUES: Final = {"oneOf": [VALUE, {"type": "array", "items": VALUE, "minItems": 1}]}


def _statements(*names: str) -> dict[str, Any]:
    """Statements of one kind, with what each must name."""
    return {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": dict.fromkeys(names, NAME),
            "required": list(names),
            "additionalProperties": VALUES,
        },
    }


RELATIONS: Final = {
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "specializationOf": ("prov:specificEntity", "prov:generalEntity"),
    "hadMember": ("prov:collection", "prov:entity"),
}
"""Kind of statement to what it relates."""

SCHEMA: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "prefix": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[a-z]+:"}},
        "entity": _statements(),
        "agent": _statements(),
        **{kind: _statements(*names) for kind, names in RELATIONS.items()},
    },
    "required": ["prefix", "entity"],
    "additionalProperties": False,
}


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document: its form, and names that cannot be or that nothing is said of."""
    found = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]
    if (official := os.environ.get("PROV_JSON_SCHEMA")) is not None:
        found += [error.message for error in _official(Path(official)).iter_errors(document)]
    known = {kind: set(document.get(kind, ())) for kind in ("entity", "agent")}
    names = known["entity"] | known["agent"]
    for kind, ends in RELATIONS.items():
        for each in document.get(kind, {}).values():
            for end in ends:
                if each.get(end) not in known["agent" if end == "prov:agent" else "entity"]:
                    found.append(f"{kind}: nothing is said of {each.get(end)}")
    for name in names:
        prefix, _, local = name.partition(":")
        if prefix not in document["prefix"] or not LOCAL.fullmatch(local):
            found.append(f"no name: {name}")
    return found


@lru_cache
def _official(path: Path) -> Draft4Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def read(document: dict[str, Any]) -> ProvDocument:
    """The document as the library reads it."""
    return ProvDocument.deserialize(content=json.dumps(document), format="json")


def counts(document: dict[str, Any]) -> Counter[str]:
    """How many statements there are of each kind."""
    return Counter({kind: len(made) for kind, made in document.items() if kind != "prefix"})


def statements(document: dict[str, Any]) -> list[str]:
    """Every statement, with whole names in place of prefixes: two writers' documents can be held side by side."""
    found = []
    for kind, made in document.items():
        for name, attributes in made.items() if kind != "prefix" else ():
            said = {_whole(key, document): _value(value, key, document) for key, value in attributes.items()}
            about = "" if name.startswith("_:") else _whole(name, document)
            found.append(json.dumps([kind, about, said], sort_keys=True))
    return sorted(found)


_BUILT_IN: Final = {"prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#"}


def _whole(name: str, document: dict[str, Any]) -> str:
    prefix, _, local = name.partition(":")
    return f"{(_BUILT_IN | document['prefix'])[prefix]}{local}"


def _value(value: Any, key: str, document: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return sorted((_value(each, key, document) for each in value), key=repr)
    if isinstance(value, dict):
        is_name = value.get("type") == "xsd:QName"
        return {"$": _whole(value["$"], document) if is_name else value["$"], "lang": value.get("lang")}
    relates = any(key in names for names in RELATIONS.values())
    return _whole(value, document) if relates else {"$": value, "lang": None}
