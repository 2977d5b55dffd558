"""What is shown for a query that finds nothing, and what is said of it."""

from __future__ import annotations

import pytest

from searchkit import Index, Results

STYLE, WORKS, LIBRARIES = "On style transfer", "How RLHF works", "Of libraries"


def titles(results: Results) -> set[str]:
    return {hit.essay.title for hit in results}


def test_a_misspelt_query_is_answered_as_it_was_meant_and_says_so(library: Index) -> None:
    results = library.search("calimachus")
    assert titles(results) == {LIBRARIES}
    assert results.query == "calimachus"
    assert results.suggestions == ("callimachus",)
    assert results.notices == ('nothing found for "calimachus": showing results for "callimachus"',)
    assert results.hits == library.search("callimachus").hits
    assert (results.total_essays, results.total_sections) == (0, 0)


def test_a_query_that_finds_something_is_only_suggested_another(library: Index) -> None:
    results = library.search("style catalouge")
    assert titles(results) == {STYLE, WORKS, LIBRARIES}
    assert results.suggestions == ("style catalogue",)
    assert results.notices[-1] == 'no essay holds "catalouge"'


@pytest.mark.parametrize(
    ("query", "found", "notice"),
    [
        (
            '"transfer style"',
            {STYLE, WORKS, LIBRARIES},
            'nothing found for "transfer style": showing results with some of the words',
        ),
        (
            "+callimachus +linearly",
            {LIBRARIES, WORKS},
            'nothing found for "+callimachus +linearly": showing results with some of the words',
        ),
        (
            "title:callimachus",
            {LIBRARIES},
            'nothing found for "title:callimachus": showing results not only in a title',
        ),
        (
            'title:"catalogue callimachus"',
            {LIBRARIES},
            (
                'nothing found for title:"catalogue callimachus":'
                " showing results with some of the words, not only in a title"
            ),
        ),
        (
            "kind:paragraph calimachus",
            {LIBRARIES},
            'nothing found for "kind:paragraph calimachus": showing results for "kind:paragraph callimachus"',
        ),
    ],
)
def test_a_query_that_asks_too_much_is_answered_with_less_and_says_so(
    library: Index, query: str, found: set[str], notice: str
) -> None:
    results = library.search(query)
    assert titles(results) == found
    assert results.notices[0] == notice


@pytest.mark.parametrize(
    ("query", "notices"),
    [
        ("xyzzy", ('nothing found for "xyzzy"',)),
        (
            '"xyzzy plugh"',
            ('nothing found for "xyzzy plugh"', 'no essay holds "xyzzy"', 'no essay holds "plugh"'),
        ),
        ("author:nobody", ('nothing found for "author:nobody"',)),
        ("style -style", ('nothing found for "style -style"',)),
        ("机风", ('nothing found for "机风"',)),
    ],
)
def test_where_nothing_helps_that_is_said(library: Index, query: str, notices: tuple[str, ...]) -> None:
    results = library.search(query)
    assert (results.hits, results.total_essays, results.suggestions) == ((), 0, ())
    assert results.notices == notices


def test_excluded_words_stay_excluded(library: Index) -> None:
    results = library.search('"transfer style" -linearly')
    assert titles(results) == {STYLE, LIBRARIES}


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("kind:table alexandria", "1 essay is found without kind:table"),
        ("alexandria author:merrow date:2031", "1 essay is found without author:merrow and its dates"),
        ("style -transfer lang:zh", "1 essay is found without lang:zh"),
    ],
)
def test_filters_hold_and_what_is_found_without_them_is_told(library: Index, query: str, notice: str) -> None:
    results = library.search(query)
    assert results.hits == ()
    assert results.notices == (f'nothing found for "{query}"', notice)


def test_options_hold_as_filters_do(library: Index) -> None:
    results = library.search("callimachus", kinds=["quote"], after="2023")
    assert results.hits == ()
    assert results.notices[-1] == "1 essay is found without kind:quote and its dates"


@pytest.mark.parametrize("query", ["", "...", '"', "style", "style catalogue", "lang:fr", "-style"])
def test_a_query_of_known_words_is_answered_as_it_is(library: Index, query: str) -> None:
    results = library.search(query)
    assert results.suggestions == ()
    assert not any("nothing found" in notice or 'no essay holds "' in notice for notice in results.notices)
