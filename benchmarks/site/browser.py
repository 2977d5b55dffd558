"""A cold search in a real Chromium: a fresh profile, a slow line, and what came over it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

_HERE = Path(__file__).parent
_SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


class Line(NamedTuple):
    """A line to the host: milliseconds that every request waits, and megabits a second that all share."""

    latency: float
    megabits: float

    def __str__(self) -> str:
        return f"{self.latency:.0f} ms, {self.megabits} Mbps"


_LOCAL = Line(0, 10_000)


class Cold(NamedTuple):
    """What a first search took. `stages` is how many requests had to wait for one another in a row."""

    bytes: int
    requests: int
    stages: int
    seconds: float
    found: list[dict[str, Any]]


class Host:
    """A static host on this machine."""

    def __init__(self, port: int, control: int) -> None:
        self.address = f"https://localhost:{port}"
        self._control = f"http://localhost:{control}"

    def use(self, line: Line) -> list[dict[str, Any]]:
        """Serve over this line from now on; what was asked for until now is returned."""
        speed = f"latency={line.latency}&speed={line.megabits * 125}"
        with urlopen(f"{self._control}/?{speed}") as answer:
            asked: list[dict[str, Any]] = json.load(answer)
        return asked


@contextmanager
def hosted(folder: Path, secrets: Path) -> Iterator[Host]:
    """A host that serves `folder`; a key is made in `secrets`."""
    key, certificate = secrets / "key.pem", secrets / "certificate.pem"
    if not key.exists():
        subject = ["-subj", "/CN=localhost", "-days", "30", "-nodes", "-newkey", "rsa:2048"]
        command = ["openssl", "req", "-x509", *subject, "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, check=True, capture_output=True)
    command = ["node", *map(str, (_HERE / "server.mjs", folder, key, certificate))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            port, control = server.stdout.readline().split()
            yield Host(int(port), int(control))
        finally:
            server.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=next(found), args=[*_SWITCHES])
        yield browser
        browser.close()


def search_cold(browser: Browser, host: Host, query: str, line: Line) -> Cold:
    """One search by somebody who has only the page yet."""
    with opened(browser, host) as page:
        host.use(line)
        seconds, found = page.evaluate(
            """async (query) => {
              const started = performance.now();
              const found = await ask(query);
              return [(performance.now() - started) / 1000, found];
            }""",
            query,
        )
        asked = host.use(_LOCAL)
    return Cold(sum(one["bytes"] for one in asked), len(asked), _stages(asked), seconds, found)


@contextmanager
def opened(browser: Browser, host: Host) -> Iterator[Page]:
    """The page, in a new profile, before anything was searched for."""
    context = browser.new_context(ignore_https_errors=True)
    try:
        page = context.new_page()
        page.goto(f"{host.address}/index.html")
        yield page
    finally:
        context.close()


def _stages(asked: list[dict[str, Any]]) -> int:
    """The longest chain of requests that each began after the one before had ended."""
    chain: list[tuple[float, int]] = []
    for request in sorted(asked, key=lambda request: request["from"]):
        before = max((stage for end, stage in chain if end <= request["from"]), default=0)
        chain.append((request["to"] or float("inf"), before + 1))
    return max((stage for _, stage in chain), default=0)
