"""An essay as the index keeps it, and back.

`essay_document` analyses an essay into the fields of `engines.protocol`; `stored_essay` and
`stored_section` turn what was stored of it into an `Essay` and its sections again. What is stored is
JSON: an object for an essay, a list for a section, because there are many.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from searchkit.analysis.analyzer import Analyzer, analyzer_for, terms_of, words_in
from searchkit.analysis.language import language_code
from searchkit.analysis.sentences import sentence_spans
from searchkit.engines.protocol import EssayDocument, FileState, SectionDocument
from searchkit.essay import Attribution, Essay, Kind, Section
from searchkit.indexing.completions import Completions

_WHOLE = frozenset(("essay", "lang", "kind", "access"))
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A section and the spans of its sentences, in code points of its text."""

    section: Section
    sentences: tuple[tuple[int, int], ...]


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
        text = language_code(text) or text
    if field in _WHOLE:
        return [f"{field}:{text.strip().lower()}"]
    return [f"{field}:{word}" for word in dict.fromkeys(analyzer_for("").terms(text))]


def essay_document(
    essay: Essay, *, key: int, root: int, state: FileState, learned: frozenset[str]
) -> EssayDocument:
    """Everything the index holds of `essay`, which was read from corpus number `root`.

    The filter `id:` is the essay's alone: it tells which essays share one.
    """
    analyzer = analyzer_for(essay.language)
    filters = tuple(_filters(essay))
    headings = [section.text for section in essay.sections if section.kind is Kind.HEADING]
    completions = Completions(essay)
    sections = tuple(_section_documents(essay, analyzer, filters, learned, completions))
    return EssayDocument(
        key=key,
        id=essay.id,
        day=essay.date.toordinal() if essay.date else 0,
        state=state,
        title=_stems(analyzer, essay.title),
        subtitle=_stems(analyzer, essay.subtitle),
        headings=_stems(analyzer, " ".join(headings)),
        filters=(f"id:{essay.id}", *filters),
        completions=completions.terms(),
        stored=_store_essay(essay, root, sum(map(_count_terms, sections))),
        sections=sections,
    )


def _filters(essay: Essay) -> Iterable[str]:
    values = [("access", essay.access), ("lang", essay.language), ("type", essay.type)]
    values += [("essay", name) for name in (essay.id, essay.slug, essay.path)]
    values += [("author", author) for author in essay.authors]
    values += [("tag", tag) for tag in essay.tags]
    terms = [term for field, value in values if value for term in filter_terms(field, value)]
    yield from dict.fromkeys(terms)


def _section_documents(
    essay: Essay,
    analyzer: Analyzer,
    filters: tuple[str, ...],
    learned: frozenset[str],
    completions: Completions,
) -> Iterator[SectionDocument]:
    """The documents of an essay's sections, whose words `completions` is given on the way."""
    headings: dict[tuple[str, ...], str] = {}  # many sections stand under the same ones
    for section in essay.sections:
        path = _heading_path(section)
        if path not in headings:
            headings[path] = _stems(analyzer, " ".join(path))
        words = words_in(section.text)
        terms = terms_of(words)
        stems = analyzer.stems(terms)
        sentences = sentence_spans(section.text, learned)
        completions.add(section, words, terms)
        if section.attribution:
            # Found by who it is by, though that is not part of its text.
            stems += analyzer.stems(analyzer.terms(str(section.attribution)))
        yield SectionDocument(
            number=section.number,
            exact=" ".join(terms),
            stem=" ".join(stems),
            heading=headings[path],
            filters=(*filters, f"kind:{section.kind.value}"),
            stored=_store_section(section, sentences),
        )


def _heading_path(section: Section) -> tuple[str, ...]:
    """The headings that say what a section is about; a heading is one of its own."""
    return (*section.headings, section.text) if section.kind is Kind.HEADING else section.headings


def _stems(analyzer: Analyzer, text: str) -> str:
    return " ".join(analyzer.stems(analyzer.terms(text)))


def _count_terms(section: SectionDocument) -> int:
    return section.exact.count(" ") + 1 if section.exact else 0


def _store_essay(essay: Essay, root: int, words: int) -> bytes:
    fields = {
        "root": root,
        "words": words,
        "subtitle": essay.subtitle,
        "date": essay.date.isoformat() if essay.date else "",
        "updated": essay.updated.isoformat() if essay.updated else "",
        "authors": essay.authors,
        "tags": essay.tags,
        "type": essay.type,
        "language": essay.language,
        "access": essay.access,
        "url": essay.url,
        "slug": essay.slug,
        "aliases": essay.aliases,
        "extra": dict(essay.extra),
    }
    needed = {"id": essay.id, "path": essay.path, "title": essay.title}
    return _json(needed | {name: value for name, value in fields.items() if value})


def stored_essay(stored: bytes, roots: tuple[str, ...]) -> Essay:
    """The essay without its sections; its path leads to the file from where the process stands."""
    fields: dict[str, Any] = json.loads(_text(stored))
    root = roots[fields.pop("root", 0)]
    fields.pop("words", 0)
    for name in ("date", "updated"):
        if name in fields:
            fields[name] = dt.date.fromisoformat(fields[name])
    for name in ("authors", "tags", "aliases"):
        if name in fields:
            fields[name] = tuple(fields[name])
    fields["path"] = path_from_here(root, fields["path"])
    return Essay(**fields)


def stored_word_count(stored: bytes) -> int:
    """How many words (exact terms) all sections of the essay hold together."""
    count: int = json.loads(_text(stored)).get("words", 0)
    return count


def path_from_here(root: str, path: str) -> str:
    """How a file of the corpus `root` is shown: relative to where the process stands, if below that."""
    try:
        here = os.getcwd()  # noqa: PTH109  (a Path costs ten times as much, for every hit)
    except OSError:  # no such place any more
        here = ""
    return _way_to(root, here) + path


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


def _store_section(section: Section, sentences: Sequence[tuple[int, int]]) -> bytes:
    by = section.attribution
    values = [
        section.number,
        section.kind.value,
        *section.lines,
        section.headings,
        section.anchor,
        by.to_dict() if by else None,
        section.referrer,
        [end for _, end in sentences],
        section.text,
    ]
    return _json(values)


def _text(stored: bytes) -> str:
    """What `_json` encoded; `json.loads` would first guess how, which takes as long as the parsing."""
    return stored.decode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    return _to_json(value).encode("utf-8", "surrogatepass")


def stored_section(stored: bytes) -> StoredSection:
    """A section and its sentences."""
    number, kind, first, last, headings, anchor, by, referrer, ends, text = json.loads(_text(stored))
    section = Section(
        number=number,
        kind=Kind(kind),
        text=text,
        lines=(first, last),
        headings=tuple(headings),
        anchor=anchor,
        attribution=Attribution(**by) if by else None,
        referrer=referrer,
    )
    return StoredSection(section, _spans(text, ends))


def _spans(text: str, ends: list[int]) -> tuple[tuple[int, int], ...]:
    """The spans that end so: between two sentences there is nothing but white space."""
    spans = []
    start = 0
    for end in ends:
        while text[start].isspace():
            start += 1
        spans.append((start, end))
        start = end
    return tuple(spans)
