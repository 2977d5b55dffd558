"""Footnotes in HTML: a tree goes in; which links refer to a note, and which elements are notes, comes out.

A note is what a reference leads to, where that says that it is one (its id, its class or that of what
it stands in, a role), or where it links back to the reference; and every `.footnote` or item of a list
of footnotes, referred to or not. Platforms differ in all else: Substack puts the id on a link in a
`div`, WordPress on an item, Word on a link in a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from searchkit.reading.html.article import is_notes
from searchkit.reading.html.tree import Element, classes_of, tag_of, text_of

_NOTE_ID = re.compile(
    r"(?:user-content-)?_?(?:fn|ftn|edn|footnote|foot|note|endnote|cite_note|sdfootnote|easy-footnote-bottom"
    r"|footnote_plugin_tooltip|f|n|en)[-_:.]*(?:\w+[-_:.])*?\d+(?:sym)?\Z",
    re.IGNORECASE,
)
_NOTE_CLASSES = frozenset({"footnote", "endnote", "footnote-item", "footnote-body"})
_BACK_CLASSES = frozenset(
    """
    footnote-number footnote-backref footnote-back reversefootnote footnote-return footnote-backlink
    footnotebacklink data-footnote-backref
    """.split()
)
_REFERENCE_ROLES = frozenset({"doc-noteref", "noteref"})
_BACK_ROLES = frozenset({"doc-backlink", "backlink"})
_MARKER = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,4}|#)[\])]?\.?", re.IGNORECASE)
_BACK_ARROW = re.compile(r"[\s\[(]*[↩↑⤴⏎^⬆↵◂←][\ufe0e\ufe0f]?[\s\d)\]]*")
_BLOCKS = frozenset("li p div dd aside tr section".split())


@dataclass(slots=True)
class Notes:
    """The footnotes of a tree, by their elements."""

    references: dict[Element, str] = field(default_factory=dict)
    """Links in the text, and the labels of the notes they lead to."""
    definitions: dict[Element, str] = field(default_factory=dict)
    """Elements that are notes, and their labels."""
    markers: dict[str, str] = field(default_factory=dict)
    """What stands in the text for each label, without brackets."""
    back_links: set[Element] = field(default_factory=set)
    """Links that lead from a note to the text."""


def find_notes(root: Element) -> Notes:
    """The footnotes in `root`, labelled by number in the order they are first referred to."""
    targets = _targets(root)
    notes = Notes()
    links = [(link, target) for link in root.iter("a") if (target := _target(link, targets)) is not None]
    bodies = {target: body for _, target in links if (body := _body(target, root)) is not None}
    _drop_shared(bodies)
    for link, target in links:
        body = bodies.get(target)
        if body is not None and _refers(link, target, body) and not _is_in(link, body):
            label = notes.definitions.setdefault(body, str(len(notes.definitions) + 1))
            notes.references[link] = label
            notes.markers[label] = text_of(link).strip("[]().")
    for body in _said_to_be_notes(root):
        if body not in notes.definitions and not any(_is_in(body, other) for other in _around(body, notes)):
            notes.definitions[body] = str(len(notes.definitions) + 1)
    notes.back_links = set(_back_links(notes.definitions, dict(links), notes.references))
    return notes


def _is_marker(text: str) -> bool:
    """Whether a text is what stands in for a footnote: `3`, `[3]`, `*`."""
    return _MARKER.fullmatch(text.strip()) is not None


def _targets(root: Element) -> dict[str, Element]:
    targets: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")) if tag_of(element) else ():
            if name:
                targets.setdefault(name, element)
    return targets


def _target(link: Element, targets: dict[str, Element]) -> Element | None:
    _, found, fragment = (link.get("href") or "").partition("#")
    return targets.get(fragment) if found else None


def _body(target: Element, root: Element) -> Element | None:
    """What holds the whole of a note: the nearest block around its target that is not the text itself."""
    for element in (target, *target.iterancestors()):
        if element is root:
            return None
        if tag_of(element) not in _BLOCKS:
            continue
        parent = element.getparent()
        inside_note = parent is not None and tag_of(parent) in ("li", "div") and _is_note(parent)
        return parent if inside_note else element
    return None


def _drop_shared(bodies: dict[Element, Element]) -> None:
    """Notes that stand together in one element are parts of it that we cannot tell apart."""
    first: dict[Element, Element] = {}
    shared = {
        body for target, body in bodies.items() if first.setdefault(body, target) is not target
        and not _is_in(target, first[body]) and not _is_in(first[body], target)
    }  # fmt: skip
    for target in [target for target, body in bodies.items() if body in shared]:
        del bodies[target]


def _refers(link: Element, target: Element, body: Element) -> bool:
    if _says_back(link):
        return False
    if _says_reference(link):
        return True
    if not _is_marker(text_of(link)):
        return False
    named = any(
        _NOTE_ID.fullmatch(element.get("id") or element.get("name") or "") for element in (target, body)
    )
    return named or _is_note(body) or _links_back(link, body)


def _says_reference(link: Element) -> bool:
    return (
        link.get("role") in _REFERENCE_ROLES
        or link.get("rel") == "footnote"
        or link.get("epub:type") in _REFERENCE_ROLES
        or not {"footnote-anchor", "footnote-ref", "footnoteref"}.isdisjoint(classes_of(link))
        or link.get("data-footnote-ref") is not None
    )


def _says_back(link: Element) -> bool:
    return (
        link.get("role") in _BACK_ROLES
        or not _BACK_CLASSES.isdisjoint(classes_of(link))
        or link.get("data-footnote-backref") is not None
        or _BACK_ARROW.fullmatch(text_of(link)) is not None
    )


def _is_note(element: Element) -> bool:
    parent = element.getparent()
    return (
        not _NOTE_CLASSES.isdisjoint(classes_of(element))
        or element.get("role") in ("doc-footnote", "doc-endnote")
        or (tag_of(element) == "li" and parent is not None and _is_list_of_notes(parent))
    )


def _is_list_of_notes(items: Element) -> bool:
    around = items.getparent()
    return is_notes(items) or (around is not None and is_notes(around))


def _links_back(link: Element, body: Element) -> bool:
    names = {link.get("id"), link.get("name")}
    parent = link.getparent()
    if parent is not None:
        names |= {parent.get("id"), parent.get("name")}
    hrefs = {(back.get("href") or "").partition("#")[2] for back in body.iter("a")}
    return bool(hrefs & (names - {None, ""}))


def _said_to_be_notes(root: Element) -> Iterator[Element]:
    return (
        element
        for element in root.iter("li", "div", "aside", "p")
        if element is not root and _is_note(element)
    )


def _around(body: Element, notes: Notes) -> list[Element]:
    return [element for element in body.iterancestors() if element in notes.definitions]


def _is_in(element: Element, body: Element) -> bool:
    return element is body or any(above is body for above in element.iterancestors())


def _back_links(
    definitions: dict[Element, str], targets: dict[Element, Element], references: dict[Element, str]
) -> Iterator[Element]:
    for body in definitions:
        for link in body.iter("a"):
            if link in references:
                continue
            leads_out = link in targets and not _is_in(targets[link], body)
            is_label = _is_marker(text_of(link)) or not text_of(link)
            if _says_back(link) or (leads_out and is_label):
                yield link
