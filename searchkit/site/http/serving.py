"""Processes and sockets: an application on a host and port until it is told to stop.

Stopping is graceful: requests under way are answered first.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from searchkit.errors import UsageError
from searchkit.site.http.application import application
from searchkit.site.http.connections import Connection

_SECONDS_TO_FINISH = 10
_SECONDS_IDLE = 5
_MOST_CONNECTIONS = 1_000
_WAITING_CONNECTIONS = 2_048


def serve(
    place: str | Path,
    *,
    host: str,
    port: int,
    workers: int,
    allow_origins: tuple[str, ...],
    announce: Callable[[str], object],
) -> None:
    """Serve the public essays of an index until SIGINT or SIGTERM; `announce` is told the address.

    Raises:
        UsageError: the address cannot be listened on.
    """
    config = uvicorn.Config(
        partial(application, place, allow_origins=allow_origins),
        factory=True,
        http=Connection,
        workers=workers,
        log_level="info",
        server_header=False,
        timeout_keep_alive=_SECONDS_IDLE,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        limit_concurrency=_MOST_CONNECTIONS,
        backlog=_WAITING_CONNECTIONS,
    )
    listening = _listen(host, port)
    announce(f"http://{_shown(host)}:{listening.getsockname()[1]}")
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Its connections inherit the protocol, by which asyncio knows that they take TCP_NODELAY: without
        # it the second part of an answer waits 40 ms for the first to be acknowledged.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_WAITING_CONNECTIONS)  # who comes before the processes have started waits
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        hint = "choose another with --port" if taken else "choose another with --host and --port"
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise UsageError(f"cannot listen on {host} port {port} ({reason})", hint=hint) from error
    listening.set_inheritable(True)
    return listening
