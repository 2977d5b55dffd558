"""Who quotes whom: the later essay the earlier, in its own words; and nobody by a footer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from searchkit import Index
from searchkit.errors import EssayUnknownError
from searchkit.quotes.quoted_pictures import as_graphml, draw_quoted

MakeIndex = Callable[..., Index]

FOOTER = "> Subscribe to this letter and tell all of your friends about it.\n"
JOHNSON = "> Knowledge is of two kinds: we know a subject, or where to find it.\n>\n> — Samuel Johnson\n"


def post(author: str, date: str, text: str) -> str:
    return f"---\ntitle: By {author} in {date}\nauthor: {author}\ndate: {date}\n---\n{text}\n"


@pytest.fixture
def letters(index_of: MakeIndex) -> Index:
    return index_of(
        a=post(
            "Ada Merrow", "2020-01-01", f"A list of places is an answer only to those who know.\n\n{FOOTER}"
        ),
        b=post(
            "Ben Gray",
            "2021-01-01",
            f"As Merrow has it, “a list of places is an answer only to those who know”.\n\n{JOHNSON}",
        ),
        c=post("Ada Merrow", "2022-01-01", f"Something else altogether stands here.\n\n{FOOTER}\n{JOHNSON}"),
        d=post("Ada Merrow", "2023-01-01", f"And “two words” of another thing here.\n\n{FOOTER}"),
        e=post(
            "Ada Merrow",
            "2024-01-01",
            f"> A list of places is an answer only to those who knew it.\n\n{FOOTER}",
        ),
    )


def test_the_later_essay_quotes_the_earlier(letters: Index) -> None:
    links = [
        (str(link.quoting.essay.date), str(link.source.date), link.verdict.value)
        for link in letters.quoted().links
    ]
    assert links == [("2021-01-01", "2020-01-01", "exact"), ("2024-01-01", "2020-01-01", "near")]


def test_passages_are_counted_by_the_essays_that_quote_them(letters: Index) -> None:
    places, knowledge = letters.quoted().passages
    assert [str(essay.date.year) for essay in places.essays if essay.date] == ["2021", "2024"]
    assert places.text.startswith("A list of places") or places.text.startswith("a list of places")
    assert (knowledge.author, len(knowledge.essays)) == ("Samuel Johnson", 2)


def test_what_an_author_repeats_is_no_quotation(letters: Index) -> None:
    assert not [passage for passage in letters.quoted().passages if "Subscribe" in passage.text]


def test_authors_are_those_whom_quotes_are_attributed_to(letters: Index) -> None:
    (johnson,) = letters.quoted().authors
    assert (johnson.name, len(johnson.quotations), johnson.essays) == ("Samuel Johnson", 2, 2)


def test_a_last_name_is_that_of_the_one_who_has_it(index_of: MakeIndex) -> None:
    index = index_of(a=JOHNSON, b=JOHNSON.replace("Samuel ", ""))
    assert [author.name for author in index.quoted().authors] == ["Samuel Johnson"]


def test_one_essay_or_one_author_may_be_asked_for(letters: Index) -> None:
    by_one = letters.quoted(by="b")
    assert (len(by_one.links), len(by_one.passages), len(by_one.authors)) == (1, 2, 1)
    of_johnson = letters.quoted(author="johnson")
    assert (len(of_johnson.links), len(of_johnson.passages), len(of_johnson.authors)) == (0, 1, 1)
    of_merrow = letters.quoted(author="ada merrow")
    assert (len(of_merrow.links), len(of_merrow.authors)) == (2, 0)
    with pytest.raises(EssayUnknownError):
        letters.quoted(by="nobody")


def test_words_that_come_later_without_marks_quote_the_earlier(index_of: MakeIndex) -> None:
    text = "nothing that is written about a pond was ever written quickly"
    index = index_of(a=post("Ada", "2020-01-01", f"> {text}\n"), b=post("Ben", "2021-01-01", f"Now {text}."))
    (link,) = index.quoted().links
    assert (link.quoting.essay.authors, link.source.authors) == (("Ben",), ("Ada",))


def test_the_graph_has_essays_and_authors_for_nodes(letters: Index, tmp_path: Path) -> None:
    found = letters.quoted()
    root = ET.fromstring(as_graphml(found))
    nodes = {node.attrib["id"] for node in root.iterfind(".//{*}node")}
    edges = [(edge.attrib["source"], edge.attrib["target"]) for edge in root.iterfind(".//{*}edge")]
    assert "author:Samuel Johnson" in nodes
    assert len(edges) == 4
    assert {end for edge in edges for end in edge} == nodes
    draw_quoted(found, tmp_path / "graph.svg")
    drawn = ET.fromstring((tmp_path / "graph.svg").read_text(encoding="utf-8"))
    texts = {"".join(element.itertext()).strip() for element in drawn.iterfind(".//{*}text")}
    assert {"Samuel Johnson", "By Ben Gray in 2021-01-01"} <= texts
