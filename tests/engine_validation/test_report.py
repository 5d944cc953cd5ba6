"""Reports as RDF, coverage, groups and lint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from ecograph.engine.graph import Graph, read, read_bytes, write
from ecograph.engine.validation import compile_shapes, validate
from ecograph.engine.validation.coverage import coverage, groups, lint
from ecograph.engine.validation.index import TYPE, Index, sh
from ecograph.engine.validation.paths import (
    Alternative,
    Inverse,
    Repeat,
    Sequence,
    Step,
    read_path,
    write_path,
)
from ecograph.engine.validation.paths import (
    Path as PropertyPath,
)
from ecograph.engine.validation.rdf import parse_path, triples, write_path_triples
from ecograph.errors import ShapesProblem

PREFIXES = "@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
step = st.sampled_from(["urn:x:p", "https://w3id.org/ecograph/ns#participant"]).map(Step)
path = st.recursive(
    step,
    lambda inner: st.one_of(
        inner.map(Inverse),
        st.builds(Repeat, inner, st.sampled_from("*+?")),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: Sequence(tuple(p))),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: Alternative(tuple(p))),
    ),
    max_leaves=5,
)


def shapes(text: str) -> Graph:
    return read_bytes((PREFIXES + text).encode(), RdfFormat.TURTLE).triples


@given(path)
def test_a_path_survives_spelling_and_rdf(tree: PropertyPath) -> None:
    assert parse_path(write_path(tree)) == tree
    head, out = write_path_triples(tree)
    assert read_path(Index(out), head) == tree


def test_a_report_as_rdf_has_every_result(bench: Path, generated: Callable[[int], Graph]) -> None:
    report = validate(generated(1), read(bench / "core.ttl").triples)
    graph = tuple(triples(report))
    index = Index(graph)
    [node] = index.subjects(TYPE, sh("ValidationReport"))
    assert len(index.objects(node, sh("result"))) == len(report.results) > 0
    assert read_bytes(write(graph), RdfFormat.TURTLE).triples


def test_coverage_names_idle_shapes_and_unseen_data(generated: Callable[[int], Graph]) -> None:
    compiled = compile_shapes(shapes(":S a sh:NodeShape ; sh:targetClass :Nobody ; sh:nodeKind sh:IRI ."))
    found = coverage(generated(1), compiled)
    assert found.idle == ("urn:x:S",)
    assert len(found.unseen) > 100


def test_groups_count_and_show_some(bench: Path, generated: Callable[[int], Graph]) -> None:
    report = validate(generated(2), read(bench / "core.ttl").triples)
    found = groups(report, sample=2)
    assert sum(g.count for g in found) == len(report.results)
    assert all(1 <= len(g.sample) <= 2 for g in found)


def test_lint_tells_what_is_strange() -> None:
    text = """
    :S a sh:NodeShape ; sh:targetClass :C ; sh:minCuont 1 ; sh:message "alleen"@nl ;
      sh:property [ sh:path :p ; sh:minCount 2 ; sh:maxCount 1 ] .
    :T a sh:NodeShape ; sh:nodeKind sh:IRI .
    """
    said = " ".join(n.message["en"] for n in lint(compile_shapes(shapes(text))))
    for word in ("minCuont", "minCount exceeds", "used nowhere", "missing in: en"):
        assert word in said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (":S a sh:NodeShape ; sh:targetClass :C ; sh:memberShape :T .", "SHACL 1.2"),
        (":S a sh:NodeShape ; sh:targetClass :C ; sh:node :T . :T sh:not :S .", "lead back"),
        (":S a sh:NodeShape ; sh:targetClass :C ; sh:js [] .", "JavaScript"),
        (':S a sh:NodeShape ; sh:targetNode :a ; sh:pattern "(?=x)" .', "no regular expression"),
        (
            ':S a sh:NodeShape ; sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> {} }" ] .',
            "SERV",
        ),
        (":S a sh:NodeShape ; sh:targetNode :a ; sh:and ( [] 3 ) .", "no shape"),
        (":S sh:targetNode :a ; sh:in [ sh:first 1 ] .", "not well formed"),
    ],
)
def test_what_is_refused_is_refused_loudly(text: str, word: str) -> None:
    with pytest.raises(ShapesProblem, match=word):
        validate(shapes(":a :p :b ."), shapes(text))


def test_a_regular_expression_cannot_be_a_bomb() -> None:
    text = ':S a sh:NodeShape ; sh:targetObjectsOf :p ; sh:pattern "^(a+)+$" .'
    data = shapes(f':a :p "{"a" * 40}!" .')
    assert not validate(data, shapes(text)).conforms


def test_what_only_pyshacl_can_be_asked_is_said() -> None:
    text = """
    :S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:message "x" ;
      sh:select "SELECT $this WHERE { $this <urn:x:p> ?v FILTER(?v = 1) } LIMIT 1" ] .
    :T a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:message "y" ;
      sh:select "SELECT $this WHERE { { $this <urn:x:p> ?v } FILTER(bound($this)) FILTER(?v = 1) }" ] .
    """
    data = shapes(":a :p 1 . [] :p 1 . [] :p 2 .")
    fast, reference = validate(data, shapes(text)), validate(data, shapes(text), engine="reference")
    assert [(r.root_shape, r.focus) for r in fast.results] == [(r.root_shape, r.focus) for r in reference.results]
    assert len(fast.results) == 4
    assert fast.engine.endswith("pyshacl for urn:x:S")
