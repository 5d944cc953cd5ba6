"""Turtle that people read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from ecograph.build import shipped
from ecograph.describe import read_description, turtle
from ecograph.engine.graph import read_bytes

HEAD = """@prefix eco: <https://w3id.org/ecograph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/ecograph/id/x/1> a eco:EcosystemDescription ; eco:aboutEcosystem <https://w3id.org/ecograph/id/x> ;
eco:describedAsOf "2016-03-14"^^<http://www.w3.org/2001/XMLSchema#date> ; rdfs:comment """


@pytest.mark.parametrize("folder", shipped(), ids=lambda p: "-".join(p.parts[-2:]))
def test_it_is_the_same_graph_in_our_spelling(folder: Path) -> None:
    description = read_description(folder)
    text = turtle(description)
    assert set(read_bytes(text, RdfFormat.TURTLE).triples) == set(description.graph)
    assert b"\\/" not in text
    assert b"\t" not in text
    assert len(text) < 1.2 * len((folder / "description.ttl").read_bytes())


def test_a_text_that_looks_like_turtle_is_left_alone(tmp_path: Path) -> None:
    odd = r'"id:a\\/b x .\n\ty .\n@prefix z: <u> ." .'
    (tmp_path / "description.ttl").write_text(HEAD + odd, encoding="utf-8")
    description = read_description(tmp_path)
    assert set(read_bytes(turtle(description), RdfFormat.TURTLE).triples) == set(description.graph)
