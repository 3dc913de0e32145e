"""pandoc as a second reader of what we write: the one that pypandoc_binary brings, else the machine's own."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest


@lru_cache
def _program() -> str | None:
    spec = importlib.util.find_spec("pypandoc")
    found = Path(spec.origin).parent / "files" / "pandoc" if spec and spec.origin else None
    return str(found) if found is not None and found.is_file() else shutil.which("pandoc")


def read_with_pandoc(data: bytes, form: str) -> list[dict[str, Any]]:
    """A bibliography as the CSL-JSON items that pandoc takes it for.

    Args:
        data: The file.
        form: `biblatex`, `csljson` or `ris`.
    """
    program = _program()
    if program is None:
        pytest.skip("pandoc is not installed: pip install pypandoc_binary")
    arguments = [program, "--from", form, "--to", "csljson", "--fail-if-warnings"]
    done = subprocess.run(arguments, input=data, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    items: list[dict[str, Any]] = json.loads(done.stdout)
    return items
