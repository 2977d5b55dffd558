"""Essays to pieces of text, of which a browser loads those that its hits are in.

A piece is JSON, deflated behind a preset dictionary: a list of essays, each a list of what is known of it
and then its sections. A piece holds several short essays or part of a long one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from searchkit.essay import Kind
from searchkit.indexing.documents import StoredSection
from searchkit.site.static.bits import deflated
from searchkit.site.static.library import Shelved

PIECE_CHARACTERS = 16_000
DICTIONARY_BYTES = 4_096

KINDS = tuple(kind.value for kind in Kind)
_ONE_PASSAGE = 320
_SENTENCES = 3
_SAMPLE = 400_000
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Pieces:
    """Takes essays in and cuts them; `starts` are the numbers of the sections that pieces begin with."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self._size = 0
        self._count = 0

    def add(self, shelved: Shelved) -> None:
        """Put one essay into the open piece, or into pieces of its own."""
        essay, sections = shelved
        head = _essay_head(shelved)
        for part in _parts(sections):
            written = _sections_json(part)
            if self._size and self._size + len(written) > PIECE_CHARACTERS:
                self.close()
            if not self._open:
                self.starts.append(self._count)
            self._open.append(f"[{_to_json(head)},{written}]")
            self._size += len(written)
            self._count += len(part)
        if self._size > PIECE_CHARACTERS // 3 and crc32(essay.path.encode("utf-8", "surrogatepass")) % 3 == 0:
            self.close()

    def close(self) -> None:
        """End the open piece."""
        if self._open:
            self.texts.append(f"[{','.join(self._open)}]")
        self._open, self._size = [], 0


def _parts(sections: Sequence[StoredSection]) -> Iterator[list[StoredSection]]:
    """The sections of an essay in runs that fit a piece; of an essay without any, one run of none."""
    run: list[StoredSection] = []
    size = 0
    for stored in sections:
        length = len(stored.section.text)
        if run and size + length > PIECE_CHARACTERS:
            yield run
            run, size = [], 0
        run.append(stored)
        size += length
    yield run


def _essay_head(shelved: Shelved) -> list[Any]:
    essay = shelved.essay
    return [
        essay.id,
        essay.path,
        essay.title,
        essay.url,
        essay.date.isoformat() if essay.date else 0,
        essay.subtitle,
        essay.language,
        essay.type,
        essay.authors,
        essay.tags,
    ]


def _sections_json(sections: Sequence[StoredSection]) -> str:
    """Sections in a row: what is as in the section before, or may be known from the text, is 0."""
    rows: list[Any] = []
    headings: tuple[str, ...] | None = None
    anchor: str | None = None
    line = 0
    for stored in sections:
        one = stored.section
        row: list[Any] = [
            KINDS.index(one.kind.value),
            one.lines[0] - line,
            one.lines[1] - one.lines[0],
            one.text,
            0 if one.headings == headings else one.headings,
            0 if one.anchor == anchor else one.anchor,
            0 if _is_one_passage(stored) else _ends(stored),
            one.attribution.to_dict() if one.attribution else 0,
        ]
        while row[-1] == 0 and len(row) > 4:
            row.pop()
        rows.append(row)
        headings, anchor, line = one.headings, one.anchor, one.lines[1]
    return _to_json(rows)[1:-1]


def _is_one_passage(stored: StoredSection) -> bool:
    return len(stored.sentences) <= _SENTENCES and len(stored.section.text) <= _ONE_PASSAGE


def _ends(stored: StoredSection) -> list[int]:
    """Where each sentence ends, less where the one before did."""
    ends = [end for _, end in stored.sentences]
    return [end - before for before, end in zip([0, *ends], ends, strict=False)]


def train_dictionary(texts: Sequence[str]) -> bytes:
    """What pieces have most of in common: the phrases of one to four words that save most, best last."""
    step = max(1, sum(map(len, texts)) // _SAMPLE)
    counts: Counter[str] = Counter()
    for text in texts[::step]:
        words = text.split(" ")
        for size in (1, 2, 3, 4):
            counts.update(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    chosen: list[str] = []
    room = DICTIONARY_BYTES
    ranked = sorted(counts, key=lambda phrase: (-(counts[phrase] - 1) * (len(phrase) - 2), phrase))
    for phrase in ranked:
        written = " " + phrase
        if len(phrase) < 4 or counts[phrase] < 3 or any(written in other for other in chosen):
            continue
        room -= len(written.encode())
        if room < 0:
            break
        chosen.append(written)
    return "".join(reversed(chosen)).encode("utf-8", "surrogatepass")


def compressed(texts: Sequence[str], dictionary: bytes) -> list[bytes]:
    """The pieces as they are written."""
    return [deflated(text.encode("utf-8", "surrogatepass"), dictionary) for text in texts]
