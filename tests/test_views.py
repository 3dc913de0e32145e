"""The page's HTML: wording, safety, links, sizes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

import mkdocs_provenance
from factories import Block, assemble, date, record, registry, source
from mkdocs_provenance.model import (
    Access,
    Archive,
    Attribution,
    CitationItem,
    Closeness,
    Correction,
    CorrectionKind,
    Excerpt,
    Independence,
    Kind,
    Mark,
    MarkItem,
    Name,
    Organisation,
    Problem,
    Provenance,
    Quotation,
    QuotationResult,
    Registry,
    Role,
    Severity,
    Source,
    State,
    Statement,
    Status,
    Translation,
)
from mkdocs_provenance.views.page import environment, render
from mkdocs_provenance.views.words import ENGLISH, sentence, shorten

ASSETS = Path(mkdocs_provenance.__file__).parent / "theme/assets/provenance"
NEVER = re.compile(r"\b(verified|confirmed|proven|trusted|independent)\b|[✓✔✅★%]|op-ed", re.IGNORECASE)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text(html: str) -> str:
    return " ".join(soup(html).get_text(" ").split())


def page(*sources: Source, organisations: tuple[Organisation, ...] = (), **kwargs: Any) -> str:
    """An article of one statement that cites every source, assembled."""
    held = registry(sources, organisations)
    built = record(held, [Block([("It shook.", [one.id for one in sources])])], **kwargs)
    return assemble(built, render(built, held))


def full() -> tuple[Provenance, Registry]:
    """An article with one of everything."""
    held = registry(
        [
            source(
                "usgs",
                publisher="usgs",
                published=date("2023-02-06"),
                accessed=date("2026-11-22"),
                closeness=Closeness.FIRST_HAND,
                archives=(Archive("https://web.archive.org/web/2023/x", date("2023-02-07")),),
                excerpts=(Excerpt("a magnitude 6.7 aftershock", locator="Tectonic summary"),),
            ),
            source("usgs-2", publisher="usgs", published=date("2023")),
            source("arabic", title="زلزال", language="ar", title_translated="Quake", undated=True),
            source("gone", status=Status(State.REMOVED), url="https://example.org/gone"),
        ],
        [
            Organisation("usgs", "U.S. Geological Survey", owner="doi"),
            Organisation("doi", "Department of the Interior"),
        ],
    )
    blocks = [
        Block([("The first shock was strong.", ["usgs"]), ("A second followed.", ["usgs", "usgs-2", "?9"])]),
        Block([("Nobody says who told us this.", []), ("They wrote of it.", ["arabic", "gone"]), ("Eh.", ["?7"])]),
        Block([("A second followed.", [])], Role.PULLQUOTE, repeats="c2"),
        Block([("The dispute is about words.", ["arabic"])], Role.ANALYSIS),
        Block([("It is about rock.", [])], Role.ANALYSIS, title="What it means"),
    ]
    built = record(
        held,
        blocks,
        statement=Statement(
            method="We compared them.",
            not_established=("Which depth is right.",),
            corrections=(Correction(CorrectionKind.CORRECTION, date("2023-02-10"), "The depth was wrong."),),
            reviewed_by="Ada",
            checked_on=date("2026-11"),
            ai_use="none",
        ),
        disagreement=[("AFAD gives 7.7.", ["usgs", "gone"])],
        quotations=[Quotation("a second", "p1", "c2", "usgs", QuotationResult.ALTERED, "a magnitude")],
        problems=[Problem("unknown-source", Severity.ERROR, "No such source.", "articles/quake.md", 3, "Use [1].")],
    )
    return built, held


# Wording


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"closeness": Closeness.FIRST_HAND}, "First-hand."),
        ({"closeness": Closeness.SECOND_HAND}, "Second-hand: reports what others said."),
        ({"undated": True}, "No date given by the source."),
        ({}, "Date not recorded."),
        ({"published": date("2015-01-01")}, "Source is from 2015."),
        ({"archives": (Archive("https://a.org/x", date("2026-05-02")),)}, "Archived copy, 2 May 2026."),
        ({}, "No archived copy; the page may change."),
        (
            {"status": Status(State.REMOVED), "archives": (Archive("https://a.org/x"),)},
            "Original page removed; archived copy available.",
        ),
        ({"status": Status(State.REMOVED)}, "Original page removed; no archived copy."),
        ({"status": Status(State.RETRACTED, date("2023-03"), "Made up")}, "Retracted, March 2023. Made up."),
        (
            {"status": Status(State.RETRACTED, before=(Status(State.CURRENT), Status(State.CORRECTED, date("2023"))))},
            "Retracted. Earlier: Since corrected, 2023.",
        ),
        (
            {"status": Status(State.REMOVED, before=(Status(State.RETRACTED, date("2023-03"), "Made up"),))},
            "Retracted, March 2023. Made up. Original page removed; no archived copy.",
        ),
        (
            {"status": Status(State.CURRENT, None, "Withdrawn by mistake", (Status(State.RETRACTED),))},
            "Withdrawn by mistake. Earlier: Retracted.",
        ),
        ({"access": Access.PAYWALL}, "Behind a paywall."),
        ({"kind": Kind.OWN_REPORTING}, "Our own earlier reporting"),
        ({"interest": "party to the dispute"}, "Has a stake: party to the dispute."),
        ({"unidentified": True}, "Source not identified."),
        (
            {"language": "ar", "translation": Translation(method="human")},
            "Translated from Arabic by our staff; original shown.",
        ),
        (
            {
                "attribution": Attribution.UNNAMED,
                "described_as": "a ministry official",
                "reason": "who feared losing their job",
                "known_to_editor": True,
            },
            "Source not named: a ministry official, who feared losing their job. Our editors know who it is.",
        ),
        (
            {"attribution": Attribution.UNNAMED, "described_as": "a clerk", "reason": "not-authorised"},
            "Source not named: a clerk, who was not authorised to speak.",
        ),
        ({"url": None, "none_reason": "notes held by us"}, "Nothing to link to: notes held by us."),
    ],
)
def test_a_source_is_described_in_plain_words(fields: dict[str, Any], expected: str) -> None:
    assert expected in text(page(source("usgs", **fields)))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (QuotationResult.EXACT, "Matches the source's text word for word."),
        (QuotationResult.NORMALISED, "Matches apart from punctuation or capitals."),
        (QuotationResult.ELIDED, "Matches; words left out are marked."),
        (QuotationResult.ALTERED, "Differs from the source's text: “near it”"),
        (QuotationResult.NOT_FOUND, "Not found in the text we hold."),
        (QuotationResult.NO_TEXT, "Not checked: we hold no text of this source."),
    ],
)
def test_a_quotation_says_what_looking_for_it_gave(result: QuotationResult, expected: str) -> None:
    html = page(source(), quotations=[Quotation("it shook", "p1", "c1", "usgs", result, "near it")])
    assert expected in text(html)


def checked(id: str, **fields: Any) -> Source:
    return source(id, independence=Independence(True, on=date("2026-05-03")), **fields)


AMOUNTS: dict[str, tuple[list[Source], dict[str, Any], str]] = {
    "same publisher": (
        [source("a", publisher="bbc"), source("b", publisher="bbc")],
        {},
        "2 reports, 1 origin: bbc.",
    ),
    "same owner": (
        [source("a", publisher="x", origin="o"), source("b", publisher="y", origin="o")],
        {"origin_why": "owner"},
        "2 publishers, same owner.",
    ),
    "same wire": (
        [source(i, publisher=i, origin="afp") for i in "abc"],
        {"origin_why": "origin", "origin_names": {"afp": "AFP"}},
        "3 reports, all from one AFP report.",
    ),
    "same dataset": (
        [source(i, kind=Kind.DATASET, publisher=i, origin="d") for i in "ab"],
        {"origin_why": "derived", "origin_names": {"d": "The survey"}},
        "2 sources, all from one origin: The survey.",
    ),
    "not traced": (
        [source("a", publisher="x"), source("b", publisher="y")],
        {},
        "2 publishers; shared origin not traced.",
    ),
    "no publisher": ([source("a"), source("b", publisher="y")], {}, "2 sources; shared origin not traced."),
    "mixed": (
        [source("a", publisher="x"), source("b", publisher="x"), source("c", publisher="y")],
        {},
        "3 sources, 2 separate origins; shared origin not traced.",
    ),
    "checked": (
        [checked("a", publisher="x"), checked("b", publisher="y")],
        {},
        "2 independent sources (checked by the desk, 3 May 2026).",
    ),
    "one unchecked": (
        [checked("a", publisher="x"), source("b", publisher="y")],
        {},
        "2 publishers; shared origin not traced.",
    ),
    "one of a group": ([source("a")], {}, "One source. 9: no such source."),
    "one retracted": (
        [source("a", publisher="x"), source("b", publisher="y", status=Status(State.RETRACTED))],
        {},
        "One source. Not counted, because retracted: source 2.",
    ),
    "two of four retracted": (
        [
            source("a", publisher="x"),
            source("b", publisher="y", status=Status(State.RETRACTED)),
            source("c", publisher="x"),
            source("d", status=Status(State.REMOVED, before=(Status(State.RETRACTED),))),
        ],
        {},
        "2 reports, 1 origin: x. Not counted, because retracted: sources 2 and 4.",
    ),
    "all retracted": ([source(i, status=Status(State.RETRACTED)) for i in "ab"], {}, "Only retracted sources."),
    "one corrected": (
        [source("a", publisher="x"), source("b", publisher="y", status=Status(State.CORRECTED))],
        {},
        "2 publishers; shared origin not traced.",
    ),
}


@pytest.mark.parametrize(("sources", "kwargs", "expected"), AMOUNTS.values(), ids=AMOUNTS)
def test_a_group_says_what_it_amounts_to(sources: list[Source], kwargs: dict[str, Any], expected: str) -> None:
    held = registry(sources, [Organisation("afp", "AFP")])
    cited = [one.id for one in sources] + (["?9"] if len(sources) == 1 else [])
    built = record(held, [Block([("It shook.", cited)])], **kwargs)
    mark = soup(render(built, held)["m1"]).sup
    assert mark is not None
    assert mark["data-amounts"] == expected


def test_the_summary_counts_statements_sources_and_origins() -> None:
    built, held = full()
    line = soup(render(built, held)["summary"]).select_one(".provenance-summary")
    assert line is not None
    assert " ".join(line.get_text().split()) == (
        "How we know this: 3 statements drawn from 4 sources (3 separate origins). "
        "2 statements: no source given. 2 paragraphs are our analysis."
    )


def test_an_article_that_is_all_analysis_says_so() -> None:
    held = registry([])
    built = record(held, [Block([("We think so.", [])], Role.ANALYSIS)])
    found = render(built, held)
    assert "This whole article is our analysis" in found["summary"]
    assert "This whole article is our analysis" in found["panel"]


def test_nothing_to_say_is_the_empty_string() -> None:
    held = registry([])
    built = record(held, [])
    assert render(built, held) == {"/c": "</span>", "panel": "", "summary": ""}


def test_every_statement_is_in_exactly_one_strength() -> None:
    built, held = full()
    shown = [item.get_text(" ", strip=True) for item in soup(render(built, held)["panel"]).select("[data-strength]")]
    totals = [int(found[1]) for item in shown if (found := re.search(r"\((\d+)\)", item))]
    assert sum(totals) == len(built.claims)


def test_an_unsourced_statement_is_listed_and_linked() -> None:
    built, held = full()
    panel = soup(render(built, held)["panel"])
    assert [a["href"] for a in panel.select('[data-strength="none"] a')] == [
        "#provenance-claim-3",
        "#provenance-claim-5",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-02-06", "6 February 2023"),
        ("2023-02", "February 2023"),
        ("2023", "2023"),
        ("2023~", "about 2023"),
        ("2023?", "2023 (uncertain)"),
    ],
)
def test_dates_are_said_as_exactly_as_they_are_known(written: str, said: str) -> None:
    assert ENGLISH.date(date(written)) == said


def test_an_interval_is_said_from_end_to_end() -> None:
    assert ENGLISH.date(replace(date("2023-02-06"), end=date("2023-02-08"))) == "6 February 2023 to 8 February 2023"


def test_sentences_are_closed_once() -> None:
    assert [sentence(one) for one in ("A", "A.", "A?", "A.”", "")] == ["A.", "A.", "A?", "A.”", ""]


def test_long_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("x" * 20, 10) == "x" * 10 + "…"


def test_a_panel_never_claims_that_something_is_so() -> None:
    built, held = full()
    found = render(built, held)
    assert not NEVER.search(text(assemble(built, found)))


# Marks


def test_a_mark_reads_as_text() -> None:
    built, held = full()
    found = render(built, held)
    assert text(found["m1"]).replace(" ", "") == "[1]"
    assert found["m1"].count("\n") == 0
    assert (
        '<a href="#provenance-note-1" role="doc-noteref" aria-label="Source 1: U.S. Geological Survey, 6' in found["m1"]
    )


def test_an_unresolved_number_is_not_a_link_and_its_neighbours_are() -> None:
    built, held = full()
    mark = soup(render(built, held)["m2"])
    assert [a.get_text() for a in mark.select("a")] == ["1", "2"]
    assert mark.select_one(".provenance-unresolved").get_text() == "9? (no such source)"  # type: ignore[union-attr]


def test_a_mark_that_leads_nowhere_stays_as_written() -> None:
    built, held = full()
    assert render(built, held)["m4"] == '<span class="provenance-unresolved">[7]</span>'


def test_prefix_locator_and_suffix_are_printed() -> None:
    held = registry([source("a"), source("b")])
    built = record(held, [Block([("It shook.", ["a", "b"])])])
    items = (
        MarkItem(CitationItem("a", prefix="see ", locator="p. 5"), "a", "1"),
        MarkItem(CitationItem("b", suffix=", but not all"), "b", "2"),
    )
    built = replace(built, marks=(replace(built.marks[0], items=items),))
    mark = soup(render(built, held)["m1"])
    assert mark.get_text() == "[see 1, p. 5; 2, but not all]"


def test_a_pull_quote_repeats_the_marks_of_its_claim() -> None:
    built, held = full()
    found = render(built, held)
    inherited = next(mark for mark in built.marks if mark.inherited)
    assert inherited.id not in found
    assert f'id="provenance-mark-{inherited.id[1:]}"' in found["qp3"]


def test_many_ways_back_are_folded_and_distinct() -> None:
    held = registry([source()])
    built = record(held, [Block([("Again.", ["usgs"])] * 30)])
    backs = soup(render(built, held)["panel"]).select('[role="doc-backlink"]')
    assert len(backs) == 30
    assert len({back.get_text() for back in backs}) == 30
    assert len([back for back in backs if back.find_parent("details")]) == 26


@pytest.mark.parametrize("label", ["1", "a b", "é", '"><script>', "a__b", "a%20b"])
def test_labels_become_safe_ids(label: str) -> None:
    held = registry([source()])
    built = record(held, [Block([("It shook.", ["usgs"])])])
    built = replace(
        built,
        notes=(replace(built.notes[0], label=label),),
        marks=(replace(built.marks[0], items=(MarkItem(CitationItem("usgs"), "usgs", label),)),),
    )
    check(assemble(built, render(built, held)))


# Safety

EVIL = '"\'><img src=x onerror=alert(1)><script>alert(1)</script>&<b title="x" style="x">'


def check(html: str) -> None:
    """What must hold of every page."""
    tree = soup(html)
    assert not tree.select("script, style, img, iframe, b, link, form, object")
    for element in tree.find_all(True):
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            assert name not in ("style", "title", "srcset", "srcdoc"), element
            if name in ("href", "src"):
                assert re.match(r"#|provenance\.json$|https?://|mailto:", str(value), re.IGNORECASE), value
    ids = [str(element["id"]) for element in tree.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(id.startswith("provenance-") or id == "how-we-know-this" for id in ids)
    dangling = [a["href"] for a in tree.select('a[href^="#"]') if str(a["href"])[1:] not in ids]
    assert not dangling


def test_a_full_page_is_sound() -> None:
    built, held = full()
    check(assemble(built, render(built, held)))


def _evil(field: str, evil: str) -> Source:
    values: dict[str, Any] = {
        "author": (Name(literal=evil), Name(family=evil, given=evil)),
        "excerpts": (Excerpt(evil, language=evil, locator=evil),),
        "archives": (Archive(evil, date("2023")),),
        "status": Status(State.RETRACTED, note=evil),
        "translation": Translation(by=evil, checked_by=evil),
        "independence": Independence(True, by=evil, note=evil),
    }
    extra = {"attribution": Attribution.UNNAMED} if field in ("described_as", "reason", "conditions") else {}
    return source("usgs", **{"published": date("2023"), **extra, field: values.get(field, evil)})


TEXT_FIELDS = [one.name for one in fields(Source) if "str" in str(one.type) and one.name != "id"] + [
    "author",
    "excerpts",
    "archives",
    "status",
    "translation",
    "independence",
]


@pytest.mark.parametrize("field", sorted({*TEXT_FIELDS} - {"derived_from"}))
@pytest.mark.parametrize("evil", [EVIL, "javascript:alert(1)", "data:text/html,x", " JaVaScRiPt:alert(1)", "http:evil"])
def test_no_field_of_a_source_does_harm(field: str, evil: str) -> None:
    check(page(_evil(field, evil), source("other")))


@pytest.mark.parametrize("evil", [EVIL, "javascript:alert(1)"])
def test_no_field_of_an_article_does_harm(evil: str) -> None:
    held = registry(
        [source("a", publisher="x"), source("b", publisher="x")],
        [Organisation("x", evil, owner="y", interest_note=evil, url=evil), Organisation("y", evil)],
    )
    built = record(
        held,
        [
            Block([(evil, ["a", "b"]), (evil, [])]),
            Block([(evil, ["a"])], Role.ANALYSIS, title=evil),
            Block([(evil, [])], Role.PULLQUOTE, repeats="c1"),
        ],
        statement=Statement(
            type_of_work=evil,
            method=evil,
            not_established=(evil,),
            corrections=(Correction(CorrectionKind.UPDATE, date("2023"), evil),),
            reviewed_by=evil,
            ai_use=evil,
        ),
        disagreement=[(evil, ["a"])],
        quotations=[Quotation(evil, "p1", "c1", "a", QuotationResult.ALTERED, evil)],
        problems=[Problem("x", Severity.ERROR, evil, evil, 1, evil)],
        origin_names={"x": evil},
        title=evil,
        authors=(evil,),
    )
    marks = tuple(replace(mark, raw=evil) for mark in built.marks)
    built = replace(built, marks=marks)
    check(assemble(built, render(built, held)))


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("javascript:alert(1)", None),
        ("//example.org", None),
        ("https://exa mple.org", None),
        ("ftp://example.org", None),
        ("https://", None),
    ],
)
def test_only_safe_addresses_become_links(url: str, href: str | None) -> None:
    title = soup(page(source(url=url))).select_one(".provenance-title a")
    assert (title["href"] if title else None) == href


def test_links_carry_robust_links_attributes() -> None:
    built, held = full()
    link = soup(render(built, held)["panel"]).select_one("#provenance-note-1 .provenance-title a")
    assert link is not None
    assert link.attrs == {
        "href": "https://example.org/usgs",
        "data-originalurl": "https://example.org/usgs",
        "data-versionurl": "https://web.archive.org/web/2023/x",
        "data-versiondate": "2026-11-22",
    }


def test_a_removed_page_is_not_linked_but_its_copy_is() -> None:
    gone = source(status=Status(State.REMOVED), archives=(Archive("https://a.org/x", date("2023-02-07")),))
    link = soup(page(gone)).select_one(".provenance-title a")
    assert link is not None
    assert link["href"] == "https://a.org/x"


@pytest.mark.parametrize(
    ("excerpt", "end"),
    [
        ("The twenty-nine bells, & the rest.", "#:~:text=The%20twenty%2Dnine%20bells%2C%20%26%20the%20rest."),
        (" ".join(f"w{n}" for n in range(40)), "#:~:text=w0%20w1%20w2%20w3%20w4,w35%20w36%20w37%20w38%20w39"),
        ("We saw [the minister] leave … by the side door", "#:~:text=We%20saw,by%20the%20side%20door"),
        ("鐘は鳴った。", "#:~:text=%E9%90%98%E3%81%AF%E9%B3%B4%E3%81%A3%E3%81%9F%E3%80%82"),
    ],
)
def test_a_source_leads_to_the_passage_in_the_original(excerpt: str, end: str) -> None:
    link = soup(page(source(excerpts=(Excerpt(excerpt),)))).select_one(".provenance-passage a")
    assert link is not None
    assert link.get_text() == "See the passage"
    assert link["href"] == f"https://example.org/usgs{end}"


def test_the_way_to_a_passage_keeps_what_the_address_pointed_at() -> None:
    held = source(url="https://example.org/a?b=1#part:~:text=old", excerpts=(Excerpt("It shook"),))
    link = soup(page(held)).select_one(".provenance-passage a")
    assert link is not None
    assert link["href"] == "https://example.org/a?b=1#part:~:text=It%20shook"


@pytest.mark.parametrize(
    "fields",
    [
        {"excerpts": ()},
        {"excerpts": (Excerpt(" … "),)},
        {"url": "https://example.org/a.PDF?page=1"},
        {"url": "https://web.archive.org/web/2026/https://example.org/"},
        {"url": "https://archive.ph/x"},
        {"url": "mailto:a@example.org"},
        {"url": None, "doi": "10.1234/x"},
        {"url": "https://[broken"},
        {"access": Access.PAYWALL},
        {"access": Access.REGISTRATION},
        {"status": Status(State.REMOVED)},
    ],
)
def test_no_way_leads_to_a_passage_that_a_reader_would_not_find(fields: dict[str, Any]) -> None:
    held = source(**{"excerpts": (Excerpt("It shook"),), **fields})
    assert soup(page(held)).select_one(".provenance-passage") is None


def test_a_claim_says_how_strong_it_is_only_where_that_is_not_plain() -> None:
    held = registry(
        [
            source("a", publisher="x"),
            source("b", publisher="y"),
            source("c", attribution=Attribution.UNNAMED, described_as="a clerk"),
        ]
    )
    built = record(held, [Block([("One.", ["a"]), ("Two.", ["a", "b"]), ("Who?", ["c"]), ("None.", [])])])
    found = render(built, held)
    assert [soup(found[id]).span.get("data-strength") for id in ("c1", "c2", "c3", "c4")] == [  # type: ignore[union-attr]
        None,
        "several",
        "unnamed",
        None,
    ]
    assert 'data-strength="several"' in found["c2+"]
    legend = soup(found["summary"]).select(".provenance-legend[hidden] > li")
    assert [(item["data-strength"], item.get_text()) for item in legend] == [
        ("several", "Two or more separate origins"),
        ("one", "One origin"),
        ("unnamed", "Only unnamed sources"),
        ("none", "No source given"),
    ]


def test_a_retraction_is_told_wherever_something_rests_on_it() -> None:
    held = registry(
        [
            source("study", publisher="Institute", status=Status(State.RETRACTED, date("2023-03"))),
            source("paper", publisher="Tide", status=Status(State.CORRECTED)),
            source("sound", publisher="Office"),
            source("echo", publisher="Echo", derived_from=("study",)),
        ]
    )
    blocks = [
        Block([("Alone.", ["study"]), ("Beside.", ["sound", "study"]), ("Put right.", ["paper"])]),
        Block([("Several.", ["paper", "sound", "study"]), ("Nobody.", []), ("Echoed.", ["echo"])]),
        Block([("So it is.", ["study", "sound"])], Role.ANALYSIS),
    ]
    built = record(held, blocks)
    found = render(built, held)
    claims = [soup(found[f"c{number}"]).span for number in range(1, 7)]
    panel = soup(found["panel"])
    rows = {
        item["data-strength"]: [text(str(row)) for row in item.select("li")] for item in panel.select("[data-strength]")
    }

    assert [claim and (claim.get("data-strength"), claim.get("data-state")) for claim in claims] == [
        ("retracted", "Retracted, March 2023"),
        (None, "Source 1: Retracted, March 2023."),
        (None, "Since corrected"),
        ("several", "Source 3: Since corrected. Source 1: Retracted, March 2023."),
        (None, None),
        (None, None),
    ]
    assert "data-state" not in found["c1+"]
    assert 'aria-label="Source 1: Institute. Retracted, March 2023."' in found["m1"]
    assert "3 statements rest on retracted sources. 1 statement: no source given." in text(found["summary"])
    assert rows == {
        "several": [
            "Several. 2 publishers; shared origin not traced. Not counted, because retracted: source 1. "
            "Source 3: Since corrected. Source 1: Retracted, March 2023."
        ],
        "one": [
            "Beside. One source. Not counted, because retracted: source 1. Source 1: Retracted, March 2023.",
            "Put right. Tide. Since corrected.",
            "Echoed. Echo",
        ],
        "retracted": ["Alone. Institute. Retracted, March 2023."],
        "none": ["Nobody."],
    }
    assert "Only retracted sources" in text(found["summary"])
    assert "Rests on: Institute [1] (Retracted, March 2023) , Office [2]" in panel.get_text(" ", strip=True)
    assert "Derived from a source that was retracted: Title of study." in text(str(panel))


def test_the_legend_names_analysis_and_pull_quotes_where_there_are_any() -> None:
    held = registry([source()])
    blocks = [
        Block([("It shook.", ["usgs"])]),
        Block([("We think so.", [])], Role.ANALYSIS),
        Block([("It shook", [])], Role.PULLQUOTE),
    ]
    legend = soup(render(record(held, blocks), held)["summary"]).select(".provenance-legend > li")
    assert [item.get_text() for item in legend] == ["One origin", "Our analysis", "Pull quote"]


def test_a_foreign_title_keeps_its_language_and_direction() -> None:
    built, held = full()
    title = soup(render(built, held)["panel"]).select_one("#provenance-note-3 bdi")
    assert title is not None
    assert title["lang"] == "ar"


def test_a_source_with_nothing_but_a_title_leaves_no_stray_punctuation() -> None:
    shown = soup(page(source(url=None, locator="a drawer"))).select_one(".provenance-source")
    assert shown is not None
    assert " ".join(shown.get_text(" ").split()) == (
        "Title of usgs News report Date not recorded. Where it is: a drawer."
    )


WILD = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(WILD, WILD, WILD, WILD, WILD)
def test_any_text_in_any_place_leaves_the_page_sound(one: str, two: str, three: str, four: str, five: str) -> None:
    held = registry(
        [
            source("a", title=one, url=two, doi=three, publisher=four, note=five, language=one, locator=two),
            source("b", title=five, described_as=four, reason=three, attribution=Attribution.UNNAMED, interest=one),
        ]
    )
    built = record(
        held,
        [Block([(three or "x", ["a", "b"])]), Block([(four or "x", ["b"])], Role.ANALYSIS, title=five)],
        statement=Statement(method=one, not_established=(two,), ai_use=three),
        quotations=[Quotation(one, "p1", "c1", "a", QuotationResult.ALTERED, two)],
    )
    check(assemble(built, render(built, held)))


# Templates, and what is shipped


def test_a_users_folder_replaces_single_templates(tmp_path: Path) -> None:
    (tmp_path / "about.html.jinja").write_text('<p>Mine.</p>{% include "provenance/about.html.jinja" %}')
    built, held = full()
    panel = render(built, held, templates=environment(str(tmp_path)))["panel"]
    assert "<p>Mine.</p>" in panel
    assert "About this panel" in panel


def test_the_record_is_linked() -> None:
    built, held = full()
    assert 'href="../x/provenance.json"' in render(built, held, record_url="../x/provenance.json")["panel"]


def test_rendering_twice_is_the_same_and_another_registry_is_not_mixed_up() -> None:
    first, second = registry([source(title="Alpha")]), registry([source(title="Beta")])
    pages = []
    for held in (first, second, first):
        built = record(held, [Block([("It shook.", ["usgs"])])])
        pages.append(render(built, held)["panel"])
    assert pages[0] == pages[2]
    assert "Beta" in pages[1]
    assert "Alpha" not in pages[1]


@pytest.mark.parametrize("name", ["provenance.css", "provenance.mjs"])
def test_assets_stay_small(name: str) -> None:
    assert len(gzip.compress((ASSETS / name).read_bytes(), 9)) <= 4096


def test_marks_are_lean() -> None:
    held = registry([source(published=date("2023-02-06"), publisher="Reuters")])
    built = record(held, [Block([("It shook.", ["usgs"])])])
    found = render(built, held)
    assert len(found["m1"]) < 200
    assert isinstance(built.marks[0], Mark)
