"""On every engine, an index that was updated holds what one that is made from nothing does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from holdings import assert_holds_the_same, write_posts

from searchkit.indexing.build import build

if TYPE_CHECKING:
    from opensearch_cluster import Cluster

FIRST = {
    "a.md": "# One\n\nA bird and a stone.\n\n> No birds\n",
    "b.md": "---\nid: b\ndate: 2023-01-02\ntags: [stones]\n---\nTwo stones, one bird.\n",
    "c/d.md": "## Under\n\n- a bird\n- a stone[^1]\n\n[^1]: A note on GPT-4.\n",
}
CHANGES: tuple[dict[str, str | None], ...] = (
    {"a.md": "# One\n\nA stone and no bird.\n", "e.md": "A new bird.\n"},
    {"a.md": "# One\n\nA bird again.\n", "b.md": None, "c/b.md": FIRST["b.md"]},
    {"e.md": None, "c/d.md": "Only a stone is left.\n", "f.md": "---\nlang: fr\n---\nUn oiseau.\n"},
)


@pytest.mark.parametrize(
    "engine", ["tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.opensearch)]
)
def test_an_updated_index_holds_what_a_rebuilt_one_does(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    updated, rebuilt = str(tmp_path / "updated"), str(tmp_path / "rebuilt")
    if engine == "opensearch":
        cluster: Cluster = request.getfixturevalue("cluster")
        updated, rebuilt = cluster.url("updated"), cluster.url("rebuilt")
    corpus = write_posts(tmp_path / "posts", FIRST)
    build([corpus], updated, engine=engine)
    for changes in CHANGES:
        for path, content in changes.items():
            if content is None:
                (corpus / path).unlink()
            else:
                write_posts(corpus, {path: content})
        report = build([corpus], updated)
        assert report.added + report.updated + report.removed == len(changes)
    build([corpus], rebuilt, engine=engine)
    assert_holds_the_same(updated, rebuilt)
