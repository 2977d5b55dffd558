"""What an engine is asked: a tree of clauses over terms that `analysis` made. Pure data.

A query string becomes `searchkit.query` nodes (what the user wrote), and those become clauses (which
terms in which fields), so every engine answers the same question. Fields are in `protocol`.

A clause matches documents and scores them by BM25; `Keys`, `Run`, `Days`, `AnyTerm`, `InEssay`,
`HasSection` and whatever stands in a `Bool`'s `given` or `without` only match and add nothing to a score.
"""

from __future__ import annotations

from msgspec import Struct


class Term(Struct, frozen=True):
    """Documents with `term` in `field`."""

    field: str
    term: str
    boost: float = 1.0


class AnyTerm(Struct, frozen=True):
    """Documents with at least one of `terms` in `field`, all scored alike."""

    field: str
    terms: tuple[str, ...]


class Phrase(Struct, frozen=True):
    """Documents with the (two or more) terms in a row in `field`, or moved by `slop` places in all."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


class Keys(Struct, frozen=True):
    """Essays with one of these keys, and their sections."""

    keys: tuple[int, ...]


class Run(Struct, frozen=True):
    """The sections of the essay `key` whose numbers are `first` to `last` (inclusive), few of very many."""

    key: int
    first: int
    last: int


class Days(Struct, frozen=True):
    """Essays dated from `first` to `last` (proleptic ordinals, inclusive), and their sections."""

    first: int
    last: int


class InEssay(Struct, frozen=True):
    """Essays that match `clause`, and all their sections: what only essays can tell, such as a title."""

    clause: Clause


class HasSection(Struct, frozen=True):
    """Essays with a section that matches `clause`, and all their sections."""

    clause: Clause


class Bool(Struct, frozen=True):
    """Documents that match every `must` and `given`, no `without`, and `at_least` of `should`."""

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    given: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()
    at_least: int = 0


Clause = Term | AnyTerm | Phrase | Keys | Run | Days | InEssay | HasSection | Bool
