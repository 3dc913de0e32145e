"""Read a YAML node tree by a table of fields: values out, and beside them every problem with its line.

The tree is composed, never constructed: no tag makes an object, `no` stays the text "no" and `01` the text "01", and
every node knows its line. The input is untrusted: nesting, nodes and what aliases multiply them to are all bounded.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, TypeVar

import yaml
from msgspec import Struct, field
from msgspec.structs import replace
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_provenance import dates
from mkdocs_provenance.model import PartialDate, Problem, Spot
from mkdocs_provenance.problems import did_you_mean, problem

S = TypeVar("S")
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

MAX_DEPTH: Final = 32
"""How many levels lists and mappings may nest; the deepest field of the registry lies on level 6."""
MAX_NODES: Final = 1_000_000
"""How many values one file may hold, and how many may be read once its aliases are followed: some 30,000 sources."""
MAX_SUGGESTIONS: Final = 100
"""How many nearest matches are looked for in one file: each costs up to 30 ms among 5,000 ids."""

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The JSON Schema that editors know best: VS Code's YAML extension (yaml-language-server) says it is made for draft-07,
and so is what JetBrains documents. Nothing here needs a newer one."""

STR: Final = "tag:yaml.org,2002:str"
NULL: Final = "tag:yaml.org,2002:null"
BOOL: Final = "tag:yaml.org,2002:bool"
INT: Final = "tag:yaml.org,2002:int"
FLOAT: Final = "tag:yaml.org,2002:float"
TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"
MAP: Final = "tag:yaml.org,2002:map"
SEQ: Final = "tag:yaml.org,2002:seq"

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TEXT_TAGS: Final = frozenset({STR, INT, FLOAT, TIMESTAMP})
_NOT_YAML: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


# --- Composing -------------------------------------------------------------------------------------------------------


class UnreadableError(Exception):
    """The text cannot be read as YAML within the limits."""

    def __init__(
        self,
        message: str,
        line: int,
        suggestion: str | None = None,
        reason: Literal["syntax", "deep", "large"] = "syntax",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """From 1."""
        self.suggestion = suggestion
        self.reason = reason


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the garbage collector off while many nodes are made that all stay: it would walk them over and over.

    A registry of 5,000 entries is read three times as fast. Mercurial does the same (`util.nogc`).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Bounds:
    """Counts nodes and levels while PyYAML composes: both of its parsers call these two methods once for every node."""

    depth = 0
    count = 0

    def descend_resolver(self, parent: Node | None, index: object) -> None:  # noqa: ARG002 - PyYAML's name
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_NODES:
            line = parent.start_mark.line + 1 if parent else 1
            raise _too_deep(line) if self.depth > MAX_DEPTH else _too_many(line)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _AsText:
    """Leaves every plain scalar as text, except for the plain spellings of "nothing"."""

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        if kind is ScalarNode:
            return NULL if implicit[0] and value in _NULLS else STR
        return MAP if kind is MappingNode else SEQ


def _too_deep(line: int) -> UnreadableError:
    message = f"Lists and mappings are nested more than {MAX_DEPTH} levels deep."
    return UnreadableError(message, line, "Look for a bracket that is opened and never closed.", "deep")


def _too_many(line: int) -> UnreadableError:
    message = f"There are more than {MAX_NODES:,} values once aliases are followed."
    return UnreadableError(message, line, "Divide the file, or write out what an alias (*) repeats.", "large")


BASE: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's loader: the one in C, five times as fast, where PyYAML was built with it."""


def loader_class(base: Any = BASE, *, as_text: bool = True) -> Any:
    """A PyYAML loader that stops at the limits and, with `as_text`, leaves every scalar as written."""
    parents = (_Bounds, _AsText, base) if as_text else (_Bounds, base)
    return type("BoundedLoader", parents, {})


_LOADER: Final = loader_class()


def compose(text: str, loader: Any = _LOADER) -> Node | None:
    """The node tree of the one YAML document in `text`; None where there is nothing but comments.

    Raises:
        UnreadableError: malformed YAML, more than one document, or a limit passed; with the line and a sentence.
    """
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except (yaml.YAMLError, UnicodeEncodeError):  # what is left: a character that YAML bars, or half a surrogate pair
        raise _odd_character(text) from None
    return node if isinstance(node, Node) else None


_SENTENCES: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("mapping values are not allowed",
     "A colon stands where none can: inside a value, or below a line that has none or is indented wrongly.",
     'Put a value that holds a colon in quotation marks, for example `title: "Quake: what we know"`.'),
    ("unexpected end of stream", "A quotation mark is opened here and never closed.",
     "Close it, or write a quotation mark inside quotation marks twice."),
    ("unknown escape character",
     "A backslash inside double quotation marks begins a character that YAML does not know.",
     "Use single quotation marks, or write the backslash twice."),
    ("expected ',' or ']'", "A list in square brackets is not closed, or lacks a comma.", "Write it as `[one, two]`."),
    ("expected ',' or '}'", "A mapping in curly brackets is not closed, or lacks a comma.",
     "Write it as `{date: 2023-02-10, kind: correction}`."),
    ("could not find expected ':'", "A line has no colon after its name.", "Write it as `name: value`."),
    ("undefined alias", "A value begins with * and so names an anchor, but there is no such anchor.",
     "Put a value that begins with * in quotation marks."),
    ("second occurrence", "The same anchor (&) is defined twice.", "Give each anchor a name of its own."),
    ("found another document", "A line `---` begins a second document in the same file.", "Delete that line."),
    ("incompatible YAML document", "The line %YAML names a version of YAML that is not known.", "Delete that line."),
    ("expected <document start>", "A line is indented differently from the lines above it.",
     "Indent lines of the same level with the same number of spaces."),
    ("expected '<document start>'", "A line is indented differently from the lines above it.",
     "Indent lines of the same level with the same number of spaces."),
    ("expected", "This does not fit the lines above it: look at its indentation, hyphens and quotation marks.",
     'For example `title: "A \'quoted\' word and more"`: quotation marks go round the whole value.'),
)  # fmt: skip
"""What PyYAML's two parsers say, and the same for people who write articles; the first match counts."""


_OPENED_EARLIER: Final = ("unexpected end of stream", "expected ',' or", "could not find expected ':'")
"""Errors that a parser notices lines later: the line that helps is the one on which the thing began."""


def _explained(error: yaml.MarkedYAMLError, text: str) -> UnreadableError:
    """A parser's error as a sentence. It never repeats the text, which may hold what must not be printed."""
    mark = error.problem_mark or error.context_mark
    said = str(error.problem)
    if error.context_mark and any(part in said for part in _OPENED_EARLIER):
        mark = error.context_mark
    index = mark.index if mark else 0
    line = Lines(text).at(index)
    written = text[text.rfind("\n", 0, index) + 1 :]
    if "\t" in written[: len(written) - len(written.lstrip(" \t"))]:
        return _bad_start("\t", line)
    if "nesting depth" in said:  # libyaml has a limit of its own, and reads ahead of the composer, which keeps ours
        return _too_deep(line)
    if "cannot start any token" in said:
        return _bad_start(text[index : index + 1], line)
    for part, sentence, suggestion in _SENTENCES:
        if part in said:
            return UnreadableError(sentence, line, suggestion)
    return UnreadableError("This is not valid YAML.", line, "Put a value with unusual characters in quotation marks.")


def _odd_character(text: str) -> UnreadableError:
    odd = _NOT_YAML.search(text)
    if not odd:  # pragma: no cover - a guard: no known text leads here
        return UnreadableError("This is not valid YAML.", 1)
    line = Lines(text).at(odd.start())
    return UnreadableError(f"The character U+{ord(odd[0]):04X} cannot stand in a YAML file.", line, "Delete it.")


def _bad_start(character: str, line: int) -> UnreadableError:
    if character == "\t":
        return UnreadableError("A line is indented with a tab, which YAML does not allow.", line, "Use spaces.")
    return UnreadableError(
        f"A value begins with {character or 'a character'}, which has another meaning in YAML.",
        line,
        "Put the value in quotation marks.",
    )


class Lines:
    """Finds the line of a position as editors count lines: YAML 1.1 also counts U+0085, U+2028 and U+2029 as breaks."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def at(self, index: int) -> int:
        """The line, from 1, of the character at `index`, from 0."""
        return bisect_left(self._ends, index) + 1


# --- Reading ---------------------------------------------------------------------------------------------------------


class Reading:
    """One file while it is read: collects the problems, knows the lines, and keeps the limits.

    Args:
        path: For messages.
        text: The file's text, for lines; may stay empty where `line` is overridden.
        codes: Code to the code that is reported in its place.
        problems: Where to put what is found.
        subject: What the fields belong to, for messages: `the source "usgs"`.

    Attributes:
        trail: The names of the fields around the node that is read.
        discreet: True while nothing that the file holds may be repeated in a message: an unnamed source is being read.
        source: The id of the source that is being read, for the problems.
    """

    def __init__(
        self,
        path: str,
        text: str = "",
        codes: Mapping[str, str] = MappingProxyType({}),
        problems: list[Problem] | None = None,
        subject: str = "the file",
    ) -> None:
        self.path = path
        self.text = text
        self.codes = codes
        self.problems: list[Problem] = [] if problems is None else problems
        self.subject = subject
        self.trail: list[str] = []
        self.discreet = False
        self.source: str | None = None
        self._spent = 0
        self._suggested = 0
        odd = any(mark in text for mark in "\x85\u2028\u2029")
        if odd or text.count("\r") != text.count("\r\n"):  # else the parser's lines are an editor's
            self._lines: Lines | None = Lines(text)
        else:
            self._lines = None

    def line(self, node: Node) -> int:
        """The line, from 1, on which `node` begins."""
        mark = node.start_mark
        return self._lines.at(mark.index) if self._lines else mark.line + 1

    def spot(self, node: Node) -> Spot:
        """Where `node` stands; of a list or a mapping, where it begins."""
        mark = node.start_mark
        if self._lines:
            return Spot(self._lines.at(mark.index))
        if isinstance(node, ScalarNode) and node.end_mark.line == mark.line:
            return Spot(mark.line + 1, mark.column + 1, mark.line + 1, node.end_mark.column + 1)
        return Spot(mark.line + 1, mark.column + 1)

    def report(self, code: str, message: str, node: Node, suggestion: str | None = None) -> None:
        """Add a problem at the line of `node`."""
        found = problem(self.codes.get(code, code), message, self.path, self.spot(node), suggestion)
        self.problems.append(replace(found, source=self.source) if self.source else found)

    def spend(self, nodes: int, at: Node) -> None:
        """Count nodes as they are read, aliases included.

        Raises:
            UnreadableError: more than `MAX_NODES` have been read.
        """
        self._spent += nodes
        if self._spent > MAX_NODES:
            raise _too_many(self.line(at))

    def suggest(self, word: str, known: Iterable[str]) -> str | None:
        """`Did you mean "x"?`, for as long as looking for the nearest match stays affordable."""
        if self._suggested >= MAX_SUGGESTIONS or len(word) > 100:
            return None
        self._suggested += 1
        return did_you_mean(word, known)

    def shown(self, value: str) -> str:
        """`value` in quotation marks, fit for one line of a message; "this value" where nothing may be repeated."""
        return "this value" if self.discreet else quoted(value)

    @property
    def where(self) -> str:
        """The field that is read, and what it belongs to: `"archives.date" of the source "usgs"`."""
        return f'"{".".join(self.trail)}" of {self.subject}' if self.trail else self.subject


def quoted(text: str) -> str:
    """`text` in double quotation marks on one line: cut at 60 characters, unprintable characters replaced."""
    cut = text if len(text) <= 60 else text[:59] + "…"
    return '"' + "".join(char if char.isprintable() else " " for char in cut) + '"'


class Shape(Struct, Generic[T], frozen=True):
    """What a value looks like: how to read it, and how JSON Schema says the same."""

    read: Callable[[Node, Reading], T | None]
    """Gives None for a value that cannot be used, and has then reported why."""
    schema: Mapping[str, Any]


class Field(Struct, frozen=True):
    """One field of an entry."""

    name: str
    shape: Shape[Any]
    about: str
    """What it holds, for the JSON Schema: an editor shows it."""
    example: str | None = None
    """For a required field: what to write where it is missing."""
    attribute: str | None = None
    """The name in the model, where it differs: two spellings may share one."""

    @property
    def target(self) -> str:
        """The name in the model."""
        return self.attribute or self.name

    @property
    def required(self) -> bool:
        """Whether an entry cannot do without it."""
        return self.example is not None


class Fields:
    """The fields that an entry may have: a table to read by.

    Args:
        table: One for every name that a file may write.
        hints: What to say of a name that is no field but often tried.
        missing: The problem that is reported where a required field is not there.
    """

    def __init__(
        self,
        table: tuple[Field, ...],
        hints: Mapping[str, str] = MappingProxyType({}),
        missing: str = "missing-field",
    ) -> None:
        self.table = table
        self.hints = hints
        self.missing = missing
        self.by_name = {spec.name: spec for spec in table}
        self.required = tuple(spec for spec in table if spec.required)

    def schema(self) -> dict[str, Any]:
        """The table as a JSON Schema object; a field left empty counts as absent, so null is allowed."""
        properties: dict[str, Any] = {
            spec.name: {"description": spec.about, **optional(spec.shape.schema)} for spec in self.table
        }
        required = [spec.name for spec in self.required]
        result: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
        for name in required:
            properties[name] = {"description": self.by_name[name].about, **self.by_name[name].shape.schema}
        twins = {spec.target: spec.name for spec in self.table if spec.attribute in self.by_name}
        doubled = [{"anyOf": [{"required": [name]}, {"required": [twins[name]]}]} for name in required if name in twins]
        if required:
            result["required"] = [name for name in required if name not in twins]
        if doubled:
            result["allOf"] = doubled
        if twins:
            result["not"] = {"anyOf": [{"required": list(pair)} for pair in twins.items()]}
        return result


def optional(schema: Mapping[str, Any]) -> dict[str, Any]:
    """`schema`, or null, or an empty string."""
    return {"anyOf": [dict(schema), {"type": "null"}, {"type": "string", "pattern": "^\\s*$"}]}


class Entry(Struct):
    """What reading a mapping gave."""

    at: Node
    """Where to report what is missing."""
    values: dict[str, Any] = field(default_factory=dict)
    """Attribute to value, for what could be read."""
    given: dict[str, Node] = field(default_factory=dict)
    """Attribute to node, for every field that was not left empty."""

    def failed(self, name: str) -> bool:
        """Whether the field is there, but holds nothing that can be used."""
        return name in self.given and name not in self.values


Before = Callable[[list[tuple[Node, Node]]], None]


def read_entry(
    node: Node, fields: Fields, reading: Reading, at: Node | None = None, before: Before | None = None
) -> Entry | None:
    """The entry that a mapping holds, with a problem for each field that is unknown, repeated, missing or unusable.

    None where `node` is no mapping at all; the reason has then been reported.

    Args:
        node: The mapping.
        fields: What it may hold.
        reading: Collects the problems.
        at: Where to report what is missing, if not where the mapping begins: its key.
        before: Called with the mapping's pairs before any is read.
    """
    if not isinstance(node, MappingNode) or node.tag != MAP:
        wrong_type(node, reading, "a mapping of fields", f"Its fields are {_listing(fields)}.")
        return None
    entry = Entry(at or node)
    values, given, trail = entry.values, entry.given, reading.trail  # local names: this loop runs for every field
    items = pairs(node, reading)
    if before:
        before(items)
    for key, value in items:
        spec = fields.by_name.get(key.value) if isinstance(key, ScalarNode) else None
        if spec is None:
            _unknown(key, fields, reading)
        elif spec.target in given:
            _repeated(key, spec, reading)
        elif not is_empty(value):
            given[spec.target] = value
            trail.append(spec.name)
            got = spec.shape.read(value, reading)
            trail.pop()
            if got is not None:
                values[spec.target] = got
    for spec in fields.required:
        if spec.target not in given:
            missing(spec.name, spec.example or "…", entry, reading, fields.missing)
    return entry


def missing(name: str, example: str, entry: Entry, reading: Reading, code: str = "missing-field") -> None:
    """Report that a required field is not there."""
    hint = f"For example `{name}: {example}`."
    reading.report(code, f'{_capital(reading.where)} has no "{name}".', entry.at, hint)


def _unknown(key: Node, fields: Fields, reading: Reading) -> None:
    """Report an unknown field by name; its value is never read, and an unnamed source's not even by name."""
    name = key.value if isinstance(key, ScalarNode) else ""
    hint = fields.hints.get(name) or reading.suggest(name, fields.by_name)
    shown = "a field" if reading.discreet or not name else f"the field {quoted(name)}, which"
    verb = "that does not exist" if shown == "a field" else "does not exist"
    reading.report("unknown-field", f"{_capital(reading.where)} has {shown} {verb}.", key, hint)


def _repeated(key: Node, spec: Field, reading: Reading) -> None:
    twin = f'"{spec.name}"' if spec.name == spec.target else f'"{spec.name}" (the same as "{spec.target}")'
    reading.report(
        "registry-syntax", f"{_capital(reading.where)} has {twin} twice; the first one counts.", key, "Delete one."
    )


def _listing(fields: Fields) -> str:
    names = [f"`{spec.name}`" for spec in fields.table]
    return ", ".join(names) if len(names) <= 8 else ", ".join(names[:6]) + " and others"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_empty(node: Node) -> bool:
    """Whether a field was left empty: YAML's null, or text that is nothing but white space."""
    return isinstance(node, ScalarNode) and (node.tag == NULL or (node.tag == STR and not node.value.strip()))


def pairs(node: MappingNode, reading: Reading) -> list[tuple[Node, Node]]:
    """The keys and values of a mapping, merge keys (`<<`, YAML 1.1) written out: what stands there itself comes first.

    A key that stands twice comes twice.

    Raises:
        UnreadableError: aliases multiply to more than `MAX_NODES`, or merge keys go round in a circle.
    """
    reading.spend(len(node.value) + 1, node)
    for key, _ in node.value:
        if key.value == "<<":
            return _merged(node, reading, MAX_DEPTH)
    return node.value  # type: ignore[no-any-return]  # PyYAML's stubs leave `value` untyped


def _merged(node: MappingNode, reading: Reading, levels: int) -> list[tuple[Node, Node]]:
    if not levels:
        raise _too_deep(reading.line(node))
    own = [(key, value) for key, value in node.value if key.value != "<<"]
    names = {key.value for key, _ in own if isinstance(key, ScalarNode)}
    for key, value in node.value:
        if key.value != "<<":
            continue
        for base in value.value if isinstance(value, SequenceNode) else [value]:
            if not isinstance(base, MappingNode):
                reading.report(
                    "wrong-type", f"{_capital(reading.where)} merges (<<) something that is no mapping.", key
                )
                continue
            reading.spend(len(base.value) + 1, key)
            for name, got in _merged(base, reading, levels - 1):
                if isinstance(name, ScalarNode) and name.value not in names:
                    own.append((name, got))
                    names.add(name.value)
    return own


def same(first: Node, second: Node, reading: Reading, levels: int = MAX_DEPTH) -> bool:
    """Whether two nodes say the same, whatever their quotation marks and layout; the order of keys counts.

    Nodes that aliases nest deeper than `levels` count as different.
    """
    if first is second:
        return True
    if first.tag != second.tag or type(first) is not type(second) or not levels:
        return False
    if isinstance(first, ScalarNode):
        return bool(first.value == second.value)
    reading.spend(len(first.value) + 1, first)
    return len(first.value) == len(second.value) and all(
        same(one, other, reading, levels - 1) for one, other in zip(parts_of(first), parts_of(second), strict=True)
    )


def parts_of(node: Node) -> list[Node]:
    """The nodes directly within a list or a mapping, each key before its value; none within a scalar."""
    if isinstance(node, ScalarNode):
        return []
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    children: list[Node] = node.value
    return children


def wrong_type(node: Node, reading: Reading, wanted: str, suggestion: str | None = None) -> None:
    """Report that a value is not of the type that was wanted."""
    reading.report("wrong-type", f"{_capital(reading.where)} must be {wanted}, not {_found(node)}.", node, suggestion)


def _found(node: Node) -> str:
    if is_empty(node):
        return "empty"
    if isinstance(node, SequenceNode):
        return "a list" if node.tag == SEQ else "a value with a YAML tag (!)"
    if isinstance(node, MappingNode):
        return "a mapping" if node.tag == MAP else "a value with a YAML tag (!)"
    known = {STR: "text", BOOL: "true or false", INT: "a number", FLOAT: "a number", TIMESTAMP: "a date"}
    return known.get(node.tag, "a value with a YAML tag (!)")


# --- Shapes ----------------------------------------------------------------------------------------------------------

_ANY_TEXT: Final[Mapping[str, Any]] = {"type": ["string", "number", "boolean"], "pattern": "\\S"}


def _scalar(node: Node, reading: Reading, wanted: str) -> str | None:
    """The text of a scalar, without the white space around it."""
    if isinstance(node, ScalarNode) and node.tag in _TEXT_TAGS:
        text: str = node.value.strip()
        if text:
            return text
    wrong_type(node, reading, wanted, f"Write it as `{reading.trail[-1]}: …`." if reading.trail else None)
    return None


def text() -> Shape[str]:
    """Text as it was written: a number is read as its digits, and `yes` is the word.

    Control characters, which no view could print, become U+FFFD.
    """

    def read(node: Node, reading: Reading) -> str | None:
        value = _scalar(node, reading, "text")
        return value if value is None or value.isprintable() else _UNPRINTABLE.sub("\ufffd", value)

    return Shape(read, _ANY_TEXT)


def flag() -> Shape[bool]:
    """`true` or `false`; `yes` and `no` are read as YAML 1.1 reads them."""
    words = {"true": True, "yes": True, "false": False, "no": False}

    def read(node: Node, reading: Reading) -> bool | None:
        value = words.get(node.value.strip().lower()) if isinstance(node, ScalarNode) else None
        if value is None:
            wrong_type(node, reading, "true or false", f"Write `{reading.trail[-1]}: true`, or leave it out.")
        return value

    return Shape(read, {"enum": [True, False, *words]})


def one_of(words: type[E]) -> Shape[E]:
    """A word from a list."""
    known = {str(word): word for word in words}

    def read(node: Node, reading: Reading) -> E | None:
        value = _scalar(node, reading, f"one of the words {', '.join(known)}")
        if value is not None and value not in known:
            message = f"{_capital(reading.where)} cannot be {reading.shown(value)}: it is one of {', '.join(known)}."
            nearest = None if reading.discreet else reading.suggest(value, known)
            reading.report("unknown-value", message, node, nearest or f"For example `{next(iter(known))}`.")
        return known.get(value) if value is not None else None

    return Shape(read, {"enum": list(known)})


def date() -> Shape[PartialDate]:
    """A date in EDTF (see `dates.parse_date`)."""

    def read(node: Node, reading: Reading) -> PartialDate | None:
        value = _scalar(node, reading, "a date")
        if value is None:
            return None
        try:
            return dates.parse_date(value)
        except ValueError as error:
            reading.report("bad-date", f"{_capital(reading.where)} cannot be {reading.shown(value)}.", node, str(error))
            return None

    schema = {
        "type": ["string", "integer"],
        "pattern": f"^\\s*(?:{dates.PATTERN})\\s*$",
        "patternErrorMessage": "This must be a date as exactly as it is known: 2023-02-06, 2023-02, 2023 or 2023~.",
        "minimum": 1000,
        "maximum": 9999,
    }
    return Shape(read, schema)


def matching(
    pattern: str,
    wanted: str,
    example: str,
    *,
    code: str = "unknown-value",
    number: bool = False,
    tidy: Callable[[str], str | None] = lambda value: value,
) -> Shape[str]:
    """Text that a pattern describes, which Python and ECMA-262 must both understand.

    Args:
        pattern: The regular expression, without anchors.
        wanted: What it describes, for the message: `a language tag (BCP 47)`.
        example: One that is right.
        code: The problem that is reported.
        number: Whether a number is allowed too, its digits being the text.
        tidy: Makes one spelling of many; None refuses what the pattern could not.
    """
    form = re.compile(pattern)

    def read(node: Node, reading: Reading) -> str | None:
        value = _scalar(node, reading, wanted)
        if value is None:
            return None
        tidied = tidy(value) if form.fullmatch(value) else None
        if tidied is None:
            message = f"{_capital(reading.where)} cannot be {reading.shown(value)}: it must be {wanted}."
            reading.report(code, message, node, f"For example `{example}`.")
        return tidied

    schema = {
        "type": ["string", "integer"] if number else "string",
        "pattern": f"^\\s*(?:{pattern})\\s*$",
        "patternErrorMessage": f"This must be {wanted}, for example {example}.",  # VS Code's; others pass it over
    }
    return Shape(read, schema)


def list_of(item: Shape[T], *, single: bool = False, wanted: str = "a list") -> Shape[tuple[T, ...]]:
    """A list; with `single`, one value may stand without its brackets. An item that cannot be used is left out."""

    def read(node: Node, reading: Reading) -> tuple[T, ...] | None:
        if isinstance(node, SequenceNode) and node.tag == SEQ:
            reading.spend(len(node.value), node)
            return tuple(got for child in node.value if (got := item.read(child, reading)) is not None)
        if single and not isinstance(node, SequenceNode):
            only = item.read(node, reading)
            return None if only is None else (only,)
        wrong_type(node, reading, wanted, f"Write a hyphen before each item, or `{reading.trail[-1]}: […]`.")
        return None

    schema: dict[str, Any] = {"type": "array", "items": dict(item.schema)}
    return Shape(read, {"anyOf": [schema, dict(item.schema)]} if single else schema)


def record(fields: Fields, build: Callable[[Entry, Reading], T | None]) -> Shape[T]:
    """A mapping with fields of its own; not used where one of its required fields is missing or unusable."""

    def read(node: Node, reading: Reading) -> T | None:
        entry = read_entry(node, fields, reading)
        if entry is None or any(spec.target not in entry.values for spec in fields.required):
            return None
        return build(entry, reading)

    return Shape(read, fields.schema())


def either(scalar: Shape[T], mapping: Shape[T]) -> Shape[T]:
    """A value that may be written as one word or, with more to say, as a mapping."""

    def read(node: Node, reading: Reading) -> T | None:
        return (mapping if isinstance(node, MappingNode) else scalar).read(node, reading)

    return Shape(read, {"anyOf": [dict(scalar.schema), dict(mapping.schema)]})


def converted(shape: Shape[S], convert: Callable[[S], T]) -> Shape[T]:
    """`shape`, its value turned into another."""

    def read(node: Node, reading: Reading) -> T | None:
        value = shape.read(node, reading)
        return None if value is None else convert(value)

    return Shape(read, shape.schema)
