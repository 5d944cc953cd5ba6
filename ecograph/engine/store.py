"""The one interface to a graph that can be queried, embedded or remote.

The law of this file: it says what, never how. ``embedded`` answers from generations on this machine, ``remote`` from a
SPARQL endpoint; whoever holds a ``Store`` cannot tell which.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from ecograph.engine.formats import Kind
from ecograph.engine.graph import Graph
from ecograph.errors import CallerError, StoreError
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.settings import Settings  # pydantic takes a quarter of a second, and most readers of rows need none

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Accepts:
    """The media type in which each kind of answer is wanted; None where the client takes none."""

    solutions: str | None = "application/sparql-results+json"
    boolean: str | None = "application/sparql-results+json"
    graph: str | None = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Request:
    """A query with everything that decides its answer.

    Attributes:
        text: SPARQL; our own prefixes need no declaration.
        default_graphs: The default graph is the merge of these; None: what the query says, else all graphs.
        named_graphs: The graphs that GRAPH can name; None with ``default_graphs`` None: what the query says, else all.
        generation: An older state to answer from; None: the current one.
        accepts: The wanted formats.
        rows: The caller takes a cut answer of so many rows, and is told that it was cut. None: the operator's limit,
            beyond which there is an error.
        seconds: A deadline of the caller's own, if shorter than the operator's.
        compress: Answer in gzip.
        client: Who asks, for a fair share of the workers.
        base: What relative IRIs of the text are relative to (SPARQL 1.1 §4.1.1.2).
        ahead: Nobody waits for it yet: it is asked in advance, and gives way to what is waited for.
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    generation: int | None = None
    accepts: Accepts = Accepts()
    rows: int | None = None
    seconds: float | None = None
    compress: bool = False
    client: str = ""
    base: str = "https://w3id.org/ecograph/id/"
    ahead: bool = False


@dataclass(slots=True)
class Answer:
    """An answer on its way: what it is, and its bytes in order.

    Iterating may raise: then what came before is not the whole answer and must not be passed on as if it were.
    """

    kind: Kind
    media_type: str
    chunks: Iterator[bytes]
    generation: int | None = None
    rows: int | None = None
    truncated: bool = False

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self.chunks)


@dataclass(slots=True)
class StreamedAnswer:
    """The same for a server: ``body`` where the answer was small enough to be complete already, else ``chunks``."""

    kind: Kind
    media_type: str
    generation: int | None
    body: bytes | None = None
    chunks: AsyncIterator[bytes] | None = None
    rows: int | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT: columns and rows of terms; None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def values(self) -> list[dict[str, str]]:
        """Return each row as column → text, without the unbound ones."""
        return [
            {c: getattr(t, "value", str(t)) for c, t in zip(self.columns, row, strict=True) if t is not None}
            for row in self.rows
        ]


class Store(Protocol):
    """A graph that can be queried."""

    def query(self, request: Request) -> Answer:
        """Answer a query, blocking.

        Raises:
            QuerySyntaxError: it does not parse.
            QueryRefused: it may not run here.
            LimitReached: time, memory, rows or bytes.
            StoreError: the store is damaged or out of reach.
        """
        ...

    async def stream(self, request: Request) -> StreamedAnswer:
        """Answer a query for a server: nothing is sent before it is known to be good; raises as ``query``."""
        ...

    async def settle(self) -> None:
        """Make every acknowledged write visible to what is asked next."""
        ...

    async def update(self, text: str, *, base: str = "") -> tuple[Mapping[str, object], ...]:
        """Do a SPARQL Update; returns when it is durable, with what it added to what is wrong, where that is judged.

        Raises:
            NotWellFormed: it adds violations of the structure shapes, and the operator rejects those.
            QuerySyntaxError: it does not parse.
            Conflict: it does not fit the present state.
            StoreError: the store takes no writes.
        """
        ...

    def generation(self) -> int | None:
        """Return the number of the current state; None where the engine has none."""
        ...

    def close(self) -> None:
        """Let go of processes and connections."""
        ...


def select(store: Store, text: str, *, rows: int | None = None) -> Table:
    """Return the solutions of a SELECT.

    Raises:
        CallerError: it is another kind of query.
    """
    answer = store.query(Request(text, rows=rows))
    results = _parsed(answer)
    if not isinstance(results, QuerySolutions):
        raise CallerError("This query gives no table.", remedy="Write a SELECT.")
    columns = tuple(v.value for v in results.variables)
    try:
        return Table(columns, tuple(tuple(row[c] for c in columns) for row in results), answer.truncated)
    except SyntaxError as error:
        raise unreadable(error) from error


def ask(store: Store, text: str) -> bool:
    """Return what an ASK answers.

    Raises:
        CallerError: it is another kind of query.
    """
    results = _parsed(store.query(Request(text)))
    if not isinstance(results, QueryBoolean):
        raise CallerError("This query gives no yes or no.", remedy="Write an ASK.")
    return bool(results)


def construct(store: Store, text: str) -> Graph:
    """Return the triples of a CONSTRUCT or DESCRIBE.

    Raises:
        CallerError: it is another kind of query.
    """
    answer = store.query(Request(text))
    if answer.kind != "graph":
        answer.read()
        raise CallerError("This query gives no graph.", remedy="Write a CONSTRUCT or DESCRIBE.")
    return tuple(q.triple for q in parse(answer.read(), RdfFormat.N_TRIPLES))


def unreadable(error: SyntaxError) -> StoreError:
    """Return the exception for an answer that an engine of somebody else wrote against its own standard."""
    return StoreError(
        Text(
            nl=f"Het antwoord van de engine is niet te lezen: {error}.",
            en=f"The engine's answer does not parse: {error}.",
        ),
        remedy=Text(nl="Vraag een ander formaat, of minder.", en="Ask for another format, or for less."),
    )


def _parsed(answer: Answer) -> QuerySolutions | QueryBoolean | None:
    content = answer.read()
    if answer.kind == "graph":
        return None
    return parse_query_results(content, QueryResultsFormat.JSON)


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name.

    Raises:
        StoreError: nothing was published yet, or the endpoint cannot be reached.
    """
    if settings.store:
        from ecograph.engine.remote import RemoteStore

        return RemoteStore.from_settings(settings)
    from ecograph.engine.locks import check_system

    check_system()
    from ecograph.engine.embedded import EmbeddedStore

    return EmbeddedStore(settings)
