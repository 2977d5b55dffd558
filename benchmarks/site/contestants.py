"""How each contestant builds its index from the same essays, and how a page asks it.

Each `ask.js` defines `ask(query)`, which loads what it needs when it is first called and resolves to the
five best: `[{page, text}]`, the number of the essay and the passage shown.
"""

from __future__ import annotations

import shutil
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from searchkit.index import Index
from searchkit.site.static import build_site

_HERE = Path(__file__).parent
_MODULES = _HERE / "node_modules"


def install() -> None:
    """Fetch the peers, where they are not there yet."""
    if not _MODULES.is_dir():
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=_HERE, check=True)


@dataclass(frozen=True, slots=True)
class Material:
    """The same essays as rendered pages, as a JSON list of documents, and as searchkit's index."""

    pages: Path
    documents: Path
    index: Index


class Contestant(ABC):
    """One static search. `folder` is what a host would serve."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seconds = 0.0

    def make(self, material: Material) -> None:
        """Build the site, and note how long that took."""
        self.folder.mkdir(parents=True)
        started = perf_counter()
        self.build(material)
        self.seconds = perf_counter() - started
        (self.folder / "ask.js").write_text(self.ask)
        (self.folder / "index.html").write_text(
            '<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">'
            '<script src="ask.js"></script></head><body></body></html>'
        )

    @property
    @abstractmethod
    def ask(self) -> str:
        """The script of the page."""

    @abstractmethod
    def build(self, material: Material) -> None:
        """Build the index in `folder`."""

    @property
    def index_folder(self) -> Path:
        """Where the index lies in `folder`."""
        return self.folder / "search"

    def files(self) -> list[Path]:
        """The files of the index."""
        return [file for file in self.index_folder.rglob("*") if file.is_file()]


class Pagefind(Contestant):
    """Pagefind, from the rendered pages."""

    name = "pagefind"
    ask = """
    async function ask(query) {
      const pagefind = await import("/search/pagefind.js");
      const found = await pagefind.search(query);
      const data = await Promise.all(found.results.slice(0, 5).map((result) => result.data()));
      return data.map((one) => ({ page: parseInt(one.url.split("/").pop()), text: one.excerpt }));
    }
    """

    def build(self, material: Material) -> None:
        """Run its command on the pages."""
        pagefind = _MODULES / ".bin" / "pagefind"
        command = (pagefind, "--site", material.pages, "--output-path", self.index_folder)
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)


class MiniSearch(Contestant):
    """MiniSearch with its whole index, the texts stored in it."""

    name = "minisearch"
    ask = """
    let loaded;
    async function load() {
      const script = document.createElement("script");
      const ready = new Promise((resolve) => (script.onload = resolve));
      script.src = "/search/minisearch.js";
      document.head.append(script);
      const [, response] = await Promise.all([ready, fetch("/search/index.json")]);
      return MiniSearch.loadJSON(await response.text(), {
        fields: ["title", "text"], storeFields: ["title", "text"],
      });
    }
    async function ask(query) {
      const mini = await (loaded ??= load());
      const found = mini.search(query, { combineWith: "AND", prefix: true, fuzzy: 0.2, boost: { title: 2 } });
      return found.slice(0, 5).map((one) => {
        const at = Math.max(0, one.text.toLowerCase().indexOf(one.terms[0]) - 100);
        return { page: one.id, text: one.text.slice(at, at + 300) };
      });
    }
    """

    def build(self, material: Material) -> None:
        """Index the documents in Node and write the index as JSON."""
        self.index_folder.mkdir()
        library = _MODULES / "minisearch" / "dist" / "umd" / "index.js"
        shutil.copy(library, self.index_folder / "minisearch.js")
        script = """
        import fs from "node:fs";
        import MiniSearch from "minisearch";
        const [documents, out] = process.argv.slice(1);
        const mini = new MiniSearch({ fields: ["title", "text"], storeFields: ["title", "text"] });
        mini.addAll(JSON.parse(fs.readFileSync(documents, "utf8")));
        fs.writeFileSync(out, JSON.stringify(mini));
        """
        node = ["node", "--input-type=module", "-e", script]
        subprocess.run([*node, material.documents, self.index_folder / "index.json"], cwd=_HERE, check=True)


class Ours(Contestant):
    """searchkit's static index, from its engine's."""

    name = "searchkit"
    ask = r"""
    let opened;
    async function ask(query) {
      if (!opened) {
        const script = document.createElement("script");
        const ready = new Promise((resolve) => (script.onload = resolve));
        script.src = "/search/searchkit.js";
        const manifest = document.createElement("link");
        Object.assign(manifest, { rel: "preload", as: "script", href: "/search/manifest.js" });
        document.head.append(manifest, script);
        await ready;
        opened = searchkit.open("/search/");
      }
      const found = await opened.search(query, { limit: 5 });
      const number = (essay) => parseInt(essay.id.match(/\d+/)[0]);
      return found.hits.map((hit) => ({ page: number(hit.essay), text: hit.passage.text }));
    }
    """

    def build(self, material: Material) -> None:
        """Write the static index."""
        build_site(material.index, self.index_folder)


CONTESTANTS: tuple[type[Contestant], ...] = (Ours, Pagefind, MiniSearch)
