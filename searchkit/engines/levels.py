"""Clauses and the two levels, for engines that keep essays and sections as documents of one index.

In goes a clause and the level that is asked about; out comes one that matches no document of the other
level, and in which joins are lists of keys, for an engine that cannot join by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    HasSection,
    InEssay,
    Keys,
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
            return any(map(_names_level, (*must, *given))) or (
                at_least > 0 and all(map(_names_level, should))
            )
        case _:
            return False


class Joins:
    """Makes the joins of clauses by looking up keys, and remembers those of one query or so."""

    def __init__(self, keys: Callable[[Clause, Level], list[int]]) -> None:
        self._keys = keys
        self._found: dict[Clause, Keys] = {}

    def made(self, clause: Clause) -> Clause:
        """The clause with the essays of each join by their keys."""
        match clause:
            case InEssay(inner):
                return self._looked_up(inner, Level.ESSAY, clause)
            case HasSection(inner):
                return self._looked_up(inner, Level.SECTION, clause)
            case Bool():
                return replace(
                    clause,
                    must=tuple(map(self.made, clause.must)),
                    should=tuple(map(self.made, clause.should)),
                    given=tuple(map(self.made, clause.given)),
                    without=tuple(map(self.made, clause.without)),
                )
            case _:
                return clause

    def _looked_up(self, inner: Clause, level: Level, join: Clause) -> Keys:
        if join not in self._found:
            if len(self._found) == _REMEMBERED:
                self._found.clear()
            self._found[join] = Keys(tuple(self._keys(inner, level)))
        return self._found[join]
