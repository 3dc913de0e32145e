"""Plain text into articles: golden cases for every form of text, and properties that hold for any text.

A case in `cases/import/` holds the text, the article, the registry and the report. After a change that is meant,
`PYTHONPATH=plugin python tests/test_importer.py` writes what the importer now says into the cases: read the difference.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mkdocs_provenance
from conftest import SiteBuilder
from mkdocs_provenance import importer
from mkdocs_provenance.importer import (
    Entry,
    Guess,
    ImportProblem,
    Known,
    RegistryProblem,
    append_entries,
    decode,
    import_text,
)
from mkdocs_provenance.importer.lines import INVISIBLE, SURROGATE
from mkdocs_provenance.importer.markdown_text import escape
from mkdocs_provenance.importer.markers import brackets_of

CASES = sorted((Path(__file__).parent / "cases" / "import").glob("*.yml"))
EXTENSIONS = ["admonition"]
RICH_EXTENSIONS = [
    *("admonition", "abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *(
        "pymdownx.details",
        "pymdownx.tilde",
        "pymdownx.caret",
        "pymdownx.mark",
        "pymdownx.tabbed",
        "pymdownx.blocks.tab",
    ),
]

SAME_SHAPE_AS_THE_SEED = """\
Parish council chair Ada Quill refused a request from miller Tom Barley for a meeting at the pump to discuss the mill race [1, 2, 3].

The refusal is a setback for the mill's attempts to open the sluice before the harvest. The exchange follows a week of quarrels, including two blocked ditches on Monday [1].

Quill gave her answer in a speech at the yearly St. Swithin Fair in Upper Wick, Lowshire [1, 2]. She said the open letter sent by Barley contained "churlish words" [2]. Because of the tone of the letter, Quill said the council would not talk on those terms [2].

The mill answered by calling the refusal a sign of the council's aims. Barley said the answer shows that the council prefers a dry mill over peace [3].

The timing coincides with the fair, where Quill usually sets out the council's plans for the year. The lack of an opening suggests that neither side has found common ground despite the pressure for a settlement [1, 2].

While the fair is about cattle and cakes, the shadow of the sluice hung over the tents. The exchange underscores the personal, and political divide between the council and the mill [1].

Quill said the open letter contained "churlish words"

This answer indicates that the channel between the two neighbours is blocked. By citing the 'churlish' nature of the letter as the main reason, the council is signalling that any later talks will need more courtesy. The move shifts the focus back to spades rather than speeches.
"""  # noqa: E501 - a paragraph is a line


def load(path: Path) -> dict[str, Any]:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(case, dict)
    return case


def run(case: dict[str, Any]) -> dict[str, str]:
    """What the importer makes of a case."""
    before = case.get("registry_before", "")
    known = importer.known_sources(before)
    imported = import_text(case["text"], case["name"], known=known)
    new = [entry for entry in imported.entries if entry.key not in known.entries]
    article = f"articles/{imported.slug}.md"
    return {
        "article": imported.markdown,
        "registry": append_entries(before, new, imported.slug),
        "report": importer.report(imported, case["name"], article, "articles/sources.yml"),
    }


def prose_of(html: str) -> list[str]:
    """The paragraphs that a reader sees."""
    soup = BeautifulSoup(html, "html.parser")
    return [" ".join(p.get_text().split()) for p in soup.select("p:not(.admonition-title), h2, h3, h4, h5, h6")]


def rendered(text: str, extensions: list[str]) -> str:
    body = text.split("\n---\n", 1)[1]
    return markdown.markdown(body, extensions=extensions)


# Golden cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_text_becomes_the_article_the_registry_and_the_report(path: Path) -> None:
    case = load(path)

    assert run(case) == {name: case[name] for name in ("article", "registry", "report")}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_front_matter_and_registry_agree(path: Path) -> None:
    """Every number of the front matter leads to an entry of the registry, and both are YAML."""
    case = load(path)
    front = yaml.safe_load(case["article"].split("---\n")[1])
    registry = yaml.safe_load(case["registry"]) or {}
    sources = front.get("sources", [])
    keys = sources.values() if isinstance(sources, dict) else sources

    assert isinstance(front["title"], str)
    assert set(keys) <= set(registry.get("sources") or {})
    for entry in (registry.get("sources") or {}).values():
        assert entry.get("unidentified") or {"kind", "title", "url"} <= set(entry)


@pytest.mark.parametrize("extensions", [EXTENSIONS, RICH_EXTENSIONS], ids=["minimal", "rich"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_markdown_shows_every_case_as_prose(path: Path, extensions: list[str]) -> None:
    """Nothing but paragraphs, in pull quotes and analysis: no list, link, emphasis or code arises by accident."""
    soup = BeautifulSoup(rendered(load(path)["article"], extensions), "html.parser")

    assert {tag.name for tag in soup.find_all(True)} <= {"p", "div", "h2", "h3"}


def test_the_cases_cover_the_forms() -> None:
    assert len(CASES) >= 15


def test_a_text_of_the_seeds_shape() -> None:
    imported = import_text(SAME_SHAPE_AS_THE_SEED, "mill.txt")

    assert importer.summary(imported) == (
        "12 statements (8 with a source, 4 without), 1 pull quote (repeats statement 5, so it inherits source 2), "
        "1 analysis passage, 3 sources nobody has described yet"
    )
    assert dict(imported.numbering) == {1: "mill-1", 2: "mill-2", 3: "mill-3"}
    assert '!!! pullquote\n    Quill said the open letter contained "churlish words"\n' in imported.markdown
    assert "!!! analysis\n    This answer indicates" in imported.markdown


def test_the_build_counts_what_the_importer_counted(built_site: SiteBuilder) -> None:
    """Every case, built: the plugin reads the article as the report said, and warns only where the report did."""
    imports = {path.stem: import_text(load(path)["text"], path.stem, slug=path.stem) for path in CASES}
    registry = ""
    for imported in imports.values():
        registry = append_entries(registry, imported.entries, imported.slug)
    files = {f"articles/{slug}.md": imported.markdown for slug, imported in imports.items()}

    built = built_site(
        {**files, "articles/sources.yml": registry},
        {"plugins": ["search", "provenance"], "markdown_extensions": ["admonition"]},
    )

    assert built.ok, built.log
    for slug, imported in imports.items():
        record = json.loads(built.read(f"articles/{slug}/provenance.json"))
        counts, roles = record["counts"], [passage["role"] for passage in record["passages"]]
        found = (counts["claims"], counts["sourced"], counts["analysis"], roles.count("pullquote"))
        expected = imported.counts
        assert found == (expected.statements, expected.sourced, expected.analysis, expected.pullquotes), slug
    loud = {(p.split(":")[0], p.split(": ")[1]) for p in built.warnings if p.startswith("articles/")}
    assert loud == {
        ("articles/literal-brackets.md", "descending-range"),
        ("articles/pullquote-nearly-verbatim.md", "pullquote-not-in-body"),
    }


# Markers -------------------------------------------------------------------------------------------------------------

MARKERS = {
    "It rained [1, 3].": {1, 3},
    "It rained [1,3].": {1, 3},
    "It rained [1;3].": {1, 3},
    "It rained [1], [2].": {1, 2},
    "It rained [1][2].": {1, 2},
    "It rained [1] [2].": {1, 2},
    "It rained [1-3].": {1, 2, 3},
    "It rained [1–3].": {1, 2, 3},
    "It rained [1 - 3].": {1, 2, 3},
    "It rained [ 1 ].": {1},
    "It rained. [1]": {1},
    "It rained.[1]": {1},
    "It rained[1].": {1},
    "It rained\u00a0[1].": {1},
    "It \u200brained [\u200b1].": {1},
    "It rained,\t[1] and poured.": {1},
    "“It rained.” [1]": {1},
    "“It rained”[1].": {1},
    "It rained [3, 1].": {1, 3},
    "It rained [1, p. 7].": {1},
    "[1] It rained.": {1},
    "It rained [999].": {999},
}

LITERALS = [
    "It rained [sic].",
    "It rained [...] and poured.",
    "It rained […] and poured.",
    "It rained [2024].",
    "It rained [1939-1945].",
    "It rained [1, 2024].",
    "It rained [1000].",
    "It rained [0].",
    "It rained [01].",
    "It rained [1.5].",
    "It rained [1a].",
    "It rained [１].",
    "It rained [١].",
    "It rained [3-1].",
    "It rained [1-400].",
    "It rained [1,000].",
    "It rained [, 1].",
    "It rained [the mayor].",
    "It rained [[1]].",
    "It rained \\[1].",
    "It rained [1](so they say).",
    "It rained x[1]=2 times.",
    "It rained x[1] = 2 times.",
    "See https://example.org/a[1] there.",
    "It rained [@key].",
    "It rained [1; @key].",
    "It rained [].",
]


@pytest.mark.parametrize("text", MARKERS)
def test_a_marker_is_read(text: str) -> None:
    imported = import_text(text, "rain.txt")

    assert set(imported.numbering) == MARKERS[text]
    assert imported.counts.sourced == imported.counts.statements == 1


@pytest.mark.parametrize("text", LITERALS)
def test_what_is_no_marker_stays_text(text: str) -> None:
    imported = import_text(text, "rain.txt")

    assert not imported.numbering
    assert "sources:" not in imported.markdown
    assert prose_of(rendered(imported.markdown, EXTENSIONS)) == [text]


def test_a_bracket_that_looks_like_a_number_is_reported() -> None:
    assert any("[2024] was left as text" in note for note in import_text("It rained [2024].", "rain.txt").notes)
    assert not any("left as text" in note for note in import_text("It rained [sic].", "rain.txt").notes)


def test_a_literal_is_escaped_only_where_the_page_would_cite() -> None:
    imported = import_text("It rained [1] in [2024]. It poured [[1]] [1, 2024].", "rain.txt")

    assert "It rained [1] in [2024]. It poured \\[\\[1]] \\[1, 2024]." in imported.markdown


@pytest.mark.parametrize(
    ("text", "sourced"),
    [
        ("It rained [1]. It poured.", [True, False]),
        ("It rained. [1] It poured.", [True, False]),
        ("It rained.[1] It poured.", [True, False]),
        ("It rained. It poured [1].", [False, True]),
        ("It rained [1], they said, and poured. It stopped.", [True, False]),
        ("[1] It rained. It poured.", [True, False]),
        ("“It rained.” [1] It poured.", [True, False]),
        ("It rained [1]. It poured [2].", [True, True]),
    ],
)
def test_a_marker_covers_the_sentence_it_stands_in_or_follows(text: str, sourced: list[bool]) -> None:
    counts = import_text(text, "rain.txt").counts

    assert (counts.statements, counts.sourced) == (len(sourced), sum(sourced))


# Files and characters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\u200b\u200b", "...\n", "\x00", "[]"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(ImportProblem, match="empty"):
        import_text(text, "empty.txt")


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ImportProblem, match="too long"):
        import_text("word " * 200_001, "long.txt")


def test_utf8_is_read_with_or_without_a_mark() -> None:
    assert decode("Crème".encode(), "a.txt") == decode("Crème".encode("utf-8-sig"), "a.txt") == "Crème"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"The caf\xe9 opened.", r"fair\.txt is not UTF-8: the byte at position 7 \(0xe9\).*UTF-8"),
        (b"\xef\xbb\xbfThe caf\xe9", r"position 10 \(0xe9\)"),
        ("Fair".encode("utf-16"), r"position 0 \(0xff\)"),
        ("Fair".encode("utf-16-le"), "zero byte at position 1"),
        (b"PK\x03\x04rest", "zipped document"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1", "an RTF"),
    ],
)
def test_other_encodings_and_files_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(ImportProblem, match=says):
        decode(data, "fair.txt")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028"])
def test_line_endings_make_no_difference(ending: str) -> None:
    imported = import_text(SAME_SHAPE_AS_THE_SEED.replace("\n", ending), "mill.txt")

    assert imported == import_text(SAME_SHAPE_AS_THE_SEED, "mill.txt")


def test_invisible_characters_and_stray_space_make_no_difference() -> None:
    text = SAME_SHAPE_AS_THE_SEED.replace("Quill", "Qu\u00adill").replace("council", "coun\u200bcil")
    text = "\ufeff" + text.replace(" [", "\u00a0[").replace(". ", ".\t ").replace("\n", "  \n")

    assert import_text(text, "mill.txt").markdown == import_text(SAME_SHAPE_AS_THE_SEED, "mill.txt").markdown


def test_no_break_spaces_stay_where_typography_wants_them() -> None:
    imported = import_text("Il a dit «\u00a0non\u00a0»\u00a0: 10\u202f000 au\u00a0total [1].", "a.txt")

    assert "«\u00a0non\u00a0»\u00a0: 10\u202f000 au total [1]." in imported.markdown


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("fair.txt", "fair"),
        ("texts/Summer Fair (final).v2.txt", "summer-fair-final-v2"),
        ("C:\\texts\\Fête d'été.txt", "fete-dete"),
        ("Ярмарка.txt", "it-rained"),
        (".txt", "txt"),
        ("index.txt", "index-article"),
    ],
)
def test_the_slug_comes_from_the_file_name_else_the_title(name: str, slug: str) -> None:
    assert import_text("It rained.", name).slug == slug


def test_a_slug_that_reads_as_a_date_stays_a_word_in_yaml() -> None:
    imported = import_text("It rained [1].", "2024-06.txt")

    assert yaml.safe_load(imported.markdown.split("---\n")[1])["sources"] == ["2024-06-1"]
    assert set(yaml.safe_load(append_entries("", imported.entries))["sources"]) == {"2024-06-1"}


# The language --------------------------------------------------------------------------------------------------------

HARBOUR = {
    "ar": (
        "دق جرس الميناء للمرة الأخيرة يوم الاثنين. وقالت مديرة الميناء إن هذا الأمر لم يصدر عن مكتبها، "
        "وإن الحبل لا يزال في مكانه. وقال المجلس إن من أخذ الجرس كان معه مفتاح، وقد فتح الباب من دون "
        "كسر على ما يبدو."
    ),
    "de": (
        "Die Glocke im Hafen läutete am Montag zum letzten Mal. Die Hafenmeisterin sagte, sie habe "
        "nicht angeordnet, dass sie abgenommen wird. Nach Angaben der Stadt ist das Seil noch da, und "
        "es wurde nicht geschnitten."
    ),
    "en": (
        "The harbour bell rang for the last time on Monday. Harbour master Ada Quill said she gave no "
        "order to take it down. Someone with keys was there."
    ),
    "es": (
        "La campana del puerto sonó por última vez el lunes. La capitana dijo que no había dado la "
        "orden de bajarla. Según el ayuntamiento, la cuerda sigue en su sitio y no fue cortada por los "
        "vecinos."
    ),
    "fa": (
        "زنگ بندر برای آخرین بار در روز دوشنبه به صدا درآمد. رئیس بندر گفت که این دستور را نداده است و "
        "طناب هنوز در جای خود است. شهرداری هم گفت که کسی با کلید به آن جا رفته و در را باز کرده است."
    ),
    "fr": (
        "La cloche du port a sonné pour la dernière fois lundi. La capitaine a dit qu'elle n'avait pas "
        "donné l'ordre de la descendre. Selon la mairie, la corde est encore en place et les habitants "
        "ne l'ont pas coupée."
    ),
    "he": ("פעמון הנמל צלצל בפעם האחרונה ביום שני. מנהלת הנמל אמרה שהיא לא נתנה הוראה להוריד אותו."),
    "hi": (
        "बंदरगाह की घंटी सोमवार को आखिरी बार बजी। बंदरगाह की अधिकारी ने कहा कि उन्होंने इसे उतारने का "
        "आदेश नहीं दिया था। नगर परिषद के अनुसार रस्सी अपनी जगह पर है और इसे किसी ने नहीं काटा है।"
    ),
    "it": (
        "La campana del porto ha suonato per l'ultima volta lunedì. La comandante ha detto che non ha "
        "dato l'ordine di toglierla. Secondo il comune la corda è ancora al suo posto e non è stata "
        "tagliata dagli abitanti."
    ),
    "ja": ("港の鐘は月曜日に最後に鳴った。港長は、鐘を下ろすよう命じたことはないと述べた。"),
    "pl": (
        "Dzwon w porcie zabrzmiał po raz ostatni w poniedziałek. Kapitan portu powiedziała, że nie "
        "wydała polecenia, aby go zdjąć. Według urzędu miasta lina jest na swoim miejscu i nie została "
        "przecięta przez mieszkańców, ale nie wiadomo, co się stało."
    ),
    "pt": (
        "O sino do porto tocou pela última vez na segunda-feira. A capitã disse que não deu a ordem "
        "para o retirar. Segundo a câmara, a corda ainda está no lugar e não foi cortada pelos "
        "moradores da cidade."
    ),
    "ru": (
        "Колокол в порту прозвонил в последний раз в понедельник. Начальник порта сказала, что она не "
        "давала приказа снимать его. По данным мэрии, верёвка осталась на месте, и её не перерезали. Но "
        "кто-то был там с ключами."
    ),
    "tr": (
        "Limandaki çan son kez pazartesi günü çaldı. Liman başkanı bunun için bir emir vermediğini "
        "söyledi. Belediyeye göre ip yerinde ve kesilmiş değil. Çan için yeni bir yer var ama daha "
        "sonra olduğu gibi kalacak ve bu da çok uzun bir süre için değil."
    ),
    "uk": (
        "Дзвін у порту пролунав востаннє в понеділок. Начальниця порту сказала, що вона не давала "
        "наказу знімати його. За даними мерії, мотузка залишилася на місці, і її не перерізали. Але "
        "хтось був там із ключами, як кажуть."
    ),
    "zh": ("港口的钟在星期一最后一次敲响。港务长说她没有下令把它取下来。市议会说绳子还在原处，没有人剪断它。"),
    "zh-Hant": (
        "港口的鐘在星期一最後一次敲響。港務長說她沒有下令把它取下來。市議會說繩子還在原處，沒有人剪斷它，這個問題還沒有解決。"
    ),
}
"""The same news in every language that the plugin has words for."""

NEIGHBOURS = {
    "bg": (
        "Камбаната на пристанището удари за последен път в понеделник. Началничката каза, че не е "
        "давала заповед да бъде свалена. Според общината въжето е на мястото си и не е срязано от "
        "хората."
    ),
    "ca": (
        "La campana del port va sonar per última vegada dilluns. La capitana va dir que no havia donat "
        "l'ordre de baixar-la. Segons l'ajuntament, la corda encara és al seu lloc i no va ser tallada "
        "pels veïns."
    ),
    "da": (
        "Klokken i havnen ringede for sidste gang mandag. Havnefogeden sagde, at hun ikke havde givet "
        "ordre til at tage den ned. Ifølge kommunen er rebet der stadig, og det er ikke skåret over."
    ),
    "gl": (
        "A campá do porto soou por última vez o luns. A capitá dixo que non dera a orde de baixala. "
        "Segundo o concello, a corda segue no seu sitio e non foi cortada polos veciños."
    ),
    "id": (
        "Lonceng pelabuhan berbunyi untuk terakhir kalinya pada hari Senin. Kepala pelabuhan mengatakan "
        "bahwa dia tidak memberi perintah untuk menurunkannya. Tali itu masih ada di tempatnya dan "
        "tidak dipotong."
    ),
    "ko": ("항구의 종은 월요일에 마지막으로 울렸다. 항만장은 종을 내리라고 명령한 적이 없다고 말했다."),
    "mr": (
        "बंदरातील घंटा सोमवारी शेवटची वाजली. बंदर अधिकाऱ्यांनी सांगितले की त्यांनी ती काढण्याचा आदेश "
        "दिला नव्हता. नगरपालिकेच्या मते दोर आपल्या जागी आहे आणि तो कोणी कापला नाही."
    ),
    "nl": (
        "De klok in de haven luidde maandag voor het laatst. De havenmeester zei dat ze geen opdracht "
        "had gegeven om hem weg te halen. Volgens de gemeente is het touw nog op zijn plaats en is het "
        "niet doorgesneden door bewoners."
    ),
    "ro": (
        "Clopotul din port a sunat pentru ultima oară luni. Căpitanul portului a spus că nu a dat "
        "ordinul să fie coborât. Potrivit primăriei, frânghia este încă la locul ei și nu a fost "
        "tăiată."
    ),
    "sr": (
        "Звоно у луци је последњи пут зазвонило у понедељак. Капетаница је рекла да није дала наредбу "
        "да се скине. Према речима општине, уже је још увек на месту."
    ),
    "sv": (
        "Klockan i hamnen ringde för sista gången på måndagen. Hamnkaptenen sade att hon inte hade gett "
        "någon order om att den skulle tas ner. Enligt kommunen är repet kvar och det har inte skurits "
        "av."
    ),
    "ur": (
        "بندرگاہ کی گھنٹی پیر کو آخری بار بجی۔ بندرگاہ کی افسر نے کہا کہ انہوں نے اسے اتارنے کا حکم "
        "نہیں دیا تھا۔ بلدیہ کے مطابق رسی اپنی جگہ پر ہے۔"
    ),
}
"""And in languages that look like them."""


@pytest.mark.parametrize("language", HARBOUR)
def test_a_language_is_told_by_script_and_common_words(language: str) -> None:
    imported = import_text(HARBOUR[language] + " [1]", "harbour.txt")

    assert imported.guesses.language.value == language
    assert f"\nlang: {language}\n" in imported.markdown
    assert imported.guesses.language.why in " ".join(imported.notes)


@pytest.mark.parametrize("text", [*NEIGHBOURS.values(), "It rained [1].", "42", "[1, 2]. Wick: 3-0 (1-0)."])
def test_where_little_speaks_for_a_language_none_is_written(text: str) -> None:
    imported = import_text(text, "harbour.txt")

    assert imported.guesses.language.value is None
    assert "lang:" not in imported.markdown
    assert f"No language was written down: {imported.guesses.language.why}." in " ".join(imported.notes)


def test_a_quotation_in_another_language_does_not_hide_a_texts_own() -> None:
    assert (
        import_text(f"{HARBOUR['en']}\n\n“{HARBOUR['fr'][:80]}”\n\n{HARBOUR['en']}", "a.txt").guesses.language.value
        == "en"
    )


LABELS = {
    "ar": ("المصادر", "تحليل"), "de": ("Quellen", "Einordnung"), "en": ("Sources", "Analysis"),
    "es": ("Fuentes", "Análisis"), "fa": ("منابع", "تحلیل"), "fr": ("Sources\u00a0", "Analyse"),
    "he": ("מקורות", "ניתוח"), "hi": ("स्रोत", "विश्लेषण"), "it": ("Fonti", "Analisi"), "ja": ("出典", "分析"),
    "pl": ("Źródła", "Analiza"), "pt": ("Fontes", "Análise"), "ru": ("Источники", "Анализ"),
    "tr": ("Kaynaklar", "Analiz"), "uk": ("Джерела", "Аналіз"), "zh": ("来源", "分析"), "zh-Hant": ("資料來源", "分析"),
}  # fmt: skip


@pytest.mark.parametrize("language", HARBOUR)
def test_lists_of_sources_and_analysis_are_known_by_their_headings_in_every_language(language: str) -> None:
    sources, analysis = LABELS[language]
    text = (
        f"{HARBOUR[language]} [1]\n\n{analysis}\n\n{HARBOUR[language]}\n\n{sources}:\n[1] Log https://example.org/log\n"
    )

    imported = import_text(text, "harbour.txt")

    assert imported.guesses.analysis == Guess("1", f"under “{analysis}”")
    assert f'!!! analysis "{analysis}"' in imported.markdown
    assert [entry.title for entry in imported.entries] == ["Log"]
    assert sources not in imported.markdown or sources == analysis


def test_every_language_with_words_of_its_own_is_known() -> None:
    shipped = {path.parts[-3] for path in Path(mkdocs_provenance.__path__[0]).glob("locales/*/LC_MESSAGES/*.po")}

    assert {language.split("-")[0] for language in HARBOUR} == shipped | {"en"}


def test_sentences_are_split_as_in_the_language_that_was_told() -> None:
    assert (
        import_text(
            "他说：“走吧。”第二天下雨。港口的钟在星期一最后一次敲响。绳子还在原处 [1]。", "a.txt"
        ).counts.statements
        == 4
    )


# What finds no place -------------------------------------------------------------------------------------------------

HELD = Known(
    entries={
        "met": {"kind": "news", "title": "Rain", "url": "https://example.org/rain"},
        "rain-2": {"unidentified": True},
    },
    urls={"https://example.org/rain": "met"},
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It rained [1].\n\nSources:\n[1] Rain https://example.org/rain", []),
        ("It rained [1].\n\nSources:\n[1] https://example.org/rain", []),
        ("It rained [1].\n\nSources:\n[1] Snow https://example.org/rain", ["[1] Snow https://example.org/rain"]),
        ("It rained [2].\n\nSources:\n[2] The vicar", ["[2] The vicar"]),
    ],
)
def test_what_finds_no_place_is_kept_as_a_comment(text: str, left: list[str]) -> None:
    imported = import_text(text, "rain.txt", known=HELD)
    comment = "# Left over from the text, and never published. Put each line where it belongs, or delete it.\n"

    assert list(imported.left_over) == left
    assert (comment + "".join(f"#   {line}\n" for line in left) in imported.markdown) is bool(left)
    assert all(f"“{line}” " in " ".join(imported.notes) for line in left)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Rain|It rained [1].|## After|It dried [1].", "Rain", "It rained [1].|## After|It dried [1]."),
        ("# Rain\nIt rained [1].\n### After ###\nIt dried [1].", "Rain", "It rained [1].|## After|It dried [1]."),
        ("# Rain|# Before|It rained [1].", "Rain", "## Before|It rained [1]."),
        ("# Before|It was dry.|# After|Rain [1].", "It was dry", "## Before|It was dry.|## After|Rain [1]."),
        ("**Rain**|It rained [1].|**After:**|Dry [1].", "It rained", "## Rain|It rained [1].|## After:|Dry [1]."),
        ("# Rain|**Now**\nWet [1].|## *One* day|Dry [1].", "Rain", "### Now|Wet [1].|## \\*One\\* day|Dry [1]."),
        ("# **Rain**|Wet [1].|## __Now__|Dry [1].", "Rain", "Wet [1].|## Now|Dry [1]."),
        ("Rain|Wet [1].|# Next|It dries.|Or not.", "Rain", 'Wet [1].|!!! analysis "Next"\n    It dries.|    Or not.'),
        ("Rain|Wet [1].|# A|Dry.|# B|Not.", "Rain", 'Wet [1].|!!! analysis "A"\n    Dry.|!!! analysis "B"\n    Not.'),
        ('Rain|Wet [1].|# "A"|Dry.|# B', "Rain", 'Wet [1].|## "A"|!!! analysis\n    Dry.|## B'),
        ("Rain|Wet [1].|# Note|Reporting by Ada.", "Rain", "Wet [1].|## Note|Reporting by Ada."),
        ("Wet [1].|# now [1]|#no", "Wet", "Wet [1].|\\# now [1]|!!! analysis\n    \\#no"),
    ],
)  # fmt: skip
def test_headings_are_headings(text: str, title: str, body: str) -> None:
    body = body.replace("|", "\n\n")
    imported = import_text(text.replace("|", "\n\n"), "rain.txt")

    assert imported.title == title
    assert imported.markdown.partition("---\n\n")[2] == body + "\n"
    headings = [line.strip("# ") for line in body.splitlines() if re.match(r"#+ ", line)]
    assert not {one.text for one in imported.statements} & set(headings)


def test_another_sentence_in_nearly_the_same_words_is_no_pull_quote() -> None:
    text = "On the left side of the stone stood a long column of text [1]."
    text += "\n\nOn the right side of the stone stood a long column of text."

    assert import_text(text + "\n\nIt is old [1].", "stone.txt").counts.pullquotes == 0


def test_a_heading_is_no_pull_quote_and_no_statement() -> None:
    counts = import_text("It rained all day long [1].\n\n# It rained all day long\n\nSo it did [1].", "a.txt").counts

    assert (counts.statements, counts.pullquotes) == (2, 0)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2026-06-05-fair.txt", "2026-06-05"),
        ("fair-2026-06-05.txt", "2026-06-05"),
        ("2026-06-05.txt", "2026-06-05"),
        ("2026-02-30-fair.txt", None),
        ("12026-06-051.txt", None),
        ("fair-06.txt", None),
    ],
)
def test_a_files_name_can_give_the_date(name: str, date: str | None) -> None:
    imported = import_text("It rained.", name)

    assert imported.guesses.date.value == date
    assert (f"\ndate: {date}\n" in imported.markdown) is (date is not None)


def test_a_date_in_the_text_comes_before_the_files_name() -> None:
    assert import_text("Rain\n\n4 June 2026\n\nIt rained.", "2026-06-05.txt").guesses.date.value == "2026-06-04"


BLOCKS = st.sampled_from(
    [
        *("{} {} {} [1]. {} {}.", "{} {}", "{} [2]", "{}.", "{} {}: [3, 4]", "“{} {}”", '"{} {} {}"'),
        *("{} [sic] {} [2024]",),
        *("By {} {}", "By {} {} and {} {}", "5 June 2026", "2026-06-05", "— {} {}", "{} {} {} — {} {}"),
        *("Analysis", "Our view", "## Our analysis", "# {} {}", "## {} {}", "Sources:", "References", "**Notes:**"),
        *("**{} {}**", "### **{}** ###", '# "{}" {}', "# {} [5]", "__{}__:"),
        *("[1] {} {}, {} {}, 5 June 2026, https://example.org/{}", "[2] https://example.org/rain {}", "[3] {} {}"),
        *("[1] “{} {}”, {} {}, Accessed on 6 June 2026, 7 June 2026, 8 June 2026 https://example.org/{}",),
        *("1. {} https://example.org/{} https://example.org/{}", "2) [{} {}](https://example.org/{}) {}", "(3) {}"),
        *("Sources: [1] {} {}; [2] {}", "- {} {}", "* {} https://example.org/{}", "[4]", "[1, 2]", "| {} | {} |"),
        *("[{}]: {}", "<{}>{}</{}>", "<!-- {} -->", "`{}` *{}* _{}_", "---", "{}-", "Correction: {}", "{},\n{}"),
        *("first rained words here [1].", "first rained words here", "“rained words”", "“rained words” — {} {}"),
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(BLOCKS, min_size=1, max_size=14), st.sampled_from(["\n", "\n\n"]), st.booleans())
def test_every_word_of_any_text_is_kept(blocks: list[str], gap: str, known: bool) -> None:
    """Each word is its own here, so none can hide behind another."""
    text, count = gap.join(blocks), 0
    while "{}" in text:
        text = text.replace("{}", f"Q{_letters(count)}z", 1)
        count += 1
    try:
        imported = import_text(text, "rain.txt", known=HELD if known else None)
    except ImportProblem:
        return
    shown = BeautifulSoup(rendered(imported.markdown, EXTENSIONS), "html.parser").get_text()
    head = imported.markdown.split("\n---\n")[0]
    kept = " ".join([shown, head, *(str(e.fields) for e in imported.entries if not known or e.key not in HELD.entries)])

    assert [word for word in re.findall(r"Q[a-z]+z", text) if word not in kept] == []


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


# Paragraphs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The fair opened [1].\nIt rained [2].\nAll went home.", 3),
        ("The fair opened [1].\n\nIt rained [2].\n\n\nAll went home.", 3),
        ("The fair opened [1].\nIt rained.\n\nAll went home.", 3),
        ("The fair was opened by the mayor in the\nrain, to the sound of a brass band [1].\n\nAll went home.", 2),
        (
            "The fair was opened by the mayor in\nMarket Street. It rained for most\nof the day [1].\n\nAll went home.",
            2,
        ),
        (
            "The fair was opened by the mayor in\nMarket Street. It rained for most\nof the day [1].\nAll\nleft.",
            2,
        ),
        ("The fair opened [1,\n2].\n\nIt rained.", 2),
        ("The fair opened.\n[1]\nIt rained.", 2),
        ("The fair opened.\n\n[1]\n\nIt rained.", 2),
        ("A well-\nknown fair opened.", 1),
    ],
)
def test_paragraphs(text: str, count: int) -> None:
    body = rendered(import_text(text, "fair.txt").markdown, EXTENSIONS)

    assert len(prose_of(body)) == count


def test_a_hard_wrapped_text_reads_as_an_unwrapped_one() -> None:
    import textwrap

    for width in (48, 60, 72, 80, 100):
        wrapped = "\n\n".join(
            textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False)
            for p in SAME_SHAPE_AS_THE_SEED.split("\n\n")
        )
        assert import_text(wrapped, "mill.txt").markdown == import_text(SAME_SHAPE_AS_THE_SEED, "mill.txt").markdown


def test_a_text_of_single_lines_reads_as_one_with_blank_lines() -> None:
    single = SAME_SHAPE_AS_THE_SEED.replace("\n\n", "\n")

    assert import_text(single, "mill.txt") == import_text(SAME_SHAPE_AS_THE_SEED, "mill.txt")


# Properties ----------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *(
            "The",
            "fair",
            "opened.",
            "It",
            "rained",
            "[1].",
            "[2, 3]",
            "[2024]",
            "[sic]",
            '"so',
            'they"',
            "say.",
            "“wet”",
        ),
        *(
            "#",
            "##",
            ">",
            "-",
            "+",
            "*",
            "1.",
            "12.",
            "1)",
            "_so_",
            "__so__",
            "*so*",
            "**so**",
            "snake_case",
            "`so`",
            "``",
        ),
        *(
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<a@b.c>",
            "<https://x.y>",
            "&",
            "&amp;",
            "&#65;",
            "AT&T;",
            "|",
            "---",
            "===",
            "***",
        ),
        *(
            "!!!",
            "!!! note",
            "???",
            "???+",
            "[x](y)",
            "![x](y)",
            "[x][y]",
            "[1](y)",
            "[[1]]",
            "[^1]",
            "[^1]:",
            "[1]:",
            "[x]:",
        ),
        *(
            ":::",
            ":",
            "::",
            "///",
            "~~~",
            "~~so~~",
            "==so==",
            "^^so^^",
            "++so++",
            "$x$",
            "\\",
            "\\[1]",
            "\\*",
            "{: .x }",
            "{.x}",
        ),
        *(
            "[TOC]",
            "*[fair]:",
            '=== "x"',
            "https://x.y/a_b_c",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "—",
            "[",
            "]",
            "(",
            ")",
            "[1",
            "1]",
        ),
        *("Sources:", "By Ada Quill", "5 June 2026", "Analysis", "\u00a0", "--8<--", "H~2~O", "x^2^"),
    ]
)
PROSE = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
ANY_TEXT = st.one_of(PROSE, st.text(max_size=300), st.text(st.characters(codec="ascii"), max_size=200))
LETTERS = re.compile(r"[\W_]+")


@settings(max_examples=400)
@given(ANY_TEXT)
@example("[1]\n[1]")
@example("Sources:\n[1] x")
@example("a\n\nSources:\n[1] http://[x")
@example("\ud800 a")
def test_any_text_is_imported_or_refused_as_empty(text: str) -> None:
    try:
        imported = import_text(text, "any.txt")
    except ImportProblem:
        assert not any(character.isalnum() for character in text)
        return
    imported.markdown.encode()
    front = yaml.safe_load(imported.markdown.split("\n---\n")[0] + "\n")
    entries = {entry.key: entry.fields for entry in imported.entries}
    assert isinstance(front["title"], str)
    assert (yaml.safe_load(append_entries("", imported.entries)) or {}).get("sources", {}) == entries
    assert importer.report(imported, "any.txt", "a.md", "sources.yml")


@settings(max_examples=400)
@given(PROSE)
def test_nothing_of_the_prose_is_lost(text: str) -> None:
    """Every letter and digit of the text is in the article or the registry, in order within the article."""
    try:
        imported = import_text(text, "any.txt")
    except ImportProblem:
        return
    shown = BeautifulSoup(rendered(imported.markdown, EXTENSIONS), "html.parser").get_text()
    front = str(yaml.safe_load(imported.markdown.split("\n---\n")[0] + "\n"))
    everything = shown + front + " ".join(str(entry.fields) for entry in imported.entries)
    lists = {"sources", "analysis"}
    for word in re.findall(r"[^\W\d_]+", text):
        assert word in everything or word.lower() in lists or word in ("By", "June"), word


@settings(max_examples=500)
@given(
    st.one_of(st.lists(WORDS.filter(lambda word: "\n" not in word), min_size=1).map(" ".join), st.text(max_size=120))
)
@example("1. a")
@example("٣. a")
@example("[TOC]")
@example("*[a]: b")
@example("a _b_ c_d_e __f__")
@example("[a]: b")
@example("[1]: http://x.y")
@example("<div>a</div>")
@example("&copy; &copy &#65; &#65 &")
@example("+++ a")
@example("- - -")
@example(":   a")
@example("{: .a } {.b}")
def test_escaped_prose_renders_as_itself(text: str) -> None:
    lines = INVISIBLE.sub("", text)
    paragraph = " ".join(SURROGATE.sub("", lines).split())
    if not paragraph:
        return
    escaped = escape(paragraph, brackets_of(paragraph), frozenset(range(1, 9)))
    for body in (escaped, f"!!! analysis\n    {escaped}"):
        assert prose_of(markdown.markdown(body, extensions=EXTENSIONS)) == [_tidied(paragraph)]


def _tidied(paragraph: str) -> str:
    """Markers lose the white space inside their brackets, and nothing else."""
    for bracket in reversed(brackets_of(paragraph)):
        if bracket.numbers:
            inside = " ".join(paragraph[bracket.start + 1 : bracket.end - 1].split())
            paragraph = f"{paragraph[: bracket.start]}[{inside}]{paragraph[bracket.end :]}"
    return paragraph


def test_words_with_underscores_and_plain_signs_are_not_escaped() -> None:
    text = "The file_name_here costs 3 < 5 & more | less ~ 2 = 2 (so) [sic] #1 a-b 1.5! {"

    assert escape(text) == text.replace("{", "\\{")


# The registry --------------------------------------------------------------------------------------------------------

ENTRIES = (Entry("fair-1", 1), Entry("fair-2", 2, title="A: fair", url="https://example.org/a"))
ADDED = "  fair-1:  # [1]\n    unidentified: true\n  fair-2:  # [2]\n    kind: web-page\n"

SAFE_REGISTRIES = {
    "absent": "",
    "blank": "\n\n",
    "comments only": "# Our sources\n",
    "no sources": "organisations:\n  usgs: {name: USGS}\n",
    "no final newline": "sources:\n  a: {unidentified: true}",
    "empty sources": "sources:\n",
    "empty sources, comment": "sources:  # none yet\n\norganisations:\n  b: {name: B}\n",
    "empty sources, no newline": "sources:",
    "sources first": "sources:\n  a:\n    unidentified: true\n\n# The bodies\norganisations:\n  b: {name: B}\n",
    "sources last": "organisations:\n  b: {name: B}\nsources:\n  a: {unidentified: true}\n  # end\n",
    "deep indent": "sources:\n        a: {unidentified: true}\n",
    "one blank indent": "sources:\n a: {unidentified: true}\n",
    "windows": "sources:\r\n  a: {unidentified: true}\r\n",
    "mark": "\ufeffsources:\n  a: {unidentified: true}\n",
    "block scalar": "sources:\n  a:\n    unidentified: true\n    note: |+\n      text\n\n\norganisations: {}\n",
    "folded at end": "sources:\n  a:\n    unidentified: true\n    note: >\n      text\n",
    "document start": "---\nsources:\n  a: {unidentified: true}\n",
    "anchors": "x: &x {unidentified: true}\nsources:\n  a: *x\n",
    "numbers": "sources:\n  1: {unidentified: true}\n",
}

HARD_REGISTRIES = {
    "flow": "{sources: {a: {unidentified: true}}}\n",
    "flow sources": "sources: {a: {unidentified: true}}\n",
    "empty flow": "sources: {}\n",
    "list": "- a\n",
    "sources are a list": "sources:\n  - a\n",
    "null word": "sources: ~\n",
    "twice": "sources:\n  a: {unidentified: true}\nsources:\n  b: {unidentified: true}\n",
    "document end": "sources:\n  a: {unidentified: true}\n...\n",
    "two documents": "sources:\n  a: {unidentified: true}\n---\nb: 1\n",
    "not yaml": "sources: [\n",
    "indented": "  sources:\n    a: {unidentified: true}\n",
    "tab": "sources:\n\ta: 1\n",
    "a word": "hello\n",
}


@pytest.mark.parametrize("name", SAFE_REGISTRIES)
def test_entries_are_added_and_everything_else_stays(name: str) -> None:
    before = SAFE_REGISTRIES[name]

    after = append_entries(before, ENTRIES)

    old = yaml.safe_load(before) or {}
    new = yaml.safe_load(after)
    assert new == {**old, "sources": {**(old.get("sources") or {}), **{entry.key: entry.fields for entry in ENTRIES}}}
    start = next(index for index in range(len(before) + 1) if before[:index] != after[:index] or index == len(before))
    kept = start if before[:start] == after[:start] else start - 1
    assert after.endswith(before[kept:])
    assert ("\r\n" in before) == ("\r\n" in after)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before


@pytest.mark.parametrize("name", HARD_REGISTRIES)
def test_a_registry_of_unusual_form_is_left_alone(name: str) -> None:
    with pytest.raises(RegistryProblem):
        append_entries(HARD_REGISTRIES[name], ENTRIES)


def test_comments_over_the_next_key_stay_with_it() -> None:
    after = append_entries(SAFE_REGISTRIES["sources first"], ENTRIES[1:])

    assert "    url: https://example.org/a\n\n# The bodies\norganisations:" in after


def test_adding_nothing_changes_nothing() -> None:
    assert append_entries("sources: {}", ()) == "sources: {}"


def test_a_source_that_the_registry_knows_by_its_address_is_used() -> None:
    text = (
        "It rained [1]. It poured [2].\n\nSources:\n[1] https://example.org/rain Rain\n[2] https://example.org/b Pour\n"
    )

    imported = import_text(text, "rain.txt", known=Known(urls={"https://example.org/rain": "met-office"}))

    assert dict(imported.numbering) == {1: "met-office", 2: "rain-2"}
    assert [entry.key for entry in imported.entries] == ["rain-2"]


def test_a_long_text_takes_no_long_time() -> None:
    """Linear, whatever is repeated: ten thousand markers, brackets, quotation marks or short paragraphs."""
    for piece in ("[1]", "[", "word [1]. ", 'a "', "- ", "“so” ", "<", "a\n", "It was “wet” [1].\n\n"):
        import_text("a " + piece * 10_000, "long.txt")


# Lists of sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("https://x.org/a Rain in May", {"kind": "web-page", "title": "Rain in May", "url": "https://x.org/a"}),
        ('https://x.org/a "Rain in May"', {"kind": "web-page", "title": "Rain in May", "url": "https://x.org/a"}),
        (
            "Wick News, Rain in May, https://x.org/a",
            {"kind": "web-page", "title": "Rain in May", "publisher": "Wick News", "url": "https://x.org/a"},
        ),
        (
            "Wick News, “Rain, again”, 5 June 2026, https://x.org/a.",
            {
                "kind": "web-page",
                "title": "Rain, again",
                "publisher": "Wick News",
                "url": "https://x.org/a",
                "published": "2026-06-05",
            },
        ),
        ("[Rain](https://x.org/a)", {"kind": "web-page", "title": "Rain", "url": "https://x.org/a"}),
        ("Rain (https://x.org/a_(b))", {"kind": "web-page", "title": "Rain", "url": "https://x.org/a_(b)"}),
        ("Rain https://x.org/a.pdf", {"kind": "document", "title": "Rain", "url": "https://x.org/a.pdf"}),
        ("https://x.org/a", {"unidentified": True, "url": "https://x.org/a", "note": "https://x.org/a"}),
        ("Ada Quill, in conversation", {"unidentified": True, "note": "Ada Quill, in conversation"}),
        ("Rain, ftp://x.org/a", {"unidentified": True, "note": "Rain, ftp://x.org/a"}),
    ],
)
def test_a_line_of_the_list_is_read_as_far_as_it_is_plain(line: str, fields: dict[str, Any]) -> None:
    entry = import_text(f"It rained [1].\n\nSources\n\n1. {line}\n", "rain.txt").entries[0]

    assert {name: str(value) if name == "published" else value for name, value in entry.fields.items()} == fields


def test_lines_that_only_look_like_a_list_stay_prose() -> None:
    text = "It rained [1].\n\nIt poured.\n\n[1] It stopped, too.\n"

    assert import_text(text, "rain.txt").counts.statements == 3


if __name__ == "__main__":  # Write what the importer now says into the cases.
    for one in CASES:
        held = load(one)
        held.update(run(held))

        def literal(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
            return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

        yaml.SafeDumper.add_representer(str, literal)
        one.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=10**9), encoding="utf-8")
