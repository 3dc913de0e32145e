"""schema.org's JSON-LD: by its own vocabulary, read out of real pages, and with hostile values in every field."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import msgspec
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from conftest import Built, SiteBuilder
from factories import Block, date, record, registry, source
from manual_pages import code, codes, fences, page, table
from mkdocs_provenance import model as m
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.schema_org import FORMS, TYPES_OF_WORK, json_ld, schema_org, types_of
from mkdocs_provenance.exports.schema_sources import BODIES, TYPES
from mkdocs_provenance.exports.schema_values import schema_date, web_address
from mkdocs_provenance.publication import ITEM_TYPES, POLICIES, Publication, Publisher
from mkdocs_provenance.views.addresses import Addresses
from record_factories import MAYBE, PROVENANCES, REGISTRIES, TEXTS, WHEN, empties, some
from schema_org import faults, vocabulary
from small_site import article, small_config, small_site, soup_of

SITE = "https://example.org/"
PAGE = f"{SITE}articles/quakes/"
POLICY = {name: f"{SITE}about/{name}/" for name in POLICIES.values()}
PUBLICATION = Publication(
    "Second Reading",
    SITE,
    "en",
    Publisher("The Harbour Post", "", f"{SITE}logo.svg", POLICY),
    "https://example.org/by/",
)
USGS = source(
    "usgs",
    kind=m.Kind.DATASET,
    title="M 7.8 - Pazarcik earthquake",
    publisher="survey",
    url="https://earthquake.usgs.gov/x?a=1&b=[2]",
    doi="10.5066/F7MS3QZH",
    published=date("2023-02-06"),
    updated=date("2023-02-07~"),
    language="en-US",
    access=m.Access.OPEN,
    rights="Public domain",
    archives=(m.Archive("https://web.archive.org/x", date("2023-02-07"), sha256="ab12", media_type="text/html"),),
    status=m.Status(m.State.CORRECTED, date("2023-02-09"), "The depth."),
)
WIRE = source("wire", kind=m.Kind.WIRE, publisher="AFP", author=(m.Name(None, "Quill", "Ada"),), derived_from=("usgs",))
SAID = source(
    "said", kind=m.Kind.INTERVIEW, title="Interview", url=None, speaker="Orhan Tatar", access=m.Access.NOT_PUBLIC
)
OFFICIAL = source("official", kind=m.Kind.INTERVIEW, attribution=m.Attribution.UNNAMED, described_as="an official")
HELD = registry(
    (USGS, WIRE, SAID, OFFICIAL),
    (
        m.Organisation(
            "survey", "U.S. Geological Survey", m.OrganisationKind.GOVERNMENT, "interior", url="https://usgs.gov"
        ),
        m.Organisation("interior", "Department of the Interior"),
    ),
)
ADDRESSES = Addresses(
    sources={"usgs": "sources/usgs", "wire": "sources/wire", "said": "sources/said"},
    organisations={"survey": "sources/organisations/survey"},
)
STATEMENT = m.Statement(
    type_of_work="Feature",
    method="We compared the agencies' pages",
    corrections=(m.Correction(m.CorrectionKind.CLARIFICATION, date("2023-02-10"), "The depth is in kilometres."),),
)
QUAKES = record(
    HELD,
    (
        Block([("The first shock had a magnitude of 7.8.", ("usgs", "wire")), ("It was long.", ())]),
        Block([("“It was not an aftershock,” he said.", ("said", "official"))]),
        Block([("The dispute is about words.", ("wire",))], m.Role.ANALYSIS, title="Words and rock"),
    ),
    statement=STATEMENT,
    quotations=(
        m.Quotation("It was not an aftershock,", "p2", "c3", "said", m.QuotationResult.EXACT),
        m.Quotation("It was not an aftershock,", "p4", None, "said", m.QuotationResult.EXACT),
        m.Quotation("long", "p1", "c2", "usgs", m.QuotationResult.NOT_FOUND),
        m.Quotation("in words", "p2", "c3", "official", m.QuotationResult.NO_TEXT),
    ),
    url=PAGE,
    address="articles/quakes/",
    authors=("Ada Quill", "The Harbour Post", "Data desk", "https://orcid.org/0000"),
    description="What the agencies say.",
    section="Science",
    updated=date("2023-02-09"),
)
QUAKES_GRAPH: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": ["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle"],
    "@id": f"{PAGE}#article",
    "url": PAGE,
    "mainEntityOfPage": PAGE,
    "headline": "Two strong earthquakes",
    "description": "What the agencies say.",
    "datePublished": "2023-02-08",
    "dateModified": "2023-02-10",
    "inLanguage": "en",
    "articleSection": "Science",
    "genre": "Feature",
    "author": [
        {"@type": "Person", "name": "Ada Quill"},
        {"@id": f"{SITE}#publisher"},
        {"@type": "Organization", "name": "Data desk"},
        {"@type": "Person", "url": "https://orcid.org/0000"},
    ],
    "publisher": {
        "@type": "NewsMediaOrganization",
        "@id": f"{SITE}#publisher",
        "name": "The Harbour Post",
        "url": SITE,
        "logo": f"{SITE}logo.svg",
        **POLICY,
    },
    "publishingPrinciples": f"{SITE}about/publishingPrinciples/",
    "license": "https://example.org/by/",
    "backstory": "We compared the agencies' pages. 2 statements drawn from 4 sources (4 separate origins). "
    "1 statement: no source given. 1 paragraph is our analysis.",
    "correction": [
        {
            "@type": "CorrectionComment",
            "name": "Clarification",
            "text": "The depth is in kilometres.",
            "datePublished": "2023-02-10",
        }
    ],
    "citation": [
        {
            "@id": f"{SITE}sources/usgs/",
            "@type": "Dataset",
            "name": "M 7.8 - Pazarcik earthquake",
            "url": "https://earthquake.usgs.gov/x?a=1&b=%5B2%5D",
            "identifier": ["https://doi.org/10.5066/F7MS3QZH"],
            "publisher": {
                "@type": "GovernmentOrganization",
                "@id": f"{SITE}sources/organisations/survey/",
                "name": "U.S. Geological Survey",
                "url": "https://usgs.gov",
                "parentOrganization": {"@type": "Organization", "name": "Department of the Interior"},
            },
            "datePublished": "2023-02-06",
            "dateModified": "2023-02-07",
            "inLanguage": "en-US",
            "creativeWorkStatus": "Corrected",
            "isAccessibleForFree": True,
            "copyrightNotice": "Public domain",
            "archivedAt": ["https://web.archive.org/x"],
            "encoding": [
                {
                    "@type": "MediaObject",
                    "contentUrl": "https://web.archive.org/x",
                    "encodingFormat": "text/html",
                    "sha256": "ab12",
                }
            ],
        },
        {
            "@id": f"{SITE}sources/wire/",
            "@type": "NewsArticle",
            "genre": "Wire report",
            "name": "Title of wire",
            "url": "https://example.org/wire",
            "author": [{"@type": "Person", "name": "Ada Quill"}],
            "publisher": {"@type": "Organization", "name": "AFP"},
            "isBasedOn": [
                {
                    "@type": "Dataset",
                    "@id": f"{SITE}sources/usgs/",
                    "name": "M 7.8 - Pazarcik earthquake",
                    "url": "https://earthquake.usgs.gov/x?a=1&b=%5B2%5D",
                }
            ],
        },
        {
            "@id": f"{SITE}sources/said/",
            "@type": "CreativeWork",
            "genre": "Interview",
            "name": "Interview",
            "author": [{"name": "Orhan Tatar"}],
            "conditionsOfAccess": "Not public",
        },
        {"@id": f"{PAGE}#provenance-note-4", "@type": "CreativeWork", "description": "an official"},
    ],
    "hasPart": [
        {
            "@type": "Claim",
            "@id": f"{PAGE}#provenance-claim-1",
            "text": "The first shock had a magnitude of 7.8.",
            "appearance": {"@id": f"{PAGE}#article"},
            "citation": [{"@id": f"{SITE}sources/usgs/"}, {"@id": f"{SITE}sources/wire/"}],
        },
        {
            "@type": "Claim",
            "@id": f"{PAGE}#provenance-claim-2",
            "text": "It was long.",
            "appearance": {"@id": f"{PAGE}#article"},
        },
        {
            "@type": "Claim",
            "@id": f"{PAGE}#provenance-claim-3",
            "text": "“It was not an aftershock,” he said.",
            "appearance": {"@id": f"{PAGE}#article"},
            "citation": [{"@id": f"{SITE}sources/said/"}, {"@id": f"{PAGE}#provenance-note-4"}],
        },
        {
            "@type": "Quotation",
            "text": "It was not an aftershock,",
            "creator": {"name": "Orhan Tatar"},
            "isBasedOn": {"@id": f"{SITE}sources/said/"},
        },
        {"@type": "Quotation", "text": "long"},
        {"@type": "Quotation", "text": "in words", "isBasedOn": {"@id": f"{PAGE}#provenance-note-4"}},
        {
            "@type": "WebPageElement",
            "@id": f"{PAGE}#provenance-analysis-1",
            "name": "Words and rock",
            "genre": "http://cv.iptc.org/newscodes/genre/Analysis",
            "citation": [{"@id": f"{SITE}sources/wire/"}],
        },
    ],
}


def edition(
    provenance: m.Provenance, held: m.Registry = HELD, publication: Publication = PUBLICATION, **more: Any
) -> Edition:
    return Edition(provenance, held, publication, **{"addresses": ADDRESSES, **more})


def read(html: str) -> Any:
    """The graph as a program finds it in a page; the page holds one and no other script of data."""
    scripts = BeautifulSoup(html, "html.parser").select('script[type="application/ld+json"]')
    assert len(scripts) == 1
    return json.loads(scripts[0].string or "")


def cites(one: m.Source, held: m.Registry | None = None) -> Any:
    """The node of a source that an article cites."""
    held = held or registry([one])
    return schema_org(edition(record(held, [Block([("It rang.", (one.id,))])], url=PAGE), held))["citation"][0]  # type: ignore[index]


# The checker ---------------------------------------------------------------------------------------------------------


def _with(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(graph: dict[str, Any]) -> None:
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        at: Any = graph
        for step in way:
            at = at[step]
        at[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("@context", "http://schema.org", "@context"),
        ("@type", "ClaimRevue", "/@type: ClaimRevue is no type"),
        ("@type", "Text", "/@type: Text is no type"),
        ("citation.0.@type", "DatedMoneySpecification", "/citation/0/@type: DatedMoneySpecification is superseded"),
        ("@graph", [], "/@graph: is not expected"),
        ("credibility", "high", "/credibility: is no property"),
        ("awards", "A prize", "/awards: is superseded"),
        ("citation.0.sha256", "ab", "/citation/0/sha256: is not for Dataset"),
        ("publisher.headline", "Post", "/publisher/headline: is not for NewsMediaOrganization"),
        ("correction.0.masthead", SITE, "/correction/0/masthead: is not for CorrectionComment"),
        ("headline", {"@type": "Person"}, "/headline: Person is not Text"),
        ("headline", True, "/headline: True is not Text"),
        ("author.0", "Ada Quill", "/author/0: 'Ada Quill' is not Organization or Person"),
        ("author.0.@type", "Dataset", "/author/0: Dataset is not Organization or Person"),
        ("license", "CC BY", "/license: 'CC BY' is not CreativeWork or URL"),
        ("license", "javascript:alert(1)", "/license: 'javascript:alert(1)' is not CreativeWork or URL"),
        ("citation.0.isAccessibleForFree", "true", "/citation/0/isAccessibleForFree: 'true' is not Boolean"),
        ("datePublished", "6 February", "/datePublished: '6 February' is not Date or DateTime"),
        ("datePublished", "2023-02-30", "/datePublished: '2023-02-30' is not Date or DateTime"),
        ("datePublished", "2023-02~", "/datePublished: '2023-02~' is not Date or DateTime"),
        ("datePublished", "2023-02-06T10:00", "/datePublished: '2023-02-06T10:00' is not Date or DateTime"),
        ("hasPart.0.citation.0", {"@id": "#none"}, "/hasPart/0/citation/0: refers to nothing: #none"),
        ("hasPart.0.citation.0", {"@id": f"{SITE}#publisher"}, "NewsMediaOrganization is not CreativeWork or Text"),
        ("@id", "an id", "/@id: 'an id' is no address"),
        ("description", "", "/description: is empty"),
        ("correction", [], "/correction: is empty"),
    ],
)
def test_the_checker_finds_faults(path: str, value: object, fault: str) -> None:
    graph = copy.deepcopy(QUAKES_GRAPH)
    _with(path, value)(graph)

    assert [found for found in faults(graph) if fault in found]


def test_the_checker_knows_the_whole_release() -> None:
    words = vocabulary()

    assert (len(words.parents), len(words.properties)) == (1450, 1520)
    assert words.with_parents("ReportageNewsArticle") >= {"NewsArticle", "Article", "CreativeWork", "Thing"}
    assert words.data_types >= {"URL", "Text", "CssSelectorType", "XPathType", "Integer", "DateTime"}


# The graph -----------------------------------------------------------------------------------------------------------


def test_the_golden_graph() -> None:
    made = schema_org(edition(QUAKES))

    assert made == QUAKES_GRAPH
    assert list(made) == list(QUAKES_GRAPH), "the same, but its keys stand in another order"
    assert faults(made) == []
    assert read(json_ld(edition(QUAKES))) == QUAKES_GRAPH


def test_what_the_page_does_not_say_is_not_in_the_graph() -> None:
    text = json.dumps(QUAKES_GRAPH)

    assert not any(word in text for word in ("ClaimReview", "reviewRating", "Rating", "itemReviewed", "sdPublisher"))


def test_an_article_without_anything_has_a_graph() -> None:
    bare = m.Provenance(m.Article("a.md"), (), (), (), (), (), (), m.Counts(), ())
    made = schema_org(edition(bare, m.Registry(), Publication()))

    assert made == {"@context": "https://schema.org", "@type": "NewsArticle", "@id": "#article", "inLanguage": "en"}
    assert faults(made) == []


@pytest.mark.parametrize("kind", m.Kind)
def test_every_kind_of_source_fits_the_vocabulary(kind: m.Kind) -> None:
    full = replace(
        USGS,
        kind=kind,
        isbn="9780306406157",
        speaker="Ada",
        author=(m.Name("Orhan Tatar"), m.Name(None, "Quill", "Ada")),
        derived_from=("wire", "official", "nobody"),
        title_translated="The same",
    )
    made = cites(full, registry([full, WIRE, OFFICIAL], HELD.organisations.values()))
    graph = {"@context": "https://schema.org", "@type": "Article", "@id": "#article", "citation": [made]}

    assert faults(graph) == []
    assert made["@type"] == TYPES[kind]
    assert made["@type"] != "CreativeWork" or made["genre"], "nothing says what it is"
    assert made["isBasedOn"][1] == {"@type": "CreativeWork", "description": "an official"}
    assert ("isbn" in made) is (kind is m.Kind.BOOK)
    assert made["contributor"] == [{"name": "Ada"}]


@pytest.mark.parametrize("kind", m.OrganisationKind)
def test_every_kind_of_publisher_fits_the_vocabulary(kind: m.OrganisationKind) -> None:
    bodies = [m.Organisation("a", "A", kind, "b"), m.Organisation("b", "B", m.OrganisationKind.COMPANY)]
    made = cites(one := source("one", publisher="a"), registry([one], bodies))

    assert faults({"@context": "https://schema.org", "@type": "Article", "citation": made}) == []
    assert made["publisher"]["@type"] == BODIES.get(kind, "Organization")
    assert ("parentOrganization" in made["publisher"]) is (kind is not m.OrganisationKind.INDIVIDUAL)


@pytest.mark.parametrize(
    ("one", "key", "value"),
    [
        (source(url="javascript:alert(1)"), "url", None),
        (source(url="mailto:ada@example.org"), "url", None),
        (source(url="doi:10.1000/1"), "url", "https://doi.org/10.1000/1"),
        (source(url=None, doi="10.1000/1"), "url", "https://doi.org/10.1000/1"),
        (source(url=None, doi="10.1000/1"), "identifier", ["https://doi.org/10.1000/1"]),
        (source(isbn="1"), "identifier", ["urn:isbn:1"]),
        (source(title=""), "name", "usgs"),
        (source(unidentified=True, kind=m.Kind.BOOK), "@type", "CreativeWork"),
        (source(access=m.Access.PAYWALL), "isAccessibleForFree", False),
        (source(access=m.Access.REGISTRATION), "isAccessibleForFree", None),
        (source(access=m.Access.REGISTRATION), "conditionsOfAccess", "Readers must register"),
        (source(status=m.Status(m.State.RETRACTED)), "creativeWorkStatus", "Retracted"),
        (source(), "creativeWorkStatus", None),
        (source(kind=m.Kind.BROADCAST, speaker="Ada"), "author", None),
        (source(kind=m.Kind.BROADCAST, speaker="Ada"), "contributor", [{"name": "Ada"}]),
        (source(archives=(m.Archive("javascript:alert(1)"),)), "archivedAt", None),
        (source(language="in English, mostly"), "inLanguage", None),
    ],
)
def test_a_source_says_what_is_known_and_no_more(one: m.Source, key: str, value: object) -> None:
    assert cites(one).get(key) == value


def test_of_an_unnamed_source_only_its_description_is_given() -> None:
    texts = {field.name: "SECRET" for field in fields(m.Source) if field.type in (str, str | None)}
    given: dict[str, Any] = texts | {"id": "official", "described_as": "an official"}
    secret = m.Source(
        kind=m.Kind.CORRESPONDENCE,
        place=m.Place("SECRET"),
        attribution=m.Attribution.UNNAMED,
        author=(m.Name("SECRET"),),
        published=date("1999"),
        archives=(m.Archive("https://example.org/SECRET", sha256="SECRET"),),
        excerpts=(m.Excerpt("SECRET"),),
        **given,
    )
    held = registry([secret, derived := source("wire", derived_from=("official",))])
    made = record(
        held,
        [Block([("It rang.", ("official", "wire"))])],
        quotations=(m.Quotation("rang", "p1", "c1", "official", m.QuotationResult.EXACT),),
    )
    graph = schema_org(edition(made, held))

    assert len(texts) > 15
    assert derived.derived_from == ("official",)
    assert graph["citation"][0] == {  # type: ignore[index]
        "@id": "#provenance-note-1",
        "@type": "CreativeWork",
        "description": "an official",
    }
    assert "SECRET" not in (text := json_ld(edition(made, held)))
    assert "1999" not in text


# The article ---------------------------------------------------------------------------------------------------------

NEWS, REPORTAGE, ANALYSIS = "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle"
TOLD = Block([("It rang.", ())])
READ = Block([("It will ring.", ())], m.Role.ANALYSIS)


@pytest.mark.parametrize(
    ("blocks", "form", "item_type", "work", "expected"),
    [
        ([TOLD, READ], "article", "newspaperArticle", None, [NEWS, REPORTAGE, ANALYSIS]),
        ([TOLD], "article", "newspaperArticle", None, [NEWS, REPORTAGE]),
        ([TOLD], "article", "magazineArticle", "feature", [NEWS, REPORTAGE]),
        ([READ], "article", "newspaperArticle", None, [NEWS, ANALYSIS]),
        ([READ], "article", "newspaperArticle", "analysis", [NEWS, ANALYSIS]),
        ([], "article", "newspaperArticle", None, [NEWS]),
        ([TOLD, READ], "article", "newspaperArticle", " Opinion ", [NEWS, "OpinionNewsArticle"]),
        ([TOLD], "article", "newspaperArticle", "satire", ["Article", "SatiricalArticle"]),
        ([TOLD], "article", "report", None, ["Report"]),
        ([TOLD, READ], "article", "preprint", None, ["ScholarlyArticle"]),
        ([TOLD], "article", "blogPost", "review", ["BlogPosting", "ReviewNewsArticle"]),
        ([TOLD, READ], "post", "newspaperArticle", None, ["BlogPosting"]),
        ([TOLD, READ], "post", "report", "explainer", ["BlogPosting", "BackgroundNewsArticle"]),
        ([TOLD, READ], "page", "newspaperArticle", None, ["Article"]),
    ],
)
def test_the_type_says_what_the_article_is(
    blocks: list[Block], form: str, item_type: str, work: str | None, expected: list[str]
) -> None:
    made = record(m.Registry(), blocks, statement=m.Statement(type_of_work=work), form=m.Form(form))

    assert types_of(edition(made, m.Registry(), replace(PUBLICATION, item_type=item_type))) == expected


@pytest.mark.parametrize("item_type", ITEM_TYPES)
@pytest.mark.parametrize("work", [None, *TYPES_OF_WORK])
def test_every_type_of_an_article_fits_the_vocabulary(item_type: str, work: str | None) -> None:
    blocks = [TOLD, READ]
    made = record(m.Registry(), blocks, statement=m.Statement(type_of_work=work, method="We asked."), section="A")
    graph = schema_org(edition(made, m.Registry(), replace(PUBLICATION, item_type=item_type)))

    assert faults(graph) == []
    assert "genre" not in graph


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023", "2023"),
        ("2023-02~", "2023-02"),
        ("2023-02-06?", "2023-02-06"),
        ("2023-02-06/2023-02-08", "2023-02-06"),
        ("2023-02-06T01:17:34Z", "2023-02-06T01:17:34Z"),
        ("2023-02-06T01:17+03:00", "2023-02-06T01:17:00+03:00"),
        ("2023-02-06T01:17-03", "2023-02-06T01:17:00-03:00"),
        ("2023-02-06 01:17", "2023-02-06T01:17:00"),
    ],
)
def test_dates_are_schema_org_s(written: str, expected: str) -> None:
    assert schema_date(parse_date(written)) == expected


@pytest.mark.parametrize(
    ("updated", "corrected", "expected"),
    [
        (None, (), None),
        ("2023-02-09", (), "2023-02-09"),
        ("2023-02-09", ("2023-02-10",), "2023-02-10"),
        ("2023-02-11", ("2023-02-10", "2023-01"), "2023-02-11"),
        (None, ("2023-02-10", "2023-03"), "2023-03"),
    ],
)
def test_an_article_is_modified_by_its_author_and_by_corrections(
    updated: str | None, corrected: tuple[str, ...], expected: str | None
) -> None:
    said = m.Statement(corrections=tuple(m.Correction(m.CorrectionKind.UPDATE, date(day), "New.") for day in corrected))
    made = record(m.Registry(), [], statement=said, updated=date(updated) if updated else None)

    assert schema_org(edition(made)).get("dateModified") == expected


def test_a_retracted_article_says_so() -> None:
    said = m.Statement(corrections=(m.Correction(m.CorrectionKind.RETRACTION, date("2023-02-10"), "It was wrong."),))
    graph = schema_org(edition(record(m.Registry(), [TOLD], statement=said)))

    assert graph["creativeWorkStatus"] == "Retracted"
    assert graph["correction"][0]["name"] == "Retraction"  # type: ignore[index]


@pytest.mark.parametrize(("form", "licensed"), [("article", True), ("post", True), ("page", False)])
def test_the_licence_is_that_of_articles(form: str, licensed: bool) -> None:
    graph = schema_org(edition(record(m.Registry(), [TOLD], form=m.Form(form))))

    assert ("license" in graph) is licensed


@pytest.mark.parametrize(
    ("address", "expected"),
    [('https://example.org/a|b"<c>', "https://example.org/a%7Cb%22%3Cc%3E"), ("ftp://example.org", None), (None, None)],
)
def test_addresses_are_addresses(address: str | None, expected: str | None) -> None:
    assert web_address(address) == expected


def test_one_registry_s_works_are_not_another_s() -> None:
    first, second = (registry([source("a", title=title)]) for title in ("First", "Second"))
    blocks = [Block([("It rang.", ("a",))])]
    found = [schema_org(edition(record(held, blocks), held))["citation"] for held in (first, second, first)]

    assert [one[0]["name"] for one in found] == ["First", "Second", "First"]  # type: ignore[index]


# Anything at all -----------------------------------------------------------------------------------------------------

HOSTILE = st.sampled_from(
    ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;", "\u2028", "\ud800", "\0"]
)
ANY = TEXTS | HOSTILE


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    made = draw(PROVENANCES)
    first = made.article
    statement = replace(first.statement, method=draw(ANY), type_of_work=draw(ANY | st.sampled_from([*TYPES_OF_WORK])))
    claims = tuple(replace(claim, text=draw(ANY)) for claim in made.claims)
    told = replace(
        first,
        title=draw(ANY),
        description=draw(ANY),
        section=draw(ANY),
        language=draw(ANY),
        authors=draw(some(ANY)),
        form=draw(st.sampled_from(m.Form)),
        updated=draw(WHEN),
        statement=statement,
        address="articles/quake/",
        url=draw(st.sampled_from(["https://example.org/articles/quake/"])),
    )
    held = {note.source.id: note.source for note in made.notes}
    names = draw(st.builds(Publisher, ANY, MAYBE.map(lambda text: text or ""), ANY, st.just(POLICY)))
    publication = Publication(
        draw(ANY), draw(st.sampled_from(["", SITE])), "en", names, draw(ANY), draw(st.sampled_from(ITEM_TYPES))
    )
    addresses = Addresses(sources={key: "sources/a" for key in held if draw(st.booleans())})
    found = replace(draw(REGISTRIES), sources=held)
    return Edition(replace(made, article=told, claims=claims), found, publication, addresses)


@settings(max_examples=60)
@given(editions())
def test_no_record_makes_a_graph_that_does_not_fit(made: Edition) -> None:
    graph = schema_org(made)
    html = json_ld(made)

    assert faults(graph) == []
    assert empties(graph) == []
    assert html.count("<") == html.count(">") == 2
    assert read(f"<head>{html}</head>") == json.loads(
        msgspec.json.encode(graph) if _encodes(graph) else json.dumps(graph)
    )
    unnamed = {n.source.id for n in made.provenance.notes if n.source.attribution is m.Attribution.UNNAMED}
    for node, note in zip(graph.get("citation", []), made.provenance.notes, strict=True):  # type: ignore[call-overload]
        assert note.source.id not in unnamed or set(node) <= {"@id", "@type", "description"}


def _encodes(graph: Any) -> bool:
    try:
        return bool(msgspec.json.encode(graph))
    except UnicodeEncodeError:
        return False


# Real pages ----------------------------------------------------------------------------------------------------------

PUBLISHER = {
    "name": "The Harbour Post",
    "corrections": "about/corrections.md#how",
    "ethics": "https://example.com/ethics",
}
OPTIONS = {"publisher": PUBLISHER | {"logo": "logo.svg"}, "license": "https://creativecommons.org/licenses/by/4.0/"}
QUAKE = article(
    "The ground shook [1]. It shook again.\n\n!!! analysis\n    It may shake [2].",
    sources=["usgs-1", "kaust-2"],
    date="2023-02-08",
    author="Ada </script> Quill",
    provenance={"method": "We </script> asked."},
)
FILES = {
    "articles/quake.md": QUAKE,
    "docs/about/corrections.md": "# Corrections\n\n## How\n",
    "docs/logo.svg": "",
}


def built_graph(built: Built, path: str) -> dict[str, Any]:
    """The graph of a built page, which must stand in its head, once."""
    head = soup_of(built, path).head
    assert head is not None
    graph: dict[str, Any] = read(str(head))
    assert faults(graph) == []
    return graph


def ids_in(value: Any) -> set[str]:
    """Every `@id` within a graph, of nodes and of what refers to them."""
    if isinstance(value, dict):
        return ids_in([*value.values()]) | ({value["@id"]} if "@id" in value else set())
    return set().union(*map(ids_in, value)) if isinstance(value, list) else set()


def leads_somewhere(built: Built, path: str, address: str) -> bool:
    """Whether a file of the site, and an id of its page, are what an address names."""
    whole, anchor = urldefrag(urljoin(f"{SITE}{path}", address))
    target = built.site_dir / unquote(urlsplit(whole).path).lstrip("/")
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return False
    soup = BeautifulSoup(target.read_text("utf-8"), "html.parser")
    return anchor in ("", "article", "publisher") or soup.find(id=anchor) is not None


@pytest.mark.parametrize("site_url", [SITE, ""])
@pytest.mark.parametrize("directories", [True, False])
def test_a_built_article_holds_one_graph_whose_addresses_lead_somewhere(
    built_site: SiteBuilder, site_url: str, directories: bool
) -> None:
    extra = {"site_url": site_url} if site_url else {}
    config = small_config(OPTIONS | {"sources_dir": ""}, use_directory_urls=directories, **extra)
    built = built_site(small_site(FILES), config)
    path = "articles/quake/index.html" if directories else "articles/quake.html"
    graph = built_graph(built, path)

    assert built.ok, built.log
    assert graph["@type"] == ["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle"]
    assert graph["author"] == [{"@type": "Person", "name": "Ada </script> Quill"}]
    assert graph["publisher"]["ethicsPolicy"] == "https://example.com/ethics"
    assert ("url" in graph) is bool(site_url)
    found = {*ids_in(graph), graph["publisher"]["correctionsPolicy"], graph["publisher"]["logo"]}
    assert [one for one in sorted(found) if not leads_somewhere(built, path, one)] == []
    if site_url:
        assert all(one.startswith(SITE) for one in found)


def test_a_page_that_does_not_cite_has_no_graph(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"docs/a.md": "# A\n\nIt rang.\n"}), small_config({"sources_dir": ""}))

    assert "ld+json" not in built.read("a/index.html")


# The manual ----------------------------------------------------------------------------------------------------------


def test_the_manual_lists_every_policy_and_type() -> None:
    policies, works = table(page("schema-org"), "You write"), table(page("schema-org"), "`type_of_work`")
    kinds = table(page("options"), "You write")

    assert {code(row[0]): code(row[1]) for row in policies} == POLICIES
    assert {word: code(row[1]) for row in works for word in codes(row[0])} == TYPES_OF_WORK
    assert {word: code(row[1]) for row in kinds for word in codes(row[0])} == FORMS


def test_the_graph_of_the_manual_fits_the_vocabulary() -> None:
    shown = [json.loads(fence.text) for fence in fences(page("schema-org")) if fence.language == "json"]

    assert [faults(graph) for graph in shown] == [[]]


def test_the_program_of_the_manual_reads_a_built_article(
    built_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = next(fence.text for fence in fences(page("schema-org")) if fence.language == "python")
    built = built_site(small_site({"articles/harbour-bell.md": article("It rang [1]. It fell.")}), small_config())
    monkeypatch.chdir(built.root)

    exec(program, {})

    assert capsys.readouterr().out == "It rang. ['M 7.8 - Pazarcik earthquake']\nIt fell. []\n"
