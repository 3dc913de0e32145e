"""`provenance links` as a person runs it: against real servers on loopback, and pywb as the web archive."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from memento_archive import MementoArchive
from mkdocs_provenance.cli import main
from mkdocs_provenance.links.cache import PATH, Cache
from mkdocs_provenance.links.checking import Asked, Checker
from mkdocs_provenance.web.fetch import Fetcher, Limits
from web_server import Asked as Request
from web_server import Answer, Internet, WebServer

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
