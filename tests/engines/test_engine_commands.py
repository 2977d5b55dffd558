"""Every command works on every engine, and says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opensearch_cluster import Cluster

from searchkit.cli.app import run

CORPUS = Path(__file__).parents[2] / "corpus"
QUOTATION = "knowledge comes in two kinds: we know a subject, or we know where to find it"
ESSAY = "on-forgetting-well"
EXACTLY_ALIKE = (
    ["show", ESSAY],
    ["quote", QUOTATION],
    ["check", "draft.md"],
    ["quoted"],
    ["concordance", "memory"],
    ["trends", "memory", "library"],
    ["suggest", "commonpl"],
    ["verify"],
)
WORKING = (["search", "commonplace book"], ["similar", ESSAY], ["stats"], ["site", "build", "out"])
VARYING = {"score", "rank", "took_ms"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a draft and the settings that a site needs."""
    (tmp_path / "draft.md").write_text(f"Johnson said: “{QUOTATION.replace('comes', 'is')}”.\n")
    (tmp_path / "searchkit.yaml").write_text("url: https://example.com/{slug}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("engine", ["whoosh", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def test_every_command_works_on_every_engine(
    engine: str, here: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    other = str(here / "index")
    if engine == "opensearch":
        cluster: Cluster = request.getfixturevalue("cluster")
        other = cluster.url("commands")
    assert run(["index", str(CORPUS), "--index", str(here / "tantivy")]) == 0
    assert run(["index", str(CORPUS), "--index", other, "--engine", engine]) == 0
    capsys.readouterr()
    for command in EXACTLY_ALIKE:
        answers = [answer(command, index, capsys) for index in (str(here / "tantivy"), other)]
        assert answers[0] == answers[1], command
    for command in WORKING:
        code, found = answer(command, other, capsys)
        assert (code, bool(found)) == (0, True), command


def answer(command: list[str], index: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    """The exit code, and what was answered but for scores and times."""
    code = run([*command, "--index", index, "--json"])
    return code, dict(without(json.loads(capsys.readouterr().out), VARYING))


def without(found: dict[str, Any], names: set[str]) -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        if name not in names:
            yield name, dict(without(value, names)) if isinstance(value, dict) else value
