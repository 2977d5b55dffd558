"""HTML that is escaped by construction: text that is not HTML already becomes it only through `element`."""

from __future__ import annotations

from html import escape

_VOID = frozenset({"link", "meta", "input"})


class Html(str):
    """A piece of HTML, safe to put into another."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Html:
    """An element; children that are not `Html` are escaped, attributes that are None left out.

    A name's trailing underscore is dropped, others become hyphens: `class_`, `aria_label`.

    >>> element("p", "a < b ", element("b", "bold"), class_="x")
    '<p class="x">a &lt; b <b>bold</b></p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{''.join(map(_escaped, children))}</{name}>")


def document(title: str, language: str, head: tuple[Html, ...], body: tuple[Html, ...]) -> str:
    """A whole page."""
    meta = (
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
    )
    html = element("html", element("head", *meta, *head), element("body", *body), lang=language)
    return f"<!doctype html>\n{html}\n"


def _escaped(child: str) -> str:
    return child if isinstance(child, Html) else escape(child)
