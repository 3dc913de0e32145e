"""One correction as readers see it, in the article, on the page of all of them, and in the feed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.ledger import Ledger, newest_first
from mkdocs_provenance.model import Article, Correction, CorrectionKind
from mkdocs_provenance.views.lookup import language_tag, safe
from mkdocs_provenance.views.words import CORRECTIONS, Words, direction_of

_NO_DIGIT: Final = re.compile(r"[^0-9]+")
_SUM: Final = 8
"""Digits of a text's sum that tell it apart from another of the same day."""


class Shown(NamedTuple):
    """A correction in a reader's words."""

    id: str
    """The HTML id that it has in its article."""
    kind: str
    """`correction`, `retraction`, …"""
    name: str
    """The same in words."""
    date: str
    iso: str
    text: str
    tongue: Markup
    """What an element with the text says of its language, where it is not that of the words."""


def shown(article: Article, words: Words) -> tuple[Shown, ...]:
    """An article's corrections: a retraction first, because it concerns all that follows; then the newest first."""
    ordered = sorted(
        newest_first(article.statement.corrections), key=lambda each: each.kind is not CorrectionKind.RETRACTION
    )
    said = tongue(article, words)
    return tuple(show(each, name, words, said) for each, name in zip(ordered, names(ordered), strict=True))


def show(correction: Correction, name: str, words: Words, tongue: Markup) -> Shown:
    """A correction by its name among those of its article."""
    said = words.gettext(CORRECTIONS[correction.kind])
    date = correction.date
    return Shown(anchor(name), correction.kind.value, said, words.date(date), date.iso, correction.text, tongue)


def named(ledger: Ledger) -> Iterator[tuple[Article, Correction, str]]:
    """Every correction of the site with its article and its name there, the newest first."""
    waiting = {
        record.article.path: iter(names(newest_first(record.article.statement.corrections)))
        for record in ledger.records
    }
    for article, correction in ledger.corrections:
        yield article, correction, next(waiting[article.path])


def anchor(name: str) -> str:
    """The HTML id that a correction has in its article."""
    return f"provenance-correction-{name}"


def names(corrections: Sequence[Correction]) -> list[str]:
    """A name for each of an article's corrections: `2026-05-08-correction`; with its time, where it has one.

    It stays when the article's title or the order of the corrections changes. Where two share day, time and kind, a sum
    of the text tells them apart; then it lasts as long as the text does.
    """
    plain = [_name(each) for each in corrections]
    shared = Counter(plain)
    summed = [
        f"{name}-{_sum(each.text)}" if shared[name] > 1 else name for name, each in zip(plain, corrections, strict=True)
    ]
    return list(_numbered(summed))


def tongue(article: Article, words: Words) -> Markup:
    """What an element with the article's own text says of its language, among words of another."""
    tag = language_tag(article.language)
    if tag is None or tag.lower() == words.tag.lower():
        return Markup()
    turned = direction_of(tag)
    return safe(f' lang="{tag}"' + (f' dir="{turned}"' if turned != direction_of(words.tag) else ""))


def _name(correction: Correction) -> str:
    time = _NO_DIGIT.sub("", correction.date.time or "")
    return "-".join(filter(None, (correction.date.iso, time, correction.kind.value)))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_SUM]


def _numbered(names: Iterable[str]) -> Iterable[str]:
    """Names, the second of the same with a number: what was written twice, word for word."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


__all__ = ["Shown", "anchor", "named", "names", "show", "shown", "tongue"]
