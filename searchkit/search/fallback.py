"""What is shown for a query that finds nothing: hits of what was likely meant, or of less than was asked.

In goes a query and what searches, out come results that say what was done. A query that finds nothing
is tried as its spelling may be corrected; then with its phrases taken apart, so that essays with some of
its words will do; then with its words anywhere, not in titles or headings only; then both. Filters hold
and excluded words stay excluded: what would be found without the filters is only told. The counts are
still those of what was asked for: none. Where essays are found, a correction is only suggested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from searchkit.query import tree
from searchkit.query.tree import ParsedQuery
from searchkit.search.commit import Commit
from searchkit.search.hits import Results
from searchkit.search.spelling import check_spelling

Read = Callable[[str], ParsedQuery]
"""Reads a query as the first was read, with the same filters."""

Search = Callable[[ParsedQuery], Results]


def answer(commit: Commit, query: str, read: Read, search: Search) -> Results:
    """The results of a query, with what it may have been meant to be; of another, if it has none."""
    parsed = read(query)
    results = search(parsed)
    if parsed.root is None:
        return results
    unknown, corrected = check_spelling(parsed.text, commit)
    results = replace(results, suggestions=corrected)
    if results.hits:
        return _noticing(results, *map(_in_no_essay, unknown))
    told = f"nothing found for {_quoted(parsed.text)}"
    for other, what in _others(parsed, [read(text) for text in corrected]):
        found = search(other)
        if found.hits:
            notices = (f"{told}: showing results {what}", *found.notices)
            return replace(results, hits=found.hits, notices=notices)
    others = (word for word in unknown if word != parsed.text)
    return _noticing(results, told, *map(_in_no_essay, others), *_without_filters(parsed, search))


def _noticing(results: Results, *notices: str) -> Results:
    return replace(results, notices=(*results.notices, *notices))


def _without_filters(query: ParsedQuery, search: Search) -> Iterator[str]:
    """What would be found if the query had no filters."""
    filters: dict[str, None] = {}
    root = _unfiltered(query.root, filters) if query.root else None
    if filters and root:
        essays = search(replace(query, root=root)).total_essays
        if essays:
            found = "1 essay is found" if essays == 1 else f"{essays} essays are found"
            yield f"{found} without {' and '.join(filters)}"


def _in_no_essay(word: str) -> str:
    return f"no essay holds {_quoted(word)}"


def _quoted(query: str) -> str:
    return query if '"' in query else f'"{query}"'


def _others(query: ParsedQuery, corrected: Sequence[ParsedQuery]) -> Iterator[tuple[ParsedQuery, str]]:
    """What to try in its place, and what to say of the results."""
    for other in corrected:
        yield other, f"for {_quoted(other.text)}"
    base, prefix = (corrected[0], f"for {_quoted(corrected[0].text)} ") if corrected else (query, "")
    for other, how in _loosened(base):
        yield other, prefix + how


def _loosened(query: ParsedQuery) -> Iterator[tuple[ParsedQuery, str]]:
    """The query asking for less and less, and what it no longer asks for."""
    if query.root is None:
        return
    some_words = "with some of the words"
    apart = _apart(query.root)
    if apart != query.root:
        yield replace(query, root=apart), some_words
    fields: dict[str, None] = {}
    anywhere = _anywhere(query.root, fields)
    if not fields:
        return
    not_only = f"not only in {' or '.join(fields)}"
    yield replace(query, root=anywhere), not_only
    if _apart(anywhere) != anywhere:
        yield replace(query, root=_apart(anywhere)), f"{some_words}, {not_only}"


def _apart(node: tree.Node) -> tree.Node:
    """With the words of its phrases, and all that must be there, side by side."""
    match node:
        case tree.Phrase(text, _, boost):
            return tree.most_of(tree.Word(word, boost) for word in text.split())
        case tree.Scoped(field, child):
            return tree.Scoped(field, _apart(child))
        case tree.Or(children):
            return tree.any_of(map(_apart, children))
        case tree.And(children) | tree.Words(children):
            return tree.sequence((False, _apart(child)) for child in children) or node
        case _:
            return node


def _anywhere(node: tree.Node, fields: dict[str, None]) -> tree.Node:
    """With the words of titles and headings anywhere; where they were to be goes to `fields`."""
    match node:
        case tree.Scoped(field, child):
            fields[f"a {field}"] = None
            return child
        case tree.And(children):
            return tree.And(tuple(_anywhere(child, fields) for child in children))
        case tree.Or(children):
            return tree.Or(tuple(_anywhere(child, fields) for child in children))
        case tree.Words(children):
            return tree.Words(tuple(_anywhere(child, fields) for child in children))
        case _:
            return node


def _unfiltered(node: tree.Node, filters: dict[str, None]) -> tree.Node | None:
    """Without its filters, whose names go to `filters`; None if nothing else is in it."""
    match node:
        case tree.Tagged(field, value):
            filters[f"{field}:{value}"] = None
            return None
        case tree.Dated():
            filters["its dates"] = None
            return None
        case tree.And(children) | tree.Or(children) | tree.Words(children):
            left = [kept for child in children if (kept := _unfiltered(child, filters))]
            if not any(map(tree.holds_text, left)):
                return None
            return {tree.And: tree.all_of, tree.Or: tree.any_of, tree.Words: tree.most_of}[type(node)](left)
        case _:
            return node
