"""Documents of Ghost's editors to HTML: Lexical (of today) and Mobiledoc (until 2023).

Both are JSON. Nodes that hold text become the elements that Ghost makes of them; a card that holds
none (a product, a sign-up form) is named in a notice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

Node = dict[str, Any]

_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
    "extended-text": "span",
}
_WITHOUT_TEXT = frozenset({"paywall", "horizontalrule", "linebreak", "hr"})
_MOST_NESTED = 100


def document_html(lexical: str, mobiledoc: str) -> tuple[str, list[str]]:
    """The HTML of the document that is there, and notices of what is not in it."""
    notices: list[str] = []
    if document := _parsed(lexical):
        return _lexical(document.get("root", {}), notices), notices
    if document := _parsed(mobiledoc):
        return _Mobiledoc(document, notices).html(), notices
    return "", ["its document does not parse"] if lexical or mobiledoc else []


def _parsed(text: str) -> Node:
    try:
        document = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _children(node: Node) -> list[Node]:
    children = node.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _lexical(node: Node, notices: list[str], depth: int = 0) -> str:
    kind = str(node.get("type", ""))
    if depth > _MOST_NESTED:
        notices.append("it nests too deeply: a part is left out")
        return ""
    if kind in ("text", "extended-text") and "text" in node:
        return _formatted(node)
    inner = "".join(_lexical(child, notices, depth + 1) for child in _children(node))
    if kind in ("root", ""):
        return inner
    if kind in ("heading", "extended-heading"):
        tag = str(node.get("tag", "h2"))
        return _element(tag if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2", inner)
    if kind == "list":
        return _element("ol" if node.get("listType") == "number" else "ul", inner)
    if kind in ("link", "autolink"):
        return f'<a href="{escape(_text(node, "url"))}">{inner}</a>'
    if kind in _BLOCKS:
        return _element(_BLOCKS[kind], inner)
    return _card(kind, node, notices) or inner


def _formatted(node: Node) -> str:
    text = escape(_text(node, "text"), quote=False)
    number = node.get("format")
    for bit, tag in _FORMATS:
        if isinstance(number, int) and number & bit:
            text = _element(tag, text)
    return text


def _card(kind: str, card: Node, notices: list[str]) -> str:
    """What a card becomes; a card of a kind that is not known leaves nothing but a notice."""
    if maker := _CARDS.get(kind):
        return maker(card)
    if kind not in _WITHOUT_TEXT:
        notices.append(f"a card is left out: {kind}")
    return "<br>" if kind == "linebreak" else "<hr>" if kind in ("horizontalrule", "hr") else ""


def _image(card: Node) -> str:
    caption = _text(card, "caption")
    image = f'<img src="{escape(_text(card, "src"))}" alt="{escape(_text(card, "alt"))}">'
    return f"<figure>{image}{_element('figcaption', caption) if caption else ''}</figure>"


def _gallery(card: Node) -> str:
    images = card.get("images")
    each = [_image(image) for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    caption = _text(card, "caption")
    return "".join(each) + (f"<figure>{_element('figcaption', caption)}</figure>" if caption else "")


def _code(card: Node) -> str:
    language = escape(_text(card, "language"))
    caption = _text(card, "caption")
    code = escape(_text(card, "code"), quote=False)
    shown = f'<pre><code class="language-{language}">{code}</code></pre>'
    return shown + (f"<figure>{_element('figcaption', caption)}</figure>" if caption else "")


def _bookmark(card: Node) -> str:
    data = card.get("metadata")
    title = _text(data, "title") if isinstance(data, dict) else ""
    url, caption = _text(card, "url"), _text(card, "caption")
    link = f'<p><a href="{escape(url)}">{escape(title or url, quote=False)}</a></p>'
    return link + (f"<figure>{_element('figcaption', caption)}</figure>" if caption else "")


def _embed(card: Node) -> str:
    caption = _text(card, "caption")
    shown = _text(card, "html") or f'<p><a href="{escape(_text(card, "url"))}"></a></p>'
    return shown + (f"<figure>{_element('figcaption', caption)}</figure>" if caption else "")


def _callout(card: Node) -> str:
    return _element("blockquote", _text(card, "calloutText") or _text(card, "text"))


def _toggle(card: Node) -> str:
    return f"<h4>{_text(card, 'heading')}</h4><div>{_text(card, 'content')}</div>"


def _header(card: Node) -> str:
    return f"<h2>{_text(card, 'header')}</h2><p>{_text(card, 'subheader')}</p>"


def _file(card: Node) -> str:
    title = _text(card, "fileTitle") or _text(card, "title") or _text(card, "fileName")
    about = _text(card, "fileCaption") or _text(card, "caption")
    return f"<p>{escape(title, quote=False)}</p><p>{escape(about, quote=False)}</p>"


def _markdown(card: Node) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    return str(parser.use(footnote_plugin).render(_text(card, "markdown")))


def _player(card: Node) -> str:
    return f'<video src="{escape(_text(card, "src"))}"></video>' + _file(card)


def _html(card: Node) -> str:
    return _text(card, "html")


_CARDS: dict[str, Callable[[Node], str]] = {
    "image": _image,
    "gallery": _gallery,
    "codeblock": _code,
    "code": _code,
    "html": _html,
    "email": _html,
    "email-cta": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "bookmark": _bookmark,
    "embed": _embed,
    "callout": _callout,
    "toggle": _toggle,
    "header": _header,
    "file": _file,
    "audio": _player,
    "video": _player,
}


def _element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _text(node: Node, name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


class _Mobiledoc:
    """A document of sections, whose runs of text open and close marks by number."""

    def __init__(self, document: Node, notices: list[str]) -> None:
        self._document = document
        self._notices = notices

    def html(self) -> str:
        """The whole of it."""
        return "".join(map(self._section, self._listed("sections")))

    def _listed(self, name: str) -> list[list[Any]]:
        items = self._document.get(name)
        return [item for item in items if isinstance(item, list) and item] if isinstance(items, list) else []

    def _section(self, section: list[Any]) -> str:
        match section:
            case [1, str(tag), list(runs), *_]:
                return _element("blockquote" if tag == "aside" else tag, self._runs(runs))
            case [2, str(source), *_]:
                return f'<img src="{escape(source)}">'
            case [3, str(tag), list(items), *_]:
                each = (_element("li", self._runs(runs)) for runs in items if isinstance(runs, list))
                return _element(tag, "".join(each))
            case [10, int(number), *_]:
                return self._named_card(number)
            case _:
                return ""

    def _named_card(self, number: int) -> str:
        match self._at("cards", number):
            case [str(kind), dict(card), *_]:
                return _card(kind, card, self._notices)
            case _:
                return ""

    def _at(self, name: str, number: int) -> list[Any]:
        items = self._listed(name)
        return items[number] if 0 <= number < len(items) else []

    def _runs(self, runs: list[Any]) -> str:
        parts: list[str] = []
        opened: list[str] = []
        for run in runs:
            match run:
                case [int(kind), list(marks), int(closed), value, *_]:
                    parts += [self._opening(number, opened) for number in marks]
                    parts.append(self._run(kind, value))
                    parts += [f"</{opened.pop()}>" for _ in range(min(closed, len(opened)))]
        return "".join(parts)

    def _opening(self, number: object, opened: list[str]) -> str:
        match self._at("markups", number) if isinstance(number, int) else []:
            case ["a", ["href", str(href), *_], *_]:
                opened.append("a")
                return f'<a href="{escape(href)}">'
            case [str(tag), *_]:
                opened.append(tag)
                return f"<{tag}>"
            case _:
                opened.append("span")
                return "<span>"

    def _run(self, kind: int, value: object) -> str:
        if kind == 0:
            return escape(str(value), quote=False)
        match self._at("atoms", value) if isinstance(value, int) else []:
            case ["soft-return", *_]:
                return "<br>"
            case [_, str(text), *_]:
                return escape(text, quote=False)
            case _:
                return ""
