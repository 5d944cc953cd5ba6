"""The commands.

The law of this file: it names commands, parameters and their help; what a command does stands in the module that it
imports when it runs.
Annotations are not put off here (no ``from __future__``): the library would evaluate them twice, at each start.
"""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli import files, groups
from ecograph.cli.help import Group, lay_out
from ecograph.cli.options import (
    CheckFormat,
    CompareFormat,
    DataDirOption,
    Engine,
    EngineOption,
    ExecutorOption,
    ExtraOption,
    JobsOption,
    LangOption,
    OutOption,
    PlainFormat,
    QuietOption,
)
from ecograph.texts import Lang, language

app = typer.Typer(
    name="ecograph",
    cls=Group,
    help="What does a regional innovation ecosystem lack, why, and who says so?",
    epilog="Without a command: serve the Emmen case and open the browser. Exit codes: 0 fine, 1 findings, 2 bad input.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help without panels: a third of the time, and it reads well in a pipe
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


@app.command(epilog="Example: ecograph bench http://127.0.0.1:8000 http://127.0.0.1:8890/sparql")
def bench(
    places: Annotated[
        list[str] | None,
        typer.Argument(help="Services, SPARQL endpoints, data folders or descriptions. Default: the store."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How many times each question is asked after the first.")] = 5,
    format: Annotated[PlainFormat, typer.Option(help="text for people, json for scripts.")] = PlainFormat.text,
    out: OutOption = None,
    data_dir: DataDirOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> None:
    """Measure how long the ready questions take, in one place or several, and whether the answers are the same.

    Exit code 1 where a question fails or gets another answer.
    """
    from ecograph.cli import measuring

    code = measuring.bench(
        places or [],
        rounds=rounds,
        form=format.value,
        out=out,
        data_dir=data_dir,
        quiet=quiet,
        lang=language(lang),
    )
    raise typer.Exit(code)


# Without a name: their commands stand among ours.
app.add_typer(files.commands)
app.add_typer(groups.reference, name="reference")
app.add_typer(groups.review, name="review")
app.add_typer(groups.generations, name="generations")


def command(lang: Lang) -> Group:
    """Return the commands with their help in one language."""
    found = typer.main.get_command(app)
    assert isinstance(found, Group)  # several commands
    lay_out(found, lang)
    if lang == "nl":
        from ecograph.cli.dutch import translate

        translate(found)
    return found
