"""What looking up a quotation gives: matches, each a place, its words, and how they differ. Pure data.

A match says where a quotation is from (`essay`, `section`), what stands there (`source`), how sure we are
(`confidence`), and what was done to the words (`verdict`, `differences`, `notices`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from searchkit.essay import Essay, Section


class Verdict(StrEnum):
    """How a quotation stands to its source.

    `EXACT`: every word, in a row; only punctuation, case, accents or typography differ.
    `NEAR`: altered, spelled otherwise, misread by a scanner, or with words left out.
    `PARTIAL`: some of it is there, and some is not.
    """

    EXACT = "exact"
    NEAR = "near"
    PARTIAL = "partial"


class Difference(NamedTuple):
    """An edit that makes the quotation its source: words of yours, and those that stand there.

    `insert`: the source has words that are missing from the quotation (`yours` is empty). `delete`: the
    quotation has words that are not in the source (`source` is empty). `replace`: it has others. `at` is
    where this is in the text of the match's source, in code points.
    """

    op: Literal["insert", "delete", "replace"]
    yours: str
    source: str
    at: int = 0

    def to_dict(self) -> dict[str, str]:
        """A difference of the JSON interface."""
        return {"op": self.op, "yours": self.yours, "source": self.source}


class Source(NamedTuple):
    """The source's own words, from the first that was quoted to the last, and what stands around them.

    Paragraphs are parted by an empty line. `before + text + after` is the text as it stands there.
    """

    text: str
    before: str
    after: str

    def to_dict(self) -> dict[str, str]:
        """As JSON."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A place that a quotation is from.

    `confidence` is the probability, from 0 to 1, that this is so. `essay` comes without its sections;
    `section` is where the quotation begins, `sections` all that it runs through. `notices` say by name
    what a reader must know: a changed negation, and which of the words are there when not all are.
    `link` leads to the words, on the web or in the file.
    """

    confidence: float
    verdict: Verdict
    essay: Essay
    section: Section
    sections: tuple[Section, ...]
    source: Source
    differences: tuple[Difference, ...]
    notices: tuple[str, ...]
    link: str

    @property
    def citation(self) -> str:
        """The source as plain text cites it."""
        return self.cited("plain")

    def cited(self, style: str) -> str:
        """The source cited in one of the styles of `searchkit.research.citations`.

        Raises:
            UsageError: there is no such style.
        """
        from searchkit.research.citations import cite

        return cite(self.essay, self.section, style, text=self.source.text, link=self.link)

    def to_dict(self, style: str = "plain") -> dict[str, Any]:
        """A match of the quote object of the JSON interface, cited in a style."""
        return {
            "confidence": round(self.confidence, 4),
            "verdict": self.verdict.value,
            "essay": self.essay.to_dict(),
            "section": self.section.to_dict(),
            "sections": [section.number for section in self.sections],
            "source": self.source.to_dict(),
            "differences": [difference.to_dict() for difference in self.differences],
            "notices": list(self.notices),
            "link": self.link,
            "citation": self.cited(style),
        }


@dataclass(frozen=True, slots=True)
class QuoteResults:
    """The places a quotation is from, the likeliest first; iterating gives the matches.

    Without any, it is not in this corpus, which does not make it false. `notices` say what of the
    quotation was not looked up.
    """

    quotation: str
    matches: tuple[QuoteMatch, ...]
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[QuoteMatch]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)

    def to_dict(self, style: str = "plain") -> dict[str, Any]:
        """The quote object of the JSON interface, its matches cited in a style."""
        return {
            "quotation": self.quotation,
            "matches": [match.to_dict(style) for match in self.matches],
            "notices": list(self.notices),
        }
