"""The dataset of a whole site: its rows, files and schema, and that DuckDB and pandas read it as the manual says."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import fields, replace

from conftest import Built, SiteBuilder
from factories import Block, record, registry, source
from manual_pages import ROOT, fences, page
from mkdocs_provenance import model as m
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views import dataset_rows
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.dataset import LIMIT, dataset_files
from mkdocs_provenance.views.page import environment
from mkdocs_provenance.views.site_page import Press
from mkdocs_provenance.views.words import ENGLISH
from record_factories import PROVENANCES, REGISTRIES, day
from small_site import article, small_config, small_site

SCHEMA: Final = Path(m.__file__).parent / "schemas" / "dataset.schema.json"
TABLES: Final = {
    "articles": dataset_rows.ArticleRow,
    "claims": dataset_rows.ClaimRow,
    "evidence": dataset_rows.EvidenceRow,
    "mentions": dataset_rows.MentionRow,
    "quotations": dataset_rows.QuotationRow,
    "analysis": dataset_rows.AnalysisRow,
    "sources": dataset_rows.SourceRow,
    "organisations": dataset_rows.OrganisationRow,
    "origins": dataset_rows.OriginRow,
    "corrections": dataset_rows.CorrectionRow,
}
ADDRESSES: Final = Addresses(
    sources={"usgs": "sources/usgs", "wire": "sources/wire"},
    organisations={"usgs": "sources/organisations/usgs"},
    dataset="provenance/index.json",
)
SITE: Final = Publication("Second Reading", "https://example.org/")


@lru_cache
def schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@lru_cache
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def press(addresses: Addresses = ADDRESSES, publication: Publication = SITE) -> Press:
    return Press(ENGLISH, environment(), addresses, "", publication)


def files(ledger: Ledger, limit: int = LIMIT, **made_with: Any) -> list[tuple[str, Any]]:
    """Every file of the dataset, each valid, with its name."""
    found = []
    for name, data in dataset_files(ledger, press(**made_with), limit):
        held = json.loads(data)
        assert [error.message for error in validator().iter_errors(held)] == []
        found.append((name, held))
    return found


def whole(ledger: Ledger, **made_with: Any) -> Any:
    ((name, held),) = files(ledger, **made_with)
    assert name == "provenance/index.json"
    return held


USGS = source(
    "usgs",
    kind=m.Kind.DATASET,
    publisher="usgs",
    published=day("2023-02-06~"),
    accessed=day("2026-11-22"),
    closeness=m.Closeness.FIRST_HAND,
    access=m.Access.OPEN,
    status=m.Status(m.State.RETRACTED, day("2024")),
    archives=(m.Archive("https://web.archive.org/x"),),
    excerpts=(m.Excerpt("It shook."),),
    author=(m.Name("A"), m.Name(family="Vane", given="Ruth")),
)
WIRE = source("wire", publisher="U.S. geological survey", derived_from=("usgs", "official"), url="javascript:alert(1)")
OFFICIAL = source(
    "official",
    kind=m.Kind.INTERVIEW,
    title="SECRET",
    url="https://example.org/SECRET",
    attribution=m.Attribution.UNNAMED,
    described_as="an official",
    reason="not authorised to speak",
    publisher="usgs",
    **dict.fromkeys(("speaker", "locator", "note", "interest", "conditions", "origin", "doi"), "SECRET"),
)
HELD = registry(
    [USGS, WIRE, OFFICIAL, source("idle")],
    [m.Organisation("usgs", "U.S. Geological Survey", m.OrganisationKind.GOVERNMENT, None, "US", "https://usgs.gov")],
)


def quake(name: str = "quake", **more: Any) -> m.Provenance:
    return record(
        HELD,
        [
            Block([("It shook.", ["usgs", "official"]), ("“It was long.”", ["wire"]), ("Nobody counted.", [])]),
            Block([("A word decides.", ["wire"])], m.Role.ANALYSIS),
        ],
        disagreement=[("One says this.", ["official"])],
        quotations=[m.Quotation("It was long.", "p1", "c2", "official", m.QuotationResult.EXACT)],
        statement=m.Statement(corrections=(m.Correction(m.CorrectionKind.UPDATE, day("2023-02-12"), "It is over."),)),
        path=f"articles/{name}.md",
        address=f"articles/{name}/",
        url=f"https://example.org/articles/{name}/",
        authors=("Ruth Vane", "Sam Ito"),
        section="Science",
        **more,
    )


def test_the_golden_dataset() -> None:
    made = whole(Ledger([quake()], HELD))

    url = "https://example.org/articles/quake/"
    about = {"article": "articles/quake.md"}
    assert {key: made[key] for key in ("version", "site", "page", "pages", "next")} == {
        "version": 1,
        "site": {"name": "Second Reading", "url": "https://example.org/", "language": "en", "license": None},
        "page": 1,
        "pages": 1,
        "next": None,
    }
    assert made["counts"] == {
        "articles": 1,
        "claims": 3,
        "sourced": 2,
        "unsourced": 1,
        "strength": {"several": 0, "one": 1, "unnamed": 1, "retracted": 0, "none": 1},
        "quotations": {"exact": 1, "normalised": 0, "elided": 0, "altered": 0, "not-found": 0, "no-text": 0},
        "sources": 3,
        "organisations": 1,
        "origins": 1,
        "analysis": 1,
        "corrections": 1,
    }
    assert made["articles"] == [
        {
            "id": "articles/quake.md",
            "title": "Two strong earthquakes",
            "url": url,
            "published": "2023-02-08",
            "updated": None,
            "language": "en",
            "section": "Science",
            "authors": "Ruth Vane; Sam Ito",
            "claims": 3,
            "sourced": 2,
            "unsourced": 1,
            "sources": 3,
            "origins": 3,
            "quotations": 1,
            "analysis": 1,
            "corrections": 1,
            "record": f"{url}provenance.json",
        }
    ]
    assert made["claims"][0] == {
        **about,
        "id": "c1",
        "url": f"{url}#provenance-claim-1",
        "text": "It shook.",
        "support": "sourced",
        "strength": "unnamed",
        "state": "retracted",
        "sources": 2,
        "origins": 2,
    }
    assert made["evidence"] == [
        {**about, "claim": "c1", "source": "usgs", "label": "1", "locator": None},
        {**about, "claim": "c1", "source": "articles/quake.md#2", "label": "2", "locator": None},
        {**about, "claim": "c2", "source": "wire", "label": "3", "locator": None},
    ]
    assert made["mentions"] == [
        {
            **about,
            "source": "articles/quake.md#2",
            "role": "disagreement",
            "text": "One says this.",
            "url": f"{url}#provenance-mark-4",
        },
        {
            **about,
            "source": "wire",
            "role": "analysis",
            "text": "A word decides",
            "url": f"{url}#provenance-mark-3",
        },
    ]
    assert made["quotations"] == [
        {
            **about,
            "claim": "c2",
            "text": "It was long.",
            "source": "articles/quake.md#2",
            "result": "exact",
            "url": f"{url}#provenance-claim-2",
        }
    ]
    assert made["analysis"] == [
        {**about, "id": "a1", "title": None, "passages": 1, "sources": 1, "url": f"{url}#provenance-analysis-1"}
    ]
    assert made["corrections"] == [{**about, "kind": "update", "date": "2023-02-12", "text": "It is over.", "url": url}]


def test_sources_and_what_they_have_in_common() -> None:
    made = whole(Ledger([quake()], HELD))
    usgs, wire, official = made["sources"]

    assert usgs == {
        "id": "usgs",
        "kind": "dataset",
        "title": "Title of usgs",
        "author": "A; Ruth Vane",
        "speaker": None,
        "publisher": "U.S. Geological Survey",
        "organisation": "usgs",
        "published": "2023-02-06~",
        "accessed": "2026-11-22",
        "url": "https://example.org/usgs",
        "doi": None,
        "language": None,
        "closeness": "first-hand",
        "attribution": "named",
        "described_as": None,
        "reason": None,
        "access": "open",
        "status": "retracted",
        "status_date": "2024",
        "archived": True,
        "archive": "https://web.archive.org/x",
        "excerpts": 1,
        "derived_from": None,
        "origin": "o1",
        "unidentified": False,
        "claims": 1,
        "articles": 1,
        "page": "https://example.org/sources/usgs/",
    }
    assert wire["url"] is None, "no address that is none"
    assert (wire["organisation"], wire["derived_from"], wire["claims"]) == ("usgs", "usgs", 1)
    assert {key: value for key, value in official.items() if value} == {
        "id": "articles/quake.md#2",
        "kind": "interview",
        "attribution": "unnamed",
        "described_as": "an official",
        "reason": "not authorised to speak",
        "status": "current",
        "claims": 1,
        "articles": 1,
    }
    assert made["organisations"] == [
        {
            "id": "usgs",
            "name": "U.S. Geological Survey",
            "kind": "government",
            "owner": None,
            "country": "US",
            "url": "https://usgs.gov",
            "sources": 2,
            "claims": 2,
            "articles": 1,
            "page": "https://example.org/sources/organisations/usgs/",
        }
    ]
    assert made["origins"] == [
        {
            "id": "o1",
            "name": "U.S. Geological Survey",
            "why": "publisher",
            "sources": 2,
            "claims": 2,
            "articles": 1,
        }
    ]


def test_nothing_joins_what_an_unnamed_source_said_in_two_articles() -> None:
    made = whole(Ledger([quake(), quake("again")], HELD))

    assert "SECRET" not in json.dumps(made)
    assert not re.search(r'"official\b', json.dumps(made)), "not even its key"
    unnamed = [each for each in made["sources"] if each["attribution"] == "unnamed"]
    assert [each["id"] for each in unnamed] == ["articles/quake.md#2", "articles/again.md#2"]
    assert {(each["origin"], each["articles"]) for each in unnamed} == {(None, 1)}


def test_an_origin_is_not_named_after_an_unnamed_source() -> None:
    memo = replace(OFFICIAL, id="memo", publisher=None, origin=None)
    held = registry([memo, source("wire", derived_from=("memo",), publisher=None)])
    made = whole(Ledger([record(held, [Block([("It shook.", ["wire"])])])], held))

    assert [(each["name"], each["sources"]) for each in made["origins"]] == [(None, 1)]
    assert "SECRET" not in json.dumps(made)


def test_a_source_that_has_no_page_and_is_not_cited_is_not_told_of() -> None:
    made = whole(Ledger([quake()], HELD))

    assert "idle" not in json.dumps(made)
    shown = replace(ADDRESSES, sources={**ADDRESSES.sources, "idle": "sources/idle"})
    assert [each["claims"] for each in whole(Ledger([], HELD), addresses=shown)["sources"]] == [0, 0, 0]


def test_there_is_none_where_the_site_has_no_address_for_it() -> None:
    assert list(dataset_files(Ledger([quake()], HELD), press(Addresses()))) == []


def test_an_empty_site_has_an_empty_dataset() -> None:
    made = whole(Ledger([], m.Registry()), addresses=Addresses(dataset="provenance/index.json"))

    assert {len(made[table]) for table in TABLES} == {0}


# Files


def together(parts: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    return {table: [row for _, held in parts for row in held[table]] for table in TABLES}


@pytest.mark.parametrize("limit", [1, 2_000, 5_000, 12_000])
def test_what_does_not_fit_goes_on_in_the_next_file(limit: int) -> None:
    ledger = Ledger([quake(f"quake-{number}") for number in range(12)], HELD)
    parts = files(ledger, limit)

    assert len(parts) > 1
    assert [name for name, _ in parts[:2]] == ["provenance/index.json", "provenance/index-2.json"]
    assert [held["page"] for _, held in parts] == list(range(1, len(parts) + 1))
    assert {held["pages"] for _, held in parts} == {len(parts)}
    assert [held["next"] for _, held in parts] == [name.rpartition("/")[2] for name, _ in parts[1:]] + [None]
    assert all(held["counts"] == parts[0][1]["counts"] for _, held in parts)
    assert together(parts) == together(files(ledger))
    for name, data in dataset_files(ledger, press(), limit):
        rows = sum(len(json.loads(data)[table]) for table in TABLES)
        assert len(data) <= limit or rows == 1, name
        assert rows >= 1, name


@settings(max_examples=30)  # to draw a record takes longer than to judge it
@given(st.lists(PROVENANCES, max_size=2), REGISTRIES, st.integers(1_500, 9_000))
def test_any_site_gives_valid_files_that_make_the_whole(
    records: list[m.Provenance], held: m.Registry, limit: int
) -> None:
    sources = {note.source.id: note.source for done in records for note in done.notes}
    ledger = Ledger(records, replace(held, sources=sources))
    made_with: Any = {
        "addresses": Addresses(dataset="provenance/index.json", sources=dict.fromkeys(sources, "sources/x"))
    }

    one, parts = files(ledger, **made_with), files(ledger, limit, **made_with)

    assert len(one) == 1
    assert together(parts) == together(one)
    counts = one[0][1]["counts"]
    assert all(counts[table] == len(one[0][1][table]) for table in TABLES if table in counts and table != "quotations")
    assert sum(counts["strength"].values()) == counts["claims"] == counts["sourced"] + counts["unsourced"]
    assert list(dataset_files(ledger, press(**made_with), limit)) == list(
        dataset_files(Ledger(records, ledger.registry), press(**made_with), limit)
    )


def test_half_a_surrogate_pair_can_still_be_written() -> None:
    made = whole(Ledger([quake(title="é\ud800")], HELD))

    assert made["articles"][0]["title"] == "é\ud800"


def test_every_row_stands_on_a_line_of_its_own() -> None:
    ((_, data),) = dataset_files(Ledger([quake()], HELD), press())
    made, lines = json.loads(data), data.decode().splitlines()

    rows = sum(len(made[table]) for table in TABLES)
    assert len(lines) == 2 + len(made) + rows - sum(bool(made[table]) for table in TABLES)
    assert data.endswith(b"}\n")


# The schema


def walk(part: Any, path: str = "#") -> Iterator[tuple[str, Any]]:
    yield path, part
    for key in ("properties", "$defs"):
        for name, inner in part.get(key, {}).items():
            yield from walk(inner, f"{path}/{key}/{name}")


def row_of(table: str) -> Any:
    return schema()["$defs"][schema()["properties"][table]["items"]["$ref"].rpartition("/")[2]]


@pytest.mark.parametrize("table", TABLES)
def test_the_keys_of_a_row_are_the_schemas(table: str) -> None:
    keys = [field.name for field in fields(TABLES[table])]

    assert list(row_of(table)["properties"]) == row_of(table)["required"] == keys
    assert TABLES[table] in get_args(dataset_rows.Row)


def test_every_object_is_closed_and_whole_and_every_property_described() -> None:
    for path, part in walk(schema()):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False, path
            assert part["required"] == list(part["properties"]), path
        assert "description" in part or "$ref" in part, path


@pytest.mark.parametrize(
    ("table", "key", "enum"),
    [
        ("claims", "support", m.Support),
        ("claims", "strength", m.Strength),
        ("claims", "state", m.State),
        ("quotations", "result", m.QuotationResult),
        ("sources", "kind", m.Kind),
        ("sources", "closeness", m.Closeness),
        ("sources", "attribution", m.Attribution),
        ("sources", "access", m.Access),
        ("sources", "status", m.State),
        ("organisations", "kind", m.OrganisationKind),
        ("corrections", "kind", m.CorrectionKind),
    ],
)
def test_enumerations_are_the_models(table: str, key: str, enum: type[StrEnum]) -> None:
    assert [value for value in row_of(table)["properties"][key]["enum"] if value is not None] == [
        one.value for one in enum
    ]


def test_the_remaining_enumerations() -> None:
    assert row_of("mentions")["properties"]["role"]["enum"] == [*(role.value for role in m.Role), "disagreement"]
    assert row_of("origins")["properties"]["why"]["enum"] == ["publisher", "owner", "origin", "derived", None]
    assert sum("enum" in part for _, part in walk(schema())) == 13
    counts = schema()["$defs"]["counts"]["properties"]
    assert list(counts["strength"]["properties"]) == [one.value for one in m.Strength]
    assert list(counts["quotations"]["properties"]) == [one.value for one in m.QuotationResult]


@pytest.mark.parametrize(
    "damage",
    [{"version": 2}, {"next": "../other.json"}, {"claims": [{"id": "c1"}]}, {"extra": []}, {"page": 0}],
)
def test_what_breaks_the_format_is_refused(damage: dict[str, Any]) -> None:
    made = whole(Ledger([quake()], HELD))

    assert not validator().is_valid({**made, **damage})


# On a site, and in the manual


TEXT = 'It shook [1]. Then "it cannot be considered an aftershock" [@kaust-2].'


@pytest.mark.parametrize(
    ("config", "options", "base", "page_url"),
    [
        ({"site_url": "https://example.org/d/"}, {}, "https://example.org/d/", "articles/quake/"),
        ({}, {}, "", "articles/quake/"),
        ({"use_directory_urls": False}, {}, "", "articles/quake.html"),
        ({}, {"sources_dir": ""}, "", "articles/quake/"),
    ],
)
def test_the_addresses_lead_somewhere(
    built_site: SiteBuilder, config: dict[str, Any], options: dict[str, Any], base: str, page_url: str
) -> None:
    built = built_site(small_site({"articles/quake.md": article(TEXT)}), small_config(options, **config))
    made = json.loads(built.read("provenance/index.json"))

    validator().validate(made)
    assert [each["url"] for each in made["articles"]] == [base + page_url]
    assert [each["url"] for each in made["claims"]] == [f"{base}{page_url}#provenance-claim-{n}" for n in (1, 2)]
    for address in [*(each["record"] for each in made["articles"]), *(each["page"] for each in made["sources"])]:
        if address is not None:
            target = built.site_dir / address.removeprefix(base)
            assert (target / "index.html" if target.is_dir() else target).is_file(), address
    assert {each["page"] is None for each in made["sources"]} == {options.get("sources_dir") == ""}
    assert made["counts"]["strength"]["one"] == 2


def test_without_records_there_is_none(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"articles/quake.md": article(TEXT)}), small_config({"record": False}))

    assert built.ok
    assert not (built.site_dir / "provenance").exists()


def sample(shared_site: SiteBuilder) -> Built:
    """The articles of this project's own site."""
    own = {f"articles/{path.name}": path.read_text("utf-8") for path in (ROOT / "articles").glob("*.md")}
    held = (ROOT / "articles/sources.yml").read_text("utf-8")
    extensions = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    config = small_config(site_url="https://example.org/", markdown_extensions=extensions)
    return shared_site("dataset", small_site(own, registry=held), config)


def asked() -> list[tuple[str, str, list[list[str]]]]:
    """Every query of the manual, with the table behind it: its name, its SQL, and the rows, the header first."""
    found = re.findall(r'```sql title="DuckDB: ([^"]*)"\n(.*?)```\n\n?((?:\|[^\n]*\n)*)', page("dataset"), re.S)
    rows = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines()] for *_, shown in found
    ]
    return [
        (name, sql, [row for row in held if set(row[0]) != {"-"}])
        for (name, sql, _), held in zip(found, rows, strict=True)
    ]


def answers(sql: str, connection: Any) -> list[list[str]]:
    done = connection.execute(sql)
    return [[column[0] for column in done.description], *([str(cell) for cell in row] for row in done.fetchall())]


def test_duckdb_answers_as_the_manual_says(shared_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(sample(shared_site).root)
    queries = asked()
    assert [name for name, *_ in queries] == ["the tables", "organisations", "one origin", "retracted"]
    with duckdb.connect() as connection:
        connection.execute(queries[0][1])
        for name, sql, shown in queries[1:]:
            header, *rows = answers(sql, connection)
            assert rows == shown[1:], name
            assert header == shown[0] if rows else not shown, name


def test_pandas_prints_what_the_manual_says(shared_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample(shared_site).root)
    shown = {fence.title: fence.text for fence in fences(page("dataset"))}
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(shown["pandas"], {})

    assert printed.getvalue() == shown["It prints"]


def test_what_rests_on_a_retracted_source_is_found(built_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    held = "sources:\n  bad: {kind: study, title: Bad, url: 'https://example.org/', status: retracted}\n"
    built = built_site(
        small_site({"articles/quake.md": article("It shook [1].", sources=["bad"])}, registry=held), small_config()
    )
    monkeypatch.chdir(built.root)
    queries = {name: sql for name, sql, _ in asked()}

    with duckdb.connect() as connection:
        connection.execute(queries["the tables"])
        found = answers(queries["retracted"], connection)[1:]

    assert found == [["Bad", "It shook.", "retracted", "articles/quake/#provenance-claim-1"]]


def test_duckdb_reads_several_files_as_one(tmp_path: Path) -> None:
    import duckdb

    ledger = Ledger([quake(f"quake-{number}") for number in range(12)], HELD)
    for name, data in dataset_files(ledger, press(), 9_000):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert len(list((tmp_path / "provenance").iterdir())) > 2

    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE files AS FROM read_json('{tmp_path.as_posix()}/provenance/index*.json')")
        for table, rows in together(files(ledger)).items():
            connection.execute(f"CREATE TABLE {table} AS SELECT unnest({table}, max_depth := 2) FROM files")
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchall() == [(len(rows),)], table


def test_the_manual_names_every_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", page("dataset"), re.M)

    assert rows == list(TABLES)


def test_the_libraries_of_the_manual_are_not_the_plugins() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert not [one for one in project["dependencies"] if re.match(r"duckdb|pandas|prov\b", one)]
