"""Corrections: the notice in their article, the page of them all, and the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from conftest import Built, SiteBuilder, build_site
from factories import record, registry, source
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.languages import Languages
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Correction, CorrectionKind, Provenance, Source, State, Statement, Status
from mkdocs_provenance.publication import Publication, Publisher
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.correction import names
from mkdocs_provenance.views.corrections import MANY, PER_PAGE, corrections_pages
from mkdocs_provenance.views.feed import NEWEST, corrections_feed, feed_link
from mkdocs_provenance.views.page import environment, render
from mkdocs_provenance.views.site_page import Press, SitePage
from mkdocs_provenance.views.words import CORRECTIONS, ENGLISH, Words
from small_site import article, dead_links, one, small_config, small_site, soup_of, words

ATOM: Final = "{http://www.w3.org/2005/Atom}"
AUTODISCOVERY: Final = 'head link[rel~="alternate"][type="application/atom+xml"]'
ADDRESSES: Final = Addresses(corrections="corrections/index", feed="corrections/feed.xml")
PAPER: Final = Publication("The Paper", "https://example.org/news/")
HOSTILE: Final = "\"'><script>alert(1)</script><b onclick=x>{{ 7 * 7 }}&amp;]]>\x00\x0b\ud800\ufffe"


def correction(date: str, kind: str = "correction", text: str = "The day was wrong.") -> Correction:
    return Correction(CorrectionKind(kind), parse_date(date), text)


def corrected(*corrections: Correction, address: str = "articles/quake/", **article: Any) -> Provenance:
    """An article that says nothing but what was wrong with it."""
    fields = {"title": "Quake", "path": f"{address.strip('/')}.md", "address": address} | article
    return record(registry([]), [], statement=Statement(corrections=corrections), **fields)


def press(publication: Publication = PAPER, words: Words = ENGLISH, addresses: Addresses = ADDRESSES) -> Press:
    return Press(words, environment(), addresses, "", publication)


def pages(*records: Provenance, **made: Any) -> list[SitePage]:
    return list(corrections_pages(Ledger(records, registry([])), press(**made)))


def entries(page: SitePage) -> list[Tag]:
    return BeautifulSoup(page.html, "html.parser").select(".provenance-corrected > li")


# The feed as others read it


@lru_cache(maxsize=1)
def atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(Path(__file__).parent / "data/atom.rng")))


def feed(*records: Provenance, held: Iterable[Source] = (), **made: Any) -> ElementTree.Element:
    """The feed, once it has passed what RFC 4287 asks for."""
    ((path, data),) = corrections_feed(Ledger(records, registry(held)), press(**made))
    assert path == "corrections/feed.xml"
    return checked(data)


def checked(data: bytes) -> ElementTree.Element:
    schema = atom_schema()
    schema.assertValid(etree.fromstring(data))
    read = feedparser.parse(data)
    root = ElementTree.fromstring(data)
    found = root.findall(f"{ATOM}entry")
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", len(found))
    ids = [said(each, "id") for each in (root, *found)]
    assert len(set(ids)) == len(ids)  # 4.2.6
    for each in (root, *found):
        links = [(link.get("rel"), link.get("type")) for link in each.findall(f"{ATOM}link")]
        assert len(set(links)) == len(links)  # 4.1.1: no two alternates of one type
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    return root


def said(element: ElementTree.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    return found.text or ""


def href(element: ElementTree.Element, rel: str = "alternate") -> str:
    (found,) = (link for link in element.findall(f"{ATOM}link") if link.get("rel") == rel)
    return str(found.get("href"))


def feed_entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


# Built sites ---------------------------------------------------------------------------------------------------------

BODY: Final = "The ground shook [1]. A second shock followed [1].\n"


def fixed(*items: tuple[str, str, str]) -> dict[str, Any]:
    return {"corrections": [dict(zip(("date", "kind", "text"), item, strict=True)) for item in items]}


ABOUT: Final = ("2026-05-01", "update", "A new desk.")
FILES: Final[Mapping[str, str]] = {
    "docs/index.md": "# Home\n",
    "docs/about.md": article("# About\n\nWe write.", title="About", sources=[], provenance=fixed(ABOUT)),
    "articles/quake.md": article(
        "# Two shocks\n\n" + BODY,
        title="Two shocks",
        provenance=fixed(
            ("2026-05-06", "correction", "The depth was given as 18 km. It is 10 km."),
            ("2026-05-08T10:30", "clarification", "“Aftershock” is KAUST's word."),
            ("2026-05-08T09:15", "update", "A third shock was added."),
        ),
    ),
    "articles/bell.md": article(
        BODY,
        title="Who took the bell?",
        provenance=fixed(
            ("2026-05-05", "retraction", "We have withdrawn this article. Its log was forged."),
            ("2026-05-09", "editors-note", "The council asked for this note."),
        ),
    ),
    "articles/gone.md": article("", title="Gone", provenance=fixed(("2025-12-31", "retraction", "Withdrawn."))),
    "articles/clean.md": article(BODY, title="Clean"),
}  # fmt: skip
ORDER: Final = [
    "Editor's note 9 May 2026 Who took the bell? The council asked for this note.",
    "Clarification 8 May 2026 Two shocks “Aftershock” is KAUST's word.",
    "Update 8 May 2026 Two shocks A third shock was added.",
    "Correction 6 May 2026 Two shocks The depth was given as 18 km. It is 10 km.",
    "Retraction 5 May 2026 Who took the bell? We have withdrawn this article. Its log was forged.",
    "Update 1 May 2026 About A new desk.",
    "Retraction 31 December 2025 Gone Withdrawn.",
]

THEMES: Final[Mapping[str, Any]] = {
    "material": {"name": "material", "font": False, "custom_dir": "theme/none"},
    "mkdocs": {"name": "mkdocs"},
}


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """With an address in one theme, without one in the other."""
    address: dict[str, Any] = {"site_url": "https://example.org/news/"} if request.param == "mkdocs" else {}
    config = small_config(
        theme=THEMES[request.param],
        plugins=["search", {"provenance": {"publisher": {"corrections": "https://example.org/how/"}}}],
        site_name="The Paper",
        **address,
    )
    files = small_site({**FILES, "theme/none/main.html": '{% extends "base.html" %}'})
    return build_site(tmp_path_factory.mktemp(request.param), files, config, strict=True)


LIST: Final = "corrections/index.html"
CORRECTED: Final = ("articles/quake/index.html", "articles/bell/index.html", "articles/gone/index.html")


def test_the_site_builds_without_a_warning(site: Built) -> None:
    assert site.ok, site.log
    assert site.warnings == []


def test_every_correction_is_listed_the_newest_first(site: Built) -> None:
    page = soup_of(site, LIST)

    assert [words(each) for each in page.select(".provenance-corrected > li")] == ORDER
    assert [words(each) for each in page.select(".provenance-site h2")] == ["2026", "2025"]
    assert words(one(page, ".provenance-site h1")) == "Corrections and updates"
    assert [time["datetime"] for time in page.select(".provenance-corrected time")][::6] == ["2026-05-09", "2025-12-31"]


def test_every_link_of_the_list_leads_somewhere(site: Built) -> None:
    page = soup_of(site, LIST)

    ours = {str(link["href"]) for link in page.select(".provenance-site a")}
    assert {"feed.xml", "../articles/quake/", "../about/", "https://example.org/how/"} <= {
        each.removeprefix("../corrections/") for each in ours
    }
    assert ours.isdisjoint(dead_links(site, LIST))
    for each in page.select(".provenance-corrected > li"):
        assert one(each, f'a[href="#{each["id"]}"] time')


@pytest.mark.parametrize("path", CORRECTED)
def test_the_article_shows_its_corrections_first(site: Built, path: str) -> None:
    page = soup_of(site, path)
    notice = one(page, "section.provenance-correction")

    before = notice.find_previous_sibling()
    assert before is None or before.name == "h1"
    assert notice["aria-label"] == "Corrections and updates"
    panel = [words(each) for each in page.select(".provenance-corrections p")]
    assert panel == [*(words(each) for each in notice.select("p")), "All corrections of this site"]
    assert one(page, ".provenance-corrections a")["href"] == "../../corrections/"
    assert set(map(str, (each["href"] for each in page.select(".provenance-corrections a")))).isdisjoint(
        dead_links(site, path)
    )


def test_a_retraction_comes_before_what_is_newer(site: Built) -> None:
    quake, bell = (
        [words(each) for each in soup_of(site, path).select(".provenance-correction p")] for path in CORRECTED[:2]
    )

    assert quake == [
        "Clarification, 8 May 2026. “Aftershock” is KAUST's word.",
        "Update, 8 May 2026. A third shock was added.",
        "Correction, 6 May 2026. The depth was given as 18 km. It is 10 km.",
    ]
    assert bell == [
        "Retraction, 5 May 2026. We have withdrawn this article. Its log was forged.",
        "Editor's note, 9 May 2026. The council asked for this note.",
    ]
    assert "We have withdrawn" not in site.read("articles/clean/index.html")


def test_the_search_finds_corrections_on_their_page_only(site: Built) -> None:
    index = json.loads(site.read("search/search_index.json"))["docs"]

    found = {entry["location"].partition("#")[0] for entry in index if "Its log was forged" in entry["text"]}
    assert found == {"corrections/"}


def test_articles_and_the_list_point_to_the_feed(site: Built) -> None:
    for path in (LIST, "articles/clean/index.html", "about/index.html"):
        link = one(soup_of(site, path), AUTODISCOVERY)
        assert link["title"] == "Corrections and updates: The Paper"
        assert Path(site.site_dir, path).parent.joinpath(
            str(link["href"])
        ).resolve() == site.site_dir.resolve().joinpath("corrections/feed.xml")
    assert soup_of(site, "index.html").select(AUTODISCOVERY) == []


def test_the_feed_holds_what_the_list_does(site: Built) -> None:
    root = checked(site.read("corrections/feed.xml").encode())

    assert [said(each, "title") for each in feed_entries(root)] == [
        "Editor's note: Who took the bell?", "Clarification: Two shocks", "Update: Two shocks",
        "Correction: Two shocks", "Retraction: Who took the bell?", "Update: About", "Retraction: Gone",
    ]  # fmt: skip
    assert said(root, "updated") == "2026-05-09T00:00:00Z"
    assert [said(each, "updated") for each in feed_entries(root)][1:3] == [
        "2026-05-08T10:30:00Z",
        "2026-05-08T09:15:00Z",
    ]


def test_the_feed_leads_to_the_notice_of_the_article(site: Built) -> None:
    root = checked(site.read("corrections/feed.xml").encode())

    base = "https://example.org/news/corrections/feed.xml"
    assert urljoin(base, href(root, "self")) == base
    assert urljoin(base, href(root)) == "https://example.org/news/corrections/"
    for each in feed_entries(root):
        address, _, anchor = urljoin(base, href(each)).partition("#")
        page = soup_of(site, address.removeprefix("https://example.org/news/") + "index.html")
        assert said(each, "content") in words(one(page, f'[id="{anchor}"]'))


def test_without_an_option_there_is_only_the_notice(built_site: SiteBuilder) -> None:
    built = built_site(small_site(dict(FILES)), small_config({"corrections_dir": ""}), strict=True)

    assert built.ok, built.log
    assert not Path(built.site_dir, "corrections").exists()
    page = soup_of(built, CORRECTED[0])
    assert len(page.select(".provenance-correction p")) == len(page.select(".provenance-corrections p")) == 3
    assert page.select(AUTODISCOVERY) == []


def test_a_page_of_the_users_own_stands(built_site: SiteBuilder) -> None:
    files = small_site({**FILES, "docs/corrections/index.md": "# What we got wrong\n"})

    built = built_site(files, small_config(), strict=True)

    assert built.ok, built.log
    assert words(one(soup_of(built, LIST), "main")) == "What we got wrong"
    checked(built.read("corrections/feed.xml").encode())


# The page ------------------------------------------------------------------------------------------------------------


def test_nothing_corrected_is_said_in_a_sentence() -> None:
    (page,) = pages(corrected())

    assert "Nothing on this site has been corrected so far." in page.html
    assert entries(page) == []
    assert page.headings == ()


@pytest.mark.parametrize("kind", CorrectionKind)
def test_every_kind_has_its_own_word(kind: CorrectionKind) -> None:
    (page,) = pages(corrected(correction("2026-05-08", kind.value)))

    (entry,) = entries(page)
    assert words(one(entry, "strong")) == CORRECTIONS[kind]
    assert entry["data-kind"] == kind.value


def test_a_long_list_is_paged_and_a_year_of_many_shown_by_month() -> None:
    days = [f"2025-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 21)]
    few = [f"2024-01-{day:02d}" for day in range(1, MANY + 1)]

    made = pages(corrected(*map(correction, (*days, *few))))

    assert [page.path for page in made] == ["corrections/index", "corrections/page/2", "corrections/page/3"]
    assert [len(entries(page)) for page in made] == [PER_PAGE, PER_PAGE, len(days) + len(few) - 2 * PER_PAGE]
    dates = [str(one(each, "time")["datetime"]) for page in made for each in entries(page)]
    assert dates == sorted((*days, *few), reverse=True)
    assert [heading.title for heading in made[0].headings][:2] == ["December 2025", "November 2025"]
    assert [heading.title for heading in made[2].headings] == ["February 2025", "January 2025", "2024"]
    assert len({page.title for page in made}) == 3
    ways = [BeautifulSoup(page.html, "html.parser").select(".provenance-pages a") for page in made]
    assert [[(str(way["rel"][0]), way["href"]) for way in each] for each in ways] == [
        [("next", "../corrections/page/2/")],
        [("prev", "../../../corrections/"), ("next", "../../../corrections/page/3/")],
        [("prev", "../../../corrections/page/2/")],
    ]


def test_corrections_are_ordered_by_day_then_by_time_in_its_zone() -> None:
    dates = ["2026", "2026-05", "2026-05-08", "2026-05-08T10:00+02:00", "2026-05-08T09:00", "2026-05-09~"]

    (page,) = pages(corrected(*map(correction, dates)))

    ids = [str(each["id"]).removeprefix("articles-quake-") for each in entries(page)]
    assert [id.removesuffix("-correction") for id in ids] == [
        "2026-05-09", "2026-05-08-0900", "2026-05-08-10000200", "2026-05-08", "2026-05", "2026",
    ]  # fmt: skip


def test_the_ids_of_a_page_are_all_different() -> None:
    same = [correction("2026-05-08", text=text) for text in ("a", "b", "b")]

    (page,) = pages(corrected(*same), corrected(*same, address="Articles/Quake/"), corrected(*same, address="b/"))

    ids = re.findall(r' id="([^"]*)"', page.html)
    assert len(set(ids)) == len(ids) == 10


def test_a_source_that_was_retracted_is_no_correction_of_ours() -> None:
    held = registry([source("forged", status=Status(State.RETRACTED, parse_date("2026-05-01"), "It was forged."))])

    (page,) = corrections_pages(Ledger([corrected()], held), press())

    assert "forged" not in page.html


@pytest.mark.parametrize(
    ("policy", "link"),
    [
        ("https://example.org/how/", "https://example.org/how/"),
        ("https://example.org/news/how/#late", "../how/#late"),
        ("how/", "../how/"),
        ("how.html", "../how.html"),
        ("javascript:alert(1)", None),
        ("//example.org/", None),
        ("\\\\example.org", None),
        ("", None),
    ],
)
def test_the_policy_is_linked_where_its_address_is_a_safe_one(policy: str, link: str | None) -> None:
    paper = Publication(
        "The Paper", "https://example.org/news/", publisher=Publisher(policies={"correctionsPolicy": policy})
    )

    (page,) = pages(corrected(), publication=paper)

    links = BeautifulSoup(page.html, "html.parser").select(".provenance-ways a")
    assert [each["href"] for each in links] == [*([link] if link else []), "../corrections/feed.xml"]


@pytest.mark.parametrize(
    ("words", "language", "says"), [("en", "de", ' lang="de"'), ("en", "ar", ' lang="ar" dir="rtl"')]
)
def test_the_article_s_own_words_keep_their_language(words: str, language: str, says: str) -> None:
    (page,) = pages(corrected(correction("2026-05-08"), language=language), words=Languages().words(words))

    assert f'<div{says}><p><a href="../articles/quake/">Quake</a></p>' in page.html


def test_the_list_in_german() -> None:
    (page,) = pages(corrected(correction("2026-05-01", "retraction"), language="de"), words=Languages().words("de"))

    assert words(entries(page)[0]).startswith("Rücknahme 1. Mai 2026 Quake")
    assert page.title == "Korrekturen und Aktualisierungen"


def test_hostile_words_stay_words() -> None:
    hostile = corrected(correction("2026-05-08", text=HOSTILE), title=HOSTILE, language='x"><b>')
    paper = Publication(HOSTILE, "https://example.org/")

    (page,) = pages(hostile, publication=paper)
    notice = render(hostile, registry([]))["summary"]
    head = BeautifulSoup(feed_link(ADDRESSES, paper, ENGLISH, "../"), "html.parser")

    for soup in (BeautifulSoup(page.html, "html.parser"), BeautifulSoup(notice, "html.parser"), head):
        assert soup.select("script, b, [onclick], [lang]") == []
    assert "{{ 7 * 7 }}" in notice
    assert HOSTILE[:-4] in str(one(head, "link")["title"])
    assert HOSTILE[:-4] in said(feed(hostile, publication=paper), "title")


# Names that last -----------------------------------------------------------------------------------------------------


def test_a_name_outlives_another_title_another_order_and_another_correction() -> None:
    first, second = correction("2026-05-08"), correction("2026-05-08", "update")
    later = correction("2026-06-01")

    before = feed(corrected(first, second))
    after = feed(corrected(second, later, first, title="Another title"))

    assert {said(each, "id") for each in feed_entries(before)} <= {said(each, "id") for each in feed_entries(after)}


def test_two_of_one_day_and_kind_are_told_apart_by_their_words() -> None:
    one_, two = correction("2026-05-08", text="One."), correction("2026-05-08", text="Two.")

    assert names([one_, two]) == list(reversed(names([two, one_])))
    assert len({*names([one_, two, one_])}) == 3
    assert names([one_]) == ["2026-05-08-correction"]


@pytest.mark.parametrize(
    ("url", "address", "expected"),
    [
        ("https://example.org/", "a/b/", r"tag:example\.org,2026-05-08:/a/b/2026-05-08-correction"),
        (
            "https://example.org:8000/news/",
            "a.html",
            r"tag:example\.org,2026-05-08:/news/a\.html/2026-05-08-correction",
        ),
        ("https://example.org/", "%C3%A9/", r"tag:example\.org,2026-05-08:/%C3%A9/2026-05-08-correction"),
        ("https://example.org/", "", r"tag:example\.org,2026-05-08:/start/2026-05-08-correction"),
        ("https://bücher.example/", "a/", r"urn:uuid:[0-9a-f-]{36}"),
        ("http://[::1]/", "a/", r"urn:uuid:[0-9a-f-]{36}"),
        ("", "a/", r"urn:uuid:[0-9a-f-]{36}"),
    ],
)
def test_the_id_of_an_entry(url: str, address: str, expected: str) -> None:
    given = corrected(correction("2026-05-08"), address=address, path="start" if not address else "a.md")

    (entry,) = feed_entries(feed(given, publication=Publication("The Paper", url)))

    assert re.fullmatch(expected, said(entry, "id"))


# The feed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-05-08", "2026-05-08T00:00:00Z"),
        ("2026-05", "2026-05-01T00:00:00Z"),
        ("2026~", "2026-01-01T00:00:00Z"),
        ("2026-05-08/2026-05-10", "2026-05-08T00:00:00Z"),
        ("2026-05-08T10:30", "2026-05-08T10:30:00Z"),
        ("2026-05-08T10:30:15Z", "2026-05-08T10:30:15Z"),
        ("2026-05-08T10:30+02", "2026-05-08T10:30:00+02:00"),
        ("0001-01-01T00:30+14:00", "0001-01-01T00:30:00+14:00"),
        ("9999-12-31T23:30-14:00", "9999-12-31T23:30:00-14:00"),
    ],
)
def test_a_date_becomes_a_moment(date: str, expected: str) -> None:
    root = feed(corrected(correction(date)))

    assert [said(each, "updated") for each in (root, *feed_entries(root))] == [expected] * 2


@pytest.mark.parametrize(
    ("published", "expected"),
    [((), "1970-01-01T00:00:00Z"), (("2026-05-08", "2025-02"), "2025-02-01T00:00:00Z")],
)
def test_an_empty_feed_is_as_old_as_the_first_article(published: tuple[str, ...], expected: str) -> None:
    root = feed(*(corrected(published=parse_date(date)) for date in published))

    assert feed_entries(root) == []
    assert said(root, "updated") == expected


def test_the_feed_holds_the_newest() -> None:
    days = [f"2025-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 10)]

    root = feed(corrected(*map(correction, days)))

    assert [said(each, "updated")[:10] for each in feed_entries(root)] == sorted(days, reverse=True)[:NEWEST]


def test_the_feed_says_who_publishes_and_of_what_kind_an_entry_is() -> None:
    paper = Publication("The Paper", "https://example.org/", publisher=Publisher("The House", "javascript:x"))

    root = feed(
        corrected(correction("2026-05-01", "retraction"), language="fr"),
        words=Languages().words("de"),
        publication=paper,
    )
    (entry,) = feed_entries(root)

    author, category = root.find(f"{ATOM}author"), entry.find(f"{ATOM}category")
    assert author is not None
    assert category is not None
    assert [(each.tag, each.text) for each in author] == [(f"{ATOM}name", "The House")]
    assert category.attrib == {"term": "retraction", "label": "Rücknahme"}
    assert said(entry, "title").startswith("Rücknahme")
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (root.get(xml_lang), content.get(xml_lang)) == ("de", "fr")


def test_the_same_articles_make_the_same_bytes() -> None:
    given = [corrected(correction("2026-05-08"), correction("2026-05-01", "update"))]

    first, second = (list(corrections_feed(Ledger(given, registry([])), press())) for _ in range(2))

    assert first == second


TEXTS = st.text() | st.text(alphabet=st.characters(codec=None), min_size=1)


@given(text=TEXTS, title=TEXTS, name=TEXTS, url=st.sampled_from(["", "https://example.org/"]))
@example(text=HOSTILE, title=HOSTILE, name=HOSTILE, url="")
@example(text="\r\n\r", title="]]>", name="\x85\u2028", url="https://example.org/")
@settings(max_examples=40)
def test_any_words_make_a_feed_that_others_read(text: str, title: str, name: str, url: str) -> None:
    legal = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text).replace("\r\n", "\n")

    (entry,) = feed_entries(
        feed(corrected(correction("2026-05-08", text=text), title=title), publication=Publication(name, url))
    )

    assert said(entry, "content") == legal.replace("\r", "\n")
