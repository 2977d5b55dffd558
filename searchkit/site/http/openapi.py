"""The description of the HTTP API (OpenAPI 3.1), for tools and for people."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from searchkit.essay import Kind
from searchkit.site.http.parameters import MAX_LIMIT, MAX_OFFSET, MAX_QUERY, MAX_QUOTATION

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_COUNT: _Schema = {"type": "integer", "minimum": 0}
_TEXTS: _Schema = {"type": "array", "items": _TEXT}
_DATE: _Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2023-06"]}


def _object(**properties: _Schema) -> _Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_ESSAY = _object(
    id=_TEXT,
    title=_TEXT,
    subtitle=_TEXT,
    date=_or_null(_TEXT),
    authors=_TEXTS,
    tags=_TEXTS,
    type=_TEXT,
    language=_TEXT,
    access=_TEXT,
    path=_TEXT,
    url=_TEXT,
)
_SECTION = _object(
    number=_COUNT,
    kind={"type": "string", "enum": [kind.value for kind in Kind]},
    headings=_TEXTS,
    anchor=_TEXT,
    lines={"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
    attribution=_or_null({"type": "object", "additionalProperties": _TEXT}),
)
_PASSAGE = _object(text=_TEXT, highlights=_list(_list(_COUNT)), html=_TEXT)
_HIT = _object(
    rank=_COUNT,
    score={"type": "number"},
    essay=_ref("Essay"),
    section=_ref("Section"),
    passage=_PASSAGE,
    link=_TEXT,
)
_MATCH = _object(
    confidence={"type": "number", "minimum": 0, "maximum": 1},
    verdict={"type": "string", "enum": ["exact", "near", "partial"]},
    essay=_ref("Essay"),
    section=_ref("Section"),
    source=_object(text=_TEXT, before=_TEXT, after=_TEXT),
    differences=_list(_object(op=_TEXT, yours=_TEXT, source=_TEXT)),
    link=_TEXT,
    citation=_TEXT,
)
_RESULTS = _object(
    query=_TEXT,
    total_essays=_COUNT,
    total_sections=_COUNT,
    notices=_TEXTS,
    suggestions=_TEXTS,
    took_ms={"type": "number"},
    hits=_list(_HIT),
)
_SHOWN = _object(essay=_ref("Essay"), sections=_list({"allOf": [_ref("Section"), _object(text=_TEXT)]}))
_ERROR = _object(error=_object(code=_TEXT, message=_TEXT, hint=_TEXT))


def openapi_document(root: str) -> _Schema:
    """The description of the API mounted at `root`, a path without a slash at its end."""
    limit = _number("limit", 1, MAX_LIMIT, "How many to answer with at most.")
    search = [
        _query("What to look for, in searchkit's query language.", MAX_QUERY),
        limit,
        _number("offset", 0, MAX_OFFSET, "How many hits to pass over."),
        _number("per_essay", 1, MAX_LIMIT, "How many hits of one essay at most."),
        _parameter("kind", _list(_SECTION["properties"]["kind"]), "Only sections of these kinds."),
        _parameter("after", _DATE, "Only essays from this year, month or day on."),
        _parameter("before", _DATE, "Only essays up to this year, month or day."),
        _parameter(
            "sort", {"type": "string", "enum": ["relevance", "date"]}, "By relevance, or newest first."
        ),
        _number("explain", 0, 1, "1 says of each hit how its score came about."),
    ]
    name = _parameter("name", _TEXT, "Its id, slug or path.", place="path")
    prefix = _query("What was typed so far.", MAX_QUERY)
    quotation = _query("The words to find the source of.", MAX_QUOTATION)
    paths = {
        "/api/search": _get("Ranked passages", search, _RESULTS),
        "/api/suggest": _get("Completions", [prefix, limit], _object(prefix=_TEXT, suggestions=_TEXTS)),
        "/api/quote": _get(
            "Where a quotation is from", [quotation, limit], _object(quotation=_TEXT, matches=_list(_MATCH))
        ),
        "/api/essays/{name}": _get("An essay and its sections", [name], _SHOWN, not_found=True),
        "/healthz": _get("Whether the index can be read", [], _object(status=_TEXT, commit=_TEXT)),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "searchkit", "version": version("searchkit")},
        "servers": [{"url": root or "/"}],
        "paths": paths,
        "components": {"schemas": {"Essay": _ESSAY, "Section": _SECTION, "Error": _ERROR}},
    }


def _get(summary: str, parameters: list[_Schema], answer: _Schema, *, not_found: bool = False) -> _Schema:
    problems = {"400": "A parameter makes no sense.", "503": "The index cannot be read."}
    if not_found:
        problems["404"] = "There is no such essay."
    error = {"application/json": {"schema": _ref("Error")}}
    responses: _Schema = {code: {"description": text, "content": error} for code, text in problems.items()}
    responses["200"] = {"description": summary, "content": {"application/json": {"schema": answer}}}
    responses["304"] = {"description": "The answer is the one the asker has (If-None-Match)."}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _query(description: str, longest: int) -> _Schema:
    return _parameter("q", {"type": "string", "maxLength": longest}, description)


def _number(name: str, least: int, most: int, description: str) -> _Schema:
    return _parameter(name, {"type": "integer", "minimum": least, "maximum": most}, description)


def _parameter(name: str, schema: _Schema, description: str, *, place: str = "query") -> _Schema:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": description,
    }
