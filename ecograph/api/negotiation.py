"""Which format an answer gets: one table, one rule.

The law of this file: ``?format=`` wins over the Accept header; in the header the highest quality wins, then what is
more specific, then the server's order (RFC 9110 §12.5.1). What a client does not take, it does not get.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ecograph.engine.formats import BY_NAME, KINDS, Format, Kind, formats_for
from ecograph.engine.store import Accepts
from ecograph.errors import NotAcceptable


@dataclass(frozen=True, slots=True)
class Range:
    """One member of an Accept header: ``text/*;q=0.5`` is type ``text``, subtype ``*``, quality 0.5."""

    type: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> int:
        """Return how specifically this range names a media type: 0 not at all, 1 ``*/*``, 2 ``text/*``, 3 exactly."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != main:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == sub)


@functools.lru_cache(maxsize=512)
def ranges(header: str) -> tuple[Range, ...]:
    """Parse an Accept header; members that are not of its grammar are passed over.

    >>> ranges("text/turtle;q=0.5, */*;q=0.1")
    (Range(type='text', subtype='turtle', quality=0.5), Range(type='*', subtype='*', quality=0.1))
    """
    found = []
    for member in header.split(","):
        media_type, *parameters = (part.strip() for part in member.split(";"))
        main, slash, sub = media_type.lower().partition("/")
        if not slash or not main or not sub:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append(Range(main, sub, quality))
    return tuple(found)


def quality(accepted: tuple[Range, ...], media_type: str) -> tuple[float, int]:
    """Return the quality that a client gives a media type, and how specifically it named it."""
    best = max(((r.fits(media_type), r.quality) for r in accepted), default=(0, 0.0))
    return (best[1], best[0]) if best[0] else (0.0, 0)


def choose(kind: Kind, accept: str) -> tuple[Format, str] | None:
    """Return the format of an answer and the media type to call it by; None where the client takes none.

    >>> choose("graph", "text/html, application/rdf+xml;q=0.9, */*;q=0.1")[0].name
    'rdf'
    >>> choose("solutions", "application/xml")[1]
    'application/xml'
    >>> choose("boolean", "text/turtle") is None
    True
    """
    accepted = ranges(accept)
    if not accepted:
        first = formats_for(kind)[0]
        return first, first.media_type
    best: tuple[float, int] = (0.0, 0)
    found: tuple[Format, str] | None = None
    for candidate in formats_for(kind):
        for name in (candidate.media_type, *candidate.aliases):
            value = quality(accepted, name)
            alias_by_wildcard = name != candidate.media_type and value[1] < 3
            if value[0] > 0 and value > best and not alias_by_wildcard:
                best, found = value, (candidate, name)
    return found


def prefers_html(accept: str) -> bool:
    """Return whether a person in a browser asks.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), prefers_html("*/*")
    (True, False)
    """
    accepted = ranges(accept)
    html = quality(accepted, "text/html")
    return html[1] >= 2 and all(html >= quality(accepted, f.media_type) for f in formats_for("graph"))


@functools.lru_cache(maxsize=1024)
def accepts(accept: str, name: str = "") -> tuple[Accepts, dict[Kind, str]]:
    """Return the format per kind of answer, and the Content-Type that goes with it.

    Args:
        accept: The Accept header; empty: the client takes anything.
        name: The value of ``?format=``: a short name (``csv``) or a media type.

    Raises:
        NotAcceptable: ``name`` names no format of ours.
    """
    if name:
        wanted = BY_NAME.get(name.lower())
        if wanted is None and "/" not in name:
            raise NotAcceptable(f'There is no format "{name}".', remedy=f"Known: {', '.join(sorted(BY_NAME))}.")
        accept = name
        if wanted is not None:
            own = {k: (wanted, wanted.media_type) for k in KINDS if k in wanted.kinds}
            if "boolean" not in own and wanted.kinds == {"solutions"}:
                own["boolean"] = (BY_NAME["json"], BY_NAME["json"].media_type)  # ASK has no CSV or TSV
            return _packed(own)
    chosen = {kind: choose(kind, accept) for kind in KINDS}
    return _packed({k: v for k, v in chosen.items() if v})


def _packed(chosen: dict[Kind, tuple[Format, str]]) -> tuple[Accepts, dict[Kind, str]]:
    media = {kind: pair[0].media_type for kind, pair in chosen.items()}
    types = {
        kind: f"{called}; charset=utf-8" if called.startswith("text/") else called
        for kind, (_, called) in chosen.items()
    }
    return Accepts(media.get("solutions"), media.get("boolean"), media.get("graph")), types
