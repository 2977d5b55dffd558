"""`searchkit.yaml` and the environment say what the options do not."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from command_line import assert_error, searchkit, write_essays

from searchkit.errors import UsageError
from searchkit.settings import find_settings


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with essays in `posts`, where the command is called."""
    write_essays(tmp_path / "blog" / "posts" / "2022")
    monkeypatch.chdir(tmp_path / "blog")
    return tmp_path / "blog"


def test_without_settings_corpus_and_index_are_folders_here(blog: Path) -> None:
    assert_error(searchkit("index"), "corpus")
    assert_error(searchkit("search", "silt"), "there is no index in index")
    (blog / "posts").rename(blog / "corpus")
    assert searchkit("index").code == 0
    assert (blog / "index" / "searchkit.json").is_file()
    assert searchkit("search", "silt").code == 0


def test_settings_say_where_the_corpus_and_the_index_are(blog: Path) -> None:
    (blog / "searchkit.yaml").write_text("corpus: posts\nindex: .cache/search\nexclude: ['draft*']\n")
    assert searchkit("index", "--json").json["essays"] == 4
    assert (blog / ".cache" / "search" / "searchkit.json").is_file()
    assert "posts/2022/2022-05-01-rivers.md:16" in searchkit("search", "promises").out
    assert searchkit("stats", "--json").json["folder"] == ".cache/search"


def test_settings_hold_in_the_folders_beneath_too(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (blog / "searchkit.yaml").write_text("corpus: posts\nindex: .index\n")
    monkeypatch.chdir(blog / "posts" / "2022")
    assert searchkit("index", "--json").json["essays"] == 5
    assert (blog / ".index" / "searchkit.json").is_file()
    assert "    2022-05-01-rivers.md:16\n" in searchkit("search", "promises").out


def test_the_nearest_settings_hold(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (blog / "searchkit.yaml").write_text("index: outer")
    (blog / "posts" / "searchkit.yaml").write_text("index: inner")
    assert find_settings(Path()).index == "outer"
    monkeypatch.chdir(blog / "posts" / "2022")
    assert find_settings(Path()).index == str(blog / "posts" / "inner")


def test_a_tilde_in_settings_is_the_home_folder(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    (blog / "searchkit.yaml").write_text("corpus: [~/essays]\nindex: ~/.cache/essays\n")
    found = find_settings(Path())
    assert (found.corpus, found.index) == (("/home/ada/essays",), "/home/ada/.cache/essays")


def test_the_environment_goes_before_settings_and_an_option_before_both(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (blog / "searchkit.yaml").write_text("corpus: posts\nindex: from-settings\n")
    for option, environment, folder in (
        ([], "", "from-settings"),
        ([], "from-environment", "from-environment"),
        (["--index", "from-option"], "from-environment", "from-option"),
    ):
        monkeypatch.setenv("SEARCHKIT_INDEX", environment)
        assert searchkit("index", *option).code == 0
        assert (blog / folder / "searchkit.json").is_file()
        assert searchkit("stats", *option).out.startswith(f"index      {folder} ")


def test_addresses_and_anchors_come_from_settings(blog: Path) -> None:
    (blog / "searchkit.yaml").write_text(
        "corpus: posts\nurl: 'https://example.com/p/{slug}'\nanchors: substack\nlanguage: fr\n"
    )
    assert searchkit("index").code == 0
    hit = searchkit("search", "promises", "--json").json["hits"][0]
    assert hit["essay"]["language"] == "fr"
    assert hit["essay"]["url"] == "https://example.com/p/rivers"
    assert hit["link"].startswith("https://example.com/p/rivers#")
    assert unquote(hit["link"].partition("#")[2]).startswith(f"{hit['section']['anchor']}:~:text=Silt keeps")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("corups: posts", "unknown key 'corups'; did you mean corpus?"),
        ("anchors: wordpress", "one of github"),
        ("corpus: [posts", "cannot be read"),
        ("corpus: []", "corpus names no folder"),
        ("index: ''", "index names no folder"),
    ],
)
def test_settings_that_mean_nothing_are_one_line(blog: Path, content: str, message: str) -> None:
    (blog / "searchkit.yaml").write_text(content)
    for command in (["index"], ["search", "x"]):
        assert_error(searchkit(*command), "searchkit.yaml", message)


def test_settings_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    (tmp_path / "searchkit.yaml").write_bytes(b"\xff\xfe\x00corpus")
    with pytest.raises(UsageError, match="cannot be read"):
        find_settings(tmp_path)


def test_settings_are_not_read_where_the_index_is_given(blog: Path) -> None:
    assert searchkit("index", "posts", "--index", "index").code == 0
    (blog / "searchkit.yaml").write_text("corups: posts")
    assert searchkit("search", "silt", "--index", "index").code == 0
