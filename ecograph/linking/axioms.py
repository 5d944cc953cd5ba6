"""Links as RDF: SKOS mapping properties, each with an axiom that says how it came about.

The law of this file: it writes decisions and takes none. A mapping is an ``owl:Axiom`` in the terms of SSSOM, with
PROV-O for the run or the person behind it (https://w3id.org/sssom/spec, https://www.w3.org/TR/prov-o/).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.linking.decision import Link
from ecograph.linking.registers.records import ROR, TOOI
from ecograph.terms import PREFIXES, reference_graph

_P = PREFIXES
_SSSOM = "https://w3id.org/sssom/"
_SEMAPV = "https://w3id.org/semapv/vocab/"
_TYPE, _LABEL = _P["rdf"] + "type", _P["rdfs"] + "label"
_PREDICATES = {"exact": _P["skos"] + "exactMatch", "part-of": _P["skos"] + "broadMatch"}
_RUN = NamedNode("https://w3id.org/ecograph/id/activity/linking")
_REVIEW = NamedNode("https://w3id.org/ecograph/id/activity/review")
#: The one that links: a software agent in the sense of PROV-O.
LINKER = NamedNode("https://w3id.org/ecograph/id/agent/linker")


def matches(subject: str, decision: Link) -> Iterator[Triple]:
    """Yield the mapping of a linked thing: to the organisation, and to the same one in other registers."""
    if decision.match == "none":
        return
    yield Triple(NamedNode(subject), NamedNode(_PREDICATES[decision.match]), NamedNode(decision.iri))
    for other in decision.also if decision.match == "exact" else ():
        yield Triple(NamedNode(subject), NamedNode(_PREDICATES["exact"]), NamedNode(other))


def axiom(subject: str, decision: Link) -> Iterator[Triple]:
    """Yield how a decision came about; one that links nothing has ``sssom:NoTermFound`` as its target."""
    target = decision.iri or _SSSOM + "NoTermFound"
    predicate = _PREDICATES.get(decision.match, _PREDICATES["exact"])
    digest = hashlib.sha256(f"{subject} {predicate} {target}".encode()).hexdigest()[:16]
    me = NamedNode(f"https://w3id.org/ecograph/id/mapping/{digest}")
    how = _SEMAPV + ("ManualMappingCuration" if decision.by_person else "LexicalMatching")
    for term, value in (
        (_TYPE, _P["owl"] + "Axiom"),
        (_P["owl"] + "annotatedSource", subject),
        (_P["owl"] + "annotatedProperty", predicate),
        (_P["owl"] + "annotatedTarget", target),
        (_SSSOM + "mapping_justification", how),
        (_P["prov"] + "wasGeneratedBy", (_REVIEW if decision.by_person else _RUN).value),
    ):
        yield Triple(me, NamedNode(term), NamedNode(value))
    register = "tooi" if decision.iri.startswith(TOOI) else "ror" if decision.iri.startswith(ROR) else ""
    if register:
        yield Triple(me, NamedNode(_P["prov"] + "wasDerivedFrom"), reference_graph(register))
    share = Literal(f"{decision.confidence:.3f}", datatype=NamedNode(_P["xsd"] + "decimal"))
    yield Triple(me, NamedNode(_SSSOM + "confidence"), share)
    yield Triple(me, NamedNode(_SSSOM + "subject_label"), Literal(decision.name))
    for lang in ("nl", "en"):
        grounds = decision.explain("nl" if lang == "nl" else "en")
        yield Triple(me, NamedNode(_P["rdfs"] + "comment"), Literal(grounds, language=lang))
    if decision.reviewer:
        yield Triple(me, NamedNode(_SSSOM + "reviewer_label"), Literal(decision.reviewer))
    if decision.decided:
        yield Triple(me, NamedNode(_P["prov"] + "generatedAtTime"), _moment(decision.decided))


def _moment(text: str) -> Literal:
    """Return a day or a moment as a literal of its own type."""
    return Literal(text, datatype=NamedNode(_P["xsd"] + ("date" if len(text) == 10 else "dateTime")))


def activities(on: dt.date | None, *, people: bool) -> Iterator[Triple]:
    """Yield what made the links: the run, with the registers it used and for which day, and the review by people."""
    yield Triple(_RUN, NamedNode(_TYPE), NamedNode(_P["prov"] + "Activity"))
    yield Triple(_RUN, NamedNode(_P["prov"] + "wasAssociatedWith"), LINKER)
    yield Triple(LINKER, NamedNode(_TYPE), NamedNode(_P["prov"] + "SoftwareAgent"))
    yield Triple(LINKER, NamedNode(_LABEL), Literal("EcoGraph-koppelaar", language="nl"))
    yield Triple(LINKER, NamedNode(_LABEL), Literal("EcoGraph linker", language="en"))
    for name in ("tooi", "ror", "regions"):
        yield Triple(_RUN, NamedNode(_P["prov"] + "used"), reference_graph(name))
    if on:
        day = Literal(on.isoformat(), datatype=NamedNode(_P["xsd"] + "date"))
        yield Triple(_RUN, NamedNode(_P["dct"] + "temporal"), day)
    if people:
        yield Triple(_REVIEW, NamedNode(_TYPE), NamedNode(_P["prov"] + "Activity"))
        yield Triple(_REVIEW, NamedNode(_LABEL), Literal("Beoordeling van koppelingen door mensen", language="nl"))
        yield Triple(_REVIEW, NamedNode(_LABEL), Literal("Review of links by people", language="en"))
        yield Triple(_REVIEW, NamedNode(_P["prov"] + "wasInformedBy"), _RUN)
