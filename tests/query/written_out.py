"""A tree written out on one line, to read in a table, and as a query again."""

from __future__ import annotations

from datetime import date

from searchkit.query.tree import (
    And,
    Dated,
    Fuzzy,
    Joined,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Scoped,
    Tagged,
    Word,
    Words,
)


def written(node: Node | None) -> str:
    """As an s-expression: `(and kind:quote (not openai) (words style "near this"~3))`."""
    match node:
        case None:
            return "nothing"
        case Joined(children):
            return f"({type(node).__name__.lower()} {' '.join(map(written, children))})"
        case Not(child):
            return f"(not {written(child)})"
        case Scoped(field, child):
            return f"({field} {written(child)})"
        case _:
            return _leaf(node)


def as_query(node: Node | None) -> str:
    """As a query that means the same, with a parenthesis around everything that is joined."""
    match node:
        case None:
            return ""
        case Joined(children):
            joiner = {And: " AND ", Or: " OR ", Words: " "}[type(node)]
            return f"({joiner.join(map(as_query, children))})"
        case Not(child):
            return f"NOT {as_query(child)}"
        case Scoped(field, child):
            return f"{field}:({as_query(child)})"
        case _:
            return _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Word(text, boost):
            return f"{text}{_boost(boost)}"
        case Phrase(text, slop, boost):
            return f'"{text}"{f"~{slop}" if slop else ""}{_boost(boost)}'
        case Prefix(text, boost):
            return f"{text}*{_boost(boost)}"
        case Fuzzy(text, distance, boost):
            return f"{text}~{distance}{_boost(boost)}"
        case Tagged(field, value):
            return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
        case Dated(after, before):
            return f"date:[{_day(after)} TO {_day(before)}]"
        case _:
            raise AssertionError(node)


def _boost(boost: float) -> str:
    return "" if boost == 1 else f"^{boost:g}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "*"
