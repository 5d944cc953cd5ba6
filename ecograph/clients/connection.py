"""``ecograph.connect``: questions and SPARQL as data frames, from a service, an endpoint, a data folder or a file.

The law of this file: it is a door, not an engine; whoever holds a ``Connection`` cannot tell what is behind it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.clients.frames import Kind, chosen, frame
from ecograph.engine.queries import Parameter, Query, expand, named, ready, with_prefixes
from ecograph.engine.rows import Cell, Row, grouped, rows, texts
from ecograph.engine.store import Accepts, Request, Store, open_store
from ecograph.errors import CallerError, Place, UnknownName
from ecograph.questions import Choice, View, bound, choices, shown
from ecograph.settings import Settings
from ecograph.texts import LANGUAGES, Lang, Text, pick

_AT_ONCE = 300  # names that are asked for in one query: far below what an endpoint takes as the length of a text


def connect(place: str | Path | None = None, *, frames: Kind = "auto", lang: str = "en") -> Connection:
    """Connect to a knowledge graph.

    Args:
        place: The address of an EcoGraph service (``http://127.0.0.1:8000``) or of any SPARQL endpoint
            (``https://…/sparql``); or a data folder; or a description (workbook, CSV folder, RDF), which is read,
            reasoned over and judged first. None: the data folder of this user, built when it is empty.
        frames: What answers come as: ``pandas``, ``polars``, ``rows`` (a list of mappings), or ``auto``: pandas where
            it is installed, else polars.
        lang: Language of names: ``nl`` or ``en``.

    Raises:
        CallerError: there is nothing there, or the library of frames is not installed.
        DataError: the description has problems.
    """
    if lang not in LANGUAGES:
        raise CallerError(f'There is no language "{lang}".', remedy="There is: nl, en.")
    kind = chosen(frames)
    keep = contextlib.ExitStack()
    try:
        store = _opened(place, keep)
    except BaseException:
        keep.close()
        raise
    keep.callback(store.close)
    return Connection(store, frames=kind, lang="nl" if lang == "nl" else "en", keep=keep)


def _opened(place: str | Path | None, keep: contextlib.ExitStack) -> Store:
    from ecograph import filling
    from ecograph.build import shipped
    from ecograph.engine import generations

    if isinstance(place, str) and urlsplit(place).scheme in {"http", "https"}:
        bare = urlsplit(place).path in {"", "/"}
        return open_store(Settings(store=place.rstrip("/") + "/sparql" if bare else place))
    settings = Settings(store=None)
    if place is None:
        if generations.current(settings.data_dir) is None:
            filling.build(shipped(), settings.data_dir, keep=settings.keep_generations)
        return open_store(settings)
    path = Path(place)
    if not path.exists():
        raise CallerError(
            Text(nl="Dit bestaat niet.", en="There is nothing there."),
            place=Place(file=str(path)),
            remedy=Text(
                nl="Geef het adres van een dienst, een gegevensmap of een beschrijving.",
                en="Give the address of a service, a data folder or a description.",
            ),
        )
    if path.is_dir() and generations.current(path) is not None:
        return open_store(Settings(store=None, data_dir=path))
    folder = Path(keep.enter_context(tempfile.TemporaryDirectory(prefix="ecograph-")))
    filling.build([path], folder)
    return open_store(Settings(store=None, data_dir=folder))


class Connection:
    """An open connection; made by ``connect``. Use it in a ``with`` statement, or close it."""

    def __init__(self, store: Store, *, frames: Kind, lang: Lang, keep: contextlib.ExitStack) -> None:
        self.store = store
        self._frames = frames
        self._lang: Lang = lang
        self._keep = keep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of processes, connections and temporary files."""
        self._keep.close()

    def questions(self) -> Any:  # noqa: ANN401  # a frame
        """Return the ready questions: id, title, question, parameters and columns."""
        columns = ("id", "title", "question", "parameters", "columns")
        found = [
            {
                "id": Cell(q.id),
                "title": Cell(q.title[self._lang]),
                "question": Cell(q.question[self._lang]),
                "parameters": Cell(", ".join(p.name for p in q.parameters)),
                "columns": Cell(", ".join(q.columns)),
            }
            for q in ready().values()
        ]
        return frame(columns, found, self._frames)

    def choices(self, question: str, parameter: str) -> dict[str, str]:
        """Return what a parameter of a question can be: the values with their names; empty where anything goes.

        Raises:
            UnknownName: there is no such question, or it has no such parameter.
        """
        asked = named(question)
        known = {p.name: p for p in asked.parameters}
        if parameter not in known:
            raise UnknownName(Text(nl="parameter", en="parameter"), parameter, list(known))
        return {c.value: c.label for c in self.choices_of(known[parameter])}

    def choices_of(self, parameter: Parameter) -> Sequence[Choice]:
        """Return what a parameter can be in this store."""
        return choices(self.select, parameter, self._lang)

    def ask(
        self,
        question: str,
        *,
        filter: str | Sequence[str] = (),  # noqa: A002  # as in the address
        sort: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        labels: bool = True,
        **parameters: object,
    ) -> Any:  # noqa: ANN401  # a frame
        """Ask a ready question; each parameter is a keyword.

        Args:
            question: Its id, such as ``gaps``.
            filter: One or more of ``column:operator:value``; see ``ecograph.questions.views``.
            sort: ``asc(column)`` or ``desc(column)``, one or more.
            limit: Rows, at most.
            offset: Rows before them.
            labels: Whether each column of IRIs gets a column with their names beside it.
            parameters: Values of the question's parameters.

        Raises:
            UnknownName: there is no such question.
            BadParameter: a value that a parameter does not take; says which and what is possible.
        """
        asked = named(question)
        values = {name: str(value) for name, value in parameters.items() if value is not None}
        if "lang" not in values and any(p.name == "lang" for p in asked.parameters):
            values["lang"] = self._lang
        view = View.read(
            asked.columns,
            filters=[filter] if isinstance(filter, str) else list(filter),
            sort=[sort] if isinstance(sort, str) else list(sort),
            limit="" if limit is None else str(limit),
            offset=str(offset),
        )
        columns, found = self.answer(asked, values, view)
        return self._framed(columns, found, labels=labels)

    def answer(self, question: Query, values: dict[str, str], view: View) -> tuple[list[str], list[Row]]:
        """Return columns and rows of a question; raises as ``ask``."""
        return self._solutions(shown(bound(question, values, self.choices_of), view))

    def query(self, sparql: str, *, labels: bool = False) -> Any:  # noqa: ANN401  # by the form of the query
        """Run SPARQL; our own prefixes need no declaration.

        Args:
            sparql: The query.
            labels: Whether each column of IRIs gets a column with their names beside it.

        Returns:
            A frame for SELECT, True or False for ASK, an ``rdflib.Graph`` for CONSTRUCT and DESCRIBE.

        Raises:
            QuerySyntaxError: it does not parse.
            QueryRefused: it may not run here.
            LimitReached: time, memory, rows or bytes.
        """
        answer = self.store.query(Request(with_prefixes(sparql), accepts=Accepts()))
        content = answer.read()
        if answer.kind == "graph":
            import rdflib

            return rdflib.Graph().parse(data=content.decode(), format="nt")
        results = parse_query_results(content, QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            return bool(results)
        assert isinstance(results, QuerySolutions)  # the third kind of three
        columns = [v.value for v in results.variables]
        return self._framed(columns, rows(results), labels=labels)

    def select(self, text: str) -> list[Row]:
        """Return the rows of a SELECT as cells."""
        return self._solutions(text)[1]

    def _solutions(self, text: str) -> tuple[list[str], list[Row]]:
        results = parse_query_results(self.store.query(Request(text)).read(), QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
        return [v.value for v in results.variables], rows(results)

    def names(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the names of IRIs in the language of the connection, of those that have one."""
        wanted = sorted(set(iris))
        found: dict[str, str] = {}
        for at in range(0, len(wanted), _AT_ONCE):
            found |= self._some_names(wanted[at : at + _AT_ONCE])
        return found

    def _some_names(self, iris: Sequence[str]) -> dict[str, str]:
        terms = " ".join(str(NamedNode(expand(iri))) for iri in iris)
        found = grouped(self.select(named("names", "programs").bind({}).replace("$items", terms)), "item")
        return {iri: pick(texts(about, "label"), self._lang) for iri, about in found.items()}

    def _framed(self, columns: Sequence[str], found: Sequence[Row], *, labels: bool) -> Any:  # noqa: ANN401  # a frame
        if not labels:
            return frame(columns, found, self._frames)
        iris = [c for c in columns if any(row[c].kind == "iri" for row in found if c in row)]
        iris = [c for c in iris if f"{c}Label" not in columns]
        names = self.names(row[c].text for c in iris for row in found if c in row and row[c].kind == "iri")
        wide: list[Row] = []
        for row in found:
            extra = {f"{c}Label": Cell(names[row[c].text]) for c in iris if c in row and row[c].text in names}
            wide.append({**row, **extra})
        beside = [name for c in columns for name in ((c, f"{c}Label") if c in iris else (c,))]
        return frame(beside, wide, self._frames)
