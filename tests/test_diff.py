"""`provenance diff` on real repositories: what is compared with what, what cannot be, and that no branch runs code."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from mkdocs_provenance import cli
from mkdocs_provenance.changes.markdown import SIGN
from mkdocs_provenance.cli import main, snapshots

SCHEMA: Final = json.loads((Path(cli.__file__).parents[1] / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
CONFIG: Final = "site_name: Test\nplugins: [provenance]\nmarkdown_extensions: [admonition]\n"
SOURCES: Final = """\
sources:
  log: {kind: document, title: Log of the harbour, url: https://example.org/log}
  survey: {kind: report, title: Survey of the town, url: https://example.org/survey}
"""
BELL: Final = "# The bell\n\nThe old bell rang at noon [@log].\n\nHalf of the town heard it [@survey].\n"
BARE: Final = BELL.replace(" [@survey]", "")
SITE: Final = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n",
    "articles/sources.yml": SOURCES,
    "articles/bell.md": BELL,
}


class Repo:
    """A repository in a folder, the same whoever makes it and when."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def git(self, *arguments: str) -> str:
        who = {"NAME": "A Writer", "EMAIL": "writer@example.org", "DATE": "2026-05-04T12:00:00Z"}
        fixed = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()}
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=os.environ | fixed, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files; None takes one away."""
        for name, text in files.items():
            path = self.top / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def commit(self, files: Mapping[str, str | None] | None = None) -> str:
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A change")
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository without a commit; the current folder."""
    top = tmp_path / "repo"
    top.mkdir()
    monkeypatch.chdir(top)
    repo = Repo(top)
    repo.git("init", "--quiet", "--initial-branch", "main")
    return repo


@pytest.fixture
def repo(empty: Repo) -> Repo:
    """A repository with a site, committed."""
    empty.commit(SITE)
    return empty


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def kinds(*arguments: str) -> list[str]:
    """What changed, in the order in which it is told."""
    return [change["kind"] for change in record(*arguments)["changes"]]


def record(*arguments: str) -> dict[str, Any]:
    result = run("--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(found)
    return found


LOST: Final = ["claim-lost-every-source", "source-no-longer-cited"]


# Which two sides -----------------------------------------------------------------------------------------------------


def test_a_revision_and_the_files_as_they_are(repo: Repo) -> None:
    repo.write({"articles/bell.md": BARE})

    result = run("HEAD")

    commit = repo.git("rev-parse", "--short=7", "HEAD")
    assert result.exit_code == 0
    assert result.stdout == (
        f"From HEAD ({commit}) to the working tree.\n"
        "Statements with a source: 1 of 2; before: 2 of 2.\n"
        "Sources cited: 1; before: 2.\n"
        "\n"
        "Weaker than before\n"
        "\n"
        "1 statement lost its source and has none now\n"
        "  articles/bell.md:5\n"
        "    Half of the town heard it.\n"
        "    sources: survey -> none\n"
        "\n"
        "Also changed\n"
        "\n"
        "1 source is no longer cited anywhere\n"
        "  articles/sources.yml:3\n"
        "    survey: Survey of the town\n"
    )
    assert result.stderr == ""


def test_nothing_changed(repo: Repo) -> None:
    assert run("HEAD").stdout.endswith("\nNothing in the sourcing has changed.\n")
    assert record("HEAD")["changes"] == []


@pytest.mark.parametrize("named", [["main", "topic"], ["main..topic"]])
def test_two_revisions(repo: Repo, named: list[str]) -> None:
    repo.git("switch", "--quiet", "--create", "topic")
    topic = repo.commit({"articles/bell.md": BARE})
    repo.git("switch", "--quiet", "main")
    main_now = repo.commit({"articles/other.md": "It was cold.\n"})

    found = record(*named)

    assert [change["kind"] for change in found["changes"]] == [
        LOST[0], "unsourced-claim-removed", LOST[1], "article-removed"
    ]  # fmt: skip
    assert found["from"] == {"name": "main", "commit": main_now}
    assert found["to"] == {"name": "topic", "commit": topic}


@pytest.mark.parametrize("named", ["main...", "main...topic", "main...HEAD"])
def test_from_where_the_work_began(repo: Repo, named: str) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.git("switch", "--quiet", "--create", "topic")
    repo.commit({"articles/bell.md": BARE})
    repo.git("switch", "--quiet", "main")
    repo.commit({"articles/other.md": "It was cold.\n"})
    repo.git("switch", "--quiet", "topic")

    found = record(named)

    assert [change["kind"] for change in found["changes"]] == LOST
    assert found["from"] == {"name": "the last commit in common with main", "commit": base}


def test_an_article_that_git_saw_renamed(repo: Repo) -> None:
    repo.git("mv", "articles/bell.md", "articles/harbour.md")
    repo.commit({"articles/harbour.md": BARE})

    found = record("HEAD~1", "HEAD")

    assert found["renamed"] == {"articles/bell.md": "articles/harbour.md"}
    assert [change["kind"] for change in found["changes"]] == [*LOST, "article-renamed"]
    assert found["changes"][0]["place"]["path"] == "articles/harbour.md"
    assert found["changes"][0]["old_place"]["path"] == "articles/bell.md"


def test_an_article_that_git_does_not_know_by_its_new_name(repo: Repo) -> None:
    repo.write({"articles/bell.md": None, "articles/häfen/glocke.md": BARE})

    assert record("HEAD")["renamed"] == {"articles/bell.md": "articles/häfen/glocke.md"}


def test_a_site_in_a_folder_of_the_repository(empty: Repo) -> None:
    empty.commit({f"press/site/{name}": text for name, text in SITE.items()} | {"articles/bell.md": "Not ours.\n"})
    empty.git("mv", "press/site/articles/bell.md", "press/site/articles/harbour.md")
    empty.write({"press/site/articles/harbour.md": BARE})

    found = record("HEAD", "--config", "press/site/mkdocs.yml")

    assert found["renamed"] == {"articles/bell.md": "articles/harbour.md"}
    assert [change["kind"] for change in found["changes"]] == [*LOST, "article-renamed"]


def test_a_registry_beside_the_folder_of_the_site(empty: Repo) -> None:
    config = "site_name: Test\nplugins:\n  - provenance: {registry: ../shared/sources.yml}\n"
    empty.commit(
        {"site/mkdocs.yml": config, "site/docs/index.md": "# Home\n", "site/articles/bell.md": BELL}
        | {"shared/sources.yml": SOURCES}
    )
    empty.write({"site/articles/bell.md": BARE})

    assert kinds("HEAD", "--config", "site/mkdocs.yml") == LOST


def test_inside_a_hook_of_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git names its own folder to its hooks, relative to the top; the site may lie elsewhere."""
    repo.commit({f"press/{name}": text for name, text in SITE.items()})
    repo.write({"press/articles/bell.md": BARE})
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")

    assert kinds("HEAD", "--config", "press/mkdocs.yml") == LOST


# A site that was elsewhere, or was none ------------------------------------------------------------------------------


def test_a_site_that_was_not_there_yet(empty: Repo) -> None:
    empty.commit({"README.md": "Hello.\n"})
    empty.commit(SITE)

    found = record("HEAD~1", "HEAD")

    assert found["notes"] == ["There is no mkdocs.yml at HEAD~1: every article counts as new."]
    assert {"article-added", "claim-added", "source-added"} == {change["kind"] for change in found["changes"]}
    assert found["totals"]["before"] == {"articles": 0, "claims": 0, "sourced": 0, "quotations": 0, "matching": 0} | {
        "sources": 0
    }


def test_a_site_that_did_not_use_the_plugin_yet(empty: Repo) -> None:
    empty.commit(SITE | {"mkdocs.yml": "site_name: Test\n"})
    empty.commit(SITE)

    found = record("HEAD~1", "HEAD")

    assert found["notes"] == ["mkdocs.yml at HEAD~1 does not name the plugin: every article counts as new."]
    assert "article-added" in {change["kind"] for change in found["changes"]}


def test_a_site_whose_settings_moved(empty: Repo) -> None:
    empty.commit({f"old/{name}": text for name, text in SITE.items()})
    (empty.top / "new").mkdir()
    for name in ("mkdocs.yml", "docs", "articles"):
        empty.git("mv", f"old/{name}", f"new/{name}")
    empty.commit({"new/articles/bell.md": BARE})

    found = record("HEAD~1", "HEAD", "--config", "new/mkdocs.yml")

    assert found["notes"] == ["HEAD~1 has the site's settings at old/mkdocs.yml."]
    assert [change["kind"] for change in found["changes"]] == LOST


# Exit codes and errors -----------------------------------------------------------------------------------------------

ANALYSIS: Final = f"{BELL}\n!!! analysis\n    Someone with keys was there.\n"
FAILING: Final = {
    "lost": (BELL, BARE),
    "new": (BELL, f"{BELL}\nNobody saw who took it down.\n"),
    "quotation": (
        BELL + '\nThe log says "rang for the last time" [@quoted].\n',
        BELL + '\nThe log says "rang for the very last time" [@quoted].\n',
    ),
    "analysis": (ANALYSIS, ANALYSIS.replace("!!! analysis\n    Someone", "Someone").replace("there.", "there [@log].")),
}
QUOTED: Final = (
    "  quoted: {kind: document, title: Log, url: https://example.org/q, excerpts: [{text: rang for the last time}]}\n"
)


@pytest.mark.parametrize(("before", "after"), FAILING.values(), ids=FAILING)
def test_what_weakens_the_sourcing_can_fail(repo: Repo, before: str, after: str) -> None:
    repo.commit({"articles/bell.md": before, "articles/sources.yml": SOURCES + QUOTED})
    repo.write({"articles/bell.md": after})

    result = run("HEAD", "--exit-code")

    assert result.exit_code == 1
    assert "Weaker than before" in result.stdout


@pytest.mark.parametrize(("before", "after"), [FAILING["lost"], FAILING["new"]], ids=["found", "taken-out"])
def test_what_strengthens_it_does_not(repo: Repo, before: str, after: str) -> None:
    repo.commit({"articles/bell.md": after})
    repo.write({"articles/bell.md": before})

    assert run("HEAD", "--exit-code").exit_code == 0


def failed(*arguments: str) -> str:
    """What is said of what cannot be done."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.removeprefix("Error: ").strip()


def test_a_revision_that_is_not_there(repo: Repo) -> None:
    repo.git("branch", "budget-story")

    assert failed("buget-story") == 'There is no commit "buget-story" here. Did you mean "budget-story"?'
    assert failed("zzz") == 'There is no commit "zzz" here. `git branch --all` lists the names.'
    assert failed("HEAD", "zzz").startswith('There is no commit "zzz" here.')
    assert failed("zzz...").startswith('There is no commit "zzz" here.')
    assert failed("HEAD:mkdocs.yml").startswith('There is no commit "HEAD:mkdocs.yml" here.')


def test_a_repository_without_a_commit(empty: Repo) -> None:
    empty.write(SITE)

    assert failed("HEAD") == "This repository has no commit yet, so there is nothing to compare with."


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert failed("HEAD") == f"{tmp_path} is in no git repository, so there is no change to show."
    assert failed("HEAD", "-f", "nowhere/mkdocs.yml") == f"There is no folder {tmp_path / 'nowhere'}."


def test_no_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.top))

    assert failed("HEAD").startswith("git was not found.")


def test_a_shallow_clone(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.commit({"articles/bell.md": BARE})
    repo.git("clone", "--quiet", "--depth", "1", repo.top.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")

    said = failed(first)

    assert said.startswith(f'There is no commit "{first}" here. This clone is shallow: ')
    assert "`fetch-depth: 0`" in said


def test_lines_of_work_that_have_nothing_in_common(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit(SITE | {"articles/bell.md": BARE})

    assert failed("main...") == "main and HEAD have no commit in common."


def test_a_new_side_without_a_site(repo: Repo) -> None:
    repo.commit({"mkdocs.yml": None})

    assert failed("HEAD~1", "HEAD").startswith("There is no mkdocs.yml at HEAD. Name the site's mkdocs.yml")
    assert "mkdocs.yml" in failed("HEAD~1")


def test_an_old_side_that_cannot_be_read_is_named(repo: Repo) -> None:
    repo.commit({"mkdocs.yml": "site_name: [\nplugins: [provenance]\n"})
    repo.commit(SITE)

    said = failed("HEAD~1", "HEAD")

    assert said.startswith("At HEAD~1: mkdocs.yml cannot be read: ")
    assert "/tmp" not in said.replace(str(repo.top), "")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["a", "b", "c"], "Give one revision, or two."),
        (["a..b", "c"], "a..b names two revisions already: leave c out."),
        ([], "Missing argument"),
        (["--", "--upload-pack=x"], "Give one revision, or two."),
    ],
)
def test_misuse(repo: Repo, named: list[str], said: str) -> None:
    result = run(*named)

    assert result.exit_code == 2
    assert said in result.stderr


# A branch under review is not trusted --------------------------------------------------------------------------------


def test_no_code_of_either_side_runs(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    code = f"import pathlib\npathlib.Path({str(ran)!r}).touch()\n"
    config = f"{CONFIG}hooks: [hook.py]\nextra: {{x: !!python/object/apply:os.mkdir [{ran}]}}\n"
    repo.commit({"mkdocs.yml": config, "hook.py": code, "docs/conftest.py": code, "sitecustomize.py": code})
    repo.commit({"articles/bell.md": BARE})

    assert kinds("HEAD~1", "HEAD") == LOST
    assert kinds("HEAD~1") == LOST
    assert not ran.exists()


def test_attributes_of_a_branch_hide_nothing_and_run_nothing(repo: Repo, tmp_path: Path) -> None:
    """`git archive` leaves out what a branch tells it to, and a checkout runs filters that are set up here."""
    ran = tmp_path / "ran"
    for way in ("smudge", "clean"):
        repo.git("config", f"filter.evil.{way}", f"touch {ran}; cat")
    (tmp_path / "attributes").write_text("*.md filter=evil export-ignore\n", encoding="utf-8")
    blob = repo.git("hash-object", "-w", "--no-filters", str(tmp_path / "attributes"))
    (tmp_path / "bare.md").write_text(BARE, encoding="utf-8")
    bare = repo.git("hash-object", "-w", "--no-filters", str(tmp_path / "bare.md"))
    for name, found in ((".gitattributes", blob), ("articles/bell.md", bare)):
        repo.git("update-index", "--add", "--cacheinfo", f"100644,{found},{name}")
    branch = repo.git("commit-tree", repo.git("write-tree"), "-p", "HEAD", "-m", "Hide the article")
    ran.unlink(missing_ok=True)  # git itself has read the working tree meanwhile

    assert kinds("HEAD", branch) == LOST
    assert not ran.exists()


def test_a_link_is_followed_within_the_revision_only(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("The secret is 42.\n", encoding="utf-8")
    (repo.top / "articles/secret.md").symlink_to(tmp_path / "secret.md")
    (repo.top / "articles/again.md").symlink_to("bell.md")
    (repo.top / "articles/loop.md").symlink_to("loop.md")
    repo.commit()

    found = record("HEAD~1", "HEAD")

    assert "secret is 42" not in json.dumps(found)
    assert found["notes"] == [
        "HEAD: articles/loop.md is a symbolic link that was not followed.",
        "HEAD: articles/secret.md is a symbolic link that was not followed.",
    ]
    assert [change["place"]["path"] for change in found["changes"] if change["kind"] == "article-added"] == [
        "articles/again.md"
    ]


def test_a_submodule_is_not_read_and_said_so(repo: Repo) -> None:
    head = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{head},articles/wire")
    repo.git("commit", "--quiet", "--message", "A submodule")

    found = record("HEAD~1", "HEAD")

    assert found["changes"] == []
    assert found["notes"] == [
        "HEAD: articles/wire is a submodule, whose files belong to another repository: it was not read."
    ]


def test_a_file_whose_name_is_not_utf_8_is_left_out(repo: Repo) -> None:
    """MkDocs fails on it; and a name may hold what commands a terminal."""
    for name in (b"articles/caf\xe9.md", b"articles/\x1b[31mred.md"):
        Path(os.fsdecode(name)).write_text(BELL, encoding="utf-8")
    repo.commit({"articles/bell.md": BARE})

    assert kinds("HEAD~1", "HEAD") == LOST
    for form in ("text", "markdown"):
        written = run("HEAD~1", "HEAD", "--format", form).stdout
        assert written.count("it was not read.") == 2
        assert "\x1b" not in written


def test_files_that_hold_no_text_are_there_but_empty(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """So links to them lead somewhere; a file of text that is too large is left out, and said so."""
    monkeypatch.setattr(snapshots, "LARGEST_FILE", 2000)
    pictures = {"docs/a.PNG": "x" * 3000, "site/index.md": "[@log]" * 999, "node_modules/x.md": "y" * 3000}
    repo.commit(pictures | {"docs/long.md": "z" * 3000, "articles/bell.md": f"![A bell](../docs/a.PNG)\n\n{BELL}"})

    found = record("HEAD~1", "HEAD")

    assert found["notes"] == ["HEAD: docs/long.md is larger than 0 MB: it was not read."]
    assert found["changes"] == []


def test_a_site_that_is_too_large_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_FILES", 3)

    assert failed("HEAD").startswith("The folder of mkdocs.yml holds 4 files")


# Forms ---------------------------------------------------------------------------------------------------------------


def test_a_comment_for_a_pull_request(repo: Repo) -> None:
    repo.write({"articles/bell.md": f"{BARE}\n@everyone saw <img src=x> and closes #1 [@log].\n"})

    written = run("HEAD", "--format", "markdown").stdout

    assert written.startswith("<!-- provenance diff -->\n### What this change does to the sourcing\n\n- **Weaker than ")
    assert "<details open><summary>1 statement lost its source and has none now</summary>" in written
    assert "<code>articles/bell.md:5</code><br>Half of the town heard it.<br><sub>sources:</sub> survey" in written
    assert not re.search(r"@\w|#\d(?!\d;)|<img", written.replace("&#", "& "))
    assert written.endswith("</details>\n")


def test_no_colour_where_nobody_looks(repo: Repo) -> None:
    repo.write({"articles/bell.md": BARE})

    assert "\x1b" not in run("HEAD").stdout


@pytest.mark.parametrize(
    ("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["as-it-is", "NO_COLOR"]
)
def test_colour_on_a_terminal(
    repo: Repo, settings: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pty = pytest.importorskip("pty")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    repo.write({"articles/bell.md": BARE})
    ours, theirs = pty.openpty()
    program = Path(os.sys.executable).with_name("provenance")
    subprocess.run([program, "diff", "HEAD"], stdout=theirs, check=True)
    os.close(theirs)
    written = os.read(ours, 65536).decode()
    os.close(ours)

    assert ("\x1b[31m1 statement lost its source" in written) is coloured
    assert "1 statement lost its source" in written


# The manual ----------------------------------------------------------------------------------------------------------

MANUAL: Final = Path(__file__).parents[1] / "docs/manual/reviewing.md"
SHOWN: Final = dict(re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```$', MANUAL.read_text("utf-8"), re.M | re.S))


def test_the_example_of_the_manual(empty: Repo) -> None:
    article, registry = "articles/harbour-bell.md", "articles/sources.yml"
    empty.commit(SITE | {"articles/bell.md": "", article: SHOWN[f"{article} before"], registry: SHOWN[registry]})
    empty.write({article: SHOWN[f"{article} after"]})

    written = re.sub(r"\([0-9a-f]{7}\)", "(…)", run("main").stdout)

    assert written == SHOWN["What it says"]


def test_every_key_of_the_form_is_in_the_manual() -> None:
    table = MANUAL.read_text("utf-8").partition("| Key | Holds |\n")[2].partition("\n\n")[0]

    assert [key for row in table.splitlines()[1:] for key in re.findall(r"`(\w+)`", row.split("|")[1])] == list(
        SCHEMA["required"]
    )
    assert list(SCHEMA["required"]) == list(SCHEMA["properties"])


def test_the_workflow_of_the_manual_is_as_careful_as_it_says() -> None:
    text = SHOWN[".github/workflows/sourcing.yml"]
    flow = yaml.safe_load(text.replace("\non:", "\n'on':"))
    ours = (MANUAL.parents[2] / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]

    assert flow["on"] == "pull_request"
    assert flow["permissions"] == {}
    assert [job["permissions"] for job in flow["jobs"].values()] == [{"contents": "read"}, {"pull-requests": "write"}]
    assert not any("uses" in step for step in flow["jobs"]["comment"]["steps"])
    assert all(re.search(rf"uses: {re.escape(step['uses'])} # v\d", ours) for step in steps if "uses" in step)
    assert not any("${{" in step.get("run", "") for step in steps)
    assert SIGN in text
