"""HTML to test with: trees that Hypothesis draws, their source, and the words that a browser would show.

A tree is text or a tag with trees in it. `words` walks it alone: it knows nothing of how HTML is read.
"""

from __future__ import annotations

import html
from typing import TypeAlias

from hypothesis import strategies as st

Tree: TypeAlias = "str | tuple[str, tuple[Tree, ...]]"

# What Markdown, or a dialect of it, would take for markup.
_HOSTILE = r"""
    word another *a* **b** _c_ __init__ snake_case [d](e) [f] ![g](h) <i> & &amp; &#42; 1. 2) 1986.
    - + # ## > >> | a|b ``` `k` ` $l$ $5 $$ {{m}} {%n%} {.o} {#p} ::: :: : --- -- === == ~~~ ~q~ ^r^
    ^[s] [^1] [^2]: [[t]] [x] [ ] ![[u]] \ \\ \* ! !!! ? (c) %% ++ +++ a--b --help @v *** * _ ~ ^ ]
    [ } { < > [!note] <!-- --> </p> <br> '' "w" é 漢字
""".split()
_PIECE = st.one_of(st.sampled_from(_HOSTILE), st.text("abc *_[]<>`#-.!\\", min_size=1, max_size=6))
_TEXT = st.lists(_PIECE, min_size=1, max_size=5).map(" ".join)
_SPACED = st.tuples(st.sampled_from(["", " ", "\n"]), _TEXT, st.sampled_from(["", " ", "\n  "])).map("".join)

_INLINE_TAGS = ("b", "strong", "i", "em", "s", "span", "a", "u", "code", "sup", "small", "var")
_BLOCK_TAGS = (
    "p",
    "div",
    "section",
    "h2",
    "h3",
    "blockquote",
    "pre",
    "article",
    "address",
    "details",
    "summary",
)

_inline: st.SearchStrategy[Tree] = st.recursive(
    _SPACED,
    lambda inner: st.tuples(st.sampled_from(_INLINE_TAGS), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
_RUN = st.lists(_inline, min_size=1, max_size=4).map(tuple)


def _blocks(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(several.map(lambda trees: ("li", trees)), min_size=1, max_size=3).map(tuple)
    cells = st.lists(_RUN.map(lambda run: ("td", run)), min_size=1, max_size=3).map(tuple)
    rows = st.lists(cells.map(lambda row: ("tr", row)), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.sampled_from(("ul", "ol")), items),
        st.tuples(st.sampled_from(("blockquote", "div", "figure", "section")), several),
        rows.map(lambda trees: ("table", trees)),
    )


_LEAF = st.tuples(st.sampled_from(_BLOCK_TAGS), _RUN)
trees: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(_RUN.map(lambda run: ("p", run)), _LEAF), _blocks, max_leaves=8
)


def source(tree: Tree) -> str:
    """The HTML of a tree."""
    if isinstance(tree, str):
        return html.escape(tree, quote=False)
    tag, inner = tree
    attributes = ' href="https://example.com/a_b"' if tag == "a" else ""
    return f"<{tag}{attributes}>{''.join(map(source, inner))}</{tag}>"


def words(tree: Tree) -> list[str]:
    """The words of a tree, in the order they are shown."""
    return _shown(tree).split()


def _shown(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    tag, inner = tree
    text = "".join(map(_shown, inner))
    return text if tag in _INLINE_TAGS else f"\n{text}\n"
