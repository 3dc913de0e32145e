"""Every word that a reader sees: one place for catalogues, dates and the names of kinds.

A string that a reader sees is written once, inside `words.gettext("…")` or `words.ngettext("…", "…", n)`, with
`%(name)s` placeholders. The tables below hold message ids marked by `N_`, looked up when they are shown.
The wording is plain on purpose: it says what is cited, never that something is so.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterable
from typing import Final

from mkdocs_provenance.model import (
    Access,
    Closeness,
    CorrectionKind,
    Kind,
    PartialDate,
    QuotationResult,
    State,
)


def N_(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message


MONTHS: Final = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

KINDS: Final[dict[Kind, str]] = {
    Kind.NEWS: N_("News report"),
    Kind.WIRE: N_("News agency report"),
    Kind.PRESS_RELEASE: N_("Press release"),
    Kind.OFFICIAL_STATEMENT: N_("Official statement"),
    Kind.LAW: N_("Law"),
    Kind.COURT_RECORD: N_("Court record"),
    Kind.FILING: N_("Official filing"),
    Kind.DOCUMENT: N_("Document"),
    Kind.DATASET: N_("Dataset"),
    Kind.STUDY: N_("Study"),
    Kind.REPORT: N_("Report"),
    Kind.INTERVIEW: N_("Interview"),
    Kind.WITNESSED: N_("Seen by our reporter"),
    Kind.CORRESPONDENCE: N_("Letter or message"),
    Kind.SPEECH: N_("Speech"),
    Kind.SOCIAL_POST: N_("Social media post"),
    Kind.BROADCAST: N_("Broadcast"),
    Kind.IMAGE: N_("Image"),
    Kind.VIDEO: N_("Video"),
    Kind.BOOK: N_("Book"),
    Kind.REFERENCE: N_("Reference work"),
    Kind.WEB_PAGE: N_("Web page"),
    Kind.OWN_REPORTING: N_("Our own earlier reporting"),
}

CLOSENESS: Final[dict[Closeness, str]] = {
    Closeness.FIRST_HAND: N_("First-hand."),
    Closeness.SECOND_HAND: N_("Second-hand: reports what others said."),
    Closeness.THIRD_HAND: N_("Third-hand: repeats what others reported."),
    Closeness.UNKNOWN: N_("We do not know whether it is first-hand."),
}

ACCESS: Final[dict[Access, str]] = {
    Access.REGISTRATION: N_("Readers must register to see it."),
    Access.PAYWALL: N_("Behind a paywall."),
    Access.PHYSICAL: N_("Not online."),
    Access.NOT_PUBLIC: N_("Not public."),
}

RESULTS: Final[dict[QuotationResult, str]] = {
    QuotationResult.EXACT: N_("Matches the source's text word for word."),
    QuotationResult.NORMALISED: N_("Matches apart from punctuation or capitals."),
    QuotationResult.ELIDED: N_("Matches; words left out are marked."),
    QuotationResult.ALTERED: N_("Differs from the source's text."),
    QuotationResult.NOT_FOUND: N_("Not found in the text we hold."),
    QuotationResult.NO_TEXT: N_("Not checked: we hold no text of this source."),
}

STATES: Final[dict[State, tuple[str, str]]] = {
    State.CORRECTED: (N_("Since corrected"), N_("Since corrected, %(date)s")),
    State.RETRACTED: (N_("Retracted"), N_("Retracted, %(date)s")),
    State.SUPERSEDED: (N_("Superseded by a later version"), N_("Superseded by a later version, %(date)s")),
}

CORRECTIONS: Final[dict[CorrectionKind, str]] = {
    CorrectionKind.CORRECTION: N_("Correction"),
    CorrectionKind.CLARIFICATION: N_("Clarification"),
    CorrectionKind.UPDATE: N_("Update"),
    CorrectionKind.EDITORS_NOTE: N_("Editor's note"),
    CorrectionKind.RETRACTION: N_("Retraction"),
}

REASONS: Final[dict[str, str]] = {
    "retaliation": N_("who feared retaliation"),
    "safety": N_("who feared for their safety"),
    "not-authorised": N_("who was not authorised to speak"),
    "legal": N_("who cannot be named for legal reasons"),
    "privacy": N_("who asked for privacy"),
}

LANGUAGES: Final[dict[str, str]] = {
    "am": N_("Amharic"),
    "ar": N_("Arabic"),
    "bg": N_("Bulgarian"),
    "bn": N_("Bengali"),
    "cs": N_("Czech"),
    "da": N_("Danish"),
    "de": N_("German"),
    "el": N_("Greek"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "et": N_("Estonian"),
    "fa": N_("Persian"),
    "fi": N_("Finnish"),
    "fr": N_("French"),
    "he": N_("Hebrew"),
    "hi": N_("Hindi"),
    "hr": N_("Croatian"),
    "hu": N_("Hungarian"),
    "id": N_("Indonesian"),
    "is": N_("Icelandic"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ka": N_("Georgian"),
    "kk": N_("Kazakh"),
    "ko": N_("Korean"),
    "ku": N_("Kurdish"),
    "lt": N_("Lithuanian"),
    "lv": N_("Latvian"),
    "nl": N_("Dutch"),
    "no": N_("Norwegian"),
    "nb": N_("Norwegian"),
    "pl": N_("Polish"),
    "ps": N_("Pashto"),
    "pt": N_("Portuguese"),
    "ro": N_("Romanian"),
    "ru": N_("Russian"),
    "sk": N_("Slovak"),
    "sl": N_("Slovenian"),
    "sr": N_("Serbian"),
    "sv": N_("Swedish"),
    "sw": N_("Swahili"),
    "th": N_("Thai"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
    "ur": N_("Urdu"),
    "vi": N_("Vietnamese"),
    "zh": N_("Chinese"),
}


class Words:
    """The words of one language: a message catalogue, and the dates and lists that need more than a catalogue."""

    __slots__ = ("gettext", "ngettext")

    def __init__(self, translations: _gettext.NullTranslations | None = None) -> None:
        catalogue = translations or _gettext.NullTranslations()
        self.gettext = catalogue.gettext
        self.ngettext = catalogue.ngettext

    def date(self, date: PartialDate) -> str:
        """`date` as a reader would say it: "6 February 2023", "February 2023", "about 2023"."""
        text = self._plain_date(date)
        if date.approximate:
            text = self.gettext("about %(date)s") % {"date": text}
        if date.uncertain:
            text = self.gettext("%(date)s (uncertain)") % {"date": text}
        if date.end is not None:
            text = self.gettext("%(start)s to %(end)s") % {"start": text, "end": self.date(date.end)}
        return text

    def _plain_date(self, date: PartialDate) -> str:
        if date.month is None or not 1 <= date.month <= 12:
            return str(date.year)
        month = self.gettext(MONTHS[date.month - 1])
        if date.day is None:
            return self.gettext("%(month)s %(year)d") % {"month": month, "year": date.year}
        return self.gettext("%(day)d %(month)s %(year)d") % {"day": date.day, "month": month, "year": date.year}

    def listing(self, items: Iterable[str]) -> str:
        """Names in a row: "A", "A and B", "A, B and C"."""
        names = list(items)
        if len(names) < 2:
            return "".join(names)
        head = self.gettext(", ").join(names[:-1])
        return self.gettext("%(head)s and %(last)s") % {"head": head, "last": names[-1]}

    def language(self, tag: str) -> str:
        """The name of a BCP 47 language, or the tag where we have no name for it."""
        name = LANGUAGES.get(tag.partition("-")[0].lower())
        return self.gettext(name) if name else tag

    def quoted(self, text: str) -> str:
        """`text` inside quotation marks."""
        return self.gettext("“%(text)s”") % {"text": text}


ENGLISH: Final = Words()


def sentence(text: str) -> str:
    """`text`, closed by a full stop where it has no closing mark of its own."""
    text = text.strip()
    return text if not text or text.rstrip("”’\"')]»")[-1:] in ".!?…。？！؟।" else f"{text}."


def shorten(text: str, limit: int = 90) -> str:
    """`text`, cut between words with an ellipsis where it is longer than `limit`."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit].rstrip(" ,;:–—-") + "…"
