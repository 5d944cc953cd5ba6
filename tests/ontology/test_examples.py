"""The examples: each term occurs in one or in a question, and both engines conclude the same from all of them.

The law of this file: ``valid`` and ``invalid`` are judged by test_shapes.py; ``inferred`` holds what must follow,
``computed`` what the engine writes, ``own`` preconditions of a user.
"""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, RdfFormat
from rdflib import Graph as RdflibGraph

from ecograph import assess, assets
from ecograph.build import check
from ecograph.engine.graph import Graph, read, read_bytes
from ecograph.engine.knowledge import load
from ecograph.engine.reasoning import infer
from ecograph.terms import PREFIXES

EXAMPLES = assets.ontology() / "examples"
#: Schemes give this its values, not a description.
IN_A_LIST = {"roleInSphere"}


def words(*folders: str) -> set[str]:
    files = [f for folder in folders for f in sorted((assets.ontology().parent / folder).rglob("*")) if f.is_file()]
    text = "\n".join(re.sub(r"(?m)^#.*$", "", f.read_text(encoding="utf-8")) for f in files)
    return set(re.findall(r"\beco:(\w+)", text))


def test_every_term_occurs_in_a_question_or_an_example(modules: RdflibGraph):
    defined = {str(s).removeprefix(PREFIXES["eco"]) for s in modules.subjects() if str(s).startswith(PREFIXES["eco"])}
    assert defined - words("ontology/examples", "queries/questions") == IN_A_LIST
    assert words("ontology/vocabularies") >= IN_A_LIST


def apart(folder: str) -> Graph:
    """Return all examples of a folder in one graph, each with names of its own."""
    found: list = []
    for file in sorted((EXAMPLES / folder).glob("*.ttl")):
        text = file.read_text(encoding="utf-8").replace("ecograph/id/atlantis", f"ecograph/id/{file.stem}")
        found += read_bytes(text.encode(), RdfFormat.TURTLE, file=file.name).triples
    return tuple(found)


@pytest.fixture(scope="module")
def valid() -> Graph:
    return apart("valid")


@pytest.fixture(scope="module")
def concluded(valid: Graph) -> Graph:
    return infer(valid, load().shared).triples


def test_what_must_follow_follows(valid: Graph, concluded: Graph):
    expected = set(apart("inferred"))
    assert len(expected) > 6
    assert expected & set(valid) == set()
    assert expected - set(concluded) == set()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_owlrl_and_the_loader_agree_on_every_example_and_description(valid: Graph):
    """One closure by owlrl over all of them together; it takes seconds, and they share no more than they should."""
    described = [t for f in sorted((assets.data() / "ecosystems").glob("*/*/*.ttl")) for t in read(f).triples]
    everything = tuple(dict.fromkeys((*valid, *described)))
    ours = infer(everything, load().shared)
    reference = infer(everything, load().shared, engine="reference")
    assert len(ours.triples) > 1000
    assert set(ours.triples) ^ set(reference.triples) == set()
    assert not reference.contradictions


def test_the_computed_example_is_what_the_engine_writes():
    """The same classes and properties as the report of a description whose member list is complete."""
    region, _ = check(assets.data() / "ecosystems" / "agenda-veenkolonien" / "2018")
    written = assess.triples(
        region.description.iri, region.description.ecosystem, region.description.as_of, region.assessments
    )
    node = NamedNode(f"{region.description.iri.value}/computed/P04")
    ours = {t.predicate for t in written if t.subject == node or t.subject.value.startswith(node.value + "/")}
    shown = {t.predicate for t in read(EXAMPLES / "computed" / "assessment.ttl").triples}
    assert shown == ours
