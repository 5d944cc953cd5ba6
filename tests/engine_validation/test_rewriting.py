"""A rewritten query has the answer of the original, and what is not provably the same is left alone."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from ecograph.engine.sparql_rewrite import explain, not_exists_to_minus
from ecograph.engine.sparql_text import join, tokens
from ecograph.engine.sparql_tree import read, write
from ecograph.engine.validation.prebinding import bind
from ecograph.engine.validation.set_based import set_based

CASES = int(os.environ.get("ECOGRAPH_REWRITE_CASES", "300"))
nodes = [f"<urn:n:{n}>" for n in range(4)]
variables = ["?a", "?b", "?c", "?d"]
predicate = st.sampled_from(["<urn:p>", "<urn:q>", "<urn:r>", "<urn:p>+", "<urn:p>*", "^<urn:q>"])
term = st.sampled_from([*variables, *variables, nodes[0]])
pattern = st.builds("{} {} {} .".format, term, predicate, term)
test = st.one_of(
    st.builds("FILTER({} != {})".format, st.sampled_from(variables), st.sampled_from([*variables, nodes[1]])),
    st.builds("FILTER(BOUND({}))".format, st.sampled_from(variables)),
)


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.builds(" ".join, st.lists(inner, min_size=1, max_size=3)).map(lambda text: "{ " + text + " }")
    return st.one_of(
        st.builds("OPTIONAL {}".format, body),
        st.builds("FILTER NOT EXISTS {}".format, body),
        st.builds("FILTER NOT EXISTS {}".format, body),
        st.builds("FILTER EXISTS {}".format, body),
        st.builds("{} UNION {}".format, body, body),
        body,
    )


part = st.one_of(pattern, pattern, test, block(st.one_of(pattern, test, block(st.one_of(pattern, test)))))
query = st.builds(" ".join, st.lists(part, min_size=1, max_size=4)).map(lambda text: "{ ?a <urn:p> ?b . " + text + " }")
facts = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("pqr"), st.integers(0, 3)), min_size=3, max_size=12)


def stored(triples: list[tuple[int, str, int]]) -> Store:
    store = Store()
    store.extend(Quad(NamedNode(f"urn:n:{s}"), NamedNode(f"urn:{p}"), NamedNode(f"urn:n:{o}")) for s, p, o in triples)
    return store


def answer(store: Store, text: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(s[v]) for v in ("a", "b", "c", "d")) for s in store.query(text))  # type: ignore[union-attr]


@settings(max_examples=CASES, deadline=None)
@given(facts, query)
@example(  # a filter in a group of its own does not see what is bound outside
    [(0, "p", 0)], "{ ?a <urn:p> ?b . FILTER NOT EXISTS { ?a <urn:p> ?a . { FILTER(BOUND(?a)) } } }"
)
def test_minus_gives_the_same_answer(triples: list[tuple[int, str, int]], body: str) -> None:
    text = f"SELECT ?a ?b ?c ?d WHERE {body}"
    parsed = read(text)
    not_exists_to_minus(parsed)
    store = stored(triples)
    assert answer(store, write(parsed)) == answer(store, text)


@settings(max_examples=CASES, deadline=None)
@given(facts, query)
@example(  # what may match comes before what must, in a branch
    [(0, "p", 0), (1, "p", 0)],
    "{ ?a <urn:p> ?b . { FILTER(BOUND(?a)) } UNION { OPTIONAL { ?a <urn:p> ?a . } ?a <urn:p> ?b . } }",
)
def test_a_set_of_nodes_is_each_of_them(triples: list[tuple[int, str, int]], body: str) -> None:
    text = f"SELECT ?a ?b ?c ?d WHERE {body}"
    parsed = read(text)
    listed = " ".join(nodes)
    if not set_based(parsed, "a", f"VALUES ?a {{ {listed} }}"):
        return
    store = stored(triples)
    one_by_one: Counter[tuple[str, ...]] = Counter()
    for node in nodes:
        one_by_one += answer(store, bind(text, {"a": node}))
    assert answer(store, write(parsed)) == one_by_one


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("SELECT * { ?x a ?y FILTER NOT EXISTS { ?z <urn:p> ?x } }", 1),
        ("SELECT * { ?x a ?y FILTER NOT EXISTS { ?z <urn:p>* ?x } }", 0),  # a path of no step holds outside the graph
        ("SELECT * { ?x a ?y FILTER NOT EXISTS { ?z <urn:p> ?w } }", 0),  # nothing shared: MINUS would take nothing
        ("SELECT * { ?x a ?y FILTER NOT EXISTS { ?z <urn:p> ?x FILTER(?z = ?y) } }", 0),  # ?y is not bound inside
        ("SELECT * { OPTIONAL { ?x a ?y } FILTER NOT EXISTS { ?z <urn:p> ?x } }", 0),  # ?x may be unbound
    ],
)
def test_only_what_is_the_same(text: str, times: int) -> None:
    assert not_exists_to_minus(read(text)) == times


@given(st.text(max_size=60))
def test_tokens_are_the_text(text: str) -> None:
    assert join(tokens(text)) == text


@pytest.mark.parametrize(
    ("query", "rewritten", "words"),
    [
        ("SELECT * { ?s <p:a> ?o FILTER NOT EXISTS { ?x <p:b> ?s } }", True, "always bind ?s"),
        ("SELECT * { ?s <p:a> ?o FILTER NOT EXISTS { ?x <p:b> ?y } }", False, "shares no variable"),
        ("SELECT * { ?s <p:a> ?o OPTIONAL { ?s <p:c> ?y } FILTER NOT EXISTS { ?s <p:b> ?y } }", False, "binds ?y"),
        ("SELECT * { ?s <p:a> ?o FILTER NOT EXISTS { ?s <p:b>* ?o } }", False, "no step"),
    ],
)
def test_an_explanation_says_what_was_rewritten_and_why(query: str, rewritten: bool, words: str) -> None:
    found = explain(query)
    (step,) = found.steps
    assert step.rewritten is rewritten
    assert words in step.reason["en"]
    assert step.reason["nl"] != step.reason["en"]
    assert ("MINUS" in found.text) is rewritten
