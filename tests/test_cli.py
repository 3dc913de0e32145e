"""`provenance import` as a person runs it: files in, files out, what it says and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_provenance.cli import main
from mkdocs_provenance.cli.staging import uninterrupted

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

    options = ("--into", "--registry", "--slug", "--force", "--format", "--all", "TEXT...")
    assert all(option in said for option in options)


def test_an_article_is_no_text() -> None:
    result = run(write("fair.md", "---\ntitle: Fair\nsources: []\n---\n\nIt rained.\n"))

    assert result.exit_code == 2
    assert "fair.md begins with front matter, so it is an article already." in result.stderr
    assert files() == {"fair.md"}


# Whole folders -------------------------------------------------------------------------------------------------------


def test_a_folder_is_imported_at_any_depth() -> None:
    write("texts/fair.txt")
    write("texts/2026/06/rain.TEXT", RAIN)

    result = run("texts")

    assert result.exit_code == 0, result.output
    assert {"articles/fair.md", "articles/rain.md"} <= files()
    assert list(sources()) == ["fair-1", "fair-2", "rain-1"]


def test_what_is_no_text_is_passed_over_and_told() -> None:
    write("texts/fair.txt")
    write("texts/.drafts/secret.txt")
    write("texts/.hidden.txt")
    write("texts/notes.md", "# Notes\n")
    write("texts/photo.jpg", b"\xff\xd8")

    result = run("texts")

    assert result.exit_code == 0
    assert {path for path in files() if path.startswith("articles/")} == {"articles/fair.md", "articles/sources.yml"}
    assert "Passed over: 4 files and folders." in result.stdout
    for line in ("texts/.drafts: hidden", "texts/.hidden.txt: hidden", "texts/photo.jpg: not .txt or .text"):
        assert f"  {line}\n" in result.stdout
    assert "texts/notes.md: Markdown, not plain text" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as Unix has them")
def test_links_to_folders_and_pipes_are_passed_over() -> None:
    write("texts/fair.txt")
    Path("texts/round").symlink_to(".")
    Path("texts/gone.txt").symlink_to("nowhere.txt")
    os.mkfifo("texts/pipe.txt")

    result = run("texts")

    assert result.exit_code == 0
    assert "texts/round: a link to a folder\n" in result.stdout
    assert "texts/gone.txt: no such file or directory\n" in result.stdout
    assert "texts/pipe.txt: not a file\n" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows refuses")
def test_names_of_files_cannot_write_over_the_terminal() -> None:
    write("texts/new\nline\x1b[2J.txt")
    write("texts/\u202egpj.exe")
    Path(os.fsdecode(b"texts/caf\xe9.txt")).write_text(RAIN, encoding="utf-8")

    result = run("texts")

    assert result.exit_code == 0, result.output
    assert "texts/new\ufffdline\ufffd[2J.txt  new-line-2j.md" in result.stdout
    assert "texts/caf\ufffd.txt" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)
    assert json.loads(run("texts", "--force", "--format", "json").stdout)["totals"]["texts"] == 2


@pytest.mark.parametrize("folder", ["empty", "others"])
def test_a_folder_without_texts(folder: str) -> None:
    Path("empty").mkdir()
    write("others/notes.md", "# Notes\n")

    result = run(folder)

    assert result.exit_code == 2
    assert "There is no text to import" in result.stderr
    assert files() == {"others/notes.md"}


def test_a_folder_takes_no_slug() -> None:
    write("texts/fair.txt")

    assert run("texts", "--slug", "fair").exit_code == 2


def test_texts_of_one_name_are_told_apart_by_their_folders() -> None:
    write("texts/2024/fair.txt")
    write("texts/2025/fair.txt", RAIN)

    result = run("texts")

    assert result.exit_code == 0, result.output
    assert {"articles/2024-fair.md", "articles/2025-fair.md"} <= files()
    assert list(sources()) == ["2024-fair-1", "2024-fair-2", "2025-fair-1"]


def test_texts_whose_names_have_no_latin_letters_are_told_apart() -> None:
    write("texts/雨.txt", "雨が降った [1]。")
    write("texts/雪.txt", "雪が降った [1]。")

    assert run("texts").exit_code == 0
    first = {path for path in files() if path.endswith(".md")}
    assert len(first) == 2
    assert run("texts", "--force").exit_code == 0
    assert {path for path in files() if path.endswith(".md")} == first


def test_articles_that_are_there_are_passed_over() -> None:
    write("texts/fair.txt")
    run("texts")
    write("articles/fair.md", "mine")
    write("texts/rain.txt", RAIN)

    result = run("texts")

    assert result.exit_code == 0
    assert "texts/fair.txt: articles/fair.md is there already; --force overwrites it" in result.stdout
    assert Path("articles/fair.md").read_text(encoding="utf-8") == "mine"
    assert list(sources()) == ["fair-1", "fair-2", "rain-1"]


def test_a_folder_imported_twice_with_force_changes_nothing() -> None:
    write("texts/fair.txt", FAIR + '\nSources:\n[1] Wick News, "Fair", 5 June 2026, https://example.org/fair\n')
    write("texts/rain.txt", RAIN)
    run("texts")
    before = {name: Path(name).read_bytes() for name in files()}

    assert run("texts", "--force").exit_code == 0
    assert {name: Path(name).read_bytes() for name in files()} == before


def test_a_bad_text_of_a_folder_does_not_stop_the_others() -> None:
    write("texts/bad.txt", b"The caf\xe9 opened [1].")
    write("texts/fair.txt")

    result = run("texts")

    assert result.exit_code == 1
    assert "texts/bad.txt is not UTF-8" in result.stderr
    assert "In all: 1 text imported, 1 not;" in result.stdout


def test_two_texts_with_one_source_share_its_entry() -> None:
    line = '\n\nSources:\n[1] Wick News, "{}", https://example.org/rain\n'
    write("texts/fair.txt", "It rained [1]." + line.format("Rain"))
    write("texts/rain.txt", "It rained [1]." + line.format("Rain in Wick"))

    result = run("texts")

    assert result.exit_code == 0
    assert list(sources()) == ["fair-1"]
    assert "sources: [fair-1]" in Path("articles/rain.md").read_text(encoding="utf-8")
    kept = '[1] Wick News, "Rain in Wick", https://example.org/rain'
    assert f"\n#   {kept}\n---\n" in Path("articles/rain.md").read_text(encoding="utf-8")
    assert f"  articles/rain.md: {kept}\n" in result.stdout


TABLE = """\
text            article  statements  sourced  unsourced  unidentified  title        date        language      \
pull quote    analysis
texts/fair.txt  fair.md           3        1          2             1  headline     2026-06-05  en (default)  \
1, repeats 1  1, after the pull quote
texts/rain.txt  rain.md           1        1          0             1  first words  none        en (default)  \
none          none

Rest on nothing: 2 statements in 1 article.
  articles/fair.md: 2 of 3
    2. It closed on Sunday.
    3. Nobody came.

In all: 2 texts imported, 0 not; 4 statements, 2 with a source, 2 without.
Of those with a source, 2 cite only sources that nobody has described yet.
Next: describe 2 sources in articles/sources.yml.
"""


def folder() -> str:
    text = 'Summer fair\n\n5 June 2026\n\nQuill called it "a fine fair" [1]. It closed on Sunday. Nobody came.\n\n'
    write("texts/fair.txt", text + '"a fine fair"\n\nAll is well.\n')
    write("texts/rain.txt", RAIN)
    return "texts"


def test_the_table_says_what_was_guessed_and_what_rests_on_nothing() -> None:
    result = run(folder())

    assert result.exit_code == 0
    assert result.stdout == TABLE
    assert result.stderr == ""


def test_a_long_list_is_cut_unless_all_is_asked_for() -> None:
    for number in range(12):
        write(f"texts/{number:02}.txt", "".join(f"It was day {number} of {day}. " for day in range(number + 1)))

    short, whole = run("texts").stdout, run("texts", "--force", "--all").stdout

    assert "Rest on nothing: 78 statements in 12 articles.\n  articles/11.md: 12 of 12\n" in short
    assert short.count("    1. It was day") == 8
    assert "  … and 38 more: --all shows them." in short
    assert all(f"It was day {number} of {number}.\n" in whole for number in range(12))
    assert "articles/00.md, guesses and remarks:\n  - The text has no headline." in whole


def test_json_says_everything() -> None:
    result = run(folder(), write("bad.txt", b"\xe9"), "--format", "json")
    found = json.loads(result.stdout)
    fair, rain = found["texts"]

    assert result.exit_code == 1
    assert fair["guesses"]["date"] == {"value": "2026-06-05", "why": "a line that is a date"}
    assert fair["guesses"]["language"]["value"] is None
    assert fair["pullquotes"]["repeats"] == [{"statement": 1, "sources": [1], "exact": True}]
    assert fair["analysis"] == {"count": 1, "why": "after the pull quote"}
    assert [one["text"] for one in fair["rest_on_nothing"]] == ["It closed on Sunday.", "Nobody came."]
    assert rain["sources"] == {"1": "rain-1"}
    assert [one["text"] for one in found["failed"]] == ["bad.txt"]
    assert found["totals"] | {"texts": 2, "statements": 4, "unsourced": 2, "failed": 1} == found["totals"]


def test_csv_is_a_table_that_no_spreadsheet_runs() -> None:
    write("texts/sum.txt", "=HYPERLINK(1)\n\nIt rained [1]. It poured.\n")

    rows = list(csv.DictReader(io.StringIO(run("texts", "--format", "csv").stdout)))

    assert [row["article"] for row in rows] == ["articles/sum.md"]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["rest on nothing"] == "2. It poured."
    assert rows[0]["language from"] == "there are too few common words to tell"


# Written whole, or not at all ----------------------------------------------------------------------------------------


def test_where_an_article_cannot_be_written_nothing_is() -> None:
    write("texts/fair.txt")
    write("texts/rain.txt", RAIN)
    Path("articles/rain.md").mkdir(parents=True)

    result = run("texts", "--force")

    assert result.exit_code == 2
    assert "articles/rain.md: Is a directory." in result.stderr
    assert files() == {"texts/fair.txt", "texts/rain.txt"}


def test_ctrl_c_waits_until_what_was_begun_is_done() -> None:
    reached = False

    def write_on() -> None:
        nonlocal reached
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            reached = True

    with pytest.raises(KeyboardInterrupt):
        write_on()
    assert reached
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as Unix has them")
def test_ctrl_c_while_texts_are_read_leaves_nothing() -> None:
    write("fair.txt")
    os.mkfifo("slow.txt")
    program = "from mkdocs_provenance.cli import main; main()"
    command = [sys.executable, "-c", program, "import", "fair.txt", "slow.txt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        with Path("slow.txt").open("w", encoding="utf-8"):  # waits until the other end is opened, to be read
            running.send_signal(signal.SIGINT)
            running.wait(timeout=30)
        said = running.stderr.read() if running.stderr else ""

    assert running.returncode == 2
    assert said.endswith("Stopped: nothing was written.\n")
    assert files() == {"fair.txt"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as Unix has them")
def test_a_registry_that_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    write("articles/sources.yml", "sources:\n  a: {unidentified: true}\n")
    os.mkfifo("slow.txt")

    def meddle() -> None:
        with Path("slow.txt").open("w", encoding="utf-8") as pipe:  # opens once the registry has been read
            write("articles/sources.yml", "sources:\n  b: {unidentified: true}\n")
            pipe.write(FAIR)

    meddler = threading.Thread(target=meddle)
    meddler.start()
    result = run("slow.txt", "--slug", "fair")
    meddler.join()

    assert result.exit_code == 2
    assert "has changed meanwhile, so nothing was written: import again." in result.stderr
    assert list(sources()) == ["b"]
    assert not Path("articles/fair.md").exists()


def test_hundreds_of_texts_make_one_whole_registry() -> None:
    for number in range(300):
        write(f"texts/{number % 7}/piece-{number}.txt", FAIR + f"\nIt was the year {number} [3].\n")

    result = run("texts")

    assert result.exit_code == 0
    held = sources()
    assert len(held) == 900
    for path in Path("articles").glob("*.md"):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        assert set(front["sources"]) <= set(held)
