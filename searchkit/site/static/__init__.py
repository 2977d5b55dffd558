"""The static index: files that any host serves, and that a reader's browser searches by itself."""

from __future__ import annotations

from searchkit.site.static.build import SiteReport, build_site

__all__ = ["SiteReport", "build_site"]
