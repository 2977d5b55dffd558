"""Which links of a post become queries, and what a ranking is worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.judged import Query, measure
from benchmarks.links import link_queries
from benchmarks.material import read_essay
from searchkit.reading import find_posts

POSTS = {
    "2023-05-01-grep-and-indexes.md": "# Grep and indexes\n\nNothing is linked here.",
    "lamps.md": "---\ntitle: Lamps\nslug: on-oil-lamps\n---\nNor here.",
}


def queries(tmp_path: Path, markdown: str) -> list[tuple[str, str]]:
    for name, text in (POSTS | {"linking.md": f"---\nslug: linking\n---\n{markdown}"}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    essays = [essay for post in find_posts([tmp_path]) if (essay := read_essay(post))]
    found = link_queries(essays, tmp_path)
    assert all(query.without == "linking.md" for query in found)
    return [(query.text, path) for query in found for path in query.grades]


@pytest.mark.parametrize(
    "link",
    [
        "[searching plain files](https://letters.example.com/p/on-oil-lamps?utm=1#part)",
        "[searching *plain* files](/on-oil-lamps/)",
        "[searching plain files](../lamps.html)",
        "[searching plain files][1]\n\n[1]: on-oil-lamps.md",
        "[[lamps|searching plain files]]",
        '[searching plain files]({{ "/2023/01/01/on-oil-lamps/" | url }})',
        "[searching plain files]({% post_url on-oil-lamps %})",
    ],
)
def test_a_link_between_essays_is_a_query(tmp_path: Path, link: str) -> None:
    assert queries(tmp_path, link) == [("searching plain files", "lamps.md")]


def test_the_date_of_a_file_is_no_part_of_its_name(tmp_path: Path) -> None:
    found = queries(tmp_path, "[an inverted index](https://example.com/p/grep-and-indexes)")
    assert found == [("an inverted index", "2023-05-01-grep-and-indexes.md")]


@pytest.mark.parametrize(
    "link",
    [
        "[this post](/on-oil-lamps)",
        "[here](/on-oil-lamps)",
        "[searching plain files](/nothing)",
        "[searching plain files](https://example.com/lamps)",
        "[linking to itself](/linking)",
        "![searching plain files](/on-oil-lamps)",
        r"\[searching plain files](/on-oil-lamps)",
    ],
)
def test_a_link_that_tells_nothing_or_leads_elsewhere_is_none(tmp_path: Path, link: str) -> None:
    assert queries(tmp_path, link) == []


def test_the_half_of_a_query_depends_on_its_words_alone() -> None:
    texts = [f"query {number}" for number in range(200)]
    held_out = [Query(text, {}).is_held_out for text in texts]
    assert 70 < sum(held_out) < 130
    assert held_out == [Query(text.upper(), {"a": 1}, without="b").is_held_out for text in texts]


def test_a_perfect_ranking_measures_one() -> None:
    assert measure(["a", "b", "x"], {"a": 3, "b": 1}) == (1, 1, 1)


def test_a_better_grade_is_worth_more_and_first_places_most() -> None:
    grades = {"a": 3, "b": 1}
    orders = [["a", "b"], ["a", "x", "b"], ["b", "a"], ["x", "a", "b"], ["x", "y"]]
    values = [measure(order, grades).ndcg for order in orders]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0
