"""Negations that change are named; what is no negation is not."""

from __future__ import annotations

import pytest

from searchkit.quotes.negation import changed_negations


@pytest.mark.parametrize(
    ("yours", "source", "named"),
    [
        ("is", "is not", "“not” is missing"),
        ("never was", "was", "“never” is not in the source"),
        ("do", "don't", "“not” is missing"),
        ("can", "cannot", "“not” is missing"),
        ("with", "without", "“without” is missing"),
        ("all", "none", "“none” is missing"),
        ("neither", "either", "“neither” is not in the source"),
        ("something", "nothing", "“nothing” is missing"),
        ("understood", "misunderstood", "“understood” for “misunderstood”"),
        ("misunderstand", "understood", "“misunderstand” for “understood”"),
        ("unwilling", "willing", "“unwilling” for “willing”"),
        ("possible", "impossible", "“possible” for “impossible”"),
        ("inactive", "active", "“inactive” for “active”"),
        ("illegal", "legal", "“illegal” for “legal”"),
        ("regular", "irregular", "“regular” for “irregular”"),
        ("agree", "disagree", "“agree” for “disagree”"),
        ("careless", "careful", "“careless” for “careful”"),
        ("hope", "hopeless", "“hope” for “hopeless”"),
    ],
)
def test_a_changed_negation_is_named(yours: str, source: str, named: str) -> None:
    notices = changed_negations(yours.split(), source.split())
    assert any(named in notice for notice in notices), notices


@pytest.mark.parametrize(
    ("yours", "source"),
    [("don't", "do not"), ("cannot", "can't"), ("big", "large"), ("to", "into"), ("the", "a"), ("", "then")],
)
def test_what_changes_no_negation_is_not_named(yours: str, source: str) -> None:
    assert changed_negations(yours.split(), source.split()) == []
