"""Serving: requests a second and how long the slowest wait, beside a bare Starlette application.

    python -m benchmarks.serve [--corpus PATH] [--sections N] [--rounds N]

wrk asks `searchkit serve` over loopback for the ten best hits of two words of a section, from 1, 16 and
128 connections at once: either so many different questions that no answer is remembered when its question
comes again, or few, as when readers ask for the same things. The bare application answers each request
with the same bytes, as many as searchkit's answers have in the middle. Both run in two processes on
uvicorn, one after the other in each round. wrk needs the same cores as the servers: all figures are lower
for it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.request import urlopen

import searchkit
from benchmarks.material import Material, load
from benchmarks.options import read_options
from benchmarks.tables import machine, spread, table, write_results

_WORKERS = 2
_CONNECTIONS = (1, 16, 128)
_SECONDS = 8
_MANY, _FEW = 20_000, 200
_LASTING = 100_000
_SIZED = 50
_WORD = re.compile(r"\b[a-z]{4,20}\b")
_LISTENING = re.compile(r"http://127\.0\.0\.1:\d+")

_SCRIPT = """
local paths, number = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests": %d, "seconds": %f, "p99": %f, "errors": %d}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""

_BARE = """
import os, socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.supervisors import Multiprocess

BODY = b"x" * int(os.environ["ANSWER_BYTES"])

async def answer(request):
    return Response(BODY, media_type="application/json")

app = Starlette(routes=[Route("/api/search", answer)])

if __name__ == "__main__":
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.set_inheritable(True)
    print("http://127.0.0.1:%d" % listening.getsockname()[1], flush=True)
    Multiprocess(uvicorn.Config("bare:app", workers=WORKERS), sockets=[listening]).run()
""".replace("WORKERS", str(_WORKERS))


class Load(NamedTuple):
    """What wrk saw: requests a second, milliseconds that one in a hundred took longer than, errors."""

    rate: float
    p99: float
    errors: int


class Case(NamedTuple):
    """Who is asked, how many different questions, from how many connections."""

    server: str
    questions: int
    connections: int


def main() -> None:
    options = read_options("Serving beside a bare application", rounds=3)
    if not which("wrk"):
        sys.exit("wrk is needed to measure this: apt-get install wrk")
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        material = load(options, place / "posts")
        searchkit.build(material.folder, place / "index")
        paths = _paths(material, options.seed)
        loads: dict[Case, list[Load]] = defaultdict(list)
        for _ in range(options.rounds):
            for case, load_seen in _round(place, paths):
                loads[case].append(load_seen)
        body = [_table(loads), _lasting(place, paths), machine()]
    write_results("serve", str(material), "\n\n".join(body))


def _paths(material: Material, seed: int) -> list[str]:
    """Searches for two words of a section, no two of them alike."""
    lots = Random(seed)
    texts = [section.text for essay in material.essays for section in essay.sections]
    texts = [text for text in texts if len(_WORD.findall(text)) > 1]
    drawn: dict[str, None] = {}
    for _ in range(20 * _MANY):
        query = " ".join(lots.sample(_WORD.findall(lots.choice(texts)), 2))
        drawn[f"/api/search?{urlencode({'q': query})}"] = None
        if len(drawn) == _MANY:
            break
    return list(drawn)


def _round(place: Path, paths: Sequence[str]) -> Iterator[tuple[Case, Load]]:
    for number in (len(paths), _FEW):
        with _ours(place) as (address, _):
            size = _typical_size(address, paths[:_SIZED])
            for connections in _CONNECTIONS:
                yield (
                    Case("searchkit", number, connections),
                    _wrk(place, address, paths[:number], connections),
                )
    with _bare(place, size) as address:
        for connections in _CONNECTIONS:
            yield Case("bare", _FEW, connections), _wrk(place, address, paths[:_FEW], connections)


def _typical_size(address: str, paths: Sequence[str]) -> int:
    return int(median(len(urlopen(address + path).read()) for path in paths))


@contextmanager
def _ours(place: Path) -> Iterator[tuple[str, int]]:
    """Our address and process."""
    program = Path(sys.executable).with_name("searchkit")
    command = [
        str(program),
        "serve",
        "--index",
        str(place / "index"),
        "--port",
        "0",
        "--workers",
        str(_WORKERS),
    ]
    with _running(command, {}) as server:
        yield server


@contextmanager
def _bare(place: Path, size: int) -> Iterator[str]:
    (place / "bare.py").write_text(_BARE)
    command = [sys.executable, str(place / "bare.py")]
    with _running(command, {"ANSWER_BYTES": str(size)}) as (address, _):
        yield address


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    log = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | environment
    )
    with log as server:
        assert server.stdout
        found = next(filter(None, map(_LISTENING.search, server.stdout)))
        reader = subprocess.Popen(["cat"], stdin=server.stdout, stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"{found[0]}/api/search?q=anything")
            yield found[0], server.pid
        finally:
            server.terminate()
            server.wait()
            reader.kill()
            reader.wait()


def _wait_for(url: str) -> None:
    """An address is told before anybody answers there."""
    for _ in range(100):
        with suppress(OSError), urlopen(url):
            return
        sleep(0.1)


def _wrk(place: Path, address: str, paths: Sequence[str], connections: int, seconds: int = _SECONDS) -> Load:
    (place / "ask.lua").write_text(_SCRIPT)
    (place / "paths.txt").write_text("\n".join(paths))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(place / "ask.lua"), address]
    asked = subprocess.run(
        command,
        env=os.environ | {"PATHS": str(place / "paths.txt")},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(asked.stdout.splitlines()[-1])
    return Load(seen["requests"] / seen["seconds"], seen["p99"], seen["errors"])


def _table(loads: Mapping[Case, Sequence[Load]]) -> str:
    rows = []
    for case, seen in loads.items():
        if case.server == "bare":
            continue
        bare = loads[Case("bare", _FEW, case.connections)]
        shares = [ours.rate / theirs.rate for ours, theirs in zip(seen, bare, strict=True)]
        rows.append(
            [
                f"{case.questions:,} questions, {case.connections} connections",
                spread(shares),
                f"{median(load.rate for load in seen):,.0f}",
                f"{median(load.p99 for load in seen):.1f}",
                f"{median(load.rate for load in bare):,.0f}",
                f"{median(load.p99 for load in bare):.1f}",
                f"{sum(load.errors for load in (*seen, *bare))}",
            ]
        )
    header = ["", "share of the bare one's", "requests a second", "p99 ms", "bare", "p99 ms", "errors"]
    return "At least 0.35 of the bare application's throughput is the aim.\n\n" + table(header, rows)


def _lasting(place: Path, paths: Sequence[str]) -> str:
    """Whether memory grows: all of it that the processes have for themselves, as requests go by."""
    with _ours(place) as (address, server):
        rows: list[list[str]] = []
        asked = 0.0
        _wrk(place, address, paths, 16)
        while not rows or asked < _LASTING:
            rows.append([f"{asked:,.0f}", f"{_megabytes(server):.0f}"])
            asked += _wrk(place, address, paths, 16, 4 * _SECONDS).rate * 4 * _SECONDS
        rows.append([f"{asked:,.0f}", f"{_megabytes(server):.0f}"])
    return f"Memory of the {_WORKERS} processes, once warm.\n\n" + table(["requests", "MB"], rows)


def _megabytes(server: int) -> float:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return sum(_resident(int(child)) for child in children) / 1e6


def _resident(process: int) -> int:
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return 1024 * int(found[1]) if found else 0


if __name__ == "__main__":
    main()
