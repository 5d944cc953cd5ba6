"""Our own actors as things that can be reconciled.

The law of this file: an actor is a thing beside the body or institution that it is linked with, never in its place.
A person is not offered: names of people are not for matching.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ecograph.linking.reconciliation.things import ACTOR, Reference, Thing
from ecograph.terms import PREFIXES
from ecograph.texts import Text, pick

_ECO = PREFIXES["eco"]
_KINDS = {
    _ECO + "OrganisationActor": Text(nl="organisatie", en="organisation"),
    _ECO + "SteeringStructure": Text(nl="sturende structuur", en="steering structure"),
}
_TYPE, _LABEL, _ALT = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"
_ECOSYSTEM, _EXACT = _ECO + "partOfEcosystem", PREFIXES["skos"] + "exactMatch"


def actor_things(statements: Iterable[Triple] | Iterable[Quad]) -> Iterator[Thing]:
    """Yield the organisations and steering structures among the statements of a store, each once.

    Args:
        statements: Descriptions and their links, from any graphs.
    """
    types: dict[str, Text] = {}
    names: dict[str, dict[str, str]] = {}
    others: dict[str, dict[str, None]] = {}
    ecosystems: dict[str, dict[str, None]] = {}
    same: dict[str, dict[str, None]] = {}
    for s in statements:
        if not isinstance(s.subject, NamedNode):
            continue
        me, term = s.subject.value, s.predicate.value
        if isinstance(s.object, Literal):
            if term == _LABEL:
                names.setdefault(me, {}).setdefault(s.object.language or "", s.object.value)
            if term in {_LABEL, _ALT}:
                others.setdefault(me, {})[s.object.value] = None
        elif isinstance(s.object, NamedNode):
            if term == _TYPE and s.object.value in _KINDS:
                types[me] = _KINDS[s.object.value]
            elif term == _ECOSYSTEM:
                ecosystems.setdefault(me, {})[s.object.value] = None
            elif term == _EXACT:
                same.setdefault(me, {})[s.object.value] = None
    for me, kind in types.items():
        label = pick(names.get(me, {}), "nl")
        if not label:
            continue
        within = [Reference(e, pick(names.get(e, {}), "nl") or e) for e in ecosystems.get(me, {})]
        place = f", {within[0].name}" if within else ""
        properties: dict[str, tuple[Reference | str, ...]] = {
            "ecosystem": tuple(within),
            "sameAs": (*same.get(me, {}),),
        }
        yield Thing(
            me,
            label,
            (ACTOR,),
            (label, *(n for n in others.get(me, {}) if n != label)),
            Text(nl=kind["nl"] + place, en=kind["en"] + place),
            {k: v for k, v in properties.items() if v},
        )
