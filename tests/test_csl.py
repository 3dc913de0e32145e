"""Sources as CSL-JSON items: every kind, every date, every field, and whatever hypothesis thinks of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from mkdocs_provenance.model import (
    Archive,
    Attribution,
    Kind,
    Name,
    Organisation,
    PartialDate,
    Registry,
    Source,
    State,
    Status,
)
from mkdocs_provenance.views.csl import CSL_TYPES, csl_date, csl_item
from record_factories import NOT_IN_JSON, REGISTRIES, SOURCES, csl_lists, csl_validator, day, empties, source

EMPTY = Registry()
REGISTRY = Registry(organisations={"usgs": Organisation("usgs", "U.S. Geological Survey")})


def item(kind: Kind = Kind.NEWS, registry: Registry = REGISTRY, **fields: Any) -> dict[str, Any]:
    made = csl_item(source(kind=kind, **fields), registry)
    csl_validator().validate([made])
    assert not empties(made)
    return made


# The ruler itself


def test_csl_own_lists_are_read_whole() -> None:
    lists = csl_lists()

    assert len(lists["item-types"]) == 45
    assert len(lists["dates"]) == 6
    assert {"author", "interviewer", "guest", "contributor"} <= set(lists["names"])
    assert {"DOI", "URL", "archive", "archive_location", "authority", "status"} <= set(lists["strings"])
    assert {name for group in lists.values() for name in group} >= NOT_IN_JSON


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "a", "type": "press-release"},
        {"id": "a", "type": "book", "issued": "2023-02-06"},
        {"id": "a", "type": "book", "issued": {"date-parts": []}},
        {"id": "a", "type": "book", "title": None},
        {"id": "a", "type": "book", "author": [{"name": "A"}]},
        {"id": "a", "type": "book", "kind": "book"},
        {"type": "book"},
    ],
)
def test_what_is_no_csl_is_refused(wrong: dict[str, Any]) -> None:
    assert not csl_validator().is_valid([wrong])


# Kinds


def test_every_kind_has_a_type() -> None:
    assert set(CSL_TYPES) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_valid(kind: Kind) -> None:
    made = item(kind, publisher="usgs", speaker="Ada", author=(Name(family="Lovelace", given="Ada"),))

    assert made["type"] == CSL_TYPES[kind]
    assert "U.S. Geological Survey" in (made.get("publisher"), made.get("container-title"), made.get("authority"))


@pytest.mark.parametrize(
    ("kind", "csl_type", "genre"),
    [
        (Kind.NEWS, "article-newspaper", None),
        (Kind.WIRE, "article-newspaper", "Wire report"),
        (Kind.PRESS_RELEASE, "document", "Press release"),
        (Kind.OFFICIAL_STATEMENT, "document", "Official statement"),
        (Kind.DATASET, "dataset", None),
        (Kind.COURT_RECORD, "legal_case", None),
        (Kind.CORRESPONDENCE, "personal_communication", None),
        (Kind.REFERENCE, "entry-encyclopedia", None),
    ],
)
def test_type_and_genre(kind: Kind, csl_type: str, genre: str | None) -> None:
    made = item(kind)

    assert (made["type"], made.get("genre")) == (csl_type, genre)


@pytest.mark.parametrize(
    ("kind", "variable"),
    [
        (Kind.NEWS, "container-title"),
        (Kind.WEB_PAGE, "container-title"),
        (Kind.COURT_RECORD, "authority"),
        (Kind.DATASET, "publisher"),
        (Kind.BOOK, "publisher"),
    ],
)
def test_the_publisher_stands_where_the_kind_wants_it(kind: Kind, variable: str) -> None:
    assert item(kind, publisher="usgs")[variable] == "U.S. Geological Survey"


def test_a_publisher_that_is_just_a_name() -> None:
    assert item(publisher="The Daily")["container-title"] == "The Daily"


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", {"date-parts": [[2023]]}),
        ("2023-02", {"date-parts": [[2023, 2]]}),
        ("2023-02-06", {"date-parts": [[2023, 2, 6]]}),
        ("2023~", {"date-parts": [[2023]], "circa": True}),
        ("2023-02?", {"date-parts": [[2023, 2]], "circa": True}),
        ("2023-02-06%", {"date-parts": [[2023, 2, 6]], "circa": True}),
        ("2023-02-06/2023-02-08", {"date-parts": [[2023, 2, 6], [2023, 2, 8]]}),
        ("2023/2024-01~", {"date-parts": [[2023], [2024, 1]], "circa": True}),
    ],
)
@pytest.mark.parametrize(
    ("field", "variable"), [("published", "issued"), ("accessed", "accessed"), ("event_date", "event-date")]
)
def test_dates_are_objects(text: str, expected: dict[str, Any], field: str, variable: str) -> None:
    assert item(**{field: day(text)})[variable] == expected


def test_a_time_of_day_is_left_out() -> None:
    assert csl_date(PartialDate("", 2023, 2, 6, "01:17:34Z")) == {"date-parts": [[2023, 2, 6]]}


def test_a_source_known_only_by_its_last_change_is_issued_then() -> None:
    assert item(updated=day("2024"))["issued"] == {"date-parts": [[2024]]}
    assert item(published=day("2023"), updated=day("2024"))["issued"] == {"date-parts": [[2023]]}


# People


def test_names_are_literal_or_family_and_given() -> None:
    names = (Name("AFAD"), Name(None, "Lovelace", "Ada"), Name(None, "Plato", None), Name(None, "", ""))

    assert item(author=names)["author"] == [
        {"literal": "AFAD"},
        {"family": "Lovelace", "given": "Ada"},
        {"family": "Plato"},
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.INTERVIEW, {"author": "Ada", "interviewer": "Bob"}),
        (Kind.SPEECH, {"author": "Ada", "contributor": "Bob"}),
        (Kind.BROADCAST, {"author": "Bob", "guest": "Ada"}),
        (Kind.NEWS, {"author": "Bob"}),
        (Kind.OFFICIAL_STATEMENT, {"author": "Bob"}),
    ],
)
def test_who_spoke_and_who_wrote(kind: Kind, expected: dict[str, str]) -> None:
    made = item(kind, speaker="Ada", author=(Name("Bob"),))
    people = {role: names[0]["literal"] for role, names in made.items() if isinstance(names, list)}

    assert people == expected


@pytest.mark.parametrize("kind", [Kind.INTERVIEW, Kind.SPEECH, Kind.OFFICIAL_STATEMENT, Kind.SOCIAL_POST])
def test_who_spoke_is_the_author(kind: Kind) -> None:
    assert item(kind, speaker="Ada")["author"] == [{"literal": "Ada"}]


def test_who_is_quoted_in_the_news_did_not_write_it() -> None:
    assert "author" not in item(Kind.NEWS, speaker="Ada")


def test_nobody_interviews_herself() -> None:
    assert "interviewer" not in item(Kind.INTERVIEW, speaker="Ada", author=(Name("Ada"),))


def test_nothing_leads_to_an_unnamed_source() -> None:
    made = item(
        Kind.INTERVIEW,
        attribution=Attribution.UNNAMED,
        described_as="an official",
        reason="safety",
        speaker="SECRET",
        author=(Name("SECRET"),),
        locator="SECRET",
        note="SECRET",
        conditions="SECRET",
        url="mailto:SECRET@example.org",
        text="SECRET",
    )

    assert "SECRET" not in str(made)


# Addresses and the rest


@pytest.mark.parametrize(
    "written", ["10.1000/xyz", "https://doi.org/10.1000/xyz", "DOI: 10.1000/xyz", "http://dx.doi.org/10.1000/xyz "]
)
def test_a_doi_stands_bare(written: str) -> None:
    assert item(Kind.STUDY, doi=written)["DOI"] == "10.1000/xyz"


def test_an_address_that_is_a_doi() -> None:
    made = item(Kind.STUDY, url="doi:10.1000/xyz")

    assert made["DOI"] == "10.1000/xyz"
    assert "URL" not in made


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": "https://example.org/a"}, {"URL": "https://example.org/a"}),
        ({"isbn": "978-3-16-148410-0"}, {"ISBN": "978-3-16-148410-0"}),
        ({"language": "pt-BR"}, {"language": "pt-BR"}),
        ({"locator": "National Archives, FO 371"}, {"archive": "National Archives, FO 371"}),
        ({"note": "Seen on paper."}, {"note": "Seen on paper."}),
        ({"status": Status(State.RETRACTED)}, {"status": "retracted"}),
        ({"status": Status(State.REMOVED, before=(Status(State.RETRACTED),))}, {"status": "retracted"}),
        (
            {"archives": (Archive("https://web.archive.org/1", service="Internet Archive"),)},
            {"archive": "Internet Archive", "archive_location": "https://web.archive.org/1"},
        ),
        ({"archives": (Archive("https://web.archive.org/1"),)}, {"archive_location": "https://web.archive.org/1"}),
    ],
)
def test_every_optional_field(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    made = item(Kind.BOOK, **fields)

    assert {key: value for key, value in made.items() if key not in {"id", "type", "title"}} == expected


def test_a_bare_source_has_three_keys() -> None:
    assert item(Kind.DOCUMENT) == {"id": "usgs", "type": "document", "title": "Title of usgs"}


def test_a_source_without_a_title_is_called_by_its_id() -> None:
    assert item(title="")["title"] == "usgs"


@given(SOURCES, REGISTRIES)
def test_any_source_is_valid(one: Source, registry: Registry) -> None:
    made = csl_item(one, registry)

    csl_validator().validate([made])
    assert not empties(made)


@given(SOURCES, REGISTRIES)
def test_what_is_held_of_a_source_is_never_given(one: Source, registry: Registry) -> None:
    held = replace(one, text="HELD-TEXT", text_path="HELD-PATH", conditions="HELD-TERMS")

    assert "HELD" not in str(csl_item(held, registry))
