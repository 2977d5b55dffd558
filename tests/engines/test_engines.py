"""What an engine promises: see `engines.protocol`. Each engine is held to the same tests."""

from __future__ import annotations

from contextlib import closing
from itertools import count, product
from pathlib import Path
from random import Random

import pytest
from opensearch_cluster import Cluster

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    Days,
    HasSection,
    InEssay,
    Keys,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.folder import ENGINES, Folder
from searchkit.engines.place import Generation, place_of
from searchkit.engines.protocol import Engine, EssayDocument, FileState, Level, SectionDocument
from searchkit.errors import IndexDamagedError, IndexLockedError, IndexWriteError
from searchkit.essay import Kind


def essay(
    key: int, *texts: str, title: str = "untitled", day: int = 1, kind: str = "paragraph"
) -> EssayDocument:
    """An essay whose terms are their own stems."""
    filters = (f"author:author{key}",)
    sections = tuple(
        SectionDocument(
            number=number,
            kind=Kind(kind),
            exact=text,
            stem=text,
            heading="above",
            filters=(*filters, f"kind:{kind}"),
            stored=f"{key}/{number}".encode(),
        )
        for number, text in enumerate(texts)
    )
    return EssayDocument(
        key=key,
        id=str(key),
        day=day,
        state=FileState(size=10 * key, mtime_ns=2**62 + key, digest=2**63 - 1 - key),
        title=title,
        subtitle="",
        headings="above",
        filters=filters,
        completions=(f"completion of {key}",),
        stored=f"essay {key}".encode(),
        sections=sections,
    )


CLUSTER = pytest.param("opensearch", marks=pytest.mark.opensearch)
NUMBERS = count(1)


def new_engine(name: str, request: pytest.FixtureRequest, folder: Path) -> Engine:
    if name in ENGINES:
        return Folder(folder).create(Generation(name, 1))
    cluster: Cluster = request.getfixturevalue("cluster")
    return place_of(cluster.url(f"engine-{next(NUMBERS)}")).create(Generation(name, 1))


@pytest.fixture(params=ENGINES)
def embedded(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return new_engine(request.param, request, tmp_path / "index")


@pytest.fixture(params=[*ENGINES, CLUSTER])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return new_engine(request.param, request, tmp_path / "index")


@pytest.fixture(params=[*ENGINES, CLUSTER], scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine that is only read from."""
    return fill(new_engine(request.param, request, tmp_path_factory.mktemp("filled")))


def fill(engine: Engine) -> Engine:
    commit(
        engine,
        essay(1, "alpha beta gamma", "delta alpha", title="first", day=100),
        essay(2, "beta alpha", "gamma", title="second", day=200, kind="quote"),
        essay(3, "alphabet delta", day=300),
    )
    return engine


def commit(engine: Engine, *essays: EssayDocument) -> None:
    with closing(engine.writer()) as writer:
        for one in essays:
            writer.replace(one)
        writer.commit()


def matching(engine: Engine, clause: Clause, level: Level = Level.SECTION, limit: int = 100) -> set[str]:
    """What was stored of everything that matches, by each of the ways to ask."""
    reader = engine.reader()
    found = reader.search(clause, level, limit)
    assert found.total == len(found.best) == reader.count(clause, level)
    assert {match.key for match in found.best} == set(reader.keys(clause, level))
    assert all((match.kind is None) == (level is Level.ESSAY) for match in found.best)
    handles = [match.handle for match in found.best]
    stored = reader.essays(handles) if level is Level.ESSAY else reader.sections(handles)
    return {content.decode() for content in stored}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Term("stem", "alpha"), {"1/0", "1/1", "2/0"}),
        (Term("exact", "alphabet"), {"3/0"}),
        (Term("filter", "kind:quote"), {"2/0", "2/1"}),
        (AnyTerm("exact", ("gamma", "alphabet")), {"1/0", "2/1", "3/0"}),
        (AnyTerm("exact", ()), set()),
        (Phrase("exact", ("alpha", "beta")), {"1/0"}),
        (Phrase("exact", ("alpha", "gamma"), slop=1), {"1/0"}),
        (Phrase("exact", ("beta", "alpha"), slop=2), {"1/0", "2/0"}),
        (Phrase("exact", ("gamma", "delta"), slop=9), set()),
        (Keys((1, 3)), {"1/0", "1/1", "3/0"}),
        (InEssay(Term("title", "second")), {"2/0", "2/1"}),
        (HasSection(Term("stem", "gamma")), {"1/0", "1/1", "2/0", "2/1"}),
        (HasSection(InEssay(Term("title", "second"))), {"2/0", "2/1"}),
        (Keys(()), set()),
        (Days(150, 300), {"2/0", "2/1", "3/0"}),
        (Bool(must=(Term("stem", "alpha"), Term("stem", "beta"))), {"1/0", "2/0"}),
        (
            Bool(should=(Term("stem", "beta"), Term("stem", "delta")), at_least=1),
            {"1/0", "1/1", "2/0", "3/0"},
        ),
        (Bool(given=(Term("stem", "alpha"),), without=(Term("stem", "beta"),)), {"1/1"}),
        (Bool(without=(Term("stem", "alpha"),)), {"2/1", "3/0"}),
        (Bool(must=(Bool(should=(Term("stem", "beta"),)),), given=(Keys((1,)),)), {"1/0", "1/1"}),
        (Bool(), {"1/0", "1/1", "2/0", "2/1", "3/0"}),
    ],
)
def test_a_clause_matches_sections(filled: Engine, clause: Clause, expected: set[str]) -> None:
    assert matching(filled, clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Term("body", "alpha"), {"essay 1", "essay 2"}),
        (Bool(must=(Term("body", "alpha"), Term("body", "delta"))), {"essay 1"}),
        (Term("title", "second"), {"essay 2"}),
        (Days(1, 250), {"essay 1", "essay 2"}),
        (HasSection(Phrase("exact", ("delta", "alpha"))), {"essay 1"}),
        (InEssay(Term("title", "second")), {"essay 2"}),
        (Bool(without=(HasSection(Term("filter", "kind:quote")),)), {"essay 1", "essay 3"}),
        (Bool(without=(Term("body", "alpha"),)), {"essay 3"}),
    ],
)
def test_a_clause_matches_essays(filled: Engine, clause: Clause, expected: set[str]) -> None:
    assert matching(filled, clause, Level.ESSAY) == expected


def test_sections_are_had_by_their_numbers(engine: Engine) -> None:
    commit(engine, essay(1_000, *"abcdef"), essay(2_000, *"abcdef"))
    assert matching(engine, Run(1_000, 1, 3)) == {"1000/1", "1000/2", "1000/3"}
    assert matching(engine, Run(2_000, 5, 9)) == {"2000/5"}


def test_what_is_only_given_adds_nothing_to_a_score(filled: Engine) -> None:
    reader = filled.reader()
    plain = reader.search(Term("stem", "delta"), Level.SECTION, 1).best[0].score
    given = Bool(must=(Term("stem", "delta"),), given=(Keys((1, 2, 3)), Days(1, 999)))
    assert reader.search(given, Level.SECTION, 1).best[0].score == pytest.approx(plain)


def test_what_only_matches_adds_nothing_to_a_score(filled: Engine) -> None:
    clauses = (Keys((1,)), Days(1, 999), Run(1, 0, 0), InEssay(Term("title", "first")))
    for clause in (*clauses, HasSection(Term("stem", "gamma"))):
        assert filled.reader().search(clause, Level.SECTION, 1).best[0].score == 0


@pytest.mark.parametrize("slop", [1, 2, 3])
@pytest.mark.parametrize("terms", ["a b", "a b c", "a b c d", "a a", "a b a"])
def test_a_near_phrase_is_found_where_its_terms_can_be_moved_together(
    engine: Engine, terms: str, slop: int
) -> None:
    lots = Random(slop)
    texts = [" ".join(lots.choices("abcdxyz", k=lots.randint(2, 8))) for _ in range(300)]
    commit(engine, essay(1, *texts))
    wanted = {f"1/{place}" for place, text in enumerate(texts) if is_near(terms.split(), slop, text.split())}
    assert matching(engine, Phrase("exact", tuple(terms.split()), slop), limit=300) == wanted


def is_near(terms: list[str], slop: int, text: list[str]) -> bool:
    """By its definition: every way to choose words of the text for the terms is tried."""
    places = [[place for place, word in enumerate(text) if word == term] for term in terms]
    for chosen in product(*places):
        moves = [place - offset for offset, place in enumerate(chosen)]
        if len(set(chosen)) == len(terms) and max(moves) - min(moves) <= slop:
            return True
    return False


def test_a_boost_multiplies_a_score(filled: Engine) -> None:
    reader = filled.reader()
    once = reader.search(Term("stem", "gamma"), Level.SECTION, 1).best[0].score
    assert reader.search(Term("stem", "gamma", 3.0), Level.SECTION, 1).best[0].score == pytest.approx(
        3 * once
    )


def test_the_newest_come_first_when_asked(filled: Engine) -> None:
    found = filled.reader().search(Bool(), Level.ESSAY, 2, newest=True)
    assert [match.key for match in found.best] == [3, 2]
    assert found.total == 3


def test_terms_are_listed_by_prefix_with_their_frequencies(filled: Engine) -> None:
    reader = filled.reader()
    assert reader.terms("exact", "alpha") == [("alpha", 3), ("alphabet", 1)]
    assert reader.terms("exact", "zz") == []
    assert reader.doc_freq("stem", "alpha") == 3
    assert reader.terms("completion", "completion of") == [(f"completion of {key}", 1) for key in (1, 2, 3)]


def test_states_come_back_as_they_were_committed(filled: Engine) -> None:
    assert filled.reader().states() == {key: essay(key).state for key in (1, 2, 3)}


def test_sizes_count_each_level(filled: Engine) -> None:
    reader = filled.reader()
    assert (reader.size(Level.ESSAY), reader.size(Level.SECTION)) == (3, 5)


def test_keys_of_very_many_matches_are_all_found(engine: Engine) -> None:
    commit(engine, *(essay(key, *["word"] * 12) for key in range(1, 120)))
    assert sorted(engine.reader().keys(Term("stem", "word"), Level.SECTION)) == list(range(1, 120))


def test_replacing_an_essay_drops_what_it_held(engine: Engine) -> None:
    fill(engine)
    commit(engine, essay(1, "epsilon"))
    assert matching(engine, Term("stem", "alpha")) == {"2/0"}
    assert matching(engine, Term("stem", "epsilon")) == {"1/0"}
    assert matching(engine, Bool(), Level.ESSAY) == {"essay 1", "essay 2", "essay 3"}


def test_a_reader_sees_its_commit_for_as_long_as_it_is_held(engine: Engine) -> None:
    fill(engine)
    before = engine.reader()
    with closing(engine.writer()) as writer:
        writer.delete(1)
        writer.commit()
    assert before.count(Term("stem", "alpha"), Level.SECTION) == 3
    assert engine.reader().count(Term("stem", "alpha"), Level.SECTION) == 1


def test_what_is_not_committed_is_never_seen(engine: Engine) -> None:
    fill(engine)
    with closing(engine.writer()) as writer:
        writer.replace(essay(9, "omega"))
        writer.delete(1)
    assert matching(engine, Term("stem", "omega")) == set()
    assert engine.reader().size(Level.ESSAY) == 3


def test_there_is_one_writer_at_a_time(embedded: Engine) -> None:
    with closing(embedded.writer()), pytest.raises(IndexLockedError):
        embedded.writer()
    embedded.writer().close()


@pytest.mark.parametrize("name", ENGINES)
def test_an_index_that_is_gone_is_damaged_not_a_traceback(name: str, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="--full"):
        Folder(tmp_path / "nowhere").open(Generation(name, 1))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a file open
@pytest.mark.parametrize("name", ENGINES)
def test_files_that_are_no_index_are_damaged(name: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    commit(folder.create(Generation(name, 1)), essay(1, "alpha"))
    for file in (tmp_path / f"{name}-1").iterdir():
        file.write_bytes(b"{}")
    with pytest.raises(IndexDamagedError):
        folder.open(Generation(name, 1))


@pytest.mark.parametrize("name", ENGINES)
def test_an_index_cannot_be_made_where_a_file_stands(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexWriteError, match="--index"):
        Folder(tmp_path / "file").create(Generation(name, 1))
