"""A client's connection, which ends where its requests are too long or too slow in coming.

Without that, a few hundred clients that open a connection and never finish a request, or never read the
answer, would keep all others out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_BYTES = 64_000
_SECONDS = 15.0


class Connection(HttpToolsProtocol):
    """uvicorn's connection, held to `_MOST_BYTES` a request.

    `_SECONDS` is how long a client may take to read an answer and to ask again, or to ask at first.
    """

    _received = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A client is there, and may ask."""
        super().connection_made(transport)
        self._wait_for_client()

    def data_received(self, data: bytes) -> None:
        """Part of a request, or several."""
        self._received += len(data)
        if self._received > _MOST_BYTES:
            self.transport.abort()
        else:
            super().data_received(data)

    def on_message_complete(self) -> None:
        """The client has asked: now we are the one who is waited for."""
        self._received = 0
        if not self.cycle.response_complete:
            self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer was written, at least as far as the system's buffers."""
        self._wait_for_client()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone, or was sent away."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_client(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
