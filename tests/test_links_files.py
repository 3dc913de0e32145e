"""The files of `provenance links`: its cache, and the registry that it writes into."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_provenance.cli.registry_option import ConfigError, find_desk
from mkdocs_provenance.links.cache import VERSION, Cache
from mkdocs_provenance.links.facts import Comparison, Copy, Look
from mkdocs_provenance.links.judgement import Change, NewAddress, NewArchive
from mkdocs_provenance.links.rewriting import rewrite
from mkdocs_provenance.registry import URL_PATTERN

NOW = datetime.datetime(2026, 11, 25, 16, tzinfo=datetime.UTC)
URL = "https://news.example/quake"
COPY = "https://web.archive.org/web/20230207000000/https://news.example/quake?a=1&b=[2],{3}"

# --- The cache ---


def cache(path: Path, days: float = 0, **options: object) -> Cache:
    """The cache as a run sees it that many days after `NOW`."""
    return Cache(path / "links.json", NOW + datetime.timedelta(days=days), **options)  # type: ignore[arg-type]


def kept(path: Path, look: Look) -> Cache:
    written = cache(path)
    written.keep_look(URL, replace(look, checked=written.stamp))
    written.save()
    return written


@pytest.mark.parametrize(
    ("look", "days", "options", "found"),
    [
        (Look("", 200), 6.9, {}, True),
        (Look("", 200), 7.1, {}, False),
        (Look("", 200), 7.1, {"max_age": 30.0}, True),
        (Look("", 200), 0.01, {"max_age": 0.0}, False),
        (Look("", 200), 0.01, {"refresh": True}, False),
        (Look("", 404), 0.9, {}, True),
        (Look("", 404), 1.1, {}, False),
        (Look("", 503), 1.1, {}, False),
        (Look("", trouble="timeout"), 1.1, {"max_age": 30.0}, False),
        (Look("", 404), 0.6, {"max_age": 0.5}, False),
        (Look("", 200), -1, {}, False),
    ],
)
def test_how_long_an_answer_counts(
    tmp_path: Path, look: Look, days: float, options: dict[str, object], found: bool
) -> None:
    kept(tmp_path, look)

    assert (cache(tmp_path, days, **options).look(URL) is not None) is found


def test_everything_of_an_answer_is_kept(tmp_path: Path) -> None:
    look = Look(
        "2026-11-25T16:00:00Z", 200, url=URL + "/", moved=URL + "/", title="Beben – الزلزال", readable=True,
        comparisons=(Comparison("d", same=False, words=9, gone=1, new=2, missing=(0, 3)),),
    )  # fmt: skip
    kept(tmp_path, look)

    assert cache(tmp_path).look(URL, frozenset({"d"})) == look
    assert cache(tmp_path).look(URL, frozenset({"d", "another text"})) is None


def test_a_page_that_is_no_text_need_not_be_asked_again_for_one(tmp_path: Path) -> None:
    kept(tmp_path, Look("", 200))

    assert cache(tmp_path).look(URL, frozenset({"d"})) is not None


def test_a_failure_remembers_when_it_was_first_seen(tmp_path: Path) -> None:
    kept(tmp_path, Look("", 404))
    later = cache(tmp_path, 3)

    assert later.keep_look(URL, Look(later.stamp, 404)).since == "2026-11-25T16:00:00Z"
    assert later.keep_look(URL, Look(later.stamp, 410)).since == later.stamp
    assert later.keep_look(URL, Look(later.stamp, 200)).since is None
    assert later.keep_look(URL, Look(later.stamp, trouble="dns")).since == later.stamp


def test_copies_are_kept_by_archive_and_day(tmp_path: Path) -> None:
    written = cache(tmp_path)
    written.keep_copy("a 2023 u", Copy(written.stamp, COPY, "2023-02-07"))
    written.keep_copy("a 2024 u", Copy(written.stamp))
    written.save()

    assert cache(tmp_path, 5).copy("a 2023 u") == Copy("2026-11-25T16:00:00Z", COPY, "2023-02-07")
    assert cache(tmp_path, 5).copy("a 2024 u") is None
    assert cache(tmp_path, 0.5).copy("a 2024 u") == Copy("2026-11-25T16:00:00Z")


def test_what_nobody_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    kept(tmp_path, Look("", 200))
    later = cache(tmp_path, 500)
    later.keep_copy("key", Copy(later.stamp))
    later.save()

    held = json.loads((tmp_path / "links.json").read_text(encoding="utf-8"))
    assert held == {"version": VERSION, "looks": {}, "copies": {"key": {"checked": later.stamp}}}


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    cache(tmp_path).save()

    assert list(tmp_path.iterdir()) == []


_KEYS = st.sampled_from(["version", "looks", "copies", URL, "checked", "status"])
_ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner), max_leaves=20
)


@given(data=st.binary() | _ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_any_file_is_read_or_rebuilt(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.mkdir(exist_ok=True)
    (path / "links.json").write_bytes(data)

    found = cache(path)
    found.look(URL)
    found.keep_look(URL, Look(found.stamp, 200))
    found.save()

    assert cache(path).look(URL) == Look("2026-11-25T16:00:00Z", 200)


@given(checked=st.text() | st.datetimes().map(str) | st.datetimes(timezones=st.timezones()).map(str))
def test_any_time_is_read_or_counts_for_nothing(tmp_path_factory: pytest.TempPathFactory, checked: str) -> None:
    path = tmp_path_factory.getbasetemp() / "times"
    path.mkdir(exist_ok=True)
    held = {"version": VERSION, "looks": {URL: {"checked": checked, "status": 200}}}
    (path / "links.json").write_text(json.dumps(held), encoding="utf-8")

    found = cache(path, max_age=1e9)
    assert found.look(URL) in (None, Look(checked, 200))
    found.keep_copy("key", Copy(found.stamp))
    found.save()


@pytest.mark.parametrize(
    "data", [b'{"version": 2, "looks": {}}', b'{"version": 1, "looks": []}', b"[" * 100_000, b"\xff"]
)
def test_a_file_of_another_form_counts_as_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "links.json").write_bytes(data)

    assert cache(tmp_path).look(URL) is None


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    """A process writes ever longer files, as fast as it can, and is killed (SIGKILL) while it does."""
    program = f"""
import datetime, itertools, pathlib
from mkdocs_provenance.links.cache import Cache
from mkdocs_provenance.links.facts import Look
cache = Cache(pathlib.Path({str(tmp_path)!r}, "links.json"), datetime.datetime.now(datetime.UTC))
for number in itertools.count():
    cache.keep_look(f"https://news.example/{{number}}", Look(cache.stamp, 200, title="x" * 1000))
    cache.save()
    if number == 20:
        print("many", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()

    held = json.loads((tmp_path / "links.json").read_bytes())
    assert held["version"] == VERSION
    assert set(list(held["looks"])[:21]) == {f"https://news.example/{number}" for number in range(21)}


# --- The registry ---

REGISTRY = """\
# Ours – مصادر 🌍
organisations: {}   # later

sources:
  block:   # the first
    kind: news
    url: https://old.example/1  # seen twice
    title: "One"

  # braces
  braces: {kind: news, url: "https://old.example/2", title: Two}
  listed:
    title: Three 🌍
    url: 'https://old.example/3'
    archives:
      # made by us
      - url: https://web.archive.org/web/2020/x
        date: 2020-01-01
    kind: news
  flow:
    archives: [{url: "https://a.example/b", date: 2020}]   # one
    url: https://old.example/4
    excerpts:
      - text: words that nobody touches
  empty:
    archives:  # none yet
    url: https://old.example/5
  doi:
    doi: 10.1000/xyz
  1:
    url:
      https://old.example/6
"""
IDS = ("block", "braces", "listed", "flow", "empty", "1")


def data(text: str) -> dict[str, dict[str, object]]:
    return {str(key): entry for key, entry in yaml.safe_load(text)["sources"].items()}


def untouched(registry: str) -> list[str]:
    return [line for line in registry.splitlines() if "old.example" not in line and "archives" not in line]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
@pytest.mark.parametrize("source", IDS)
def test_a_change_touches_nothing_else(source: str, newline: str, last: str) -> None:
    registry = (REGISTRY.rstrip("\n") + last).replace("\n", newline)
    new, copy = "https://new.example/q?a=1&b=,c#d:e", NewArchive(source, COPY, "2023-02-07")

    result = rewrite(registry, [NewAddress(source, "", new), copy])

    assert result.refused == ()
    before, after = data(registry), data(result.text)
    archives = [{"url": COPY, "date": datetime.date(2023, 2, 7), "service": "Internet Archive"}]
    before[source] |= {"url": new, "archives": [*archives, *(before[source].get("archives") or [])]}  # type: ignore[misc]
    assert after == before
    remaining = iter(result.text.splitlines())
    assert all(line in remaining for line in untouched(registry)), "in the same order"
    assert [word for word in registry.split("#")[1:] if word.split("\n")[0].rstrip() not in result.text] == []
    assert ("\r" in result.text) is (newline == "\r\n")


def test_all_changes_at_once_are_the_same_as_one_by_one() -> None:
    wanted: list[Change] = [NewArchive(source, COPY, "2023-02-07") for source in (*IDS, "doi")]
    wanted += [NewAddress(source, "", "https://new.example/") for source in IDS]
    text = REGISTRY
    for change in wanted:
        text = rewrite(text, [change]).text

    assert rewrite(REGISTRY, wanted).text == text
    assert rewrite(REGISTRY, []).text == REGISTRY


@given(url=st.from_regex(re.compile(URL_PATTERN), fullmatch=True), source=st.sampled_from(IDS))
def test_any_address_is_written_as_it_is_or_not_at_all(url: str, source: str) -> None:
    result = rewrite(REGISTRY, [NewAddress(source, "", url), NewArchive(source, url, "2023-02-07")])

    entry = data(result.text)[source]
    for change in result.done:
        assert url == (entry["url"] if isinstance(change, NewAddress) else entry["archives"][0]["url"])  # type: ignore[index]
    if len(result.refused) == 2:
        assert result.text == REGISTRY


@pytest.mark.parametrize(
    ("registry", "why"),
    [
        ("sources:\n  a: {url: &u https://old.example/}\n  b: {url: *u}\n", "another entry shares the address"),
        ("sources:\n  a: &a {url: https://old.example/}\n  b: *a\n", "another entry is the same"),
        ("sources:\n  b: {url: https://old.example/}\n", "there is no such entry"),
        ("sources: [a]\n", "it is no mapping"),
        ("sources: {a: [", "it is no YAML"),
        ("- a\n", "it is a list"),
        ("", "it is empty"),
        ("sources:\n  a:\n    ? url\n    : [https://old.example/]\n", "the address is a list"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_left_to_a_person(registry: str, why: str) -> None:
    change = NewAddress("a", "", "https://new.example/")

    result = rewrite(registry, [change])

    assert (result.text, result.done, result.refused) == (registry, (), (change,)), why


def test_one_bad_change_does_not_keep_back_the_others() -> None:
    bad, good = NewAddress("nobody", "", URL), [NewAddress(source, "", URL) for source in IDS]

    result = rewrite(REGISTRY, [*good[:3], bad, *good[3:]])

    assert (result.done, result.refused) == (tuple(good), (bad,))
    assert [data(result.text)[source]["url"] for source in IDS] == [URL] * len(IDS)


# --- Which registry ---


@pytest.mark.parametrize(
    ("config", "patterns"),
    [
        (None, ("articles/sources.yml",)),
        ("site_name: A\n", ("articles/sources.yml",)),
        ("plugins: [search, provenance]\n", ("articles/sources.yml",)),
        ("plugins: [search, provenance: {registry: data/all.yml}]\n", ("data/all.yml",)),
        ("plugins: {provenance: {registry: [a.yml, 'b/*.yml']}}\n", ("a.yml", "b/*.yml")),
        ("plugins: [provenance: ]\n", ("articles/sources.yml",)),
        ("a: !!python/name:os.system\nb: !ENV [X, y]\nplugins: [provenance: {registry: r.yml}]\n", ("r.yml",)),
        ("plugins: [provenance: {articles_dir: news}]\n", ("news/sources.yml",)),
    ],
)
def test_the_registry_is_the_one_of_the_site(tmp_path: Path, config: str | None, patterns: tuple[str, ...]) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/sources.yml").write_text("sources:\n", encoding="utf-8")
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")

    assert find_desk((), tmp_path).patterns == patterns
    assert find_desk(("own.yml", "x/*.yml"), tmp_path).patterns == ("own.yml", "x/*.yml")


def test_a_site_may_inherit_its_plugins(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("plugins: [search, provenance: {registry: all.yml}]\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: T\n", "utf-8")

    assert find_desk((), tmp_path).patterns == ("all.yml",)


def test_a_circle_of_sites_ends(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("INHERIT: mkdocs.yml\n", "utf-8")

    assert find_desk((), tmp_path).patterns == ("articles/sources.yml",)


NO_PATH = "mkdocs.yml: `registry` is a path, or a list of paths. Example: articles/sources.yml"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (b"plugins: [provenance: {registry: 3}]", NO_PATH),
        (b"plugins: [provenance: {registry: []}]", NO_PATH),
        (b"plugins: [a\nb: c", "mkdocs.yml:2: this is not valid YAML."),
        (b"\xff", "mkdocs.yml is not UTF-8."),
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_read_is_named(tmp_path: Path, config: bytes, said: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(config)

    with pytest.raises(ConfigError) as caught:
        find_desk((), tmp_path)
    assert str(caught.value) == said
