"""Questions to other sources on the web: only those on a list, only over checked connections.

The law of this file: nobody can make this machine talk to an address that is not on the list. A request goes to a
known host, over HTTPS, to a public address that was checked and is the one connected to; it follows no redirect, and
ends at a limit of time and size. ``SERVICE`` inside a query stays off: the engine's own requests cannot be checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import time
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.errors import LimitReached, Place, QueryRefused, StoreError, UnknownName
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Source:
    """One source that may be asked: its address, and whether it answers SPARQL."""

    name: str
    url: str
    title: Text
    sparql: bool = True

    @property
    def host(self) -> str:
        """Return its host, the only one that is ever connected to for it."""
        return urllib.parse.urlsplit(self.url).hostname or ""


SOURCES: dict[str, Source] = {
    s.name: s
    for s in (
        Source(
            "wikidata",
            "https://query.wikidata.org/sparql",
            Text(nl="Wikidata", en="Wikidata"),
        ),
        Source(
            "cordis",
            "https://cordis.europa.eu/datalab/sparql",
            Text(nl="CORDIS: Europese onderzoeksprojecten (EURIO)", en="CORDIS: European research projects (EURIO)"),
        ),
        Source(
            "kohesio",
            "https://query.linkedopendata.eu/sparql",
            Text(nl="Kohesio: projecten van het cohesiebeleid", en="Kohesio: projects of cohesion policy"),
        ),
        Source(
            "tooi",
            "https://api.standaarden.overheid.nl/v1/overheidsorganisaties/",
            Text(nl="TOOI: overheidsorganisaties", en="TOOI: government organisations"),
            sparql=False,
        ),
        Source(
            "tooi-lists",
            "https://repository.officiele-overheidspublicaties.nl/waardelijsten/",
            Text(nl="TOOI: waardelijsten", en="TOOI: value lists"),
            sparql=False,
        ),
        Source(
            "ror",
            "https://api.ror.org/v2/organizations",
            Text(nl="ROR: onderzoeksorganisaties", en="ROR: research organisations"),
            sparql=False,
        ),
        Source(
            "eurostat",
            "https://ec.europa.eu/eurostat/api/dissemination/",
            Text(nl="Eurostat: statistieken", en="Eurostat: statistics"),
            sparql=False,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost."""

    seconds: float = 20.0
    megabytes: float = 20.0


class Answer(Protocol):
    """What is read of an answer: its status, a header, and its bytes."""

    status: int

    def getheader(self, name: str) -> str | None:
        """Return a header."""

    def read(self, amount: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


#: Finds the addresses of a host; opens a checked address and returns the answer.
Resolver = Callable[[str], Iterable[str]]
Opener = Callable[["Request", str, float], Answer]


@dataclass(frozen=True, slots=True)
class Request:
    """One request that passed the checks of its address."""

    host: str
    path: str
    accept: str
    body: bytes | None = None


def addresses(host: str) -> list[str]:
    """Return the addresses that the name service gives for a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Return whether an address is out in the public network.

    >>> is_public("10.0.0.1"), is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("185.15.59.224")
    (False, False, False, True)
    >>> is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1"), is_public("2002:7f00:1::")
    (False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in ipaddress.ip_network("64:ff9b::/96") or ip in ipaddress.ip_network("2002::/16"):
            return False  # an IPv4 address in disguise (NAT64, 6to4)
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def checked(address: str, *, accept: str = "application/json", body: bytes | None = None) -> Request:
    """Return the request for an address that is on the list.

    Raises:
        QueryRefused: another host, another protocol, a port, or a name and password in the address.
    """
    parts = urllib.parse.urlsplit(address)
    host = (parts.hostname or "").lower()
    known = {s.host for s in SOURCES.values()}
    plain = parts.netloc.lower() == host and not any(c in address for c in "\r\n\t \\")
    if parts.scheme != "https" or not plain or host not in known:
        raise QueryRefused(
            Text(nl=f"{address[:200]} mag niet bevraagd worden.", en=f"{address[:200]} may not be asked."),
            remedy=Text(
                nl=f"Op de lijst, over HTTPS: {', '.join(sorted(known))}.",
                en=f"On the list, over HTTPS: {', '.join(sorted(known))}.",
            ),
        )
    path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Request(host, path, accept, body)


def fetch(
    address: str,
    *,
    accept: str = "application/json",
    body: bytes | None = None,
    limits: Limits | None = None,
    resolver: Resolver = addresses,
    opener: Opener | None = None,
) -> bytes | None:
    """Return what an address on the list answers; nothing where it answers 404 or 410.

    Raises:
        QueryRefused: the address is not on the list, leads to a private address, or answers with a redirect.
        LimitReached: the answer took too long or was too large.
        StoreError: the source is out of reach, or answers with an error.
    """
    limits = limits or Limits()
    request = checked(address, accept=accept, body=body)
    deadline = time.monotonic() + limits.seconds
    try:
        target = _public_address(request.host, resolver)
        answer = (opener or _open)(request, target, limits.seconds)
        return _read(request, answer, limits, deadline)
    except TimeoutError as error:
        raise LimitReached(
            Text(
                nl=f"{request.host} antwoordde niet binnen {limits.seconds:g} seconden.",
                en=f"{request.host} did not answer within {limits.seconds:g} seconds.",
            ),
            remedy=Text(nl="Vraag minder, of later.", en="Ask less, or later."),
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(
            Text(nl=f"{request.host} is van hieruit niet bereikbaar.", en=f"{request.host} is out of reach from here."),
            place=Place(iri=address),
            remedy=Text(
                nl="Is er een netwerk? Alles in de doos werkt ook zonder.",
                en="Is there a network? Everything in the box works without one.",
            ),
        ) from error


def download(address: str) -> bytes | None:
    """Return a file of a publisher on the list: what ``registers.diff`` and ``registers.refresh`` fetch with.

    A register is larger than an answer to a question, so a minute and 100 MB are allowed.
    """
    return fetch(address, accept="*/*", limits=Limits(seconds=60, megabytes=100))


def _public_address(host: str, resolver: Resolver) -> str:
    """Return the address to connect to; each that the name service gives must be public."""
    found = [*resolver(host)]
    if not found or not all(is_public(a) for a in found):
        raise QueryRefused(
            Text(
                nl=f"{host} leidt naar een adres dat niet openbaar is.",
                en=f"{host} leads to an address that is not public.",
            ),
            remedy=Text(nl="Vraag de beheerder.", en="Ask the operator."),
        )
    return found[0]


def _open(request: Request, target: str, seconds: float) -> Answer:
    """Open a connection to the checked address, with the certificate of the host that was asked for."""
    context = ssl.create_default_context()
    raw = socket.create_connection((target, 443), timeout=seconds)
    connection = http.client.HTTPSConnection(request.host, timeout=seconds, context=context)
    try:
        connection.sock = context.wrap_socket(raw, server_hostname=request.host)
    except BaseException:
        raw.close()
        raise
    headers = {"Accept": request.accept, "User-Agent": "EcoGraph (https://w3id.org/ecograph/)"}
    if request.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if request.body is not None else "GET", request.path, request.body, headers)
    return connection.getresponse()


def _read(request: Request, answer: Answer, limits: Limits, deadline: float) -> bytes | None:
    if 300 <= answer.status < 400:
        raise QueryRefused(
            Text(
                nl=f"{request.host} verwijst door naar een ander adres, en dat wordt niet gevolgd.",
                en=f"{request.host} sends on to another address, which is not followed.",
            ),
            remedy=Text(
                nl="Meld het: het adres op de lijst is verouderd.",
                en="Report it: the address on the list is out of date.",
            ),
        )
    if answer.status in {404, 410}:
        return None
    if answer.status != 200:
        raise StoreError(
            Text(
                nl=f"{request.host} antwoordt met status {answer.status}.",
                en=f"{request.host} answers with status {answer.status}.",
            ),
            remedy=Text(nl="Probeer het later opnieuw.", en="Try again later."),
        )
    most = int(limits.megabytes * 1e6)
    if int(answer.getheader("Content-Length") or 0) > most:
        raise LimitReached(
            Text(
                nl=f"Het antwoord van {request.host} is groter dan {limits.megabytes:g} MB.",
                en=f"The answer of {request.host} is larger than {limits.megabytes:g} MB.",
            ),
            remedy=Text(nl="Vraag minder.", en="Ask less."),
        )
    content = bytearray()
    while part := answer.read(65536):
        content += part
        if len(content) > most:
            raise LimitReached(
                Text(
                    nl=f"Het antwoord van {request.host} is groter dan {limits.megabytes:g} MB.",
                    en=f"The answer of {request.host} is larger than {limits.megabytes:g} MB.",
                ),
                remedy=Text(nl="Vraag minder.", en="Ask less."),
            )
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(content)


def answer(name: str, query: str, *, limits: Limits | None = None, **how: object) -> bytes:
    """Return what a source answers to a SELECT or ASK: SPARQL results as JSON.

    Raises:
        UnknownName: no source has that name.
        QueryRefused: the source answers no SPARQL.
        LimitReached, StoreError: see ``fetch``.
    """
    if name not in SOURCES:
        raise UnknownName(Text(nl="bron", en="source"), name, list(SOURCES))
    source = SOURCES[name]
    if not source.sparql:
        raise QueryRefused(
            Text(nl=f"{source.title['nl']} beantwoordt geen SPARQL.", en=f"{source.title['en']} answers no SPARQL."),
            remedy=Text(nl="Gebruik de eigen interface van de bron.", en="Use its own interface."),
        )
    content = fetch(
        source.url,
        accept="application/sparql-results+json",
        body=urllib.parse.urlencode({"query": query}).encode(),
        limits=limits,
        **how,  # type: ignore[arg-type]
    )
    try:
        found = parse_query_results(content or b"", QueryResultsFormat.JSON)
        if isinstance(found, QuerySolutions):
            for _ in found:  # every row must be readable before any is used
                pass
    except (ValueError, SyntaxError) as error:
        raise StoreError(
            Text(
                nl=f"{source.host} antwoordt iets anders dan SPARQL-resultaten.",
                en=f"{source.host} answers something else than SPARQL results.",
            ),
            remedy=Text(nl="Probeer het later opnieuw.", en="Try again later."),
        ) from error
    return content or b""


def ask(name: str, query: str, *, limits: Limits | None = None, **how: object) -> list[dict[str, str]]:
    """Return the rows of a SELECT at a source, as strings by variable; raises as ``answer``."""
    rows = json.loads(answer(name, query, limits=limits, **how))["results"]["bindings"]
    return [{v: str(cell["value"]) for v, cell in row.items()} for row in rows]
