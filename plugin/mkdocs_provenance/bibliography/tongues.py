"""Languages as bibliographies name them, as BCP 47 tags: `ngerman`, `Deutsch`, `ger`, `de_AT`.

biblatex takes the names of the babel package (its manual, table 2), Zotero whatever the library's catalogue wrote, RIS
and PubMed the codes of ISO 639-2.
"""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    "af": "afrikaans afr", "ar": "arabic ara العربية", "bg": "bulgarian bul", "bn": "bengali ben", "bs": "bosnian bos",
    "ca": "catalan cat català",
    "cs": "czech cze ces čeština", "cy": "welsh wel cym", "da": "danish dan dansk",
    "de": "german ngerman deu ger deutsch germanb", "de-AT": "austrian naustrian", "de-CH": "swissgerman nswissgerman",
    "el": "greek gre ell polutonikogreek", "en": "english eng englisch anglais inglés inglese",
    "en-AU": "australian", "en-CA": "canadian", "en-GB": "british ukenglish", "en-NZ": "newzealand",
    "en-US": "american usenglish", "eo": "esperanto", "es": "spanish spa español espanol castellano",
    "et": "estonian est", "eu": "basque baq eus", "fa": "persian farsi per fas", "fi": "finnish fin suomi",
    "fr": "french fre fra français francais frenchb francois", "fr-CA": "canadien acadian", "ga": "irish gle",
    "gl": "galician glg", "grc": "ancientgreek", "he": "hebrew heb", "hi": "hindi hin", "hr": "croatian hrv",
    "hu": "hungarian hun magyar", "hy": "armenian arm hye", "id": "indonesian ind bahasa", "is": "icelandic ice isl",
    "it": "italian ita italiano", "ja": "japanese jpn 日本語", "ka": "georgian geo kat", "ko": "korean kor 한국어",
    "la": "latin lat", "lt": "lithuanian lit", "lv": "latvian lav", "mk": "macedonian mac mkd", "mr": "marathi mar",
    "ms": "malay may msa", "nb": "norsk nob bokmål", "nl": "dutch dut nld nederlands", "nn": "nynorsk nno",
    "no": "norwegian nor", "pl": "polish pol polski", "pt": "portuguese por português portuguese portuges",
    "pt-BR": "brazilian brazil", "ro": "romanian rum ron", "ru": "russian rus русский", "sk": "slovak slo slk",
    "sl": "slovene slovenian slv", "sq": "albanian alb sqi", "sr": "serbian srp serbianc", "sv": "swedish swe svenska",
    "ta": "tamil tam", "te": "telugu tel", "th": "thai tha", "tr": "turkish tur türkçe", "uk": "ukrainian ukr",
    "ur": "urdu urd", "vi": "vietnamese vie", "zh": "chinese chi zho pinyin 中文", "zh-Hans": "chinese-simplified",
    "zh-Hant": "chinese-traditional",
}  # fmt: skip
_TAGS: Final = {name: tag for tag, names in _NAMES.items() for name in names.split()}
NO_LANGUAGE: Final = frozenset({"und", "mul", "zxx", "none", "n/a"})
"""Words for "not known", "several" and "none" (ISO 639-2)."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def language_tag(written: str) -> str | None:
    """The tag of the first language that a field names, or None where it names none that is known."""
    for part in re.split(r"[,;/&]| and | und | et ", written.strip()):
        word = part.strip(" .()").lower().removeprefix("lang")
        tag = _TAGS.get(word) or _TAGS.get(word.split()[0] if word else "")
        if tag is not None:
            return tag
        if _TAG.fullmatch(part.strip()) and part.strip().lower() not in NO_LANGUAGE:
            return _tidy(part.strip())
    return None


def _tidy(tag: str) -> str:
    """A tag in its usual spelling: `de_at` -> `de-AT`, `zh-hant` -> `zh-Hant`."""
    first, *rest = re.split("[-_]", tag)
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)
    return "-".join((first.lower(), *cased))
