"""Parse a query string into a tree. Nothing a person can type is an error; the worst is a notice.

The grammar, over text as `scanner.clean` leaves it (single spaces, straight quotation marks):

    query       = { chain } ;                          side by side: a narrower query, or more Words
    chain       = conjunction { "OR" conjunction } ;
    conjunction = operand { "AND" operand } ;          AND binds tighter than OR, both than a space
    operand     = { "NOT" } [ "+" | "-" ] [ field ":" ] ( word | phrase | range | group ) ;
    group       = "(" query ")" ;
    phrase      = '"' text '"' [ "~" [ number ] ] [ "^" number ] ;
    word        = text [ "*" | "~" [ number ] ] [ "^" number ] ;
    range       = ( "[" | "{" ) bound " TO " bound ( "]" | "}" ) ;    after `date:` only
    bound       = date | "*" ;
    date        = year [ "-" month [ "-" day ] ] ;     after `date:`, also with > >= < <= before it
    field       = "title" | "heading"                                         any group, phrase or word
                | "kind" | "author" | "tag" | "type" | "essay" | "lang"       exact values
                | "date" ;

A word's text holds no space, quotation mark or parenthesis. Operators are in upper case; field
names are in either. A sign stands at the start of a word, before a letter, a digit, `"`, `(`, `@`,
`#` or `$`. A field is followed by its value at once. A must (`+`) anywhere in a chain makes the
chain one. The field of a group is that of everything in it.

What does not fit is read as a person would: an unclosed phrase, parenthesis or range runs to the
end, an operator or mark with nothing to work on is dropped, an unknown field is a word.

At most 1,000 characters, 64 words, phrases and filters, and parentheses 16 deep are read, so no
query is slow, and no tree is deep enough to trouble a recursive walk.

Tantivy's lenient parser was tried and left: it crashes on 10,000 open parentheses, is quadratic in
slashes, leaves `word*` and `word~1` unread, and a browser could not speak its language.
"""

from __future__ import annotations

from searchkit.query import notices as told
from searchkit.query.dates import RANGE
from searchkit.query.leaves import notice_colon, read_filter, read_phrase, read_range, read_word
from searchkit.query.notices import Notices
from searchkit.query.scanner import TOKEN, clean, has_words
from searchkit.query.tree import (
    TEXT_FIELDS,
    Node,
    ParsedQuery,
    Scoped,
    all_of,
    any_of,
    none_of,
    sequence,
)

MAX_CLAUSES = 64
MAX_DEPTH = 16

OPERATORS = frozenset({"AND", "OR", "NOT"})

Item = str | tuple[bool, Node]
"""An operator, or an operand and whether it is a must."""


def parse(text: str) -> ParsedQuery:
    """What `text` asks for.

    >>> parse("style -openai").root
    And(children=(Not(child=Word(text='openai', boost=1.0)), Word(text='style', boost=1.0)))
    >>> parse('kind:quotes "style trans').notices
    ('kind:quotes read as kind:quote', 'the quotation mark was never closed: read to the end')
    """
    notices = Notices()
    text, was_cut = clean(text)
    if was_cut:
        notices.add(told.TOO_LONG)
    root = _Parser(text, notices).parse()
    if root is None and text:
        notices.add(told.NOTHING)
    return ParsedQuery(text, root, tuple(notices))


class _Group:
    """What is read between two parentheses, or in the whole text.

    `field` is that of everything in it, `scope` the text field that it opened itself.
    """

    __slots__ = ("field", "items", "notices_before", "scope", "sign")

    def __init__(self, sign: str | None = None, field: str = "", scope: str = "", notices: int = 0) -> None:
        self.sign = sign
        self.field = field
        self.scope = scope
        self.notices_before = notices
        self.items: list[Item] = []


class _Parser:
    """Reads tokens from left to right; a stack of groups stands in for recursion."""

    __slots__ = ("clauses", "group", "notices", "outer", "position", "text", "too_deep")

    def __init__(self, text: str, notices: Notices) -> None:
        self.text = text
        self.notices = notices
        self.position = 0
        self.clauses = 0
        self.group = _Group()
        self.outer: list[_Group] = []
        self.too_deep = 0

    def parse(self) -> Node | None:
        while token := TOKEN.match(self.text, self.position):
            self.position = token.end()
            sign, field, word, phrase, quote, marks, parenthesis = token.groups()
            if parenthesis == ")":
                self._close()
            elif word in OPERATORS and not sign and not field:
                self.group.items.append(word)
            elif parenthesis:
                self._open(sign, field)
            elif self.clauses == MAX_CLAUSES:
                self.notices.add(told.TOO_MANY)
                break
            else:
                name, scope = self._fields(field)
                if phrase is None:
                    node = self._word(name, word)
                else:
                    node = self._phrase(name, phrase, marks or "", closed=bool(quote))
                # A filter that came to nothing took its time too, so it counts.
                self.clauses += bool(node or name)
                self._add(sign, scope, node)
        else:
            if self.outer:
                self.notices.add(told.PAREN_UNCLOSED)
        while self.outer:
            self._leave()
        return _joined(self.group.items, self.notices)

    def _fields(self, typed: str | None) -> tuple[str, str]:
        """The field that counts here, and the text field that begins here."""
        outer = self.group.field
        name = typed.lower() if typed else ""
        if outer:
            if name:
                self.notices.add(told.nested_field(name, outer))
            return outer, ""
        return name, name if name in TEXT_FIELDS else ""

    def _word(self, field: str, word: str) -> Node | None:
        if not field or field in TEXT_FIELDS:
            if ":" in word and not field:
                follows = self.text[self.position : self.position + 1]
                notice_colon(word, self.notices, before_group=follows in {'"', "("})
            return read_word(word, self.notices)
        if field == "date" and word[0] in "[{":
            return self._range(self.position - len(word))
        return read_filter(field, word, self.notices)

    def _phrase(self, field: str, phrase: str, marks: str, *, closed: bool) -> Node | None:
        if not closed:
            if not has_words(phrase):
                self.notices.add(told.QUOTE_LAST)
                return None
            self.notices.add(told.QUOTE_UNCLOSED)
        if not field or field in TEXT_FIELDS:
            return read_phrase(phrase, marks, self.notices)
        return read_filter(field, phrase, self.notices)

    def _range(self, start: int) -> Node | None:
        """A range has spaces in it, so it is more than the token that began it."""
        if found := RANGE.match(self.text, start):
            self.position = found.end()
            return read_range(found.group().rstrip(), self.notices)
        return None

    def _open(self, sign: str | None, typed: str | None) -> None:
        if len(self.outer) == MAX_DEPTH:
            self.too_deep += 1
            self.notices.add(told.TOO_DEEP)
            return
        field, scope = self._fields(typed)
        self.outer.append(self.group)
        self.group = _Group(sign, field, scope, len(self.notices))

    def _close(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.outer:
            self._leave()
        else:
            self.notices.add(told.PAREN_STRAY)

    def _leave(self) -> None:
        """Hand what the group holds to the one around it."""
        group, self.group = self.group, self.outer.pop()
        node = _joined(group.items, self.notices)
        self._add(group.sign, group.scope, node)
        if node is None and len(self.notices) == group.notices_before:
            self.notices.add(told.PAREN_EMPTY)

    def _add(self, sign: str | None, scope: str, node: Node | None) -> None:
        if node is None:
            return
        if scope:
            node = Scoped(TEXT_FIELDS[scope], node)
        if sign == "-":
            node = none_of(node)
        self.group.items.append((sign == "+", node))


class _Chain:
    """Operands that AND and OR join: alternatives, each of operands that must all be there."""

    __slots__ = ("alternatives", "must")

    def __init__(self) -> None:
        self.alternatives: list[list[Node]] = []
        self.must = False

    def add(self, operator: str, node: Node, *, must: bool) -> None:
        if operator == "AND":
            self.alternatives[-1].append(node)
        else:
            self.alternatives.append([node])
        self.must = self.must or must

    def node(self) -> Node:
        return any_of(map(all_of, self.alternatives))


def _joined(items: list[Item], notices: Notices) -> Node | None:
    """Operators join their neighbours into chains; the chains stand side by side."""
    chains: list[_Chain] = []
    operator = ""
    negated = False
    for item in items:
        if isinstance(item, tuple):
            must, node = item
            if not operator:
                chains.append(_Chain())
            chains[-1].add(operator, none_of(node) if negated else node, must=must)
            operator, negated = "", False
        elif item == "NOT":
            negated = not negated
        elif operator or negated or not chains:
            notices.add(told.lone(item))
        else:
            operator = item
    if operator:
        notices.add(told.lone(operator))
    if negated:
        notices.add(told.lone("NOT"))
    return sequence((chain.must, chain.node()) for chain in chains)
