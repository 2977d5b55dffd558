"""HTML to a tree: text of any kind goes in, lxml's elements come out.

The parser is libxml2's, which takes whatever there is. It stops at 2,048 levels; what nests deeper is
read once more without the elements that only nest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

from searchkit.reading.html_tags import Preformatted, Tag, read_html

Element = etree._Element  # noqa: SLF001  (lxml's own name for its type)

# In C: an element is asked for its text once for each that it nests in.
_STRING = etree.XPath("string()")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT_WHEN_TOO_DEEP = frozenset("p br h1 h2 h3 h4 h5 h6 title".split())


def parse(text: str) -> tuple[Element, bool]:
    """The `html` element of `text`, and whether it nested too deeply to keep more than its paragraphs."""
    text = _UNREADABLE.sub("", text)
    tree, complete = _tree(text)
    if complete:
        return tree, False
    return _tree("".join(_flat(text)))[0], True


def _tree(text: str) -> tuple[Element, bool]:
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
    # A body of its own makes sure that there is a tree, and that text before any tag is in it.
    tree = etree.fromstring(text.encode() if "<" in text else b"<body>" + text.encode(), parser)
    too_deep = any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
    return tree if tree is not None else etree.Element("html"), not too_deep


def _flat(text: str) -> Iterator[str]:
    for piece in read_html(text):
        if isinstance(piece, str):
            yield html.escape(piece, quote=False)
        elif isinstance(piece, Preformatted):
            yield f"<pre>{html.escape(piece.text, quote=False)}</pre>"
        elif isinstance(piece, Tag):
            kept = piece.name in _KEPT_WHEN_TOO_DEEP
            yield f"<{'/' * piece.closes}{piece.name}>" if kept else " "
        else:
            yield "\n" * piece.count


def tag_of(element: Element) -> str:
    """The name of an element in lower case, empty for a comment or an instruction."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def classes_of(element: Element) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def text_of(element: Element) -> str:
    """The text in an element, on one line."""
    return " ".join(str(_STRING(element)).split())
