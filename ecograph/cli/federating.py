"""``ecograph federate``: questions to other sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from rich.markup import escape
from rich.padding import Padding

from ecograph.cli.asking import ROWS, format_named, values
from ecograph.cli.output import console, deliver, say
from ecograph.cli.table import print_table
from ecograph.engine.rows import rows
from ecograph.errors import UnknownName
from ecograph.linking import service
from ecograph.texts import Lang, Text

HOW = Text(
    nl="Vraag met: ecograph federate NAAM; elke parameter is een optie. Er is een netwerk voor nodig.",
    en="Ask with: ecograph federate NAME; each parameter is an option. It takes a network.",
)
ASKING = Text(nl="{title}, op {host} …", en="{title}, at {host} …")
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}


def federate(example: str | None, options: Sequence[str], *, form: str | None, out: Path | None, lang: Lang) -> None:
    """Ask an example at its source and print the answer, or list the examples."""
    if example is None:
        _list(lang)
        return
    if form not in {None, "table", *_RESULTS}:
        format_named(str(form))
        raise UnknownName(Text(nl="formaat", en="format"), str(form), ["table", *_RESULTS])
    given = values(options)
    if asked := service.examples().get(example):
        asked.bind(given)  # complains of parameters before anything is said
        say(ASKING.say(lang, title=escape(asked.title[lang]), host=service.source_of(asked).host))
    content = service.run(example, given)
    results = parse_query_results(content, QueryResultsFormat.JSON)
    assert isinstance(results, QuerySolutions)  # the examples are SELECTs
    if form is None or form == "table":
        columns = [v.value for v in results.variables]
        found = rows(results)
        print_table(console(), columns, found)
        say(ROWS.say(lang, n=len(found)))
    else:
        deliver(results.serialize(format=_RESULTS[form]) or b"", out)


def _list(lang: Lang) -> None:
    for found in service.examples().values():
        parameters = " ".join(f"--{p.name} {p.example}" for p in found.parameters)
        source = service.source_of(found)
        console().print(f"[bold]{found.id}[/] [dim]{escape(parameters)}[/]")
        console().print(Padding(escape(found.question[lang]), (0, 0, 0, 4)))
        console().print(f"    [dim]{escape(source.title[lang])}: {source.url}[/]", soft_wrap=True)
    say(HOW[lang])
