"""A seeded generator of region-sized descriptions, with about one entity in twenty wrong in a known way.

The law of this file: the same seed and number of regions give the same triples, on any machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from ecograph.terms import PREFIXES

ECO, ID, XSD = PREFIXES["eco"], PREFIXES["id"], PREFIXES["xsd"]
TYPE = f"<{PREFIXES['rdf']}type>"
LABEL = f"<{PREFIXES['rdfs']}label>"
SPHERES = ("Government", "Industry", "Academia", "CivilSociety")
ROLES = ("Chair", "Member", "SteeringActor", "Adviser", "Funder")
KINDS = ("Programme", "Project", "SupportService", "Facility")


def eco(name: str) -> str:
    """Return a term of the ontology as N-Triples writes it."""
    return f"<{ECO}{name}>"


def concept(scheme: str, name: str) -> str:
    """Return a concept as N-Triples writes it."""
    return f"<{PREFIXES[scheme]}{name}>"


def typed(text: object, datatype: str) -> str:
    """Return a literal as N-Triples writes it."""
    return f'"{text}"^^<{XSD}{datatype}>'


def vocabulary() -> Iterator[str]:
    """Yield the classes and concepts that every region shares."""
    sub = f"<{PREFIXES['rdfs']}subClassOf>"
    for kind in KINDS:
        yield f"{eco(kind)} {sub} {eco('Initiative')} ."
    for kind in ("OrganisationActor", "PersonActor"):
        yield f"{eco(kind)} {sub} {eco('Actor')} ."
    concept_class = f"<{PREFIXES['skos']}Concept>"
    for sphere in SPHERES:
        yield f"{concept('sphere', sphere)} {TYPE} {concept_class} ."
    for role in ROLES:
        yield f"{concept('role', role)} {TYPE} {concept_class} ."


def region(number: int, seed: int = 42) -> Iterator[str]:
    """Yield the lines of one region, about 640 triples."""
    rng = random.Random(f"{seed}/{number}")

    def wrong() -> bool:
        return rng.random() < 0.05

    def iri(kind: str, n: int) -> str:
        return f"<{ID}region-{number}/{kind}/{n}>"

    system = f"<{ID}region-{number}>"
    yield f"{system} {TYPE} {eco('InnovationEcosystem')} ."
    yield f'{system} {LABEL} "Region {number}"@en .'
    yield f'{system} {LABEL} "Regio {number}"@nl .'
    actors = [iri("actor", n) for n in range(30)]
    for n, actor in enumerate(actors):
        yield f"{actor} {TYPE} {eco('PersonActor' if n % 6 == 0 else 'OrganisationActor')} ."
        yield f'{actor} {LABEL} "Actor {n} of {number}"@en .'
        if not wrong():
            yield f'{actor} {LABEL} "Actor {n} van {number}"@nl .'
        sphere = concept("sphere", rng.choice(SPHERES)) if not wrong() else '"unknown"'
        yield f"{actor} {eco('primarySphere')} {sphere} ."
        yield f"{actor} {eco('partOfEcosystem')} {system} ."
        if n % 6 == 0:
            yield f"{actor} {eco('actsFor')} {actors[(n + 1) % 30]} ."
    initiatives = [iri("initiative", n) for n in range(25)]
    for n, initiative in enumerate(initiatives):
        yield f"{initiative} {TYPE} {eco(rng.choice(KINDS))} ."
        yield f'{initiative} {LABEL} "Initiative {n}"@en .'
        yield f'{initiative} {LABEL} "Initiatief {n}"@nl .'
        yield f"{initiative} {eco('partOfEcosystem')} {system} ."
        start = rng.randint(2000, 2015)
        end = start + rng.randint(1, 9) if not wrong() else start - 1
        yield f"{initiative} {eco('startedOn')} {typed(f'{start}-0{rng.randint(1, 9)}-15', 'date')} ."
        yield f"{initiative} {eco('endedOn')} {typed(f'{end}-0{rng.randint(1, 9)}-20', 'date')} ."
        months = rng.randint(6, 60) if not wrong() else -5
        yield f"{initiative} {eco('durationMonths')} {typed(months, 'integer')} ."
        if not wrong():
            yield f"{initiative} {eco('providedBy')} {rng.choice(actors)} ."
        if n:
            yield f"{initiative} {eco('partOfInitiative')} {rng.choice(initiatives[:n])} ."
        amount = f"_:m{number}x{n}"
        yield f"{initiative} {eco('hasBudget')} {amount} ."
        yield f"{amount} {TYPE} {eco('MonetaryAmount')} ."
        yield f"{amount} {eco('amountValue')} {typed(f'{rng.randint(1, 999)}000.0', 'decimal')} ."
        if not wrong():
            yield f"{amount} {eco('currency')} <http://publications.europa.eu/resource/authority/currency/EUR> ."
    for n in range(35):
        participation = iri("participation", n)
        yield f"{participation} {TYPE} {eco('Participation')} ."
        yield f"{participation} {eco('participant')} {rng.choice(actors)} ."
        if wrong():
            yield f"{participation} {eco('participant')} {rng.choice(actors)} ."
        yield f"{participation} {eco('participatesIn')} {rng.choice(initiatives)} ."
        if not wrong():
            yield f"{participation} {eco('inRole')} {concept('role', rng.choice(ROLES))} ."


def lines(regions: int, seed: int = 42) -> Iterator[str]:
    """Yield the N-Triples of some regions and what they share."""
    yield from vocabulary()
    for number in range(regions):
        yield from region(number, seed)
