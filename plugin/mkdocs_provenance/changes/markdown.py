"""The changes as a comment on a pull request: a summary, and the details folded below it.

Everything that comes from an article or a registry is escaped: it can be neither Markdown nor HTML, and it can mention,
link or close nothing (GitHub Flavored Markdown; GitHub's "Autolinked references and URLs").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mkdocs_provenance.changes.change import WEIGHTS, Change, Comparison, Weight
from mkdocs_provenance.changes.phrases import HEADINGS, NOTHING, Group, Line, groups, lines, place, sides, totals
from mkdocs_provenance.changes.words import Op
from mkdocs_provenance.terminal import printable

LONGEST: Final = 65_536
"""Characters of a comment on GitHub; here also bytes, because a comment is passed on in variables of its workflow."""
SIGN: Final = "<!-- provenance diff -->"
"""The first line: how a workflow finds the comment that it wrote before."""
_HEADING: Final = "### What this change does to the sourcing"
_PUNCTUATION: Final = re.compile(r"[#$&*<>@\[\\\]^_`{|}~]")
"""What may mean something to Markdown, HTML or GitHub; written as a number it means itself."""
_LEADING: Final = re.compile(r"^(\d*)([-+=.)])")
"""What would begin a list or underline a heading."""
_JOINER: Final = "\u2060"
"""A word joiner: it is not seen, and keeps apart what GitHub would make a link or a picture of."""
_LINKED: Final = re.compile(
    r"@(?=\S)|#(?=\d)|:(?=[A-Za-z+/-])|//(?=\w)|www(?=\.)"  # `@name`, `#12`, `:smile:`, `https://`
    r"|\b[A-Za-z]+-(?=\d)|\b[0-9a-f](?=[0-9a-f]{6,39}\b)",  # `GH-12`, the hash of a commit
    re.IGNORECASE,
)
_TAGS: Final = {Op.SAME: ("", ""), Op.REMOVED: ("<del>", "</del>"), Op.ADDED: ("<ins>", "</ins>")}
_NOTE_ROOM: Final = 400
"""Kept for the sentence that says what was left out."""


def escape(written: str) -> str:
    """A text that shows as itself wherever in a line of a comment it stands."""
    apart = _LINKED.sub(lambda found: found[0] + _JOINER, printable(written))
    safe = _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", apart)
    return _LEADING.sub(lambda found: f"{found[1]}&#{ord(found[2])};", safe)


def markdown(comparison: Comparison, *, longest: int = LONGEST) -> str:
    """The changes as a comment.

    Args:
        comparison: What lies between the sides.
        longest: Bytes (UTF-8) that the comment may have at most.
    """
    found = groups(comparison.changes)
    head = "\n".join([SIGN, _HEADING, "", *_summary(comparison, found), ""])
    room = longest - _size(head) - _NOTE_ROOM
    blocks: list[str] = []
    left_out = 0
    for group in found:
        block, shown = _details(group, comparison, room)
        left_out += len(group.changes) - shown
        if shown:
            blocks.append(block)
            room -= _size(block) + 1
    if left_out:
        blocks.append(
            f"{_count(left_out, 'change')} left out here, because a comment has an end: `provenance diff` shows all."
        )
    return "\n".join([head, *blocks]).rstrip("\n") + "\n"


def _summary(comparison: Comparison, found: Sequence[Group]) -> Iterator[str]:
    for note in comparison.notes:
        yield f"{escape(note)}\n"
    if not found:
        yield f"{NOTHING}\n"
        yield f"<sub>{sides(comparison, escape)}</sub>"
        return
    for weight in Weight:
        chosen = [group for group in found if WEIGHTS[group.kind] is weight]
        if not chosen:
            continue
        said = "; ".join(f"{len(group.changes)} {group.phrase}" for group in chosen)
        yield f"- **{HEADINGS[weight]}:** {said}."
    yield ""
    yield " ".join(totals(comparison))
    yield ""
    yield f"<sub>{sides(comparison, escape)}</sub>"


def _details(group: Group, comparison: Comparison, room: int) -> tuple[str, int]:
    """A folded list of a group's changes, as many as there is room for, and how many those are."""
    opened = " open" if WEIGHTS[group.kind] is Weight.WEAKER else ""
    head = f"<details{opened}><summary>{group.title}</summary>\n\n"
    foot = "\n\n</details>\n"
    room -= _size(head) + _size(foot)
    entries: list[str] = []
    for change in group.changes:
        entry = _entry(change, comparison)
        room -= _size(entry) + 1
        if room < 0:
            break
        entries.append(entry)
    return head + "\n".join(entries) + foot, len(entries)


def _entry(change: Change, comparison: Comparison) -> str:
    shown = [_line(line) for line in lines(change, comparison)]
    return f"- <code>{escape(place(change))}</code><br>" + "<br>".join(shown)


def _line(line: Line) -> str:
    said = "".join(_TAGS[piece.op][0] + escape(piece.text) + _TAGS[piece.op][1] for piece in line.pieces)
    return f"<sub>{escape(line.label)}:</sub> {said}" if line.label else said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun} was" if number == 1 else f"{number} {noun}s were"


def _size(written: str) -> int:
    return len(written.encode("utf-8", "surrogatepass"))
