"""The commands that ask an index: `search`, `show`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from searchkit.cli.formats import FORMATS, as_json
from searchkit.cli.options import IndexOption, JsonOption, index_folder
from searchkit.cli.terminal import Terminal
from searchkit.errors import UsageError
from searchkit.essay import Essay, Kind, Section
from searchkit.search.hits import Results
from searchkit.search.index import Index

_SHORT_OPTION = re.compile(r"-[a-z]\d*")


class QueryCommand(TyperCommand):
    """A command whose words may begin with a minus: `search rlhf -openai` excludes openai.

    Everything that is not one of the command's options belongs to the query, in its order.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the words of the query behind the options."""
        with_value = {name for option in self.params if not _is_flag(option) for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        waiting = iter(args)
        for word in waiting:
            if word == "--":
                words += waiting
            elif _is_option(word):
                options.append(word)
                if word in with_value:
                    options += [value for value in (next(waiting, None),) if value is not None]
            else:
                words.append(word)
        return super().parse_args(ctx, [*options, "--", *words])


def _is_flag(option: Any) -> bool:
    return bool(getattr(option, "is_flag", True))


def _is_option(word: str) -> bool:
    return (word.startswith("--") and word[2:3].isalpha()) or bool(_SHORT_OPTION.fullmatch(word))


def search(  # noqa: PLR0913, PLR0917  (Typer's options are parameters)
    query: Annotated[list[str], typer.Argument(help="What to look for; quote a query with quotation marks.")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("-n", "--limit", help="How many hits to show.")] = 10,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Only sections of this kind, such as quote or footnote; repeatable."),
    ] = None,
    after: Annotated[str | None, typer.Option(help="Only essays from this year, month or day on.")] = None,
    before: Annotated[str | None, typer.Option(help="Only essays up to this year, month or day.")] = None,
    sort: Annotated[str, typer.Option(help="relevance or date (newest first).")] = "relevance",
    per_essay: Annotated[int, typer.Option(help="How many hits of one essay to show at most.")] = 3,
    output: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.")] = "text",
    json: JsonOption = False,
) -> int:
    """Find passages.

    A query is words, "a phrase", "near words"~3, begin*, mispeled~1, +must, -mustnot, AND OR NOT ( ), and the
    fields title: heading: kind: author: tag: type: essay: lang: date:2023-06 date:[2022 TO 2023].
    """
    if output not in FORMATS:
        raise UsageError(f"no such format: {output}", hint=f"there is {', '.join(FORMATS)}")
    results = Index(index_folder(index)).search(
        " ".join(query),
        limit=limit,
        per_essay=per_essay,
        kinds=kind or (),
        after=after,
        before=before,
        sort=sort,
    )
    _print(results, "json" if json else output)
    return 0 if results.hits else 1


def _print(results: Results, output: str) -> None:
    if output != "json":
        for notice in results.notices:
            typer.echo(f"note: {notice}", err=True)
        if not results.hits:
            typer.echo("nothing found", err=True)
    for line in FORMATS[output](results):
        typer.echo(line)


def show(
    essay: Annotated[str, typer.Argument(help="Its id, slug or path.")],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Show an essay's outline: its sections, their kinds and lines."""
    found = Index(index_folder(index)).show(essay)
    if json:
        sections = [section.to_dict() | {"text": section.text} for section in found.sections]
        typer.echo(as_json({"essay": found.to_dict(), "sections": sections}))
        return
    terminal = Terminal.of()
    typer.echo(terminal.bold(terminal.cut(found.title, terminal.width)))
    typer.echo(terminal.dim(_facts(found)))
    width = max((len(str(section.lines[0])) for section in found.sections), default=1)
    for section in found.sections:
        typer.echo(_outline_line(section, width, terminal))


def _facts(essay: Essay) -> str:
    date = essay.date.isoformat() if essay.date else ""
    parts: Sequence[str] = (date, ", ".join(essay.authors), essay.type, essay.access, essay.id, essay.path)
    return " · ".join(part for part in parts if part)


def _outline_line(section: Section, width: int, terminal: Terminal) -> str:
    depth = "  " * len(section.headings)
    line, kind = f"{section.lines[0]:>{width}}", f"{section.kind.value:<9}"
    text = terminal.cut(section.text, terminal.width - len(f"{line}  {kind}  {depth}"))
    shown = terminal.bold(text) if section.kind in (Kind.TITLE, Kind.HEADING) else text
    return f"{terminal.dim(line)}  {terminal.label(kind)}  {depth}{shown}"
