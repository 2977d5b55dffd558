"""Every post of a real newsletter reads as a person reads it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from searchkit.essay import Kind, Section
from searchkit.reading.markdown import read_sections

pytestmark = pytest.mark.real

SAMPLE = "2023/2023-03-20-gpt4thequietpartsandthestateofml.md"

DEBRIS = {
    "an attribute list": re.compile(r"\{[#.:]|\]\{|attrs=|component-name|contenteditable|target=\"_"),
    "a div's fence": re.compile(r":::"),
    "a link": re.compile(r"\]\(|\]\[|https?:"),
    "an escape": re.compile(r"\\[!-/:-@\[-`{-~]"),
    "a footnote's number": re.compile(r"\[\d+\]|\[\^|[^\W\d]\.\d+$"),
    "likes": re.compile(r"\d(?:Likes|Retweets)\b|\d+ likes?\b · "),
    "a file name": re.compile(r"\.(?:png|jpe?g|gif|tiff|webp)\b"),
    "HTML": re.compile(
        r"</?(?:div|p|span|a|em|strong|blockquote|img|br|sup)\b|<!--|&(?:nbsp|amp|lt|gt|quot|#\d+);"
    ),
    "a space too many": re.compile(r"^\s|\s$|\s\s|[\u00a0\u00ad\u200b\ufeff\ufffd]"),
    "what the platform says": re.compile(r"An error occurred|Try watching this video|Share this post"),
}


@dataclass(frozen=True)
class Post:
    name: str
    body: str
    first_line: int

    @property
    def sections(self) -> tuple[Section, ...]:
        return read_sections(self.body, first_line=self.first_line)

    def source(self, section: Section) -> str:
        """The lines of the file that a section names."""
        first, last = (line - self.first_line for line in section.lines)
        return "\n".join(self.body.split("\n")[first : last + 1])


def read_file(path: Path) -> Post:
    text = path.read_text(encoding="utf-8")
    front_matter = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    start = front_matter.end() if front_matter else 0
    return Post(path.name, text[start:], 1 + text.count("\n", 0, start))


@pytest.fixture(scope="module")
def posts(newsletter: Path) -> list[Post]:
    return [read_file(path) for path in sorted(newsletter.rglob("*.md"))]


@pytest.fixture(scope="module")
def sample(newsletter: Path) -> tuple[Section, ...]:
    return read_file(newsletter / SAMPLE).sections


def of_kind(sections: tuple[Section, ...], kind: Kind) -> list[Section]:
    return [section for section in sections if section.kind is kind]


def test_the_sample_has_the_headings_quotes_footnotes_tweet_and_caption_that_a_reader_sees(
    sample: tuple[Section, ...],
) -> None:
    kinds = Counter(section.kind for section in sample)
    assert kinds[Kind.HEADING] == 7
    assert kinds[Kind.QUOTE] == 4
    assert kinds[Kind.FOOTNOTE] == 3
    assert kinds[Kind.EMBED] == 1
    assert kinds[Kind.CAPTION] == 1
    assert kinds[Kind.LIST] == 5


def test_the_samples_caption_is_the_prose_of_its_picture(sample: tuple[Section, ...]) -> None:
    (caption,) = of_kind(sample, Kind.CAPTION)
    assert caption.text == (
        "An ominous fog lifting from over a futuristic city in the era of artificial general intelligence"
    )


def test_the_samples_tweet_has_text_and_author(sample: tuple[Section, ...]) -> None:
    (tweet,) = of_kind(sample, Kind.EMBED)
    assert tweet.text == "biden reporting on the parameter count of GPT-4"
    assert tweet.attribution is not None
    assert tweet.attribution.to_dict() == {
        "author": "James Reed",
        "handle": "@jamesr66a",
        "date": "2023-01-11",
        "url": "https://twitter.com/jamesr66a/status/1613306673447473152",
    }


def test_the_samples_footnotes_know_the_paragraphs_that_refer_to_them(sample: tuple[Section, ...]) -> None:
    ends = {
        "footnote-1": "inference cost usually scales linearly with context length.",
        "footnote-2": "The rest of the standard NLP evaluations are definitely done and not reported.",
        "footnote-3": "maybe by natively supporting DALLE-2 as a module.",
    }
    footnotes = of_kind(sample, Kind.FOOTNOTE)
    assert [note.anchor for note in footnotes] == list(ends)
    for note in footnotes:
        assert note.referrer is not None
        assert sample[note.referrer].text.endswith(ends[note.anchor])


def test_the_samples_headings_form_paths(sample: tuple[Section, ...]) -> None:
    assessing = next(section for section in sample if section.text == "Assessing harms")
    assert assessing.headings == ("Societal implications",)
    below = sample[assessing.number + 1]
    assert below.headings == ("Societal implications", "Assessing harms")
    assert below.anchor == "assessing-harms"


def test_no_text_holds_debris_of_markup(posts: list[Post]) -> None:
    found = [
        (post.name, section.lines, what, section.text)
        for post in posts
        for section in post.sections
        if section.kind is not Kind.CODE
        for what, pattern in DEBRIS.items()
        if pattern.search(section.text.replace("\n", "¶"))
    ]
    assert found == []


def test_only_stars_that_the_writer_escaped_are_read(posts: list[Post]) -> None:
    for post in posts:
        for section in post.sections:
            if "*" in section.text and section.kind is not Kind.CODE:
                assert "\\*" in post.source(section), (post.name, section.lines, section.text)


def test_sections_stand_on_the_lines_they_name(posts: list[Post]) -> None:
    """The first and last words of a text are in the lines of its source, which begin and end with it."""
    for post in posts:
        for section in post.sections:
            source = re.sub(r"\]\([^()]*\)", "", html.unescape(post.source(section)))
            letters = re.sub(r"\W+", "", source)
            words = re.findall(r"[^\W\d_]+|\d+", section.text)
            for word in (words[0], words[-1]) if words else ():
                assert word in letters, (post.name, section.lines, section.text)
            assert source == source.strip("\n"), (post.name, section.lines)


def test_every_footnote_is_tied_to_what_refers_to_it(posts: list[Post]) -> None:
    for post in posts:
        sections = post.sections
        footnotes = of_kind(sections, Kind.FOOTNOTE)
        assert len(footnotes) == post.body.count("{.footnote component-name"), post.name
        for note in footnotes:
            assert note.referrer is not None, (post.name, note.lines)
            assert f"(#{note.anchor})" in post.source(sections[note.referrer]), (post.name, note.lines)


def test_no_section_of_prose_is_long(posts: list[Post]) -> None:
    longest = max(len(section.text.split()) for post in posts for section in post.sections)
    assert longest <= 180


def test_every_word_a_reader_sees_is_in_some_section(posts: list[Post]) -> None:
    seen: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for post in posts:
        rendered = Counter(visible_words(post.body))
        kept = Counter(words_of(" ".join(section.text for section in post.sections)))
        seen += rendered
        missing += rendered - kept
    assert missing.total() <= 0.005 * seen.total(), missing.most_common(50)


_CHROME = re.compile(
    r"youtube|vimeo|podcast|native-|digest|button|tweet-(?!text)|embedded-post-(?!body|wrap)|expanded-link|link-expand"
)
_ATTRIBUTES = re.compile(r"\{(?:[#.]|target=)(?:\"(?:[^\"\\]|\\.)*\"|[^{}\"])*\}")
_NOTE_NUMBER = re.compile(r"\[\d+\]\(#footnote-(?:anchor-)?\d+\)")
_IMAGE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]\([^)]*\)")


def visible_words(body: str) -> Iterator[str]:
    """The words that markdown-it renders of what is left without chrome, attributes and images."""
    shown: list[str] = []
    open_divs: list[bool] = []
    for line in body.split("\n"):
        fence = re.match(r" *:{3,} *(.*)", line)
        if fence is None:
            if not any(open_divs):
                shown.append(_IMAGE.sub("", _NOTE_NUMBER.sub("", _ATTRIBUTES.sub("", line))))
        elif fence[1]:
            open_divs.append(_CHROME.search(fence[1].partition(" attrs=")[0]) is not None)
        else:
            shown.append("")
            open_divs.pop()
    rendered = MarkdownIt("commonmark").render("\n".join(shown).replace("\u00a0", " "))
    return words_of(html.unescape(re.sub(r"<[^<>]*>", "", rendered)))


def words_of(text: str) -> Iterator[str]:
    text = re.sub(r"https?://(?:www\.)?([^\s?#]*)\S*", r"\1", text)
    return (word[0].lower() for word in re.finditer(r"[^\W_]+", text))
