"""The report of a check as JSON: one documented, versioned form for files, scripts and the service.

The law of this file: a key that is published stays; the schema beside this file (``report.schema.json``) says what
each means, and a test holds every answer against it.
"""

from __future__ import annotations

from typing import Any

from ecograph.canvas import Answer, Canvas, Evidence, Judgement, Literature, Source, Stated
from ecograph.describe import Problem

VERSION = "1.0"
SCHEMA = "https://w3id.org/ecograph/schema/report-1.json"

Json = dict[str, Any]


def as_json(canvas: Canvas, problems: tuple[Problem, ...] = (), engines: tuple[str, ...] = ()) -> Json:
    """Return the report as plain data, ready for ``json.dumps``.

    Args:
        canvas: Levels, perspectives and explanations.
        problems: Records with code, place, message, severity and subject (``describe.Problem``).
        engines: What reasoned and validated, with versions.
    """
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "conforms": not any(p.severity == "error" for p in problems),
        "ecosystem": {"iri": canvas.ecosystem, "label": dict(canvas.ecosystem_label)},
        "description": {
            "iri": canvas.description,
            "title": dict(canvas.title),
            "as_of": canvas.as_of,
            "documents": [_work(d) for d in canvas.documents],
        },
        "counts": dict(canvas.counts),
        "perspectives": list(canvas.perspectives),
        "preconditions": [_judgement(j, dict(g.label)) for g in canvas.groups for j in g.judgements],
        "unspecified": [_stated(s) for s in canvas.unspecified],
        "problems": [_problem(p) for p in problems],
        "engines": list(engines),
    }


def _judgement(j: Judgement, group: Json) -> Json:
    return {
        "notation": j.notation,
        "iri": j.iri,
        "label": dict(j.label),
        "group": group,
        "definition": dict(j.definition),
        "rule": dict(j.rule),
        "computed_level": j.level,
        "explanation": [dict(b) for b in j.because],
        "closed_by": {"iri": j.closed_by_iri, "label": dict(j.closed_by)} if j.closed_by_iri else None,
        "evidence": [_evidence(e) for e in j.evidence],
        "stated": [_stated(s) for s in j.stated],
        "addressed_by": [_answer(a) for a in j.addressed_by],
        "sources": [_work(w) for w in j.literature],
        "disagreement": j.disagreement,
    }


def _stated(s: Stated) -> Json:
    return {
        "iri": s.iri,
        "perspective": s.perspective,
        "level": s.level,
        "need": s.level is None,
        "label": dict(s.label),
        "by": [dict(b) for b in s.by],
        "rationale": dict(s.rationale),
        "interested": s.interested,
        "valid_at": s.valid_at or None,
        "passages": [_source(p) for p in s.sources],
    }


def _evidence(e: Evidence) -> Json:
    return {"iri": e.iri, "label": dict(e.label), "passages": [_source(p) for p in e.sources]}


def _answer(a: Answer) -> Json:
    return {
        "iri": a.iri,
        "label": dict(a.label),
        "status": dict(a.status),
        "passages": [_source(p) for p in a.sources],
    }


def _source(s: Source) -> Json:
    return {
        "iri": s.iri,
        "notation": s.notation,
        "text": dict(s.label),
        "quote": dict(s.quote),
        "document": s.document,
        "document_title": dict(s.document_title),
    }


def _work(w: Literature) -> Json:
    return {"iri": w.iri, "title": dict(w.title)}


def _problem(p: Problem) -> Json:
    place = p.place
    where = {name: getattr(place, name) for name in ("file", "line", "column", "sheet", "cell", "iri")}
    return {
        "code": p.code,
        "severity": p.severity,
        "subject": p.subject or None,
        "place": {name: value for name, value in where.items() if value is not None},
        "message": dict(p.message),
    }
