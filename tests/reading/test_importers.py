"""Exports of platforms become posts that read as their writers wrote them."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from exports import EXPORTS, essays_in, export_of, packed, read_as
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import CorpusError, UsageError
from searchkit.reading.importers import archive
from searchkit.reading.importers.exported import ExportedPost
from searchkit.reading.importers.shortcodes import to_html
from searchkit.reading.importers.transfer import PLATFORMS, import_posts
from searchkit.reading.importers.writing import RECORD, markdown_file

PLAYER = "https://www.youtube-nocookie.com/embed/abc"


def counts(platform: str, source: Path, folder: Path) -> tuple[int, int, int, int, int]:
    report = import_posts(platform, source, folder)
    return report.added, report.updated, report.unchanged, report.kept, report.skipped


def test_substack_posts_keep_their_words_widgets_and_readers(tmp_path: Path) -> None:
    report = import_posts("substack", export_of("substack", tmp_path), tmp_path / "posts")
    essays = essays_in(tmp_path / "posts")
    assert {name: essay.access for name, essay in essays.items()} == {
        "2023-03-20-on-ledgers.md": "public",
        "2023-04-02-for-patrons.md": "only_paid",
        "half-a-thought.md": "draft",
        "stray.md": "draft",
    }
    ledgers = essays["2023-03-20-on-ledgers.md"]
    assert (ledgers.title, ledgers.subtitle) == ("On ledgers, *again*", 'Why "old" books are kept')
    assert (ledgers.id, ledgers.slug, str(ledgers.date)) == ("1001.on-ledgers", "on-ledgers", "2023-03-20")
    assert read_as(ledgers)[1:] == [
        "paragraph: A ledger isn't a diary, and 2 < 3 * 4 & so on.",
        "caption: The ledger of my grandmother, 1911",
        "heading: What it keeps",
        "list: names, with sums",
        "list: and dates",
        "list: debts",
        "quote: Every sum is a promise.",
        "embed: Ledgers are letters to nobody",
        "paragraph: After the widgets.",
        "footnote: Nor a memoir. ⏎ Nor a map.",
    ]
    embed, note = ledgers.sections[-3], ledgers.sections[-1]
    assert str(embed.attribution) == "Ada Merrow (@ada), 2023-01-11"
    assert note.referrer == 1
    assert PLAYER in (tmp_path / "posts/2023-03-20-on-ledgers.md").read_text()
    assert [str(warning) for warning in report.warnings] == [
        "posts/1005.stray.html: not in posts.csv: imported as a draft",
        "posts/1001.on-ledgers.html: a poll is left out",
        f"posts/1001.on-ledgers.html: a player of {PLAYER} is kept as its address only",
        "posts.csv: skipped: there is no text of 1004.lost (Lost)",
    ]


def test_medium_posts_have_their_titles_once_and_drafts_are_drafts(tmp_path: Path) -> None:
    import_posts("medium", export_of("medium", tmp_path), tmp_path / "posts")
    essays = essays_in(tmp_path / "posts")
    walking = essays["2019-03-04-On-Walking-Slowly.md"]
    assert (walking.authors, walking.url) == (
        ("Ada Merrow",),
        "https://medium.com/@ada/on-walking-abc123def456",
    )
    assert read_as(walking) == [
        "title: On Walking, Slowly ⏎ Notes from a towpath",
        "caption: The towpath in March",
        "paragraph: You walk before you think.",
        "quote: All great thoughts are walked.",
        "code: walk() ⏎ think()",
        "paragraph: Then you stop at the weir.",
    ]
    assert essays["On-Rowing.md"].access == "draft"
    assert read_as(essays["On-Rowing.md"]) == ["title: On Rowing", "paragraph: Oars are for patience."]


def test_ghost_posts_are_read_from_html_or_from_the_editors_document(tmp_path: Path) -> None:
    report = import_posts("ghost", export_of("ghost", tmp_path), tmp_path / "posts")
    essays = essays_in(tmp_path / "posts")
    assert {essay.slug: essay.access for essay in essays.values()} == {
        "in-html": "public",
        "in-lexical": "draft",
        "in-mobiledoc": "paid",
        "only-mailed": "email",
    }
    html = essays["2024-01-02-in-html.md"]
    lexical = essays["2024-02-02-in-lexical.md"]
    mobiledoc = essays["2019-05-06-in-mobiledoc.md"]
    assert (html.title, html.authors, html.tags) == ("A *post* in HTML", ("Ada Merrow",), ("Harbours",))
    assert read_as(html)[1:] == [
        "paragraph: From html, with an image.",
        "caption: A quay",
        "paragraph: Noted.",
        "footnote: The note.",
    ]
    assert read_as(lexical)[1:] == [
        "heading: A heading",
        "paragraph: Plain, bold & <bare> ⏎ a link",
        "list: first",
        "code: x = 1",
        "quote: Mind this.",
    ]
    assert read_as(mobiledoc)[1:] == ["paragraph: One two ⏎ three", "list: four", "paragraph: From markdown."]
    assert [str(warning) for warning in report.warnings] == ["in-lexical: a card is left out: signup"]


def test_wordpress_posts_lose_shortcodes_and_comments_but_no_words(tmp_path: Path) -> None:
    report = import_posts("wordpress", export_of("wordpress", tmp_path), tmp_path / "posts")
    essays = essays_in(tmp_path / "posts")
    assert {name: essay.access for name, essay in essays.items()} == {
        "2009-05-06-classic.md": "private",
        "2010-01-01-Behind-a-password.md": "password",
        "2024-01-02-blocks.md": "public",
        "A-draft.md": "draft",
    }
    blocks = essays["2024-01-02-blocks.md"]
    assert (blocks.title, blocks.tags, blocks.authors) == (
        "Blocks & footnotes",
        ("ink", "Craft"),
        ("Ada Merrow",),
    )
    assert read_as(blocks)[1:] == [
        "paragraph: A block of text.",
        "quote: Said once.",
        "footnote: Kept beside it.",
    ]
    assert str(blocks.sections[2].attribution) == "Ann Lee, The Card"
    assert read_as(essays["2009-05-06-classic.md"])[1:] == [
        "paragraph: First line, ⏎ second line [sic].",
        "caption: A view of the bay",
        "paragraph: Inside the accordion.",
        "paragraph: Noted.",
        "footnote: In brackets.",
    ]
    assert [warning.message for warning in report.warnings] == [
        "a player of https://www.youtube.com/watch?v=x is kept as its address only",
        "the shortcode [accordion] is left out, its text is kept",
        "the shortcode [gallery] is left out",
    ]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_second_import_writes_nothing(tmp_path: Path, platform: str) -> None:
    source, folder = export_of(platform, tmp_path), tmp_path / "posts"
    added, *_ = counts(platform, source, folder)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert counts(platform, source, folder)[:4] == (0, 0, added, 0)
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


@pytest.mark.parametrize("platform", ["substack", "medium"])
def test_an_unpacked_export_is_one_too(tmp_path: Path, platform: str) -> None:
    counts(platform, EXPORTS / platform, tmp_path / "a")
    counts(platform, packed(platform, tmp_path), tmp_path / "b")
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


SUBSTACK = {"posts.csv": "post_id,title\n1.one,One\n", "posts/1.one.html": "<p>First</p>"}


def test_what_changed_on_the_platform_is_updated_and_what_was_edited_here_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    assert counts("substack", packed("substack", tmp_path, SUBSTACK), folder) == (1, 0, 0, 0, 0)
    changed = packed("substack", tmp_path, SUBSTACK | {"posts/1.one.html": "<p>Second</p>"})
    assert counts("substack", changed, folder) == (0, 1, 0, 0, 0)
    file = folder / "one.md"
    assert "Second" in file.read_text()
    file.write_text("My own words")
    assert counts("substack", changed, folder) == (0, 0, 0, 1, 0)
    assert file.read_text() == "My own words"
    file.unlink()
    assert counts("substack", changed, folder) == (1, 0, 0, 0, 0)


def test_a_post_keeps_its_file_when_its_slug_changes(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    counts("substack", packed("substack", tmp_path, SUBSTACK), folder)
    renamed = {"posts.csv": "post_id,title\n1.other,One\n", "posts/1.other.html": "<p>First</p>"}
    assert counts("substack", packed("substack", tmp_path, renamed), folder) == (0, 1, 0, 0, 0)
    assert [file.name for file in folder.glob("*.md")] == ["one.md"]


def test_without_its_record_an_import_overwrites_nothing_that_differs(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    counts("substack", packed("substack", tmp_path, SUBSTACK), folder)
    (folder / RECORD).write_text('{"substack:1": {"path": "../evil.md", "sha256": ""}, "x": 3}')
    changed = packed("substack", tmp_path, SUBSTACK | {"posts/1.one.html": "<p>Second</p>"})
    assert counts("substack", changed, folder) == (0, 0, 0, 1, 0)
    assert not (tmp_path / "evil.md").exists()


def test_two_posts_of_one_name_are_two_files(tmp_path: Path) -> None:
    files = {
        "posts.csv": "post_id,title\n1.one,a\n2.ONE,b\n",
        "posts/1.one.html": "a",
        "posts/2.ONE.html": "b",
    }
    counts("substack", packed("substack", tmp_path, files), tmp_path / "posts")
    assert sorted(file.name for file in (tmp_path / "posts").glob("*.md")) == ["ONE-2.md", "one.md"]


@pytest.mark.parametrize(
    "slug", ["../../evil", "/etc/evil", "C:\\evil", "..", "a\nb", "con", "\u202eevil", "é" * 300]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, slug: str) -> None:
    folder = tmp_path / "in" / "posts"
    data = {"posts": [{"id": "../x", "slug": slug, "title": slug, "html": "<p>x</p>"}]}
    source = tmp_path / "export.json"
    source.write_text(json.dumps({"db": [{"meta": {}, "data": data}]}))
    assert counts("ghost", source, folder)[0] == 1
    (written,) = folder.glob("*.md")
    assert written.name.isprintable()
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["posts"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_in_the_folder_is_not_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    (tmp_path / "precious.md").write_text("precious")
    (folder / "one.md").symlink_to(tmp_path / "precious.md")
    assert counts("substack", packed("substack", tmp_path, SUBSTACK), folder) == (0, 0, 0, 1, 0)
    assert (tmp_path / "precious.md").read_text() == "precious"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    source = packed("substack", tmp_path, SUBSTACK | {"posts/2.two.html": b"\0" * 30_000_000})
    with pytest.raises(CorpusError, match="zip bomb"):
        import_posts("substack", source, tmp_path / "posts")
    assert not (tmp_path / "posts").exists()


def test_a_header_that_lies_about_a_size_does_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.reading.importers.substack.MAX_POST", 100)
    source = packed("substack", tmp_path, SUBSTACK | {"posts/1.one.html": "x" * 101})
    report = import_posts("substack", source, tmp_path / "posts")
    assert report.skipped == 1
    assert "larger than" in report.warnings[0].message


def test_a_damaged_file_in_a_zip_costs_that_file(tmp_path: Path) -> None:
    source = packed("substack", tmp_path, SUBSTACK | {"posts/2.two.html": "<p>" + "Some other text. " * 50})
    content = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as opened:
        start = opened.getinfo("posts/2.two.html").header_offset + 50
    content[start : start + 8] = b"\xff" * 8
    source.write_bytes(content)
    report = import_posts("substack", source, tmp_path / "posts")
    assert (report.added, report.skipped) == (1, 1)
    assert "it is damaged" in report.warnings[-1].message


@pytest.mark.parametrize("wanted", PLATFORMS)
@pytest.mark.parametrize("given_", PLATFORMS)
def test_the_export_of_another_platform_is_named(tmp_path: Path, wanted: str, given_: str) -> None:
    source = export_of(given_, tmp_path)
    if wanted == given_:
        assert counts(wanted, source, tmp_path / "posts")[0] > 0
        return
    with pytest.raises(CorpusError, match=f"use searchkit import {given_}"):
        import_posts(wanted, source, tmp_path / "posts")
    assert not (tmp_path / "posts").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x89PNG", b"{", b"<rss>", b"<p>a page</p>"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, platform: str, content: bytes) -> None:
    source = tmp_path / "export.bin"
    source.write_bytes(content)
    with pytest.raises(CorpusError):
        import_posts(platform, source, tmp_path / "posts")


def test_entity_bombs_are_refused(tmp_path: Path) -> None:
    xml = (EXPORTS / "wordpress" / "blog.xml").read_text()
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<rss'
    source = tmp_path / "blog.xml"
    source.write_text(xml.replace("<rss", bomb, 1))
    with pytest.raises(CorpusError, match="declares XML entities"):
        import_posts("wordpress", source, tmp_path / "posts")


def test_what_stands_before_broken_xml_is_imported(tmp_path: Path) -> None:
    xml = (EXPORTS / "wordpress" / "blog.xml").read_text()
    source = tmp_path / "blog.xml"
    source.write_text(xml.replace("<title>Behind a password", "<title>Behind & a \x01 password"))
    report = import_posts("wordpress", source, tmp_path / "posts")
    assert report.added == 2
    assert "the posts after this line are lost" in report.warnings[-1].message


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        import_posts("ghost", export_of("ghost", tmp_path), tmp_path / "file" / "posts")


def test_limits_are_those_of_the_reader() -> None:
    from searchkit.reading.post import MAX_SIZE

    assert archive.MAX_POST == MAX_SIZE


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_can_stand_in_front_matter(title: str, name: str, tags: list[str]) -> None:
    from searchkit.reading.front_matter import split_front_matter

    post = ExportedPost(key="1", name=name, fields={"title": title, "tags": tags}, markdown="text\n")
    warnings: list[object] = []
    front = split_front_matter(markdown_file(post), "a.md", warnings)  # type: ignore[arg-type]
    assert not warnings
    assert front.body.strip() == "text"
    assert front.fields.keys() == {key for key, value in post.fields.items() if value}


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("[1] and [note to self] and [sic]", "[1] and [note to self] and [sic]"),
        ("[embed]https://a.b[/embed]", '<iframe src="https://a.b"></iframe>'),
        ('[code lang="py"]a[b] = [c][/code]', '<pre><code class="language-py">a[b] = [c]</code></pre>'),
        ("[a][b][/a][/b]", "[b][/b]"),
        ('[quote author="Ann"]Yes[/quote]', "<blockquote>Yes<footer>Ann</footer></blockquote>"),
    ],
)
def test_shortcodes(content: str, html: str) -> None:
    assert to_html(content)[0] == html


def test_shortcodes_of_any_depth_lose_no_words() -> None:
    assert to_html("[a]" * 10_000 + "word" + "[/a]" * 10_000)[0] == "word"


@given(
    st.lists(
        st.sampled_from(["[a]", "[/a]", "[b x=1]", "[/b]", "[[a]]", "[caption]", "[/caption]", "w ", "["])
    )
)
def test_shortcodes_of_any_kind_lose_no_words(parts: list[str]) -> None:
    content = "".join(parts)
    assert to_html(content)[0].count("w") == content.count("w")
