"""``ecograph validate`` and ``ecograph infer``: for any data, any shapes and any ontology."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ecograph.cli.output import console, deliver, progress, say
from ecograph.engine import bulk
from ecograph.engine.bulk import Columns
from ecograph.engine.graph import FORMATS, Graph, read, write
from ecograph.engine.reasoning import Inference
from ecograph.engine.watch import watched
from ecograph.errors import CallerError, Place, ShapesProblem
from ecograph.terms import shorten
from ecograph.texts import Lang, Text, pick

if TYPE_CHECKING:
    from ecograph.engine.validation import Report, Result, Shapes
    from ecograph.engine.validation.coverage import Coverage

CONFORMS = Text(nl="De gegevens voldoen. ({engine})", en="The data conform. ({engine})")
FOUND = Text(nl="{n} bevindingen. ({engine})", en="{n} results. ({engine})")
IDLE = Text(nl="Zonder iets om te beoordelen ({n} shapes): {names}", en="With nothing to judge ({n} shapes): {names}")
UNSEEN = Text(
    nl="Geen shape gaat over {n} onderwerpen in de gegevens, zoals {names}",
    en="No shape is about {n} subjects of the data, such as {names}",
)
INFERRED = Text(nl="{n} triples volgen. ({engine})", en="{n} triples follow. ({engine})")
CONTRADICTIONS = Text(nl="{n} tegenspraken:", en="{n} contradictions:")
NOT_THERE = Text(
    nl="Die triple volgt hier niet, of staat er zelf.", en="That triple does not follow here, or is stated itself."
)
NOT_IMPORTED = Text(
    nl="owl:imports van {names} wordt niet opgehaald: er wordt niets van het web gelezen. Geef het bestand mee.",
    en="owl:imports of {names} is not fetched: nothing is read from the web. Name the file as well.",
)
READING = Text(nl="leest", en="reading")
JUDGING = Text(nl="valideert", en="validating")
REASONING = Text(nl="redeneert", en="reasoning")
WRITING = Text(nl="schrijft", en="writing")
#: Files of N-Triples that are larger than this together are read as columns.
_BULKY = 3_000_000
_SHOWN = 5


def graph(files: Sequence[Path]) -> Graph:
    """Return the triples of some files together."""
    return tuple(dict.fromkeys(t for path in files for t in read(path).triples))


def _data(files: Sequence[Path]) -> Graph | Columns:
    """Return the triples of some files: as columns where they are many and simply written."""
    if all(p.suffix.lower() == ".nt" and p.is_file() for p in files) and sum(p.stat().st_size for p in files) > _BULKY:
        columns = bulk.read(files)
        if columns is not None:
            return columns
    return graph(files)


def validate(
    data: Sequence[Path],
    shapes: Sequence[Path],
    *,
    form: str,
    engine: str,
    out: Path | None,
    lang: Lang,
    endpoint: str | None = None,
    graphs: Sequence[str] = (),
    details: bool = False,
    seconds: float = inf,
    quiet: bool = False,
) -> int:
    """Validate data against shapes; return 1 where there are results."""
    from ecograph.engine import validation
    from ecograph.engine.validation.coverage import coverage, lint

    if bool(data) == bool(endpoint):
        raise CallerError(
            Text(nl="Er is niets te valideren, of twee dingen.", en="There is nothing to validate, or two things."),
            remedy=Text(nl="Noem bestanden, of een --endpoint.", en="Name files, or an --endpoint."),
        )
    if not shapes:
        raise CallerError(
            Text(nl="Er zijn geen shapes.", en="There are no shapes."),
            remedy=Text(nl="Noem een bestand met --shapes.", en="Name a file with --shapes."),
        )
    if endpoint and engine == "reference":
        raise CallerError(
            Text(nl="pyshacl vraagt niets aan een SPARQL-engine.", en="pyshacl asks no SPARQL engine anything."),
            remedy=Text(nl="Laat --engine weg.", en="Leave --engine out."),
        )
    with progress("ecograph validate", quiet=quiet) as move:
        move(READING[lang], 1, 3)
        shapes_graph = graph(shapes)
        _say_imports(shapes_graph, lang, quiet=quiet)
        compiled = _compiled(shapes_graph, shapes)
        seen: Coverage | None = None
        if endpoint:
            move(JUDGING[lang], 2, 3)
            report = watched(lambda: _at(endpoint, graphs, compiled), seconds)
        else:
            content = _data(data)
            move(JUDGING[lang], 2, 3)
            chosen: Graph | Shapes = shapes_graph if engine == "reference" else compiled
            by: Literal["auto", "reference"] = "reference" if engine == "reference" else "auto"
            report = watched(lambda: validation.validate(content, chosen, engine=by, details=details), seconds)
            seen = watched(lambda: coverage(content, compiled), seconds)
        move(WRITING[lang], 3, 3)
        names = [endpoint] if endpoint else [p.resolve().as_uri() for p in data]
        if form == "text":
            _print(report, seen, out, lang, quiet=quiet)
        else:
            from ecograph.publish import validation as published

            against = [p.resolve().as_uri() for p in shapes]
            if form == "json":
                document = published.as_json(report, seen, lint(compiled))
                deliver(json.dumps(document, ensure_ascii=False, indent=2), out)
            elif form == "ttl":
                deliver(published.as_turtle(report, data=graphs or names, shapes=against), out)
            else:
                judged = [endpoint] if endpoint else [p.name for p in data]
                page = published.as_html(
                    report, lang, coverage=seen, notes=lint(compiled), data=judged, shapes=[p.name for p in shapes]
                )
                deliver(page, out)
    return 0 if report.conforms else 1


def _compiled(shapes: Graph, files: Sequence[Path]) -> Shapes:
    """Compile shapes; where they are wrong, say in which file and line."""
    from ecograph.describe.locate import TextLocator
    from ecograph.engine.validation import compile_shapes

    try:
        return compile_shapes(shapes)
    except ShapesProblem as problem:
        iri = (problem.place.iri or "").strip("<>") if problem.place else ""
        if not iri or iri.startswith("_:"):
            raise
        from pyoxigraph import NamedNode

        node = NamedNode(iri)
        for path in files:
            document = read(path)
            if any(t.subject == node for t in document.triples):
                found = TextLocator(document, FORMATS[path.suffix.lower()]).place(node)
                problem.place = Place(file=str(path), line=found.line, column=found.column, iri=iri)
        raise


def _say_imports(shapes: Graph, lang: Lang, *, quiet: bool) -> None:
    names = [str(t.object) for t in shapes if t.predicate.value == "http://www.w3.org/2002/07/owl#imports"]
    if names and not quiet:
        say(NOT_IMPORTED.say(lang, names=", ".join(names)))


def _at(endpoint: str, graphs: Sequence[str], shapes: Shapes) -> Report:
    """Validate what a SPARQL engine holds, by asking it."""
    from ecograph.engine.remote import RemoteStore
    from ecograph.engine.validation.in_store import select_at, validate_store
    from ecograph.settings import Settings

    settings = Settings(store=endpoint)
    return validate_store(select_at(RemoteStore.from_settings(settings), graphs), shapes)


def _print(report: Report, seen: Coverage | None, out: Path | None, lang: Lang, *, quiet: bool) -> None:
    """Print the results in groups: one heading per shape, path and component, its count, and the first of them."""
    from rich.console import Console

    paper = console() if out is None else Console(record=True, width=100, quiet=True, emoji=False)
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for r in report.results:
        groups.setdefault((shorten(r.root_shape), r.path, shorten(r.component)), []).append(r)
    for (shape, path, component), results in groups.items():
        paper.print(
            f"{len(results)} × {shape} {path} {component}".replace("  ", " "),
            style="bold",
            markup=False,
            soft_wrap=True,
        )
        for r in results[:_SHOWN]:
            paper.print(f"  {_name(r.focus)}: {pick(r.messages, lang)}", markup=False, soft_wrap=True)
            _print_details(paper, r, lang, "    ")
        if len(results) > _SHOWN:
            paper.print(f"  … +{len(results) - _SHOWN}", markup=False)
    if out is not None:
        deliver(paper.export_text(), out)
    if quiet:
        return
    if seen is not None and seen.idle:
        say(IDLE.say(lang, n=len(seen.idle), names=", ".join(map(shorten, seen.idle[:_SHOWN]))))
    if seen is not None and seen.unseen:
        say(UNSEEN.say(lang, n=len(seen.unseen), names=", ".join(_name(t) for t in seen.unseen[:3])))
    if report.conforms:
        say(CONFORMS.say(lang, engine=report.engine))
    else:
        say(FOUND.say(lang, n=len(report.results), engine=report.engine))


def _print_details(paper: object, result: Result, lang: Lang, indent: str) -> None:
    from rich.console import Console

    assert isinstance(paper, Console)
    for detail in result.details:
        paper.print(f"{indent}← {_name(detail.focus)}: {pick(detail.messages, lang)}", markup=False, soft_wrap=True)
        _print_details(paper, detail, lang, indent + "  ")


def _name(term: object) -> str:
    return shorten(getattr(term, "value", str(term)))


def infer(
    data: Sequence[Path],
    ontology: Sequence[Path],
    *,
    engine: str,
    explain: str | None,
    out: Path | None,
    lang: Lang,
    quiet: bool = False,
) -> int:
    """Write what follows as N-Triples, or explain one triple; return 1 where there are contradictions."""
    from pyoxigraph import RdfFormat

    from ecograph.engine import reasoning
    from ecograph.engine.knowledge import load

    with progress("ecograph infer", quiet=quiet) as move:
        move(READING[lang], 1, 3)
        background = graph(ontology) if ontology else load().shared
        content = graph(data)
        move(REASONING[lang], 2, 3)
        found = reasoning.infer(content, background, engine="reference" if engine == "reference" else "auto")
        move(WRITING[lang], 3, 3)
    if explain is not None:
        _explain(found, explain, lang)
    else:
        deliver(write(found.triples, RdfFormat.N_TRIPLES), out)
        if not quiet:
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
