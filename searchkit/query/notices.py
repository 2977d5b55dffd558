"""What the reader of a query is told about how it was read: every sentence, in one place."""

from __future__ import annotations

NOTHING = "nothing to search for"
TOO_LONG = "only the first 1,000 characters were read"
TOO_MANY = "only the first 64 words, phrases and filters were read"
TOO_DEEP = "parentheses more than 16 deep were ignored"

QUOTE_UNCLOSED = "the quotation mark was never closed: read to the end"
QUOTE_STRAY = "a quotation mark that closes nothing was ignored"
QUOTE_LAST = "a quotation mark with nothing after it was ignored"
QUOTE_EMPTY = "empty quotation marks were ignored"

PAREN_UNCLOSED = "a parenthesis was never closed: read to the end"
PAREN_STRAY = "a parenthesis that closes nothing was ignored"
PAREN_EMPTY = "empty parentheses were ignored"

STAR_INSIDE = "a * is read only at the end of a word"
DISTANCE = "a word may be off by 2 letters at most: searched with ~2"
DISTANCE_ODD = "the number after ~ is 1 or 2: searched with ~1"
SLOP = "the words of a phrase may be 100 apart at most: searched with ~100"
SLOP_ODD = "the number after ~ is a whole one: searched without it"
BOOST = "a boost is between 0.1 and 10: the nearest was taken"
BOOST_ODD = "a boost is a number such as ^2: ignored"

RANGE_REVERSED = "the date range ends before it begins: read the other way round"


def lone(sign: str) -> str:
    """Of an operator or a mark with nothing to work on."""
    return f"{sign} had nothing to work on: ignored"


def unknown_field(name: str) -> str:
    """Of `name:` that is no field.

    >>> unknown_field("re")
    'unknown field re: searched as a word'
    """
    return f"unknown field {shown(name)}: searched as a word"


def empty_field(name: str) -> str:
    """Of a field and a space."""
    return f"{name}: takes its value without a space: searched as a word"


def no_value(name: str) -> str:
    """Of a filter with nothing to filter by."""
    return f"{name}: had no value: ignored"


def nested_field(name: str, outer: str) -> str:
    """Of a field within the parentheses of another."""
    return f"{name}: inside {outer}:( ) was ignored"


def whole_value(name: str) -> str:
    """Of a star after the value of a filter."""
    return f"{name}: takes a whole value: the * was ignored"


def other_kind(typed: str, kind: str) -> str:
    """Of a kind that is not one, but near one."""
    return f"kind:{shown(typed)} read as kind:{kind}"


def no_kind(typed: str, kinds: str) -> str:
    """Of a kind that is not near any."""
    return f"there is no kind {shown(typed)}: ignored (the kinds are {kinds})"


def no_date(typed: str) -> str:
    """Of a date that is not one."""
    return f"date:{shown(typed)} is not a date such as 2023, 2023-03 or 2023-03-20: ignored"


def no_range(typed: str) -> str:
    """Of a range without a day in it."""
    return f"date:{shown(typed)} is not a range such as [2023-01 TO 2023-06]: ignored"


def unfinished_range(typed: str) -> str:
    """Of a range without its end or its bracket."""
    return f"date:{shown(typed)} is not finished: read as far as it goes"


def shown(text: str) -> str:
    """What was typed, short enough for a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"


class Notices(dict[str, None]):
    """The notices so far, in order, each once."""

    __slots__ = ()

    def add(self, notice: str) -> None:
        """Tell the reader this, unless they were told."""
        self[notice] = None
