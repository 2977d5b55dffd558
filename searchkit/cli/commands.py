"""How a command reads its arguments and writes its help, on top of what Typer does.

In go the words of the command line; out come a command's parameters, or its help: what it does, what
it takes, and the examples of its docstring as they are written there.
"""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

from typer.core import TyperCommand


class Command(TyperCommand):
    """A command whose docstring may end in `Examples:`, which its help shows line by line."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.help, _, self._examples = (self.help or "").partition("Examples:\n")

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Arguments as their metavars have them: `search [OPTIONS] QUERY...`."""
        arguments = [param for param in self.get_params(ctx) if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(str(argument.make_metavar(ctx)) for argument in arguments)]

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  (Typer calls it so)
        """Write the examples."""
        if self._examples:
            formatter.write("\nExamples:\n" + indent(dedent(self._examples), "  ").rstrip() + "\n")


class QueryCommand(Command):
    """A command whose words may begin with a minus: `search rlhf -openai` excludes openai.

    Everything that is not one of the command's options belongs to the query, in its order. What
    begins with two minuses is an option, if a misspelt one, unless it comes after `--`.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the words of the query behind the options."""
        names = {name for option in self.get_params(ctx) for name in option.opts}
        with_value = {name for option in self.params if not _is_flag(option) for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        waiting = iter(args)
        for word in waiting:
            if word == "--":
                words += waiting
            elif word in with_value:
                options += [word, *_next(waiting)]
            elif word in names or _is_long_option(word) or _holds_number(word, with_value):
                options.append(word)
            else:
                words.append(word)
        return super().parse_args(ctx, [*options, "--", *words])


def _is_flag(option: Any) -> bool:
    return bool(getattr(option, "is_flag", True))  # an argument, which has no name to be called by, is none


def _next(waiting: Any) -> list[str]:
    return [value for value in (next(waiting, None),) if value is not None]


def _is_long_option(word: str) -> bool:
    return word.startswith("--") and word[2:3].isalpha()


def _holds_number(word: str, with_value: set[str]) -> bool:
    """Whether it is a short option and its number, such as `-n5`."""
    return word[:2] in with_value and word[2:].isdigit()
