"""Which lines are attributions, and what they say; whole quotes are in `dialects/attributions.md`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.reading.attribution import LONGEST, read_attribution, split_attribution
from searchkit.reading.introductions import read_introduction
from searchkit.reading.letters import read_letter
from searchkit.reading.markdown import read_sections
from searchkit.reading.names import is_name, name_at_end


def parts(line: str, *titles: str, url: str = "") -> dict[str, str] | None:
    attribution = read_attribution(line, titles, url)
    return attribution.to_dict() if attribution else None


@pytest.mark.parametrize(
    ("line", "titles", "expected"),
    [
        ("— Ann Lee", (), {"author": "Ann Lee"}),
        ("-- Ann Lee", (), {"author": "Ann Lee"}),
        ("–Plato", (), {"author": "Plato"}),
        ("— Ann Lee, The Card", (), {"author": "Ann Lee", "work": "The Card"}),
        ("— Ann Lee, The Card.", (), {"author": "Ann Lee", "work": "The Card"}),
        ("— Ann Lee, “The Card,” Garden Letters, 1946", (),
         {"author": "Ann Lee", "work": "The Card, Garden Letters", "date": "1946"}),
        ("— Ann Lee in The Card (1947)", (), {"author": "Ann Lee", "work": "The Card", "date": "1947"}),
        ("— Ann Lee (The Card)", (), {"author": "Ann Lee", "work": "The Card"}),
        ("— The Card", ("The Card",), {"work": "The Card"}),
        ("— Ann Lee", ("Ann Lee",), {"author": "Ann Lee"}),
        ("— Night Lamps, Ann Lee", ("Night Lamps",), {"author": "Ann Lee", "work": "Night Lamps"}),
        ("— Who Lit It?", ("Who Lit It?",), {"work": "Who Lit It?"}),
        ("— “Night Lamps”, Ann Lee", (), {"author": "Ann Lee", "work": "Night Lamps"}),
        ("— Ann Lee, keeper and editor", (), {"author": "Ann Lee", "role": "keeper and editor"}),
        ("— Martin King, Jr., Letters", (), {"author": "Martin King, Jr.", "work": "Letters"}),
        ("— J. R. R. Lee", (), {"author": "J. R. R. Lee"}),
        ("— Ludwig van der Lee", (), {"author": "Ludwig van der Lee"}),
        ("— Ann Lee and Bob Moss", (), {"author": "Ann Lee and Bob Moss"}),
        ("— Garden Post, Oct. 2013", (), {"author": "Garden Post", "date": "2013-10"}),
        ("— Ann Lee, 5 Jan 1843", (), {"author": "Ann Lee", "date": "1843-01-05"}),
        ("— @annlee", (), {"handle": "@annlee"}),
        ("— Ann Lee (@ann.lee)", (), {"author": "Ann Lee", "handle": "@ann.lee"}),
        ("—— 鲁迅《呐喊》", (), {"author": "鲁迅", "work": "呐喊"}),
        ("——本杰明·李（1804-1881），英国政治家", (), {"author": "本杰明·李", "role": "英国政治家"}),
        ("- Ann Lee, The Card", (), {"author": "Ann Lee", "work": "The Card"}),
    ],
)  # fmt: skip
def test_a_line_with_a_dash_and_a_name_says_who(
    line: str, titles: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert parts(line, *titles) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee",
        "— but not an attribution.",
        "— But nobody came",
        "—I leave that aside",
        "— He left, and she stayed",
        "— Who is there?",
        "— Come here, John!",
        "— Nothing.",
        "— Yes",
        "— Ann, who knew it",
        "— The end came soon",
        "—Lamps will light the garden when the sun has gone",
        "——题记",
        "——如此教子",
        "——答辩完：内存不足",
        "- Milk",
        "- Bread and Butter",
        "- Plans, costs and risks",
        "- Adopted a piece table",
        "- Update the docs",
        "- Version 9, 10 and 11",
        "— " + "Ann " * LONGEST,
    ],
)
def test_a_sentence_or_an_item_is_no_attribution(line: str) -> None:
    assert parts(line) is None


@pytest.mark.parametrize(
    ("line", "text", "author"),
    [
        ('"Lamps are light." – Ann Lee, Keeper', '"Lamps are light."', "Ann Lee"),
        ("They are. - Ann Lee", "They are. ", "Ann Lee"),
        ("They are (all of them). — The Garden Post", "They are (all of them). ", "The Garden Post"),
    ],
)
def test_an_attribution_may_end_the_line_it_belongs_to(line: str, text: str, author: str) -> None:
    found = split_attribution(line)
    assert found is not None
    assert (line[: found[0]], found[1].author) == (text, author)


@pytest.mark.parametrize(
    "line", ["He said “no” — then left", "It ended. - But why", "Lamps - Ann Lee", "Yes. — Plato"]
)
def test_a_dash_in_a_line_is_mostly_a_dash(line: str) -> None:
    assert split_attribution(line) is None


@pytest.mark.parametrize(
    ("before", "titles", "expected"),
    [
        ("Moss wrote:", (), {"author": "Moss"}),
        ("As Ann Lee puts it in The Card:", ("The Card",), {"author": "Ann Lee", "work": "The Card"}),
        ("In Lamps and I Ann Lee writes:", ("Lamps and I",), {"author": "Ann Lee", "work": "Lamps and I"}),
        ("It is old. As the keeper Bob Moss once put it:", (), {"author": "Bob Moss"}),
        ("As my friend, the keeper Bob Moss, says:", (), {"author": "Bob Moss"}),
        ("Ann Lee, editor of The Post, writes:", (), {"author": "Ann Lee"}),
        ("As our Executive Director, Ann Lee, put it:", (), {"author": "Ann Lee"}),
        ('Ann Lee, in an essay called "Lamps", wrote:', (), {"author": "Ann Lee", "work": "Lamps"}),
        ("This is what James C. Moss describes as light:", (), {"author": "James C. Moss"}),
        ("Jane told me that Bob later wrote,", (), {"author": "Bob"}),
        ("To quote Moss again:", (), {"author": "Moss"}),
        ("In the words of Ann Lee,", (), {"author": "Ann Lee"}),
        ("Here is a passage from Moss’s Night:", ("Night",), {"author": "Moss", "work": "Night"}),
        ("This is from Night by Ann Lee:", ("Night",), {"author": "Ann Lee", "work": "Night"}),
        ("A line from Night:", ("Night",), {"work": "Night"}),
        ("Lee et al. (2020) write:", (), {"author": "Lee et al.", "date": "2020"}),
        ("Lee and Moss argue:", (), {"author": "Lee and Moss"}),
        ("On Mon, Jan 5, 2023 at 3:00 PM Ann Lee <ann@example.com> wrote:", (),
         {"author": "Ann Lee", "date": "2023-01-05"}),
        ("Comme l’écrit Ann Lee dans La Lampe :", ("La Lampe",), {"author": "Ann Lee", "work": "La Lampe"}),
        ("Hannah Moos schrieb:", (), {"author": "Hannah Moos"}),
        ("沈复在《闺房记乐》开头说：", (), {"author": "沈复", "work": "闺房记乐"}),
    ],
)  # fmt: skip
def test_the_line_before_a_quote_may_say_whose_it_is(
    before: str, titles: tuple[str, ...], expected: dict[str, str]
) -> None:
    introduced = read_introduction(before, titles)
    assert introduced is not None
    assert introduced.to_dict() == expected


@pytest.mark.parametrize(
    "before",
    [
        "Moss wrote.",
        "I wrote:",
        "As I said to my friend Bob Moss the day before:",
        "On the first page of Moss’s book, she writes:",
        "In response to Bob Moss, one reader responded:",
        "Moss wrote it, and then I say:",
        "A friend of Bob Moss said:",
        "TypeScript would report:",
        "The compiler tells us:",
        "Another stakeholder said:",
        "The preface states:",
        "Preface states:",
        "I went to Rome and Moss wrote:",
        "Someone wrote:",
        "他在《寂寞》中说：",
        "",
        ":",
    ],
)
def test_a_line_before_a_quote_that_names_nobody_says_nothing(before: str) -> None:
    assert read_introduction(before) is None


@pytest.mark.parametrize(
    "text",
    [
        "My dear Ann,\nI am well.\nYours truly,\nBob Moss",
        "5 January 1820\nI am well.\nWith love, Bob Moss",
        "Liebe Ann,\nes geht.\nMit herzlichen Grüßen\nBob Moss",
    ],
)
def test_a_letter_is_by_who_signed_it(text: str) -> None:
    letter = read_letter(text)
    assert letter is not None
    assert letter.author == "Bob Moss"


@pytest.mark.parametrize(
    "text",
    [
        "My dear Ann,\nI am well.\nBob Moss",
        "I am well.\nYours truly,\nBob Moss",
        "Dear Ann,\nI am well.\nWith love,\nand many kisses",
        "",
    ],
)
def test_what_nobody_signed_is_no_letter(text: str) -> None:
    assert read_letter(text) is None


def quote_and_label(markdown: str) -> list[tuple[str, str]]:
    return [(section.text, str(section.attribution or "")) for section in read_sections(markdown)]


@pytest.mark.parametrize(
    "markdown",
    [
        "**Pros:** light\n\n**Cons:** heat\n\n**Pros:** cheap\n\n**Cons:** dark",
        "**Machine Learning:** one thing.\n\n**Night Lamps:** another.",
        "**Prompt:** a lamp\n\n**Prompt:** a lamp at night\n\n**Prompt:** the sun",
        "**Jane Doe:** I said so, once.\n\nAnd that was that.",
        "John 3:16\n\nFor so it is.\n\nLuke 2:10\n\nAnd so on.",
    ],
)
def test_labels_that_make_no_conversation_are_no_speakers(markdown: str) -> None:
    assert not any(label for _, label in quote_and_label(markdown))


@pytest.mark.parametrize(
    "markdown",
    [
        "**Q:** Why?\n\n**A:** Because.",
        "**Q**: Why?\n\n**A**: Because.",
        "**Q: Why?**\n\n**A:** Because.",
        "Q [00:12:03]: Why?\n\nA [00:12:09]: Because.",
        "[00:03] Q: Why?\n\n[00:09] A: Because.",
        "(0:00:03) **Q:** Why?\n\n(0:00:09) **A:** Because.",
    ],
)
def test_a_question_and_its_answer_have_speakers(markdown: str) -> None:
    assert quote_and_label(markdown) == [("Why?", "Q"), ("Because.", "A")]


def test_a_footnote_of_a_speaker_and_of_an_attribution_is_still_referred_to() -> None:
    sections = read_sections(
        "**Q:**[^1] Why?[^2]\n\n**A:** So.\n\n> words\n> — Ann Lee[^3]\n\n[^1]: a\n\n[^2]: b\n\n[^3]: c"
    )
    assert [(section.text, section.referrer) for section in sections[3:]] == [("a", 0), ("b", 0), ("c", 2)]


@given(st.text(st.sampled_from("AbĆé字 ,.;:'“”\"—–-()[]\n@19*")) | st.text(), st.text(max_size=9))
def test_no_text_is_too_odd_to_say_who(text: str, title: str) -> None:
    for line in (f"— {text}", text):
        attribution = read_attribution(line, [title])
        assert attribution is None or attribution.to_dict()
        split_attribution(line)
    introduced = read_introduction(f"{text}:", [title])
    assert introduced is None or introduced.to_dict()
    read_letter(text)
    name = name_at_end(text)
    assert not name or is_name(name)
