"""A validation report for programs (JSON), for linked data (Turtle) and for people (one page of HTML).

The law of this file: one file, no script, no request, nothing that is not in the records; everything is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from ecograph.engine.graph import write
from ecograph.engine.validation import Report, Result
from ecograph.engine.validation.coverage import Coverage, Group, Note, groups
from ecograph.engine.validation.index import SHACL
from ecograph.engine.validation.messages import component_name, show
from ecograph.engine.validation.rdf import triples
from ecograph.terms import shorten
from ecograph.texts import Lang, Text, pick

if TYPE_CHECKING:
    from jinja2 import Environment

#: How many results of a group the page shows; the rest are counted.
_SHOWN = 20
#: How many terms that no shape looked at are shown.
_SAMPLE = 10

WORDS: dict[str, Text] = {
    "title": Text(nl="Validatierapport", en="Validation report"),
    "conforms": Text(nl="De gegevens voldoen.", en="The data conform."),
    "fails": Text(nl="De gegevens voldoen niet.", en="The data do not conform."),
    "results": Text(nl="Bevindingen", en="Results"),
    "groups": Text(nl="Waar het misgaat", en="Where it goes wrong"),
    "shape": Text(nl="Shape", en="Shape"),
    "path": Text(nl="Pad", en="Path"),
    "constraint": Text(nl="Eis", en="Constraint"),
    "severity": Text(nl="Ernst", en="Severity"),
    "count": Text(nl="Aantal", en="Count"),
    "focus": Text(nl="Waarover", en="Focus node"),
    "value": Text(nl="Waarde", en="Value"),
    "message": Text(nl="Melding", en="Message"),
    "because": Text(nl="Want", en="Because"),
    "more": Text(nl="en nog", en="and another"),
    "coverage": Text(nl="Waarover niet geoordeeld is", en="What was not judged"),
    "idle": Text(nl="Shapes die niets vonden om te beoordelen", en="Shapes that found nothing to judge"),
    "unseen": Text(
        nl="Onderwerpen in de gegevens waar geen shape over gaat", en="Subjects of the data that no shape is about"
    ),
    "none": Text(nl="Geen.", en="None."),
    "notes": Text(nl="Over de shapes zelf", en="About the shapes themselves"),
    "sources": Text(nl="Herkomst", en="Provenance"),
    "data": Text(nl="Gegevens", en="Data"),
    "shapes": Text(nl="Shapes", en="Shapes"),
    "engine": Text(nl="Motor", en="Engine"),
    "made": Text(nl="Gemaakt met EcoGraph", en="Made with EcoGraph"),
}
SEVERITIES: dict[str, Text] = {
    "Violation": Text(nl="overtreding", en="violation"),
    "Warning": Text(nl="waarschuwing", en="warning"),
    "Info": Text(nl="opmerking", en="remark"),
}


def severity(result: Result, lang: Lang) -> str:
    """Return the severity of a result in words; one that SHACL does not define by its name."""
    name = result.severity.removeprefix(SHACL)
    return SEVERITIES[name][lang] if name in SEVERITIES else shorten(result.severity)


def as_json(
    report: Report, coverage: Coverage | None = None, notes: Iterable[Note] = (), sample: int = 3
) -> dict[str, Any]:
    """Return a report as JSON: the groups with counts and a sample, every result, and what was not judged.

    Args:
        report: the report.
        coverage: what was looked at, where it is known.
        notes: what is strange about the shapes.
        sample: how many focus nodes to name of each group.
    """
    out: dict[str, Any] = {
        "conforms": report.conforms,
        "engine": report.engine,
        "groups": [
            {
                "shape": g.root_shape,
                "path": g.path,
                "component": g.component,
                "count": g.count,
                "sample": [str(term) for term in g.sample],
            }
            for g in groups(report, sample)
        ],
        "results": [_result(r) for r in report.results],
    }
    if coverage is not None:
        out["coverage"] = {
            "targets": dict(coverage.targets),
            "shapesWithoutTarget": list(coverage.idle),
            "unseenCount": len(coverage.unseen),
            "unseen": [str(term) for term in coverage.unseen[:_SAMPLE]],
        }
    out["notes"] = [{"shape": n.shape, "message": dict(n.message)} for n in notes]
    return out


def _result(r: Result) -> dict[str, Any]:
    return {
        "focus": str(r.focus),
        "path": r.path,
        "value": None if r.value is None else str(r.value),
        "shape": r.root_shape,
        "sourceShape": str(r.source_shape),
        "component": r.component,
        "severity": r.severity,
        "messages": dict(r.messages),
        "details": [_result(d) for d in r.details],
    }


def as_turtle(report: Report, *, data: Iterable[str] = (), shapes: Iterable[str] = ()) -> bytes:
    """Return a report as RDF (SHACL §3), with the graphs that were used, the engine, and when.

    Args:
        report: the report.
        data: the IRIs of the data.
        shapes: the IRIs of the shapes.
    """
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return write(triples(report, data=map(NamedNode, data), shapes=map(NamedNode, shapes), ended=now))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("ecograph.publish", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def as_html(
    report: Report,
    lang: Lang,
    *,
    coverage: Coverage | None = None,
    notes: Iterable[Note] = (),
    data: Iterable[str] = (),
    shapes: Iterable[str] = (),
) -> str:
    """Return a report as one self-contained page, for the screen and for paper.

    Args:
        report: the report.
        lang: the language of the words and, where they have it, of the messages.
        coverage: what was looked at, where it is known.
        notes: what is strange about the shapes.
        data: what was judged, by name.
        shapes: against what, by name.
    """

    def text(texts: Mapping[str, str]) -> str:
        return pick(texts, lang)

    members: dict[tuple[str, str, str], list[Result]] = {}
    for result in report.results:
        members.setdefault((result.root_shape, result.path, result.component), []).append(result)

    def of(group: Group) -> list[Result]:
        return members[group.root_shape, group.path, group.component][:_SHOWN]

    return (
        _environment()
        .get_template("validation.html")
        .render(
            lang=lang,
            w={key: said[lang] for key, said in WORDS.items()},
            t=text,
            report=report,
            groups=groups(report),
            of=of,
            shown=_SHOWN,
            severity=lambda r: severity(r, lang),
            name=lambda term: "" if term is None else show(term),
            short=shorten,
            component=component_name,
            coverage=coverage,
            unseen=[] if coverage is None else coverage.unseen[:_SAMPLE],
            notes=tuple(notes),
            data=tuple(data),
            shapes=tuple(shapes),
        )
    )
