"""The reference engine: owlrl on rdflib.

The law of this file: it is the only one that knows owlrl. What owlrl says in English sentences becomes records; what it
adds that is no legal or no useful triple stays here.

Known faults of owlrl 7.6.2 that show in its results (the fast engine follows the W3C profile instead): the last
member of a list is never compared in ``owl:AllDifferent`` and ``owl:AllDisjointProperties``, and the last key of
``owl:hasKey`` is never compared at all; a violated ``owl:complementOf`` names the class where it means the individual.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.engine.rdflib_bridge import from_rdflib, graph_to_rdflib, switches
from ecograph.engine.reasoning.contradictions import contradiction, in_order
from ecograph.engine.reasoning.records import Contradiction, Inference
from ecograph.engine.reasoning.scope import blank_nodes, without_annotations, worth_having

if TYPE_CHECKING:
    from rdflib.term import Node

#: owlrl's sentences: the rule, and which groups are its terms in our order.
_SENTENCES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    (
        "eq-diff1",
        r"'sameAs' and 'differentFrom' cannot be used on the same subject-object pair: \((.*), (.*)\)",
        (1, 2),
    ),
    ("eq-diff2", r"'sameAs' and 'AllDifferent' cannot be used on the same subject-object pair: \((.*), (.*)\)", (1, 2)),
    ("prp-irp", r"Irreflexive property used on (.*) with (.*)", (1, 2)),
    ("prp-asyp", r"Erroneous usage of asymmetric property (.*) on (.*) and (.*)", (2, 1, 3)),
    ("prp-adp", r"Disjoint properties in an .* disjoint: \((.*), (.*),(.*)\) and \(.*,(.*),.*\)", (1, 2, 3, 4)),
    ("prp-pdw", r"Erroneous usage of disjoint properties (.*) and (.*) on (.*) and (.*)", (3, 1, 4, 2)),
    ("prp-npa1", r"Negative \(object\) property assertion violated for: \((.*), (.*), (.*)\)", (1, 2, 3)),
    ("prp-npa2", r"Negative \(datatype\) property assertion violated for: \((.*), (.*), (.*)\)", (1, 2, 3)),
    ("cls-nothing2", r"(.*) is defined of type 'Nothing'", (1,)),
    ("cls-maxqc1", r"Erroneous usage of maximum qualified cardinality with (.*), (.*) and (.*)", (1, 3, 2)),
    ("cls-maxc1", r"Erroneous usage of maximum cardinality with (.*) and (.*)", (2, 1)),
    ("cls-com", r"Violation of complementarity for classes (.*) and (.*) on element (.*)", (3, 1, 2)),
    ("cax-dw", r"Disjoint classes (.*) and (.*) have a common individual (.*)", (3, 1, 2)),
    ("dt-not-type", r"Lexical value of the literal '(.*)' does not match its datatype \((.*)\)", (1, 2)),
)


def infer(asserted: Graph, ontology: Graph) -> Inference:
    """Reason with owlrl over the asserted triples and the ontology together.

    Args:
        asserted: what a source states.
        ontology: the ontology, with the vocabularies whose terms the rules look at.
    """
    schema = without_annotations(ontology)
    known, known_errors = _closure_of_ontology(schema)
    closure, errors = _closure((*asserted, *schema))
    foreign = blank_nodes(ontology)
    old = set(asserted) | set(ontology) | known
    triples = sorted((t for t in closure if t not in old and worth_having(t, foreign)), key=str)
    found = in_order(_record(text) for text in errors if text not in known_errors)
    import importlib.metadata  # it takes a tenth of the start-up of a check, which does not come here

    version = importlib.metadata.version("owlrl")
    return Inference(tuple(triples), found, f"owlrl {version}")


def triples_of(triples: Graph) -> Graph:
    """Return every legal triple that owlrl adds to some triples, whatever it is about."""
    return tuple(_closure(triples)[0])


@functools.lru_cache(maxsize=4)
def _closure_of_ontology(schema: Graph) -> tuple[frozenset[Triple], frozenset[str]]:
    closure, errors = _closure(schema)
    return frozenset(closure), frozenset(errors)


def _closure(triples: Graph) -> tuple[list[Triple], list[str]]:
    """Return the legal triples that owlrl adds, and its sentences about contradictions."""
    with switches():
        from owlrl.OWLRL import OWLRL_Semantics

        graph = graph_to_rdflib(triples)
        given = set(graph)
        # Straight to the semantics: owlrl's wrapper leaves 38 converters replaced if a rule raises.
        semantics = OWLRL_Semantics(graph, False, False)
        semantics.closure()
        added = [_triple(t) for t in graph if t not in given]
    errors = [str(text) for text in semantics.error_messages]
    return [t for t in added if t is not None and not _is_error(t)], errors


def _triple(triple: tuple[Node, Node, Node]) -> Triple | None:
    subject, predicate, value = (from_rdflib(node) for node in triple)
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        return None
    return Triple(subject, predicate, value)


def _is_error(triple: Triple) -> bool:
    error = "http://www.daml.org/2002/03/agents/agent-ont#"
    value = triple.object
    return triple.predicate.value.startswith(error) or (isinstance(value, NamedNode) and value.value.startswith(error))


def _record(sentence: str) -> Contradiction:
    for rule, pattern, order in _SENTENCES:
        match = re.fullmatch(pattern, sentence, flags=re.DOTALL)
        if match:
            return contradiction(rule, [_term(match[n]) for n in order])
    raise AssertionError(f"owlrl found a contradiction that no pattern knows: {sentence}")


def _term(text: str) -> str:
    """Return a term of one of owlrl's sentences as N-Triples writes it, as far as the sentence tells."""
    return f"<{text}>" if re.fullmatch(r"[A-Za-z][\w+.-]*:[^\s<>\"{}|^`\\]+", text) else text
