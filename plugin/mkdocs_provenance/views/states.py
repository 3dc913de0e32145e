"""What has become of sources, in a reader's words: said wherever something rests on one."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_provenance.model import Claim, Note, Source, State, Status
from mkdocs_provenance.views.lookup import Lookup
from mkdocs_provenance.views.words import STATES, Words


def in_words(status: Status, words: Words) -> str:
    """ "Retracted, 30 April 2026", without a full stop; the empty string where nothing has become of it."""
    if status.state is State.CURRENT:
        return ""
    undated, dated = STATES[status.state]
    return words.gettext(dated) % {"date": words.date(status.date)} if status.date else words.gettext(undated)


def became(source: Source, words: Words) -> str:
    """What has become of a source, as far as it bears on what rests on it: as `in_words`."""
    return in_words(source.status.bearing, words)


def is_retracted(source: Source) -> bool:
    """Whether a source was retracted, and so carries nothing."""
    return source.status.bearing.state is State.RETRACTED


def remark(claim: Claim, lookup: Lookup) -> str:
    """What has become of a statement's sources, for words behind it; the empty string for most.

    "Retracted, 30 April 2026" where it has one source, else "Source 2: Retracted, 30 April 2026."
    """
    if claim.state is State.CURRENT:
        return ""
    notes = lookup.cited([tie.source for tie in claim.evidence])
    if len(notes) == 1:
        return became(notes[0].source, lookup.words)
    return remarks(notes, lookup)


def remarks(notes: Sequence[Note], lookup: Lookup) -> str:
    """ "Source 2: Retracted, 30 April 2026. Source 3: Since corrected.", for those that are not as published."""
    words = lookup.words
    told = ((note.label, became(note.source, words)) for note in notes)
    sentence = words.gettext("Source %(label)s: %(what)s")
    return words.join(words.sentence(sentence % {"label": label, "what": what}) for label, what in told if what)
