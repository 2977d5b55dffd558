"""What is told of two runs of a benchmark."""

from __future__ import annotations

from benchmarks.differences import Cell, changes, figures

PAGE = """# Query, 2026-11-23

## newsletter: 94 essays

Each alone: microseconds.

| class | ours | theirs |
| --- | ---: | ---: |
| a phrase | {alone} / 9 | 1,500.5 |

Interleaved: microseconds.

| class | ours | theirs |
| --- | ---: | ---: |
| a phrase | 20 | none |

2 cores, load average 1.1 at the end.
"""


def test_figures_are_told_apart_by_material_caption_row_and_column() -> None:
    assert figures(PAGE.format(alone=10)) == {
        Cell("newsletter", "Each alone", "a phrase", "ours"): 10,
        Cell("newsletter", "Each alone", "a phrase", "theirs"): 1500.5,
        Cell("newsletter", "Interleaved", "a phrase", "ours"): 20,
    }


def test_only_changes_that_are_great_enough_are_told() -> None:
    before, after = figures(PAGE.format(alone=10)), figures(PAGE.format(alone=12))
    ((cell, percent),) = changes(before, after, 15)
    assert (cell, round(percent)) == (Cell("newsletter", "Each alone", "a phrase", "ours"), 20)
    assert changes(before, after, 25) == []
