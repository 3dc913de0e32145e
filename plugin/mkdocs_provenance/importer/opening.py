"""What stands above the text (headline, byline, date), and what stands in for it: title and slug."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from mkdocs_provenance.claims import sentences
from mkdocs_provenance.importer.lines import BULLET, byline, ends_sentence, heading_of, plain_date
from mkdocs_provenance.importer.markers import brackets_of
from mkdocs_provenance.importer.parts import LANGUAGE, Guess, Notes, Opening

MAX_HEADLINE: Final = 150
MAX_TITLE: Final = 70

_ISO: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATED: Final = re.compile(rf"({_ISO})(?![0-9]).*|.*(?<![0-9])({_ISO})", re.DOTALL)


def split_opening(blocks: Sequence[str], notes: Notes) -> tuple[Opening, list[str]]:
    """The headline, byline and date above the text, and the text, which is never left empty."""
    opening = Opening()
    rest = list(blocks)
    while len(rest) > 1:
        line = rest[0]
        if opening.author is None and (author := byline(line)):
            opening = replace(opening, author=author)
            notes.add(f"“{line}” was read as the byline: `author: {author}`.")
        elif opening.date is None and (date := plain_date(line)):
            opening = replace(opening, date=date)
            notes.add(f"“{line}” was read as the date of publication: `date: {date}`.")
        elif opening.title is None and _is_headline(line, rest[1:]):
            found = heading_of(line)
            opening = replace(opening, title=found[1] if found else line)
            notes.add(f"“{opening.title}” was read as the headline.")
        else:
            break
        rest.pop(0)
    return opening, rest


def _is_headline(line: str, following: Sequence[str]) -> bool:
    """Whether a line stands over the whole text; a heading that has others of its level beside it does not."""
    if found := heading_of(line):
        others = [other for one in following if (other := heading_of(one))]
        return heading_of(following[0]) is not None or all(level > found[0] for level, _ in others)
    if len(line) > MAX_HEADLINE or any(bracket.numbers for bracket in brackets_of(line)):
        return False
    return not (ends_sentence(line) or BULLET.match(line))


def title_from(prose: str, notes: Notes, language: str = LANGUAGE) -> str:
    """The first sentence's words, cut at a word boundary."""
    spans = sentences(prose, language)
    title = prose[slice(*spans[0])].strip() if spans else prose
    if len(title) > MAX_TITLE:
        cut = title[: MAX_TITLE + 1].rfind(" ")
        title = title[: cut if cut > 0 else MAX_TITLE]
    title = title.rstrip(" .,;:–—-") or "Untitled"
    notes.add(f"The text has no headline. Its first words stand in as the title, “{title}”: replace it.")
    return title


def slugify(text: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; empty where `text` holds none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", plain)).strip("-")[:80].strip("-")
    return f"{slug}-article" if slug in {"index", "readme"} else slug


def slug_from(name: str, title: str, notes: Notes) -> Guess:
    """The slug that the file's name gives, or else the title; "article" where neither has letters for one."""
    if slug := slugify(_stem(name)):
        return Guess(slug, "the file's name")
    if slug := slugify(title):
        return Guess(slug, "the title, as the file's name has no letters for an address")
    notes.add("Neither the file's name nor the title has letters for an address, so the article is called “article”.")
    return Guess("article", "neither the file's name nor the title has letters for an address")


def date_from(name: str, notes: Notes) -> str | None:
    """The day that a file's name begins or ends with, `2026-06-05-fair.txt`."""
    match = _DATED.fullmatch(_stem(name))
    date = plain_date(match[1] or match[2]) if match else None
    if date:
        notes.add(f"The file's name gave the date of publication: `date: {date}`. Check it.")
    return date


def _stem(name: str) -> str:
    base = re.split(r"[/\\]", name)[-1]
    return base.rsplit(".", 1)[0] if "." in base[1:] else base
