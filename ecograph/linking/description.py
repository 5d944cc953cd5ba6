"""The links of a description: its government and knowledge actors and its regions, with the registers.

The law of this file: what the author of a description linked is not linked again. An actor is linked with a body or
institution, a region with a territory, and never the one with the other; each link says why, and an actor that has no
link says why not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.linking import names, review
from ecograph.linking.decision import REASONS, Link, evidence
from ecograph.linking.government import announced, resolve
from ecograph.linking.organisations import link
from ecograph.linking.registers.records import ROR, TOOI, Kind, territory_of
from ecograph.terms import PREFIXES, reference_graph

_P = PREFIXES
_SSSOM = "https://w3id.org/sssom/"
_SEMAPV = "https://w3id.org/semapv/vocab/"
_TYPE = _P["rdf"] + "type"
_LABEL = _P["rdfs"] + "label"
_NAMES = (_LABEL, _P["skos"] + "altLabel", _P["foaf"] + "name")
_ORGANISATION = _P["eco"] + "OrganisationActor"
_REGION = _P["eco"] + "Region"
_SPHERES = (_P["eco"] + "primarySphere", _P["eco"] + "activeInSphere")
_PUBLIC = {_P["sphere"] + "Government", _P["sphere"] + "Academia"}
_AS_OF = _P["eco"] + "describedAsOf"
_MATCHES = {
    _P["skos"] + n for n in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch", "narrowMatch")
} | {_P["owl"] + "sameAs", _P["schema"] + "sameAs"}  # fmt: skip
_PREDICATES = {"exact": _P["skos"] + "exactMatch", "part-of": _P["skos"] + "broadMatch"}
_AREA_KINDS: tuple[Kind, ...] = ("municipality", "province")
#: The one that links: a software agent in the sense of PROV-O.
LINKER = NamedNode("https://w3id.org/ecograph/id/agent/linker")


def link_description(
    graph: Graph, *, date: dt.date | None = None, decisions: Mapping[str, review.Decision] | None = None
) -> Graph:
    """Return the links graph of a description.

    Args:
        graph: The triples of the description.
        date: The day of which it speaks; without one, its ``eco:describedAsOf``.
        decisions: What people decided, by name (``review.read``); it outranks every rule.

    Returns:
        SKOS mapping properties from actors and regions, and for each an ``owl:Axiom`` with justification,
        confidence, the grounds in Dutch and English, and the register that it was generated from (PROV-O). An
        actor without a link has an axiom with ``sssom:NoTermFound`` and the reason, unless it is said to be in
        another sphere than government and academia.
    """
    said: dict[str, dict[str, list[str]]] = {}
    for triple in graph:
        if isinstance(triple.subject, NamedNode):
            values = said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, [])
            values.append(getattr(triple.object, "value", ""))
    on = date or _described(said)
    found: list[Triple] = []
    for iri, facts in said.items():
        types = facts.get(_TYPE, [])
        linked = any(v.startswith((TOOI, ROR)) for m in _MATCHES for v in facts.get(m, ()))
        if _ORGANISATION in types and not linked:
            found += _actor(iri, facts, on, decisions or {})
        elif _REGION in types and not linked:
            found += _region(iri, facts, on)
    if found:
        found = [*_activity(on), *found]
    return tuple(dict.fromkeys(found))


def _described(said: Mapping[str, Mapping[str, list[str]]]) -> dt.date | None:
    for facts in said.values():
        for day in facts.get(_AS_OF, ()):
            try:
                return dt.date.fromisoformat(day[:10])
            except ValueError:
                return None
    return None


def _actor(
    iri: str, facts: Mapping[str, list[str]], on: dt.date | None, decisions: Mapping[str, review.Decision]
) -> Iterator[Triple]:
    written = [*dict.fromkeys(name for term in _NAMES for name in facts.get(term, ()))]
    found = review.apply(link(written, date=on), decisions)
    spheres = {s for term in _SPHERES for s in facts.get(term, ())}
    decision = agree(found)
    if decision is None:
        return
    if decision.match != "none":
        yield Triple(NamedNode(iri), NamedNode(_PREDICATES[decision.match]), NamedNode(decision.iri))
        for other in decision.also if decision.match == "exact" else ():
            yield Triple(NamedNode(iri), NamedNode(_PREDICATES["exact"]), NamedNode(other))
        yield from _axiom(iri, decision)
    elif not spheres or spheres & _PUBLIC:
        yield from _axiom(iri, decision)


def agree(found: Iterable[Link]) -> Link | None:
    """Return the one decision of several names of one thing: they may not contradict each other.

    A person's decision goes first, then an exact link, then a part; two different organisations are none.
    """
    found = list(found)
    by_person = [f for f in found if f.by_person]
    if by_person:
        return by_person[0]
    for match in ("exact", "part-of"):
        links = [f for f in found if f.match == match]
        if len({f.iri for f in links}) > 1:
            labels = ", ".join(sorted({f.label for f in links}))
            none = Link(links[0].name, "none", evidence=(evidence(REASONS, "ambiguous", names=labels),))
            return replace(none, candidates=tuple(sorted({f.iri for f in links})))
        if links:
            return max(links, key=lambda f: f.confidence)
    return found[0] if found else None


def _region(iri: str, facts: Mapping[str, list[str]], on: dt.date | None) -> Iterator[Triple]:
    for name in facts.get(_LABEL, ()):
        plain, inside = names.brackets(name)
        kinds = [k for k in _AREA_KINDS if _says(k, (name, *inside))] or list(_AREA_KINDS)
        bodies = [found.body for k in kinds if (found := resolve(plain, on=on, kind=k)).body and found.by == "name"]
        if len(bodies) != 1 or not bodies[0]:
            continue
        territory = territory_of(bodies[0].iri)
        if territory:
            yield Triple(NamedNode(iri), NamedNode(_PREDICATES["exact"]), NamedNode(territory.iri))
            if nuts := territory.nuts_on(on or dt.date.max):
                predicate = "exactMatch" if bodies[0].kind == "province" else "broadMatch"
                target = NamedNode("http://data.europa.eu/nuts/code/" + nuts)
                yield Triple(NamedNode(iri), NamedNode(_P["skos"] + predicate), target)
            return


def _says(kind: Kind, texts: Iterable[str]) -> bool:
    words = {"municipality": {"gemeente", "municipality"}, "province": {"provincie", "province"}}[kind]
    return any(words & set(names.key(t).split()) or announced(names.key(t))[0] == kind for t in texts)


def _axiom(iri: str, decision: Link) -> Iterator[Triple]:
    """Yield the mapping as an ``owl:Axiom``: SSSOM's form in RDF."""
    target = decision.iri or _SSSOM + "NoTermFound"
    predicate = _PREDICATES.get(decision.match, _PREDICATES["exact"])
    digest = hashlib.sha256(f"{iri} {predicate} {target}".encode()).hexdigest()[:16]
    me = NamedNode(f"https://w3id.org/ecograph/id/mapping/{digest}")
    person = _SEMAPV + ("ManualMappingCuration" if decision.by_person else "LexicalMatching")
    for term, value in (
        (_TYPE, _P["owl"] + "Axiom"),
        (_P["owl"] + "annotatedSource", iri),
        (_P["owl"] + "annotatedProperty", predicate),
        (_P["owl"] + "annotatedTarget", target),
        (_SSSOM + "mapping_justification", person),
        (_P["prov"] + "wasGeneratedBy", _RUN),
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


_RUN = "https://w3id.org/ecograph/id/activity/linking"


def _activity(on: dt.date | None) -> Iterator[Triple]:
    """Yield the activity that made the links: which registers it used, and for which day."""
    me = NamedNode(_RUN)
    yield Triple(me, NamedNode(_TYPE), NamedNode(_P["prov"] + "Activity"))
    yield Triple(me, NamedNode(_P["prov"] + "wasAssociatedWith"), LINKER)
    yield Triple(LINKER, NamedNode(_TYPE), NamedNode(_P["prov"] + "SoftwareAgent"))
    yield Triple(LINKER, NamedNode(_LABEL), Literal("EcoGraph-koppelaar", language="nl"))
    yield Triple(LINKER, NamedNode(_LABEL), Literal("EcoGraph linker", language="en"))
    for name in ("tooi", "ror", "regions"):
        yield Triple(me, NamedNode(_P["prov"] + "used"), reference_graph(name))
    if on:
        day = Literal(on.isoformat(), datatype=NamedNode(_P["xsd"] + "date"))
        yield Triple(me, NamedNode(_P["dct"] + "temporal"), day)
