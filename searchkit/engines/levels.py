"""Clauses and the two levels, for engines that keep essays and sections as documents of one index.

In goes a clause and the level that is asked about, out comes one that matches no document of the other
level; and for an engine that cannot join by itself, in goes a join and out come keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    HasSection,
    InEssay,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.protocol import Level

_REMEMBERED = 64


def every(level: Level) -> Term:
    """All documents of a level."""
    return Term("filter", level.filter)


def at_level(clause: Clause, level: Level) -> Clause:
    """The clause at one level: most clauses match documents of one level by the fields they name."""
    return clause if _names_level(clause) else Bool(must=(clause,), given=(every(level),))


def _names_level(clause: Clause) -> bool:
    match clause:
        case Term(field) | AnyTerm(field) | Phrase(field):
            return field != "filter"
        case Run():
            return True
        case Bool(must, should, given, _, at_least):
            needed = any(map(_names_level, must)) or any(map(_names_level, given))
            return needed or (at_least > 0 and all(map(_names_level, should)))
        case _:
            return False


class Joins:
    """The essays of a join, by looking up their keys; those of one query or so are remembered."""

    def __init__(self, keys: Callable[[Clause, Level], list[int]]) -> None:
        self._keys = keys
        self._found: dict[Clause, list[int]] = {}

    def keys_of(self, join: InEssay | HasSection) -> Sequence[int]:
        """The keys of the essays it joins to."""
        if join not in self._found:
            if len(self._found) == _REMEMBERED:
                self._found.clear()
            level = Level.ESSAY if isinstance(join, InEssay) else Level.SECTION
            self._found[join] = self._keys(join.clause, level)
        return self._found[join]
