"""A draft is checked quotation by quotation: what is exact, altered, by somebody else, or not here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit import Index
from searchkit.quotes.check import CheckedQuotation

MakeIndex = Callable[..., Index]

WALDEN = """---
title: Walden
author: Henry David Thoreau
date: 1854-08-09
---
I went to the woods because I wished to live deliberately, to front only the essential facts of life,
and see if I could not learn what it had to teach, and not, when I came to die, discover that I had not
lived. The mass of men lead lives of quiet desperation, and go to the grave unsung by anybody.

Our life is frittered away by detail, and nothing else of the pond was ever measured with such care.
"""
RIVERS = """---
title: On rivers
author: Ada Merrow
date: 2022-05-01
---
A river is never the same river, whatever the old maps of the county say about its mouth and delta.

> Silt keeps no promises that the mountain made to the sea in winter.
>
> --- Marcus Cole, *The Ledger*
"""


@pytest.fixture
def shelf(index_of: MakeIndex) -> Index:
    return index_of(walden=WALDEN, rivers=RIVERS)


def check_one(index: Index, draft: str) -> CheckedQuotation:
    (checked,) = index.check(draft)
    return checked


def test_exact_words_are_exact_whatever_their_punctuation(shelf: Index) -> None:
    checked = check_one(shelf, "He “went to the woods — because I wished to live deliberately”.")
    assert (checked.verdict, checked.is_right, checked.correction) == ("exact", True, "")


def test_an_altered_quotation_is_corrected(shelf: Index) -> None:
    checked = check_one(shelf, "As Thoreau says, “the mass of men live lives of quiet desperation”.")
    assert (checked.verdict, checked.is_right, checked.is_attributed) == ("near", False, True)
    assert checked.correction == "The mass of men lead lives of quiet desperation"
    assert checked.match
    assert [(found.yours, found.source) for found in checked.match.differences] == [("live", "lead")]


def test_words_that_are_left_out_and_said_to_be_are_right(shelf: Index) -> None:
    draft = (
        "“I went to the woods because I wished to live deliberately … see if I could not learn what it had”"
    )
    assert check_one(shelf, draft).verdict == "exact"
    corrected = check_one(shelf, draft.replace("wished", "wanted")).correction
    assert corrected == draft.strip("“”")


def test_a_quotation_of_nothing_here_is_missing_not_false(shelf: Index) -> None:
    checked = check_one(shelf, "“To be or not to be, that is the question of the prince”, he said.")
    assert (checked.verdict, checked.match, checked.is_attributed) == ("missing", None, True)


@pytest.mark.parametrize(
    ("draft", "is_attributed"),
    [
        ("As Thoreau says, “the mass of men lead lives of quiet desperation”.", True),
        ("As Emerson says, “the mass of men lead lives of quiet desperation”.", False),
        ("> The mass of men lead lives of quiet desperation.\n>\n> — Henry Thoreau", True),
        ("> The mass of men lead lives of quiet desperation.\n>\n> — Ralph Emerson, *Nature*", False),
        ("“Silt keeps no promises that the mountain made” (Cole, 1899)", True),
        ("“Silt keeps no promises that the mountain made” (Merrow, 2022)", True),
        ("“Silt keeps no promises that the mountain made”, wrote Thoreau.", False),
    ],
)
def test_a_wrong_source_is_told(shelf: Index, draft: str, is_attributed: bool) -> None:
    checked = check_one(shelf, draft)
    assert (checked.verdict, checked.is_attributed, checked.is_right) == (
        "exact",
        is_attributed,
        is_attributed,
    )


def test_an_essay_of_the_corpus_is_checked_against_the_others(shelf: Index, tmp_path: Path) -> None:
    file = tmp_path / "corpus" / "rivers.md"
    (in_others,) = shelf.check(file)
    assert in_others.verdict == "missing"
    (as_text,) = shelf.check(file.read_text(encoding="utf-8"))
    assert as_text.verdict == "exact"


def test_the_report_counts_what_it_found(shelf: Index) -> None:
    found = shelf.check(
        "“a river is never the same river”, “our life is frittered away by details”,"
        " “nothing of this is anywhere here”\n"
    )
    report = found.to_dict()
    assert {
        name: report[name] for name in ("total", "exact", "near", "partial", "missing", "misattributed")
    } == {
        "total": 3,
        "exact": 1,
        "near": 1,
        "partial": 0,
        "missing": 1,
        "misattributed": 0,
    }
    assert list(report["quotations"][0]) == [
        "quotation",
        "line",
        "claim",
        "verdict",
        "attributed",
        "correction",
        "match",
    ]
    assert not found.is_right
