"""Which essays and sections a query finds, in which order, and what of them is shown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit import Index, Results
from searchkit.errors import EssayUnknownError, IndexMissingError, UsageError
from searchkit.indexing.build import build
from searchkit.settings import Settings

IndexOf = Callable[..., Index]


def titles(results: Results) -> list[str]:
    return list(dict.fromkeys(hit.essay.title for hit in results))


def marked(results: Results) -> list[str]:
    """Every highlight of every hit, in order."""
    return [hit.passage.text[start:end] for hit in results for start, end in hit.passage.highlights]


def assert_finds(library: Index, query: str, *expected: str, **options: object) -> Results:
    """The query finds just these essays, whatever their order."""
    results = library.search(query, limit=50, **options)  # type: ignore[arg-type]
    assert set(titles(results)) == set(expected)
    return results


STYLE, WORKS, LIBRARIES = "On style transfer", "How RLHF works", "Of libraries"
FRENCH, CHINESE = "Écrire et chercher", "搜索"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("alexandria", [LIBRARIES]),
        ("ALEXANDRIA’s", [LIBRARIES]),
        ("hallucination", [STYLE, WORKS]),
        ('"style transfer"', [STYLE]),
        ('"transfer style"~2', [STYLE]),
        ("“style transfer”", [STYLE]),
        ("style -rlhf", [LIBRARIES]),
        ("style NOT rlhf", [LIBRARIES]),
        ("+style +catalogue", [LIBRARIES]),
        ("callimachus OR scales", [LIBRARIES, WORKS]),
        ("(callimachus OR scales) AND style", [LIBRARIES, WORKS]),
        ("hallucin*", [STYLE, WORKS]),
        ("alexandira~", [LIBRARIES]),
        ("alexendra~2", [LIBRARIES]),
        ("gpt4", [WORKS]),
        ("gpt-4", [WORKS]),
        ("open source", [STYLE]),
        ("open-source", [STYLE]),
        ("fine-tune", [WORKS]),
        ("title:style", [STYLE]),
        ('title:"rlhf works"', [WORKS]),
        ("heading:alexandria", [LIBRARIES]),
        ("heading:cost linearly", [WORKS]),
        ("kind:quote hallucinations", [STYLE]),
        ("kind:footnote hallucinations", [STYLE]),
        ("kind:code transfer", [WORKS]),
        ("kind:(quote OR footnote)", [STYLE]),
        ("author:merrow", [STYLE, WORKS]),
        ('author:"Ben Gray"', [WORKS]),
        ("tag:machine", [STYLE]),
        ('tag:"machine learning"', [STYLE]),
        ("type:essay", [STYLE]),
        ("essay:of-libraries", [LIBRARIES]),
        ("lang:fr", [FRENCH]),
        ("date:2023-06", [WORKS]),
        ("date:>2023-06", [LIBRARIES]),
        ("date:[2022 TO 2023-01]", [STYLE, FRENCH]),
        ("ecriture", [FRENCH]),
        ("chercher", [FRENCH]),
        ("étymologie", [FRENCH]),
        ("机器学习", [CHINESE]),
        ("机风", []),
        ("-style", [FRENCH, CHINESE]),
        ("xyzzy", []),
        ("", []),
        ("...", []),
    ],
)
def test_a_query_finds_essays(library: Index, query: str, expected: list[str]) -> None:
    assert_finds(library, query, *expected)


@pytest.mark.parametrize(
    ("query", "highlights"),
    [
        ('"style transfer"', ["style transfer", "style transfer"]),
        ("kind:quote hallucination", ["hallucinations"]),
        ("fine-tuning", ["Fine-tuning", "fine-tuned"]),
        ("kind:list gpt4", ["GPT4"]),
        ("kind:paragraph alexandria library", ["library", "library", "Alexandria", "libraries"]),
        ('kind:paragraph "library"', ["library", "library"]),
        ("kind:paragraph etymologie", ["l’étymologie"]),
        ("机器学习", ["机器学习"]),
    ],
)
def test_what_matched_is_highlighted_and_nothing_else(
    library: Index, query: str, highlights: list[str]
) -> None:
    assert marked(library.search(query)) == highlights


def test_the_section_that_covers_the_words_best_is_shown_first(library: Index) -> None:
    first = library.search("style transfer RLHF").hits[0]
    assert first.essay.title == STYLE
    assert first.passage.text == "RLHF is a style transfer, and open-source models show it."
    assert first.section.lines == (9, 9)


def test_essays_with_all_words_come_before_those_with_some(library: Index) -> None:
    results = library.search("catalogue style transfer memory")
    assert titles(results)[:1] != []
    assert results.notices == ("no essay holds all of these words: these hold some of them",)
    results = library.search("style catalogue")
    assert titles(results)[0] == LIBRARIES
    assert results.total_essays == 1
    assert results.notices == ("1 essay holds all of these words: those after hold some of them",)


def test_excluded_words_stay_excluded_where_only_some_words_are_found(library: Index) -> None:
    assert_finds(library, "style catalogue xyzzy -rlhf", LIBRARIES)


def test_an_essay_shows_at_most_so_many_passages(library: Index) -> None:
    results = library.search("style OR transfer OR rlhf", per_essay=1, limit=50)
    assert len(titles(results)) == len(results.hits) == 3
    assert len(library.search("style", limit=2).hits) == 2


def test_the_newest_come_first_when_sorted_by_date(library: Index) -> None:
    assert titles(library.search("style", sort="date")) == [LIBRARIES, WORKS, STYLE]


def test_a_query_of_filters_alone_lists_essays_newest_first(library: Index) -> None:
    results = library.search("author:merrow")
    assert [(hit.essay.title, hit.section.kind.value) for hit in results] == [
        (WORKS, "title"),
        (STYLE, "title"),
    ]


def test_options_mean_the_same_as_the_syntax(library: Index) -> None:
    by_option = library.search("hallucinations", kinds=["quote"], after="2023", before="2023-01")
    by_syntax = library.search("hallucinations kind:quote date:[2023 TO 2023-01]")
    assert [hit.to_dict() for hit in by_option] == [hit.to_dict() for hit in by_syntax]
    assert len(by_option.hits) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"limit": 0},
        {"limit": 100_000},
        {"per_essay": 0},
        {"sort": "size"},
        {"kinds": ["quotes"]},
        {"after": "soon"},
    ],
)
def test_options_that_make_no_sense_are_errors_with_a_hint(
    library: Index, options: dict[str, object]
) -> None:
    with pytest.raises(UsageError) as told:
        library.search("style", **options)  # type: ignore[arg-type]
    assert told.value.hint


def test_a_quote_and_an_embed_are_found_by_whom_they_are_by(library: Index) -> None:
    (hit,) = library.search("kind:quote lee card").hits
    assert hit.section.attribution is not None
    assert str(hit.section.attribution) == "Ann Lee, The Card"


def test_a_footnote_knows_what_refers_to_it(library: Index) -> None:
    essay = library.show(assert_finds(library, "kind:footnote machines", STYLE).hits[0].essay.id)
    (footnote,) = [section for section in essay.sections if section.kind == "footnote"]
    assert footnote.referrer is not None
    assert "nobody" in essay.sections[footnote.referrer].text


def test_a_phrase_does_not_cross_a_section_boundary(index_of: IndexOf) -> None:
    index = index_of(post="The end is here.\n\nHere begins more.\n\n- is here\n- here begins")
    assert index.search('"here here"').total_essays == 0
    assert index.search('"here begins"').total_sections == 2


def test_words_may_stand_in_different_sections_of_an_essay(index_of: IndexOf) -> None:
    index = index_of(one="Alpha is here.\n\nOmega is there.", two="Only alpha.")
    results = index.search("alpha omega")
    assert (results.total_essays, results.total_sections) == (1, 0)
    assert {hit.passage.text for hit in list(results)[:2]} == {"Alpha is here.", "Omega is there."}


def test_a_link_leads_to_the_file_and_line(library: Index) -> None:
    hit = library.search('"style transfer" RLHF').hits[0]
    assert hit.link == f"{hit.essay.path}:9"
    assert Path(hit.essay.path).is_file()


def test_a_link_leads_to_the_page_where_the_settings_say_which(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\n## Two parts\n\nAlpha beta, well-known: gamma.\n")
    settings = Settings(url="https://example.com/p/{slug}")
    index = searchkit.build(tmp_path, tmp_path / "index", settings=settings)
    (hit,) = index.search("gamma").hits
    assert hit.link == "https://example.com/p/one#two-parts:~:text=Alpha%20beta%2C%20well%2Dknown%3A%20gamma."


def test_results_are_the_json_of_the_interface(library: Index) -> None:
    answer = library.search("style transfer").to_dict()
    assert list(answer) == [
        "query",
        "total_essays",
        "total_sections",
        "notices",
        "suggestions",
        "took_ms",
        "hits",
    ]
    hit = answer["hits"][0]
    assert list(hit) == ["rank", "score", "essay", "section", "passage", "link"]
    assert list(hit["essay"]) == ("id title subtitle date authors tags type language access path url".split())
    assert list(hit["section"]) == ["number", "kind", "headings", "anchor", "lines", "attribution"]
    assert list(hit["passage"]) == ["text", "highlights", "html"]
    assert [hit["rank"] for hit in answer["hits"]] == list(range(1, len(answer["hits"]) + 1))


@pytest.mark.parametrize("name", ["of-libraries", "2024-02-03-libraries.md", "OF-LIBRARIES"])
def test_an_essay_is_shown_by_slug_and_path(library: Index, name: str) -> None:
    essay = library.show(name)
    assert essay.title == LIBRARIES
    assert essay.access == "draft"
    assert [section.number for section in essay.sections] == list(range(len(essay.sections)))
    assert essay.sections[0].kind == "title"


def test_an_essay_is_shown_by_the_path_a_hit_shows(library: Index) -> None:
    path = library.search("alexandria").hits[0].essay.path
    assert library.show(path).title == LIBRARIES


def test_an_unknown_essay_is_told(library: Index) -> None:
    with pytest.raises(EssayUnknownError, match="nowhere"):
        library.show("nowhere")


def test_essays_of_one_id_are_told_apart_by_path(index_of: IndexOf) -> None:
    index = index_of(one="---\nid: same\n---\nAlpha.", two="---\nid: same\n---\nBeta.")
    with pytest.raises(EssayUnknownError, match=r"one\.md.*two\.md"):
        index.show("same")
    assert index.show("one.md").sections[-1].text == "Alpha."


def test_posts_of_one_name_in_two_corpora_are_shown_by_where_they_are(tmp_path: Path) -> None:
    for corpus in ("old", "new"):
        (tmp_path / corpus).mkdir()
        (tmp_path / corpus / "post.md").write_text(f"The {corpus} one.")
    build([tmp_path / "old", tmp_path / "new"], tmp_path / "index")
    index = searchkit.open(tmp_path / "index")
    with pytest.raises(EssayUnknownError):
        index.show("post.md")
    assert index.show(str(tmp_path / "new" / "post.md")).sections[-1].text == "The new one."


def test_stats_count_what_there_is(library: Index) -> None:
    stats = library.stats()
    assert stats.essays == 5
    assert stats.sections == sum(stats.kinds.values())
    assert stats.kinds["footnote"] == 1
    assert stats.languages == {"en": 3, "fr": 1, "zh": 1}
    assert stats.access == {"public": 4, "draft": 1}
    assert stats.bytes > 0


def test_a_reloaded_index_sees_what_was_committed_since(index_of: IndexOf, tmp_path: Path) -> None:
    index = index_of(one="Alpha.")
    (tmp_path / "corpus" / "two.md").write_text("Omega.")
    searchkit.build(tmp_path / "corpus", tmp_path / "index")
    assert index.search("omega").total_essays == 0
    index.reload()
    assert index.search("omega").total_essays == 1


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="searchkit index"):
        searchkit.open(tmp_path)


def test_a_prefix_of_very_many_words_is_bounded_and_says_so(index_of: IndexOf) -> None:
    index = index_of(many=" ".join("w" + "".join(letters) for letters in product("abcdefghijkl", repeat=3)))
    results = index.search("w*")
    assert results.total_essays == 1
    assert "commonest were searched" in results.notices[0]


WORDS = st.sampled_from(
    ["style", "transfer", "rlhf", "library", "catalogue", "gpt", "4", "hallucination", "的"]
)


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_and_is_a_subset_of_or(library: Index, one: str, other: str) -> None:
    both = library.search(f"{one} AND {other}", limit=100)
    either = library.search(f"{one} OR {other}", limit=100)
    assert set(titles(both)) <= set(titles(either))
    assert both.total_essays <= either.total_essays
    assert both.total_sections <= either.total_sections


@settings(max_examples=60)
@given(WORDS, WORDS, st.sampled_from(["{} -{}", "-{} -{}", "{} NOT {}", "{} OR -{}", '-"{} {}"']))
def test_sections_are_counted_in_essays_that_match(library: Index, one: str, other: str, form: str) -> None:
    query = form.format(one, other)
    matching = {hit.essay.path for hit in library.search(query, limit=100)}
    for hit in library.search("-xyzzy", limit=100, per_essay=1):
        alone = library.search(f"({query}) essay:{hit.essay.id}")
        assert alone.total_essays == (hit.essay.path in matching)
        assert alone.total_essays or not alone.total_sections


@settings(max_examples=100)
@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["{}", '"{}"', "+{}", "{}~1"]))
def test_highlights_reslice_the_source(library: Index, words: list[str], form: str) -> None:
    for hit in library.search(form.format(" ".join(words))):
        essay = library.show(Path(hit.essay.path).name)
        source = essay.sections[hit.section.number].text
        for start, end in hit.passage.highlights:
            assert hit.passage.text[start:end] in source


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_is_an_error(library: Index, query: str) -> None:
    results = library.search(query)
    assert results.query == query
    assert results.hits or results.total_essays == 0


@pytest.mark.real
def test_the_sample_post_answers_the_sample_query_first(newsletter: Path, tmp_path: Path) -> None:
    index = searchkit.build(newsletter, tmp_path / "index")
    first = index.search('"style transfer" RLHF').hits[0]
    assert first.essay.id == "109456438.gpt4-review"
    assert first.passage.text.startswith("This confirms my take that RLHF is a style transfer.")
    shown = [first.passage.text[start:end] for start, end in first.passage.highlights]
    assert shown == ["RLHF", "style transfer"]


def test_an_essay_may_match_by_its_kind_alone(library: Index) -> None:
    found = library.search("alexandria OR kind:code", limit=50)

    assert {hit.essay.title for hit in found} == {"Of libraries", "How RLHF works"}
