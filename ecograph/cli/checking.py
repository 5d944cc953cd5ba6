"""``ecograph check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import console, deliver, progress
from ecograph.errors import CallerError
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.build import Region
    from ecograph.canvas import Canvas


def check(
    description: Path,
    *,
    form: str,
    brief: bool,
    out: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    annotate: Path | None,
    quiet: bool,
    lang: Lang,
) -> int:
    """Check one description and print its report; return 1 if its structure has problems, else 0."""
    from ecograph import build

    with progress("ecograph check", quiet=quiet or form != "text") as move:
        move(description.name, 1, 1)
        region, canvas = build.check(description, extra=extra, engine="reference" if engine == "reference" else "auto")
    if annotate is not None:
        _annotate(description, region, canvas, annotate, lang)
    if form == "text":
        _print(canvas, region, out, lang, brief=brief)
    elif form == "xlsx":
        _sheet(canvas, region, out, lang)
    else:
        deliver(_document(form, canvas, region, lang), out)
    return 0 if region.conforms else 1


def given(description: Path | None) -> Path:
    """Return the description, or say that there is none to check."""
    if description is None:
        raise CallerError(
            Text(nl="Er is niets om na te gaan.", en="There is nothing to check."),
            remedy=Text(
                nl="Noem een bestand of map die één ecosysteem beschrijft, of geef --ontology.",
                en="Name a file or folder that describes one ecosystem, or give --ontology.",
            ),
        )
    return description


def _document(form: str, canvas: Canvas, region: Region, lang: Lang) -> str | bytes:
    """Return the report in one of the forms for other programs, or as a page to print."""
    from ecograph import describe
    from ecograph.engine.graph import write
    from ecograph.publish.report import as_json

    if form == "json":
        return json.dumps(as_json(canvas, region.problems, region.engines), ensure_ascii=False, indent=2)
    if form == "ttl":
        return write(region.report)
    if form == "html":
        return describe.html_report(canvas, region.problems, lang)
    if form == "sarif":
        return describe.sarif(region.problems, lang)
    return describe.junit(region.problems, region.description.iri.value, lang)


def _sheet(canvas: Canvas, region: Region, out: Path | None, lang: Lang) -> None:
    from ecograph import describe

    if out is None:
        raise CallerError(
            Text(nl="Een werkmap past niet op de terminal.", en="A workbook does not fit a terminal."),
            remedy=Text(nl="Geef een bestand met --out.", en="Name a file with --out."),
        )
    describe.write_results(canvas, region.problems, out, lang)


def _annotate(source: Path, region: Region, canvas: Canvas, out: Path, lang: Lang) -> None:
    """Write what was found into a copy of the workbook: at its cells, and on a sheet of results."""
    from ecograph import describe

    if source.suffix.lower() != ".xlsx":
        raise CallerError(
            Text(nl="Alleen een werkmap is van opmerkingen te voorzien.", en="Only a workbook can be annotated."),
            remedy=Text(nl="Maak er een met: ecograph export.", en="Make one with: ecograph export."),
        )
    describe.annotate(source, region.problems, canvas, out, lang, description=region.description)


def _print(canvas: Canvas, region: Region, out: Path | None, lang: Lang, *, brief: bool) -> None:
    from rich.console import Console

    from ecograph.cli.report import problem_lines, report

    paper = console() if out is None else Console(record=True, width=100, quiet=True)
    paper.print(report(canvas, lang, brief=brief))
    for line in problem_lines(region.problems, lang):
        paper.print(line, soft_wrap=True)  # a problem is one line, so that scripts can read it
    if out is not None:
        deliver(paper.export_text(), out)
