"""Markdown-it's tokens to drafts of sections.

One walk over the tokens, with a stack of what is open. Some things on the stack *collect* the text
inside them into one draft (a quote, a list item, a footnote, a table row, an embed); text that
nothing collects is a paragraph. The rows of a table stand under the names of its columns, as under a
heading. What a reader sees as a section of its own inside another (a quote
in a quote, an item in an item, code) ends the draft before it, and a new one goes on after it. Lists
in a quote are lines of the quote. A footnote keeps all its text together, and what is no text in it
follows it, as captions follow the paragraph their images stand in.

Fenced divs and HTML elements need not be closed, nor in order: they end with what holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it.token import Token

from searchkit.essay import Kind
from searchkit.reading.anchors import Anchors
from searchkit.reading.containers import Container, Containers
from searchkit.reading.drafts import Draft
from searchkit.reading.elements import Code, Run, read_elements
from searchkit.reading.html_tags import Tag
from searchkit.reading.pandoc import Attributes
from searchkit.reading.substack import Role, post_attribution, role_of, tweet_attribution, tweet_text
from searchkit.reading.templates import without_raw_tags
from searchkit.reading.verse import is_poem, words_of_lines
from searchkit.reading.voices import attribute, take_attribution
from searchkit.reading.words import Words, clean, read_words

_KIND_OF_ROLE = {
    Role.QUOTE: Kind.QUOTE,
    Role.FOOTNOTE: Kind.FOOTNOTE,
    Role.TWEET: Kind.EMBED,
    Role.QUOTED_TWEET: Kind.EMBED,
    Role.POST: Kind.EMBED,
}
_KIND_OF_ELEMENT = {
    **dict.fromkeys(("blockquote", "pullquote", "quote"), Kind.QUOTE),
    **dict.fromkeys(("caption", "figcaption"), Kind.CAPTION),
    **dict.fromkeys(("dt", "li"), Kind.LIST),
    "tr": Kind.TABLE,
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
}
_HOLDERS = frozenset({"dl", "ol", "table", "ul"})
_ENDS_ITSELF = frozenset({"dt", "li", "tr"})


def read_drafts(tokens: Iterable[Token], first_line: int, anchors: Anchors) -> list[Draft]:
    """The sections of an essay in reading order; line 0 of the tokens is `first_line` of the file."""
    walk = _Walk(first_line, anchors)
    for token in tokens:
        walk.read(token)
    return walk.finish()


class _Walk:
    def __init__(self, first_line: int, anchors: Anchors) -> None:
        self._first_line = first_line
        self._anchors = anchors
        self._drafts: list[Draft] = []
        self._path: list[tuple[int, str]] = []
        self._headings: tuple[str, ...] = ()
        self._anchor = ""
        self._heading: Token | None = None
        self._inline_notes = 0
        self._columns = ""
        self._in_table_head = False
        self._open = Containers()
        self._quotes: list[list[Draft]] = []
        self._readers: dict[str, Callable[[Token], None]] = {
            "inline": self._inline,
            "heading_open": self._heading_open,
            "blockquote_open": lambda _: self._begin("quote", Kind.QUOTE),
            "blockquote_close": lambda _: self._end("quote"),
            "list_item_open": self._item_open,
            "list_item_close": lambda _: self._end("item"),
            "callout_open": lambda _: self._begin("callout", None),
            "callout_close": lambda _: self._end("callout"),
            "dl_open": lambda _: self._begin("definitions", None),
            "dt_open": self._term_open,
            "dl_close": lambda _: self._end("definitions"),
            "thead_open": self._table_head_open,
            "table_close": self._table_close,
            "tr_open": lambda _: self._begin("row", Kind.TABLE),
            "tr_close": lambda _: self._end("row"),
            "footnote_reference_open": self._footnote_open,
            "footnote_reference_close": lambda _: self._end("footnote"),
            "div_open": self._div_open,
            "div_close": self._div_close,
            "fence": self._fence,
            "code_block": self._fence,
            "html_block": self._html,
        }

    def read(self, token: Token) -> None:
        if reader := self._readers.get(token.type):
            reader(token)

    def finish(self) -> list[Draft]:
        for container in self._open.pop_all():
            self._close(container)
        return attribute([draft for draft in self._drafts if draft.parts], self._quotes)

    # Containers: what begins and ends around text.

    def _begin(self, name: str, kind: Kind | None) -> None:
        self._push(Container(name, kind, holds=True))

    def _end(self, name: str) -> None:
        for container in self._open.pop_holder(name):
            self._close(container)

    def _push(self, container: Container) -> None:
        """Open a container; if it collects text, what collected text until here ends a draft."""
        outer = self._open.collector
        if self._open.push(container):
            if outer and outer.kind is not Kind.FOOTNOTE:
                self._flush(outer)
            container.draft = self._draft(container.kind or Kind.PARAGRAPH)

    def _close(self, container: Container) -> None:
        draft = container.draft
        if draft is None:
            return
        if container.kind is Kind.HEADING:
            self._add_heading(draft, int(container.name[1]), container.attributes.id)
            container.draft = None
        elif container.role in (Role.TWEET, Role.QUOTED_TWEET, Role.POST):
            self._attribute_embed(container, draft)
        elif container.kind in (Kind.QUOTE, Kind.EMBED):
            parts = [*container.finished, draft]
            take_attribution(parts)
            self._quotes.append(parts)
        elif container.kind is Kind.TABLE and self._in_table_head:
            self._columns, self._in_table_head = draft.text, False
        self._flush(container)

    def _flush(self, container: Container) -> None:
        """What the container collected so far is a section, and what follows that comes now."""
        draft, following = container.draft, container.following
        if draft and draft.parts:
            self._place([draft], container.outer)
            container.finished.append(draft)
            container.draft = self._draft(draft.kind)
        container.following = []
        self._place(following, container.outer)

    def _place(self, drafts: Iterable[Draft], outer: Container | None) -> None:
        """Put finished drafts after all before them, or after the footnote they stand in."""
        while outer and outer.kind is not Kind.FOOTNOTE:
            outer = outer.outer
        (outer.following if outer else self._drafts).extend(drafts)

    def _draft(self, kind: Kind) -> Draft:
        if kind is not Kind.TABLE:
            return Draft(kind, self._headings, self._anchor)
        path = (*self._headings, self._columns) if self._columns else self._headings
        return Draft(kind, path, self._anchor, joiner=" | ")

    def _lines(self, token: Token) -> tuple[int, int]:
        first, after = token.map or (0, 1)
        return self._first_line + first, self._first_line + max(after - 1, first)

    # Text.

    def _inline(self, token: Token) -> None:
        heading, self._heading = self._heading, None
        collector = self._open.collector
        if self._open.dropped:
            return
        words = read_words(token)
        words.source = token if token.children else None
        if words.own_note and collector and collector.draft and collector.kind is Kind.FOOTNOTE:
            collector.draft.note_id = words.own_note
        if heading is None or collector:
            self._add(words, self._lines(token))
            return
        draft = self._draft(Kind.HEADING)
        following = self._fill(draft, words, self._lines(token))
        self._add_heading(draft, int(heading.tag[1]), str(heading.meta.get("id", "")))
        self._place(following, None)

    def _add(self, words: Words, lines: tuple[int, int]) -> None:
        """Text is part of what collects it, or else a paragraph."""
        collector = self._open.collector
        if collector and collector.draft:
            collector.following += self._fill(collector.draft, words, lines)
            return
        draft = self._draft(Kind.PARAGRAPH)
        following = self._fill(draft, words, lines)
        self._place([draft, *following], None)

    def _fill(self, draft: Draft, words: Words, lines: tuple[int, int]) -> list[Draft]:
        """Add words to a draft; the captions and footnotes among them come back as drafts."""
        following = []
        for after, description in words.captions:
            caption = self._draft(Kind.CAPTION)
            caption.add(description, (lines[0] + after, lines[0] + after))
            following.append(caption)
        for offset, note_words in words.inline_notes:
            self._inline_notes += 1
            note = self._draft(Kind.FOOTNOTE)
            note.note_id = f"^[{self._inline_notes}"
            following += [note, *self._fill(note, note_words, lines)]
            words.notes.append((offset, note.note_id))
        draft.add(words, lines)
        return following

    def _heading_open(self, token: Token) -> None:
        self._heading = token

    def _add_heading(self, draft: Draft, level: int, explicit_anchor: str) -> None:
        """A heading is a section, and the path and anchor of what follows."""
        if not draft.parts:
            return
        text = draft.text
        self._path = [(above, heading) for above, heading in self._path if above < level]
        draft.headings = tuple(heading for _, heading in self._path)
        draft.anchor = self._anchor = self._anchors.of_heading(text, explicit_anchor)
        self._path.append((level, text))
        self._headings = (*draft.headings, text)
        self._place([draft], None)

    def _item_open(self, token: Token) -> None:
        self._begin("item", Kind.LIST)
        collector = self._open.collector
        if token.markup == "-" and collector and collector.draft and collector.kind is Kind.QUOTE:
            draft = collector.draft
            draft.bullets.append(draft.length + len(draft.joiner) if draft.parts else 0)

    def _term_open(self, _token: Token) -> None:
        """A term and its definitions are one item, which ends where the next term or the list does."""
        if self._open.holder == "definition":
            self._end("definition")
        self._begin("definition", Kind.LIST)

    def _table_head_open(self, _token: Token) -> None:
        self._in_table_head = True

    def _table_close(self, _token: Token) -> None:
        self._columns = ""

    def _fence(self, token: Token) -> None:
        if self._open.dropped:
            return
        if is_poem(token.info, self._open.top.attributes.classes):
            self._add(words_of_lines(token.content), self._lines(token))
        else:
            self._add_code(without_raw_tags(token.content), self._lines(token))

    def _add_code(self, text: str, lines: tuple[int, int]) -> None:
        text = text.replace("\0", "").strip("\n")
        if not text.strip():
            return
        draft = self._draft(Kind.CODE)
        draft.add(Words(text), lines)
        collector = self._open.collector
        if collector and collector.kind is not Kind.FOOTNOTE:
            self._flush(collector)
        self._place([draft], collector)

    # Footnotes, divs and embeds.

    def _footnote_open(self, token: Token) -> None:
        container = Container("footnote", Kind.FOOTNOTE, holds=True)
        self._push(container)
        if container.draft:
            container.draft.note_id = "^" + str(token.meta["label"])

    def _div_open(self, token: Token) -> None:
        attributes: Attributes = token.meta["attributes"]
        role = role_of(attributes)
        container = Container(
            token.markup,
            _KIND_OF_ROLE.get(role),
            dropped=role is Role.CHROME,
            attributes=attributes,
            role=role,
            lines=self._lines(token),
        )
        self._push(container)

    def _div_close(self, token: Token) -> None:
        for container in self._open.pop_div(token.markup):
            self._close(container)

    def _attribute_embed(self, container: Container, draft: Draft) -> None:
        attributes = container.attributes
        if container.role is Role.QUOTED_TWEET and container.outer:
            attributes = container.outer.attributes
        if container.role is Role.POST:
            attribution = post_attribution(attributes)
        else:
            attribution = tweet_attribution(attributes, container.role)
        for part in (*container.finished, draft):
            part.attribution = attribution
        if not draft.parts and not container.finished:
            draft.add(Words(clean(tweet_text(attributes, container.role))), container.lines)

    # Raw HTML.

    def _html(self, token: Token) -> None:
        if self._open.dropped:
            return
        for piece in read_elements(token.content, self._lines(token)[0]):
            if isinstance(piece, Run):
                self._add(piece.words, piece.lines)
            elif isinstance(piece, Code):
                self._add_code(piece.text, piece.lines)
            else:
                self._element(piece)

    def _element(self, tag: Tag) -> None:
        kind = _KIND_OF_ELEMENT.get(tag.name)
        if tag.name in ("th", "td"):
            self._in_table_head = tag.name == "th" and not self._columns
        if (kind is None and tag.name not in _HOLDERS) or (tag.name == "dt" and tag.closes):
            return
        if tag.name == "table":
            self._columns = ""
        if tag.closes or (tag.name in _ENDS_ITSELF and self._open.top.name == tag.name):
            for container in self._open.pop_element(tag.name):
                self._close(container)
        if not tag.closes:
            if "twitter-tweet" in tag.attribute("class"):
                kind = Kind.EMBED
            attributes = Attributes(id=tag.attribute("id"))
            self._push(Container(tag.name, kind, attributes=attributes))
