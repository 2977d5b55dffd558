"""The reader of a static index, and what its writer shares with it: the test vectors, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from node_tools import type_errors
from static_site import ask

import searchkit
from searchkit import Index
from searchkit.settings import Settings
from searchkit.site import box
from searchkit.site.static import build_site
from searchkit.site.static.bits import below, chained, deflated, golomb, lists, packed, script, script_content
from searchkit.site.static.blocks import length_code, longest

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
SCRIPTS = Path(box.__file__).parent


@pytest.fixture(scope="module")
def site(library: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static site of the small library."""
    out = tmp_path_factory.mktemp("static")
    build_site(library, out)
    return out


def test_writer_codes_numbers_as_the_vectors_say() -> None:
    for vector in VECTORS["bits"]:
        codes = []
        for (name, *facts), value in zip(vector["codes"], vector["values"], strict=True):
            values = np.atleast_1d(np.array(value, np.int64))
            if name == "golomb":
                codes.append(golomb(values, facts[0]))
            elif name == "below":
                codes.append(below(values, np.array(facts)))
            else:
                count, start, limit = facts
                codes.append(lists(values - start, np.array([count]), np.array([limit - start])))
        assert packed(chained(*codes)).hex() == vector["hex"], vector["name"]


def test_reader_decodes_numbers_as_the_vectors_say(site: Path) -> None:
    questions: list[tuple[str, Any, dict[str, Any]]] = [
        ("bits", [vector["hex"], vector["codes"]], {}) for vector in VECTORS["bits"]
    ]
    for vector, one in zip(VECTORS["bits"], ask(site, questions), strict=True):
        assert one["answer"] == vector["values"], vector["name"]


def test_writer_writes_scripts_as_the_vectors_say() -> None:
    for vector in VECTORS["scripts"]:
        written = script("a", bytes.fromhex(vector["hex"]))
        units = np.frombuffer(written, "<u2").tolist()
        assert units[:4] == [0xFEFF, ord("a"), ord("="), ord('"')]
        assert units[4:-1] == vector["units"]
        assert script_content(written)[: len(vector["hex"]) // 2].hex() == vector["hex"]


def test_reader_reads_scripts_as_the_vectors_say(site: Path) -> None:
    questions: list[tuple[str, Any, dict[str, Any]]] = [
        ("script", "".join(map(chr, vector["units"])), {}) for vector in VECTORS["scripts"]
    ]
    for vector, one in zip(VECTORS["scripts"], ask(site, questions), strict=True):
        assert bytes(one["answer"])[: len(vector["hex"]) // 2].hex() == vector["hex"]


def test_reader_inflates_what_the_writer_deflates(site: Path) -> None:
    preset = b" of the library and its readers"
    contents = [
        b"",
        b"a",
        b"words of the library and its readers, " * 40,
        bytes(range(256)) * 3,
        np.random.default_rng(1).bytes(70_000),
    ]
    questions: list[tuple[str, Any, dict[str, Any]]] = [
        ("deflated", [deflated(content, preset).hex(), preset.hex()], {}) for content in contents
    ]
    for content, one in zip(contents, ask(site, questions), strict=True):
        assert bytes.fromhex(one["answer"]) == content


def test_length_bytes_are_those_of_the_vectors_and_hold_no_more_words_than_they_say() -> None:
    for words, code in VECTORS["lengths"]:
        assert length_code(words) == code
        assert longest(code) >= words > (longest(code - 1) if code else -1)


@pytest.mark.parametrize("name", ["searchkit.js", "searchkit-query.js", "searchkit-help.js"])
def test_script_has_no_type_errors(name: str) -> None:
    assert type_errors(SCRIPTS / name, strict=False) == ""


def test_scripts_are_served_without_their_comments_and_otherwise_as_they_are() -> None:
    for name in box.BOX_FILES:
        served = box.box_file(name).decode()
        written = [line.strip() for line in (SCRIPTS / name).read_text(encoding="utf-8").splitlines()]
        assert set(served.splitlines()) <= {*written, *(SCRIPTS / name).read_text("utf-8").splitlines()}
        assert "/**\n" not in served


def test_hits_lead_to_the_words_that_are_shown_as_in_python(tmp_path: Path) -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    settings = Settings(url="https://example.com/{slug}")
    searchkit.build(corpus, tmp_path / "index", settings=settings)
    index = Index(tmp_path / "index", public_only=True)
    build_site(index, tmp_path / "out")
    queries = ["memory", '"commonplace book"', "library readers", "kind:footnote the", "quot*", "style"]
    asked = ask(tmp_path / "out", [("search", query, {}) for query in queries])
    alike = 0
    for query, one in zip(queries, asked, strict=True):
        ours = {_place(hit): hit["link"] for hit in index.search(query).to_dict()["hits"]}
        theirs = {_place(hit): hit["link"] for hit in one["answer"]["hits"]}
        for place in ours.keys() & theirs.keys():
            assert theirs[place] == ours[place]
            alike += ":~:text=" in ours[place]
    assert alike > len(queries)


def _place(hit: dict[str, Any]) -> tuple[Any, ...]:
    return hit["essay"]["id"], hit["section"]["number"], hit["passage"]["text"]
