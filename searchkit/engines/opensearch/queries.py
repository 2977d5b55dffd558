"""Clauses to OpenSearch's query language; what each matches and scores is said in `clauses`.

A query asks for documents of one level that the last commit holds. Joins are made by the cluster, in
each shard, so that what is sent is as long as what was asked, however much matches.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    Days,
    HasSection,
    InEssay,
    Keys,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.opensearch.mapping import WHOLE_VALUES
from searchkit.engines.protocol import Level

Json = dict[str, Any]

_DEEPEST = 12
"""How deep bools stand in each other where they are parsed; a cluster refuses 20."""


@dataclass(frozen=True, slots=True)
class Visible:
    """What a commit holds: documents born by then, but none of earlier ones of the `replaced` essays."""

    commit: int
    replaced: tuple[int, ...]

    def filters(self, level: Level) -> list[Json]:
        """Documents of a level."""
        filters: list[Json] = [
            {"term": {"filter": level.filter}},
            {"range": {"born": {"lte": self.commit}}},
        ]
        if self.replaced:
            before = [{"terms": {"key": self.replaced}}, {"range": {"born": {"lt": self.commit}}}]
            filters.append({"bool": {"must_not": {"bool": {"filter": before}}}})
        return filters


def query_of(clause: Clause, level: Level, visible: Visible) -> Json:
    """The documents of a level that match, scored."""
    return {"bool": {"must": [_query(clause, level, visible, 1)], "filter": visible.filters(level)}}


def _query(clause: Clause, level: Level, visible: Visible, depth: int) -> Json:
    match clause:
        case Term(field, term, boost):
            query = {"term": {field: {"value": term, "boost": boost}}}
            return _unscored(query) if field in WHOLE_VALUES else query
        case Phrase(field, terms, slop, boost):
            return {"match_phrase": {field: {"query": " ".join(terms), "slop": slop, "boost": boost}}}
        case AnyTerm(field, terms):
            return {"terms": {field: terms}}
        case Keys(keys):
            return _unscored({"terms": {"key": keys}})
        case Run(key, first, last):
            numbers = {"range": {"number": {"gte": first, "lte": last}}}
            return {"bool": {"filter": [{"term": {"key": key}}, numbers]}}
        case Days(first, last):
            return _unscored({"range": {"day": {"gte": first, "lte": last}}})
        case InEssay(inner):
            return _in_essay(_query(inner, Level.ESSAY, visible, depth + 1), level, visible)
        case HasSection(inner):
            return _in_essay(
                _has_section(_query(inner, Level.SECTION, visible, depth + 2), visible), level, visible
            )
        case Bool():
            return _bool(clause, level, visible, depth)


def _in_essay(query: Json, level: Level, visible: Visible) -> Json:
    """Essays that match, or the sections of such."""
    if level is Level.ESSAY:
        return _unscored(query)
    essays = {"bool": {"filter": [query, *visible.filters(Level.ESSAY)]}}
    return {"has_parent": {"parent_type": Level.ESSAY.value, "query": essays, "score": False, "boost": 0}}


def _has_section(query: Json, visible: Visible) -> Json:
    sections = {"bool": {"filter": [query, *visible.filters(Level.SECTION)]}}
    return {"has_child": {"type": Level.SECTION.value, "query": sections, "score_mode": "none", "boost": 0}}


def _bool(clause: Bool, level: Level, visible: Visible, depth: int) -> Json:
    def all_of(parts: tuple[Clause, ...]) -> list[Json]:
        return [_query(part, level, visible, depth + 1) for part in parts]

    if len(clause.must) == 1 and clause == Bool(must=clause.must):
        return _query(clause.must[0], level, visible, depth)
    given = all_of(clause.given)
    if not (clause.must or given or clause.at_least):
        given = [{"match_all": {}}]
    parts = {
        "must": all_of(clause.must),
        "should": all_of(clause.should),
        "filter": given,
        "must_not": all_of(clause.without),
    }
    query: Json = {"bool": {name: part for name, part in parts.items() if part}}
    if clause.should:
        query["bool"]["minimum_should_match"] = clause.at_least
    # What is wrapped is parsed by itself, and its depth is counted anew.
    return _wrapped(query) if depth % _DEEPEST == 0 else query


def _wrapped(query: Json) -> Json:
    return {"wrapper": {"query": base64.b64encode(json.dumps(query).encode()).decode()}}


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0}}
