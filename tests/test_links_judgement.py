"""From facts to findings: no network, no file."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.links.addresses import is_error_page, is_error_title, is_gate, is_home_page, is_resolver
from mkdocs_provenance.links.comparison import compare, digest
from mkdocs_provenance.links.facts import Comparison, Copy, Look, SourceFacts, Verdict, address_of
from mkdocs_provenance.links.judgement import CODES, NewAddress, NewArchive, judge, wanted_day, wants_copy
from mkdocs_provenance.links.report import Report, as_json, as_text
from mkdocs_provenance.model import Access, Archive, Excerpt, Kind, Place, Source, State, Status
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import safe_url

URL = "https://news.example/2023/quake"
COPY = "https://web.archive.org/web/20230207000000/https://news.example/2023/quake"
NOW = "2026-11-25T16:00:00Z"
SOURCE = Source(
    id="quake",
    kind=Kind.NEWS,
    title="The quake",
    place=Place("articles/sources.yml", 7, 3),
    url=URL,
    published=parse_date("2023-02-06"),
    archives=(Archive(COPY, parse_date("2023-02-07")),),
)
BARE = replace(SOURCE, archives=())
ALIVE = Look(NOW, 200, url=URL, title="The quake")
GONE = Look(NOW, 404, url=URL)


def codes(source: Source, facts: SourceFacts) -> list[str]:
    return [finding.problem.code for finding in judge(source, facts)[0]]


def page(**answer: object) -> SourceFacts:
    return SourceFacts(replace(ALIVE, **answer), (ALIVE,))


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"status": 200}, Verdict.ALIVE),
        ({"status": 304}, Verdict.ALIVE),
        ({"status": 404}, Verdict.DEAD),
        ({"status": 410}, Verdict.DEAD),
        ({"status": 400}, Verdict.DEAD),
        ({"trouble": "dns"}, Verdict.DEAD),
        ({"trouble": "connection"}, Verdict.DEAD),
        *(({"status": status}, Verdict.UNCHECKED) for status in (401, 402, 403, 429, 451, 500, 502, 503, 504, 999)),
        *(({"trouble": why}, Verdict.UNCHECKED) for why in ("timeout", "tls", "robots", "private", "redirects")),
    ],
)
def test_what_an_answer_amounts_to(answer: dict[str, object], verdict: Verdict) -> None:
    assert Look(NOW, **answer).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SourceFacts(), []),
        (page(), []),
        (page(status=404), ["dead-link"]),
        (page(status=403), []),
        (page(status=503), []),
        (page(url="https://news.example/"), ["link-to-home-page"]),
        (page(url="https://news.example/en/index.html"), ["link-to-home-page"]),
        (page(url="https://other.example"), ["link-to-home-page"]),
        (page(url="https://news.example/404.html"), ["dead-link"]),
        (page(title="Page not found - The News"), ["dead-link"]),
        (page(url="https://news.example/login?next=/2023/quake"), []),
        (page(url="https://b.example/q", moved="https://b.example/q"), ["moved-link"]),
        (page(url="https://b.example/q"), []),
        (page(url="https://b.example/", moved="https://b.example/"), ["link-to-home-page"]),
        (page(url="https://b.example/q", moved="https://b.example/q", status=404), ["dead-link"]),
        (page(url=URL + "/", moved=URL + "/"), []),
        (page(url="https://b.example/q", moved="javascript:alert(1)"), []),
        (page(url="https://b.example/q", moved="https://user@b.example/q"), []),
        (SourceFacts(ALIVE, (GONE,)), ["dead-archive"]),
        (SourceFacts(ALIVE, (replace(GONE, status=503),)), []),
        (SourceFacts(GONE, (GONE,)), ["dead-link", "dead-archive"]),
    ],
)
def test_what_is_found(facts: SourceFacts, expected: list[str]) -> None:
    assert codes(SOURCE, facts) == expected


def test_a_finding_says_where_what_and_what_to_do() -> None:
    ((finding,), unchecked) = judge(SOURCE, page(status=404))

    assert str(finding.problem) == (
        f'articles/sources.yml:7: dead-link: The address of "quake", {URL}, answers 404 Not Found. '
        f"There is a copy of 2023-02-07 on record: {COPY}"
    )
    assert (finding.problem.column, finding.problem.source, finding.address) == (3, "quake", URL)
    assert unchecked == []


def test_a_failure_that_lasts_says_since_when() -> None:
    ((finding,), _) = judge(SOURCE, page(status=None, trouble="dns", since="2026-11-03T09:00:00Z"))

    assert "names a host that nobody knows, as it did on 2026-11-03." in finding.problem.message


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 403}, "The server turns programs away, or asks them to wait: 403 Forbidden."),
        ({"status": 999}, "The server turns programs away, or asks them to wait: 999."),
        ({"status": 502}, "The server is in trouble: 502 Bad Gateway."),
        ({"status": None, "trouble": "timeout", "said": "It did not answer."}, "It did not answer."),
        (
            {"url": "https://a.example/sign-in"},
            "It leads to a page that asks for something first, https://a.example/sign-in.",
        ),
    ],
)
def test_what_only_a_program_cannot_see_is_no_finding(answer: dict[str, object], reason: str) -> None:
    findings, unchecked = judge(SOURCE, page(**answer))

    assert findings == []
    assert [(each.source, each.address, each.reason) for each in unchecked] == [("quake", URL, reason)]


def test_a_page_that_the_desk_knows_to_be_gone_is_no_news() -> None:
    removed = replace(SOURCE, status=Status(State.REMOVED))

    assert codes(removed, page(status=404)) == []
    assert codes(removed, page(title="404")) == []


def test_a_doi_is_meant_to_redirect() -> None:
    by_doi = replace(SOURCE, url=None, doi="10.1000/xyz")
    facts = SourceFacts(replace(ALIVE, url="https://b.example/q", moved="https://b.example/q"))

    assert address_of(by_doi) == "https://doi.org/10.1000/xyz"
    assert codes(by_doi, facts) == []
    assert codes(replace(SOURCE, url="https://doi.org/10.1000/xyz"), facts) == []
    assert codes(by_doi, SourceFacts(replace(ALIVE, url="https://b.example/"))) == ["link-to-home-page"]


@pytest.mark.parametrize("url", ["mailto:press@news.example", None])
def test_what_is_not_on_the_web_is_not_asked_for(url: str | None) -> None:
    source = replace(BARE, url=url)

    assert address_of(source) is None
    assert codes(source, SourceFacts()) == []
    assert not wants_copy(source, SourceFacts())


# --- Copies ---


def test_a_missing_copy_comes_with_one_that_an_archive_has() -> None:
    ((finding,), _) = judge(BARE, SourceFacts(ALIVE, (), Copy(NOW, COPY, "2023-02-07")))

    assert finding.problem.code == "no-archive"
    assert finding.problem.suggestion == f"Add the copy of 2023-02-07: {COPY}"
    assert finding.change == NewArchive("quake", COPY, "2023-02-07")


@pytest.mark.parametrize(
    "copy",
    [Copy(NOW), Copy(NOW, said="No answer."), Copy(NOW, "javascript:x", "2023-02-07"), Copy(NOW, COPY, None), None],
)
def test_without_a_copy_there_is_nothing_to_write(copy: Copy | None) -> None:
    ((finding,), unchecked) = judge(BARE, SourceFacts(ALIVE, (), copy))

    assert (finding.problem.code, finding.change) == ("no-archive", None)
    assert [each.reason for each in unchecked] == (["No copy was found: No answer."] if copy and copy.said else [])


def test_a_copy_older_than_the_last_change_is_not_offered_for_one_that_is_too_old() -> None:
    updated = replace(SOURCE, updated=parse_date("2023-03"))
    newer = "https://web.archive.org/web/20230401000000/https://news.example/2023/quake"

    ((too_old,), _) = judge(
        updated, SourceFacts(ALIVE, (ALIVE,), Copy(NOW, newer.replace("0401", "0208"), "2023-02-08"))
    )
    ((mended,), _) = judge(updated, SourceFacts(ALIVE, (ALIVE,), Copy(NOW, newer, "2023-04-01")))

    assert (too_old.problem.code, too_old.change) == ("archive-too-old", None)
    assert mended.change == NewArchive("quake", newer, "2023-04-01")


@pytest.mark.parametrize(
    ("source", "facts", "wanted"),
    [
        (SOURCE, SourceFacts(ALIVE, (ALIVE,)), False),
        (SOURCE, SourceFacts(GONE, (ALIVE,)), False),
        (SOURCE, SourceFacts(ALIVE, (None,)), False),
        (SOURCE, SourceFacts(ALIVE, (GONE,)), True),
        (BARE, SourceFacts(ALIVE), True),
        (replace(BARE, url=None, doi="10.1/x"), SourceFacts(ALIVE), False),
        (replace(BARE, url=None, doi="10.1/x"), SourceFacts(GONE), True),
        (replace(SOURCE, updated=parse_date("2024")), SourceFacts(ALIVE, (ALIVE,)), True),
    ],
)
def test_an_archive_is_asked_only_where_a_copy_is_lacking(source: Source, facts: SourceFacts, wanted: bool) -> None:
    assert wants_copy(source, facts) is wanted


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"published": "2023-02-06"}, "2023-02-06"),
        ({"published": "2023-02-06", "accessed": "2023-02-09"}, "2023-02-09"),
        ({"accessed": "2023-02-09", "updated": "2023-03-01"}, "2023-03-01"),
        ({"accessed": "2023-02-09", "updated": "2023-02-07"}, "2023-02-09"),
        ({}, None),
    ],
)
def test_the_copy_wanted_is_of_the_day_of_reading(dates: dict[str, str], day: str | None) -> None:
    undated = replace(BARE, published=None)
    found = wanted_day(replace(undated, **{name: parse_date(text) for name, text in dates.items()}))

    assert (found.text if found else None) == day


def test_moving_is_proposed_for_the_url_alone() -> None:
    ((finding,), _) = judge(SOURCE, page(url="https://b.example/q", moved="https://b.example/q"))

    assert finding.problem.suggestion == "Write https://b.example/q"
    assert finding.change == NewAddress("quake", URL, "https://b.example/q")


# --- Texts ---

HELD = replace(
    SOURCE,
    text="The first shock came at night.\nIt was strong.",
    excerpts=(Excerpt("came at night"), Excerpt("It was strong")),
)
THERE = "Every excerpt is still there."
GONE_EXCERPT = "The excerpt “came at night” is not there any longer"


def difference(text: str, source: Source = HELD) -> str | None:
    compared = compare(source, text)
    findings, _ = judge(source, page(comparisons=(compared,) if compared else ()))
    return findings[0].problem.message if findings else None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("The first  shock came at night.\n\n It was strong. ", None),
        ("It was strong. The first shock came at night.", ": the same words stand in another order. " + THERE),
        ("The first shock came at night. It was strong. More.", ": of 9 words 0 are gone, and 1 is new. " + THERE),
        ("The first shock came at noon. It was strong.", ": of 9 words 1 is gone, and 1 is new. " + GONE_EXCERPT + "."),
        ("", ": of 9 words 9 are gone, and 0 are new. " + GONE_EXCERPT + ", and 1 more with it."),
    ],
)
def test_how_much_a_page_has_changed(now: str, said: str | None) -> None:
    message = difference(now)

    assert message == (said and f'The page of "quake" has changed since its text was captured{said}')


def test_a_sum_alone_tells_that_a_page_has_changed() -> None:
    by_sum = replace(BARE, archives=SOURCE.archives, text_sha256=hashlib.sha256(b"test").hexdigest())

    assert difference("test", by_sum) is None
    assert difference(" test\n", by_sum) is None
    assert difference("rest", by_sum) == 'The page of "quake" has changed since its text was captured.'


def test_without_a_captured_text_nothing_is_compared() -> None:
    assert digest(SOURCE) is None
    assert compare(SOURCE, "anything") is None


def test_a_comparison_with_another_text_counts_for_nothing() -> None:
    other = Comparison("another digest", same=False, words=9, gone=9)

    assert codes(HELD, page(comparisons=(other,))) == []


# --- Addresses ---


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example/index.php",
        "https://a.example/de/",
        "https://a.example/en-GB/home",
        "https://a.example/#news",
    ],
)
def test_home_pages(url: str) -> None:
    assert is_home_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/news",
        "https://a.example/?p=12",
        "https://a.example/en/news/1",
        "https://a.example/index.php?id=3",
    ],
)
def test_pages_that_are_no_home_page(url: str) -> None:
    assert not is_home_page(url)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "404 - News",
        "Page not found",
        "Page Not Found | News",
        "The page was not found.",
        "Not found",
        "Seite nicht gefunden – Zeitung",
    ],
)
def test_titles_of_pages_that_are_none(title: str) -> None:
    assert is_error_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "404 Media: the machine stops",
        "Weapons not found in Iraq",
        "Lost page of the diary found",
        "404 people missing",
        "",
    ],
)
def test_titles_of_pages_that_are_there(title: str) -> None:
    assert not is_error_title(title)


def test_addresses_of_gates_errors_and_resolvers() -> None:
    assert is_gate("https://a.example/login.php?next=/x")
    assert not is_gate("https://a.example/2023/login-page-hacked")
    assert is_error_page("https://a.example/page-not-found/")
    assert not is_error_page("https://a.example/404-media")
    assert is_resolver("https://dx.doi.org/10.1/x")
    assert not is_resolver("https://notdoi.org/10.1/x")
    assert not any(check("http://[bad/") for check in (is_gate, is_error_page, is_resolver))


# What is said of them ---


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report((), (), 1, 2, 2), "Nothing found. 2 addresses of 1 source.\n"),
        (Report((), (), 2, 1, 0), "Nothing found. 1 address of 2 sources, 1 of them from the cache.\n"),
        (Report((), (), 9, 2, 2, interrupted=True), "Nothing found so far. 2 addresses of 9 sources.\n"),
        (Report((), (), 9, 0, 9, offline=True), "Nothing found so far. 0 addresses of 9 sources.\n"),
    ],
)
def test_a_run_that_was_cut_short_claims_nothing(report: Report, said: str) -> None:
    assert as_text(report) == said
    assert json.loads(as_json(report))["complete"] is not ("so far" in said)


# Anything at all ---

_WRITTEN = st.text() | st.sampled_from(
    ["https://a.example/x", "http://[bad/", "javascript:alert(1)", "", "https://a.example/login"]
)
_LOOKS = st.builds(
    Look,
    checked=st.text(),
    status=st.none() | st.integers(),
    trouble=st.none() | st.text(),
    said=st.text(),
    url=_WRITTEN,
    moved=st.none() | _WRITTEN,
    title=st.text(),
    since=st.none() | st.text(),
)
_COPIES = st.builds(Copy, checked=st.text(), url=st.none() | _WRITTEN, saved=st.none() | st.text(), said=st.text())


@given(page=st.none() | _LOOKS, archives=st.lists(st.none() | _LOOKS, max_size=2), copy=st.none() | _COPIES)
def test_whatever_the_web_says_is_judged(page: Look | None, archives: list[Look | None], copy: Copy | None) -> None:
    facts = SourceFacts(page, tuple(archives), copy)

    for source in (SOURCE, BARE, HELD):
        findings, _ = judge(source, facts)
        assert {finding.problem.code for finding in findings} <= set(CODES)
        for change in filter(None, (finding.change for finding in findings)):
            written = change.new if isinstance(change, NewAddress) else change.url
            assert safe_url(written) == written


# The manual ---


def test_the_manual_shows_what_is_printed() -> None:
    page = Path(__file__).parents[1].joinpath("docs/manual/links.md").read_text(encoding="utf-8")
    ((_, shown),) = re.findall(r'```text title="(What it says)"\n(.*?)```', page, re.DOTALL)
    copy = "https://web.archive.org/web/20230207000000/https://afad.example/7"
    usgs = replace(BARE, id="usgs-1", url="http://usgs.example/quake", access=Access.NOT_PUBLIC)
    afad = replace(BARE, id="afad-2", url="https://afad.example/7", archives=(Archive(copy, parse_date("2023-02-07")),))
    daily = replace(BARE, id="daily-3", url="https://daily.example/story", access=Access.NOT_PUBLIC)
    moved = "https://usgs.example/events/quake"
    judged = [
        judge(
            replace(usgs, place=Place("articles/sources.yml", 12)), SourceFacts(Look(NOW, 200, url=moved, moved=moved))
        ),
        judge(replace(afad, place=Place("articles/sources.yml", 40)), SourceFacts(Look(NOW, 404), (ALIVE,))),
        judge(replace(daily, place=Place("articles/sources.yml", 61)), SourceFacts(Look(NOW, 403))),
    ]
    findings = tuple(finding for found, _ in judged for finding in found)
    unchecked = tuple(each for _, untold in judged for each in untold)

    assert as_text(Report(findings, unchecked, sources=3, addresses=4, requests=1)) == shown


def test_the_manual_explains_every_code() -> None:
    page = Path(__file__).parents[1].joinpath("docs/manual/links.md").read_text(encoding="utf-8")

    assert set(re.findall(r"\[`([a-z-]+)`\]\(rules/\1\.md\)", page)) == set(CODES) <= set(RULES)
