"""Reading: Markdown to sections against markdown-it, on one core and on two, and how true it is.

    python -m benchmarks.reading [--corpus PATH] [--rounds N]

markdown-it-py parses the same bodies with the same plugins, and makes nothing of its tokens. The two
take turns file by file, so that both have the same of whatever else the machine does; a figure is the
median of the rounds. On two cores, two processes that are already running share the files that one
has alone. Then every post is checked: which words of the page that markdown-it renders are in no
section, and which sections hold markup (see `fidelity`).
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from benchmarks.fidelity import Verdict, verdict
from benchmarks.material import load, read_essay
from benchmarks.options import read_options
from benchmarks.tables import machine, median, spread, table, write_results
from searchkit.essay import Essay
from searchkit.reading import PostFile, find_posts
from searchkit.reading.decoding import decode
from searchkit.reading.front_matter import split_front_matter
from searchkit.reading.markdown import read_sections

_MOST_LISTED = 15
_LONGEST_WORD = 20
_KEPT, _CLEAN = 0.995, 0.999
"""What should be kept of a corpus's words, and without debris of its sections."""


class Body(NamedTuple):
    """The Markdown of a post, and its essay."""

    file: PostFile
    markdown: str
    essay: Essay


def main() -> None:
    options = read_options("Reading Markdown against markdown-it alone", rounds=5)
    with TemporaryDirectory() as temporary:
        material = load(options, Path(temporary) / "posts")
        posts = list(find_posts([material.folder]))
        bodies = [body for post in posts if (body := _body(post))]
        gc.freeze()
        parts = [
            _speed(bodies, options.rounds),
            _scaling(posts, options.rounds),
            _fidelity(bodies),
            machine(),
        ]
    write_results("reading", str(material), "\n\n".join(parts))


def _body(post: PostFile) -> Body | None:
    essay = read_essay(post)
    if essay is None:
        return None
    text = decode(post.location.read_bytes(), post.path, [])
    return Body(post, split_front_matter(text, post.path, []).body, essay)


def _speed(bodies: Sequence[Body], rounds: int) -> str:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    ours, theirs = [], []
    for _ in range(rounds):
        gc.collect()
        seconds = [0.0, 0.0]
        for body in bodies:
            seconds[0] += _seconds(lambda text=body.markdown: read_sections(text))  # type: ignore[misc]
            seconds[1] += _seconds(lambda text=body.markdown: parser.parse(text))  # type: ignore[misc]
        ours.append(seconds[0])
        theirs.append(seconds[1])
    megabytes = sum(len(body.markdown.encode()) for body in bodies) / 1e6
    ratio = spread([a / b for a, b in zip(ours, theirs, strict=True)])
    rows = [
        [name, f"{median(times):.2f}", f"{megabytes / median(times):.2f}"]
        for name, times in (("searchkit, to sections", ours), ("markdown-it, to tokens", theirs))
    ]
    return (
        f"Reading takes {ratio} times what markdown-it alone takes to parse the same {megabytes:.1f} MB of "
        "Markdown with the same plugins (at most 1.6 is the aim).\n\n"
        + table(["one core", "seconds", "MB/s of Markdown"], rows)
    )


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _scaling(posts: Sequence[PostFile], rounds: int) -> str:
    """Whole files to essays, by one process and by two, in turn."""
    megabytes = sum(post.size for post in posts) / 1e6
    times: dict[int, list[float]] = {1: [], 2: []}
    shares = _shares(posts)
    context = get_context("spawn")
    with ProcessPoolExecutor(1, context) as one, ProcessPoolExecutor(2, context) as two:
        pools = {1: one, 2: two}
        for pool in (two, one):  # both processes of the first, and all imports
            list(pool.map(_count_sections, [posts[:1]] * 8))
        for _ in range(rounds):
            for count, pool in pools.items():
                started = perf_counter()
                list(pool.map(_count_sections, shares))
                times[count].append(perf_counter() - started)
    gain = spread([a / b for a, b in zip(times[1], times[2], strict=True)])
    rows = [
        [str(count), f"{median(seconds):.2f}", f"{megabytes / median(seconds):.2f}"]
        for count, seconds in times.items()
    ]
    return (
        f"Two processes read {gain} times as much as one, from files to essays (at least 1.7 is the aim).\n\n"
        + table(["processes", "seconds", "MB/s of files"], rows)
    )


def _shares(posts: Sequence[PostFile]) -> list[list[PostFile]]:
    """The posts in about forty shares of about one size, the largest first."""
    shares: list[list[PostFile]] = [[] for _ in range(min(40, len(posts)))]
    for number, post in enumerate(sorted(posts, key=lambda post: -post.size)):
        shares[number % len(shares)].append(post)
    return shares


def _count_sections(posts: Sequence[PostFile]) -> int:
    return sum(len(essay.sections) for post in posts if (essay := read_essay(post)))


def _fidelity(bodies: Sequence[Body]) -> str:
    verdicts = [(body, verdict(body.markdown, body.essay)) for body in bodies]
    words = sum(one.words for _, one in verdicts)
    lost = sum(sum(one.lost.values()) for _, one in verdicts)
    sections = sum(one.sections for _, one in verdicts)
    dirty = sum(len(one.debris) for _, one in verdicts)
    rows = [
        [
            "words of the pages that a section holds",
            f"{words - lost:,}",
            f"{words:,}",
            _share(words - lost, words),
        ],
        [
            "sections without debris",
            f"{sections - dirty:,}",
            f"{sections:,}",
            _share(sections - dirty, sections),
        ],
    ]
    aim = f"At least {_KEPT:.1%} of the words and {_CLEAN:.1%} of the sections are the aim."
    return "\n\n".join(
        part
        for part in (
            aim,
            table(["", "are", "of", "share"], rows),
            _losses(verdicts),
            _debris(verdicts),
        )
        if part
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f} %" if whole else ""


def _losses(verdicts: Sequence[tuple[Body, Verdict]]) -> str:
    """The posts that lost most of their words, and which."""
    worst = [(body, one) for body, one in verdicts if one.kept < _KEPT]
    worst.sort(key=lambda pair: -sum(pair[1].lost.values()))
    rows = [
        [
            body.file.path.replace("|", "\\|"),
            str(sum(one.lost.values())),
            f"{100 * one.kept:.1f} %",
            _named(one.lost),
        ]
        for body, one in worst[:_MOST_LISTED]
    ]
    if not rows:
        return ""
    return f"{len(worst)} posts keep less of their words; those that lose most:\n\n" + table(
        ["post", "words lost", "kept", "such as"], rows
    )


def _named(lost: Counter[str]) -> str:
    return " ".join(word[:_LONGEST_WORD] for word, _ in lost.most_common(6))


def _debris(verdicts: Sequence[tuple[Body, Verdict]]) -> str:
    found = [(body, name, section) for body, one in verdicts for name, section in one.debris]
    if not found:
        return ""
    kinds = ", ".join(
        f"{name} {count}" for name, count in Counter(name for _, name, _ in found).most_common()
    )
    rows = [
        [f"{body.file.path}:{section.lines[0]}".replace("|", "\\|"), name] for body, name, section in found
    ]
    return f"Debris by kind: {kinds}. Some of it:\n\n" + table(["where", "what"], rows[:_MOST_LISTED])


if __name__ == "__main__":
    main()
