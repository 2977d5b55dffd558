"""A build of a static index that is killed: the site there was works on, or the new one does."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from static_site import search

import searchkit
from searchkit import Index
from searchkit.site.static import build_site

_TIMES = 5
_BUILD = """
import sys
from pathlib import Path
from searchkit import Index
from searchkit.site.static import build_site
build_site(Index(sys.argv[1], public_only=True), Path(sys.argv[2]))
"""


def _index(folder: Path, word: str) -> Index:
    """Essays of which every one holds `word`, and so every file of their site."""
    posts = folder / "posts"
    posts.mkdir(parents=True)
    for number in range(40):
        lots = random.Random(number)
        text = "\n\n".join(f"{word} {lots.random():.9f} and more of it" for _ in range(60))
        (posts / f"{number:03}.md").write_text(f"---\ntitle: Essay {number}\n---\n{text}\n")
    return Index(searchkit.build(posts, folder / "index").place, public_only=True)


def test_site_works_after_its_build_is_killed_at_any_moment(tmp_path: Path) -> None:
    old, new = _index(tmp_path / "old", "former"), _index(tmp_path / "new", "latter")
    build_site(old, tmp_path / "site")
    command = [sys.executable, "-c", _BUILD, str(tmp_path / "new" / "index")]
    started = time.perf_counter()
    subprocess.run([*command, str(tmp_path / "whole")], check=True)
    seconds = time.perf_counter() - started
    lots = random.Random(5)
    for number in range(_TIMES):
        site = tmp_path / f"site{number}"
        shutil.copytree(tmp_path / "site", site)
        with subprocess.Popen([*command, str(site)]) as build:
            time.sleep(seconds * lots.uniform(0.4, 1.0))
            build.kill()
        former, latter = search(site, "former", "latter")
        totals = former["total_essays"], latter["total_essays"]
        assert totals in ((40, 0), (0, 40))
        assert (former if totals[0] else latter)["hits"]
        build_site(new, site)
        assert search(site, "latter")[0]["total_essays"] == 40
        left = {file.name for file in (site / "data").iterdir()}
        assert left == {file.name for file in (tmp_path / "whole" / "data").iterdir()}
