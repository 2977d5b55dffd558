"""What `import searchkit` gives."""

from __future__ import annotations

import subprocess
import sys

import pytest

import searchkit


def test_every_public_name_is_there_and_documented() -> None:
    assert searchkit.__all__ == sorted(searchkit.__all__)
    for name in searchkit.__all__:
        assert getattr(searchkit, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'seek'"):
        searchkit.seek  # noqa: B018


def test_nothing_is_imported_before_it_is_used() -> None:
    code = (
        "import sys, searchkit; print(sorted(name for name in sys.modules if name.startswith('searchkit')))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "['searchkit']"
