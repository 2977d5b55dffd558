"""The README shows what the program prints: its commands are run and compared.

`python tests/test_readme.py` writes today's output into it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"

_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_PYTHON = re.compile(r"(?<=```python\n)>>> .*?(?=```)", re.DOTALL)
_DURATION = re.compile(r"\d+(\.\d+)? (ms|s)\b")


def _printed(command: str, folder: Path) -> str:
    """What a person sees of a command that is run where `corpus` is."""
    program = f"{sys.executable} -c 'import searchkit.cli; searchkit.cli.main()'"
    shell = re.sub(r"(?:^|(?<=\| ))searchkit", lambda _: program, command)
    ran = subprocess.run(
        shell, shell=True, cwd=folder, capture_output=True, text=True, check=False, env={"COLUMNS": "100"}
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stderr + ran.stdout


def _console(block: str, folder: Path) -> str:
    """A block of commands with what each prints today."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_printed(command, folder)}" for command in commands)


def _session(block: str, folder: Path) -> str:
    """A Python session with what it prints today."""
    statements = re.findall(r"^>>> (.*(?:\n\.\.\. .*)*)", block, re.MULTILINE)
    lines: Iterator[str] = (statement.replace("\n... ", "\n") for statement in statements)
    code = "".join(f"print({'@' + str(n)!r})\n{line}\n" for n, line in enumerate(lines))
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    outputs = re.split(r"^@\d+\n", ran.stdout, flags=re.MULTILINE)[1:]
    pairs = zip(statements, outputs, strict=True)
    return "".join(f">>> {statement}\n{output}" for statement, output in pairs)


def todays_readme() -> str:
    """The README with the output of its commands replaced by what they print now."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
        text = _CONSOLE.sub(lambda block: _console(block[0], folder), README.read_text(encoding="utf-8"))
        return _PYTHON.sub(lambda block: _session(block[0], folder), text)


def test_the_readme_shows_what_the_program_prints() -> None:
    shown = _DURATION.sub("# s", README.read_text(encoding="utf-8"))
    assert shown == _DURATION.sub("# s", todays_readme())


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 250


if __name__ == "__main__":
    README.write_text(todays_readme(), encoding="utf-8")
