"""Figures to Markdown: medians, ratios, tables, and the dated page of results they go to.

A page is one day's results of one operation, with a part for each material. Measuring the same
material again on the same day takes the place of its part.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import geometric_mean, median

__all__ = ["RESULTS", "geometric_mean", "machine", "median", "percentile", "spread", "table", "write_results"]

RESULTS = Path(__file__).parent / "results"
_LIBRARIES = ("searchkit", "tantivy", "Whoosh-Reloaded")


def percentile(values: Iterable[float], percent: float) -> float:
    """The least value that `percent` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def spread(values: Sequence[float]) -> str:
    """The median, and from where to where the values go: `1.32 (1.28-1.41)`."""
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, its first column text and the others figures."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What this ran on, and how busy that was with something else: one paragraph."""
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    parts = [
        f"{os.cpu_count()} cores ({_processor()})",
        f"{platform.system()}",
        f"Python {platform.python_version()}",
        *libraries,
        f"SQLite {sqlite3.sqlite_version}",
        f"load average {os.getloadavg()[0]:.1f} at the end",
    ]
    return ", ".join(parts) + "."


def _processor() -> str:
    try:
        names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def write_results(operation: str, title: str, body: str) -> Path:
    """Put `body` under `title` on today's page of `operation`, and print it."""
    today = dt.datetime.now(dt.UTC).date()
    page = RESULTS / f"{today}-{operation}.md"
    part = f"{title}\n\n{body}\n"
    print(part)
    parts = _parts(page)
    parts[title.partition(":")[0]] = part
    RESULTS.mkdir(exist_ok=True)
    page.write_text(f"# {operation.capitalize()}, {today}\n\n" + "\n".join(f"## {p}" for p in parts.values()))
    return page


def _parts(page: Path) -> dict[str, str]:
    """The parts of a page by the name of their material."""
    if not page.exists():
        return {}
    _, *parts = re.split(r"^## ", page.read_text(), flags=re.MULTILINE)
    return {part.partition(":")[0]: part.rstrip("\n") + "\n" for part in parts}
