"""What goes over the wire with an answer: validators, headers, compression; one place, so that every way says the same.

The law of this file: pure functions of what was asked and what was answered; nothing here knows who answers.
"""

from __future__ import annotations

import functools
import hashlib
import zlib

from ecograph.api.answers import KeptAnswer, ReadyAnswer, head_of
from ecograph.api.asgi import CORS, Headers, Scope
from ecograph.engine import embedded, guard
from ecograph.engine.formats import Kind

#: Everything of a GET that decides its answer: query string, Accept, Accept-Encoding, Host, path, scheme, version.
Sent = tuple[bytes, bytes | None, bytes | None, bytes | None, str, str, str]
_VARY = (b"vary", b"Accept, Accept-Encoding")
_COMMON: Headers = [_VARY, *CORS]
_FRESH = (b"cache-control", b"no-cache")
_FOR_GOOD = (b"cache-control", b"public, max-age=31536000, immutable")
_REWRITTEN = (b"x-ecograph-rewritten", b"NOT EXISTS as MINUS")
_NOT_KEPT = (b"cache-control", b"no-store")
#: Headers that speak of a body; 304 has none (RFC 9110 §15.4.5).
OF_BODY = frozenset((b"content-type", b"content-encoding", b"x-ecograph-truncated"))


def as_sent(scope: Scope, headers: dict[bytes, bytes]) -> Sent:
    """Return everything of a GET that decides its answer, unread."""
    return (
        scope["query_string"],
        headers.get(b"accept"),
        headers.get(b"accept-encoding"),
        headers.get(b"host"),
        scope["path"],
        scope.get("scheme", "http"),
        scope.get("http_version", "1.1"),
    )


def as_read(url: bytes, headers: dict[bytes, bytes], scheme: str) -> Sent:
    """Return the same of a GET over HTTP/1.1 whose target has not been taken apart yet."""
    path, _, query = url.partition(b"?")
    accept, encoding, host = headers.get(b"accept"), headers.get(b"accept-encoding"), headers.get(b"host")
    return query, accept, encoding, host, path.decode("latin-1"), scheme, "1.1"


def common(text: str, generation: int | None, tag: str, *, named: bool = False) -> Headers:
    """Return the headers of an answer that its format does not decide.

    Args:
        text: The query.
        generation: The state that answers; None where the engine has none.
        tag: The validator; empty where the answer may not be kept.
        named: The request named the generation, so its answer stays as it is.
    """
    headers = list(_COMMON)
    if generation is not None:
        headers.append((b"x-ecograph-generation", b"%d" % generation))
    if embedded.faster(text):
        headers.append(_REWRITTEN)
    if not tag:
        headers.append(_NOT_KEPT)
        return headers
    headers += ((b"etag", tag.encode()), _FOR_GOOD if named else _FRESH)
    return headers


def complete(kept: KeptAnswer, shared: Headers, types: dict[Kind, str], *, compress: bool) -> tuple[Headers, bytes]:
    """Return headers and body of a complete answer."""
    headers = [(b"content-type", types[kept.kind].encode()), *shared]
    if kept.truncated:
        headers.append((b"x-ecograph-truncated", b"true"))
    if compress and len(kept.body) > 1000:
        return [*headers, (b"content-encoding", b"gzip")], zlib.compress(kept.body, 1, wbits=31)
    return headers, kept.body


@functools.lru_cache(maxsize=256)
def _fixed_head(content_type: str, generation: int, rewritten: bool, tag: bool) -> tuple[bytes, bytes]:
    """Return the headers that many answers share, before and after the validator."""
    shared = common("", generation, "?" if tag else "")
    if rewritten:
        shared.insert(-2 if tag else -1, _REWRITTEN)
    lines = [(b"content-type", content_type.encode()), *shared]
    before, mark, after = b"".join([b"%b: %b\r\n" % line for line in lines]).partition(b"etag: ?")
    return before + mark[:-1], after


def ready(
    sent: Sent,
    text: str,
    kept: KeptAnswer,
    generation: int,
    types: dict[Kind, str],
    variant: object,
    checked: guard.Checked | None,
) -> ReadyAnswer:
    """Return a complete answer as it goes over the wire, as ``common`` and ``complete`` have it, at less cost.

    Args:
        sent: The request.
        text: The query.
        kept: The answer.
        generation: The state that answered.
        types: The Content-Type per kind of answer.
        variant: What decides the answer besides generation and query.
        checked: What the guard said of the query; None: it is a lookup from memory, which no engine has read.
    """
    digest = guard.fingerprint(text) if checked is None else checked.digest
    tag = "" if checked is not None and checked.volatile else etag(generation, digest, variant)
    encoding = sent[2]
    if kept.truncated or (encoding is not None and takes_gzip(encoding)):
        headers, body = complete(
            kept, common(text, generation, tag), types, compress=encoding is not None and takes_gzip(encoding)
        )
        return ReadyAnswer(head_of(headers, body), body, tag, digest, kept.rows, generation)
    rewritten = checked is not None and embedded.faster(text) is not None
    before, after = _fixed_head(types[kept.kind], generation, rewritten, tag != "")
    head = b"%b%b%bcontent-length: %d\r\n\r\n" % (before, tag.encode(), after, len(kept.body))
    return ReadyAnswer(head, kept.body, tag, digest, kept.rows, generation)


@functools.lru_cache(maxsize=64)
def base_of(scheme: str, host: bytes, path: str) -> str:
    """Return what relative IRIs of a query are relative to: the address that it was sent to."""
    return f"{scheme}://{host.decode('latin-1')}{path}"


def etag(generation: int, digest: str, variant: object) -> str:
    """Return a weak validator: the same generation, query and variant (dataset, format, …) give the same statements.

    Weak, since the compressed and the plain form share it, and the order of rows is the engine's.
    """
    return f'W/"g{generation}-{digest}{_brief(variant)}"'


@functools.lru_cache(maxsize=1024)
def _brief(variant: object) -> str:
    return hashlib.blake2b(repr(variant).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def matches(header: bytes, tag: str) -> bool:
    """Return whether If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison).

    >>> matches(b'"a", W/"b"', 'W/"b"'), matches(b"*", 'W/"b"'), matches(b'"c"', 'W/"b"')
    (True, True, False)
    """
    if not header:
        return False
    bare = tag.removeprefix("W/")
    given = [t.strip().removeprefix("W/") for t in header.decode("latin-1").split(",")]
    return "*" in given or bare in given


def takes_gzip(header: bytes) -> bool:
    """Return whether Accept-Encoding takes gzip.

    >>> takes_gzip(b"br, gzip;q=0.5"), takes_gzip(b"gzip;q=0"), takes_gzip(b"")
    (True, False, False)
    """
    for member in header.decode("latin-1").lower().split(",") if header else ():
        coding, _, parameter = member.strip().partition(";")
        if coding in {"gzip", "*"}:
            return parameter.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
