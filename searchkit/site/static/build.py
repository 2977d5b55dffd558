"""An index to a static site index: everything a browser needs to search the public essays by itself.

In go an index and a folder, out come files: `manifest.js` and `data/`, described byte by byte in
`docs/static-index.md`, and the client and the box beside them. Only what readers may see is ever read.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from searchkit.errors import SearchkitError
from searchkit.essay import Kind
from searchkit.index import Index
from searchkit.query.kinds import KINDS
from searchkit.query.tree import FIELDS
from searchkit.search import passages, ranking
from searchkit.search.commit import Commit
from searchkit.site.box import BOX_FILES, box_file
from searchkit.site.static.bits import deflated, script, script_content
from searchkit.site.static.files import MANIFEST, MANIFEST_NAME, DataFiles, replace_file
from searchkit.site.static.filters import Filters
from searchkit.site.static.library import shelved
from searchkit.site.static.pieces import Pieces, compressed, train_dictionary
from searchkit.site.static.postings import LENGTHS, Gatherer, sorted_postings, with_pairs
from searchkit.site.static.shards import common_entries, write_shards
from searchkit.site.static.words import reversed_lists, suggestion_lists

FORMAT = 1
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was built: `written` and `removed` count files, `bytes` is the size of the whole index."""

    essays: int
    sections: int
    files: int
    written: int
    removed: int
    bytes: int
    addresses: bool
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def build_site(index: Index, out: Path) -> SiteReport:
    """Write the static index of the public essays of `index` to the folder `out`.

    What is there already and has not changed is left alone; what an earlier build wrote and is no longer
    needed is removed. Stopped at any moment, `out` holds a site that works: the old one or the new one.

    Raises:
        SearchkitError: `out` cannot be written.
        IndexMissingError, IndexDamagedError, IndexVersionError: as for any reading of an index.
    """
    started = time.perf_counter()
    try:
        return _Site(Commit.last(index.place, public_only=True), out).build(started)
    except OSError as error:
        raise SearchkitError(
            f"the site cannot be written to {out} ({error.strerror})", hint="name a folder to write to"
        ) from error


class _Site:
    def __init__(self, commit: Commit, out: Path) -> None:
        self._commit = commit
        self._out = out
        self._gathered = Gatherer(commit.languages)
        self._pieces = Pieces()
        self._filters = Filters(commit.languages)

    def build(self, started: float) -> SiteReport:
        for one in shelved(self._commit):
            self._gathered.add(one)
            self._pieces.add(one)
            self._filters.add(one)
        self._pieces.close()
        files = DataFiles(self._out)
        manifest = self._manifest() | self._write_data(files)
        content = script(MANIFEST_NAME, deflated(_to_json(manifest).encode("utf-8", "surrogatepass")))
        copied = (*BOX_FILES, "index.html")
        written = sum(replace_file(self._out / name, box_file(name)) for name in copied)
        written += replace_file(self._out / MANIFEST, content)
        return SiteReport(
            essays=len(self._gathered.bodies),
            sections=len(self._gathered.section_lengths),
            files=len(files.named) + 1 + len(copied),
            written=files.written + written,
            removed=files.remove_others(),
            bytes=files.bytes + len(content),
            addresses=self._commit.on_the_web,
            seconds=time.perf_counter() - started,
        )

    def _write_data(self, files: DataFiles) -> dict[str, Any]:
        gathered = self._gathered
        postings = sorted_postings(gathered)
        common = common_entries(gathered, postings)
        paired = [postings.entries[entry][0] for entry in common]
        postings = with_pairs(gathered, postings, common)
        shards = write_shards(gathered, postings)
        files.write("s", shards.shards)
        files.write("x", shards.apart)
        dictionary = self._dictionary()
        files.write("t", compressed(self._pieces.texts, dictionary))
        files.write("f", [self._filters.written()])
        ends, lists = reversed_lists(postings)
        files.write("r", lists)
        starts, suggestions = suggestion_lists(self._commit)
        files.write("c", suggestions)
        return {
            "hashes": files.hashes,
            "dictionary": dictionary.decode("utf-8", "surrogatepass"),
            "shards": shards.firsts,
            "apart": shards.apart_forms,
            "paired": paired,
            "reversed": ends,
            "completions": starts,
        }

    def _dictionary(self) -> bytes:
        """The dictionary of the site that is there, because with another every piece would be another.

        Not if it holds a word that is in no essay now: the essay may have been withdrawn.
        """
        old = self._old_dictionary()
        written = {word for text in self._pieces.texts for word in text.split(" ")} if old else set()
        kept = old and written.issuperset(old.decode("utf-8", "surrogatepass").split(" "))
        return old if kept else train_dictionary(self._pieces.texts)

    def _old_dictionary(self) -> bytes:
        file = self._out / MANIFEST
        if not file.is_file():
            return b""
        import zlib

        try:
            old = json.loads(zlib.decompressobj(-15).decompress(script_content(file.read_bytes())))
        except (zlib.error, ValueError):
            return b""
        return old["dictionary"].encode("utf-8", "surrogatepass") if old.get("format") == FORMAT else b""

    def _manifest(self) -> dict[str, Any]:
        gathered = self._gathered
        return {
            "format": FORMAT,
            "web": self._commit.on_the_web,
            "languages": gathered.languages,
            "essays": gathered.essay_sections,
            "bodies": gathered.bodies,
            "days": self._filters.days(),
            "spoken": self._filters.spoken(),
            "totals": gathered.totals,
            "lengths": LENGTHS,
            "pieces": _steps(self._pieces.starts),
            "kinds": KINDS,
            "fields": FIELDS,
            "ranking": _ranking(),
        }


def _ranking() -> dict[str, Any]:
    """The constants of `search.ranking` and `search.passages`, so that a browser ranks as Python does."""
    return {
        "title": ranking.TITLE,
        "subtitle": ranking.SUBTITLE,
        "headings": ranking.HEADINGS,
        "section": ranking.SECTION,
        "sectionForPhrases": ranking.SECTION_FOR_PHRASES,
        "exact": ranking.EXACT,
        "underHeading": ranking.UNDER_HEADING,
        "adjacent": ranking.ADJACENT,
        "kind": [ranking.KIND.get(kind, 1.0) for kind in Kind],
        "weak": ranking.WEAK,
        "mostAllFirst": ranking.MOST_ALL_FIRST,
        "mostStems": ranking.MOST_STEMS,
        "functionWords": " ".join(sorted(ranking.FUNCTION_WORDS)),
        "maxLength": passages.MAX_LENGTH,
    }


def _steps(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
