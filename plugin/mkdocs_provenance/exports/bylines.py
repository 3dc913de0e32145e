"""The name in a byline as reference managers want it: family name and given name apart, or one name as a whole.

Front matter holds names as people write them. A name is taken apart only where hardly anything else can be meant: one
given name with initials behind it, one family name with its particles before it. Everything else stays whole, because
a whole name is cited correctly everywhere, and a name taken apart at the wrong place is somebody else's (W3C, "Personal
names around the world").
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from mkdocs_provenance.exports.plain_text import one_line
from mkdocs_provenance.model import Name

_LAST_IS_FIRST: Final = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages in which the family name comes first."""
_PARTICLES: Final = frozenset(
    (
        "af", "al", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du",
        "el", "ibn", "la", "le", "les", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur",
    )
)  # fmt: skip
"""Small words that belong to the family name behind them."""
_BODY: Final = frozenset(
    (
        "agency", "association", "authority", "bank", "board", "bureau", "center", "centre", "collective",
        "commission", "committee", "council", "court", "data", "department", "desk", "editorial", "editors",
        "foundation", "group", "institute", "international", "journal", "magazine", "media", "ministry", "network",
        "news", "newspaper", "newsroom", "office", "organisation", "organization", "police", "post", "press",
        "project", "redacción", "redaktion", "redazione", "reporter", "reporters", "research", "review", "rédaction",
        "service", "society", "staff", "survey", "team", "times", "trust", "union", "university",
    )
)  # fmt: skip
"""Words of which one is enough to make a name that of a body."""
_ARTICLES: Final = frozenset(("al", "der", "die", "das", "el", "il", "la", "las", "le", "les", "los", "o", "os", "the"))
"""Words that a body's name begins with, and a person's hardly ever: Al Jazeera, El País, The Guardian."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‐-][^\W\d_]+)*")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")


def name_in_byline(written: str, language: str = "en", bodies: Collection[str] = ()) -> Name:
    """A name, taken apart where that is safe; one without letters is empty.

    Args:
        written: `Ada Lovelace`, `Lovelace, Ada`, `Data desk`.
        language: BCP 47, of the article.
        bodies: Names of which it is known that they are those of bodies: the publication, its publisher.
    """
    text = one_line(written)
    if text in bodies or is_body(text):
        return Name(literal=text)
    if language.lower().split("-")[0] in _LAST_IS_FIRST:
        return Name(literal=text)
    family, comma, given = text.partition(", ")
    if comma:
        apart = _is_family(family.split()) and _is_given(given.split())
    else:
        given, family = _divided(text.split())
        apart = bool(given)
    return Name(family=family, given=given) if apart else Name(literal=text)


def is_body(name: str) -> bool:
    """Whether a name is that of a newsroom, an agency or another body, by the words that it holds."""
    words = name.lower().split()
    return len(words) > 1 and (words[0] in _ARTICLES or not _BODY.isdisjoint(words))


def _divided(words: list[str]) -> tuple[str, str]:
    """Given and family name of a name in its natural order; two empty texts where that is not clear."""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    given, family = words[:at], words[at:]
    return (" ".join(given), " ".join(family)) if _is_given(given) and _is_family(family) else ("", "")


def _is_given(words: list[str]) -> bool:
    """One name, with or without initials: Ada, Ada M., J. R. R."""
    names = [word for word in words if not _INITIAL.fullmatch(word)]
    return bool(words) and len(names) <= 1 and all(map(_is_name, names))


def _is_family(words: list[str]) -> bool:
    """One name, with or without particles: Lovelace, van der Berg."""
    return bool(words) and _is_name(words[-1]) and all(word in _PARTICLES for word in words[:-1])


def _is_name(word: str) -> bool:
    """A word that begins with a capital and is not all capitals, as AFP is; scripts without capitals are left whole."""
    return _WORD.fullmatch(word) is not None and word[0].isupper() and len(word) > 1 and not word.isupper()
