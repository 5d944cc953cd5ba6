"""Queries about data in memory answered without an engine: the same answers as the engine's, or none."""

from __future__ import annotations

import functools
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, serialize

from ecograph import assets
from ecograph.describe import read_description
from ecograph.engine import bulk, reasoning, validation
from ecograph.engine.knowledge import load
from ecograph.engine.queries import with_prefixes
from ecograph.engine.validation.matching import Doubtful, plan
from ecograph.engine.validation.prebinding import bind
from ecograph.engine.validation.tree import Sparql
from ecograph.terms import PREFIXES

CASES = int(os.environ.get("ECOGRAPH_MATCHING_CASES", "400"))
THIS = frozenset({"this"})
XSD = PREFIXES["xsd"]
#: What a query found: each row once, a column and its term after the other.
Rows = set[tuple[tuple[str, str], ...]]


@functools.cache
def canonical(term: object) -> str:
    """Return a term as the store spells it."""
    if not isinstance(term, Literal):
        return str(term)
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), term))
    return str(next(iter(store)).object)


def by_the_engine(store: Store, text: str) -> Rows:
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    names = sorted(v.value for v in found.variables)
    return {tuple((name, str(row[name])) for name in names) for row in found}


def by_itself(data: validation.Data, text: str, node: NamedNode) -> Rows | None:
    ready = plan(text, THIS)
    if ready is None:
        return None
    try:
        found = list(ready.rows(data, {"this": data.number(node)}))
    except Doubtful:
        return None
    return {tuple((name, canonical(row[name])) for name in sorted(row)) for row in found}


def in_columns(graph: tuple[Triple, ...]) -> validation.Data:
    """Return data as they are numbered where there are many."""
    from ecograph.engine.validation.column_data import ColumnData

    columns = bulk.read([serialize(graph, format=RdfFormat.N_TRIPLES) or b""])
    assert columns is not None
    return ColumnData(columns)


# Random queries over random graphs

nodes = [NamedNode(f"urn:n:{n}") for n in range(4)]
values = [
    Literal("7", datatype=NamedNode(XSD + "integer")),
    Literal("2.5", datatype=NamedNode(XSD + "decimal")),
    Literal("x"),
    Literal("2016-03-14", datatype=NamedNode(XSD + "date")),
    Literal("2016-12-01", datatype=NamedNode(XSD + "date")),
]
variables = st.sampled_from(["?a", "?b", "?c", "?d"])
ends = st.sampled_from(["?a", "?b", "?c", "?d", "?a", "?b", "?c", "<urn:n:1>", "$this", "7", '"x"'])
starts = st.sampled_from(["?a", "?b", "?c", "?d", "?a", "?b", "<urn:n:1>", "$this"])
steps = st.sampled_from(
    ["<urn:p>", "<urn:q>", "<urn:r>", "<urn:p>", "^<urn:q>", "<urn:p>+", "<urn:p>|<urn:q>", "<urn:p>/<urn:q>", "?b"]
)
pattern = st.builds("{} {} {} .".format, starts, steps, ends)
expression = st.one_of(
    st.builds("{} {} {}".format, variables, st.sampled_from(["=", "!=", "<", ">="]), ends),
    st.builds("BOUND({})".format, variables),
    st.builds("!BOUND({})".format, variables),
    st.builds("{} IN (<urn:n:1>, <urn:n:2>)".format, variables),
    st.builds("STRLEN(STR({})) > 1".format, variables),
    st.builds("COALESCE({}, 3) + 1 < 8".format, variables),
)
test = st.one_of(
    st.builds("FILTER({})".format, expression),
    st.builds("FILTER({} {} {})".format, expression, st.sampled_from(["||", "&&"]), expression),
)
binding = st.builds(
    "BIND({} AS ?{})".format,
    st.sampled_from(
        ["STR(?a)", "?a", "?c * 2", "?b / 3", "IF(BOUND(?c), 1, 2)", "COALESCE(?c, 9)", "SUBSTR(STR(?a), 2)"]
    ),
    st.sampled_from("de"),
)
inner_select = st.builds(
    "{{ SELECT {} WHERE {{ {} }} {} }}".format,
    st.just("?a (COUNT(DISTINCT ?b) AS ?n)"),
    st.builds(" ".join, st.lists(pattern, min_size=1, max_size=2)),
    st.sampled_from(["GROUP BY ?a", "GROUP BY ?a HAVING(COUNT(DISTINCT ?b) > 1)"]),
)


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.builds(" ".join, st.lists(inner, min_size=1, max_size=3)).map(lambda text: "{ " + text + " }")
    return st.one_of(
        st.builds("OPTIONAL {}".format, body),
        st.builds("OPTIONAL {} FILTER(!BOUND({}))".format, body, variables),
        st.builds("FILTER NOT EXISTS {}".format, body),
        st.builds("FILTER EXISTS {}".format, body),
        st.builds("{} UNION {}".format, body, body),
        body,
    )


part = st.one_of(
    pattern, pattern, test, binding, inner_select, block(st.one_of(pattern, test, block(st.one_of(pattern, test))))
)
body = st.builds(" ".join, st.lists(part, min_size=1, max_size=4))
query = st.one_of(
    st.builds("SELECT * WHERE {{ ?a <urn:p> ?b . {} }}".format, body),
    st.builds("SELECT * WHERE {{ {} }}".format, body),
    st.builds(
        "SELECT ?a (MAX(?c) AS ?m) (COUNT(DISTINCT ?b) AS ?n) WHERE {{ ?a <urn:p> ?b . {} }} GROUP BY ?a".format, body
    ),
)
facts = st.lists(
    st.tuples(st.sampled_from(nodes), st.sampled_from("pqr"), st.sampled_from([*nodes, *nodes, *values])),
    min_size=3,
    max_size=14,
)


@settings(max_examples=CASES, deadline=None)
@given(facts, query, st.booleans())
def test_random_queries_have_the_engines_answers(
    triples: list[tuple[NamedNode, str, NamedNode | Literal]], text: str, columns: bool
) -> None:
    graph = tuple(dict.fromkeys(Triple(s, NamedNode(f"urn:{p}"), o) for s, p, o in triples))
    if plan(text, THIS) is None:
        return
    data = in_columns(graph) if columns and bulk.available() else validation.number(graph)
    mine = by_itself(data, text, nodes[0])
    if mine is None:
        return
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in graph)
    assert mine == by_the_engine(store, text.replace("$this", "<urn:n:0>"))


# Our own queries over descriptions, whole and with holes in them

FOLDERS = sorted(p.parent for p in (assets.data() / "ecosystems").glob("*/*/description.ttl"))


@functools.cache
def ours() -> tuple[str, ...]:
    """The queries of all shapes and of the evidence of all preconditions."""
    knowledge = load()
    shapes = [
        s for g in (knowledge.structure, knowledge.preconditions) for s in validation.compile_shapes(g).shapes.values()
    ]
    constraints = [c.value.text for s in shapes for c in s.constraints if isinstance(c.value, Sparql)]
    return (*constraints, *(with_prefixes(rule.evidence) for rule in knowledge.rules if rule.evidence))


def test_every_query_of_ours_is_answered_here() -> None:
    assert len(ours()) > 100
    assert [text for text in ours() if plan(text, THIS) is None] == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_our_queries_have_the_engines_answers(seed: int) -> None:
    """Each time another description; from the second on, with a tenth of what it says left out."""
    knowledge, chance = load(), random.Random(seed)
    description = read_description(chance.choice(FOLDERS))
    kept = tuple(t for t in description.graph if not seed or chance.random() < 0.9)
    graph = kept + reasoning.infer(kept, knowledge.shared).triples
    data = validation.number(graph, knowledge.shared)
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in (*knowledge.shared, *graph))
    answered = 0
    for text in ours():
        mine = by_itself(data, text, description.ecosystem)
        if mine is not None:
            answered += 1
            assert mine == by_the_engine(store, bind(text, {"this": str(description.ecosystem)})), text
    assert answered > 100


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER NOT EXISTS { ?c ?b ?a FILTER NOT EXISTS { FILTER(BOUND(?a)) } } }",
        "SELECT ?a { ?a <urn:p> ?b FILTER EXISTS { ?b <urn:q> ?c . ?c <urn:r> ?d FILTER NOT EXISTS {?d <urn:p> []} } }",
        "SELECT ?a { ?a <urn:p> ?b OPTIONAL { ?b <urn:q> ?c . ?c <urn:r> ?d FILTER NOT EXISTS { ?d <urn:p> ?e } } }",
    ],
)
def test_a_filter_within_a_filter_waits_for_what_that_one_binds(text: str) -> None:
    ends = ("p", 0, 1), ("q", 1, 2), ("r", 2, 3), ("p", 3, 0), ("r", 2, 1)
    for facts in (ends, ends[:-1], ends[:3], ends[:1], ()):
        graph = tuple(Triple(nodes[s], NamedNode(f"urn:{p}"), nodes[o]) for p, s, o in facts)
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object) for t in graph)
        assert by_itself(validation.number(graph), text, nodes[0]) == by_the_engine(store, text)


# What is left to the engine


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "SELECT ?a { ?a <urn:p> ?b } LIMIT 1",
        "SELECT ?a { ?a <urn:p> ?b } ORDER BY ?a",
        "SELECT ?a { GRAPH ?g { ?a <urn:p> ?b } }",
        "SELECT ?a { ?a <urn:p> ?b MINUS { ?a <urn:q> ?c } }",
        "SELECT ?a { ?a <urn:p>* <urn:n:1> }",
        "SELECT ?a { ?a !<urn:p> ?b }",
        'SELECT ?a { ?a <urn:p> "x"@en }',
        "SELECT ?a { ?a <urn:p> ?c { ?b <urn:q> ?d FILTER(?c = ?d) } }",
        "SELECT ?a { ?a <urn:p> ?c OPTIONAL { ?b <urn:q> ?d OPTIONAL { ?b <urn:q> ?c } } }",
        "SELECT (SUM(?b) AS ?n) { ?a <urn:p>|<urn:q> ?b }",
        "SELECT ?a { ?a <urn:p> ?b FILTER(REGEX(?b, 'x')) }",
        "SELECT ?a { OPTIONAL { ?a <urn:p> ?d } FILTER(!BOUND(?a)) BIND(STR(?a) AS ?d) }",
    ],
)
def test_what_is_not_known_to_be_the_same_is_left_to_the_engine(text: str) -> None:
    assert plan(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a <urn:p> ?b FILTER(?b < 2) }",  # a time, a double, a text with a language
        "SELECT (MAX(?b) AS ?m) { ?a <urn:p> ?b }",
        "SELECT ?a { ?a <urn:p> ?b ; <urn:p> ?c FILTER(?b = ?c) }",
    ],
)
@pytest.mark.parametrize(
    "value",
    [f'"1e0"^^<{XSD}double>', f'"2016"^^<{XSD}gYear>', f'"2016-03-14Z"^^<{XSD}date>', '"a"@en'],
)
def test_values_that_engines_see_differently_are_doubtful(text: str, value: str) -> None:
    from ecograph.engine.graph import RdfFormat, read_bytes

    graph = read_bytes(f"<urn:n:0> <urn:p> {value} , <urn:n:1> .".encode(), RdfFormat.TURTLE).triples
    data = validation.number(graph)
    ready = plan(text)
    assert ready is not None
    with pytest.raises(Doubtful):
        list(ready.rows(data, {}))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a <urn:p> ?b ; <urn:p> ?c FILTER(?b < ?c) }",
        "SELECT ?a { ?a <urn:p> ?b ; <urn:q> ?c FILTER(?b = ?c) }",
        "SELECT ?a { ?a <urn:p> ?b ; <urn:q> ?c FILTER(?b != ?c) }",
        "SELECT ?a (IF(?b > ?c, ?b, ?c) AS ?later) { ?a <urn:p> ?b ; <urn:q> ?c }",
        "SELECT $this { $this <urn:r>+ $this }",
        "SELECT ?a { ?a <urn:r> ?b . ?a <urn:r>/<urn:r> ?a }",
    ],
)
def test_dates_and_circles_have_the_engines_answers(text: str) -> None:
    from ecograph.engine.graph import RdfFormat, read_bytes

    first, second = (f'"{day}"^^<{XSD}date>' for day in ("0987-12-31", "2016-03-14"))
    turtle = f"""<urn:n:0> <urn:p> {first} , {second} ; <urn:q> {second} ; <urn:r> <urn:n:1> .
        <urn:n:1> <urn:r> <urn:n:0> ; <urn:p> {first} ; <urn:q> {first} . <urn:n:2> <urn:r> <urn:n:1> ."""
    graph = read_bytes(turtle.encode(), RdfFormat.TURTLE).triples
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in graph)
    for node in nodes[:3]:
        wanted = by_the_engine(store, bind(text, {"this": str(node)}))
        assert by_itself(validation.number(graph), text, node) == wanted


def test_what_would_take_too_long_is_left_to_the_engine() -> None:
    graph = tuple(Triple(nodes[0], NamedNode("urn:p"), NamedNode(f"urn:v:{n}")) for n in range(200))
    ready = plan("SELECT ?a { ?a <urn:p> ?b . ?a <urn:p> ?c . ?a <urn:p> ?d FILTER(?b = ?c && ?c = ?d && ?b != ?d) }")
    assert ready is not None
    with pytest.raises(Doubtful):
        list(ready.rows(validation.number(graph), {}))
