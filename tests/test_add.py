"""`provenance add` as a person runs it: against a real server on loopback, and pywb as the web archive."""

from __future__ import annotations

import datetime
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from memento_archive import MementoArchive
from mkdocs_provenance.cli import main
from mkdocs_provenance.model import QuotationResult
from mkdocs_provenance.quotations import check, held_texts
from mkdocs_provenance.registry_files import RegistryStore
from web_server import Answer, Asked, WebServer

REGISTRY = Path("articles/sources.yml")
BEFORE = """\
# What we rest on.
organisations:
  log: {name: The Log, kind: news, url: "https://log.example"}

sources:
  # The bell

  old:   # keep
    kind: news
    title: "Old"
    url: 'http://log.example/old/'
    excerpts: [{text: "kept"}]
"""
PAGE = """\
<!DOCTYPE html><html lang="en"><head><title>{0} | The Log</title><meta property="og:site_name" content="The Log">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{0}", "datePublished": "2026-05-04",
"author": {{"name": "Ruth Vane"}}}}</script></head><body><nav>Menu</nav><article><h1>{0}</h1>
<p>Quill said: &ldquo;I gave no order to take it down.&rdquo;</p></article></body></html>"""


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    REGISTRY.parent.mkdir()
    REGISTRY.write_bytes(BEFORE.encode())


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        main, ["add", "--allow-private", "--delay", "0", *arguments], input=stdin, catch_exceptions=False
    )


def sources() -> dict[str, dict[str, object]]:
    text = REGISTRY.read_bytes().decode()
    assert text.startswith(BEFORE)
    held = yaml.safe_load(text)["sources"]
    assert isinstance(held, dict)
    return held


def texts() -> set[str]:
    return {path.name for path in Path("texts").glob("*")}


def test_a_page_becomes_a_source_whose_quotations_can_be_checked(web: WebServer) -> None:
    result = run(web.put("/bell", PAGE.format("Bell gone")))

    assert result.exit_code == 0, result.output
    text = "Bell gone\n\nQuill said: “I gave no order to take it down.”\n"
    assert sources()["log-bell-gone-2026"] == {
        "kind": "news",
        "title": "Bell gone",
        "author": "Ruth Vane",
        "publisher": "log",
        "published": datetime.date(2026, 5, 4),
        "accessed": datetime.date.today(),
        "url": f"{web.url}/bell",
        "language": "en",
        "text_path": "texts/log-bell-gone-2026.txt",
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    assert Path("texts/log-bell-gone-2026.txt").read_text(encoding="utf-8") == text
    store = RegistryStore()
    store.refresh(["articles/sources.yml"], Path.cwd())
    assert store.registry.problems == ()
    held = held_texts(store.registry.sources["log-bell-gone-2026"])
    assert check("I gave no order to take it down", held) is QuotationResult.EXACT
    assert Path.cwd() / "texts/log-bell-gone-2026.txt" in store.private


def test_it_is_told_where_each_field_comes_from(web: WebServer) -> None:
    result = run(web.put("/bell", PAGE.format("Bell gone")))

    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "Added to articles/sources.yml: log-bell-gone-2026, cited as [@log-bell-gone-2026]"
    assert "author Ruth Vane JSON-LD NewsArticle: author" in lines
    assert "publisher log meta og:site_name: “The Log”" in lines
    assert f"url {web.url}/bell the address that was read" in lines
    assert "Not on the page: updated." in lines
    assert result.stderr == ""


def test_an_entry_stands_apart_where_entries_do(web: WebServer) -> None:
    run(web.put("/bell", PAGE.format("Bell gone")))

    assert (
        REGISTRY.read_text(encoding="utf-8")
        .removeprefix(BEFORE)
        .startswith("\n  log-bell-gone-2026:\n    kind: news\n")
    )


def test_a_registry_that_is_not_there_is_begun(web: WebServer) -> None:
    REGISTRY.unlink()

    assert run(web.put("/bell", PAGE.format("Bell gone")), "--no-text").exit_code == 0
    assert REGISTRY.read_text(encoding="utf-8").startswith("sources:\n  127-0-0-1-bell-gone-2026:\n")
    assert texts() == set()


def test_the_registry_is_that_of_mkdocs_yml(web: WebServer) -> None:
    Path("mkdocs.yml").write_text("plugins: [{provenance: {registry: [desk/*.yml, desk/new.yml]}}]", encoding="utf-8")
    Path("desk").mkdir()
    Path("desk/old.yml").write_text(f"sources:\n  a: {{kind: news, title: A, url: '{web.url}/a'}}\n", encoding="utf-8")

    result = run(web.put("/bell", PAGE.format("Bell gone")), web.put("/a", PAGE.format("A")))

    assert result.exit_code == 1
    assert "in the registry already, as a." in result.stderr
    assert "text_path: texts/127-0-0-1-bell-gone-2026.txt" in Path("desk/new.yml").read_text(encoding="utf-8")


def test_a_page_that_is_there_already_is_not_added_again(web: WebServer) -> None:
    web.put("/old", status=301, location="/bell")
    address = web.put("/bell", PAGE.format("Bell gone"))
    run(address)
    before = REGISTRY.read_bytes()

    result = run(address + "?utm_source=mail", web.url + "/old", "--no-text")

    assert (result.exit_code, REGISTRY.read_bytes()) == (1, before)
    assert result.stderr.count("in the registry already, as log-bell-gone-2026. Nothing was added.") == 2
    assert "0 added, 2 there already, 0 failed." in result.stdout


def test_a_page_is_not_added_twice_in_one_run(web: WebServer) -> None:
    address = web.put("/bell", PAGE.format("Bell gone"))

    result = run(address, address + "#top")

    assert result.exit_code == 1
    assert list(sources()) == ["old", "log-bell-gone-2026"]


def test_two_pages_of_one_title_get_two_ids(web: WebServer) -> None:
    result = run(web.put("/a", PAGE.format("Bell gone")), web.put("/b", PAGE.format("Bell gone")))

    assert result.exit_code == 0, result.output
    assert list(sources()) == ["old", "log-bell-gone-2026", "log-bell-gone-2026-2"]
    assert texts() == {"log-bell-gone-2026.txt", "log-bell-gone-2026-2.txt"}


def test_a_text_that_lies_there_is_not_overwritten(web: WebServer) -> None:
    Path("texts").mkdir()
    Path("texts/log-bell-gone-2026.txt").write_text("Ours.", encoding="utf-8")

    run(web.put("/bell", PAGE.format("Bell gone")))

    assert "log-bell-gone-2026-2" in sources()
    assert Path("texts/log-bell-gone-2026.txt").read_text(encoding="utf-8") == "Ours."


def test_a_person_knows_better_than_a_page(web: WebServer) -> None:
    result = run(web.put("/bell", PAGE.format("Bell gone")), "--id", "bell", "--kind", "wire", "--title", "The bell")

    assert result.exit_code == 0, result.output
    assert (sources()["bell"]["kind"], sources()["bell"]["title"]) == ("wire", "The bell")


def test_a_dry_run_writes_nothing(web: WebServer) -> None:
    result = run(
        web.put("/bell", PAGE.format("Bell gone")), "--dry-run", "--save", "--save-url", web.url + "/save/{url}"
    )

    assert result.exit_code == 0, result.output
    assert "  log-bell-gone-2026:\n    kind: news\n    title: Bell gone\n" in result.stdout
    assert (REGISTRY.read_text(encoding="utf-8"), texts()) == (BEFORE, set())
    assert not any(request.path.startswith("/save") for request in web.requests)


# Lists --------------------------------------------------------------------------------------------------------------


def test_a_list_is_gone_through_to_its_end(web: WebServer) -> None:
    names = [web.put("/a", PAGE.format("First")), web.put("/gone", "No.", 410), web.put("/b", PAGE.format("Second"))]
    Path("list.txt").write_text("# To read\n\n" + "\n".join(names) + "\n", encoding="utf-8")

    result = run("--from", "list.txt")

    assert result.exit_code == 1
    assert list(sources()) == ["old", "log-first-2026", "log-second-2026"]
    assert f"Error: {web.url}/gone: It answers 410 Gone." in result.stderr
    assert result.stdout.endswith("2 added, 0 there already, 1 failed.\n")


def test_a_list_may_come_from_elsewhere(web: WebServer) -> None:
    assert run("-", stdin=web.put("/a", PAGE.format("First")) + "\n").exit_code == 0
    assert "log-first-2026" in sources()


def test_ctrl_c_leaves_whole_entries(web: WebServer) -> None:
    """The second page interrupts the command, as a person would while it waits for it."""
    process: list[subprocess.Popen[str]] = []

    def interrupt(_: Asked) -> Answer:
        process[0].send_signal(signal.SIGINT)
        web.stopped.wait(20)
        return Answer()

    command = [sys.executable, "-m", "mkdocs_provenance", "add", "--allow-private", "--delay", "0", "--ignore-robots"]
    names = [web.put("/a", PAGE.format("First")), web.answer("/b", interrupt)]
    process.append(
        subprocess.Popen([*command, *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    )
    stdout, stderr = process[0].communicate(timeout=60)

    assert process[0].returncode == 130, stderr
    assert "Interrupted: 1 of 2 were added, each of them whole." in stderr
    assert "Added to" in stdout
    assert (list(sources()), texts()) == (["old", "log-first-2026"], {"log-first-2026.txt"})
    assert not list(Path("articles").glob(".*"))


# Files --------------------------------------------------------------------------------------------------------------


def test_a_saved_page_is_read_from_its_file() -> None:
    note = (
        "<!--\n Page saved with SingleFile \n url: https://log.example/bell?id=7 \n"
        " saved date: Tue May 05 2026 10:00:00 GMT\n-->"
    )
    Path("bell.html").write_text(PAGE.format("Bell gone").replace("<html", note + "<html", 1), encoding="utf-8")

    result = run("bell.html")

    assert result.exit_code == 0, result.output
    entry = sources()["log-bell-gone-2026"]
    assert (entry["url"], entry["accessed"]) == ("https://log.example/bell?id=7", datetime.date(2026, 5, 5))
    assert "SingleFile, which saved the file" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("bell.html", PAGE.format("Bell"), (), "what its address is: give it with --url"),
        ("bell.txt", "The bell is gone.", (), "what its title is: give it with --title"),
        ("bell.txt", "The bell is gone.", ("--title", "Bell"), "what its address is: give it with --url"),
        ("bell.pdf", "%PDF-1.7", (), "To add it without its text, give its title with --title."),
        ("missing.html", None, (), "no such file, and it is no address"),
        ("log.example/bell", None, (), "Did you mean https://log.example/bell?"),
    ],
)
def test_a_file_that_says_too_little(name: str, content: str | None, options: tuple[str, ...], said: str) -> None:
    if content is not None:
        Path(name).write_text(content, encoding="utf-8")

    result = run(name, *options)

    assert result.exit_code == 1
    assert said in result.stderr
    assert REGISTRY.read_text(encoding="utf-8") == BEFORE


@pytest.mark.parametrize(
    ("name", "content", "kept"), [("a.txt", "One\ntwo.\n\nThree.", True), ("a.pdf", "%PDF-1.7", False)]
)
def test_a_file_that_says_nothing_is_added_by_the_words_of_the_person(name: str, content: str, kept: bool) -> None:
    Path(name).write_text(content, encoding="utf-8")

    result = run(name, "--title", "Statement", "--url", "https://log.example/s.pdf")

    assert result.exit_code == 0, result.output
    entry = sources()["log-statement"]
    assert (entry["kind"], entry["url"], entry["publisher"]) == ("document", "https://log.example/s.pdf", "log")
    assert ("text_path" in entry) is kept


# What cannot be added -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "content_type", "said"),
    [
        (404, "No.", "text/html", "It answers 404 Not Found."),
        (503, "No.", "text/html", "It answers 503 Service Unavailable."),
        (200, "%PDF-1.7", "application/pdf", "It is a PDF"),
        (200, "x", "image/png", "It is image/png"),
        (200, "<html><body><p>Words.", "text/html", "what its title is: give it with --title"),
    ],
)
def test_a_page_that_cannot_be_added(web: WebServer, status: int, body: str, content_type: str, said: str) -> None:
    result = run(web.put("/page", body, status, content_type=content_type, retry_after="0"))

    assert result.exit_code == 1
    assert said in result.stderr
    assert (REGISTRY.read_text(encoding="utf-8"), texts()) == (BEFORE, set())


def test_a_pdf_is_added_without_its_text_if_wanted(web: WebServer) -> None:
    result = run(web.put("/r.pdf", "%PDF-1.7", content_type="application/pdf"), "--title", "Report", "--kind", "report")

    assert result.exit_code == 0, result.output
    assert sources()["127-0-0-1-report"]["kind"] == "report"
    assert "It was added without its text." in result.stdout


def test_what_leads_to_the_home_page_is_told(web: WebServer) -> None:
    web.put("/", PAGE.format("Home"))

    result = run(web.put("/2023/deep", status=302, location="/"))

    assert "perhaps the page is gone." in result.stdout


def test_this_machine_is_not_read_unless_allowed(web: WebServer) -> None:
    result = CliRunner().invoke(main, ["add", web.put("/bell", PAGE.format("Bell gone"))])

    assert result.exit_code == 1
    assert "only the public internet is read." in result.stderr
    assert web.requests == []


def test_robots_txt_is_kept_to_unless_told_otherwise(web: WebServer) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    address = web.put("/bell", PAGE.format("Bell gone"))

    assert "robots.txt asks programs not to read it" in run(address).stderr
    assert run(address, "--ignore-robots").exit_code == 0


def test_a_registry_in_an_unusual_form_is_left_alone(web: WebServer) -> None:
    before = "{sources: {a: {unidentified: true}}}\n"
    REGISTRY.write_text(before, encoding="utf-8")

    result = run(web.put("/bell", PAGE.format("Bell gone")))

    assert (result.exit_code, REGISTRY.read_text(encoding="utf-8"), texts()) == (1, before, set())
    assert "Add this under its `sources:` yourself:\n\n  127-0-0-1-bell-gone-2026:\n    kind: news" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name an address or a file."),
        (("https://a.example/", "https://b.example/", "--id", "x"), "--id is of one page"),
        (("https://a.example/", "--id", "a b"), "cannot be an id"),
        (("https://a.example/", "--url", "https://b.example/"), "--url is the web address of a file"),
        (("a.html", "--url", "javascript:x"), "--url is the web address of a file"),
        (("https://a.example/", "--timegate", "archive"), "is no address"),
        (("https://a.example/", "--texts", "../elsewhere"), "lies outside of the project"),
        (("https://a.example/", "--registry", "x/*.yml"), "Name it with --registry"),
        (("https://a.example/", "--registry", "refs.bib"), "Name it with --registry"),
        (("--from", "-"), "Name an address or a file."),
    ],
)
def test_misuse_is_told_at_once(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, stdin="")

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


# Archives -----------------------------------------------------------------------------------------------------------


def test_the_nearest_copy_is_put_on_record(web: WebServer, memento_archive: MementoArchive) -> None:
    address = web.put("/archived", PAGE.format("Bell gone"))
    memento_archive.put(address, "20200101000000", "<p>Early")
    copy = memento_archive.put(address, "20260505101500", "<p>Late")

    result = run(address, "--archive", "--memento", memento_archive.timegate)

    assert result.exit_code == 0, result.output
    assert sources()["log-bell-gone-2026"]["archives"] == [
        {"url": copy, "date": datetime.date(2026, 5, 5), "service": "127.0.0.1"}
    ]


def test_a_copy_is_saved_if_wanted(web: WebServer, memento_archive: MementoArchive) -> None:
    address = web.put("/to-save", PAGE.format("Bell gone"))

    result = run(address, "--save", "--save-url", memento_archive.save)

    assert result.exit_code == 0, result.output
    (copy,) = sources()["log-bell-gone-2026"]["archives"]  # type: ignore[misc]
    assert copy["url"].endswith(f"/{address}")
    assert web.asked("/to-save") == 2


def test_an_archive_without_a_copy_costs_nothing_but_a_remark(web: WebServer) -> None:
    gone = web.url + "/web/{url}"
    address = web.put("/bell", PAGE.format("Bell gone"))

    result = run(address, "--archive", "--timegate", gone, "--save", "--save-url", gone)

    assert result.exit_code == 0, result.output
    assert "archives" not in sources()["log-bell-gone-2026"]
    assert "- The archive has no copy of it." in result.stdout
    assert "- No copy was saved: The archive at " in result.stdout
