"""Answers as bytes: made once for a commit and a question, told apart by an ETag, forgotten by number.

Readers type the same few queries, and a box asks again at every letter: an answer that is remembered
costs a twentieth of one that is made.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from searchkit.errors import EssayUnknownError, SearchkitError, UsageError

_LOG = logging.getLogger("uvicorn.error")
_JSON = "application/json"
_REMEMBERED = 500
_LONGEST_REMEMBERED = 60_000
# Asked for again each time, but answered 304 without a search while no commit was made.
_CACHING = "public, max-age=0, must-revalidate"


class Answers:
    """The answers given of late."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()

    async def answer(
        self, request: Request, commit: str, make: Callable[[], bytes], media_type: str
    ) -> Response:
        """What `make` makes of this request, or that the asker has it already.

        `commit` tells the commit that is asked from every other.
        """
        etag = _etag(commit, request)
        headers = {"ETag": f'W/"{etag}"', "Cache-Control": _CACHING}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = self._bodies.get(etag)
        if body is None:
            body = await run_in_threadpool(make)
            self._remember(etag, body)
        return Response(body, media_type=media_type, headers=headers)

    def _remember(self, etag: str, body: bytes) -> None:
        if len(body) <= _LONGEST_REMEMBERED:
            self._bodies[etag] = body
            if len(self._bodies) > _REMEMBERED:
                self._bodies.popitem(last=False)


def _etag(commit: str, request: Request) -> str:
    asked = f"{commit}\n{request.url.path}\n{request.url.query}\n{request.headers.get('host', '')}"
    return blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def as_json(value: object) -> bytes:
    """JSON in UTF-8; halves of surrogate pairs, which a text may hold and UTF-8 may not, as escapes."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def error_response(error: SearchkitError, status: int) -> Response:
    """The error object of the JSON interface."""
    return Response(as_json(error.to_dict()), status, media_type=_JSON, headers={"Cache-Control": "no-store"})


async def on_error(_request: Request, error: Any) -> Response:
    """Starlette's handler of our errors; what is wrong with the index is for its keeper's log only."""
    if isinstance(error, UsageError):
        return error_response(error, 400)
    if isinstance(error, EssayUnknownError):
        return error_response(error, 404)
    _LOG.error("%s", error)
    return error_response(SearchkitError("the index cannot be read now", hint="try again later"), 503)


async def on_no_page(request: Request, error: Any) -> Response:
    """Starlette's handler of addresses and methods that there are none of."""
    what = f"no such page: {request.url.path[:80]}" if error.status_code == 404 else error.detail.lower()
    return error_response(UsageError(what, hint="see /openapi.json for what there is"), error.status_code)


async def on_defect(_request: Request, _error: Any) -> Response:
    """Starlette's handler of what we did not foresee; it writes the traceback to the log itself."""
    return error_response(SearchkitError("something went wrong inside", hint="the log says where"), 500)
