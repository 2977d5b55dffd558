"""What a command does not use it does not import: a search must start as fast as it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import indexed_essays

HEAVY = {
    "asyncio",
    "charset_normalizer",
    "concurrent.futures",
    "filelock",
    "markdown_it",
    "mdit_py_plugins",
    "multiprocessing",
    "nltk",
    "numpy",
    "pathspec",
    "pydantic",
    "rapidfuzz",
    "rich",
    "starlette",
    "yaml",
}

NOT_FOR_SEARCHING = {
    "searchkit.analysis.language",
    "searchkit.analysis.sentences",
    "searchkit.indexing.documents",
    "searchkit.reading",
    "searchkit.search.suggesting",
    "searchkit.site",
    "whoosh",
}

_RUN = """
import contextlib, io, json, sys
from searchkit.cli.app import run
with contextlib.redirect_stdout(io.StringIO()):
    code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("start"))


def modules_of(*arguments: str | Path, cwd: Path) -> set[str]:
    command = [sys.executable, "-c", _RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=cwd)
    code, modules = json.loads(done.stdout)
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "line",
    [
        "search silt",
        'search "silt keeps" --kind paragraph --after 2022 --json',
        "search mud --kind footnote",
        "search led* -ferry --format grep",
        "search silt --format markdown",
        "show rivers",
        "stats",
        "--help",
        "index --help",
    ],
)
def test_a_command_imports_nothing_it_does_not_use(line: str, index: Path) -> None:
    modules = modules_of(*line.split(), cwd=index.parent)
    assert not HEAVY & modules
    if line.startswith("search"):
        assert not NOT_FOR_SEARCHING & modules
    if not line.startswith(("search", "show", "stats")):
        assert "searchkit.cli.text" not in modules


def test_an_index_that_is_up_to_date_is_seen_to_be_so_without_reading(index: Path) -> None:
    modules = modules_of("index", "essays", cwd=index.parent)
    assert not {"nltk", "numpy", "rich", "pydantic", "yaml", "charset_normalizer"} & modules
