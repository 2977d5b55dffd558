"""What a person reads of quotations that were looked up: the source's words, and how yours differ.

In go results, out come lines, in the look of `text`. Where the source has other words than the quotation
they are marked; every difference is also told, so that nothing is lost where there is no colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit.cli.terminal import DIM, LABEL, MARK, PLAIN, TITLE, Part, Terminal
from searchkit.cli.text import counted, facts_of, place_text
from searchkit.quotes.matches import Difference, QuoteMatch, QuoteResults

_BENEATH = "  "
_FURTHER_IN = "    "
_MOST_DIFFERENCES = 12
_LONG = 60
_SURE, _LIKELY = 0.95, 0.8


def quotations_text(answers: Iterable[QuoteResults], terminal: Terminal) -> Iterator[str]:
    """Each quotation and the places it is from."""
    for results in answers:
        yield from terminal.wrapped([("“" + " ".join(results.quotation.split()) + "”", DIM)])
        for notice in results.notices:
            yield from terminal.wrapped([(f"note: {notice}", DIM)])
        for match in results:
            yield from _match(match, terminal)
        if not results.matches:
            yield _BENEATH + "not in this corpus, which does not make it false"
        yield ""


def _match(match: QuoteMatch, terminal: Terminal) -> Iterator[str]:
    essay, section = match.essay, match.section
    yield from terminal.wrapped([(essay.title, TITLE), (facts_of(essay), DIM)])
    headings = " › ".join(section.headings)
    more = f" and {counted(len(match.sections) - 1, 'section')} more" if len(match.sections) > 1 else ""
    where = f" · {section.kind.value}{more}" + (f" · {headings}" if headings else "")
    yield from terminal.wrapped(
        [(f"{match.verdict.value}, {_confidence(match)}", LABEL), (where, DIM)], _BENEATH
    )
    yield from terminal.wrapped(list(_source(match)), _FURTHER_IN)
    if section.attribution:
        yield from terminal.wrapped([(f"— {section.attribution}", DIM)], _FURTHER_IN)
    for difference in match.differences[:_MOST_DIFFERENCES]:
        yield from terminal.wrapped([(_told(difference), PLAIN)], _FURTHER_IN)
    if len(match.differences) > _MOST_DIFFERENCES:
        more = counted(len(match.differences) - _MOST_DIFFERENCES, "difference")
        yield _FURTHER_IN + terminal.styled(f"… and {more} more", DIM)
    for notice in match.notices:
        yield from terminal.wrapped([("note: ", LABEL), (notice, PLAIN)], _FURTHER_IN)
    yield _FURTHER_IN + place_text(essay.path, f":{section.lines[0]}", terminal)


def _confidence(match: QuoteMatch) -> str:
    """How sure we are, never 100%: `almost certainly (98%)`."""
    word = (
        "almost certainly"
        if match.confidence >= _SURE
        else "very likely"
        if match.confidence >= _LIKELY
        else "perhaps"
    )
    return f"{word} ({min(99, round(100 * match.confidence))}%)"


def _source(match: QuoteMatch) -> Iterator[Part]:
    """The source's words, those that are other than the quotation's marked, in what stands around them."""
    text = match.source.text
    yield _one_line(match.source.before), DIM
    position = 0
    for difference in match.differences:
        end = difference.at + len(difference.source)
        if difference.source:
            yield text[position : difference.at], PLAIN
            yield text[difference.at : end], MARK
            position = end
    yield text[position:], PLAIN
    yield _one_line(match.source.after), DIM


def _one_line(text: str) -> str:
    """The context, in which breaks do not matter, but white space at its ends does."""
    return " ".join(text.replace("\n", " ").split(" "))


def _told(difference: Difference) -> str:
    yours, source = _short(difference.yours), _short(difference.source)
    match difference.op:
        case "insert":
            return f"left out: {source}"
        case "delete":
            return f"not there: {yours}"
        case "replace":
            return f"yours: {yours}, there: {source}"


def _short(text: str) -> str:
    """The words in quotation marks, of many the first and the last."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= _LONG else f"“{text[: _LONG // 2]} … {text[-_LONG // 2 :]}”"
