"""The dataset of an update, given beside its text (SPARQL 1.1 Protocol §2.2.3).

The law of this file: an engine that takes no dataset for an update is given USING clauses; nothing else of the text
changes, and a text that names a dataset of its own is refused, as the protocol says.
"""

from __future__ import annotations

from ecograph.engine.guard import Token, tokens
from ecograph.errors import CallerError
from ecograph.texts import Text


def with_using(text: str, default: tuple[str, ...], named: tuple[str, ...]) -> str:
    """Return the update with USING and USING NAMED in each operation that has a WHERE.

    >>> with_using("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", ("http://g/1",), ())
    'INSERT { ?s ?p ?o } USING <http://g/1> WHERE { ?s ?p ?o }'
    >>> with_using("DELETE WHERE { ?s ?p ?o }", ("http://g/1",), ())
    'DELETE { ?s ?p ?o } USING <http://g/1> WHERE { ?s ?p ?o }'

    Raises:
        CallerError: the text has USING or WITH itself.
    """
    found = [t for t in tokens(text) if t.kind in {"word", "open", "close"}]
    words = {t.text.upper() for t in found if t.kind == "word"}
    if words & {"USING", "WITH"}:
        raise CallerError(
            Text(
                nl="De wijziging noemt zelf grafen (USING of WITH) en het verzoek ook.",
                en="Both the update (USING or WITH) and the request name graphs.",
            ),
            remedy=Text(nl="Noem ze op één plek.", en="Name them in one place."),
        )
    clause = "".join(f"USING <{g}> " for g in default) + "".join(f"USING NAMED <{g}> " for g in named)
    out, at, depth = [], 0, 0
    before: Token | None = None
    for index, token in enumerate(found):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
        elif token.text.upper() == "WHERE" and depth == 0:
            out.append(text[at : token.start])
            at = token.start
            if before is not None and before.kind == "word" and before.text.upper() == "DELETE":
                out.append(_group(text, found, index + 1) + " ")
            out.append(clause)
        before = token
    return "".join([*out, text[at:]])


def _group(text: str, found: list[Token], start: int) -> str:
    """Return the text of the braces that begin at a token."""
    depth = 0
    for token in found[start:]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.kind == "close":
            return text[found[start].start : token.start + 1]
    return ""
