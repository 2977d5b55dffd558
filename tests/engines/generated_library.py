"""A library of any size, for engines to agree on: posts of the sentences of the sample essays, by lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from searchkit.analysis.sentences import sentence_spans
from searchkit.essay import Kind
from searchkit.reading import find_posts, read_post
from searchkit.settings import DEFAULTS

_PREFIXES = ("", "", "", "", "> ", "- ", "## ")
_AUTHORS = ("Ada Merrow", "Ben Gray", "Cyd Merrow", "Dora Lind")
_TAGS = ("reading", "memory", "index cards", "style", "libraries", "code")
_LANGUAGES = ("en", "en", "en", "fr")


def write_library(folder: Path, corpus: Path, posts: int, *, seed: int) -> Path:
    """So many posts of 20 to 40 blocks each, with authors, tags, dates, types and languages."""
    lots = Random(seed)
    sentences = [sentence for sentence in _sentences(corpus) if "*" not in sentence and "[" not in sentence]
    folder.mkdir(parents=True)
    for number in range(posts):
        blocks = "\n\n".join(_block(sentences, lots) for _ in range(lots.randint(20, 40)))
        front_matter = _front_matter(number, sentences, lots)
        (folder / f"post-{number:03}.md").write_text(f"{front_matter}\n{blocks}\n", encoding="utf-8")
    return folder


def _sentences(corpus: Path) -> Iterator[str]:
    for post in find_posts([corpus]):
        essay = read_post(post, DEFAULTS).essay
        for section in essay.sections if essay else ():
            if section.kind in {Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST, Kind.FOOTNOTE}:
                for start, end in sentence_spans(section.text):
                    yield section.text[start:end]


def _block(sentences: Sequence[str], lots: Random) -> str:
    prefix = lots.choice(_PREFIXES)
    count = 1 if prefix.startswith("#") else lots.randint(1, 5)
    return prefix + " ".join(lots.sample(sentences, count))


def _front_matter(number: int, sentences: Sequence[str], lots: Random) -> str:
    title = " ".join(lots.choice(sentences).replace('"', "").split()[:6]).rstrip(".,:;?!")
    date = f"{lots.randint(2020, 2024)}-{lots.randint(1, 12):02}-{lots.randint(1, 28):02}"
    return f"""---
title: "{title}"
subtitle: "{lots.choice(sentences).replace('"', "")}"
id: post-{number}
author: {lots.choice(_AUTHORS)}
tags: {lots.sample(_TAGS, 2)}
type: {lots.choice(("essay", "note"))}
lang: {lots.choice(_LANGUAGES)}
date: {date}
---
"""
