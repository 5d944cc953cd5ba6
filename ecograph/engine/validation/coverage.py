"""What a validation did not look at, and what a shapes graph probably does not mean.

The law of this file: it never changes a verdict; it tells an author what a verdict does not cover.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal

from ecograph.engine.bulk import Columns
from ecograph.engine.graph import Graph
from ecograph.engine.validation.compiled import Shapes
from ecograph.engine.validation.core import Evaluator
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.index import sh
from ecograph.engine.validation.report import Report, Term
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Sparql
from ecograph.engine.watch import note
from ecograph.texts import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at.

    Attributes:
        targets: For each shape with a target, how many focus nodes it found.
        unseen: Subjects of the data that no shape took as a focus node, in a stable order.
    """

    targets: tuple[tuple[str, int], ...]
    unseen: tuple[Term, ...]

    @property
    def idle(self) -> tuple[str, ...]:
        """Return the shapes that found nothing to judge."""
        return tuple(name for name, n in self.targets if n == 0)


def coverage(data: Graph | Columns, shapes: Shapes) -> Coverage:
    """Return which shapes found no focus node, and which subjects no shape took as its focus."""
    numbered = Data(data) if isinstance(data, tuple) else _numbered(data)
    evaluator = Evaluator(numbered, shapes.shapes, Sparqler(data, numbered, shapes.graph))
    seen: set[int] = set()
    counts: list[tuple[str, int]] = []
    for shape in shapes.with_targets:
        note(shape.name)
        foci = evaluator.focus_nodes(shape)
        seen.update(foci)
        counts.append((shape.name, len(foci)))
    subjects = {s for p in numbered.predicates() for s in numbered.all_subjects(p)}
    unseen = (numbered.term(s) for s in subjects - seen)
    return Coverage(tuple(sorted(counts)), tuple(sorted(unseen, key=str)))


def _numbered(columns: Columns) -> Data:
    from ecograph.engine.validation.column_data import ColumnData

    return ColumnData(columns)


@dataclass(frozen=True, slots=True)
class Group:
    """Results that are alike: of one shape, path and component."""

    root_shape: str
    path: str
    component: str
    count: int
    sample: tuple[Term, ...]


def groups(report: Report, sample: int = 3) -> tuple[Group, ...]:
    """Return the results of a report grouped, the largest group first.

    Args:
        report: the report.
        sample: how many focus nodes to show of each group.
    """
    key = Counter((r.root_shape, r.path, r.component) for r in report.results)
    out = []
    for (root, path, component), count in sorted(key.items(), key=lambda item: (-item[1], item[0])):
        same = (r.focus for r in report.results if (r.root_shape, r.path, r.component) == (root, path, component))
        out.append(Group(root, path, component, count, tuple(dict.fromkeys(same))[:sample]))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a shapes graph that its author will want to know."""

    shape: str
    message: Text


#: The vocabulary of SHACL 1.0 (Core and SPARQL) and of the advanced features that are judged here.
_KNOWN = frozenset(
    """NodeShape PropertyShape ValidationReport ValidationResult Violation Warning Info alternativePath and class closed
    condition conforms datatype deactivated declare defaultValue description detail disjoint entailment equals flags
    focusNode group hasValue ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals
    maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace
    node nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern prefix prefixes property
    propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint result
    resultMessage resultPath resultSeverity select severity shapesGraph sourceConstraint sourceConstraintComponent
    sourceShape sparql suggestedShapesGraph target targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang
    validator value xone zeroOrMorePath zeroOrOnePath ask construct update""".split()
)


def lint(shapes: Shapes) -> tuple[Note, ...]:
    """Return what is strange in a shapes graph: unknown terms, shapes nobody uses, shapes that nothing can satisfy,
    messages in one language only, a severity where none is read.
    """  # noqa: D205
    index = shapes.index
    notes: list[Note] = []
    for subject in index.by_subject:
        for name in index.shacl(subject).keys() - _KNOWN:
            text = Text(
                nl=f"sh:{name} is geen term van SHACL; er wordt niets mee gedaan.",
                en=f"sh:{name} is no term of SHACL; nothing is done with it.",
            )
            notes.append(Note(str(subject), text))
    used = {o for properties in index.by_subject.values() for values in properties.values() for o in values}
    for shape in shapes.shapes.values():
        limits = {c.component: c.value for c in shape.constraints if isinstance(c.value, int)}
        if limits.get("MinCount", 0) > limits.get("MaxCount", limits.get("MinCount", 0)):
            text = Text(
                nl="Hieraan kan niets voldoen: minCount is groter dan maxCount.",
                en="Nothing can conform: minCount exceeds maxCount.",
            )
            notes.append(Note(shape.name, text))
        if not shape.targets and shape.node not in used:
            text = Text(
                nl="Deze vorm heeft geen doel en wordt nergens gebruikt.",
                en="This shape has no target and is used nowhere.",
            )
            notes.append(Note(shape.name, text))
        holders: list[Term] = [
            shape.node,
            *(c.value.node for c in shape.constraints if isinstance(c.value, Sparql) and c.value.node),
        ]
        for holder in holders:
            tags = {m.language for m in index.objects(holder, sh("message")) if isinstance(m, Literal)}
            missing = [lang for lang in LANGUAGES if lang not in tags]
            if tags and missing and len(missing) < len(LANGUAGES):
                text = Text(
                    nl=f"De melding ontbreekt in: {', '.join(missing)}.",
                    en=f"The message is missing in: {', '.join(missing)}.",
                )
                notes.append(Note(shape.name, text))
            if holder != shape.node and index.value(holder, sh("severity")) is not None:
                text = Text(
                    nl="Een sh:severity op een SPARQL-eis telt niet; zet haar op de vorm.",
                    en="A sh:severity on a SPARQL constraint does not count; put it on the shape.",
                )
                notes.append(Note(shape.name, text))
    return tuple(sorted(notes, key=lambda n: (n.shape, n.message["en"])))
