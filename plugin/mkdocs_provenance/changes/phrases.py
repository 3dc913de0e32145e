"""How each kind of change is said, and what is shown of one, for a terminal and for a pull request alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from mkdocs_provenance.changes.change import Change, ChangeKind, Comparison, FieldChange, Revision, Weight
from mkdocs_provenance.changes.words import Op, Piece, difference
from mkdocs_provenance.model import Place, QuotationResult

_K: Final = ChangeKind
NOTHING: Final = "Nothing in the sourcing has changed."
_SAID: Final = MappingProxyType(
    {
        _K.CLAIM_UNSOURCED: ("statement lost its source and has none now",
                             "statements lost their sources and have none now"),
        _K.UNSOURCED_CLAIM_ADDED: ("new statement has no source", "new statements have no source"),
        _K.QUOTATION_BROKEN: ("quotation is no longer found in its source",
                              "quotations are no longer found in their sources"),
        _K.QUOTATION_ADDED_DIFFERING: ("new quotation differs from its source",
                                       "new quotations differ from their sources"),
        _K.ANALYSIS_REPORTED: ("sentence of the analysis is now reported",
                               "sentences of the analysis are now reported"),
        _K.SOURCE_WITHDRAWN: ("source was retracted, superseded or removed",
                              "sources were retracted, superseded or removed"),
        _K.CLAIM_LOST_SOURCE: ("statement lost one of its sources", "statements lost some of their sources"),
        _K.FEWER_ORIGINS: ("statement rests on fewer separate origins", "statements rest on fewer separate origins"),
        _K.PROBLEM_ADDED: ("new problem", "new problems"),
        _K.FIGURE_CHANGED: ("statement has other figures than before", "statements have other figures than before"),
        _K.SOURCE_REPLACED: ("statement rests on another source than before",
                             "statements rest on other sources than before"),
        _K.QUOTATION_SOURCE_CHANGED: ("quotation is from another source than before",
                                      "quotations are from other sources than before"),
        _K.QUOTATION_REWORDED: ("quotation has other words than before", "quotations have other words than before"),
        _K.QUOTATION_ADDED_UNCHECKED: ("new quotation could not be checked", "new quotations could not be checked"),
        _K.QUOTATION_RESULT_CHANGED: ("quotation was checked with another result",
                                      "quotations were checked with another result"),
        _K.SOURCE_STATUS_CHANGED: ("source has another status", "sources have another status"),
        _K.SOURCE_TEXT_CHANGED: ("source: the text held of it changed", "sources: the text held of them changed"),
        _K.SOURCE_CHANGED: ("source is described otherwise", "sources are described otherwise"),
        _K.SOURCE_REMOVED: ("source was taken out of the registry", "sources were taken out of the registry"),
        _K.WAIVER_ADDED: ("new waiver", "new waivers"),
        _K.STATEMENT_CHANGED: ("article says something else about itself",
                               "articles say something else about themselves"),
        _K.CLAIM_REWORDED: ("statement was reworded", "statements were reworded"),
        _K.CLAIM_SOURCED: ("statement has a source now", "statements have a source now"),
        _K.CLAIM_GAINED_SOURCE: ("statement gained a source", "statements gained a source"),
        _K.MORE_ORIGINS: ("statement rests on more separate origins", "statements rest on more separate origins"),
        _K.QUOTATION_MENDED: ("quotation is found in its source now", "quotations are found in their sources now"),
        _K.SOURCE_REINSTATED: ("source is current again", "sources are current again"),
        _K.PROBLEM_SOLVED: ("problem solved", "problems solved"),
        _K.REPORT_ANALYSED: ("statement is now analysis", "statements are now analysis"),
        _K.CLAIM_ADDED: ("new statement with a source", "new statements with a source"),
        _K.CLAIM_REMOVED: ("statement with a source was taken out", "statements with a source were taken out"),
        _K.UNSOURCED_CLAIM_REMOVED: ("statement without a source was taken out",
                                     "statements without a source were taken out"),
        _K.LOCATOR_CHANGED: ("statement points to another place in its source",
                             "statements point to other places in their sources"),
        _K.CLAIM_MOVED: ("statement moved to another article", "statements moved to another article"),
        _K.CLAIM_SPLIT: ("statement was split", "statements were split"),
        _K.CLAIM_MERGED: ("statement was put together from several", "statements were put together from several"),
        _K.QUOTATION_ADDED: ("new quotation, found in its source", "new quotations, found in their sources"),
        _K.QUOTATION_REMOVED: ("quotation was taken out", "quotations were taken out"),
        _K.SOURCE_ADDED: ("new source in the registry", "new sources in the registry"),
        _K.SOURCE_CITED: ("source of the registry is cited now", "sources of the registry are cited now"),
        _K.SOURCE_UNUSED: ("source is no longer cited anywhere", "sources are no longer cited anywhere"),
        _K.SOURCE_RENAMED: ("source has another key", "sources have other keys"),
        _K.ORGANISATION_CHANGED: ("organisation is described otherwise", "organisations are described otherwise"),
        _K.WAIVER_REMOVED: ("waiver taken back", "waivers taken back"),
        _K.ARTICLE_ADDED: ("new article", "new articles"),
        _K.ARTICLE_REMOVED: ("article was taken out", "articles were taken out"),
        _K.ARTICLE_RENAMED: ("article has another file name", "articles have other file names"),
    }
)  # fmt: skip
_ALSO: Final = MappingProxyType(
    {
        _K.CLAIM_UNSOURCED: "lost its source",
        _K.CLAIM_LOST_SOURCE: "lost a source",
        _K.FIGURE_CHANGED: "other figures",
        _K.SOURCE_REPLACED: "another source",
        _K.QUOTATION_SOURCE_CHANGED: "another source",
        _K.QUOTATION_REWORDED: "other words",
        _K.QUOTATION_RESULT_CHANGED: "another result",
        _K.CLAIM_REWORDED: "reworded",
        _K.CLAIM_SOURCED: "has a source now",
        _K.CLAIM_GAINED_SOURCE: "gained a source",
        _K.LOCATOR_CHANGED: "another place in the source",
        _K.CLAIM_SPLIT: "split",
        _K.CLAIM_MERGED: "put together from several",
    }
)
"""What else happened to a text, where no line of its own shows it."""
HEADINGS: Final = MappingProxyType(
    {
        Weight.WEAKER: "Weaker than before",
        Weight.LOOK: "To look at",
        Weight.STRONGER: "Stronger than before",
        Weight.OTHER: "Also changed",
    }
)
"""What a group of changes is called."""
_RESULTS: Final = MappingProxyType(
    {
        QuotationResult.EXACT: "word for word",
        QuotationResult.NORMALISED: "apart from punctuation",
        QuotationResult.ELIDED: "with words left out",
        QuotationResult.ALTERED: "differs",
        QuotationResult.NOT_FOUND: "not found",
        QuotationResult.NO_TEXT: "no text to check it with",
    }
)
_SOURCE_KINDS: Final = frozenset(kind for kind in ChangeKind if kind.value.startswith(("source-", "organisation-")))
_BOUND: Final = 800
"""Characters shown of one text."""


class Line(Struct, frozen=True):
    """One line about a change: a label, and texts of which some may be marked as taken out or put in."""

    label: str
    """Empty for the sentence itself."""
    pieces: tuple[Piece, ...]


class Group(Struct, frozen=True):
    """The changes of one kind."""

    kind: ChangeKind
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        """`2 new statements have no source`."""
        return f"{len(self.changes)} {self.phrase}"

    @property
    def phrase(self) -> str:
        """The title without the number."""
        return _SAID[self.kind][len(self.changes) != 1]


def groups(changes: Iterable[Change]) -> list[Group]:
    """The changes by kind, the gravest first.

    Nothing is told twice: the sourced statements of an article that is new as a whole, and those of one that is gone,
    are left to that article's own entry; a statement that only repeats what became of its quotation, and a problem
    that says of a quotation or a claim what is said already, are left out.
    """
    every = list(changes)
    whole = {
        (change.kind, change.article)
        for change in every
        if change.kind in (ChangeKind.ARTICLE_ADDED, ChangeKind.ARTICLE_REMOVED)
    }
    requoted: dict[str | None, list[Change]] = {}
    for change in every:
        if ChangeKind.QUOTATION_REWORDED in change.kinds:
            requoted.setdefault(change.article, []).append(change)
    found: dict[ChangeKind, list[Change]] = {}
    for change in every:
        if (_WHOLE.get(change.kind), change.article) not in whole and not _is_told(change, requoted):
            found.setdefault(change.kind, []).append(change)
    return [Group(kind, tuple(found[kind])) for kind in ChangeKind if kind in found]


def _is_told(change: Change, requoted: Mapping[str | None, Sequence[Change]]) -> bool:
    if change.kind in (ChangeKind.PROBLEM_ADDED, ChangeKind.PROBLEM_SOLVED):
        return change.code in _TOLD_ALREADY
    if change.kinds not in ((ChangeKind.CLAIM_REWORDED,), (ChangeKind.FIGURE_CHANGED,)):
        return False
    return any(
        (change.before or "").replace(quotation.before or "", quotation.after or "") == change.after
        for quotation in requoted.get(change.article, ())
    )


_TOLD_ALREADY: Final = frozenset({"quotation-altered", "quotation-not-found", "quotation-unchecked", "unsourced-claim"})
"""Problems of which the changes to claims and quotations tell more."""
_WHOLE: Final = {
    ChangeKind.CLAIM_ADDED: ChangeKind.ARTICLE_ADDED,
    ChangeKind.QUOTATION_ADDED: ChangeKind.ARTICLE_ADDED,
    ChangeKind.CLAIM_REMOVED: ChangeKind.ARTICLE_REMOVED,
    ChangeKind.UNSOURCED_CLAIM_REMOVED: ChangeKind.ARTICLE_REMOVED,
    ChangeKind.QUOTATION_REMOVED: ChangeKind.ARTICLE_REMOVED,
}


def sides(comparison: Comparison, shown: Callable[[str], str] = str) -> str:
    """Both sides by name: `From main (1a2b3c4) to the working tree.`.

    Args:
        comparison: What lies between them.
        shown: Makes a name safe to print.
    """
    return f"From {_named(comparison.old, shown)} to {_named(comparison.new, shown)}."


def _named(revision: Revision, shown: Callable[[str], str]) -> str:
    short = (revision.commit or "")[:7]
    if short and revision.name.startswith(short):
        return short
    return f"{shown(revision.name)} ({short})" if short else shown(revision.name)


def totals(comparison: Comparison) -> list[str]:
    """Both sides in numbers, as sentences."""
    before, after = comparison.before, comparison.after
    found = [_of("Statements with a source", before.sourced, before.claims, after.sourced, after.claims)]
    if before.quotations or after.quotations:
        found.append(
            _of(
                "Quotations found in their sources",
                before.matching,
                before.quotations,
                after.matching,
                after.quotations,
            )
        )
    found.append(f"Sources cited: {after.sources}{_were(before.sources, after.sources)}.")
    return found


def _of(what: str, before: int, before_all: int, after: int, after_all: int) -> str:
    were = "" if (before, before_all) == (after, after_all) else f"; before: {before} of {before_all}"
    return f"{what}: {after} of {after_all}{were}."


def _were(before: int, after: int) -> str:
    return "" if before == after else f"; before: {before}"


def place(change: Change) -> str:
    """`articles/quake.md:14`; where a text is gone, where it stood."""
    found = change.place or change.old_place
    if found is None:
        return change.source or change.article or ""
    whole = change.kind in (ChangeKind.ARTICLE_ADDED, ChangeKind.ARTICLE_REMOVED, ChangeKind.ARTICLE_RENAMED)
    return found.path if whole else f"{found.path}:{found.line}"


def lines(change: Change, comparison: Comparison) -> Iterator[Line]:
    """What is shown of a change below its place."""
    if change.kind in _SOURCE_KINDS:
        yield from _source_lines(change)
    elif change.kind in (ChangeKind.PROBLEM_ADDED, ChangeKind.PROBLEM_SOLVED):
        yield Line(change.code or "", _plain(change.after or change.before or ""))
    elif change.kind in (ChangeKind.WAIVER_ADDED, ChangeKind.WAIVER_REMOVED):
        yield from _waiver_lines(change)
    elif change.kind is ChangeKind.STATEMENT_CHANGED:
        yield from map(_field_line, change.fields)
    elif change.kind in (ChangeKind.ARTICLE_ADDED, ChangeKind.ARTICLE_REMOVED, ChangeKind.ARTICLE_RENAMED):
        yield from _article_lines(change, comparison)
    else:
        yield from _text_lines(change)


def _text_lines(change: Change) -> Iterator[Line]:
    yield Line("", _marked(change.before, change.after))
    if change.old_place and ChangeKind.CLAIM_MOVED in change.kinds:
        yield Line("was in", _plain(_at(change.old_place)))
    if change.result_before or change.result_after:
        yield from _quotation_lines(change)
    elif ChangeKind.REPORT_ANALYSED is not change.kind:
        yield Line("sources", _plain(_keys(change)))
        if change.origins_before and change.origins_after and change.origins_before != change.origins_after:
            yield Line("separate origins", _plain(f"{change.origins_before} -> {change.origins_after}"))
    also = [_ALSO[kind] for kind in change.also if kind in _ALSO]
    if also:
        yield Line("also", _plain(", ".join(also)))


def _quotation_lines(change: Change) -> Iterator[Line]:
    results = (change.result_before, change.result_after)
    said = [_RESULTS[result] for result in dict.fromkeys(results) if result is not None]
    yield Line("check", _plain(" -> ".join(said)))
    if change.nearest:
        yield Line("the source has", _plain(change.nearest))
    if change.sources_before or change.sources_after:
        yield Line("source", _plain(_keys(change)))


def _source_lines(change: Change) -> Iterator[Line]:
    key = " -> ".join(dict.fromkeys((*change.sources_before, *change.sources_after))) or change.source or ""
    title = change.after or change.before or ""
    yield Line("", _plain(f"{key}: {title}"))
    yield from map(_field_line, change.fields)
    if change.cited_by is not None and change.kind is not ChangeKind.SOURCE_UNUSED:
        yield Line("cited", _plain(_times(change.cited_by)))


def _times(number: int) -> str:
    return "nowhere" if not number else "once" if number == 1 else f"{number} times"


def _waiver_lines(change: Change) -> Iterator[Line]:
    what = f" for “{_cut(change.after or change.before or '')}”" if change.after or change.before else ""
    of = f" of {change.source}" if change.source else ""
    yield Line(change.code or "", _plain(f"waived{of}{what}"))
    yield Line("reason", _plain(change.reason or ""))


def _article_lines(change: Change, comparison: Comparison) -> Iterator[Line]:
    if change.before != change.after and change.before and change.after:
        yield Line("title", _marked(change.before, change.after))
    elif change.after or change.before:
        yield Line("title", _plain(change.after or change.before or ""))
    if change.kind is ChangeKind.ARTICLE_RENAMED and change.old_place:
        yield Line("was", _plain(change.old_place.path))
    inside = [
        each for each in comparison.changes if _WHOLE.get(each.kind) is change.kind and each.article == change.article
    ]
    if change.kind is ChangeKind.ARTICLE_ADDED:
        sourced = sum(each.kind is ChangeKind.CLAIM_ADDED for each in inside)
        yield Line("statements with a source", _plain(str(sourced)))
    elif change.kind is ChangeKind.ARTICLE_REMOVED:
        kinds = (ChangeKind.CLAIM_REMOVED, ChangeKind.UNSOURCED_CLAIM_REMOVED)
        yield Line("statements", _plain(str(sum(each.kind in kinds for each in inside))))


def _field_line(change: FieldChange) -> Line:
    return Line(change.name, _marked(change.before, change.after))


def _at(where: Place) -> str:
    return f"{where.path}:{where.line}"


def _keys(change: Change) -> str:
    before, after = (", ".join(keys) or "none" for keys in (change.sources_before, change.sources_after))
    if change.before is None or before == after:
        return after
    return before if change.after is None else f"{before} -> {after}"


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(Op.SAME, _cut(text)),)


def _marked(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """The text with what was taken out and put in; a text that only one side has is no difference but the text."""
    if before is None or after is None or before == after:
        return _plain(after if after is not None else before or "")
    return _bounded(difference(before, after))


def _bounded(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Long texts lose the middle of what both sides have."""
    kept = max(60, _BOUND // max(1, len(pieces)))
    return tuple(
        Piece(piece.op, _middle_out(piece.text, kept) if piece.op is Op.SAME else _cut(piece.text)) for piece in pieces
    )


def _middle_out(text: str, kept: int) -> str:
    """The beginning and the end of a text, cut between words where there are some."""
    if len(text) <= kept:
        return text
    start, end = text[: kept // 2], text[-kept // 2 :]
    return f"{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}"


def _cut(text: str) -> str:
    return text if len(text) <= _BOUND else text[: _BOUND - 1].rstrip() + "…"
