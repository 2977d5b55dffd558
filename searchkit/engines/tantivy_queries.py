"""Clauses to tantivy's query objects, and the schema these are about.

Each clause is looked at once, with the joins in it. What need not score is asked for without frequencies.
Query objects are of no index, so those of terms and of essays' keys, which come again, are made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product, repeat

import tantivy
from tantivy import Occur, Query

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    Days,
    HasSection,
    InEssay,
    Keys,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.protocol import Level

WITH_POSITIONS = ("title", "heading", "exact")
WITHOUT_POSITIONS = ("subtitle", "headings", "body", "stem")
WHOLE_VALUES = ("filter", "completion")
STATE_COLUMNS = ("size", "mtime_ns", "digest")

_REMEMBERED = 10_000
_FEW_KEYS = 1_000
_MOST_WAYS = 512
_PLACES = 1 << 63


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("essay", indexed=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("place", indexed=True)
    builder.add_integer_field("kind", fast=True)
    for name in STATE_COLUMNS:
        builder.add_integer_field(name, fast=True)
    for name in WITH_POSITIONS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in WITHOUT_POSITIONS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in WHOLE_VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA = _schema()


def place_number(key: int, number: int) -> int:
    """One number for a section of an essay, next to those of its neighbours.

    Two essays' sections share none but by an accident as rare as two essays with one key.
    """
    return (key + number) % _PLACES


class Queries:
    """Makes query objects for one level of one commit; `keys_of` gives the essays of a join in it.

    An essay's key is in its own document and in those of its sections, and in its own once more, by itself.
    """

    def __init__(self, level: Level, keys_of: Callable[[InEssay | HasSection], Sequence[int]]) -> None:
        self._key_field = "essay" if level is Level.ESSAY else "key"
        self._keys_of = keys_of

    def of(self, clause: Clause) -> Query:
        """What matches the clause, scored."""
        match clause:
            case Term(field, term, boost):
                return _scored_term(field, term, boost)
            case Bool():
                return self._bool(clause)
            case Phrase(field, terms, slop, boost):
                return _boosted(_phrase(field, terms, slop), boost)
            case Keys(keys):
                return _keys(self._key_field, keys)
            case InEssay() | HasSection():
                return _keys(self._key_field, self._keys_of(clause))
            case AnyTerm(field, terms):
                return Query.const_score_query(Query.term_set_query(SCHEMA, field, list(terms)), 1.0)
            case Run(key, first, last):
                places = (place_number(key, number) for number in range(first, last + 1))
                return _any_of(Query.term_query(SCHEMA, "place", place, "basic") for place in places)
            case Days(first, last):
                days = Query.range_query(SCHEMA, "day", tantivy.FieldType.Integer, first, last)
                return Query.const_score_query(days, 0.0)

    def unscored(self, clause: Clause) -> Query:
        """What matches the clause, and scores nothing."""
        match clause:
            case Term(field, term):
                return Query.const_score_query(Query.term_query(SCHEMA, field, term, "basic"), 0.0)
            case Keys() | InEssay() | HasSection() | Run() | Days():
                return self.of(clause)
            case _:
                return Query.const_score_query(self.of(clause), 0.0)

    def _bool(self, clause: Bool) -> Query:
        parts = [(Occur.Must, self.of(part)) for part in clause.must]
        parts += [(Occur.Must, self.unscored(part)) for part in clause.given]
        parts += [(Occur.Should, self.of(part)) for part in clause.should]
        parts += [(Occur.MustNot, self.unscored(part)) for part in clause.without]
        if not (clause.must or clause.given or clause.at_least):
            parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
        return Query.boolean_query(parts, minimum_number_should_match=clause.at_least)


def _phrase(field: str, terms: Sequence[str], slop: int) -> Query:
    """Terms in a row, or `slop` moves from it.

    tantivy's own search within a slop is exact for two different terms only: of more it misses some
    matches, and one word may stand for two equal terms. So each way to move them is a phrase of its
    own, where those are not too many.
    """
    ways = (slop + 1) ** len(terms) - slop ** len(terms)
    if slop == 0 or ways > _MOST_WAYS or len(terms) == len(set(terms)) == 2:
        return Query.phrase_query(SCHEMA, field, list(terms), slop)
    moved = (
        tuple((place + move, term) for place, (move, term) in enumerate(zip(moves, terms, strict=True)))
        for moves in product(range(slop + 1), repeat=len(terms))
        if min(moves) == 0
    )
    apart = (words for words in moved if len({place for place, _ in words}) == len(terms))
    return Query.disjunction_max_query([Query.phrase_query(SCHEMA, field, [*words]) for words in apart])


@lru_cache(_REMEMBERED)
def _scored_term(field: str, term: str, boost: float) -> Query:
    index_option = "basic" if field in WHOLE_VALUES else "freq"
    return _boosted(Query.term_query(SCHEMA, field, term, index_option), boost)


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _keys(field: str, keys: Sequence[int]) -> Query:
    """A union of few terms skips; a set of many is scanned once. They cross at about 1,000."""
    if len(keys) > _FEW_KEYS:
        return Query.const_score_query(Query.term_set_query(SCHEMA, field, list(keys)), 0.0)
    return _any_of(map(_key, repeat(field), keys))


@lru_cache(_REMEMBERED)
def _key(field: str, key: int) -> Query:
    return Query.term_query(SCHEMA, field, key, "basic")


def _any_of(queries: Iterable[Query]) -> Query:
    return Query.const_score_query(Query.boolean_query(list(zip(repeat(Occur.Should), queries))), 0.0)
