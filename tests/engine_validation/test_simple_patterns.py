"""Patterns that are answered without an engine say what the engine says."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Store

from ecograph.engine.validation.simple_patterns import simple

WORDS = r"^\s*(\S+\s+){1,2}\S+\s*$"


def asked(pattern: str, texts: list[str]) -> list[bool]:
    """Return what the engine says of each text."""
    values = " ".join(f"({n} {Literal(text)})" for n, text in enumerate(texts))
    query = f"SELECT ?m {{ VALUES (?n ?t) {{ {values} }} BIND(REGEX(?t, {Literal(pattern)}) AS ?m) }} ORDER BY ?n"
    return [row["m"].value == "true" for row in Store().query(query)]  # type: ignore[union-attr]


def test_words_are_counted_as_the_engine_counts_them() -> None:
    pattern = simple(WORDS, "")
    assert pattern is not None
    texts = [f"a{chr(c)}b" for c in [*range(1, 0x3100), 0xFEFF, 0xFFFD, 0x1F600]]
    texts += ["", " ", "a", "a b", " a\n b c ", "a b c d", "a b \u3000", "\x1ca b", "a b\n"]
    found = [pattern.search(text) is not None for text in texts]
    assert found == asked(WORDS, texts)
    assert set(found) == {True, False}


@pytest.mark.parametrize("pattern", [r"^\s*(\S+\s+){3,2}\S+\s*$", r"^(\S+\s*){0,24}$", r"^\s*(\S+\s+)*\S+\s*$"])
def test_other_groups_are_left_to_the_engine(pattern: str) -> None:
    assert simple(pattern, "") is None


def test_a_long_text_takes_no_time() -> None:
    pattern = simple(r"^\s*(\S+\s+){0,24}\S+\s*$", "")
    assert pattern is not None
    for text in (" " * 100_000, ("a" * 2_000 + " " * 2_000) * 30, "a" * 100_000 + " " * 100_000 + "b" * 100_000):
        assert (pattern.search(text) is not None) == (0 < len(text.split()) <= 25)
