"""Who speaks in an interview or a transcript: paragraphs go in, the turns that begin in them come out.

A turn begins with a label: a name in bold, or a name beside a time.

    **Jane Doe:** text   **Q:** text   **Jane Doe [00:12:03]:** text
    [00:12:03] Jane Doe: text   Jane Doe [00:12:03]: text   Jane Doe (12:03), on a line of its own

Much else stands in bold before a colon (`**Summary:**`). So labels are speakers only where they make a
conversation: a question is answered by another, somebody who has a full name speaks again, or two take
turns. Short labels are those of the full names that came before: `JD` and `Jane` are Jane Doe.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from searchkit.reading.names import is_name, is_person

LONGEST_LABEL = 80
"""Code points in which a label ends."""

_TIME = r"(?:\d{1,2}:)?[0-5]?\d:[0-5]\d(?:\.\d+)?"
_STAMP = rf"(?:[\[(]{_TIME}(?:\s*[-–—>]+\s*{_TIME})?[\])]|\d{{1,2}}:[0-5]\d:[0-5]\d(?:\.\d+)?)"
_NAME = r"(?P<name>[^\W_][^\n:：\[\]()?!,;]{0,39}?)"
_TIMED = re.compile(
    rf"{_STAMP}\s*[-–—]?\s*{_NAME}\s*[:：](?=\s|\Z)\s*"
    rf"|{_NAME.replace('name', 'after')}[,\s]\s*[-–—]?\s*{_STAMP}(?:\s*[:：](?=\s|\Z)\s*|\s*(?:\n|\Z))"
)
_CLOCK = re.compile(r"\d:[0-5]\d")
_LABELLED = re.compile(rf"{_NAME}\s*[:：](?:\s+|\Z)")

_ROLES = frozenset(
    """
    q a question answer interviewer interviewee host guest moderator audience speaker narrator reporter
    caller f r frage antwort
    """.split()
)
_ROLE = re.compile(
    r"(?:[qa]\d+|speaker \d+|speaker [a-z]|guest \d+|host \d+|audience member(?: \d+)?)", re.IGNORECASE
)
_NOT_SPEAKERS = frozenset(
    """
    note notes update updated summary tl;dr tldr prompt response output input finding findings example warning
    tip tips pros cons pro con before after good bad problem solution myth fact goal goals result results
    edit ps correction disclaimer disclosure source sources topics links credits title abstract step
    chapter part figure table date time where when who what why how rating score price author authors
    published duration transcript minimum maximum stretch option todo do don't dos don'ts definition
    claim evidence premise conclusion caveat aside takeaway takeaways lesson lessons idea ideas context
    background challenge approach outcome impact status owner deadline location format budget hypothesis
    observation action actions decision reason reasons advantage advantages disadvantage disadvantages
    strength strengths weakness weaknesses benefit benefits risk risks cost costs intro outro hint quote
    also related via bonus bug fix remember important caution danger info introduction verdict
    translation original then now system user assistant human theorem lemma proof proposition corollary
    remark exercise method methods ingredients instructions directions servings yield
    """.split()
)
_FEWEST_TURNS = 4


class Label(NamedTuple):
    """What a paragraph may begin with: who speaks, where the speech starts, and whether a time is there."""

    name: str
    end: int
    timed: bool


class Turn(NamedTuple):
    """A paragraph that a speaker begins with: its place among the paragraphs, where the speech starts."""

    place: int
    speaker: str
    start: int
    timed: bool


def read_label(text: str, bold: str) -> Label | None:
    """The label that a paragraph may begin with; `bold` is the bold text at its start, after any time."""
    head = text[:LONGEST_LABEL]
    if _CLOCK.search(head) and (timed := _TIMED.match(head)):
        name = (timed["name"] or timed["after"]).strip()
        return Label(name, timed.end(), timed=True) if _may_be_label(name) else None
    if not bold:
        return None
    labelled = _LABELLED.match(head)
    if labelled is None or not bold.startswith(labelled["name"]) or not _may_be_label(labelled["name"]):
        return None
    return Label(labelled["name"].strip(), labelled.end(), timed=False)


def may_begin_turn(text: str) -> bool:
    """Whether it is worth looking for a label at the start of `text`."""
    head = text[:LONGEST_LABEL]
    return ":" in head or "：" in head


def turns(texts: Sequence[str], labels: Mapping[int, Label]) -> list[Turn]:
    """The turns of a conversation among paragraphs, those of `labels`; none where it is none."""
    if len(labels) < 2:
        return []
    timed = sum(label.timed for label in labels.values()) > 1
    kept = {place: label for place, label in labels.items() if timed or not label.timed}
    names = _full_names([label.name for label in kept.values()])
    spoken = [Turn(place, names[label.name], label.end, label.timed) for place, label in sorted(kept.items())]
    return spoken if timed or _is_conversation(spoken, texts) else []


def _may_be_label(name: str) -> bool:
    words = name.lower().split()
    if not words or len(words) > 5 or words[0] in _NOT_SPEAKERS or words[-1] in _NOT_SPEAKERS:
        return False
    return _is_role(name) or is_name(name) or name.isupper() or name[0].isdigit()


def _is_role(name: str) -> bool:
    return name.lower() in _ROLES or bool(_ROLE.fullmatch(name))


def _is_conversation(spoken: Sequence[Turn], texts: Sequence[str]) -> bool:
    speakers = Counter(turn.speaker for turn in spoken)
    if len(speakers) > 1 and all(map(_is_role, speakers)):
        return True
    if any(count > 2 and is_person(name) and " " in name for name, count in speakers.items()):
        return True
    for asked, answered in pairwise(spoken):
        known = all(
            _is_role(name) or " " in name or name.isupper() for name in (asked.speaker, answered.speaker)
        )
        asks = texts[asked.place].rstrip('*_"” ').endswith("?")
        if asks and known and asked.speaker != answered.speaker:
            return True
    again = [name for name, count in speakers.items() if count > 1]
    return len(spoken) >= _FEWEST_TURNS and len(again) > 1 and _alternate(spoken)


def _alternate(spoken: Sequence[Turn]) -> bool:
    """Whether turns of two follow each other closely: under each of many headings stands another pair."""
    close = [
        (one.speaker, other.speaker)
        for one, other in pairwise(spoken)
        if other.place - one.place <= 4 and one.speaker != other.speaker
    ]
    return any((other, one) in close for one, other in close)


def _full_names(labels: Sequence[str]) -> dict[str, str]:
    """What each label stands for: the one full name that it is the first, last or initial letters of."""
    distinct = list(dict.fromkeys(labels))
    meant: dict[str, set[str]] = {}
    for name in distinct:
        if " " in name and is_person(name):
            for short in _short_forms(name):
                meant.setdefault(short, set()).add(name)
    return {
        label: next(iter(meant[label])) if len(meant.get(label, ())) == 1 else label for label in distinct
    }


def _short_forms(name: str) -> tuple[str, ...]:
    words = name.split()
    return words[0], words[-1], "".join(word[0] for word in words), name.upper()
