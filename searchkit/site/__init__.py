"""The search box of a site: an HTTP API, static files that need no server, and one box for both.

    http      the API and the search page, as an ASGI application
    static    the static index: files that any host serves
    box       what runs in a reader's browser

Only public essays are ever shown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from searchkit.index import Index


def app(index: Index | str | Path, *, allow_origins: Sequence[str] = ()) -> Starlette:
    """The HTTP API, the search page and the box, as an ASGI application to run or to mount in one's own.

    It shows the public essays of `index` and sees what is committed to it later. `allow_origins` are the
    other sites, such as `https://example.com`, whose pages may ask it.
    """
    from searchkit.site.http.application import application

    return application(index, allow_origins=allow_origins)
