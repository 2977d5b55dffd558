"""How a score came about: the parts add up to it, in words one understands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from searchkit import Index
from searchkit.search.hits import Explanation, Hit


def explained(index: Index, query: str, **options: object) -> list[tuple[Hit, Explanation]]:
    hits = index.search(query, explain=True, **options).hits  # type: ignore[arg-type]
    return [(hit, hit.explanation) for hit in hits if hit.explanation]


@pytest.mark.parametrize(
    "query",
    [
        "style",
        "style transfer RLHF",
        "style style transfer^3",
        '"style transfer" RLHF',
        '"transfer style"~3',
        "fine-tuning",
        "lib* style",
        "librery~1",
        "kind:quote hallucinations",
        "heading:inference cost",
        "title:style transfer",
        "+style -RLHF",
        "(style OR library) AND catalogue",
        "what was planned by nobody in the style of a transfer",
        "the of",
        "le style",
        "机器学习",
    ],
)
def test_the_parts_add_up_to_the_score(library: Index, query: str) -> None:
    results = explained(library, query, limit=20)
    assert results
    for hit, explanation in results:
        assert sum(part.score for part in explanation.parts) == pytest.approx(hit.score, rel=1e-5)
        assert all(part.score > 0 for part in explanation.parts)


def test_a_part_says_what_counted_and_where(library: Index) -> None:
    [(_, explanation), *_] = explained(library, "style transfer")
    told = [part.what for part in explanation.parts]
    assert "“style” in its title" in told
    assert "“style” in its text" in told
    assert "“transfer” in its best section" in told
    assert "“transfer” there in just this form" in told
    assert "“style transfer” side by side there" in told
    assert len(told) == len(set(told))


def test_a_word_is_told_as_it_was_typed_and_not_as_its_stem(library: Index) -> None:
    [(_, explanation), *_] = explained(library, "libraries catalogue")
    told = " ".join(part.what for part in explanation.parts)
    assert "“libraries”" in told
    assert "librari”" not in told


def test_what_an_essay_lacks_is_told(library: Index) -> None:
    by_essay = {hit.essay.title: explanation for hit, explanation in explained(library, "style catalogue")}
    assert by_essay["Of libraries"].lacking == ()
    assert by_essay["How RLHF works"].lacking == ("“catalogue”",)


@pytest.mark.parametrize("query", ["kind:quote", "style", "kind:paragraph style"])
def test_results_by_date_have_no_score_to_explain(library: Index, query: str) -> None:
    for hit, explanation in explained(library, query, sort="date"):
        assert (hit.score, explanation.parts) == (0.0, ())


def test_an_explanation_is_there_only_if_it_was_asked_for(library: Index) -> None:
    assert "explanation" not in library.search("style").hits[0].to_dict()
    told = library.search("style", explain=True).hits[0].to_dict()["explanation"]
    assert list(told) == ["parts", "lacking"]
    assert list(told["parts"][0]) == ["what", "score"]


def test_hits_are_the_same_with_and_without(library: Index) -> None:
    plain = [hit.to_dict() for hit in library.search("style transfer catalogue")]
    with_more = [hit.to_dict() for hit in library.search("style transfer catalogue", explain=True)]
    assert plain == [{name: hit[name] for name in hit if name != "explanation"} for hit in with_more]


def test_a_footnote_of_an_essay_scores_for_it(index_of: Callable[..., Index]) -> None:
    index = index_of(one="Alpha[^1].\n\n[^1]: Omega.")
    [(hit, explanation)] = explained(index, "omega")
    assert hit.section.kind == "footnote"
    assert sum(part.score for part in explanation.parts) == pytest.approx(hit.score, rel=1e-5)
