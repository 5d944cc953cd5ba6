"""A user's own preconditions and profiles: what a file must hold before anything is computed with it.

The law of this file: a mistake is told with its file and its remedy, and never becomes a level. A shape that does not
exist would let every ecosystem conform.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Store

from ecograph.engine.facts import Facts
from ecograph.engine.graph import Graph, read
from ecograph.engine.queries import with_prefixes
from ecograph.errors import DataError, Place
from ecograph.terms import shorten
from ecograph.texts import Text

_SHAPES = ("eco:sufficientWhen", "eco:partialWhen", "eco:applicableWhen")


def read_own(paths: tuple[Path, ...], shipped: Graph) -> Graph:
    """Return the triples of a user's files.

    Args:
        paths: Turtle files (or another RDF format).
        shipped: Our vocabularies, preconditions and shapes, which a file may refer to.

    Raises:
        SyntaxProblem: a file does not parse.
        DataError: a precondition lacks a label, its shape or its notation; a shape, precondition or threshold is named
            that does not exist; a query does not parse; or there is nothing in the file.
    """
    graphs = {path: read(path).triples for path in paths}
    everything = Facts(tuple(dict.fromkeys((*shipped, *(t for g in graphs.values() for t in g)))))
    for path, graph in graphs.items():
        for message, remedy in _faults(Facts(graph), everything):
            raise DataError(message, place=Place(file=str(path)), remedy=remedy)
    return tuple(t for graph in graphs.values() for t in graph)


def _faults(own: Facts, everything: Facts) -> Iterator[tuple[Text, Text]]:
    preconditions, profiles = own.of_class("eco:Precondition"), own.of_class("eco:PreconditionProfile")
    if not preconditions and not profiles:
        yield (
            Text(
                nl="Het bestand bevat geen randvoorwaarde en geen profiel.",
                en="The file holds no precondition and no profile.",
            ),
            Text(
                nl="Beschrijf een eco:Precondition of een eco:PreconditionProfile (docs/own-preconditions.md).",
                en="Describe an eco:Precondition or an eco:PreconditionProfile (docs/own-preconditions.md).",
            ),
        )
    for node in preconditions:
        yield from _precondition(node, own, everything)
    for node in profiles:
        yield from _profile(node, own, everything)


def _precondition(node: NamedNode, own: Facts, everything: Facts) -> Iterator[tuple[Text, Text]]:
    name = shorten(node.value)
    if not own.all(node, "eco:sufficientWhen") or not own.text(node, "skos:notation"):
        yield (
            Text(
                nl=f"De randvoorwaarde {name} mist eco:sufficientWhen of skos:notation.",
                en=f"The precondition {name} lacks eco:sufficientWhen or skos:notation.",
            ),
            Text(
                nl="Noem de shape die bepaalt wanneer zij voldoende is, en een korte notatie zoals P41.",
                en="Name the shape that decides when it is sufficient, and a short notation such as P41.",
            ),
        )
    if not own.texts(node, "rdfs:label"):
        yield (
            Text(nl=f"De randvoorwaarde {name} heeft geen naam.", en=f"The precondition {name} has no name."),
            Text(nl='Geef haar rdfs:label "…"@nl en "…"@en.', en='Give it rdfs:label "…"@nl and "…"@en.'),
        )
    for property_ in _SHAPES:
        for shape in own.nodes(node, property_):
            if not everything.predicates(shape):
                said = shorten(shape.value)
                yield (
                    Text(
                        nl=f"{property_} van {name} noemt {said}, en die shape bestaat niet.",
                        en=f"{property_} of {name} names {said}, and there is no such shape.",
                    ),
                    Text(
                        nl="Schrijf de shape in hetzelfde bestand, of verbeter de naam.",
                        en="Write the shape in the same file, or correct the name.",
                    ),
                )
    select = own.text(node, "eco:evidenceSelect")
    if select and (fault := _unparsable(select)):
        yield (
            Text(
                nl=f"eco:evidenceSelect van {name} is geen SPARQL: {fault}.",
                en=f"eco:evidenceSelect of {name} is not SPARQL: {fault}.",
            ),
            Text(
                nl="Schrijf een SELECT die ?item teruggeeft; $this is het ecosysteem.",
                en="Write a SELECT that returns ?item; $this is the ecosystem.",
            ),
        )


def _unparsable(select: str) -> str:
    """Return why a query does not parse or does not return ``?item``; the empty string where it is right."""
    try:
        answer = Store().query(with_prefixes(select).replace("$this", "<https://w3id.org/ecograph/id/x>"))
    except (SyntaxError, ValueError) as error:
        return str(error)
    return "" if "item" in {v.value for v in getattr(answer, "variables", ())} else "?item"


def _profile(node: NamedNode, own: Facts, everything: Facts) -> Iterator[tuple[Text, Text]]:
    name = shorten(node.value)
    if not own.texts(node, "rdfs:label"):
        yield (
            Text(nl=f"Het profiel {name} heeft geen naam.", en=f"The profile {name} has no name."),
            Text(nl='Geef het rdfs:label "…"@nl en "…"@en.', en='Give it rdfs:label "…"@nl and "…"@en.'),
        )
    known = set(everything.of_class("eco:Precondition"))
    members = own.nodes(node, "eco:hasPrecondition")
    if not members:
        yield (
            Text(nl=f"Het profiel {name} is leeg.", en=f"The profile {name} is empty."),
            Text(nl="Geef het eco:hasPrecondition.", en="Give it eco:hasPrecondition."),
        )
    for member in members:
        if member not in known:
            said = shorten(member.value)
            yield (
                Text(
                    nl=f"Het profiel {name} noemt {said}, en die randvoorwaarde bestaat niet.",
                    en=f"The profile {name} names {said}, and there is no such precondition.",
                ),
                Text(
                    nl="Kies een randvoorwaarde uit de lijst of uit uw eigen bestand.",
                    en="Choose a precondition from the list or from your own file.",
                ),
            )
