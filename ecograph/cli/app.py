"""The commands.

The law of this file: it names commands, parameters and their help; what a command does stands in the module that it
imports when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from ecograph.cli import groups
from ecograph.cli.options import (
    CheckFormat,
    CompareFormat,
    DataDirOption,
    Engine,
    EngineOption,
    ExecutorOption,
    ExtraOption,
    GeneralFormat,
    JobsOption,
    LangOption,
    ListFormat,
    OutOption,
    QuietOption,
)
from ecograph.texts import Lang, language

app = typer.Typer(
    name="ecograph",
    help="What does a regional innovation ecosystem lack, why, and who says so?",
    epilog="Without a command: serve the Emmen case and open the browser. Exit codes: 0 fine, 1 findings, 2 bad input.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def start(
    ctx: typer.Context,
    lang: LangOption = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """What does a regional innovation ecosystem lack, why, and who says so?"""
    if version:
        from ecograph import __version__

        typer.echo(f"ecograph {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from ecograph.cli import serving

        serving.serve(lang=language(lang))


@app.command(epilog="Example: ecograph serve --port 8080 --no-open")
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. Default: 127.0.0.1, this machine only.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port. The next free one is taken when it is busy.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    data_dir: DataDirOption = None,
    empty: Annotated[bool, typer.Option("--empty", help="Start with an empty store, for tests.")] = False,
    writable: Annotated[bool, typer.Option("--writable", help="Switch SPARQL Update and graph writes on.")] = False,
    no_token: Annotated[
        bool, typer.Option("--no-token", help="Let anybody on this machine write. Loopback only.")
    ] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Serve the web application and the SPARQL endpoint."""
    from ecograph.cli import serving

    serving.serve(
        host=host,
        port=port,
        browser=not no_open,
        data_dir=data_dir,
        empty=empty,
        writable=writable,
        no_token=no_token,
        quiet=quiet,
        lang=language(lang),
    )


@app.command(epilog="Example: ecograph check region.ttl --lang nl")
def check(
    descriptions: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, or folders; a folder of many is looked through. With --ontology, an ontology."),
    ] = None,
    ontology: Annotated[
        bool,
        typer.Option("--ontology", help="Check an ontology instead: ours, or the extension in a file or folder."),
    ] = False,
    format: Annotated[
        CheckFormat,
        typer.Option(
            help="text and html for people, xlsx for Excel, json and ttl for programs, sarif and junit for pipelines."
        ),
    ] = CheckFormat.text,
    brief: Annotated[bool, typer.Option("--brief", help="One line per precondition.")] = False,
    out: OutOption = None,
    annotate: Annotated[
        Path | None, typer.Option(help="Write a copy of the workbook with every problem at its cell.")
    ] = None,
    preconditions: ExtraOption = None,
    engine: EngineOption = Engine.auto,
    jobs: JobsOption = None,
    executor: ExecutorOption = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="With many: do those again that an earlier run has finished.")
    ] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Say what an ecosystem lacks and why, and what is wrong in its description.

    Exit code 1 when a description has problems of structure; missing preconditions are an answer, not a fault.
    Many are done in parallel; a failing one is reported and the others go on, and an interrupted run resumes.
    """
    from ecograph.cli import checking
    from ecograph.cli import ontology as ontologies

    if ontology:
        raise typer.Exit(
            ontologies.check(descriptions[0] if descriptions else None, form=format.value, out=out, lang=language(lang))
        )
    code = checking.check(
        checking.given(descriptions),
        form=format.value,
        brief=brief,
        out=out,
        extra=tuple(preconditions or ()),
        engine=engine.value,
        annotate=annotate,
        jobs=jobs,
        executor=executor,
        afresh=afresh,
        quiet=quiet,
        lang=language(lang),
    )
    raise typer.Exit(code)


@app.command(epilog="Example: ecograph compare emmen-chemistry@2016 emmen-chemistry@2023")
def compare(
    first: Annotated[str, typer.Argument(help="A file or folder, or an ecosystem in the box: emmen-chemistry@2016.")],
    second: Annotated[str, typer.Argument(help="The other one.")],
    format: Annotated[
        CompareFormat, typer.Option(help="text and html for people, json for scripts.")
    ] = CompareFormat.text,
    out: OutOption = None,
    lang: LangOption = None,
) -> None:
    """Compare two descriptions: preconditions that moved, who came and went, statements that contradict."""
    from ecograph.cli import comparing

    comparing.compare(first, second, form=format.value, out=out, lang=language(lang))


@app.command(epilog="Example: ecograph build my-region.ttl other-region.ttl")
def build(
    descriptions: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders, also folders of many. Default: the ecosystems in the box."),
    ] = None,
    data_dir: DataDirOption = None,
    preconditions: ExtraOption = None,
    engine: EngineOption = Engine.auto,
    replace_live: Annotated[
        bool, typer.Option("--replace-live", help="Also where users wrote updates: they stay in the older generation.")
    ] = False,
    skip_failing: Annotated[
        bool, typer.Option("--skip-failing", help="Leave out descriptions that are not well formed.")
    ] = False,
    jobs: JobsOption = None,
    executor: ExecutorOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Reason, validate, assess, and make a new generation of the store."""
    from ecograph.cli import building

    code = building.build(
        descriptions,
        data_dir=data_dir,
        extra=tuple(preconditions or ()),
        engine=engine.value,
        replace_live=replace_live,
        skip_failing=skip_failing,
        jobs=jobs,
        executor=executor,
        quiet=quiet,
        lang=language(lang),
    )
    raise typer.Exit(code)


@app.command(epilog="Example: echo 'SELECT * WHERE { ?s a eco:Initiative }' | ecograph query --format csv")
def query(
    source: Annotated[
        str, typer.Argument(help="A .rq file, the name of a ready query, or - for standard input.")
    ] = "-",
    format: Annotated[
        str | None, typer.Option(help="table, json, xml, csv, tsv, ttl, nt, jsonld, rdf. Default: table or ttl.")
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(help="A source that SERVICE in the query may ask, such as wikidata. May be repeated."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Do not run it: say how it is rewritten before it runs, and why.")
    ] = False,
    out: OutOption = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Run SPARQL on the store. Our own prefixes need no declaration."""
    from ecograph.cli import asking

    if explain:
        asking.explain(source, out=out, lang=language(lang))
        return
    asking.query(source, form=format, services=service or [], out=out, data_dir=data_dir, lang=language(lang))


@app.command(
    epilog="Example: ecograph ask gaps --ecosystem emmen-chemistry",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def ask(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument(help="Name of a ready question. Without: list them.")] = None,
    format: Annotated[str | None, typer.Option(help="table, json, xml, csv or tsv. Default: table.")] = None,
    out: OutOption = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Ask a ready question; its parameters are options, such as --ecosystem emmen-chemistry."""
    from ecograph.cli import asking

    asking.ask(question, ctx.args, form=format, out=out, data_dir=data_dir, lang=language(lang))


@app.command(
    epilog="Example: ecograph federate kohesio-projects --code NL13",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def federate(
    ctx: typer.Context,
    example: Annotated[str | None, typer.Argument(help="Name of an example. Without: list them.")] = None,
    format: Annotated[str | None, typer.Option(help="table, json, xml, csv or tsv. Default: table.")] = None,
    out: OutOption = None,
    lang: LangOption = None,
) -> None:
    """Ask another source: TOOI, Wikidata, CORDIS or Kohesio. Only these are asked, over checked connections."""
    from ecograph.cli import federating

    federating.federate(example, ctx.args, form=format, out=out, lang=language(lang))


@app.command(epilog="Example: ecograph mcp http://127.0.0.1:8000")
def mcp(
    place: Annotated[
        str | None, typer.Argument(help="A service, a SPARQL endpoint or a description. Default: the store.")
    ] = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Give read-only tools to a client with a language model, over standard input and output (MCP)."""
    from ecograph.cli import mcp as serving

    serving.mcp(place, data_dir=data_dir, lang=language(lang))


@app.command(epilog="Example: ecograph template my-region.xlsx --ecosystem my-region")
def template(
    out: Annotated[Path, typer.Argument(help="A workbook (.xlsx), or a folder for CSV files.")],
    ecosystem: Annotated[str | None, typer.Option(help="Short name of the ecosystem, such as emmen-chemistry.")] = None,
    lang: LangOption = None,
) -> None:
    """Write an empty workbook to describe a region in, with help, examples and drop-down lists."""
    from ecograph.cli import sheets

    sheets.template(out, ecosystem=ecosystem, lang=language(lang))


@app.command(epilog="Example: ecograph export region.ttl region.xlsx")
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


@app.command(
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


@app.command(
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


app.add_typer(groups.reference, name="reference")
app.add_typer(groups.review, name="review")
app.add_typer(groups.generations, name="generations")


@app.command(epilog="Example: ecograph validate data.ttl --shapes shapes.ttl --format html -o report.html")
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


@app.command(epilog="Example: ecograph infer region.ttl -o inferred.nt")
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


def command(lang: Lang) -> TyperGroup:
    """Return the commands with their help in one language."""
    found = typer.main.get_command(app)
    assert isinstance(found, TyperGroup)  # several commands
    if lang == "nl":
        from ecograph.cli.dutch import translate

        translate(found)
    return found
