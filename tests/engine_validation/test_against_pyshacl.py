"""The fast engine finds what pyshacl finds: random shapes over random graphs, equal as multisets.

ECOGRAPH_SHACL_CASES says how many; 300 in CI, 10,000 once before a release.
"""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from ecograph.engine import bulk
from ecograph.engine.graph import Graph, read_bytes
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.spelling import may_be_respelled
from ecograph.errors import ShapesProblem

CASES = int(os.environ.get("ECOGRAPH_SHACL_CASES", "300"))
PREFIXES = """
@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
IRIS = [":a", ":b", ":c", ":d"]
CLASSES = [":A", ":B", ":C"]
PROPERTIES = [":p", ":q", ":r"]
LITERALS = [
    "1",
    "2",
    '"02"^^xsd:integer',
    "3.0",
    '"x"^^xsd:integer',
    '"2016-01-01"^^xsd:date',
    '"2017-05-06"^^xsd:date',
    '"2016-01-01T00:00:00Z"^^xsd:dateTime',
    "true",
    '"abc"',
    '"abcde"',
    '"a"@en',
    '"b"@en',
    '"c"@nl',
    '"d"@nl-be',
]
iri, cls, prop = st.sampled_from(IRIS), st.sampled_from(CLASSES), st.sampled_from(PROPERTIES)
node = st.sampled_from([*IRIS, "_:x", "_:y"])
literal = st.sampled_from(LITERALS)
value = st.one_of(node, literal)
fact = st.one_of(
    st.builds("{} a {} .".format, node, cls),
    st.builds("{} {} {} .".format, node, prop, value),
    st.builds("{} {} {} .".format, node, prop, value),
    st.builds("{} {} {} .".format, node, prop, literal),
    st.builds("{} rdfs:subClassOf {} .".format, cls, cls),
)
path = st.one_of(
    prop,
    prop,
    st.builds("[ sh:inversePath {} ]".format, prop),
    st.builds("( {} {} )".format, prop, prop),
    st.builds("[ sh:alternativePath ( {} {} ) ]".format, prop, prop),
    st.builds("[ sh:zeroOrMorePath {} ]".format, prop),
    st.builds("[ sh:oneOrMorePath {} ]".format, prop),
    st.builds("[ sh:zeroOrOnePath {} ]".format, prop),
    st.builds("( {} [ sh:inversePath {} ] )".format, prop, prop),
    st.builds("( {} [ sh:zeroOrMorePath {} ] )".format, prop, prop),
)
count = st.integers(0, 3)
kinds = st.sampled_from(["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"])
types = st.sampled_from(["xsd:integer", "xsd:decimal", "xsd:string", "xsd:date", "xsd:boolean", "rdf:langString"])
bound = st.sampled_from(["1", "2", "2.5"])  # not a date: pyshacl lets pass what has no order with it
#: What a shape can say about its values, by itself.
plain = st.one_of(
    st.builds("sh:class {}".format, cls),
    st.builds("sh:datatype {}".format, types),
    st.builds("sh:nodeKind sh:{}".format, kinds),
    st.builds(
        "sh:{} {}".format, st.sampled_from(["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"]), bound
    ),
    st.builds("sh:{} {}".format, st.sampled_from(["minLength", "maxLength"]), st.integers(1, 6)),
    st.builds('sh:pattern "{}"'.format, st.sampled_from(["^a", "b", "[0-9]+", "x|c$"])),
    st.builds('sh:languageIn ( "{}" )'.format, st.sampled_from(["en", "nl", "nl-BE"])),
    st.builds("sh:in ( {} {} {} )".format, value.filter(lambda v: "_:" not in v), iri, literal),
    st.builds("sh:hasValue {}".format, st.one_of(iri, literal)),
    st.builds("sh:{} {}".format, st.sampled_from(["equals", "disjoint"]), prop),
)
counted = st.one_of(
    st.builds("sh:minCount {}".format, count),
    st.builds("sh:maxCount {}".format, count),
    st.just("sh:uniqueLang true"),
)


def shape(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A blank node shape: a node shape or a property shape."""
    return st.one_of(
        st.builds("[ {} ; {} ]".format, inner, inner),
        st.builds("[ sh:path {} ; {} ; {} ]".format, path, st.one_of(inner, counted), inner),
    )


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("sh:not {}".format, inner),
        st.builds("sh:node {}".format, inner.filter(lambda s: not s.startswith("[ sh:path"))),
        st.builds("sh:{} ( {} {} )".format, st.sampled_from(["and", "or", "xone"]), inner, inner),
    )


level1 = shape(plain)
level2 = shape(st.one_of(plain, joined(level1), st.builds("sh:property [ sh:path {} ; {} ]".format, path, plain)))
part = st.one_of(plain, joined(level1), joined(level2))
qualified = st.builds(
    "sh:qualifiedValueShape {} ; sh:qualifiedMinCount {} ; sh:qualifiedMaxCount {}".format, level1, count, count
)
property_shape = st.one_of(
    st.builds("[ sh:path {} ; {} ]".format, path, st.one_of(part, counted, qualified)),
    st.builds("[ sh:path {} ; {} ; {} ]".format, path, part, counted),
    st.builds("[ sh:path {} ; sh:property [ sh:path {} ; {} ] ]".format, path, path, st.one_of(part, counted)),
    st.builds("[ sh:path {} ; sh:severity sh:Warning ; {} ]".format, path, part),
)
target = st.one_of(
    st.builds("sh:targetClass {}".format, cls),
    st.builds("sh:targetNode {}".format, st.one_of(iri, literal)),
    st.builds("sh:targetSubjectsOf {}".format, prop),
    st.builds("sh:targetObjectsOf {}".format, prop),
)
#: SPARQL constraints.
sparql = st.builds(
    'sh:sparql [ sh:message "{{?value}}"@en ; '
    'sh:select "PREFIX : <urn:x:> SELECT DISTINCT $this ?value {{ {} }}" ]'.format,
    st.one_of(
        st.builds("$this {} ?value . FILTER (isLiteral(?value))".format, prop),
        st.builds("$this {} ?value . FILTER NOT EXISTS {{ ?value {} ?x }}".format, prop, prop),
        st.builds("$this {} ?value . ?value {} ?y".format, prop, prop),
        st.builds("?value {} $this".format, prop),
        st.builds("$this {} ?value OPTIONAL {{ ?value {} ?y }} FILTER (!bound(?y))".format, prop, prop),
        st.builds("$this {}/{} ?value".format, prop, prop),
    ),
)
root = st.builds(
    "a sh:NodeShape ; {} ; {} .".format,
    target,
    st.one_of(
        st.builds("sh:property {}".format, property_shape),
        st.builds("sh:property {} , {}".format, property_shape, property_shape),
        part,
        sparql,
        st.just("sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path :p ; sh:maxCount 1 ]"),
    ),
)


def graph(lines: list[str]) -> Graph:
    return read_bytes((PREFIXES + "\n".join(lines)).encode(), RdfFormat.TURTLE).triples


def seen(report: Report) -> Counter[tuple[str, ...]]:
    """Results as multisets; not the bounds of what has no order with them, which pyshacl lets pass."""
    return Counter(
        (r.root_shape, str(r.focus), r.path, str(r.value), str(r.source_shape), r.component, r.severity)
        for r in report.results
        if not (re.search("M(ax|in)(In|Ex)clusive", r.component) and re.search('#date|#boolean|^"x"', str(r.value)))
    )


def decided_by_no_order(data: list[str], shapes: list[str]) -> bool:
    """Return whether a shape inside a shape may compare what has no order: pyshacl lets that pass, and more follows."""
    bounded = any(
        re.search("(min|max)(In|Ex)clusive", text) and re.search("sh:(not|node|and|or|xone|qualified)", text)
        for text in shapes
    )
    unordered = r'\^\^xsd:date|(?<!closed )(?<!uniqueLang )\btrue\b|"x"'
    return bounded and any(re.search(unordered, text) for text in (*data, *shapes))


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(fact, min_size=3, max_size=14), st.lists(root, min_size=1, max_size=2))
def test_same_results(data: list[str], shapes: list[str]) -> None:
    named = [f":S{n} {text}" for n, text in enumerate(shapes)]
    if decided_by_no_order(data, shapes):
        return
    data_graph, shapes_graph = graph(data), graph(named)
    try:
        reference = validate(data_graph, shapes_graph, engine="reference")
    except ShapesProblem:
        return  # pyshacl gave up; there is nothing to compare with
    try:
        compiled = compile_shapes(shapes_graph)
    except ShapesProblem:
        return  # twice sh:datatype in one shape: pyshacl looks only at the shapes that it reaches
    fast = validate(data_graph, compiled)
    assert seen(fast) == seen(reference)
    messages = {(str(r.focus), str(r.source_shape), r.path, str(r.value)): dict(r.messages) for r in reference.results}
    for result in fast.results:
        key = (str(result.focus), str(result.source_shape), result.path, str(result.value))
        assert set(result.messages) == set(messages.get(key, result.messages))


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(fact, min_size=3, max_size=20), st.lists(root, min_size=1, max_size=3))
def test_columns_find_what_sets_find(data: list[str], shapes: list[str]) -> None:
    graph_ = graph(data)
    try:
        compiled = compile_shapes(graph([f":S{n} {text}" for n, text in enumerate(shapes)]))
    except ShapesProblem:
        return
    reports = []
    for large in (False, True):
        numbered = Data(graph_)
        sparql = Sparqler(graph_, numbered, compiled.graph)
        reports.append(compiled.judge(numbered, sparql, compiled.chosen(None), large=large))
    assert reports[0].results == reports[1].results
    columns = bulk.read([serialize(graph_, format=RdfFormat.N_TRIPLES)])
    assert columns is not None
    read_as_columns = compiled.validate(columns)
    assert seen(read_as_columns) == seen(reports[0])
    assert said(read_as_columns) == said(reports[0])


def said(report: Report) -> Counter[str]:
    return Counter(f"{r.focus} {r.path} {r.component} {dict(r.messages)}" for r in report.results)


SPELLED = [
    ':a :p 2 . :b :p "02"^^xsd:integer .',
    ':a :p 2 , "02"^^xsd:integer .',
    ':a :q :b , :c . :b :p 2 . :c :p "02"^^xsd:integer , 3 .',
    ':a :p "02"^^xsd:integer .',
    ':a :p "02"^^xsd:integer ; :q 2 .',
    ':a :p 2 ; :q "02"^^xsd:integer .',
]


@pytest.mark.parametrize("data", SPELLED)
@pytest.mark.parametrize(
    ("target", "pattern"),
    [
        ('sh:targetNode "02"^^xsd:integer', "?value :p $this"),
        ("sh:targetObjectsOf :p", "?value :p $this"),
        ("sh:targetObjectsOf :p", "FILTER (STR($this) = '02')"),
        ("sh:targetNode :a , :b , :c , :d", "$this :p ?value"),
        ("sh:targetNode :a , :b , :c , :d", "$this :p ?value FILTER (STRLEN(STR(?value)) > 1)"),
        ("sh:targetNode :a", "$this :q/:p ?value"),
        ("sh:targetNode :a , :b , :c , :d", "$this :p ?value . ?other :p ?value FILTER (?other != $this)"),
        (
            "sh:targetNode :a",
            "{ SELECT $this (SUM(?v) AS ?sum) WHERE { $this :q?/:p ?v } GROUP BY $this } FILTER (?sum > 3)",
        ),
        (
            "sh:targetNode :a",
            "{ SELECT $this (SUM(?v) AS ?sum) WHERE { $this :p ?v } GROUP BY $this } FILTER (?sum > 3)",
        ),
        ("sh:targetNode :a", "{ SELECT $this (COUNT(*) AS ?n) WHERE { $this :p [] } GROUP BY $this } FILTER (?n > 1)"),
        ("sh:targetSubjectsOf :p", "FILTER NOT EXISTS { $this :p ?value . ?other :p ?value FILTER (?other != $this) }"),
    ],
)
def test_a_literal_is_the_one_that_the_data_spell(data: str, target: str, pattern: str) -> None:
    text = (
        f':S a sh:NodeShape ; {target} ; sh:sparql [ sh:message "{{?value}}"@en ; '
        f'sh:select "PREFIX : <urn:x:> SELECT DISTINCT $this ?value {{ {pattern} }}" ] .'
    )
    data_graph, shapes_graph = graph([data]), graph([text])
    assert seen(validate(data_graph, shapes_graph)) == seen(validate(data_graph, shapes_graph, engine="reference"))


def test_what_looks_plainly_spelled_is_kept_by_the_store() -> None:
    texts = "0 7 -7 123456789012345678 0.5 -0.5 1.25 999999999999.00001 true false 2016-02-30 2016 9999-12-31".split()
    texts += ["2016-01-01T00:00:00", "2016-01-01T23:59:59Z", "0000-00-00"]
    for name in ("integer", "boolean", "decimal", "date", "dateTime", "gYear"):
        for text in texts:
            literal = Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#" + name))
            if not may_be_respelled(text, literal.datatype.value):
                store = Store()
                store.add(Quad(NamedNode("urn:a"), NamedNode("urn:p"), literal))
                assert [q.object for q in store] == [literal]
