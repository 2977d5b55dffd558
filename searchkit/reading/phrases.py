"""What a writer set apart in a run of text: bold, emphasis, cited titles and links.

A section's text keeps none of it. These phrases are looked at only where they tell something more:
which words of an attribution are a title, and whether a name before a colon is a speaker's.

    words, which know their token, or a stretch of HTML -> phrases, in the order in which they end
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token
from msgspec import Struct

from searchkit.reading.html_tags import Tag, read_tag
from searchkit.reading.words import Words, clean

BOLD, EMPHASIS, CITED, LINK = "bold", "emphasis", "cited", "link"
_OF_TAG = {
    "strong": BOLD,
    "b": BOLD,
    "em": EMPHASIS,
    "i": EMPHASIS,
    "cite": CITED,
    "footer": CITED,
    "a": LINK,
}
_MOST_OPEN = 20
_OF_TOKEN = {"strong": BOLD, "em": EMPHASIS, "link": LINK}


class Phrase(Struct, frozen=True):
    """Words set apart; `leads` says that they are the first of their run."""

    look: str
    text: str
    leads: bool
    href: str = ""


def phrases_of(words: Words) -> Sequence[Phrase]:
    """What is set apart in a run of text."""
    if words.source is None:
        return words.phrases
    writer = PhraseWriter()
    for child in words.source.children or ():
        _write(writer, child)
    return writer.end_run()


def opening(words: Words, look: str) -> str:
    """The text of a look that a run begins with, empty where it begins otherwise."""
    phrases = words.phrases
    if words.source is not None:
        writer = PhraseWriter()
        for child in words.source.children or ():
            _write(writer, child)
            if not writer.is_at_first:
                break
        phrases = writer.end_run()
    return next((phrase.text for phrase in phrases if phrase.look == look and phrase.leads), "")


def _write(writer: PhraseWriter, token: Token) -> None:
    name, _, side = token.type.rpartition("_")
    if token.type in ("text", "text_special", "code_inline"):
        writer.text(token.content)
    elif token.type == "html_inline":
        if tag := read_tag(token.content):
            writer.tag(tag)
    elif look := _OF_TOKEN.get(name):
        if side == "open":
            writer.open(look, token.meta.get("href") or str(token.attrs.get("href", "")))
        else:
            writer.close(look)


class PhraseWriter:
    """Takes text and tags in order, and keeps the phrases they make."""

    def __init__(self) -> None:
        self._phrases: list[Phrase] = []
        self._open: list[tuple[str, str, int]] = []
        self._parts: list[str] = []

    @property
    def is_at_first(self) -> bool:
        """Whether the first words are still being written, set apart or not yet there."""
        return not self._parts or (bool(self._open) and self._open[0][2] == 0)

    def text(self, text: str) -> None:
        """Text inside whatever is open."""
        if self._parts or text.strip():
            self._parts.append(text)

    def tag(self, tag: Tag) -> None:
        """An HTML tag, of any kind."""
        if look := _OF_TAG.get(tag.name):
            if tag.closes:
                self.close(look)
            else:
                self.open(look, tag.attribute("href"))

    def open(self, look: str, href: str = "") -> None:
        """Words set apart begin."""
        if len(self._open) < _MOST_OPEN:
            self._open.append((look, href, len(self._parts)))

    def close(self, look: str) -> None:
        """The innermost words of this look end, if there are any."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth][0] == look:
                _, href, start = self._open.pop(depth)
                if text := clean("".join(self._parts[start:])):
                    self._phrases.append(Phrase(look, text, start == 0, href))
                return

    def end_run(self) -> list[Phrase]:
        """The phrases of the run of text that ends here."""
        for look, _, _ in reversed(self._open):
            self.close(look)
        phrases, self._phrases = self._phrases, []
        self._parts.clear()
        return phrases


def titles(phrases: Sequence[Phrase]) -> list[str]:
    """The texts that may be titles of works."""
    return [phrase.text for phrase in phrases if phrase.look in (EMPHASIS, CITED)]


def links(phrases: Sequence[Phrase]) -> list[tuple[str, str]]:
    """The texts and addresses of links to the web."""
    return [
        (phrase.text, phrase.href)
        for phrase in phrases
        if phrase.look == LINK and phrase.href.startswith(("https://", "http://"))
    ]
