"""The level of each precondition, computed.

The law of this file (docs/decisions/0004-levels.md): *not described* is not *absent*.

    sufficient      the ecosystem conforms to the shape in eco:sufficientWhen
    partial         else, it conforms to the shape in eco:partialWhen
    absent          else, a completeness statement closes the part of the description that the rule looks at,
                    or somebody assessed it absent
    not described   else
    not applicable  before all this: eco:applicableWhen does not hold, or somebody assessed it so
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as Value

from ecograph.engine import validation
from ecograph.engine.graph import Graph
from ecograph.engine.knowledge import Knowledge, Rule
from ecograph.engine.validation import Asker, Data
from ecograph.engine.watch import note
from ecograph.terms import DCT, ECO, LEVEL, PERSP, PREFIXES, PROV, RDF, RDFS, SH, SKOS, shorten
from ecograph.texts import pick

if TYPE_CHECKING:
    from ecograph.engine.validation import Result

_DATE = NamedNode(PREFIXES["xsd"] + "date")


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed level of one precondition, with what it rests on.

    Attributes:
        lacking: What the sufficient level lacks: the results of its shape.
        evidence: The described resources that the rule counted.
        closed_by: The statement that turns *not described* into *absent* or *not applicable*.
    """

    rule: Rule
    level: NamedNode
    lacking: tuple[Result, ...]
    evidence: tuple[NamedNode, ...]
    closed_by: NamedNode | BlankNode | None = None


def assess(
    ecosystem: NamedNode,
    described: Graph | Data,
    knowledge: Knowledge,
    *,
    engine: Literal["auto", "reference"] = "auto",
) -> tuple[Assessment, ...]:
    """Compute the level of every precondition for one ecosystem.

    Args:
        ecosystem: The node that the shapes look at.
        described: What is asserted, linked and inferred about it; of `validation.number`, above the shared graphs.
        knowledge: The shared graphs.
        engine: ``auto``, or ``reference`` for pyshacl.
    """
    data = described if isinstance(described, Data) else validation.number(described, knowledge.shared)
    rules = knowledge.rules
    shapes = [s for r in rules for s in (r.sufficient, r.partial, r.applicable) if s is not None]
    report = validation.validate(
        data,
        knowledge.preconditions,
        focus=ecosystem,
        only=shapes,
        engine=engine,
    )
    failed: dict[str, list[Result]] = defaultdict(list)
    for result in _named(report.results, data):
        failed[result.root_shape].append(result)
    statements = _statements(ecosystem, data)
    with Asker(data) as ask:
        return tuple(_one(rule, ecosystem, failed, statements, ask) for rule in rules)


def _named(results: tuple[Result, ...], data: Data) -> list[Result]:
    """Return results whose messages call a thing by its label instead of its IRI, in each language."""
    names: dict[object, tuple[list[str], dict[str, str]]] = {}
    for value in {r.value for r in results if isinstance(r.value, NamedNode)}:
        labels: dict[str, str] = {}
        for predicate in (RDFS.label, SKOS.prefLabel):
            for label in data.values(value, predicate):
                if isinstance(label, Value):
                    labels.setdefault(label.language or "", label.value)
        if labels:
            names[value] = sorted({shorten(value.value), value.value}, key=len, reverse=True), labels
    return [r._replace(messages=_said(r.messages, *names[r.value])) if r.value in names else r for r in results]


def _said(messages: Mapping[str, str], names: list[str], label: Mapping[str, str]) -> dict[str, str]:
    said = {}
    for tag, text in messages.items():
        for name in names:
            if name in text:
                text = text.replace(name, label.get(tag) or pick(label, "en") or name)
        said[tag] = text
    return said


@dataclass(frozen=True, slots=True)
class _Statements:
    closed: Mapping[str, NamedNode | BlankNode]
    stated: Mapping[tuple[NamedNode, NamedNode], NamedNode | BlankNode]


def _statements(ecosystem: NamedNode, data: Data) -> _Statements:
    """Find what closes a part of the description, and what somebody stated of a precondition."""
    closed: dict[str, NamedNode | BlankNode] = {}
    stated: dict[tuple[NamedNode, NamedNode], NamedNode | BlankNode] = {}
    for subject in data.having(ECO.aboutEcosystem, ecosystem):
        kinds = data.values(subject, RDF.type)
        if ECO.CompletenessStatement in kinds:
            terms = data.values(subject, ECO.completeFor)
            closed.update({o.value: subject for o in terms if isinstance(o, NamedNode)})
        if ECO.StatedAssessment in kinds:
            for precondition in data.values(subject, ECO.onPrecondition):
                for level in data.values(subject, ECO.level):
                    if isinstance(precondition, NamedNode) and isinstance(level, NamedNode):
                        stated[precondition, level] = subject
    return _Statements(closed, stated)


def _one(
    rule: Rule,
    ecosystem: NamedNode,
    failed: Mapping[str, list[Result]],
    statements: _Statements,
    ask: Asker,
) -> Assessment:
    lacking = tuple(failed.get(rule.sufficient.value, ()))
    evidence = _evidence(rule, ecosystem, ask)
    level = LEVEL.NotDescribed
    closed_by: NamedNode | BlankNode | None = None
    not_applicable = statements.stated.get((rule.iri, LEVEL.NotApplicable))
    absent = statements.stated.get((rule.iri, LEVEL.Absent))
    closing = next((statements.closed[term] for term in sorted(rule.looks_at) if term in statements.closed), None)
    if not_applicable is not None or (rule.applicable and failed.get(rule.applicable.value)):
        level, closed_by = LEVEL.NotApplicable, not_applicable
    elif not lacking:
        level = LEVEL.Sufficient
    elif rule.partial and not failed.get(rule.partial.value):
        level = LEVEL.Partial
    elif closing is not None or absent is not None:
        level, closed_by = LEVEL.Absent, closing or absent
    return Assessment(rule, level, lacking, evidence, closed_by)


def _evidence(rule: Rule, ecosystem: NamedNode, ask: Asker) -> tuple[NamedNode, ...]:
    if not rule.evidence:
        return ()
    note(rule.iri.value)
    items = {row.get("item") for row in ask(rule.evidence, ecosystem)}
    return tuple(sorted((i for i in items if isinstance(i, NamedNode)), key=lambda i: i.value))


def triples(
    description: NamedNode, ecosystem: NamedNode, as_of: str, assessments: Iterable[Assessment]
) -> tuple[Triple, ...]:
    """Return assessments as ``eco:DerivedAssessment`` resources, for the report graph of a description."""
    found: list[Triple] = []
    for a in assessments:
        node = NamedNode(f"{description.value}/computed/{a.rule.notation}")
        found += [
            Triple(node, RDF.type, ECO.DerivedAssessment),
            Triple(node, ECO.aboutEcosystem, ecosystem),
            Triple(node, ECO.onPrecondition, a.rule.iri),
            Triple(node, ECO.level, a.level),
            Triple(node, ECO.perspective, PERSP.Computed),
            Triple(node, ECO.computedBy, a.rule.sufficient),
            Triple(node, PROV.wasDerivedFrom, description),
        ]
        if as_of:
            found.append(Triple(node, ECO.validAt, Value(as_of, datatype=_DATE)))
        if a.closed_by is not None:
            found.append(Triple(node, ECO.closedBy, a.closed_by))
        found += [Triple(node, ECO.countedEvidence, item) for item in a.evidence]
        for number, result in enumerate(a.lacking, start=1):
            found += _reason(node, number, result, ecosystem)
    return tuple(found)


def _reason(node: NamedNode, number: int, result: Result, ecosystem: NamedNode) -> list[Triple]:
    reason = NamedNode(f"{node.value}/lacks-{number}")
    found = [
        Triple(node, ECO.explainedBy, reason),
        Triple(reason, RDF.type, SH.ValidationResult),
        Triple(reason, SH.focusNode, ecosystem),
        Triple(reason, SH.resultSeverity, SH.Info),
        Triple(reason, SH.sourceConstraintComponent, NamedNode(result.component)),
        Triple(reason, DCT.identifier, Value(f"{number:03}")),
    ]
    for tag, text in result.messages.items():
        found.append(Triple(reason, SH.resultMessage, Value(text, language=tag) if tag else Value(text)))
    if isinstance(result.value, NamedNode | Value):
        found.append(Triple(reason, SH.value, result.value))
    if not result.messages:
        found.append(Triple(reason, RDFS.label, Value(pick(result.messages, "en") or result.component)))
    return found
