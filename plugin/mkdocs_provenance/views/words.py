"""Every word that a reader sees, in English: the names of kinds, dates, lists. Other languages: `languages.py`.

A string that a reader sees is written once, inside `words.gettext("…")` or `words.ngettext("…", "…", n)`, with
`%(name)s` placeholders. The tables below hold message ids marked by `N_`, looked up when they are shown.
The wording is plain on purpose: it says what is cited, never that something is so.
"""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Iterable
from typing import Final

from mkdocs_provenance.model import (
    MONTHS,
    Access,
    Closeness,
    CorrectionKind,
    Kind,
    OrganisationKind,
    PartialDate,
    QuotationResult,
    State,
)


def N_(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message


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

ORGANISATIONS: Final[dict[OrganisationKind, str]] = {
    OrganisationKind.NEWS: N_("News organisation"),
    OrganisationKind.WIRE: N_("News agency"),
    OrganisationKind.GOVERNMENT: N_("Government body"),
    OrganisationKind.COURT: N_("Court"),
    OrganisationKind.IGO: N_("Intergovernmental organisation"),
    OrganisationKind.COMPANY: N_("Company"),
    OrganisationKind.NGO: N_("Non-governmental organisation"),
    OrganisationKind.ACADEMIC: N_("University or research institute"),
    OrganisationKind.PARTY: N_("Political party"),
    OrganisationKind.MILITARY: N_("Armed forces"),
    OrganisationKind.PLATFORM: N_("Internet platform"),
    OrganisationKind.INDIVIDUAL: N_("A person"),
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
    State.REMOVED: (N_("Original page removed"), N_("Original page removed, %(date)s")),
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
    "am": "Amharic",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "ko": "Korean",
    "ku": "Kurdish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "nb": "Norwegian",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})

_RIGHT_TO_LEFT_LETTERS: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN_LETTERS: Final = re.compile(r"[A-Za-z]")


class Words:
    """The words of one language: its messages, and the dates and lists that need more than messages. Here, English."""

    __slots__ = ("gettext", "ngettext", "space", "stop", "tag")

    def __init__(self, translations: _gettext.NullTranslations | None = None, tag: str = "en") -> None:
        catalogue = translations or _gettext.NullTranslations()
        self.gettext = catalogue.gettext
        self.ngettext = catalogue.ngettext
        self.tag = tag
        """BCP 47."""
        self.stop = "."
        """What ends a sentence."""
        self.space = " "
        """What stands between two sentences."""

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
        month = f"{MONTHS[date.month - 1]} {date.year}"
        return month if date.day is None else f"{date.day} {month}"

    def listing(self, items: Iterable[str]) -> str:
        """Names in a row: "A", "A and B", "A, B and C"."""
        names = list(items)
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def language(self, tag: str) -> str:
        """The name of a BCP 47 language, or the tag where we have no name for it."""
        return LANGUAGES.get(primary(tag), tag)

    def number(self, number: int) -> str:
        """A count in the digits of the language."""
        return str(number)

    def percent(self, number: int) -> str:
        """A share in whole per cent, with the sign where the language has it."""
        return f"{number} %"

    def quoted(self, text: str) -> str:
        """`text` inside quotation marks."""
        return self.gettext("“%(text)s”") % {"text": text}

    def isolated(self, text: str) -> str:
        """A name that stands within a sentence: where it is written the other way, what follows stays in its place."""
        foreign = _RIGHT_TO_LEFT_LETTERS if direction_of(self.tag) == "ltr" else _LATIN_LETTERS
        return f"\u2068{text}\u2069" if foreign.search(text) else text

    def sentence(self, text: str) -> str:
        """`text`, closed by a full stop where it has no closing mark of its own."""
        return sentence(text, self.stop)

    def join(self, sentences: Iterable[str]) -> str:
        """Sentences in a row; empty ones are left out."""
        return self.space.join(filter(None, sentences))

    def attributes(self, language: str, direction: str) -> str:
        """What an element with these words needs to say on a page of this language and direction; mostly nothing."""
        foreign = self.tag.lower() != language.replace("_", "-").lower()
        turned = direction_of(self.tag)
        return (f' lang="{self.tag}"' if foreign else "") + (f' dir="{turned}"' if turned != direction else "")


ENGLISH: Final = Words()


def primary(tag: str) -> str:
    """`pt-BR`, `pt_BR` -> `pt`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def direction_of(tag: str) -> str:
    """`rtl` or `ltr`: how a language is written."""
    return "rtl" if primary(tag) in RIGHT_TO_LEFT else "ltr"


def sentence(text: str, stop: str = ".") -> str:
    """`text`, closed by a full stop where it has no closing mark of its own."""
    text = text.strip()
    return text if not text or text.rstrip("”’\"')]»」』")[-1:] in ".!?…。？！؟।" else f"{text}{stop}"


LINE: Final = 72
"""Characters of a sentence that a list shows: enough to know it by, and one line of a wide panel."""


def shorten(text: str, limit: int = LINE) -> str:
    """`text`, cut between words with an ellipsis where it is longer than `limit`."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit].rstrip(" ,;:–—-") + "…"
