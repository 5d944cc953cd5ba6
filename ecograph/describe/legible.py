"""A description as Turtle that people read: short names, a blank line between things, no prefix that is not used.

The law of this file: what it writes is the graph, triple by triple; only the spelling is ours.
"""

from __future__ import annotations

import re
from collections import Counter

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from ecograph.describe.description import Description
from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES

#: A prefixed name with a slash in it, which is harder to read than the IRI; no text of Turtle can hold "\/".
_SLASHED = re.compile(r"\b([a-z]+):([\w-]+(?:\\/[\w-]+)+)(?= )")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def turtle(description: Description) -> bytes:
    """Return a description as Turtle, with a prefix for each folder of its IRIs (``actor:``, ``initiative:``, …)."""
    out = serialize(description.graph, format=RdfFormat.TURTLE, prefixes=prefixes(description))
    lines = (out or b"").decode().split("\n")
    # Each triple of Oxigraph's Turtle is one line: line breaks in texts are escaped.
    spaced = (_SLASHED.sub(_in_full, re.sub(r"^\t+", lambda m: "    " * len(m[0]), line)) for line in lines)
    text = "\n".join(line + "\n" if line.endswith(" .") and not line.startswith("@prefix") else line for line in spaced)
    return re.sub(r"(?m)^(@prefix .*\n)(?!@prefix)", r"\1\n", text, count=1).strip().encode() + b"\n"


def prefixes(description: Description) -> dict[str, str]:
    """Return the prefixes that a description uses, ours first; ``p:`` is what lies below the description itself."""
    used = Counter(_space(iri) for iri in _iris(description.graph))
    ours = {name: space for name, space in PREFIXES.items() if space in used}
    ours["p"] = description.iri.value + "/"
    base = description.ecosystem.value + "/"
    for space in used:
        folder = space.removeprefix(base).removesuffix("/")
        if (
            space.startswith(base)
            and _PLAIN.fullmatch(folder)
            and folder not in PREFIXES
            and space not in ours.values()
        ):
            ours[folder] = space
    return ours


def _in_full(match: re.Match[str]) -> str:
    space = PREFIXES.get(match[1])
    return f"<{space}{match[2].replace(chr(92), '')}>" if space else match[0]


def _iris(graph: Graph) -> set[str]:
    found: set[str] = set()
    for triple in graph:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                found.add(term.value)
            elif isinstance(term, Literal):
                found.add(term.datatype.value)
            else:
                assert isinstance(term, BlankNode)  # no quoted triples come this far
    return found


def _space(iri: str) -> str:
    """Return an IRI up to its last ``#`` or ``/``."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
