"""The command that checks a draft's quotations: `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, chosen_format, index_location

if TYPE_CHECKING:
    from searchkit.cli.terminal import Part, Terminal
    from searchkit.index import Index
    from searchkit.quotes.check import Check, CheckedQuotation
    from searchkit.quotes.matches import Difference

_FORMATS = ("text", "json", "markdown")
_FURTHER_IN = "    "


def check(
    manuscript: Annotated[
        Path, typer.Argument(metavar="MANUSCRIPT", help="A draft in Markdown; - is standard input.")
    ],
    index: IndexOption = None,
    output: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, or markdown: a report to keep.")
    ] = "text",
    json: JsonOption = False,
) -> int:
    """Check every quotation of a draft against the essays.

    What stands between quotation marks (three words or more), block quotes and epigraphs are looked
    up. A quotation that is not found is not in these essays, which does not make it false. The exit
    code is 0 when all are exact, 1 when one was altered, is missing, or is by somebody else.

    Examples:
      searchkit check corpus/2024-04-16-howtoloseanargument.md
      searchkit check corpus/2023-07-04-grepandtheindexyoudontkeep.md --json
    """
    from searchkit.index import Index

    output = chosen_format(output, _FORMATS, json=json)
    found = _checked(manuscript, Index(index_location(index)))
    if output == "json":
        from searchkit.cli.formats import as_json

        lines = iter([as_json(found.to_dict())])
    elif output == "markdown":
        lines = _markdown(found, manuscript.name)
    else:
        from searchkit.cli.terminal import Terminal

        lines = _text(found, str(manuscript), Terminal.here())
    for line in lines:
        typer.echo(line)
    return 0 if found.is_right else 1


def _checked(manuscript: Path, index: Index) -> Check:
    from searchkit.errors import CorpusError

    if str(manuscript) == "-":
        return index.check(sys.stdin.buffer.read().decode("utf-8", "replace"))
    try:
        return index.check(manuscript)
    except OSError as error:
        raise CorpusError(
            f"{manuscript} cannot be read ({error.strerror})",
            hint="name a draft in Markdown, or - for standard input",
        ) from error


def _text(found: Check, name: str, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import DIM, LABEL, MARK, PLAIN

    for checked in found:
        if not checked.is_right:
            place = f"{name}:{checked.quotation.line}"
            verdict = "; ".join(_verdict(checked))
            yield from terminal.wrapped([(place, LABEL), (f"  {verdict}", MARK)])
            yield from terminal.wrapped([(f"“{_flat(checked.quotation.text)}”", PLAIN)], _FURTHER_IN)
            for parts in _details(checked):
                yield from terminal.wrapped(parts, _FURTHER_IN)
            yield ""
    yield terminal.styled(_summary(found), DIM)


def _summary(found: Check) -> str:
    from searchkit.cli.text import counted

    names = {"near": "altered", "partial": "partly found", "missing": "not in these essays"}
    counts = [f"{count:,} {names.get(name, name)}" for name, count in found.counts().items() if count]
    return " · ".join([counted(len(found), "quotation"), *counts])


def _verdict(checked: CheckedQuotation) -> Iterator[str]:
    """What is the matter, in words."""
    verdicts = {
        "near": "altered",
        "partial": "found in part",
        "missing": "not in these essays (which does not make it false)",
    }
    if checked.verdict in verdicts:
        yield verdicts[checked.verdict]
    if not checked.is_attributed:
        yield f"attributed to {checked.quotation.claim}"


def _details(checked: CheckedQuotation) -> Iterator[list[Part]]:
    """The differences, what stands in the source, and where that is."""
    from searchkit.cli.terminal import DIM, PLAIN

    match = checked.match
    if match is None:
        return
    for difference in match.differences:
        yield [(_difference(difference), PLAIN)]
    for notice in match.notices:
        yield [(notice, PLAIN)]
    if checked.correction:
        yield [("correct: ", DIM), (f"“{_flat(checked.correction)}”", PLAIN)]
    elif checked.verdict != "exact":
        yield [("the source: ", DIM), (f"“{_flat(match.source.text)}”", PLAIN)]
    yield [(f"— {match.citation}", DIM)]


def _difference(difference: Difference) -> str:
    if difference.op == "insert":
        return f"left out: {difference.source}"
    if difference.op == "delete":
        return f"not there: {difference.yours}"
    return f"{difference.yours} → {difference.source}"


def _markdown(found: Check, name: str) -> Iterator[str]:
    """A report with a heading for each quotation that is not as it should be."""
    from searchkit.cli.terminal import harmless
    from searchkit.research.citations import cite, escaped

    yield f"# Quotations in {escaped(harmless(name))}"
    yield ""
    yield f"{_summary(found)}."
    for checked in found:
        if checked.is_right:
            continue
        yield from ("", f"## Line {checked.quotation.line}: {escaped('; '.join(_verdict(checked)))}", "")
        yield f"> {escaped(harmless(_flat(checked.quotation.text)))}"
        match = checked.match
        if match is None:
            continue
        notes = [*(_difference(difference) for difference in match.differences), *match.notices]
        yield ""
        yield from (f"- {escaped(harmless(_flat(note)))}" for note in notes)
        yield from ("", "Correct:" if checked.correction else "The source:", "")
        text = checked.correction or match.source.text
        yield harmless(cite(match.essay, match.section, "markdown", text=text, link=match.link))


def _flat(text: str) -> str:
    return " ".join(text.split())
