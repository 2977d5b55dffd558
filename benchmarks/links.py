"""Known items by links: the words an author links with describe the essay that is linked to.

In go posts as they were written, out come queries, each with the one essay that answers it and the
essay the link stands in, which must be taken out of every result: it holds the very words.

A link leads to an essay of the corpus if the last part of its address is that essay's name: its
slug, its file's name with or without a date, or the last part of its URL or an alias. On another
host a name must have two words, because everybody has an `about` page. Only links whose words are
telling count: "this post" describes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.judged import Query
from searchkit.essay import Essay

_TEXT = r"(?<![!\\])\[((?:[^\[\]\\]|\\.){3,150})\]"
_INLINE = re.compile(_TEXT + r"\(\s*<?((?:\{[{%].*?[%}]\}|[^()\s<>]|\([^()\s]*\))+)")
_BY_REFERENCE = re.compile(_TEXT + r"\[([^\[\]]*)\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^]+)\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
_WIKI = re.compile(r"\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]+))?\]\]")

_TEMPLATE = re.compile(r"""\{\{\s*["']([^"']+)["'].*?\}\}|\{%-?\s*\w+\s+["']?([^"'\s%]+)["']?.*?%\}""")
_HOST = re.compile(r"^(?:https?:)?//[^/]+")
_SUFFIX = re.compile(r"\.(?:html?|md|markdown)$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_TWO_WORDS = re.compile(r"\w[-_]\w")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Words of English links that point but do not describe.
_POINTING = frozenset(
    """a about above again also an and another announced are article articles as at be been before below blog
    but by can check click continue covered did discussed do earlier essay essays first for from full had has
    have he her here his how i in into is it its last latest link linked mentioned more most my new newsletter
    next not note notes of on one or other our out over page part piece post posted posts previous previously
    prior read reading recent recently said same say says second see series she so some something that the
    their them then there these they thing things this those to today two up update us was way we week were
    what when where which who why will with work wrote year yesterday you your""".split()
)
_FEWEST_TELLING = 2
_SHORTEST_TELLING = 3


def link_queries(essays: Iterable[Essay], folder: Path) -> list[Query]:
    """The queries of all telling links between `essays`, which were read from `folder`."""
    essays = tuple(essays)
    named = _names(essays)
    queries: dict[tuple[str, str], Query] = {}
    for essay in essays:
        for words, target in _links((folder / essay.path).read_text(encoding="utf-8", errors="replace")):
            linked = named.get(_name(target))
            text = " ".join(_WORD.findall(words))
            if linked and linked is not essay and _is_telling(text):
                query = Query(text, {linked.path: 1}, without=essay.path)
                queries.setdefault((text.lower(), linked.path), query)
    return list(queries.values())


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    """The words and the address of every link."""
    defined = {name.casefold(): target for name, target in _DEFINITION.findall(markdown)}
    for words, target in _INLINE.findall(markdown):
        yield _unescaped(words), target
    for words, name in _BY_REFERENCE.findall(markdown):
        if target := defined.get((name or words).casefold()):
            yield _unescaped(words), target
    for target, words in _WIKI.findall(markdown):
        yield words or target, target


def _unescaped(words: str) -> str:
    return re.sub(r"\\(\W)", r"\1", words)


def _names(essays: Iterable[Essay]) -> Mapping[str, Essay]:
    """Essays by every name that no other has."""
    holders: dict[str, dict[str, Essay]] = defaultdict(dict)
    for essay in essays:
        stem = essay.path.rpartition("/")[2]
        addresses = (essay.slug, stem, _DATE.sub("", stem), essay.url, *essay.aliases)
        for name in {_last_part(address) for address in addresses} - {"", "index"}:
            holders[name][essay.path] = essay
    return {name: next(iter(found.values())) for name, found in holders.items() if len(found) == 1}


def _name(target: str) -> str:
    """The name a link's address may have for an essay; empty if it cannot be one's."""
    template = _TEMPLATE.search(target)
    address = (template[1] or template[2]) if template else target
    name = _DATE.sub("", _last_part(address)) if template else _last_part(address)
    return name if not _HOST.match(address) or _TWO_WORDS.search(name) else ""


def _last_part(address: str) -> str:
    path = re.split(r"[?#]", _HOST.sub("", address), maxsplit=1)[0]
    name = _SUFFIX.sub("", path.rstrip("/").rpartition("/")[2]).lower()
    return re.sub(r"[^\w.]+", "-", name)


def _is_telling(text: str) -> bool:
    words = {word.lower() for word in _WORD.findall(text)} - _POINTING
    return sum(len(word) >= _SHORTEST_TELLING for word in words) >= _FEWEST_TELLING
