"""Essays to pieces of text, of which a browser loads those that its hits are in.

A piece is what is known of its blocks, as JSON, and then the texts of their sections; its commonest words
are one byte each, and it is deflated behind a preset dictionary. It holds several short essays or part of a
long one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from searchkit.essay import Kind
from searchkit.indexing.stored import StoredSection
from searchkit.site.static.bits import deflated
from searchkit.site.static.blocks import BLOCK_CHARACTERS, Block, Numbering
from searchkit.site.static.library import Shelved

DICTIONARY_BYTES = 4_000

KINDS = tuple(kind.value for kind in Kind)
_ONE_PASSAGE = 320
_SENTENCES = 3
_SAMPLE = 400_000
_WORD_BYTES = bytes((*range(0x80, 0xC2), *range(0xF5, 0x100)))
"""What no character begins with in UTF-8."""

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z])|\S(?=\s*(?:\n|\Z))")
_ENOUGH = 10_000
_BREAK = "\0"
_LIKELY_END = re.compile(r"[.!?…\n].*\s", re.DOTALL)
_USUAL = (KINDS.index(Kind.PARAGRAPH.value), 2, 0)
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Pieces:
    """Takes essays in, with their blocks, and makes pieces; `opens` says which blocks begin one."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.opens: list[bool] = []
        self._open: list[tuple[str, list[str]]] = []
        self._size = 0

    def add(self, shelved: Shelved, blocks: Sequence[Block]) -> None:
        """Put one essay into the open piece, or into pieces of its own."""
        head = _to_json(_essay_head(shelved))
        for block in blocks:
            sections = shelved.sections[block.first - blocks[0].first : block.after - blocks[0].first]
            texts = [stored.section.text.replace(_BREAK, " ") for stored in sections]
            size = sum(map(len, texts))
            if self._open and self._size + size > BLOCK_CHARACTERS:
                self.close()
            self.opens.append(not self._open)
            self._open.append((f"[{head},{_to_json(_unusual(sections))}]", texts))
            self._size += size
        path = shelved.essay.path.encode("utf-8", "surrogatepass")
        if self._size > (_ENOUGH if crc32(path) % 2 else _ENOUGH // 2):
            self.close()

    def close(self) -> None:
        """End the open piece."""
        if self._open:
            facts = ",".join(facts for facts, _ in self._open)
            texts = [text for _, texts in self._open for text in texts]
            self.texts.append(_BREAK.join([f"[{facts}]", *texts]))
        self._open, self._size = [], 0


def pieces_of(essays: Sequence[Shelved], numbering: Numbering) -> Pieces:
    """All essays in pieces."""
    blocks: list[list[Block]] = [[] for _ in essays]
    for block in numbering.blocks:
        blocks[block.essay].append(block)
    pieces = Pieces()
    for one, own in zip(essays, blocks, strict=True):
        pieces.add(one, own)
    pieces.close()
    return pieces


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


def _unusual(sections: Sequence[StoredSection]) -> list[Any]:
    """What a reader could not guess of sections: each its number among them, less that of the one before.

    Headings and anchors stay as they are until others come.
    """
    rows: list[Any] = []
    headings: tuple[str, ...] = ()
    anchor = ""
    line = before = 0
    for number, stored in enumerate(sections):
        one = stored.section
        place = (KINDS.index(one.kind.value), one.lines[0] - line, one.lines[1] - one.lines[0])
        row: list[Any] = [
            0 if place == _USUAL else place,
            0 if one.headings == headings else one.headings,
            0 if one.anchor == anchor else one.anchor,
            _ends(stored),
            one.attribution.to_dict() if one.attribution else 0,
        ]
        if any(value != 0 for value in row):
            while row[-1] == 0:
                row.pop()
            rows.append([number - before, *row])
            before = number
        headings, anchor, line = one.headings, one.anchor, one.lines[1]
    return rows


def _ends(stored: StoredSection) -> Any:
    """Where each sentence ends, less where the one before did; 0 where one may see it."""
    text = stored.section.text
    ends = [end for _, end in stored.sentences]
    if len(ends) == 1 and not _LIKELY_END.search(text):
        return 0
    seen = [found.end() for found in _SENTENCE_END.finditer(text)]
    is_shown_whole = len(text) <= _ONE_PASSAGE and max(len(ends), len(seen)) <= _SENTENCES
    if is_shown_whole or ends == seen:
        return 0
    return [end - before for before, end in zip([0, *ends], ends, strict=False)]


class Squeezer:
    """What pieces have in common: `words` that are one byte, and a dictionary, both as text.

    `preset` is the dictionary as it is written.
    """

    def __init__(self, words: Sequence[str], dictionary: str) -> None:
        self.words = list(words)
        self.dictionary = dictionary
        self._codes = _Codes(self.words)
        self.preset = self._codes.written(dictionary)

    def compressed(self, text: str) -> bytes:
        """A piece as it is written."""
        return deflated(self._codes.written(text), self.preset)

    def knows_only(self, texts: Sequence[str]) -> bool:
        """Whether every word of the dictionary is in a text."""
        written = {word for text in texts for word in text.split(" ")}
        return written.issuperset(self.dictionary.split()) and written.issuperset(self.words)


class _Codes(dict[str, bytes]):
    """How a word after a space is written: as one byte, or as it is."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__((word, bytes((code,))) for word, code in zip(words, _WORD_BYTES, strict=False))

    def __missing__(self, word: str) -> bytes:
        code = self[word] = b" " + word.encode("utf-8", "surrogatepass")
        return code

    def written(self, text: str) -> bytes:
        return b"".join(map(self.__getitem__, text.split(" ")))[1:]


def trained(texts: Sequence[str]) -> Squeezer:
    """The words, and the phrases of one to four words, that save most; the best of phrases come last."""
    step = max(1, sum(map(len, texts)) // _SAMPLE)
    counts: Counter[str] = Counter()
    for text in texts[::step]:
        words = text.split(" ")
        for size in (1, 2, 3, 4):
            counts.update(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    common = [word for word in counts if word.isalpha() and counts[word] > 2]
    words = sorted(common, key=lambda word: (-counts[word] * len(word), word))[: len(_WORD_BYTES)]
    chosen: list[str] = []
    room = DICTIONARY_BYTES
    for phrase in sorted(counts, key=lambda phrase: (-(counts[phrase] - 1) * (len(phrase) - 2), phrase)):
        written = " " + phrase
        if len(phrase) < 4 or counts[phrase] < 3 or phrase in words:
            continue
        if any(written in other for other in chosen):
            continue
        room -= len(written.encode())
        if room < 0:
            break
        chosen.append(written)
    return Squeezer(words, "".join(reversed(chosen)))
