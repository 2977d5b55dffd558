"""What a search gives: hits, each an essay, a section of it and a passage of that. Pure data.

Offsets are code points of the passage's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct

from searchkit.essay import Essay, Section

Span = tuple[int, int]


class Passage(Struct, frozen=True):
    """An excerpt of a section, and the spans of it that the query matched, in order."""

    text: str
    highlights: tuple[Span, ...] = ()

    @property
    def html(self) -> str:
        """The passage with its matches in `<mark>`, and everything else escaped.

        >>> Passage("a < b", ((0, 1),)).html
        '<mark>a</mark> &lt; b'
        """
        parts = [_marked(part) if marked else _escaped(part) for part, marked in self.parts()]
        return "".join(parts)

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is highlighted."""
        position = 0
        for start, end in self.highlights:
            if start > position:
                yield self.text[position:start], False
            yield self.text[start:end], True
            position = end
        if position < len(self.text):
            yield self.text[position:], False

    def to_dict(self) -> dict[str, Any]:
        """The passage object of the JSON interface."""
        return {"text": self.text, "highlights": [list(span) for span in self.highlights], "html": self.html}


class Part(NamedTuple):
    """One thing that counted for an essay, and how much."""

    what: str
    score: float


class Explanation(Struct, frozen=True):
    """How a score came about: `parts` add up to it. `lacking` are the words the essay does not hold.

    Where essays with all the words come first, one that lacks some stands behind them whatever its score.
    Results by date are not scored, and have no parts.
    """

    parts: tuple[Part, ...]
    lacking: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The explanation object of the JSON interface."""
        parts = [{"what": what, "score": round(score, 4)} for what, score in self.parts]
        return {"parts": parts, "lacking": list(self.lacking)}


class Hit(Struct, frozen=True):
    """One ranked result; `link` leads to it, on the web or in the file.

    `score` is that of its essay, 0 where results are by date; `explanation` is there if it was asked for.
    """

    rank: int
    score: float
    essay: Essay
    section: Section
    passage: Passage
    link: str
    explanation: Explanation | None = None

    def to_dict(self) -> dict[str, Any]:
        """The HIT object of the JSON interface."""
        explanation = {"explanation": self.explanation.to_dict()} if self.explanation else {}
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "essay": self.essay.to_dict(),
            "section": self.section.to_dict(),
            "passage": self.passage.to_dict(),
            "link": self.link,
            **explanation,
        }


class Results(Struct, frozen=True):
    """The hits of a query, best first; iterating gives the hits.

    `total_essays` counts the essays that hold all of what was asked for, `total_sections` the
    sections that do so by themselves. `notices` say what was read otherwise than it was typed.
    """

    query: str
    hits: tuple[Hit, ...]
    total_essays: int
    total_sections: int
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    took_ms: float = 0.0

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_dict(self) -> dict[str, Any]:
        """The search object of the JSON interface."""
        return {
            "query": self.query,
            "total_essays": self.total_essays,
            "total_sections": self.total_sections,
            "notices": list(self.notices),
            "suggestions": list(self.suggestions),
            "took_ms": self.took_ms,
            "hits": [hit.to_dict() for hit in self.hits],
        }


def _marked(text: str) -> str:
    return f"<mark>{_escaped(text)}</mark>"


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
