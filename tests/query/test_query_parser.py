"""The language as tables: what is typed, the tree it makes, and what the reader is told.

The basenames here carry `query` because pytest wants each test module's to be its own.
"""

from __future__ import annotations

import pytest
from written_out import written

from searchkit.query import notices as told
from searchkit.query.parser import parse


def assert_reads_as(text: str, tree: str, *notices: str) -> None:
    query = parse(text)
    assert (written(query.root), query.notices) == (tree, notices)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("style", "style"),
        ("style transfer RLHF", "(words style transfer RLHF)"),
        ('"style transfer" RLHF', '(words "style transfer" RLHF)'),
        ('"near phrase"~3', '"near phrase"~3'),
        ('"near phrase"~', '"near phrase"~1'),
        ("hallucin*", "hallucin*"),
        ("hallucin** x", "(words hallucin* x)"),
        ("foo~ foo~1 foo~2 foo~0", "(words foo~1 foo~1 foo~2 foo)"),
        ('word^2 "a b"~3^0.5 pre*^3 fuzzy~2^4', '(words word^2 "a b"~3^0.5 pre*^3 fuzzy~2^4)'),
        ("title:style", "(title style)"),
        ('heading:"style transfer"~2^3', '(heading "style transfer"~2^3)'),
        ("title:style^2 heading:pre* title:fuzy~", "(words (title style^2) (heading pre*) (title fuzy~1))"),
        ("Title:style KIND:Quote", "(and kind:quote (title style))"),
        ('author:"Nathan Lambert" lang:en', '(and author:"Nathan Lambert" lang:en)'),
        ("tag:rlhf, evals", "(and tag:rlhf evals)"),
        ("tag:c++ essay:2023-03-20-gpt4 type:post", "(and tag:c++ essay:2023-03-20-gpt4 type:post)"),
    ],
)
def test_words_phrases_prefixes_and_fields_are_leaves(text: str, tree: str) -> None:
    assert_reads_as(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            'a b "c d" +e -f kind:quote x OR y',
            '(and kind:quote e (not f) (words a b "c d" (or x y)))',
        ),
        ("+a b c", "(and a (words b c))"),
        ("+a +b", "(and a b)"),
        ("+(a b) c", "(and (words a b) c)"),
        ("-a -b", "(and (not a) (not b))"),
        ("kind:quote date:2023 -a", "(and kind:quote date:[2023-01-01 TO 2023-12-31] (not a))"),
        ("-kind:quote a", "(and (not kind:quote) a)"),
        ("kind:quote OR lang:en a", "(and (or kind:quote lang:en) a)"),
        ("(kind:quote -a) b c", "(and kind:quote (not a) (words b c))"),
        ("a (kind:quote b)", "(words a (and kind:quote b))"),
        ("a OR kind:quote b", "(words (or a kind:quote) b)"),
        ("(a b) (c (d e))", "(words a b c d e)"),
    ],
)
def test_parts_side_by_side_are_words_narrowed_by_filters_musts_and_exclusions(text: str, tree: str) -> None:
    assert_reads_as(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a AND b", "(and a b)"),
        ("a OR b OR c", "(or a b c)"),
        ("a AND b OR c AND d", "(or (and a b) (and c d))"),
        ("a AND (b OR c)", "(and a (or b c))"),
        ("a AND (b AND c)", "(and a b c)"),
        ("a OR (b OR (c))", "(or a b c)"),
        ("a AND b c", "(words (and a b) c)"),
        ("(a b) AND (c d)", "(and (words a b) (words c d))"),
        ("+a OR b c", "(and (or a b) c)"),
        ("NOT a", "(not a)"),
        ("a NOT b", "(and (not b) a)"),
        ("a AND NOT b", "(and a (not b))"),
        ("a OR -b", "(or a (not b))"),
        ("NOT NOT a", "a"),
        ("-(-a)", "a"),
        ("and or not", "(words and or not)"),
        ("a && b || !c", "(words a b !c)"),
        ("title:AND", "(title AND)"),
        ('"a AND b"', '"a AND b"'),
    ],
)
def test_operators_join_their_neighbours(text: str, tree: str) -> None:
    assert_reads_as(text, tree)


def test_excluding_words_side_by_side_excludes_each_of_them() -> None:
    assert_reads_as("-(a b)", "(not (or a b))")
    assert_reads_as("x NOT title:(a b)", "(and (not (title (or a b))) x)")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-openai", "(not openai)"),
        ('-"a b" -c* -d~1 -(e)', '(and (not "a b") (not c*) (not d~1) (not e))'),
        ("-@handle -#tag -title:x", "(and (not @handle) (not #tag) (not (title x)))"),
        ("(-a b)", "(and (not a) b)"),
        ("open-source GPT-4 c++ a+b", "(words open-source GPT-4 c++ a+b)"),
        ("--x ->y +-z", "(words --x ->y +-z)"),
        ("a - b + c -", "(words a b c)"),
        ('"GPT"-4 (b)-c', '(words "GPT" -4 b -c)'),
    ],
)
def test_a_sign_counts_only_at_the_start_of_a_word(text: str, tree: str) -> None:
    assert_reads_as(text, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("kind:(quote OR footnote)", "(or kind:quote kind:footnote)"),
        ("kind:(quote footnote) a", "(and (or kind:quote kind:footnote) a)"),
        ("kind:quote kind:footnote a", "(and (or kind:quote kind:footnote) a)"),
        ("kind:quote AND kind:footnote", "(and kind:quote kind:footnote)"),
        ("tag:a tag:b", "(and tag:a tag:b)"),
        ("title:(a OR b)", "(title (or a b))"),
        ("title:(a b -c) d", "(words (title (and (not c) (words a b))) d)"),
        ("title:((a OR b) AND c)", "(title (and (or a b) c))"),
        (
            "date:(2023 OR [2024-01 TO 2024-03])",
            "(or date:[2023-01-01 TO 2023-12-31] date:[2024-01-01 TO 2024-03-31])",
        ),
    ],
)
def test_the_field_of_a_group_is_that_of_everything_in_it(text: str, tree: str) -> None:
    assert_reads_as(text, tree)


def test_a_field_inside_the_group_of_another_is_left_out() -> None:
    assert_reads_as("title:(a heading:b)", "(title (words a b))", told.nested_field("heading", "title"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("date:2023", "2023-01-01 TO 2023-12-31"),
        ("date:2023-03", "2023-03-01 TO 2023-03-31"),
        ("date:2023-3-20", "2023-03-20 TO 2023-03-20"),
        ('date:"2023-03"', "2023-03-01 TO 2023-03-31"),
        ("date:>2023-06", "2023-07-01 TO *"),
        ("date:>=2023-06", "2023-06-01 TO *"),
        ("date:<2023-06", "* TO 2023-05-31"),
        ("date:<=2023-06", "* TO 2023-06-30"),
        ("date:[2023-01 TO 2023-06]", "2023-01-01 TO 2023-06-30"),
        ("date:[2023-01 to 2023-06]", "2023-01-01 TO 2023-06-30"),
        ("date:{2023-01 TO 2023-06}", "2023-02-01 TO 2023-05-31"),
        ("date:[ 2023-01 TO 2023-06 }", "2023-01-01 TO 2023-05-31"),
        ("date:[* TO 2023]", "* TO 2023-12-31"),
        ("date:{2023 TO *]", "2024-01-01 TO *"),
        ("date:[2023]", "2023-01-01 TO 2023-12-31"),
    ],
)
def test_a_date_is_every_day_of_its_period(text: str, days: str) -> None:
    assert_reads_as(text, f"date:[{days}]")


@pytest.mark.parametrize(
    "date", ["foo", "2023-13", "2023-02-30", "23", "2023-01..2023-06", ">", "=2023", "<0001", ">9999"]
)
def test_what_is_no_date_is_ignored_with_a_notice(date: str) -> None:
    assert_reads_as(f"date:{date} x", "x", told.no_date(date))


def test_a_range_that_is_not_finished_is_open() -> None:
    for typed in ("[2023-01", "[2023-01 TO"):
        assert_reads_as(f"date:{typed}", "date:[2023-01-01 TO *]", told.unfinished_range(typed))
    typed = "[2023-01 TO 2023-02"
    assert_reads_as(
        f"date:{typed} x", "(and date:[2023-01-01 TO 2023-02-28] x)", told.unfinished_range(typed)
    )


def test_a_range_from_late_to_early_is_turned_round() -> None:
    assert_reads_as("date:[2024 TO 2023]", "date:[2023-01-01 TO 2024-12-31]", told.RANGE_REVERSED)
    assert_reads_as("date:{2024 TO 2023]", "date:[2023-01-01 TO 2023-12-31]", told.RANGE_REVERSED)


def test_a_range_without_a_day_is_ignored() -> None:
    assert_reads_as("date:{2023 TO 2023} x", "x", told.no_range("{2023 TO 2023}"))
    assert_reads_as("date:[foo TO bar] x", "x", told.no_range("[foo TO bar]"))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("quotes", "quote"),
        ("q", "quote"),
        ("foot", "footnote"),
        ("note", "footnote"),
        ("qoute", "quote"),
        ("blockquote", "quote"),
        ("Paragraf", "paragraph"),
    ],
)
def test_a_kind_that_is_none_is_read_as_the_nearest(typed: str, kind: str) -> None:
    assert_reads_as(f"kind:{typed}", f"kind:{kind}", f"kind:{typed} read as kind:{kind}")


def test_a_kind_near_none_is_ignored_and_the_kinds_are_named() -> None:
    query = parse("kind:zebra x")
    assert written(query.root) == "x"
    assert "zebra" in query.notices[0]
    assert "footnote" in query.notices[0]


def test_a_filter_takes_whole_values() -> None:
    assert_reads_as("author:lamb*", "author:lamb", told.whole_value("author"))
    assert_reads_as('tag:"" x', "x", told.no_value("tag"))


@pytest.mark.parametrize("text", ["12:30", "http://x.y/z", "std::vector", "Re:", ":)x", "10:foo", "a/b:c"])
def test_a_colon_in_natural_text_is_no_field(text: str) -> None:
    assert told.unknown_field(text.partition(":")[0]) not in parse(text).notices


def test_an_unknown_field_is_a_word_with_a_colon() -> None:
    notice = "unknown field re: searched as a word"
    assert_reads_as("re:hello", "re:hello", notice)
    assert_reads_as('re:"a b" c', '(words re: "a b" c)', notice)
    assert_reads_as("re:(a b) c", "(words re: a b c)", notice)
    assert_reads_as("eſſay:x", "eſſay:x")


def test_a_field_followed_by_a_space_is_a_word() -> None:
    assert_reads_as("title: foo", "(words title: foo)", told.empty_field("title"))


@pytest.mark.parametrize("quotes", ["“”", "„“", "‟”", "«»", '""'])
def test_curly_quotation_marks_are_quotation_marks(quotes: str) -> None:
    assert_reads_as(f"{quotes[0]}style transfer{quotes[1]}", '"style transfer"')


def test_single_curly_quotes_are_apostrophes() -> None:
    assert_reads_as("d’accord ‘tis", "(words d'accord 'tis)")


def test_every_space_separates_and_what_is_unseen_is_dropped() -> None:
    text = "\ufeffstyle\u00a0\u2003tra\u00adns\u200bfer\u2028x\x00y\u202e\ud800\t\r\n"
    assert_reads_as(text, "(words style transfer xy)")
    assert parse(text).text == "style transfer xy"


@pytest.mark.parametrize(
    ("text", "tree", "notice"),
    [
        ('"style trans', '"style trans"', told.QUOTE_UNCLOSED),
        ('RLHF "sty', '(words RLHF "sty")', told.QUOTE_UNCLOSED),
        ('style "', "style", told.QUOTE_LAST),
        ('trans" style', "(words trans style)", told.QUOTE_STRAY),
        ('12" of "a b"', '(words 12 of "a b")', told.QUOTE_STRAY),
        ('a ""', "a", told.QUOTE_EMPTY),
        ('a "..." b', "(words a b)", told.QUOTE_EMPTY),
        ("(a", "a", told.PAREN_UNCLOSED),
        ("((a) b", "(words a b)", told.PAREN_UNCLOSED),
        ("a) b", "(words a b)", told.PAREN_STRAY),
        ("a ()", "a", told.PAREN_EMPTY),
        ("a AND", "a", told.lone("AND")),
        ("OR b", "b", told.lone("OR")),
        ("a NOT", "a", told.lone("NOT")),
        ("a AND OR b", "(and a b)", told.lone("OR")),
        ("(a AND) b", "(words a b)", told.lone("AND")),
        ('"inference cost" ~', '"inference cost"', told.lone("~")),
        ('"style trans"*', '"style trans"', told.lone("*")),
        ("a * b", "(words a b)", told.lone("*")),
        ("(a b)^2", "(words a b)", told.lone("^2")),
        ("*foo", "foo", told.STAR_INSIDE),
        ("f*o", "f*o", told.STAR_INSIDE),
        ("foo~3", "foo~2", told.DISTANCE),
        (f"foo~{'9' * 900}", "foo~2", told.DISTANCE),
        ("foo~0.8", "foo~1", told.DISTANCE_ODD),
        ('"a b"~999', '"a b"~100', told.SLOP),
        ('"a b"~1.5', '"a b"', told.SLOP_ODD),
        ("word^0", "word^0.1", told.BOOST),
        (f"word^{'9' * 900}", "word^10", told.BOOST),
        ("word^", "word", told.BOOST_ODD),
    ],
)
def test_what_does_not_fit_is_read_sensibly_with_a_notice(text: str, tree: str, notice: str) -> None:
    assert_reads_as(text, tree, notice)


@pytest.mark.parametrize(
    "text", ["...", "—", "🙂", "()", '"', '""', ":)", "AND", "NOT", "a*"[1:], "~", "^2", "date:x"]
)
def test_a_query_without_words_asks_for_nothing_and_says_so(text: str) -> None:
    query = parse(text)
    assert query.root is None
    assert query.notices[-1] == told.NOTHING


@pytest.mark.parametrize("text", ["", "  \n", "\x00\u200b"])
def test_an_empty_query_needs_no_notice(text: str) -> None:
    assert_reads_as(text, "nothing")


def test_punctuation_among_words_is_passed_over_in_silence() -> None:
    assert_reads_as("a — b & c ... | 🙂", "(words a b c)")


def test_a_notice_is_given_once() -> None:
    assert_reads_as("() () a", "a", told.PAREN_EMPTY)


def test_a_long_query_is_cut_at_a_word() -> None:
    assert_reads_as(f"{'a' * 990} {'b' * 20}", "a" * 990, told.TOO_LONG)
    assert_reads_as("a" * 1001, "a" * 1000, told.TOO_LONG)
    assert_reads_as(" " * 5000 + "a" * 1000 + " " * 5000, "a" * 1000)
    assert parse(f"{'a' * 1000} b").text == "a" * 1000


def test_only_so_many_clauses_are_read() -> None:
    assert_reads_as("a " * 64, f"(words{' a' * 64})")
    assert_reads_as("(" + "a " * 65 + ")", f"(words{' a' * 64})", told.TOO_MANY)


def test_parentheses_too_deep_are_passed_over() -> None:
    assert_reads_as("(" * 16 + "a" + ")" * 16, "a")
    assert_reads_as("(" * 17 + "a" + ")" * 17 + " b", "(words a b)", told.TOO_DEEP)


@pytest.mark.parametrize(
    "rubbish",
    ["(", ")", '"', "/", "-(a ", "title:(", "NOT ", "a OR ", "date:[", "^1", "~", "*", "\\", "\x00"],
)
def test_ten_thousand_of_anything_is_only_a_notice(rubbish: str) -> None:
    assert len(parse(rubbish * 10_000).notices) <= 8
