"""The process that writes: the only one that ever opens the live store for writing.

The law of this file: like ``worker`` it stands alone and gives up network and programs first. A write is one
transaction of the engine; a group of writes is acknowledged after the engine's own write-ahead log was forced to the
disk (the engine itself does not do that). There is no log of ours to replay, so a replay cannot differ.

Frames as in ``worker``. in: W a group of writes (JSON list), B a copy to make (JSON). out: R one result (JSON), S done.
"""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING or __package__:
    from ecograph.engine.blocks import Inbox, frame
    from ecograph.engine.confinement import end_with_parent, give_up, limit_memory
    from ecograph.engine.worker import needed, unknown_function
else:  # a script: what it needs stands beside it, and the package is not imported
    sys.path.append(str(Path(__file__).parent))
    from blocks import Inbox, frame
    from confinement import end_with_parent, give_up, limit_memory
    from worker import needed, unknown_function

_ENTITY = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class _Refused(Exception):
    """The write is wrong: a code and what happened."""

    def __init__(self, code: str, message: str, **place: int | None) -> None:
        super().__init__(message)
        self.report = {"code": code, "message": message, **place}


def main() -> None:
    """Serve one connection until the other side closes it."""
    link = socket.socket(fileno=int(sys.argv[1]))
    inbox = Inbox(link)
    config = json.loads((inbox.receive() or (b"C", b"{}"))[1])
    end_with_parent(link)
    path: str = config["path"]
    log = WriteAheadLog(Path(path))
    store = _opened(path)
    limit_memory(config["megabytes"])
    give_up(config)
    log.sync()
    link.sendall(frame(b"S", b"{}"))
    while (message := inbox.receive()) is not None:
        kind, content = message
        request = json.loads(content)
        if kind == b"B":
            store.backup(request["path"])
        else:
            for write in request:
                link.sendall(frame(b"R", json.dumps(apply(store, write, config["prefixes"])).encode()))
            log.sync()
        link.sendall(frame(b"S", b"{}"))


def _opened(path: str) -> ox.Store:
    """Open the live store; a writer that was killed may need a moment to die."""
    patience = time.monotonic() + 10
    while True:
        try:
            return ox.Store(path)
        except OSError as error:
            if "lock" not in str(error).lower() or time.monotonic() > patience:
                raise
            time.sleep(0.05)


class WriteAheadLog:
    """The engine's own log files; forcing them to the disk makes every committed write survive a loss of power.

    RocksDB appends each commit to the newest ``NNNNNN.log`` with write(2), and forces its tables and its manifest to
    the disk itself before it lets go of a log. So at any moment: tables + the logs that exist = everything committed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}

    def sync(self) -> None:
        """Force every log that exists to the disk."""
        names = {path.name for path in self._folder.iterdir() if path.suffix == ".log"}
        for gone in self._open.keys() - names:
            os.close(self._open.pop(gone))
        fresh = names - self._open.keys()
        for name in fresh:
            self._open[name] = os.open(self._folder / name, os.O_RDONLY)
        for descriptor in self._open.values():
            os.fdatasync(descriptor)
        if fresh:
            folder = os.open(self._folder, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


def apply(store: ox.Store, write: dict[str, Any], prefixes: dict[str, str]) -> dict[str, Any]:
    """Do one write; return what the parent is told of it: ``ok`` with what happened, or a code with a message."""
    try:
        return {"ok": _ACTIONS[write["kind"]](store, write, prefixes)}
    except _Refused as error:
        return error.report
    except SyntaxError as error:
        return {"code": "query-syntax", "message": str(error)}
    except RuntimeError as error:
        return {"code": "query-syntax" if unknown_function(error) else "conflict", "message": str(error)}
    except Exception as error:  # noqa: BLE001  # whatever goes wrong is told to the parent
        return {"code": "store", "message": str(error)}


def _update(store: ox.Store, write: dict[str, Any], prefixes: dict[str, str]) -> dict[str, Any]:
    text = write["text"]
    store.update(text, prefixes=needed(prefixes, text), base_iri=write.get("base"))
    return {}


def _put(store: ox.Store, write: dict[str, Any], prefixes: dict[str, str]) -> dict[str, Any]:
    """Replace or extend one graph, in one transaction: a single request of several operations."""
    del prefixes
    triples = _parsed(write)
    name = write["graph"]
    there = _exists(store, name)
    steps = []
    if write["kind"] == "put":
        steps.append("CLEAR DEFAULT" if name is None else f"DROP SILENT GRAPH <{name}>")
    if name is not None:
        steps.append(f"CREATE SILENT GRAPH <{name}>")
    data = "\n".join(f"{triple} ." for triple in triples)
    steps.append(f"INSERT DATA {{ {data} }}" if name is None else f"INSERT DATA {{ GRAPH <{name}> {{ {data} }} }}")
    store.update(" ;\n".join(steps))
    return {"created": not there}


def _delete(store: ox.Store, write: dict[str, Any], prefixes: dict[str, str]) -> dict[str, Any]:
    del prefixes
    name = write["graph"]
    if not _exists(store, name):
        raise _Refused("no-graph", f"There is no graph <{name}>.")
    store.update("CLEAR DEFAULT" if name is None else f"DROP GRAPH <{name}>")
    return {}


_ACTIONS = {"update": _update, "put": _put, "post": _put, "delete": _delete}


def _exists(store: ox.Store, name: str | None) -> bool:
    return True if name is None else store.contains_named_graph(ox.NamedNode(name))


def _parsed(write: dict[str, Any]) -> list[ox.Triple]:
    found: dict[ox.Triple, None] = {}
    for part in write["parts"]:
        content = base64.b64decode(part["content"])
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise _Refused("syntax", "The body is not UTF-8 text.", line=line) from error
        rdf_format = ox.RdfFormat.from_media_type(part["media_type"])
        if rdf_format == ox.RdfFormat.RDF_XML and _ENTITY.search(text):
            raise _Refused("syntax", "RDF/XML with a DOCTYPE or entities is refused.")
        try:
            for quad in ox.parse(text.encode(), rdf_format, base_iri=write["base"], rename_blank_nodes=True):
                if not isinstance(quad.graph_name, ox.DefaultGraph):
                    raise _Refused("bad-data", "The body names graphs; one graph is written here.")
                found[quad.triple] = None
        except SyntaxError as error:
            raise _Refused("syntax", str(error.msg or error), line=error.lineno, column=error.offset) from error
        except (ValueError, OSError) as error:
            raise _Refused("syntax", str(error)) from error
    return list(found)


if __name__ == "__main__":
    main()
