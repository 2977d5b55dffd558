"""Options that several commands share, and what stands in for them when they are not given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from searchkit.settings import Settings

FORMATS = ("text", "json", "markdown", "grep")
"""What `--format` may name."""

IndexOption = Annotated[
    str | None,
    typer.Option(
        "--index",
        envvar="SEARCHKIT_INDEX",
        metavar="DIR",
        help="The folder of the index, or opensearch://host:9200/name."
        " [default: that of searchkit.yaml, else index]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_here() -> Settings:
    """The settings that hold where the command was called."""
    from searchkit.settings import find_settings

    return find_settings(Path())


def index_location(given: str | None) -> str:
    """Where the index is: as given, or as the settings have it."""
    return given if given is not None else settings_here().index


def chosen_format(name: str, formats: Sequence[str], *, json: bool) -> str:
    """What to print: as `--format` names it, or JSON where `--json` asks for that.

    Raises:
        UsageError: there is no such format.
    """
    if json:
        return "json"
    if name not in formats:
        from searchkit.errors import UsageError

        raise UsageError(f"no such format: {name}", hint=f"there is {', '.join(formats)}")
    return name
