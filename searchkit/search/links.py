"""Where a hit leads: a page and the place in it, or a file and its line."""

from __future__ import annotations

from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Bool, Keys, Phrase, Term
from searchkit.engines.protocol import Level
from searchkit.essay import Essay, Section
from searchkit.search.commit import Commit

_TELLING_TERMS = 6


def link_to(commit: Commit, key: int, essay: Essay, section: Section, text: str) -> str:
    """The essay's URL with anchor and text fragment, or `path:line`.

    `text` begins in `section` and may run on into those that follow; of a passage whose parts are
    joined by an ellipsis the first part is linked to. A browser that knows no text fragments still
    goes to the anchor. `key` is the essay's.
    """
    if not (commit.on_the_web and essay.url):
        return f"{essay.path}:{section.lines[0]}"
    from urllib.parse import quote  # 2 ms that a search of files need not pay

    from searchkit.search.text_fragments import on_page, text_directive

    words = text.strip("…").split(" … ")[0]
    directive = ""
    if not _is_repeated(commit, key, words):
        directive = text_directive([section], 0, words)
    if not directive:
        page = on_page(commit.sections_of(key))
        directive = text_directive(page, page.index(section), words)
    return f"{essay.url}#{quote(section.anchor)}" + (f":~:{directive}" if directive else "")


def _is_repeated(commit: Commit, key: int, text: str) -> bool:
    """Whether several sections of the essay hold the words that `text` begins with."""
    terms = tuple(analyzer_for("").terms(text)[:_TELLING_TERMS])
    if not terms:
        return False
    clause = Phrase("exact", terms) if len(terms) > 1 else Term("exact", terms[0])
    return commit.reader.count(Bool(must=(clause,), given=(Keys((key,)),)), Level.SECTION) > 1
