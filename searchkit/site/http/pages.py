"""The pages a reader sees: the search page, and essays for sites whose essays have no address.

Both are whole without scripts; where there are some, the box takes the place of the form.
"""

from __future__ import annotations

from urllib.parse import urlencode

from searchkit.essay import Essay, Kind, Section
from searchkit.search.hits import Hit, Results
from searchkit.site.http.html import Html, document, element
from searchkit.site.http.opensearch import OPENSEARCH_TYPE
from searchkit.site.http.parameters import MAX_OFFSET, SearchRequest
from searchkit.site.http.searching import section_id

_ELEMENTS = {Kind.QUOTE: "blockquote", Kind.CODE: "pre", Kind.EMBED: "blockquote", Kind.TITLE: "h1"}


def search_page(asked: SearchRequest, results: Results | None, root: str) -> str:
    """The search page, with the results of what was asked, if something was."""
    title = f"{asked.query} - search" if results else "Search"
    found = _results(asked, results, root) if results else ()
    header = element("header", element("h1", "Search the essays"), _box(asked.query, root))
    return document(title, "en", _head(root), (header, element("main", *found)))


def _head(root: str) -> tuple[Html, ...]:
    return (
        element("link", rel="stylesheet", href=f"{root}/searchkit-page.css"),
        element("link", rel="search", type=OPENSEARCH_TYPE, title="Search", href=f"{root}/opensearch.xml"),
        element("script", src=f"{root}/searchkit-box.js", defer=""),
    )


def _box(query: str, root: str) -> Html:
    field = element(
        "input", type="search", name="q", value=query, aria_label="Search the essays", autocomplete="off"
    )
    form = element("form", field, element("button", "Search"), action=f"{root}/", role="search")
    return element("searchkit-box", form, api=f"{root}/api")


def _results(asked: SearchRequest, results: Results, root: str) -> list[Html]:
    parts = [element("p", notice, class_="notice") for notice in results.notices]
    if results.suggestions:
        links = [element("a", words, href=_address(root, asked, q=words)) for words in results.suggestions]
        parts.append(element("p", "Did you mean ", *_separated(links), "?", class_="notice"))
    if not results.hits:
        return [*parts, element("p", "Nothing found.")]
    essays: dict[str, list[Hit]] = {}
    for hit in results.hits:
        essays.setdefault(hit.essay.id, []).append(hit)
    counted = element("p", _counted(results), " · ", _other_order(asked, root), class_="count")
    return [*parts, counted, *map(_essay, essays.values()), *_next_page(asked, results, root)]


def _separated(links: list[Html]) -> list[str]:
    return [part for number, link in enumerate(links) for part in ((", " if number else ""), link)]


def _counted(results: Results) -> str:
    essays = "1 essay" if results.total_essays == 1 else f"{results.total_essays:,} essays"
    sections = "1 section" if results.total_sections == 1 else f"{results.total_sections:,} sections"
    return f"{essays}, {sections}"


def _other_order(asked: SearchRequest, root: str) -> Html:
    if asked.sort == "date":
        return element("a", "best first", href=_address(root, asked, sort=None))
    return element("a", "newest first", href=_address(root, asked, sort="date"))


def _essay(hits: list[Hit]) -> Html:
    """The passages of one essay, below its title."""
    best = hits[0]
    date = best.essay.date.isoformat() if best.essay.date else None
    dated = [element("time", date, datetime=date)] if date else []
    title = element("h2", element("a", best.essay.title, href=best.link, lang=best.essay.language or None))
    return element("article", element("div", title, *dated, class_="head"), *map(_passage, hits))


def _passage(hit: Hit) -> Html:
    section = hit.section
    by = [section.attribution.author] if section.attribution and section.attribution.author else []
    place = " › ".join((*by, *section.headings))
    kind = element("b", section.kind.value.capitalize())
    where = element("span", kind, f" · {place}" if place else "", class_="place")
    passage = element("span", Html(hit.passage.html), class_="passage", lang=hit.essay.language or None)
    return element("a", where, passage, href=hit.link, class_="hit")


def _next_page(asked: SearchRequest, results: Results, root: str) -> list[Html]:
    following = asked.offset + asked.limit
    if len(results.hits) < asked.limit or following > MAX_OFFSET:
        return []
    more = _address(root, asked, limit=asked.limit, offset=following)
    return [element("p", element("a", "More results", href=more, rel="next"), class_="next")]


def _address(root: str, asked: SearchRequest, **changes: object) -> str:
    """The search page as asked, from the first hit on, but for some changes."""
    same = {"kind": asked.kinds, "after": asked.after, "before": asked.before, "sort": asked.sort}
    given = {"q": asked.query, **same, **changes}
    plain = {name: value for name, value in given.items() if value and (name, value) != ("sort", "relevance")}
    return f"{root}/?{urlencode(plain, doseq=True)}"


def essay_page(essay: Essay, root: str) -> str:
    """An essay as a page to link to, for reading on from a hit; its writer's site shows it better."""
    about = ", ".join(filter(None, (", ".join(essay.authors), essay.date.isoformat() if essay.date else "")))
    titled = any(section.kind is Kind.TITLE for section in essay.sections)
    title = [] if titled else [element("h1", essay.title)]
    body = element("article", *title, element("p", about, class_="place"), *map(_section, essay.sections))
    back = element("header", element("a", "Search", href=f"{root}/"))
    return document(essay.title, essay.language or "en", _head(root), (back, element("main", body)))


def _section(section: Section) -> Html:
    name = _ELEMENTS.get(section.kind, "p")
    if section.kind is Kind.HEADING:
        name = f"h{min(6, 2 + len(section.headings))}"
    by = [element("footer", str(section.attribution))] if section.attribution else []
    return element(name, section.text, *by, id=section_id(section), class_=section.kind.value)
