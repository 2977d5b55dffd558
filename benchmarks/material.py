"""What is indexed: a corpus, read by searchkit's own reader, as it is or resampled to any size.

Everybody gets the same sections: posts in a temporary folder, for who reads files, and the essays
read from these very posts, for who is given sections in memory. Nothing is kept between runs.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.options import Options
from searchkit.analysis.sentences import sentence_spans
from searchkit.essay import Essay, Kind, Section
from searchkit.reading import PostFile, find_posts, read_post
from searchkit.settings import DEFAULTS

_SHORTEST_ESSAY, _LONGEST_ESSAY = 20, 80
_MARKUP = re.compile(r"[\\`*_\[\]<>&#|~$^{}]|^[-+=:!]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_PREFIXES = {Kind.HEADING: "## ", Kind.QUOTE: "> ", Kind.LIST: "- "}


@dataclass(frozen=True, slots=True)
class Material:
    """Posts in `folder` and the essays read from them; `name` is that of the corpus they are from."""

    name: str
    folder: Path
    essays: tuple[Essay, ...]

    def texts(self) -> Iterator[str]:
        """The text of every section."""
        return (section.text for essay in self.essays for section in essay.sections)

    @property
    def sections(self) -> int:
        """How many sections there are."""
        return sum(len(essay.sections) for essay in self.essays)

    @property
    def text_size(self) -> int:
        """The bytes of all sections' texts in UTF-8."""
        return sum(len(text.encode()) for text in self.texts())

    @property
    def markdown_size(self) -> int:
        """The bytes of all posts."""
        return sum(post.size for post in find_posts([self.folder]))

    def __str__(self) -> str:
        essays, sections, megabytes = len(self.essays), self.sections, self.text_size / 1e6
        return f"{self.name}: {essays:,} essays, {sections:,} sections, {megabytes:.1f} MB of text"


def load(options: Options, folder: Path) -> Material:
    """The material that `options` ask for, its posts copied or written to `folder`."""
    name = options.corpus.resolve().name
    if options.sections:
        name += f" resampled to {options.sections:,}"
        write_posts(resample(read_essays(options.corpus), options.sections, options.seed), folder)
    else:
        shutil.copytree(options.corpus, folder)
    return Material(name, folder, read_essays(folder))


def read_essays(folder: Path) -> tuple[Essay, ...]:
    """The essays of a folder, read on every core."""
    posts = list(find_posts([folder.resolve()]))
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        essays = processes.map(read_essay, posts, chunksize=1 + len(posts) // 64)
        return tuple(essay for essay in essays if essay)


def read_essay(post: PostFile) -> Essay | None:
    """One essay, or None for a post that is skipped."""
    return read_post(post, DEFAULTS).essay


def resample(essays: Sequence[Essay], count: int, seed: int) -> Iterator[list[Section]]:
    """Essays of real prose with `count` sections in all, one more of each being its title.

    They are runs of sections cut from those of the corpus, in random order. When all have been used
    once, they come again, each with the sentences of another mixed in: no text is ever repeated by
    more than a sentence, and words keep their frequencies.
    """
    lots = Random(seed)
    runs = [run for essay in essays for run in _runs(essay, lots)]
    for generation in range(count):
        lots.shuffle(runs)
        for run in runs:
            fresh = run if generation == 0 else _mixed(run, lots.choice(runs), lots)
            yield fresh[: count - 1]
            count -= 1 + len(fresh)
            if count < 2:
                return


def _runs(essay: Essay, lots: Random) -> Iterator[list[Section]]:
    sections = [section for section in essay.sections if section.kind is not Kind.TITLE]
    while sections:
        size = lots.randint(_SHORTEST_ESSAY, _LONGEST_ESSAY)
        yield sections[:size]
        del sections[:size]


def _mixed(run: Sequence[Section], other: Sequence[Section], lots: Random) -> list[Section]:
    """The sections of `run`, each with as many sentences as it had, out of those of both."""
    sentences = [sentence for section in (*run, *other) for sentence in _sentences(section)]
    lots.shuffle(sentences)
    return [
        Section(
            number=section.number,
            kind=section.kind,
            text=" ".join(sentences.pop() for _ in _sentences(section)),
            lines=section.lines,
        )
        for section in run
    ]


def _sentences(section: Section) -> list[str]:
    return [section.text[start:end] for start, end in sentence_spans(section.text)]


def write_posts(runs: Iterable[Sequence[Section]], folder: Path) -> None:
    """One Markdown post for each run of sections, titled by its first heading or words."""
    folder.mkdir()
    for number, run in enumerate(runs):
        heading = next((section for section in run if section.kind is Kind.HEADING), run[0])
        title = " ".join(re.findall(r"\w+", heading.text)[:8]) or "Untitled"
        date = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
        blocks = "\n\n".join(map(_markdown, run))
        post = f'---\ntitle: "{title}"\ndate: {date}\n---\n\n{blocks}\n'
        (folder / f"essay-{number:06}.md").write_text(post, encoding="utf-8")


def _markdown(section: Section) -> str:
    return _PREFIXES.get(section.kind, "") + escaped(section.text)


def escaped(text: str) -> str:
    """A paragraph of Markdown that reads as this text, its white space made single."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
