"""Tools from npm (package.json): axe-core, which finds what shuts people out of a page, and TypeScript."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

_HERE = Path(__file__).parent


@cache
def node_modules() -> Path:
    """The folder they are in; installed there if they are not yet."""
    folder = _HERE / "node_modules"
    if not (folder / "axe-core").is_dir() or not (folder / ".bin" / "tsc").exists():
        npm = shutil.which("npm") or _do_without("no npm (apt-get install npm)")
        installed = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--silent"],
            cwd=_HERE,
            capture_output=True,
            check=False,
        )
        if installed.returncode:
            _do_without(f"npm cannot install here: {installed.stderr.decode(errors='replace')[-300:]}")
    return folder


def _do_without(reason: str) -> NoReturn:
    if "browser" in os.environ.get("SEARCHKIT_REQUIRE", ""):
        pytest.fail(reason)
    pytest.skip(reason)


def axe() -> str:
    """The source of axe-core."""
    return (node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def type_errors(*scripts: Path, strict: bool = True) -> str:
    """What TypeScript finds wrong in scripts, by their JSDoc types; if not strict, it may guess a type."""
    options = "--noEmit --allowJs --checkJs --target es2022 --lib es2023,dom,dom.iterable".split()
    options += ["--strict"] if strict else []
    tsc = node_modules() / ".bin" / "tsc"
    return subprocess.run([tsc, *options, *scripts], capture_output=True, text=True, check=False).stdout
