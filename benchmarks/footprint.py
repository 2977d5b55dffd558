"""What an index takes: on the disk, part by part, and in memory while it is made.

The size of a part is what an index is smaller by if it is left out of every document. The parts share
nothing, so they add up, and what is left is what no document can be without: keys, dates, lengths.
Memory is the most that the process of a build and each of its workers held, in processes of their own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from benchmarks.material import Material
from benchmarks.tables import table
from searchkit.engines.protocol import EssayDocument, FileState
from searchkit.engines.tantivy import TantivyEngine
from searchkit.essay import Essay
from searchkit.indexing.documents import essay_document
from searchkit.indexing.stored import essay_key

_MOST_SECTIONS = 30_000
"""A larger material is weighed by so many of its sections: shares hardly change from there on."""

_PARTS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "texts, headings, lines: what a hit shows": ({"stored": b""}, {"stored": b""}),
    "words, with their positions": ({"exact": ""}, {}),
    "stems, of sections and of essays": ({"stem": ""}, {}),
    "headings of sections, with positions": ({"heading": ""}, {}),
    "titles, subtitles, headings of essays": ({}, {"title": "", "subtitle": "", "headings": ""}),
    "completions": ({}, {"completions": ()}),
    "filters: kinds, tags, authors, ids": ({"filters": ()}, {"filters": ()}),
}
"""What is emptied of a section and of an essay to leave a part out."""

_BUILD = """
import resource, sys
import searchkit
searchkit.build(sys.argv[1], sys.argv[2])
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss)
"""
_UNITS_IN_A_MEGABYTE = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024


def size_table(material: Material, place: Path) -> str:
    """The size of each part of the index over that of the text."""
    essays = _first_essays(material)
    text = sum(len(section.text.encode()) for essay in essays for section in essay.sections)
    documents = documents_of(essays, material.folder)
    whole = _size(documents, place / "whole")
    sizes = {name: whole - _size(_without(documents, name), place / "part") for name in _PARTS}
    sizes["the rest: keys, dates, lengths"] = whole - sum(sizes.values())
    rows = [[name, f"{size / text:.3f}"] for name, size in sorted(sizes.items(), key=lambda one: -one[1])]
    return f"What the parts of the index take on disk, over the text ({text / 1e6:.1f} MB).\n\n" + table(
        ["part", "size over text"], [*rows, ["all", f"{whole / text:.3f}"]]
    )


def _first_essays(material: Material) -> list[Essay]:
    chosen: list[Essay] = []
    sections = 0
    for essay in material.essays:
        if sections >= _MOST_SECTIONS:
            break
        chosen.append(essay)
        sections += len(essay.sections)
    return chosen


def documents_of(essays: Iterable[Essay], folder: Path) -> list[EssayDocument]:
    """What is indexed of essays that were read from `folder`."""
    return [
        essay_document(
            essay,
            key=essay_key(folder, essay.path),
            root=0,
            state=FileState(0, 0, 0),
            learned=frozenset(),
        )
        for essay in essays
    ]


def _without(documents: Sequence[EssayDocument], part: str) -> Iterator[EssayDocument]:
    of_section, of_essay = _PARTS[part]
    for essay in documents:
        sections = tuple(replace(section, **of_section) for section in essay.sections)
        yield replace(essay, sections=sections, **of_essay)


def write(documents: Iterable[EssayDocument], folder: Path) -> None:
    """Make an index of documents in a folder that is not there yet."""
    with closing(TantivyEngine.create(folder).writer()) as writer:
        for document in documents:
            writer.replace(document)
        writer.commit()


def _size(documents: Iterable[EssayDocument], folder: Path) -> int:
    write(documents, folder)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    shutil.rmtree(folder)
    return size


def memory_line(material: Material, place: Path) -> str:
    """How much memory a build takes at most, in one sentence."""
    folder = place / "remembered"
    command = [sys.executable, "-c", _BUILD, str(material.folder), str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    shutil.rmtree(folder)
    own, workers = (int(line) / _UNITS_IN_A_MEGABYTE for line in ran.stdout.split())
    return f"A build holds at most {own:,.0f} MB of memory, and each worker it has {workers:,.0f} MB."
