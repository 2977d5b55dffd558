"""The laws of reading, held against posts that Hypothesis makes; `make fuzz` makes many more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_laws import composed, obey, pieces

PIECES = pieces()
POSTS = st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)
SUFFIXES = st.sampled_from([".md", ".md", ".mdx", ".html", ".txt"])


@given(POSTS, SUFFIXES)
@settings(max_examples=300)
def test_any_pieces_of_dialects_make_a_post_that_keeps_the_laws(content: bytes, suffix: str) -> None:
    obey(content, suffix)


@given(st.binary(max_size=400), SUFFIXES)
def test_any_bytes_keep_the_laws(content: bytes, suffix: str) -> None:
    obey(content, suffix)


@given(st.binary(min_size=4, max_size=24))
@settings(max_examples=60)
def test_any_pieces_many_times_keep_the_laws(program: bytes) -> None:
    obey(composed(program))


@given(POSTS, st.sampled_from(["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252"]))
def test_any_post_in_any_encoding_keeps_the_laws(content: bytes, encoding: str) -> None:
    obey(content.decode("utf-8", "replace").encode(encoding, "replace"))


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_thousand_of_any_piece_keep_the_laws(piece: bytes) -> None:
    obey(piece * 1_000)
