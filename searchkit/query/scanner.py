"""Typed text, cleaned and cut into tokens.

Spaces of every sort become single ones, quotation marks of every sort become `"`, and what cannot
be seen is dropped: control characters, bidi marks, zero-width characters, lone surrogates.
"""

from __future__ import annotations

import re

from searchkit.query.tree import FIELDS

MAX_CHARACTERS = 1000

# A sign counts at the start of a word, before something to search for: `-openai`, not `GPT-4`, `--x`, `->`.
# A quotation mark that ends a word opens nothing: it is an inch, or has lost its partner.
# Nothing here can backtrack more than once over the same text: time is linear.
TOKEN = re.compile(
    r"[ ]?"
    r'(?:((?<![^ (])[+-](?=[\w"(@#$]))?'  # sign
    rf"(?:((?ai:{'|'.join(FIELDS)})):(?=[^ )]))?"  # field
    r'(?:([^ "()]+(?:"+(?=[ )]|$))?)'  # word
    r'|"([^"]*)("?)([~^][~^0-9.]*)?'  # phrase, its end, its marks
    r"|([()])))"  # parenthesis
)

_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))


def clean(text: str) -> tuple[str, bool]:
    r"""The text as it is read, and whether there was more than is read.

    >>> clean(" “style\u00a0transfer”\u200b \x00RLHF\n")
    ('"style transfer" RLHF', False)
    """
    was_cut = False
    if len(text) > MAX_CHARACTERS:
        text, was_cut = _cut(text)
    text = " ".join(text.split())
    if not text.isascii() or not text.isprintable():
        text = "".join(filter(str.isprintable, text.translate(_STRAIGHT)))
        text = " ".join(text.split())
    return text, was_cut


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return text.isalnum() or any(map(str.isalnum, text))


def _cut(text: str) -> tuple[str, bool]:
    """The first characters, without a word that would be cut in two."""
    text = text.strip()
    if len(text) <= MAX_CHARACTERS:
        return text, False
    head = text[:MAX_CHARACTERS]
    if not text[MAX_CHARACTERS].isspace():
        head = head.rsplit(maxsplit=1)[0]
    return head, True
