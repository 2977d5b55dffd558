"""The command line: `main` is what `searchkit` runs.

`app` ties the commands together and turns errors into one line; `indexing` and `searching` hold the
commands; `formats` writes hits out, `terminal` knows what the terminal can show.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from searchkit.cli.app import run

    raise SystemExit(run())
