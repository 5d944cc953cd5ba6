"""A description as the rest of the product receives it, whatever it was written in.

The law of this file: a description knows its ecosystem, its date, its statements and the place of each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ecograph.describe.locate import Locator
from ecograph.describe.problems import Problem
from ecograph.engine.graph import Graph
from ecograph.errors import NotADescription, Place
from ecograph.terms import ECO, RDF
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Description:
    """What one source says about one ecosystem as of one date.

    Attributes:
        ecosystem: IRI of the ecosystem.
        iri: IRI of the description; also the name of its graph.
        as_of: The date it describes, as written: ``2016-03-14``, ``2016-03`` or ``2016``; empty where a problem says
            that its cell cannot be read.
        graph: Its triples, literals as they were written.
        locator: Where each of them stands.
        problems: What was wrong while reading (cells that could not be understood); what SHACL finds is not here.
        file: What it was read from.
    """

    ecosystem: NamedNode
    iri: NamedNode
    as_of: str
    graph: Graph
    locator: Locator
    problems: tuple[Problem, ...] = ()
    file: str = ""


def describe(graph: Graph, locator: Locator, *, file: str = "", problems: tuple[Problem, ...] = ()) -> Description:
    """Find out what a graph describes.

    Raises:
        NotADescription: there is no ``eco:EcosystemDescription``, or several, or it does not say which ecosystem
            and as of which date.
    """
    found = list(
        dict.fromkeys(t.subject for t in graph if t.predicate == RDF.type and t.object == ECO.EcosystemDescription)
    )
    # A mapping may produce a description that lies elsewhere: what this file describes says about what and when.
    found = [s for s in found if any(t.subject == s and t.predicate == ECO.aboutEcosystem for t in graph)] or found
    if not found:
        raise NotADescription(_NONE, place=Place(file=file), remedy=_NONE_REMEDY)
    if len(found) > 1:
        raise NotADescription(_SEVERAL, place=locator.place(found[1]), remedy=_SEVERAL_REMEDY)
    iri = found[0]
    if not isinstance(iri, NamedNode):
        raise NotADescription(_NAMELESS, place=locator.place(iri), remedy=_NAMELESS_REMEDY)
    ecosystems = [t.object for t in graph if t.subject == iri and t.predicate == ECO.aboutEcosystem]
    dates = [t.object for t in graph if t.subject == iri and t.predicate == ECO.describedAsOf]
    if not ecosystems:
        raise NotADescription(_WHICH, place=locator.place(iri), remedy=_WHICH_REMEDY)
    if len(ecosystems) > 1 or not isinstance(ecosystems[0], NamedNode):
        raise NotADescription(_ONE, place=locator.place(iri, "eco:aboutEcosystem"), remedy=_WHICH_REMEDY)
    if not dates and any(p.severity == "error" for p in problems):
        # Its cell could not be read, which was said there: the rest is worth checking too.
        return Description(ecosystems[0], iri, "", graph, locator, problems, file)
    if len(dates) != 1 or not isinstance(dates[0], Literal):
        raise NotADescription(_WHEN, place=locator.place(iri, "eco:describedAsOf"), remedy=_WHEN_REMEDY)
    return Description(ecosystems[0], iri, dates[0].value, graph, locator, problems, file)


_NONE = Text(nl="Hierin wordt geen ecosysteem beschreven.", en="It describes no ecosystem.")
_NONE_REMEDY = Text(
    nl="Voeg één eco:EcosystemDescription toe met eco:aboutEcosystem en eco:describedAsOf.",
    en="Add one eco:EcosystemDescription with eco:aboutEcosystem and eco:describedAsOf.",
)
_SEVERAL = Text(nl="Hierin staan meerdere beschrijvingen.", en="It holds several descriptions.")
_SEVERAL_REMEDY = Text(
    nl="Zet elke eco:EcosystemDescription in een eigen bestand.",
    en="Put each eco:EcosystemDescription into a file of its own.",
)
_NAMELESS = Text(nl="De beschrijving heeft geen IRI.", en="The description has no IRI.")
_NAMELESS_REMEDY = Text(
    nl="Noem haar bijvoorbeeld id:mijn-regio/2026-eigen.", en="Name it, for example id:my-region/2026-own."
)
_WHICH = Text(
    nl="De beschrijving zegt niet over welk ecosysteem zij gaat.",
    en="The description does not say which ecosystem it is about.",
)
_WHICH_REMEDY = Text(
    nl="Geef haar precies één eco:aboutEcosystem, een IRI zoals id:emmen-chemistry.",
    en="Give it exactly one eco:aboutEcosystem, an IRI such as id:emmen-chemistry.",
)
_ONE = Text(
    nl="De beschrijving moet over precies één ecosysteem gaan, met een IRI.",
    en="The description must be about exactly one ecosystem, which has an IRI.",
)
_WHEN = Text(
    nl="De beschrijving zegt niet (of meer dan eens) per welke datum zij geldt.",
    en="The description does not say, or says more than once, as of which date it holds.",
)
_WHEN_REMEDY = Text(
    nl='Geef haar precies één eco:describedAsOf, zoals "2016-03-14"^^xsd:date.',
    en='Give it exactly one eco:describedAsOf, such as "2016-03-14"^^xsd:date.',
)
