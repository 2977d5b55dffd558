"""What holds of every post that is read, whatever its bytes; and posts made of the dialects' own pieces.

`obey` reads some bytes as a post and asserts the laws. `composed` turns a fuzzer's bytes into such a
post: each byte picks a piece, and may say that it comes many times, for it is repetition that shows
when time is not linear.
"""

from __future__ import annotations

import codecs
import json
import re
import time
from collections.abc import Iterable
from pathlib import Path

from searchkit.essay import Essay, Kind, ReadingWarning, Section
from searchkit.reading import post
from searchkit.reading.decoding import decode
from searchkit.reading.discovery import PostFile
from searchkit.reading.drafts import MOST_WORDS, count_words
from searchkit.settings import DEFAULTS

DICTIONARY = Path(__file__).with_name("dialects.dict")
MAX_SIZE = 8_192
MOST_SECONDS_A_KILOBYTE = 0.020
FLOOR_SECONDS = 0.050
"""What any input may cost: below that a measurement says nothing."""

_PROSE = (Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST, Kind.FOOTNOTE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def pieces() -> list[bytes]:
    """The pieces of the dictionary."""
    lines = DICTIONARY.read_text(encoding="ascii").splitlines()
    return [codecs.escape_decode(line[1:-1])[0] for line in lines if line.startswith('"')]


_PIECES = pieces()
_MANY = 192
"""A byte up to which a piece comes once; from there on, twice as often for every six."""


def composed(program: bytes) -> bytes:
    """The post that `program` describes: pairs of a piece and how often it comes, up to 1,024 times."""
    parts: list[bytes] = []
    size = 0
    for which, often in zip(program[::2], program[1::2], strict=False):
        part = _PIECES[which % len(_PIECES)] * (1 << max(often - _MANY, 0) // 6)
        parts.append(part)
        size += len(part)
        if size > MAX_SIZE:
            break
    return b"".join(parts)[:MAX_SIZE]


def seconds_of(content: bytes, suffix: str = ".md") -> float:
    """The processor's time that reading takes, the least of some tries where it seems too long."""
    least = float("inf")
    for _ in range(4):
        start = time.process_time()
        _read(content, suffix)
        least = min(least, time.process_time() - start)
        if least <= allowed_seconds(content):
            break
    return least


def allowed_seconds(content: bytes) -> float:
    """What reading may cost at most."""
    return FLOOR_SECONDS + MOST_SECONDS_A_KILOBYTE * len(content) / 1024


def obey(content: bytes, suffix: str = ".md") -> None:
    """Assert that `content` is an essay that keeps the laws, or one warning that says why it is none."""
    essay, warnings = _read(content, suffix)
    assert all(warning.message and warning.path for warning in warnings)
    assert not any("not understood" in warning.message for warning in warnings), warnings[-1].message
    if essay is None:
        assert len([warning for warning in warnings if warning.message.startswith("skipped: ")]) == 1
        return
    json.dumps(essay.to_dict())
    json.dumps(dict(essay.extra))
    assert essay.id
    assert essay.title
    assert essay.access
    assert not _CONTROL.search(essay.title + essay.subtitle)
    _obey_sections(essay.sections, decode(content, "a.md", []).count("\n") + 1)
    _obey_attributions(essay)


def _obey_sections(sections: Iterable[Section], last_line: int) -> None:
    numbers = {section.number for section in sections}
    assert numbers == set(range(len(numbers)))
    for section in sections:
        first, last = section.lines
        assert 1 <= first <= last <= max(last_line, 1), section
        assert section.text.strip(), section
        assert not _CONTROL.search(section.text), section
        assert section.kind not in _PROSE or count_words(section.text) <= MOST_WORDS, section
        assert section.referrer is None or (section.kind is Kind.FOOTNOTE and section.referrer in numbers)
        json.dumps(section.to_dict())


def _obey_attributions(essay: Essay) -> None:
    for section in essay.sections:
        if section.attribution is not None:
            assert section.kind in (*_PROSE, Kind.EMBED, Kind.CODE), section
            assert section.kind is Kind.EMBED or section.attribution.to_dict(), section
            assert not _CONTROL.search(str(section.attribution)), section
            assert "\n" not in section.attribution.author


def _read(content: bytes, suffix: str) -> tuple[Essay | None, list[ReadingWarning]]:
    warnings: list[ReadingWarning] = []
    file = PostFile(Path("/nowhere"), f"a{suffix}", len(content), 0)
    return post.read(file, DEFAULTS, content, warnings), warnings
