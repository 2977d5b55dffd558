"""`searchkit search` as its user calls it: the words, the options, and where the one ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import Answer, assert_error, indexed_essays, searchkit, searchkit_process, write_essays


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("search"))


def found(index: Path, *arguments: str) -> list[str]:
    """The places of the hits, as `file:line`."""
    answer = searchkit("search", "--index", index, "--json", *arguments)
    assert answer.code == (0 if answer.json["hits"] else 1)
    return [f"{Path(hit['essay']['path']).name}:{hit['section']['lines'][0]}" for hit in answer.json["hits"]]


def test_words_need_no_quotation_marks(index: Path) -> None:
    assert found(index, "silt", "promises") == found(index, "silt promises")
    assert found(index, "silt", "promises")[0] == "2022-05-01-rivers.md:16"


def test_a_phrase_is_found_as_one(index: Path) -> None:
    assert found(index, '"style transfer"') == ["2023-02-10-style.md:12", "2023-02-10-style.md:7"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["transfer", "-openai"],
        ["-openai", "transfer"],
        ["transfer  -openai"],
        ["--", "transfer", "-openai"],
        ["-openai", "--", "transfer"],
        ["transfer", "NOT", "openai"],
    ],
    ids=" ".join,
)
def test_a_word_that_begins_with_a_minus_is_left_out_wherever_it_stands(
    index: Path, arguments: list[str]
) -> None:
    places = found(index, "--kind=paragraph", *arguments)
    assert set(places) == {"2023-02-10-style.md:7", "2023-02-10-style.md:12"}
    query = searchkit("search", "--index", index, "--json", *arguments).json["query"]
    assert query == " ".join(word for word in arguments if word != "--")


@pytest.mark.parametrize("word", ["-n5x", "-number", "-h2o", "-kind", "-i", "-5", "-", "---", "-–"])
def test_what_only_looks_like_an_option_is_a_word_of_the_query(index: Path, word: str) -> None:
    answer = searchkit("search", "ledger", word, "--index", index, "--json")
    assert answer.json["query"] == f"ledger {word}"


@pytest.mark.parametrize("option", [["-n", "2"], ["-n2"], ["--limit", "2"], ["--limit=2"]], ids=" ".join)
def test_the_limit_may_be_written_in_every_usual_way(index: Path, option: list[str]) -> None:
    assert len(found(index, *option, "ledger")) == 2
    assert len(found(index, "ledger", *option)) == 2
    assert len(found(index, "-zebra", *option, "ledger")) == 2


def test_kinds_and_dates_narrow_what_is_found(index: Path) -> None:
    assert found(index, "river", "--kind", "quote") == ["2022-05-01-rivers.md:18"]
    assert found(index, "ledger", "--kind", "footnote") == ["2022-05-01-rivers.md:30"]
    assert found(index, "kind:footnote ledg*") == ["2022-05-01-rivers.md:30"]
    both = found(index, "ledger", "--kind", "footnote", "--kind=quote")
    assert both == ["2022-05-01-rivers.md:30"]
    assert found(index, "ledger", "--after", "2023-02") == []
    assert found(index, "style", "--after", "2023-02", "--before", "2023-02")
    assert found(index, "--after", "2023-02-10", "--before", "2023-02-10", "") == ["2023-02-10-style.md:2"]


def test_hits_are_sorted_by_date_where_asked(index: Path) -> None:
    years = [place[:4] for place in found(index, "a", "--sort", "date", "--per-essay", "1")]
    dated = [year for year in years if year != "draf"]
    assert dated == sorted(dated, reverse=True)


def test_an_essay_has_no_more_passages_than_asked_for(index: Path) -> None:
    assert len(found(index, "slug:rivers ledger", "--per-essay", "1")) == len(
        {place.partition(":")[0] for place in found(index, "slug:rivers ledger")}
    )


def test_how_a_query_was_read_is_told_on_stderr(index: Path) -> None:
    answer = searchkit("search", '"silt keeps', "--index", index)
    assert answer.code == 0
    assert answer.err == "note: the quotation mark was never closed: read to the end\n"


@pytest.mark.parametrize("query", ["", " ", "!!!", '""', "( )"])
def test_a_query_of_nothing_says_so_once(index: Path, query: str) -> None:
    answer = searchkit("search", query, "--index", index)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("nothing") == 1


def test_numbers_agree_with_what_they_count(index: Path) -> None:
    def last_line(answer: Answer) -> str:
        return answer.out.splitlines()[-1]

    one = last_line(searchkit("search", "ferry", "--index", index))
    assert re.fullmatch(r"1 passage · 1 essay matches · \d+ ms", one)
    more = last_line(searchkit("search", "ledger", "--index", index))
    assert re.fullmatch(r"4 passages · 2 essays match · \d+ ms", more)


def test_a_hit_is_shown_with_all_that_says_where_it_stands(index: Path) -> None:
    answer = searchkit_process("search", "marcus", "river", "--index", index, cwd=index.parent)
    assert answer.out.splitlines()[:5] == [
        "On rivers · 2022-05-01",
        "  quote · The delta › Silt",
        "    Eternity is a river of passing events.",
        "    — Marcus Aurelius, Meditations",
        "    essays/2022-05-01-rivers.md:18",
    ]


def test_a_footnote_is_shown_with_what_refers_to_it(index: Path) -> None:
    lines = searchkit("search", "mud", "--index", index).out.splitlines()
    assert lines[1:4] == [
        "  footnote · The delta › Silt",
        "    Mud does, for a week. See the ledger.",
        "    note to line 16: Silt keeps no promises. It carries the ledger of the mountain to the sea.",
    ]


def test_a_footnote_is_shown_where_two_corpora_have_essays_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_essays(tmp_path / folder, {"x.md": "Text.[^1]\n\n[^1]: A zebra.\n"})
    searchkit("index", tmp_path / "a", tmp_path / "b", "--index", tmp_path / "index")
    answer = searchkit("search", "zebra", "--index", tmp_path / "index")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("    A zebra.\n") == 2


def test_a_title_that_was_found_is_not_shown_twice(index: Path) -> None:
    answer = searchkit("search", "rivers", "--kind", "title", "--index", index)
    assert answer.out.splitlines()[:3] == [
        "On rivers · 2022-05-01",
        "  title",
        "    Why they won't stay put.",
    ]
    assert answer.out.count("On rivers") == 1


def test_a_draft_says_that_it_is_one(index: Path) -> None:
    assert searchkit("search", "unfinished", "--index", index).out.startswith("A draft · draft\n")


def test_a_path_is_written_as_short_as_it_can_be_from_here(index: Path) -> None:
    def place(folder: Path) -> str:
        return searchkit_process("search", "ferry", "--index", index, cwd=folder).out.splitlines()[3].strip()

    assert place(index.parent) == "essays/2022-05-01-rivers.md:22"
    assert place(index.parent / "essays") == "2022-05-01-rivers.md:22"
    assert place(index) == "../essays/2022-05-01-rivers.md:22"
    assert place(Path("/")) == f"{index.parent}/essays/2022-05-01-rivers.md:22".lstrip("/")


def test_bytes_that_are_no_text_are_a_query_too(index: Path) -> None:
    answer = searchkit_process("search", "ledger \udcff\udcfe", "--index", index)
    assert answer.code in (0, 1)
    assert "Traceback" not in answer.err


def test_letters_that_the_output_cannot_hold_are_replaced(index: Path) -> None:
    answer = searchkit_process(
        "search", "silt", "--index", index, environment={"PYTHONIOENCODING": "latin-1"}
    )
    assert answer.code == 0
    assert "The delta ? Silt" in answer.out


def test_an_option_that_is_not_there_is_not_taken_for_a_word(index: Path) -> None:
    assert_error(searchkit("search", "x", "--openai", "--index", index), "no such option: --openai")


@pytest.mark.real
def test_the_sample_post_comes_first_with_the_pair_highlighted(newsletter: Path, tmp_path: Path) -> None:
    assert searchkit("index", newsletter, "--index", tmp_path, "--json").json["skipped"] == 0
    query = ["search", '"style transfer" RLHF', "--index", tmp_path]
    hit = searchkit(*query, "--json").json["hits"][0]
    assert Path(hit["essay"]["path"]).name == "2023-03-20-gpt4thequietpartsandthestateofml.md"
    assert "a <mark>style transfer</mark>" in hit["passage"]["html"].replace("</mark> <mark>", " ")
    for more in (["--kind", "quote"], ["--kind", "footnote"], ["--after", "2023-02"], ["-openai"]):
        assert searchkit(*query, *more).code in (0, 1)
    for other in ("kind:quote hallucin*", '"inference cost" ~'):
        assert searchkit("search", other, "--index", tmp_path).code == 0
