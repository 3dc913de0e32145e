"""What an article's front matter says: the numbering of its sources, and the author's statement under `provenance:`.

MkDocs hands over the front matter already parsed, defaults from `.meta.yml` merged in, so lines are looked up only when
there is a problem, in the file's own text. The values become YAML nodes again and are read by the same tables as the
registry: one set of rules, one set of sentences.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import yaml
from msgspec import Struct, field
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.fields import (
    BASE,
    BOOL,
    DIALECT,
    FLOAT,
    INT,
    MAP,
    MAX_DEPTH,
    NULL,
    SEQ,
    STR,
    TIMESTAMP,
    Entry,
    Field,
    Fields,
    Reading,
    Shape,
    UnreadableError,
    compose,
    converted,
    date,
    either,
    is_empty,
    list_of,
    loader_class,
    one_of,
    optional,
    pairs,
    parts_of,
    quoted,
    read_entry,
    record,
    text,
    wrong_type,
)
from mkdocs_provenance.model import (
    Change,
    Correction,
    CorrectionKind,
    Disagreement,
    PartialDate,
    Problem,
    Spot,
    Statement,
)
from mkdocs_provenance.problems import problem
from mkdocs_provenance.waivers import WAIVERS

MAX_VALUES: Final = 50_000
"""How many values the fields read here may hold in one article, aliases followed."""


class FrontMatter(Struct, frozen=True):
    """What the front matter says that this plugin reads."""

    numbering: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """What `[1]`, `[2]` mean: number to registry key. A number whose value could not be read points to nothing."""
    has_sources: bool = False
    """Whether there is a `sources:`, even an empty or malformed one: numbers are citations only then."""
    has_provenance: bool = False
    """Whether there is a `provenance:`, even an empty or malformed one."""
    title: str | None = None
    published: PartialDate | None = None
    """The front matter's `date`."""
    updated: PartialDate | None = None
    """The front matter's `updated`, or the `updated` of its `date`."""
    language: str | None = None
    """The front matter's `lang` or `language` (BCP 47)."""
    authors: tuple[str, ...] = ()
    """The front matter's `author` or `authors`."""
    description: str | None = None
    section: str | None = None
    """Under what the article appears: a name that the site's figures are told apart by."""
    statement: Statement = field(default_factory=Statement)


class Scope(StrEnum):
    """How far a marker reaches."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


_DISAGREEMENT: Final = Fields(
    (Field("text", text(), "What is held against what; markers are kept.", "AFAD gives 7.7 [1]"),)
)
_CORRECTION: Final = Fields(
    (
        Field("date", date(), "When (EDTF).", "2023-02-10"),
        Field("kind", one_of(CorrectionKind), "What kind of change it is.", "correction"),
        Field("text", text(), "What was wrong, and what is right.", "The depth was given as 18 km"),
    ),
    missing="correction-incomplete",
)
_CHANGE: Final = Fields(
    (
        Field("date", date(), "When (EDTF).", "2023-02-10"),
        Field("change", text(), "What was changed.", "The depth added"),
    )
)


def _disagreement() -> Shape[Disagreement]:
    """`{text: …}` or the text alone."""
    alone = converted(text(), Disagreement)
    full = record(_DISAGREEMENT, lambda entry, _: Disagreement(**entry.values))
    return either(alone, full)


PROVENANCE: Final = Fields(
    (
        Field("type_of_work", text(), "What the article is, for example `analysis`; it then is analysis throughout."),
        Field("method", text(), "Why and how it was reported, in two to four sentences (schema.org backstory)."),
        Field("not_established", list_of(text(), single=True, wanted="a text or a list of texts"),
              "What could not be established."),
        Field("disagreement", list_of(_disagreement(), single=True, wanted="a list of texts"),
              "What sources hold against each other."),
        Field("corrections", list_of(record(_CORRECTION, lambda entry, _: Correction(**entry.values))),
              "Changes that readers are told of."),
        Field("history", list_of(record(_CHANGE, lambda entry, _: Change(**entry.values))), "Versions of the article."),
        Field("reviewed_by", text(), "Who read it before publication."),
        Field("checked_on", date(), "When its facts were last checked (EDTF)."),
        Field("ai_use", text(), "What part AI had in it (IPTC digitalSourceType)."),
        Field("marker_scope", converted(one_of(Scope), lambda scope: scope.value),
              "Whether a marker covers its sentence or also those before it in the paragraph."),
        Field("waivers", WAIVERS, "Problems that the desk lets stand, each with its reason."),
    ),
    hints={"limitations": 'Did you mean "not_established"?', "type": 'Did you mean "type_of_work"?',
           "methodology": 'Did you mean "method"?', "correction": 'Did you mean "corrections"?'},
)  # fmt: skip
"""What `provenance:` may hold."""

_CODES: Final = {
    "unknown-field": "front-matter-unknown",
    "missing-field": "front-matter-type",
    "wrong-type": "front-matter-type",
    "unknown-value": "front-matter-type",
    "registry-syntax": "front-matter-syntax",
}


def read_front_matter(
    meta: Mapping[str, object], *, path: str, spot_of: Callable[[str], Spot] = lambda _: Spot()
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """What `meta` says, and what is wrong with it. Never raises: a value of the wrong type costs its own field alone.

    Title, dates, language, authors, description and section belong to the whole site, so a slip in one of them is
    reported only in an article that has `sources:` or `provenance:`.

    Args:
        meta: The front matter as MkDocs parsed it.
        path: The article's file, relative to `mkdocs.yml`, for the problems.
        spot_of: Where a dotted path stands (see `front_matter_spots`), called only where there is something to report.
    """
    reading = _Values(path, codes=_CODES, spot_of=spot_of)
    has_sources, has_provenance = "sources" in meta, "provenance" in meta
    numbering = reading.field("sources", meta, _numbering)
    statement = reading.field("provenance", meta, _statement)
    ours = len(reading.problems)
    front_matter = FrontMatter(
        numbering=MappingProxyType(numbering or {}),
        has_sources=has_sources,
        has_provenance=has_provenance,
        title=reading.field("title", meta, _text),
        published=reading.field("date", meta, _published),
        updated=reading.first(meta, ("updated", _date), ("date", _blog_update)),
        language=reading.first(meta, ("lang", _language), ("language", _language)),
        authors=reading.first(meta, ("author", _authors), ("authors", _authors)) or (),
        description=reading.field("description", meta, _text),
        section=reading.field("section", meta, _text),
        statement=statement or Statement(),
    )
    problems = reading.problems if has_sources or has_provenance else reading.problems[:ours]
    return front_matter, tuple(problems)


# --- Values as nodes -------------------------------------------------------------------------------------------------


class _Values(Reading):
    """Reads parsed values as if they were nodes; a node's line is that of its dotted path."""

    def __init__(self, path: str, codes: Mapping[str, str], spot_of: Callable[[str], Spot]) -> None:
        super().__init__(path, codes=codes, subject="the front matter")
        self._spot_of = spot_of
        self._paths: dict[int, str] = {}
        self._nodes: list[Node] = []  # keeps every node alive, so that no two share an id()

    def line(self, node: Node) -> int:
        return self.spot(node).line

    def spot(self, node: Node) -> Spot:
        return self._spot_of(self._paths.get(id(node), ""))

    def first(self, meta: Mapping[str, object], *fields: tuple[str, Callable[[Node, Reading], Any]]) -> Any:
        """The first of several fields that says something; all are read, so that a slip in any is reported."""
        found = [self.field(name, meta, read) for name, read in fields]
        return next((value for value in found if value), None)

    def field(self, name: str, meta: Mapping[str, object], read: Callable[[Node, Reading], Any]) -> Any:
        """What `read` makes of a field of the front matter; None where it is absent or unusable."""
        if name not in meta:
            return None
        self.trail = [name]
        try:
            return read(self.node(meta[name], name), self)
        except UnreadableError as error:
            where = self.spot(self._note(ScalarNode(STR, ""), name))
            self.problems.append(problem("front-matter-type", error.message, self.path, where, error.suggestion))
            return None

    def node(self, value: object, path: str, levels: int = MAX_DEPTH) -> Node:
        """`value` as a node.

        Raises:
            UnreadableError: nested too deeply, as a list that contains itself is, or too many values.
        """
        if not levels or len(self._nodes) > MAX_VALUES:
            name = path.partition(".")[0]
            raise UnreadableError(f"`{name}:` in the front matter is nested too deeply or holds too many values.", 1)
        if isinstance(value, Mapping):
            items = []
            for key, item in value.items():
                written = _scalar(key)
                inner = f"{path}.{written.value}"
                items.append((self._note(written, inner), self.node(item, inner, levels - 1)))
            return self._note(MappingNode(MAP, items), path)
        if isinstance(value, (list, tuple)):
            children = [self.node(item, f"{path}.{number}", levels - 1) for number, item in enumerate(value, 1)]
            return self._note(SequenceNode(SEQ, children), path)
        return self._note(_scalar(value), path)

    def _note(self, node: Node, path: str) -> Node:
        self._nodes.append(node)
        self._paths[id(node)] = path
        return node


def _scalar(value: object) -> ScalarNode:
    if value is None:
        return ScalarNode(NULL, "")
    if isinstance(value, str):
        return ScalarNode(STR, value)
    if isinstance(value, bool):
        return ScalarNode(BOOL, "true" if value else "false")
    if isinstance(value, int) and abs(value) < 10**18:  # `str` refuses an int of thousands of digits
        return ScalarNode(INT, str(value))
    if isinstance(value, float):
        return ScalarNode(FLOAT, repr(value))
    if isinstance(value, (datetime.date, datetime.datetime)):
        try:
            return ScalarNode(TIMESTAMP, parse_date(value).text)
        except ValueError:  # an offset of odd seconds, or more than 14 hours
            return ScalarNode(TIMESTAMP, str(value))
    return ScalarNode("!", "")


# --- Reading the fields ----------------------------------------------------------------------------------------------

_NUMBERING: Final = "For example `sources: [usgs-1, afad-2]`, or `sources: {1: usgs-1, 2: afad-2}`."
_NUMBER: Final = re.compile("[1-9][0-9]{0,5}")


def _numbering(node: Node, reading: Reading) -> dict[int, str] | None:
    """`sources:`: a list, whose first item is what `[1]` means, or a mapping of numbers."""
    if isinstance(node, SequenceNode):
        keys = [_key(child, number, reading) for number, child in enumerate(node.value, 1)]
        return {number: key for number, key in enumerate(keys, 1) if key is not None}
    if not isinstance(node, MappingNode):
        wrong_type(node, reading, "a list of registry keys", _NUMBERING)
        return None
    numbering: dict[int, str] = {}
    for name, child in pairs(node, reading):
        number = int(name.value) if _NUMBER.fullmatch(name.value) else 0
        if not number or number in numbering:
            why = "stands twice" if number else "is not a number from 1 to 999999"
            message = f"In `sources:`, {quoted(name.value)} {why}, so it cannot number a source."
            reading.report("wrong-type", message, name, _NUMBERING)
        elif (key := _key(child, number, reading)) is not None:
            numbering[number] = key
    return numbering


def _key(node: Node, number: int, reading: Reading) -> str | None:
    if isinstance(node, ScalarNode) and node.tag in (STR, INT) and not is_empty(node):
        return str(node.value).strip()
    found = {BOOL: "true or false", FLOAT: "a decimal number", TIMESTAMP: "a date"}.get(node.tag, "no text")
    found = "empty" if is_empty(node) else found
    message = f"In `sources:`, the key for [{number}] is {found}, so [{number}] points to nothing."
    reading.report("wrong-type", message, node, "Put a key that YAML reads as something else in quotation marks.")
    return None


def _statement(node: Node, reading: Reading) -> Statement | None:
    """`provenance:`, or None where it is empty or no mapping."""
    if is_empty(node):
        return None
    entry: Entry | None = read_entry(node, PROVENANCE, reading)
    return Statement(**entry.values) if entry else None


def _published(node: Node, reading: Reading) -> PartialDate | None:
    """`date:`; Material's blog also writes it as `{created: …, updated: …}`."""
    return _date(_under("created", node, reading) or node, reading)


def _blog_update(node: Node, reading: Reading) -> PartialDate | None:
    found = _under("updated", node, reading)
    return None if found is None else _date(found, reading)


def _date(node: Node, reading: Reading) -> PartialDate | None:
    return None if is_empty(node) else date().read(node, reading)


def _language(node: Node, reading: Reading) -> str | None:
    """`lang:`; YAML 1.1 reads Norwegian's unquoted `no` as false, and nobody means false by it."""
    if isinstance(node, ScalarNode) and node.tag == BOOL and node.value == "false":
        return "no"
    return _text(node, reading)


def _text(node: Node, reading: Reading) -> str | None:
    return None if is_empty(node) else text().read(node, reading)


def _authors(node: Node, reading: Reading) -> tuple[str, ...]:
    """`author:` or `authors:`: a name, or a list of names or of mappings with `name`."""
    if is_empty(node):
        return ()
    children = node.value if isinstance(node, SequenceNode) else [node]
    names = [text().read(_named(child, reading), reading) for child in children]
    return tuple(name for name in names if name)


def _named(node: Node, reading: Reading) -> Node:
    """The node under `name`, where there is one."""
    return _under("name", node, reading) or node


def _under(wanted: str, node: Node, reading: Reading) -> Node | None:
    """What stands under a name, if the node is a mapping that has it."""
    children = pairs(node, reading) if isinstance(node, MappingNode) else ()
    return next((child for name, child in children if name.value == wanted), None)


# --- The article file's own text -------------------------------------------------------------------------------------

_BLOCK: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
"""MkDocs' own rule (`mkdocs.utils.meta`): what it does not match is no front matter to MkDocs."""
_OPENING: Final = re.compile(r"---[ \t]*(?:\n|\Z)")
_TYPED: Final[Any] = loader_class(as_text=False)


def front_matter_spots(text: str) -> dict[str, Spot]:
    """Dotted path of every value in an article's front matter to where it stands in the file.

    Items of lists count from 1: `sources.2`, `provenance.corrections.1.date`. A field stands where its name does. Where
    the front matter cannot be read, there are no spots.

    Args:
        text: The article file, front matter and all.
    """
    block = _BLOCK.match(_plain(text))
    if not block:
        return {}
    try:
        root = compose(block["yaml"])
    except UnreadableError:
        return {}
    finder = Reading("", block["yaml"])
    spots: dict[str, Spot] = {}
    todo: list[tuple[str, Node, int]] = [("", root, MAX_DEPTH)] if root else []
    while todo and len(spots) < MAX_VALUES:
        prefix, node, levels = todo.pop()
        for name, at, child in _children(node):
            spots.setdefault(prefix + name, _one_below(finder.spot(at)))
            if levels:  # aliases can nest without end
                todo.append((f"{prefix}{name}.", child, levels - 1))
    return spots


def _one_below(spot: Spot) -> Spot:
    """The same spot, counted from the `---` above the front matter."""
    end = spot.end_line + 1 if spot.end_line is not None else None
    return Spot(spot.line + 1, spot.column, end, spot.end_column)


def spot_finder(read_text: Callable[[], str]) -> Callable[[str], Spot]:
    """A `spot_of` for `read_front_matter` that reads and composes the article's text on its first call.

    A path that the front matter does not hold has the spot of what is around it, or the first line.
    """
    found: dict[str, Spot] = {}

    def spot_of(path: str) -> Spot:
        if not found:
            found.update({"": Spot()} | front_matter_spots(read_text()))
        while path not in found:
            path = path.rpartition(".")[0]
        return found[path]

    return spot_of


def _children(node: Node) -> Iterable[tuple[str, Node, Node]]:
    """Name, node whose line counts, and value, of everything directly within `node`."""
    if isinstance(node, MappingNode):
        return [(key.value, key, value) for key, value in node.value if isinstance(key, ScalarNode)]
    if isinstance(node, SequenceNode):
        return [(str(number), child, child) for number, child in enumerate(node.value, 1)]
    return []


def front_matter_problem(text: str, path: str) -> Problem | None:
    """Why MkDocs would show an article's front matter as text, or None where it reads it, or there is none.

    MkDocs itself says nothing: it renders what it cannot read.

    Args:
        text: The article file, front matter and all.
        path: The file, relative to `mkdocs.yml`, for the problem.
    """
    plain = _plain(text)
    block = _BLOCK.match(plain)
    try:
        if block:
            _must_construct(block["yaml"])
        elif _OPENING.match(plain):
            _not_closed(plain)
    except UnreadableError as error:
        line = error.line + 1 if block else error.line
        return problem("front-matter-syntax", error.message, path, line, error.suggestion)
    return None


def _plain(text: str) -> str:
    """The text as MkDocs reads it: no byte order mark, and every line ended by a line feed alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _not_closed(text: str) -> None:
    """Say why a text that opens front matter has none.

    Raises:
        UnreadableError: always.
    """
    lines = text.split("\n")
    closing = next((n for n, line in enumerate(lines[1:], 2) if line.rstrip(" \t") in ("---", "...")), None)
    if closing is None:
        hint = "Write `---` on a line of its own after it; for a rule at the top of a page, write `***`."
        raise UnreadableError("The front matter is opened by --- and never closed.", 1, hint)
    if closing == len(lines):
        raise UnreadableError("The file ends with the --- of its front matter.", closing, "End the last line there.")
    raise UnreadableError("The front matter is empty.", 1, "Delete both lines ---, or write `title: …` between them.")


def _must_construct(block: str) -> None:
    """Refuse a block that MkDocs' loader would refuse.

    Raises:
        UnreadableError: malformed, no mapping, or holding a value that cannot be made, such as 30 February.
    """
    root = compose(block, _TYPED)
    if not isinstance(root, MappingNode):
        found = "empty" if root is None else "a list" if isinstance(root, SequenceNode) else "text"
        raise UnreadableError(
            f"The front matter is not a list of fields but {found}.", 1, "Write each field as `name: value`."
        )
    reading = Reading("", block)
    nodes = _all_nodes(root)
    _must_stay_small(nodes, reading)
    error = _refused(root)  # once only: the constructor takes merge keys out of the tree as it goes
    if error is None:
        return
    for node in nodes:
        if isinstance(node, ScalarNode) and node.tag != _MERGE and _refused(node) is not None:
            why = "is not a date that exists" if node.tag == TIMESTAMP else "is no value that YAML knows"
            hint = "Correct it, or put it in quotation marks."
            raise UnreadableError(f"{quoted(node.value)} {why}.", reading.line(node), hint)
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    hint = "Look at the names before each colon, and at any ! or <<."
    raise UnreadableError("A field of the front matter cannot be read.", mark.line + 1 if mark else 1, hint)


def _must_stay_small(nodes: Iterable[Node], reading: Reading) -> None:
    """Refuse merge keys (`<<`) that multiply without bound: the loader would write them all out.

    Raises:
        UnreadableError: a mapping would get more than `MAX_VALUES` fields.
    """
    sizes: dict[int, int] = {}
    for node in nodes:  # what an alias names begins before it, so its size is known unless it holds itself
        if not isinstance(node, MappingNode):
            continue
        bases = [base for key, value in node.value if key.value == "<<" for base in parts_of(value)]
        bases += [value for key, value in node.value if key.value == "<<"]
        sizes[id(node)] = len(node.value) + sum(sizes.get(id(base), 0) for base in bases)
        if sizes[id(node)] > MAX_VALUES:
            hint = "Write the fields out, without `<<`."
            raise UnreadableError("There are too many values once aliases are followed.", reading.line(node), hint)


def _all_nodes(root: Node) -> list[Node]:
    """Every node once, those that aliases share too, in the order of the text."""
    seen: dict[int, Node] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen[id(node)] = node
            todo += reversed(parts_of(node))
    return list(seen.values())


_MERGE: Final = "tag:yaml.org,2002:merge"
_REFUSALS: Final = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What PyYAML's constructors raise for a value that its own resolver let through."""


def _refused(node: Node) -> Exception | None:
    """What MkDocs' loader raises where it makes a value of `node`; None where it makes one."""
    loader = BASE("")
    try:
        loader.construct_document(node)
    except _REFUSALS as error:
        return error
    finally:
        loader.dispose()
    return None


# --- The schema for editors ------------------------------------------------------------------------------------------

_WORDS: Final[Mapping[str, Any]] = {"type": ["string", "number"], "pattern": "\\S"}
"""Text; a number is read as its digits, while true and false are not text in front matter."""
_NUMBERED: Final[Mapping[str, Any]] = {"type": ["string", "integer"], "pattern": "\\S"}
"""A registry key."""
_PERSON: Final[Mapping[str, Any]] = {
    "anyOf": [
        _WORDS,
        {"type": "object", "required": ["name"], "properties": {"name": _WORDS}},
    ]
}
_NUMBER_PATTERN: Final = f"^{_NUMBER.pattern}$"
_PEOPLE: Final[Mapping[str, Any]] = {"anyOf": [*_PERSON["anyOf"], {"type": "array", "items": _PERSON}]}


def json_schema() -> dict[str, Any]:
    """A JSON Schema (`fields.DIALECT`) of an article's front matter, for editors, from the tables that it is read by.

    Fields that it does not name may be there: they are MkDocs', the theme's and other plugins'.
    """
    published = date().schema
    blog = {"type": "object", "required": ["created"], "properties": {"created": published}}
    shapes: dict[str, tuple[str, Mapping[str, Any]]] = {
        "title": ("The headline.", _WORDS),
        "date": ("The day of publication (EDTF); Material's blog form `{created: …}` works.",
                 {"anyOf": [published, blog]}),
        "updated": ("The day on which the text was last changed (EDTF).", published),
        "lang": ("The article's language (BCP 47).", {**_WORDS, "examples": ["en", "de", "pt-BR"]}),
        "language": ("The same as `lang`.", _WORDS),
        "author": ("Who wrote it: a name, or a list of names.", _PEOPLE),
        "authors": ("The same as `author`.", _PEOPLE),
        "description": ("What it says, in a sentence or two.", _WORDS),
        "section": ("Under what it appears, such as Politics; else the folder that it lies in.", _WORDS),
        "provenance": ("What you say of the article as a whole.", _without_flags(PROVENANCE.schema())),
    }  # fmt: skip
    properties = {name: {"description": about, **optional(shape)} for name, (about, shape) in shapes.items()}
    properties["sources"] = {
        "description": "What [1], [2] mean: registry keys, the first for [1]; or a mapping of numbers to keys.",
        "anyOf": [
            {"type": "array", "items": _NUMBERED},
            {"type": "object", "additionalProperties": False, "patternProperties": {_NUMBER_PATTERN: _NUMBERED}},
        ],
    }
    return {
        "$schema": DIALECT,
        "title": "mkdocs-provenance: an article's front matter",
        "type": "object",
        "properties": properties,
    }


def _without_flags(schema: Any) -> Any:
    """`schema` for values that YAML has typed already, where true and false are no text."""
    if isinstance(schema, Mapping):
        return {name: _without_flags(value) for name, value in schema.items()}
    if isinstance(schema, list):
        return [_without_flags(value) for value in schema if value != "boolean"]
    return schema
