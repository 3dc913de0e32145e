"""A block of Markdown's element tree as prose: its text with the citations at their places, and claims written back.

Inside a tree processor an element's text is not yet what a reader sees: it holds placeholders for escaped characters,
for raw HTML and for our own citations. A Run turns a stretch of inline content into a plain string, remembers where
each character came from, and can so wrap any part of it (a claim) in a pair of placeholders that become a `<span>`.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TOKEN: Final = re.compile("\x02(?:provenance:n([0-9]+)|wzxhzdk:([0-9]+)|([0-9]+)|(amp)|[^\x02\x03]*)\x03")
"""What stands in for something else: a citation, raw HTML, an escaped character, an ampersand, anything else."""
_LONG_WHITE: Final = re.compile(r"[ \t\r\n\f\v]{2,}")
_RAW_TAG: Final = re.compile(r"<(/?)(a|code|kbd|math|pre|samp|script|style|svg|textarea)(?=[\s>])", re.IGNORECASE)
"""Raw inline elements in which a citation stays text: a link cannot hold a link, and the others hold no prose."""
_TAG: Final = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_TAG_NAME: Final = re.compile(r"</?([a-z][a-z0-9-]*)", re.IGNORECASE)
_VOID: Final = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that never close."""
_UNREAD: Final = frozenset({"script", "style", "svg", "math", "template", "select", "textarea", "input", "img"})
"""Inline elements whose content is no prose."""

_BLOCK_NAMES: Final = (
    "address article aside blockquote body caption center col colgroup dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr iframe label legend li main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
"""Elements that end a run of prose."""


class _Piece(Struct):
    """Part of a slot's raw text and the prose that it stands for."""

    start: int
    """Where its prose starts in the run."""
    raw: int
    """Where it starts in the slot's raw text."""
    raw_end: int
    kind: str
    """`text` (each raw character is one of prose), `mark`, `tag`, `end-tag`, or `other` (an entity, an escape)."""


_start_of: Final = attrgetter("start")


class _Slot(Struct):
    """A place where the tree holds text: an element's `text`, its `tail`, or the part of one between two raw tags."""

    element: Element
    tail: bool
    start: int = 0
    end: int = 0
    pieces: list[_Piece] = field(default_factory=list)
    inserts: list[tuple[int, str]] = field(default_factory=list)
    """Shared by all parts of one text."""
    raw: int = 0
    """Where the part begins in the raw text."""

    def read(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""

    def write(self, text: str) -> None:
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text

    def opening_at(self, offset: int) -> int:
        """Where a claim that starts at `offset` begins in the raw text: behind the citation of the one before it."""
        return self._raw_at(offset, ("mark",) if offset else ())

    def closing_at(self, offset: int) -> int:
        """Where a claim that ends at `offset` ends in the raw text: behind its citation and its last end tag."""
        return self._raw_at(offset, ("mark", "end-tag"))

    def _raw_at(self, offset: int, passing: tuple[str, ...]) -> int:
        at, pieces = self.raw, self.pieces
        # What is further back is passed; a few pieces are passed sooner than searched.
        before = bisect_left(pieces, offset, key=_start_of) - 1 if len(pieces) > 8 else 0
        for piece in pieces[before:] if before > 0 else pieces:
            if piece.start > offset:
                break
            if piece.kind == "text":
                at = min(piece.raw + offset - piece.start, piece.raw_end)
            elif piece.start < offset or piece.kind in passing:
                at = piece.raw_end
            elif piece.kind in ("tag", "end-tag", "other"):
                break
        return at


class _Child(Struct):
    """An inline element within a run, with its own content."""

    start: int
    end: int
    content: list[_Slot | _Child]


class Run:
    """A stretch of inline content within one block.

    Attributes:
        text: The prose.
        marks: Stash numbers of the citations, with their offsets into `text`.
        raw_links: The same of the citations that stand inside a raw HTML link.
        raw_html: True where the run is nothing but raw HTML.
    """

    __slots__ = ("_content", "_parts", "length", "marks", "raw_html", "raw_links", "text")

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[tuple[int, int]] = []
        self.raw_links: list[tuple[int, int]] = []
        self.raw_html = ""
        self.length = 0
        self._content: list[_Slot | _Child] = []
        self._parts: list[str] = []

    def wrap(self, start: int, end: int, openings: Iterator[str], closing: str) -> None:
        """Put placeholders around `text[start:end]`.

        Where the part does not fit one element (`**One. Two** goes on.`) it is wrapped piece by piece, each with the
        next of `openings`, so that the HTML stays well nested.
        """
        only = self._content[0]
        if len(self._content) == 1 and isinstance(only, _Slot):  # plain text, as most paragraphs are: one piece
            only.inserts += ((only.opening_at(start), next(openings)), (only.closing_at(end), closing))
            return
        _Wrapping(start, end, openings, closing).visit(self._content)

    def append(self, text: str) -> None:
        """Put something at the very end."""
        last = self._content[-1]
        if isinstance(last, _Slot):
            last.inserts.append((len(last.read()), text))

    def commit(self) -> None:
        """Write everything that was put in into the tree."""
        waiting = list(self._content)
        while waiting:
            item = waiting.pop()
            if isinstance(item, _Child):
                waiting.extend(item.content)
            elif item.inserts:
                item.write(_inserted(item.read(), item.inserts))
                item.inserts.clear()


def _inserted(text: str, inserts: list[tuple[int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for offset, piece in sorted(inserts, key=lambda insert: insert[0]):  # stable: first put in, first written
        parts += (text[at:offset], piece)
        at = offset
    return "".join((*parts, text[at:]))


class _Wrapping(Struct):
    """One claim on its way into the tree."""

    start: int
    end: int
    openings: Iterator[str]
    closing: str

    def visit(self, content: list[_Slot | _Child]) -> None:
        """Wrap what lies in the range: whole items in one pair, an element that sticks out from within."""
        opened: _Slot | None = None
        previous: _Slot | None = None
        for item in content:
            if isinstance(item, _Slot):
                if opened is None and self._begins_in(item):
                    opened = self._open(item, max(self.start, item.start))
                if opened is not None and self.end <= item.end:
                    self._close(item, self.end)
                    return
                previous = item
            elif self.start <= item.start and item.end <= self.end:
                if opened is None and item.end > item.start and previous is not None:
                    opened = self._open(previous, previous.end)
            elif item.start < self.end and self.start < item.end:
                if opened is not None and previous is not None:
                    self._close(previous, previous.end)
                    opened = None
                self.visit(item.content)
        if opened is not None and previous is not None:
            self._close(previous, previous.end)

    def _begins_in(self, slot: _Slot) -> bool:
        first, last = max(self.start, slot.start), min(self.end, slot.end)
        return first < last

    def _open(self, slot: _Slot, offset: int) -> _Slot:
        slot.inserts.append((slot.opening_at(offset), next(self.openings)))
        return slot

    def _close(self, slot: _Slot, offset: int) -> None:
        slot.inserts.append((slot.closing_at(offset), self.closing))


class Reader:
    """Reads blocks into runs.

    Args:
        stash: Python-Markdown's store of raw HTML.
        written: The citations by number, as their author wrote them.
    """

    def __init__(self, stash: Sequence[object], written: Mapping[int, str]) -> None:
        self._stash = stash
        self._written = written
        self._raw_element = ""
        """The raw element that is open, of those that keep a citation text."""

    def runs(self, block: Element) -> tuple[list[Run], list[Element]]:
        """The runs of inline content directly in a block, and the blocks inside it."""
        self._raw_element = ""
        runs: list[Run] = []
        blocks: list[Element] = []
        slot, run = _Slot(block, tail=False), None
        for child in block:
            if child.tag in BLOCKS:
                self._finish(slot, run, runs)
                blocks.append(child)
                slot, run = _Slot(child, tail=True), None
            else:
                run = run or self._begin(slot)
                run._content.append(self._child(child, run))
                self._slot(_Slot(child, tail=True), run, run._content)
        self._finish(slot, run, runs)
        return runs, blocks

    def _begin(self, slot: _Slot) -> Run:
        run = Run()
        self._slot(slot, run, run._content)
        return run

    def _finish(self, slot: _Slot, run: Run | None, runs: list[Run]) -> None:
        """End a run; one that was never begun is only what stands between two blocks, mostly a line break."""
        if run is None:
            if not slot.read().strip():
                return
            run = self._begin(slot)
        run.text = "".join(run._parts).replace("\n", " ")
        run._content = self._grouped(run._content)
        if run.marks or run.raw_html or run.text.strip():
            runs.append(run)

    def _child(self, element: Element, run: Run) -> _Child:
        child = _Child(run.length, run.length, [])
        if element.tag == "br":
            self._add(" ", run)
        elif not _is_apparatus(element):
            self._slot(_Slot(element, tail=False), run, child.content, code=element.tag == "code")
            for inner in element:
                child.content.append(self._child(inner, run))
                self._slot(_Slot(inner, tail=True), run, child.content)
            child.content = self._grouped(child.content)
        child.end = run.length
        return child

    def _slot(self, slot: _Slot, run: Run, content: list[_Slot | _Child], *, code: bool = False) -> None:
        text = slot.read()
        slot.start = run.length
        if not code and _LONG_WHITE.search(text):
            text = _LONG_WHITE.sub(" ", text)  # as the browser does; offsets and prose then agree
            slot.write(text)
        if code:
            prose = self._code(text)
            self._piece(slot, run, prose, 0, len(text), "text" if prose == text else "other")
        elif "\x02" in text:
            self._pieces(slot, run, text)
        elif text:
            self._piece(slot, run, text, 0, len(text), "text")
        slot.end = run.length
        content.append(slot)

    def _code(self, text: str) -> str:
        """Code as a reader reads it; `inlinehilite` keeps it in the stash, perhaps in colour."""

        def stashed(token: re.Match[str]) -> str:
            number = int(token[2]) if token[2] else len(self._stash)
            return _TAG.sub("", str(self._stash[number])) if number < len(self._stash) else ""

        return html.unescape(_TOKEN.sub(stashed, text) if "\x02" in text else text)

    def _pieces(self, slot: _Slot, run: Run, text: str) -> None:
        at = 0
        for token in _TOKEN.finditer(text):
            if token.start() > at:
                self._piece(slot, run, text[at : token.start()], at, token.start(), "text")
            at = token.end()
            kind, prose = self._token(token, run)
            self._piece(slot, run, prose, token.start(), at, kind)
        if at < len(text):
            self._piece(slot, run, text[at:], at, len(text), "text")

    def _piece(self, slot: _Slot, run: Run, prose: str, raw: int, raw_end: int, kind: str) -> None:
        slot.pieces.append(_Piece(run.length, raw, raw_end, kind))
        self._add(prose, run)

    def _add(self, prose: str, run: Run) -> None:
        run._parts.append(prose)
        run.length += len(prose)

    def _token(self, token: re.Match[str], run: Run) -> tuple[str, str]:
        """What a placeholder is and the prose that it stands for; a citation stands for none, and is noted."""
        if token[1]:
            return self._mark(int(token[1]), run)
        if token[2] is None:
            return "other", chr(int(token[3])) if token[3] else "&" if token[4] else ""
        number = int(token[2])
        raw = str(self._stash[number]) if number < len(self._stash) else ""
        if not raw.startswith("<"):
            return "other", html.unescape(_TAG.sub("", raw))
        if (tag := _RAW_TAG.match(raw)) is not None and not raw.endswith("/>"):
            name = tag[2].lower()
            if not tag[1]:
                self._raw_element = self._raw_element or name
            elif self._raw_element == name:
                self._raw_element = ""
        run.raw_html += raw
        if raw[:3].lower() == "<br":
            return "other", " "
        return "end-tag" if raw.startswith("</") else "tag", ""

    def _mark(self, number: int, run: Run) -> tuple[str, str]:
        """A citation's place; within raw HTML that cannot hold a mark it stays the text that it was."""
        if not self._raw_element:
            run.marks.append((run.length, number))
            return "mark", ""
        if self._raw_element == "a":
            run.raw_links.append((run.length, number))
        return "other", html.unescape(self._written[number])

    def _grouped(self, content: list[_Slot | _Child]) -> list[_Slot | _Child]:
        """The content with what stands between a raw tag and its end tag made a child, as if it were an element."""
        paired = self._paired_tags(content)
        if not paired:
            return content
        levels: list[list[_Slot | _Child]] = [[]]
        starts: list[int] = []
        for item in content:
            if isinstance(item, _Child):
                levels[-1].append(item)
                continue
            part = _Slot(item.element, item.tail, item.start, item.end, [], item.inserts)
            for piece in item.pieces:
                if id(piece) not in paired:
                    part.pieces.append(piece)
                    continue
                part.end = piece.start
                levels[-1].append(part)
                if piece.kind == "tag":
                    starts.append(piece.start)
                    levels.append([])
                else:
                    inner = levels.pop()
                    levels[-1].append(_Child(starts.pop(), piece.start, inner))
                part = _Slot(item.element, item.tail, piece.start, item.end, [], item.inserts, piece.raw_end)
            levels[-1].append(part)
        return levels[0]

    def _paired_tags(self, content: list[_Slot | _Child]) -> set[int]:
        """The raw tags directly in the content that open and close one another, by identity."""
        paired: set[int] = set()
        opened: list[tuple[str, _Piece]] = []
        slots = [item for item in content if isinstance(item, _Slot)]
        tags = [(slot, piece) for slot in slots for piece in slot.pieces if "tag" in piece.kind]
        for slot, piece in tags:
            name = self._tag_name(slot.read()[piece.raw : piece.raw_end])
            if piece.kind == "tag" and name:
                opened.append((name, piece))
                continue
            last = next((at for at in reversed(range(len(opened))) if opened[at][0] == name), None)
            if last is not None:
                paired |= {id(opened[last][1]), id(piece)}
                del opened[last:]
        return paired

    def _tag_name(self, token: str) -> str:
        """The name of a raw tag; nothing for one that never closes, and for what is no tag."""
        found = _TOKEN.fullmatch(token)
        raw = str(self._stash[int(found[2])]) if found is not None and found[2] else ""
        name = _TAG_NAME.match(raw)
        return "" if name is None or name[1].lower() in _VOID or raw.endswith("/>") else name[1].lower()


def _is_apparatus(element: Element) -> bool:
    """What stands in the text but is none of it: footnote marks and their way back, permalinks, pictures."""
    if element.tag in _UNREAD:
        return True
    if element.tag == "sup":
        return (element.get("id") or "").startswith("fnref")
    if element.tag == "a":
        return bool({"footnote-backref", "headerlink", "footnote-ref"} & set((element.get("class") or "").split()))
    return False
