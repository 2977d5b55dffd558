"""An index to a static site index: everything a browser needs to search the public essays by itself.

In go an index and a folder, out come files: `manifest.js` and `data/`, described byte by byte in
`docs/static-index.md`, and the client and the box beside them. Only what readers may see is ever read.
"""

from __future__ import annotations

import json
import time
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from searchkit.errors import SearchkitError
from searchkit.index import Index
from searchkit.query.kinds import KINDS
from searchkit.query.tree import FIELDS
from searchkit.search.commit import Commit
from searchkit.site.box import BOX_FILES, box_file
from searchkit.site.static import manifest
from searchkit.site.static.bits import script, script_content
from searchkit.site.static.blocks import Numbering
from searchkit.site.static.files import MANIFEST, MANIFEST_NAME, DataFiles, replace_file
from searchkit.site.static.filters import Filters
from searchkit.site.static.library import shelved
from searchkit.site.static.pieces import Squeezer, pieces_of, trained
from searchkit.site.static.postings import Gatherer, Postings, sorted_postings
from searchkit.site.static.shards import write_shards
from searchkit.site.static.words import endings, suggestion_lists, word_lists

FORMAT = 2


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
        return _build(Commit.last(index.place, public_only=True), out, started)
    except OSError as error:
        raise SearchkitError(
            f"the site cannot be written to {out} ({error.strerror})", hint="name a folder to write to"
        ) from error


def _build(commit: Commit, out: Path, started: float) -> SiteReport:
    essays = list(shelved(commit))
    gathered, filters = Gatherer(commit.languages), Filters()
    for one in essays:
        gathered.add(one)
        filters.add(one)
    numbering = gathered.numbering()
    pieces = pieces_of(essays, numbering)
    squeezer = _squeezer(out, pieces.texts)
    files = DataFiles(out)
    files.write("t", map(squeezer.compressed, pieces.texts))
    files.write("f", [filters.written(numbering)])
    facts = {
        "format": FORMAT,
        "web": commit.on_the_web,
        "languages": gathered.languages,
        "totals": gathered.totals,
        "kinds": KINDS,
        "fields": FIELDS,
        "ranking": manifest.ranked_by(),
        "words": " ".join(squeezer.words),
        "dictionary": squeezer.dictionary,
        **_write_dictionary(files, sorted_postings(gathered, numbering), numbering, commit),
        "hashes": files.hashes,
    }
    content = script(MANIFEST_NAME, manifest.written(facts, gathered, numbering, pieces.opens))
    copied = (*BOX_FILES, "index.html")
    written = sum(replace_file(out / name, box_file(name)) for name in copied)
    written += replace_file(out / MANIFEST, content)
    return SiteReport(
        essays=len(essays),
        sections=len(gathered.words),
        files=len(files.named) + 1 + len(copied),
        written=files.written + written,
        removed=files.remove_others(),
        bytes=files.bytes + len(content),
        addresses=commit.on_the_web,
        seconds=time.perf_counter() - started,
    )


def _write_dictionary(
    files: DataFiles, postings: Postings, numbering: Numbering, commit: Commit
) -> dict[str, Any]:
    """Write the files that know words; what the manifest says of them."""
    shards = write_shards(postings, numbering)
    files.write("s", shards.shards)
    files.write("x", shards.apart)
    starts = {"s": manifest.fronted(shards.firsts)}
    listed = {
        "w": word_lists(postings, backwards=False),
        "r": word_lists(postings, backwards=True),
        "c": suggestion_lists(commit),
    }
    for letter, (firsts, lists) in listed.items():
        files.write(letter, lists)
        starts[letter] = manifest.fronted(firsts)
    return {
        "apart": manifest.fronted(shards.apart_forms),
        "paired": " ".join(postings.paired),
        "endings": endings(postings, commit.languages),
        "starts": starts,
    }


def _squeezer(out: Path, texts: list[str]) -> Squeezer:
    """The dictionary of the site that is there, because with another every piece would be another.

    Not if it holds a word that is in no essay now: the essay may have been withdrawn.
    """
    old = _old_facts(out)
    if old:
        squeezer = Squeezer(old["words"].split(" "), old["dictionary"])
        if squeezer.knows_only(texts):
            return squeezer
    return trained(texts)


def _old_facts(out: Path) -> dict[str, Any]:
    file = out / MANIFEST
    if not file.is_file():
        return {}
    try:
        content = script_content(file.read_bytes())[3:]
        old: dict[str, Any] = json.loads(zlib.decompressobj(-15).decompress(content))
    except (zlib.error, ValueError):
        return {}
    return old if old.get("format") == FORMAT else {}
