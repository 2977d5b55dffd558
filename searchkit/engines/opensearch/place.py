"""An index kept in a cluster, under a name such as `essays`.

`essays-1`, `essays-2` are generations, and `essays` is an alias for one of them. The manifest and the
number of the last commit stand in the metadata of a generation's mapping, so they come into effect with
it: a full rebuild ends with one change of the alias, and readers have the old index or the new one. In
`essays-state` are a document for the lock (see `lease`) and the notes.
"""

from __future__ import annotations

import base64
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from searchkit.engines.opensearch.address import Address, read_address
from searchkit.engines.opensearch.connection import Connection, is_acknowledged
from searchkit.engines.opensearch.lease import Lease
from searchkit.engines.opensearch.mapping import new_index
from searchkit.engines.opensearch.queries import Json, Visible
from searchkit.engines.opensearch.reader import OpenSearchReader
from searchkit.engines.opensearch.writer import OpenSearchWriter
from searchkit.engines.place import Generation
from searchkit.errors import IndexDamagedError, IndexMissingError, SearchkitError

ENGINE = "opensearch"
_STATE = {
    "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "holder": {"type": "keyword"},
            "until": {"type": "double"},
            "content": {"type": "binary"},
        },
    },
}


class Cluster:
    """A place in a cluster."""

    engines = (ENGINE,)

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection = Connection(address)
        self._copies = uuid.uuid4().hex
        self._lease: Lease | None = None

    @classmethod
    def at(cls, url: str) -> Cluster:
        """The place that a URL names.

        Raises:
            UsageError: it names none.
        """
        return cls(read_address(url, os.environ))

    def __str__(self) -> str:
        return str(self._address)

    def read_manifest(self) -> Any:
        """What is in the metadata of the index that the alias names."""
        found = self._connection.request("GET", f"{self._address.name}/_mapping", instead={404: {}})
        if not found:
            raise IndexMissingError.of(self)
        (index,) = found.values()
        return index["mappings"].get("_meta", {}).get("manifest")

    def write_manifest(self, content: Json) -> None:
        """Put it into the metadata of its generation, and have the alias name that, and nothing else."""
        index = self._index(Generation(ENGINE, content["generation"]))
        meta = self._meta(index) | {"manifest": content}
        self._put_meta(index, meta)
        others = (self._index(generation) for generation in self.generations())
        remove = [
            {"remove": {"index": other, "alias": self._address.name}} for other in others if other != index
        ]
        actions = [*remove, {"add": {"index": index, "alias": self._address.name}}]
        self._connection.request("POST", "_aliases", {"actions": actions}, done=is_acknowledged)

    def read_note(self, name: str) -> bytes | None:
        """What is in the note's document."""
        found = self._connection.request("GET", f"{self._state}/_doc/{name}", instead={404: {}})
        return base64.b64decode(found["_source"]["content"]) if found.get("found") else None

    def write_note(self, name: str, content: bytes | None) -> None:
        """Replace the note's document, or delete it."""
        path = f"{self._state}/_doc/{name}"
        with suppress(SearchkitError):
            if content is None:
                self._connection.request("DELETE", path, instead={404: {}})
            else:
                self._connection.request("PUT", path, {"content": base64.b64encode(content).decode()})

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lease the lock's document, and renew the lease until it is let go."""
        if not self._connection.request("GET", f"{self._state}/_mapping", instead={404: {}}):
            self._connection.request("PUT", self._state, _STATE, instead={400: {}})
        lease = Lease(self._connection, f"{self._state}/_doc/lock", self)
        lease.take()
        self._lease = lease
        try:
            yield
        finally:
            self._lease = None
            lease.let_go()

    def generations(self) -> list[Generation]:
        """The indexes of that name and a number which are ours, by their metadata."""
        found = self._connection.request("GET", f"{self._address.name}-*/_mapping", instead={404: {}})
        numbered = re.compile(rf"{re.escape(self._address.name)}-(\d+)")
        generations = []
        for name, index in found.items():
            match = numbered.fullmatch(name)
            if match and index["mappings"].get("_meta", {}).get("place") == self._address.name:
                generations.append(Generation(ENGINE, int(match[1])))
        return generations

    def open(self, generation: Generation) -> OpenSearchEngine:
        """The engine of a generation."""
        return OpenSearchEngine(self, self._connection, self._index(generation), self._copies)

    def create(self, generation: Generation) -> OpenSearchEngine:
        """A new, empty index, with the shards and replicas that the URL asks for."""
        index = self._index(generation)
        meta = {"place": self._address.name, "commit": 0, "replaced": []}
        self._connection.request("PUT", index, new_index(self._address, meta), done=is_acknowledged)
        return self.open(generation)

    def drop(self, generation: Generation) -> None:
        """Delete an index, in all of its shards."""
        self._connection.request("DELETE", self._index(generation), instead={404: {}})

    def break_seal(self, generation: Generation) -> None:
        """Nothing: a cluster keeps checksums of its files itself."""

    def seal(self, generation: Generation) -> None:
        """Nothing, as well."""

    def damaged(self, generation: Generation) -> list[str]:
        """The index, where the cluster says that not all of its shards can be read."""
        index = self._index(generation)
        health = self._connection.request("GET", f"_cluster/health/{index}")
        return [index] if health["status"] == "red" else []

    def size(self) -> int:
        """The bytes of the shards of the index that the alias names, without their replicas."""
        stats = self._connection.request("GET", f"{self._address.name}/_stats/store")
        size: int = stats["_all"]["primaries"]["store"]["size_in_bytes"]
        return size

    def visible(self, index: str) -> Visible:
        """What the last commit of a generation holds."""
        meta = self._meta(index)
        return Visible(meta["commit"], tuple(meta["replaced"]))

    def publish(self, index: str, visible: Visible) -> None:
        """Make a commit the last one."""
        if self._lease:
            self._lease.renew()  # or another writer has come, and nothing more of ours may be seen
        commit = {"commit": visible.commit, "replaced": visible.replaced}
        self._put_meta(index, self._meta(index) | commit)

    @property
    def _state(self) -> str:
        return f"{self._address.name}-state"

    def _index(self, generation: Generation) -> str:
        return f"{self._address.name}-{generation.number}"

    def _meta(self, index: str) -> Json:
        found = self._connection.request("GET", f"{index}/_mapping")
        meta: Json = found[index]["mappings"].get("_meta", {})
        if "commit" not in meta:
            raise IndexDamagedError.of(self, "its mapping is another's")
        return meta

    def _put_meta(self, index: str, meta: Json) -> None:
        self._connection.request("PUT", f"{index}/_mapping", {"_meta": meta}, done=is_acknowledged)


class OpenSearchEngine:
    """One generation of a place."""

    def __init__(self, cluster: Cluster, connection: Connection, index: str, copies: str) -> None:
        self._cluster = cluster
        self._connection = connection
        self._index = index
        self._copies = copies

    def reader(self) -> OpenSearchReader:
        """The last commit."""
        return OpenSearchReader(
            self._connection, self._index, self._cluster.visible(self._index), self._copies
        )

    def writer(self) -> OpenSearchWriter:
        """Start writing."""
        return OpenSearchWriter(self._connection, self.reader(), self._publish)

    def _publish(self, visible: Visible) -> None:
        self._cluster.publish(self._index, visible)
