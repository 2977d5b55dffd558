"""Somebody's Django site, with the search mounted beside it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from starlette.applications import Starlette
from starlette.routing import Mount

import searchkit.site


def _home(_request: HttpRequest) -> HttpResponse:
    script = '<script src="/search/searchkit-box.js" defer></script>'
    return HttpResponse(f'<title>Mine</title>{script}<searchkit-box api="/search/api"></searchkit-box>')


urlpatterns = [path("", _home)]


def app() -> Starlette:
    """What uvicorn runs, as a factory."""
    from django.conf import settings  # as a name of the module it would be looked at before it is ready

    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="of the tests only")
    search = searchkit.site.app(os.environ["SEARCHKIT_INDEX"])
    return Starlette(routes=[Mount("/search", search), Mount("/", get_asgi_application())])
