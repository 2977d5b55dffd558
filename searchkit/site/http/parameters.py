"""What a request may ask: a query string goes in, checked values come out, each within bounds.

Bounds keep one request from taking the time of many: the cost of a query grows with its length, that of
an answer with the hits it shows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.datastructures import QueryParams

from searchkit.errors import UsageError

MAX_QUERY = 1_000
MAX_QUOTATION = 5_000
MAX_LIMIT = 100
MAX_OFFSET = 900

_SEARCH = frozenset({"q", "limit", "offset", "kind", "after", "before", "sort", "per_essay", "explain"})


class SearchRequest(NamedTuple):
    """What `/api/search` was asked, as `Index.search` takes it."""

    query: str
    limit: int
    offset: int
    per_essay: int
    kinds: tuple[str, ...]
    after: str | None
    before: str | None
    sort: str
    explain: bool


def search_request(params: QueryParams) -> SearchRequest:
    """The search that these parameters ask for.

    Raises:
        UsageError: one is unknown, or out of bounds.
    """
    _only(params, _SEARCH)
    kinds = [kind for value in params.getlist("kind") for kind in value.split(",") if kind]
    return SearchRequest(
        query=text(params, MAX_QUERY),
        limit=_number(params, "limit", 10, 1, MAX_LIMIT),
        offset=_number(params, "offset", 0, 0, MAX_OFFSET),
        per_essay=_number(params, "per_essay", 3, 1, MAX_LIMIT),
        kinds=tuple(kinds),
        after=params.get("after") or None,
        before=params.get("before") or None,
        sort=params.get("sort") or "relevance",
        explain=bool(_number(params, "explain", 0, 0, 1)),
    )


def text_and_limit(params: QueryParams, longest: int, default: int) -> tuple[str, int]:
    """`q` and `limit`, of a request that takes nothing else.

    Raises:
        UsageError: as `search_request`.
    """
    _only(params, frozenset({"q", "limit"}))
    return text(params, longest), _number(params, "limit", default, 1, MAX_LIMIT)


def text(params: QueryParams, longest: int) -> str:
    """The parameter `q`, which may be empty.

    Raises:
        UsageError: it is longer than `longest` characters.
    """
    asked = params.get("q", "")
    if len(asked) > longest:
        raise UsageError(f"q is longer than {longest:,} characters", hint="ask for less at a time")
    return asked


def _number(params: QueryParams, name: str, default: int, least: int, most: int) -> int:
    value: Any = params.get(name)
    if value in (None, ""):
        return default
    digits = value if value.isascii() and value.isdecimal() and len(value) < 10 else ""
    if not digits or not least <= int(digits) <= most:
        raise UsageError(f"{name} must be a number from {least} to {most}")
    return int(digits)


def _only(params: QueryParams, known: frozenset[str]) -> None:
    for name in params:
        if name not in known:
            raise UsageError(f"no such parameter: {name[:40]}", hint=f"there is {', '.join(sorted(known))}")
