"""Every engine gives the same answers: the same essays and sections, in nearly the same order.

What is left to differ is the order among equals and the score of a near phrase: see ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import mean

import pytest
from generated_library import write_library
from generated_queries import Material, draw_queries
from opensearch_cluster import Cluster

from searchkit import Index
from searchkit.engines.clauses import Bool, Clause
from searchkit.engines.protocol import Level
from searchkit.indexing.build import build
from searchkit.indexing.stored import stored_section
from searchkit.query.parser import parse
from searchkit.search.commit import Commit
from searchkit.search.plan import make_plan

CORPUS = Path(__file__).parents[2] / "corpus"
POSTS = 100
QUERIES = 560
QUOTATIONS = 60

Answer = tuple[frozenset[object], ...]


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("agree") / "posts", CORPUS, POSTS, seed=8)


@pytest.fixture(scope="module")
def tantivy(posts: Path) -> str:
    build([posts], posts.parent / "tantivy", engine="tantivy")
    return str(posts.parent / "tantivy")


@pytest.fixture(scope="module", params=["whoosh", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def other(request: pytest.FixtureRequest, posts: Path) -> str:
    """The same posts on another engine."""
    location = str(posts.parent / "whoosh")
    if request.param == "opensearch":
        cluster: Cluster = request.getfixturevalue("cluster")
        location = cluster.url("agree") + "?shards=3"
    build([posts], location, engine=request.param)
    return location


@pytest.fixture(scope="module")
def queries(tantivy: str) -> list[str]:
    commit = Commit.last(tantivy)
    assert commit.reader.size(Level.SECTION) > 3_000
    found = commit.reader.search(Bool(), Level.ESSAY, commit.reader.size(Level.ESSAY))
    return draw_queries(Material.of([commit.whole(match) for match in found.best]), QUERIES, seed=8)


def test_engines_match_the_same_essays_and_sections(tantivy: str, other: str, queries: Sequence[str]) -> None:
    ours, theirs = Commit.last(tantivy), Commit.last(other)
    different = [query for query in queries if answers(ours, query) != answers(theirs, query)]
    assert different == []


def answers(commit: Commit, query: str) -> Answer:
    """What holds all of a query, what does so in one section, and what holds some of its words."""
    root = parse(query).root
    assert root is not None
    plan = make_plan(root, commit)
    asked = [(plan.all_words, plan.level), (plan.in_one_section(False), Level.SECTION)]
    if plan.some_words:
        asked.append((plan.some_words(), plan.level))
    return tuple(matching(commit, clause, level) for clause, level in asked)


def matching(commit: Commit, clause: Clause, level: Level) -> frozenset[object]:
    found = commit.reader.search(clause, level, max(1, commit.reader.count(clause, level)))
    assert found.total == len(found.best)
    if level is Level.ESSAY:
        return frozenset(match.key for match in found.best)
    stored = commit.reader.sections([match.handle for match in found.best])
    numbers = [stored_section(content).section.number for content in stored]
    return frozenset((match.key, number) for match, number in zip(found.best, numbers, strict=True))


def test_engines_rank_alike(tantivy: str, other: str, queries: Sequence[str]) -> None:
    ours, theirs = Index(tantivy), Index(other)
    pairs = [(hits(ours, query), hits(theirs, query)) for query in queries]
    pairs = [pair for pair in pairs if pair[0]]
    assert len(pairs) > 500
    assert mean(one[0] == two[0] for one, two in pairs) >= 0.95
    assert mean(len({*one} & {*two}) / len({*one, *two}) for one, two in pairs) >= 0.9


def hits(index: Index, query: str) -> list[tuple[str, int]]:
    return [(hit.essay.path, hit.section.number) for hit in index.search(query, limit=10)]


@pytest.fixture(scope="module")
def essays_on_tantivy(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Essays whose sentences, unlike those of `posts`, stand in one place each."""
    location = tmp_path_factory.mktemp("quotes") / "index"
    build([CORPUS], location, engine="tantivy")
    return str(location)


def test_engines_find_the_same_sources_of_quotations(
    essays_on_tantivy: str, other: str, tmp_path: Path
) -> None:
    location = other.replace("/agree", "/quotes") if "://" in other else str(tmp_path / "index")
    build([CORPUS], location, engine="opensearch" if "://" in other else "whoosh")
    ours, theirs = Index(essays_on_tantivy), Index(location)
    for quotation in quotations(Commit.last(essays_on_tantivy)):
        assert ours.quote(quotation).to_dict() == theirs.quote(quotation).to_dict()


def quotations(commit: Commit) -> list[str]:
    """Words in a row of some section; of every second one a word is missing, of every third one is new."""
    lots = Random(8)
    best = commit.reader.search(Bool(), Level.SECTION, commit.reader.size(Level.SECTION)).best
    texts = [stored.section.text.split() for stored in commit.sections(lots.sample(best, 4 * QUOTATIONS))]
    drawn = []
    for number, text in enumerate([text for text in texts if len(text) > 8][:QUOTATIONS]):
        words = text[: lots.randint(8, 30)]
        if number % 2 == 0:
            del words[lots.randrange(len(words))]
        if number % 3 == 0:
            words[lots.randrange(len(words))] = lots.choice(("ship", "hope", "not", "Zanzibar"))
        drawn.append(" ".join(words))
    return drawn
