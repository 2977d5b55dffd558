"""Every quotation of a draft against a corpus: what is as it stands there, what was altered, what is not.

In goes a manuscript, out comes a report in the order of its lines: for each quotation its verdict, how it
differs, and the words that stand in the source. A quotation that is not found is not in this corpus,
which says nothing about whether it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchkit.quotes.finder import QuoteFinder
from searchkit.quotes.manuscript import DraftQuotation, read_manuscript
from searchkit.quotes.manuscript_claims import agrees
from searchkit.quotes.matches import QuoteMatch, Verdict
from searchkit.search.commit import Commit

MISSING = "missing"
"""The verdict on a quotation that is not in the corpus."""

_AS_SURE = 0.05
_ELISION = re.compile(r"\s*\[?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\]?\s*")


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation and where it is from.

    `is_attributed` is false where the draft claims another author or work than the source has.
    `correction` is what would be right: the source's words, with the draft's elisions, or nothing.
    """

    quotation: DraftQuotation
    match: QuoteMatch | None
    is_attributed: bool = True
    correction: str = ""

    @property
    def verdict(self) -> str:
        """That of the match, or `missing`; one that only leaves out what it marks is exact."""
        if self.match is None:
            return MISSING
        if self.match.verdict is Verdict.NEAR and not self.match.differences:
            return Verdict.EXACT.value
        return self.match.verdict.value

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to mend."""
        return self.verdict == Verdict.EXACT.value and self.is_attributed

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return self.quotation.to_dict() | {
            "verdict": self.verdict,
            "attributed": self.is_attributed,
            "correction": self.correction,
            "match": self.match.to_dict() if self.match else None,
        }


@dataclass(frozen=True, slots=True)
class Check:
    """The report on a manuscript; iterating gives its quotations, by line."""

    quotations: tuple[CheckedQuotation, ...]

    def __iter__(self) -> Iterator[CheckedQuotation]:
        return iter(self.quotations)

    def __len__(self) -> int:
        return len(self.quotations)

    @property
    def is_right(self) -> bool:
        """Whether every quotation is exact, and attributed to whom it is by."""
        return all(checked.is_right for checked in self)

    def counts(self) -> dict[str, int]:
        """How many quotations there are of each verdict, and how many name a wrong source."""
        verdicts = (*(verdict.value for verdict in Verdict), MISSING)
        counts = {verdict: sum(checked.verdict == verdict for checked in self) for verdict in verdicts}
        return counts | {"misattributed": sum(not checked.is_attributed for checked in self)}

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "total": len(self),
            **self.counts(),
            "quotations": [checked.to_dict() for checked in self],
        }


def check(commit: Commit, manuscript: bytes, file: Path | None = None) -> Check:
    """Look up every quotation of a draft in Markdown; if it is one of the essays, `file`, in the others.

    Raises:
        CorpusError: the manuscript is no text.
    """
    finder = QuoteFinder(commit)
    itself = file.absolute() if file else None
    return Check(tuple(_checked(quotation, finder, itself) for quotation in read_manuscript(manuscript)))


def _checked(quotation: DraftQuotation, finder: QuoteFinder, itself: Path | None) -> CheckedQuotation:
    found = finder.find(quotation.text)
    matches = [match for match in found if Path(match.essay.path).absolute() != itself]
    if not matches:
        return CheckedQuotation(quotation, None)
    claim = quotation.claim
    as_sure = [match for match in matches if match.confidence >= matches[0].confidence - _AS_SURE]
    agreeing = [match for match in as_sure if claim is None or agrees(claim, match.essay, match.section)]
    match = (agreeing or as_sure)[0]
    correction = _correction(quotation.text, match, finder) if match.differences else ""
    return CheckedQuotation(quotation, match, bool(agreeing), correction)


def _correction(text: str, match: QuoteMatch, finder: QuoteFinder) -> str:
    """The source's words; where the draft leaves some out and says so, of each part by itself."""
    if match.verdict is Verdict.PARTIAL:
        return ""
    parts = _ELISION.split(text.strip())
    if len(parts) == 1:
        return match.source.text
    return " … ".join(_corrected_part(part, match, finder) for part in parts if part)


def _corrected_part(part: str, match: QuoteMatch, finder: QuoteFinder) -> str:
    found = (other.source.text for other in finder.find(part))
    return next((source for source in found if source in match.source.text), part)
