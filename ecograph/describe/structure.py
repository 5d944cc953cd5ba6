"""From a validation report to problems that an author can find: file, line, column, and what to do there.

The law of this file: SHACL decides what is wrong, the text says where. Only what SHACL cannot explain well is looked
up here: a misspelt term of our own vocabulary, and a reference to something that is described nowhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ecograph.describe.description import Description
from ecograph.describe.locate import Locator
from ecograph.describe.mapping import SHEETS
from ecograph.describe.problems import Problem
from ecograph.engine.knowledge import load
from ecograph.errors import Place
from ecograph.terms import PREFIXES, RDF, SH, SITE, shorten
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.engine.validation import Report, Result

_ID = PREFIXES["id"]
_SEVERITY = {SH.Warning.value: "warning", SH.Info.value: "warning"}
_COMPONENT = "http://www.w3.org/ns/shacl#"

#: What is said where a shape has no message of its own, by constraint component.
_FALLBACK: dict[str, Text] = {
    "MinCountConstraintComponent": Text(nl="Hier ontbreekt {path}. Vul het in.", en="{path} is missing. State it."),
    "MaxCountConstraintComponent": Text(
        nl="{path} staat hier te vaak. Laat er één staan.", en="{path} is stated too often. Keep one."
    ),
    "ClassConstraintComponent": Text(
        nl="{value} is niet van de soort die {path} verwacht. Kies een andere.",
        en="{value} is not of the class that {path} expects. Choose another.",
    ),
    "DatatypeConstraintComponent": Text(
        nl="{value} heeft niet het gegevenstype dat {path} verwacht.",
        en="{value} does not have the datatype that {path} expects.",
    ),
}
#: What reading finds by itself, and says at the cell; the shape would only repeat it.
_SAME: dict[str, tuple[str, ...]] = {
    "time-in-order": ("date-order",),
    "period-in-order": ("date-order",),
    "sourced": ("missing-source",),
    "labelled": ("missing-name",),
    "typed": ("missing-kind",),
}

#: Where to look for what a constraint without a path found.
_PATHS: dict[str, str] = {"time-in-order": "eco:endedOn", "period-in-order": "eco:until"}
_OTHERWISE = Text(nl="{path} voldoet hier niet: {value}.", en="{path} does not conform here: {value}.")


def problems(report: Report, locator: Locator) -> tuple[Problem, ...]:
    """Turn the results of the structure shapes into problems with their place."""
    return tuple(_problem(result, locator) for result in report.results)


def structure_problems(description: Description, report: Report) -> tuple[Problem, ...]:
    """Return everything that is wrong with the structure of a description, in the order of the text.

    What was found while reading comes first at each place; a SHACL result at the same place would only repeat it.
    """
    known = (*description.problems, *unknown_terms(description), *dangling_references(description))
    taken = {where(p.place) for p in known}
    said = {(p.code, p.subject) for p in known}
    nameless = _without_class(description)
    rest = []
    for result, problem in zip(report.results, problems(report, description.locator), strict=True):
        if where(problem.place) in taken or any((c, problem.subject) in said for c in _SAME.get(problem.code, ())):
            continue
        # Of a thing whose class is misspelt nothing of its class can be asked.
        if problem.code.startswith("values-") and {problem.subject, getattr(result.value, "value", "")} & nameless:
            continue
        rest.append(problem)
    once = {(p.code, p.place, p.subject, p.message["en"]): p for p in (*known, *rest)}
    return tuple(sorted(once.values(), key=_order))


def _without_class(description: Description) -> set[str]:
    """Return the resources that are described and are of no class that the ontology defines."""
    classes = {t.subject: False for t in description.graph if isinstance(t.subject, NamedNode)}
    for t in description.graph:
        if t.predicate == RDF.type and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            classes[t.subject] |= t.object.value in defined_terms() or not _is_ours(t.object.value)
    return {node.value for node, known in classes.items() if not known}


def unknown_terms(description: Description) -> tuple[Problem, ...]:
    """Find terms of our namespaces that the ontology does not define, each with the nearest one that it does."""
    known = defined_terms()
    if not known:
        return ()
    found: dict[Place, Problem] = {}
    for subject, predicate, value in description.graph:
        for term, path, spot in (
            (predicate, f"<{predicate.value}>", predicate),  # a value that is not there: the place of the predicate
            (value, f"<{predicate.value}>", value),
        ):
            if not isinstance(term, NamedNode) or not _is_ours(term.value) or term.value in known:
                continue
            # The ontology may define nothing under a scheme that the reader extends; that is no misspelling.
            place = description.locator.place(subject, path, spot)
            found.setdefault(place, _unknown(term.value, place, getattr(subject, "value", "")))
    return tuple(found.values())


def dangling_references(description: Description) -> tuple[Problem, ...]:
    """Find references to resources under our data IRIs about which the description says nothing."""
    described = {t.subject.value for t in description.graph if isinstance(t.subject, NamedNode)}
    found: dict[Place, Problem] = {}
    for subject, predicate, value in description.graph:
        if not isinstance(value, NamedNode) or not value.value.startswith(_ID) or value.value in described:
            continue
        place = description.locator.place(subject, f"<{predicate.value}>", value)
        near = nearest(value.value, described)
        hint_nl = f" Bedoelt u {_short(near)}?" if near else ""
        hint_en = f" Did you mean {_short(near)}?" if near else ""
        found.setdefault(
            place,
            Problem(
                "dangling-reference",
                place,
                Text(
                    nl=f"{_short(value.value)} wordt hier genoemd, maar nergens beschreven.{hint_nl} "
                    "Beschrijf het (soort, naam, bron) of verwijs naar iets anders.",
                    en=f"{_short(value.value)} is referred to here and described nowhere.{hint_en} "
                    "Describe it (class, label, source) or refer to something else.",
                ),
                subject=getattr(subject, "value", ""),
            ),
        )
    return tuple(found.values())


@cache
def defined_terms() -> frozenset[str]:
    """Return the IRI of every class, property, concept, scheme, shape and precondition of the ontology."""
    knowledge = load()  # read already: every description is judged with it
    graphs = (knowledge.ontology, knowledge.vocabulary, knowledge.structure, knowledge.preconditions)
    return frozenset(
        t.subject.value
        for graph in graphs
        for t in graph
        if t.predicate == RDF.type and isinstance(t.subject, NamedNode)
    )


def nearest(iri: str, known: Collection[str]) -> str | None:
    """Return the known IRI that is nearest to a misspelt one: the same namespace first, letter case ignored.

    >>> nearest("x:ns#Acter", ["x:ns#Actor", "x:ns#Factor", "x:vocab#Acter"])
    'x:ns#Actor'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    space, name = iri[:cut], iri[cut:].lower()
    local = {k[cut:].lower(): k for k in sorted(known) if k.startswith(space) and not set(k[cut:]) & set("/#")}
    near = difflib.get_close_matches(name, local, n=1, cutoff=0.6)
    return local[near[0]] if near else None


def _unknown(iri: str, place: Place, subject: str) -> Problem:
    near = nearest(iri, defined_terms())
    todo_nl = f"Bedoelt u {shorten(near)}?" if near else "Kies een term uit de ontologie of een eigen naamruimte."
    todo_en = f"Did you mean {shorten(near)}?" if near else "Choose a term of the ontology, or a namespace of your own."
    return Problem(
        "unknown-term",
        place,
        Text(
            nl=f"De ontologie kent geen {shorten(iri)}. {todo_nl}",
            en=f"The ontology defines no {shorten(iri)}. {todo_en}",
        ),
        subject=subject,
    )


def _is_ours(iri: str) -> bool:
    return iri.startswith((PREFIXES["eco"], SITE + "vocab/", SITE + "precondition/")) and iri != PREFIXES["eco"]


def _problem(result: Result, locator: Locator) -> Problem:
    component = result.component.removeprefix(_COMPONENT)
    code = _code(result)
    path = result.path or _PATHS.get(code, "")
    facts = {"path": path or "sh:sparql", "value": _value(result)}
    fallback = _FALLBACK.get(component, _OTHERWISE)
    any_language = result.messages.get("", "")
    return Problem(
        code=code,
        place=locator.place(result.focus, path, result.value if result.value != result.focus else None),
        message=Text(
            nl=result.messages.get("nl") or any_language or result.messages.get("en") or fallback.say("nl", **facts),
            en=result.messages.get("en") or any_language or result.messages.get("nl") or fallback.say("en", **facts),
        ),
        severity=_SEVERITY.get(result.severity, "error"),
        subject=result.focus.value if isinstance(result.focus, NamedNode) else "",
    )


def _code(result: Result) -> str:
    """Return the code of a result: the local name of its shape, or of the shape around it, in kebab case."""
    iri = result.source_shape.value if isinstance(result.source_shape, NamedNode) else result.root_shape
    name = re.split(r"[/#]", iri)[-1].removesuffix("Shape")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower() or "structure"


def _value(result: Result) -> str:
    if isinstance(result.value, NamedNode):
        return _short(result.value.value)
    return str(getattr(result.value, "value", "")) or "–"


def _short(iri: str) -> str:
    """Return a name that a reader recognises: the prefixed one, or the part behind our data IRIs."""
    return "id:" + iri.removeprefix(_ID) if iri.startswith(_ID) else shorten(iri)


def where(place: Place) -> tuple[object, ...]:
    """Return what tells one place from another: the cell or the line and column, else the resource."""
    if place.line:
        return (place.file, place.line, place.column)
    return (place.sheet, place.cell) if place.cell else (place.sheet, place.iri)


def _order(problem: Problem) -> tuple[object, ...]:
    """Order problems as an author meets them: by file and line, by tab and row."""
    place = problem.place
    cell = re.fullmatch(r"([A-Z]+)(\d+)", place.cell or "")
    at = (int(cell[2]), len(cell[1]), cell[1]) if cell else (0, 0, place.cell or "")
    tab = TABS.get(place.sheet or "", len(TABS))
    return (place.file or "", tab, place.sheet or "", place.line or 0, place.column or 0, at, problem.code)


#: Where a tab stands in a workbook, by its title in either language.
TABS: dict[str, int] = {title: number for number, sheet in enumerate(SHEETS) for title in sheet.title.values()}


def errors(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that make a description not conform."""
    return tuple(p for p in found if p.severity == "error")
