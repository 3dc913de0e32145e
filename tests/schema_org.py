"""A checker of JSON-LD in schema.org's words, by schema.org's own released vocabulary (`tests/data/schema_org`).

schema.org is free about its own rules; this is not. A type or a property that is not in the release, one that another
has superseded, a property on a type that it is not for, a value that is not of its range, a date that is none, a
reference to nothing and an empty value are faults. An element without a type may be anything that is no text.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

DATA = Path(__file__).parent / "data" / "schema_org"
CONTEXT = "https://schema.org"
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?")
_NO_IRI = re.compile(r'[\s<>"{}|\\^`\x00-\x1f]')


class Term(NamedTuple):
    """A property."""

    domain: frozenset[str]
    range: frozenset[str]
    superseded: str


class Vocabulary:
    """Every type and property of the release."""

    def __init__(self, folder: Path = DATA) -> None:
        types = list(_rows(folder / "types.csv"))
        self.parents = {row["id"]: frozenset(row["subTypeOf"].split()) for row in types}
        self.superseded = {row["id"]: row["supersededBy"] for row in types if row["supersededBy"]}
        self.properties = {
            row["id"]: Term(
                frozenset(row["domainIncludes"].split()), frozenset(row["rangeIncludes"].split()), row["supersededBy"]
            )
            for row in _rows(folder / "properties.csv")
        }

    @cache  # noqa: B019
    def with_parents(self, name: str) -> frozenset[str]:
        """A type and everything that it is a kind of."""
        above = (self.with_parents(parent) for parent in self.parents.get(name, ()))
        return frozenset({name}).union(*above)

    @cached_property
    def data_types(self) -> frozenset[str]:
        """What is no thing: texts, numbers, dates."""
        simple = {"Text", "Number", "Boolean", "Date", "DateTime", "Time"}
        return frozenset(name for name in self.parents if self.with_parents(name) & simple)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary()


def faults(graph: Any) -> list[str]:
    """What is wrong with a graph: where, and what; nothing where it is in order."""
    check = _Check(vocabulary(), graph)
    found = [] if graph.get("@context") == CONTEXT else ["@context"]
    return found + list(check.node(graph, "", top=True))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node within a value, itself first; what only refers to one is none."""
    if isinstance(value, dict):
        if set(value) != {"@id"}:
            yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


class _Check:
    def __init__(self, words: Vocabulary, graph: Any) -> None:
        self.words = words
        self.types: dict[str, set[str]] = {}
        for node in nodes(graph):
            if "@id" in node:
                self.types.setdefault(node["@id"], set()).update(_list(node.get("@type", [])))

    def node(self, node: dict[str, Any], path: str, top: bool = False) -> Iterator[str]:
        kinds = _list(node.get("@type", []))
        for kind in kinds:
            if kind not in self.words.parents or kind in self.words.data_types:
                yield f"{path}/@type: {kind} is no type"
            if kind in self.words.superseded:
                yield f"{path}/@type: {kind} is superseded"
        if "@id" in node and not is_address(node["@id"]):
            yield f"{path}/@id: {node['@id']!r} is no address"
        for name, value in node.items():
            if not name.startswith("@"):
                yield from self._property(name, value, kinds, f"{path}/{name}")
            elif name not in ("@id", "@type") and not (top and name == "@context"):
                yield f"{path}/{name}: is not expected"

    def _property(self, name: str, value: Any, kinds: list[str], path: str) -> Iterator[str]:
        term = self.words.properties.get(name)
        if term is None or term.superseded:
            yield f"{path}: {'is superseded' if term else 'is no property'}"
            return
        if kinds and not self._fits(kinds, term.domain):
            yield f"{path}: is not for {', '.join(kinds)}"
        if value in (None, "", [], {}):
            yield f"{path}: is empty"
        for number, each in enumerate(_list(value)):
            yield from self._value(each, term.range, f"{path}/{number}" if isinstance(value, list) else path)

    def _value(self, value: Any, wanted: frozenset[str], path: str) -> Iterator[str]:
        if isinstance(value, dict):
            yield from self._thing(value, wanted, path)
        elif not any(_is(value, kind) for kind in wanted & self.words.data_types):
            yield f"{path}: {value!r} is not {' or '.join(sorted(wanted))}"

    def _thing(self, value: dict[str, Any], wanted: frozenset[str], path: str) -> Iterator[str]:
        kinds = set(_list(value.get("@type", [])))
        if set(value) == {"@id"}:
            if value["@id"] not in self.types:
                yield f"{path}: refers to nothing: {value['@id']}"
                return
            kinds = self.types[value["@id"]]
        if not (self._fits(kinds, wanted) if kinds else wanted - self.words.data_types):
            yield f"{path}: {', '.join(sorted(kinds)) or 'a thing'} is not {' or '.join(sorted(wanted))}"
        yield from self.node(value, path)

    def _fits(self, kinds: list[str] | set[str], wanted: frozenset[str]) -> bool:
        return any(self.words.with_parents(kind) & wanted for kind in kinds)


def is_address(text: object) -> bool:
    """A whole address of the web, or one from the page that it stands on; without characters that no address has."""
    if not isinstance(text, str) or _NO_IRI.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.netloc) if parts.scheme in ("http", "https") else not parts.scheme or text.startswith("urn:")


def is_date(text: str) -> bool:
    """A year, a month or a day that exists (ISO 8601)."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    return day <= calendar.monthrange(year or 4, month)[1]


def is_moment(text: str) -> bool:
    """A day and a time with its seconds (ISO 8601)."""
    day, at, time = text.partition("T")
    return bool(at) and len(day) == 10 and is_date(day) and _TIME.fullmatch(time) is not None


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind == "Number" or (kind == "Integer" and isinstance(value, int))
    if not isinstance(value, str):
        return False
    judge = {"Date": is_date, "DateTime": is_moment, "URL": is_address}.get(kind)
    return judge(value) if judge else kind in ("Text", "CssSelectorType", "XPathType", "PronounceableText")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
