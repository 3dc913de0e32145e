"""The small HTML inside the text: marks, claims, and what opens an analysis section."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mkdocs_provenance.model import AnalysisSection, Claim, Mark, MarkItem, Note, Role, State, Strength
from mkdocs_provenance.views.amounts import amounts
from mkdocs_provenance.views.lookup import Lookup, anchor, esc, number
from mkdocs_provenance.views.states import became, remark
from mkdocs_provenance.views.words import Words

CLAIM_END: Final = "</span>"

_SET_APART: Final = (Strength.SEVERAL, Strength.UNNAMED, Strength.RETRACTED)
_ID: Final = re.compile(' id="[^"]*"')


def _link(note: Note, lookup: Lookup) -> str:
    """The link that a source's number becomes; it is the same wherever the source is cited."""
    return (
        f'<a href="#provenance-note-{anchor(note.label)}" role="doc-noteref"'
        f' aria-label="{esc(describe(note, lookup))}">{esc(note.label)}</a>'
    )


def describe(note: Note, lookup: Lookup) -> str:
    """ "Source 3: Reuters, 4 May 2026", and what has become of it: "Retracted, 9 May 2026."."""
    words, source = lookup.words, note.source
    if source.unidentified:
        what = words.gettext("not identified")
    else:
        what = lookup.who(source) or source.described_as or source.title
        if source.published is not None:
            what = words.gettext("%(who)s, %(date)s") % {"who": what, "date": words.date(source.published)}
    said = words.gettext("Source %(label)s: %(what)s") % {"label": note.label, "what": what}
    then = became(source, words)
    return words.join((words.sentence(said), words.sentence(then))) if then else said


def mark_html(mark: Mark, lookup: Lookup) -> str:
    """One mark: a superscript of links in brackets that are real text, or the raw text where nothing resolves."""
    notes = lookup.cited([item.source for item in mark.items if item.source is not None])
    if not notes:
        return f'<span class="provenance-unresolved">{esc(mark.raw)}</span>'
    items = mark.items
    opening = f'<sup class="provenance-mark" id="provenance-mark-{number(mark.id)}"{lookup.attributes}'
    if len(items) == 1:
        return f"{opening}>[{_item(items[0], lookup)}]</sup>"
    annotated = any(item.item.prefix or item.item.locator or item.item.suffix for item in items)
    body = ("; " if annotated else ", ").join(_item(item, lookup) for item in items)
    head = esc(_head(mark, notes, lookup))
    return f'{opening} data-amounts="{head}">[{body}]</sup>'


def _head(mark: Mark, notes: list[Note], lookup: Lookup) -> str:
    """What the group amounts to, and which of its numbers point nowhere."""
    words = lookup.words
    parts = [amounts([note.source for note in notes], lookup)]
    parts += [
        words.gettext("%(label)s: no such source.") % {"label": item.label}
        for item in mark.items
        if item.source not in lookup.notes
    ]
    return words.join(parts)


def _item(item: MarkItem, lookup: Lookup) -> str:
    link = lookup.links.get(item.source) if item.source is not None else None
    if link is None:
        explained = esc(lookup.words.gettext("no such source"))
        link = (
            f'<span class="provenance-unresolved">{esc(item.label)}?'
            f'<span class="provenance-hidden"> ({explained})</span></span>'
        )
    cited = item.item
    if not (cited.prefix or cited.locator or cited.suffix):
        return link
    before = f"{esc(cited.prefix.strip())} " if cited.prefix.strip() else ""
    after = "".join(f", {esc(part.strip(' ,'))}" for part in (cited.locator, cited.suffix) if part and part.strip(" ,"))
    return f"{before}{link}{after}"


def claim_html(claim: Claim, lookup: Lookup) -> dict[str, str]:
    """The opening tag of a claim, the same behind the claim before, and for further pieces of a sentence in pieces.

    One origin is what most claims rest on, and no source is what `data-support` says: neither needs `data-strength`.
    What has become of its sources stands in words on the first piece, for the reading lens to show behind it.
    """
    more = f' data-strength="{claim.strength.value}"' if claim.strength in _SET_APART else ""
    says = f' data-support="{claim.support.value}"{more}>'
    then = f' data-state="{esc(remark(claim, lookup))}"' if claim.state is not State.CURRENT else ""
    opening = f'<span class="provenance-claim" id="provenance-claim-{number(claim.id)}"{then}{says}'
    return {
        claim.id: opening,
        f"{claim.id}~": f"{CLAIM_END} {opening}",
        f"{claim.id}+": f'<span class="provenance-claim"{says}',
    }


def analysis_html(section: AnalysisSection, words: Words, attributes: str) -> dict[str, str]:
    """What opens an analysis section: its label and the sentence that says what it is, or the sentence alone."""
    place = f'id="provenance-analysis-{number(section.id)}"'
    says = esc(words.gettext("This part is the writer's reading of the facts above; it is not sourced reporting."))
    untitled = f'<p class="provenance-analysis-label" {place}{attributes}>{says}</p>'
    title = esc(section.title or words.gettext("Our analysis"))
    if attributes and section.title:  # the title is the author's, in the language of the article
        title, says = f"<bdi>{title}</bdi>", f"<span{attributes}>{says}</span>"
        attributes = ""
    titled = f'<p class="provenance-analysis-label"{attributes}><strong {place}>{title}</strong> {says}</p>'
    return {section.id: titled, f"{section.id}-": untitled}


def listed(sections: Iterable[AnalysisSection], words: Words, attributes: str) -> dict[str, str]:
    """What an excerpt shows in a listing: which part is analysis, and no marks; ids stay with the article's page."""
    return {
        name: _ID.sub("", html)
        for section in sections
        for name, html in analysis_html(section, words, attributes).items()
    }


def pullquote_html(passage: str, lookup: Lookup) -> str:
    """The marks that a pull quote inherits from the claim that it repeats."""
    return "".join(
        mark_html(mark, lookup) for mark in lookup.provenance.marks if mark.inherited and mark.passage == passage
    )


def fragments(lookup: Lookup) -> dict[str, str]:
    """Every fragment that stands inside the text, by the name that the host replaces."""
    lookup.links = {key: _link(note, lookup) for key, note in lookup.notes.items()}
    record = lookup.provenance
    elsewhere = {placed.id for said in record.article.statement.disagreement for placed in said.citations}
    found = {mark.id: mark_html(mark, lookup) for mark in record.marks if not (mark.inherited or mark.id in elsewhere)}
    for claim in record.claims:
        found |= claim_html(claim, lookup)
    found["/c"] = CLAIM_END
    for section in record.analysis:
        found |= analysis_html(section, lookup.words, lookup.attributes)
    for passage in record.article.passages:
        if passage.role is Role.PULLQUOTE:
            found[f"q{passage.id}"] = pullquote_html(passage.id, lookup)
    return found
