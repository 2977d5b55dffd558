"""Where quotations are found, what verdict they get, and what is told of their differences."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from quoted_essays import best, quotable

import searchkit
from searchkit import Index
from searchkit.errors import UsageError
from searchkit.quotes.matches import Difference, Verdict

STAIRCASE = "A staircase, he used to say, is a sentence that somebody else has written"
FOG = "When the fog came down there was nothing to see and nothing to do"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return quotable(tmp_path_factory.mktemp("quotes"))


def assert_found(index: Index, quotation: str, essay: str, verdict: Verdict, text: str) -> None:
    match = best(index, quotation)
    assert (match.essay.slug, match.verdict) == (essay, verdict), match
    assert " ".join(match.source.text.split()) == text


@pytest.mark.parametrize(
    "quotation",
    [
        FOG,
        f"“{FOG.upper()}!”",
        "when the fog — came down — there was nothing to see; and nothing to do…",
        "When the *fog* came down there was nothing to see[4] and nothing to do",
        "> When the fog came down there was no-\n> thing to see and nothing to do",
        "[w]hen the fog came down there was nothing [sic] to see and nothing to do",
        "Whén thè fog came down there was nothing to see and nothing to do",
    ],
)
def test_typography_does_not_make_a_quotation_inexact(index: Index, quotation: str) -> None:
    assert_found(index, quotation, "keeper", Verdict.EXACT, FOG)
    match = best(index, quotation)
    assert (match.differences, match.notices) == ((), ())
    assert match.confidence > 0.9


@pytest.mark.parametrize(
    ("quotation", "differences"),
    [
        (FOG.replace("fog", "mist"), [("replace", "mist", "fog")]),
        (FOG.replace("fog ", ""), [("insert", "", "fog")]),
        (FOG.replace("fog", "cold fog"), [("delete", "cold", "")]),
        (FOG.replace("down", "dovvn"), [("replace", "dovvn", "down")]),
        (FOG.replace("nothing to see", "no thing to see"), [("replace", "no thing", "nothing")]),
        (FOG.replace("When", "Whenever"), [("replace", "Whenever", "When")]),
        (FOG.replace("to do", "to say"), [("replace", "say", "do")]),
    ],
)
def test_altered_words_are_told(
    index: Index, quotation: str, differences: list[tuple[str, str, str]]
) -> None:
    match = best(index, quotation)
    assert match.verdict is Verdict.NEAR
    assert [tuple(difference[:3]) for difference in match.differences] == differences
    for difference in match.differences:
        assert match.source.text[difference.at :].startswith(difference.source)


@pytest.mark.parametrize("mark", ["…", "...", "[...]", " . . . "])
def test_a_marked_elision_is_near_without_a_difference(index: Index, mark: str) -> None:
    quotation = f"When the fog came down {mark} he understood that this was the whole of his profession"
    match = best(index, quotation)
    assert match.verdict is Verdict.NEAR
    assert match.differences == ()
    assert match.source.text.startswith("When the fog")
    assert match.source.text.endswith("his profession")


def test_brackets_that_the_source_has_are_no_elision(index: Index) -> None:
    assert best(index, "When the fog [came down] there was nothing to see").verdict is Verdict.EXACT
    assert best(index, "When the fog [arrived] there was nothing to see").verdict is Verdict.NEAR


def test_an_elision_that_nobody_marked_is_told(index: Index) -> None:
    match = best(index, "Every evening the keeper climbed two hundred steps, and he never trusted it")
    assert match.verdict is Verdict.NEAR
    assert "and eleven" in [difference.source for difference in match.differences]
    assert any("left out, and no mark says so" in notice for notice in match.notices)


def test_a_quotation_may_run_over_paragraphs_and_headings(index: Index) -> None:
    match = best(index, "people whom he would never meet. It was possible, he wrote in the margin of the log")
    assert match.verdict is Verdict.EXACT
    assert match.source.text == (
        "people whom he would never meet.\n\nIt was possible, he wrote in the margin of the log"
    )
    assert [section.text.split()[0] for section in match.sections] == ["The", "It"]
    assert match.section == match.sections[0]


def test_what_is_left_out_may_be_whole_paragraphs(index: Index) -> None:
    match = best(index, "you read it with your knees … entirely useful and quite alone … the log complete")
    assert (match.verdict, match.differences) == (Verdict.NEAR, ())
    assert len(match.sections) > 3


def test_context_and_words_are_the_text_as_it_stands_there(index: Index) -> None:
    match = best(index, "measured in pints and the night in wicks")
    assert match.source.before.endswith("The oil was ")
    assert match.source.after.startswith(". When the fog")


@pytest.mark.parametrize(
    ("quotation", "named"),
    [
        ("He was afraid of the number, but he never trusted it", "“not” is missing"),
        ("He was not afraid of the number, but he trusted it", "“never” is missing"),
        ("It was impossible, he wrote in the margin of the log", "“impossible” for “possible”"),
        ("the keeper willing to speak of anything but tides", "“willing” for “unwilling”"),
        ("he misunderstood that this was the whole of his profession", "“misunderstood” for “understood”"),
        ("It was not possible, he wrote in the margin of the log", "“not” is not in the source"),
        ("He was … afraid of the number, but he never trusted it", "“not” is missing"),
    ],
)
def test_a_changed_negation_is_never_exact_and_always_named(index: Index, quotation: str, named: str) -> None:
    match = best(index, quotation)
    assert match.verdict is not Verdict.EXACT
    assert any(notice.startswith("a changed negation") and named in notice for notice in match.notices)


def test_half_a_quotation_is_found_and_the_other_half_told(index: Index) -> None:
    quotation = f"{STAIRCASE}, though pigeons and postmen have always preferred telegraph wires"
    match = best(index, quotation)
    assert match.verdict is Verdict.PARTIAL
    assert match.source.text.endswith("somebody else has written")
    assert any("words 1 to 14 are in the source" in notice for notice in match.notices)


@pytest.mark.parametrize(
    "quotation",
    [
        "",
        "   ",
        "!?",
        "the",
        "Pigeons and postmen have always preferred telegraph wires",
        "quixotic zeppelins juggle",
        "the knees of the inspector were of the sea and in the harbour to the log",
        "知之为知之",
    ],
)
def test_what_is_not_in_the_corpus_is_not_found(index: Index, quotation: str) -> None:
    results = index.quote(quotation)
    assert results.matches == ()
    assert results.to_dict() == {"quotation": quotation, "matches": [], "notices": []}


def test_words_that_anyone_writes_are_found_where_they_stand_but_hardly_believed(index: Index) -> None:
    matches = index.quote("of the").matches
    assert len(matches) == 5
    assert all(match.verdict is Verdict.EXACT and match.confidence < 0.5 for match in matches)


def test_han_is_quoted_by_characters(index: Index) -> None:
    assert_found(index, "有朋自遠方来，不亦乐乎", "more-proverbs", Verdict.NEAR, "有朋自远方来，不亦乐乎")
    assert_found(index, "有朋自远方来", "more-proverbs", Verdict.EXACT, "有朋自远方来")


def test_words_the_corpus_does_not_know_are_tried_as_others(index: Index) -> None:
    assert_found(
        index,
        "fouud the brcss bright, the giass clean",
        "keeper",
        Verdict.NEAR,
        "found the brass bright, the glass clean",
    )


def test_the_source_comes_before_who_quotes_it(index: Index) -> None:
    results = index.quote(STAIRCASE)
    assert [match.essay.slug for match in results] == ["keeper", "review"]
    assert {match.verdict for match in results} == {Verdict.EXACT}


def test_of_places_alike_the_oldest_comes_first(index: Index) -> None:
    results = index.quote("the sea gives back what it has no use for, said the women of the harbour")
    assert [match.essay.slug for match in results] == ["proverbs", "more-proverbs"]
    assert [match.essay.slug for match in index.quote(results.quotation, limit=1)] == ["proverbs"]


def test_the_interface_is_that_of_the_design(index: Index) -> None:
    result = index.quote(FOG.replace("fog", "mist")).to_dict()
    (match,) = result["matches"]
    assert set(match) >= {
        "confidence",
        "verdict",
        "essay",
        "section",
        "source",
        "differences",
        "link",
        "citation",
    }
    assert match["verdict"] == "near"
    assert match["differences"] == [{"op": "replace", "yours": "mist", "source": "fog"}]
    assert set(match["source"]) == {"text", "before", "after"}
    assert match["essay"]["id"] == "keeper"
    assert match["link"].endswith("keeper.md:13")
    assert match["citation"].startswith("Ada Merrow, “The keeper's arithmetic”")


def test_a_difference_is_read_by_its_names() -> None:
    assert Difference("insert", "", "not", 4).to_dict() == {"op": "insert", "yours": "", "source": "not"}


def test_a_limit_that_makes_no_sense_is_refused(index: Index) -> None:
    for limit in (0, -1, 1_001):
        with pytest.raises(UsageError):
            index.quote("x", limit=limit)


def test_a_very_long_quotation_is_found_by_its_beginning(tmp_path: Path) -> None:
    lots = Random(1)
    words = ["".join(lots.choices("aeiklmnorst", k=lots.randint(1, 4))) for _ in range(1_500)]
    paragraphs = [" ".join(words[start : start + 50]) for start in range(0, len(words), 50)]
    (tmp_path / "long.md").write_text("\n\n".join(paragraphs), encoding="utf-8")
    index = searchkit.build(tmp_path, tmp_path / "index")
    results = index.quote(" ".join(words))
    assert results.notices == ("only its first 1,000 words were looked up",)
    (match,) = results
    assert match.verdict is Verdict.EXACT
    assert match.source.text.split()[0] == words[0]


def test_an_essay_that_changed_is_quoted_as_it_is_now(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("The heron waits for what the river forgets.", encoding="utf-8")
    index = searchkit.build(tmp_path, tmp_path / "index")
    assert len(index.quote("the heron waits for what the river forgets")) == 1
    post.write_text("The otter does not wait.", encoding="utf-8")
    searchkit.build(tmp_path, tmp_path / "index")
    index.reload()
    assert len(index.quote("the heron waits for what the river forgets")) == 0
