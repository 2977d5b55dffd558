"""Fields of the front matter that the body asks for: `{{ book.title }}` becomes the book's title.

Site generators with Liquid or Nunjucks put them there before anybody reads; Jekyll calls the front matter
`page`. What is no field of this post stays as it is, for `templates` to read.

>>> fields = {"book": {"title": "The Card"}, "place": "Rome"}
>>> with_fields("From {{ book.title | safe }}, {{ page.place }}.", fields)
'From The Card, Rome.'
>>> with_fields("{{ site.title }} and {{ book }}", fields)
'{{ site.title }} and {{ book }}'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from searchkit.reading.bounded_yaml import Value

_LONGEST_VALUE = 300
"""Code points of a field that is put into a text: so many times it may be asked for."""

_VARIABLE = re.compile(r"\{\{-? *+(?P<name>\w++(?:\.\w++)*+) *+(?:\|[^{}|\n]*+)*+-?\}\}")
_AS_WRITTEN = ("{% raw", "{%- raw", "{% verbatim")


def with_fields(body: str, fields: Mapping[str, Value]) -> str:
    """`body` with the values of the fields it names; as it is where it shows how templates are written."""
    if "{{" not in body or any(tag in body for tag in _AS_WRITTEN):
        return body
    return _VARIABLE.sub(lambda variable: _value(variable["name"], fields) or variable[0], body)


def _value(name: str, fields: Mapping[str, Value]) -> str:
    value: Value | Mapping[str, Value] | None = fields
    for part in name.removeprefix("page.").split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE or "{{" in value:
        return ""
    return " ".join(value.split())
