"""What a generation of an index is like in a cluster: its settings and the mapping of its documents.

Text comes analysed, so it is only split on white space. Every document has every text field: at least
the term `PRESENT`, which stands behind its text and for nothing else. By it a score knows how many
documents of both levels there are, and so is what the default engine gives: the formula below, in the
cluster's own language, is BM25 (Robertson & Zaragoza 2009) with that term taken out of all lengths.

An essay and its sections are joined as parent and children, in one shard. `born` is the commit that
brought a document (see `writer`), `order` its place among all: equal scores are listed by it. What is
sought is not kept a second time in `_source`.
"""

from __future__ import annotations

from typing import Any

from searchkit.engines.opensearch.address import Address
from searchkit.engines.protocol import FileState, Level

PRESENT = "*"
WITH_POSITIONS = ("title", "heading", "exact")
WITHOUT_POSITIONS = ("subtitle", "headings", "body", "stem")
TEXTS = (*WITH_POSITIONS, *WITHOUT_POSITIONS)
WHOLE_VALUES = ("filter", "completion")
WORDS = "words"
"""Each different exact term of a section, in columns: what terms there are is read from these."""

_LONGEST_TERM = 8_191  # Lucene refuses terms of 32,767 bytes and more
_WEIGHT = """
    double held = term.docFreq;
    return query.boost * 2.2 * Math.log(1 + (field.docCount - held + 0.5) / (held + 0.5));
"""
_SCORE = """
    double length = doc.length - 1;
    double mean = (field.sumTotalTermFreq - field.docCount) / (double) field.docCount;
    double norm = mean > 0 ? 0.25 + 0.75 * length / mean : 1;
    return weight * doc.freq / (doc.freq + 1.2 * norm);
"""


def new_index(address: Address, meta: dict[str, Any]) -> dict[str, Any]:
    """What an index is created with; nothing in it is seen before it is refreshed, by a commit."""
    settings = {
        "number_of_shards": address.shards,
        "number_of_replicas": address.replicas,
        "refresh_interval": "-1",
        "codec": "best_compression",
        "similarity": {
            "bm25": {
                "type": "scripted",
                "weight_script": {"source": _WEIGHT},
                "script": {"source": _SCORE},
            }
        },
        "analysis": {
            "tokenizer": {"terms": {"type": "whitespace", "max_token_length": _LONGEST_TERM}},
            "analyzer": {"terms": {"type": "custom", "tokenizer": "terms"}},
        },
    }
    return {"settings": {"index": settings}, "mappings": _mapping(meta)}


def _mapping(meta: dict[str, Any]) -> dict[str, Any]:
    unsought = {"type": "long", "index": False, "doc_values": False}
    properties: dict[str, Any] = {
        "relation": {"type": "join", "relations": {Level.ESSAY.value: Level.SECTION.value}},
        "key": {"type": "long"},
        "number": {"type": "integer"},
        "day": {"type": "integer"},
        "born": {"type": "long"},
        "order": {"type": "long", "index": False},
        "stored": {"type": "binary"},
        "kind": {"type": "keyword", "index": False, "doc_values": False},
        WORDS: {"type": "keyword", "index": False, "ignore_above": _LONGEST_TERM},
    }
    properties |= {name: _text("positions") for name in WITH_POSITIONS}
    properties |= {name: _text("freqs") for name in WITHOUT_POSITIONS}
    properties |= {name: {"type": "keyword", "ignore_above": _LONGEST_TERM} for name in WHOLE_VALUES}
    properties |= dict.fromkeys(FileState._fields, unsought)
    return {
        "dynamic": "strict",
        "_meta": meta,
        "_source": {"excludes": [*TEXTS, WORDS]},
        "properties": properties,
    }


def _text(index_options: str) -> dict[str, Any]:
    options = {"index_options": index_options, "similarity": "bm25", "fielddata": True}
    return {"type": "text", "analyzer": "terms", **options}
