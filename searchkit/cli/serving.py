"""The command that answers over HTTP: `serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from searchkit.cli.options import IndexOption, index_location


def serve(
    index: IndexOption = None,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="The address to listen on; 0.0.0.0 is every one.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(metavar="N", help="How many processes answer.")] = 1,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Another site whose pages may ask; repeat it for more than one."),
    ] = None,
) -> None:
    """Serve the search page, the box and the HTTP API.

    Only public essays are shown. What is indexed while it runs is found without a restart. Ctrl-C stops it.

    Examples:
      searchkit serve
      searchkit serve --port 8080 --workers 2 --allow-origin https://example.com
    """
    from searchkit.errors import UsageError
    from searchkit.site.http.serving import serve as serve_site

    if not 0 <= port <= 65_535:
        raise UsageError(f"no such port: {port}", hint="there is 1 to 65535, and 0 for any that is free")
    if workers < 1:
        raise UsageError(f"no such number of workers: {workers}", hint="ask for 1 or more")
    serve_site(
        index_location(index),
        host=host,
        port=port,
        workers=workers,
        allow_origins=tuple(allow_origin or ()),
        announce=lambda address: typer.echo(f"serving {address} until Ctrl-C", err=True),
    )
