"""``/api/questions``: the ready questions as REST resources.

The law of this file: a question is a query with an address of its own. What it answers is what ``/sparql`` answers, by
the same way, with the same limits, formats and validators; here are only the parameters, the view (``filter``,
``sort``, ``limit``, ``offset``) and the plain JSON that people write scripts against.
"""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.api import negotiation
from ecograph.api.asgi import (
    CORS,
    PREFLIGHT,
    ClientGone,
    Headers,
    Receive,
    Record,
    Scope,
    Send,
    Sender,
    Target,
    guarded,
)
from ecograph.api.pages import Library
from ecograph.api.pages.query import chosen, readable
from ecograph.api.pages.view import accepted_language
from ecograph.api.protocol import MethodNotAllowed
from ecograph.api.wire import takes_gzip
from ecograph.engine.queries import Parameter, Query
from ecograph.engine.rows import rows
from ecograph.errors import CallerError, NotAcceptable, UnknownName
from ecograph.questions import Choice, View, bound, columns_of, counted, plain, shown
from ecograph.texts import Lang, Text

PATH = "/api/questions"
#: Rows of a page of JSON where the request does not say, and at most: JSON is made here, the other formats stream.
PAGE, LARGEST_PAGE = 1000, 10_000
#: What shapes an answer and is no parameter of a question.
VIEW = ("filter", "sort", "limit", "offset", "format", "generation")
#: Formats of a table by the names that ``?format=`` takes; ``json`` is the plain one, ``srj`` SPARQL's own.
FORMATS = ("json", "csv", "tsv", "srj", "xml")

_JSON: Headers = [(b"content-type", b"application/json"), (b"vary", b"Accept, Accept-Encoding, Accept-Language")]
_EXPOSE = (b"access-control-expose-headers", b"Link, X-Total-Count")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for an answer, read."""

    question: Query
    values: Mapping[str, str]
    view: View
    format: str
    generation: str


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the endpoint answered."""

    status: int
    headers: Headers
    body: bytes


class _Instead(Exception):
    """The endpoint answers something else than rows: an error, or that nothing has changed."""

    def __init__(self, reply: _Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Questions:
    """The questions over the endpoint that answers them.

    Args:
        endpoint: ``/sparql``, as an ASGI callable.
        library: Gives the questions, and what a parameter can be.
    """

    def __init__(self, endpoint: Target, library: Library) -> None:
        self._endpoint = endpoint
        self._library = library
        self.measured = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(scope, receive, send, "question", functools.partial(self._handle, send))
        scope["state"]["record"].operation = "question"  # not that of the query that it became

    async def _handle(self, send: Send, scope: Scope, receive: Receive, out: Sender, _: Record) -> None:
        method: str = scope["method"]
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, OPTIONS"), *PREFLIGHT, *CORS], b"")
            return
        if method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(method, "GET, HEAD, OPTIONS")
        parts = [p for p in scope["path"].removeprefix(PATH).split("/") if p]
        headers = dict(scope["headers"])
        lang = accepted_language(headers.get(b"accept-language", b"").decode("latin-1"))
        if not parts:
            await out.whole(200, [*_JSON, (b"cache-control", b"no-cache"), *CORS], _dumped(self._list()))
        elif parts[1:] == ["about"]:
            about = self._about(chosen(tuple(self._library.questions()), parts[0]), lang)
            await out.whole(200, [*_JSON, (b"cache-control", b"no-cache"), *CORS], _dumped(about))
        elif len(parts) == 1:
            try:
                await self._answer(scope, receive, send, out, parts[0], lang)
            except _Instead as instead:
                await out.whole(instead.reply.status, instead.reply.headers, instead.reply.body)
        else:
            raise UnknownName(Text(nl="pagina", en="page"), scope["path"], [])

    # --- what can be asked ---------------------------------------------------------------------------------------

    def _list(self) -> dict[str, Any]:
        return {"questions": [_summary(q) for q in self._library.questions()]}

    def _about(self, question: Query, lang: Lang) -> dict[str, Any]:
        """Return a question with its SPARQL and with what each parameter can be, labels in one language."""
        about = _summary(question)
        for parameter, entry in zip(question.parameters, about["parameters"], strict=True):
            found = self._choices(question, lang)(parameter)
            entry["choices"] = [{"value": c.value, "label": c.label} for c in found]
        return about | {"sparql": readable(question.text)}

    def _choices(self, question: Query, lang: Lang) -> Any:  # noqa: ANN401  # a ChoicesOf
        def of(parameter: Parameter) -> tuple[Choice, ...]:
            return tuple(self._library.choices(question, parameter, lang))

        return of

    # --- answers -------------------------------------------------------------------------------------------------

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, out: Sender, identifier: str, lang: Lang
    ) -> None:
        headers = dict(scope["headers"])
        accept = headers.get(b"accept", b"").decode("latin-1")
        question = chosen(tuple(self._library.questions()), identifier)
        asked = read(question, scope["query_string"], accept)
        if asked.format == "html":
            to = f"/questions/{identifier}" + (f"?{urlencode(asked.values)}" if asked.values else "")
            await out.whole(303, [(b"location", to.encode()), (b"vary", b"Accept"), *CORS], b"")
            return
        text = bound(question, asked.values, self._choices(question, lang))
        if asked.format == "json":
            await self._json(scope, receive, out, asked, text)
            return
        links: Headers = []
        if asked.view.limit is not None:
            total = await self._count(scope, receive, asked, text)
            links = [(b"link", _links(scope, asked.view, total)), (b"x-total-count", str(total).encode()), _EXPOSE]

        async def with_links(message: Any) -> None:  # noqa: ANN401  # an ASGI message
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [*message["headers"], *links]
            await send(message)

        inner = _inner(scope, shown(text, asked.view), {"format": asked.format, "generation": asked.generation})
        await self._endpoint(inner, receive, with_links)

    async def _json(self, scope: Scope, receive: Receive, out: Sender, asked: Asked, text: str) -> None:
        view = asked.view
        size = min(view.limit or PAGE, LARGEST_PAGE)
        page = View(view.filters, view.sort, size + 1, view.offset, view.columns)  # one more: is there a next page?
        reply = await self._captured(scope, receive, shown(text, page), asked.generation)
        results = parse_query_results(reply.body, QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
        columns = [v.value for v in results.variables]
        found = rows(results)
        total = view.offset + len(found)
        if len(found) > size or (not found and view.offset):
            total = await self._count(scope, receive, asked, text)
        kinds = columns_of(found, columns)
        shown_page = View(view.filters, view.sort, size, view.offset, view.columns)
        kept = {n.lower(): v for n, v in reply.headers}
        generation = kept.get(b"x-ecograph-generation", b"").decode()
        document = {
            "question": {"id": asked.question.id, "title": asked.question.title, "question": asked.question.question},
            "parameters": dict(asked.values),
            "columns": [{"name": c, "type": kinds[c]} for c in columns],
            "rows": [{c: plain(row.get(c)) for c in columns} for row in found[:size]],
            "total": total,
            "next": _page(scope, shown_page, view.offset + size) if view.offset + size < total else None,
            "generation": int(generation) if generation else None,
        }
        body = _dumped(document)
        carried = (b"etag", b"cache-control", b"x-ecograph-generation")
        headers = [*_JSON, *((n, kept[n]) for n in carried if n in kept), *CORS, _EXPOSE]
        headers += [(b"link", _links(scope, shown_page, total)), (b"x-total-count", str(total).encode())]
        if len(body) > 1000 and takes_gzip(dict(scope["headers"]).get(b"accept-encoding", b"")):
            body = zlib.compress(body, 1, wbits=31)
            headers.append((b"content-encoding", b"gzip"))
        await out.whole(200, headers, body)

    async def _count(self, scope: Scope, receive: Receive, asked: Asked, text: str) -> int:
        """Return the number of rows of all pages."""
        plain_scope = {**scope, "headers": [(n, v) for n, v in scope["headers"] if n != b"if-none-match"]}
        reply = await self._captured(plain_scope, receive, counted(text, asked.view), asked.generation)
        return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])

    async def _captured(self, scope: Scope, receive: Receive, text: str, generation: str) -> _Reply:
        """Return the whole answer of the endpoint, in SPARQL's JSON.

        Raises:
            _Instead: it answers something else.
        """
        start: dict[str, Any] = {}
        blocks: list[bytes] = []

        async def take(message: Any) -> None:  # noqa: ANN401  # an ASGI message
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                blocks.append(message.get("body", b""))

        headers = [(n, v) for n, v in scope["headers"] if n not in {b"accept", b"accept-encoding"}]
        outer = {**scope, "headers": headers, "method": "GET"}
        await self._endpoint(_inner(outer, text, {"format": "srj", "generation": generation}), receive, take)
        if not start:
            raise ClientGone  # whoever asked has gone: nobody answered
        kept = [(n, v) for n, v in start["headers"] if n.lower() != b"content-length"]
        reply = _Reply(start["status"], kept, b"".join(blocks))
        if reply.status != 200:
            raise _Instead(reply)
        return reply


def read(question: Query, query_string: bytes, accept: str) -> Asked:
    """Return what a request asks of a question.

    Raises:
        CallerError: the address is not UTF-8, or names something twice.
        BadParameter: a filter, a sort key or a number that is none.
        NotAcceptable: no format that the client takes.
    """
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except (UnicodeDecodeError, ValueError) as error:
        raise CallerError("The address is not percent-encoded UTF-8.", remedy="Encode it as UTF-8.") from error
    once: dict[str, str] = {}
    for name, value in pairs:
        if name in {"filter", "sort"}:
            continue
        if name in once:
            raise CallerError(
                Text(nl=f'"{name}" staat er twee keer.', en=f'"{name}" is given twice.'),
                remedy=Text(nl="Geef één waarde.", en="Give it one value."),
            )
        once[name] = value
    view = View.read(
        question.columns,
        filters=[v for n, v in pairs if n == "filter"],
        sort=[v for n, v in pairs if n == "sort"],
        limit=once.get("limit", ""),
        offset=once.get("offset", ""),
    )
    values = {n: v.strip() for n, v in once.items() if n not in VIEW and v.strip()}
    return Asked(question, values, view, _format(accept, once.get("format", "")), once.get("generation", ""))


def _format(accept: str, name: str) -> str:
    """Return the name of the format: what ``?format=`` says, else the Accept header, else plain JSON.

    >>> _format("", ""), _format("text/csv, */*;q=0.1", ""), _format("*/*", "tsv"), _format("text/html,*/*;q=0.8", "")
    ('json', 'csv', 'tsv', 'html')

    Raises:
        NotAcceptable: there is none.
    """
    if name:
        if name.lower() not in FORMATS:
            raise NotAcceptable(
                Text(nl=f'Het formaat "{name}" is er niet.', en=f'There is no format "{name}".'),
                remedy=Text(nl=f"Wel: {', '.join(FORMATS)}.", en=f"There is: {', '.join(FORMATS)}."),
            )
        return name.lower()
    if not negotiation.ranges(accept):
        return "json"
    if negotiation.prefers_html(accept):
        return "html"
    accepted = negotiation.ranges(accept)
    offered = {
        "json": "application/json",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "srj": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
    }
    best = max(offered, key=lambda n: negotiation.quality(accepted, offered[n]))
    if negotiation.quality(accepted, offered[best])[0] > 0:
        return best
    known = ", ".join(offered.values())
    raise NotAcceptable(
        Text(nl="Geen van de gevraagde formaten is er.", en="None of the accepted formats is there."),
        remedy=Text(nl=f"Wel: {known}.", en=f"There is: {known}."),
    )


def _inner(scope: Scope, text: str, options: dict[str, str]) -> Scope:
    """Return the request to the endpoint that a question becomes."""
    query = {"query": text} | {name: value for name, value in options.items() if value}
    headers = [(n, v) for n, v in scope["headers"] if n != b"accept"]
    return {**scope, "path": "/sparql", "query_string": urlencode(query).encode(), "headers": headers}


def _page(scope: Scope, view: View, offset: int) -> str:
    """Return the address of another page of the same answer, on this server."""
    pairs = parse_qsl(scope["query_string"].decode("ascii"), keep_blank_values=True)
    pairs = [(n, v) for n, v in pairs if n not in {"limit", "offset"}]
    return f"{scope['path']}?{urlencode([*pairs, ('limit', view.limit), ('offset', offset)])}"


def _links(scope: Scope, view: View, total: int) -> bytes:
    """Return the Link header of a page (RFC 8288)."""
    assert view.limit is not None  # only pages have links
    last = max(0, (total - 1) // view.limit * view.limit)
    places = {"first": 0, "last": last}
    if view.offset > 0:
        places["prev"] = max(0, view.offset - view.limit)
    if view.offset + view.limit < total:
        places["next"] = view.offset + view.limit
    return ", ".join(f'<{_page(scope, view, at)}>; rel="{rel}"' for rel, at in places.items()).encode()


def _summary(question: Query) -> dict[str, Any]:
    return {
        "id": question.id,
        "notation": question.notation,
        "title": question.title,
        "question": question.question,
        "keywords": list(question.keywords),
        "parameters": [
            {"name": p.name, "type": p.type, "label": p.label, "required": p.required, "example": p.example}
            for p in question.parameters
        ],
        "columns": list(question.columns),
        "answer": f"{PATH}/{question.id}",
        "about": f"{PATH}/{question.id}/about",
        "page": f"/questions/{question.id}",
    }


def _dumped(document: Any) -> bytes:  # noqa: ANN401  # whatever is JSON
    return json.dumps(document, ensure_ascii=False).encode()
