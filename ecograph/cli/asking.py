"""``ecograph query`` and ``ecograph ask``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ecograph.cli.output import console, deliver, say
from ecograph.engine.formats import BY_NAME, Format
from ecograph.engine.queries import catalogue, named, ready, with_prefixes
from ecograph.errors import CallerError, UnknownName
from ecograph.texts import Lang, Text, pick

if TYPE_CHECKING:
    from ecograph.engine.rows import Row
    from ecograph.engine.store import Store

ROWS = Text(nl="{n} rijen", en="{n} rows")
CUT = Text(nl="afgekapt", en="cut off")
YES = Text(nl="ja", en="yes")
NO = Text(nl="nee", en="no")
QUESTIONS = Text(
    nl="Stel een vraag met: ecograph ask NAAM; elke parameter is een optie, zoals --ecosystem emmen-chemistry. Ook: "
    "--filter kolom:bewerking:waarde, --sort desc(kolom), --limit 10, --offset 10.",
    en="Ask one with: ecograph ask NAME; each parameter is an option, such as --ecosystem emmen-chemistry. Also: "
    "--filter column:operator:value, --sort desc(column), --limit 10, --offset 10.",
)


def query(
    source: str, *, form: str | None, services: Sequence[str], out: Path | None, data_dir: Path | None, lang: Lang
) -> None:
    """Run the SPARQL of a file, a ready query or standard input, and print the answer.

    Each SERVICE in it that the caller allows is asked first, over a checked connection.
    """
    text = _text(source)
    if services:
        from ecograph.linking.service import joined

        text = joined(text, services)
    from ecograph.cli.opening import opened

    with opened(data_dir, lang, query_bytes=max(64 * 1024, 2 * len(text.encode()))) as store:
        _give(store, text, form, out, lang, named_things=False)


def explain(source: str, *, out: Path | None, lang: Lang) -> None:
    """Say how a query is rewritten before it runs, and why its answer stays the same."""
    from ecograph.engine import guard, sparql_rewrite

    text = _text(source)
    guard.form(text)  # raises where it is no query
    found = sparql_rewrite.explain(text)
    lines = [found.summary(lang)]
    for step in found.steps:
        lines += [f"  NOT EXISTS {step.pattern}", f"    {'✔ MINUS' if step.rewritten else '✘'}  {step.reason[lang]}"]
    if found.text != text:
        lines += ["", found.text]
    deliver("\n".join(lines), out)


def ask(
    question: str | None,
    options: Sequence[str],
    *,
    form: str | None,
    out: Path | None,
    data_dir: Path | None,
    lang: Lang,
) -> None:
    """Ask a ready question, or list them all."""
    if question is None:
        _list(lang)
        return
    from ecograph.cli.opening import opened
    from ecograph.questions import View, bound, choices, shown

    asked = named(question)
    given = values(options)
    if any(p.name == "lang" for p in asked.parameters):
        given.setdefault("lang", lang)
    filters, sort = _several(given, "filter"), _several(given, "sort")
    limit, offset = given.pop("limit", ""), given.pop("offset", "")
    view = View.read(asked.columns, filters=filters, sort=sort, limit=limit, offset=offset)
    with opened(data_dir, lang) as store:
        text = shown(bound(asked, given, lambda p: choices(partial(_rows, store), p, lang)), view)
        _give(store, text, form, out, lang, named_things=True)


def _list(lang: Lang) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    for q in ready().values():
        parameters = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in q.parameters)
        console().print(f"[bold]{q.notation:4}{q.id}[/] [dim]{escape(parameters)}[/]")
        console().print(Padding(escape(q.question[lang]), (0, 0, 0, 4)))
    say(QUESTIONS[lang])


def _text(source: str) -> str:
    if source == "-":
        return with_prefixes(sys.stdin.read())
    path = Path(source)
    if path.is_file():
        return with_prefixes(path.read_text(encoding="utf-8"))
    known = {**ready(), **catalogue("canvas")}
    if source in known:
        return known[source].bind({})
    raise UnknownName(Text(nl="bestand of kant-en-klare vraag", en="file or ready query"), source, list(known))


def values(options: Sequence[str]) -> dict[str, str]:
    """Return ``--name value`` and ``--name=value`` as a mapping.

    >>> values(["--ecosystem", "emmen-chemistry", "--date=2016-03-14"])
    {'ecosystem': 'emmen-chemistry', 'date': '2016-03-14'}
    """
    found: dict[str, str] = {}
    left = list(options)
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not (equals or left):
            raise CallerError(
                Text(nl=f'"{word}" is geen parameter met een waarde.', en=f'"{word}" is no parameter with a value.'),
                remedy=Text(nl="Schrijf --naam waarde.", en="Write --name value."),
            )
        found[name] = value if equals else left.pop(0)
    return found


def _several(values: dict[str, str], name: str) -> list[str]:
    """Take an option out of the values that may hold more than one text, with semicolons between them.

    >>> _several({"filter": "level:eq:Absent; notation:ge:P20"}, "filter")
    ['level:eq:Absent', 'notation:ge:P20']
    """
    return [part.strip() for part in values.pop(name, "").split(";") if part.strip()]


def _rows(store: Store, text: str) -> list[Row]:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    from ecograph.engine.rows import rows
    from ecograph.engine.store import Request

    results = parse_query_results(store.query(Request(text)).read(), QueryResultsFormat.JSON)
    assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
    return rows(results)


def _give(store: Store, text: str, form: str | None, out: Path | None, lang: Lang, *, named_things: bool) -> None:
    if form is None or form == "table":
        _table(store, text, out, lang, named_things=named_things)
    else:
        _raw(store, text, format_named(form), out)


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UnknownName: with the known ones.
    """
    if name not in BY_NAME:
        raise UnknownName(Text(nl="formaat", en="format"), name, ["table", *BY_NAME])
    return BY_NAME[name]


def _raw(store: Store, text: str, form: Format, out: Path | None) -> None:
    from ecograph.engine.store import Accepts, Request

    def fits(kind: str) -> str | None:
        return form.media_type if kind in form.kinds else None

    accepts = Accepts(fits("solutions"), fits("boolean"), fits("graph"))
    deliver(store.query(Request(text, accepts=accepts)).read(), out)


def _labels(store: Store, found: Sequence[Row], lang: Lang) -> dict[str, str]:
    """Return the labels of the IRIs in some rows, in one language."""
    from ecograph.engine.store import select

    wanted = {cell.text for row in found for cell in row.values() if cell.kind == "iri"}
    labels: dict[str, dict[str, str]] = {}
    for item, label in select(store, catalogue("canvas")["labels"].bind({})).rows if wanted else ():
        if isinstance(item, NamedNode) and isinstance(label, Literal) and item.value in wanted:
            labels.setdefault(item.value, {}).setdefault(label.language or "", label.value)
    return {iri: pick(texts, lang) for iri, texts in labels.items()}


def _table(store: Store, text: str, out: Path | None, lang: Lang, *, named_things: bool) -> None:
    """Print a table of a SELECT, a word for an ASK, and Turtle for a graph."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

    from ecograph.cli.table import print_table
    from ecograph.engine.rows import rows
    from ecograph.engine.store import Accepts, Request

    answer = store.query(Request(text, accepts=Accepts(graph="text/turtle")))
    content = answer.read()
    if answer.kind == "graph" or out is not None:
        deliver(content, out)
        return
    results = parse_query_results(content, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        console().print(YES[lang] if results else NO[lang])
    elif isinstance(results, QuerySolutions):
        columns = [v.value for v in results.variables]
        found = rows(results)
        print_table(console(), columns, found, _labels(store, found, lang) if named_things else None)
        say(ROWS.say(lang, n=len(found)) + (f" ({CUT[lang]})" if answer.truncated else ""))
