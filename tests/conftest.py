"""Essays for the tests: a small library made here, real ones from elsewhere; how Hypothesis runs.

Tests marked `real` read essays that are no part of the project. Without them they are skipped, or
fail where `SEARCHKIT_REQUIRE` names `real`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import searchkit
from searchkit import Index

settings.register_profile("searchkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("searchkit")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data."""
    folder = Path(os.environ.get("SEARCHKIT_DATA") or REPOSITORY.parent / "shared")
    if not (folder / "corpora").is_dir():
        missing = f"no real essays in {folder} (set SEARCHKIT_DATA)"
        if "real" in os.environ.get("SEARCHKIT_REQUIRE", ""):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture(scope="session")
def newsletter(shared: Path) -> Path:
    """A newsletter exported by pandoc: 94 posts."""
    return shared / "corpora" / "newsletter"


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
