from __future__ import annotations

import codecs
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.essay import Essay, Kind, Section
from searchkit.reading import PostFile, Reading, find_posts, read_post
from searchkit.reading.post import MAX_SIZE
from searchkit.settings import DEFAULTS, Settings

POST = """\
---
title: "On *Reading*"
subtitle: Slowly
date: 2023-03-20
---

First words.

## Second heading

More words.
"""


def read(content: str | bytes, path: str = "a.md", settings: Settings = DEFAULTS) -> Reading:
    content = content.encode() if isinstance(content, str) else content
    return read_post(PostFile(Path("/posts"), path, len(content), 0), settings, content)


def essay_of(content: str | bytes, path: str = "a.md", settings: Settings = DEFAULTS) -> Essay:
    reading = read(content, path, settings)
    assert reading.essay is not None
    assert reading.warnings == ()
    return reading.essay


def outline(essay: Essay) -> list[tuple[int, str, str, tuple[int, int], tuple[str, ...]]]:
    return [
        (section.number, section.kind.value, section.text, section.lines, section.headings)
        for section in essay.sections
    ]


def test_post_becomes_an_essay_whose_first_section_is_title_and_subtitle() -> None:
    essay = essay_of(POST)
    assert (essay.title, essay.subtitle, str(essay.date)) == ("On Reading", "Slowly", "2023-03-20")
    assert outline(essay) == [
        (0, "title", "On Reading\nSlowly", (2, 3), ()),
        (1, "paragraph", "First words.", (7, 7), ()),
        (2, "heading", "Second heading", (9, 9), ()),
        (3, "paragraph", "More words.", (11, 11), ("Second heading",)),
    ]
    assert essay.sections[0].anchor == ""


@pytest.mark.parametrize(
    "heading",
    [
        "# On Reading",
        "# On *Reading* #",
        "\n\n# on reading {#top .big}",
        "On Reading\n==========",
        "# On “Reading”",
    ],
)
def test_title_that_the_body_repeats_is_not_there_twice(heading: str) -> None:
    essay = essay_of(f"---\ntitle: On Reading\n---\n{heading}\n\nWords.\n\n## Part\n\nMore.\n")
    line = 6 + heading.count("\n")
    assert outline(essay) == [
        (0, "title", "On Reading", (2, 2), ()),
        (1, "paragraph", "Words.", (line, line), ()),
        (2, "heading", "Part", (line + 2, line + 2), ()),
        (3, "paragraph", "More.", (line + 4, line + 4), ("Part",)),
    ]


def test_other_first_heading_stays() -> None:
    essay = essay_of("---\ntitle: On Reading\n---\n# Part one\n\nWords.\n")
    assert [section.text for section in essay.sections] == ["On Reading", "Part one", "Words."]
    essay = essay_of("---\ntitle: '?'\n---\n# !\n")
    assert [section.text for section in essay.sections] == ["?", "!"]


def test_only_top_heading_is_the_title_and_no_heading_of_what_follows() -> None:
    essay = essay_of("# On Reading\n\nWords.\n\n## Part\n\nMore.\n\n## Part two\n")
    assert essay.title == "On Reading"
    assert outline(essay) == [
        (0, "title", "On Reading", (1, 1), ()),
        (1, "paragraph", "Words.", (3, 3), ()),
        (2, "heading", "Part", (5, 5), ()),
        (3, "paragraph", "More.", (7, 7), ("Part",)),
        (4, "heading", "Part two", (9, 9), ()),
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("# One\n\nWords.\n\n# Two\n\nMore.\n", ("Two",)),
        ("Words.\n\n# One\n\n## Two\n\nMore.\n", ("One", "Two")),
    ],
)
def test_first_heading_of_several_gives_the_title_and_stays_a_heading(
    text: str, path: tuple[str, ...]
) -> None:
    essay = essay_of(text)
    assert essay.title == "One"
    assert Kind.TITLE not in {section.kind for section in essay.sections}
    assert essay.sections[-1].headings == path


def test_post_without_any_title_is_called_as_its_file_is() -> None:
    essay = essay_of("Words.[^1]\n\n[^1]: A note.\n", "2023/2023-03-20-the-quiet-parts.md")
    assert essay.title == "the quiet parts"
    assert [section.text for section in essay.sections] == ["the quiet parts", "Words.", "A note."]
    assert [section.number for section in essay.sections] == [0, 1, 2]
    assert essay.sections[0] == Section(number=0, kind=Kind.TITLE, text="the quiet parts", lines=(1, 1))
    assert essay.sections[2].referrer == 1


def test_empty_post_is_an_essay_of_its_title() -> None:
    assert [section.text for section in essay_of("", "on-nothing.md").sections] == ["on nothing"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_and_line_numbers_are_the_same_in_every_encoding(encoding: str, end: str) -> None:
    assert essay_of(POST.replace("\n", end).encode(encoding)) == essay_of(POST)


def test_broken_front_matter_is_one_warning_and_an_essay() -> None:
    reading = read('---\ntitle: ""AI alignment" and discourse"\ndate: 2023-02-20\n---\nWords.\n')
    assert reading.essay is not None
    assert reading.essay.title == '"AI alignment" and discourse'
    assert [(warning.path, warning.line) for warning in reading.warnings] == [("a.md", 2)]


def test_settings_give_language_and_address() -> None:
    essay = essay_of(POST, "on-reading.md", Settings(language="fr", url="https://example.com/{year}/{slug}"))
    assert (essay.language, essay.url) == ("fr", "https://example.com/2023/on-reading")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x00\x01\x02\x03" * 40, "it is binary"), (b"x" * (MAX_SIZE + 1), "it is larger than 20 MB")],
    ids=["binary", "large"],
)
def test_file_that_is_no_post_is_skipped_with_a_reason(content: bytes, reason: str) -> None:
    reading = read(content)
    assert reading.essay is None
    assert [str(warning) for warning in reading.warnings] == [f"a.md: skipped: {reason}"]


def test_file_that_vanished_is_skipped(tmp_path: Path) -> None:
    reading = read_post(PostFile(tmp_path, "a.md", 0, 0), DEFAULTS)
    assert reading.essay is None
    assert [warning.path for warning in reading.warnings] == ["a.md"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_file_of_any_name_is_read_and_its_path_can_be_printed(tmp_path: Path) -> None:
    name = "a\n“b”\x1b.md"
    (tmp_path / name).write_text(POST)
    (file,) = find_posts([tmp_path])
    essay = read_post(file, DEFAULTS).essay
    assert essay is not None
    assert essay.path == "a\\u000a“b”\\u001b.md"


def test_folder_with_the_name_of_a_post_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    assert read_post(PostFile(tmp_path, "a.md", 0, 0), DEFAULTS).essay is None


@given(
    st.binary(max_size=200)
    | st.tuples(st.sampled_from([codecs.BOM_UTF16_LE, b"---\n", b"+++\n", b"# "]), st.binary()).map(b"".join)
)
def test_any_bytes_are_an_essay_or_a_warning(content: bytes) -> None:
    reading = read(content)
    assert reading.essay is not None or reading.warnings
    assert not any("not understood" in warning.message for warning in reading.warnings)
    if reading.essay is not None:
        assert reading.essay.title
        assert [section.number for section in reading.essay.sections] == list(
            range(len(reading.essay.sections))
        )


def test_reading_nothing_imports_no_parser() -> None:
    code = "import sys, searchkit.reading; print({'yaml', 'markdown_it', 'pathspec'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


@pytest.mark.real
@pytest.mark.parametrize(
    ("corpus", "count"),
    [("newsletter", 94), ("blog_11ty", 613), ("blog_jekyll", 498), ("blog_hugo_zh_en", 509)],
)
def test_every_real_post_is_an_essay_with_title_and_sections(shared: Path, corpus: str, count: int) -> None:
    readings = [read_post(file, DEFAULTS) for file in find_posts([shared / "corpora" / corpus])]
    essays = [reading.essay for reading in readings if reading.essay is not None]
    assert len(essays) == len(readings) == count
    assert all(essay.title and essay.sections for essay in essays)
    warnings = [warning for reading in readings for warning in reading.warnings]
    assert all(warning.message.startswith("front matter does not parse") for warning in warnings)
    for essay in essays:
        assert [section.number for section in essay.sections] == list(range(len(essay.sections)))
