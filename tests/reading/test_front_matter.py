from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.essay import ReadingWarning
from searchkit.reading.front_matter import MAX_SIZE, FrontMatter, split_front_matter
from searchkit.reading.recovery import unquoted


def split(text: str) -> tuple[FrontMatter, list[str]]:
    warnings: list[ReadingWarning] = []
    front = split_front_matter(text, "a.md", warnings)
    return front, [str(warning) for warning in warnings]


def fields(block: str) -> object:
    front, warnings = split(f"---\n{block}\n---\nbody\n")
    assert warnings == []
    assert front.body == "body\n"
    return front.fields


def recovered(block: str) -> object:
    front, warnings = split(f"---\n{block}\n---\nbody\n")
    assert len(warnings) == 1
    assert front.body == "body\n"
    return front.fields


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [
        ("---\ntitle: A\n---\nbody", "body", 4),
        ("---\ntitle: A\n...\nbody", "body", 4),
        ("\n \n---  \ntitle: A\n--- \n\nbody\n", "\nbody\n", 6),
        ("+++\ntitle = 'A'\n+++\nbody", "body", 4),
        ("---\ntitle: A\n---", "", 3),
        ("---\ntitle: A\n---\nbody\n\n---\n\nmore", "body\n\n---\n\nmore", 4),
        ("---\n# a comment\n\ntitle: A\n---\nbody", "body", 6),
    ],
)
def test_front_matter_ends_where_its_fence_does(text: str, body: str, body_line: int) -> None:
    front, warnings = split(text)
    assert (front.fields, front.body, front.body_line) == ({"title": "A"}, body, body_line)
    assert warnings == []


def test_empty_front_matter_has_no_fields() -> None:
    front, warnings = split("---\n---\nbody")
    assert (front.fields, front.body, front.body_line, warnings) == ({}, "body", 3, [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n\ntitle: A\n",
        "---\n\nA paragraph between rules.\n\n---\n\nAnother.",
        "---\n\nNote: a paragraph between rules.\n\nAnd another one.\n\n---\n\nA last one.",
        "---\n\n- a list\n- of things\n\n---\n",
        "---\n\nhttps://example.com/\n\n---\n",
        "---\n\nNever closed.\n",
        "----\ntitle: A\n----\n",
        "---",
        "+++\nno fields\n+++\n",
    ],
)
def test_rules_are_not_front_matter(text: str) -> None:
    front, warnings = split(text)
    assert (front.fields, front.body, front.body_line) == ({}, text, 1)
    assert warnings == []


@pytest.mark.parametrize(
    ("text", "fields", "body", "warning"),
    [
        (
            "\n---\ntitle: A\ntags:\n- b\n\nbody\n",
            {"title": "A", "tags": ["b"]},
            "\nbody\n",
            "a.md:2: front matter never closed by ---: taken to end at line 5",
        ),
        (
            "---\ntitle: A\nThe body follows at once.\n",
            {"title": "A"},
            "The body follows at once.\n",
            "a.md:1: front matter never closed by ---: taken to end at line 2",
        ),
        (
            "+++\ntitle = 'A'\n\ndraft = true\n\nbody",
            {"title": "A", "draft": "true"},
            "\ndraft = true\n\nbody",
            "a.md:1: front matter never closed by +++: taken to end at line 2",
        ),
    ],
)
def test_front_matter_that_is_never_closed_ends_with_its_fields(
    text: str, fields: object, body: str, warning: str
) -> None:
    front, warnings = split(text)
    assert (front.fields, front.body, warnings) == (fields, body, [warning])
    assert text.count("\n") - body.count("\n") + 1 == front.body_line


def test_a_sentence_with_a_colon_under_a_rule_is_no_front_matter() -> None:
    text = "---\nNote: this goes on.\n\nAnd on.\n"
    front, warnings = split(text)
    assert (front.fields, front.body, warnings) == ({}, text, [])


def test_front_matter_is_bounded_but_says_who_may_read_to_its_end() -> None:
    front, warnings = split("---\ntitle: A\nnote: " + "x" * MAX_SIZE + "\ndraft: true\n---\nbody")
    assert (front.fields, front.body) == ({"title": "A", "draft": "true"}, "body")
    assert warnings == ["a.md:1: front matter is longer than 64 KB: what follows those is not read"]


@pytest.mark.parametrize(
    "text",
    [
        "---\n<<<<<<< HEAD\ntitle: A\ndraft: true\n=======\ntitle: B\n>>>>>>> b\n---\nbody",
        "---\ntitle: A: B\ndraft: true\n\nA paragraph that does not belong here.\n---\nbody",
        "---\nSome words.\n\ndraft: true\n\nNever closed.",
        "---\n\ntitle: A\n\nsome words\n\n'draft': yes",
        '{\n  "title": "A"\n  "draft": true,\n}\nbody',
        "---js\n{\n  title: 'A',\n  draft: true,\n}\n---\nbody",
        '---json\n{"title": "A",\n "draft": true,}\n---\nbody',
        "+++\ntitle = A\ndraft = true\n+++\nbody",
    ],
)
def test_a_draft_is_a_draft_whatever_is_wrong_with_its_front_matter(text: str) -> None:
    front, warnings = split(text)
    assert front.fields["draft"] in ("true", "yes")
    assert len(warnings) == 1
    assert text.endswith(front.body)


@pytest.mark.parametrize(
    ("text", "body_line"),
    [
        ('{\n  "title": "A",\n  "tags": ["b", 1],\n  "draft": false, "n": null\n}\nbody', 6),
        ('---json\n{\n  "title": "A",\n  "tags": ["b", 1],\n  "draft": false,\n  "n": null\n}\n---\nbody', 9),
        ("---toml\ntitle = 'A'\ntags = ['b', 1]\ndraft = false\nn = ''\n---\nbody", 7),
        ("---yaml\ntitle: A\ntags: [b, 1]\ndraft: false\nn:\n---\nbody", 7),
    ],
)
def test_front_matter_may_be_json_or_name_its_language(text: str, body_line: int) -> None:
    front, warnings = split(text)
    assert front.fields == {"title": "A", "tags": ["b", "1"], "draft": "false", "n": ""}
    assert (front.body, front.body_line, warnings) == ("body", body_line, [])
    assert front.lines["title"][0] == text.partition("title")[0].count("\n") + 1


@pytest.mark.parametrize(
    "text", ["{not json}\nbody", '{"a": 1} and words', "[1]\nbody", '{"a": 1\nbody', "{\n" * 9_000]
)
def test_a_brace_is_not_always_front_matter(text: str) -> None:
    front, warnings = split(text)
    assert (front.fields, front.body, front.body_line, warnings) == ({}, text, 1, [])


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title: 2001", {"title": "2001"}),
        ("title: no", {"title": "no"}),
        ("version: 1.10", {"version": "1.10"}),
        ("n: .nan", {"n": ".nan"}),
        ("date: 2023-03-20", {"date": "2023-03-20"}),
        ("date: 2023-03-20T14:30:20Z", {"date": "2023-03-20T14:30:20Z"}),
        ("draft: true", {"draft": "true"}),
        ("subtitle: ~", {"subtitle": ""}),
        ("subtitle:", {"subtitle": ""}),
        ("title: 'null'", {"title": "null"}),
        ("title: 'It''s'", {"title": "It's"}),
        ('title: "a \\"b\\""', {"title": 'a "b"'}),
        ("tags: [a, b]", {"tags": ["a", "b"]}),
        ("tags:\n- a\n-   b", {"tags": ["a", "b"]}),
        ("tags: !!set {a, b}", {"tags": {"a": "", "b": ""}}),
        ("image: !!binary aGVsbG8=", {"image": "aGVsbG8="}),
        ("author:\n  name: Ann\n  age: 30", {"author": {"name": "Ann", "age": "30"}}),
        ("summary: >\n  one\n  two\n", {"summary": "one two\n"}),
        ("summary: {{config.description}}", {"summary": "{{config.description}}"}),
        ("1: a\ntrue: b", {"1": "a", "true": "b"}),
        ("a: 1\na: 2", {"a": "2"}),
        ("image: &i a.png\nog: *i", {"image": "a.png", "og": "a.png"}),
        ("title:\tTabbed", {"title": "Tabbed"}),
    ],
)
def test_every_scalar_of_yaml_is_text_as_it_was_written(block: str, expected: object) -> None:
    assert fields(block) == expected


def test_toml_values_become_text_too() -> None:
    front, warnings = split(
        '+++\ntitle = "A"\ndate = 2023-03-20T14:30:20Z\ndraft = true\nweight = 1.10\n'
        'tags = ["a", "b"]\n[params]\nauthor = "Ann"\n+++\nbody'
    )
    assert front.fields == {
        "title": "A",
        "date": "2023-03-20 14:30:20+00:00",
        "draft": "true",
        "weight": "1.10",
        "tags": ["a", "b"],
        "params": {"author": "Ann"},
    }
    assert warnings == []


def test_lines_of_a_field_are_those_of_the_file() -> None:
    front, _ = split("\n---\ntitle: A\nsummary: >\n  one\n  two\n\ntags:\n- a\n---\nbody")
    assert front.lines == {"title": (3, 3), "summary": (4, 6), "tags": (8, 9)}
    assert front.body_line == 11


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ('title: ""AI alignment" and discourse"', {"title": '"AI alignment" and discourse'}),
        ('title: ""10 years in 1 year""', {"title": '"10 years in 1 year"'}),
        ('title: "Undoing "safety" in models"', {"title": 'Undoing "safety" in models'}),
        ('title: "A" and "B"', {"title": '"A" and "B"'}),
        ("title: Essays: a history", {"title": "Essays: a history"}),
        ("title: @home", {"title": "@home"}),
        ("title: *Emphasis* first", {"title": "*Emphasis* first"}),
        (r'title: "It\'s"', {"title": r"It\'s"}),
        ("title:Essays\ndate: 2023-03-20", {"title": "Essays", "date": "2023-03-20"}),
        ("title: A: B\nsummary: >\n  one\n  two: three\ndraft: true",
         {"title": "A: B", "summary": "one two: three", "draft": "true"}),
        ("title: A: B\ntags: [a, 'b c']\nauthors:\n- Ann\n- Bob",
         {"title": "A: B", "tags": ["a", "b c"], "authors": ["Ann", "Bob"]}),
        ("tags:\n\t- a\n\t- 'b'\ntitle: A", {"tags": ["a", "b"], "title": "A"}),
        ("tags: [a, b: [c]\ntitle: A", {"tags": ["a", "b: [c"], "title": "A"}),
        ("title: A: B\n  and C", {"title": "A: B and C"}),
    ],
)  # fmt: skip
def test_yaml_that_does_not_parse_is_recovered_field_by_field(block: str, expected: object) -> None:
    assert recovered(block) == expected


def test_toml_that_does_not_parse_is_recovered_field_by_field() -> None:
    front, warnings = split('+++\ntitle = "A "b" c"\ndraft = true\ntags = ["a",\n "b"]\n+++\nbody')
    assert front.fields == {"title": 'A "b" c', "draft": "true", "tags": ["a", "b"]}
    assert [warning[:7] for warning in warnings] == ["a.md:2:"]


def test_warning_names_the_line_that_yaml_stumbles_over() -> None:
    _, warnings = split("---\ntype: newsletter\ndate: 2023-03-20\ntitle: A: B\n---\nbody")
    (warning,) = warnings
    assert warning.startswith("a.md:4: front matter does not parse (mapping values are not allowed")


BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "block",
    [
        BOMB,
        "a: &a [*a]",
        "title: " + "[" * 30_000,
        "title: " + "[" * 20_000 + "]" * 20_000,
        "title: " + "{a: " * 10_000,
        "title: x\n" + "- " * 30_000,
        "title: x\n" + "? " * 30_000,
        'title: "' + " " * 60_000,
        "title" + " " * 60_000 + "x\na: [",
        "a: b: c\n" * 8_000,
    ],
    ids=lambda block: block[:12],
)
def test_abuse_of_yaml_is_a_warning_and_explodes_nothing(block: str) -> None:
    front, warnings = split(f"---\n{block}\n---\nbody\n")
    assert len(repr(front.fields)) < 100 * MAX_SIZE
    assert len(warnings) <= 1


@pytest.mark.parametrize("value", ["[" * 5_000, "9" * 5_000, "1979-13-45"])
def test_abuse_of_toml_is_a_warning(value: str) -> None:
    front, warnings = split(f"+++\ntitle = 'A'\nx = {value}\n+++\nbody\n")
    assert front.fields == {"title": "A", "x": value}
    assert len(warnings) == 1


@given(st.text(st.sampled_from("ab:-#&*!|>'\"[]{}%@`,? \n\t=+.\\é"), max_size=60))
def test_any_block_keeps_its_body_and_its_lines(block: str) -> None:
    for fence in ("---", "+++"):
        text = f"{fence}\n{block}\n{fence}\nbody\n"
        front, _ = split(text)
        assert text.endswith(front.body)
        assert text.count("\n") - front.body.count("\n") + 1 == front.body_line
        assert all(1 <= first <= last <= text.count("\n") for first, last in front.lines.values())


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_quotes_come_off_whatever_they_are_around(text: str) -> None:
    assert unquoted("'" + text.replace("'", "''") + "'") == text


RECOVERED = {
    "2020/2020-06-12-10yearsofautomationin1year.md": '"10 years of automation in 1 year"',
    "2023/2023-02-20-aialignmentanduncalibrateddiscourseonai.md": (
        '"AI alignment" and uncalibrated discourse on AI'
    ),
    "2023/2023-07-26-ifitsnotfullyclosedmlitsopen-isit.md": (
        "\"If it's not fully closed ML, it's open\" - is it? "
    ),
    "2023/2023-10-18-undoingrlhfandthebrittlenessofsafellms.md": (
        "Undoing RLHF and the brittleness of safe LLMs"
    ),
}


@pytest.mark.real
def test_real_posts_with_broken_yaml_are_the_only_ones_recovered(newsletter: Path) -> None:
    broken = {}
    for file in sorted(newsletter.rglob("*.md")):
        warnings: list[ReadingWarning] = []
        path = file.relative_to(newsletter).as_posix()
        front = split_front_matter(file.read_text(encoding="utf-8"), path, warnings)
        assert {"title", "subtitle", "date", "type", "audience", "visibility", "post_id"} <= set(front.fields)
        if warnings:
            broken[path] = front.fields["title"]
    assert broken == RECOVERED
