"""Writing to a generation in a cluster, so that each commit is seen whole: by every reader, or by none.

A commit has a number, and every document the number of the commit that brought it. A reader takes the
number that was last published, and then only sees documents born by that. So what is written for the
next commit can be sent as it comes, and comes into sight by one small change: the publication. Of an
essay that was replaced or deleted, the earlier documents are told with it (`Visible.replaced`), passed
over by readers from then on, and deleted when the next commit is made. A reader that is held for longer
than that misses the essays that were replaced.

What a writer left that was killed was never published; the next one deletes it and goes on from the
last commit. Ids are made of key, number and commit: what is sent twice, after an answer that was lost
with a node, is there once.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from searchkit.engines.opensearch.connection import Connection, Pauses
from searchkit.engines.opensearch.mapping import PRESENT, TEXTS, WORDS
from searchkit.engines.opensearch.queries import Json, Visible
from searchkit.engines.opensearch.reader import OpenSearchReader
from searchkit.engines.protocol import EssayDocument, Level
from searchkit.errors import ClusterError

_BATCH_BYTES = 4_000_000
_ORDER_BITS = 32  # for the documents of one commit
_MOST_REPLACED = 1_000
"""With more essays replaced at once their earlier documents are not left for the next commit to delete."""

_SHORT_WAIT = {"timeout": "10s"}
"""For a shard whose node was just lost; what it did not take is sent again."""

Publish = Callable[[Visible], None]


class OpenSearchWriter:
    """Sends documents in batches of some megabytes, one at a time."""

    def __init__(self, connection: Connection, reader: OpenSearchReader, publish: Publish) -> None:
        self._connection = connection
        self._reader = reader
        self._publish = publish
        self._born = reader.visible.commit + 1
        self._order = count(self._born << _ORDER_BITS)
        self._replaced: dict[int, None] = {}
        self._batch: list[bytes] = []
        self._size = 0
        self._refresh()
        self._delete([{"range": {"born": {"gte": self._born}}}])

    def replace(self, essay: EssayDocument) -> None:
        """Index an essay, in place of what was indexed under its key."""
        self.delete(essay.key)
        for name, document in _documents(essay, self._born):
            action = {"index": {"_id": name, "routing": str(essay.key)}}
            self._add(_line(action) + _line(document | {"order": next(self._order)}))

    def delete(self, key: int) -> None:
        """Drop an essay and its sections."""
        self._replaced[key] = None

    def commit(self) -> None:
        """Make what was written visible, all at once; it is durable on all copies that live."""
        self._send()
        replaced = self._reader.essays_among(self._replaced)
        self._purge()
        self._refresh()
        self._see(Visible(self._born, replaced))
        if len(replaced) > _MOST_REPLACED:
            self._purge()
            self._see(Visible(self._born, ()))
        self._born += 1
        self._order = count(self._born << _ORDER_BITS)
        self._replaced.clear()

    def _see(self, visible: Visible) -> None:
        self._publish(visible)
        self._reader = self._reader.at(visible)

    def close(self) -> None:
        """Stop writing; what was not committed is never seen."""
        self._batch.clear()

    def _purge(self) -> None:
        """Delete what the last commit replaced: nobody who reads it sees that."""
        visible = self._reader.visible
        if visible.replaced:
            older = {"range": {"born": {"lt": visible.commit}}}
            self._delete([{"terms": {"key": visible.replaced}}, older])

    def _refresh(self) -> None:
        """Make what was sent known to queries; none sees it before it is published."""
        self._connection.request("POST", f"{self._reader.index}/_refresh", done=_on_all_shards)

    def _delete(self, filters: list[Json]) -> None:
        self._connection.request(
            "POST",
            f"{self._reader.index}/_delete_by_query",
            {"query": {"bool": {"filter": filters}}},
            params={"conflicts": "proceed", "refresh": "true"},
            done=lambda answer: not answer["failures"],
        )

    def _add(self, lines: bytes) -> None:
        if self._batch and self._size + len(lines) > _BATCH_BYTES:
            self._send()
        self._batch.append(lines)
        self._size += len(lines)

    def _send(self) -> None:
        """Send the batch, and again what a busy or lost node did not take."""
        pauses = Pauses()
        while self._batch:
            path = f"{self._reader.index}/_bulk"
            answer = self._connection.request("POST", path, b"".join(self._batch), params=_SHORT_WAIT)
            results = [result["index"] for result in answer["items"]]
            left = [
                (lines, result)
                for lines, result in zip(self._batch, results, strict=True)
                if result["status"] >= 300
            ]
            self._batch = [lines for lines, _ in left]
            refused = next(
                (result for _, result in left if result["status"] not in {429, 502, 503, 504}), None
            )
            if refused or (left and not pauses.wait()):
                error = (refused or left[0][1])["error"]
                raise ClusterError(
                    f"the index in {self._connection.address} takes no more ({error['reason'][:200]})",
                    hint="index again: what was committed is not done twice",
                )
        self._size = 0


def _on_all_shards(answer: Json) -> bool:
    return not answer["_shards"]["failed"]


def _documents(essay: EssayDocument, born: int) -> Iterator[tuple[str, Json]]:
    """The id and the document of each section, and of the essay."""
    parent = f"{essay.key}.{born}"
    common = {"key": essay.key, "day": essay.day, "born": born}
    for section in essay.sections:
        yield (
            f"{parent}.{section.number}",
            {
                **common,
                **_texts(exact=section.exact, stem=section.stem, heading=section.heading),
                WORDS: sorted(set(section.exact.split())),
                "relation": {"name": Level.SECTION.value, "parent": parent},
                "number": section.number,
                "kind": section.kind.value,
                "filter": [*section.filters, Level.SECTION.filter],
                "stored": base64.b64encode(section.stored).decode(),
            },
        )
    body = " ".join(section.stem for section in essay.sections)
    yield (
        parent,
        {
            **common,
            **_texts(title=essay.title, subtitle=essay.subtitle, headings=essay.headings, body=body),
            "relation": Level.ESSAY.value,
            "number": -1,
            "filter": [*essay.filters, Level.ESSAY.filter],
            "completion": essay.completions,
            "stored": base64.b64encode(essay.stored).decode(),
            **essay.state._asdict(),
        },
    )


def _texts(**texts: str) -> dict[str, str]:
    return {name: f"{texts.get(name, '')} {PRESENT}" for name in TEXTS}


def _line(value: Any) -> bytes:
    """JSON in ASCII: a lone surrogate of a broken file is no UTF-8."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
