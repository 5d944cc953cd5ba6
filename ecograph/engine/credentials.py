"""How a remote engine is told who asks: Basic, a bearer token, or Digest where it asks for that.

The law of this file: a password leaves only in the form that the engine asked for, and never in an address. Digest
(RFC 7616, MD5 with qop=auth) is what Virtuoso wants for writing; it is answered, not offered.
"""

from __future__ import annotations

import base64
import urllib.request
from dataclasses import dataclass

from ecograph.settings import Settings


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and password, or a token; all may be missing.

    >>> Credentials(user="u", password="p").header()
    'Basic dTpw'
    """

    user: str | None = None
    password: str = ""
    token: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Credentials:
        """Read them from the settings."""
        password = settings.store_password.get_secret_value() if settings.store_password else ""
        token = settings.store_token.get_secret_value() if settings.store_token else None
        return cls(settings.store_user, password, token)

    def header(self) -> str | None:
        """Return the Authorization header to begin with."""
        if self.token is not None:
            return f"Bearer {self.token}"
        if self.user is None:
            return None
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    def answer(self, challenge: str, address: str, method: str) -> str | None:
        """Return the Authorization header that a challenge asks for; None where there is nothing more to say.

        >>> challenge = 'Digest realm="SPARQL", nonce="1f", qop="auth", algorithm="MD5"'
        >>> Credentials("dba", "dba").answer(challenge, "http://h/sparql-auth", "POST").split(",")[0]
        'Digest username="dba"'
        >>> Credentials("dba", "dba").answer('Basic realm="x"', "http://h/", "POST") is None
        True
        """
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() != "digest" or self.user is None:
            return None
        parameters = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
        known = urllib.request.HTTPPasswordMgr()
        known.add_password(parameters.get("realm", ""), address, self.user, self.password)
        handler = urllib.request.AbstractDigestAuthHandler(known)
        request = urllib.request.Request(address, method=method)  # noqa: S310  # never opened: it holds method and path
        found = handler.get_authorization(request, parameters)
        return f"Digest {found}" if found else None
