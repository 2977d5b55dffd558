"""The routes: requests go in, answers of an index come out.

The index is asked through `public_only`, so no route has to remember what not to show, and is looked at
for new commits once a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from searchkit.engines.place import Place
from searchkit.errors import SearchkitError
from searchkit.index import Index
from searchkit.site.box import BOX_FILES, box_file
from searchkit.site.http.answers import Answers, as_json, on_defect, on_error, on_no_page
from searchkit.site.http.openapi import openapi_document
from searchkit.site.http.opensearch import OPENSEARCH_TYPE, SUGGESTIONS_TYPE, description_document
from searchkit.site.http.pages import essay_page, search_page
from searchkit.site.http.parameters import MAX_QUERY, MAX_QUOTATION, search_request, text_and_limit
from searchkit.site.http.searching import linked, search
from searchkit.site.http.security import SecurityHeaders

_SECONDS_BETWEEN_LOOKS = 1.0
_SMALLEST_TO_COMPRESS = 1_000
_JSON = "application/json"
_HTML = "text/html"


def application(index: Index | str | Path, *, allow_origins: Sequence[str] = ()) -> Starlette:
    """The ASGI application over the public essays of an index, or of the one in a folder.

    Raises:
        IndexMissingError, IndexDamagedError, IndexVersionError: there is no index to show.
    """
    site = _Site(index.place if isinstance(index, Index) else index)
    routes = [
        Route("/", site.page),
        Route("/essays/{name:path}", site.essay_page),
        Route("/api/search", site.search),
        Route("/api/suggest", site.suggest),
        Route("/api/quote", site.quote),
        Route("/api/essays/{name:path}", site.essay),
        Route("/healthz", site.health),
        Route("/openapi.json", site.openapi),
        Route("/opensearch.xml", site.opensearch),
        Route("/opensearch/suggest", site.opensearch_suggest),
        *(Route(f"/{name}", _box_file) for name in BOX_FILES),
    ]
    middleware = [
        Middleware(SecurityHeaders),
        Middleware(GZipMiddleware, minimum_size=_SMALLEST_TO_COMPRESS, compresslevel=4),
    ]
    if allow_origins:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(allow_origins), allow_methods=["GET"])
        )
    handlers: dict[Any, Any] = {SearchkitError: on_error, HTTPException: on_no_page, Exception: on_defect}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


async def _box_file(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(box_file(name), media_type=BOX_FILES[name], headers=headers)


class _Site:
    """The routes of one index."""

    def __init__(self, place: str | Path | Place) -> None:
        self._index = Index(place, public_only=True)
        self._answers = Answers()
        self._looked = time.monotonic()

    def _current(self) -> Index:
        """The index as of its last commit, or of one a second ago."""
        now = time.monotonic()
        if now - self._looked > _SECONDS_BETWEEN_LOOKS:
            self._looked = now
            self._index.refresh()
        return self._index

    async def _answer(
        self, request: Request, make: Callable[[Index], bytes], media_type: str = _JSON
    ) -> Response:
        index = self._current()
        return await self._answers.answer(request, index.version, lambda: make(index), media_type)

    async def search(self, request: Request) -> Response:
        asked = search_request(request.query_params)
        root = _root(request)

        def make(index: Index) -> bytes:
            return as_json(linked(search(index, asked), index, root).to_dict())

        return await self._answer(request, make)

    async def suggest(self, request: Request) -> Response:
        prefix, limit = text_and_limit(request.query_params, MAX_QUERY, default=10)
        return await self._answer(
            request, lambda index: as_json(index.suggest(prefix, limit=limit).to_dict())
        )

    async def quote(self, request: Request) -> Response:
        quotation, limit = text_and_limit(request.query_params, MAX_QUOTATION, default=5)
        return await self._answer(
            request, lambda index: as_json(index.quote(quotation, limit=limit).to_dict())
        )

    async def essay(self, request: Request) -> Response:
        name = request.path_params["name"]
        return await self._answer(request, lambda index: as_json(index.show(name).to_show_dict()))

    async def page(self, request: Request) -> Response:
        asked = search_request(request.query_params)
        root = _root(request)

        def make(index: Index) -> bytes:
            results = linked(search(index, asked), index, root) if asked.query.strip() else None
            return search_page(asked, results, root).encode("utf-8", "replace")

        return await self._answer(request, make, _HTML)

    async def essay_page(self, request: Request) -> Response:
        name, root = request.path_params["name"], _root(request)
        return await self._answer(
            request, lambda index: essay_page(index.show(name), root).encode("utf-8", "replace"), _HTML
        )

    async def opensearch(self, request: Request) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}{_root(request)}"
        return await self._answer(
            request, lambda _index: description_document(base, request.url.netloc).encode(), OPENSEARCH_TYPE
        )

    async def opensearch_suggest(self, request: Request) -> Response:
        prefix, limit = text_and_limit(request.query_params, MAX_QUERY, default=10)
        return await self._answer(
            request,
            lambda index: as_json([prefix, list(index.suggest(prefix, limit=limit).suggestions)]),
            SUGGESTIONS_TYPE,
        )

    async def health(self, _request: Request) -> Response:
        index = self._current()
        return Response(as_json({"status": "ok", "commit": index.version}), media_type=_JSON)

    async def openapi(self, request: Request) -> Response:
        return await self._answer(request, lambda _index: as_json(openapi_document(_root(request))), _JSON)


def _root(request: Request) -> str:
    """Where the application is mounted: empty, or a path without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")
