from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.essay import ReadingWarning
from searchkit.reading.decoding import NotTextError, decode

TEXT = "Zoë’s naïve café — “quoted”\nsecond line\n"
CYRILLIC = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n" * 5
CHINESE = "天下大势，分久必合，合久必分。话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。\n" * 5
TRADITIONAL = (
    "話說天下大勢，分久必合，合久必分。周末七國分爭，並入於秦。及秦滅之後，楚漢分爭，又並入於漢。\n" * 5
)
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n" * 5


def decoded(content: bytes) -> tuple[str, list[str]]:
    warnings: list[ReadingWarning] = []
    text = decode(content, "a.md", warnings)
    return text, [str(warning) for warning in warnings]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_mark_says_what_the_encoding_is_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decoded(mark + TEXT.encode(encoding)) == (TEXT, [])


def test_western_text_is_read_as_windows_1252_with_a_warning_at_its_first_odd_line() -> None:
    content = "plain\nZoë’s café — “quoted” words, and then as many again\n".encode("cp1252")
    assert decoded(content) == (
        content.decode("cp1252"),
        ["a.md:2: not UTF-8 throughout: read as cp1252"],
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "koi8-r"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_other_encodings_are_guessed(text: str, encoding: str) -> None:
    found, warnings = decoded(text.encode(encoding))
    assert found == text
    assert len(warnings) == 1


def test_a_few_odd_bytes_do_not_spoil_the_rest() -> None:
    content = "Zoë’s “naïve” café\n".encode() + b"caf\xe9 \x93quoted\x94 \x81\n"
    assert decoded(content) == (
        "Zoë’s “naïve” café\ncafé “quoted” \ufffd\n",
        ["a.md:2: not UTF-8 throughout: 4 odd bytes read as cp1252"],
    )


def test_utf_16_that_breaks_off_keeps_what_it_has() -> None:
    text, warnings = decoded(codecs.BOM_UTF16_LE + "essay\n".encode("utf-16-le") + b"x")
    assert text == "essay\n\ufffd"
    assert len(warnings) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" * 20,
        bytes(range(256)) * 8,
    ],
    ids=["png", "zip", "anything"],
)
def test_binary_is_not_text(content: bytes) -> None:
    with pytest.raises(NotTextError, match="binary"):
        decode(content, "a.md", [])


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_every_line_end_ends_one_line(end: bytes) -> None:
    assert decoded(end.join([b"one", b"", b"two", b""])) == ("one\n\ntwo\n", [])


def test_nulls_are_dropped_and_no_other_character_breaks_a_line() -> None:
    text, warnings = decoded("one\na\0b\0 \x1b[31m c\x0cd\x0be\x85f\n".encode())
    assert text == "one\nab [31m c d e f\n"
    assert warnings == ["a.md:2: 2 NUL characters dropped"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, "é", "# Of libraries\r\n\r\nL’été — 日本"])
def test_utf_16_shows_without_a_mark(text: str, encoding: str) -> None:
    text = "# An essay\n" + text.replace("\r\n", "\n")
    found, warnings = decoded(text.encode(encoding))
    assert (found, warnings) == (text, [f"a.md: no byte order mark: read as {encoding.upper()}"])


def test_utf_16_that_is_no_text_throughout_is_one_warning() -> None:
    content = ("An essay that breaks off. " * 5).encode("utf-16-le") + b"\x00\xd8"
    text, warnings = decoded(content)
    assert text.startswith("An essay that breaks off.")
    assert len(warnings) == 1


def test_no_break_and_zero_width_characters_stay() -> None:
    assert decoded("a\xa0b\u200bc\u00add".encode())[0] == "a\xa0b\u200bc\u00add"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_comes_back_from_its_bytes(text: str) -> None:
    text = "#" + text  # else it may begin with a byte order mark
    assert decoded(text.encode()) == (text, [])


@given(st.binary() | st.binary().map(lambda content: b"an essay, and then " * 20 + content))
def test_any_bytes_are_text_that_can_be_written_or_are_refused(content: bytes) -> None:
    try:
        text, _ = decoded(content)
    except NotTextError:
        return
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\r" not in text
    assert "\0" not in text
