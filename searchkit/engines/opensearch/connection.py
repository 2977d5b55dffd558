"""Requests to a cluster, with patience: a method and a path go in, the JSON of the answer comes out.

A node that is lost, a cluster that is busy (429) and a shard that is without a node (503) are waited for,
ever longer, because a cluster mends itself within seconds. What stays wrong becomes one of our errors,
which says what it is and never holds a user, a password or a request.
"""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NoReturn

from opensearchpy import OpenSearch, TransportError
from opensearchpy.exceptions import ConnectionError as NoConnectionError
from opensearchpy.exceptions import SSLError

from searchkit.engines.opensearch.address import PASSWORD_VARIABLE, Address
from searchkit.errors import ClusterError, IndexDamagedError, IndexVersionError

OLDEST_VERSION = 2
_PASSING = frozenset({429, 502, 503, 504})
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
PATIENCE = 120.0  # a cluster itself waits a minute for a shard
_REQUEST_TIMEOUT = 60
_SYSTEM_ERROR = re.compile(r"\[[^\[\]]+\] ([^()'\[\]]+)")  # [Errno 111] Connection refused
_NOTHING: Mapping[int, Any] = {}
_WAIT = "wait until the cluster has its nodes back"

logging.getLogger("opensearch").addHandler(logging.NullHandler())  # what fails is raised, not logged


class Pauses:
    """Ever longer pauses, half of each by lot so that several clients do not come back as one."""

    def __init__(self) -> None:
        self._until = time.monotonic() + PATIENCE
        self._next = _FIRST_PAUSE
        self._lots = Random()  # noqa: S311  (it protects nothing)

    def wait(self) -> bool:
        """Wait a while; False, at once, when patience is at its end."""
        if time.monotonic() > self._until:
            return False
        time.sleep(self._next * (0.5 + self._lots.random() / 2))
        self._next = min(2 * self._next, _LONGEST_PAUSE)
        return True


class Connection:
    """The way to a cluster. Nothing is sent before the first request."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client = OpenSearch(
            [{"host": host, "port": port} for host, port in address.hosts],
            http_auth=(address.user, address.password) if address.user else None,
            use_ssl=address.tls,
            ssl_context=ssl.create_default_context() if address.tls else None,  # knows SSL_CERT_FILE
            max_retries=len(address.hosts),
            retry_on_status=(),
            timeout=_REQUEST_TIMEOUT,
        )
        self._reached = False

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        instead: Mapping[int, Any] = _NOTHING,
        done: Callable[[Any], bool] = bool,
    ) -> Any:
        """The answer to a request, or what is to be given `instead` of some statuses that are errors.

        What can be sent twice without harm may say by its answer that it is not `done` yet, and is sent
        again.

        Raises:
            ClusterError: nobody answers, or refuses, or a shard is lost.
            IndexDamagedError: there is no such index.
        """
        if not self._reached:
            self._check_version()
        pauses = Pauses()
        while True:
            try:
                answer = self._client.transport.perform_request(method, f"/{path}", params=params, body=body)
            except TransportError as error:
                for status, answer in instead.items():
                    if error.status_code == status:
                        return answer
                if not _is_passing(error) or not pauses.wait():
                    self._raise(error)
            else:
                if done(answer):
                    return answer
                if not pauses.wait():
                    raise ClusterError(
                        f"the index in {self.address} is not whole ({self._health()})", hint=_WAIT
                    )

    def _check_version(self) -> None:
        """Fail at once where there is nothing, or something else."""
        try:
            told = self._client.transport.perform_request("GET", "/")
        except TransportError as error:
            self._raise(error)
        version = told.get("version", {}) if isinstance(told, dict) else {}
        number = str(version.get("number", ""))
        major = number.partition(".")[0]
        new_enough = major.isdecimal() and int(major) >= OLDEST_VERSION
        if version.get("distribution") != "opensearch" or not new_enough:
            what = f"{version.get('distribution', 'no OpenSearch')} {number}".strip()
            raise IndexVersionError(
                f"at {self._hosts} there is {what}", hint=f"OpenSearch {OLDEST_VERSION} or later is needed"
            )
        self._reached = True

    @property
    def _hosts(self) -> str:
        return str(self.address).rpartition("/")[0]

    def _raise(self, error: TransportError) -> NoReturn:
        # None of these is raised from the client's own error: that holds the request.
        status = error.status_code
        if isinstance(error, SSLError):
            raise ClusterError(
                f"no trust in {self._hosts} ({_reason(error)})",
                hint="let SSL_CERT_FILE name who signed its certificate; without TLS it is opensearch://",
            ) from None
        if isinstance(error, NoConnectionError):
            raise ClusterError(
                f"no answer from {self._hosts} ({_reason(error)})",
                hint="see that OpenSearch runs there, and is reached at opensearchs:// if it uses TLS",
            ) from None
        if status in {401, 403}:
            raise ClusterError(
                f"{self._hosts} refuses {'this user or password' if status == 401 else 'this to the user'}",
                hint=f"put the user in the URL and the password in {PASSWORD_VARIABLE}"
                if status == 401
                else "the user needs all rights to indexes whose names begin so",
            ) from None
        if status == 404:
            raise IndexDamagedError.of(self.address, _reason(error)) from None
        if _is_passing(error):
            raise ClusterError(
                f"the index in {self.address} is not to be had ({self._health()})",
                hint=_WAIT,
            ) from None
        raise ClusterError(
            f"{self._hosts} does not do what it is asked ({_reason(error)})", hint="its log may tell more"
        ) from None

    def _health(self) -> str:
        try:
            health = self._client.transport.perform_request("GET", "/_cluster/health")
        except TransportError:
            return "the cluster is not whole"
        lost = health["unassigned_shards"]
        return f"the cluster is {health['status']}, {lost} shards are on no node"


def is_acknowledged(answer: Any) -> bool:
    """Whether every node knows of a change to an index."""
    return bool(answer.get("acknowledged"))


def _is_passing(error: TransportError) -> bool:
    if isinstance(error, SSLError):
        return False
    if isinstance(error, NoConnectionError) or error.status_code in _PASSING:
        return True
    # A node that has just been lost is an error 500 of its own until the others have noticed.
    return any(str(cause.get("type", "")).startswith("node_") for cause in _causes(error))


def _causes(error: TransportError) -> list[dict[str, Any]]:
    """What the cluster gives as the roots of an error."""
    info = error.info
    if not isinstance(info, dict) or not isinstance(info.get("error"), dict):
        return []
    told = info["error"]
    return [*(told.get("root_cause") or [told])]


def _reason(error: TransportError) -> str:
    """What the cluster said, in one line."""
    causes = _causes(error)
    if causes:
        return "; ".join(dict.fromkeys(str(cause.get("reason", "")) for cause in causes))[:300]
    told = _SYSTEM_ERROR.findall(str(error.info)) or [str(error.info)]
    return " ".join(told[-1].split())[:200]
