"""The words of a query as they were typed, with their places in it.

In goes a query string as the parser read it, out come the words that may be misspelt: not those of
filters (`author:`), not those that are excluded (an excluded word that no essay holds has done its
work), and none with a mark that already asks for other spellings (`word*`, `word~`).

>>> [word.term for word in typed_words('+memry "style trnasfer" -openai kind:quote (fine-tunning OR gpt*)')]
['memry', 'style', 'trnasfer', 'fine', 'tunning']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from searchkit.analysis.analyzer import term_of, words_of
from searchkit.query.parser import OPERATORS
from searchkit.query.scanner import TOKEN
from searchkit.query.tree import TEXT_FIELDS


class TypedWord(NamedTuple):
    """A word of a query: its exact term, its span, and what stands between it and the word before."""

    term: str
    start: int
    end: int
    gap: str

    @property
    def follows(self) -> bool:
        """Whether it stands right behind the word before it: `back prop`, `back-prop`."""
        return self.gap in {" ", "-"}


def typed_words(query: str) -> list[TypedWord]:
    """The words of a query that may be misspelt, in order."""
    words: list[TypedWord] = []
    for start, end in _texts(query):
        for found in words_of(query[start:end]):
            at = start + found.start()
            gap = query[words[-1].end : at] if words else ""
            words.append(TypedWord(term_of(found[0]), at, start + found.end(), gap))
    return words


def _texts(query: str) -> Iterator[tuple[int, int]]:
    """The spans of words and phrases that are looked for as they are written."""
    inside = [True]
    excluded = False
    for token in TOKEN.finditer(query):
        sign, field, word, phrase, _, _, parenthesis = token.groups()
        wanted = inside[-1] and sign != "-" and not excluded and (not field or field.lower() in TEXT_FIELDS)
        excluded = word == "NOT" and not sign and not field
        if parenthesis == "(":
            inside.append(wanted)
        elif parenthesis and len(inside) > 1:
            inside.pop()
        elif phrase is not None and wanted:
            yield token.span(4)
        elif word and wanted and word not in OPERATORS and not set("*~") & set(word):
            yield token.span(3)


def retyped(query: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The query with other text in place of some spans of it, which do not overlap."""
    for start, end, text in sorted(changes, reverse=True):
        query = query[:start] + text + query[end:]
    return query
