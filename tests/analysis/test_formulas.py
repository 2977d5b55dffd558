"""What is a formula, and that highlights hold whole ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.formulas import formula_spans, whole_formulas


@pytest.mark.parametrize(
    "formula",
    [
        "$x$",
        "$x_i$",
        "$2^n$",
        "$f(x)$",
        "$O(n \\log n)$",
        "$x \\text{ for every real } y$",
        "$$ a \\\\ b $$",
        "\\(n\\)",
        "\\(a = b\\)",
        "\\[ \\int x \\]",
        "\\begin{align*} a &= b \\end{align*}",
    ],
)
def test_a_formula_in_a_text_is_found(formula: str) -> None:
    text = f"Let {formula}, say."
    assert [text[start:end] for start, end in formula_spans(text)] == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "$5/mo, or 10$ more",
        "between $20M-$30M",
        "US$5 and A$6",
        "$HOME and $PATH",
        "much $$$, or more $$$",
        "\\(see below\\) and \\[sic\\] and \\[1\\]",
        "an open $x and \\(y",
        "\\[*[a link](https://a.b/c_d)*\\]",
    ],
)
def test_prices_and_escaped_brackets_are_no_formulas(text: str) -> None:
    assert formula_spans(text) == []


_TEXTS = st.lists(
    st.sampled_from(["$", "$$", "x", " ", "_", "\\", "(", ")", "word", "5", "="]), max_size=40
).map("".join)


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=5))
def test_no_highlight_begins_or_ends_inside_a_formula(text: str, places: list[tuple[int, int]]) -> None:
    spans: list[tuple[int, int]] = []
    for start, length in sorted(places):
        if start + length <= len(text) and (not spans or start >= spans[-1][1]):
            spans.append((start, start + length))
    whole = whole_formulas(text, tuple(spans))
    for first, last in formula_spans(text):
        assert not any(first < place < last for span in whole for place in span)
    assert all(any(start <= a and b <= end for start, end in whole) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(whole))
