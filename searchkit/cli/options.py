"""Options that several commands share, and what stands in for them when they are not given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from searchkit.settings import Settings, load_settings

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        envvar="SEARCHKIT_INDEX",
        help="The folder of the index. [default: searchkit.yaml's, else index]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_here() -> Settings:
    """The settings of the folder the command was called in."""
    return load_settings(Path())


def index_folder(given: Path | None) -> Path:
    """The folder of the index: as given, or as the settings have it."""
    return given if given is not None else Path(settings_here().index)
