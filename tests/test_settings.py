from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.errors import UsageError
from searchkit.indexing.build import build
from searchkit.reading import PostFile, read_post
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


def settings_of(folder: Path, text: str) -> Settings:
    return load_settings(written(folder, text))


def access_of(settings: Settings, front_matter: str) -> tuple[str, str, str]:
    content = f"---\n{front_matter}\n---\nText.\n".encode()
    essay = read_post(PostFile(Path("/corpus"), "a.md", 0, 0), settings, content).essay
    assert essay is not None
    return essay.access, essay.title, str(essay.date)


def test_fields_have_the_names_that_the_settings_give_them(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "fields:\n  title: [heading-line, kop]\n  date: went-out\n  draft: wip")
    front = "title: Not this\nheading_line: This\nwent_out: 2020-02-03\ndate: 1999-01-01"
    assert access_of(settings, front) == ("public", "This", "2020-02-03")
    assert access_of(settings, f"{front}\nwip: true")[0] == "draft"
    assert access_of(settings, "title: Still known\ndate: 1999-01-01") == (
        "public",
        "Still known",
        "1999-01-01",
    )


@pytest.mark.parametrize(
    ("front_matter", "access"),
    [
        ("visibility: open", "public"),
        ("visibility: Listed", "public"),
        ("visibility: public", "visibility public"),
        ("title: x", "visibility missing"),
        ("visibility: open\ndraft: true", "draft"),
        ("visibility: open\naudience: patrons", "audience patrons"),
        ("visibility: open\naudience: free", "public"),
        ("visibility: open\nstatus: private", "private"),
    ],
)
def test_the_settings_say_which_essays_are_public(tmp_path: Path, front_matter: str, access: str) -> None:
    settings = settings_of(tmp_path, "public: {visibility: [open, listed], audience: [free, missing]}")
    assert access_of(settings, front_matter)[0] == access


def test_an_essay_may_have_to_say_that_it_is_public(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "public:\n  publish: true")
    assert access_of(settings, "publish: yes")[0] == "public"
    assert access_of(settings, "publish: false")[0] == "draft"
    assert access_of(settings, "title: x")[0] == "publish missing"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("feilds: {}", ("unknown key 'feilds'", "did you mean fields?")),
        ("fields: {autors: by}", ("fields has no 'autors'", "did you mean authors?")),
        ("fields: title", ("fields must hold fields and their values, not 'title'", "for example `fields: ")),
        ("fields: {title: 3}", ("fields: title must be a text, not 3",)),
        ("public: [open]", ("public must hold fields and their values", "visibility: [open, listed]")),
        ("public: {visibility: {a: b}}", ("public: visibility must be a text, not {'a': 'b'}",)),
        ("language: [x]", ("language must be a text",)),
        ("3: x", ("unknown key 3", "the keys are anchors, ")),
    ],
)
def test_settings_that_mean_nothing_say_so(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as raised:
        settings_of(tmp_path, text)
    for part in parts:
        assert part in str(raised.value)


def test_a_value_of_any_size_is_told_in_one_short_line(tmp_path: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for text in (
        f"url: {'x' * 10}\n{'k' * 100_000}: 1",
        f"index: [{'y, ' * 10_000}]",
        bomb.replace("h:", "url:"),
    ):
        with pytest.raises(UsageError) as raised:
            settings_of(tmp_path, text)
        assert len(str(raised.value)) < 400 + len(str(tmp_path))


def test_other_rules_for_front_matter_make_the_index_anew(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: a\nkop: b\n---\nText.\n")
    for text, title, updated in (
        ("", "a", (1, 0)),
        ("fields: {title: kop}", "b", (1, 0)),
        ("fields: {title: kop}", "b", (0, 1)),
        ("public: {visibility: open}", "a", (1, 0)),
    ):
        report = build([tmp_path / "posts"], tmp_path / "index", settings=settings_of(tmp_path, text))
        assert (report.added, report.unchanged) == updated
        assert [hit.essay.title for hit in searchkit.open(tmp_path / "index").search("text")] == [title]
