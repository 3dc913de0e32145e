"""`provenance import` as a person runs it: files in, files out, what it says and how it ends."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_provenance.cli import main

FAIR = "The fair opened on Saturday [1]. It closed on Sunday [2].\n"
RAIN = "It rained all day [1].\n"


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, content: str | bytes = FAIR) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["import", *arguments], input=stdin)


def sources(path: str = "articles/sources.yml") -> dict[str, object]:
    held = yaml.safe_load(Path(path).read_text(encoding="utf-8"))["sources"]
    assert isinstance(held, dict)
    return held


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def test_a_text_becomes_an_article_and_registry_entries() -> None:
    result = run(write("fair.txt"))

    assert result.exit_code == 0, result.output
    assert files() == {"fair.txt", "articles/fair.md", "articles/sources.yml"}
    assert "sources: [fair-1, fair-2]" in Path("articles/fair.md").read_text(encoding="utf-8")
    assert sources() == {"fair-1": {"unidentified": True}, "fair-2": {"unidentified": True}}
    assert "fair.txt -> articles/fair.md\n  Found: 2 statements (2 with a source, 0 without)" in result.stdout
    assert "Describe the sources in articles/sources.yml: fair-1, fair-2." in result.stdout
    assert result.stderr == ""


def test_the_folder_and_the_registry_can_be_chosen() -> None:
    result = run(write("fair.txt"), "--into", "site/news", "--registry", "data/all.yaml")

    assert result.exit_code == 0, result.output
    assert files() == {"fair.txt", "site/news/fair.md", "data/all.yaml"}


def test_the_registry_keeps_what_it_held() -> None:
    before = "# Ours\nsources:\n  a: {unidentified: true}   # later\n\n# Bodies\norganisations: {}\n"
    write("articles/sources.yml", before)

    assert run(write("fair.txt")).exit_code == 0

    after = Path("articles/sources.yml").read_bytes().decode()
    assert after.startswith("# Ours\nsources:\n  a: {unidentified: true}   # later\n")
    assert after.endswith("\n\n# Bodies\norganisations: {}\n")
    assert list(sources()) == ["a", "fair-1", "fair-2"]


def test_a_text_without_markers_needs_no_registry() -> None:
    assert run(write("fair.txt", "The fair opened.\n")).exit_code == 0
    assert files() == {"fair.txt", "articles/fair.md"}


def test_an_article_is_not_overwritten() -> None:
    write("articles/fair.md", "mine")

    result = run(write("fair.txt"))

    assert result.exit_code == 2
    assert "articles/fair.md is there already. Use --force" in result.stderr
    assert files() == {"fair.txt", "articles/fair.md"}
    assert Path("articles/fair.md").read_text(encoding="utf-8") == "mine"


def test_force_overwrites_the_article_and_repeats_no_entry() -> None:
    run(write("fair.txt"))
    described = (
        Path("articles/sources.yml")
        .read_text(encoding="utf-8")
        .replace(
            "fair-1:  # [1]\n    unidentified: true",
            "fair-1:\n    kind: interview\n    title: The mayor\n    locator: notes",
        )
    )
    write("articles/sources.yml", described)
    write("fair.txt", FAIR + "\nIt rained, too [3].\n")

    result = run("fair.txt", "--force")

    assert result.exit_code == 0, result.output
    assert Path("articles/sources.yml").read_text(encoding="utf-8").startswith(described)
    assert list(sources()) == ["fair-1", "fair-2", "fair-3"]
    assert "[fair-1, fair-2, fair-3]" in Path("articles/fair.md").read_text(encoding="utf-8")
    assert "In articles/sources.yml already, and left as they are: fair-1, fair-2." in result.stdout


def test_importing_twice_with_force_changes_nothing() -> None:
    run(write("fair.txt"))
    before = {name: Path(name).read_bytes() for name in files()}

    assert run("fair.txt", "--force").exit_code == 0
    assert {name: Path(name).read_bytes() for name in files()} == before


def test_another_articles_sources_are_not_taken() -> None:
    write("articles/sources.yml", "sources:\n  fair-1: {unidentified: true}\n")

    result = run(write("fair.txt"))

    assert result.exit_code == 2
    assert "has these entries already, perhaps for another article: fair-1." in result.stderr
    assert not Path("articles/fair.md").exists()


def test_a_bad_text_does_not_stop_the_others() -> None:
    bad = write("bad.txt", b"The caf\xe9 opened [1].")

    result = run(bad, write("fair.txt"), write("empty.txt", " \n"), "missing.txt", write("rain.txt", RAIN))

    assert result.exit_code == 1
    assert {"articles/fair.md", "articles/rain.md"} <= files()
    assert list(sources()) == ["fair-1", "fair-2", "rain-1"]
    assert "bad.txt is not UTF-8: the byte at position 7 (0xe9)" in result.stderr
    assert "empty.txt: The text is empty" in result.stderr
    assert "missing.txt: No such file" in result.stderr


@pytest.mark.parametrize("content", [b"caf\xe9", b"", b"\xff\xfea\x00"])
def test_where_no_text_could_be_imported_the_exit_code_is_2(content: bytes) -> None:
    assert run(write("bad.txt", content)).exit_code == 2
    assert files() == {"bad.txt"}


def test_a_folder_is_no_text() -> None:
    Path("texts").mkdir()

    result = run("texts")

    assert result.exit_code == 2
    assert "texts: " in result.stderr


def test_two_texts_for_one_article() -> None:
    result = run(write("a/fair.txt"), write("b/Fair.txt"), "--force")

    assert result.exit_code == 1
    assert "another of these texts became articles/fair.md" in result.stderr


def test_standard_input_needs_a_slug() -> None:
    assert run("-", stdin=FAIR).exit_code == 2
    assert files() == set()

    result = run("-", "--slug", "summer-fair", stdin=b"\xef\xbb\xbf" + FAIR.encode())

    assert result.exit_code == 0, result.output
    assert files() == {"articles/summer-fair.md", "articles/sources.yml"}
    assert "standard input -> articles/summer-fair.md" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing argument"),
        (["fair.txt", "--slug", "../up"], "Perhaps up?"),
        (["fair.txt", "--slug", "Summer Fair"], "Perhaps summer-fair?"),
        (["fair.txt", "--slug", "???"], "small letters"),
        (["fair.txt", "rain.txt", "--slug", "fair"], "give one TEXT"),
        (["fair.txt", "--registry", "sources.bib"], "no YAML file"),
        (["fair.txt", "--into", "fair.txt"], "is a file"),
        (["fair.txt", "--unknown"], "No such option"),
    ],
)
def test_misuse(arguments: list[str], says: str) -> None:
    write("fair.txt")
    write("rain.txt", RAIN)

    result = run(*arguments)

    assert result.exit_code == 2
    assert says in result.stderr
    assert files() == {"fair.txt", "rain.txt"}


@pytest.mark.parametrize("registry", ["sources: {}\n", "- a\n", "sources: [\n", "{}\n"])
def test_a_registry_of_unusual_form_is_left_alone_and_the_entries_are_printed(registry: str) -> None:
    write("articles/sources.yml", registry)

    result = run(write("fair.txt"))

    assert result.exit_code == 2
    assert "nothing was written" in result.stderr
    assert "  fair-1:  # [1]\n    unidentified: true\n  fair-2:  # [2]\n    unidentified: true\n" in result.stderr
    assert Path("articles/sources.yml").read_text(encoding="utf-8") == registry
    assert files() == {"fair.txt", "articles/sources.yml"}


def test_entries_added_by_hand_are_taken_with_force() -> None:
    write("articles/sources.yml", "sources: {fair-1: {unidentified: true}, fair-2: {unidentified: true}}\n")

    assert run(write("fair.txt"), "--force").exit_code == 0
    assert "articles/fair.md" in files()


def test_a_registry_in_another_encoding_is_refused() -> None:
    write("articles/sources.yml", b"# caf\xe9\n")

    result = run(write("fair.txt"))

    assert result.exit_code == 2
    assert "The registry articles/sources.yml is not UTF-8" in result.stderr


def test_windows_line_endings_of_the_registry_stay() -> None:
    write("articles/sources.yml", b"sources:\r\n  a: {unidentified: true}\r\n")

    assert run(write("fair.txt")).exit_code == 0
    assert b"\n" not in Path("articles/sources.yml").read_bytes().replace(b"\r\n", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="file modes and links as Unix has them")
def test_file_modes_and_links_stay() -> None:
    write("data/real.yml", "sources:\n  a: {unidentified: true}\n")
    Path("data/real.yml").chmod(0o640)
    Path("articles").mkdir()
    Path("articles/sources.yml").symlink_to("../data/real.yml")

    assert run(write("fair.txt")).exit_code == 0
    assert Path("articles/sources.yml").is_symlink()
    assert stat.S_IMODE(Path("data/real.yml").stat().st_mode) == 0o640
    assert list(sources("data/real.yml")) == ["a", "fair-1", "fair-2"]


def test_no_half_written_file_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    write("articles/sources.yml", "sources:\n  a: {unidentified: true}\n")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    result = run(write("fair.txt"))

    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert files() == {"fair.txt", "articles/sources.yml"}
    assert list(sources()) == ["a"]


def test_help_names_every_option() -> None:
    said = run("--help").output

    assert all(option in said for option in ("--into", "--registry", "--slug", "--force", "TEXT..."))
