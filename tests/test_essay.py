from __future__ import annotations

import datetime as dt
import json
import pickle
from typing import Any

import pytest
from msgspec.structs import replace

from searchkit.essay import PUBLIC, Attribution, Essay, Kind, ReadingWarning, Section
from searchkit.search.hits import Hit, Passage, Results

PARAGRAPH = Section(number=0, kind=Kind.PARAGRAPH, text="Silt", lines=(1, 1))


def test_essay_without_more_than_a_title_is_public_and_undated() -> None:
    essay = Essay(id="a", path="a.md", title="A")
    assert (essay.access, essay.date, essay.sections) == (PUBLIC, None, ())


def test_essay_object_of_the_json_interface_has_these_fields_in_this_order() -> None:
    essay = Essay(
        id="a", path="a.md", title="A", date=dt.date(2023, 3, 20), authors=("Ann",), extra={"x": "y"}
    )
    assert json.loads(json.dumps(essay.to_dict())) == {
        "id": "a",
        "title": "A",
        "subtitle": "",
        "date": "2023-03-20",
        "authors": ["Ann"],
        "tags": [],
        "type": "",
        "language": "",
        "access": "public",
        "path": "a.md",
        "url": "",
    }


def test_section_object_says_where_it_stands_but_not_its_text() -> None:
    section = Section(number=4, kind=Kind.QUOTE, text="So it goes.", lines=(7, 9), headings=("One", "Two"))
    assert section.to_dict() == {
        "number": 4,
        "kind": "quote",
        "headings": ["One", "Two"],
        "anchor": "",
        "lines": [7, 9],
        "attribution": None,
    }


@pytest.mark.parametrize(
    ("attribution", "byline"),
    [
        (Attribution(author="Jane Reed", handle="@jane", date="2023-01-11"), "Jane Reed (@jane), 2023-01-11"),
        (Attribution(handle="@jane"), "@jane"),
        (Attribution(author="Jane Reed", work="On Reading"), "Jane Reed, On Reading"),
        (Attribution(url="https://example.com"), ""),
    ],
)
def test_attribution_reads_as_a_byline(attribution: Attribution, byline: str) -> None:
    assert str(attribution) == byline


def test_attribution_object_holds_only_what_is_known() -> None:
    assert Attribution(author="Jane Reed", url="https://example.com").to_dict() == {
        "author": "Jane Reed",
        "url": "https://example.com",
    }


def test_warning_names_file_and_line_where_there_is_one() -> None:
    assert str(ReadingWarning("a.md", 3, "odd")) == "a.md:3: odd"
    assert str(ReadingWarning("a.md", 0, "binary")) == "a.md: binary"


def test_essay_with_sections_goes_to_another_process_and_back() -> None:
    section = Section(
        number=0, kind=Kind.TITLE, text="A", lines=(1, 1), attribution=Attribution(author="Ann")
    )
    essay = Essay(id="a", path="a.md", title="A", extra={"x": ["y"]}, sections=(section,))
    assert pickle.loads(pickle.dumps(essay)) == essay


@pytest.mark.parametrize(
    "value",
    [
        Attribution(author="Ann"),
        Section(number=0, kind=Kind.QUOTE, text="So it goes.", lines=(1, 1)),
        Essay(id="a", path="a.md", title="A"),
        Hit(1, 1.0, Essay(id="a", path="a.md", title="A"), PARAGRAPH, Passage("Silt"), "a.md:1"),
        Results("silt", (), 0, 0),
    ],
)
def test_what_is_given_to_callers_cannot_be_changed(value: Any) -> None:
    for name in value.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(value, name, None)
    with pytest.raises(AttributeError):
        value.another = None


def test_equality_is_by_value() -> None:
    one, other = (Section(number=0, kind=Kind.QUOTE, text="So it goes.", lines=(1, 1)) for _ in range(2))
    assert one == other
    assert one != replace(other, number=1)
    assert hash(one) == hash(other)
