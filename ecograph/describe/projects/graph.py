"""From a list of projects to a description: initiatives, actors, participations, money, each with its row as source.

The law of this file: the sum of the money of the EU in the graph is the sum in the file, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.describe.description import Description, describe
from ecograph.describe.locate import Term
from ecograph.describe.mapping import expand
from ecograph.describe.names import ID, slug
from ecograph.describe.projects.cleaning import amount
from ecograph.describe.projects.lists import SPHERES, Finding, Project, Reading
from ecograph.describe.vocabulary import CURRENCY
from ecograph.engine.graph import Graph
from ecograph.errors import Place
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_EUR = NamedNode(CURRENCY + "EUR")
_ERDF = Text(nl="Europees Fonds voor Regionale Ontwikkeling (EFRO)", en="European Regional Development Fund (ERDF)")
_FUNDS = {
    "EFRO": Text(
        nl="Europees Fonds voor Regionale Ontwikkeling (EFRO)", en="European Regional Development Fund (ERDF)"
    ),
    "ERDF": Text(
        nl="Europees Fonds voor Regionale Ontwikkeling (EFRO)", en="European Regional Development Fund (ERDF)"
    ),
    "ESF": Text(nl="Europees Sociaal Fonds (ESF)", en="European Social Fund (ESF)"),
    "Horizon": Text(nl="Horizon-programma van de Europese Unie", en="Horizon programme of the European Union"),
}


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A list of projects after import.

    Attributes:
        description: The graph, with the line of every row as its place.
        projects: The rows as records.
        findings: Every cell that was repaired, doubted or left out.
        eu_total: The sum of the money of the EU.
    """

    description: Description
    projects: tuple[Project, ...]
    findings: tuple[Finding, ...]
    eu_total: Decimal


def import_projects(
    path: Path,
    ecosystem: str,
    name: str,
    as_of: str,
    *,
    title: Text,
    document: str,
    participations: Path | None = None,
    label: Text | None = None,
) -> ProjectList:
    """Read a list of funded projects as a description of an ecosystem.

    Args:
        path: The CSV file: the Dutch ERDF/ESF list, projects of CORDIS, or Kohesio.
        ecosystem: Identifier of the ecosystem, such as ``emmen-chemistry``.
        name: Identifier of the description, such as ``2016-efro``.
        as_of: The date of the list, ISO 8601.
        title: Title of the description.
        document: Web address of the list.
        participations: With CORDIS, the second file: who takes part, with which contribution.
        label: Name of the ecosystem; default: the title.

    Raises:
        SyntaxProblem: a file is no CSV, or no list that is known.
        NotADescription: ``as_of`` is no date.
    """
    reading = Reading(path)
    _, projects = reading.projects()
    if participations is not None:
        _add_participations(reading, participations, projects)
    writing = _Writing(f"{ID}{ecosystem}", f"{ID}{ecosystem}/{name}", document)
    writing.head(title, label or title, as_of)
    for project in projects:
        writing.project(project)
    graph = tuple(dict.fromkeys(writing.triples))
    locator = _Lines(str(path), writing.lines)
    total = sum((p.eu for p in projects if p.eu is not None), Decimal(0))
    description = describe(graph, locator, file=str(path))
    return ProjectList(description, tuple(projects), tuple(reading.findings), total)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The line of the list that a resource comes from."""

    file: str
    lines: dict[str, int]

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:  # noqa: ARG002 - the protocol
        iri = str(getattr(focus, "value", ""))
        return Place(file=self.file, line=self.lines.get(iri), iri=iri)


def _add_participations(reading: Reading, path: Path, projects: list[Project]) -> None:
    """Read the second file of CORDIS; the contribution of the EU to a project is the sum of its participants'."""
    known = {p.identifier: p for p in projects}
    own = reading.path
    reading.path = path
    for line, row in reading.rows(path):
        project = known.get(row.get("projectid", ""))
        if project is None:
            continue
        contribution = amount(row.get("eccontribution", ""))
        if contribution is not None:
            project.eu = (project.eu or Decimal(0)) + contribution
        reading.partner(
            line,
            "name",
            row.get("name", ""),
            project,
            identifier=row.get("pic", ""),
            sphere=SPHERES.get(row.get("activitytype", ""), ""),
            coordinator=row.get("role", "") == "coordinator",
            contribution=contribution,
        )
    reading.path = own


class _Writing:
    """The writing of one description."""

    def __init__(self, ecosystem: str, description: str, document: str) -> None:
        self.triples: list[Triple] = []
        self.lines: dict[str, int] = {}
        self._ecosystem = NamedNode(ecosystem)
        self._description = NamedNode(description)
        self._document = NamedNode(document)
        self._taken: dict[str, str] = {}
        self._source = NamedNode(description + "/list")

    def _add(self, subject: NamedNode, **facts: object) -> None:
        """State facts; ``eco__since`` is the property ``eco:since``, a Text is a label in both languages."""
        for name, value in facts.items():
            predicate = NamedNode(expand(name.replace("__", ":")))
            for term in _terms(value):
                self.triples.append(Triple(subject, predicate, term))

    def _iri(self, kind: str, name: str, key: str) -> NamedNode:
        """Return the IRI of a thing: the same key is the same thing, another one with the same slug is numbered."""
        stem = f"{self._ecosystem.value}/{kind}/{slug(name) or 'x'}"
        iri, count = stem, 1
        while self._taken.setdefault(iri, key) != key:
            count += 1
            iri = f"{stem}-{count}"
        return NamedNode(iri)

    def head(self, title: Text, label: Text, as_of: str) -> None:
        """State what is described, from which document."""
        kinds = {4: "gYear", 7: "gYearMonth"}
        when = Literal(as_of, datatype=NamedNode(PREFIXES["xsd"] + kinds.get(len(as_of), "date")))
        self._add(
            self._description,
            rdf__type=_eco("EcosystemDescription"),
            rdfs__label=title,
            dct__title=title,
            eco__aboutEcosystem=self._ecosystem,
            eco__describedAsOf=when,
            dct__source=self._document,
            eco__statedIn=self._source,
        )
        self._add(self._ecosystem, rdf__type=_eco("InnovationEcosystem"), rdfs__label=label, eco__statedIn=self._source)
        kind = NamedNode(PREFIXES["sourcekind"] + "Statistic")
        self._add(
            self._document,
            rdf__type=_eco("SourceDocument"),
            rdfs__label=title,
            eco__sourceKind=kind,
            eco__statedIn=self._source,
        )
        self._add(
            self._source,
            rdf__type=_eco("EvidencePassage"),
            skos__notation=Literal("list"),
            eco__fromDocument=self._document,
            rdfs__label=Text(nl="De lijst als geheel", en="The list as a whole"),
        )

    def project(self, project: Project) -> None:
        """State one row."""
        row = NamedNode(f"{self._description.value}/{slug(project.identifier) or project.line}")
        self.lines[row.value] = project.line
        self._add(
            row,
            rdf__type=_eco("EvidencePassage"),
            skos__notation=Literal(project.identifier or str(project.line)),
            eco__fromDocument=self._document,
            rdfs__label=Text(nl=f"Regel {project.line} van de lijst", en=f"Line {project.line} of the list"),
        )
        title = project.title or project.identifier
        iri = self._iri("initiative", title, "project " + (project.identifier or str(project.line)))
        self.lines[iri.value] = project.line
        self._add(
            iri,
            rdf__type=_eco("Project"),
            rdfs__label=Text(nl=title, en=title),
            eco__startedOn=_day(project.start),
            eco__endedOn=_day(project.end),
            eco__partOfEcosystem=self._ecosystem,
            skos__exactMatch=NamedNode(project.address) if project.address else None,
            eco__statedIn=row,
        )
        if project.total is not None:
            node = NamedNode(iri.value.replace("/initiative/", "/amount/") + "-budget")
            self._add(iri, eco__hasBudget=node)
            self._money(node, project.total, row)
        for partner in project.partners:
            self._partner(partner.name, partner.identifier, partner.sphere, partner.coordinator, iri, title, row)
        for source, value in (("Eu", project.eu), ("Public", project.public), ("Private", project.private)):
            if value is not None:
                self._commitment(source, value, project, iri, title, row)

    def _partner(
        self, name: str, identifier: str, sphere: str, coordinator: bool, project: NamedNode, title: str, row: NamedNode
    ) -> None:
        key = identifier or " ".join(name.casefold().split())
        actor = self._iri("actor", name, "actor " + key)
        self._add(
            actor,
            rdf__type=_eco("OrganisationActor"),
            eco__partOfEcosystem=self._ecosystem,
            eco__primarySphere=NamedNode(PREFIXES["sphere"] + sphere) if sphere else None,
            eco__statedIn=row,
        )
        if actor.value not in self.lines:  # one organisation is spelled in several ways: the first one names it
            self.lines[actor.value] = self.lines[project.value]
            self._add(actor, rdfs__label=Text(nl=name, en=name))
        part = self._iri("participation", f"{slug(name, 30)}-{slug(title, 40)}", f"{actor.value} {project.value}")
        if part.value in self.lines:  # an organisation that a list names twice in one project takes part once
            return
        self.lines[part.value] = self.lines[project.value]
        self._add(
            part,
            rdf__type=_eco("Participation"),
            rdfs__label=Text(nl=f"{name} in {title}", en=f"{name} in {title}"),
            eco__participant=actor,
            eco__participatesIn=project,
            eco__inRole=NamedNode(PREFIXES["role"] + "Participant"),
            eco__postTitle=Text(nl="coördinator", en="coordinator") if coordinator else None,
            eco__statedIn=row,
        )

    def _commitment(
        self, source: str, value: Decimal, project: Project, iri: NamedNode, title: str, row: NamedNode
    ) -> None:
        words = _SOURCES[source]
        own = iri.value.rsplit("/", maxsplit=1)[-1]
        node = NamedNode(f"{self._ecosystem.value}/commitment/{own}-{source.lower()}")
        money = NamedNode(f"{self._ecosystem.value}/amount/{own}-{source.lower()}")
        self.lines[node.value] = self.lines[money.value] = project.line
        self._add(
            node,
            rdf__type=_eco("FundingCommitment"),
            rdfs__label=Text(nl=f"{words['nl']}: {title}", en=f"{words['en']}: {title}"),
            eco__aboutEcosystem=self._ecosystem,
            eco__payer=self._fund(project.fund) if source == "Eu" and project.fund else None,
            eco__fundingSource=NamedNode(PREFIXES["fsource"] + source),
            eco__commitmentStatus=NamedNode(PREFIXES["cstat"] + "Granted") if source == "Eu" else None,
            eco__fundsInitiative=iri,
            eco__amount=money,
            eco__statedIn=row,
        )
        self._money(money, value, row)

    def _fund(self, name: str) -> NamedNode:
        actor = self._iri("actor", name, "fund " + name)
        label = _FUNDS.get(name, Text(nl=name, en=name))
        self._add(actor, rdf__type=_eco("OrganisationActor"), rdfs__label=label, eco__statedIn=self._source)
        return actor

    def _money(self, node: NamedNode, value: Decimal, row: NamedNode) -> None:
        text = format(value, "f")
        self._add(
            node,
            rdf__type=_eco("MonetaryAmount"),
            rdfs__label=Text(nl=f"{text} euro", en=f"EUR {text}"),
            eco__amountValue=Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "decimal")),
            eco__currency=_EUR,
            eco__statedIn=row,
        )


_SOURCES = {
    "Eu": Text(nl="Bijdrage van de EU", en="Contribution of the EU"),
    "Public": Text(nl="Andere publieke bijdragen", en="Other public contributions"),
    "Private": Text(nl="Private bijdragen", en="Private contributions"),
}


def _eco(name: str) -> NamedNode:
    return NamedNode(PREFIXES["eco"] + name)


def _day(text: str | None) -> Literal | None:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "date")) if text else None


def _terms(value: object) -> Iterator[NamedNode | Literal]:
    if isinstance(value, Text):
        yield from (Literal(text, language=lang) for lang, text in value.items())
    elif isinstance(value, NamedNode | Literal):
        yield value


def eu_money(graph: Graph) -> Decimal:
    """Return the sum of the money of the EU in a graph: what ``ProjectList.eu_total`` must equal."""
    of_eu = {t.subject for t in graph if t.object == NamedNode(PREFIXES["fsource"] + "Eu")}
    nodes = {t.object for t in graph if t.predicate == _eco("amount") and t.subject in of_eu}
    values = (t for t in graph if t.predicate == _eco("amountValue") and t.subject in nodes)
    return sum((Decimal(str(getattr(t.object, "value", "0"))) for t in values), Decimal(0))
