"""Where links contradict each other: two identifiers of one register for one thing, or one identifier for two things.

The law of this file: a contradiction is shown with who says what, and never resolved here; that is for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pyoxigraph import NamedNode

from ecograph.engine.graph import Graph
from ecograph.linking.description import Case, cases
from ecograph.linking.registers.records import ROR, TOOI, institutions, territories
from ecograph.linking.review import Decision
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_P = PREFIXES
_SAME = {_P["skos"] + "exactMatch", _P["skos"] + "closeMatch", _P["owl"] + "sameAs", _P["schema"] + "sameAs"}
#: Registers that have one identifier for one thing, by the beginning of their IRIs.
SYSTEMS: dict[str, str] = {
    TOOI: "TOOI",
    ROR: "ROR",
    "http://www.wikidata.org/entity/": "Wikidata",
    "https://www.wikidata.org/entity/": "Wikidata",
    "https://www.wikidata.org/wiki/": "Wikidata",
    "https://sws.geonames.org/": "GeoNames",
    "http://sws.geonames.org/": "GeoNames",
    "https://isni.org/isni/": "ISNI",
}
Kind = Literal["two identifiers", "two things", "decision and rules"]
KINDS: dict[Kind, Text] = {
    "two identifiers": Text(
        nl="{subject} heeft meer dan één identificatie in {system}.",
        en="{subject} has more than one identifier in {system}.",
    ),
    "two things": Text(
        nl="{system} {id} staat bij meer dan één partij: zijn zij dezelfde?",
        en="{system} {id} is given to more than one actor: are they the same?",
    ),
    "decision and rules": Text(
        nl="Over {subject} besliste een mens anders dan de regels nu zeggen; het besluit blijft gelden.",
        en="About {subject} a person decided otherwise than the rules say now; the decision holds.",
    ),
}
AUTHOR = Text(nl="de beschrijving {name}", en="the description {name}")
RULES = Text(nl="de regels", en="the rules")
PERSON = Text(nl="{name} (besluit)", en="{name} (decision)")
REGISTER = Text(nl="register {name}", en="register {name}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a contradiction: an identifier or a thing, and who says so."""

    what: str
    by: Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction, with its sides."""

    kind: Kind
    subject: str
    system: str
    claims: tuple[Claim, ...]
    text: Text = field(default_factory=lambda: Text(nl="", en=""))


def conflicts(descriptions: Mapping[str, Graph], *, decisions: Mapping[str, Decision] | None = None) -> list[Conflict]:
    """Return where the links of descriptions contradict each other, the author's, the rules' and people's together.

    Args:
        descriptions: The triples of each description, by its name.
        decisions: What people decided about links.
    """
    said: dict[str, list[Claim]] = {}
    labels: dict[str, str] = {}
    found: list[Conflict] = []
    differ: dict[str, Conflict] = {}
    for name, graph in descriptions.items():
        for triple in graph:
            if not isinstance(triple.subject, NamedNode):
                continue
            if triple.predicate.value == _P["rdfs"] + "label":
                labels.setdefault(triple.subject.value, getattr(triple.object, "value", ""))
            elif triple.predicate.value in _SAME and isinstance(triple.object, NamedNode):
                said.setdefault(triple.subject.value, []).append(_claim(triple.object.value, AUTHOR, name))
        for case in cases(graph, decisions=decisions):
            said.setdefault(case.subject, []).extend(_claims(case))
            if case.decision and case.decision.verdict == "accept" and case.decision.iri != case.proposal.iri:
                differ[case.subject] = _differing(case)
    for subject, claims in said.items():
        found += _of_one_thing(subject, labels.get(subject, subject), _with_registers(claims))
    return [*found, *_of_two_things(said, labels), *differ.values()]


def _claim(iri: str, by: Text, name: str) -> Claim:
    return Claim(iri.rstrip("/"), Text(nl=by.say("nl", name=name), en=by.say("en", name=name)))


def _claims(case: Case) -> Iterator[Claim]:
    if case.link.match != "exact":
        return
    for iri in (case.link.iri, *case.link.also):
        yield _claim(iri, PERSON, case.link.reviewer) if case.decision else Claim(iri.rstrip("/"), RULES)


def _with_registers(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims, and what the registers say of the same things."""
    for claim in claims:
        yield claim
        if institution := institutions().get(claim.what):
            for kind, base in (("wikidata", "http://www.wikidata.org/entity/"), ("isni", "https://isni.org/isni/")):
                if code := institution.identifier(kind):
                    yield _claim(base + code.replace(" ", "").rpartition("/")[2], REGISTER, "ROR")
        for territory in territories().values():
            if territory.iri == claim.what:
                for iri in (territory.wikidata, territory.geonames):
                    if iri:
                        yield _claim(iri, REGISTER, "regions")


def system(iri: str) -> tuple[str, str]:
    """Return the register and the identifier in it that an IRI stands for; empty where it is another kind of IRI.

    >>> system("https://www.wikidata.org/wiki/Q1093"), system("https://example.org/")
    (('Wikidata', 'Q1093'), ('', ''))
    """
    for base, name in SYSTEMS.items():
        if iri.startswith(base):
            return name, iri.removeprefix(base).strip("/")
    return "", ""


def _of_one_thing(subject: str, label: str, claims: Iterable[Claim]) -> Iterator[Conflict]:
    by_system: dict[str, dict[str, Claim]] = {}
    for claim in claims:
        name, code = system(claim.what)
        if name:
            by_system.setdefault(name, {}).setdefault(code, claim)
    for name, codes in by_system.items():
        if len(codes) > 1:
            yield Conflict(
                "two identifiers", subject, name, tuple(codes.values()), _text("two identifiers", label, name)
            )


def _of_two_things(said: Mapping[str, Iterable[Claim]], labels: Mapping[str, str]) -> Iterator[Conflict]:
    bearers: dict[tuple[str, str], dict[str, Claim]] = {}
    for subject, claims in said.items():
        for claim in claims:
            name, code = system(claim.what)
            if name in {"TOOI", "ROR"}:
                bearers.setdefault((name, code), {}).setdefault(subject, claim)
    seen: set[frozenset[str]] = set()
    for (name, code), claims_by in bearers.items():
        subjects = _in_one_ecosystem(claims_by)
        if len(subjects) > 1 and frozenset(subjects) not in seen:
            seen.add(frozenset(subjects))
            sides = tuple(Claim(f"{labels.get(s, s)} ({s})", claims_by[s].by) for s in subjects)
            yield Conflict("two things", subjects[0], name, sides, _text("two things", "", name, code))


def _in_one_ecosystem(subjects: Iterable[str]) -> list[str]:
    """Return those of some things that share an ecosystem: what two ecosystems both have is no contradiction."""
    by_ecosystem: dict[str, list[str]] = {}
    for subject in subjects:
        by_ecosystem.setdefault(subject.removeprefix(_P["id"]).split("/")[0], []).append(subject)
    return max(by_ecosystem.values(), key=len)


def _differing(case: Case) -> Conflict:
    decision = case.decision
    assert decision is not None  # the caller looked
    sides = (_claim(decision.iri, PERSON, decision.reviewer), Claim(case.proposal.iri or "—", RULES))
    return Conflict(
        "decision and rules", case.subject, "", sides, _text("decision and rules", decision.name or case.names[0])
    )


def _text(kind: Kind, subject: str, system: str = "", code: str = "") -> Text:
    facts = {"subject": subject, "system": system, "id": code}
    return Text(nl=KINDS[kind].say("nl", **facts), en=KINDS[kind].say("en", **facts))
