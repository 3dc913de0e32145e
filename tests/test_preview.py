"""The preview of a page: what its bar lists, what is marked in its text, and where problems of no page are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config

from conftest import write_site
from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.preview import Noticeboard
from mkdocs_provenance.views.bar import Notice, bar_html
from mkdocs_provenance.views.places import Wanted, mark_places
from mkdocs_provenance.views.words import ENGLISH
from small_site import REGISTRY, article, small_config, small_site, words

OPENING = re.compile(r'<mark class="provenance-place"[^>]*>')


def place(name: str) -> str:
    return f"<!--provenance:{name}-->"


def marked(html: str, *wanted: Wanted) -> str:
    """The page, each mark as `{…}`."""
    return OPENING.sub("{", mark_places(html, wanted).html).replace("</mark>", "}")


# Marking -------------------------------------------------------------------------------------------------------------

C1 = f"{place('c1')}It shook at nine.{place('/c')}"


@pytest.mark.parametrize(
    ("html", "wanted", "expected"),
    [
        (C1, Wanted(("c1",), ("at nine",)), C1.replace("at nine", "{at nine}")),
        (C1, Wanted(("c1",), ("at ten",)), C1.replace("It shook at nine.", "{It shook at nine.}")),
        (C1, Wanted(("c1",), ("at ten",), exact=True), C1),
        (C1, Wanted(("c1",), ("at ten", "shook")), C1.replace("shook", "{shook}")),
        (f"{place('c1')}That was at ten: at{place('/c')}", Wanted(("c1",), ("at",)),
         f"{place('c1')}That was {{at}} ten: at{place('/c')}"),
        (f"{place('c1')}那时在十点{place('/c')}", Wanted(("c1",), ("在",)),
         f"{place('c1')}那时{{在}}十点{place('/c')}"),
        (f"{place('c1')}a nine{place('/c')}", Wanted(("c1",), ("nine",)), f"{place('c1')}a {{nine}}{place('/c')}"),
        (C1, Wanted(("c2", "c1"), ("nine",)), C1.replace("nine", "{nine}")),
        (C1, Wanted(()), C1),
        (f"It {place('m1')}.", Wanted(("m1",), ("x",)), f"It {{{place('m1')}}}."),
        (f"<p>{place('p2')}A <em>b</em>{place('/p')}</p>", Wanted(("p2",)),
         f"<p>{place('p2')}{{A }}<em>{{b}}</em>{place('/p')}</p>"),
        # The space between two claims belongs to neither, and goes with the placeholder.
        (f"{place('c1')}A.{place('c2~')} B.{place('/c')}", Wanted(("c2",)),
         f"{place('c1')}A.{place('c2~')} {{B.}}{place('/c')}"),
        # A claim in pieces.
        (f"<b>{place('c1')}A.{place('/c')} {place('c2')}B{place('/c')}</b>{place('c2+')} c.{place('/c')}",
         Wanted(("c2",), ("B c",)),
         f"<b>{place('c1')}A.{place('/c')} {place('c2')}{{B}}{place('/c')}</b>{place('c2+')}{{ c}}.{place('/c')}"),
        (f"{place('c1')}Tom &amp; <i>Jo &lt;</i> x{place('/c')}", Wanted(("c1",), ("& Jo <",)),
         f"{place('c1')}Tom {{&amp; }}<i>{{Jo &lt;}}</i> x{place('/c')}"),
        (f"{place('c1')}one\n  two{place('/c')}", Wanted(("c1",), ("one two",)),
         f"{place('c1')}{{one\n  two}}{place('/c')}"),
        # What is no prose is passed over, wherever it stands.
        (f'{place("c1")}a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> b{place("/c")}',
         Wanted(("c1",), ("a b",)),
         f'{place("c1")}{{a}}<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>{{ b}}{place("/c")}'),
        (f'{place("c1")}a<img alt="x > y">b<svg><text>t</text></svg>c<!-- d -->e{place("/c")}', Wanted(("c1",)),
         f'{place("c1")}{{a}}<img alt="x > y">{{b}}<svg><text>t</text></svg>{{c}}<!-- d -->{{e}}{place("/c")}'),
        (f"{place('c1')}<img src='a'>{place('/c')}", Wanted(("c1",)), f"{place('c1')}<img src='a'>{place('/c')}"),
    ],
)  # fmt: skip
def test_words_are_marked_and_no_tag_is_crossed(html: str, wanted: Wanted, expected: str) -> None:
    assert marked(html, wanted) == expected


def test_what_overlaps_shares_the_mark_of_the_more_serious() -> None:
    wanted = [
        Wanted(("c1",), ("at nine",), "error"),
        Wanted(("c1",), (), "info"),
        Wanted(("c1",), ("It",), "info"),
        Wanted(("c9",), (), "info"),
    ]

    found = mark_places(C1, wanted)

    assert found.places == ("provenance-place-1", "provenance-place-1", "provenance-place-3", None)
    marks = BeautifulSoup(found.html, "html.parser").select("mark")
    assert [(mark.get_text(), mark["data-severity"]) for mark in marks] == [("It", "info"), ("at nine", "error")]
    assert marks[1]["aria-describedby"] == "provenance-problem-1 provenance-problem-2"


_PIECES = st.sampled_from(
    [place("c1"), place("c2~"), place("c1+"), place("/c"), place("m1"), place("p1"), place("/p"), "<em>",
     "</em>", "a", " ", " b ", "&amp;", "&lt;", "<", ">", "&", "<!-- x -->", "<a href='>'>", "</a>",
     "<script>a</script>", "<sup", '"']
)  # fmt: skip
_WANTED = st.builds(
    Wanted,
    st.lists(st.sampled_from(["c1", "c2", "m1", "p1", "x"]), max_size=3).map(tuple),
    st.lists(st.sampled_from(["a", "a b", "&", "<", "", "z"]), max_size=2).map(tuple),
    st.sampled_from(["error", "warning", "info"]),
    st.booleans(),
)


@given(st.lists(_PIECES, max_size=14).map("".join), st.lists(_WANTED, max_size=4))
@settings(max_examples=150)
def test_any_page_keeps_its_text_its_tags_and_its_order(html: str, wanted: list[Wanted]) -> None:
    found = mark_places(html, wanted)

    assert OPENING.sub("", found.html).replace("</mark>", "") == html
    depth = 0
    for mark in re.findall(r"</?mark\b", found.html):
        depth += 1 if mark == "<mark" else -1
        assert depth in (0, 1)
    assert depth == 0
    ids = re.findall(r' id="(provenance-place-[0-9]+)"', found.html)
    assert len(ids) == len(set(ids))
    assert set(filter(None, found.places)) == set(ids)


# The bar -------------------------------------------------------------------------------------------------------------


def bar(*notices: Notice) -> Tag:
    return BeautifulSoup(bar_html(notices, ENGLISH), "html.parser")


def notice(severity: Severity, message: str = "It is so.", **more: Any) -> Notice:
    problem = Problem("unknown-source", severity, message, "articles/a.md", 7, "Did you mean <x>?", 3)
    return Notice(problem, "C1", **more)


def test_the_bar_counts_by_severity_and_folds_the_remarks() -> None:
    shown = bar(*(notice(each) for each in [Severity.ERROR] * 2 + [Severity.WARNING] + [Severity.INFO] * 3))

    counts = shown.select("details > summary")
    assert [words(each) for each in counts[0].select("span")] == ["2 errors", "1 warning", "3 remarks"]
    assert words(counts[1]) == "3 remarks"
    assert len(shown.select(".provenance-remarks li")) == 3
    assert [entry["id"] for entry in shown.select("li")] == [f"provenance-problem-{number}" for number in range(1, 7)]
    assert shown.section is not None
    assert shown.section["aria-label"] == "3 problems on this page"


def test_a_page_with_remarks_alone_has_one_fold() -> None:
    shown = bar(notice(Severity.INFO))

    assert len(shown.select("details")) == len(shown.select("details.provenance-remarks")) == 1
    assert shown.section is not None
    assert shown.section["aria-label"] == "1 remark"


def test_a_page_without_problems_has_no_bar() -> None:
    assert bar_html((), ENGLISH) == ""


def test_an_entry_says_what_where_and_what_to_do() -> None:
    differs = (("same", "a "), ("removed", "<b>"), ("added", "&c"), ("same", " d"))
    first_notice = notice(Severity.ERROR, "It <is> so.", place="provenance-place-1")
    shown = bar(first_notice, notice(Severity.INFO, differs=differs))

    first, second = shown.select("li")
    link = first.select_one("a")
    assert link is not None
    assert (link["href"], link.get_text()) == ("#provenance-place-1", "It <is> so.")
    said = [words(each) for each in first.select("p")]
    assert said == ["Error: It <is> so.", "Did you mean <x>?", "articles/a.md:7:3 unknown-source C1"]
    assert first.select_one("code").get_text() == "articles/a.md:7:3"  # type: ignore[union-attr]
    assert [words(each) for each in second.select("dl > div")] == ["This article: a <b> d", "The source: a &c d"]
    assert [each.get_text() for each in second.select("del, ins")] == ["<b>", "&c"]
    assert second.select("a") == []


# Whole pages ---------------------------------------------------------------------------------------------------------


Pages = Callable[[str], BeautifulSoup]
Preview = Callable[..., Pages]


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """`preview(files, options, registry=…)(page)`: a page as `mkdocs serve` would show it."""

    def shown(files: Mapping[str, str], options: Mapping[str, Any] | None = None, **more: Any) -> Pages:
        registry = more.pop("registry", REGISTRY)
        config_file = write_site(tmp_path, small_site(files, registry=registry), small_config(options, **more))
        config = load_config(str(config_file))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        return lambda page: BeautifulSoup((tmp_path / "site" / page / "index.html").read_bytes(), "html.parser")

    return shown


def entries(shown: BeautifulSoup) -> dict[str, str]:
    """`code severity` of every entry to the words that its link leads to, "" where it leads nowhere."""
    found = {}
    for entry in shown.select(".provenance-problems li"):
        link = entry.select_one("a")
        target = shown.find(id=str(link["href"])[1:]) if link else None
        assert (link is None) == (target is None)
        code = entry.select("small")[-1].get_text().split()[0]
        found[f"{code} {entry['data-severity']}"] = words(target) if target else ""
    return found


TEXT = """\
“It cannot be **considered an** aftershock of the second,” he said [2]. It fell [7] & broke. It stood [1].

!!! pullquote
    It never fell

!!! analysis
    Perhaps [1].

- The `sea` rose <br> at once.
"""


def test_each_place_is_marked_with_the_very_words(preview: Preview) -> None:
    shown = preview({"articles/a.md": article(TEXT, sources=["usgs-1", "kaust-2", "afad-3"])})("articles/a")

    found = entries(shown)
    assert found.pop("no-archive info").startswith("KAUST")
    assert found == {
        "quotation-altered error": "It cannot be",
        "unknown-source error": "[7]",
        "pullquote-not-in-body error": "It never fell",
        "uncited-source info": "",
        "undated-source info": "",  # of the source that is never cited
        "marker-in-analysis info": "[1]",
        "single-origin info": "It stood",
        "unsourced-claim info": "The",
    }
    pieces = [words(mark) for mark in shown.select("mark[aria-describedby~='provenance-problem-1']")]
    assert " ".join(filter(None, pieces)).rstrip(",") == "It cannot be considered an aftershock of the second"
    both = [words(each) for each in shown.select(".provenance-both dd")]
    assert both == ["It cannot be considered an aftershock of the second,",
                    "It cannot be considered an aftershock of the first."]  # fmt: skip
    assert [each.get_text() for each in shown.select("del, ins")] == ["second,", "first."]
    assert not shown.select("mark mark")


def test_problems_of_the_registry_stand_on_the_pages_that_cite_the_source(preview: Preview) -> None:
    broken = REGISTRY.replace("kind: report", "kind: leaflet") + "  lost: {kind: news, title: Lost}\n"
    pages = preview(
        {
            "articles/a.md": article("It shook [1]."),
            "articles/b.md": article("It shook [1, 2].", sources=["usgs-1", "kaust-2"]),
        },
        registry=broken,
    )

    assert "unknown-value error" not in entries(pages("articles/a"))
    of_b = entries(pages("articles/b"))
    assert of_b["unknown-value error"] == of_b["unknown-source error"] == "[1, 2? (no such source)]"
    assert entries(pages("")) == {"missing-field error": ""}


def test_a_source_that_is_known_is_shown_at_its_note(preview: Preview) -> None:
    dated = REGISTRY.replace("published: 2023-02-06", "published: 2023-02-06\n    accessed: 2023-02-01")
    shown = preview({"articles/a.md": article("It shook [1].")}, registry=dated)("articles/a")

    link = next(a for a in shown.select(".provenance-problems a") if "before it was published" in a.get_text())
    assert link["href"] == "#provenance-note-1"


def test_a_registry_that_cannot_be_read_is_told_on_each_page_that_misses_it_and_at_home(preview: Preview) -> None:
    pages = preview({"articles/a.md": article(), "docs/plain.md": "# Plain\n"}, registry="sources: [\n")

    assert "registry-syntax error" in entries(pages("articles/a"))
    assert "registry-syntax error" in entries(pages(""))
    assert entries(pages("plain")) == {}


def test_what_was_left_out_is_told_at_home(preview: Preview) -> None:
    pages = preview({"articles/a.md": article(), "docs/articles/a.md": "# Taken\n"})

    assert entries(pages("")) == {"article-collision error": ""}
    assert entries(pages("articles/a")) == {}


def test_what_nobody_cites_is_told_at_home_where_the_desk_takes_it_seriously(preview: Preview) -> None:
    options = {"rules": {"unused-source": "warning"}}
    pages = preview({"articles/a.md": article()}, options)

    assert entries(pages("")) == {"unused-source warning": ""}
    assert len(pages("").select(".provenance-problems li")) == 2


def test_an_article_that_is_not_utf8_says_so_on_its_page(preview: Preview, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/bad.md").write_bytes(b"---\nsources: [usgs-1]\n---\n\nIt \xff shook [1].\n")
    pages = preview({})

    assert entries(pages("articles/bad"))["article-encoding error"] == ""
    assert entries(pages("")) == {}


def test_a_private_word_is_never_repeated(preview: Preview, tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("Katrin Vane\n", "utf-8")
    registry = REGISTRY.replace("title: Two quakes", "title: Two quakes # of Katrin Vane")
    pages = preview({"articles/a.md": article("It shook, said Katrin Vane [1].")}, {"private_list": "private.txt"},
                    registry=registry)  # fmt: skip

    for page in ("articles/a", ""):
        assert entries(pages(page))["private-word error"] == ""
        bar_ = pages(page).select_one(".provenance-problems")
        assert bar_ is not None
        assert "Katrin" not in str(bar_.select("[data-severity=error]"))


def test_the_bar_speaks_the_language_of_the_page(preview: Preview) -> None:
    shown = preview({"articles/a.md": article("Es fiel [7].", lang="de")})("articles/a")

    section = shown.select_one(".provenance-problems")
    assert section is not None
    assert section["lang"] == "de"
    assert "1 Fehler" in words(section)
    says = section.select_one("li > div")
    assert says is not None
    assert says["lang"] == "en"


def test_a_board_knows_what_pages_cite_that_were_not_read_again() -> None:
    """As under `--dirty`; pages that are gone no longer count."""
    found = Problem("no-archive", Severity.WARNING, "It has none.", "articles/sources.yml", 3, source="a")
    board = Noticeboard()
    board._cited = {"articles/a.md": frozenset({"a"})}
    board.begin(anew=False)
    board.put_up([found])

    assert board.of_no_page() == []
    board.keep(["articles/b.md"])
    assert board.of_no_page() == [found]
