"""Options that several commands share, and what stands in for them when they are not given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from searchkit.settings import Settings

FORMATS = ("text", "json", "markdown", "grep")
"""What `--format` may name."""

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        envvar="SEARCHKIT_INDEX",
        metavar="DIR",
        help="The folder of the index. [default: that of searchkit.yaml, else index]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_here() -> Settings:
    """The settings that hold where the command was called."""
    from searchkit.settings import find_settings

    return find_settings(Path())


def index_folder(given: Path | None) -> Path:
    """The folder of the index: as given, or as the settings have it."""
    return given if given is not None else Path(settings_here().index)
