"""The kinds a query may name, and the one that was meant where it names none of them."""

from __future__ import annotations

from searchkit.essay import Kind

KINDS = tuple(kind.value for kind in Kind)


def nearest_kind(text: str) -> str | None:
    """The kind that `text` begins, holds or misspells, or None.

    >>> [nearest_kind(text) for text in ("quotes", "Foot", "blockquote", "qoute", "poem")]
    ['quote', 'footnote', 'quote', 'quote', None]
    """
    text = text.lower()
    if text in KINDS:
        return text
    for kind in KINDS:
        if text and kind.startswith(text):
            return kind
    for kind in KINDS:
        if kind in text or (len(text) > 2 and text in kind):
            return kind
    from rapidfuzz.distance import Levenshtein  # only a misspelling needs it

    edits, kind = min((Levenshtein.distance(text, kind), kind) for kind in KINDS)
    return kind if edits <= (1 if len(text) < 5 else 2) else None
