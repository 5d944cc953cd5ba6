"""From the Turtle files of the ontology to records.

The law of this file: each record is read from the files that the product itself loads; nothing is typed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from ecograph import assets
from ecograph.engine.facts import Facts, Term
from ecograph.engine.graph import Graph, read
from ecograph.publish.ontology.axioms import axioms_of
from ecograph.publish.ontology.records import (
    Concept,
    Module,
    Ontology,
    PreconditionRecord,
    Profile,
    Rule,
    Scheme,
    TermRecord,
    Texts,
    Threshold,
    Work,
)
from ecograph.terms import PREFIXES

#: The order in which a reader meets the modules.
MODULES = ("core", "initiative", "precondition", "process", "resource", "evidence", "indicator")
KINDS = ("Class", "ObjectProperty", "DatatypeProperty")
_OURS = PREFIXES["eco"]
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def folder(*parts: str) -> Graph:
    """Return the triples of the Turtle files in one folder of the ontology."""
    files = sorted(assets.ontology().joinpath(*parts).glob("*.ttl"))
    return tuple(dict.fromkeys(t for f in files for t in read(f).triples))


def read_ontology() -> Ontology:
    """Return the ontology in the box as records."""
    facts = Facts(folder("modules") + folder("vocabularies") + folder("preconditions"))
    shapes = Facts(folder("shapes"))
    alignments = tuple(_alignment(f) for f in sorted((assets.ontology() / "alignments").glob("*.ttl")))
    elsewhere: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, lines in alignments:
        for ours, relation, theirs in lines:
            elsewhere[ours].append((relation, theirs))
    values = {p: (_on(shapes, p), _leads_to(shapes, p) or _scheme_in_use(facts, p)) for p in _properties(facts)}
    examples = _examples()
    modules = tuple(_module(name, facts, shapes, values, elsewhere, examples) for name in MODULES)
    return Ontology(
        facts=facts,
        modules=modules,
        schemes=_schemes(facts, {p.value: to for p, (_, to) in values.items()}),
        preconditions=_preconditions(facts),
        profiles=tuple(_profile(facts, p) for p in facts.of_class("eco:PreconditionProfile")),
        works=tuple(_work(facts, w) for w in facts.of_class("eco:ConditionFramework")),
        labels=_labels(facts),
        alignments=alignments,
        sizes={"shapes": len(shapes.of_class("sh:NodeShape")), "alignments": sum(len(a) for _, a in alignments)},
    )


def _properties(facts: Facts) -> list[NamedNode]:
    return facts.of_class("owl:ObjectProperty") + facts.of_class("owl:DatatypeProperty")


def _iris(terms: list[Term]) -> tuple[str, ...]:
    return tuple(t.value for t in terms if isinstance(t, NamedNode))


# Terms


def _module(
    name: str,
    facts: Facts,
    shapes: Facts,
    values: dict[NamedNode, tuple[tuple[str, ...], str]],
    elsewhere: dict[str, list[tuple[str, str]]],
    examples: dict[str, tuple[str, str]],
) -> Module:
    here = Facts(read(assets.ontology() / "modules" / f"{name}.ttl").triples)
    found = [
        _term(facts, shapes, node, kind, name, values, elsewhere, examples)
        for kind in KINDS
        for node in here.of_class(f"owl:{kind}")
        if node.value.startswith(_OURS)
    ]
    return Module(
        name, tuple(t for t in found if t.kind == "Class"), tuple(t for t in found if t.kind.endswith("Property"))
    )


def _term(
    facts: Facts,
    shapes: Facts,
    node: NamedNode,
    kind: str,
    module: str,
    values: dict[NamedNode, tuple[tuple[str, ...], str]],
    elsewhere: dict[str, list[tuple[str, str]]],
    examples: dict[str, tuple[str, str]],
) -> TermRecord:
    wider, narrower = ("rdfs:subClassOf",) * 2 if kind == "Class" else ("rdfs:subPropertyOf",) * 2
    domain, reach = _iris(facts.all(node, "rdfs:domain")), facts.text(node, "rdfs:range")
    on, leads_to = values.get(node, ((), ""))
    return TermRecord(
        iri=node.value,
        kind=kind,
        module=module,
        label=facts.texts(node, "rdfs:label"),
        definition=facts.texts(node, "skos:definition"),
        comment=facts.texts(node, "rdfs:comment"),
        sources=_iris(facts.all(node, "dct:source")),
        axioms=tuple(axioms_of(facts, node, kind)),
        rules=tuple(_rules(shapes, node, kind)),
        on=domain or on,
        leads_to=leads_to or reach,
        above=tuple(v for v in _iris(facts.all(node, wider)) if v.startswith(_OURS)),
        below=_iris([*facts.subjects(narrower, node)]),
        properties=tuple(
            p.value for p, (on, _) in values.items() if node in facts.nodes(p, "rdfs:domain") or node.value in on
        ),
        elsewhere=tuple(elsewhere.get(node.value, ())),
        example=examples.get(node.value.removeprefix(_OURS), ("", "")),
    )


def _on(shapes: Facts, prop: NamedNode) -> tuple[str, ...]:
    """Return the classes that the shapes let a property belong to: those of its own shape, or whose shape it is in."""
    found = [c for s in shapes.subjects("sh:targetSubjectsOf", prop) for c in _classes(shapes, s)]
    if not found:
        for constraint in shapes.subjects("sh:path", prop):
            for shape in shapes.subjects("sh:property", constraint):
                found += _iris(shapes.all(shape, "sh:targetClass"))
    return tuple(dict.fromkeys(found))


def _classes(shapes: Facts, shape: Term) -> tuple[str, ...]:
    choices = [c for head in shapes.all(shape, "sh:or") for c in shapes.items(head)]
    return _iris([v for s in (shape, *choices) for v in shapes.all(s, "sh:class")])


def _leads_to(shapes: Facts, prop: NamedNode) -> str:
    """Return the class or the concept scheme of the values of a property, where a shape says it."""
    for shape in shapes.subjects("sh:targetSubjectsOf", prop):
        for constraint in shapes.all(shape, "sh:property"):
            if found := _classes(shapes, constraint):
                return found[0]
            for scheme in _deep(shapes, constraint, "sh:hasValue"):
                if scheme.startswith(PREFIXES["eco"].removesuffix("ns#") + "vocab/"):
                    return scheme
    return ""


def _scheme_in_use(facts: Facts, prop: NamedNode) -> str:
    """Return the one scheme that all values in the box come from, such as those of the preconditions."""
    used = [t.object for t in facts.triples if t.predicate == prop]
    schemes = {s for v in used for s in facts.nodes(v, "skos:inScheme")}
    return schemes.pop().value if len(schemes) == 1 else ""


def _deep(shapes: Facts, node: Term, name: str) -> list[str]:
    """Return the values of a property of a node, of its node shapes and of the nameless nodes below it."""
    found = list(_iris(shapes.all(node, name)))
    for below in ("sh:node", "sh:property"):
        for inner in shapes.all(node, below):
            found += _deep(shapes, inner, name)
    for head in shapes.all(node, "sh:or"):
        for inner in shapes.items(head):
            found += _deep(shapes, inner, name)
    return found


def _rules(shapes: Facts, node: NamedNode, kind: str) -> Iterator[Rule]:
    """Yield what the structure shapes ask of a class or a property, each message once."""
    target = "sh:targetClass" if kind == "Class" else "sh:targetSubjectsOf"
    seen: set[str] = set()
    for shape in shapes.subjects(target, node):
        if kind == "Class" and len(shapes.all(shape, "sh:targetClass")) > 1:
            continue  # a rule for everything stands on the page of rules
        for said in (shape, *shapes.all(shape, "sh:property"), *shapes.all(shape, "sh:sparql")):
            message = shapes.texts(said, "sh:message")
            if message and message.get("en", "") not in seen:
                seen.add(message.get("en", ""))
                yield Rule(getattr(shape, "value", ""), message)


def _examples() -> dict[str, tuple[str, str]]:
    """Return for each term a block of Turtle that uses it: from the examples, else our lists or descriptions."""
    root = assets.ontology()
    kinds = ("valid", "inferred", "computed", "own")
    files = [f for kind in kinds for f in sorted((root / "examples" / kind).glob("*.ttl"))]
    files += sorted((root / "preconditions").glob("*.ttl")) + sorted((root / "vocabularies").glob("*.ttl"))
    files += sorted((assets.data() / "ecosystems").glob("*/*/description.ttl"))
    found: dict[str, tuple[str, str]] = {}
    for file in files:
        blocks = [b for b in re.split(r"\n\s*\n", file.read_text(encoding="utf-8")) if "@prefix" not in b]
        for block in sorted(blocks, key=len):
            for name in re.findall(r"\beco:(\w+)", block):
                found.setdefault(name, (_without_comments(block), _where(file)))
    return found


def _where(file: Path) -> str:
    return file.relative_to(assets.data().parent).as_posix()


def _without_comments(block: str) -> str:
    return "\n".join(line for line in block.strip("\n").splitlines() if not line.startswith("#"))


# Lists


def _schemes(facts: Facts, leads_to: dict[str, str]) -> tuple[Scheme, ...]:
    return tuple(
        Scheme(
            iri=scheme.value,
            title=facts.texts(scheme, "dct:title"),
            description=facts.texts(scheme, "dct:description"),
            concepts=tuple(
                sorted(
                    (_concept(facts, c) for c in facts.subjects("skos:inScheme", scheme) if isinstance(c, NamedNode)),
                    key=lambda c: int(c.notation or 0),
                )
            ),
            sources=_iris(facts.all(scheme, "dct:source")),
            used_by=tuple(p for p, to in leads_to.items() if to == scheme.value),
        )
        for scheme in sorted(facts.of_class("skos:ConceptScheme"), key=lambda s: s.value)
    )


def _concept(facts: Facts, node: NamedNode) -> Concept:
    return Concept(
        iri=node.value,
        notation=facts.text(node, "skos:notation"),
        label=facts.texts(node, "skos:prefLabel"),
        definition=facts.texts(node, "skos:definition"),
        note=facts.texts(node, "skos:scopeNote"),
        broader=_iris(facts.all(node, "skos:broader")),
        matches=tuple((f"skos:{m}", o) for m in _MATCHES for o in _iris(facts.all(node, f"skos:{m}"))),
        sources=_iris(facts.all(node, "dct:source")),
    )


# Preconditions


def _preconditions(facts: Facts) -> tuple[PreconditionRecord, ...]:
    sections = _sections()
    found = [_precondition(facts, sections, p) for p in facts.of_class("eco:Precondition")]
    return tuple(sorted(found, key=lambda p: (len(p.notation), p.notation)))


def _precondition(facts: Facts, sections: dict[str, str], node: NamedNode) -> PreconditionRecord:
    concepts = ("conditionKind", "helixSpace", "ecosystemElement", "systemFunction", "systemFailure")
    return PreconditionRecord(
        iri=node.value,
        notation=facts.text(node, "skos:notation"),
        label=facts.texts(node, "rdfs:label"),
        definition=facts.texts(node, "skos:definition"),
        rule=facts.texts(node, "rdfs:comment"),
        group=facts.text(node, "eco:canvasGroup"),
        concepts=tuple(v for c in concepts for v in _iris(facts.all(node, f"eco:{c}"))),
        thresholds=tuple(_threshold(facts, t) for t in facts.all(node, "eco:hasThreshold")),
        sources=_iris(facts.all(node, "dct:source")),
        looks_at=_iris(facts.all(node, "eco:looksAt")),
        profiles=tuple(p.value for p in facts.subjects("eco:hasPrecondition", node) if isinstance(p, NamedNode)),
        shacl=sections[facts.text(node, "skos:notation")],
    )


def _threshold(facts: Facts, node: Term) -> Threshold:
    value = facts.text(node, "eco:thresholdValue")
    return Threshold(
        facts.text(node, "eco:thresholdName"),
        value.removesuffix(".0"),
        facts.text(node, "eco:thresholdUnit"),
        facts.texts(node, "rdfs:comment"),
    )


def _sections() -> dict[str, str]:
    """Return the rule of each precondition as its file writes it, under ``# ---- P01 …``, by notation."""
    files = sorted((assets.ontology() / "preconditions" / "shapes").glob("*.ttl"))
    parts = (part for f in files for part in re.split(r"(?m)^# ---- ", f.read_text(encoding="utf-8"))[1:])
    return {part.split()[0]: part.partition("\n")[2].strip() for part in parts}


def _profile(facts: Facts, node: NamedNode) -> Profile:
    members = _iris(facts.all(node, "eco:hasPrecondition"))
    return Profile(
        node.value,
        facts.texts(node, "rdfs:label"),
        facts.texts(node, "rdfs:comment"),
        _iris(facts.all(node, "dct:source")),
        members,
    )


def _work(facts: Facts, node: NamedNode) -> Work:
    return Work(
        node.value,
        facts.texts(node, "rdfs:label"),
        facts.text(node, "dct:bibliographicCitation"),
        facts.texts(node, "rdfs:comment"),
    )


def _labels(facts: Facts) -> dict[str, Texts]:
    """Return the name of everything that has one."""
    found: dict[str, Texts] = {}
    for t in facts.triples:
        for name in ("dct:title", "skos:prefLabel", "rdfs:label"):
            if isinstance(t.subject, NamedNode) and (texts := facts.texts(t.subject, name)):
                found[t.subject.value] = texts
    return found


def _alignment(file: Path) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """Return the first line of an alignment file and its statements."""
    title = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    lines = [(t.subject, t.predicate.value, t.object) for t in read(file).triples]
    return title, tuple(
        (s.value, p, o.value) for s, p, o in lines if isinstance(s, NamedNode) and isinstance(o, NamedNode)
    )
