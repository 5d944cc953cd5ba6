"""Who may write, and the log of what was written.

The law of this file: writing is off until the operator switches it on; a writer shows a bearer token, never a cookie,
so no page of another site can write in somebody's name; every write leaves a line that says who, when and what.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from ecograph.api.asgi import Headers, Scope, client_of
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Store
from ecograph.errors import CallerError
from ecograph.settings import Settings
from ecograph.terms import SITE
from ecograph.texts import Text

_SHOWN = 2000


class WritingOff(CallerError):
    """Writing is switched off."""

    status = 403
    code = "forbidden"

    def __init__(self) -> None:
        super().__init__(
            Text(nl="Schrijven staat hier uit.", en="Writing is switched off here."),
            remedy=Text(
                nl="De beheerder zet het aan met --writable en een token.",
                en="The operator switches it on with --writable and a token.",
            ),
        )


class Unauthorised(CallerError):
    """No token, or a wrong one."""

    status = 401
    code = "unauthorised"

    def __init__(self) -> None:
        super().__init__(
            Text(nl="Schrijven kan alleen met een geldig token.", en="Writing takes a valid token."),
            remedy=Text(nl="Stuur: Authorization: Bearer <token>.", en="Send: Authorization: Bearer <token>."),
        )


class ForeignPage(CallerError):
    """A page of another site asks a service that takes writes without a token."""

    status = 403
    code = "forbidden"


def authorise(settings: Settings, headers: dict[bytes, bytes]) -> str:
    """Return who writes, as the log shall call them: a fingerprint of the token, or ``anybody``.

    Raises:
        WritingOff: nobody may write.
        Unauthorised: this one may not.
        ForeignPage: a browser sends it from a page of another site (DNS rebinding and request forgery).
    """
    if not settings.writable:
        raise WritingOff
    if settings.token is None:
        origin = headers.get(b"origin", b"").decode("latin-1")
        host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname or ""
        if (origin and urlsplit(origin).hostname != host) or not _local(host):
            raise ForeignPage(
                Text(
                    nl="Schrijven zonder token kan alleen vanaf deze machine zelf.",
                    en="Writing without a token is for this machine alone.",
                ),
                remedy=Text(nl="Start de dienst met een token.", en="Start the service with a token."),
            )
        return "anybody"
    scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
    secret = settings.token.get_secret_value().encode()
    if scheme.lower() != b"bearer" or not hmac.compare_digest(given.strip(), secret):
        raise Unauthorised
    return "token:" + hashlib.sha256(secret).hexdigest()[:8]


def _local(host: str) -> bool:
    """Return whether a Host header names this machine."""
    return host in {"localhost", "::1", "testserver"} or host.startswith("127.")


def validated(findings: Sequence[Mapping[str, object]]) -> Headers:
    """Return the headers that say what a write added to what is wrong; none where it added nothing."""
    if not findings:
        return []
    meaning = f'<{SITE}problem/not-well-formed>; rel="describedby"'
    return [(b"x-ecograph-validation-results", str(len(findings)).encode()), (b"link", meaning.encode())]


def audit(
    store: Store, scope: Scope, who: str, what: dict[str, Any], findings: Sequence[Mapping[str, object]] = ()
) -> None:
    """Add one line to the log of writes, beside the data; with what the write added to what is wrong."""
    if not isinstance(store, EmbeddedStore):
        return
    text = str(what.get("text", ""))
    if text:
        what = what | {"sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text[:_SHOWN]}
    if findings:
        what = what | {"validation_results": len(findings), "validation": list(findings[:20])}
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"when": when, "who": who, "from": client_of(scope), **what}, ensure_ascii=False)
    with (store.data_dir / "audit.log").open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
