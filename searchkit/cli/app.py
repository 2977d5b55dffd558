"""The commands tied together; an error of any kind becomes one line on stderr and exit code 2."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from searchkit.cli import indexing, searching
from searchkit.errors import SearchkitError

NOTHING_FOUND = 1
ERROR = 2
INTERRUPTED = 130

_USAGE_ERROR: Any = typer.BadParameter.__base__

app = typer.Typer(
    name="searchkit",
    help="Search a folder of essays and get ranked, highlighted passages.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command(name="index")(indexing.index)
app.command(name="search", cls=searching.QueryCommand)(searching.search)
app.command(name="show")(searching.show)
app.command(name="stats")(indexing.stats)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"searchkit {version('searchkit')}")
        raise typer.Exit


@app.callback()
def _main(
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Search a folder of essays and get ranked, highlighted passages."""


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0 found, 1 nothing found, 2 an error, told on stderr."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return int(app(arguments, standalone_mode=False, prog_name="searchkit") or 0)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _told(error, as_json="--json" in arguments)


def _told(error: Exception, *, as_json: bool) -> int:
    if isinstance(error, SearchkitError):
        if as_json:
            from searchkit.cli.formats import as_json as json_text

            typer.echo(json_text(error.to_dict()))
        message = str(error)
    elif isinstance(error, _USAGE_ERROR):
        message = f"{error.format_message().rstrip('.')}; see searchkit --help"
    else:
        message = f"something went wrong inside ({type(error).__name__}: {error}); --debug shows where"
    typer.echo(f"searchkit: {' '.join(message.split())}", err=True)
    return ERROR
