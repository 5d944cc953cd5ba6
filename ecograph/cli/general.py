"""``ecograph validate`` and ``ecograph infer``: for any data, any shapes and any ontology."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecograph.cli.output import console, deliver, say
from ecograph.engine.graph import Graph, read, write
from ecograph.engine.reasoning import Inference
from ecograph.engine.validation import Report, Result
from ecograph.errors import CallerError
from ecograph.terms import shorten
from ecograph.texts import Lang, Text, pick

CONFORMS = Text(nl="De gegevens voldoen. ({engine})", en="The data conform. ({engine})")
FOUND = Text(nl="{n} bevindingen. ({engine})", en="{n} results. ({engine})")
INFERRED = Text(nl="{n} triples volgen. ({engine})", en="{n} triples follow. ({engine})")
CONTRADICTIONS = Text(nl="{n} tegenspraken:", en="{n} contradictions:")
NOT_THERE = Text(
    nl="Die triple volgt hier niet, of staat er zelf.", en="That triple does not follow here, or is stated itself."
)


def graph(files: Sequence[Path]) -> Graph:
    """Return the triples of some files together."""
    return tuple(dict.fromkeys(t for path in files for t in read(path).triples))


def validate(
    data: Sequence[Path], shapes: Sequence[Path], *, form: str, engine: str, out: Path | None, lang: Lang
) -> int:
    """Validate data against shapes; return 1 where there are results."""
    from ecograph.engine import validation

    report = validation.validate(graph(data), graph(shapes), engine="reference" if engine == "reference" else "auto")
    if form == "json":
        deliver(json.dumps(_json(report), ensure_ascii=False, indent=2), out)
    else:
        _print(report, lang)
    return 0 if report.conforms else 1


def _print(report: Report, lang: Lang) -> None:
    """Print the results in groups: one heading per shape, path and component, its count, and the first of them."""
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for r in report.results:
        groups.setdefault((shorten(r.root_shape), r.path, shorten(r.component)), []).append(r)
    for (shape, path, component), results in groups.items():
        console().print(f"{len(results)} × {shape} {path} {component}".replace("  ", " "), style="bold", markup=False)
        for r in results[:5]:
            where = shorten(getattr(r.focus, "value", str(r.focus)))
            console().print(f"  {where}: {pick(r.messages, lang)}", markup=False, soft_wrap=True)
        if len(results) > 5:
            console().print(f"  … +{len(results) - 5}", markup=False)
    say(
        CONFORMS.say(lang, engine=report.engine)
        if report.conforms
        else FOUND.say(lang, n=len(report.results), engine=report.engine)
    )


def _json(report: Report) -> dict[str, Any]:
    return {
        "conforms": report.conforms,
        "engine": report.engine,
        "counts": dict(Counter(r.root_shape for r in report.results)),
        "results": [_result(r) for r in report.results],
    }


def _result(r: Result) -> dict[str, Any]:
    return {
        "focus": str(r.focus),
        "path": r.path,
        "value": None if r.value is None else str(r.value),
        "shape": r.root_shape,
        "component": r.component,
        "severity": r.severity,
        "messages": dict(r.messages),
        "details": [_result(d) for d in r.details],
    }


def infer(
    data: Sequence[Path],
    ontology: Sequence[Path],
    *,
    engine: str,
    explain: str | None,
    out: Path | None,
    lang: Lang,
) -> int:
    """Write what follows as N-Triples, or explain one triple; return 1 where there are contradictions."""
    from pyoxigraph import RdfFormat

    from ecograph.engine import reasoning
    from ecograph.engine.knowledge import load

    background = graph(ontology) if ontology else load().shared
    found = reasoning.infer(graph(data), background, engine="reference" if engine == "reference" else "auto")
    if explain is not None:
        _explain(found, explain, lang)
    else:
        deliver(write(found.triples, RdfFormat.N_TRIPLES), out)
        say(INFERRED.say(lang, n=len(found.triples), engine=found.engine))
    if found.contradictions:
        say(CONTRADICTIONS.say(lang, n=len(found.contradictions)))
        for c in found.contradictions:
            say(f"  {c.rule}: {c.message[lang]}")
    return 1 if found.contradictions else 0


def _explain(found: Inference, text: str, lang: Lang) -> None:
    from pyoxigraph import RdfFormat, parse

    from ecograph.engine.queries import expand

    words = text.split(maxsplit=2)
    if len(words) != 3:
        raise CallerError(
            Text(nl="Een triple heeft drie delen.", en="A triple has three parts."),
            remedy=Text(
                nl='Schrijf bijvoorbeeld: --explain "id:a eco:locatedIn id:b".',
                en='Write for example: --explain "id:a eco:locatedIn id:b".',
            ),
        )
    line = " ".join(w if w.startswith('"') else f"<{expand(w)}>" for w in words) + " ."
    triple = next(iter(parse(line, RdfFormat.N_TRIPLES))).triple
    derivation = found.explain(triple)
    if derivation is None:
        say(NOT_THERE[lang])
        return
    console().print(f"{' '.join(shorten(str(w).strip('<>')) for w in words)}  ← {derivation.rule}", markup=False)
    for premise in derivation.premises:
        console().print("  " + " ".join(shorten(str(p).strip("<>")) for p in premise), markup=False, soft_wrap=True)
