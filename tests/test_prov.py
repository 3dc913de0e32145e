"""An article's provenance in PROV-JSON: what it says, and that a library of PROV reads and writes it as it is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import SiteBuilder
from factories import Block, record, registry, source
from mkdocs_provenance import model as m
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.prov import NAME, document, prov_files
from mkdocs_provenance.publication import Publication, Publisher
from mkdocs_provenance.views.addresses import Addresses, slugs
from prov_json import PREFIX, counts, faults, read, statements
from record_factories import PROVENANCES, REGISTRIES, day
from small_site import article, small_config, small_site

SITE = Publication("Second Reading", "https://example.org/")
PAGE = "https://example.org/articles/quake/"
USGS = m.Organisation("usgs", "U.S. Geological Survey", m.OrganisationKind.GOVERNMENT, url="https://www.usgs.gov")


def qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "xsd:QName"}


def english(text: str) -> dict[str, str]:
    return {"$": text, "lang": "en"}


def quake(*blocks: Block, held: m.Registry, **more: Any) -> m.Provenance:
    return record(held, blocks, address="articles/quake/", url=PAGE, **more)


def written(
    done: m.Provenance, held: m.Registry, publication: Publication = SITE, addresses: Addresses = Addresses()
) -> dict[str, Any]:
    """The document, which a library of PROV has read and written again without a change."""
    made: Any = document(Edition(done, held, publication, addresses))
    assert faults(made) == []
    again = json.loads(read(made).serialize(format="json"))
    assert counts(again) == counts(made)
    assert statements(again) == statements(made)
    return made


def relations(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return list(made.get(kind, {}).values())


def test_the_golden_document() -> None:
    usgs = source(
        "usgs",
        kind=m.Kind.DATASET,
        publisher="usgs",
        published=day("2023-02-06"),
        closeness=m.Closeness.FIRST_HAND,
        archives=(m.Archive("https://web.archive.org/x", day("2023-02-07")),),
    )
    wire = source("wire", derived_from=("usgs",), author=(m.Name(family="Vane", given="Ruth"),), language="tr")
    held = registry([usgs, wire], [USGS])
    done = quake(
        Block([("It shook.", ["usgs"]), ("It was “long”.", ["wire"]), ("Nobody counted.", [])]),
        Block([("A word decides.", ["wire"])], m.Role.ANALYSIS),
        held=held,
        quotations=[
            m.Quotation("long", "p1", "c2", "wire", m.QuotationResult.EXACT),
            m.Quotation("short", "p1", "c2", "wire", m.QuotationResult.ALTERED),
        ],
        authors=("Sam Ito",),
    )  # fmt: skip
    addresses = Addresses(sources={"usgs": "sources/usgs"}, organisations={"usgs": "sources/organisations/usgs"})

    made = written(done, held, Publication("Second Reading", "https://example.org/"), addresses)

    assert made["prefix"] == {
        "site": "https://example.org/",
        "page": f"{PAGE}#",
        "file": f"{PAGE}{NAME}#",
        "prov": "http://www.w3.org/ns/prov#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "schema": "https://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "bibo": "http://purl.org/ontology/bibo/",
        "genre": "http://cv.iptc.org/newscodes/genre/",
    }
    assert made["entity"] == {
        "site:articles/quake/": {
            "prov:type": [qualified("prov:Collection"), qualified("schema:Article")],
            "prov:label": english("Two strong earthquakes"),
            "prov:location": {"$": PAGE, "type": "xsd:anyURI"},
            "dcterms:issued": "2023-02-08",
        },
        "site:sources/usgs/": {
            "prov:label": "Title of usgs",
            "prov:location": {"$": "https://example.org/usgs", "type": "xsd:anyURI"},
            "dcterms:type": "dataset",
            "dcterms:issued": "2023-02-06",
        },
        "site:sources/usgs/#copy-1": {
            "prov:location": {"$": "https://web.archive.org/x", "type": "xsd:anyURI"},
            "dcterms:created": "2023-02-07",
        },
        "page:provenance-note-2": {
            "prov:label": {"$": "Title of wire", "lang": "tr"},
            "prov:location": {"$": "https://example.org/wire", "type": "xsd:anyURI"},
            "dcterms:type": "news",
        },
        "page:provenance-claim-1": {"prov:type": qualified("schema:Claim"), "prov:value": english("It shook.")},
        "page:provenance-claim-2": {"prov:type": qualified("schema:Claim"), "prov:value": english("It was “long”.")},
        "page:provenance-claim-3": {"prov:type": qualified("schema:Claim"), "prov:value": english("Nobody counted.")},
        "file:quotation-1": {
            "prov:type": qualified("schema:Quotation"),
            "prov:value": "long",
            "dcterms:isPartOf": qualified("page:provenance-claim-2"),
        },
        "file:quotation-2": {
            "prov:type": qualified("schema:Quotation"),
            "prov:value": "short",
            "dcterms:isPartOf": qualified("page:provenance-claim-2"),
        },
        "page:provenance-analysis-1": {"prov:type": qualified("genre:Analysis")},
    }
    assert made["agent"] == {
        "file:agent-1": {"prov:label": "Sam Ito"},
        "site:#publisher": {
            "prov:type": qualified("prov:Organization"),
            "prov:label": "Second Reading",
            "prov:location": {"$": "https://example.org/", "type": "xsd:anyURI"},
        },
        "site:sources/organisations/usgs/": {
            "prov:type": qualified("prov:Organization"),
            "prov:label": "U.S. Geological Survey",
            "prov:location": {"$": "https://www.usgs.gov", "type": "xsd:anyURI"},
        },
        "file:agent-2": {"prov:type": qualified("prov:Person"), "prov:label": "Ruth Vane"},
    }
    derived = [
        ("page:provenance-note-2", "site:sources/usgs/", None),
        ("page:provenance-claim-1", "site:sources/usgs/", qualified("prov:PrimarySource")),
        ("page:provenance-claim-2", "page:provenance-note-2", None),
        ("file:quotation-1", "page:provenance-note-2", qualified("prov:Quotation")),
        ("page:provenance-analysis-1", "page:provenance-note-2", None),
    ]
    assert [
        (each["prov:generatedEntity"], each["prov:usedEntity"], each.get("prov:type"))
        for each in relations(made, "wasDerivedFrom")
    ] == derived
    assert [(each["prov:entity"], each["prov:agent"]) for each in relations(made, "wasAttributedTo")] == [
        ("site:articles/quake/", "file:agent-1"),
        ("site:articles/quake/", "site:#publisher"),
        ("site:sources/usgs/", "site:sources/organisations/usgs/"),
        ("page:provenance-note-2", "file:agent-2"),
    ]
    assert relations(made, "specializationOf") == [
        {"prov:specificEntity": "site:sources/usgs/#copy-1", "prov:generalEntity": "site:sources/usgs/"}
    ]
    assert len(relations(made, "hadMember")) == 6


def test_each_correction_makes_a_revision() -> None:
    held = registry([source()])
    told = [
        m.Correction(m.CorrectionKind.UPDATE, day("2023-02-12"), "It is over."),
        m.Correction(m.CorrectionKind.CORRECTION, day("2023-02-10"), "The depth was wrong."),
    ]
    done = quake(Block([("It shook.", ["usgs"])]), held=held, statement=m.Statement(corrections=tuple(told)))

    made = written(done, held)

    revisions = [
        each for each in relations(made, "wasDerivedFrom") if each.get("prov:type") == qualified("prov:Revision")
    ]
    assert [(each["prov:generatedEntity"], each["prov:usedEntity"]) for each in revisions] == [
        ("file:version-2", "file:version-1"),
        ("site:articles/quake/", "file:version-2"),
    ]
    assert [(each["prov:label"], each["dcterms:type"], each["dcterms:date"]) for each in revisions] == [
        ("The depth was wrong.", "correction", "2023-02-10"),
        ("It is over.", "update", "2023-02-12"),
    ]


def test_of_an_unnamed_source_only_the_description_is_given() -> None:
    secrets = dict.fromkeys(
        ("title", "url", "speaker", "locator", "note", "interest", "conditions", "publisher", "doi"), "https://SECRET/"
    )
    official = source(
        "official",
        attribution=m.Attribution.UNNAMED,
        described_as="an official",
        author=(m.Name("SECRET"),),
        archives=(m.Archive("https://SECRET/", day("2023-02-07")),),
        derived_from=("memo",),
        closeness=m.Closeness.FIRST_HAND,
        **secrets,
    )
    held = registry([official, source("memo", title="SECRET"), source("wire", derived_from=("other",)),
                     replace(official, id="other", described_as="SECRET")])  # fmt: skip
    done = quake(Block([("It shook.", ["official"]), ("It did.", ["wire"])]), held=held)

    made = written(done, held, addresses=Addresses(sources={"memo": "sources/memo"}))

    assert made["entity"]["page:provenance-note-1"] == {"prov:label": "an official"}
    assert "SECRET" not in json.dumps(made)


def test_what_a_source_is_derived_from_is_told_of_whether_cited_or_not() -> None:
    chain = [source(f"s{n}", derived_from=(f"s{n + 1}",)) for n in range(1100)]
    held = registry([*chain, source("s1100", derived_from=("s0", "nobody"))])
    done = quake(Block([("It shook.", ["s0"])]), held=held)

    made: Any = document(Edition(done, held, SITE, Addresses()))

    assert len(made["entity"]) == 1 + 1101 + 1
    assert len(made["wasDerivedFrom"]) == 1101 + 1


def test_the_status_of_a_source_is_told() -> None:
    held = registry([source(status=m.Status(m.State.RETRACTED))])
    made = written(quake(Block([("It shook.", ["usgs"])]), held=held), held)

    assert made["entity"]["page:provenance-note-1"]["schema:creativeWorkStatus"] == "retracted"


def test_the_publisher_is_named_where_it_is_not_the_site() -> None:
    held = registry([source()])
    site = Publication(
        "Second Reading", "https://example.org/", publisher=Publisher("The House", "https://house.example/")
    )
    made = written(quake(Block([("It shook.", ["usgs"])]), held=held), held, site)

    assert made["agent"]["site:#publisher"]["prov:label"] == "The House"
    assert made["agent"]["site:#publisher"]["prov:location"]["$"] == "https://house.example/"


def test_nothing_is_said_twice() -> None:
    one = source("usgs", publisher="USGS", author=(m.Name("USGS"), m.Name("USGS")), derived_from=("usgs", "usgs"))
    held = registry([one])
    done = quake(Block([("It shook.", ["usgs", "usgs"])]), held=held, authors=("USGS",))

    made = written(done, held)

    assert len(relations(made, "wasAttributedTo")) == 3
    assert len(relations(made, "wasDerivedFrom")) == 1, "nor that a source is derived from itself"


@pytest.mark.parametrize("key", ["a.b.", "-a", "ü:ß/ø", "a%b", "(a)", "a#b?c", "a~b", "…"])
def test_any_id_of_a_source_makes_a_name(key: str) -> None:
    held = registry([source("wire", derived_from=(key,)), source(key)])
    made = written(quake(Block([("It shook.", ["wire"])]), held=held), held)

    (name,) = set(made["entity"]) - {"site:articles/quake/", "page:provenance-note-1", "page:provenance-claim-1"}
    assert name.startswith("file:source-")


def test_two_articles_name_a_source_alike() -> None:
    held = registry([source()])
    addresses = Addresses(sources={"usgs": "sources/usgs"})
    one, other = (
        written(record(held, [Block([("It shook.", ["usgs"])])], address=f"{name}/", url=""), held, SITE, addresses)
        for name in ("a", "b")
    )

    assert set(one["entity"]) & set(other["entity"]) == {"site:sources/usgs/", "page:provenance-claim-1"}
    assert one["prefix"]["site"] == other["prefix"]["site"]
    assert one["prefix"]["page"] != other["prefix"]["page"]


@settings(max_examples=30)  # to draw a record takes longer than to judge it
@given(PROVENANCES, REGISTRIES, st.sampled_from([SITE, Publication()]), st.booleans())
def test_any_record_gives_a_document_that_is_read_and_written_again(
    done: m.Provenance, held: m.Registry, publication: Publication, pages: bool
) -> None:
    done = replace(
        done,
        article=replace(done.article, url="articles/quake/", address="articles/quake/"),
        claims=tuple({claim.id: claim for claim in done.claims}.values()),
        analysis=tuple({section.id: section for section in done.analysis}.values()),
        notes=tuple({note.label: note for note in {note.source.id: note for note in done.notes}.values()}.values()),
    )
    held = replace(held, sources={note.source.id: note.source for note in done.notes})
    addresses = Addresses(
        sources={key: f"sources/{slug}" for key, slug in slugs(held.sources).items()} if pages else {}
    )

    made = written(done, held, publication, addresses)

    for name, data in prov_files(Edition(done, held, publication, addresses)):
        assert name == NAME
        assert json.loads(data) == made


# On a site


@pytest.mark.parametrize(
    ("config", "path", "name", "base"),
    [
        ({"site_url": "https://example.org/d/"}, f"articles/quake/{NAME}", "articles/quake/", "https://example.org/d/"),
        ({}, f"articles/quake/{NAME}", "articles/quake/", "urn:mkdocs-provenance:"),
        ({"use_directory_urls": False}, f"articles/quake/{NAME}", "articles/quake.html", "urn:mkdocs-provenance:"),
    ],
)
def test_the_file_stands_beside_its_article(
    built_site: SiteBuilder, config: dict[str, Any], path: str, name: str, base: str
) -> None:
    text = 'It shook [1]. Then "it cannot be considered an aftershock" [@kaust-2].'
    built = built_site(small_site({"articles/quake.md": article(text)}), small_config(**config))

    made = json.loads(built.read(path))

    assert faults(made) == []
    assert made["prefix"]["site"] == base
    assert made["prefix"]["page"] == f"{base}{name}#"
    assert made["prefix"]["file"] == f"{base}{path}#"
    assert {f"site:{name}", "page:provenance-claim-1", "file:quotation-1"} < set(made["entity"])
    ending = "" if name.endswith("/") else ".html"
    assert f"site:sources/usgs-1{ending or '/'}" in made["entity"]
    assert all(PREFIX.fullmatch(prefix) for prefix in made["prefix"])
    assert {kind: len(each) for kind, each in made.items() if kind == "wasDerivedFrom"} == {"wasDerivedFrom": 3}
    assert len(list(read(made).get_records())) == sum(counts(made).values())


@pytest.mark.parametrize(
    "damage",
    [
        {"prefix": {"site": 1}},
        {"entity": {"site:a": {"prov:type": [{"type": "xsd:QName"}]}}},
        {"wasDerivedFrom": {"_:r1": {"prov:usedEntity": "site:articles/quake/"}}},
        {"wasDerivedFrom": {"_:r1": {"prov:generatedEntity": "site:articles/quake/", "prov:usedEntity": "page:else"}}},
        {"agent": {"site:a b": {}}},
        {"agent": {"site:a.": {}}},
        {"agent": {"elsewhere:a": {}}},
        {"note": {}},
    ],
)
def test_what_is_wrong_is_seen(damage: dict[str, Any]) -> None:
    held = registry([source()])
    made: Any = document(Edition(quake(Block([("It shook.", ["usgs"])]), held=held), held, SITE, Addresses()))

    assert faults(made) == []
    assert faults({**made, **damage}) != []


def test_text_of_the_article_stays_text() -> None:
    text = '{"$": "x"} </script> [1] :a "b" \u202e'
    held = registry([source("usgs", title=text)])
    made = written(quake(Block([(text, ["usgs"])]), held=held, title=text), held)

    assert made["entity"]["page:provenance-claim-1"]["prov:value"] == english(text)
    assert made["entity"]["page:provenance-note-1"]["prov:label"] == text
    assert not re.search(r"[^\x20-\x7e]", "".join(made["entity"]))
