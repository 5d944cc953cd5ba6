"""The .rq files as records: header, parameters, columns.

The law of this file: a query is data. Its text is never formatted; a parameter is bound as an RDF term, written by
the engine's own serialiser in the place of ``$name``.

A file opens with a YAML header in ``#+`` comments::

    #+ title: {nl: "…", en: "…"}
    #+ question: {nl: "…", en: "…"}
    #+ keywords: [preconditions, gaps]
    #+ params:
    #+   ecosystem: {type: iri, required: false, example: "id:emmen-chemistry", label: {nl: …, en: …}}
    #+ columns: [precondition, level]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph import assets
from ecograph.errors import CallerError, UnknownName
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_XSD = PREFIXES["xsd"]
_DATATYPES = {"string": "string", "integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean"}
_LEXICAL = {
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "boolean": re.compile(r"true|false|1|0"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One typed parameter of a query: ``iri``, ``string``, ``integer``, ``decimal``, ``date`` or ``boolean``."""

    name: str
    type: str
    label: Text
    required: bool = False
    example: str = ""
    scheme: str = ""

    def term(self, text: str) -> NamedNode | Literal:
        """Return the RDF term that ``text`` stands for.

        An IRI may be written in full, with a prefix of ours, or as the short name that people use.

        >>> Parameter("ecosystem", "iri", Text(nl="e", en="e")).term("emmen-chemistry").value
        'https://w3id.org/ecograph/id/emmen-chemistry'
        >>> Parameter("sphere", "iri", Text(nl="s", en="s"), scheme="sphere").term("Government").value
        'https://w3id.org/ecograph/vocab/sphere/Government'

        Raises:
            CallerError: the text is not of the parameter's type.
        """
        if self.type == "iri":
            return NamedNode(expand(self._name(text)))
        if self.type in _LEXICAL and not _LEXICAL[self.type].fullmatch(text):
            raise CallerError(
                Text(
                    nl=f'Parameter "{self.name}" is van het type {self.type}; "{text}" is dat niet.',
                    en=f'Parameter "{self.name}" takes a value of type {self.type}, not "{text}".',
                ),
                remedy=Text(nl=f"Voorbeeld: {self.example}.", en=f"Example: {self.example}.") if self.example else None,
            )
        return Literal(text, datatype=NamedNode(_XSD + _DATATYPES[self.type]))

    def _name(self, text: str) -> str:
        """Return a short name as the IRI that people mean by it: ``emmen-chemistry``, ``P04``, ``Government``."""
        if ":" in text:
            return text
        if self.name == "precondition":
            from ecograph.engine.knowledge import load

            by_notation = {rule.notation: rule.iri.value for rule in load().rules}
            return by_notation.get(text.upper(), "pre:" + text)
        return f"{self.scheme or 'id'}:{text}"


@dataclass(frozen=True, slots=True)
class Query:
    """One .rq file."""

    id: str
    kind: str
    title: Text
    question: Text
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    path: Path
    notation: str = ""

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the SPARQL text with prefixes and with the parameters in their places.

        A parameter that is not given and not required stays a variable: any value fits.

        Raises:
            CallerError: an unknown or missing parameter, or a value of the wrong type.
        """
        known = {p.name: p for p in self.parameters}
        for name in values:
            if name not in known:
                kind = Text(nl=f'parameter van de vraag "{self.id}"', en=f'parameter of the question "{self.id}"')
                raise UnknownName(kind, name, sorted(known))
        missing = [p.name for p in self.parameters if p.required and not values.get(p.name)]
        if missing:
            names = ", ".join(missing)
            raise CallerError(
                Text(nl=f'De vraag "{self.id}" heeft nodig: {names}.', en=f'The question "{self.id}" needs: {names}.')
            )
        terms = {name: str(known[name].term(value)) for name, value in values.items() if value}
        body = re.sub(r"\$(\w+)", lambda m: terms.get(m[1], m[0]), self.text)
        return with_prefixes(body)


def expand(text: str) -> str:
    """Return the IRI that a prefixed name of ours stands for; an IRI is checked and returned.

    >>> expand("level:Absent")
    'https://w3id.org/ecograph/vocab/level/Absent'

    Raises:
        CallerError: it is neither.
    """
    prefix, colon, local = text.strip("<>").partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else text.strip("<>")
    if not _is_iri(iri):
        raise CallerError(
            Text(nl=f'"{text}" is geen IRI.', en=f'"{text}" is not an IRI.'),
            remedy=Text(
                nl="Schrijf hem voluit, of met een van onze voorvoegsels.",
                en="Write it in full, or with one of our prefixes.",
            ),
        )
    return iri


def _is_iri(text: str) -> bool:
    """Whether an engine takes the text as an IRI (RFC 3987): ``https://[`` has the characters and is none."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*", text):
        return False
    try:
        NamedNode(text)
    except ValueError:  # lone surrogates too: UnicodeEncodeError is one
        return False
    return True


def with_prefixes(text: str) -> str:
    """Return the query with a declaration for each prefix of ours that it uses and does not declare.

    Lines stay where they are: the declarations go in front of the first line, so an error's line number holds.
    """
    declared = set(re.findall(r"\bPREFIX\s+(\w*)\s*:", text, flags=re.IGNORECASE))
    code = re.sub(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|<[^<>\s]*>|#[^\n]*', " ", text)
    used = {m for m in re.findall(r"(?<![\w:])([A-Za-z]\w*):", code) if m in PREFIXES} - declared
    head = " ".join(f"PREFIX {p}: <{PREFIXES[p]}>" for p in sorted(used))
    return f"{head} {text}" if head else text


def load(path: Path) -> Query:
    """Read one .rq file.

    Raises:
        ValueError: the header is missing or incomplete (a fault of the file's author).
    """
    import yaml

    text = path.read_text(encoding="utf-8")
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    header: dict[str, Any] = yaml.load("\n".join(lines), loader) or {}  # noqa: S506  # both are safe
    missing = {"title", "question", "columns"} - set(header)
    if missing:
        raise ValueError(f"{path.name}: the header lacks {', '.join(sorted(missing))}")
    parameters = tuple(
        Parameter(
            name,
            str(spec.get("type", "string")),
            Text(**spec["label"]),
            bool(spec.get("required", False)),
            str(spec.get("example", "")),
            str(spec.get("scheme", "")),
        )
        for name, spec in (header.get("params") or {}).items()
    )
    return Query(
        id=path.stem,
        kind=path.parent.name,
        title=Text(**header["title"]),
        question=Text(**header["question"]),
        keywords=tuple(header.get("keywords", ())),
        parameters=parameters,
        columns=tuple(header["columns"]),
        text=text,
        path=path,
        notation=str(header.get("notation", "")),
    )


@functools.cache
def catalogue(kind: str = "questions") -> dict[str, Query]:
    """Return all queries of one kind, by id, in the order of their notation and name."""
    found = (load(path) for path in sorted((assets.queries() / kind).glob("*.rq")))
    return {q.id: q for q in sorted(found, key=lambda q: (len(q.notation), q.notation, q.id))}


def ready() -> dict[str, Query]:
    """Return every ready question that a user can ask: the 48, and those about regional statistics."""
    return {**catalogue("questions"), **catalogue("statistics")}


def named(name: str, kind: str = "questions") -> Query:
    """Return one query by its id.

    Raises:
        UnknownName: with the nearest ids.
    """
    queries = ready() if kind == "questions" else catalogue(kind)
    if name not in queries:
        raise UnknownName(Text(nl="vraag", en="question"), name, list(queries))
    return queries[name]
