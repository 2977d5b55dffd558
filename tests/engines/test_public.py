"""What readers of a site may see: the answers of an index that never held anything else."""

from __future__ import annotations

import pytest
from conftest import POSTS
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.engines.protocol import Level
from searchkit.errors import EssayUnknownError
from searchkit.search.commit import Commit

_HIDDEN = ("2024-02-03-libraries.md",)
_WORDS = ("style", "library", "catalogue", "alexandria", "works", "memory", "recherche", "风格", "gpt4")


@pytest.fixture(scope="module")
def site(library: searchkit.Index) -> searchkit.Index:
    return searchkit.Index(library.place, public_only=True)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> searchkit.Index:
    """An index of the public posts alone."""
    folder = tmp_path_factory.mktemp("public")
    for name, text in POSTS.items():
        if name not in _HIDDEN:
            (folder / name).write_text(text, encoding="utf-8")
    return searchkit.build(folder, folder / "index")


@given(st.lists(st.sampled_from([*_WORDS, "OR", "-style", "cat*", "kind:heading", "catalog~1"]), min_size=1))
def test_the_answer_is_that_of_an_index_without_the_hidden_essays(
    site: searchkit.Index, without: searchkit.Index, words: list[str]
) -> None:
    seen, expected = (index.search(" ".join(words), limit=50) for index in (site, without))

    assert {hit.essay.id for hit in seen} == {hit.essay.id for hit in expected}
    assert (seen.total_essays, seen.total_sections) == (expected.total_essays, expected.total_sections)
    assert (seen.notices, seen.suggestions) == (expected.notices, expected.suggestions)


def test_words_of_hidden_essays_are_no_terms(library: searchkit.Index) -> None:
    everything = Commit.last(library.place).reader
    shown = Commit.last(library.place, public_only=True).reader

    for field in ("exact", "stem", "body", "headings", "title"):
        hidden = {term for term, _ in everything.terms(field, "")} - {
            term for term, _ in shown.terms(field, "")
        }
        assert "alexandria" not in {term for term, _ in shown.terms(field, "")}
        assert all(shown.doc_freq(field, term) == 0 for term in hidden)
    assert "alexandria" in {term for term, _ in everything.terms("exact", "")}


def test_counts_are_of_public_essays(library: searchkit.Index, site: searchkit.Index) -> None:
    whole, shown = library.stats(), site.stats()

    assert shown.essays == whole.essays - 1
    assert shown.access == {"public": shown.essays}
    assert shown.sections < whole.sections
    assert sum(shown.kinds.values()) == shown.sections


def test_a_hidden_essay_has_no_outline(site: searchkit.Index) -> None:
    with pytest.raises(EssayUnknownError, match="no essay 'of-libraries'"):
        site.show("of-libraries")


def test_files_are_named_within_their_corpus(site: searchkit.Index) -> None:
    (hit, *_) = site.search("recherche OR cherche")

    assert hit.essay.path == "ecrire.md"
    assert site.stats().corpora == ("",)


def test_an_index_with_nothing_to_hide_is_read_as_it_is(without: searchkit.Index) -> None:
    reader = Commit.last(without.place, public_only=True).reader

    assert type(reader) is type(Commit.last(without.place).reader)
    assert reader.size(Level.ESSAY) == 4


def test_states_are_those_of_public_essays(library: searchkit.Index) -> None:
    everything = Commit.last(library.place).reader.states()
    shown = Commit.last(library.place, public_only=True).reader.states()

    assert shown.items() < everything.items()
    assert len(shown) == len(everything) - 1


def test_the_index_in_a_folder_that_was_not_named_is_told_only_by_its_folder(
    library: searchkit.Index, site: searchkit.Index
) -> None:
    assert site.stats().folder == str(library.place)
