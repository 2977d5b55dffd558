"""One commit of an index in a cluster, and what it answers: see `protocol`.

A handle is what was stored of a document, as it came with the match: nothing is asked for twice.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from searchkit.engines.clauses import Bool, Clause, Keys
from searchkit.engines.opensearch.connection import Connection
from searchkit.engines.opensearch.mapping import PRESENT, TEXTS, WHOLE_VALUES, WORDS
from searchkit.engines.opensearch.queries import Json, Visible, query_of
from searchkit.engines.protocol import FileState, Level, Match, Matches
from searchkit.essay import Kind

_PAGE = 5_000
_MOST_TERMS = 60_000
"""At once: a cluster gives 65,535 buckets at most."""

_REMEMBERED = 4_096
_REGEX_SIGNS = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$-]')


class OpenSearchReader:
    """Readers of one `copies` ask the same copy of a shard each time, as far as it lives."""

    def __init__(self, connection: Connection, index: str, visible: Visible, copies: str) -> None:
        self._connection = connection
        self.index = index
        self.visible = visible
        self._copies = copies
        self._sizes: dict[Level, int] = {}
        self._frequencies = lru_cache(_REMEMBERED)(self._ask_frequencies)

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""
        best: list[Match] = []
        total = 0
        first = {"day": "desc"} if newest else {"_score": "desc"}
        query = query_of(clause, level, self.visible)
        for answer in self._pages(query, [first, {"order": "asc"}], limit, ["key", "stored", "kind"]):
            total = answer["total"]["value"]
            for hit in answer["hits"]:
                source = hit["_source"]
                kind = Kind(source["kind"]) if level is Level.SECTION else None
                best.append(Match(float(hit["sort"][0]), source["key"], source["stored"], kind))
        best.sort(key=lambda match: (-match.score, match.key))
        return Matches(best[:limit], total)

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""
        return self._count(query_of(clause, level, self.visible))

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does."""
        pages: Json = {"size": _PAGE, "sources": [{"key": {"terms": {"field": "key"}}}]}
        keys: list[int] = []
        while True:
            aggregation = {"keys": {"composite": pages}}
            body = {"size": 0, "query": query_of(clause, level, self.visible), "aggs": aggregation}
            found = self._ask(body)["aggregations"]["keys"]
            keys += (bucket["key"]["key"] for bucket in found["buckets"])
            if "after_key" not in found:
                return keys
            pages["after"] = found["after_key"]

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""
        return [base64.b64decode(handle) for handle in handles]

    sections = essays

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of documents each is in, by term.

        Of very many, some 60,000 of the most frequent.
        """
        column = WORDS if field == "exact" else field
        body: Json = {"size": 0, "query": {"bool": {"filter": self._every()}}}
        wanted: Json = {"field": column, "size": _MOST_TERMS}
        if prefix:
            body["query"]["bool"]["filter"].append({"prefix": {field: prefix}})
            wanted["include"] = _REGEX_SIGNS.sub(r"\\\g<0>", prefix) + ".*"
        body["aggs"] = {"terms": {"terms": wanted}}
        buckets = self._ask(body)["aggregations"]["terms"]["buckets"]
        found = sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets)
        return [pair for pair in found if pair[0] != PRESENT] if field in TEXTS else found

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term; those of replaced essays may still count."""
        return self._frequencies(term)[field]

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every essay, by key."""
        query = query_of(Bool(), Level.ESSAY, self.visible)
        names = FileState._fields
        return {
            hit["sort"][0]: FileState(*(hit["_source"][name] for name in names))
            for answer in self._pages(query, [{"key": "asc"}], self.size(Level.ESSAY), [*names])
            for hit in answer["hits"]
        }

    def size(self, level: Level) -> int:
        """How many documents of a level there are."""
        if level not in self._sizes:
            self._sizes[level] = self.count(Bool(), level)
        return self._sizes[level]

    def commit_id(self) -> str:
        """The commit's number."""
        return str(self.visible.commit)

    def at(self, visible: Visible) -> OpenSearchReader:
        """A reader of another commit of the same index."""
        return OpenSearchReader(self._connection, self.index, visible, self._copies)

    def essays_among(self, keys: Iterable[int]) -> tuple[int, ...]:
        """Those of the keys that essays have."""
        found: list[int] = []
        waiting = iter(keys)
        while some := tuple(islice(waiting, _PAGE)):
            found += self.keys(Keys(some), Level.ESSAY)
        return tuple(found)

    def _every(self) -> list[Json]:
        """Documents of either level."""
        levels = [{"bool": {"filter": self.visible.filters(level)}} for level in Level]
        return [{"bool": {"should": levels}}]

    def _count(self, query: Json) -> int:
        total: int = self._ask({"size": 0, "query": query})["hits"]["total"]["value"]
        return total

    def _ask_frequencies(self, term: str) -> dict[str, int]:
        """By field: who asks for one soon asks for others, and a node knows each without looking."""
        fields = (*TEXTS, *WHOLE_VALUES)
        lines: list[Json] = []
        for field in fields:
            counted = {"size": 0, "track_total_hits": True, "query": {"term": {field: term}}}
            lines += ({"preference": self._copies, "allow_partial_search_results": False}, counted)
        body = "".join(json.dumps(line) + "\n" for line in lines)
        answers = self._connection.request("POST", f"{self.index}/_msearch", body, done=_all_answered)[
            "responses"
        ]
        totals = (answer["hits"]["total"]["value"] for answer in answers)
        return dict(zip(fields, totals, strict=True))

    def _pages(self, query: Json, sort: list[Json], limit: int, source: list[str]) -> Iterator[Json]:
        """The hits of as many pages as it takes."""
        body: Json = {"query": query, "sort": sort, "_source": source}
        while True:
            body["size"] = min(limit, _PAGE)
            answer = self._ask(body)["hits"]
            yield answer
            limit -= body["size"]
            if limit <= 0 or len(answer["hits"]) < body["size"]:
                return
            body["search_after"] = answer["hits"][-1]["sort"]

    def _ask(self, body: Json) -> Json:
        """Statistics are those of all shards, and an answer without one of these is none."""
        params = {
            "search_type": "dfs_query_then_fetch",
            "allow_partial_search_results": "false",
            "preference": self._copies,
        }
        path = f"{self.index}/_search"
        answer: Json = self._connection.request(
            "POST", path, {"track_total_hits": True, **body}, params=params
        )
        return answer


def _all_answered(answer: Json) -> bool:
    return not any("error" in one for one in answer["responses"])
