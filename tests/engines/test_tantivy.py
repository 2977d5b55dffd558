"""Tantivy's short ways to an answer: they lead where the long ones do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from searchkit.engines import tantivy as engine
from searchkit.engines.clauses import Bool, Clause, HasSection, Term
from searchkit.engines.protocol import EssayDocument, FileState, Level, SectionDocument
from searchkit.engines.tantivy import TantivyEngine, TantivyReader
from searchkit.essay import Kind

ESSAYS = 60
LIMIT = 5
MUD = Term("exact", "mud")


def essay(key: int, lots: Random) -> EssayDocument:
    texts = [" ".join(lots.choices(["mud", "silt", "reed", "tide", "ferry"], k=6)) for _ in range(4)]
    sections = [
        SectionDocument(
            number=number,
            kind=Kind.PARAGRAPH,
            exact=text,
            stem=text,
            heading="",
            filters=(),
            stored=text.encode(),
        )
        for number, text in enumerate(texts)
    ]
    return EssayDocument(
        key=key,
        id=str(key),
        day=1,
        state=FileState(1, 2, 3),
        title=" ".join(lots.choices(["mud", "reed", "of"], k=3)),
        subtitle="",
        headings="",
        filters=(),
        completions=(),
        stored=b"",
        sections=tuple(sections),
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    lots = Random(5)
    filled = TantivyEngine.create(tmp_path_factory.mktemp("tantivy") / "index")
    with closing(filled.writer()) as writer:
        for number in lots.sample(range(1_000), ESSAYS):
            writer.replace(essay(number, lots))
        writer.commit()
    return filled


@pytest.fixture
def reader(filled: TantivyEngine) -> TantivyReader:
    return filled.reader()


SCORED = (Term("title", "reed"), Term("body", "mud", 2.0))


@pytest.mark.parametrize("should", [(), SCORED, (Term("title", "nowhere"),)])
def test_the_best_of_many_joined_essays_are_those_of_the_whole_query(
    should: tuple[Clause, ...], filled: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    clause = Bool(must=(HasSection(MUD),), should=should)
    monkeypatch.setattr(engine, "_MANY_KEYS", ESSAYS + 1)
    expected = filled.reader().search(clause, Level.ESSAY, LIMIT)
    monkeypatch.setattr(engine, "_MANY_KEYS", 1)
    found = filled.reader().search(clause, Level.ESSAY, LIMIT)
    assert [match.key for match in found.best] == [match.key for match in expected.best]
    assert [match.score for match in found.best] == pytest.approx([match.score for match in expected.best])
    assert found.total == expected.total > LIMIT


def test_keys_beyond_those_of_the_first_matches_are_all_there(
    reader: TantivyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = set(reader.keys(MUD, Level.SECTION))
    for most_buckets in (engine._MOST_BUCKETS, 0):
        monkeypatch.setattr(engine, "_FEW_MATCHES", 3)
        monkeypatch.setattr(engine, "_MOST_BUCKETS", most_buckets)
        keys = reader.keys(MUD, Level.SECTION)
        assert len(keys) == len(set(keys))
        assert set(keys) == expected


def test_a_term_is_counted_without_what_was_replaced(tmp_path: Path) -> None:
    lots = Random(5)
    changing = TantivyEngine.create(tmp_path / "index")
    with closing(changing.writer()) as writer:
        for number in range(3):
            writer.replace(essay(number, lots))
        writer.commit()
        before = changing.reader().count(MUD, Level.SECTION)
        writer.delete(1)
        writer.commit()
    reader = changing.reader()
    after = reader.count(MUD, Level.SECTION)
    assert after == reader.search(MUD, Level.SECTION, 100).total < before
