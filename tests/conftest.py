"""Where the tests find real essays, and how Hypothesis runs.

Tests marked `real` read essays that are no part of the project. Without them they are skipped, or
fail where `SEARCHKIT_REQUIRE` names `real`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("searchkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("searchkit")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data."""
    folder = Path(os.environ.get("SEARCHKIT_DATA") or REPOSITORY.parent / "shared")
    if not (folder / "corpora").is_dir():
        missing = f"no real essays in {folder} (set SEARCHKIT_DATA)"
        if "real" in os.environ.get("SEARCHKIT_REQUIRE", ""):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture(scope="session")
def newsletter(shared: Path) -> Path:
    """A newsletter exported by pandoc: 94 posts."""
    return shared / "corpora" / "newsletter"
