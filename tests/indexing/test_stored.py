"""What tells an essay from others, and where its file is shown to be. What comes back: `test_documents`."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.indexing.stored import essay_key, filter_terms, path_from_here


@pytest.mark.parametrize(
    ("field", "value", "terms"),
    [
        ("essay", " 2023/GPT4 ", ["essay:2023/gpt4"]),
        ("lang", "pt-BR", ["lang:pt"]),
        ("author", "Noël O'Été, Noël", ["author:noel", "author:o'ete"]),
        ("tag", "machine-learning", ["tag:machine", "tag:learning"]),
        ("tag", "!?", []),
    ],
)
def test_a_value_becomes_filter_terms(field: str, value: str, terms: list[str]) -> None:
    assert filter_terms(field, value) == terms


def test_keys_tell_places_apart_and_fit_a_signed_integer() -> None:
    places = [
        (Path("/a"), "b/c.md"),
        (Path("/a/b"), "c.md"),
        (Path("/a"), "b/C.md"),
        (Path("/a\udce9"), "c.md"),
    ]
    keys = {essay_key(root, path) for root, path in places}
    assert len(keys) == len(places)
    assert all(0 <= key < 2**63 for key in keys)


def test_a_path_is_shown_from_where_the_process_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_from_here(str(tmp_path), "a.md") == "a.md"
    assert path_from_here(str(tmp_path / "posts"), "b/a.md") == "posts/b/a.md"
    assert path_from_here(str(tmp_path) + "-other", "a.md") == f"{tmp_path}-other/a.md"
    assert path_from_here("/", "a.md") == "/a.md"
    assert path_from_here(f"{tmp_path}/po\nsts\udce9", "a.md") == "po\\u000asts\\xe9/a.md"


def test_a_path_is_shown_where_the_process_stands_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    with monkeypatch.context() as moved:
        moved.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        assert path_from_here(str(tmp_path), "a.md") == f"{tmp_path}/a.md"
