"""Figures of a site, or of some of its articles: what the statements rest on, by section, author or month.

They say how the desk works, not how good an article is: an article with one good source may be better than one with
five. So there are counts and shares here, and no score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from mkdocs_provenance.dates import earliest, latest
from mkdocs_provenance.model import (
    Access,
    Article,
    Claim,
    PartialDate,
    Provenance,
    QuotationResult,
    Registry,
    Source,
    Strength,
)


class By(StrEnum):
    """What articles are told apart by."""

    ALL = "all"
    SECTION = "section"
    AUTHOR = "author"
    MONTH = "month"


class Figures(Struct, frozen=True):
    """The figures of some articles."""

    by: By
    group: str
    """The section, the author or the month (`2026-05`); empty for all articles, and for those that name none."""
    articles: int = 0
    claims: int = 0
    """Statements; the next five add up to them."""
    several: int = 0
    """Statements with two or more separate origins."""
    one: int = 0
    """Statements with one origin."""
    unnamed: int = 0
    """Statements with unnamed sources only."""
    retracted: int = 0
    """Statements with retracted sources only."""
    none: int = 0
    """Statements with no source."""
    no_archive: int = 0
    """Statements that rest on pages of the web alone, none of which has an archived copy."""
    quotations: int = 0
    checked: int = 0
    """Quotations that were looked for in a text of their source."""
    differing: int = 0
    """Quotations that differ from that text, or are not in it."""
    analysis: int = 0
    """Paragraphs of analysis."""
    corrections: int = 0
    sources: int = 0
    """Different sources that are cited."""


def figures(records: Iterable[Provenance], registry: Registry, by: By) -> list[Figures]:
    """The figures of articles in groups: the group with most statements first, of months the newest.

    An article with several authors is counted with each of them, so groups of authors can add up to more than all.

    Args:
        records: The traced articles.
        registry: Where their sources are described.
        by: What they are told apart by.
    """
    groups: dict[str, list[Provenance]] = {} if by is not By.ALL else {"": []}
    for record in records:
        for name in _GROUPS[by](record.article):
            groups.setdefault(name, []).append(record)
    counted = [_count(by, name, members, registry) for name, members in groups.items()]
    if by is By.MONTH:
        return sorted(counted, key=lambda each: each.group, reverse=True)
    return sorted(counted, key=lambda each: (-each.claims, each.group == "", each.group.casefold(), each.group))


def within(records: Iterable[Provenance], since: PartialDate | None, until: PartialDate | None) -> list[Provenance]:
    """The articles published from a day to a day, both included; those without a date only where no day is given.

    Args:
        records: The traced articles.
        since: The first day; a month or a year means its first day.
        until: The last day; a month or a year means its last day.
    """
    if since is None and until is None:
        return list(records)
    return [
        record
        for record in records
        if (day := record.article.published) is not None
        and (since is None or latest(day) >= earliest(since))
        and (until is None or earliest(day) <= latest(until))
    ]


def share(part: int, whole: int) -> int | None:
    """A share in whole per cent: never 0 for something nor 100 for less than all; None of nothing."""
    if not whole:
        return None
    rounded = round(100 * part / whole)
    return rounded if part in (0, whole) else min(max(rounded, 1), 99)


def _month(article: Article) -> str:
    day = article.published
    return "" if day is None or day.month is None else f"{day.year:04d}-{day.month:02d}"


_GROUPS: Final[dict[By, Callable[[Article], Sequence[str]]]] = {
    By.ALL: lambda _: ("",),
    By.SECTION: lambda article: (article.section,),
    By.AUTHOR: lambda article: tuple(dict.fromkeys(article.authors)) or ("",),
    By.MONTH: lambda article: (_month(article),),
}


def _count(by: By, group: str, records: Sequence[Provenance], registry: Registry) -> Figures:
    strengths = Counter(claim.strength for record in records for claim in record.claims)
    results = Counter(quotation.result for record in records for quotation in record.quotations)
    quotations = results.total()
    claims = [claim for record in records for claim in record.claims]
    return Figures(
        by,
        group,
        articles=len(records),
        claims=len(claims),
        several=strengths[Strength.SEVERAL],
        one=strengths[Strength.ONE],
        unnamed=strengths[Strength.UNNAMED],
        retracted=strengths[Strength.RETRACTED],
        none=strengths[Strength.NONE],
        no_archive=sum(_may_vanish(claim, registry) for claim in claims),
        quotations=quotations,
        checked=quotations - results[QuotationResult.NO_TEXT],
        differing=results[QuotationResult.ALTERED] + results[QuotationResult.NOT_FOUND],
        analysis=sum(record.counts.analysis for record in records),
        corrections=sum(len(record.article.statement.corrections) for record in records),
        sources=len({note.source.id for record in records for note in record.notes}),
    )


def _may_vanish(claim: Claim, registry: Registry) -> bool:
    """Whether all that a claim rests on is pages of the web without a copy."""
    return bool(claim.evidence) and all(_has_no_copy(registry.sources[tie.source]) for tie in claim.evidence)


def _has_no_copy(source: Source) -> bool:
    on_the_web = bool(source.url) and source.access not in (Access.PHYSICAL, Access.NOT_PUBLIC)
    return on_the_web and not source.archives


__all__ = ["By", "Figures", "figures", "share", "within"]
