"""``/api/export``: the answer to a query as a workbook, Parquet or GeoJSON, at an address that can be asked again.

The law of this file: the web process only carries bytes. The engine's answer goes to a file, a confined process of its
own makes the other file of it, and that one is sent as a whole: an export that fails is an error, never half a file.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from ecograph.api import protocol
from ecograph.api.asgi import (
    CORS,
    PREFLIGHT,
    Headers,
    Receive,
    Record,
    Scope,
    Send,
    Sender,
    base_url,
    client_of,
    guarded,
    read_body,
    while_connected,
)
from ecograph.api.wire import etag, matches
from ecograph.engine import guard
from ecograph.engine.store import Accepts, Request, Store, StreamedAnswer
from ecograph.errors import CallerError, DeadlineReached, LimitReached, MemoryReached, NotAcceptable, QueueFull
from ecograph.publish.tables import TableFormat, chosen
from ecograph.settings import Settings
from ecograph.texts import Lang, Text

#: What the process may use: address space in bytes (pyarrow reserves far more than it uses), seconds of processor time.
MEMORY = 3 << 30
SECONDS = 600
_CONFINED = (
    "import resource as r, runpy, sys; r.setrlimit(r.RLIMIT_AS, (int(sys.argv[1]),) * 2); "
    "r.setrlimit(r.RLIMIT_CPU, (int(sys.argv[2]),) * 2); r.setrlimit(r.RLIMIT_CORE, (0, 0)); del sys.argv[1:3]; "
    "runpy.run_module('ecograph.publish.tables', run_name='__main__', alter_sys=True)"
)
_AT_ONCE = 2
_WAITING = 8
_BLOCK = 256 * 1024
_NAMES = """SELECT ?iri ?name WHERE {
  ?iri rdfs:label|skos:prefLabel|dct:title ?name .
  FILTER(ISIRI(?iri))
}"""
_NAMES_FILE = "names"
_MOST_NAMES = 1_000_000
_ACCEPTS = Accepts("text/tab-separated-values", "application/sparql-results+json", "application/n-triples")

_BUSY = Text(nl="Er worden al veel bestanden gemaakt.", en="Many files are being made already.")
_BUSY_REMEDY = Text(nl="Kom over enkele seconden terug.", en="Come back in a few seconds.")
_NO_ROWS = Text(nl="Een vraag met ja of nee heeft geen rijen.", en="A question of yes or no has no rows.")
_SELECT = Text(nl="Schrijf een SELECT of CONSTRUCT.", en="Write a SELECT or CONSTRUCT.")
_NO_PLACES = Text(nl="Triples worden geen GeoJSON.", en="Triples do not become GeoJSON.")
_NO_QUERY = Text(nl="Er is geen zoekopdracht.", en="There is no query.")
_HOW = Text(nl="Vraag /api/export?query=…&format=xlsx.", en="Ask for /api/export?query=…&format=xlsx.")
_SLOW = Text(nl="Het bestand maken duurde te lang.", en="Making the file took too long.")
_MEMORY = Text(nl="Het bestand maken kostte te veel geheugen.", en="Making the file took too much memory.")
_SMALLER = Text(nl="Vraag minder rijen, of neem CSV.", en="Ask for fewer rows, or take CSV.")


class Exports:
    """The exports over one store."""

    measured = True

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(scope, receive, send, "export", self._handle)

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, POST, OPTIONS"), *PREFLIGHT], b"")
            return
        body = b"" if method in {"GET", "HEAD"} else await read_body(receive, headers, self.settings.query_bytes * 4)
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        asked = protocol.operation(method, scope["query_string"], content_type, body)
        record.operation = "export"
        if asked.kind != "query":
            raise CallerError(_NO_QUERY, remedy=_HOW)
        form = chosen(asked.options.get("format", "xlsx"))
        checked = guard.check(asked.text, max_bytes=self.settings.query_bytes, max_depth=self.settings.query_depth)
        record.digest = checked.digest
        given = _given(scope, body if content_type.startswith(protocol.FORM) else b"")
        lang = _language(given, headers)
        names, iris = (given.get(k) != "no" for k in ("names", "iris"))
        await self.store.settle()
        generation = protocol.whole_number(asked.options, "generation")
        current = generation if generation is not None else self.store.generation()
        record.generation = current
        common: Headers = [(b"vary", b"Accept-Language"), *CORS]
        if checked.volatile or current is None:
            common.append((b"cache-control", b"no-store"))
        else:
            tag = etag(
                current, checked.digest, (asked.default_graphs, asked.named_graphs, form.name, lang, names, iris)
            )
            common += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
            common.append((b"x-ecograph-generation", str(current).encode()))
            if matches(headers.get(b"if-none-match", b""), tag):
                await out.whole(304, common, b"")
                return
        request = Request(
            asked.text,
            asked.default_graphs,
            asked.named_graphs,
            generation,
            _ACCEPTS,
            seconds=float(protocol.whole_number(asked.options, "timeout") or 0) or None,
            client=client_of(scope),
            base=base_url(scope) + "/sparql",
        )
        about = {
            "query": asked.text,
            "address": f"{base_url(scope)}/api/export?{urlencode({'query': asked.text, 'format': form.name})}",
            "generation": current,
            "names": _NAMES_FILE if names and form.name == "xlsx" else None,
            "iris": iris,
            "asked": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        }
        if self._waiting >= _WAITING:
            raise QueueFull(_BUSY, remedy=_BUSY_REMEDY)
        self._waiting += 1
        try:
            with tempfile.TemporaryDirectory(prefix="ecograph-export-") as folder:
                async with self._turn:
                    made = await while_connected(receive, self._make(request, form, about, lang, Path(folder), record))
                kind = (b"content-type", form.media_type.encode())
                name = (b"content-disposition", f'attachment; filename="ecograph.{form.name}"'.encode())
                length = (b"content-length", str(made.stat().st_size).encode())
                await out.stream([kind, name, length, *common], _blocks(made))
        finally:
            self._waiting -= 1

    async def _make(
        self, request: Request, form: TableFormat, about: dict[str, Any], lang: Lang, folder: Path, record: Record
    ) -> Path:
        """Put the answer into a file, and make the wanted one of it."""
        answer = await self.store.stream(request)
        if answer.kind == "boolean":
            raise NotAcceptable(_NO_ROWS, remedy=_SELECT)
        if answer.kind == "graph" and form.name == "geojson":
            raise NotAcceptable(_NO_PLACES, remedy=_SELECT)
        source, target, facts = folder / "answer", folder / f"ecograph.{form.name}", folder / "about.json"
        await _into(source, answer)
        if about["names"] and not await self._names(request, folder / about["names"]):
            about = {**about, "names": None}
        facts.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _CONFINED, str(MEMORY), str(SECONDS)),
            *(form.name, answer.kind, source.name, target.name, facts.name, lang),
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TMPDIR": str(folder)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            told, complaint = await asyncio.wait_for(process.communicate(), 3 * SECONDS)
        except TimeoutError:
            raise DeadlineReached(_SLOW, remedy=_SMALLER) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            if process.returncode < 0 or b"MemoryError" in complaint:
                raise MemoryReached(_MEMORY, remedy=_SMALLER)
            raise RuntimeError(f"an export ended with {process.returncode}: {complaint[-400:]!r}")
        record.rows = int(told)
        return target

    async def _names(self, request: Request, file: Path) -> bool:
        """Put what things are called into a file; False where they are too many, or it takes too long."""
        accepts = Accepts("text/tab-separated-values", None, None)
        wanted = Request(
            _NAMES, generation=request.generation, accepts=accepts, rows=_MOST_NAMES, client=request.client
        )
        try:
            answer = await self.store.stream(wanted)
            await _into(file, answer)
        except LimitReached:
            return False
        return not answer.truncated


async def _into(file: Path, answer: StreamedAnswer) -> None:
    """Write an answer as it comes."""
    with file.open("wb") as target:
        if answer.body is not None:
            await asyncio.to_thread(target.write, answer.body)
        elif answer.chunks is not None:
            async for block in answer.chunks:
                await asyncio.to_thread(target.write, block)


def _given(scope: Scope, form: bytes) -> dict[str, str]:
    """Return the parameters of the export itself: ``lang``, ``names=no``, ``iris=no``; the first of each counts."""
    found = parse_qs((scope["query_string"] + b"&" + form).decode("ascii", "replace"))
    return {name: values[0] for name, values in found.items()}


def _language(given: Mapping[str, str], headers: dict[bytes, bytes]) -> Lang:
    """Return the language of sheets and names: ``lang=``, else what the client prefers."""
    wanted = given.get("lang") or headers.get(b"accept-language", b"").decode("latin-1").lower()[:2]
    return "nl" if wanted == "nl" else "en"


async def _blocks(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while block := await asyncio.to_thread(file.read, _BLOCK):
            yield block
