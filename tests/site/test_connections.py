"""Clients that ask too much, too slowly or not at all: they are sent away, others are answered meanwhile."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from site_server import serving

IMPATIENT = """
import sys
from searchkit.cli.app import run
from searchkit.site.http import connections
connections._SECONDS = 1.0
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def site(sample_index: Path) -> Iterator[str]:
    with serving(sample_index, program=(sys.executable, "-c", IMPATIENT)) as address:
        yield address


def connected(site: str) -> socket.socket:
    host, port = site.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def all_that_comes(client: socket.socket) -> bytes:
    """What is sent until the connection ends, by whatever way it is ended."""
    received = b""
    try:
        while piece := client.recv(65_536):
            received += piece
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize(
    "beginning", [b"", b"GET /api/search?q=mem", b"GET / HTTP/1.1\r\nHost: x\r\n", b"GET / HTTP/1.1\r\n"]
)
def test_who_never_finishes_a_request_is_sent_away(site: str, beginning: bytes) -> None:
    with closing(connected(site)) as client:
        client.sendall(beginning)
        assert urlopen(f"{site}/healthz").status == 200
        assert all_that_comes(client) == b""


def test_a_trickle_of_headers_does_not_keep_a_connection(site: str) -> None:
    with closing(connected(site)) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):
            for number in range(100):
                client.sendall(b"X-%d: y\r\n" % number)
                time.sleep(0.1)


def test_a_request_without_end_is_cut_off(site: str) -> None:
    with closing(connected(site)) as client, pytest.raises(OSError):
        for _ in range(1_000):
            client.sendall(b"GET /" + b"x" * 65_536)


def test_a_body_is_not_waited_for(site: str) -> None:
    with closing(connected(site)) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n")
        assert all_that_comes(client).startswith(b"HTTP/1.1 200")


def test_a_client_that_pauses_may_ask_again_and_again(site: str) -> None:
    with closing(HTTPConnection(site.removeprefix("http://"))) as client:
        for _ in range(4):
            client.request("GET", "/healthz")
            answer = client.getresponse()
            assert (answer.status, answer.will_close) == (200, False)
            answer.read()
            time.sleep(0.5)


def test_many_who_say_nothing_do_not_keep_others_out(site: str) -> None:
    silent = [connected(site) for _ in range(300)]
    assert urlopen(f"{site}/api/search?q=memory").status == 200
    for client in silent:
        assert all_that_comes(client) == b""
        client.close()
