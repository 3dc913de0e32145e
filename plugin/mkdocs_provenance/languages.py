"""The words of every language but English: catalogues of messages, and what Babel knows of dates, lists and names.

English needs neither a file nor Babel, so both are loaded when the first page in another language is rendered. A file
of the site's own comes before ours, message by message.
"""

from __future__ import annotations

import datetime
import gettext
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs_provenance.model import PartialDate, Problem
from mkdocs_provenance.problems import did_you_mean, problem
from mkdocs_provenance.views.words import ENGLISH, Words, primary

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog, Message

FOLDER: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "mkdocs_provenance"

_TAG: Final = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_OLD_TAGS: Final = {"iw": "he", "in": "id", "ji": "yi"}
_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)([ds])")
_STOPS: Final = {"bn": "।", "hi": "।", "ja": "。", "ne": "।", "zh": "。"}
_UNSPACED: Final = frozenset({"ja", "zh"})
_ZEROS: Final = {"bn": "০", "ckb": "٠", "fa": "۰", "mr": "०", "my": "၀", "ne": "०", "ps": "۰"}
"""Languages whose newspapers set numbers in digits of their own; those of Arabic differ from country to country."""
_ARABIC_PERCENT: Final = frozenset({"ckb", "fa", "ps"})
"""Languages that set a sign of their own behind a share; Babel writes it with Latin digits, and so without."""
_YEARS: Final = {"ru": (re.compile(r"\sг\."), " года"), "uk": (re.compile(r"\sр\."), " року")}
"""Babel's short word for "year", whose full stop would be read as the end of the sentence, and the full word."""


class Languages:
    """The words of every language that a build asks for, each made once.

    Args:
        folder: The site's own catalogues: `de.po`, or `de/LC_MESSAGES/mkdocs_provenance.po`.
        describe: How a path is written in messages.
    """

    def __init__(self, folder: Path | None = None, describe: Callable[[Path], str] = str) -> None:
        self._words: dict[str, Words] = {}
        self._own: dict[str, _Messages] = {}
        found: list[Problem] = []
        for tag, path in _files(folder) if folder else ():
            messages, problems = _read_own(tag, path, describe(path))
            found += problems
            if messages is not None:
                self._own[_normal(tag)] = messages
        self.problems: Final = tuple(found)
        """What is wrong with the site's own catalogues."""

    def words(self, tag: str) -> Words:
        """The words for a BCP 47 tag (or `pt_BR`): those of its language where it has none, else English."""
        words = self._words.get(tag)
        if words is None:
            words = self._words[tag] = self._made(tag.replace("_", "-"))
        return words

    def _made(self, tag: str) -> Words:
        names = _chain(tag) if _TAG.fullmatch(tag) else []
        own = [name for name in names if name in self._own]
        ours = [name for name in names if name in _shipped()]
        layers = [*(self._own[name] for name in own), *(_ours(name) for name in ours)]
        english = primary(tag) == "en"
        if not (layers or english):
            return self.words("en")
        if english:
            if not layers and tag.lower() == "en":
                return ENGLISH
            return LocalWords(layers, "en-US") if tag.lower() == "en-us" else Words(_stacked(layers), tag)
        if names[-1] == "zh" and _TRADITIONAL & set(names[0].split("-")) and own[:1] in ([], ["zh"]):
            tag = "zh-Hans"
        if "en" in self._own:
            layers.append(self._own["en"])
        return LocalWords(layers, tag)


class LocalWords(Words):
    """The words of a language other than English."""

    __slots__ = ("_digits", "_locale", "_primary")

    def __init__(self, layers: Iterable[_Messages], tag: str) -> None:
        super().__init__(_stacked(layers), tag)
        self._locale = _locale(tag)
        self._primary = primary(tag)
        self.stop = _STOPS.get(self._primary, ".")
        self.space = "" if self._primary in _UNSPACED else " "
        zero = _ZEROS.get(self._primary)
        self._digits = {48 + n: ord(zero) + n for n in range(10)} if zero else {}
        if self._digits:
            self.gettext, self.ngettext = self._numbered(self.gettext), self._numbered(self.ngettext)

    def _numbered(self, say: Callable[..., str]) -> Callable[..., str]:
        return lambda *message: _Numbered(say(*message), self._digits)

    def number(self, number: int) -> str:
        """A count in the digits of the language."""
        return str(number).translate(self._digits)

    def percent(self, number: int) -> str:
        """A share in whole per cent, as the language writes it."""
        if self._locale is None:
            return super().percent(number)
        from babel.numbers import format_percent

        said = format_percent(number / 100, locale=self._locale).translate(self._digits)
        return said.replace("%", "٪") if self._primary in _ARABIC_PERCENT else said

    def _plain_date(self, date: PartialDate) -> str:
        if self._locale is None or not (date.month is None or 1 <= date.month <= 12):
            return date.iso
        from babel.dates import format_date, format_skeleton

        day = datetime.date(date.year, date.month or 1, date.day or 1)
        if date.day is not None:
            said = format_date(day, "long", locale=self._locale)
        else:
            said = format_skeleton("yMMMM" if date.month else "y", day, locale=self._locale)
        if date.day == 1 and self._primary == "fr":
            said = said.replace("1 ", "1er ", 1)
        if self._primary in _YEARS:
            short, full = _YEARS[self._primary]
            said = short.sub(full, said)
        return said.translate(self._digits)

    def listing(self, items: Iterable[str]) -> str:
        """Names in a row, as the language joins them."""
        names = list(items)
        if self._locale is None:
            return ", ".join(names)
        from babel.lists import format_list

        return format_list(names, locale=self._locale) if names else ""

    def language(self, tag: str) -> str:
        """The name of a BCP 47 language, or the tag where there is no name for it."""
        names = self._locale.languages if self._locale is not None else {}
        return str(names.get(tag.replace("-", "_")) or names.get(primary(tag)) or tag)


def country_name(code: str, tag: str) -> str:
    """The name of a country by its code (ISO 3166) in a language, or the code where there is no name for it."""
    locale = _locale(tag)
    return str(locale.territories.get(code.upper(), code)) if locale is not None else code


class _Numbered(str):
    """A message that writes whole numbers in the digits of its language."""

    __slots__ = ("digits",)
    digits: dict[int, int]

    def __new__(cls, text: str, digits: dict[int, int]) -> _Numbered:
        made = super().__new__(cls, text)
        made.digits = digits
        return made

    def __mod__(self, values: Any) -> str:
        said = {
            key: str(value).translate(self.digits) if type(value) is int else value for key, value in values.items()
        }
        return _PLACEHOLDER.sub(r"%(\1)s", self) % said


class _Messages:
    """The messages of one file, and which of its plural forms a number takes."""

    __slots__ = ("form", "plural", "single")

    def __init__(self, catalog: Catalog, messages: Iterable[Message]) -> None:
        self.form = gettext.c2py(catalog.plural_expr)
        self.single: dict[str, str] = {}
        self.plural: dict[str, tuple[str, ...]] = {}
        for message in messages:
            if isinstance(message.id, tuple | list):
                self.plural[message.id[0]] = _forms(message)
            else:
                self.single[message.id] = str(message.string)


class _Stacked(gettext.NullTranslations):
    """Messages of one file; what it lacks is looked for in the next."""

    def __init__(self, messages: _Messages) -> None:
        super().__init__()
        self._messages = messages

    def gettext(self, message: str) -> str:
        said = self._messages.single.get(message)
        return super().gettext(message) if said is None else said

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._messages.plural.get(msgid1)
        if forms is None:
            return super().ngettext(msgid1, msgid2, n)
        return forms[min(self._messages.form(n), len(forms) - 1)]


def _stacked(layers: Iterable[_Messages]) -> gettext.NullTranslations | None:
    first: gettext.NullTranslations | None = None
    for messages in layers:
        translations = _Stacked(messages)
        if first is None:
            first = translations
        else:
            first.add_fallback(translations)
    return first


def _normal(tag: str) -> str:
    first, *rest = tag.replace("_", "-").lower().split("-")
    return "-".join((_OLD_TAGS.get(first, first), *rest))


def _chain(tag: str) -> list[str]:
    """`zh-Hant-TW` -> `zh-hant-tw`, `zh-hant`, `zh`."""
    parts = _normal(tag).split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _locale(tag: str) -> Locale | None:
    """What Babel knows of the language and, where it can, of the country."""
    from babel import Locale, UnknownLocaleError

    for name in _chain(tag):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


# Files ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    return frozenset(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


@lru_cache(maxsize=32)
def _ours(name: str) -> _Messages:
    catalog = _catalog((FOLDER / name / "LC_MESSAGES" / f"{DOMAIN}.po").read_text(encoding="utf-8"), name)
    return _Messages(catalog, (message for message in catalog if message.id and all(_forms(message))))


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    """Every message of ours, by its first form."""
    catalog = _catalog((FOLDER / f"{DOMAIN}.pot").read_text(encoding="utf-8"), "en")
    forms = (tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,) for message in catalog)
    return {ids[0]: ids for ids in forms if ids[0]}


def _catalog(text: str, tag: str) -> Catalog:
    from babel.messages.pofile import read_po

    return read_po(StringIO(text), locale=_locale(tag), abort_invalid=True)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """A site's own files, each with the tag that it is named after."""
    for path in sorted((*folder.glob("*.po"), *folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))):
        yield path.stem if path.parent == folder else path.parts[-3], path


def _read_own(tag: str, path: Path, name: str) -> tuple[_Messages | None, list[Problem]]:
    """A site's own messages, and what is wrong with them; None where the file cannot be used at all."""
    if not _TAG.fullmatch(tag.replace("_", "-")):
        message = f'The messages in "{name}" are for no language: "{tag}" is no language tag.'
        return None, [problem("locale-file", message, name, 1, "Name the file after its language, for example de.po.")]
    try:
        catalog = _catalog(path.read_text(encoding="utf-8-sig"), tag)
        _Messages(catalog, ())
    except Exception as fault:  # Babel fails in many ways on what is no catalogue
        line = getattr(fault, "lineno", 0) + 1
        message = f'The messages in "{name}" cannot be read: {_reason(fault)}.'
        return None, [problem("locale-file", message, name, line, "Open the file in an editor for .po files.")]
    good: list[Message] = []
    problems: list[Problem] = []
    for each in catalog:
        if not each.id or not any(_forms(each)):
            continue
        wrong = _wrong(each, catalog)
        if wrong is None:
            good.append(each)
        else:
            problems.append(problem("locale-message", wrong[0], name, each.lineno or 1, wrong[1]))
    return _Messages(catalog, good), problems


def _reason(fault: Exception) -> str:
    if isinstance(fault, UnicodeError):
        return "it is not UTF-8"
    if isinstance(fault, OSError):
        return (fault.strerror or "it cannot be opened").lower()
    return "it is not a catalogue in the format of gettext"


def _forms(message: Message) -> tuple[str, ...]:
    """What a message has been translated to, in all its forms."""
    said = message.string
    return tuple(said) if isinstance(said, tuple | list) else (said or "",)


def _wrong(message: Message, catalog: Catalog) -> tuple[str, str | None] | None:
    """What keeps a message from being used, and what to do about it."""
    ids = tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)
    forms = _forms(message)
    said = f'The message "{ids[0]}"'
    known = _known().get(ids[0])
    if known is None:
        return f"{said} is none that the plugin says.", did_you_mean(ids[0], _known())
    if known != ids:
        plural = f'`msgid_plural "{known[1]}"`' if len(known) > 1 else "no `msgid_plural`"
        return f"{said} has another plural than in the plugin.", f"Write {plural}."
    if message.fuzzy:
        return f"{said} is marked as fuzzy and not used.", "Read it again, then take `fuzzy` away."
    if len(known) > 1 and (len(forms) != catalog.num_plurals or not all(forms)):
        return f"{said} does not have all the {catalog.num_plurals} forms that its language has.", None
    values: dict[str, object] = {name: 1 if kind == "d" else "" for name, kind in _PLACEHOLDER.findall(" ".join(ids))}
    if not all(_fits(form, values) for form in forms):
        names = ", ".join(found[0] for found in _PLACEHOLDER.finditer(ids[-1])) or "none"
        return f"{said} has other placeholders than in the plugin.", f"Its placeholders: {names}."
    return None


def _fits(form: str, values: dict[str, object]) -> bool:
    """Whether a translation can be filled with the values of its message, and says all that is text."""
    used = {name for name, _ in _PLACEHOLDER.findall(form)}
    if not {name for name, value in values.items() if value == ""} <= used <= set(values):
        return False
    try:
        return not values or bool(form % values or True)
    except (KeyError, TypeError, ValueError):
        return False
