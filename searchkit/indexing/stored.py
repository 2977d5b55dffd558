"""What the index gives back of an essay, and what tells it from others: all that a search needs of indexing.

What is stored is the JSON of `StoredEssay` and `StoredSection`: objects without what is empty for an
essay, lists for a section, because there are many. Halves of surrogate pairs, of which JSON cannot be,
become U+FFFD.
"""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, to_builtins
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay, Section

_WHOLE = frozenset(("essay", "lang", "kind", "access"))
_SURROGATE = re.compile("[\ud800-\udfff]")


class StoredEssay(Struct, frozen=True, omit_defaults=True):
    """An essay without its sections, the number of its corpus, and how many words its sections hold."""

    essay: Essay
    root: int = 0
    words: int = 0


class StoredSection(Struct, frozen=True, array_like=True):
    """A section, and where each of its sentences ends: in code points of its text."""

    section: Section
    ends: tuple[int, ...]

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of its sentences: between two of them there is nothing but white space."""
        text = self.section.text
        spans = []
        start = 0
        for end in self.ends:
            while text[start].isspace():
                start += 1
            spans.append((start, end))
            start = end
        return tuple(spans)


_to_json = Encoder().encode
_essay_of = Decoder(StoredEssay).decode
_section_of = Decoder(StoredSection).decode


def stored_essay(stored: bytes, roots: tuple[str, ...]) -> Essay:
    """The essay without its sections; its path leads to the file from where the process stands."""
    found = _essay_of(stored)
    return replace(found.essay, path=path_from_here(roots[found.root], found.essay.path))


def stored_word_count(stored: bytes) -> int:
    """How many words (exact terms) all sections of the essay hold together."""
    return _essay_of(stored).words


def stored_section(stored: bytes) -> StoredSection:
    """A section and its sentences."""
    return _section_of(stored)


def store(value: StoredEssay | StoredSection) -> bytes:
    """What is stored of it, to be read by one of these functions."""
    try:
        return _to_json(value)
    except UnicodeEncodeError:
        text = json.dumps(to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return _SURROGATE.sub("\ufffd", text).encode()


def path_from_here(root: str, path: str) -> str:
    """How a file of the corpus `root` is shown: relative to where the process stands, if below that."""
    return _way_to(root, working_folder()) + path


def working_folder() -> str:
    """Where the process stands; empty where there is no such place any more."""
    try:
        return os.getcwd()  # noqa: PTH109  (a Path costs ten times as much, for every search)
    except OSError:
        return ""


@lru_cache(maxsize=64)
def _way_to(root: str, here: str) -> str:
    """What stands before the path of a file of `root`, shown in the folder `here`: ends in `/`, or empty."""
    folder = Path(root)
    if here and folder.is_relative_to(here):
        folder = folder.relative_to(here)
    shown = "" if folder == Path() else folder.as_posix().rstrip("/") + "/"
    if shown.isprintable():
        return shown
    from searchkit.reading.discovery import printable_path  # only such a path has to wait for it

    return printable_path(shown)


def hash63(content: bytes) -> int:
    """A hash that fits a signed integer of 64 bits and is not negative."""
    from hashlib import blake2b  # 2 ms, which a search need not pay

    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big") >> 1


def essay_key(root: Path, path: str) -> int:
    """What tells an essay from all others: the hash of where its file is."""
    return hash63(os.fsencode(root) + b"\0" + os.fsencode(path))


def filter_terms(field: str, text: str) -> list[str]:
    """The `filter` terms of a value: an essay has all of them, and a query asks for all of them.

    A name or a tag is found by any of its words, an id, a kind or a language only as a whole, the last
    under any of its names.

    >>> filter_terms("author", "Ada Merrow"), filter_terms("essay", "2023/GPT4")
    (['author:ada', 'author:merrow'], ['essay:2023/gpt4'])
    """
    if field == "lang":
        from searchkit.analysis.language import language_code  # 5 ms, which few searches need

        text = language_code(text) or text
    if field in _WHOLE:
        return [f"{field}:{text.strip().lower()}"]
    return [f"{field}:{word}" for word in dict.fromkeys(analyzer_for("").terms(text))]
