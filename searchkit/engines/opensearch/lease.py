"""A lock that dies with its holder: a document that says who holds it and until when.

It is taken and renewed only if nobody changed it since it was read (by its sequence number), so of two
who want it one gets it. It goes by the clocks of those who want it: they must not be half a lease apart.
"""

from __future__ import annotations

import threading
import time
import uuid
from contextlib import suppress
from typing import Any

from searchkit.engines.opensearch.connection import Connection
from searchkit.errors import IndexLockedError, SearchkitError

SECONDS = 30.0
_FREE: dict[str, Any] = {"holder": "", "until": 0.0}


class Lease:
    """The right to write to `place`, renewed in the background from when it is taken until it is let go."""

    def __init__(self, connection: Connection, document: str, place: object) -> None:
        self._connection = connection
        self._document = document
        self._place = place
        self._holder = uuid.uuid4().hex
        self._unchanged: dict[str, Any] = {}
        self._one_at_a_time = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_renewing, daemon=True)

    def take(self) -> None:
        """Hold the lease from now on.

        Raises:
            IndexLockedError: another process does.
        """
        found = self._connection.request("GET", self._document, instead={404: {}})
        if found.get("found"):
            if found["_source"]["until"] > time.time():
                raise IndexLockedError.of(self._place)
            self._note(found)
        else:
            self._unchanged = {"op_type": "create"}
        self.renew()
        self._thread.start()

    def renew(self) -> None:
        """Hold it for a whole lease again, however long it was not renewed, unless another process took it.

        Raises:
            IndexLockedError: one did.
        """
        with self._one_at_a_time:
            self._write({"holder": self._holder, "until": time.time() + SECONDS})

    def let_go(self) -> None:
        """Let others have it."""
        self._ended.set()
        self._thread.join()
        with suppress(SearchkitError):
            self._write(_FREE)

    def _keep_renewing(self) -> None:
        while not self._ended.wait(SECONDS / 3):
            with suppress(SearchkitError):  # whoever writes next finds out, and tells
                self.renew()

    def _write(self, content: dict[str, Any]) -> None:
        while True:
            written = self._connection.request(
                "PUT", self._document, content, params=self._unchanged, instead={409: {}}
            )
            if written:
                self._note(written)
                return
            # It was changed: perhaps by us, if the answer to that was lost.
            found = self._connection.request("GET", self._document)
            if found["_source"]["holder"] != self._holder:
                raise IndexLockedError.of(self._place)
            self._note(found)

    def _note(self, answer: dict[str, Any]) -> None:
        self._unchanged = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
