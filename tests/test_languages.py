"""The reader's words in every language: whole catalogues, dates, lists, direction, and a site's own wording."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from browser_site import Reader
from conftest import SiteBuilder
from factories import Block, date, record, registry, source
from mkdocs_provenance.claims import sentences
from mkdocs_provenance.languages import Languages, country_name
from mkdocs_provenance.model import Kind, PartialDate, QuotationResult
from mkdocs_provenance.quotations import check, quoted
from mkdocs_provenance.views.bar import Notice, bar_html
from mkdocs_provenance.views.page import render
from mkdocs_provenance.views.words import ENGLISH, Words
from small_site import article, small_config, small_site
from test_views import full
from tools import messages

LANGUAGES = sorted(messages.catalogues())
PROMISED = ["ar", "de", "es", "fa", "fr", "he", "hi", "it", "ja", "pl", "pt", "ru", "tr", "uk", "zh"]
COUNTS = (0, 1, 2, 3, 5, 11, 21, 100)
PLACEHOLDER = re.compile(r"%\((\w+)\)([ds])")

NEVER = {
    "ar": "مؤكد|تأكد|تحقق|موثوق|مثبت|موثق",
    "de": "bestätigt|verifiziert|bewiesen|erwiesen|vertrauenswürdig|gesichert",
    "es": "verificad|confirmad|comprobad|probad|fiable|fidedign",
    "fa": "تأیید|تایید|راستی‌آزمایی|معتبر|اثبات|موثق",
    "fr": "vérifi|confirmé|prouvé|avéré|fiable|authentifi",
    "he": "מאומת|אומת|אושר|מוכח|אמין|מהימן",
    "hi": "सत्यापित|पुष्ट|प्रमाणित|विश्वसनीय|सिद्ध",
    "it": "verificat|confermat|provat[oaie]\\b|attendibil|affidabil",
    "ja": "確認済|検証済|確認|証明|信頼|裏付け",
    "pl": "zweryfikowan|potwierdz|udowodn|wiarygodn",
    "pt": "verificad|confirmad|comprovad|provad|confiável|fidedign",
    "ru": "подтвержд|верифиц|доказан|достоверн|надёжн",
    "tr": "doğrula|onayla|teyit|kanıtla|güvenilir",
    "uk": "підтвердж|верифік|доведен|достовірн|надійн",
    "zh": "核实|证实|验证|确认|可信|可靠",
}
INDEPENDENT = {
    "ar": "مستقل",
    "de": "unabhängig",
    "es": "independiente",
    "fa": "مستقل",
    "fr": "indépendant",
    "he": "תלוי",
    "hi": "स्वतंत्र",
    "it": "indipendent",
    "ja": "独立",
    "pl": "niezależn",
    "pt": "independente",
    "ru": "независим",
    "tr": "bağımsız",
    "uk": "незалежн",
    "zh": "独立",
}


@lru_cache(maxsize=32)
def catalogue(language: str) -> Catalog:
    with messages.catalogues()[language].open("rb") as file:
        return read_po(file, abort_invalid=True)


def said(language: str) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Every message: with its ids, and what it is translated to."""
    for message in catalogue(language):
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield message, ids, forms


@lru_cache
def collected() -> tuple[Message, ...]:
    """Every message that the plugin says: to look for them reads all of its source."""
    return tuple(messages.collected())


@lru_cache(maxsize=64)
def words(tag: str) -> Words:
    return Languages().words(tag)


# Catalogues ----------------------------------------------------------------------------------------------------------


def test_every_promised_language_is_there() -> None:
    assert LANGUAGES == PROMISED


def test_the_template_is_up_to_date() -> None:
    """If this fails: `python3 dev.py messages`, then translate what is new."""
    assert messages.TEMPLATE.read_bytes().splitlines() == messages.written(messages.collected()).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language: str) -> None:
    missing = [ids[0] for _, ids, forms in said(language) if not all(form.strip() for form in forms)]
    fuzzy = [message.id for message, _, _ in said(language) if message.fuzzy]
    wanted = {message.id for message in collected() if message.id}

    assert {message.id for message, _, _ in said(language)} == wanted
    assert missing == []
    assert fuzzy == []
    assert not catalogue(language).obsolete
    assert catalogue(language).charset == "utf-8"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    expected = get_plural(language)
    text = messages.catalogues()[language].read_text(encoding="utf-8")

    assert f"nplurals={expected.num_plurals}; plural={expected.plural_expr};" in text.replace('"\n"', "")
    assert [ids[0] for _, ids, forms in said(language) if len(ids) > 1 and len(forms) != expected.num_plurals] == []


def single_numbers(language: str) -> set[int]:
    """The plural forms that stand for one single number, whose text may leave the number out, as gettext allows."""
    form = catalogue_form(language)
    uses: dict[int, set[int]] = {}
    for number in range(1000):
        uses.setdefault(form(number), set()).add(number)
    return {index for index, numbers in uses.items() if len(numbers) == 1}


def catalogue_form(language: str) -> Any:
    import gettext

    return gettext.c2py(catalogue(language).plural_expr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    single = single_numbers(language)
    wrong = []
    for _, ids, forms in said(language):
        expected = set(PLACEHOLDER.findall(ids[-1]))
        numbers = {found for found in expected if found[1] == "d"}
        for index, form in enumerate(forms):
            found = set(PLACEHOLDER.findall(form))
            missing = expected - found
            allowed = len(ids) > 1 and index in single and missing <= numbers and len(missing) <= 1
            if not found <= expected or (missing and not allowed):
                wrong.append(form)

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_plain_text_in_the_tone_of_the_english(language: str) -> None:
    for _, ids, forms in said(language):
        for form in forms:
            assert not re.search(r"[<>]|&\w+;|✓|✔|★", form), form
            assert form == form.strip() or ids[0] in (", ", ": "), form
            assert ids[0].endswith(":") <= form.rstrip().endswith((":", "：")), form
            assert (ids[0][-1] == ".") <= (form[-1] in ".。।"), form
            # The sentence that says what the panel does not show is the only one to speak of truth.
            assert ids[0].startswith("Counts and quote checks") or not re.search(NEVER[language], form), form
            if "ndependen" not in ids[0]:
                assert INDEPENDENT[language] not in form, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_english_words_stay_different(language: str) -> None:
    """Kinds of source above all: two that read the same would not be told apart."""
    from mkdocs_provenance.views.words import KINDS

    translated = [words(language).gettext(name) for name in KINDS.values()]

    assert len(set(translated)) == len(KINDS)


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [*LANGUAGES, "en", "en-US"])
@pytest.mark.parametrize("count", COUNTS)
def test_every_count_can_be_said(language: str, count: int) -> None:
    chosen = words(language)
    for _, ids, _ in said("de"):
        values = {name: count if kind == "d" else "x" for name, kind in PLACEHOLDER.findall(ids[-1])}
        template = chosen.ngettext(ids[0], ids[1], count) if len(ids) > 1 else chosen.gettext(ids[0])
        text = template % values if values else template
        assert "%(" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_a_full_page_has_no_english_of_ours(language: str, count: int) -> None:
    built, held = full()
    more = registry([source(f"s{n}", kind=Kind.STUDY, publisher=f"P{n}") for n in range(count)])
    many = record(more, [Block([(f"{n}.", list(more.sources)) for n in range(count)])])
    chosen = words(language)
    found = render(built, held, words=chosen)["panel"] + render(many, more, words=chosen)["panel"]
    text = BeautifulSoup(found, "html.parser").get_text(" ")

    for message in collected():
        first = message.id if isinstance(message.id, str) else message.id and message.id[1]
        if first and len(str(first)) > 12 and "%" not in str(first) and first != "Document":
            assert first not in text


@settings(max_examples=60)
@given(
    language=st.sampled_from(LANGUAGES),
    year=st.integers(1, 9999),
    month=st.one_of(st.none(), st.integers(1, 12)),
    day=st.one_of(st.none(), st.integers(1, 28)),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_every_date_can_be_said(
    language: str, year: int, month: int | None, day: int | None, flags: tuple[bool, bool, bool]
) -> None:
    one = PartialDate("x", year, month, day if month else None, approximate=flags[0], uncertain=flags[1])
    said = words(language).date(replace(one, end=one) if flags[2] else one)

    assert said
    assert not said.endswith(".")


@pytest.mark.parametrize(
    ("tag", "written", "expected"),
    [
        ("en", "2023-02-06", "6 February 2023"),
        ("en-US", "2023-02-06", "February 6, 2023"),
        ("de", "2023-02-06", "6. Februar 2023"),
        ("de_AT", "2023-01", "Jänner 2023"),
        ("fr", "2026-05-01", "1er mai 2026"),
        ("fr", "2026-05-11", "11 mai 2026"),
        ("es", "2023-02-06", "6 de febrero de 2023"),
        ("pt-BR", "2023-02", "fevereiro de 2023"),
        ("pl", "2023-02", "luty 2023"),
        ("ru", "2023-02-06", "6 февраля 2023 года"),
        ("uk", "2023-02", "лютий 2023 року"),
        ("ru", "2023", "2023"),
        ("ar", "2023-02-06", "6 فبراير 2023"),
        ("fa", "2023-02-06", "۶ فوریهٔ ۲۰۲۳"),
        ("fa", "2023", "۲۰۲۳"),
        ("ja", "2023-02-06", "2023年2月6日"),
        ("zh-TW", "2023", "2023年"),
        ("de", "2023~", "etwa 2023"),
        ("pl", "2023-02?", "luty 2023 (data niepewna)"),
    ],
)
def test_dates_are_written_as_in_the_language(tag: str, written: str, expected: str) -> None:
    assert re.sub(r"\s", " ", words(tag).date(date(written))) == expected


def test_intervals() -> None:
    span = replace(date("2023-02-06"), end=date("2023-02-08"))

    assert words("de").date(span) == "6. Februar 2023 bis 8. Februar 2023"
    assert words("ja").date(span) == "2023年2月6日から2023年2月8日"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "A, B and C"), ("de", "A, B und C"), ("en-US", "A, B, and C"), ("ja", "A、B、C"), ("ar", "A وB وC")],
)
def test_lists(tag: str, expected: str) -> None:
    assert words(tag).listing(["A", "B", "C"]) == expected
    assert words(tag).listing(["A"]) == "A"
    assert words(tag).listing([]) == ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", "„a“"),
        ("fr", "«\u00a0a\u00a0»"),
        ("ja", "「a」"),
        ("pl", "„a”"),
        ("ru", "«a»"),
        ("en", "“a”"),
        ("he", '"a"'),
    ],
)
def test_quotation_marks(tag: str, expected: str) -> None:
    assert words(tag).quoted("a") == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 источник"), (2, "2 источника"), (5, "5 источников"), (11, "11 источников"), (21, "21 источник")],
)
def test_russian_counts(count: int, expected: str) -> None:
    assert words("ru").ngettext("%(count)d source", "%(count)d sources", count) % {"count": count} == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "مصدر واحد"), (2, "مصدران"), (3, "3 مصادر"), (11, "11 مصدرًا"), (100, "100 مصدر")],
)
def test_arabic_counts(count: int, expected: str) -> None:
    assert words("ar").ngettext("%(count)d source", "%(count)d sources", count) % {"count": count} == expected


def test_persian_digits_are_ours_only() -> None:
    template = words("fa").ngettext(
        "%(count)d source, from one origin: %(name)s.", "%(count)d sources, all from one origin: %(name)s.", 12
    )

    assert template % {"count": 12, "name": "AFP 24"} == "۱۲ منبع، با یک ریشه: AFP 24."


def test_names_of_languages() -> None:
    assert words("de").language("ar") == "Arabisch"
    assert words("fr").language("pt-BR").startswith("portugais")
    assert words("de").language("x-none") == "x-none"
    assert ENGLISH.language("ar") == "Arabic"


# Which language ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "says", "expected"),
    [
        ("pt-BR", "Como sabemos", "pt-BR"),
        ("de_AT", "Woher wir das wissen", "de-AT"),
        ("zh-TW", "我们怎么知道的", "zh-Hans"),
        ("zh-Hant-HK", "我们怎么知道的", "zh-Hans"),
        ("zh", "我们怎么知道的", "zh"),
        ("iw", "איך אנחנו יודעים", "iw"),
        ("en-GB", "How we know this", "en-GB"),
        ("sv", "How we know this", "en"),
        ("not a tag", "How we know this", "en"),
        ("", "How we know this", "en"),
        ('x"><b>', "How we know this", "en"),
    ],
)
def test_a_tag_finds_its_language(tag: str, says: str, expected: str) -> None:
    chosen = words(tag)

    assert chosen.gettext("How we know this") == says
    assert chosen.tag == expected


def test_one_language_is_made_once() -> None:
    held = Languages()

    assert held.words("de") is held.words("de")
    assert held.words("en") is ENGLISH
    assert held.words("xx") is ENGLISH


def test_english_does_not_load_babels_catalogues() -> None:
    script = (
        "import sys\n"
        "from mkdocs_provenance.languages import Languages\n"
        "words = Languages().words('en')\n"
        "words.gettext('Close')\n"
        "print([name for name in sys.modules if name.startswith('babel')])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("tag", "page", "expected"),
    [
        ("en", ("en", "ltr"), ""),
        ("de", ("de", "ltr"), ""),
        ("pt-BR", ("pt_BR", "ltr"), ""),
        ("de", ("en", "ltr"), ' lang="de"'),
        ("ar", ("en", "ltr"), ' lang="ar" dir="rtl"'),
        ("ar", ("ar", "rtl"), ""),
        ("fa", ("fa", "ltr"), ' dir="rtl"'),
        ("sv", ("sv", "ltr"), ' lang="en"'),
        ("en", ("he", "rtl"), ' lang="en" dir="ltr"'),
    ],
)
def test_what_differs_from_the_page_says_so(tag: str, page: tuple[str, str], expected: str) -> None:
    assert words(tag).attributes(*page) == expected


def test_several_languages_in_one_build_do_not_mix() -> None:
    built, held = full()
    all_words = Languages()
    first = {tag: render(built, held, words=all_words.words(tag))["panel"] for tag in ("en", "de", "ar")}
    again = {tag: render(built, held, words=all_words.words(tag))["panel"] for tag in ("ar", "en", "de")}

    assert first == again
    assert len(set(first.values())) == 3


def test_what_carries_the_words_carries_the_language() -> None:
    built, held = full()
    arabic = words("ar")
    found = render(built, held, words=arabic, attributes=arabic.attributes("en", "ltr"))

    for name in ("summary", "panel", "m1"):
        assert ' lang="ar" dir="rtl"' in found[name].partition(">")[0], name
    assert '<p class="provenance-analysis-label" lang="ar" dir="rtl">' in found["a1"]
    bar = bar_html([Notice(built.problems[0], "C1")], arabic, arabic.attributes("en", "ltr"))
    assert ' lang="ar" dir="rtl"' in bar.partition(">")[0]
    assert '<div lang="en" dir="ltr"><p>' in bar  # messages of the desk are in English


def test_names_in_another_script_are_isolated() -> None:
    assert ENGLISH.isolated("وكالة 24") == "\u2068وكالة 24\u2069"
    assert ENGLISH.isolated("Reuters") == "Reuters"
    assert words("ar").isolated("Reuters 24") == "\u2068Reuters 24\u2069"
    assert words("ar").isolated("وكالة 24") == "وكالة 24"


# Sites ---------------------------------------------------------------------------------------------------------------

ARTICLE = "---\ntitle: Beben\n{}sources: [a]\n---\n\nDie Erde bebte [1].\n"
SOURCES = 'sources:\n  a: {kind: news, title: Quake, url: "https://example.org/a", published: 2023-02-06}\n'


def site(built_site: SiteBuilder, theme: dict[str, Any], front: str = "", **options: Any) -> tuple[Any, BeautifulSoup]:
    files = {"articles/beben.md": ARTICLE.format(front), "articles/sources.yml": SOURCES, **options.pop("files", {})}
    built = built_site(files, {"theme": theme, "plugins": [{"provenance": options}]})
    assert built.ok, built.log
    return built, BeautifulSoup(built.read("articles/beben/index.html"), "html.parser")


MATERIAL = {"name": "material", "font": False}


@pytest.mark.parametrize(
    ("theme", "front", "title", "lang", "direction"),
    [
        (MATERIAL, "", "How we know this", None, None),
        (MATERIAL | {"language": "de"}, "", "Woher wir das wissen", None, None),
        (MATERIAL | {"language": "ar"}, "", "كيف عرفنا هذا", None, None),
        (MATERIAL | {"language": "ar"}, "lang: de\n", "Woher wir das wissen", "de", "ltr"),
        (MATERIAL, "lang: he\n", "איך אנחנו יודעים", "he", "rtl"),
        ({"name": "mkdocs", "locale": "pt_BR"}, "", "Como sabemos", None, None),
        ({"name": "readthedocs", "locale": "fa"}, "", "از کجا می‌دانیم", None, "rtl"),
        ({"name": "mkdocs"}, "language: fr\n", "Comment nous le savons", "fr", None),
    ],
)
def test_a_page_is_in_its_language(
    built_site: SiteBuilder, theme: dict[str, Any], front: str, title: str, lang: str | None, direction: str | None
) -> None:
    _, page = site(built_site, theme, front)
    panel, summary = page.select_one(".provenance-panel"), page.select_one(".provenance-summary")

    assert panel is not None
    assert summary is not None
    assert panel.h2 is not None
    assert panel.h2.contents[0] == title
    for part in (panel, summary):
        assert (part.get("lang"), part.get("dir")) == (lang, direction)
    listed = [link.get_text(strip=True) for link in page.select('a[href="#how-we-know-this"]')]
    assert title in listed or theme["name"] == "readthedocs"  # it lists only what the navigation is open at


def test_every_language_takes_everything_that_a_site_can_hold(built_site: SiteBuilder) -> None:
    """Messages in digits of their own are no plain text, and not all that writes them down takes them."""
    article_ = article("It fell [1]. It rose.", date="2026-05-01", section="World", provenance={
        "corrections": [{"date": "2026-05-02", "kind": "correction", "text": "It was Monday."}]})  # fmt: skip
    theme = MATERIAL | {"language": "fa"}

    built = built_site(
        small_site({"articles/quake.md": article_}), small_config({"stats_dir": "figures"}, theme=theme), strict=True
    )

    assert built.ok, built.log
    assert words("fa").gettext("Correction") in built.read("articles/quake/index.html")
    assert "۵۰٪" in built.read("figures/index.html")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "11 %"), ("fr", "11 %"), ("tr", "%11"), ("fa", "۱۱٪"), ("ja", "11%"), ("sv", "11 %")],
)
def test_a_share_is_written_as_the_language_does(tag: str, expected: str) -> None:
    assert words(tag).percent(11).replace("\u00a0", " ").replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("code", "tag", "expected"),
    [
        ("NO", "en", "Norway"),
        ("no", "de", "Norwegen"),
        ("XX", "en", "XX"),
        ("NO", "xx", "NO"),
        ("SA", "ar", "المملكة العربية السعودية"),
    ],
)
def test_a_country_has_its_name(code: str, tag: str, expected: str) -> None:
    assert country_name(code, tag) == expected


OWN = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "How we know this"
msgstr "Unsere Quellen"

msgid "Close"
msgstr ""
"""


@pytest.mark.parametrize("name", ["words/de.po", "words/de/LC_MESSAGES/mkdocs_provenance.po", "words/de-AT.po"])
def test_a_site_says_it_in_words_of_its_own(built_site: SiteBuilder, name: str) -> None:
    theme = MATERIAL | {"language": "de"}
    built, page = site(built_site, theme, "lang: de-AT\n", locales="words", files={name: OWN})

    assert built.warnings == []
    assert page.select_one(".provenance-panel h2").contents[0] == "Unsere Quellen"  # type: ignore[union-attr]
    assert page.select_one(".provenance-notes")["data-close"] == "Schließen"  # type: ignore[index]


def test_a_site_adds_a_language(built_site: SiteBuilder) -> None:
    own = {"words/sv.po": OWN.replace("Unsere Quellen", "Så vet vi det"), "words/en.po": OWN.replace("Unsere", "Our")}
    _, page = site(built_site, MATERIAL | {"language": "sv"}, locales="words", files=own)

    assert page.select_one(".provenance-panel h2").contents[0] == "Så vet vi det"  # type: ignore[union-attr]
    assert "6 februari 2023" in page.get_text()
    assert page.select_one(".provenance-panel").get("lang") is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ('msgid "Clos"\nmsgstr "Zu"', "is none that the plugin says. Did you mean"),
        (
            'msgid "updated %(date)s"\nmsgstr "neu"',
            "other placeholders than in the plugin. Its placeholders: %(date)s.",
        ),
        ('msgid "updated %(date)s"\nmsgstr "neu %(dat)s"', "other placeholders"),
        ('msgid "updated %(date)s"\nmsgstr "100% %(date)s"', "other placeholders"),
        ('msgid "updated %(date)s"\nmsgstr "neu %(date)d"', "other placeholders"),
        ('#, fuzzy\nmsgid "Close"\nmsgstr "Zu"', "is marked as fuzzy"),
        ('msgid "%(count)d source"\nmsgstr "x"', "has another plural"),
        (
            'msgid "%(count)d source"\nmsgid_plural "%(count)d sources"\nmsgstr[0] "%(count)d x"\nmsgstr[1] ""',
            "does not have all the 2 forms",
        ),
    ],
)
def test_a_message_that_cannot_be_used_is_named(tmp_path: Path, message: str, problem: str) -> None:
    (tmp_path / "de.po").write_text(f'msgid "Video"\nmsgstr "Film"\n\n{message}\n', encoding="utf-8")
    held = Languages(tmp_path, lambda path: f"words/{path.name}")

    (found,) = held.problems
    assert found.code == "locale-message"
    assert problem in str(found)
    assert (found.path, found.line in (4, 5)) == ("words/de.po", True)
    assert held.words("de").gettext("Video") == "Film"
    assert held.words("de").gettext("Close") == "Schließen"


def test_a_single_number_may_go_unsaid_in_a_sites_own_words(tmp_path: Path) -> None:
    forms = 'msgstr[0] "eine Quelle"\nmsgstr[1] "%(count)d Quellen"'
    text = f'msgid "%(count)d source"\nmsgid_plural "%(count)d sources"\n{forms}\n'
    (tmp_path / "de.po").write_text(text, encoding="utf-8")
    held = Languages(tmp_path)

    assert held.problems == ()
    assert held.words("de").ngettext("%(count)d source", "%(count)d sources", 1) % {"count": 1} == "eine Quelle"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("de.po", b'msgid "Close'),
        ("de.po", 'msgid "Close"\nmsgstr "Schlie\xdfen"\n'.encode("latin-1")),
        ("de.po", b"\x00\x01"),
        ("de.po", b'msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=y;\\n"\n'),
        ("de.po", b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(1);\\n"\n'),
        ("no tag!.po", b""),
    ],
)
def test_a_file_that_is_no_catalogue_is_an_error_and_no_traceback(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    held = Languages(tmp_path)

    assert [found.code for found in held.problems] == ["locale-file"]
    assert held.words("de").gettext("Close") == "Schließen"


PIECES = [
    'msgid "Close"',
    'msgstr "x"',
    'msgstr[0] "%(count)d"',
    'msgid_plural "a"',
    '"',
    "#, fuzzy",
    "#~ x",
    "x",
    'msgid ""',
    'msgstr "Plural-Forms: nplurals=2; plural=n;\\n"',
    'msgid "%(count)d source"',
    "",
]


@settings(max_examples=150)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(PIECES),
            max_size=12,
        ).map(lambda lines: "\n".join(lines).encode()),
    )
)
def test_whatever_stands_in_a_file_the_page_is_drawn(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("words")
    (folder / "de.po").write_bytes(data)
    held = Languages(folder)
    built, known = full()

    assert render(built, known, words=held.words("de"))["panel"]


ARABIC = "---\ntitle: زلزال\n{}sources: [a]\n---\n\nضرب زلزال قوي جنوب تركيا، وفق وكالة Reuters [1] صباحا.\n"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_an_arabic_panel_and_card_are_mirrored(
    shared_site: SiteBuilder, serve: Callable[[Path], str], reader: Reader, language: str, width: int
) -> None:
    """On an Arabic site, and on an English site for an article that says it is Arabic."""
    theme = MATERIAL | {"language": language}
    text = ARABIC.format("lang: ar\n")
    built, _ = site(partial(shared_site, f"arabic-{language}"), theme, files={"articles/beben.md": text})
    page = reader.visit(f"{serve(built.site_dir)}/articles/beben/", size=(width, 800))
    page.locator(".provenance-mark a").click()
    card = page.locator(".provenance-card")
    card.wait_for()

    assert (card.get_attribute("lang"), card.get_attribute("dir")) == ("ar", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (".provenance-panel h2", ".provenance-summary", ".provenance-card"):
        assert page.locator(part).evaluate("node => getComputedStyle(node).direction") == "rtl"
    close, inside = page.locator(".provenance-close").bounding_box(), card.bounding_box()
    assert close is not None
    assert inside is not None
    assert close["x"] < inside["x"] + inside["width"] / 2  # at the line's end, which is on the left


# Sentences and quotations of other scripts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", ["地震が起きた。", "「強い揺れだった！」と住民は語った。", "被害は不明だ。"]),
        ("zh", ["地震发生了。", "“震感强烈！”居民说。", "伤亡不明。"]),
        ("zh-TW", ["地震發生了。", "居民說「很強」。"]),
        ("zh", ["他说：“走吧。”", "第二天他走了。"]),
        ("hi", ["भूकंप आया। ", "लोग बाहर निकले।"]),
        ("ar", ["ضرب زلزال البلاد. ", "هل تعرف لماذا؟ ", "لا أحد يعرف."]),
        ("fa", ["زلزله آمد. ", "چرا؟ ", "کسی نمی‌داند."]),
        ("he", ["הייתה רעידת אדמה. ", "איש לא נפגע."]),
        ("uk", ["Це було о 5 год. ранку. ", "Ніхто не постраждав."]),
        ("ru", ["Это случилось 6 февр. 2023 г. в Турции. ", "Никто не пострадал."]),
        ("pl", ["W 2023 r. doszło do wstrząsu. ", "Nikt nie ucierpiał."]),
        ("de_AT", ["Am 6. Februar bebte die Erde. ", "Es gab Tote."]),
        ("tr", ["Prof. Dr. Kaya konuştu. ", "Ölen yok."]),
        ("pt-BR", ["O Sr. Silva falou. ", "Houve um sismo."]),
    ],
)
def test_sentences_end_where_the_language_ends_them(language: str, expected: list[str]) -> None:
    text = "".join(expected)

    assert [text[start:end] for start, end in sentences(text, language)] == [part.strip() for part in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住民は「強い揺れだった」と語った。", ["強い揺れだった"]),
        ("居民说：“震感强烈。”", ["震感强烈。"]),
        ('הוא אמר "ארה"ב תגיב" ויצא.', ['ארה"ב תגיב']),
        ("قال: «نعم»، ثم غادر.", ["نعم"]),
    ],
)
def test_quotation_marks_of_other_scripts(text: str, expected: list[str]) -> None:
    assert [found.text for found in quoted(text)] == expected


@pytest.mark.parametrize(
    ("said", "held", "expected"),
    [
        ("強い揺れだった。", "「強い揺れだった」と語った", QuotationResult.EXACT),
        ("昨日は（中略）強い", "昨日はとても強い揺れ", QuotationResult.ELIDED),
        ("震感强烈！", "他说震感强烈，", QuotationResult.EXACT),
        ("ＡＢＣは強い", "ABCは強い", QuotationResult.NORMALISED),
        ('ארה"ב תגיב', "כי ארה״ב תגיב מחר", QuotationResult.NORMALISED),
        ("نعم، سنذهب؟", "قال نعم، سنذهب", QuotationResult.EXACT),
        ("弱い揺れ", "強い揺れ", QuotationResult.NOT_FOUND),
    ],
)
def test_quotations_of_other_scripts(said: str, held: str, expected: QuotationResult) -> None:
    assert check(said, [held]) is expected
