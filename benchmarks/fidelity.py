"""What of a post's words reaches its sections, and what of its markup does.

A post goes in with its essay, a `Verdict` comes out. Its words are those of the page that plain
markdown-it renders of it, which knows neither our rules nor our reader: a word is kept if a section
holds it, as often as the page shows it. Before, what is markup in a dialect that markdown-it does not
speak (pandoc's attributes and fences, template tags, wiki links, formulas' marks) is taken out with a few
regular expressions, written for this check alone; what a platform puts around an embed is no word of
the writer's. `debris` looks for the same markup in sections, where nobody should read it unless the
page has it in code: essays on markup quote it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from searchkit.essay import Essay, Kind, Section

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_ADDRESS = re.compile(
    r"data:[\w/+;=-]+,[\w/+=%]*|(?:https?|ftp)://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+", re.IGNORECASE
)
_FENCED = re.compile(r"^[ \t>]*(`{3,}|~{3,}).*?(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_NOT_WORDS = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL),
    re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL),
    re.compile(r"\{(?:[#.:][^\s{}]|[\w-]+=)(?:\"(?:[^\"\\]|\\.)*\"|[^{}\"])*\}"),
    re.compile(r"^[ \t>]*:{3,}.*$", re.MULTILINE),
    re.compile(r"\[\d+\]\(#footnote-[\w-]+\)"),
    re.compile(r"!\[\[[^\]\n]*\]\]"),
)
_CHROME = re.compile(
    r"^(?P<fence>:{3,}) \{?[^\n]*\b(?:youtube-wrap|vimeo-wrap|spotify-wrap|soundcloud-wrap|native-video-embed"
    r"|native-audio-embed|digest-post-embed|captioned-button-wrap|subscription-widget[\w-]*|button-wrapper"
    r"|tweet-header|tweet-footer|quote-tweet-header|expanded-link\b|tweet-photos-container|poll-embed"
    r"|embedded-post-(?:header|title-wrapper|meta|cta-wrapper)|community-chat|directMessage"
    r"|install-substack-app-embed|apple-podcast-container|instagram[\w-]*)\b[^\n]*\n.*?^(?P=fence)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_IMAGE = re.compile(r"!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\](?=[(\[{])")
_UNSEEN = frozenset({"script", "style", "template", "iframe", "svg", "head", "title"})
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())

_DEBRIS = {
    "link": re.compile(r"\]\([^\s()]*\)|\]\[[\w -]*\]"),
    "image": re.compile(r"!\["),
    "attributes": re.compile(r"\{(?:[#.][A-Za-z][\w-]*|[\w-]+=\")[^{}]*\}"),
    "fence": re.compile(r"^:{3,}|^`{3,}|^~{3,}", re.MULTILINE),
    "tag": re.compile(
        r"</?(?:a|p|b|i|em|strong|span|div|br|img|sup|sub|li|ul|ol|h[1-6]|figure|table|td|tr)\b[^<>]*>"
    ),
    "entity": re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE),
    "template": re.compile(r"\{\{[^{}]*\}\}|\{%.*?%\}"),
    "escape": re.compile(r"(?<![\\\w])\\[\[\]'\"_*~|@<>.!-]"),
    "emphasis": re.compile(
        r"(?<![\w*])\*\*(?=\w)[^*\n]+(?<=\w)\*\*(?![\w*])|(?<!\w)__(?=[A-Za-z])[^_\n]+__(?!\w)"
    ),
    "heading": re.compile(r"^#{1,6} (?=\S)", re.MULTILINE),
    "note": re.compile(r"\[\^[^\]\s]+\]"),
    "address": re.compile(r"https?://\S"),
    "comment": re.compile(r"<!--|-->"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a post was read: how many words it has, those that are in no section, sections with debris."""

    words: int
    lost: Counter[str]
    sections: int
    debris: tuple[tuple[str, Section], ...]

    @property
    def kept(self) -> float:
        """The share of the words that are in a section."""
        return 1 - sum(self.lost.values()) / self.words if self.words else 1.0


def verdict(body: str, essay: Essay) -> Verdict:
    """What became of the Markdown `body` in `essay`."""
    shown = Counter(_words(_page(_without_dialects(body)).text))
    code = _page(body).code
    read = Counter(word for section in essay.sections for word in _words(_text(section)))
    found = [(name, section) for section in essay.sections if (name := debris(section, code))]
    return Verdict(sum(shown.values()), shown - read, len(essay.sections), tuple(found))


def debris(section: Section, code: str = "") -> str:
    """The kind of markup that is left in a section's text, or nothing; in `code` it stands by right."""
    if section.kind is Kind.CODE:
        return ""
    found = ((name, pattern.search(section.text)) for name, pattern in _DEBRIS.items())
    return next((name for name, match in found if match and match[0].strip() not in code), "")


def _page(body: str) -> _Page:
    page = _Page()
    page.feed(str(_parser().render(body)))
    page.close()
    return page


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).use(deflist_plugin)


def _without_dialects(body: str) -> str:
    """The source without what is no word in it, but for code."""
    parts, end = [], 0
    for code in _FENCED.finditer(body):
        parts += [_plain(body[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*parts, _plain(body[end:])))


def _plain(text: str) -> str:
    text = _CHROME.sub("", text)
    for pattern in _NOT_WORDS:
        text = pattern.sub("", text)
    return _IMAGE.sub("![]", text)


def _text(section: Section) -> str:
    by = section.attribution
    return f"{section.text}\n{' '.join(by.to_dict().values())}" if by else section.text


def _words(text: str) -> Iterator[str]:
    text = _ADDRESS.sub(" ", html.unescape(text).replace("\u00ad", "").replace("\u200b", ""))
    return (word.casefold() for word in _WORD.findall(text))


class _Page(HTMLParser):
    """The text of a page, without what is not shown and without the numbers of footnotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._code: list[str] = []
        self._in_code = 0
        self._unseen: list[str] = []

    @property
    def text(self) -> str:
        """All text that is shown."""
        return "".join(self._text)

    @property
    def code(self) -> str:
        """What of it is code."""
        return "\n".join(self._code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_number = "footnote" in (said.get("class") or "") and tag in ("sup", "a")
        if (self._unseen or tag in _UNSEEN or is_number) and tag not in _EMPTY:
            self._unseen.append(tag)
        if tag not in ("b", "i", "em", "strong", "a", "span", "code", "sub", "sup", "s", "u", "wbr"):
            self._text.append(" ")
        self._in_code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "code"
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif tag in ("p", "li", "td", "th", "div", "dt", "dd") or tag.startswith("h"):
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data)
            if self._in_code:
                self._code.append(data)
