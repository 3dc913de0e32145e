"""The bar at the top of a page in its preview: how many problems it has, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.views.lookup import esc
from mkdocs_provenance.views.words import ENGLISH, Words, direction_of

BAR_ID: Final = "provenance-problems"
_NAMES: Final = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Remark"}


class Notice(Struct, frozen=True):
    """One problem as the list shows it."""

    problem: Problem
    number: str
    """The rule's: `C1`."""
    place: str | None = None
    """The id of what it is about in the page."""
    differs: tuple[tuple[str, str], ...] = ()
    """A quotation against its source in pieces: `same`, `removed` (only here) or `added` (only there), and the text."""


def bar_html(notices: Sequence[Notice], words: Words, attributes: str = "") -> str:
    """The bar; nothing for a page without problems.

    Args:
        notices: The most serious first; the first is called `provenance-problem-1`.
        words: Those of the page. The messages themselves are English.
        attributes: What elements with these words say of their language, where it is not the page's.
    """
    if not notices:
        return ""
    grave = [notice for notice in notices if notice.problem.severity is not Severity.INFO]
    remarks = notices[len(grave) :]
    said = _amount(Severity.INFO, len(remarks), words)
    english = ENGLISH.attributes(words.tag, direction_of(words.tag)) if words.tag != ENGLISH.tag else ""
    listed = _listed(grave, 1, words, english)
    if remarks:
        rows = _listed(remarks, 1 + len(grave), words, english)
        inner = f'<details class="provenance-remarks"><summary>{_count(Severity.INFO, said)}</summary>{rows}</details>'
        listed = listed + inner if grave else rows
    title = words.ngettext("%(count)d problem on this page", "%(count)d problems on this page", len(grave))
    label = title % {"count": len(grave)} if grave else said
    own = "" if grave else ' class="provenance-remarks"'
    note = esc(words.gettext("Readers do not see this."))
    return (
        f'<section class="provenance-problems" id="{BAR_ID}" data-severity="{notices[0].problem.severity.value}"'
        f' aria-label="{esc(label)}"{attributes}><details{own}><summary>{_counts(notices, words)}'
        f"<small>{note}</small></summary><div>{listed}</div></details></section>"
    )


def _counts(notices: Sequence[Notice], words: Words) -> str:
    found = [(severity, sum(each.problem.severity is severity for each in notices)) for severity in Severity]
    return " ".join(_count(severity, _amount(severity, count, words)) for severity, count in found if count)


def _amount(severity: Severity, count: int, words: Words) -> str:
    if severity is Severity.ERROR:
        said = words.ngettext("%(count)d error", "%(count)d errors", count)
    elif severity is Severity.WARNING:
        said = words.ngettext("%(count)d warning", "%(count)d warnings", count)
    else:
        said = words.ngettext("%(count)d remark", "%(count)d remarks", count)
    return said % {"count": count}


def _count(severity: Severity, said: str) -> str:
    return f'<span class="provenance-count" data-severity="{severity.value}">{esc(said)}</span>'


def _listed(notices: Sequence[Notice], first: int, words: Words, english: str) -> str:
    rows = "".join(_row(notice, number, words, english) for number, notice in enumerate(notices, first))
    return f"<ul>{rows}</ul>" if rows else ""


def _row(notice: Notice, number: int, words: Words, english: str) -> str:
    found = notice.problem
    column = f":{found.column}" if found.column else ""
    message = f"<bdi>{esc(found.message)}</bdi>"
    says = f'<a href="#{notice.place}">{message}</a>' if notice.place else message
    hint = f'<p class="provenance-hint">{esc(found.suggestion)}</p>' if found.suggestion and not notice.differs else ""
    return (
        f'<li id="provenance-problem-{number}" data-severity="{found.severity.value}"><div{english}>'
        f'<p><span class="provenance-hidden">{_NAMES[found.severity]}: </span>{says}</p>{hint}</div>'
        f"{_both(notice, words)}<p{english}><code>{esc(f'{found.path}:{found.line}{column}')}</code>"
        f" <small>{esc(found.code)} {esc(notice.number)}</small></p></li>"
    )


def _both(notice: Notice, words: Words) -> str:
    """The words of the article and those of the source, with what only one of them has marked."""
    if not notice.differs:
        return ""
    here = "".join(_piece(op, text, "del") for op, text in notice.differs if op != "added")
    there = "".join(_piece(op, text, "ins") for op, text in notice.differs if op != "removed")
    rows = ((words.gettext("This article:"), here), (words.gettext("The source:"), there))
    shown = "".join(f"<div><dt>{esc(label)}</dt> <dd><bdi>{text}</bdi></dd></div>" for label, text in rows)
    return f'<dl class="provenance-both">{shown}</dl>'


def _piece(op: str, text: str, tag: str) -> str:
    return esc(text) if op == "same" else f"<{tag}>{esc(text)}</{tag}>"
