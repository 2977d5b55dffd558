"""What holds for all HTML: its words are read, each once and in order, on lines that are there."""

from __future__ import annotations

from html_trees import Tree, source, trees, words
from hypothesis import given
from hypothesis import strategies as st

from searchkit.reading.html.page import read_fragment, read_page
from searchkit.reading.markdown import read_sections


def read_words(markdown: str) -> list[str]:
    text = "\n".join(section.text for section in read_sections(markdown))
    return text.replace("|", " ").split()


def without_bars(found: list[str]) -> list[str]:
    """Words as `read_words` has them: what parts the cells of a table is no word."""
    return " ".join(found).replace("|", " ").split()


@given(st.lists(trees, min_size=1, max_size=4).map(tuple))
def test_html_made_markdown_is_read_as_the_words_that_a_browser_shows(body: tuple[Tree, ...]) -> None:
    html = "\n".join(map(source, body))
    markdown, problems = read_fragment(html)
    assert not problems
    assert read_words(markdown) == without_bars([word for tree in body for word in words(tree)]), markdown


_TAGS = (
    "p div b i a li ul ol td tr table pre code blockquote h1 br hr img dd dl figcaption sup nav aside".split()
)
_PIECES = (
    *("<!--", "-->", "<a href='#fn1' id=r1>1</a>", "<li id=fn1>", "<a href='#r1'>↩</a>", "&", "&#0;", "<"),
    *(">", "<div class=footnote>", "<script>", "</script>", "<iframe src=x>", "\n", "<![CDATA[", "<?php"),
    *('"', "'"),
)
_SOUP = st.lists(
    st.one_of(
        st.sampled_from(_TAGS).map("<{}>".format),
        st.sampled_from(_TAGS).map("</{}>".format),
        st.sampled_from(_PIECES),
        st.text(st.characters(exclude_characters="\r"), max_size=8),
    ),
    max_size=60,
).map("".join)


@given(_SOUP)
def test_any_text_at_all_can_be_read_as_html_and_its_sections_stand_on_its_lines(html: str) -> None:
    page = read_page(html)
    last = html.count("\n") + 1
    assert len(page.converted.lines) == page.converted.markdown.count("\n")
    assert all(1 <= first <= end <= last for first, end in page.converted.lines)
    read_sections(page.converted.markdown)
