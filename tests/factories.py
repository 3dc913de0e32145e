"""Small builders of records for the tests of the views: no Markdown is read and nothing is traced.

`record()` counts origins by publisher only (or by an explicit `origin`), which is all that a view needs to be fed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from mkdocs_provenance.model import (
    AnalysisSection,
    Article,
    Attribution,
    Citation,
    CitationItem,
    Claim,
    Counts,
    Disagreement,
    Evidence,
    Kind,
    Mark,
    MarkItem,
    Note,
    Organisation,
    Origin,
    PartialDate,
    Passage,
    Place,
    PlacedCitation,
    Problem,
    Provenance,
    Quotation,
    Registry,
    Role,
    Source,
    State,
    Statement,
    Strength,
)
from mkdocs_provenance.views.bar import Notice, bar_html
from mkdocs_provenance.views.words import ENGLISH

GRAVEST_FIRST = (State.RETRACTED, State.SUPERSEDED, State.CORRECTED, State.REMOVED)


def date(text: str) -> PartialDate:
    """`2023-02-06`, `2023-02` or `2023`, with `~`, `?` or `%` behind it."""
    parts = [int(part) for part in text.rstrip("~?%").split("-")]
    year, month, day = (*parts, None, None)[:3]
    assert year is not None
    return PartialDate(text, year, month, day, approximate=text[-1] in "~%", uncertain=text[-1] in "?%")


def source(id: str = "usgs", **fields: Any) -> Source:
    """A source with no more than it must have."""
    given = {"kind": Kind.NEWS, "title": f"Title of {id}", "url": f"https://example.org/{id}", **fields}
    return Source(id=id, place=Place("articles/sources.yml", 1), **given)


def registry(sources: Iterable[Source], organisations: Iterable[Organisation] = ()) -> Registry:
    """A registry of just these."""
    return Registry({one.id: one for one in sources}, {one.id: one for one in organisations})


@dataclass(frozen=True, slots=True)
class Block:
    """A passage to be: sentences, each with the keys that its marker cites (`?9` stands for a number nobody knows)."""

    sentences: Sequence[tuple[str, Sequence[str]]]
    role: Role = Role.REPORTED
    repeats: str | None = None
    """For a pull quote: the claim whose marks it inherits."""
    title: str | None = None
    """For analysis: the author's own title."""


@dataclass(slots=True)
class _Build:
    registry: Registry
    origin_why: str | None
    labels: dict[str, str] = field(default_factory=dict)
    origins: dict[str, list[str]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    def label(self, key: str) -> str:
        return self.labels.setdefault(key, str(len(self.labels) + 1))

    def origin(self, key: str) -> str:
        one = self.registry.sources[key]
        group = one.origin or one.publisher or key
        members = self.origins.setdefault(group, [])
        if key not in members:
            members.append(key)
        return f"o{list(self.origins).index(group) + 1}"

    def mark(self, keys: Sequence[str], passage: str, claim: str | None, inherited: bool = False) -> Mark:
        items = []
        for key in keys:
            if key.startswith("?"):
                items.append(MarkItem(CitationItem(None, int(key[1:])), None, key[1:]))
            else:
                items.append(MarkItem(CitationItem(key), key, self.label(key)))
        origins = tuple(dict.fromkeys(self.origin(item.source) for item in items if item.source is not None))
        raw = "[" + ", ".join(item.label for item in items) + "]"
        mark = Mark(f"m{len(self.marks) + 1}", passage, claim, raw, tuple(items), origins, inherited)
        self.marks.append(mark)
        return mark


def record(
    held: Registry,
    blocks: Sequence[Block],
    *,
    statement: Statement = Statement(),
    disagreement: Sequence[tuple[str, Sequence[str]]] = (),
    quotations: Sequence[Quotation] = (),
    problems: Sequence[Problem] = (),
    origin_names: Mapping[str, str] | None = None,
    origin_why: str | None = "publisher",
    **article: Any,
) -> Provenance:
    """A whole record; sources are numbered in the order in which they are first cited."""
    build = _Build(held, origin_why)
    passages: list[Passage] = []
    claims: list[Claim] = []
    analysis: list[AnalysisSection] = []
    repeats: dict[str, str] = {}
    for block in blocks:
        passages.append(_passage(block, f"p{len(passages) + 1}", build, claims, analysis))
        if block.repeats:
            repeats[passages[-1].id] = block.repeats
            told = next(claim for claim in claims if claim.id == block.repeats)
            build.mark([tie.source for tie in told.evidence], passages[-1].id, told.id, inherited=True)
    said = []
    for text, keys in disagreement:
        mark = build.mark(keys, "disagreement", None)
        said.append(Disagreement(text, (PlacedCitation(mark.id, len(text) - 1, Citation(mark.raw, ())),)))
    given = {"path": "articles/quake.md", "title": "Two strong earthquakes", "published": date("2023-02-08"), **article}
    return Provenance(
        article=Article(
            statement=replace(statement, disagreement=tuple(said)) if said else statement,
            passages=tuple(passages),
            **given,
        ),
        claims=tuple(claims),
        marks=tuple(build.marks),
        notes=_notes(build, claims),
        origins=_origins(build, origin_names or {}),
        quotations=tuple(quotations),
        analysis=tuple(analysis),
        counts=_counts(build, claims, passages, quotations),
        problems=tuple(problems),
        repeats=repeats,
    )


def _passage(block: Block, id: str, build: _Build, claims: list[Claim], analysis: list[AnalysisSection]) -> Passage:
    text, placed, rests_on = "", [], []
    for words, keys in block.sentences:
        start = len(text) + 1 if text else 0
        text = f"{text} {words}" if text else words
        claim = f"c{len(claims) + 1}" if block.role is Role.REPORTED else None
        mark = build.mark(keys, id, claim) if keys else None
        if mark is not None:
            placed.append(PlacedCitation(mark.id, len(text) - 1, Citation(mark.raw, ())))
            rests_on += [item.source for item in mark.resolved if item.source]
        if claim is not None:
            resolved = mark.resolved if mark is not None else ()
            ties = tuple(Evidence(i.source, i.label, mark=mark.id) for i in resolved if mark is not None and i.source)
            origins = mark.origins if mark is not None else ()
            claims.append(Claim(claim, id, words, start, len(text), ties, origins, *_carried(ties, build)))
    section = None
    if block.role is Role.ANALYSIS:
        section = f"a{len(analysis) + 1}"
        analysis.append(AnalysisSection(section, (id,), block.title, tuple(dict.fromkeys(rests_on))))
    return Passage(id, block.role, text, tuple(placed), section=section)


def _carried(ties: Sequence[Evidence], build: _Build) -> tuple[Strength, State]:
    """What a claim with these ties rests on, and the gravest of what has become of its sources."""
    sources = [build.registry.sources[tie.source] for tie in ties]
    states = {one.status.bearing.state for one in sources}
    state = next((each for each in GRAVEST_FIRST if each in states), State.CURRENT)
    standing = [one for one in sources if one.status.bearing.state is not State.RETRACTED]
    if not standing:
        return (Strength.RETRACTED if sources else Strength.NONE), state
    if all(one.attribution is Attribution.UNNAMED for one in standing):
        return Strength.UNNAMED, state
    return (Strength.SEVERAL if len({build.origin(one.id) for one in standing}) > 1 else Strength.ONE), state


def _notes(build: _Build, claims: Sequence[Claim]) -> tuple[Note, ...]:
    return tuple(
        Note(
            label,
            build.registry.sources[key],
            build.origin(key),
            tuple(claim.id for claim in claims if any(tie.source == key for tie in claim.evidence)),
            tuple(mark.id for mark in build.marks if any(item.source == key for item in mark.items)),
        )
        for key, label in build.labels.items()
    )


def _origins(build: _Build, names: Mapping[str, str]) -> tuple[Origin, ...]:
    origins = []
    for index, (group, members) in enumerate(build.origins.items(), start=1):
        body = build.registry.organisations.get(group)
        name = names.get(group) or (body.name if body else group)
        origins.append(Origin(f"o{index}", tuple(members), name, build.origin_why if len(members) > 1 else None))
    return tuple(origins)


def _counts(
    build: _Build, claims: Sequence[Claim], passages: Sequence[Passage], quotations: Sequence[Quotation]
) -> Counts:
    sourced = sum(bool(claim.evidence) for claim in claims)
    return Counts(
        claims=len(claims),
        sourced=sourced,
        unsourced=len(claims) - sourced,
        sources=len(build.labels),
        origins=len(build.origins),
        analysis=sum(passage.role is Role.ANALYSIS for passage in passages),
        quotations=len(quotations),
    )


def assemble(provenance: Provenance, found: Mapping[str, str]) -> str:
    """The article's HTML with every fragment in its place, as the host would put it there."""
    bar = bar_html([Notice(problem, "X1") for problem in provenance.problems], ENGLISH)
    blocks = [bar, found["summary"]]
    for passage in provenance.article.passages:
        pieces: list[tuple[int, int, str]] = [(p.offset, 1, found[p.id]) for p in passage.citations]
        for claim in provenance.claims:
            if claim.passage == passage.id:
                pieces += [(claim.start, 2, found[claim.id]), (claim.end, 0, found["/c"])]
        body, last = "", 0
        for offset, _, html in sorted(pieces, key=lambda piece: piece[:2]):
            body += _text(passage.text[last:offset]) + html
            last = offset
        body += _text(passage.text[last:])
        if passage.role is Role.ANALYSIS and passage.section:
            place = f'aria-labelledby="provenance-analysis-{passage.section[1:]}"'
            blocks.append(
                f'<section class="provenance-analysis" {place}>{found[passage.section]}<p>{body}</p></section>'
            )
        elif passage.role is Role.PULLQUOTE:
            mark = found[f"q{passage.id}"]
            blocks.append(f'<div role="doc-pullquote" class="provenance-pullquote"><p>{body}{mark}</p></div>')
        else:
            blocks.append(f"<p>{body}</p>")
    return "\n".join([*blocks, found["panel"]])


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
