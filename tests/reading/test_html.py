"""HTML pages as posts: the article is found, the rest is not read, and lines are those of the file."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from searchkit.essay import Essay, ReadingWarning
from searchkit.reading import PostFile, read_post
from searchkit.reading.html.page import read_fragment
from searchkit.reading.markdown import read_sections
from searchkit.settings import DEFAULTS


def read(content: str | bytes, name: str = "page.html") -> tuple[Essay | None, tuple[ReadingWarning, ...]]:
    data = dedent(content).encode() if isinstance(content, str) else content
    reading = read_post(PostFile(Path("/corpus"), name, len(data), 0), DEFAULTS, data)
    return reading.essay, reading.warnings


def essay_of(content: str | bytes, name: str = "page.html") -> Essay:
    essay, warnings = read(content, name)
    assert essay is not None
    assert not warnings
    return essay


def sections(html: str) -> list[str]:
    """What a post's HTML reads as, each `kind: text`, with ⏎ where a line ends."""
    markdown, _ = read_fragment(dedent(html))
    return [f"{one.kind.value}: {one.text}".replace("\n", " ⏎ ") for one in read_sections(markdown)]


PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<title>The locks | A towpath diary</title>
<meta property="og:title" content="The locks | A towpath diary">
<meta property="og:site_name" content="A towpath diary">
<meta property="article:published_time" content="2021-05-06T07:08:09+01:00">
<meta name="author" content="Ada Merrow">
<meta name="description" content="How a staircase of locks is worked.">
<meta property="article:tag" content="canals">
<meta property="article:tag" content="water">
<link rel="canonical" href="https://example.com/locks">
<script>window.bad = "script";</script>
</head>
<body class="post">
<header class="site-header"><a href="/">A towpath diary</a><nav><ul><li>Home</li></ul></nav></header>
<main>
<article>
<header><h1>The locks</h1><p class="byline">By Ada Merrow, 6 May 2021</p></header>
<p>A lock is a room for a boat. It has two
doors, and both keep the water out or in.</p>
<h2 id="gates">The gates<a class="headerlink" href="#gates">#</a></h2>
<p>They are mitred<sup><a href="#fn1" id="r1">1</a></sup>, and lean on each other.</p>
<aside>You may also like: weirs</aside>
<div class="sharedaddy">Share this on a social network</div>
<section class="footnotes"><ol><li id="fn1">Like praying hands. <a href="#r1">&#8617;</a></li></ol></section>
</article>
<section id="comments"><h2>Comments</h2><article><p>Great post, thank you for it!</p></article></section>
</main>
<footer>Copyright by me</footer>
</body></html>
"""


def test_a_page_reads_as_its_article() -> None:
    essay = essay_of(PAGE)
    assert (essay.title, essay.subtitle) == ("The locks", "How a staircase of locks is worked.")
    assert (str(essay.date), essay.authors, essay.tags) == (
        "2021-05-06",
        ("Ada Merrow",),
        ("canals", "water"),
    )
    assert (essay.language, essay.url) == ("en", "https://example.com/locks")
    assert [(one.kind.value, one.lines, one.text) for one in essay.sections] == [
        ("title", (19, 19), "The locks\nHow a staircase of locks is worked."),
        (
            "paragraph",
            (20, 21),
            "A lock is a room for a boat. It has two doors, and both keep the water out or in.",
        ),
        ("heading", (22, 22), "The gates"),
        ("paragraph", (23, 23), "They are mitred, and lean on each other."),
        ("footnote", (26, 26), "Like praying hands."),
    ]
    assert essay.sections[2].anchor == "gates"
    assert essay.sections[4].referrer == 3


def test_a_page_in_json_ld_says_what_it_is() -> None:
    essay = essay_of("""\
        <html><head><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Site"},
        {"@type": ["Article", "BlogPosting"], "headline": "It&#8217;s a *title*",
        "datePublished": "2020-02-03", "dateModified": "2020-03-04", "keywords": "tea, cake",
        "author": [{"@id": "#ann"}, {"name": "Bo Dee"}], "inLanguage": "fr-FR"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}
        </script><title>Site</title></head><body><p>Du texte.</p></body></html>
        """)
    assert (essay.title, essay.authors, essay.tags) == (
        "It’s a *title*",
        ("Ann Lee", "Bo Dee"),
        ("tea", "cake"),
    )
    assert (str(essay.date), str(essay.updated), essay.language) == ("2020-02-03", "2020-03-04", "fr")


@pytest.mark.parametrize(
    "json", ["{", "[[[[", "null", '{"@type": "Article", "author": {"name": {}}}', "[" * 100_000]
)
def test_json_ld_of_any_kind_is_survived(json: str) -> None:
    html = f'<title>A title</title><script type="application/ld+json">{json}</script><p>Text.'
    assert essay_of(html).title == "A title"


def test_a_page_of_tables_and_breaks_is_read_too() -> None:
    html = """\
        <html><head><title>Essays</title></head><body><table><tr><td><img src="menu.gif"></td><td>
        <table><tr><td><font size="2">First paragraph.<br><br>Second paragraph,<br>with a line.
        <br><br><b>Notes</b><br><br>[1] A note.</font></td></tr></table></td></tr></table></body></html>
        """
    assert [one.text for one in essay_of(html).sections] == [
        "Essays",
        "First paragraph.",
        "Second paragraph,\nwith a line.",
        "Notes",
        "[1] A note.",
    ]


def test_a_page_that_lists_articles_is_read_as_a_whole() -> None:
    articles = "".join(
        f"<article><h2>Post {n}</h2><p>What post {n} says first.</p></article>" for n in range(5)
    )
    texts = [one.text for one in essay_of(f"<title>All</title><main>{articles}</main>").sections]
    assert texts[1:3] == ["Post 0", "What post 0 says first."]
    assert len(texts) == 11


def test_what_holds_most_of_the_text_is_no_chrome_whatever_its_name() -> None:
    html = f'<title>T</title><div class="sidebar">{"<p>All the words are here.</p>" * 5}</div><nav>Home</nav>'
    assert [one.text for one in essay_of(html).sections] == ["T", *["All the words are here."] * 5]


def test_hidden_text_is_not_read() -> None:
    hidden = '<p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p><template>d</template>'
    assert sections(f"{hidden}<p>e</p>") == ["paragraph: e"]


def test_the_source_of_a_page_may_have_front_matter_and_template_tags() -> None:
    essay = essay_of(
        "---\ntitle: Own\ndraft: true\n---\n<p>Before {{ page.x }}\nand after {% include y %}</p>\n"
    )
    assert (essay.title, essay.access) == ("Own", "draft")
    assert [(one.lines, one.text) for one in essay.sections] == [
        ((2, 2), "Own"),
        ((5, 6), "Before and after"),
    ]


def test_a_page_that_only_leads_to_another_is_skipped() -> None:
    essay, warnings = read(
        '<meta http-equiv="refresh" content="0; url=/b"><title>Moved</title><a href="/b">Here</a>'
    )
    assert essay is None
    assert [str(warning) for warning in warnings] == ["page.html: skipped: it only leads to another page"]


def test_a_page_is_read_in_the_encoding_it_names() -> None:
    html = '<meta charset="shift_jis"><title>本</title><p>海のそばの町</p>'.encode("shift_jis")
    assert [one.text for one in essay_of(html).sections] == ["本", "海のそばの町"]
    latin = (
        '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>caf\xe9 \x93bar\x94</p>'
    )
    assert essay_of(latin.encode("latin-1")).sections[1].text == "café “bar”"


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b", "span", "table><tr><td", "section"])
def test_ten_thousand_levels_lose_no_text(tag: str) -> None:
    essay, warnings = read(f"<{tag}>" * 10_000 + "the words<p>and more</p>")
    assert essay is not None
    assert " ".join(one.text for one in essay.sections[1:]).split() == ["the", "words", "and", "more"]
    assert [warning.message for warning in warnings] == ["it nests too deeply: only its paragraphs were read"]


FOOTNOTES = {
    "substack": """<p>x<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p>
        <div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>
        <div class="footnote-content"><p>note</p></div></div>""",
    "markdown-it, Ghost, Eleventy": """
        <p>x<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup></p>
        <section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item">
        <p>note <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>""",
    "GitHub": """
        <p>x<sup><a href="#user-content-fn-a" id="user-content-fnref-a" data-footnote-ref>1</a></sup></p>
        <section data-footnotes class="footnotes"><ol><li id="user-content-fn-a"><p>note
        <a href="#user-content-fnref-a" data-footnote-backref>↩</a></p></li></ol></section>""",
    "Hugo, kramdown": """
        <p>x<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>
        <div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>note&#160;<a href="#fnref:1"
        class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>""",
    "pandoc": """<p>x<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p>
        <aside id="footnotes" role="doc-endnotes"><ol><li id="fn1"><p>note<a href="#fnref1"
        class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></aside>""",
    "WordPress": """<p>x<sup data-fn="f-1" class="fn"><a href="#f-1" id="f-1-link">1</a></sup></p>
        <ol class="wp-block-footnotes"><li id="f-1">note <a href="#f-1-link">↩︎</a></li></ol>""",
    "Word": """<p>x<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a></p>
        <div><p><a href="#_ftnref1" name="_ftn1">[1]</a> note</p></div>""",
    "LibreOffice": """<p>x<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
        <div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>note</p></div>""",
    "by hand": """<p>x<a name="back1"></a><a href="#note1">*</a></p>
        <p id="note1">* note <a href="#back1">^</a></p>""",
}


@pytest.mark.parametrize("html", FOOTNOTES.values(), ids=FOOTNOTES)
def test_footnotes_of_every_platform_are_footnotes(html: str) -> None:
    markdown, _ = read_fragment(html)
    text, note = read_sections(markdown)
    assert (text.text, note.kind.value, note.text, note.referrer) == ("x", "footnote", "note", 0), markdown


def test_a_link_to_a_heading_is_no_footnote() -> None:
    text = '<p>See <a href="#part-2">2</a> and <a href="#fnord">this</a>.</p>'
    assert sections(f'{text}<h2 id="part-2">Two</h2><p id="fnord">x</p>') == [
        "paragraph: See 2 and this.",
        "heading: Two",
        "paragraph: x",
    ]


def test_quotes_know_their_sources() -> None:
    html = """
        <blockquote><p>One.</p><footer>Ann Lee, <cite>The Card</cite></footer></blockquote>
        <figure><blockquote><p>Two.</p></blockquote><figcaption>Bo Dee</figcaption></figure>
        <blockquote>Three.<cite>Cy Rowe</cite></blockquote>
        """
    markdown, _ = read_fragment(html)
    assert [(one.text, str(one.attribution)) for one in read_sections(markdown)] == [
        ("One.", "Ann Lee, The Card"),
        ("Two.", "Bo Dee"),
        ("Three.", "Cy Rowe"),
    ]


def test_embedded_tweets_are_embeds_and_players_are_not_read() -> None:
    markdown, problems = read_fragment("""
        <blockquote class="twitter-tweet"><p lang="en">Ledgers are letters.</p>&mdash; Ada Merrow (@ada)
        <a href="https://twitter.com/ada/status/1">May 3, 2016</a></blockquote>
        <script async src="https://platform.twitter.com/widgets.js"></script>
        <iframe src="https://www.youtube.com/embed/x" title="A video"></iframe>
        """)
    (embed,) = read_sections(markdown)
    assert (embed.kind.value, embed.text) == ("embed", "Ledgers are letters.")
    assert embed.attribution is not None
    assert embed.attribution.to_dict() == {
        "author": "Ada Merrow",
        "handle": "@ada",
        "date": "2016-05-03",
        "url": "https://twitter.com/ada/status/1",
    }
    assert "https://www.youtube.com/embed/x" in markdown
    assert [problem.message for problem in problems] == [
        "a player of https://www.youtube.com/embed/x is kept as its address only"
    ]


def test_blocks_of_all_kinds() -> None:
    assert sections("""
        <ol start="3"><li>three<ul><li>deep</li></ul></li><li><p>four</p><p>more</p></li></ol>
        <dl><dt>Lock</dt><dd>A room for a boat.</dd></dl>
        <pre><code class="language-python">def f():
            return "```"</code></pre>
        <table><caption>Tolls</caption><thead><tr><th>Boat</th><th>Toll</th></tr></thead>
        <tr><td>A|B</td><td><p>1</p><p>2</p></td></tr></table>
        <figure><img src="a.png" alt="A boat in a lock"><figcaption>The <b>Rosa</b></figcaption></figure>
        <p>E = mc<sup>2</sup> and <script type="math/tex">x_i</script>.</p>
        """) == [
        "list: three",
        "list: deep",
        "list: four ⏎ more",
        "list: Lock ⏎ A room for a boat.",
        'code: def f(): ⏎     return "```"',
        "caption: Tolls",
        "table: Boat | Toll",
        "table: A|B | 1 ⏎ 2",
        "caption: A boat in a lock",
        "caption: The Rosa",
        "paragraph: E = mc2 and $x_i$.",
    ]
