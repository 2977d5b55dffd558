"""An essay as the index keeps it: what is analysed of it, and that it comes back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.sentences import sentence_spans
from searchkit.engines.protocol import EssayDocument, FileState
from searchkit.essay import Attribution, Essay, Kind, Section
from searchkit.indexing.documents import essay_document
from searchkit.indexing.stored import stored_essay, stored_section

ESSAY = Essay(
    id="Birds",
    path="2023/birds.md",
    title="Of Birds",
    subtitle="and stones",
    date=dt.date(812, 3, 20),
    updated=dt.date(2023, 3, 21),
    authors=("Ada Merrow", "Noël Été"),
    tags=("natural history",),
    type="essay",
    language="en",
    access="draft",
    url="https://example.com/p/birds",
    slug="birds-and-stones",
    aliases=("/old/birds",),
    extra={"mood": "grave"},
    sections=(
        Section(number=0, kind=Kind.TITLE, text="Of Birds\nand stones", lines=(2, 3)),
        Section(number=1, kind=Kind.HEADING, text="Larks", lines=(5, 5), anchor="larks"),
        Section(number=2, kind=Kind.PARAGRAPH, text="Larks sing.", lines=(7, 7), headings=("Larks",)),
        Section(
            number=3,
            kind=Kind.QUOTE,
            text="A bird in the hand.",
            lines=(9, 11),
            headings=("Larks",),
            attribution=Attribution(author="Jane Roe", handle="@roe", url="https://example.com"),
        ),
        Section(number=4, kind=Kind.FOOTNOTE, text="Mr. Gray says so. Twice.", lines=(13, 13), referrer=2),
    ),
)


def document(essay: Essay, *, root: int = 0, learned: frozenset[str] = frozenset()) -> EssayDocument:
    return essay_document(essay, key=1, root=root, state=FileState(1, 2, 3), learned=learned)


def test_an_essay_comes_back_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    stored = document(ESSAY, root=1).stored
    back = stored_essay(stored, ("/elsewhere", str(tmp_path / "posts")))
    assert back.path == "posts/2023/birds.md"
    assert back.to_dict() | {"path": ESSAY.path} == ESSAY.to_dict()
    assert (back.slug, back.aliases, back.updated, back.extra) == (
        ESSAY.slug,
        ESSAY.aliases,
        ESSAY.updated,
        ESSAY.extra,
    )


def test_sections_come_back_as_they_were() -> None:
    stored = [stored_section(section.stored) for section in document(ESSAY).sections]
    assert tuple(one.section for one in stored) == ESSAY.sections
    assert [stored[4].section.text[start:end] for start, end in stored[4].sentences] == [
        "Mr. Gray says so.",
        "Twice.",
    ]


def test_an_essay_of_which_next_to_nothing_is_known_comes_back() -> None:
    bare = Essay(id="", path="x.md", title="")
    assert stored_essay(document(bare).stored, ("/posts",)) == Essay(id="", path="/posts/x.md", title="")


texts = st.text(max_size=60)


@given(texts, texts, st.lists(texts, max_size=3))
def test_any_text_is_kept(text: str, name: str, headings: list[str]) -> None:
    section = Section(
        number=0,
        kind=Kind.TABLE,
        text=text,
        lines=(1, 1),
        headings=tuple(headings),
        attribution=Attribution(author=name, date="2023"),
    )
    essay = Essay(id="a", path="a.md", title=name, tags=(name,), language="en", sections=(section,))
    made = document(essay)
    back = stored_section(made.sections[0].stored)
    assert back.section == section
    assert stored_essay(made.stored, ("/",)).tags == (name,)
    assert list(back.sentences) == sentence_spans(text)


def test_half_a_surrogate_pair_becomes_the_sign_for_what_cannot_be_shown() -> None:
    text = "Half \ud83d of a “pair”.\nWhole."
    section = Section(number=0, kind=Kind.EMBED, text=text, lines=(1, 2))
    made = document(Essay(id="a", path="a.md", title="\udcff", sections=(section,)))
    back = stored_section(made.sections[0].stored)
    assert back.section.text == "Half \ufffd of a “pair”.\nWhole."
    assert list(back.sentences) == sentence_spans(text)
    assert stored_essay(made.stored, ("/",)).title == "\ufffd"


def test_terms_are_those_of_the_analyzer() -> None:
    made = document(ESSAY)
    assert (made.title, made.subtitle, made.headings) == ("of bird", "and stone", "lark")
    assert made.day == dt.date(812, 3, 20).toordinal()
    paragraph = made.sections[2]
    assert (paragraph.exact, paragraph.stem, paragraph.heading) == ("larks sing", "lark sing", "lark")


def test_a_heading_is_under_itself() -> None:
    assert document(ESSAY).sections[1].heading == "lark"


def test_a_quote_is_found_by_who_said_it_but_not_as_its_words() -> None:
    quote = document(ESSAY).sections[3]
    assert {"jane", "roe"} <= set(quote.stem.split())
    assert "jane" not in quote.exact


def test_filters_hold_what_narrows_a_search() -> None:
    made = document(ESSAY)
    assert set(made.filters) == {
        "id:Birds",
        "access:draft",
        "lang:en",
        "type:essay",
        "essay:birds",
        "essay:birds-and-stones",
        "essay:2023/birds.md",
        "author:ada",
        "author:merrow",
        "author:noel",
        "author:ete",
        "tag:natural",
        "tag:history",
    }
    assert set(made.sections[3].filters) == set(made.filters) - {"id:Birds"} | {"kind:quote"}


def test_learned_abbreviations_do_not_end_sentences() -> None:
    section = Section(number=0, kind=Kind.PARAGRAPH, text="A blgh. Of Birds. Yes.", lines=(1, 1))
    essay = Essay(id="a", path="a.md", title="A", sections=(section,))

    def sentences(learned: frozenset[str]) -> Iterator[str]:
        stored = stored_section(document(essay, learned=learned).sections[0].stored)
        return (section.text[start:end] for start, end in stored.sentences)

    assert list(sentences(frozenset())) == ["A blgh.", "Of Birds.", "Yes."]
    assert list(sentences(frozenset({"blgh"}))) == ["A blgh. Of Birds.", "Yes."]
