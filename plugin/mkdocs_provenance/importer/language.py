"""The language of a text, guessed from its script and its commonest words; nothing is said where little speaks for it.

Only languages that the plugin has words for are guessed. Their neighbours are known as well, lest Dutch pass for German
or Urdu for Persian: a text in one of those gets no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from mkdocs_provenance.importer.parts import LANGUAGE, Guess, Notes

MIN_HITS: Final = 10
"""Common words that a text must hold before its language is written down."""
MIN_SHARE: Final = 0.12
"""Of all its words, how many must be common ones of the language; running prose has 15 to 50 in a hundred."""
MIN_LEAD: Final = 2
"""How many times as often as those of any other language; words that the two share are left out."""
MIN_LETTERS: Final = 20
"""Letters of a script that belongs to one language alone."""
MAX_CHARACTERS: Final = 8_000
"""How much of a long text is looked at."""

_WORDS: Final = {
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
    "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur",
    "en": "the of and to in a is that for it was on are as with his they be at this from or had by not but what all "
    "were we when there an which their said if will each about has he she no who its been would have more after",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o fue este "
    "ha sí porque esta son entre está cuando muy sin sobre ser también hasta hay donde desde según dijo contra",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son "
    "cette aux ses mais comme ou si leur y dont elle été deux même ces être ont fait selon après sans où nous",
    "it": "di e che la il un a per è in una sono non con del si da come le dei nel alla i della ha ma anche lo al "
    "gli più delle se dal o questo suo nella stato ed sua tra essere degli fra dalla hanno dopo ai era cui",
    "pl": "i w na z się nie że do to jest o jak po co za od przez jego być dla są który która które tym ale czy już "
    "oraz przed było był była ze może tego tylko także jej ich tej pod przy został bardzo roku lub też",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu "
    "sua ou ser quando muito há nos já está também só pelo pela até isso ela entre era depois sem mesmo são aos",
    "tr": "ve bir bu da de için ile olarak daha çok en olan gibi kadar sonra ne ki var o değil göre ise ya her ama "
    "oldu olduğu olduğunu dedi tarafından üzerinde iki yeni ancak bunun ilk hem arasında yıl",
    "ru": "и в не на что он с как это по но из у за то от его о для же к бы был она так все они было до или мы при "
    "её их уже также только сказал были которые который после этого если чтобы между",
    "uk": "і в не на що з до та у як за це від по його він про для але й вона був які із або так ще було після їх "
    "вже також який бути її між щоб якщо під сказав були та цього",
    "ar": "في من على إلى أن عن التي الذي هذا هذه مع ما لا كان بعد كما أو بين ذلك قال وقال وفي كانت قبل حول خلال كل "
    "لم قد هو هي عند أي غير إن منذ حتى وقد ولم",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شد شده های گفت کرده بود دو ما وی اما یا "
    "باید او دارد هر پس شود بین کند",
    "hi": "के में की है और से को का ने पर कि यह हैं भी नहीं एक इस लिए कहा था हो गया कर तो जो थी थे उन्होंने साथ वह ही "
    "या अपने रहे किया जा बाद",
    "nl": "de het een van en in is dat op te zijn voor met niet aan er om ook als bij naar heeft worden door maar die "
    "uit over wordt nog werd deze hij zij hun tot dan was hebben geen zich",
    "sv": "och att det som en på är av för med den till i har de inte om ett han var från men vi så sig vid ska under",
    "da": "og det at en på er af for med den til i har de ikke om et han var fra men vi så sig ved skal som der blev",
    "ca": "de la i el que a en un per amb no les una del els és va al es són com més dels ha aquest aquesta però també",
    "gl": "de a o que e do da en un para é con non unha os no se na por máis as dos como pero foi ao polo súa dun unha",
    "ro": "și de în a la cu pe o care că nu din mai un este au pentru fi s-a prin sau dar ca fost lui sunt această ce",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka",
    "bg": "на и да се за от в е с че не по са като си ще до той но това при бе или му има след още са които",
    "mr": "आणि आहे या ते हे की तो मध्ये होते आहेत नाही त्यांनी होता केले म्हणून त्या",
    "ne": "र छ को मा छन् गरेको भएको पनि हो यो गर्न थियो लागि तथा भने",
}
_COMMON: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LATIN: Final = ("de", "en", "es", "fr", "it", "pl", "pt", "tr", "nl", "sv", "da", "ca", "gl", "ro", "id")
_NO_CATALOGUE: Final = frozenset({"nl", "sv", "da", "ca", "gl", "ro", "id", "bg", "mr", "ne"})

_SCRIPTS: Final = {
    "Latin": re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Arabic": re.compile("[\u0620-\u06ff\u0750-\u077f]"),
    "Devanagari": re.compile("[\u0900-\u0963]"),
    "Hebrew": re.compile("[\u05d0-\u05f2]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "Han": re.compile("[\u4e00-\u9fff]"),
}
_BY_SCRIPT: Final = {"Latin": _LATIN, "Cyrillic": ("ru", "uk", "bg"), "Arabic": ("ar", "fa"),
                     "Devanagari": ("hi", "mr", "ne")}  # fmt: skip
_FOREIGN: Final = {
    "Cyrillic": re.compile("[ђјљњћџѓќѕўәғқңөұүһ]"),  # Serbian, Macedonian, Belarusian, Kazakh
    "Arabic": re.compile("[ٹڈڑےںھۓټډړښځڼېڵۆێڕەۇۈۋ]"),  # Urdu, Pashto, Kurdish, Uyghur
    "Hebrew": re.compile("[\u05f0-\u05f2]|\\bאון\\b"),  # Yiddish
}
"""Letters and words of languages that share the script."""
_TRADITIONAL: Final = re.compile("[這個們來時國會說對為過還發現開關點無門問學長東車馬書電話語認讓應當經將與總統]")
_SIMPLIFIED: Final = re.compile("[这个们来时国会说对为过还发现开关点无门问学长东车马书电话语认让应当经将与总统]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\u0900-\u0903\u093a-\u094f-][^\W\d_]*)*")


def guess_language(lines: Iterable[str]) -> Guess:
    """The language of a text (BCP 47), or None as its value; the reason is a clause for the editor.

    Args:
        lines: the text's prose.
    """
    text = "\n".join(lines)[:MAX_CHARACTERS]
    letters = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    total = sum(letters.values())
    if total < MIN_LETTERS or letters[script] + letters["kana"] < 0.6 * total:
        return Guess(None, "there are too few words to tell")
    foreign = _FOREIGN.get(script)
    if foreign and len(foreign.findall(text.casefold())) > letters[script] // 200:
        return Guess(None, f"it holds {script} letters of a language that the plugin has no words for")
    if script in _BY_SCRIPT:
        return _by_words(text, script)
    return _by_script(text, script, letters)


def _by_script(text: str, script: str, letters: dict[str, int]) -> Guess:
    """A script that one language alone is written in."""
    if script == "Hebrew":
        return Guess("he", "its letters are Hebrew")
    if letters["kana"] > 0.05 * letters["Han"]:
        return Guess("ja", "it holds kana")
    if len(_TRADITIONAL.findall(text)) > 2 * len(_SIMPLIFIED.findall(text)):
        return Guess("zh-Hant", "its characters are Chinese, in their traditional form")
    return Guess("zh", "its characters are Chinese, without kana")


def _by_words(text: str, script: str) -> Guess:
    """The language whose commonest words a text holds most of."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
    parts = [part for word in words for part in word.split("'")]
    found = {language: [part for part in parts if part in _COMMON[language]] for language in _BY_SCRIPT[script]}
    best = max(found, key=lambda language: len(found[language]))
    if len(found[best]) < MIN_HITS or len(found[best]) < MIN_SHARE * len(parts):
        return Guess(None, "there are too few common words to tell")
    leads = all(_leads(found, best, other) for other in found if other != best)
    if not leads or best in _NO_CATALOGUE:
        return Guess(None, "its common words fit no one language that the plugin has words for")
    return Guess(best, f"{len(found[best])} of its {len(parts)} words are common ones of that language")


def _leads(found: Mapping[str, Sequence[str]], best: str, other: str) -> bool:
    """Whether the words that only one of two languages has speak for the first."""
    ours = sum(word not in _COMMON[other] for word in found[best])
    theirs = sum(word not in _COMMON[best] for word in found[other])
    return ours > MIN_LEAD * theirs + 1


def note_language(guess: Guess, notes: Notes) -> None:
    """Say which language is written down and why, or why none is."""
    if guess.value:
        notes.add(f"The text was read as `lang: {guess.value}`: {guess.why}.")
    else:
        notes.add(f"No language was written down: {guess.why}. Sentences were split as in English.")


def shown_language(guess: Guess) -> str:
    """A guessed language as the table shows it: `de`, or `en (default)` where nothing was guessed."""
    return guess.value or f"{LANGUAGE} (default)"
