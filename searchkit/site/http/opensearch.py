"""What lets a browser add the site as a search engine (OpenSearch 1.1, draft 6, and its Suggestions)."""

from __future__ import annotations

from html import escape

OPENSEARCH_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


def description_document(base: str, name: str) -> str:
    """The description of the search page at `base`, an address without a slash at its end."""
    address = escape(base)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{escape(name[:16])}</ShortName>
  <Description>Search the essays of {escape(name)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" method="get" template="{address}/?q={{searchTerms}}"/>
  <Url type="application/json" method="get" template="{address}/api/search?q={{searchTerms}}"/>
  <Url type="{SUGGESTIONS_TYPE}" method="get" template="{address}/opensearch/suggest?q={{searchTerms}}"/>
</OpenSearchDescription>
"""
