"""An HTML tree to Markdown: an element goes in, the Markdown of what is in it comes out.

One walk over the tree, without recursion. What a reader does not see is passed over with all that is
in it; no other text is lost.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from lxml import etree

from searchkit.reading.html.article import Chrome
from searchkit.reading.html.elements import Elements
from searchkit.reading.html.embeds import embed, fence, player_address, role, safe_address, take_byline
from searchkit.reading.html.flow import Close, Flow, nothing
from searchkit.reading.html.inline import Form, destination, escaped_in_brackets
from searchkit.reading.html.notes import Notes
from searchkit.reading.html.tree import Element, classes_of, tag_of
from searchkit.reading.html.writing import Converted
from searchkit.reading.substack import Role

_IMAGE_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
_EMOJI = frozenset({"emoji", "wp-smiley"})


class Problem(NamedTuple):
    """What could not be converted; `line` is that of the HTML. Of a player its address is kept."""

    line: int
    message: str
    is_loss: bool = True


class Conversion(NamedTuple):
    """Markdown, and what could not be converted."""

    converted: Converted
    problems: list[Problem]


def to_markdown(root: Element, chrome: Chrome, notes: Notes, *, breaks: bool = False) -> Conversion:
    """The Markdown of what is in `root`, without what `chrome` holds.

    `breaks` reads line breaks in text as WordPress does: one breaks a line, two a paragraph.
    """
    walk = _Walk(root, chrome, notes, breaks=breaks)
    return Conversion(walk.read(), walk.problems)


class _Walk:
    def __init__(self, root: Element, chrome: Chrome, notes: Notes, *, breaks: bool) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._chrome = chrome
        self._notes = notes
        self._flow = Flow(root.sourceline or 1, breaks=breaks)
        self._elements = Elements(self._flow)
        self._closers: list[Close] = []

    def read(self) -> Converted:
        flow = self._flow
        events = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event == "start":
                flow.line = max(flow.line, element.sourceline or 0)
                flow.begin_marks()
                if not self._start(element):
                    events.skip_subtree()
                continue
            if event == "end":
                self._closers.pop()()
                flow.end_marks()
            if element is not self._root:
                flow.text(element.tail)
        return flow.finish()

    def _start(self, element: Element) -> bool:
        """Begin an element; whether what is in it is read."""
        if element is self._root:
            self._closers.append(nothing)
        elif self._stands_for_itself(element):
            self._closers.append(nothing)
            return False
        else:
            self._closers.append(self._open(element))
        self._flow.text(element.text)
        return True

    def _open(self, element: Element) -> Close:
        if label := self._notes.definitions.get(element):
            return self._elements.note(label, self._notes.markers.get(label, ""))
        if attributes := embed(element):
            self._flow.block_line(fence(attributes))
            take_byline(element)
            return lambda: self._flow.block_line(":::")
        return self._elements.open(element)

    def _stands_for_itself(self, element: Element) -> bool:
        """Write what an element becomes that holds no text to read on in, or nothing."""
        tag = tag_of(element)
        if tex := _tex(element):
            self._formula(tex, is_block=tag == "div")
        elif address := player_address(element):
            self._player(address)
        elif self._chrome.holds(element) or element in self._notes.back_links:
            pass
        elif role(element) is Role.CHROME:
            self._left_out(element)
        elif label := self._notes.references.get(element):
            self._flow.add(f"[^{label}]", Form.MARKDOWN)
        elif tag == "img":
            self._image(element)
        elif tag == "br":
            self._flow.line_break()
        elif tag == "hr":
            if self._flow.written or self._flow.gathered:
                self._flow.block_line("***")
        else:
            return False
        return True

    def _player(self, address: str) -> None:
        """A link without words: it is kept in the Markdown, and nothing of it is read."""
        self._flow.block_line(f"[]({destination(address)})")
        self._problem(f"a player of {address} is kept as its address only", is_loss=False)

    def _left_out(self, widget: Element) -> None:
        """What of a platform's widget is not the platform's own."""
        if "poll-embed" in classes_of(widget):
            self._problem("a poll is left out")
        for player in widget.iter("iframe"):
            if address := player_address(player):
                self._player(address)

    def _image(self, element: Element) -> None:
        alt = " ".join((element.get("alt") or "").split())
        addresses = (safe_address(element.get(name) or "") for name in _IMAGE_SOURCES)
        source = next(filter(None, addresses), "")
        if not _EMOJI.isdisjoint(classes_of(element)):
            self._flow.add(alt)
        elif (source or alt) and element.get("width") != "1":
            self._flow.add(f"![{escaped_in_brackets(alt)}]({destination(source)})", Form.MARKDOWN)

    def _formula(self, tex: str, *, is_block: bool) -> None:
        if is_block:
            self._flow.block_line(f"$${tex}$$")
        else:
            self._flow.add(f"${tex}$", Form.MARKDOWN)

    def _problem(self, message: str, *, is_loss: bool = True) -> None:
        self.problems.append(Problem(self._flow.line, message, is_loss))


def _tex(element: Element) -> str:
    """The formula that an element shows, where it has its TeX."""
    tag = tag_of(element)
    if tag == "script" and (element.get("type") or "").startswith("math/tex"):
        tex = element.text or ""
    elif tag == "math":
        notes = (note.text or "" for note in element.iter("annotation"))
        tex = next(notes, "") or element.get("alttext") or ""
    elif "latex-rendered" in classes_of(element):
        tex = _substack_tex(element)
    else:
        return ""
    tex = " ".join(tex.split())
    return "" if "$" in tex else tex


def _substack_tex(element: Element) -> str:
    try:
        return str(json.loads(element.get("data-attrs") or "")["persistentExpression"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
