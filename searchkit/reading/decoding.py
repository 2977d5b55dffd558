r"""Bytes to text: a file's content goes in, text with `\n` between its lines comes out.

A byte order mark says what the encoding is; without one, UTF-16 shows by its NULs, and all else is
UTF-8. What is not UTF-8 throughout is either
UTF-8 with a few odd bytes in it (pasted from elsewhere: those are read as Windows-1252), or another
encoding, which charset-normalizer guesses. Both are told by a warning.

Lines keep their numbers: every `\r\n`, `\r` and `\n` ends one line. Control characters are dropped,
for they show as nothing, break YAML and can move a terminal's cursor; those at which Python would
break a line, and no editor does, become spaces. NULs among them are told by a warning too, if nothing
else was: a file that holds some was damaged.
"""

from __future__ import annotations

import codecs
import re

from searchkit.essay import ReadingWarning

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF_16 = ("utf-16-le", "utf-16-be")
_MOST_NULS_ASIDE = 50
"""One in so many bytes may be NUL where text in UTF-16 has none."""

_FALLBACK = "cp1252"
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
_SAMPLE = 32_768
"""Bytes that are enough to tell an encoding from."""

_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b") + b"\x7f"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = "\x0b\x0c\x1c\x1d\x1e\x85"
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_ODD_BYTES = re.compile("[\udc80-\udcff]")


class NotTextError(ValueError):
    """The content is not text in any encoding."""


def decode(content: bytes, path: str, warnings: list[ReadingWarning], *, declared: str = "") -> str:
    """The text of `content`; what was odd about it is added to `warnings` under `path`.

    `declared` is the encoding that the content itself names, believed of what is not UTF-8.

    Raises:
        NotTextError: `content` is binary.
    """
    try:
        if not content.startswith(_ANY_MARK) and (encoding := _utf_16_of(content)):
            text = content[: len(content) & ~1].decode(encoding, "replace")
            warnings.append(ReadingWarning(path, 0, f"no byte order mark: read as {encoding.upper()}"))
            return _clean(text)
        text = _by_mark(content)
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            warnings.append(ReadingWarning(path, line, f"{text.count(chr(0))} NUL characters dropped"))
        return _clean(text)
    except UnicodeDecodeError as error:
        if declared and (text := _as_declared(content, declared)):
            return _clean(text)
        line = content.count(b"\n", 0, error.start) + 1
        text, how = _otherwise(content)
        warnings.append(ReadingWarning(path, line, f"not {error.encoding.upper()} throughout: {how}"))
        return _clean(text)


def _as_declared(content: bytes, encoding: str) -> str:
    """The text of `content`, empty where it is not in this encoding; Latin-1 is Windows-1252 to browsers."""
    try:
        name = codecs.lookup(encoding).name
        return content.decode(_FALLBACK if name in ("iso8859-1", "ascii") else name)
    except (LookupError, ValueError):
        return ""


def _by_mark(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    if _is_binary(content):
        raise NotTextError("it is binary")
    return content.decode("utf-8")


def _utf_16_of(content: bytes) -> str:
    """The UTF-16 that unmarked text is in: of its two bytes the same one is NUL in most characters."""
    if b"\0" not in content[:_SAMPLE]:
        return ""
    sample = content[:_SAMPLE]
    nuls = [sample[side::2].count(0) for side in (1, 0)]
    characters = len(sample) // 2
    for encoding, high, low in zip(_UTF_16, nuls, reversed(nuls), strict=True):
        if characters > 1 and high * 2 > characters and low * _MOST_NULS_ASIDE <= characters:
            return encoding if _reads_as_text(sample, encoding) else ""
    return ""


def _reads_as_text(sample: bytes, encoding: str) -> bool:
    text = sample[: len(sample) & ~1].decode(encoding, "replace")
    return len(_CONTROLS.findall(text)) * _MOST_NULS_ASIDE <= len(text)


def _is_binary(content: bytes) -> bool:
    """Whether more than 2 % of the bytes are controls: text has next to none, compressed data 11 %."""
    controls = len(content) - len(content.translate(None, _CONTROL_BYTES))
    return controls > 4 and controls * 50 > len(content)


def _otherwise(content: bytes) -> tuple[str, str]:
    """The text of what its mark or UTF-8 does not decode, and how it was read."""
    for mark, encoding in _MARKS:
        if content.startswith(mark) and encoding != "utf-8":
            return content[len(mark) :].decode(encoding, "replace"), "what was not is shown as \ufffd"
    if _is_mostly_utf8(content):
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
        text, odd = _ODD_BYTES.subn(_as_fallback, text)
        return text, f"{odd} odd bytes read as {_FALLBACK}"
    encoding = _guess(content)
    return content.decode(encoding, "replace"), f"read as {encoding}"


def _is_mostly_utf8(content: bytes) -> bool:
    foreign = b" ".join(_FOREIGN.findall(content))[:_SAMPLE].decode("utf-8", "surrogateescape")
    odd = len(_ODD_BYTES.findall(foreign))
    return len(foreign) - foreign.count(" ") > 2 * odd


def _as_fallback(odd: re.Match[str]) -> str:
    return bytes([ord(odd[0]) - 0xDC00]).decode(_FALLBACK, "replace")


def _guess(content: bytes) -> str:
    # Western text has few letters that are not ASCII, too few to tell the encodings of Europe
    # apart; the fallback is the likely one. Cyrillic, Greek and Chinese have little else.
    sample = content[:_SAMPLE]
    if sum(map(len, _FOREIGN.findall(sample))) * 8 < len(sample):
        return _FALLBACK
    from charset_normalizer import from_bytes  # 25 ms that hardly a corpus pays

    best = from_bytes(sample).best()
    return best.encoding if best else _FALLBACK


def _clean(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(lambda control: " " if control[0] in _SPACES else "", text)
