"""The filters of the index of sources: what there is to choose from. `sources.js` does the choosing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from mkdocs_provenance.model import Kind, Source, State
from mkdocs_provenance.views.reliance import Body
from mkdocs_provenance.views.source_page import BECAME
from mkdocs_provenance.views.words import KINDS, Words, primary


class Choice(Struct, frozen=True, gc=False):
    """One value that a filter offers."""

    value: str
    label: str


class Filter(Struct, frozen=True, gc=False):
    """One thing to choose by."""

    name: str
    """Of its field, and of its part of the address: `kind` in `?kind=study`."""
    label: str
    choices: tuple[Choice, ...]


class Form(Struct, frozen=True, gc=False):
    """The filters, and what their script says."""

    filters: tuple[Filter, ...]
    said: str
    """How many sources are shown, with `{}` for the number."""
    digits: str
    """The ten digits of the language, where they are its own."""
    more: tuple[str, ...]
    """Addresses of the further pages."""


def source_form(sources: Sequence[Source], bodies: Mapping[str, Body], words: Words, more: Iterable[str]) -> Form:
    """The filters that part a list of sources.

    Args:
        sources: All that have a page.
        bodies: Source id to who answers for it.
        words: Those of the page.
        more: Addresses of the further pages of the list.
    """
    names = {body.key: body.name for body in bodies.values()}
    tried = (
        _filter("kind", words.gettext("Kind"), [each.kind.value for each in sources], _kind_name, words),
        _filter("organisation", words.gettext("Organisation"), [bodies[each.id].key for each in sources],
                lambda key, _: names[key], words),
        _filter("status", words.gettext("Status"), [status_of(each) for each in sources], _state_name, words),
        _filter("language", words.gettext("Language"), [language_of(each) for each in sources],
                lambda tag, words: words.language(tag), words),
    )  # fmt: skip
    digits = "".join(map(words.number, range(10)))
    said = words.ngettext("%(shown)s of %(count)d source", "%(shown)s of %(count)d sources", len(sources))
    return Form(
        filters=tuple(filter(None, tried)),
        said=said % {"shown": "{}", "count": len(sources)},
        digits="" if digits == "0123456789" else digits,
        more=tuple(more),
    )


def status_of(source: Source) -> str:
    """What has become of a source, as the filter knows it; nothing where it stands as it was."""
    state = source.status.bearing.state
    return "" if state is State.CURRENT else state.value


def language_of(source: Source) -> str:
    """The language of a source without its region; nothing where it is not said."""
    return primary(source.language) if source.language else ""


def _filter(
    name: str, label: str, values: Sequence[str], name_of: Callable[[str, Words], str], words: Words
) -> Filter | None:
    """A filter by the values of each source; None where all sources have one and the same."""
    counts = Counter(values)
    if len(counts) < 2:
        return None
    said = words.gettext("%(text)s (%(count)d)")
    named = sorted((name_of(value, words), value) for value in counts if value)
    named.sort(key=lambda pair: _unaccented(pair[0]))
    choices = (Choice(value, said % {"text": text, "count": counts[value]}) for text, value in named)
    return Filter(name, label, tuple(choices))


def _kind_name(kind: str, words: Words) -> str:
    return words.gettext(KINDS[Kind(kind)])


def _state_name(state: str, words: Words) -> str:
    return words.gettext(BECAME[State(state)])


def _unaccented(text: str) -> str:
    """A text to sort by: “Étude” stands with E, in every language near enough."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    ).casefold()
