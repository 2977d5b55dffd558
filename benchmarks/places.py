"""The right section, the right passage: headings and sentences of the corpus as queries.

Asked of the contestants that show sections with excerpts; ten hits are looked at. searchkit is given the
words side by side, as one types them; of its peers, who would else want all of them, any word may match.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from random import Random
from typing import NamedTuple

import searchkit
from benchmarks.contestants import LIMIT, OURS, Contestant, Found, open_contestant, peer
from benchmarks.questions import Class, Question
from benchmarks.tables import table
from searchkit.analysis.analyzer import analyzer_for
from searchkit.analysis.sentences import sentence_spans
from searchkit.essay import Essay, Kind, Section
from searchkit.index import Index

Ask = Callable[[Sequence[str]], list[Found]]

PEERS = ("tantivy", "fts5", "whoosh")
_MOST = 300
_RAREST = 3
_FEWEST_WORDS = 8
_MOST_CHARACTERS = 300
_PLAIN_WORD = re.compile(r"[a-z]{3,}")
_TAG = re.compile(r"<[^>]*>")


class Sought(NamedTuple):
    """What is asked, and whether a hit is what is meant."""

    words: tuple[str, ...]
    is_found: Callable[[Found], bool]


def place_tables(essays: Sequence[Essay], place: Path, lots: Random) -> list[str]:
    """How often the section of a heading, and the sentence of some words, is shown.

    In `place` is searchkit's index of `essays`; the others are made there.
    """
    asking = {OURS: _ask_ours(searchkit.open(place / OURS))}
    for name in PEERS:
        (place / name).mkdir()
        peer(name).build(essays, place / name)
        asking[name] = _ask_peer(open_contestant(name, place / name))
    headings, sentences = list(_headings(essays)), list(_sentences(essays))
    parts = []
    for what, found, sought in (
        ("Headings as queries", "the heading or a section under it", headings),
        (
            "The three rarest words of a sentence as queries",
            "an excerpt that shows all of the sentence",
            sentences,
        ),
    ):
        asked = sorted(lots.sample(sought, min(_MOST, len(sought))), key=lambda one: one.words)
        if asked:
            rows = [_row(name, ask, asked) for name, ask in asking.items()]
            parts.append(f"{what}, {len(asked)} of {len(sought)}; found is {found}.")
            parts.append(table(["", "found first", "MRR@10", "found among ten"], rows))
    return parts


def _ask_ours(index: Index) -> Ask:
    def ask(words: Sequence[str]) -> list[Found]:
        hits = index.search(" ".join(words), limit=LIMIT)
        return [Found(hit.essay.id, hit.section.number, hit.passage.html) for hit in hits]

    return ask


def _ask_peer(contestant: Contestant) -> Ask:
    return lambda words: contestant.ask(Question(Class.ANY, tuple(words)))


def _row(name: str, ask: Ask, asked: Sequence[Sought]) -> list[str]:
    ranks = [_rank(ask(one.words), one.is_found) for one in asked]
    found = [rank for rank in ranks if rank]
    figures = (ranks.count(1), sum(1 / rank for rank in found), len(found))
    return [name, *(f"{figure / len(asked):.3f}" for figure in figures)]


def _rank(hits: Sequence[Found], is_found: Callable[[Found], bool]) -> int:
    """The rank of the first hit that is meant; 0 for none."""
    return next((rank for rank, hit in enumerate(hits, start=1) if is_found(hit)), 0)


def _headings(essays: Sequence[Essay]) -> Iterator[Sought]:
    """Headings of two words or more that no other essay has."""
    holders = Counter(
        text
        for essay in essays
        for text in {section.text for section in essay.sections if section.kind is Kind.HEADING}
    )
    for essay in essays:
        for section in essay.sections:
            words = _words(section.text)
            if section.kind is Kind.HEADING and holders[section.text] == 1 and len(words) > 1:
                yield Sought(words, _stands_under(essay, section.text))


def _stands_under(essay: Essay, heading: str) -> Callable[[Found], bool]:
    numbers = {
        section.number
        for section in essay.sections
        if heading in section.headings or (section.kind is Kind.HEADING and section.text == heading)
    }
    return lambda hit: hit.essay == essay.id and hit.section in numbers


def _sentences(essays: Sequence[Essay]) -> Iterator[Sought]:
    """Sentences of paragraphs that an excerpt has room for, by their rarest words."""
    held = Counter(word for essay in essays for section in essay.sections for word in _words(section.text))
    for essay in essays:
        for section in essay.sections:
            for start, end in sentence_spans(section.text) if section.kind is Kind.PARAGRAPH else ():
                sentence = section.text[start:end]
                words = _words(sentence)
                if len(words) >= _FEWEST_WORDS and len(sentence) <= _MOST_CHARACTERS:
                    rarest = sorted(words, key=lambda word: (held[word], word))[:_RAREST]
                    yield Sought(tuple(rarest), _shows(essay, section, sentence))


def _shows(essay: Essay, section: Section, sentence: str) -> Callable[[Found], bool]:
    wanted = _spaced(sentence)

    def is_shown(hit: Found) -> bool:
        excerpt = _spaced(unescape(_TAG.sub("", hit.html)))
        return (hit.essay, hit.section) == (essay.id, section.number) and wanted in excerpt

    return is_shown


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> tuple[str, ...]:
    """The different words of plain letters, in order."""
    terms = analyzer_for("").terms(text)
    return tuple(dict.fromkeys(term for term in terms if _PLAIN_WORD.fullmatch(term)))
