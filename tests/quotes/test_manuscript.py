"""What a draft quotes is found, whatever marks it uses; apostrophes and scare quotes are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import CorpusError
from searchkit.essay import Attribution, Essay, Kind, Section
from searchkit.quotes.manuscript import read_manuscript
from searchkit.quotes.manuscript_claims import agrees, claimed_author
from searchkit.quotes.manuscript_marks import marked_spans

SOURCE = "the mass of men lead lives"


def quoted(draft: str) -> list[str]:
    return [quotation.text for quotation in read_manuscript(draft.encode())]


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ('He said "a quote of four".', ["a quote of four"]),
        ("He said “a quote of four”.", ["a quote of four"]),
        ("„Das ist ein Zitat“, »dies ist noch eins«.", ["Das ist ein Zitat", "dies ist noch eins"]),
        ("« C’est la vie, mon ami », dit-il.", [" C’est la vie, mon ami "]),
        ("他说：“我家门前有两棵树，” 「這是一個長長的引文」。", ["我家门前有两棵树，", "這是一個長長的引文"]),
        ("“outer ‘with an inner one’ to the end”", ["outer ‘with an inner one’ to the end"]),
        ("‘the dogs’ tails were wagging,’ he said", ["the dogs’ tails were wagging,"]),
        ("It’s the writers’ own, isn’t it, and 'tis rock 'n' roll of the '90s' end.", []),
        ("A 'quote of these words' and it's 6\" wide or 7\" wide.", ["quote of these words"]),
        ("A “scare quote” and a “word”.", []),
        ("“begun here at length\n\n“and ended here,” he said", ["begun here at length\n\nand ended here,"]),
        ("A stray “ mark, and one “never closed at all\n\nNothing.", []),
        ('a [“link of four words”](http://x.y/"a b c d")', ["link of four words"]),
        (
            "- item “one two three”\n- item\n\ntext[^1]\n\n[^1]: note “four five six”",
            ["one two three", "four five six"],
        ),
        ("> A block quote here.\n>\n> — Ada Lee", ["A block quote here."]),
        ("*The mass of men.*\\\n— Henry Thoreau\n\nText.", ["The mass of men."]),
    ],
)
def test_quotations_are_found_by_their_marks(draft: str, found: list[str]) -> None:
    assert quoted(draft) == found


@given(st.text(alphabet="ab “”\"'‘’„«»「」.,\n", max_size=60))
def test_spans_are_in_order_and_apart_in_any_text(text: str) -> None:
    end = 0
    for start, stop in marked_spans(text):
        assert end < start <= stop <= len(text)
        end = stop


@given(
    st.lists(st.sampled_from(["one two three", "it’s four five", "don't six seven"]), min_size=1, max_size=4)
)
def test_every_closed_pair_is_found(texts: list[str]) -> None:
    for left, right in ("“”", "„“", "«»", "「」", '""'):
        draft = ", then ".join(f"{left}{text}{right}" for text in texts)
        assert [draft[start:end] for start, end in marked_spans(draft)] == texts


def test_a_long_paragraph_that_reading_splits_keeps_its_quotation_whole() -> None:
    sentence = "This is a sentence of some eight words. "
    quotation = "A quotation of several words. " + sentence * 10 + "And its end."
    assert quoted(f"{sentence * 18}“{quotation}” {sentence * 5}") == [quotation]


def test_a_quotation_has_the_line_it_begins_on() -> None:
    draft = (
        "---\ntitle: Draft\n---\n\n"
        "One line,\nand “a quote\nof *four* words”, “another of them\nhere”.\n\n> A block of it.\n"
    )
    assert [(found.line, found.text[:7]) for found in read_manuscript(draft.encode())] == [
        (6, "a quote"),
        (7, "another"),
        (10, "A block"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("As Thoreau says, ", "", "Thoreau"),
        ("But Henry David Thoreau, of Concord, famously wrote that ", "", "Henry David Thoreau"),
        ("According to Ludwig van Beethoven, ", "", "Ludwig van Beethoven"),
        ("In Johnson's words: ", "", "Johnson"),
        ("", " wrote Ada Lee in 1841.", "Ada Lee"),
        ("", ", as J. S. Mill put it.", "J. S. Mill"),
        ("", " (Emerson, 1841)", "Emerson"),
        ("He says: ", ", she said.", ""),
        ("Then ", ". The end.", ""),
        ("Recall the following: ", "", ""),
        ("Emerson was here. It is said: ", "", ""),
    ],
)
def test_a_claim_is_the_name_that_leads_to_a_quotation(before: str, after: str, name: str) -> None:
    assert claimed_author(before, after) == name


@pytest.mark.parametrize(
    ("claim", "is_true"),
    [
        (Attribution(author="Thoreau"), True),
        (Attribution(author="Thoreau's"), True),
        (Attribution(author="Ada Merrow"), True),
        (Attribution(author="Emerson"), False),
        (Attribution(work="Walden"), True),
        (Attribution(work="Nature"), False),
    ],
)
def test_a_claim_agrees_with_who_wrote_or_is_quoted(claim: Attribution, is_true: bool) -> None:
    essay = Essay(id="a", path="", title="On rivers", authors=("Ada Merrow",))
    by = Attribution(author="Henry David Thoreau", work="Walden")
    section = Section(number=1, kind=Kind.QUOTE, text=SOURCE, lines=(1, 1), attribution=by)
    assert agrees(claim, essay, section) is is_true


def test_a_place_that_names_nobody_contradicts_nobody() -> None:
    section = Section(number=1, kind=Kind.PARAGRAPH, text=SOURCE, lines=(1, 1))
    assert agrees(Attribution(author="Emerson"), Essay(id="a", path="", title="A"), section)


def test_what_is_no_text_is_an_error() -> None:
    with pytest.raises(CorpusError, match="the manuscript was skipped"):
        read_manuscript(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
