"""The links of a description: its government and knowledge actors and its regions, with the registers.

The law of this file: what the author of a description linked is not linked again, and what a person decided outranks
every rule. An actor is linked with a body or institution, a region with a territory, and never the one with the other;
each link says why, and an actor that has no link says why not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pyoxigraph import NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.linking import axioms, names, review
from ecograph.linking.decision import REASONS, RULES, Link, confidence, evidence
from ecograph.linking.government import announced, resolve
from ecograph.linking.organisations import link
from ecograph.linking.registers.records import AREA, ROR, TOOI, Kind, territories, territory_of
from ecograph.terms import PREFIXES

_P = PREFIXES
_TYPE = _P["rdf"] + "type"
_LABEL = _P["rdfs"] + "label"
_NAMES = (_LABEL, _P["skos"] + "altLabel", _P["foaf"] + "name")
_ORGANISATION = _P["eco"] + "OrganisationActor"
_REGION = _P["eco"] + "Region"
_SPHERES = (_P["eco"] + "primarySphere", _P["eco"] + "activeInSphere")
_PUBLIC = {_P["sphere"] + "Government", _P["sphere"] + "Academia"}
_AS_OF = _P["eco"] + "describedAsOf"
#: Properties by which an author links a thing with a register.
MATCHES = {
    _P["skos"] + n for n in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch", "narrowMatch")
} | {_P["owl"] + "sameAs", _P["schema"] + "sameAs"}  # fmt: skip
_AREA_KINDS: tuple[Kind, ...] = ("municipality", "province")
_NUTS = "http://data.europa.eu/nuts/code/"

Facts = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing of a description, and what is decided about it.

    Attributes:
        subject: Its IRI.
        kind: ``actor``, linked with a body or institution, or ``region``, linked with a territory.
        names: Its names as written.
        link: The decision: of the person who took one, else of the rules.
        proposal: What the rules say, whoever decided.
        decision: What a person decided, if anybody did.
        public: Whether it is in government or academia, so that it must have a link or a reason.
        sphere: Whether the description says in which sphere it is; where it does not, it counts as public.
    """

    subject: str
    kind: Literal["actor", "region"]
    names: tuple[str, ...]
    link: Link
    proposal: Link
    decision: review.Decision | None = None
    public: bool = True
    sphere: bool = False

    @property
    def state(self) -> Literal["open", "accepted", "rejected"]:
        """Return whether a person has judged it."""
        if self.decision is None:
            return "open"
        return "accepted" if self.decision.verdict == "accept" else "rejected"


def link_description(
    graph: Graph, *, date: dt.date | None = None, decisions: Mapping[str, review.Decision] | None = None
) -> Graph:
    """Return the links graph of a description.

    Args:
        graph: The triples of the description.
        date: The day of which it speaks; without one, its ``eco:describedAsOf``.
        decisions: What people decided, by IRI or name (``Desk.decisions``); it outranks every rule.

    Returns:
        SKOS mapping properties from actors and regions, and for each an ``owl:Axiom`` with justification,
        confidence, the grounds in Dutch and English, and where it comes from: a register, a run, a person (PROV-O).
        An actor without a link has an axiom with ``sssom:NoTermFound`` and the reason, unless it is said to be in
        another sphere than government and academia.
    """
    said = _said(graph)
    on = date or _described(said)
    found: list[Triple] = []
    people = False
    for case in _cases(said, on, decisions or {}):
        if case.link.match == "none" and not (case.public or case.decision):
            continue
        people |= case.decision is not None
        found += axioms.matches(case.subject, case.link)
        found += axioms.axiom(case.subject, case.link)
        if case.kind == "region":
            found += _nuts(case, on)
    if found:
        found = [*axioms.activities(on, people=people), *found]
    return tuple(dict.fromkeys(found))


def cases(
    graph: Graph, *, date: dt.date | None = None, decisions: Mapping[str, review.Decision] | None = None
) -> list[Case]:
    """Return every actor and region of a description that its author did not link, with what is decided about it.

    A firm without a link is left out: nothing is open about it.
    """
    said = _said(graph)
    found = _cases(said, date or _described(said), decisions or {})
    return [c for c in found if c.public or c.decision or c.link.match != "none" or c.proposal.match != "none"]


def _said(graph: Graph) -> dict[str, dict[str, list[str]]]:
    said: dict[str, dict[str, list[str]]] = {}
    for triple in graph:
        if isinstance(triple.subject, NamedNode):
            values = said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, [])
            values.append(getattr(triple.object, "value", ""))
    return said


def _cases(said: Mapping[str, Facts], on: dt.date | None, decisions: Mapping[str, review.Decision]) -> Iterator[Case]:
    for iri, facts in said.items():
        types = facts.get(_TYPE, [])
        if any(v.startswith((TOOI, ROR, AREA)) for m in MATCHES for v in facts.get(m, ())):
            continue
        written = tuple(dict.fromkeys(name for term in _NAMES for name in facts.get(term, ())))
        kind: Literal["actor", "region"]
        if _ORGANISATION in types:
            kind, proposal = "actor", agree(link(written, date=on))
        elif _REGION in types:
            kind, proposal = "region", _region(facts, on)
        else:
            continue
        if proposal is None:
            continue
        named = (decisions[n] for n in written if n in decisions)
        decided = decisions.get(iri) or next((d for d in named if fits(kind, d.iri)), None)
        spheres = {s for term in _SPHERES for s in facts.get(term, ())}
        yield Case(
            iri,
            kind,
            written,
            review.applied(proposal, decided) if decided else proposal,
            proposal,
            decided,
            public=kind == "actor" and (not spheres or bool(spheres & _PUBLIC)),
            sphere=bool(spheres),
        )


def fits(kind: str, iri: str) -> bool:
    """Return whether an actor or a region can be linked with this: bodies and territories are different things.

    >>> fits("actor", TOOI + "gemeente/gm0114"), fits("region", TOOI + "gemeente/gm0114"), fits("region", AREA + "PV22")
    (True, False, True)
    """
    return not iri.startswith((AREA, _NUTS)) if kind == "actor" else not iri.startswith((TOOI, ROR)) and bool(iri)


def _described(said: Mapping[str, Facts]) -> dt.date | None:
    for facts in said.values():
        for day in facts.get(_AS_OF, ()):
            try:
                return dt.date.fromisoformat((day + "-01-01")[:10])  # a year or a month begins on its first day
            except ValueError:
                return None
    return None


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


def _region(facts: Facts, on: dt.date | None) -> Link | None:
    """Return the territory that a region's name means, or nothing where none of one kind does."""
    labels = facts.get(_LABEL, ())
    for name in labels:
        plain, inside = names.brackets(name)
        kinds = [k for k in _AREA_KINDS if _says(k, (name, *inside))] or list(_AREA_KINDS)
        bodies = [found.body for k in kinds if (found := resolve(plain, on=on, kind=k)).body and found.by == "name"]
        if len(bodies) != 1 or not (body := bodies[0]):
            continue
        if territory := territory_of(body.iri):
            sure = confidence("territory")
            ground = evidence(RULES, "territory", name=body.label, register="TOOI, CBS")
            return Link(
                name, "exact", territory.iri, territory.name, kind=body.kind, rule="territory",
                score=round(100 * sure, 1), confidence=sure, evidence=(ground,), on=on,
            )  # fmt: skip
    return Link(labels[0], "none", evidence=(evidence(REASONS, "no territory"),)) if labels else None


def _nuts(case: Case, on: dt.date | None) -> Iterator[Triple]:
    """Yield the NUTS region of a territory: a province is one, a municipality lies in one."""
    territory = next((t for t in territories().values() if t.iri == case.link.iri), None)
    if territory and (code := territory.nuts_on(on or dt.date.max)):
        predicate = "exactMatch" if "/provincie/" in territory.body else "broadMatch"
        yield Triple(NamedNode(case.subject), NamedNode(_P["skos"] + predicate), NamedNode(_NUTS + code))


def _says(kind: Kind, texts: Iterable[str]) -> bool:
    words = {"municipality": {"gemeente", "municipality"}, "province": {"provincie", "province"}}[kind]
    return any(words & set(names.key(t).split()) or announced(names.key(t))[0] == kind for t in texts)
