from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from searchkit.essay import PUBLIC, Essay, ReadingWarning
from searchkit.reading import find_posts
from searchkit.reading.bounded_yaml import Value
from searchkit.reading.front_matter import FrontMatter, split_front_matter
from searchkit.reading.metadata import read_metadata, title_from_path
from searchkit.reading.plain import plain
from searchkit.settings import DEFAULTS


def essay_and_warnings(
    fields: dict[str, Value], path: str = "a.md", **settings: Any
) -> tuple[Essay, list[str]]:
    front = FrontMatter(fields, {key: (line, line) for line, key in enumerate(fields, start=2)}, "", 1)
    warnings: list[ReadingWarning] = []
    essay = read_metadata(front, path, replace(DEFAULTS, **settings), warnings).essay
    return essay, [str(warning) for warning in warnings]


def essay_of(fields: dict[str, Value], path: str = "a.md", **settings: Any) -> Essay:
    essay, warnings = essay_and_warnings(fields, path, **settings)
    assert warnings == []
    return essay


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2001", "2001"),
        (r"It\'s", "It's"),
        ("A &amp; B &mdash; C", "A & B — C"),
        ("Politics & Order", "Politics & Order"),
        ("Where <abbr title='x'>DRY</abbr> Applies", "Where DRY Applies"),
        ("Using Drop *Safely*, **Not** _For Safety_", "Using Drop Safely, Not For Safety"),
        ("Understanding `args` in `Vec<T>`", "Understanding args in Vec<T>"),
        ("Vec<T> in Rust", "Vec<T> in Rust"),
        ("[Links](https://example.com) lead away", "Links lead away"),
        ("snake_case, O*NET and 2 * 3 * 4", "snake_case, O*NET and 2 * 3 * 4"),
        ("  several \n lines  ", "several lines"),
        ("{{ page.title }}", ""),
        (["Two", "parts"], "Two, parts"),
        ({"en": "Hello", "fr": "Bonjour"}, "Hello, Bonjour"),
        ([], ""),
    ],
)
def test_title_is_what_its_reader_sees(title: Value, expected: str) -> None:
    assert essay_of({"title": title}).title == expected


def test_subtitle_is_the_best_of_its_names_and_the_others_are_kept() -> None:
    essay = essay_of({"summary": "S", "description": "D", "subtitle": ""})
    assert essay.subtitle == "D"
    assert essay.extra == {"summary": "S", "subtitle": ""}


@pytest.mark.parametrize(
    "key", ["lastmod", "last_modified_at", "lastModified", "Last-Modified", "updated", "date updated"]
)
def test_one_thing_has_many_names(key: str) -> None:
    assert essay_of({key: "2023-03-20"}).updated == dt.date(2023, 3, 20)


@pytest.mark.parametrize(
    ("fields", "path", "date"),
    [
        ({"date": "March 20, 2023"}, "2022-01-01-a.md", dt.date(2023, 3, 20)),
        ({"date": "", "published": "2023-03-20"}, "a.md", dt.date(2023, 3, 20)),
        ({"published": "true", "created": "2023-03-20"}, "a.md", dt.date(2023, 3, 20)),
        ({"date": {"created": "2023-03-20", "updated": "2024-01-01"}}, "a.md", dt.date(2023, 3, 20)),
        ({"params": {"pubDate": "2023-03-20"}}, "a.md", dt.date(2023, 3, 20)),
        ({}, "2023/2022-01-01-a.md", dt.date(2022, 1, 1)),
        ({}, "2023/03/20/a.md", dt.date(2023, 3, 20)),
        ({"pubDate": "Jul 08 2022", "updatedDate": "2023"}, "a.md", dt.date(2022, 7, 8)),
        ({"publishDate": "2023-01-05T10:00:00Z"}, "a.md", dt.date(2023, 1, 5)),
        ({"issued": "5 janvier 2023"}, "a.md", dt.date(2023, 1, 5)),
        ({}, "a.md", None),
    ],
)
def test_date_is_in_the_front_matter_or_else_in_the_path(
    fields: dict[str, Value], path: str, date: dt.date | None
) -> None:
    assert essay_of(fields, path).date == date


def test_date_that_is_none_is_a_warning_with_its_line_and_the_path_helps_out() -> None:
    essay, warnings = essay_and_warnings({"title": "A", "date": "Last Modified"}, "2023-03-20-a.md")
    assert essay.date == dt.date(2023, 3, 20)
    assert warnings == ["2023-03-20-a.md:3: date is not a date: 'Last Modified'"]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Ann Reed", ("Ann Reed",)),
        ("Ann Reed, Bob Moss and Cy Day", ("Ann Reed", "Bob Moss", "Cy Day")),
        ("Ann Reed, Bob Moss, and Cy Day", ("Ann Reed", "Bob Moss", "Cy Day")),
        ("Ann Reed & Bob Moss; Cy Day", ("Ann Reed", "Bob Moss", "Cy Day")),
        ("Alexandra Sand", ("Alexandra Sand",)),
        ("Martin King, Jr., Ann Reed, PhD", ("Martin King, Jr.", "Ann Reed, PhD")),
        ("Ann Reed <ann@example.com>", ("Ann Reed",)),
        (["Reed, Ann", "Bob Moss"], ("Reed, Ann", "Bob Moss")),
        (
            [{"name": "Ann Reed", "url": "https://example.com"}, {"name": "Bob Moss"}],
            ("Ann Reed", "Bob Moss"),
        ),
        ({"name": "Ann Reed"}, ("Ann Reed",)),
        ({"first": "Ann", "last": "Reed"}, ("Ann Reed",)),
        ("By Ann Reed and Bob Moss", ("Ann Reed", "Bob Moss")),
        ({"ann": {"name": "Ann Reed"}}, ("ann",)),
        ("[Ann Reed](https://example.com)", ("Ann Reed",)),
        (["", "Ann Reed", "ann reed"], ("Ann Reed",)),
        ("", ()),
    ],
)
def test_authors_are_a_text_a_list_or_maps(authors: Value, expected: tuple[str, ...]) -> None:
    assert essay_of({"author": authors}).authors == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tags": ["a", "b c"]}, ("a", "b c")),
        ({"tags": "a, b c"}, ("a", "b c")),
        ({"tags": "#a #b"}, ("a", "b")),
        ({"tags": "machine learning"}, ("machine learning",)),
        ({"categories": ["a"], "tags": ["b", "A"], "keywords": "c"}, ("b", "A", "c")),
        ({"tags": [{"name": "A", "slug": "a"}]}, ("A",)),
        ({"taxonomies": {"tags": ["a"]}}, ("a",)),
        ({"tags": ""}, ()),
        ({"tags": "a; b c"}, ("a", "b c")),
        ({"tags": ["#a", "[[b]]"]}, ("a", "b")),
    ],
)
def test_tags_are_gathered_from_all_their_names(fields: dict[str, Value], expected: tuple[str, ...]) -> None:
    assert essay_of(fields).tags == expected


@pytest.mark.parametrize(
    ("fields", "access"),
    [
        ({}, PUBLIC),
        ({"draft": "false", "published": "true", "visibility": "public", "audience": "everyone"}, PUBLIC),
        ({"draft": "", "status": "evergreen", "published": "2023-03-20"}, PUBLIC),
        ({"draft": "true"}, "draft"),
        ({"draft": "True"}, "draft"),
        ({"draft": "yes"}, "draft"),
        ({"Draft": "perhaps"}, "draft"),
        ({"params": {"draft": "true"}}, "draft"),
        ({"published": "false"}, "draft"),
        ({"publish": "no"}, "draft"),
        ({"status": "draft"}, "draft"),
        ({"status": "Scheduled"}, "scheduled"),
        ({"private": "true"}, "private"),
        ({"password": "x"}, "private"),
        ({"paid": "true"}, "paid"),
        ({"members_only": "false", "premium": "no"}, PUBLIC),
        ({"visibility": "members"}, "members"),
        ({"visibility": "public", "audience": "only_paid"}, "only_paid"),
        ({"draft": "true", "audience": "only_paid"}, "draft"),
    ],
)
def test_essay_is_public_unless_something_says_otherwise(fields: dict[str, Value], access: str) -> None:
    assert essay_of(fields).access == access


def test_fields_about_nothing_but_access_are_not_kept_in_extra() -> None:
    fields: dict[str, Value] = {"draft": "true", "visibility": "public", "audience": "all", "status": "done"}
    assert essay_of(fields).extra == {"status": "done"}


def test_password_is_kept_nowhere() -> None:
    assert essay_of({"password": "secret"}).extra == {}


def test_coauthors_follow_the_author() -> None:
    assert essay_of({"co_authors": ["Bob Moss"], "author": "Ann Reed"}).authors == ("Ann Reed", "Bob Moss")


@pytest.mark.parametrize(
    ("path", "fields", "tags"),
    [
        ("_posts/2023-01-05-a.md", {"layout": "post", "categories": "tech life"}, ("tech", "life")),
        ("2023-01-05-a.md", {"layout": "post", "tags": "tech life"}, ("tech", "life")),
        ("2023-01-05-a.md", {"layout": "post", "category": "tech life"}, ("tech life",)),
        ("2023-01-05-a.md", {"layout": "post", "categories": "a b, c"}, ("a b", "c")),
        ("2023-01-05-a.md", {"categories": "tech life"}, ("tech life",)),
        ("a.md", {"layout": "post", "categories": "tech life"}, ("tech life",)),
    ],
)
def test_jekyll_parts_tags_by_spaces(path: str, fields: dict[str, Value], tags: tuple[str, ...]) -> None:
    assert essay_of(fields, path).tags == tags


def test_drafts_of_jekyll_are_drafts() -> None:
    assert essay_of({}, "_drafts/a.md").access == "draft"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-US", "en"),
        ("zh_CN.UTF-8", "zh"),
        ("FR", "fr"),
        ("English", "en"),
        (["de", "en"], "de"),
        ("", "nl"),
    ],
)
def test_language_is_a_primary_subtag_or_else_that_of_the_settings(language: Value, expected: str) -> None:
    assert essay_of({"lang": language}, language="nl").language == expected


def test_language_that_is_none_is_a_warning() -> None:
    essay, warnings = essay_and_warnings({"language": "python"})
    assert essay.language == ""
    assert warnings == ["a.md:2: language is not a language tag: 'python'"]


@pytest.mark.parametrize(
    ("fields", "path", "identifier", "slug"),
    [
        ({}, "2023/2023-03-20-quiet-parts.md", "2023/2023-03-20-quiet-parts", "quiet-parts"),
        ({"slug": "quiet"}, "2023-03-20-quiet-parts.md", "quiet", "quiet"),
        ({"id": "42"}, "quiet-parts.md", "42", "quiet-parts"),
        ({"post_id": "109604013.quiet", "id": "1"}, "2023-03-20-q.md", "109604013.quiet", "quiet"),
        ({"post_id": "1.a", "slug": "b"}, "c.md", "1.a", "b"),
        ({}, "essays/quiet-parts/index.md", "essays/quiet-parts/index", "quiet-parts"),
        ({}, "2023-03-20.md", "2023-03-20", "2023-03-20"),
        ({"slug": "{{ title }}"}, "a.b.md", "a.b", "a.b"),
    ],
)
def test_id_and_slug_come_from_the_front_matter_or_else_from_the_path(
    fields: dict[str, Value], path: str, identifier: str, slug: str
) -> None:
    essay = essay_of(fields, path)
    assert (essay.id, essay.slug) == (identifier, slug)


@pytest.mark.parametrize(
    ("fields", "template", "url"),
    [
        ({"url": "https://example.com/a"}, "https://example.org/{slug}", "https://example.com/a"),
        ({"permalink": "/2023/a/"}, "", ""),
        ({"permalink": "https://example.com/{{ slug }}"}, "", ""),
        ({"canonical_url": "HTTPS://example.com/a"}, "", "HTTPS://example.com/a"),
        ({"slug": "a b/é"}, "https://example.org/{slug}", "https://example.org/a%20b/%C3%A9"),
        ({}, "https://example.org/{path}/", "https://example.org/x/2023-03-05-a/"),
        ({}, "https://example.org/{year}/{month}/{day}/{slug}?id={id}",
         "https://example.org/2023/03/05/a?id=x/2023-03-05-a"),
    ],
)  # fmt: skip
def test_url_is_absolute_or_made_from_the_template(fields: dict[str, Value], template: str, url: str) -> None:
    assert essay_of(fields, "x/2023-03-05-a.md", url=template).url == url


def test_undated_essay_has_no_url_by_date() -> None:
    assert essay_of({}, "a.md", url="https://example.org/{year}/{slug}").url == ""


def test_relative_permalink_is_kept_in_extra() -> None:
    assert essay_of({"permalink": "/2023/a/"}).extra == {"permalink": "/2023/a/"}


def test_aliases_are_other_names_and_former_addresses() -> None:
    assert essay_of({"aliases": ["One", "Two"], "redirect_from": "/old/"}).aliases == ("One", "Two", "/old/")


def test_what_is_not_known_is_kept_as_it_was_written() -> None:
    fields: dict[str, Value] = {"title": "A", "email_sent_at": "2023", "book": {"title": "B", "pages": ["1"]}}
    essay = essay_of(fields)
    assert essay.extra == {"email_sent_at": "2023", "book": {"title": "B", "pages": ["1"]}}
    assert json.dumps(dict(essay.extra))


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("2023/2023-03-20-the-quiet-parts.md", "the quiet parts"),
        ("on_reading/index.md", "on reading"),
        ("On Reading — Again.md", "On Reading — Again"),
        ("2023-03-20.md", "2023-03-20"),
        ("---.md", "---"),
        ("_index.md", "index"),
    ],
)
def test_name_of_a_file_is_made_readable(path: str, title: str) -> None:
    assert title_from_path(path) == title


@pytest.mark.parametrize(
    "key", ["title", "author", "tags", "date", "lang", "slug", "url", "aliases", "draft"]
)
@pytest.mark.parametrize("text", [" ", "<", "{{", "[", "*a ", "a, ", "2023-", "`", "\\", "&amp;"])
def test_long_values_are_read_without_backtracking_for_minutes(key: str, text: str) -> None:
    essay_and_warnings({key: "x" + text * (60_000 // len(text)) + "x"}, url="https://example.org/{slug}")


@given(st.text())
def test_plain_text_is_one_line(text: str) -> None:
    assert plain(text) == " ".join(plain(text).split())


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.text(max_size=20),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["title", "date", "authors", "tags", "lang", "slug", "post_id", "url", "draft", "aliases", "params"]
)


@given(st.dictionaries(KEYS | st.text(max_size=5), VALUES))
def test_any_fields_make_an_essay_that_can_be_written(fields: dict[str, Value]) -> None:
    essay, _ = essay_and_warnings(fields, url="https://example.org/{slug}/{year}")
    assert json.dumps(essay.to_dict())
    assert json.dumps(dict(essay.extra))
    assert essay.id
    assert essay.slug


def real_essays(folder: Path) -> tuple[list[Essay], list[ReadingWarning]]:
    warnings: list[ReadingWarning] = []
    essays = []
    for file in find_posts([folder]):
        front = split_front_matter(file.location.read_text(encoding="utf-8"), file.path, warnings)
        essays.append(read_metadata(front, file.path, DEFAULTS, warnings).essay)
    return essays, warnings


@pytest.mark.real
def test_real_newsletter_has_title_date_and_type_and_is_public(newsletter: Path) -> None:
    essays, warnings = real_essays(newsletter)
    assert len(essays) == 94
    assert len(warnings) == 4
    assert all(essay.title and essay.subtitle and essay.date for essay in essays)
    assert {essay.type for essay in essays} == {"newsletter", "podcast"}
    assert {essay.access for essay in essays} == {PUBLIC}
    assert {key for essay in essays for key in essay.extra} == {"email_sent_at"}


@pytest.mark.real
def test_real_blogs_have_authors_tags_languages_and_drafts(shared: Path) -> None:
    jekyll, warnings = real_essays(shared / "corpora/blog_jekyll")
    assert warnings == []
    assert all(essay.title and essay.date and essay.authors and essay.tags for essay in jekyll)
    assert {essay.language for essay in jekyll} == {"", "es"}
    eleventy, warnings = real_essays(shared / "corpora/blog_11ty")
    assert [warning.line for warning in warnings] == [12, 16, 15]  # tabs
    assert [essay.path for essay in eleventy if not essay.title] == ["pages/topics/topic.md"]
    assert [essay.access for essay in eleventy].count("draft") == 2
    assert "Where DRY Applies" in {essay.title for essay in eleventy}
    hugo, warnings = real_essays(shared / "corpora/blog_hugo_zh_en")
    assert warnings == []
    assert all(essay.title for essay in hugo)
    assert [essay.access for essay in hugo].count("draft") == 2
