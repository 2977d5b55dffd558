"""Essays for the tests: a small library made here, real ones from elsewhere; how Hypothesis runs.

Tests marked `real` read essays that are no part of the project, tests marked `browser` drive Chromium,
tests marked `opensearch` a cluster.
Without these they are skipped, or fail where `SEARCHKIT_REQUIRE` names the mark.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

import searchkit
from searchkit import Index

if TYPE_CHECKING:
    from opensearch_cluster import Cluster
    from playwright.sync_api import Browser

settings.register_profile("searchkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("searchkit")

REPOSITORY = Path(__file__).parents[1]

# Tests run in the background are deaf to Ctrl-C, and so would be the programs they start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data."""
    folder = Path(os.environ.get("SEARCHKIT_DATA") or REPOSITORY.parent / "shared")
    if not (folder / "corpora").is_dir():
        _do_without("real", f"no real essays in {folder} (set SEARCHKIT_DATA)")
    return folder


def _do_without(mark: str, reason: str) -> NoReturn:
    if mark in os.environ.get("SEARCHKIT_REQUIRE", ""):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def newsletter(shared: Path) -> Path:
    """A newsletter exported by pandoc: 94 posts."""
    return shared / "corpora" / "newsletter"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        _do_without("browser", "no Chromium (apt-get install chromium)")
    # Without its sandbox it also runs as root and in a container, where it has little shared memory.
    switches = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=switches)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes of OpenSearch, green."""
    from opensearch_cluster import CannotRunError, Cluster, fetch_jars

    try:
        fetch_jars()
        nodes = Cluster(tmp_path_factory.mktemp("cluster"))
    except CannotRunError as error:
        _do_without("opensearch", str(error))
    try:
        nodes.start()
        yield nodes
    finally:
        nodes.stop()


POSTS = {
    "2023-01-10-style.md": """---
title: On style transfer
subtitle: What a model keeps
date: 2023-01-10
author: Ada Merrow
tags: [machine learning, style]
type: essay
---
RLHF is a style transfer, and open-source models show it.

## What is kept

The style is kept. Nothing else of the transfer was planned, said nobody[^1].

> We use the term "hallucinations" for what it makes up.
>
> --- Ann Lee, *The Card*

[^1]: A footnote about hallucinating machines.
""",
    "2023-06-20-works.md": """---
title: How RLHF works
date: 2023-06-20
author: [Ben Gray, Ada Merrow]
tags: style
---
RLHF works by style. RLHF works by transfer. Fine-tuning does the rest, and fine-tuned models hallucinate.

## Inference cost

- The inference cost usually scales linearly.
- GPT4 is not GPT-3.

```python
transfer = "code"
```
""",
    "2024-02-03-libraries.md": """---
title: Of libraries
date: 2024-02-03
slug: of-libraries
language: en
draft: true
---
A library is a memory. The library of Alexandria had a catalogue; libraries have had one since.

# Alexandria

Callimachus wrote the catalogue. Its style is lost.
""",
    "ecrire.md": """---
title: Écrire et chercher
date: 2022
lang: fr
---
L'écriture cherche ses bibliothèques. On a cherché l’étymologie du mot.
""",
    "zhongwen.md": """---
title: 搜索
language: zh
---
我们学习机器学习的风格。
""",
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of five essays: four of them public, one French, one Chinese."""
    folder = tmp_path_factory.mktemp("library")
    for name, text in POSTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return searchkit.build(folder, folder / "index")


@pytest.fixture
def index_of(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Makes an index of posts given as `name=text`."""

    def make(**posts: str) -> Index:
        corpus = tmp_path / "corpus"
        corpus.mkdir(exist_ok=True)
        for name, text in posts.items():
            (corpus / f"{name}.md").write_text(text, encoding="utf-8")
        return searchkit.build(corpus, tmp_path / "index")

    return make


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample essays."""
    folder = tmp_path_factory.mktemp("sample")
    searchkit.build(Path(__file__).parents[1] / "corpus", folder)
    return folder
