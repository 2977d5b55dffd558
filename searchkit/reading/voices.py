"""Whose words the sections of an essay are, where the essay says so: drafts get their attributions.

A quote's attribution is its last line (`take_attribution`), or the line under it, or what its
paragraph before says (`introductions`), or the signature of the letter that it is (`letters`). The
speaker of an interview or a transcript is the attribution of what is said (`speakers`).

The words that become an attribution leave the text, but for those of sentences and letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from searchkit.essay import Attribution, Kind
from searchkit.reading.attribution import (
    LONGEST,
    follows_closing_quote,
    read_attribution,
    resolved,
    split_attribution,
)
from searchkit.reading.drafts import Draft
from searchkit.reading.introductions import read_introduction
from searchkit.reading.letters import read_letter
from searchkit.reading.phrases import BOLD, CITED, EMPHASIS, links, opening, phrases_of, titles
from searchkit.reading.speakers import Turn, may_begin_turn, read_label, turns

_INTRODUCES = frozenset({Kind.PARAGRAPH, Kind.LIST, Kind.QUOTE, Kind.FOOTNOTE})
_UNDER = frozenset({Kind.PARAGRAPH, Kind.CAPTION})
_DIALOGUE = ("—", "–", "―")
_DASHES = (*_DIALOGUE, "--")
_MOST_FOLLOWING = 3
"""Paragraphs without a label that are a speaker's, where no times show that all of it was spoken."""


def take_attribution(parts: Sequence[Draft]) -> None:
    """Take the attribution from the end of a quote, whose text may be in several drafts.

    Where several lines begin with a dash they are a dialogue, and so are items of a list.
    """
    written = [draft for draft in parts if draft.parts]
    if not written:
        return
    last = written[-1]
    found = _last_line(last, is_all=len(written) == 1)
    if found is None:
        return
    end, attribution = found
    last.cut(end)
    for draft in written:
        draft.attribution = attribution


def _last_line(draft: Draft, *, is_all: bool) -> tuple[int, Attribution] | None:
    """Where the attribution begins that the text of `draft` ends with; it may not be `is_all` of a quote."""
    text = draft.text
    start = draft.last_line_start()
    line, before = text[start:], text[:start].rstrip()
    if len(draft.bullets) > 1 or _is_dialogue(text[:start]):
        return None
    phrases = phrases_of(draft.runs[-1]) if draft.runs and len(line) <= 5 * LONGEST else ()
    cited, url = titles(phrases), next((href for _, href in links(phrases)), "")
    if draft.bullets:
        if draft.bullets[0] != start or before.endswith(":"):
            return None
        line = f"- {line}"
    if start or not is_all:
        is_marked = any(phrase.text == line and phrase.look == CITED for phrase in phrases)
        if attribution := read_attribution(line, cited, url, dashed=not is_marked):
            return start, attribution
    if draft.bullets:
        return None
    if phrases and phrases[-1].look == CITED and (end := _before_cited(text, phrases[-1].text)):
        attribution = read_attribution(text[end:], cited, url, dashed=False)
        return (end, attribution) if attribution else None
    if beside := split_attribution(line, cited, url):
        return start + beside[0], beside[1]
    return follows_closing_quote(text) if is_all else None


def _before_cited(text: str, cited: str) -> int:
    """Where what is cited begins at the end of a text, after a sentence of its own; 0 if it does not."""
    before = text.removesuffix(cited).rstrip() if text.endswith(cited) else ""
    return len(before) if before.endswith((".", "!", "?", "…", "”", '"', "»")) else 0


def _is_dialogue(text: str) -> bool:
    return any(line.startswith(_DIALOGUE) for line in text.split("\n"))


def attribute(drafts: list[Draft], quotes: Sequence[Sequence[Draft]]) -> list[Draft]:
    """Say whose words the drafts of an essay are; a line that only said so is left out.

    `quotes` holds the drafts of each quote.
    """
    left_out = _attribute_quotes(drafts, quotes) if quotes else set()
    left_out |= _attribute_epigraphs(drafts)
    left_out |= _attribute_speech(drafts)
    return [draft for draft in drafts if id(draft) not in left_out] if left_out else drafts


def _attribute_quotes(drafts: list[Draft], quotes: Sequence[Sequence[Draft]]) -> set[int]:
    places = {id(draft): place for place, draft in enumerate(drafts)}
    left_out: set[int] = set()
    earlier: Attribution | None = None
    for quote in quotes:
        parts = [draft for draft in quote if id(draft) in places]
        if not parts:
            continue
        attribution = parts[0].attribution
        if attribution is None and (under := _line_under(drafts, places[id(parts[-1])])):
            attribution, line = under
            parts[-1].take_over(line)
            left_out.add(id(line))
        if attribution is None or not attribution.author:
            attribution = _introduced(drafts, places[id(parts[0])], attribution)
        if attribution is None and len(parts) == 1:
            attribution = read_letter(parts[0].text)
        if attribution:
            earlier = attribution = resolved(attribution, earlier)
        for draft in parts:
            draft.attribution = attribution
    return left_out


def _line_under(drafts: list[Draft], place: int) -> tuple[Attribution, Draft] | None:
    """The attribution that stands alone under the quote at `place`, with a dash or as what is cited."""
    if place + 1 >= len(drafts):
        return None
    line = drafts[place + 1]
    if line.kind not in _UNDER or line.length > LONGEST:
        return None
    phrases = phrases_of(line.runs[0]) if line.runs else ()
    is_cited = line.kind is Kind.CAPTION and any(phrase.look == CITED for phrase in phrases)
    url = next((href for _, href in links(phrases)), "")
    attribution = read_attribution(line.text, titles(phrases), url, dashed=not is_cited)
    return (attribution, line) if attribution else None


def _attribute_epigraphs(drafts: list[Draft]) -> set[int]:
    """A paragraph in italics or quotation marks is a quote if it has an attribution under it."""
    left_out = set()
    for place, (draft, following) in enumerate(pairwise(drafts)):
        if not (following.parts[0].startswith(_DASHES) and draft.kind is Kind.PARAGRAPH):
            continue
        if _is_set_apart(draft) and (under := _line_under(drafts, place)):
            draft.kind, draft.attribution = Kind.QUOTE, under[0]
            draft.take_over(under[1])
            left_out.add(id(under[1]))
    return left_out


def _is_set_apart(draft: Draft) -> bool:
    text = draft.text
    quoted = text[0] + text[-1] in ("“”", '""', "«»", "„“", "»«", "「」", "『』")
    return quoted or _opening(draft, EMPHASIS) == text


def _introduced(drafts: list[Draft], place: int, known: Attribution | None) -> Attribution | None:
    """What the section before says of who is quoted, with the work that is `known`."""
    before = drafts[place - 1] if place else None
    if before is None or before.kind not in _INTRODUCES:
        return known
    phrases = phrases_of(before.runs[-1]) if before.runs else ()
    introduced = read_introduction(before.text, titles(phrases), links(phrases))
    if introduced is None or known is None:
        return introduced or known
    return replace(known, author=introduced.author)


def _opening(draft: Draft, look: str) -> str:
    return opening(draft.runs[0], look) if draft.runs else ""


def _attribute_speech(drafts: list[Draft]) -> set[int]:
    """Give speakers what they say; the drafts that only name one are left out."""
    labels = {
        place: label
        for place, draft in enumerate(drafts)
        if draft.kind is Kind.PARAGRAPH and may_begin_turn(draft.parts[0])
        for label in [read_label(draft.text, _opening(draft, BOLD))]
        if label
    }
    if len(labels) < 2:
        return set()
    spoken = turns([draft.text for draft in drafts], labels)
    for turn in spoken:
        drafts[turn.place].attribution = Attribution(author=turn.speaker)
        drafts[turn.place].cut_start(turn.start)
    _attribute_what_follows(drafts, spoken)
    return {id(drafts[turn.place]) for turn in spoken if not drafts[turn.place].parts}


def _attribute_what_follows(drafts: Sequence[Draft], spoken: Sequence[Turn]) -> None:
    """Paragraphs between two turns are the first one's, up to a heading."""
    for turn, following in pairwise(spoken):
        speech = []
        for draft in drafts[turn.place + 1 : following.place]:
            if draft.kind is Kind.HEADING or _is_headed(draft):
                break
            if draft.kind in (Kind.PARAGRAPH, Kind.LIST):
                speech.append(draft)
        if turn.timed or len(speech) <= _MOST_FOLLOWING:
            for draft in speech:
                draft.attribution = Attribution(author=turn.speaker)


def _is_headed(draft: Draft) -> bool:
    """Whether a paragraph is in bold, or has a label that is no speaker's: nobody goes on speaking."""
    bold = _opening(draft, BOLD)
    return bool(bold) and (bold == draft.text or bold.endswith(":") or draft.text.startswith(f"{bold}:"))
