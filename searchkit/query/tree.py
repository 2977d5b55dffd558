"""What a query says, as data: the nodes of the tree, and the constructors that keep its shape.

A text is as it was typed, with its quotes straightened; splitting it into tokens is analysis, and
comes later. The constructors below see to it that a tree holds no And in an And, no Or in an Or, no
Words in Words, none of these with one child, and no Not of a Not, so that who walks it need not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

TextField = Literal["title", "heading"]
TagField = Literal["kind", "author", "tag", "type", "essay", "lang"]

TEXT_FIELDS: dict[str, TextField] = {name: name for name in get_args(TextField)}
TAG_FIELDS: dict[str, TagField] = {name: name for name in get_args(TagField)}
FIELDS = (*TEXT_FIELDS, *TAG_FIELDS, "date")

SINGLE_VALUED = frozenset({"kind", "type", "essay", "lang"})
"""The fields of which a section has one value at most: two values asked for mean either."""


class Word(Struct, frozen=True):
    """One word as typed; analysis may make several adjacent tokens of it (`GPT-4`)."""

    text: str
    boost: float = 1.0


class Phrase(Struct, frozen=True):
    """Words next to each other, or within `slop` positions of being so."""

    text: str
    slop: int = 0
    boost: float = 1.0


class Prefix(Struct, frozen=True):
    """The beginning of a word, without its star."""

    text: str
    boost: float = 1.0


class Fuzzy(Struct, frozen=True):
    """A word that may be off by `distance` letters: 1 or 2."""

    text: str
    distance: int
    boost: float = 1.0


class Scoped(Struct, frozen=True):
    """Text that must stand in one field. Its child holds text nodes only, joined in any way."""

    field: TextField
    child: Node


class Tagged(Struct, frozen=True):
    """An exact filter. The value is as typed, but a kind is one there is, in lower case."""

    field: TagField
    value: str


class Dated(Struct, frozen=True):
    """Essays from the day `after` to the day `before`, both included; None is an open end."""

    after: date | None
    before: date | None


class Joined(Struct, frozen=True):
    """Two or more nodes; what joins them is the class below."""

    children: tuple[Node, ...]


class And(Joined, frozen=True):
    """All of them."""


class Or(Joined, frozen=True):
    """At least one of them."""


class Words(Joined, frozen=True):
    """Parts side by side: essays with all of them first, then those with most."""


class Not(Struct, frozen=True):
    """What the child does not match."""

    child: Node


class ParsedQuery(Struct, frozen=True):
    """`text` is what was read, `root` what it means (None: nothing), `notices` what was done to it."""

    text: str
    root: Node | None
    notices: tuple[str, ...] = ()


TextNode = Word | Phrase | Prefix | Fuzzy
Node = TextNode | Scoped | Tagged | Dated | And | Or | Not | Words


def all_of(nodes: Iterable[Node]) -> Node:
    """And, of one or more.

    >>> all_of([Word("a"), And((Word("b"), Word("c")))])
    And(children=(Word(text='a', boost=1.0), Word(text='b', boost=1.0), Word(text='c', boost=1.0)))
    """
    return _joined(And, nodes)


def any_of(nodes: Iterable[Node]) -> Node:
    """Or, of one or more."""
    return _joined(Or, nodes)


def most_of(nodes: Iterable[Node]) -> Node:
    """Words, of one or more."""
    return _joined(Words, nodes)


def none_of(node: Node) -> Node:
    """Not: of words side by side it means none of them, because nobody excludes `most of` something.

    >>> none_of(none_of(Word("a")))
    Word(text='a', boost=1.0)
    """
    match node:
        case Not(child):
            return child
        case Words(children):
            return Not(any_of(children))
        case Scoped(field, Words(children)):
            return Not(Scoped(field, any_of(children)))
        case _:
            return Not(node)


def sequence(parts: Iterable[tuple[bool, Node]]) -> Node | None:
    """Parts side by side, each with whether it is a must; None of none.

    Filters and exclusions narrow the whole, so they are And'ed with it; the rest are Words.
    """
    filters: list[Node] = []
    musts: list[Node] = []
    nots: list[Node] = []
    words: list[Node] = []
    for must, node in parts:
        if holds_text(node):
            (musts if must else words).append(node)
        else:
            (nots if isinstance(node, Not) else filters).append(node)
    optional = [most_of(words)] if words else []
    together = [*_either(filters), *musts, *nots, *optional]
    return all_of(together) if together else None


def holds_text(node: Node) -> bool:
    """Whether a match of the node has words to rank by; a filter or an exclusion has none."""
    match node:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return True
        case Scoped(_, child):
            return holds_text(child)
        case Joined(children):
            return any(map(holds_text, children))
        case _:
            return False


def _joined(join: type[And | Or | Words], nodes: Iterable[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, join):
            flat.extend(node.children)
        else:
            flat.append(node)
    return join(tuple(flat)) if len(flat) > 1 else flat[0]


def _either(filters: list[Node]) -> list[Node]:
    """Values of one single-valued field as alternatives, because no section can have both."""
    joined: dict[object, list[Node]] = {}
    for node in filters:
        key = node.field if isinstance(node, Tagged) and node.field in SINGLE_VALUED else id(node)
        joined.setdefault(key, []).append(node)
    return [any_of(nodes) for nodes in joined.values()]
