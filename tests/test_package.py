"""What people really install: the wheel, its contents, and a site built with it and not with this folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest

from conftest import write_site

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugin" / "mkdocs_provenance"
LEFT_OUT = {".pyc", ".pyo"}
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""Python 3.11 knows tar filters from 3.11.4 on, and Debian 12 has 3.11.2."""

ARTICLE = """\
---
title: Two earthquakes
sources: [usgs]
---

The first shock had a magnitude of 7.8 [1].
"""

REGISTRY = """\
sources:
  usgs: {kind: dataset, title: M 7.8, url: "https://example.org/quake", publisher: USGS}
"""


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path

    def wheel_names(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def metadata(self, name: str) -> str:
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(next(n for n in archive.namelist() if n.endswith(f".dist-info/{name}"))).decode()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of this folder and the wheel of that sdist, as a release makes them."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=ROOT)
    sdist = next(folder.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", **SAFELY)
    source = next((folder / "unpacked").iterdir())
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=source)
    return Built(next(folder.glob("*.whl")), sdist)


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel, installed without its dependencies."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    _run(*pip, "--target", str(target), str(built.wheel), cwd=target)
    return target


def test_the_wheel_holds_every_file_of_the_package(built: Built) -> None:
    here = {
        f"mkdocs_provenance/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT
    }
    packed = {name for name in built.wheel_names() if ".dist-info/" not in name}

    assert packed == here


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the mark that it is typed", "mkdocs_provenance/py.typed"),
        ("templates", "mkdocs_provenance/views/templates/*"),
        ("a style sheet", "mkdocs_provenance/theme/assets/provenance/*.css"),
        ("a script", "mkdocs_provenance/theme/assets/provenance/*.mjs"),
        ("JSON Schemas", "mkdocs_provenance/schemas/*.json"),
    ],
)
def test_the_wheel_holds_more_than_python(built: Built, what: str, pattern: str) -> None:
    assert [name for name in built.wheel_names() if Path(name).match(pattern)], f"The wheel lacks {what}."


def test_the_wheel_says_what_it_is(built: Built) -> None:
    metadata: Message = Parser().parsestr(built.metadata("METADATA"))

    assert metadata["Name"] == "mkdocs-provenance"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert all(">=" in line for line in required)
    assert "mkdocs<2,>=1.6" in required


def test_the_wheel_registers_its_entry_points(built: Built) -> None:
    entry_points = built.metadata("entry_points.txt")

    assert "[mkdocs.plugins]\nprovenance = mkdocs_provenance.plugin:ProvenancePlugin" in entry_points
    assert "[markdown.extensions]\nprovenance = mkdocs_provenance.extension:ProvenanceExtension" in entry_points
    assert "[console_scripts]\nprovenance = mkdocs_provenance.cli:main" in entry_points


def test_the_sdist_can_be_tested(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {"pyproject.toml", "dev.py", "LICENSE", "CHANGELOG.md", "README.md", "tests/conftest.py"} <= names
    assert not [name for name in names if name.startswith((".venv", "site/")) or name.endswith(".pyc")]


def test_every_entry_point_of_the_wheel_loads(installed: Path) -> None:
    script = (
        "from importlib.metadata import distribution\n"
        "import mkdocs_provenance\n"
        "print(mkdocs_provenance.__file__)\n"
        "for point in distribution('mkdocs-provenance').entry_points:\n"
        "    print(point.name, callable(point.load()))\n"
    )
    lines = _run(sys.executable, "-W", "error", "-c", script, cwd=installed, env=_only(installed)).splitlines()

    assert Path(lines[0]).is_relative_to(installed)
    assert lines[1:] == ["provenance True"] * 3


def test_a_site_builds_strictly_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    config = {"plugins": ["search", {"provenance": {"registry": "articles/sources.yml"}}]}
    write_site(tmp_path, {"articles/quake.md": ARTICLE, "articles/sources.yml": REGISTRY}, config)

    _run(sys.executable, "-m", "mkdocs", "build", "--strict", cwd=tmp_path, env=_only(installed))

    html = (tmp_path / "site/articles/quake/index.html").read_text(encoding="utf-8")
    assert 'id="how-we-know-this"' in html
    assert (tmp_path / "site/articles/quake/provenance.json").is_file()
    assert list((tmp_path / "site/assets/provenance").glob("*.css"))


def _only(installed: Path) -> dict[str, str]:
    """An environment in which the installed wheel comes before this folder's own source."""
    return os.environ | {"PYTHONPATH": str(installed), "NO_MKDOCS_2_WARNING": "true"}


def _run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
