"""The panel "How we know this": what is reported, what is analysis, what it rests on, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from mkdocs_provenance.model import (
    AnalysisSection,
    Claim,
    Disagreement,
    PartialDate,
    Quotation,
    QuotationResult,
    Role,
    State,
    Strength,
)
from mkdocs_provenance.views.amounts import amounts, count_origins, count_sources, count_statements, strength_labels
from mkdocs_provenance.views.correction import shown
from mkdocs_provenance.views.downloads import download_lines
from mkdocs_provenance.views.lookup import Lookup, anchor, esc, number, safe
from mkdocs_provenance.views.marks import mark_html
from mkdocs_provenance.views.notes import note_views
from mkdocs_provenance.views.states import became, remark
from mkdocs_provenance.views.words import RESULTS, shorten

OPEN_UP_TO: Final = 5
"""A list of at most this many rows stands open; a longer one is folded."""


class Dated(NamedTuple):
    """A line of the version history."""

    date: str
    iso: str
    text: str


class Waived(NamedTuple):
    """What the desk knows and lets stand: its reason, and the sentence or the source that it is about."""

    reason: str
    about: str
    href: str | None


class Row(NamedTuple):
    """A source that an analysis rests on: its name, its note, the note's number, and what has become of it."""

    text: str
    href: str
    label: str
    became: str = ""


class StrengthView(NamedTuple):
    """How many statements rest on what, and which ones where that should be seen."""

    name: str
    label: str
    total: int
    rows: Markup = Markup()
    """The statements as list items, in one piece: a template loop would take three times as long."""

    @property
    def open(self) -> bool:
        """Whether the list stands open."""
        return self.total <= OPEN_UP_TO


class SectionView(NamedTuple):
    """One analysis section and what it rests on."""

    title: str
    href: str
    rests_on: tuple[Row, ...]


class QuoteView(NamedTuple):
    """One quotation, whom it is from, and what looking for it gave."""

    text: str
    href: str | None
    source: str | None
    source_href: str | None
    result: str
    differs: bool


def panel_html(lookup: Lookup, templates: Environment, record_url: str, files: Sequence[str] = ()) -> str:
    """The whole panel; the empty string where there is nothing to say."""
    record = lookup.provenance
    statement = record.article.statement
    if not (record.claims or record.notes or record.analysis or statement.method or statement.corrections):
        return ""
    words = lookup.words
    every = lookup.addresses.corrections
    return (
        templates.get_template("panel.html.jinja")
        .render(
            gettext=words.gettext,
            ngettext=words.ngettext,
            number=words.number,
            stop=words.stop,
            attributes=safe(lookup.attributes),
            authors=words.listing(record.article.authors),
            statement=statement,
            corrections=shown(record.article, words),
            all_corrections=lookup.root + lookup.addresses.url(every) if every else "",
            reported=reported(lookup),
            strengths=strengths(lookup),
            analysed=whole_or_part(lookup),
            sections=_sections(lookup),
            quotations=[_quotation(quotation, lookup) for quotation in record.quotations],
            notes=note_views(lookup, templates),
            disagreements=_disagreements(lookup),
            not_established=statement.not_established,
            waived=_waived(lookup),
            about=_about(lookup),
            history=[_dated(change.date, change.change, lookup) for change in statement.history],
            record_url=record_url,
            downloads=download_lines(files, record.article.address, words),
        )
        .strip()
    )


def _dated(date: PartialDate, text: str, lookup: Lookup) -> Dated:
    return Dated(lookup.words.date(date), date.iso, text)


def strengths(lookup: Lookup) -> tuple[StrengthView, ...]:
    """The statements by what they rest on; every statement is in exactly one of the five."""
    labels = strength_labels(lookup)
    groups: dict[Strength, list[Claim]] = {name: [] for name in labels}
    for claim in lookup.provenance.claims:
        groups[claim.strength].append(claim)
    return tuple(
        StrengthView(
            name.value,
            labels[name],
            len(claims),
            safe("".join(_statement(claim, lookup) for claim in claims)) if _wants_rows(name, claims) else Markup(),
        )
        for name, claims in groups.items()
        if claims
    )


def _wants_rows(name: Strength, claims: Sequence[Claim]) -> bool:
    """Whether statements are listed: the best supported only where there is a remark on one of them."""
    return name is not Strength.SEVERAL or any(claim.state is not State.CURRENT for claim in claims)


def _statement(claim: Claim, lookup: Lookup) -> str:
    notes = lookup.cited([evidence.source for evidence in claim.evidence])
    if len(notes) == 1:
        source = notes[0].source
        note = lookup.who(source) or source.described_as or source.title
        if source.unidentified:
            note = lookup.words.gettext("Source not identified.")
    else:
        note = amounts([note.source for note in notes], lookup) if notes else ""
    then = remark(claim, lookup)
    said = (
        f"{esc(lookup.words.sentence(note))} <strong>{esc(lookup.words.sentence(then))}</strong>" if then else esc(note)
    )
    small = f" <small>{said}</small>" if note else ""
    link = f'<a href="#provenance-claim-{number(claim.id)}">{esc(shorten(claim.text))}</a>'
    return f"<li>{link}{small}</li>"


def reported(lookup: Lookup) -> str:
    """ "14 statements drawn from 9 sources (6 separate origins). 2 statements: no source given."."""
    words = lookup.words
    claims = lookup.provenance.claims
    sourced = [claim for claim in claims if claim.evidence]
    unsourced = len(claims) - len(sourced)
    parts = []
    if sourced:
        sources = len({evidence.source for claim in sourced for evidence in claim.evidence})
        origins = len({origin for claim in sourced for origin in claim.origins})
        values = {
            "statements": count_statements(len(sourced), words),
            "sources": count_sources(sources, words),
            "origins": count_origins(origins, words),
        }
        said = (
            words.gettext("%(statements)s drawn from %(sources)s (%(origins)s).")
            if sources > 1
            else words.gettext("%(statements)s drawn from %(sources)s.")
        )
        parts.append(said % values)
    retracted = sum(claim.state is State.RETRACTED for claim in sourced)
    if retracted:
        said = words.ngettext(
            "%(count)d statement rests on a retracted source.",
            "%(count)d statements rest on retracted sources.",
            retracted,
        )
        parts.append(said % {"count": retracted})
    if unsourced:
        said = words.ngettext(
            "%(count)d statement: no source given.", "%(count)d statements: no source given.", unsourced
        )
        parts.append(said % {"count": unsourced})
    return words.join(parts)


def analysed(lookup: Lookup) -> str:
    """ "1 paragraph is our analysis.", or the empty string."""
    count = lookup.provenance.counts.analysis or sum(
        passage.role is Role.ANALYSIS for passage in lookup.provenance.article.passages
    )
    if not count:
        return ""
    said = lookup.words.ngettext(
        "%(count)d paragraph is our analysis.", "%(count)d paragraphs are our analysis.", count
    )
    return said % {"count": count}


def whole_or_part(lookup: Lookup) -> str:
    """How much of the article is analysis, in a sentence."""
    if all_analysis(lookup):
        return lookup.words.gettext("This whole article is our analysis; it is not sourced reporting.")
    return analysed(lookup)


def all_analysis(lookup: Lookup) -> bool:
    """Whether the article is analysis from end to end."""
    record = lookup.provenance
    return not record.claims and (bool(record.analysis) or record.article.statement.type_of_work == "analysis")


def _sections(lookup: Lookup) -> list[SectionView]:
    return [
        SectionView(
            section.title or _opening(section, lookup),
            f"#provenance-analysis-{number(section.id)}",
            tuple(
                Row(
                    lookup.who(note.source) or note.source.title,
                    f"#provenance-note-{anchor(note.label)}",
                    note.label,
                    became(note.source, lookup.words),
                )
                for note in lookup.cited(section.rests_on)
            ),
        )
        for section in lookup.provenance.analysis
    ]


def _opening(section: AnalysisSection, lookup: Lookup) -> str:
    """The first words of a section without a title."""
    first = next((p.text for p in lookup.provenance.article.passages if p.id in section.passages and p.prose), "")
    return shorten(first) or lookup.words.gettext("Our analysis")


def _quotation(quotation: Quotation, lookup: Lookup) -> QuoteView:
    words = lookup.words
    note = lookup.notes.get(quotation.source) if quotation.source else None
    if quotation.source is None:
        result = words.gettext("No source given.")
    elif quotation.result is QuotationResult.ALTERED and quotation.nearest:
        result = words.gettext("Differs from the source's text: “%(nearest)s”") % {"nearest": quotation.nearest}
    else:
        result = words.gettext(RESULTS[quotation.result])
    claim = lookup.claims.get(quotation.claim) if quotation.claim else None
    return QuoteView(
        text=words.quoted(quotation.text),
        href=f"#provenance-claim-{number(claim.id)}" if claim else None,
        source=(lookup.who(note.source) or note.source.described_as or note.source.title) if note else None,
        source_href=f"#provenance-note-{anchor(note.label)}" if note else None,
        result=result,
        differs=quotation.result in (QuotationResult.ALTERED, QuotationResult.NOT_FOUND),
    )


def _disagreements(lookup: Lookup) -> list[Markup]:
    disagreements = lookup.provenance.article.statement.disagreement
    if not disagreements:
        return []
    return [_with_marks(disagreement, lookup) for disagreement in disagreements]


def _with_marks(disagreement: Disagreement, lookup: Lookup) -> Markup:
    """The author's words with their marks at their places."""
    html, last = [], 0
    for placed in sorted(disagreement.citations, key=lambda placed: placed.offset):
        mark = lookup.marks.get(placed.id)
        html.append(escape(disagreement.text[last : placed.offset]))
        html.append(safe(mark_html(mark, lookup)) if mark else escape(placed.citation.raw))
        last = placed.offset
    html.append(escape(disagreement.text[last:]))
    return Markup("").join(html)


def _waived(lookup: Lookup) -> list[Waived]:
    """What stands with a reason: the article's problems, then those of the sources that it cites, each reason once."""
    found = [
        Waived(
            problem.waived or "",
            shorten(problem.words or ""),
            f"#provenance-claim-{number(problem.at)}" if problem.at and problem.at in lookup.claims else None,
        )
        for problem in lookup.provenance.waived
    ]
    for note in lookup.provenance.notes:
        name = lookup.who(note.source) or note.source.described_as or note.source.title
        href = f"#provenance-note-{anchor(note.label)}"
        found += [Waived(waiver.reason, name, href) for waiver in note.source.waivers]
    first: dict[str, Waived] = {}
    for one in found:
        first.setdefault(one.reason, one)
    return list(first.values())


def _about(lookup: Lookup) -> str:
    """What the desk says of its own work on the article."""
    words, statement = lookup.words, lookup.provenance.article.statement
    said = []
    if statement.reviewed_by:
        said.append(words.sentence(words.gettext("Reviewed by %(name)s") % {"name": statement.reviewed_by}))
    if statement.checked_on:
        date = words.date(statement.checked_on)
        said.append(words.gettext("The desk last went through the sources on %(date)s.") % {"date": date})
    if statement.ai_use:
        said.append(words.sentence(words.gettext("Use of AI: %(use)s") % {"use": statement.ai_use}))
    return words.join(said)
