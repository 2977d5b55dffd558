"""The command line: `main` is what `searchkit` runs.

`app` ties the commands together and turns errors into one line. `indexing` and `searching` hold the
commands, `commands` and `options` what these take. `text` writes for people, `formats` for programs
and drafts; `places` finds a match in its file, `terminal` knows what the terminal can show.
"""

from __future__ import annotations

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit with its code.

    A search is short, so what Python does before and after it is felt. A search leaves less garbage
    than would be worth a look, and the system takes memory back at once that Python would take apart
    object by object: without either, a search takes a fifth less time.
    """
    gc.set_threshold(100_000)
    from searchkit.cli.app import run

    os._exit(run())
