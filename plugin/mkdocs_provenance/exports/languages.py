"""The names that LaTeX's package babel has for languages, which biblatex's `langid` takes (its manual, table 2)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

BABEL: Final = MappingProxyType(
    {
        "af": "afrikaans", "ar": "arabic", "bg": "bulgarian", "bn": "bengali", "bs": "bosnian", "ca": "catalan",
        "cs": "czech", "cy": "welsh", "da": "danish", "de": "ngerman", "de-at": "naustrian", "de-ch": "nswissgerman",
        "el": "greek", "en": "english", "en-au": "australian", "en-ca": "canadian", "en-gb": "british",
        "en-nz": "newzealand", "en-us": "american", "eo": "esperanto", "es": "spanish", "et": "estonian",
        "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "gl": "galician",
        "he": "hebrew", "hi": "hindi", "hr": "croatian", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
        "is": "icelandic", "it": "italian", "ja": "japanese", "ka": "georgian", "ko": "korean", "la": "latin",
        "lt": "lithuanian", "lv": "latvian", "mk": "macedonian", "mr": "marathi", "ms": "malay", "nb": "norsk",
        "nl": "dutch", "nn": "nynorsk", "no": "norsk", "pl": "polish", "pt": "portuguese", "pt-br": "brazilian",
        "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sq": "albanian", "sr": "serbian",
        "sv": "swedish", "ta": "tamil", "te": "telugu", "th": "thai", "tr": "turkish", "uk": "ukrainian",
        "ur": "urdu", "vi": "vietnamese", "zh": "chinese",
    }
)  # fmt: skip
"""A tag in small letters to babel's name."""
