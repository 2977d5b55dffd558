"""The commands tied together; an error of any kind becomes one line on stderr and exit code 2.

In go the words of the command line, out comes an exit code. A command's module is imported, and the
command made, only when it is asked for: Typer takes about a millisecond for each.
"""

from __future__ import annotations

import io
import os
import sys
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from searchkit.cli.commands import Command, QueryCommand
from searchkit.errors import SearchkitError, UsageError

ERROR = 2
INTERRUPTED = 130

_COMMANDS: dict[str, tuple[str, type[Command]]] = {
    "index": ("searchkit.cli.indexing", Command),
    "import": ("searchkit.cli.importing", Command),
    "search": ("searchkit.cli.searching", QueryCommand),
    "suggest": ("searchkit.cli.suggesting", QueryCommand),
    "similar": ("searchkit.cli.suggesting", Command),
    "show": ("searchkit.cli.searching", Command),
    "quote": ("searchkit.cli.quoting", QueryCommand),
    "check": ("searchkit.cli.checking", Command),
    "quoted": ("searchkit.cli.quoted", Command),
    "concordance": ("searchkit.cli.concordance", QueryCommand),
    "trends": ("searchkit.cli.trends", QueryCommand),
    "stats": ("searchkit.cli.indexing", Command),
    "verify": ("searchkit.cli.indexing", Command),
    "serve": ("searchkit.cli.serving", Command),
    "site": ("searchkit.cli.siting", Command),
}
"""Where the function of each command's name stands, and what reads its arguments."""

_WRONG_ARGUMENTS: Any = typer.BadParameter.__base__


class _Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (Typer calls it so)
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        module, command_class = _COMMANDS[cmd_name]
        function = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name, cls=command_class)(getattr(import_module(module), function))
        return typer.main.get_command(alone)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in _COMMANDS:
            near = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the commands are {', '.join(_COMMANDS)}"
            raise UsageError(f"no such command: {args[0]}", hint=hint)
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="searchkit",
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"searchkit {version('searchkit')}")
        raise typer.Exit


@app.callback()
def _main(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error came from; may stand anywhere.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Search a folder of essays and get ranked, highlighted passages.

    Begin with `searchkit index FOLDER`, then `searchkit search WORDS`. `searchkit COMMAND --help` says
    what a command takes.
    """


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0 found, 1 nothing found, 2 an error, told on stderr."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may not be able to show every letter
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        return 0
    finally:
        _let_go_of_output()


def _run(arguments: list[str]) -> int:
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options, words = arguments[:end], arguments[end:]
    try:
        return _invoke([*(word for word in options if word != "--debug"), *words] or ["--help"])
    except BrokenPipeError:
        raise
    except Exception as error:
        if "--debug" in options:
            import traceback

            traceback.print_exc()
        return _told(_as_ours(error), as_json=_wants_json(options))


def _let_go_of_output() -> None:
    """Write what is left; what cannot be written is not tried again, and complained of, at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _invoke(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    try:
        with command.make_context("searchkit", arguments) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as ended:
        return ended.exit_code


def _wants_json(options: list[str]) -> bool:
    return "--json" in options or "--format=json" in options or ["--format", "json"] in _pairs(options)


def _pairs(words: list[str]) -> list[list[str]]:
    return [words[number : number + 2] for number in range(len(words))]


def _as_ours(error: Exception) -> SearchkitError:
    if isinstance(error, SearchkitError):
        return error
    if isinstance(error, _WRONG_ARGUMENTS):
        return _usage_error(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return SearchkitError(f"something went wrong inside ({what})", hint="--debug shows where")


def _usage_error(error: Any) -> UsageError:
    """What Typer found wrong with the arguments, told as we tell it."""
    near = getattr(error, "possibilities", None)
    message = (error.message if near else error.format_message()).rstrip(".")
    command = error.ctx.command_path if error.ctx else "searchkit"
    hint = f"did you mean {near[0]}?" if near else f"see {command} --help"
    return UsageError(message[:1].lower() + message[1:], hint=hint)


def _told(error: SearchkitError, *, as_json: bool) -> int:
    from searchkit.cli.terminal import harmless

    if as_json:
        from searchkit.cli.formats import as_json as json_of

        typer.echo(json_of(error.to_dict()))
    typer.echo(f"searchkit: {' '.join(harmless(str(error)).split())}", err=True)
    return ERROR
