"""The static index beside Pagefind and MiniSearch: bytes, requests, stages, seconds, and what is found."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from playwright.sync_api import Browser

import searchkit
from benchmarks.material import read_essays, resample, write_posts
from benchmarks.site.browser import Cold, Host, Line, chromium, hosted, opened, search_cold
from benchmarks.site.contestants import CONTESTANTS, Contestant, Material, install
from benchmarks.site.pages import write_documents, write_pages
from benchmarks.site.questions import Question, Text
from benchmarks.tables import machine, median, table, write_results
from searchkit.essay import Essay

_MOST_SECTIONS = 100
"""More than `resample` gives an essay."""

_TERMS = 12
_SHOWN = 5
_STOP_WORDS = ('"to be or not to be"', '"it is one of the"', '"as well as the"')
_FAST = Line(100, 10)
_SLOW = Line(400, 1.6)
_ASKED = {"phrases as printed": 200, "dash typed as a space": 80, "one-letter typos": 60}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="a folder of posts")
    parser.add_argument("--essays", type=int, help="resample the corpus to so many essays")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by lot")
    options = parser.parse_args()
    install()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        essays = _essays(options.corpus, options.essays, options.seed, folder / "posts")
        contestants = _built(essays, folder)
        words = sum(len(section.text.split()) for essay in essays for section in essay.sections)
        text = sum(len(section.text.encode()) for essay in essays for section in essay.sections)
        name = f"{options.corpus.resolve().name}, {len(essays):,} essays"
        title = f"{name}: {words / 1e6:.1f} million words, {text / 1e6:.1f} MB of text"
        body = [_sizes(contestants, text), *_measured(contestants, essays, options.seed, folder)]
    write_results("site", title, "\n\n".join([*body, machine()]))


def _essays(corpus: Path, count: int | None, seed: int, folder: Path) -> tuple[Essay, ...]:
    """`count` essays, or about as many as there are, in the order of their files in `folder`: no others."""
    essays = read_essays(corpus)
    sections = count * _MOST_SECTIONS if count else sum(len(essay.sections) for essay in essays)
    write_posts(islice(resample(essays, sections, seed), count), folder)
    return read_essays(folder)


def _built(essays: Sequence[Essay], folder: Path) -> list[Contestant]:
    write_pages(essays, folder / "pages")
    write_documents(essays, folder / "documents.json")
    index = searchkit.build(folder / "posts", folder / "index")
    material = Material(folder / "pages", folder / "documents.json", index)
    contestants = [contestant(folder / contestant.name) for contestant in CONTESTANTS]
    for contestant in contestants:
        contestant.make(material)
    return contestants


def _sizes(contestants: Sequence[Contestant], text: int) -> str:
    rows = [
        (
            one.name,
            f"{sum(file.stat().st_size for file in one.files()) / text:.2f}",
            f"{len(one.files()):,}",
            f"{one.seconds:.1f}",
        )
        for one in contestants
    ]
    return table(("index", "size over text", "files", "seconds to build"), rows)


def _measured(
    contestants: Sequence[Contestant], essays: Sequence[Essay], seed: int, folder: Path
) -> Iterator[str]:
    text = Text(essays)
    with chromium() as browser:
        for contestant in contestants:
            with hosted(contestant.folder, folder) as host:
                figures = _of_site(browser, host, text, Random(seed))
                yield f"### {contestant.name}\n\n{figures}"


def _of_site(browser: Browser, host: Host, text: Text, lots: Random) -> str:
    rows = []
    for name, queries in _cold_queries(text, lots).items():
        fast = [search_cold(browser, host, query, _FAST) for query in queries]
        slow = [search_cold(browser, host, query, _SLOW) for query in queries]
        rows.append((name, *_figures(fast), f"{median(one.seconds for one in slow):.2f}"))
    header = ("cold search", "KB", "requests", "stages", "passages", f"s at {_FAST}", f"s at {_SLOW}")
    found = "\n".join(_found(browser, host, text, lots))
    return f"{table(header, rows)}\n\n{found}"


def _figures(searches: Sequence[Cold]) -> tuple[str, ...]:
    return (
        f"{median(one.bytes for one in searches) / 1000:.0f}",
        f"{median(one.requests for one in searches):.0f}",
        f"{max(one.stages for one in searches)}",
        f"{median(len(one.found) for one in searches):.0f}",
        f"{median(one.seconds for one in searches):.2f}",
    )


def _cold_queries(text: Text, lots: Random) -> dict[str, Sequence[str]]:
    """Words that at least five essays hold, and pairs of them that stand in one essay."""
    known = [word for word, homes in text.homes.items() if len(word) > 4 and len(homes) >= _SHOWN]
    words = lots.sample(sorted(known), _TERMS)
    pairs: list[str] = []
    while len(pairs) < _TERMS:
        one, other = lots.sample(sorted(known), 2)
        if len(text.homes[one] & text.homes[other]) >= _SHOWN:
            pairs.append(f"{one} {other}")
    return {"one term": words, "two terms": pairs, "phrase of stop words": _STOP_WORDS}


def _found(browser: Browser, host: Host, text: Text, lots: Random) -> Iterator[str]:
    """How many questions of each kind have an essay that holds the answer among the first five."""
    asked: dict[str, Sequence[Question]] = {
        "phrases as printed": list(text.phrases(_ASKED["phrases as printed"], lots)),
        "dash typed as a space": text.dashed(_ASKED["dash typed as a space"], lots),
        "one-letter typos": list(text.typos(_ASKED["one-letter typos"], lots)),
    }
    with opened(browser, host) as page:
        for name, questions in asked.items():
            right = sum(
                any(hit["page"] in question.answers for hit in page.evaluate("ask", question.query))
                for question in questions
            )
            yield f"- {name}: {right} of {len(questions)} found"


if __name__ == "__main__":
    main()
