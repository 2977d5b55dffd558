"""Markdown reads as a person reads it: small cases here, whole posts in `dialects`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads_as import DIALECTS, assert_reads_as, text_of, texts, written_out

from searchkit.essay import Kind
from searchkit.reading.anchors import Anchors
from searchkit.reading.drafts import MOST_WORDS, count_words
from searchkit.reading.markdown import read_sections

SENTENCE = "This sentence has exactly ten words in it, or thereabouts. "


@pytest.mark.parametrize("name", sorted(path.stem for path in DIALECTS.glob("*.md")))
def test_a_post_reads_as_the_sections_written_out_beside_it(name: str) -> None:
    post = (DIALECTS / f"{name}.md").read_text(encoding="utf-8")
    expected = (DIALECTS / f"{name}.expected").read_text(encoding="utf-8")
    assert written_out(read_sections(post, is_mdx=name.endswith("mdx"))) == expected


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**bo**ld and [lin](https://a.b)ked*ness*", "bold and linkedness"),
        ("**Bold** *then* italics.", "Bold then italics."),
        ("***both*** and ~~struck~~", "both and struck"),
        ("one\ntwo   three", "one two three"),
        ("one\\\ntwo  \nthree<br>four", "one\ntwo\nthree\nfour"),
        ("one\u00a0two\u00adthree\u200bfour", "one twothreefour"),
        (
            r"\'a\' \"b\" \[c\] \$5 \-- \- 1\. a \| b \~ \@me \< \*",
            "'a' \"b\" [c] $5 -- - 1. a | b ~ @me < *",
        ),
        (r"it\'s \"--help\", or --\" b", 'it\'s "--help", or –" b'),
        ("an aside --- like this -- and 1990--2000", "an aside — like this – and 1990–2000"),
        ("with `--option ---` or --help", "with --option --- or --help"),
        ("AT&amp;T &copy; &#8212; &nbsp;x", "AT&T © — x"),
        ("H~2~O and x^10^ and ~70%", "H2O and x10 and ~70%"),
        ("[Text]{.underline} and `code`{.python} and [](https://a.b){.empty}end", "Text and code and end"),
        ('[a](https://x.y "A \\"title\\""){.class target="_blank"}', "a"),
        (
            "Braces {x}, $\\frac{a}{b}$, [{y}] and `{.z}` stay {here}",
            "Braces {x}, $\\frac{a}{b}$, [{y}] and {.z} stay {here}",
        ),
        ("[text]{not attributes}", "[text]{not attributes}"),
        ("set {a=b} or {-}", "set {a=b} or {-}"),
        ("the end {.small #x}", "the end"),
        (
            "See https://www.example.com/a/b_c?d=e#f, or <https://example.org/>.",
            "See example.com/a/b_c, or example.org.",
        ),
        ("[peta](https://a.b/P-#:~:text=P%20(%2F,five%22.)[flop](https://c.d)", "petaflop"),
        ("[a](my file.pdf) [b]({{ '/x' | url }}) [c](see below)", "a b [c](see below)"),
        ("[one [two](https://a.b)](https://c.d)", "one two"),
        ("[a][ref] and [ref] but [none]\n\n[ref]: https://a.b", "a and ref but [none]"),
        ("(*****when***", "(**when"),
        ("**The (*****end.*** Yes", "The (end. Yes"),
        ("*mundane problems.\u00a0*", "mundane problems."),
        ("**粗体。**中文", "粗体。中文"),
        ("2 * 3 * 4 and Q\\* and snake_case_name", "2 * 3 * 4 and Q* and snake_case_name"),
        ("a word.[1](#footnote-1){#footnote-anchor-1 .footnote-anchor} Next", "a word. Next"),
        ("a word [^1], and [^2] more", "a word, and more"),
        ("a <span>b</span><!-- c --> d<script>e</script>", "a b d"),
        ("[[Note]] [[Note|words]] ![[a.png]] x[[1]] [[1]](b) [[a](b)]", "Note words x[[1]] [1] [a]"),
        ("==marked== but x==y and a == b, %%gone%% 100%", "marked but x==y and a == b, 100%"),
        ("the end ^block-id", "the end"),
        ("it is 2 ^10", "it is 2 ^10"),
        ('a {% b %}{{ c }}{# d #} e{% f "g" %}, {{\\sqrt x}} {%', "a e, {{\\sqrt x}} {%"),
        ('[a]({% link b.md %}) [c]({{< ref "d" >}})', "a c"),
        ("$a*b*c$ and \\(d*e*f\\) cost $5*x* or 6$", "$a*b*c$ and \\(d*e*f\\) cost $5x or 6$"),
        ("a {/* b */} c {d}", "a c {d}"),
        ("word{:.lead} and *em*{: #x}", "word and em"),
        ("nul\0 and \x07bell", "nul and bell"),
        ("👩\u200d💻 stays one", "👩\u200d💻 stays one"),
    ],
)
def test_a_person_reads(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "markdown",
    [
        "![](a.png)",
        "![Image.png](a.png)",
        "![IMG_1234](a)",
        "<!-- x -->",
        "***",
        "^[<b>]",
        "<div>\n\n</div>",
        "[a]: b",
        "\0",
    ],
)
def test_nothing_is_read_where_there_is_nothing_to_read(markdown: str) -> None:
    assert texts(markdown) == []


def test_an_image_is_a_caption_only_where_its_description_is_prose() -> None:
    assert_reads_as(
        """
        Before ![The harbour, *at night*](a.png "Title"){.wide} after.

        ![DALL·E 2023-05-29 13.29.40 - a spotlight that can\\'t quite see, digital art.png](a.png)

        ![b6373b34-3011-4553-b318-b999b9f20b8b](a.png) ![Screenshot 2023-12-19 at 7.38.12 PM.png](b.png)

        ![natolambert\\\\\\_A\\\\\\_dramatic\\\\\\_dinosaur\\\\\\_with\\\\\\_a\\\\\\_cape.png](c.png)
        """,
        """
        paragraph: Before after.
        caption: The harbour, at night
        caption: a spotlight that can't quite see, digital art
        """,
    )


def test_heading_paths_may_skip_levels_and_leave_themselves_out() -> None:
    sections = read_sections("# A\n\n### B\n\ntext\n\n## C\n\n# D\n\ntext")
    assert [(section.text, section.headings) for section in sections] == [
        ("A", ()),
        ("B", ("A",)),
        ("text", ("A", "B")),
        ("C", ("A",)),
        ("D", ()),
        ("text", ("D",)),
    ]


def test_a_heading_in_a_quote_is_a_line_of_the_quote() -> None:
    assert_reads_as("> # Quoted\n> text\n\nafter", "quote: Quoted ⏎ text\nparagraph: after")


@pytest.mark.parametrize(
    ("style", "anchors"),
    [
        ("github", ["whats-new", "whats-new-1", "1-über-c--go"]),
        ("jekyll", ["whats-new", "whats-new-1", "1-über-c--go"]),
        ("hugo", ["whats-new", "whats-new-1", "1-über-c--go"]),
        ("pandoc", ["whats-new", "whats-new-1", "über-c-go"]),
        ("substack", ["§whats-new", "§whats-new-1", "§1-über-c-go"]),
    ],
)
def test_anchors_are_the_platforms(style: str, anchors: list[str]) -> None:
    sections = read_sections("# What's *new*?\n\n# What's new?\n\n# 1. Über C & Go", anchors=style)
    assert [section.anchor for section in sections] == anchors


@pytest.mark.parametrize(
    ("style", "anchors"),
    [
        ("github", ["-launch", "a", "a-1", "a-2", "", "x\u0301"]),
        ("hugo", ["-launch", "a", "a-1", "a-2", "heading", "x"]),
        ("jekyll", ["-launch", "a", "a-1", "a-1", "", "x\u0301"]),
        ("pandoc", ["launch", "a", "a-1", "a-2", "section", "x"]),
    ],
)
def test_anchors_of_odd_headings_are_the_platforms(style: str, anchors: list[str]) -> None:
    """Signs before a word, a repeat of what looks like one, nothing that is kept, and a combining mark."""
    found = Anchors(style)
    headings = ["🚀 Launch", "a", "a-1", "a", "!", "x\u0301"]
    assert [found.of_heading(text) for text in headings] == anchors


def test_a_repeated_anchor_never_meets_one_that_is_there() -> None:
    anchors = Anchors("github")
    assert [anchors.of_heading(text) for text in ("a", "a-1", "a", "a")] == ["a", "a-1", "a-2", "a-3"]


@pytest.mark.parametrize(
    ("style", "anchor"),
    [("github", "user-content-fn-x"), ("pandoc", "fn1"), ("hugo", "fn:1"), ("jekyll", "fn:x")],
)
def test_footnotes_have_the_platforms_anchor(style: str, anchor: str) -> None:
    assert read_sections("a[^x]\n\n[^x]: b", anchors=style)[1].anchor == anchor


@pytest.mark.parametrize(
    "place",
    ["text{}", "# heading{}", "- item{}", "> quote{}", "| cell{} |\n|---|", "![a caption of words{}](a.png)"],
)
def test_a_footnote_knows_what_refers_to_it_wherever_that_stands(place: str) -> None:
    reference = "[1](#footnote-1){#footnote-anchor-1 .footnote-anchor}"
    note = "::: footnote\n[1](#footnote-anchor-1){#footnote-1 .footnote-number}\n\nthe note\n:::"
    *_, referrer, footnote = read_sections(f"before\n\n{place.format(reference)}\n\n{note}", first_number=40)
    assert (footnote.text, footnote.anchor, footnote.referrer) == ("the note", "footnote-1", 41)
    assert "1" not in referrer.text


def test_a_long_paragraph_is_split_and_its_footnote_knows_which_part_refers_to_it() -> None:
    long = SENTENCE * 25 + "Here it is.[^1] " + SENTENCE * 25
    *parts, note = read_sections(f"{long}\n\n[^1]: the note", first_line=7)
    assert len(parts) == 3
    assert all(count_words(part.text) <= MOST_WORDS and part.lines == (7, 7) for part in parts)
    assert note.referrer == next(part.number for part in parts if "Here it is." in part.text)
    assert " ".join(part.text for part in parts) == " ".join(long.replace("[^1]", "").split())


def test_parts_of_a_long_paragraph_stand_on_the_lines_they_stand_on() -> None:
    lines = [SENTENCE.strip()] * 60
    for part in read_sections("\n".join(lines), first_line=11):
        first, last = part.lines
        assert " ".join(lines[first - 11 : last - 10]) == part.text


def test_a_sentence_of_any_length_is_split_too() -> None:
    sections = read_sections("word " * 1000 + "\n\n" + "字" * 2000)
    assert all(count_words(section.text) <= MOST_WORDS for section in sections)
    assert "".join(section.text for section in sections).count("字") == 2000


def test_a_section_of_many_scripts_is_no_longer_than_others() -> None:
    sections = read_sections("字a" * 170)
    assert len(sections) > 1
    assert all(count_words(section.text) <= MOST_WORDS for section in sections)


def test_an_attribution_apart_from_its_quote_is_still_its_own() -> None:
    quote, code = read_sections("> words\n>\n> ```\n> code\n> ```\n>\n> — Ann Lee\n>\n> ```\n> ```")
    assert (quote.text, code.text) == ("words", "code")
    assert str(quote.attribution) == "Ann Lee"


def test_divs_close_by_their_count_or_else_innermost_first() -> None:
    assert_reads_as(
        """
        ::::: {.tweet}
        ::: tweet-header
        unseen
        :::
        ::: tweet-text
        seen
        :::::

        ::: a
        ::: youtube-wrap
        unseen
        :::
        after
        :::

        > ::: youtube-wrap
        > never closed

        the end
        """,
        "embed: seen\nparagraph: after\nparagraph: the end",
    )


def test_code_keeps_what_looks_like_markup() -> None:
    assert_reads_as(
        """
        ```
        ::: {.tweet}
        [a]{.b} \\' **c**
        ```

            ::: d
        """,
        "code: ::: {.tweet} ⏎ [a]{.b} \\' **c**\ncode: ::: d",
    )


def test_sections_count_on_from_the_first_number_and_line() -> None:
    first, second = read_sections("a\n\nb\nc", first_number=5, first_line=10)
    assert (first.number, first.lines, second.number, second.lines) == (5, (10, 10), 6, (12, 13))


# fmt: off
_PIECES = [
    *"[]()*_`~^<>|#-+=!:{}\\\"' \n\0$&;", "word ", "- ", "> ", "1. ", "    ", "\n\n", "**", "```\n",
    "|a|\n|-|\n", "[^1]", "\n[^1]: ", "^[a", "](", "]{.a}", '{#b key="v"}', "![", "\n---\n", "— Name",
    "[ref]: https://a.b\n", "<div>", "</div>", "<blockquote>", "</blockquote>", "<li>", "</ul>", "<h2>",
    "<pre>", "<!--", "-->", "<br>", ":::", "\n:::\n", "\n::: {.tweet}\n", "\n::: youtube-wrap\n",
    "[1](#footnote-1){#footnote-anchor-1}", "{% a 'b c' %}", "\n{% raw %}\n", "\n{% endraw %}\n",
    "{% comment %}",
    "{% endcomment %}", "\n{% quote %}\n", "\n{% endquote %}\n", "{{< a >}}", "{{", "}}", "$", "$$",
    "\n$$\n", "\\(", "\\)",
    "[[", "]]", "%%", "\n%%\n", "==", " ^id\n", "> [!note] ", "\n!!! note\n    ", "\n: ", "\n::: note A\n",
    "<Aa b={c}>",
    "</Aa>\n", "{/*", "*/}", "\nimport a from 'b'\n", "\n*[a]: b\n", "<dl>", "<dt>", "<dd>", "<table>",
    "<tr>", "<th>", "<td>",
    "\n::: footnote\n[1](#footnote-anchor-1){#footnote-1 .footnote-number}\n",
]
_OPENERS = [
    ">", "> ", "[", "![", "^[", "*", "*a ", "_a", "**a", "~~a", "-", "- ", "1. ", "(", "<", "</", "<!--",
    "<a ", '<a b="', "`", "|", "](", "]({", "[a](", "[a]{", '[a]{k="', "{", "\\", "&", "\0", "[^", "[^1]",
    "[^1]: ", "::: a\n", "::: a\n\n", ":::\n", "```\n", "<blockquote>", "<div>\n\n", "<li>", "[a]: b\n",
    "a\n=\n", "a  \n", "- a\n  - b\n", "> a\n>\n", "|-|-|\n", "[[a](b)](c)", "{% a", "{% a %}\n", "{% raw %}",
    "{% comment %}\n", "{% quote %}\n", "{% quote %}\n{% endquote %}\n", "{{", "{{ a }}", "{{< a ", "{#",
    "$", "$a",
    "$$\n\n", "\\(", "\\[\n", "\\begin{align}\n", "[[", "[[a|", "%%", "%%\n\n", "==a ", "a== ", " ^a",
    "> [!note]\n",
    "!!! note\n    ", "::: note a\n", "a\n: b\n", "<Aa\n", "<Aa b={", "<Aa>\n", "{/* ",
    "export const a = {\n\n",
    "*[a]: b\n", "<dt>", "<table><th>", "|a|\n|-|\n",
]
# fmt: on


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join), st.booleans())
def test_any_text_at_all_can_be_read(body: str, is_mdx: bool) -> None:
    sections = read_sections(body, first_line=3, first_number=2, is_mdx=is_mdx)
    last_line = 3 + body.count("\n")
    assert [section.number for section in sections] == list(range(2, 2 + len(sections)))
    for section in sections:
        assert section.text.strip()
        assert 3 <= section.lines[0] <= section.lines[1] <= last_line
        assert section.referrer is None or section.kind is Kind.FOOTNOTE
        assert section.kind is Kind.CODE or "\0" not in section.text


@pytest.mark.parametrize("opener", _OPENERS)
def test_ten_thousand_of_any_opener_are_read(opener: str) -> None:
    read_sections(opener * 10_000 + "end")


def test_a_footnote_is_under_the_headings_of_what_refers_to_it() -> None:
    sections = read_sections("# One\n\nAlpha[^1].\n\n# Two\n\nBeta.\n\n[^1]: Gamma.\n")
    (footnote,) = [section for section in sections if section.kind == "footnote"]
    assert (footnote.headings, footnote.referrer) == (("One",), 1)
