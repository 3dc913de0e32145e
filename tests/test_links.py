"""`provenance links` as a person runs it: against real servers on loopback, and pywb as the web archive."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from memento_archive import MementoArchive
from mkdocs_provenance.cli import main
from mkdocs_provenance.links.cache import PATH, Cache
from mkdocs_provenance.links.checking import Asked, Checker
from mkdocs_provenance.model import Kind, Place, Source
from mkdocs_provenance.web.fetch import Fetcher, Limits
from web_server import Answer, Internet, WebServer
from web_server import Asked as Request

QUIET = ("--delay", "0", "--allow-private")
PAGE = "<html><head><title>The quake</title></head><body><main><p>{}</p></main></body></html>"


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def registry(**sources: dict[str, object] | str) -> None:
    """Write `articles/sources.yml`: entries, or just addresses."""
    entries = {key: entry if isinstance(entry, dict) else {"url": entry} for key, entry in sources.items()}
    whole = {key: {"kind": "news", "title": "The quake", "undated": True, "access": "not-public"} | entry
             for key, entry in entries.items()}  # fmt: skip
    Path("articles").mkdir(exist_ok=True)
    Path("articles/sources.yml").write_text(yaml.safe_dump({"sources": whole}, sort_keys=False), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["links", *QUIET, *arguments], catch_exceptions=False)


def found(*arguments: str) -> dict[str, list[str]]:
    """Source to the codes found of it."""
    result = run("--format", "json", *arguments)
    told: dict[str, list[str]] = {}
    for problem in json.loads(result.stdout)["problems"]:
        told.setdefault(problem["source"], []).append(problem["code"])
    assert result.exit_code == (1 if told else 0), result.output
    return told


# What is found -------------------------------------------------------------------------------------------------------


def test_every_kind_of_finding(web: WebServer) -> None:
    page = web.put("/page", PAGE.format("It shook."))
    web.put("/", PAGE.format("Home"))
    registry(
        good=page,
        gone=web.put("/gone", "No.", 410),
        missing=web.url + "/never-was",
        moved=web.put("/old", status=301, location="/page"),
        moved_twice=web.put("/older", status=308, location="/old"),
        elsewhere_for_now=web.put("/now", status=302, location="/page"),
        home=web.put("/2023/deep", status=302, location="/"),
        moved_home=web.put("/2023/deeper", status=301, location="/"),
        soft=web.put("/soft", "<title>Page not found | News</title>"),
        shut=web.put("/shut", "No.", 403),
        busy=web.put("/busy", "Later.", 503, retry_after="0"),
        no_copy={"url": page, "access": "open"},
        old_copy={"url": page, "updated": "2024-05", "archives": [{"url": page, "date": "2023-02-07"}]},
        dead_copy={"url": page, "archives": [{"url": web.url + "/web/2023/gone", "date": "2023-02-07"}]},
        changed={"url": page, "text_sha256": hashlib.sha256(b"It did not shake.").hexdigest()},
        same={"url": page, "text_sha256": hashlib.sha256(b"It shook.").hexdigest()},
        notes={"url": None, "none_reason": "Notes held by the newsroom."},
    )

    assert found() == {
        "gone": ["dead-link"],
        "missing": ["dead-link"],
        "moved": ["moved-link"],
        "moved_twice": ["moved-link"],
        "home": ["link-to-home-page"],
        "moved_home": ["link-to-home-page"],
        "soft": ["dead-link"],
        "no_copy": ["no-archive"],
        "old_copy": ["archive-too-old"],
        "dead_copy": ["dead-archive"],
        "changed": ["changed-source"],
    }


def test_a_finding_names_file_line_and_remedy(web: WebServer) -> None:
    address = web.put("/gone", status=410)
    registry(a=web.put("/page", PAGE.format("Here.")), quake=address)

    result = run()

    assert result.exit_code == 1
    assert result.stdout == (
        f'articles/sources.yml:8: dead-link: The address of "quake", {address}, answers 410 Gone. '
        "Look for the page elsewhere, or for a saved copy with --archive.\n"
        "\n1 finding. 2 addresses of 2 sources.\n"
    )
    assert result.stderr == ""


def test_nothing_found_is_said(web: WebServer) -> None:
    registry(a=web.put("/page", PAGE.format("Here.")))

    result = run()

    assert (result.exit_code, result.stdout) == (0, "Nothing found. 1 address of 1 source.\n")


def test_what_could_not_be_checked_is_no_finding(web: WebServer) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
    registry(
        shut=web.put("/shut", status=403),
        closed=web.put("/closed/page", PAGE.format("Here.")),
        login=web.put("/members", status=302, location="/login?to=/members"),
    )
    web.put("/login", PAGE.format("Who are you?"))

    result = run()

    assert result.exit_code == 0
    assert "Could not be checked:" in result.stdout
    assert f"{web.url}/shut: The server turns programs away, or asks them to wait: 403 Forbidden." in result.stdout
    assert f"{web.url}/login?to=/members." in result.stdout
    assert "robots.txt asks programs not to read it." in result.stdout
    assert result.stdout.endswith("Nothing found. 3 addresses of 3 sources. 3 could not be checked.\n")
    assert web.asked("/closed/page") == 0
    assert "2 could not be checked." in run("--refresh", "--ignore-robots").stdout


def test_this_machine_is_asked_only_when_allowed(web: WebServer) -> None:
    registry(a=web.put("/page", PAGE.format("Here.")))

    result = CliRunner().invoke(main, ["links", "--delay", "0"])

    assert result.exit_code == 0
    assert "only the public internet is read." in result.stdout
    assert web.requests == []


def test_how_much_a_page_has_changed(web: WebServer) -> None:
    """The text that `text_path` names, and the excerpts, against the page as it is."""
    Path("captures").mkdir()
    Path("captures/quake.txt").write_text("It shook at night.\n\nNobody was hurt.\n", encoding="utf-8")
    page = web.put("/page", "<article><p>It   shook at\nnight.</p><p>Nobody was hurt.</p></article>")
    excerpts = [{"text": "Nobody was hurt"}]
    registry(quake={"url": page, "text_path": "captures/quake.txt", "excerpts": excerpts})

    assert found() == {}

    web.put("/page", "<article><p>It shook at night.</p><p>Three people were hurt.</p></article>")
    assert (
        'The page of "quake" has changed since its text was captured: of 7 words 2 are gone, and 3 are new. '
        "The excerpt “Nobody was hurt” is not there any longer."
    ) in run("--refresh").stdout


def test_what_is_no_page_cannot_have_changed(web: WebServer) -> None:
    registry(a={"url": web.put("/a.pdf", b"%PDF-1.7", content_type="application/pdf"), "text_sha256": "0" * 64})

    assert found() == {}


def test_hosts_are_asked_at_the_same_time(web: WebServer) -> None:
    """The first host answers only once the second has been asked."""
    other = WebServer()
    asked = threading.Event()

    def wait(request: Request) -> Answer:
        return Answer(b"Here.", 200 if asked.wait(20) else 410)

    def tell(request: Request) -> Answer:
        asked.set()
        return Answer(b"Here.")

    registry(first=web.answer("/page", wait), second=other.answer("/page", tell))
    assert found() == {}
    other.close()


def test_a_page_that_drips_is_left(web: WebServer) -> None:
    registry(slow=web.put("/slow", "drop by drop" * 100, drip=0.05))

    assert f'"{web.url}/slow" did not answer in time.' in run("--timeout", "0.2").stdout


def test_a_page_cannot_speak_to_the_terminal(web: WebServer) -> None:
    registry(a=web.put("/a", "<title>404 - \x1b]0;mine\x07&#27;[31m&#155;2J&#x202e;</title>"))

    assert "leads to a page that says there is none: “404 - " in (said := run().stdout)
    assert said.replace("\n", "").isprintable()


def test_findings_as_json(web: WebServer) -> None:
    page = web.put("/page", PAGE.format("Here."))
    registry(old=web.put("/old", status=301, location="/page"), shut=web.put("/shut", status=403))

    assert json.loads(run("--format", "json").stdout) == {
        "version": 1,
        "problems": [
            {
                "code": "moved-link",
                "severity": "info",
                "message": f'The address of "old", {web.url}/old, has moved for good.',
                "path": "articles/sources.yml",
                "line": 2,
                "column": 3,
                "suggestion": f"Write {page}",
                "source": "old",
                "address": f"{web.url}/old",
                "proposal": {"source": "old", "field": "url", "url": page, "was": f"{web.url}/old"},
            }
        ],
        "unchecked": [
            {
                "source": "shut",
                "address": f"{web.url}/shut",
                "reason": "The server turns programs away, or asks them to wait: 403 Forbidden.",
                "path": "articles/sources.yml",
                "line": 8,
            }
        ],
        "changed": [],
        "refused": [],
        "counts": {"sources": 2, "addresses": 2, "requests": 2},
        "complete": True,
    }


# What the desk wants to hear -----------------------------------------------------------------------------------------


def test_sources_rules_and_waivers_choose_what_is_told(web: WebServer) -> None:
    gone, old = web.put("/gone", status=410), web.put("/old", status=301, location="/page")
    web.put("/page", PAGE.format("Here."))
    waiver = {"code": "L2", "reason": "The only copy is on paper."}
    registry(gone=gone, old=old, waived={"url": gone, "waivers": [waiver]})

    assert found() == {"gone": ["dead-link"], "old": ["moved-link"]}
    assert found("old", "waived") == {"old": ["moved-link"]}
    assert found("--select", "moved-link,L7") == {"old": ["moved-link"]}
    assert found("--ignore", "L2", "--ignore", "moved-link") == {}

    Path("mkdocs.yml").write_text(
        "plugins: [provenance: {rules: {dead-link: off, moved-link: error}}]", encoding="utf-8"
    )
    assert found() == {"old": ["moved-link"]}
    assert json.loads(run("--format", "json").stdout)["problems"][0]["severity"] == "error"


def test_the_registry_of_the_site_is_asked(web: WebServer) -> None:
    registry(a=web.put("/gone", status=410))
    Path("articles").rename("data")
    Path("mkdocs.yml").write_text("plugins: [provenance: {registry: 'data/*.yml'}]", encoding="utf-8")

    assert found() == {"a": ["dead-link"]}
    assert found("--registry", "data/sources.yml") == {"a": ["dead-link"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["qake"], "There is no source 'qake' in the registry. Did you mean \"quake\"?"),
        (["--select", "dead-lnk"], "'dead-lnk' is no rule of this command. Did you mean \"dead-link\"?"),
        (["--ignore", "single-origin"], "'single-origin' is no rule of this command."),
        (["--registry", "nowhere.yml"], "There is no source in nowhere.yml."),
        (["--max-age", "-1"], "Invalid value for '--max-age'"),
        (["--timegate", "archive"], "Invalid value for '--timegate'"),
    ],
)
def test_misuse_is_told_and_asks_nothing(web: WebServer, arguments: list[str], said: str) -> None:
    registry(quake=web.put("/page"))

    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert web.requests == []


def test_a_registry_that_cannot_be_read_is_named() -> None:
    Path("articles").mkdir()
    Path("articles/sources.yml").write_text("sources: {a: [", encoding="utf-8")

    result = run()

    assert result.exit_code == 2
    assert "articles/sources.yml:1: registry-syntax:" in result.stderr


# What is kept --------------------------------------------------------------------------------------------------------


def test_a_second_run_asks_nothing(web: WebServer) -> None:
    page = web.put("/page", PAGE.format("Here."))
    registry(a=page, b=web.put("/gone", status=410), c={"url": page, "archives": [{"url": web.put("/copy")}]})
    first = run("--format", "json")
    asked = len(web.requests)

    second = run("--format", "json")

    assert asked == 4  # the three addresses, and robots.txt
    assert len(web.requests) == asked
    told, again = json.loads(first.stdout), json.loads(second.stdout)
    assert again == told | {"counts": {"sources": 3, "addresses": 3, "requests": 0}}
    assert "3 addresses of 3 sources, 3 of them from the cache." in run().stdout
    assert run("--refresh").exit_code == 1
    assert len(web.requests) == 2 * asked


@pytest.mark.parametrize("held", ["{", '{"version": 99}', "\x00\xff", '{"version": 1, "looks": {"a": null}}', ""])
def test_a_damaged_cache_is_rebuilt(web: WebServer, held: str) -> None:
    registry(a=web.put("/gone", status=410))
    PATH.parent.mkdir(parents=True)
    PATH.write_text(held, encoding="utf-8")

    assert found() == {"a": ["dead-link"]}
    assert list(json.loads(PATH.read_text(encoding="utf-8"))["looks"]) == [f"{web.url}/gone"]


def test_another_captured_text_is_compared_anew(web: WebServer) -> None:
    registry(a={"url": web.put("/page", PAGE.format("Now.")), "text_sha256": hashlib.sha256(b"Then.").hexdigest()})
    assert found() == {"a": ["changed-source"]}

    registry(a={"url": f"{web.url}/page", "text_sha256": hashlib.sha256(b"Now.").hexdigest()})
    assert found() == {}


def test_ctrl_c_keeps_what_was_asked(web: WebServer) -> None:
    """At a terminal, a person presses Ctrl-C while the second page drips; the third is not asked for."""

    seen = bytearray()

    def interrupt(request: Request) -> Answer:
        while b"1 of 3" not in seen:
            seen.extend(os.read(screen, 1000))
        process.send_signal(signal.SIGINT)
        return Answer(b"drop by drop", drip=0.2)

    registry(first=web.put("/gone", status=410), slow=web.answer("/slow", interrupt), third=web.put("/third"))
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from mkdocs_provenance.cli import main; main()", "links", *QUIET],
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    said, _ = process.communicate(timeout=60)
    shown = (bytes(seen) + os.read(screen, 10_000)).decode()
    os.close(screen)
    os.close(terminal)

    assert process.returncode == 130
    assert f"1 of 3: {web.url}/gone" in shown
    assert shown.endswith("\r\x1b[KInterrupted: what was asked is kept, and not asked again.\r\n")
    assert said.endswith("1 finding. 1 address of 3 sources.\n")
    assert list(json.loads(PATH.read_text(encoding="utf-8"))["looks"]) == [f"{web.url}/gone"]
    assert web.asked("/third") == 0


# Hosts that are not there --------------------------------------------------------------------------------------------


def ask(internet: Internet, *addresses: str) -> Asked:
    """What a run would learn that lives in a world of these servers alone."""
    sources = [Source(address, Kind.NEWS, "The quake", Place("sources.yml"), url=address) for address in addresses]
    fetcher = Fetcher(Limits(delay=0, backoff=0), network=internet)
    return Checker(fetcher, lambda _: None, Cache(PATH, datetime.datetime.now(datetime.UTC))).ask(sources)


def test_a_host_that_nobody_knows_is_dead_where_others_answer(web: WebServer) -> None:
    web.put("/page", "Here.")
    asked = ask(Internet(news=web), "http://news.example/page", "http://lost.example/", "http://gone.example/")

    assert not asked.offline
    assert {address: look.trouble for address, look in asked.looks.items()} == {
        "http://news.example/page": None,
        "http://lost.example/": "dns",
        "http://gone.example/": "dns",
    }
    assert json.loads(PATH.read_text(encoding="utf-8"))["looks"].keys() == asked.looks.keys()


def test_without_any_network_nothing_is_said_of_hosts() -> None:
    asked = ask(Internet(), "http://lost.example/", "http://gone.example/")

    assert (asked.offline, asked.looks) == (True, {})
    assert not PATH.exists()


# Saved copies --------------------------------------------------------------------------------------------------------


def archive(held: MementoArchive, *arguments: str) -> Result:
    return run("--archive", "--timegate", held.timegate, *arguments)


def proposals(result: Result) -> dict[str, str | None]:
    """Source to the address of the copy proposed."""
    told = json.loads(result.stdout)["problems"]
    return {problem["source"]: (problem["proposal"] or {}).get("url") for problem in told}


def test_the_copy_nearest_to_the_day_of_reading_is_proposed(web: WebServer, memento_archive: MementoArchive) -> None:
    gone = web.put("/gone", status=410)
    copies = [memento_archive.put(gone, when, PAGE.format(when)) for when in ("20200101120000", "20230207120000")]
    registry(
        early={"url": gone, "accessed": "2020-03-01"},
        late={"url": gone, "accessed": "2024", "access": "open"},
        never={"url": web.put("/never-saved", PAGE.format("Here.")), "access": "open"},
    )

    result = archive(memento_archive, "--format", "json")

    problems = json.loads(result.stdout)["problems"]
    assert [(found["source"], found["code"], found["suggestion"]) for found in problems] == [
        ("early", "dead-link", f"Add the copy of 2020-01-01: {copies[0]}"),
        ("late", "dead-link", f"Add the copy of 2023-02-07: {copies[1]}"),
        ("late", "no-archive", f"Add the copy of 2023-02-07: {copies[1]}"),
        ("never", "no-archive", "The archive that was asked has none: save one."),
    ]


def test_a_copy_on_record_that_is_there_is_enough(web: WebServer, memento_archive: MementoArchive) -> None:
    gone = web.put("/read", status=410)
    copy = memento_archive.put(gone, "20230207120000", PAGE.format("It shook."))
    registry(quake={"url": gone, "archives": [{"url": copy, "date": "2023-02-07"}]})

    result = archive(memento_archive)

    assert f"There is a copy of 2023-02-07 on record: {copy}\n" in result.stdout
    assert "1 finding. 2 addresses of 1 source." in result.stdout


def test_a_copy_that_is_gone_is_replaced(web: WebServer, memento_archive: MementoArchive) -> None:
    page = web.put("/saved-once", PAGE.format("It shook."))
    copy = memento_archive.put(page, "20230207120000", PAGE.format("It shook."))
    lost = memento_archive.copy(f"{web.url}/never-saved", "20230101000000")
    registry(quake={"url": page, "archives": [{"url": lost, "date": "2023-01-01"}]})

    ((code, change),) = [
        (problem["code"], problem["proposal"]["url"])
        for problem in json.loads(archive(memento_archive, "--format", "json").stdout)["problems"]
    ]

    assert (code, change) == ("dead-archive", copy)


def test_what_an_archive_said_is_kept(web: WebServer, memento_archive: MementoArchive) -> None:
    registry(quake={"url": web.put("/kept", PAGE.format("It shook.")), "access": "open"})
    memento_archive.put(f"{web.url}/kept", "20230207120000", PAGE.format("It shook."))
    first = archive(memento_archive, "--format", "json")
    answered = memento_archive.requests()

    second = archive(memento_archive, "--format", "json")

    assert proposals(second) == proposals(first) == {"quake": memento_archive.copy(f"{web.url}/kept", "20230207120000")}
    assert memento_archive.requests() == answered


def test_an_archive_that_does_not_answer_is_no_finding(web: WebServer) -> None:
    registry(quake={"url": web.put("/page", PAGE.format("Here.")), "access": "open"})

    result = run("--archive", "--timegate", web.put("/timegate", status=500) + "?{url}")

    assert result.exit_code == 1  # there is no copy on record
    assert "No copy was found: The archive at" in result.stdout


# Writing -------------------------------------------------------------------------------------------------------------

WRITTEN = """\
# What we rest on.
sources:
  moved:   # by the city desk
    kind: news
    title: The quake
    undated: true
    url: {base}/old   # as printed
    excerpts:
      - {{text: It shook}}   # on tape

  # Gone, we fear.
  gone: {{kind: news, title: Gone, undated: true, url: "{base}/lost"}}
  shut: {{kind: news, title: Shut, undated: true, access: not-public, url: "{base}/shut"}}
"""


def test_write_changes_addresses_and_copies_and_nothing_else(web: WebServer, memento_archive: MementoArchive) -> None:
    web.put("/page", PAGE.format("It shook."))
    web.put("/old", status=301, location="/page")
    web.put("/lost", status=404)
    web.put("/shut", status=403)
    old = memento_archive.put(f"{web.url}/old", "20230207120000", PAGE.format("It shook."))
    lost = memento_archive.put(f"{web.url}/lost", "20230208120000", PAGE.format("It shook."))
    Path("articles").mkdir()
    file = Path("articles/sources.yml")
    file.write_text(WRITTEN.format(base=web.url), encoding="utf-8")
    assert run().exit_code == 1
    assert file.read_text(encoding="utf-8") == WRITTEN.format(base=web.url)

    result = archive(memento_archive, "--write")

    assert file.read_text(encoding="utf-8") == WRITTEN.format(base=web.url).replace(
        f"url: {web.url}/old   # as printed\n",
        f'url: {web.url}/page   # as printed\n    archives:\n      - {{url: "{old}", date: 2023-02-07}}\n',
    ).replace("gone: {", f'gone: {{archives: [{{url: "{lost}", date: 2023-02-08}}], ')
    assert result.exit_code == 1  # what is gone stays gone
    assert [line.split(":")[2].strip() for line in result.stdout.splitlines() if line.startswith("articles/")] == [
        "dead-link"
    ]
    assert (
        "\nChanged:\n"
        f'  "moved": url was {web.url}/old and is {web.url}/page\n'
        f'  "moved": archives has the copy of 2023-02-07, {old}\n'
        f'  "gone": archives has the copy of 2023-02-08, {lost}\n'
    ) in result.stdout
    assert found("moved") == {}


def test_what_cannot_be_written_is_for_a_person(web: WebServer) -> None:
    web.put("/page", PAGE.format("It shook."))
    old = web.put("/old", status=301, location="/page")
    Path("articles").mkdir()
    shared = "{kind: news, title: The quake, undated: true, access: not-public, url: &address "
    text = f"sources:\n  a: {shared}{old}}}\n  b: {shared.replace('&address ', '*address')}}}\n"
    Path("articles/sources.yml").write_text(text, encoding="utf-8")

    result = run("--write")

    assert Path("articles/sources.yml").read_text(encoding="utf-8") == text
    assert result.exit_code == 1
    assert f'To be changed by hand:\n  "a": url was {old} and is {web.url}/page\n' in result.stdout
