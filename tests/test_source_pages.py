"""The page of every source: every use on the site is on it once, its links lead somewhere, and it hides who must be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import Built, SiteBuilder
from factories import Block, date, record, registry, source
from mkdocs_provenance.languages import Languages
from mkdocs_provenance.ledger import Ledger, Use
from mkdocs_provenance.model import (
    Access,
    Archive,
    Article,
    Attribution,
    Closeness,
    Excerpt,
    Kind,
    Name,
    Organisation,
    Registry,
    Role,
    State,
    Status,
    Translation,
)
from mkdocs_provenance.views.addresses import Addresses, slugs
from mkdocs_provenance.views.page import environment, render
from mkdocs_provenance.views.site_page import Press, SitePage
from mkdocs_provenance.views.source_page import SHOWN, source_pages, use_says
from mkdocs_provenance.views.uses import PAGE, pages_of
from mkdocs_provenance.views.words import ENGLISH
from small_site import article, dead_links, one, site_files, small_config, small_site, soup_of, words
from sources_site import STATEMENTS, sources_site

LIST = "# All\n\n\\full_bibliography\n"
DIRECTORIES = pytest.mark.parametrize("directories", [True, False], ids=["folders", "files"])


# Without a site ------------------------------------------------------------------------------------------------------


def press_for(held: Registry, *, directories: bool = True, language: str = "en") -> Press:
    """What the pages of a registry are made with; as on a site, none for a source that is not named."""
    shown = [s.id for s in held.sources.values() if s.attribution is not Attribution.UNNAMED]
    addresses = Addresses(
        directories=directories,
        index="sources/index",
        sources={key: f"sources/{slug}" for key, slug in slugs(shown).items()},
        organisations={key: f"sources/organisations/{slug}" for key, slug in slugs(held.organisations).items()},
    )
    return Press(Languages().words(language), environment(), addresses)


def pages_for(held: Registry, *records: Any, **options: Any) -> dict[str, SitePage]:
    made = list(source_pages(Ledger(records, held), press_for(held, **options)))
    assert len({page.path for page in made}) == len(made)
    return {page.path: page for page in made}


def soup(page: SitePage) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def use_links(pages: Iterable[SitePage]) -> list[str]:
    """Where the lists of uses lead to, without the way to the top of the site."""
    found = [str(a["href"]) for page in pages for a in soup(page).select(".provenance-statements a")]
    return [href.lstrip("./") for href in found]


ARTICLES = ("articles/quake/", "articles/more/a%20b/", "", "articles/c.html")
KEYS = st.lists(st.sampled_from("abcd"), max_size=3)
SENTENCES = st.lists(
    st.tuples(st.sampled_from(["It rang.", "<b>It</b> fell & 'broke'."]), KEYS), min_size=1, max_size=3
)
BLOCKS = st.lists(st.builds(Block, SENTENCES, st.sampled_from(Role)), min_size=1, max_size=3)
DATES = st.sampled_from([None, date("2020"), date("2020-05"), date("2021-01-02")])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(BLOCKS, DATES), max_size=3), st.booleans())
def test_every_use_is_linked_once_on_the_page_of_its_source(drawn: list[Any], directories: bool) -> None:
    held = registry([source("a"), source("b"), source("c", derived_from=("a",)), source("d", origin="a")])
    records = [
        record(held, blocks, disagreement=[("They differ.", ["d"])], path=f"{n}.md", address=ARTICLES[n], published=day)
        for n, (blocks, day) in enumerate(drawn)
    ]
    uses = Ledger(records, held).uses

    pages = pages_for(held, *records, directories=directories)

    for key in held.sources:
        found = use_links(page for path, page in pages.items() if path == f"sources/{key}")
        assert Counter(found) == Counter(map(_leads_to, uses.get(key, ())))


def _leads_to(use: Use) -> str:
    place = f"claim-{use.claim[1:]}" if use.claim else f"mark-{use.mark[1:]}"
    return f"{use.article.address}#provenance-{place}"


USES = st.builds(
    lambda n, day, claim: Use(Article(f"{n}.md", published=day), "It rang.", claim, "m1", Role.REPORTED),
    st.integers(0, 3),
    DATES,
    st.none() | st.just("c1"),
)


@given(st.lists(USES, max_size=12), st.integers(1, 5))
def test_a_list_is_cut_into_pages_and_nothing_lost(uses: list[Use], size: int) -> None:
    cut = pages_of(uses, size)

    every = [use for page in cut for part in page for use in part]
    assert sorted(map(id, every)) == sorted(map(id, uses))
    assert all(len(statements) + len(mentions) == size for statements, mentions in cut[:-1])
    told = [use.claim is None for use in every]
    assert told == sorted(told)  # the statements come first
    for wanted in (True, False):
        days = [u.article.published.iso if u.article.published else "" for u in every if (u.claim is None) is wanted]
        assert days == sorted(days, reverse=True)


def test_a_long_list_goes_on_on_further_pages_that_lead_to_one_another() -> None:
    held = registry([source("a", title="The log")])
    count = 2 * PAGE + 1
    told = record(held, [Block([("It rang.", ["a"])] * count)], address="articles/quake/")

    first, second, third = pages_for(held, told).values()

    assert len(set(use_links([first, second, third]))) == count
    assert [page.path for page in (first, second, third)] == ["sources/a", "sources/a/page/2", "sources/a/page/3"]
    assert [page.search for page in (first, second, third)] == [True, False, False]
    assert len({page.title for page in (first, second, third)}) == 3
    nav = one(soup(second), "nav.provenance-pages")
    assert words(nav) == "Previous Page 2 of 3 Next"
    assert nav["aria-label"] == "Pages of this list"
    assert [(a["rel"], a["href"]) for a in nav.select("a")] == [
        (["prev"], "../../../../sources/a/"),
        (["next"], "../../../../sources/a/page/3/"),
    ]
    assert one(soup(second), "h1 a")["href"] == "../../../../sources/a/"
    assert [len(soup(page).select("dl")) for page in (first, second, third)] == [1, 0, 0]
    assert not soup(third).select("[rel=next]")
    assert not soup(first).select("[rel=prev]")


def use(path: str, *, claim: bool = True, alone: bool = False) -> Use:
    return Use(Article(path), "It rang.", "c1" if claim else None, "m1", Role.REPORTED, alone)


@pytest.mark.parametrize(
    ("uses", "said"),
    [
        ([], "Nothing on this site cites this source."),
        ([use("a")], "1 statement in 1 article rests on this source."),
        ([use("a", alone=True)], "1 statement in 1 article rests on this source. It rests on nothing else."),
        (
            [use("a", alone=True), use("a"), use("b", alone=True)],
            "3 statements in 2 articles rest on this source. 2 of them rest on nothing else.",
        ),
        (
            [use("a", alone=True), use("b"), use("b", claim=False)],
            "2 statements in 2 articles rest on this source. 1 of them rests on nothing else."
            " It is cited in 1 other place.",
        ),
        (
            [use("a", claim=False)] * 2,
            "No statement rests on this source. It is cited in 2 other places.",
        ),
    ],
)
def test_the_page_begins_with_one_plain_sentence(uses: list[Use], said: str) -> None:
    assert use_says(uses, ENGLISH) == said


EVIL = "</a></title><script>alert(1)</script><img src=x onerror=alert(2)> \"'` & &amp; {{7*7}} ‮"
LINKS = ["javascript:alert(1)", "data:text/html,x", "https://evil.example/\"onmouseover='x'", "vbscript:x", "//evil"]


def evil_registry(link: str) -> Registry:
    now = Status(State.RETRACTED, date("2023"), EVIL, (Status(State.CORRECTED, None, EVIL),))
    one_source = source(
        "evil", title=EVIL, title_translated=EVIL, url=link, doi=link, isbn=EVIL, locator=EVIL, none_reason=EVIL,
        publisher="body", author=(Name(EVIL), Name(None, EVIL, EVIL)), speaker=EVIL, language=EVIL, origin=EVIL,
        translation=Translation(EVIL, "human", EVIL), interest=EVIL, note=EVIL, rights=EVIL, status=now,
        archives=(Archive(link, date("2023"), EVIL, EVIL, EVIL, EVIL), Archive("https://ok.example/", None, EVIL)),
        excerpts=(Excerpt(EVIL, EVIL, EVIL, EVIL), Excerpt(EVIL, EVIL)), derived_from=("evil", "other"),
        closeness=Closeness.FIRST_HAND, access=Access.PAYWALL,
    )  # fmt: skip
    others = (source("other", title=EVIL, publisher=EVIL, origin=EVIL), source("what", title=EVIL, unidentified=True))
    body = Organisation("body", EVIL, None, "owner", EVIL, link, link, EVIL)
    return registry([one_source, *others], [body, Organisation("owner", EVIL, owner="body")])


@pytest.mark.parametrize("link", LINKS)
def test_no_value_gets_out_of_its_place(link: str) -> None:
    held = evil_registry(link)
    told = record(
        held, [Block([(EVIL, ["evil", "other", "what"])]), Block([(EVIL, ["evil"])], Role.ANALYSIS)],
        title=EVIL, section=EVIL, language=EVIL, address="articles/%22%3E%3Cscript%3E/",
    )  # fmt: skip

    pages = pages_for(held, told)

    assert len(pages) == 3
    for page in pages.values():
        found = soup(page)
        assert not found.select("script, img, style, title, iframe")
        for element in found.select("*"):
            assert not [name for name in element.attrs if name.startswith("on") or name in ("style", "title")]
        for a in found.select("[href]"):
            assert str(a["href"]).startswith(("../", "#", "https://")), a
        assert "<script>alert(1)</script>" in found.get_text()


def test_what_is_not_a_web_address_is_text() -> None:
    (page,) = pages_for(registry([source("a", url="javascript:alert(1)")])).values()

    assert "Address: javascript:alert(1)" in words(soup(page))


def test_an_unidentified_source_says_so_first_and_nothing_that_nobody_knows() -> None:
    held = registry([source("gov-5", title="Source not identified", url=None, kind=Kind.DOCUMENT, unidentified=True)])

    (page,) = pages_for(held).values()

    assert page.title == "Source gov-5: not identified"
    assert words(one(soup(page), ".provenance-status")) == "Source not identified."
    assert not soup(page).select("dl")


def test_a_source_whose_page_is_gone_is_read_in_its_saved_copy() -> None:
    copy = Archive("https://archive.example.org/a", date("2020-01-02"), "An archive")
    gone = source("a", status=Status(State.REMOVED), archives=(copy,))

    (page,) = pages_for(registry([gone])).values()

    hrefs = [a["href"] for a in soup(page).select("a[href^=http]")]
    assert set(hrefs) == {"https://archive.example.org/a"}
    robust = soup(page).select("a[data-originalurl]")
    assert {a["data-originalurl"] for a in robust} == {"https://example.org/a"}
    assert {a["data-versiondate"] for a in robust} == {"2020-01-02"}


def test_an_agency_with_hundreds_of_sources_lists_a_few_of_them_and_leads_to_all() -> None:
    count = SHOWN + 30
    held = registry([source(f"w{n}", publisher="wire") for n in range(count)], [Organisation("wire", "Coast Wire")])

    page = pages_for(held)["sources/w0"]

    listed = one(soup(page), "#provenance-related ~ ul")
    assert len(listed.select("li")) == SHOWN + 1
    assert words(listed.select("li")[0]) == "Title of w1 Coast Wire · Same publisher"
    assert words(listed.select("li")[-1]) == "29 more sources"
    assert one(listed, "li:last-child a")["href"] == "../../sources/organisations/wire/"


@pytest.mark.parametrize(
    ("one_source", "other", "reason"),
    [
        ({"publisher": "tide"}, {"publisher": "The Daily Tide"}, "Same publisher"),
        ({"publisher": "tide"}, {"publisher": "wire"}, "Same owner"),
        ({"publisher": "tide", "origin": "x"}, {"publisher": "else", "origin": "x"}, "Same original report"),
        ({"derived_from": ("c",)}, {"derived_from": ("c",)}, "By way of other sources"),
    ],
)
def test_each_source_of_one_origin_says_why(one_source: Any, other: Any, reason: str) -> None:
    bodies = [
        Organisation("tide", "The Daily Tide", owner="top"),
        Organisation("wire", "Coast Wire", owner="top"),
        Organisation("top", "Top", owner="top"),
    ]
    held = registry([source("a", **one_source), source("b", **other), source("c")], bodies)

    listed = one(soup(pages_for(held)["sources/a"]), 'li:has(a[href="../../sources/b/"]) small')

    assert words(listed).endswith(reason)


def test_the_notes_of_an_article_lead_to_the_pages_and_to_none_that_is_not_there() -> None:
    held = registry([source("a"), source("b", attribution=Attribution.UNNAMED, described_as="a porter")])
    told = record(held, [Block([("It rang.", ["a", "b"])])], address="articles/more/quake/")

    def links(**options: Any) -> list[Any]:
        panel = render(told, held, **options)["panel"]
        return BeautifulSoup(panel, "html.parser").select(".provenance-page a")

    assert [a["href"] for a in links(addresses=press_for(held).addresses)] == ["../../../sources/a/"]
    elsewhere = replace(told, article=replace(told.article, address="quake.html"))
    panel = render(elsewhere, held, addresses=press_for(held, directories=False).addresses)["panel"]
    assert 'href="./sources/a.html"' in panel
    assert links() == []


# On a site -----------------------------------------------------------------------------------------------------------


def build(shared_site: SiteBuilder, directories: bool) -> Built:
    config = small_config(use_directory_urls=directories)
    built = shared_site(f"sources-{directories}", sources_site(), config)
    assert built.ok, built.log
    return built


def brief(**more: str | bytes) -> dict[str, str | bytes]:
    """The same site without its long article."""
    return {**sources_site(), "articles/more/long list.md": article("It rang [@log].", sources=["log"]), **more}


def path_of(path: str, directories: bool) -> str:
    return f"{path}/index.html" if directories else f"{path}.html"


@pytest.fixture
def site(shared_site: SiteBuilder) -> Built:
    return build(shared_site, True)


@DIRECTORIES
def test_no_link_of_the_site_leads_nowhere(shared_site: SiteBuilder, directories: bool) -> None:
    built = build(shared_site, directories)
    pages = sorted(path for path in site_files(built) if path.endswith(".html") and path != "404.html")

    dead = {path: found for path in pages if (found := dead_links(built, path))}

    assert dead == {}
    assert (
        sum(path.startswith("sources/") for path in pages) == 9 + 2 + 5 + 1
    )  # sources, further pages, organisations, index


@DIRECTORIES
def test_every_statement_of_a_long_list_is_on_one_page(shared_site: SiteBuilder, directories: bool) -> None:
    built = build(shared_site, directories)
    paths = [path_of(f"sources/log{more}", directories) for more in ("", "/page/2", "/page/3")]

    found = [str(a["href"]) for path in paths for a in soup_of(built, path).select(".provenance-statements a")]

    assert len(found) == len({href.lstrip("./") for href in found}) == STATEMENTS + 2
    assert "long%20list" in found[0]


def test_what_has_become_of_it_comes_first_and_its_history_in_order(site: Built) -> None:
    page = soup_of(site, "sources/study/index.html")

    heading = one(page, "main h1")
    assert heading.find_next("p") is one(page, ".provenance-status")
    assert words(one(page, ".provenance-status strong")) == "Retracted, 3 May 2022. The bells were never weighed."
    assert [words(li) for li in page.select("#provenance-history + ol > li")] == [
        "2 January 2021: Since corrected. A table was wrong.",
        "3 May 2022: Retracted. The bells were never weighed.",
    ]
    assert [words(li) for li in page.select("#provenance-mentions ~ ul > li")] == [
        "The study should have been read twice Our analysis · table 2",
        "The study has a ton, the Tide less. Who disagrees",
    ]


def test_the_page_says_who_what_when_and_where(site: Built) -> None:
    page = soup_of(site, "sources/smith-2020/index.html")

    rows = {words(row.select("dt")[0]): [words(dd) for dd in row.select("dd")] for row in page.select("main dl > div")}
    assert rows == {
        "Kind": ["News report"],
        "Publisher": ["The Daily Tide part of Harbour Holding"],
        "Published": ["1 April 2020"],
        "Where to find it": ["tide.example.org/1"],
        "What to know": [
            "Second-hand: reports what others said. Has a stake: It printed the study first.",
            "We last read it on 1 May 2020.",
        ],
    }
    assert [words(li) for li in page.select("#provenance-copies + ul > li")] == [
        "Archived copy, 2 April 2020. Wayback Machine",
        "Archived copy, 3 April 2020.",
    ]
    assert [(q["id"], q.get("lang")) for q in page.select("blockquote")] == [
        ("provenance-excerpt-weight", None),
        ("provenance-excerpt-weight-2d-2", "de"),
    ]
    passages = [a for a in page.select(".provenance-where a") if words(a) == "See the passage"]
    assert ["Die%20Glocke" in str(a["href"]) for a in passages] == [False, True]
    assert words(one(page, "#provenance-uses ~ ul")) == "It weighed a ton. p. 4, p. 9"
    assert one(page, 'meta[name="description"]')["content"] == "1 statement in 1 article rests on this source."
    outline = [words(a) for a in page.select("#toc a")]
    assert outline == ["What the study says", *(words(h2) for h2 in page.select("main h2"))]


def test_a_source_that_is_not_named_is_on_no_page_of_the_sites_own(site: Built) -> None:
    own = [path for path in site_files(site) if path.startswith("sources/")]

    assert len(own) > 10
    for path in own:
        text = site.read(path)
        assert "porter" not in text, path
        assert "Secret talk" not in text, path
    assert "Secret talk" in site.read("articles/short/index.html")


def test_the_words_of_other_languages_say_which_they_are(site: Built) -> None:
    page = soup_of(site, "sources/log/index.html")

    assert one(page, "main h3 a bdi")["lang"] == "de"
    assert {bdi.get("lang") for bdi in page.select(".provenance-statements a bdi")} == {"de"}
    assert one(soup_of(site, "sources/a-2/index.html"), "main h1 bdi")["lang"] == "ar"


@pytest.mark.parametrize(
    ("language", "direction", "attributes", "date_said"),
    [
        ("de", "ltr", (None, None), "1. April 2020"),
        ("ar", "rtl", (None, None), "1 أبريل 2020"),
        ("tlh", "ltr", ("en", None), "1 April 2020"),
    ],
)
def test_a_site_in_another_language(
    built_site: SiteBuilder, language: str, direction: str, attributes: tuple[Any, Any], date_said: str
) -> None:
    theme = {"name": None, "custom_dir": "theme", "language": language, "direction": direction}
    built = built_site(brief(), small_config(theme=theme, site_url="https://example.org/paper/"))
    page = soup_of(built, "sources/smith-2020/index.html")

    wrapper = one(page, ".provenance-site")
    assert (wrapper.get("lang"), wrapper.get("dir")) == attributes
    assert words(page.select("main dl time")[0]) == date_said
    assert dead_links(built, "sources/smith-2020/index.html") == []


def test_search_finds_the_sources(built_site: SiteBuilder) -> None:
    files = {path: text for path, text in sources_site().items() if not path.startswith("theme/")}
    built = built_site(files, {"theme": {"name": "material"}, "plugins": ["search", "provenance"]})

    index = json.loads(built.read("search/search_index.json"))["docs"]

    found = {entry["location"]: entry for entry in index}
    assert "rests on this source" in found["sources/study/"]["text"]
    assert found["sources/study/#provenance-history"]["title"] == "What has become of it"
    assert not [location for location in found if location.startswith("sources/log/page/")]


def test_a_site_may_do_without_them(built_site: SiteBuilder) -> None:
    built = built_site(brief(**{"docs/all.md": LIST}), small_config({"sources_dir": ""}))

    assert built.ok, built.log
    assert not [path for path in site_files(built) if path.startswith("sources/")]
    assert "What else rests" not in built.read("articles/short/index.html") + built.read("all/index.html")


def test_a_list_of_all_sources_leads_to_their_pages(built_site: SiteBuilder) -> None:
    built = built_site(brief(**{"docs/deep/all.md": LIST}), small_config())
    page = soup_of(built, "deep/all/index.html")

    assert len(page.select(".provenance-page a")) == len(page.select(".provenance-bibliography > li"))
    assert dead_links(built, "deep/all/index.html") == []
    assert "porter" not in words(one(page, "main"))


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_search_finds_a_source_and_leaves_what_rests_on_it_to_the_articles(built_site: SiteBuilder, theme: str) -> None:
    files = small_site({"articles/quake.md": article("The kettle fell down [1].")})
    config: dict[str, Any] = {"site_name": "S", "theme": {"name": theme}, "plugins": ["search", "provenance"]}
    if theme == "material":
        config["theme"]["font"] = False

    built = built_site(files, config)

    docs = json.loads(built.read("search/search_index.json"))["docs"]
    found = {entry["location"].split("#")[0] for entry in docs if "kettle" in entry["text"]}
    assert found == {"articles/quake/"}
    assert any(entry["location"].startswith("sources/usgs-1/") and "aftershock" in entry["text"] for entry in docs)
    for path in ("sources/usgs-1/index.html", "sources/index.html", "sources/organisations/usgs/index.html"):
        assert "<!--provenance:" not in built.read(path)
    assert "The kettle fell down." in words(soup_of(built, "sources/usgs-1/index.html"))
