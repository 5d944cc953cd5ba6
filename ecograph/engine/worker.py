"""The process that evaluates queries: started by engine.workers as a script, ended by it at will.

The law of this file: it stands alone. It imports the engine and the standard library and nothing of ecograph, so that
a fresh one is ready in some forty milliseconds; and before it reads the first query it gives up everything it does not
need: network, new programs, files outside its stores, core dumps, memory without end.

Frames (see ``blocks``):
in:  Q a query: the lengths of the options and of the text, then options (JSON), text, and the text as it was written
     where that is another one
out: A a whole answer that fits into one block: kind, whether it was cut, rows, then its bytes
     H head (JSON), D data, E end (JSON) of a longer one; X error (JSON)
"""

from __future__ import annotations

import functools
import itertools
import json
import socket
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING or __package__:
    from ecograph.engine.blocks import BlockWriter, Inbox, TooLarge, frame
    from ecograph.engine.confinement import end_with_parent, give_up, limit_memory
    from ecograph.engine.projection import in_order
    from ecograph.engine.sorting import write
else:  # a script: what it needs stands beside it, and the package is not imported
    sys.path.append(str(Path(__file__).parent))
    from blocks import BlockWriter, Inbox, TooLarge, frame
    from confinement import end_with_parent, give_up, limit_memory
    from projection import in_order
    from sorting import write

QUESTION = struct.Struct(">II")
_EMPTY = ox.Store()


class _NoGraph(Exception):
    """The store has no graph of that name."""


class _NoFormat(Exception):
    """No format that the client accepts can hold this kind of answer."""


def main() -> None:
    """Serve one connection until the other side closes it."""
    link = socket.socket(fileno=int(sys.argv[1]))
    inbox = Inbox(link)
    config = json.loads((inbox.receive() or (b"C", b"{}"))[1])
    end_with_parent(link)
    give_up(config)
    stores: dict[str, ox.Store] = {}
    known: dict[bytes, dict[str, Any]] = {}
    while (message := inbox.receive()) is not None:
        try:
            options, text, written = _question(message[1], known)
            store = _open(stores, options["path"], config["megabytes"])
            if "sorted" in options:
                _sorted(link, store, options)
            elif "graph" in options:
                _one_graph(link, store, options, config["prefixes"])
            else:
                _answer(link, store, options, text, written, config["prefixes"])
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001  # whatever goes wrong is told to the parent, which knows what to say
            link.sendall(frame(b"X", json.dumps(_problem(error)).encode()))


def _question(content: bytes, known: dict[bytes, dict[str, Any]]) -> tuple[dict[str, Any], str, str]:
    """Return options, text, and the text as it was written; most have the options of one before, read once."""
    options, text = QUESTION.unpack_from(content)
    at = QUESTION.size + options
    raw = content[QUESTION.size : at]
    if raw not in known:
        if len(known) > 100:
            known.clear()
        read = json.loads(raw)
        known[raw] = read | {"query": {"base_iri": read.get("base"), **_dataset(read)}}
    asked = content[at : at + text].decode("utf-8", "surrogatepass")
    written = content[at + text :].decode("utf-8", "surrogatepass")
    return known[raw], asked, written or asked


def _open(stores: dict[str, ox.Store], path: str, megabytes: int) -> ox.Store:
    if path not in stores:
        while len(stores) >= 2:  # the current generation and the one before
            del stores[next(iter(stores))]
        stores[path] = ox.Store.read_only(path)
        limit_memory(megabytes)
    return stores[path]


def _answer(
    link: socket.socket, store: ox.Store, options: dict[str, Any], text: str, written: str, prefixes: dict[str, str]
) -> None:
    query = text
    try:
        query = ordered(text, prefixes, options["query"]["base_iri"])
        result = store.query(query, prefixes=needed(prefixes, text), **options["query"])
    except SyntaxError:
        if query == written:
            raise
        # The place of an error is that of the text as it was written.
        result = store.query(written, prefixes=prefixes, **options["query"])
    if isinstance(result, ox.QueryTriples):
        kind = "graph"
    else:
        kind = "solutions" if isinstance(result, ox.QuerySolutions) else "boolean"
    media_type = options["formats"].get(kind)
    if media_type is None:
        raise _NoFormat(kind)
    out = BlockWriter(link, kind, media_type, options)
    try:
        if isinstance(result, ox.QueryTriples):
            _graph(out, result, media_type, prefixes, options)
        else:
            result.serialize(out, format=results_format(media_type))  # type: ignore[arg-type]  # it writes, no more
    except RuntimeError:
        if not out.stopped:  # not ours
            raise
    out.finish()


def ordered(text: str, prefixes: dict[str, str], base: str | None) -> str:
    """Return a query whose columns come in the order of its text.

    An empty store says which they are: it would cost a large one a sort or a group to say it.
    """

    def variables(query: str) -> list[str]:
        found: Any = _EMPTY.query(query, prefixes=needed(prefixes, query), base_iri=base)
        return [v.value for v in found.variables]

    return in_order(text, variables)


def needed(prefixes: dict[str, str], text: str) -> dict[str, str]:
    """Return the prefixes that a text may use; the engine checks each one that it is given, for each query."""
    if "\\" in text:  # an escape may stand for any character
        return prefixes
    names = tuple(prefixes)
    before = [piece for piece in text.split(":") if piece.endswith(names)]
    return {n: iri for n, iri in prefixes.items() if any(p.endswith(n) for p in before)} if before else {}


@functools.cache
def results_format(media_type: str) -> ox.QueryResultsFormat | None:
    """Return the engine's name of a format."""
    return ox.QueryResultsFormat.from_media_type(media_type)


def _one_graph(link: socket.socket, store: ox.Store, request: dict[str, Any], prefixes: dict[str, str]) -> None:
    """Answer with one graph as it is (Graph Store Protocol)."""
    name = None if request["graph"] is None else ox.NamedNode(request["graph"])
    if name is not None and not store.contains_named_graph(name):
        raise _NoGraph(name.value)
    media_type = request["formats"].get("graph")
    if media_type is None:
        raise _NoFormat("graph")
    quads = store.quads_for_pattern(None, None, None, name or ox.DefaultGraph())
    out = BlockWriter(link, "graph", media_type, request)
    try:
        _graph(out, (quad.triple for quad in quads), media_type, prefixes, request)
    except RuntimeError:
        if not out.stopped:
            raise
    out.finish()


def _sorted(link: socket.socket, store: ox.Store, options: dict[str, Any]) -> None:
    """Answer with the whole of a small store, as ``directory`` reads it."""
    out = BlockWriter(link, "graph", "application/octet-stream", options)
    if not write(store, out.write, options["sorted"]):
        raise TooLarge
    out.finish()


def _graph(
    out: BlockWriter, triples: Iterable[ox.Triple], media_type: str, prefixes: dict[str, str], request: dict[str, Any]
) -> None:
    """Serialise triples; for the formats that write prefixes, those that the first triples use."""
    rows = iter(triples)
    limit = request["rows"]
    kept = itertools.islice(rows, limit)

    def counted() -> Iterable[ox.Triple]:
        for triple in kept:
            out.rows += 1
            yield triple

    rdf_format = ox.RdfFormat.from_media_type(media_type)
    names = prefixes if media_type in {"text/turtle", "application/trig", "application/rdf+xml"} else None
    if names:
        head = list(itertools.islice(kept, 2000))
        used = " ".join(str(t) for t in head)
        names = {p: iri for p, iri in prefixes.items() if f"<{iri}" in used}
        kept = itertools.chain(head, kept)  # type: ignore[assignment]
    ox.serialize(counted(), out, rdf_format, prefixes=names)  # type: ignore[arg-type]  # it writes, no more
    if out.rows >= limit and next(rows, None) is not None:
        if not request.get("cut"):
            raise TooLarge
        out.truncated = True


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """SPARQL 1.1 Protocol §2.1.4: the dataset of the request wins over that of the query; else all graphs are one."""
    default, named = request.get("default"), request.get("named")
    if default is None and named is None:
        return {"use_default_graph_as_union": not request.get("has_dataset")}
    return {
        "default_graph": [ox.NamedNode(g) for g in default or ()],
        "named_graphs": [ox.NamedNode(g) for g in named or ()],
    }


def unknown_function(error: Exception) -> bool:
    """Return whether a query or an update calls a function that the engine does not have."""
    return isinstance(error, RuntimeError) and "is not supported" in str(error)


def _problem(error: Exception) -> dict[str, Any]:
    """Return an error as data: a code that the parent has an exception for, and the message."""
    if unknown_function(error):
        return {"code": "query-syntax", "message": str(error)}
    codes: dict[type[BaseException], str] = {
        _NoFormat: "not-acceptable",
        _NoGraph: "no-graph",
        TooLarge: "answer-too-large",
        SyntaxError: "query-syntax",
        MemoryError: "memory",
    }
    return {"code": codes.get(type(error), "store"), "message": str(error) or type(error).__name__}


if __name__ == "__main__":
    main()
