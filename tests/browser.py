"""Finding a Chromium to test with: one place for `dev.py` and for the tests, standard library only."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

OVERRIDE = "PROVENANCE_BROWSER"
"""The environment variable that names a browser to use instead of looking for one."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)

MAC_APPS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

PLAYWRIGHT_BUILDS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)

WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

QUIET_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> Path | None:
    """The browser to test with, or None where this machine has none.

    Raises:
        FileNotFoundError: `PROVENANCE_BROWSER` names a file that does not exist.
    """
    named = os.environ.get(OVERRIDE)
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"{OVERRIDE} is set to {named}, which does not exist.")
        return Path(named)
    return next(candidates(), None)


def candidates() -> Iterator[Path]:
    """Every usable browser, the likeliest to suit Playwright first."""
    yield from _playwright_builds()
    for name in NAMES:
        found = shutil.which(name)
        if found and not is_snap(Path(found)):
            yield Path(found)
    for folder, programs in _application_folders():
        yield from (folder / program for program in programs if (folder / program).is_file())


def is_snap(program: Path) -> bool:
    """Whether `program` is Ubuntu's snap, or the script that stands in for it.

    A snap has a `/tmp` of its own, so Playwright cannot hand it a profile folder there.
    """
    if "snap" in program.resolve().parts:
        return True
    with program.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


def launch_flags() -> list[str]:
    """What to start the browser with: no calls home; no sandbox for root, where Chromium refuses it."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET_FLAGS, *(["--no-sandbox"] if is_root else [])]


def _playwright_builds() -> Iterator[Path]:
    """Browsers that `playwright install` has downloaded, newest first."""
    folder = _playwright_folder()
    for pattern in PLAYWRIGHT_BUILDS:
        yield from sorted((path for path in folder.glob(pattern) if os.access(path, os.X_OK)), reverse=True)


def _playwright_folder() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named and named != "0":
        return Path(named)
    if platform.system() == "Darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    if platform.system() == "Windows":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _application_folders() -> Iterator[tuple[Path, tuple[str, ...]]]:
    if platform.system() == "Darwin":
        yield Path("/Applications"), MAC_APPS
        yield Path.home() / "Applications", MAC_APPS
    if platform.system() == "Windows":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if variable in os.environ:
                yield Path(os.environ[variable]), WINDOWS_PROGRAMS
