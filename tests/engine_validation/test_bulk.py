"""Graphs read as columns: what the parser reads, and nothing that it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

from ecograph.engine import bulk
from ecograph.engine.graph import Graph, read
from ecograph.engine.validation import compile_shapes, validate
from ecograph.engine.validation.coverage import coverage
from ecograph.engine.validation.in_store import validate_embedded

names = st.sampled_from([NamedNode("urn:a"), NamedNode("http://x.nl/é?q=1#b"), BlankNode("b1"), BlankNode("b.2")])
literals = st.one_of(
    st.builds(Literal, st.text(max_size=6)),
    st.builds(lambda t: Literal(t, language="nl-BE"), st.text(max_size=4)),
    st.builds(lambda t: Literal(t, datatype=NamedNode("urn:t")), st.sampled_from(['say "x"', "a\\b", "1", "\n"])),
)
predicates = st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(Triple, names, predicates, st.one_of(names, literals)), min_size=1, max_size=8))
def test_columns_hold_what_the_parser_reads(triples: list[Triple]) -> None:
    content = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert content is not None
    columns = bulk.read([content])
    assert columns is not None
    term = bulk.LazyTerms(columns.texts)
    numbers = zip(columns.subjects.tolist(), columns.predicates.tolist(), columns.objects.tolist(), strict=True)
    assert {(term[s], term[p], term[o]) for s, p, o in numbers} == {(t.subject, t.predicate, t.object) for t in triples}
    assert len(set(columns.objects.tolist())) == len({t.object for t in triples})  # a term has one number
    assert set(columns.triples()) == set(triples)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('"caf\\u00E9"', '"café"'),
        ('"x"@EN', '"x"@en'),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#string>', '"x"'),
        ('"a\tb"', '"a\\tb"'),
    ],
)
def test_two_spellings_of_a_term_are_one_term(first: str, second: str) -> None:
    columns = bulk.read([f"<urn:a> <urn:p> {first} .\n<urn:b> <urn:p> {second} .\n".encode()])
    assert columns is not None
    assert columns.objects[0] == columns.objects[1]


@pytest.mark.parametrize(
    "line",
    [
        '"literal" <urn:p> <urn:o> .',
        "<urn:a> _:b <urn:o> .",
        "<relative> <urn:p> <urn:o> .",
        "<urn:a> <urn:p> <urn:o b> .",
        '<urn:a> <urn:p> "open .',
        "<urn:a> <urn:p> <urn:o> . # a comment",
        "<urn:a> <urn:p> <urn:o>",
        '<urn:a> <urn:p> "\\q" .',
        "# only a comment",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(line: str) -> None:
    assert bulk.read([f"<urn:a> <urn:p> <urn:o> .\n{line}\n".encode()]) is None


def test_a_report_from_columns_is_that_from_triples(bench: Path, tmp_path: Path, generated) -> None:
    triples: Graph = generated(6)
    file = tmp_path / "data.nt"
    file.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    columns = bulk.read([file])
    assert columns is not None
    shapes = compile_shapes((*read(bench / "core.ttl").triples, *read(bench / "sparql.ttl").triples))
    expected = validate(triples, shapes)
    assert len(expected.results) > 100
    found = validate(columns, shapes)
    key = lambda r: (r.root_shape, str(r.focus), r.path, r.component, str(r.value), dict(r.messages).get("nl", ""))  # noqa: E731
    assert sorted(map(key, found.results)) == sorted(map(key, expected.results))
    assert coverage(columns, shapes).targets == coverage(triples, shapes).targets
    assert {str(t) for t in coverage(columns, shapes).unseen} == {str(t) for t in coverage(triples, shapes).unseen}


def test_an_embedded_store_is_judged_as_it_writes_its_literals(bench: Path, generated) -> None:
    store = Store()
    store.bulk_extend(parse(serialize(generated(2), format=RdfFormat.N_TRIPLES) or b"", RdfFormat.N_TRIPLES))
    shapes = compile_shapes(read(bench / "core.ttl").triples)
    held = tuple(quad.triple for quad in store)
    assert len(validate_embedded(store, shapes).results) == len(validate(held, shapes).results) > 10
