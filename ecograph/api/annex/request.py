"""A plain question, read from the bytes of its request by two expressions.

The law of this file: it takes less than HTTP allows, and everything that it takes, the web server reads alike: one
whole GET of ``/sparql?query=…`` with no other parameter and no body, over HTTP/1.1, on a connection that stays.
"""

from __future__ import annotations

import re

_TARGET = rb"[A-Za-z0-9%+._~!$'()*,;:@/?=-]"
_TOKEN = rb"[A-Za-z0-9!#$%&'*+.^_`|~-]"
_REQUEST = re.compile(
    rb"GET (/sparql\?query=%b+) HTTP/1\.1\r\n((?:%b+:[\t -~\x80-\xff]*\r\n)+)\r\n" % (_TARGET, _TOKEN)
)
#: Headers of a request that is more than its head, or came by another scheme than its connection has.
BODY = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"x-forwarded-proto"))
_MORE = BODY | {b"if-none-match"}


def read(data: bytes) -> tuple[bytes, bytes] | None:
    r"""Return target and header lines of a request; None if it is anything but one whole plain question.

    >>> read(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n\r\n")
    (b'/sparql?query=ASK%7B%7D', b'Host: a\r\n')
    >>> read(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n") is None
    True
    """
    found = _REQUEST.fullmatch(data)
    return None if found is None else (found[1], found[2])


def headers_of(lines: bytes) -> dict[bytes, bytes] | None:
    r"""Return the headers by their names in small letters; None if one of them asks for more.

    >>> headers_of(b"Host: a\r\nAccept: text/csv\r\n")
    {b'host': b'a', b'accept': b'text/csv'}
    >>> headers_of(b"Host: a\r\nHost: b\r\n"), headers_of(b"Host: a\r\nExpect: 100-continue\r\n")
    (None, None)
    """
    found: dict[bytes, bytes] = {}
    for line in lines.split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        name, value = name.lower(), value.lstrip(b" \t")
        if name in found or name in _MORE or value[-1:] in {b" ", b"\t"}:  # which a parser may keep
            return None
        found[name] = value
    stays = found.get(b"connection", b"keep-alive").lower() == b"keep-alive"
    return found if found.get(b"host") and stays else None
