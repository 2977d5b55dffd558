"""`searchkit.yaml`: what a folder of essays says about itself, so that no command needs options.

In goes a folder, out come `Settings`: those of its file, or of the nearest folder's above it, as git
finds its repository; without any, the defaults. YAML is imported only where there is a file, because
every search starts here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from reprlib import repr as short_repr
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from searchkit.errors import UsageError

FILE_NAME = "searchkit.yaml"
ANCHOR_STYLES = ("github", "pandoc", "hugo", "jekyll", "substack")
PLACEHOLDERS = ("slug", "id", "path", "year", "month", "day")
"""What a `url` template may name; `path` is that of the file, without its suffix."""

FIELDS = (
    *("title", "subtitle", "date", "updated", "authors", "tags", "type", "language", "slug", "id", "url"),
    *("aliases", "draft", "visibility", "audience"),
)
"""What `fields` may give names to."""
MISSING = "missing"
"""Among the values of `public`: that of a field that an essay does not have."""

_LONGEST_KEY = 100
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class Settings(Struct, frozen=True):
    """What `searchkit.yaml` may hold. Paths are as written, relative to the file's folder.

    `language` is that of essays that do not name theirs; without it, it is told from each text.
    `exclude` holds patterns as in `.gitignore`. `url` is a template over an essay's fields, such as
    `https://example.com/p/{slug}`. `anchors` names the platform whose heading anchors to make.

    `fields` says what a field is called in the front matter of these essays, before all names it is
    known by: `{date: published_when, tags: [labels, themes]}`. `public` says which values of a field
    let everybody read an essay, in place of the usual ones: `{visibility: [open, missing], publish: true}`,
    where `missing` stands for an essay without the field. A draft is never public.
    """

    corpus: tuple[str, ...] = ("corpus",)
    index: str = "index"
    language: str = ""
    exclude: tuple[str, ...] = ()
    url: str = ""
    anchors: str = "github"
    fields: Mapping[str, tuple[str, ...]] = {}
    public: Mapping[str, tuple[str, ...]] = {}

    @property
    def metadata(self) -> str:
        """What says how front matter is read, as one text to compare; empty where nothing does."""
        rules = {"fields": self.fields, "public": self.public}
        return json.dumps(rules, sort_keys=True, ensure_ascii=False) if self.fields or self.public else ""


DEFAULTS = Settings()


def find_settings(folder: Path) -> Settings:
    """The settings that hold in `folder`; their paths lead where they should from there.

    Raises:
        UsageError: the file is not YAML, or holds a key or a value that means nothing.
    """
    if (folder / FILE_NAME).is_file():
        return _at(folder, load_settings(folder))
    for above in folder.absolute().parents:
        if (above / FILE_NAME).is_file():
            return _at(above, load_settings(above))
    return _at(folder, DEFAULTS)


def _at(folder: Path, settings: Settings) -> Settings:
    """The settings with their paths joined to the folder they were found in."""
    return replace(
        settings,
        corpus=tuple(str(folder / Path(name).expanduser()) for name in settings.corpus),
        index=settings.index if "://" in settings.index else str(folder / Path(settings.index).expanduser()),
    )


def load_settings(folder: Path) -> Settings:
    """The settings of the file in `folder`, as they are written there, or the defaults.

    Raises:
        UsageError: the file is not YAML, or holds a key or a value that means nothing.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        return DEFAULTS
    return _validated(_parse(file), file)


def _parse(file: Path) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{file} cannot be read: {reason}", hint="it must be YAML") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UsageError(f"{file} must hold keys and values", hint="for example `language: en`")
    return content


def _validated(content: dict[str, Any], file: Path) -> Settings:
    known = set(Settings.__struct_fields__)
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            raise UsageError(f"{file}: unknown key {short_repr(key)}", hint=_nearest(key, known))
        values[key] = _READERS.get(key, _string)(key, value, file)
    settings = Settings(**values)
    for name in ("corpus", "index"):
        if not getattr(settings, name):
            raise UsageError(f"{file}: {name} names no folder", hint="name one, or leave the key out")
    if settings.anchors not in ANCHOR_STYLES:
        raise UsageError(
            f"{file}: unknown anchors {short_repr(settings.anchors)}",
            hint=f"one of {', '.join(ANCHOR_STYLES)}",
        )
    for name in _PLACEHOLDER.findall(settings.url):
        if name not in PLACEHOLDERS:
            raise UsageError(f"{file}: url names {{{name}}}", hint=f"it may name {', '.join(PLACEHOLDERS)}")
    return replace(settings, language=_language(settings.language, file))


def _language(name: str, file: Path) -> str:
    if not name:
        return ""
    from searchkit.analysis.language import language_code

    if code := language_code(name):
        return code
    raise UsageError(
        f"{file}: unknown language {short_repr(name)}", hint="write a code or a name, as fr or French"
    )


def _nearest(key: object, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key[:_LONGEST_KEY], known, n=1) if isinstance(key, str) else []
    return f"did you mean {near[0]}?" if near else f"the keys are {', '.join(sorted(known))}"


def _string(key: str, value: object, file: Path) -> str:
    if not isinstance(value, str):
        raise UsageError(
            f"{file}: {key} must be a text, not {short_repr(value)}", hint="put it between quotes"
        )
    return value


def _strings(key: str, value: object, file: Path) -> tuple[str, ...]:
    return tuple(_string(key, item, file) for item in (value if isinstance(value, list) else [value]))


def _names(key: str, value: object, file: Path) -> dict[str, tuple[str, ...]]:
    """What the fields of `fields` are called."""
    names = {
        name: _strings(f"{key}: {name}", called, file) for name, called in _map(key, value, file).items()
    }
    for name in names:
        if name not in FIELDS:
            raise UsageError(f"{file}: {key} has no {short_repr(name)}", hint=_nearest(name, FIELDS))
    return names


def _rule(key: str, value: object, file: Path) -> dict[str, tuple[str, ...]]:
    """The values of fields that `public` names, as texts in lower case."""
    rule = {}
    for name, words in _map(key, value, file).items():
        listed = words if isinstance(words, list) else [words]
        texts = [str(word).lower() if isinstance(word, bool | int) else word for word in listed]
        rule[name] = tuple(text.lower() for text in _strings(f"{key}: {name}", texts, file))
    return rule


def _map(key: str, value: object, file: Path) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise UsageError(
            f"{file}: {key} must hold fields and their values, not {short_repr(value)}",
            hint=f"for example `{key}: {{{_EXAMPLES[key]}}}`",
        )
    return value


_EXAMPLES = {"fields": "date: published_when", "public": "visibility: [open, listed]"}
_READERS: dict[str, Callable[[str, Any, Path], Any]] = {
    "corpus": _strings,
    "exclude": _strings,
    "fields": _names,
    "public": _rule,
}
