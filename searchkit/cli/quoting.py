"""The command that finds what a quotation is from: `quote`.

In go quotations, from the command line, a file or a pipe; out come matches as text, JSON or citations,
each as soon as it is found.
"""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_location
from searchkit.errors import UsageError

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.quotes.matches import QuoteResults

_STANDARD_INPUT = Path("-")


class _Asked(NamedTuple):
    """A quotation to look up, and what JSON Lines name it by."""

    quotation: str
    name: dict[str, Any] = {}  # noqa: RUF012  (never changed)


def quote(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="The quotation, as it is remembered.")
    ] = None,
    index: IndexOption = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="F",
            help='Look up each line of F (- for standard input), or of JSON Lines {"id", "quotation"}.',
        ),
    ] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", metavar="N", help="How many places to show.")] = 5,
    cite: Annotated[
        str | None,
        typer.Option(
            metavar="STYLE", help="Cite the likeliest place instead: plain, markdown, bibtex or csl-json."
        ),
    ] = None,
    json: JsonOption = False,
) -> int:
    """Find what a quotation is from, however misremembered.

    It is shown with the exact words, the essay and the place. Words may be changed, misspelt or missing,
    and left out with an ellipsis; [brackets], footnote marks and Markdown are understood. What differs
    is shown, and a changed negation is named. Without TEXT, what is piped in is read, one quotation a
    line.

    Put a quotation between '...' so that the shell leaves it alone.

    Examples:
      searchkit quote 'they say five hundred friars were set to work on it'
      searchkit quote 'a preacher … wants it by Sunday' --cite markdown
      searchkit quote 'a list that took a word and gave back every place' --json
    """
    from searchkit.index import Index

    if cite:
        _check_style(cite)
    asked = _asked(text or (), file)
    answers = _Answers(Index(index_location(index)), asked, limit)
    if json:
        lines = _as_json(answers, cite or "plain", in_lines=not text)
    elif cite:
        lines = _as_citations(answers, cite)
    else:
        from searchkit.cli.quotation_text import quotations_text
        from searchkit.cli.terminal import Terminal

        lines = quotations_text((results for _, results in answers), Terminal.here())
    for line in lines:
        typer.echo(line)
    return 0 if answers.found else 1


class _Answers:
    """Looks up one quotation after the other when it is iterated, and counts those that were found."""

    def __init__(self, index: Index, asked: Iterable[_Asked], limit: int) -> None:
        self._index = index
        self._asked = asked
        self._limit = limit
        self.found = 0

    def __iter__(self) -> Iterator[tuple[_Asked, QuoteResults]]:
        for asked in self._asked:
            results = self._index.quote(asked.quotation, limit=self._limit)
            self.found += bool(results.matches)
            yield asked, results


def _check_style(style: str) -> None:
    from searchkit.research.citations import STYLES

    if style not in STYLES:
        raise UsageError(f"no such citation style: {style}", hint=f"there is {', '.join(STYLES)}")


def _asked(text: Sequence[str], file: Path | None) -> Iterable[_Asked]:
    if text and file:
        raise UsageError("a quotation and --file were both given", hint="give one of them")
    if text:
        return [_Asked(" ".join(text))]
    if file is None and sys.stdin.isatty():
        raise UsageError("no quotation was given", hint="name one, or a file of them with --file F")
    return _read_lines(file or _STANDARD_INPUT)


def _read_lines(file: Path) -> Iterator[_Asked]:
    """A quotation a line, plain or, if the first is, in JSON; empty lines are passed over."""
    is_json: bool | None = None
    with _lines_of(file) as lines:
        for number, content in enumerate(lines, start=1):
            line = content.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
            if not line:
                continue
            if is_json is None:
                is_json = _object_in(line) is not None
            yield _from_json(line, f"line {number} of {file}") if is_json else _Asked(line)


@contextmanager
def _lines_of(file: Path) -> Iterator[Iterable[bytes]]:
    if file == _STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        with file.open("rb") as lines:
            yield lines
    except OSError as error:
        raise UsageError(
            f"cannot read {file} ({error.strerror or error})", hint="name a file with a quotation a line"
        ) from error


def _object_in(line: str) -> dict[str, Any] | None:
    try:
        value = json_module.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _from_json(line: str, place: str) -> _Asked:
    value = _object_in(line)
    if value is None or not isinstance(value.get("quotation"), str):
        raise UsageError(
            f"{place} is no quotation in JSON", hint='each line is {"id": ..., "quotation": "..."}'
        )
    return _Asked(value["quotation"], {"id": value["id"]} if "id" in value else {})


def _as_json(answers: _Answers, style: str, *, in_lines: bool) -> Iterator[str]:
    """An object for each quotation: of many, each on one line."""
    from searchkit.cli.formats import as_json

    for asked, results in answers:
        answer = asked.name | results.to_dict(style)
        yield json_module.dumps(answer, ensure_ascii=False) if in_lines else as_json(answer)


def _as_citations(answers: _Answers, style: str) -> Iterator[str]:
    """The likeliest place of each quotation, with an empty line between two; in CSL-JSON one array of all."""
    from searchkit.cli.formats import as_json
    from searchkit.cli.terminal import harmless

    items: dict[str, Any] = {}
    for number, (_, results) in enumerate(answers):
        if not results.matches:
            typer.echo(f"not in this corpus: {harmless(results.quotation)}", err=True)
        elif style == "csl-json":
            items |= {item["id"]: item for item in json_module.loads(results.matches[0].cited(style))}
        else:
            yield from ([""] if number else [])
            yield harmless(results.matches[0].cited(style))
    if items:
        yield as_json(list(items.values()))
