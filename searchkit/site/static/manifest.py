"""What a browser loads first: how many sections essays have, how long they are, and what files there are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from searchkit.essay import Kind
from searchkit.search import passages, ranking
from searchkit.site.static.bits import Numbers, deflated, golomb, packed
from searchkit.site.static.blocks import Numbering, knots_of, length_code
from searchkit.site.static.postings import Gatherer
from searchkit.site.static.shards import front_coded

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(facts: dict[str, Any], gathered: Gatherer, numbering: Numbering, opens: Sequence[bool]) -> bytes:
    """The content of the manifest: facts as JSON, then what there is of each essay, in bits."""
    typical_body = _mean([length_code(words) for words in gathered.bodies])
    most = knots_of(len(numbering.blocks))
    columns = [[knots[n] for knots in numbering.knots if len(knots) == most] for n in range(most)]
    typical = [_mean(column) for column in columns]
    parts = np.bincount([block.essay for block in numbering.blocks], minlength=len(gathered.bodies))
    blocks = iter(zip(numbering.blocks, numbering.knots, opens, strict=True))
    values: list[tuple[int, int]] = []
    for essay, words in enumerate(gathered.bodies):
        values += ((0, int(parts[essay]) - 1), (1, _folded(length_code(words) - typical_body)))
        if len(gathered.languages) > 1:
            values.append((2, gathered.spoken[essay]))
        for _ in range(parts[essay]):
            block, knots, begins = next(blocks)
            values += ((3, block.after - block.first), (4, int(not begins)))
            shift = most - len(knots)
            values += ((5, _folded(code - typical[n + shift])) for n, code in enumerate(knots))
    what, numbers = np.array(values, np.int64).reshape(-1, 2).T
    best = [_order(numbers[what == column]) for column in range(6)]
    facts = facts | {"essays": len(gathered.bodies), "typical": [typical_body, *typical], "orders": best}
    text = deflated(_to_json(facts).encode("utf-8", "surrogatepass"))
    return len(text).to_bytes(3, "big") + text + packed(golomb(numbers, np.array(best)[what]))


def _order(values: Numbers) -> int:
    return min(range(12), key=lambda order: int(golomb(values, order).sizes.sum()))


def fronted(lines: Sequence[str]) -> str:
    """Lines as one string, front coded."""
    return front_coded(lines).decode("utf-8", "surrogatepass")


def ranked_by() -> dict[str, Any]:
    """The constants of `search.ranking` and `search.passages`, so that a browser ranks as Python does."""
    return {
        "title": ranking.TITLE,
        "subtitle": ranking.SUBTITLE,
        "headings": ranking.HEADINGS,
        "section": ranking.SECTION,
        "sectionForPhrases": ranking.SECTION_FOR_PHRASES,
        "exact": ranking.EXACT,
        "underHeading": ranking.UNDER_HEADING,
        "adjacent": ranking.ADJACENT,
        "kind": [ranking.KIND.get(kind, 1.0) for kind in Kind],
        "weak": ranking.WEAK,
        "mostAllFirst": ranking.MOST_ALL_FIRST,
        "mostStems": ranking.MOST_STEMS,
        "functionWords": " ".join(sorted(ranking.FUNCTION_WORDS)),
        "maxLength": passages.MAX_LENGTH,
    }


def _folded(value: int) -> int:
    """Small for what is near 0, on either side."""
    return 2 * value if value >= 0 else -2 * value - 1


def _mean(values: Sequence[int]) -> int:
    return round(sum(values) / max(1, len(values)))
