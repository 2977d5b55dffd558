"""A static site on disk, asked through the client that a browser runs, here in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

_SHIM = Path(__file__).with_name("static_client.cjs")
_SECONDS = 300


def ask(folder: Path, questions: Sequence[tuple[str, Any, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The answers to `(method, argument, options)`, each with the files that were loaded for it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    done = subprocess.run(
        [node, _SHIM, folder],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def search(folder: Path, *queries: str, **options: Any) -> list[dict[str, Any]]:
    """The results of each query."""
    return [one["answer"] for one in ask(folder, [("search", query, options) for query in queries])]
