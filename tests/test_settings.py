from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.errors import UsageError
from searchkit.settings import DEFAULTS, Settings, load_settings


def written(folder: Path, content: str) -> Path:
    (folder / "searchkit.yaml").write_text(content, encoding="utf-8")
    return folder


def test_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == DEFAULTS == Settings()


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n"])
def test_empty_settings_are_the_defaults(tmp_path: Path, content: str) -> None:
    assert load_settings(written(tmp_path, content)) == DEFAULTS


def test_all_keys_are_read(tmp_path: Path) -> None:
    content = """
        corpus: [essays, letters]
        index: .searchkit
        language: fr
        exclude: ["drafts/", "*.tmp.md"]
        url: "https://example.com/p/{slug}"
        anchors: hugo
    """
    assert load_settings(written(tmp_path, content)) == Settings(
        corpus=("essays", "letters"),
        index=".searchkit",
        language="fr",
        exclude=("drafts/", "*.tmp.md"),
        url="https://example.com/p/{slug}",
        anchors="hugo",
    )


def test_one_text_stands_for_a_list_of_one(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "corpus: essays")).corpus == ("essays",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("corups: essays", "did you mean corpus?"),
        ("zzz: essays", "the keys are anchors, corpus"),
        ("language: 12", "language must be a text, not 12"),
        ("corpus: [essays, 2]", "corpus must be a text, not 2"),
        ("anchors: wordpress", "one of github, pandoc"),
        ("url: https://example.com/{slg}", "url names {slg}; it may name slug, id, path"),
        ("- corpus", "must hold keys and values"),
        ("corpus: [essays", "cannot be read"),
        ("corpus: " + "[" * 2_000, "cannot be read"),
    ],
    ids=lambda text: text[:20],
)
def test_settings_that_mean_nothing_say_what_to_do(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(written(tmp_path, content))
    assert message in str(caught.value)
    assert "searchkit.yaml" in str(caught.value)
