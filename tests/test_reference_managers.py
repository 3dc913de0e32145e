"""How to cite an article and all that it cites: CSL-JSON, BibTeX and RIS, read again by others and by ourselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import SiteBuilder
from factories import Block, date, record, registry
from manual_pages import code, page, table
from mkdocs_provenance.bibliography import read_bibliography
from mkdocs_provenance.exports import export
from mkdocs_provenance.exports.article_item import CSL_TYPES as ARTICLE_TYPES
from mkdocs_provenance.exports.article_item import article_item
from mkdocs_provenance.exports.bibtex import SHAPES as BIBTEX_SHAPES
from mkdocs_provenance.exports.bibtex import bibtex_entry, citation_key, escaped
from mkdocs_provenance.exports.bylines import name_in_byline
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.references import Reference, reference, source_files
from mkdocs_provenance.exports.ris import SHAPES as RIS_SHAPES
from mkdocs_provenance.exports.ris import ris_record
from mkdocs_provenance.exports.source_item import source_item
from mkdocs_provenance.model import (
    Archive,
    Attribution,
    Correction,
    CorrectionKind,
    Form,
    Kind,
    Name,
    Organisation,
    Registry,
    Source,
    State,
    Statement,
    Status,
)
from mkdocs_provenance.publication import ITEM_TYPES, Publication, Publisher
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.csl import CSL_TYPES
from pandoc import read_with_pandoc
from record_factories import REGISTRIES, SOURCES, csl_validator, day, source
from small_site import article, site_files, small_config, small_site

USGS = {"usgs": Organisation("usgs", "U.S. Geological Survey")}
ADA = Name(family="Lovelace", given="Ada")
SITE = Publication("The Harbour Review", "https://example.org/", publisher=Publisher("Harbour Press"))
LATEX = r"50% of $5 & #1_2 {a} ^~ \emph <b> | -- ``it's''"
"""Everything that LaTeX has a meaning for."""
OWN = {f"{name}.{form}" for name in ("article", "sources") for form in ("csl.json", "bib", "ris")}
NOTE = LATEX.replace("<b>", "<")
"""The same without what CSL takes for bold type."""

ZOTERO_READS = frozenset(
    (
        "article", "artwork", "audio", "book", "booklet", "collection", "conference", "electronic", "inbook",
        "incollection", "inproceedings", "inreference", "jurisdiction", "legislation", "letter", "manual",
        "mastersthesis", "misc", "movie", "mvbook", "online", "patent", "phdthesis", "proceedings", "report",
        "software", "techreport", "thesis", "unpublished", "video",
    )
)  # fmt: skip
"""Types of entries that Zotero's BibTeX.js (27 April 2026) files; of any other it reads nothing."""


def full(kind: Kind, **fields: Any) -> Source:
    """A source of which much is known."""
    given_fields = {
        "title": f"Of {kind}: Ärger in İzmir",
        "publisher": "usgs",
        "author": (ADA, Name(family="van der Berg", given="J. R."), Name(literal="AFAD Press & Co")),
        "published": day("2023-02-06"),
        "accessed": day("2023-03-01"),
        "url": "https://example.org/a_b%20c?d=e&f=~g#h",
        "doi": "10.1002/(SICI)1097<8::AID>3_0.CO",
        "language": "pt-BR",
        "archives": (Archive("https://web.archive.org/web/2023/https://example.org/a_b"),),
        **fields,
    }
    return source(f"a-{kind}", kind, **given_fields)


def written(one: Source, bodies: dict[str, Organisation] = USGS) -> Reference:
    return reference(source_item(one, Registry(organisations=bodies)))


def read_again(data: bytes, form: str) -> Source:
    found = read_bibliography(f"again.{form}", data.decode())
    assert not found.problems
    (one,) = found.sources
    return one


def edition(*sources: Source, publication: Publication = SITE, **fields: Any) -> Edition:
    """An article that cites these sources."""
    held = registry(sources, USGS.values())
    block = Block([("It shook.", [one.id for one in sources])])
    told = {"address": "articles/two-quakes/", "url": "https://example.org/articles/two-quakes/", **fields}
    return Edition(record(held, [block], **told), held, publication, Addresses(dataset="provenance/index.json"))


# Sources, of every kind ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def every_kind() -> list[Source]:
    return [full(kind) for kind in Kind]


def files_of(sources: list[Source]) -> dict[str, bytes]:
    return dict(source_files(edition(*sources)))


def test_the_csl_is_valid_and_pandoc_reads_it(every_kind: list[Source]) -> None:
    data = files_of(every_kind)["sources.csl.json"]

    items = json.loads(data)
    csl_validator().validate(items)
    assert [item["id"] for item in items] == [one.id for one in every_kind]
    seen = read_with_pandoc(data, "csljson")
    assert [(item["id"], item["title"]) for item in seen] == [(one.id, one.title) for one in every_kind]


@pytest.fixture(scope="module")
def seen_by_pandoc(every_kind: list[Source]) -> dict[str, dict[str, Any]]:
    """What pandoc reads of the BibTeX, by key."""
    return {item["id"]: item for item in read_with_pandoc(files_of(every_kind)["sources.bib"], "biblatex")}


def test_pandoc_reads_the_bibtex(every_kind: list[Source], seen_by_pandoc: dict[str, dict[str, Any]]) -> None:
    seen = seen_by_pandoc

    assert list(seen) == [one.id for one in every_kind]
    for one in every_kind:
        item = seen[one.id]
        assert item["title"] == one.title
        assert item["issued"] == {"date-parts": [[2023, 2, 6]]}
        assert item["accessed"] == {"date-parts": [[2023, 3, 1]]}
        assert (item["URL"], item["DOI"], item["language"]) == (one.url, one.doi, "pt-BR")
        assert item["author"][0] == {"family": "Lovelace", "given": "Ada"}
        assert "U.S. Geological Survey" in (item.get("container-title"), item.get("publisher"))
        assert item["note"].endswith("Archived copy: https://web.archive.org/web/2023/https://example.org/a_b")
        assert item["type"] in (CSL_TYPES[one.kind], "", "webpage")  # biblatex has no type for posts


@pytest.mark.parametrize(
    ("kind", "type_", "genre"),
    [
        (Kind.NEWS, "article-newspaper", None),
        (Kind.WIRE, "article-newspaper", "Wire report"),
        (Kind.PRESS_RELEASE, "", "Press release"),
        (Kind.DATASET, "", "Dataset"),
        (Kind.STUDY, "article-journal", None),
        (Kind.REPORT, "report", None),
        (Kind.COURT_RECORD, "legal_case", None),
        (Kind.LAW, "legislation", None),
        (Kind.BOOK, "book", None),
        (Kind.REFERENCE, "entry-encyclopedia", None),
        (Kind.WEB_PAGE, "webpage", None),
        (Kind.CORRESPONDENCE, "personal_communication", None),
        (Kind.VIDEO, "motion_picture", None),
        (Kind.IMAGE, "graphic", None),
    ],
)
def test_what_pandoc_takes_a_kind_for(
    kind: Kind, type_: str, genre: str | None, seen_by_pandoc: dict[str, dict[str, Any]]
) -> None:
    item = seen_by_pandoc[f"a-{kind}"]

    assert (item["type"], item.get("genre")) == (type_, genre)


def test_rispy_reads_the_ris(every_kind: list[Source]) -> None:
    data = files_of(every_kind)["sources.ris"]

    lines = data.decode().split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    entries = rispy.loads(data.decode())
    assert [entry["id"] for entry in entries] == [one.id for one in every_kind]
    for entry, one in zip(entries, every_kind, strict=True):
        assert entry["title"] == one.title
        assert entry["type_of_reference"] in rispy.TYPE_OF_REFERENCE_MAPPING
        assert (entry["year"], entry["date"], entry["access_date"]) == ("2023", "2023/02/06/", "2023/03/01/")
        assert (entry["urls"], entry["doi"], entry["language"]) == ([one.url], one.doi, "pt-BR")
        assert entry["authors"] == ["Lovelace, Ada", "van der Berg, J. R.", "AFAD Press & Co,"]


def test_pandoc_reads_the_ris(every_kind: list[Source]) -> None:
    seen = read_with_pandoc(files_of(every_kind)["sources.ris"], "ris")

    assert [item["title"] for item in seen] == [one.title for one in every_kind]
    assert seen[0]["type"] == "article-newspaper"


@pytest.mark.parametrize("kind", Kind)
def test_a_source_comes_back_as_it_was(kind: Kind) -> None:
    """What is read of BibTeX and RIS is what is read of CSL, which is the middle of all three."""
    one = full(kind, status=Status(State.RETRACTED), note=NOTE, speaker="Ida B. Wells")
    made = written(one)

    csl, bib, ris = (
        read_again(data, form) for data, form in ((b"[%s]" % made.csl, "json"), (made.bib, "bib"), (made.ris, "ris"))
    )

    assert csl.kind is kind
    assert csl.status.state is State.RETRACTED
    assert replace(bib, place=csl.place, note=csl.note, speaker=csl.speaker) == csl
    assert bib.note == f"Retracted. {csl.note}"
    assert replace(ris, place=csl.place, note=csl.note, speaker=csl.speaker, status=csl.status) == csl
    assert b"N1  - Retracted. 50%" in made.ris  # RIS has no tag for it


def test_zotero_passes_over_no_entry() -> None:
    assert set(CSL_TYPES.values()) | set(ARTICLE_TYPES.values()) == set(BIBTEX_SHAPES) == set(RIS_SHAPES)
    assert {shape.entry for shape in BIBTEX_SHAPES.values()} <= ZOTERO_READS
    assert "GEN" not in {shape.type for shape in RIS_SHAPES.values()}


def test_the_manual_says_what_every_kind_becomes() -> None:
    listed = {
        code(kind): [code(cell) for cell in cells] for kind, *cells in table(page("reference-managers"), "`kind`")
    }

    made = {}
    for kind in Kind:
        one = written(full(kind))
        bib, ris = one.bib.decode(), one.ris.decode()
        made[str(kind)] = [CSL_TYPES[kind], bib[: bib.index("{")], ris.splitlines()[0].removeprefix("TY  - ")]
    assert listed == made


def test_the_manual_names_every_file() -> None:
    listed = {code(row[0]) for row in table(page("reference-managers"), "File")}

    assert listed == OWN


# Values --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        LATEX,
        "a lone { brace",
        "} and { turned round",
        "@article{not, one = {more}}",
        "</script><b>\"quoted\" & 'quoted'",
        "TY  - NEWS",
        "Two lines\nER  - \nTY  - BOOK",
        "زلزالان قويان في تركيا وسوريا",
        "鐘は鳴った。",
        "A Title in Capitals, and iPhone",
        "control \x00 and \x1f",
    ],
)
def test_hostile_titles(title: str) -> None:
    made = written(source("a", Kind.NEWS, title=title, url="https://example.org/"))

    plain = re.sub("[\x00-\x1f]", "\ufffd", " ".join(title.split()))
    entry = bibtexparser.parse_string(made.bib.decode())
    assert not entry.failed_blocks
    assert [each.key for each in entry.entries] == ["a"]
    assert [each["title"] for each in rispy.loads(made.ris.decode())] == [plain]
    assert read_again(made.bib, "bib").title == plain
    assert read_again(made.ris, "ris").title == plain


def test_pandoc_reads_what_latex_has_a_meaning_for() -> None:
    title = r"50% of $5 & #1_2 {a} ^~ \emph <b> | -- more"

    (item,) = read_with_pandoc(written(source("a", Kind.NEWS, title=title)).bib, "biblatex")

    assert item["title"] == title


def test_a_title_in_english_keeps_its_capitals() -> None:
    one = source("a", Kind.NEWS, title="The Harbour Review Visits Türkiye", language="en")

    (item,) = read_with_pandoc(written(one).bib, "biblatex")

    assert item["title"] == "The Harbour Review Visits Türkiye"


@pytest.mark.parametrize(
    ("name", "bib", "ris"),
    [
        (ADA, "Lovelace, Ada", "Lovelace, Ada"),
        (Name(literal="AFAD"), "{AFAD}", "AFAD"),
        (Name(literal="Smith and Sons"), "{Smith and Sons}", "Smith and Sons,"),
        (Name(literal="Müller & Söhne, Berlin"), r"{Müller \& Söhne, Berlin}", "Müller & Söhne, Berlin"),
        (Name(family="Smith and Jones", given="A"), "{Smith and Jones}, A", "Smith and Jones, A"),
        (Name(family="de la Cruz", given="Juana Inés"), "de la Cruz, Juana Inés", "de la Cruz, Juana Inés"),
        (Name(family="O’Brien-Smith", given="J. R."), "O’Brien-Smith, J. R.", "O’Brien-Smith, J. R."),
        (Name(family="Plato"), "{Plato}", "Plato"),
        (Name(literal="others"), "others", "others"),
        (Name(literal="وكالة الأناضول"), "{وكالة الأناضول}", "وكالة الأناضول,"),
    ],
)
def test_names(name: Name, bib: str, ris: str) -> None:
    made = written(source("a", Kind.NEWS, author=(name,)))

    assert f"  author = {{{bib}}},\n" in made.bib.decode()
    assert f"AU  - {ris}\r\n" in made.ris.decode()


@pytest.mark.parametrize(
    ("text", "bib", "ris"),
    [
        ("2023", "2023", "2023///"),
        ("2023-02", "2023-02", "2023/02//"),
        ("2023-02-06", "2023-02-06", "2023/02/06/"),
        ("2023~", "2023~", "2023///circa"),
        ("2023-02-06/2023-02-08", "2023-02-06/2023-02-08", "2023/02/06/to 2023-02-08"),
        ("0987", "0987", "0987///"),
    ],
)
def test_dates(text: str, bib: str, ris: str) -> None:
    made = written(source("a", Kind.NEWS, published=day(text)))

    assert f"  date = {{{bib}}}" in made.bib.decode()
    assert f"DA  - {ris}\r\n" in made.ris.decode()


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        ("de", "langid = {ngerman}"),
        ("pt-BR", "langid = {brazilian}"),
        ("en-ZA", "langid = {english}"),
        ("tt", "language = {tt}"),
    ],
)
def test_languages(tag: str, field: str) -> None:
    assert field in written(source("a", Kind.NEWS, language=tag)).bib.decode()


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"locator": "National Archives, FO 371"}, "howpublished = {National Archives, FO 371}"),
        ({"locator": "Shelf 3", "isbn": "978-0-306-40615-7"}, "library = {Shelf 3}"),
        ({"url": "https://example.org/{a}\\b"}, "url = {https://example.org/%7Ba%7D%5Cb}"),
        ({"status": Status(State.SUPERSEDED, note="See 2024.")}, "note = {Superseded.}"),
        ({"status": Status(State.REMOVED), "note": "Seen."}, "note = {Original page removed. Seen.}"),
        ({"event_date": day("2020-01")}, "eventdate = {2020-01}"),
    ],
)
def test_fields_of_bibtex(fields: dict[str, Any], line: str) -> None:
    assert f"  {line}" in written(source("a", Kind.DOCUMENT, **fields)).bib.decode()


@pytest.mark.parametrize(
    ("id", "key"),
    [
        ("usgs-us6000jllz", "usgs-us6000jllz"),
        ("doi:10.1000/x_1.2+3", "doi:10.1000/x_1.2+3"),
        ("größe", "größe"),
        ("हिन्दी", "हिन्दी"),
        ("زلزال-1", "زلزال-1"),
        ("a@b", "a-b-5be0d0"),
        ("a#b", "a-b-1b2c9a"),
        ("{}", "-"),
    ],
)
def test_keys_that_an_entry_can_have(id: str, key: str) -> None:
    made = citation_key(id)

    assert made == key or (id in ("a@b", "a#b", "{}") and re.fullmatch(r"(?:a-b-)?[0-9a-f]{6}", made))


def test_two_keys_stay_two() -> None:
    assert len({citation_key(id) for id in ("a@b", "a#b", "a%b", "a-b", "@", "#")}) == 6


# Whatever hypothesis thinks of ---------------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")) | st.sampled_from("{}\\$&#%_^~<>@-`'\""),
    max_size=30,
)


@settings(max_examples=40)
@given(SOURCES, REGISTRIES)
def test_any_source_can_be_written(one: Source, held: Registry) -> None:
    made = reference(source_item(one, held))

    csl_validator().validate([json.loads(made.csl)])
    parsed = bibtexparser.parse_string(made.bib.decode())
    assert not parsed.failed_blocks
    assert len(parsed.entries) == 1
    assert len(rispy.loads(made.ris.decode())) == 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in made.ris.decode().split("\r\n")[:-1] if line)


@settings(max_examples=40)
@given(SOURCES, REGISTRIES)
def test_an_unnamed_source_is_described_and_no_more(one: Source, held: Registry) -> None:
    texts = ("title", "url", "doi", "isbn", "locator", "publisher", "speaker", "note", "language")
    dates = ("published", "accessed", "event_date", "updated")
    secrets: dict[str, Any] = {"author": (Name("SECRET"),), "archives": (Archive("https://SECRET.example/"),)}
    secrets |= dict.fromkeys(texts, "SECRET") | dict.fromkeys(dates, day("1234"))
    unnamed = replace(one, id="a", attribution=Attribution.UNNAMED, described_as="an official", **secrets)

    made = reference(source_item(unnamed, held))

    for data in (made.csl, made.bib, made.ris):
        assert b"Source not named: an official" in data
        assert b"SECRET" not in data
        assert b"1234" not in data


@given(TEXT)
def test_text_comes_back_out_of_latex(text: str) -> None:
    item = {"id": "a", "type": "book", "title": f"x{text}x", "URL": "https://example.org/"}

    found = read_bibliography("a.bib", bibtex_entry(item))
    ris = read_bibliography("a.ris", ris_record(item))

    assert [one.title for one in found.sources] == [one.title for one in ris.sources]
    assert escaped(text).count("{") - escaped(text).count("\\{") == escaped(text).count("}") - escaped(text).count(
        "\\}"
    )


# The article itself --------------------------------------------------------------------------------------------------


def test_an_article_as_a_csl_item() -> None:
    one = edition(
        title="Two strong earthquakes",
        authors=("Ada Lovelace", "Data desk", "Ada Lovelace"),
        description="What\nhappened.",
        section="World",
        language="en-GB",
        published=date("2023-02-08"),
    )

    item = article_item(one)

    csl_validator().validate([item])
    assert item == {
        "id": "two-quakes",
        "type": "article-newspaper",
        "title": "Two strong earthquakes",
        "author": [{"family": "Lovelace", "given": "Ada"}, {"literal": "Data desk"}],
        "issued": {"date-parts": [[2023, 2, 8]]},
        "container-title": "The Harbour Review",
        "publisher": "Harbour Press",
        "section": "World",
        "URL": "https://example.org/articles/two-quakes/",
        "language": "en-GB",
        "abstract": "What happened.",
    }


FORMS = [(Form.ARTICLE, name, name) for name in ITEM_TYPES] + [
    (Form.POST, "newspaperArticle", "blogPost"),
    (Form.PAGE, "newspaperArticle", "webpage"),
]


@pytest.mark.parametrize(("form", "item_type", "chosen"), FORMS)
def test_an_article_of_every_type(form: Form, item_type: str, chosen: str) -> None:
    one = edition(publication=replace(SITE, item_type=item_type), form=form, authors=("Ada Lovelace",))

    files = dict(export(one))

    (item,) = json.loads(files["article.csl.json"])
    csl_validator().validate([item])
    assert item["type"] == ARTICLE_TYPES[chosen]
    (entry,) = rispy.loads(files["article.ris"].decode())
    assert entry["authors"] == ["Lovelace, Ada"]
    assert entry["publisher"] == "Harbour Press"


def test_pandoc_reads_an_article_of_every_type() -> None:
    bib = b""
    for form, item_type, chosen in FORMS:
        address = f"articles/{form}-{chosen}/"
        one = edition(
            publication=replace(SITE, item_type=item_type), form=form, authors=("Ada M. Lovelace",), address=address
        )
        bib += dict(export(one))["article.bib"]

    seen = read_with_pandoc(bib, "biblatex")

    assert [item["id"] for item in seen] == [f"{form}-{chosen}" for form, _, chosen in FORMS]
    assert all(item["author"] == [{"family": "Lovelace", "given": "Ada M."}] for item in seen)
    assert all(item["publisher"] == "Harbour Press" for item in seen)
    assert [item["type"] for item in seen] == [
        "article-newspaper", "article-magazine", "webpage", "report", "article-journal", "", "webpage", "webpage",
        "webpage",
    ]  # fmt: skip


def test_a_withdrawn_article_says_so() -> None:
    withdrawn = Statement(corrections=(Correction(CorrectionKind.RETRACTION, date("2023-03-01"), "Withdrawn."),))

    files = dict(export(edition(statement=withdrawn)))

    assert json.loads(files["article.csl.json"])[0]["status"] == "retracted"
    assert b"note = {Retracted.}" in files["article.bib"]
    assert b"N1  - Retracted.\r\n" in files["article.ris"]


def test_an_article_without_date_authors_or_address() -> None:
    one = edition(title="", address="", url="", published=None, publication=Publication())

    item = article_item(one)

    csl_validator().validate([item])
    assert item == {"id": "article", "type": "article-newspaper", "title": "article", "language": "en"}


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("articles/two-quakes/", "two-quakes"),
        ("articles/two-quakes.html", "two-quakes"),
        ("articles/quakes/index.html", "quakes"),
        ("./", "article"),
        ("articles/gr%C3%B6%C3%9Fe/", "größe"),
        ("articles/a%20%7Bb%7D/", "a-b"),
    ],
)
def test_what_an_article_is_called(address: str, key: str) -> None:
    assert article_item(edition(address=address))["id"] == key


@pytest.mark.parametrize(
    ("written_as", "language", "expected"),
    [
        ("Ada Lovelace", "en", ("Lovelace", "Ada")),
        ("Ada M. Lovelace", "en", ("Lovelace", "Ada M.")),
        ("J. R. R. Tolkien", "en", ("Tolkien", "J. R. R.")),
        ("Jean-Pierre Dupont", "fr", ("Dupont", "Jean-Pierre")),
        ("Ludwig van Beethoven", "de", ("van Beethoven", "Ludwig")),
        ("Jan van der Berg", "nl", ("van der Berg", "Jan")),
        ("Lovelace, Ada", "en", ("Lovelace", "Ada")),
        ("Tolkien, J. R. R.", "en", ("Tolkien", "J. R. R.")),
        ("Conor O’Brien", "en", ("O’Brien", "Conor")),
        ("Иван Петров", "ru", ("Петров", "Иван")),
        ("Gabriel García Márquez", "es", None),
        ("Martin Luther King Jr.", "en", None),
        ("Nagy Ferenc", "hu", None),
        ("王伟", "zh", None),
        ("أحمد علي", "ar", None),
        ("AFP", "fr", None),
        ("Reuters", "en", None),
        ("Al Jazeera", "en", None),
        ("The Guardian", "en", None),
        ("Associated Press", "en", None),
        ("Data desk", "en", None),
        ("Ada Lovelace, Ida Wells", "en", None),
        ("Harbour Review", "en", None),
        ("U.S. Geological Survey", "en", None),
        ("hooks", "en", None),
    ],
)
def test_bylines(written_as: str, language: str, expected: tuple[str, str] | None) -> None:
    name = name_in_byline(written_as, language, {"Harbour Review"})

    assert (name.family, name.given) == (expected or (None, None))
    assert name.literal == (None if expected else written_as)


# Kept and built ------------------------------------------------------------------------------------------------------


def test_a_source_is_written_once_for_a_registry() -> None:
    one = source("a", Kind.NEWS, publisher="usgs")
    first = edition(one)
    again = Edition(first.provenance, first.registry, SITE, first.addresses)
    renamed = Registry(first.registry.sources, {"usgs": Organisation("usgs", "USGS")})
    other = Edition(first.provenance, renamed, SITE, first.addresses)

    assert dict(source_files(first)) == dict(source_files(again))
    assert b"journaltitle = {U.S. Geological Survey}" in dict(source_files(again))["sources.bib"]
    assert b"journaltitle = {USGS}" in dict(source_files(other))["sources.bib"]


def test_an_article_that_cites_nothing_has_no_sources_to_download() -> None:
    assert {name for name, _ in export(edition())} == {"article.csl.json", "article.bib", "article.ris", "linkset.json"}


@pytest.mark.parametrize(
    ("config", "path", "folder"),
    [
        ({"site_url": "https://example.org/review/"}, "articles/quake/index.html", "articles/quake/"),
        ({"use_directory_urls": False}, "articles/quake.html", "articles/quake/"),
        ({}, "articles/quake/index.html", "articles/quake/"),
    ],
)
def test_the_files_of_a_built_article(built_site: SiteBuilder, config: dict[str, Any], path: str, folder: str) -> None:
    built = built_site(
        small_site({"articles/quake.md": article(author="Ada Lovelace", date="2023-02-08")}), small_config(**config)
    )

    assert built.ok, built.log
    assert {f"{folder}{name}" for name in OWN} <= site_files(built)
    links = list(_downloads(BeautifulSoup(built.read(path), "html.parser")))
    base = path.rpartition("/")[0]
    assert {f"{base}/{href}" for href, _ in links} <= site_files(built)
    assert [name for _, name in links][:6] == [
        f"quake{part}.{form}" for part in ("", "-sources") for form in ("csl.json", "bib", "ris")
    ]
    (item,) = json.loads(built.read(f"{folder}article.csl.json"))
    address = "https://example.org/review/articles/quake/" if "site_url" in config else None
    assert item.get("URL") == address
    assert read_again(built.read(f"{folder}sources.bib").encode(), "bib").title == "M 7.8 - Pazarcik earthquake"


def test_a_site_without_exports_offers_none(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"articles/quake.md": article()}), small_config({"exports": False, "record": False}))

    panel = BeautifulSoup(built.read("articles/quake/index.html"), "html.parser").select_one(".provenance-about")
    assert panel is not None
    assert not panel.select("a")
    assert not {path for path in site_files(built) if path.startswith("articles/quake/")} - {
        "articles/quake/index.html"
    }


def _downloads(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for link in soup.select(".provenance-downloads a[download]"):
        yield str(link["href"]), str(link["download"])
