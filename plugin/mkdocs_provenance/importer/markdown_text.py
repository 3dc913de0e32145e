"""The article as Markdown: front matter, paragraphs with their roles, and prose escaped to render as itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mkdocs_provenance.citations import read_bracket
from mkdocs_provenance.importer.parts import Bracket, Opening, Paragraph
from mkdocs_provenance.importer.registry_text import scalar
from mkdocs_provenance.model import Role

_SIGNIFICANT = re.compile(r"[\\`*{_\[]|<(?=\S)|&(?=#|\w+;)|~~|==|\^\^|\+\+")
_PLAIN_LITERAL = re.compile(r"\[(?!TOC\]|\s*[\^!])[^\[\]]*\](?![\[({:])")
_LEADING: Final = (
    (re.compile(r"[#>]|[-+](?!\w)|!!!"), "\\"),
    (re.compile(r":|\?\?\?|///"), ""),
)


def escape(text: str, brackets: Sequence[Bracket] = (), numbers: frozenset[int] = frozenset()) -> str:
    """Markdown that renders as exactly `text`, one paragraph; markers are kept, tidied.

    Args:
        text: a paragraph on one line.
        brackets: its brackets.
        numbers: the source numbers of the page; a literal bracket that would be a citation there is escaped.
    """
    markers = {bracket.start: bracket for bracket in brackets if bracket.numbers}
    literal = {
        bracket.start
        for bracket in brackets
        if not bracket.numbers and read_bracket(text[bracket.start + 1 : bracket.end - 1], numbers=numbers).citation
    }
    pieces: list[str] = []
    position = 0
    for match in _SIGNIFICANT.finditer(text):
        start = match.start()
        if start < position:
            continue
        pieces.append(text[position:start])
        position = match.end()
        if start in markers:
            position = markers[start].end
            pieces.append(f"[{' '.join(text[start + 1 : position - 1].split())}]")
        else:
            pieces.append(_escaped(text, match, start in literal))
    pieces.append(text[position:])
    return _escape_start("".join(pieces))


def _escaped(text: str, match: re.Match[str], literal: bool) -> str:
    """One significant character, escaped if it would be read as Markdown there."""
    found, start = match[0], match.start()
    if found == "[":
        plain = _PLAIN_LITERAL.match(text, start) and text[start - 1 : start] not in ("[", "]", "!")
        return "[" if plain and not literal else "\\["
    if found == "_":
        inside = text[start - 1 : start].isalnum() and text[start + 1 : start + 2].isalnum()
        return "_" if inside else "\\_"
    if found in "\\`*{":
        return f"\\{found}"
    return {"<": "&lt;", "&": "&amp;"}.get(found) or "".join(f"&#{ord(character)};" for character in found)


def _escape_start(text: str) -> str:
    """A paragraph's first characters, where they would begin a list, a heading, a quote, a block or a definition."""
    if match := re.match(r"\d+(?=\.(?:\s|$))", text):
        return f"{match[0]}\\{text[match.end() :]}"
    if match := re.match(r"\[[^\[\]]*\](?=:)", text):
        return f"{match[0]}&#58;{text[match.end() + 1 :]}"
    for pattern, prefix in _LEADING:
        if pattern.match(text):
            return prefix + text if prefix else f"&#{ord(text[0])};{text[1:]}"
    return text


def front_matter(
    opening: Opening, numbering: Mapping[int, str], language: str | None = None, left_over: Sequence[str] = ()
) -> str:
    """The article's front matter, with what each source number means.

    What is left over stands there as a comment: an editor sees it, and it is never published.
    """
    lines = ["---", f"title: {scalar(opening.title)}"]
    if opening.author:
        lines.append(f"author: {scalar(opening.author)}")
    if opening.date:
        lines.append(f"date: {opening.date}")
    if language:
        lines.append(f"lang: {language}")
    if list(numbering) == list(range(1, len(numbering) + 1)):
        listed = f"[{', '.join(map(scalar, numbering.values()))}]"
    else:
        listed = f"{{{', '.join(f'{number}: {scalar(key)}' for number, key in numbering.items())}}}"
    if numbering:
        lines.append(f"sources: {listed}")
    if left_over:
        lines.append("# Left over from the text, and never published. Put each line where it belongs, or delete it.")
        lines.extend(f"#   {line}" for line in left_over)
    return "\n".join([*lines, "---", ""])


def body(paragraphs: Sequence[Paragraph], numbers: frozenset[int]) -> str:
    """The article under its front matter."""
    return "".join(f"\n{block}\n" for block in _markdown_blocks(paragraphs, numbers))


def _markdown_blocks(paragraphs: Sequence[Paragraph], numbers: frozenset[int]) -> Iterator[str]:
    previous: Role | None = None
    levels = sorted({paragraph.level for paragraph in paragraphs if paragraph.level})
    for paragraph in paragraphs:
        if paragraph.level:
            previous = None
            yield f"{'#' * min(6, levels.index(paragraph.level) + 2)} {escape(paragraph.prose)}"
            continue
        text = escape(paragraph.text, paragraph.brackets, numbers)
        if paragraph.role is Role.PULLQUOTE:
            attribution = f"\n    {escape(paragraph.attribution)}" if paragraph.attribution else ""
            yield f"!!! pullquote\n    {text}{attribution}"
        elif paragraph.role is Role.ANALYSIS and previous is Role.ANALYSIS and not paragraph.heading:
            yield f"    {text}"
        elif paragraph.role is Role.ANALYSIS:
            title = f' "{escape(paragraph.heading)}"' if paragraph.heading else ""
            yield f"!!! analysis{title}\n    {text}"
        else:
            yield text
        previous = paragraph.role
