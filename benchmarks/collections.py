"""A test collection as essays: its documents written as posts, its questions with their judgements.

A collection is a folder with `corpus.jsonl` ({id, title, text}), `queries.jsonl` ({id, text}) and
`qrels.tsv` (query, document, grade; grades above 0 answer). A document becomes the post `ID.md`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.judged import Query
from benchmarks.material import escaped

_PARTS = ("corpus.jsonl", "queries.jsonl", "qrels.tsv")


def is_collection(folder: Path) -> bool:
    """Whether there is a test collection in `folder`."""
    return all((folder / part).is_file() for part in _PARTS)


def write_collection(collection: Path, folder: Path) -> None:
    """Write each document of `collection` as a post in `folder`."""
    folder.mkdir()
    for document in _lines(collection / "corpus.jsonl"):
        title = json.dumps(document["title"] or document["id"])
        post = f"---\nid: {json.dumps(document['id'])}\ntitle: {title}\n---\n\n{escaped(document['text'])}\n"
        (folder / _path(document["id"])).write_text(post, encoding="utf-8")


def collection_queries(collection: Path) -> list[Query]:
    """The questions that something answers."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (collection / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if grade.isdecimal() and int(grade) > 0:
            grades[query][_path(document)] = int(grade)
    asked = _lines(collection / "queries.jsonl")
    return [Query(query["text"], grades[query["id"]]) for query in asked if query["id"] in grades]


def _path(document: str) -> str:
    return f"{document}.md"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())
