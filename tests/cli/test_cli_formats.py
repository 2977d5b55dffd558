"""What programs, editors and drafts get: JSON, grep lines, Markdown."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from command_line import ESSAYS, Answer, indexed_essays, searchkit, searchkit_process, write_essays
from markdown_it import MarkdownIt

from searchkit.essay import Kind


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("formats"))


ESSAY = {
    "id": str,
    "title": str,
    "subtitle": str,
    "date": (str, type(None)),
    "authors": list,
    "tags": list,
    "type": str,
    "language": str,
    "access": str,
    "path": str,
    "url": str,
}
SECTION = {
    "number": int,
    "kind": str,
    "headings": list,
    "anchor": str,
    "lines": list,
    "attribution": (dict, type(None)),
}
HIT = {
    "rank": int,
    "score": float,
    "essay": dict,
    "section": dict,
    "passage": dict,
    "link": str,
}
SEARCH = {
    "query": str,
    "total_essays": int,
    "total_sections": int,
    "notices": list,
    "suggestions": list,
    "took_ms": float,
    "hits": list,
}
INDEX = {
    **dict.fromkeys(("essays", "sections", "added", "updated", "removed", "unchanged", "skipped"), int),
    "warnings": list,
    "seconds": float,
}


def assert_shape(found: dict[str, Any], shape: dict[str, Any]) -> None:
    """The keys are these, in this order, and the values of these types."""
    assert list(found) == list(shape)
    for name, kind in shape.items():
        assert isinstance(found[name], kind), name


@pytest.mark.parametrize("query", ["ledger", "style transfer", "写作", "eternity", "date:2023", "-ledger"])
def test_a_search_has_the_shape_that_was_promised(index: Path, query: str) -> None:
    answer = searchkit("search", "--json", "--index", index, query)
    assert (answer.code, answer.err) == (0, "")
    assert_shape(answer.json, SEARCH)
    assert answer.json["query"] == query
    for rank, hit in enumerate(answer.json["hits"], start=1):
        assert_shape(hit, HIT)
        assert hit["rank"] == rank
        assert_shape(hit["essay"], ESSAY)
        assert_shape(hit["section"], SECTION)
        assert hit["section"]["kind"] in list(Kind)
        assert len(hit["section"]["lines"]) == 2
        assert list(hit["passage"]) == ["text", "highlights", "html"]
        assert hit["link"] == f"{hit['essay']['path']}:{hit['section']['lines'][0]}"


def test_highlights_are_what_is_marked_in_the_html(index: Path) -> None:
    hits = searchkit("search", "--json", "--index", index, "style transfer ledger 写作 entity").json["hits"]
    assert len(hits) >= 5
    for hit in hits:
        text, highlights, html = hit["passage"].values()
        pieces = html.split("<mark>")[1:]
        marked = [unescape(piece.partition("</mark>")[0]) for piece in pieces]
        assert marked == [text[start:end] for start, end in highlights]
        assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == text
        assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def test_nothing_found_is_a_search_object_too(index: Path) -> None:
    answer = searchkit("search", "zzyzx", "--json", "--index", index)
    assert (answer.code, answer.err) == (1, "")
    assert_shape(answer.json, SEARCH)
    assert (answer.json["hits"], answer.json["total_essays"]) == ([], 0)


def test_json_and_format_json_are_the_same(index: Path) -> None:
    def without_time(answer: Answer) -> dict[str, Any]:
        return {name: value for name, value in answer.json.items() if name != "took_ms"}

    answers = [
        searchkit("search", "ledger", "--index", index, *option)
        for option in (["--json"], ["--format", "json"], ["--format=json"], ["--json", "--format", "grep"])
    ]
    assert all(without_time(answer) == without_time(answers[0]) for answer in answers)


def test_letters_stand_in_json_as_they_are(index: Path) -> None:
    answer = searchkit_process("search", "写作", "--json", "--index", index)
    assert '"title": "写作与阅读"' in answer.out


def test_show_gives_every_section_with_its_text(index: Path) -> None:
    shown = searchkit("show", "rivers", "--json", "--index", index).json
    assert list(shown) == ["essay", "sections"]
    assert_shape(shown["essay"], ESSAY)
    for section in shown["sections"]:
        assert_shape(section, SECTION | {"text": str})
    assert [section["number"] for section in shown["sections"]] == list(range(len(shown["sections"])))
    assert "A river is never the same river." in shown["sections"][1]["text"]


def test_index_tells_what_it_did(tmp_path: Path) -> None:
    essays = write_essays(tmp_path / "essays", ESSAYS | {"broken.md": '---\ntitle: "a" b\n---\nText.\n'})
    command = ["index", essays, "--index", tmp_path / "index", "--json"]
    first = searchkit(*command)
    assert (first.code, first.err) == (0, "")
    assert_shape(first.json, INDEX)
    assert (first.json["essays"], first.json["added"]) == (6, 6)
    (warning,) = first.json["warnings"]
    assert list(warning) == ["path", "line", "message"]
    assert (Path(warning["path"]).name, warning["line"]) == ("broken.md", 2)
    (essays / "draft.md").unlink()
    again = searchkit(*command).json
    assert {name: again[name] for name in ("essays", "added", "removed", "unchanged")} == {
        "essays": 5,
        "added": 0,
        "removed": 1,
        "unchanged": 5,
    }


def test_stats_count_what_is_there(index: Path) -> None:
    stats = searchkit("stats", "--json", "--index", index).json
    assert stats["essays"] == len(ESSAYS)
    assert stats["sections"] == sum(stats["kinds"].values())
    assert stats["languages"] == {"en": 4, "zh": 1}
    assert stats["access"] == {"public": 4, "draft": 1}


@pytest.mark.parametrize(
    ("query", "place", "word"),
    [
        ("isn't", (9, 59), "isn\\'t"),
        ("ledger kind:footnote", (30, 37), "ledger"),
        ("mountain", (16, 58), "mountain"),
        ("eternity", (18, 3), "Eternity"),
        ("ford", (23, 5), "ford"),
        ("plank", (27, 13), "plank"),
        ('"old map"', (10, 2), "old map"),
        ('"rivers says"', (10, 13), "rivers](https://example.com/ledger) says"),
        ('"says about a ledger"', (10, 49), "says about a ledger"),
        ('"style transfer" sorts', (7, 13), "style transfer"),
        ('"entity"', (7, 73), "entity"),
        ("tick", (8, 25), "tick"),
        ("a_b_c", (8, 36), "a\\_b\\_c"),
        ("delta kind:heading", (12, 8), "delta"),
        ("换行", (7, 37), "换行"),
    ],
)
def test_grep_points_at_the_matched_words_in_the_source(
    index: Path, query: str, place: tuple[int, int], word: str
) -> None:
    first = searchkit("search", query, "--format", "grep", "--index", index).out.splitlines()[0]
    path, line, column, _ = first.split(":", 3)
    source = Path(path).read_text(encoding="utf-8").split("\n")[int(line) - 1]
    assert source[int(column) - 1 :].startswith(word), (line, column, source)
    assert (int(line), int(column)) == place


def test_grep_gives_each_passage_on_a_line_of_its_own(index: Path) -> None:
    answer = searchkit("search", "the", "river", "--format", "grep", "--index", index, "-n", "50")
    hits = searchkit("search", "the", "river", "--json", "--index", index, "-n", "50").json["hits"]
    for line, hit in zip(answer.out.splitlines(), hits, strict=True):
        path, _, _, passage = line.split(":", 3)
        assert path == hit["essay"]["path"]
        assert passage == " ".join(hit["passage"]["text"].splitlines())


def test_grep_gives_the_line_alone_where_the_file_has_gone_or_changed(tmp_path: Path) -> None:
    index = indexed_essays(tmp_path)

    def place() -> str:
        return searchkit("search", "mountain", "--format", "grep", "--index", index).out.split(":", 1)[1][:5]

    assert place() == "16:58"
    essay = tmp_path / "essays" / "2022-05-01-rivers.md"
    essay.write_text("another text altogether\n" * 40)
    assert place() == "16:1:"
    essay.write_text("short")
    assert place() == "16:1:"
    shutil.rmtree(tmp_path / "essays")
    assert place() == "16:1:"


def rendered(index: Path, *query: str) -> str:
    answer = searchkit("search", "--format", "markdown", "--index", index, *query)
    assert answer.code == 0, answer.err
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(answer.out))


def test_markdown_is_a_quote_with_its_source(index: Path) -> None:
    assert rendered(index, "eternity", "--kind", "quote") == (
        "<blockquote>\n"
        "<p><strong>Eternity</strong> is a river of passing events.</p>\n"
        "<p>— Marcus Aurelius, Meditations, quoted in Ada Merrow, <em>On rivers</em>, The delta, Silt,"
        f" 2022-05-01 (<code>{index.parent}/essays/2022-05-01-rivers.md:18</code>)</p>\n"
        "</blockquote>\n"
    )


def test_markdown_pastes_as_what_it_says(index: Path) -> None:
    html = rendered(index, '"style transfer"', "entity", "--kind=paragraph", "-n1")
    assert (
        "<p>Call it a <strong>style transfer</strong> of sorts. * Not a list &amp; not &amp;amp; an"
        " <strong>entity</strong>, 1 &lt; 2, [no](link), `tick` and a_b_c.</p>"
    ) in html
    html = rendered(index, "1986", "--kind=paragraph")
    assert "<p><strong>1986</strong>. A great year; a style transfer began it.</p>" in html


HOSTILE_MARKDOWN = [
    r"\- no list",
    r"\+ no list",
    r"1\) no list",
    r"\# no heading",
    r"\> no quote",
    "no heading\\\n\\=\\=\\=",
    "no heading\\\n\\-\\-\\-",
    r"\~\~\~",
    "\\| a \\| b \\|\\\n\\| - \\| - \\|",
    r"\<script\>alert(1)\</script\>",
    r"\![no image](x.png) \[no]: http://x.y",
    r"\*\*no bold\*\* \_no emphasis\_ \~\~gone\~\~",
    r"&amp;lt;b&amp;gt; &amp;#42;",
    "two  \nlines",
    r"\`\`\` no code \`\`",
    "    x = 1",
]


@pytest.mark.parametrize("source", HOSTILE_MARKDOWN)
@pytest.mark.parametrize("query", ["zebra", "zebra no x b"])
def test_no_markup_of_the_text_survives_as_markup(tmp_path: Path, source: str, query: str) -> None:
    essay = f"---\ntitle: T\n---\n{source}\n\nzebra\n"
    joined = f"---\ntitle: T\n---\n{source} zebra\n"
    write_essays(tmp_path / "essays", {"apart.md": essay, "joined.md": joined})
    searchkit("index", tmp_path / "essays", "--index", tmp_path / "index")
    options = ["--index", tmp_path / "index", *query.split()]
    hits = searchkit("search", "--json", *options).json["hits"]
    html = rendered(tmp_path / "index", *query.split())
    passages = [part.partition("</p>")[0] for part in html.split("<blockquote>\n<p>")[1:]]
    assert html.count("<p>") == 2 * len(hits)
    for passage, hit in zip(passages, hits, strict=True):
        plain = passage.replace("<strong>", "").replace("</strong>", "").replace("<br />", "")
        assert [line.strip() for line in unescape(plain).splitlines()] == [
            line.strip() for line in hit["passage"]["text"].splitlines() if line.strip()
        ]


def test_markdown_links_work(tmp_path: Path) -> None:
    write_essays(
        tmp_path / "essays",
        {
            "a.md": "---\ntitle: A [title]\nurl: 'https://example.com/a_(b)?c=d&e=<f> g\\h'\n---\nA zebra.\n",
            "b `c`.md": "---\ntitle: B\n---\nA zebra.\n",
        },
    )
    (tmp_path / "searchkit.yaml").write_text("corpus: essays\nurl: https://example.com/{slug}\n")
    assert searchkit_process("index", cwd=tmp_path).code == 0
    answer = searchkit_process("search", "zebra", "--format", "markdown", cwd=tmp_path)
    assert answer.code == 0, answer.err
    html = MarkdownIt("commonmark").render(answer.out)
    assert html.count('<a href="https://example.com/') == 2
    assert "<em>A [title]</em></a>" in html


def test_a_path_with_backticks_is_still_a_code_span(tmp_path: Path) -> None:
    write_essays(tmp_path / "essays", {"b `c`.md": "A zebra.\n"})
    searchkit("index", tmp_path / "essays", "--index", tmp_path / "index")
    assert f"<code>{tmp_path}/essays/b `c`.md:1</code>" in rendered(tmp_path / "index", "zebra")
