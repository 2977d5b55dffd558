"""Ranking and passages over `corpus/`, kept in files that are read in review.

`queries.txt` says what is asked, `hits.txt` which sections are found, in order, and `passages.md` what is
shown of the first. A change of ranking shows there as a diff. `python tests/ranking/test_ranking.py`
writes both anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Index
from searchkit.search.hits import Hit, Passage

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
PASSAGES_EACH = 2
FIRST_WORDS = 9

Page = Callable[[Index], str]


def queries() -> Iterator[tuple[str, bool]]:
    """Each line of `queries.txt`, with whether it is a heading."""
    for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line:
            yield line.removeprefix("# "), line.startswith("# ")


def hits_page(index: Index) -> str:
    """The hits of every query: rank, place, kind, how the section begins."""
    lines = []
    for query, is_heading in queries():
        if is_heading:
            lines.append(f"=== {query}\n")
            continue
        results = index.search(query)
        lines.append(f"{query}  ({results.total_essays} essays, {results.total_sections} sections)")
        lines += [f"    note: {notice}" for notice in results.notices]
        lines += [
            f"{hit.rank:4}. {_place(hit)}  {hit.section.kind}  {_first_words(index, hit)}" for hit in results
        ]
        lines.append("")
    return "\n".join(lines)


def passages_page(index: Index) -> str:
    """The first passages of every query, with what matched in bold."""
    lines = ["# What is shown for each query", ""]
    for query, is_heading in queries():
        if is_heading:
            lines += [f"## {query}", ""]
            continue
        lines += [f"### `{query}`", ""]
        for hit in index.search(query, limit=PASSAGES_EACH):
            lines += [f"{_place(hit)}, {hit.section.kind}", ""]
            lines += [f"> {line}".rstrip() for line in _in_bold(hit.passage).splitlines()]
            lines.append("")
    return "\n".join(lines)


def _place(hit: Hit) -> str:
    return f"{Path(hit.essay.path).name}:{hit.section.lines[0]}"


def _first_words(index: Index, hit: Hit) -> str:
    words = index.show(hit.essay.path).sections[hit.section.number].text.split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def _in_bold(passage: Passage) -> str:
    return "".join(f"**{text}**" if marked else text for text, marked in passage.parts())


PAGES: dict[str, Page] = {"hits.txt": hits_page, "passages.md": passages_page}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return searchkit.build(CORPUS, tmp_path_factory.mktemp("ranking"))


@pytest.mark.parametrize("name", PAGES)
def test_hits_and_passages_are_those_that_were_reviewed(index: Index, name: str) -> None:
    assert PAGES[name](index) == (HERE / name).read_text(encoding="utf-8")


def test_there_are_sixty_queries_to_review() -> None:
    assert sum(1 for _, is_heading in queries() if not is_heading) >= 60


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        built = searchkit.build(CORPUS, temporary)
        for name, page in PAGES.items():
            (HERE / name).write_text(page(built), encoding="utf-8")
