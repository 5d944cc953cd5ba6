"""``ecograph check``."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.boxed import found
from ecograph.cli.output import console, deliver, progress, say
from ecograph.errors import CallerError
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.build import Region
    from ecograph.canvas import Canvas


def check(
    descriptions: list[Path],
    *,
    form: str,
    brief: bool,
    out: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    annotate: Path | None,
    jobs: int | None,
    executor: str | None,
    afresh: bool,
    quiet: bool,
    lang: Lang,
) -> int:
    """Check descriptions and print the report of one, or a table of many; return the exit code."""
    from ecograph import build
    from ecograph.describe.finding import descriptions as within

    paths = within([found(d) for d in descriptions])
    if len(paths) != 1 or executor:
        if annotate is not None or brief:
            option = "--annotate" if annotate is not None else "--brief"
            raise CallerError(
                Text(nl=f"{option} is voor één beschrijving.", en=f"{option} is for one description."),
                remedy=Text(nl="Geef er één, of laat het weg.", en="Name one, or leave it out."),
            )
        from ecograph.cli.checking_many import check_many

        return check_many(
            paths,
            form=form,
            out=out,
            extra=extra,
            engine=engine,
            jobs=jobs,
            executor=executor,
            afresh=afresh,
            quiet=quiet or form != "text",
            lang=lang,
        )
    (description,) = paths
    with progress("ecograph check", quiet=quiet or form != "text") as move:
        move(description.name, 1, 1)
        region, canvas = build.check(description, extra=extra, engine="reference" if engine == "reference" else "auto")
    if annotate is not None:
        _annotate(description, region, canvas, annotate, lang)
    if form == "text":
        _print(canvas, region, out, lang, brief=brief)
        if annotate is None and not quiet:
            _hint(description, region, lang)
    elif form == "xlsx":
        _sheet(canvas, region, out, lang)
    else:
        deliver(_document(form, canvas, region, lang), out)
    return 0 if region.conforms else 1


def given(descriptions: list[Path] | None) -> list[Path]:
    """Return the descriptions, or say that there is none to check."""
    if not descriptions:
        raise CallerError(
            Text(nl="Er is niets om na te gaan.", en="There is nothing to check."),
            remedy=Text(
                nl="Noem een bestand of map die een ecosysteem beschrijft, of geef --ontology.",
                en="Name a file or folder that describes an ecosystem, or give --ontology.",
            ),
        )
    return descriptions


UNFIXED = Text(
    nl="{n} rijen hebben nog geen vast kenmerk. Met --annotate {out} krijgen zij dat; daarna mag u ze hernoemen.",
    en="{n} rows have no fixed identifier yet. With --annotate {out} they get one; from then on you may rename them.",
)


def _hint(source: Path, region: Region, lang: Lang) -> None:
    """Say that renaming a row of a new workbook makes another thing of it, and what to do."""
    from ecograph import describe

    if source.suffix.lower() == ".xlsx" and (rows := sum(1 for _ in describe.unfixed(region.description))):
        say(UNFIXED.say(lang, n=rows, out=f"{source.stem}-2.xlsx"))


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

    paper = console() if out is None else Console(record=True, width=100, file=io.StringIO())
    paper.print(report(canvas, lang, brief=brief))
    for line in problem_lines(region.problems, lang):
        paper.print(line, soft_wrap=True)  # a problem is one line, so that scripts can read it
    if out is not None:
        deliver(paper.export_text(), out)
