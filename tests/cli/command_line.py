"""Running the command: in this process, as a process of its own, or in a terminal; and essays for it."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchkit.cli.app import run
from searchkit.indexing.build import build

SEARCHKIT = str(Path(sys.executable).with_name("searchkit"))

ESSAYS = {
    "2022-05-01-rivers.md": r"""---
title: "On rivers"
subtitle: "Why they won't stay put."
date: 2022-05-01
author: Ada Merrow
slug: rivers
tags: [water, maps]
---
A river is never the same river. My grandmother\'s ledger isn\'t either, whatever the
[old map of rivers](https://example.com/ledger) says about a ledger.

## The delta

### Silt

Silt keeps no promises.[^1] It carries the ledger of the mountain to the sea.

> Eternity is a river of passing events.
>
> --- Marcus Aurelius, *Meditations*

- a ferry
- a ford

```python
def bridge():
    return "plank"
```

[^1]: Mud does, for a week. See the ledger.
""",
    "2023-02-10-style.md": r"""---
title: "The *style* <b>of</b> transfer"
date: 2023-02-10
author: Ada Merrow
slug: style
---
Call it a **style transfer** of sorts. \* Not a list & not &amp;amp; an entity,
1 \< 2, \[no\](link), \`tick\` and a\_b\_c.

Transfer is one thing. Style is another, says OpenAI.

1986\. A great year; a style transfer began it.
""",
    "2023-06-01-hostile.md": """---
title: "Red \\e[31m alert \\u202Egnp.exe \\a bell"
date: 2023-06-01
authors: ["Eve \\e]8;;http://evil\\e\\\\ click"]
slug: hostile
---
A hostile paragraph with \u202e overrides \u2066 and marks.
""",
    "2024-01-01-china.md": """---
title: 写作与阅读
date: 2024-01-01
language: zh
slug: china
---
写作是一种很有意思的事情，因为每个字都是宽字符。所以一行放不下的时候需要换行，而且要换很多行，直到这一段话全部写完为止。
""",
    "draft.md": """---
title: A draft
draft: true
slug: draft
---
Nobody has seen this unfinished ledger.
""",
}

_ESCAPES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[!-~]*\x1b\\")
"""Styles and links, which are all that may be written to a terminal."""


@dataclass(frozen=True)
class Answer:
    """What a command printed and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def write_essays(folder: Path, essays: dict[str, str] = ESSAYS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in essays.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def indexed_essays(folder: Path) -> Path:
    """The folder of an index of `ESSAYS`, which lie beside it."""
    build([write_essays(folder / "essays")], folder / "index")
    return folder / "index"


def searchkit(*arguments: object) -> Answer:
    """Run the command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Answer(code, *texts)


def searchkit_process(
    *arguments: object, cwd: Path | None = None, environment: dict[str, str] | None = None
) -> Answer:
    """Run the command as a user's script would, with its output piped."""
    done = subprocess.run(
        [SEARCHKIT, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        cwd=cwd,
        env=_environment(environment or {}),
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def searchkit_terminal(
    *arguments: object, columns: int = 80, environment: dict[str, str] | None = None
) -> str:
    """What the command writes to a terminal, which is its stdin, stdout and stderr."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [SEARCHKIT, *map(str, arguments)]
    changed = _environment({"TERM": "xterm-256color"} | (environment or {}))
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=changed) as process:
        os.close(its)
        written = b""
        with contextlib.suppress(OSError), open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123
            while piece := terminal.read(65_536):
                written += piece
        process.wait(timeout=60)
    return written.decode().replace("\r\n", "\n")


def _environment(changes: dict[str, str]) -> dict[str, str]:
    unset = {"NO_COLOR", "SEARCHKIT_INDEX", "COLUMNS", "TERM"}
    return {name: value for name, value in os.environ.items() if name not in unset} | changes


def without_escapes(written: str) -> str:
    """The text that a terminal shows."""
    return _ESCAPES.sub("", written)


def assert_harmless(text: str) -> None:
    """No character in it does anything but show."""
    bad = {character for character in text if unicodedata.category(character) in ("Cc", "Cf")} - {"\n"}
    assert not bad, sorted(map(ascii, bad))


def assert_error(answer: Answer, *parts: str) -> None:
    """It failed, and said so in one line that holds all the parts."""
    assert answer.code == 2, answer
    assert answer.err.startswith("searchkit: ")
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err
    for part in parts:
        assert part in answer.err
    assert answer.out == ""
