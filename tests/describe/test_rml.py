"""The mapping as RML: complete, and another engine makes the same graph of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ecograph.describe import read_description
from ecograph.describe.mapping import SHEETS, expand
from ecograph.describe.rml import MAPPING, rml, write_linked_csv
from ecograph.engine.graph import read
from tests.describe.conftest import ECOSYSTEMS, same_graph

#: An interpreter that has morph-kgc: it is no dependency of the product.
MORPH = os.environ.get("ECOGRAPH_MORPH_KGC")


def test_the_rml_names_every_property_of_the_mapping() -> None:
    triples = [q.triple for q in parse(rml(), RdfFormat.TURTLE, base_iri="x:")]
    named = {t.object.value for t in triples if t.predicate.value.endswith("#predicate")}
    assert named == {expand(p) for s in SHEETS for c in s.columns for p in c.path} | {expand("rdf:type")}


@pytest.mark.parametrize("path", ECOSYSTEMS, ids=lambda p: f"{p.parent.parent.name}-{p.parent.name}")
def test_the_files_hold_every_real_description(path: Path, tmp_path: Path) -> None:
    assert write_linked_csv(read_description(path).graph, tmp_path) == ()
    sources = [t.object.value for t in read(tmp_path / MAPPING).triples if t.predicate.value.endswith("#source")]
    assert sorted(sources) == sorted(p.name for p in tmp_path.glob("*.csv"))


def test_what_no_column_holds_is_returned(tmp_path: Path) -> None:
    odd = Triple(NamedNode("x:a"), NamedNode("x:b"), Literal("c"))
    assert write_linked_csv((odd,), tmp_path) == (odd,)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not MORPH, reason="ECOGRAPH_MORPH_KGC names no interpreter that has morph-kgc")
def test_morph_kgc_makes_the_same_graph(tmp_path: Path) -> None:
    graph = read_description(ECOSYSTEMS[0]).graph
    write_linked_csv(graph, tmp_path)
    config = "[CONFIGURATION]\noutput_format=N-TRIPLES\noutput_file=out.nt\nnumber_of_processes=1\nna_values=\n"
    (tmp_path / "config.ini").write_text(f"{config}[CSV]\nmappings={MAPPING}\n")
    subprocess.run([str(MORPH), "-m", "morph_kgc", "config.ini"], cwd=tmp_path, check=True)
    assert same_graph(read(tmp_path / "out.nt").triples, graph)
