"""`provenance stats`: what the figures count, how articles are told apart, and the three forms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from conftest import write_site
from mkdocs_provenance.cli import main
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.model import Registry
from mkdocs_provenance.reports.figures import csv_figures, text_figures
from mkdocs_provenance.site_reader import SiteRecord, read_site
from mkdocs_provenance.statistics import By, Figures, figures, share, within
from small_site import article, small_config, small_site

REGISTRY = """\
organisations:
  usgs: {name: U.S. Geological Survey}
sources:
  page: {kind: web-page, title: A page, publisher: usgs, url: "https://e.org/1", excerpts: [{text: It shook twice.}]}
  kept: {kind: web-page, title: Kept, publisher: Other, url: "https://e.org/2", archives: [{url: "https://a.org/2"}]}
  paper: {kind: document, title: On paper, locator: "Archive, box 3"}
  gone: {kind: study, title: Gone, url: "https://e.org/3", status: retracted}
  voice:
    {kind: interview, title: Talk, none_reason: Notes kept, attribution: unnamed, described_as: a clerk, reason: safety}
"""
QUAKE = """\
One origin [1]. Two origins [1, 2]. On paper and a page [1, 3]. A study said so [4]. Both [1, 4]. A clerk said so [5].
Nothing stands here. They wrote "It shook twice." [1] and "It fell." [2]

!!! analysis
    We think so.

    We think so, too.
"""
KEYS = ["page", "kept", "paper", "gone", "voice"]
FILES = {
    "articles/world/quake.md": article(QUAKE, sources=KEYS, date="2026-05-04", authors=["Ada Quill", "Ben Moss"],
        provenance={"corrections": [{"date": "2026-05-05", "kind": "update", "text": "More."}]}),
    "articles/world/second.md": article("It fell [1].", sources=KEYS, date="2026-06", author="Ada Quill"),
    "articles/third.md": article("It rose.", sources=KEYS, date="2026-06-30", section="Money"),
    "articles/fourth.md": article("", sources=KEYS, author="=1+1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("stats")
    write_site(root, small_site(FILES, registry=REGISTRY), small_config())
    return root


@pytest.fixture(scope="module")
def site(desk: Path) -> SiteRecord:
    return read_site(desk / "mkdocs.yml")


def of(site: SiteRecord, by: By) -> dict[str, Figures]:
    return {each.group: each for each in figures(site.pages.values(), site.registry, by)}


def test_every_figure_counts_what_it_says(site: SiteRecord) -> None:
    quake = of(site, By.MONTH)["2026-05"]

    assert quake == Figures(
        By.MONTH, "2026-05", articles=1, claims=8, several=3, one=2, unnamed=1, retracted=1, none=1, no_archive=3,
        quotations=2, checked=1, differing=0, analysis=2, corrections=1, sources=5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.ALL, {"": (4, 10)}),
        (By.SECTION, {"world": (2, 9), "Money": (1, 1), "": (1, 0)}),
        (By.AUTHOR, {"Ada Quill": (2, 9), "Ben Moss": (1, 8), "": (1, 1), "=1+1": (1, 0)}),
        (By.MONTH, {"2026-06": (2, 2), "2026-05": (1, 8), "": (1, 0)}),
    ],
)
def test_articles_are_told_apart(site: SiteRecord, by: By, expected: dict[str, tuple[int, int]]) -> None:
    found = of(site, by)

    assert {name: (each.articles, each.claims) for name, each in found.items()} == expected
    assert list(found) == list(expected), "the most statements first, of months the newest"


def test_of_no_article_there_are_figures_all_the_same() -> None:
    assert figures([], Registry(), By.ALL) == [Figures(By.ALL, "")]
    assert figures([], Registry(), By.MONTH) == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ["fourth", "quake", "second", "third"]),
        ("2026-05-04", None, ["quake", "second", "third"]),
        ("2026-05-05", None, ["second", "third"]),
        ("2026-06-15", None, ["second", "third"]),  # some day of June
        (None, "2026-05", ["quake"]),
        ("2026-05-04", "2026-05-04", ["quake"]),
        ("2027", None, []),
    ],
)
def test_from_a_day_to_a_day(site: SiteRecord, since: str | None, until: str | None, expected: list[str]) -> None:
    days = [parse_date(day) if day else None for day in (since, until)]

    found = within(site.pages.values(), *days)

    assert sorted(Path(record.article.path).stem for record in found) == expected


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_share_is_never_all_or_nothing_unless_it_is(part: int, whole: int) -> None:
    part = min(part, whole)

    found = share(part, whole)

    if not whole:
        assert found is None
    else:
        assert found is not None
        assert (found == 0) == (part == 0)
        assert (found == 100) == (part == whole)
        assert abs(found - 100 * part / whole) <= 1


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["stats", "--config", str(desk / "mkdocs.yml"), *arguments])


def test_the_text_has_a_line_for_every_group(desk: Path) -> None:
    result = run(desk)

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[1].split() == [
        "All",
        "4",
        "10",
        "20",
        "%",
        "30",
        "%",
        "10",
        "%",
        "10",
        "%",
        "40",
        "%",
        "2",
        "50",
        "%",
        "1",
    ]
    first = [" ".join(line.split()[:2]) for line in lines if line and not line.startswith(" ")]
    assert [name for name in first if name.startswith("By")] == ["By section", "By author", "By month"]
    assert any(line.startswith("(no section)") and line.split()[2:5] == ["1", "0", "-"] for line in lines)
    assert len({len(line) for line in lines if line.rstrip().endswith(tuple("0123456789"))}) == 1, "columns stand level"
    assert "not whether it is so" in result.output


def test_the_csv_is_read_as_it_is_and_runs_nothing(desk: Path) -> None:
    result = run(desk, "--format", "csv", "--by", "author")

    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert [row["group"] for row in rows] == ["", "Ada Quill", "Ben Moss", "", "'=1+1"]
    assert all(row["by"] == ("all" if n == 0 else "author") for n, row in enumerate(rows))
    assert sum(int(rows[0][name]) for name in ("several", "one", "unnamed", "retracted", "none")) == 10


def test_the_json_holds_the_same(desk: Path, site: SiteRecord, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"

    result = run(desk, "--format", "json", "--by", "month", "--output", str(out))

    assert (result.exit_code, result.output) == (0, "")
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    assert found["version"] == 1
    expected = [*of(site, By.ALL).values(), *of(site, By.MONTH).values()]
    assert [Figures(**{**row, "by": By(row["by"])}) for row in found["figures"]] == expected


def test_only_articles_of_some_days(desk: Path) -> None:
    may = run(desk, "--since", "2026-05-01", "--until", "2026-05-31").output

    assert may.splitlines()[1].split()[:3] == ["All", "1", "8"]
    assert "No article" in run(desk, "--since", "2030").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "last week"], "A date is a year"),
        (["--by", "mood"], "'section', 'author', 'month'"),
    ],
)
def test_misuse_is_said(desk: Path, arguments: list[str], said: str) -> None:
    result = run(desk, *arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_a_site_that_cannot_be_read(tmp_path: Path) -> None:
    write_site(tmp_path, {}, {"plugins": []})

    result = run(tmp_path)

    assert result.exit_code == 2
    assert "does not name the plugin" in result.output


def test_a_name_cannot_command_the_terminal() -> None:
    hostile = Figures(By.AUTHOR, "\x1b[31mred\u202e" + "x" * 50, articles=1, claims=1)
    said = text_figures({By.AUTHOR: [hostile]})

    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "…" in said


@pytest.mark.parametrize("name", ["=cmd", "+1", "-1", "@x", "\tx"])
def test_no_cell_begins_like_a_formula(name: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_figures({By.AUTHOR: [Figures(By.AUTHOR, name)]}), newline="")))

    assert rows[1][1] == f"'{name}"
