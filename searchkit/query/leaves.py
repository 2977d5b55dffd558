"""What one token of a query means: a word, a phrase or a filter, with the marks behind it.

Each function takes the token's text and the notices to add to, and returns a node, or None where
nothing is left of it.
"""

from __future__ import annotations

from searchkit.query import notices as told
from searchkit.query.dates import parse_comparison, parse_range
from searchkit.query.kinds import KINDS, nearest_kind
from searchkit.query.notices import Notices
from searchkit.query.scanner import has_words
from searchkit.query.tree import FIELDS, TAG_FIELDS, Dated, Fuzzy, Phrase, Prefix, Tagged, TextNode, Word

MAX_DISTANCE = 2
MAX_SLOP = 100
BOOSTS = (0.1, 10.0)


def read_word(text: str, notices: Notices) -> TextNode | None:
    """A word with its marks: `word`, `word*`, `word~1`, each with `^2`. None where it has no letter."""
    if text.isalnum():
        return Word(text)
    if text[-1] == '"':
        notices.add(told.QUOTE_STRAY)
        text = text.rstrip('"')
    if text[0] == "^" and (not text[1:] or _is_number(text[1:])):
        notices.add(told.lone(text))
        return None
    text, boost = _boosted(text, notices)
    if "*" in text:
        return _starred(text, boost, notices)
    word, tilde, number = text.rpartition("~")
    if tilde and (not number or _is_number(number)):
        return _fuzzy(word, number, boost, notices)
    return Word(text, boost) if has_words(text) else None


def notice_colon(text: str, notices: Notices, *, before_group: bool) -> None:
    """Tell of a word that looks like a field, but not of other colons: `http://x`, `12:30`, `Re: hello`.

    `before_group` is whether a quotation mark or a parenthesis follows at once.
    """
    name, _, value = text.partition(":")
    if not (name.isascii() and name.isalpha()):
        return
    if name.lower() in FIELDS:
        notices.add(told.empty_field(name))
    elif value[:1].isalnum() or (before_group and not value):
        notices.add(told.unknown_field(name))


def read_phrase(text: str, marks: str, notices: Notices) -> Phrase | None:
    """A phrase with its marks: `~3` and `^2`."""
    near, boost = _boosted(marks, notices)
    if not has_words(text):
        notices.add(told.QUOTE_EMPTY)
        return None
    return Phrase(text.strip(), _slop(near, notices), boost)


def read_filter(field: str, text: str, notices: Notices) -> Tagged | Dated | None:
    """The value of a field that filters."""
    value = text.rstrip(',;"').strip()
    if value.endswith("*"):
        notices.add(told.whole_value(field))
        value = value.rstrip("*")
    if not value:
        notices.add(told.no_value(field))
        return None
    if field == "date":
        return _date(value, notices)
    return _kind(value, notices) if field == "kind" else Tagged(TAG_FIELDS[field], value)


def read_range(text: str, notices: Notices) -> Dated | None:
    """A range of dates in brackets."""
    dates = parse_range(text)
    if dates is None:
        dates = parse_range(_reversed(text))
        notices.add(told.RANGE_REVERSED if dates else told.no_range(text))
    elif text[-1] not in "]}":
        notices.add(told.unfinished_range(text))
    return dates


def _boosted(text: str, notices: Notices) -> tuple[str, float]:
    """The text without its boost, and the boost."""
    body, caret, number = text.rpartition("^")
    if not caret:
        return text, 1.0
    if not number:
        notices.add(told.BOOST_ODD)
        return body, 1.0
    if not _is_number(number):
        return text, 1.0
    low, high = BOOSTS
    boost = min(max(float(number), low), high)
    if boost != float(number):
        notices.add(told.BOOST)
    return body, boost


def _starred(text: str, boost: float, notices: Notices) -> TextNode | None:
    stem = text.strip("*")
    if not has_words(stem):
        notices.add(told.lone("*"))
        return None
    if text[0] == "*" or "*" in stem:
        notices.add(told.STAR_INSIDE)
    if text[-1] == "*" and text[0] != "*":
        return Prefix(stem, boost)
    return Word(stem, boost)


def _fuzzy(text: str, number: str, boost: float, notices: Notices) -> TextNode | None:
    if not has_words(text):
        notices.add(told.lone("~"))
        return Word(number, boost) if number else None
    distance = float(number or 1)
    if distance > MAX_DISTANCE:
        notices.add(told.DISTANCE)
        distance = MAX_DISTANCE
    elif distance != int(distance):
        notices.add(told.DISTANCE_ODD)
        distance = 1
    return Fuzzy(text, int(distance), boost) if distance else Word(text, boost)


def _slop(mark: str, notices: Notices) -> int:
    if not mark:
        return 0
    number = mark[1:]
    if not number:
        return 1
    if not number.isdecimal():
        notices.add(told.SLOP_ODD)
        return 0
    if len(number) > len(str(MAX_SLOP)) or int(number) > MAX_SLOP:
        notices.add(told.SLOP)
        return MAX_SLOP
    return int(number)


def _kind(value: str, notices: Notices) -> Tagged | None:
    kind = nearest_kind(value)
    if kind is None:
        notices.add(told.no_kind(value, ", ".join(KINDS)))
        return None
    if kind != value.lower():
        notices.add(told.other_kind(value, kind))
    return Tagged("kind", kind)


def _date(value: str, notices: Notices) -> Dated | None:
    dates = parse_comparison(value)
    if dates is None:
        notices.add(told.no_date(value))
    return dates


def _reversed(text: str) -> str:
    """`[b TO a}` for `{a TO b]`: a bracket stays with its date."""
    start, _, end = text.strip("[]{} ").upper().partition(" TO ")
    return f"{'{' if text[-1] == '}' else '['}{end} TO {start}{'}' if text[0] == '{' else ']'}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdecimal()
