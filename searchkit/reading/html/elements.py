"""What HTML's elements are in Markdown: an element is opened here, and says how it is to be closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from searchkit.reading.html.embeds import safe_address
from searchkit.reading.html.flow import Close, Flow, nothing
from searchkit.reading.html.inline import LINK, Form, Line, inline_lines, is_blank
from searchkit.reading.html.tables import Table, holds_data
from searchkit.reading.html.tree import Element, tag_of, text_of
from searchkit.reading.substack import leads_back, note_referred_to

_MARKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math nobr output
    picture q rb rp rt rtc ruby s samp small source span strike strong sub sup time track tt u var wbr
    """.split()
)
_CODE_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:?)[-_ ]?([\w+#.-]+)")
_FENCE = re.compile(r"^\s*(`{3,})", re.MULTILINE)
_HASHES = re.compile(r"(?<!\S)#+\Z")
_ID = re.compile(r"[^\s{}\"'=]+")
_DASHES = ("—", "–", "―", "-", "~", "")
_SCRIPT = re.compile(r"[^\W_]{1,8}")


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int = 1
    item_blocks: int = 0


class Elements:
    """Opens elements in a flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._quotes = 0
        self._in_source = False
        self._list: _List | None = None
        self._list_end = (-1, False)
        self._table: Table | None = None
        self._starters: dict[str, Callable[[Element], Close | None]] = {
            "a": self._link,
            "blockquote": self._quote,
            "caption": self._table_caption,
            "cite": self._cite,
            "code": self._code_span,
            "dd": self._definition,
            "figcaption": self._caption,
            "figure": self._figure,
            "footer": self._footer,
            "kbd": self._code_span,
            "li": self._item,
            "ol": self._items,
            "pre": self._preformatted,
            "q": self._quotation,
            "samp": self._code_span,
            "sub": lambda _: self._script("~"),
            "sup": lambda _: self._script("^"),
            "table": self._start_table,
            "td": self._cell,
            "th": self._cell,
            "tr": self._row,
            "tt": self._code_span,
            "ul": self._items,
            **dict.fromkeys(_HEADINGS, self._heading),
        }

    def open(self, element: Element) -> Close:
        """Open an element, and say how to close it."""
        tag = tag_of(element)
        if mark := _MARKS.get(tag):
            self._flow.mark(mark)
        if starter := self._starters.get(tag):
            return starter(element) or nothing
        return nothing if tag in _INLINE else self.block(element)

    def block(self, _element: Element) -> Close:
        """A paragraph, or anything else that text does not run through."""
        self._flow.flush()
        return self._flow.flush

    def note(self, label: str, marker: str) -> Close:
        """A footnote; `marker` is what stands for it in the text."""
        close = self._flow.container(f"[^{label}]: ", "    ", 2)
        self._flow.label = marker

        def end() -> None:
            close()
            self._flow.label = ""

        return end

    # Blocks.

    def _heading(self, element: Element) -> Close:
        self._flow.flush()
        level, anchor = _HEADINGS[tag_of(element)], element.get("id") or ""
        start = self._flow.gathered

        def close() -> None:
            if self._flow.in_cell or self._flow.in_pre:
                self._flow.flush()
                return
            attributes = f" {{#{anchor}}}" if _ID.fullmatch(anchor) else ""
            lines = inline_lines(self._flow.take(start), wrapped=False, break_mark=" ")
            for text, first, last in lines[:1]:
                # Hashes at the end of a heading are marks of it.
                heading = _HASHES.sub(r"\\\g<0>", text)
                self._flow.block([Line(f"{'#' * level} {heading}{attributes}", first, last)])

        return close

    def _quote(self, _element: Element) -> Close:
        close = self._flow.container("> ", "> ", 1)
        self._quotes += 1

        def end() -> None:
            close()
            self._quotes -= 1

        return end

    def _items(self, element: Element) -> Close:
        self._flow.flush()
        ordered = tag_of(element) == "ol"
        if self._list_end == (self._flow.written, ordered):
            self._flow.block_line("<!-- -->")  # else it would go on with the list before it
        start = element.get("start") or ""
        outer = self._list
        self._list = _List(ordered, int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1)

        def close() -> None:
            self._flow.flush()
            self._list = outer
            self._list_end = self._flow.written, ordered

        return close

    def _item(self, _element: Element) -> Close:
        around = self._list or _List(ordered=False)
        marker = f"{around.number}. " if around.ordered else "- "
        around.number += 1
        closely = around.item_blocks == 1
        close = self._flow.container(marker, " " * len(marker), 2, follows_closely=closely)

        def end() -> None:
            around.item_blocks = close()

        return end

    def _definition(self, _element: Element) -> Close:
        return self._flow.container(": ", "  ", 2, follows_closely=True)

    def _figure(self, element: Element) -> Close:
        quotes, captions = list(element.iter("blockquote")), list(element.iter("figcaption"))
        if quotes and captions:
            quotes[-1].append(captions[-1])
        return self.block(element)

    def _caption(self, element: Element) -> Close:
        if self._quotes:
            return self._source(element)
        if not text_of(element):
            return self.block(element)
        self._flow.block_line("<figcaption>")
        return lambda: self._flow.block_line("</figcaption>")

    def _cite(self, element: Element) -> Close | None:
        """The source of a quote where it stands alone; else the name of a work."""
        above = element.getparent()
        if above is not None and self._quotes and not self._in_source and _is_alone(element, above):
            return self._source(element)
        self._flow.mark("em")
        return None

    def _footer(self, element: Element) -> Close:
        return self._source(element) if self._quotes else self.block(element)

    def _source(self, element: Element) -> Close:
        """Where a quote is from: a line of its own, with a dash before it."""
        self._flow.flush()
        self._in_source = True
        if text_of(element)[:1] not in _DASHES:
            self._flow.add("— ")

        def close() -> None:
            self._flow.flush()
            self._in_source = False

        return close

    def _preformatted(self, element: Element) -> Close:
        flow = self._flow
        if flow.in_pre or flow.in_cell:
            return self.block(element)
        flow.begin_pre()
        start = flow.line
        language = next(_languages(element), "")

        def close() -> None:
            code = flow.end_pre()
            ticks = "`" * (1 + max((len(ticks) for ticks in _FENCE.findall(code)), default=2))
            # Lines that are blocks, not lines of the source, make it longer than it stands there.
            first = max(start, flow.line - code.count("\n"))
            places = (min(first + number, flow.line) for number in count())
            lines = [Line(text, place, place) for text, place in zip(code.split("\n"), places, strict=False)]
            if code.strip():
                flow.block([Line(ticks + language, first, first), *lines, Line(ticks, flow.line, flow.line)])

        return close

    # Tables.

    def _start_table(self, element: Element) -> Close:
        self._flow.flush()
        if self._table is not None or not holds_data(element):
            return self._flow.flush
        table = self._table = Table()

        def close() -> None:
            self._table = None
            self._flow.flush()
            if not is_blank(table.caption):
                self._flow.block_line("<figcaption>")
                self._flow.block(inline_lines(table.caption))
                self._flow.block_line("</figcaption>")
            self._flow.block(table.lines())

        return close

    def _row(self, element: Element) -> Close:
        if self._table is None:
            return self.block(element)
        self._table.add_row()
        return nothing

    def _cell(self, element: Element) -> Close:
        flow, table = self._flow, self._table
        if table is None or flow.in_cell:
            return self.block(element)
        flow.flush()
        flow.in_cell = True

        def close() -> None:
            flow.in_cell = False
            table.add_cell(flow.take(), is_header=tag_of(element) == "th")

        return close

    def _table_caption(self, element: Element) -> Close:
        flow, table = self._flow, self._table
        if table is None or flow.in_cell:
            return self._caption(element)
        flow.flush()
        flow.in_cell = True

        def close() -> None:
            flow.in_cell = False
            table.caption += flow.take()

        return close

    # Inline elements.

    def _link(self, element: Element) -> None:
        href = element.get("href") or ""
        if (address := safe_address(href)) and not note_referred_to(href) and not leads_back(href):
            self._flow.mark(LINK + address)

    def _code_span(self, _element: Element) -> Close:
        self._flow.code_spans += 1

        def close() -> None:
            self._flow.code_spans -= 1

        return close

    def _quotation(self, _element: Element) -> Close:
        self._flow.add("“")
        return lambda: self._flow.add("”")

    def _script(self, mark: str) -> Close:
        """A word above or below the line."""
        start = self._flow.gathered

        def close() -> None:
            written = self._flow.take(start)
            if len(written) == 1 and written[0].form is Form.TEXT and _SCRIPT.fullmatch(written[0].text):
                self._flow.add(f"{mark}{written[0].text}{mark}", Form.MARKDOWN)
            else:
                self._flow.put_back(written)

        return close


def _languages(pre: Element) -> Iterator[str]:
    """What the code in a `pre` says it is written in."""
    for element in (pre, *pre.iter("code")):
        if found := _CODE_LANGUAGE.search(element.get("class") or ""):
            yield found[1]


def _is_alone(cite: Element, above: Element) -> bool:
    """Whether a `cite` in a quote is a line of its own."""
    has_text = (above.text or "").strip() or (cite.tail or "").strip()
    return tag_of(above) == "blockquote" or (len(above) == 1 and not has_text)
