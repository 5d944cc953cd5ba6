"""The commands from files to files: templates, exports, lists of projects and of names, any RDF and any shapes.

The law of this file: as in ``app``, it names commands, parameters and their help, and imports what runs when it runs.
Annotations are not put off here (no ``from __future__``): the library would evaluate them twice, at each start.
"""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.options import (
    DataDirOption,
    Engine,
    EngineOption,
    GeneralFormat,
    LangOption,
    ListFormat,
    OutOption,
    QuietOption,
)
from ecograph.texts import language

commands = typer.Typer()


@commands.command(epilog="Example: ecograph template my-region.xlsx --ecosystem my-region")
def template(
    out: Annotated[Path, typer.Argument(help="A workbook (.xlsx), or a folder for CSV files.")],
    ecosystem: Annotated[str | None, typer.Option(help="Short name of the ecosystem, such as emmen-chemistry.")] = None,
    lang: LangOption = None,
) -> None:
    """Write an empty workbook to describe a region in, with help, examples and drop-down lists."""
    from ecograph.cli import sheets

    sheets.template(out, ecosystem=ecosystem, lang=language(lang))


@commands.command(epilog="Example: ecograph export region.ttl region.xlsx")
def export(
    what: Annotated[
        str,
        typer.Argument(
            help="A description: a file or folder; or one of: ontology, questions, levels, catalogue, void, store."
        ),
    ],
    out: Annotated[
        Path,
        typer.Argument(
            help="Where to: .xlsx, .ttl, .nt, .jsonld, .rdf, .nq, .trig, .graphml, or a folder for CSV files."
        ),
    ],
    endpoint: Annotated[
        str, typer.Option(help="The SPARQL endpoint that questions, catalogue and void name.")
    ] = "http://127.0.0.1:8000/sparql",
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Write a description in another form: workbook, CSV files, RDF or GraphML. Or what is in the box, for others.

    ontology: the documentation of the ontology, a folder of pages in Dutch and English.

    questions: the ready questions as SPARQL examples in RDF, in the layout of /.well-known/sparql-examples.

    levels: the computed levels of the ecosystems in the box, with their explanations, as Markdown.

    catalogue: DCAT-AP-NL of the store. void: its statistics and linksets. store: all its graphs (.nq, .trig).
    """
    from ecograph.cli import exporting

    exporting.export(what, out, endpoint=endpoint, data_dir=data_dir, lang=language(lang))


@commands.command(
    epilog="Example: ecograph import-projects list.csv --ecosystem my-region --select Emmen -o my-region/2016-efro"
)
def import_projects(
    file: Annotated[Path, typer.Argument(help="The list, as CSV: of the Dutch ERDF/ESF list, CORDIS, or Kohesio.")],
    ecosystem: Annotated[str, typer.Option(help="Short name of the ecosystem, such as emmen-chemistry.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Where to: a folder, or a file (.xlsx, .ttl, .nt, .jsonld).")
    ],
    format: Annotated[ListFormat, typer.Option(help="Which list it is. auto: tell by its headings.")] = ListFormat.auto,
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only these rows: an identifier, or a word of a title or name. May be repeated."),
    ] = None,
    participations: Annotated[
        Path | None, typer.Option(help="With CORDIS: the second file, with the organisations that take part.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="The date of the list, where it does not say so itself.")] = None,
    name: Annotated[str | None, typer.Option(help="Short name of the description. Default: such as 2016-efro.")] = None,
    label: Annotated[str | None, typer.Option(help="Name of the ecosystem in words.")] = None,
    source: Annotated[str | None, typer.Option(help="Web address of the list. Default: that of its publisher.")] = None,
    facts_only: Annotated[
        bool,
        typer.Option("--facts-only", help="Take title, beneficiary, money of the EU and dates, and nothing else."),
    ] = False,
    part_of_ecosystem: Annotated[
        bool,
        typer.Option("--part-of-ecosystem", help="State that these projects belong to the ecosystem; you know it."),
    ] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Make a description of a list of funded projects. Amounts stay exact; each repaired or doubtful cell is listed."""
    from ecograph.cli import projects

    projects.import_projects(
        file,
        form=format.value,
        ecosystem=ecosystem,
        name=name,
        as_of=as_of,
        label=label,
        source=source,
        participations=participations,
        select=select or [],
        facts_only=facts_only,
        part_of_ecosystem=part_of_ecosystem,
        out=out,
        quiet=quiet,
        lang=language(lang),
    )


@commands.command(
    epilog="Example: ecograph link names.csv --column organisation --date 2016-03-14 --unmatched left.csv "
    "--review review.csv -o links.sssom.tsv"
)
def link(
    names: Annotated[Path, typer.Argument(help="A CSV or TSV file with a column of names.")],
    column: Annotated[str, typer.Option(help="The column with the names.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the links go, as SSSOM (TSV).")],
    date: Annotated[str | None, typer.Option(help="The day of which the names speak, such as 2016-03-14.")] = None,
    type: Annotated[  # the option is called --type
        str, typer.Option("--type", help="What the names are: organisation, municipality, province, institution, …")
    ] = "organisation",
    unmatched: Annotated[
        Path | None, typer.Option(help="Where the names without a link go, each with the reason.")
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(help="A review file: accept or reject links in it; they are kept, and builds keep to them."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="Who decided, where the review file does not say. Default: ECOGRAPH_REVIEWER.")
    ] = "",
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Link names of organisations and places to open government data, through time."""
    from ecograph.cli import linking

    linking.link(
        names,
        column,
        out=out,
        date=date,
        kind=type,
        unmatched=unmatched,
        review=review,
        by=by,
        data_dir=data_dir,
        lang=language(lang),
    )


@commands.command(epilog="Example: ecograph validate data.ttl --shapes shapes.ttl --format html -o report.html")
def validate(
    data: Annotated[list[Path] | None, typer.Argument(help="Files of RDF, taken together.")] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option("--shapes", help="Files with SHACL shapes. May be repeated.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Instead of files: the address of a SPARQL engine, which is asked.")
    ] = None,
    graph: Annotated[
        list[str] | None, typer.Option("--graph", help="With --endpoint: a graph to look at. May be repeated.")
    ] = None,
    format: Annotated[
        GeneralFormat, typer.Option(help="text and html for people, json for scripts, ttl as SHACL has it.")
    ] = GeneralFormat.text,
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Say what failed inside sh:node, sh:and, sh:or and sh:xone, and what conformed in sh:not."
        ),
    ] = False,
    deadline: Annotated[
        float, typer.Option(min=0, help="Seconds that one shape may take, its SPARQL included. 0: as long as it likes.")
    ] = 600,
    engine: EngineOption = Engine.auto,
    out: OutOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Validate any RDF against any SHACL shapes. Exit code 1 where there are results."""
    from ecograph.cli import general

    code = general.validate(
        data or [],
        shapes or [],
        form=format.value,
        engine=engine.value,
        out=out,
        lang=language(lang),
        endpoint=endpoint,
        graphs=graph or [],
        details=details,
        seconds=deadline or float("inf"),
        quiet=quiet,
    )
    raise typer.Exit(code)


@commands.command(epilog="Example: ecograph infer region.ttl -o inferred.nt")
def infer(
    data: Annotated[list[Path], typer.Argument(help="Files of RDF, taken together.")],
    ontology: Annotated[
        list[Path] | None, typer.Option("--ontology", help="Files with an ontology. Default: that of EcoGraph.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="A triple to explain instead: the rule and the premises that made it.")
    ] = None,
    engine: EngineOption = Engine.auto,
    out: OutOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Say what follows from RDF by OWL 2 RL: only the new triples. Exit code 1 where there are contradictions."""
    from ecograph.cli import general

    code = general.infer(
        data, ontology or [], engine=engine.value, explain=explain, out=out, lang=language(lang), quiet=quiet
    )
    raise typer.Exit(code)
