"""What is wrong is said with file and line, or is rendered harmless; and nothing else is lost for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from conftest import Built, SiteBuilder, build_site, run_mkdocs, write_site
from small_site import (
    REGISTRY,
    article,
    one,
    problems,
    record_of,
    small_config,
    small_site,
    soup_of,
    words,
)

Files = Mapping[str, str | bytes]

EVENT = "  {id}:\n    kind: web-page\n    title: T\n    url: https://example.org/{id}\n"
RETRACTED = REGISTRY + EVENT.format(id="gone") + "    status: retracted\n"

FAULTS: dict[str, tuple[str, list[str]]] = {
    # name: (the article, what is said of it)
    "unknown-number": (article("One.\n\nIt shook [1]. It fell [2]."), ["9: unknown-source"]),
    "unknown-key": (article("It shook [@usgs-11]."), ["7: unknown-source"]),
    "unknown-key-in-the-list": (article("It shook [2].", sources=["usgs-1", "usgs-11"]), ["8: unknown-source"]),
    "altered-quotation": (
        article('It "followed 11 minutes later by a magnitude 6.9 aftershock" [1].'),
        ["7: quotation-altered"],
    ),
    "retracted-source": (article("It shook [1].", sources=["gone"]), ["7: retracted-source"]),
    "descending-range": (article("It shook [3-1].", sources=["usgs-1", "kaust-2", "afad-3"]), ["9: descending-range"]),
    "pull-quote-from-nowhere": (
        article('It shook [1].\n\n!!! pullquote\n    "Nobody said this"\n'),
        ["10: pullquote-not-in-body"],
    ),
    "broken-yaml": ("---\ntitle: Quake\nsources: [usgs-1\n---\n\nIt shook [1].\n", ["3: front-matter-syntax"]),
    "colon": ("---\ntitle: Quake: what\nsources: [usgs-1]\n---\n\nIt shook [1].\n", ["2: front-matter-syntax"]),
    "tab": ("---\ntitle: Quake\nprovenance:\n\tmethod: We asked.\n---\n\nIt shook.\n", ["4: front-matter-syntax"]),
    "list": ("---\n- title\n- sources\n---\n\nIt shook.\n", ["2: front-matter-syntax"]),
    "scalar": ("---\nquake\n---\n\nIt shook.\n", ["2: front-matter-syntax"]),
    "unclosed": ("---\ntitle: Quake\nsources: [usgs-1]\n\nIt shook [1].\n", ["1: front-matter-syntax"]),
    "empty-front-matter": ("---\n---\n\nIt shook.\n", ["1: front-matter-syntax"]),
    "no-such-date": ("---\ntitle: Quake\ndate: 2023-02-30\n---\n\nIt shook.\n", ["3: front-matter-syntax"]),
    "unknown-field": (article("It shook [1].", provenance={"metod": "We asked."}), ["6: front-matter-unknown"]),
    "sources-text": (article("It shook.", sources="usgs-1"), ["3: front-matter-type"]),
    "sources-number": (article("It shook.", sources=7), ["3: front-matter-type"]),
    "sources-nested": (article("It shook.", sources=[["usgs-1"]]), ["4: front-matter-type"]),
    "sources-mapping-of-words": (article("It shook.", sources={"first": "usgs-1"}), ["4: front-matter-type"]),
    "provenance-list": (article("It shook.", provenance=["We asked."]), ["5: front-matter-type"]),
    "not-utf-8": ("---\ntitle: Été\nsources: [usgs-1]\n---\n\nL'été [1].\n", ["2: article-encoding"]),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every fault in an article of its own, and one article without any."""
    files: dict[str, str | bytes] = {f"articles/{name}.md": text for name, (text, _) in FAULTS.items()}
    files["articles/not-utf-8.md"] = FAULTS["not-utf-8"][0].encode("latin-1")
    files["articles/sound.md"] = article("Nobody has a source for this. It shook [1].")
    return build_site(tmp_path_factory.mktemp("faulty"), small_site(files, registry=RETRACTED), small_config())


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(faulty: Built, name: str) -> None:
    found = [said.removeprefix(f"articles/{name}.md:") for said in problems(faulty) if f"/{name}.md:" in said]

    assert found == FAULTS[name][1]


@pytest.mark.parametrize("name", FAULTS)
def test_an_article_with_a_fault_is_built_all_the_same(faulty: Built, name: str) -> None:
    page = soup_of(faulty, f"articles/{name}/index.html")
    found = record_of(faulty, f"articles/{name}/provenance.json")

    assert words(one(page, "main"))
    assert [f"{problem['line']}: {problem['code']}" for problem in found["problems"]] or name == "not-utf-8"


def test_without_strict_a_build_with_faults_succeeds(faulty: Built) -> None:
    assert faulty.ok
    assert {record.levelname for record in faulty.records} == {"INFO", "WARNING", "ERROR"}


def test_a_remark_is_not_printed(faulty: Built) -> None:
    codes = {found["code"] for found in record_of(faulty, "articles/sound/provenance.json")["problems"]}

    assert codes == {"single-origin", "unsourced-claim"}
    assert "unsourced-claim" not in faulty.log
    assert "articles/sound.md" not in faulty.log


def test_a_message_says_where_what_and_the_nearest_match(faulty: Built) -> None:
    said = next(line for line in faulty.warnings if "[@usgs-11]" in line)

    assert said.startswith("articles/unknown-key.md:7: unknown-source: ")
    assert 'Did you mean "usgs-1"?' in said


@pytest.mark.parametrize(
    ("files", "registry"),
    [
        ({"articles/a.md": article("It shook [2].")}, REGISTRY),
        ({"articles/a.md": article("It shook [1].", sources=["gone"])}, RETRACTED),
        ({"articles/a.md": FAULTS["altered-quotation"][0]}, REGISTRY),
        ({"articles/a.md": FAULTS["broken-yaml"][0]}, REGISTRY),
        ({}, "sources: [\n"),
        ({}, ""),
    ],
    ids=["unknown-source", "retracted", "altered", "front-matter", "registry", "empty-registry"],
)
def test_strict_fails_on_errors_and_warnings(built_site: SiteBuilder, files: Files, registry: str) -> None:
    built = built_site(small_site(files, registry=registry), small_config(), strict=True)

    assert not built.ok
    assert len(problems(built)) == 1


def test_strict_passes_remarks(built_site: SiteBuilder) -> None:
    text = 'Nobody says so. "It was very loud indeed," he said [1]. The book [1939-1945] says so.'
    sources = ["afad-3", "kaust-2"]

    built = built_site(small_site({"articles/a.md": article(text, sources=sources)}), small_config(), strict=True)

    codes = {found["code"] for found in record_of(built, "articles/a/provenance.json")["problems"]}
    assert {"unsourced-claim", "uncited-source", "quotation-unchecked"} <= codes
    assert built.ok, built.log


def test_the_command_line_says_it_and_fails(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("command")
    files = {"articles/a.md": article("It shook [2]."), "articles/b.md": article("It fell [@usgs-2].")}
    write_site(root, small_site(files), small_config())

    lenient, strict = run_mkdocs(root, "build"), run_mkdocs(root, "build", "--strict")

    assert lenient.returncode == 0, lenient.stderr
    assert strict.returncode == 1
    for done in (lenient, strict):
        assert "articles/a.md:7: unknown-source: " in done.stderr
        assert "articles/b.md:7: unknown-source: " in done.stderr
        assert "Traceback" not in done.stderr


# The registry --------------------------------------------------------------------------------------------------------

REGISTRIES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "1: registry-empty"),
    "comments": ("# nothing yet\n", "1: registry-empty"),
    "list": ("- usgs-1\n", "1: registry-shape"),
    "scalar": ("usgs-1\n", "1: registry-shape"),
    "number": ("7\n", "1: registry-shape"),
    "broken": ("sources:\n  a: b: c\n", "2: registry-syntax"),
    "tab": ("sources:\n\ta: {}\n", "2: registry-syntax"),
    "two-documents": (REGISTRY + "---\nsources: {}\n", "18: registry-syntax"),
    "latin-1": (REGISTRY.replace("Orhan", "Örhan").encode("latin-1"), "17: registry-encoding"),
    "utf-16": (REGISTRY.encode("utf-16"), "1: registry-encoding"),
    "null-bytes": (b"\0" * 100, "1: registry-syntax"),
    "ten-megabytes": (b"sources:\n" + b"# pad it out\n" * 820_000, "1: registry-too-large"),
    "bombs": ("a: &a [x]\n" + "".join(f"a{n}: &a{n} [*a, *a, *a, *a]\n" for n in range(40)), "1: registry-shape"),
    "deep": ("sources: " + "[" * 5000, "1: registry-shape"),
    "python-object": ("sources: !!python/object/apply:os.system ['true']\n", "1: registry-shape"),
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_malformed_registry_is_one_clear_error(built_site: SiteBuilder, name: str) -> None:
    data, expected = REGISTRIES[name]
    files = {"articles/a.md": article("No source."), "articles/b.md": "It shook.\n"}

    built = built_site(small_site(files, registry=data), small_config())

    assert built.ok, built.log
    of_registry = [said for said in problems(built) if said.startswith("articles/sources.yml")]
    assert of_registry[0] == f"articles/sources.yml:{expected}"
    assert len(of_registry) == 1
    assert "Traceback" not in built.log
    assert record_of(built, "articles/a/provenance.json")["counts"]["claims"] == 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + REGISTRY.encode(),
        REGISTRY.replace("\n", "\r\n").encode(),
        REGISTRY.replace("\n", "\r").encode(),
    ],
    ids=["bom", "crlf", "cr"],
)
def test_a_registry_from_another_editor_is_read(built_site: SiteBuilder, data: bytes) -> None:
    built = built_site(small_site({"articles/a.md": article()}, registry=data), small_config(), strict=True)

    assert built.ok, built.log
    assert record_of(built, "articles/a/provenance.json")["counts"]["sourced"] == 1


@pytest.mark.parametrize("registry", [7, {"a": "b"}, [7], ["articles/sources.yml", None], True])
def test_an_option_of_the_wrong_type_is_one_clear_error(built_site: SiteBuilder, registry: Any) -> None:
    built = built_site(small_site({"articles/a.md": article()}), small_config({"registry": registry}))

    assert not built.ok
    assert "registry" in built.log + str(built.error)


def test_a_registry_that_is_a_folder_is_one_clear_error(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"registry/a.txt": ""}, registry=None), small_config({"registry": "registry"}))

    assert built.ok
    assert problems(built) == ["registry:1: registry-missing"]


# Articles from other editors -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        article().encode("utf-8-sig"),
        article().replace("\n", "\r\n").encode(),
        article().replace("\n", "\r\n").encode("utf-8-sig"),
        article().replace("\n", "\r").encode(),
    ],
    ids=["bom", "crlf", "bom-crlf", "cr"],
)
def test_an_article_from_another_editor_is_read(built_site: SiteBuilder, data: bytes) -> None:
    built = built_site(small_site({"articles/a.md": data}), small_config(), strict=True)

    assert built.ok, built.log
    found = record_of(built, "articles/a/provenance.json")
    assert found["article"]["title"] == "Quake"
    assert found["counts"]["sourced"] == 1
    assert "\r" not in json.dumps(found)


def test_a_line_is_counted_whatever_ends_it(built_site: SiteBuilder) -> None:
    text = article("One.\n\nIt fell [2].").replace("\n", "\r\n").encode()

    assert problems(built_site(small_site({"articles/a.md": text}), small_config())) == [
        "articles/a.md:9: unknown-source"
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"   ", b"---\ntitle: Empty\nsources: []\n---\n"])
def test_an_empty_article_is_a_page(built_site: SiteBuilder, data: bytes) -> None:
    built = built_site(small_site({"articles/a.md": data}), small_config(), strict=True)

    assert built.ok, built.log
    page = soup_of(built, "articles/a/index.html")
    assert page.select(".provenance-panel") == []
    assert record_of(built, "articles/a/provenance.json")["counts"]["claims"] == 0
    assert page.find(string=lambda text: "provenance:" in text) is None


def test_an_article_of_two_megabytes_is_built(built_site: SiteBuilder) -> None:
    sentence = "The ground shook for a minute and then it was still, as the agency wrote in its report [1]. "
    text = "\n\n".join([sentence * 10] * 2200)
    assert len(text) > 2_000_000

    built = built_site(small_site({"articles/a.md": article(text), "articles/b.md": article()}), small_config())

    assert built.ok, built.log
    assert problems(built) == []
    assert built.read("articles/a/index.html").count('class="provenance-mark"') == 22_000
    assert json.loads(built.read("articles/a/provenance.json"))["counts"]["sourced"] == 22_000


def test_five_thousand_markers_in_one_paragraph(built_site: SiteBuilder) -> None:
    text = " ".join(f"Shock {number} came [1, 2]." for number in range(5000))

    built = built_site(small_site({"articles/a.md": article(text, sources=["usgs-1", "kaust-2"])}), small_config())

    assert built.ok, built.log
    assert built.read("articles/a/index.html").count('class="provenance-mark"') == 5000
    assert json.loads(built.read("articles/a/provenance.json"))["counts"]["claims"] == 5000


@pytest.mark.parametrize(
    "text",
    [
        "> " * 60 + "It shook [1].",
        "\n".join("    " * depth + f"- Shock {depth} [1]" for depth in range(40)),
        "[" * 400 + "1" + "]" * 400,
        "[1" * 400,
        "*" * 300 + "[1]" + "*" * 300,
        "!!! analysis\n" + "\n".join("    " * depth + "!!! analysis\n" for depth in range(1, 30)),
    ],
    ids=["quotes", "lists", "brackets", "unclosed", "stars", "analysis"],
)
def test_deeply_nested_markup_is_built(built_site: SiteBuilder, text: str) -> None:
    built = built_site(small_site({"articles/a.md": article(text)}), small_config())

    assert built.ok, built.log
    assert record_of(built, "articles/a/provenance.json")["version"] == 1


# HTML and addresses in every field -----------------------------------------------------------------------------------

ATTACK = (
    '"\'><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>&lt;b&gt; </script>'
)
ADDRESS = "javascript:alert(1)"


def _hostile_registry() -> str:
    text = {
        "title_translated": ATTACK, "speaker": ATTACK, "note": ATTACK, "rights": ATTACK, "interest": ATTACK,
        "origin": "o<script>", "author": [ATTACK, {"family": ATTACK, "given": ATTACK}],
        "translation": {"by": ATTACK, "method": "human", "checked_by": ATTACK}, "language": "fr",
        "status": {"state": "corrected", "note": ATTACK},
        "independence": {"checked": True, "by": ATTACK, "note": ATTACK},
        "excerpts": [{"text": ATTACK, "locator": ATTACK, "prefix": ATTACK, "suffix": ATTACK, "captured_by": ATTACK}],
        "archives": [{"url": "https://web.archive.org/1", "service": ATTACK}],
    }  # fmt: skip
    sources: dict[str, Any] = {
        "texts": {"kind": "news", "title": ATTACK, "publisher": "org", "locator": ATTACK, **text},
        "reason": {"kind": "news", "title": ATTACK, "none_reason": ATTACK, "publisher": ATTACK},
        "unnamed": {
            "kind": "interview", "title": ATTACK, "attribution": "unnamed", "described_as": ATTACK, "reason": ATTACK,
            "none_reason": ATTACK,
        },
        "unidentified": {"unidentified": True, "kind": "web-page", "title": ATTACK, "none_reason": ATTACK},
        "address": {
            "kind": "news", "title": "T", "locator": "L", "url": ADDRESS, "doi": ADDRESS,
            "archives": [{"url": ADDRESS}],
        },
        "data": {"kind": "news", "title": "T", "locator": "L", "url": "data:text/html,<script>alert(1)</script>"},
        "k<script>x</script>": {"kind": "news", "title": "T", "locator": "L"},
    }  # fmt: skip
    organisations = {"org": {"name": ATTACK, "kind": "company", "interest_note": ATTACK, "ownership_source": ATTACK,
                             "owner": "parent", "url": ADDRESS},
                     "parent": {"name": ATTACK}}  # fmt: skip
    return yaml.safe_dump({"organisations": organisations, "sources": sources}, allow_unicode=True)


def _hostile_article() -> str:
    keys = ["texts", "reason", "unnamed", "unidentified", "address", "data", "k<script>x</script>"]
    numbers = range(1, len(keys) + 1)
    text = " ".join(f"Shock {n} came [{n}]." for n in numbers) + (
        "\n\nAll of it [@texts, p. 5 \" & ' onclick=x; see > @reason].\n\n"
        '!!! analysis "<script>alert(2)</script>"\n    Our reading [1].\n\n'
        '!!! pullquote\n    "<script>alert(3)</script>"\n'
    )
    statement = {
        "method": ATTACK, "not_established": [ATTACK], "disagreement": [{"text": f"{ATTACK} [1]"}],
        "corrections": [{"date": "2023-02-10", "kind": "correction", "text": ATTACK}],
        "history": [{"date": "2023-02-10", "change": ATTACK}],
        "reviewed_by": ATTACK, "ai_use": ATTACK, "checked_on": "2023",
    }  # fmt: skip
    front = {"date": "2023-02-08", "author": ATTACK, "lang": "en", "provenance": statement}
    return article(text, title="Quake", sources=keys, **front)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files = small_site({"articles/a.md": _hostile_article()}, registry=_hostile_registry())
    return build_site(tmp_path_factory.mktemp("hostile"), files, small_config())


def _ours(built: Built) -> BeautifulSoup:
    """What this plugin adds to a page: marks, claims' frames, panel. The article's own HTML is its author's."""
    page = soup_of(built, "articles/a/index.html")
    parts = page.select(".provenance-panel, .provenance-summary, .provenance-mark, .provenance-analysis-label")
    assert len(parts) >= 10
    return BeautifulSoup("".join(str(part) for part in parts), "html.parser")


def test_no_field_becomes_markup(hostile: Built) -> None:
    ours = _ours(hostile)

    assert hostile.ok
    assert ours.select("script, img, style, iframe, b, i") == []
    assert [name for tag in ours.find_all(True) for name in tag.attrs if name.startswith("on")] == []
    assert ours.select("[style], [title]") == []


def test_every_address_is_one_that_may_be_opened(hostile: Built) -> None:
    links = [str(tag["href"]) for tag in _ours(hostile).select("[href]")]

    assert links
    safe = re.compile(
        r"#|https?://|mailto:|\.\./\.\./(?:sources|corrections)/|[a-z]+(?:\.csl)?\.(?:json|jsonld|bib|ris)\Z"
    )
    assert [link for link in links if not safe.match(link)] == []
    assert not any("javascript" in str(value) for tag in _ours(hostile).find_all(True) for value in tag.attrs.values()
                   if str(value).startswith("javascript"))  # fmt: skip


def test_what_a_field_says_is_shown_as_it_was_written(hostile: Built) -> None:
    panel = words(one(_ours(hostile), ".provenance-panel"))

    shown = " ".join(ATTACK.split())
    assert panel.count(shown) >= 15


def test_a_hostile_record_is_plain_json(hostile: Built) -> None:
    found = record_of(hostile, "articles/a/provenance.json")

    assert found["sources"][0]["title"] == ATTACK
    addresses = [value for source in found["sources"] for key, value in source.items() if key in ("URL", "DOI")]
    assert all(value.startswith("https://") for value in addresses)


def test_what_is_refused_is_reported(hostile: Built) -> None:
    said = [line.partition(": ")[2] for line in problems(hostile)]

    assert said.count("bad-url") >= 5
