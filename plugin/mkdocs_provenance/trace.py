"""The heart: an article and a registry in, the whole record out.

`trace` is a pure function. It opens no file, logs nothing and reads no clock; what is wrong comes back as problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance import quotations as quotes
from mkdocs_provenance.claims import Sentence, cited_sentences
from mkdocs_provenance.lines import Alignment, alignment_of, spot_of, spot_of_word
from mkdocs_provenance.model import (
    AnalysisSection,
    Article,
    Attribution,
    CitationItem,
    Claim,
    Counts,
    Evidence,
    Mark,
    MarkItem,
    Note,
    Origin,
    Passage,
    PlacedCitation,
    Problem,
    Provenance,
    Quotation,
    QuotationResult,
    Registry,
    Role,
    Source,
    Spot,
    State,
    Strength,
)
from mkdocs_provenance.origins import group_origins
from mkdocs_provenance.problems import did_you_mean, problem, shortened

_GRAVITY: Final = (State.RETRACTED, State.SUPERSEDED, State.CORRECTED, State.REMOVED, State.CURRENT)
"""What may become of a source, the gravest first."""
_REMARKABLE: Final = {
    QuotationResult.ALTERED: ("quotation-altered", 'differs from the text held of "%s".', "The source has: %s."),
    QuotationResult.NOT_FOUND: (
        "quotation-not-found",
        'is not in the text held of "%s".',
        "Correct the words, or add the passage to the source's excerpts.",
    ),
    QuotationResult.NO_TEXT: (
        "quotation-unchecked",
        'was not checked: no text of "%s" is held.',
        "Add an excerpt to the source.",
    ),
}
"""Result to the code of its problem, what it says, and what to do."""


def trace(article: Article, registry: Registry) -> Provenance:
    """Resolve an article's citations against the registry and say what every sentence rests on.

    Args:
        article: The passages with their citations, and what the front matter says.
        registry: The checked sources and organisations.

    Returns:
        The record: claims, marks, notes, origins, quotations, counts, and the problems found on the way.
    """
    return _Tracer(article, registry).run()


class _MarkDraft(Struct):
    """A mark while its parts are still being found."""

    passage: str
    raw: str
    items: tuple[MarkItem, ...]
    claim: str | None = None
    origins: tuple[str, ...] = ()
    inherited: bool = False

    def finished(self, mark_id: str) -> Mark:
        return Mark(mark_id, self.passage, self.claim, self.raw, self.items, self.origins, self.inherited)


class _Tracer:
    """The working memory of one call of `trace`."""

    def __init__(self, article: Article, registry: Registry) -> None:
        self.article = article
        self.registry = registry
        self.problems: list[Problem] = []
        self.passages = {passage.id: passage for passage in article.passages}
        self.labels: dict[str, str] = {}
        """Cited registry key to printed number, in order of first use."""
        self.marks: dict[str, _MarkDraft] = {}
        self.missing: set[str] = set()
        """Keys already reported as unknown."""

    @cached_property
    def alignment(self) -> Alignment:
        """Made only where there is something to report."""
        return alignment_of(self.article)

    def run(self) -> Provenance:
        self._label_listed_sources()
        self._place_marks()
        self.origins = group_origins(tuple(self.labels), self.registry)
        self.origin_of = {key: origin.id for origin in self.origins for key in origin.sources}
        self._weigh_sources()
        self._finish_marks()
        claims = self._claims()
        claims_by_id = {claim.id: claim for claim in claims}
        repeats = self._pull_quotes(claims)
        found_quotations = self._quotations(claims, repeats)
        notes = self._notes(claims)
        self._report_unlisted()
        self._report_claims(claims_by_id.values(), notes)
        return Provenance(
            article=self.article,
            claims=claims,
            marks=tuple(mark.finished(mark_id) for mark_id, mark in self.marks.items()),
            notes=notes,
            origins=self.origins,
            quotations=found_quotations,
            analysis=self._analysis(),
            counts=self._counts(claims, notes, found_quotations),
            problems=tuple(self.problems),
            repeats=MappingProxyType({passage: found[0].id for passage, found in repeats.items() if found}),
        )

    # Citations and marks

    def _label_listed_sources(self) -> None:
        """A listed source keeps its listed number, whether cited by number or by key."""
        self.listed: dict[str, str] = {}
        for number, key in self.article.numbering.items():
            self.listed.setdefault(key, str(number))
        self.next_label = max(self.article.numbering, default=0) + 1

    def _place_marks(self) -> None:
        """Every citation of the body, then of the disagreements, in document order."""
        for passage in self.article.passages:
            for placed in passage.citations:
                self._place_mark(placed, passage.id, passage.text)
        for disagreement in self.article.statement.disagreement:
            for placed in disagreement.citations:
                self._place_mark(placed, "", disagreement.text)

    def _place_mark(self, placed: PlacedCitation, passage: str, text: str) -> None:
        items = tuple(self._resolve(item, placed, passage, text) for item in placed.citation.items)
        self.marks[placed.id] = _MarkDraft(passage, placed.citation.raw, items)

    def _resolve(self, item: CitationItem, placed: PlacedCitation, passage: str, text: str) -> MarkItem:
        key = item.key if item.key is not None else self.article.numbering.get(item.number or 0)
        if key is not None and key in self.registry.sources:
            return MarkItem(item, key, self._label(key))
        if key is None or key not in self.missing:
            spot = self._marker(placed, passage, text)
            self._report_missing(item, key, placed, spot)
        return MarkItem(item, None, item.written.lstrip("@"))

    def _label(self, key: str) -> str:
        if key not in self.labels:
            label = self.listed.get(key)
            if label is None:
                label, self.next_label = str(self.next_label), self.next_label + 1
            self.labels[key] = label
        return self.labels[key]

    def _marker(self, placed: PlacedCitation, passage: str, text: str) -> Spot:
        """Where a marker stands; one of the front matter belongs to no passage."""
        if passage in self.passages:
            return self.alignment.marker(placed.citation.raw, passage, placed.offset)
        return spot_of(self.article.source, placed.citation.raw, text[: placed.offset])

    def _report_missing(self, item: CitationItem, key: str | None, placed: PlacedCitation, spot: Spot) -> None:
        citation = placed.citation
        if key is None:
            listed = ", ".join(map(str, sorted(self.article.numbering))) or "none"
            message = f"The marker {citation.raw} points to source {item.number}, which `sources` does not list."
            hint = f"Listed here: {listed}." if len(listed) < 80 else f"Listed here: 1 to {self.next_label - 1}."
            hint += f" Write \\{citation.raw} if it is no citation."
        else:
            self.missing.add(key)
            meaning = "" if item.key is not None else f" (source {item.number})"
            message = f'The marker {citation.raw}{meaning} points to "{key}", which the registry does not hold.'
            hint = did_you_mean(key, self.registry.sources) or "Add it to the registry, or correct the key."
        self._add("unknown-source", message, spot, hint, at=placed.id)

    def _finish_marks(self) -> None:
        """What each mark amounts to, now that the origins are known."""
        for mark in self.marks.values():
            keys = (item.source for item in mark.items if item.source is not None)
            mark.origins = tuple(dict.fromkeys(self.origin_of[key] for key in keys))

    # Claims

    def _claims(self) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        widen = self.article.statement.marker_scope == "paragraph"
        for passage in self.article.passages:
            if passage.role is not Role.REPORTED:
                continue
            found = cited_sentences(passage, self.article.language, whole_paragraph=widen)
            own = {placed.id for placed in passage.citations}
            for sentence in found:
                claim = self._claim(f"c{len(claims) + 1}", passage, sentence)
                claims.append(claim)
            self._tie_marks(own, claims[len(claims) - len(found) :], found, passage)
        return tuple(claims)

    def _claim(self, claim_id: str, passage: Passage, sentence: Sentence) -> Claim:
        text = passage.text[sentence.start : sentence.end]
        evidence: dict[tuple[str, str | None], Evidence] = {}
        for placed in sentence.citations:
            for item in self.marks[placed.id].items:
                if item.source is not None:
                    tie = Evidence(item.source, item.label, item.item.locator, placed.id)
                    evidence.setdefault((tie.source, tie.locator), tie)
        keys = tuple(dict.fromkeys(tie.source for tie in evidence.values()))
        origins = tuple(dict.fromkeys(self.origin_of[key] for key in keys))
        return Claim(
            id=claim_id,
            passage=passage.id,
            text=text if "  " not in text else " ".join(text.split()),
            start=sentence.start,
            end=sentence.end,
            evidence=tuple(evidence.values()),
            origins=origins,
            strength=self._strength(keys, origins),
            state=self._state(keys),
        )

    def _weigh_sources(self) -> None:
        """What sets some of the cited sources apart; mostly nothing, and no claim is then looked at for it."""
        cited = [self.registry.sources[key] for key in self.labels]
        self.unnamed = {source.id for source in cited if source.attribution is Attribution.UNNAMED}
        self.states = {
            source.id: source.status.bearing.state for source in cited if source.status.state is not State.CURRENT
        }

    def _strength(self, keys: Sequence[str], origins: Sequence[str]) -> Strength:
        """What a claim with these sources rests on; a retracted source carries nothing beside one that stands."""
        if not keys:
            return Strength.NONE
        if self.states or self.unnamed:
            standing = [key for key in keys if self.states.get(key) is not State.RETRACTED]
            if not standing:
                return Strength.RETRACTED
            if self.unnamed.issuperset(standing):
                return Strength.UNNAMED
            origins = tuple(dict.fromkeys(self.origin_of[key] for key in standing))
        return Strength.SEVERAL if len(origins) > 1 else Strength.ONE

    def _state(self, keys: Iterable[str]) -> State:
        """The gravest of what has become of these sources."""
        if not self.states:
            return State.CURRENT
        return min((self.states.get(key, State.CURRENT) for key in keys), key=_GRAVITY.index, default=State.CURRENT)

    def _tie_marks(self, own: set[str], claims: Sequence[Claim], found: Sequence[Sentence], passage: Passage) -> None:
        """Write on every mark which claim it covers; the last one, where a wider scope gives it several."""
        for claim, sentence in zip(claims, found, strict=True):
            for placed in sentence.citations:
                self.marks[placed.id].claim = claim.id
                own.discard(placed.id)
        for mark_id in sorted(own):
            raw = self.marks[mark_id].raw
            offset = next(placed.offset for placed in passage.citations if placed.id == mark_id)
            spot = self.alignment.marker(raw, passage.id, offset)
            self._add(
                "marker-covers-nothing", f"The marker {raw} stands in no sentence and follows none.", spot, at=mark_id
            )

    # Pull quotes

    def _pull_quotes(self, claims: Sequence[Claim]) -> dict[str, tuple[Claim, ...]]:
        """Each pull quote with the claims that it repeats; its mark is theirs, where it has none of its own."""
        repeats: dict[str, tuple[Claim, ...]] = {}
        for passage in self.article.passages:
            if passage.role is not Role.PULLQUOTE:
                continue
            in_body, repeated = self._repeated(passage, claims)
            repeats[passage.id] = repeated
            if passage.citations:
                continue
            if not in_body:
                self._report_foreign_pull_quote(passage)
            elif repeated:
                self._inherit(passage, repeated)
        return repeats

    def _repeated(self, passage: Passage, claims: Sequence[Claim]) -> tuple[bool, tuple[Claim, ...]]:
        """Whether every fragment occurs in the body, and the claims that they occur in."""
        fragments = [found.text for found in quotes.quoted(passage.text)] or [passage.text.strip()]
        found_all, found = True, {}
        for fragment in fragments:
            if fragment.startswith(("—", "–", "-")):
                continue  # a line that names the speaker
            claim = _first_with(fragment, claims)
            if claim is not None:
                found[claim.id] = claim
            elif not self._in_body(fragment):
                found_all = False
        return found_all, tuple(found.values())

    def _in_body(self, fragment: str) -> bool:
        body = (passage for passage in self.article.passages if passage.role is not Role.PULLQUOTE)
        return any(quotes.find(fragment, passage.text) >= 0 for passage in body)

    def _inherit(self, passage: Passage, claims: Sequence[Claim]) -> None:
        """A mark that the author did not write: the evidence of the claims that the pull quote repeats."""
        ties = dict.fromkeys((tie.source, tie.label, tie.locator) for claim in claims for tie in claim.evidence)
        if not ties:
            return
        items = tuple(
            MarkItem(CitationItem(source, None, "", locator), source, label) for source, label, locator in ties
        )
        mark_id = f"m{len(self.marks) + 1}"
        raw = "[" + ", ".join(item.label for item in items) + "]"
        origins = tuple(dict.fromkeys(self.origin_of[source] for source, _, _ in ties))
        self.marks[mark_id] = _MarkDraft(passage.id, raw, items, claims[0].id, origins, inherited=True)

    def _report_foreign_pull_quote(self, passage: Passage) -> None:
        self._add(
            "pullquote-not-in-body",
            f"The pull quote {shortened(passage.text)} repeats words that the article does not hold.",
            self.alignment.spot(passage.id, 0, len(passage.text)),
            "Quote the article's own words, or give the pull quote a marker.",
            words=passage.text,
            at=passage.id,
        )

    # Quotations

    def _quotations(self, claims: Sequence[Claim], repeats: Mapping[str, tuple[Claim, ...]]) -> tuple[Quotation, ...]:
        by_passage: dict[str, list[Claim]] = {}
        for claim in claims:
            by_passage.setdefault(claim.passage, []).append(claim)
        found: list[Quotation] = []
        for passage in self.article.passages:
            if passage.role is Role.ANALYSIS:
                continue
            covered = repeats.get(passage.id, ()) or by_passage.get(passage.id, ())
            for quoted in quotes.quoted(passage.text):
                found.append(self._quotation(quoted, passage, covered))
        return tuple(found)

    def _quotation(self, quoted: quotes.Quoted, passage: Passage, claims: Sequence[Claim]) -> Quotation:
        if passage.role is Role.PULLQUOTE:
            claim = _first_with(quoted.text, claims)
            own = [item.source for placed in passage.citations for item in self.marks[placed.id].items]
            inherited = [tie.source for tie in claim.evidence] if claim else []
            keys = [key for key in own if key] or inherited
        else:
            claim = next((claim for claim in claims if claim.start <= quoted.start < claim.end), None)
            keys = [tie.source for tie in claim.evidence] if claim else []
        source, result, near = self._look_up(quoted.text, list(dict.fromkeys(keys)))
        self._report_quotation(quoted, passage, claim, source, result, near)
        return Quotation(quoted.text, passage.id, claim.id if claim else None, source, result, near)

    def _look_up(self, words: str, keys: Sequence[str]) -> tuple[str | None, QuotationResult, str | None]:
        """The best that the cited sources give: found in one of them is found.

        Absent means absent from all: while one cited source has no text to look in, nothing is known. Words that come
        near in one source are another matter: they were taken from it, and changed.
        """
        results = {key: quotes.check(words, quotes.held_texts(self.registry.sources[key])) for key in keys}
        for wanted in (QuotationResult.EXACT, QuotationResult.NORMALISED, QuotationResult.ELIDED):
            for key, result in results.items():
                if result is wanted:
                    return key, wanted, None
        for key, result in results.items():
            if result is QuotationResult.NOT_FOUND:
                near = quotes.nearest(words, quotes.held_texts(self.registry.sources[key]))
                if near is not None:
                    return key, QuotationResult.ALTERED, near
        if not keys or QuotationResult.NO_TEXT in results.values():
            silent = (key for key, result in results.items() if result is QuotationResult.NO_TEXT)
            return next(silent, None), QuotationResult.NO_TEXT, None
        return keys[0], QuotationResult.NOT_FOUND, None

    def _report_quotation(
        self,
        quoted: quotes.Quoted,
        passage: Passage,
        claim: Claim | None,
        source: str | None,
        result: QuotationResult,
        near: str | None,
    ) -> None:
        if source is None or result not in _REMARKABLE:
            return
        spot = self.alignment.spot(passage.id, quoted.start, quoted.end)
        code, said, hint = _REMARKABLE[result]
        message = f"The quotation {shortened(quoted.text)} {said % source}"
        suggestion = hint % shortened(near.rstrip(" .")) if near else hint
        at = claim.id if claim and passage.role is Role.REPORTED else passage.id
        self._add(code, message, spot, suggestion, words=quoted.text, held=near, source=source, at=at)

    # Notes, analysis, counts

    def _notes(self, claims: Sequence[Claim]) -> tuple[Note, ...]:
        cited_by: dict[str, dict[str, None]] = {key: {} for key in self.labels}
        for claim in claims:
            for tie in claim.evidence:
                cited_by[tie.source].setdefault(claim.id)
        marks: dict[str, dict[str, None]] = {key: {} for key in self.labels}
        for mark_id, mark in self.marks.items():
            for item in mark.items:
                if item.source is not None:
                    marks[item.source].setdefault(mark_id)
        notes = [
            Note(label, self.registry.sources[key], self.origin_of[key], tuple(cited_by[key]), tuple(marks[key]))
            for key, label in self.labels.items()
        ]
        return tuple(sorted(notes, key=lambda note: int(note.label)))

    def _analysis(self) -> tuple[AnalysisSection, ...]:
        sections: dict[str, list[Passage]] = {}
        for passage in self.article.passages:
            if passage.role is Role.ANALYSIS:
                sections.setdefault(passage.section or "a1", []).append(passage)
        return tuple(
            AnalysisSection(
                section,
                tuple(passage.id for passage in passages),
                self.article.sections.get(section),
                self._cited_in(passages),
            )
            for section, passages in sections.items()
        )

    def _cited_in(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        marks = [self.marks[placed.id] for passage in passages for placed in passage.citations]
        return tuple(dict.fromkeys(item.source for mark in marks for item in mark.items if item.source is not None))

    def _counts(self, claims: Sequence[Claim], notes: Sequence[Note], found: Sequence[Quotation]) -> Counts:
        sourced = sum(1 for claim in claims if claim.evidence)
        return Counts(
            claims=len(claims),
            sourced=sourced,
            unsourced=len(claims) - sourced,
            sources=len(notes),
            origins=len(self.origins),
            analysis=sum(1 for passage in self.article.passages if passage.role is Role.ANALYSIS),
            quotations=len(found),
        )

    # Problems

    def _add(
        self, code: str, message: str, where: int | Spot, suggestion: str | None = None, **details: str | None
    ) -> None:
        found = problem(code, message, self.article.path, where, suggestion)
        self.problems.append(replace(found, **details) if details else found)

    def _report_unlisted(self) -> None:
        """Listed sources that nobody cites, and listed keys that the registry does not hold."""
        for number, key in self.article.numbering.items():
            if key in self.labels or key in self.missing:
                continue
            spot = spot_of_word(self.article.source, key)
            if key in self.registry.sources:
                message = f'Source {number}, "{key}", is listed but never cited.'
                self._add("uncited-source", message, spot, source=key)
            else:
                hint = did_you_mean(key, self.registry.sources) or "Add it to the registry, or correct the key."
                self._add("unknown-source", f'`sources` lists "{key}", which the registry does not hold.', spot, hint)

    def _report_claims(self, claims: Iterable[Claim], notes: Iterable[Note]) -> None:
        for claim in claims:
            if not claim.evidence:
                spot = self.alignment.spot(claim.passage, claim.start, claim.end)
                message = f"No source is given for {shortened(claim.text)}."
                self._add("unsourced-claim", message, spot, words=claim.text, at=claim.id)
        for note in notes:
            self._report_source(note)

    def _report_source(self, note: Note) -> None:
        source: Source = note.source
        if source.unidentified:
            message = f'Source {note.label}, "{source.id}", is cited, but the registry does not say what it is.'
            hint = f"Describe it in {source.place.path}."
            self._add("unidentified-source", message, self._first_marker(note), hint, source=source.id)

    def _first_marker(self, note: Note) -> Spot:
        """Where a source is first cited; an inherited mark has no marker of its own."""
        found = self.alignment.first_marker(note.marks)
        if found is not None:
            return found
        written = next((mark for mark in map(self.marks.__getitem__, note.marks) if not mark.inherited), None)
        return spot_of(self.article.source, written.raw) if written else Spot()


def _first_with(words: str, claims: Iterable[Claim]) -> Claim | None:
    """The first claim that holds the words."""
    return next((claim for claim in claims if quotes.find(words, claim.text) >= 0), None)


__all__ = ["Origin", "trace"]
