"""Citations say who, what, when and where, in forms that other programs accept."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from searchkit.errors import UsageError
from searchkit.essay import Attribution, Essay, Kind, Section
from searchkit.research.citations import STYLES, citation_key, cite, csl_item

ESSAY = Essay(
    id="rivers",
    path="2022-05-01-rivers.md",
    title="On rivers & 100% of #1_things",
    subtitle="Why they won't stay put",
    date=dt.date(2022, 5, 1),
    authors=("Ada Merrow", "Ludwig van Beethoven"),
    language="en",
    url="https://example.com/p/rivers",
)
SECTION = Section(number=3, kind=Kind.PARAGRAPH, text="", lines=(9, 12), headings=("The delta", "Silt"))
LINK = "https://example.com/p/rivers#silt:~:text=Silt%20keeps"
TEXT = "Silt keeps *no* promises.\n1. It never did.\n\n# It carries {the} ledger\\."


def by_citeproc(source: Any, key: str) -> str:
    """The entry that a reference manager would print."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the style file that comes with citeproc-py
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Citation([CitationItem(key)]))
        bibliography.sort()
        (entry,) = bibliography.bibliography()
    return str(entry)


def test_plain_text_says_where_it_stands() -> None:
    assert cite(ESSAY, SECTION, "plain", text=TEXT, link=LINK) == (
        f"Ada Merrow, Ludwig van Beethoven, “{ESSAY.title}”, The delta, Silt, 2022-05-01, {LINK}"
    )
    assert cite(Essay(id="a", path="a.md", title="A"), None, "plain") == "“A”"


def test_what_is_itself_a_quote_is_cited_as_quoted() -> None:
    quote = Section(
        number=1,
        kind=Kind.QUOTE,
        text="",
        lines=(1, 1),
        attribution=Attribution(author="Marcus Aurelius", work="Meditations"),
    )
    for style in STYLES:
        assert "Marcus Aurelius, Meditations" in cite(ESSAY, quote, style, link="a.md:1")
    assert cite(ESSAY, quote, "plain", link="a.md:1").startswith(
        "Marcus Aurelius, Meditations, quoted in Ada"
    )


def test_markdown_is_a_block_quote_that_reads_as_the_text_does() -> None:
    html = MarkdownIt("commonmark").render(cite(ESSAY, SECTION, "markdown", text=TEXT, link=LINK))
    assert html == (
        "<blockquote>\n<p>Silt keeps *no* promises.<br />\n1. It never did.</p>\n"
        "<p># It carries {the} ledger\\.</p>\n"
        "<p>— Ada Merrow, Ludwig van Beethoven, "
        f'<a href="{LINK}"><em>On rivers &amp; 100% of #1_things</em></a>, The delta, Silt, 2022-05-01</p>\n'
        "</blockquote>\n"
    )
    assert cite(ESSAY, None, "markdown", link="a.md:1").endswith("2022-05-01 (`a.md:1`)")


def test_bibtex_is_accepted_and_says_what_the_essay_says(tmp_path: Any) -> None:
    file = tmp_path / "essays.bib"
    written = cite(ESSAY, SECTION, "bibtex", text=TEXT, link=LINK)
    assert "annotation = {Silt keeps *no* promises." in written
    file.write_text(written.replace("@online", "@misc"), encoding="utf-8")  # which citeproc-py knows
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entry = by_citeproc(BibTeX(str(file), encoding="utf-8"), "merrow2022-rivers")
    assert "Merrow, A. and van Beethoven, L. (2022)" in entry
    assert "On rivers & 100% of #1_things" in entry


@given(
    st.text(alphabet=st.sampled_from("a\\{}$&#_%~^ \n\"é—'"), max_size=30),
    st.text(min_size=1, max_size=12),
)
def test_bibtex_is_never_broken_by_what_a_text_holds(text: str, name: str) -> None:
    essay = Essay(id=name, path="", title=f"A {text}", authors=(name,), url=f"https://e.x/{text}")
    written = cite(essay, None, "bibtex", text=text)
    depth = 0
    for mark in re.findall(r"\\[{}]|[{}]", written):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        assert depth >= 0
    assert depth == 0
    assert re.fullmatch(r"@online\{[\w./:+-]+,", written.split("\n")[0], re.ASCII)


@pytest.mark.parametrize("date", [dt.date(2022, 5, 1), None])
def test_csl_json_is_accepted_by_citeproc(date: dt.date | None) -> None:
    essay = Essay(id="rivers", path="", title="On rivers", date=date, authors=ESSAY.authors, url=ESSAY.url)
    items = json.loads(cite(essay, SECTION, "csl-json", text=TEXT, link=LINK))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an unknown type or variable is a warning
        source = CiteProcJSON(items)
    entry = by_citeproc(source, items[0]["id"])
    assert "On rivers" in entry
    assert ("Merrow, A. and van Beethoven, L. (2022)" in entry) == (date is not None)
    assert items[0]["URL"] == LINK
    assert items[0]["annote"] == TEXT


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Merrow", {"family": "Merrow", "given": "Ada"}),
        ("Merrow, Ada", {"family": "Merrow", "given": "Ada"}),
        (
            "Martin Luther King, Jr.",
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        ),
        ("Simone de la Tour", {"family": "Tour", "given": "Simone", "non-dropping-particle": "de la"}),
        ("gwern", {"literal": "gwern"}),
        ("王小波", {"literal": "王小波"}),
    ],
)
def test_a_name_is_taken_apart_where_it_has_parts(name: str, parts: dict[str, str]) -> None:
    (author,) = csl_item(Essay(id="a", path="", title="A", authors=(name,)), None)["author"]
    assert author == parts


@given(st.lists(st.text(min_size=1), unique=True, min_size=2, max_size=5))
def test_essays_of_different_ids_have_different_keys(ids: list[str]) -> None:
    essays = [Essay(id=id_, path="", title="", authors=("Ada Merrow",)) for id_ in ids]
    assert len(set(map(citation_key, essays))) == len(ids)


def test_an_unknown_style_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no such citation style: mla; there is plain, markdown"):
        cite(ESSAY, SECTION, "mla")
