"""`searchkit.yaml`: what a folder of essays says about itself, so that no command needs options.

In goes a folder, out come `Settings`: those of its file, or of the nearest folder's above it, as git
finds its repository; without any, the defaults. YAML is imported only where there is a file, because
every search starts here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from searchkit.errors import UsageError

FILE_NAME = "searchkit.yaml"
ANCHOR_STYLES = ("github", "pandoc", "hugo", "jekyll", "substack")
PLACEHOLDERS = ("slug", "id", "path", "year", "month", "day")
"""What a `url` template may name; `path` is that of the file, without its suffix."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `searchkit.yaml` may hold. Paths are as written, relative to the file's folder.

    `exclude` holds patterns as in `.gitignore`. `url` is a template over an essay's fields, such as
    `https://example.com/p/{slug}`. `anchors` names the platform whose heading anchors to make.
    """

    corpus: tuple[str, ...] = ("corpus",)
    index: str = "index"
    language: str = "en"
    exclude: tuple[str, ...] = ()
    url: str = ""
    anchors: str = "github"


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
        index=str(folder / Path(settings.index).expanduser()),
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
    known = {item.name for item in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            raise UsageError(f"{file}: unknown key {key!r}", hint=_nearest(str(key), known))
        values[key] = (
            _strings(key, value, file) if key in ("corpus", "exclude") else _string(key, value, file)
        )
    settings = Settings(**values)
    for name in ("corpus", "index"):
        if not getattr(settings, name):
            raise UsageError(f"{file}: {name} names no folder", hint="name one, or leave the key out")
    if settings.anchors not in ANCHOR_STYLES:
        raise UsageError(
            f"{file}: unknown anchors {settings.anchors!r}", hint=f"one of {', '.join(ANCHOR_STYLES)}"
        )
    for name in _PLACEHOLDER.findall(settings.url):
        if name not in PLACEHOLDERS:
            raise UsageError(f"{file}: url names {{{name}}}", hint=f"it may name {', '.join(PLACEHOLDERS)}")
    return settings


def _nearest(key: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f"did you mean {near[0]}?" if near else f"the keys are {', '.join(sorted(known))}"


def _string(key: str, value: object, file: Path) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{file}: {key} must be a text, not {value!r}", hint="put it between quotes")
    return value


def _strings(key: str, value: object, file: Path) -> tuple[str, ...]:
    return tuple(_string(key, item, file) for item in (value if isinstance(value, list) else [value]))
