"""Somebody's Starlette site, with the search mounted in it."""

from __future__ import annotations

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

import searchkit.site


async def _home(_request: Request) -> HTMLResponse:
    script = '<script src="/search/searchkit-box.js" defer></script>'
    return HTMLResponse(f'<title>Mine</title>{script}<searchkit-box api="/search/api"></searchkit-box>')


def app() -> Starlette:
    """What uvicorn runs, as a factory."""
    search = searchkit.site.app(os.environ["SEARCHKIT_INDEX"])
    return Starlette(routes=[Route("/", _home), Mount("/search", search)])
