"""What a row of a list of projects states: a project, its participants, its money, its passage.

The law of this file: an IRI is named after the row, so a selection or a corrected title changes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.describe.mapping import expand
from ecograph.describe.names import slug
from ecograph.describe.projects.lists import Layout, Partner, Project
from ecograph.describe.vocabulary import CURRENCY
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_EUR = NamedNode(CURRENCY + "EUR")
_ERDF = Text(nl="Europees Fonds voor Regionale Ontwikkeling (EFRO)", en="European Regional Development Fund (ERDF)")
_FUNDS = {
    "EFRO": _ERDF,
    "ERDF": _ERDF,
    "ESF": Text(nl="Europees Sociaal Fonds (ESF)", en="European Social Fund (ESF)"),
    "Horizon": Text(nl="Horizon-programma van de Europese Unie", en="Horizon programme of the European Union"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """What is stated of each row."""

    layout: str = ""
    facts_only: bool = False
    part_of_ecosystem: bool = False


class Writing:
    """The writing of one description."""

    def __init__(self, ecosystem: str, description: str, document: str) -> None:
        self.triples: list[Triple] = []
        self.lines: dict[str, int] = {}
        self._ecosystem = NamedNode(ecosystem)
        self._description = NamedNode(description)
        self._document = NamedNode(document)
        self._taken: dict[str, str] = {}
        self._source = NamedNode(description + "/list")
        self.style = Style()
        self.notes: dict[str, list[Text]] = {}

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

    def head(self, title: Text, label: Text, as_of: str, kind: Layout, about: Text) -> None:
        """State what is described, from which document."""
        self._add(
            self._description,
            rdf__type=_eco("EcosystemDescription"),
            rdfs__label=title,
            dct__title=title,
            eco__aboutEcosystem=self._ecosystem,
            eco__describedAsOf=_day(as_of),
            dct__source=self._document,
            skos__editorialNote=None if self.style.part_of_ecosystem else _NO_PROOF,
            eco__statedIn=self._source,
        )
        self._add(self._ecosystem, rdf__type=_eco("InnovationEcosystem"), rdfs__label=label, eco__statedIn=self._source)
        self._add(
            self._document,
            rdf__type=_eco("SourceDocument"),
            rdfs__label=Text(nl=f"{kind.list_title['nl']}, {as_of}", en=f"{kind.list_title['en']}, {as_of}"),
            eco__sourceKind=NamedNode(PREFIXES["sourcekind"] + "Statistic"),
            eco__statedIn=self._source,
        )
        self._add(
            self._source,
            rdf__type=_eco("EvidencePassage"),
            skos__notation=Literal("list"),
            eco__fromDocument=self._document,
            rdfs__label=Text(nl="De lijst als geheel", en="The list as a whole"),
            rdfs__comment=about,
        )

    def project(self, project: Project) -> None:
        """State one row."""
        key = project.identifier or str(project.line)
        row = NamedNode(f"{self._description.value}/{slug(key)}")
        self.lines[row.value] = project.line
        self._add(
            row,
            rdf__type=_eco("EvidencePassage"),
            skos__notation=Literal(slug(key)),
            eco__fromDocument=self._document,
            rdfs__label=Text(nl=f"Rij {key} van de lijst", en=f"Row {key} of the list"),
            rdfs__comment=_FOUR_FACTS if self.style.facts_only else _ALL_FACTS,
        )
        title = project.title or key
        # Named after the row, not after the title: a selection or a corrected title changes no IRI.
        own = slug(key) if not key[:1].isdigit() else f"{self.style.layout}-{slug(key)}"
        iri = NamedNode(f"{self._ecosystem.value}/initiative/{own}")
        self.lines[iri.value] = project.line
        self._add(
            iri,
            rdf__type=_eco("Project"),
            rdfs__label=Text(nl=title, en=title),
            eco__startedOn=_day(project.start),
            eco__endedOn=_day(project.end),
            eco__partOfEcosystem=self._ecosystem if self.style.part_of_ecosystem else None,
            skos__exactMatch=NamedNode(project.address) if project.address else None,
            skos__editorialNote=_joined(self.notes.get(project.identifier, [])),
            eco__statedIn=row,
        )
        for partner in project.partners:
            self._partner(partner, iri, title, row)
        if self.style.facts_only:
            self._commitment("Eu", project.eu, project, iri, title, row)
            return
        if project.total is not None:
            node = NamedNode(f"{self._ecosystem.value}/amount/{own}-budget")
            self._add(iri, eco__hasBudget=node)
            self._money(node, project.total, row)
        for source, value in (("Eu", project.eu), ("Public", project.public), ("Private", project.private)):
            self._commitment(source, value, project, iri, title, row)

    def _partner(self, partner: Partner, project: NamedNode, title: str, row: NamedNode) -> None:
        name, sphere = partner.name, partner.sphere
        key = partner.identifier or " ".join(name.casefold().split())
        actor = self._iri("actor", name, "actor " + key)
        self._add(
            actor,
            rdf__type=_eco("OrganisationActor"),
            eco__partOfEcosystem=self._ecosystem if self.style.part_of_ecosystem else None,
            eco__primarySphere=NamedNode(PREFIXES["sphere"] + sphere) if sphere else None,
            eco__statedIn=row,
        )
        if actor.value not in self.lines:  # one organisation is spelled in several ways: the first one names it
            self.lines[actor.value] = self.lines[project.value]
            self._add(actor, rdfs__label=Text(nl=name, en=name))
        own = project.value.rpartition("/")[2]
        part = self._iri("participation", f"{slug(name, 40)}-{own}", f"{actor.value} {project.value}")
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
            eco__postTitle=_POSTS.get(partner.post),
            eco__statedIn=row,
        )

    def _commitment(
        self, source: str, value: Decimal | None, project: Project, iri: NamedNode, title: str, row: NamedNode
    ) -> None:
        if value is None:
            return
        words = _SOURCES[source]
        own = iri.value.rsplit("/", maxsplit=1)[-1]
        node = NamedNode(f"{self._ecosystem.value}/commitment/{own}-{source.lower()}")
        money = NamedNode(f"{self._ecosystem.value}/amount/{own}-{source.lower()}")
        self.lines[node.value] = self.lines[money.value] = project.line
        self._add(
            node,
            rdf__type=_eco("FundingCommitment"),
            rdfs__label=Text(nl=f"{words['nl']}: {title}", en=f"{words['en']}: {title}"),
            eco__aboutEcosystem=self._ecosystem if self.style.part_of_ecosystem else None,
            eco__payer=self._fund(project.fund)
            if source == "Eu" and project.fund and not self.style.facts_only
            else None,
            eco__fundingSource=NamedNode(PREFIXES["fsource"] + source),
            # By EU law such lists name the amounts that were allocated (docs/decisions/0065).
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


_NO_PROOF = Text(
    nl="Een lijst van projecten zegt niet dat een project of begunstigde bij het ecosysteem hoort; "
    "hier is dat van geen enkele gezegd.",
    en="A list of projects does not say that a project or beneficiary belongs to the ecosystem; "
    "here it is said of none.",
)
_FOUR_FACTS = Text(
    nl="Titel, begunstigde, bijdrage van de EU en data van één project.",
    en="Title, beneficiary, contribution of the EU and dates of one project.",
)
_ALL_FACTS = Text(
    nl="Titel, deelnemers, bedragen en data van één project.",
    en="Title, participants, amounts and dates of one project.",
)
_POSTS = {
    "beneficiary": Text(nl="begunstigde", en="beneficiary"),
    "coordinator": Text(nl="coördinator", en="coordinator"),
}
_SOURCES = {
    "Eu": Text(nl="Bijdrage van de EU", en="Contribution of the EU"),
    "Public": Text(nl="Andere publieke bijdragen", en="Other public contributions"),
    "Private": Text(nl="Private bijdragen", en="Private contributions"),
}


def _eco(name: str) -> NamedNode:
    return NamedNode(PREFIXES["eco"] + name)


def _joined(notes: list[Text]) -> Text | None:
    return Text(nl=" ".join(n["nl"] for n in notes), en=" ".join(n["en"] for n in notes)) if notes else None


def _day(text: str | None) -> Literal | None:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "date")) if text else None


def _terms(value: object) -> Iterator[NamedNode | Literal]:
    if isinstance(value, Text):
        yield from (Literal(text, language=lang) for lang, text in value.items())
    elif isinstance(value, NamedNode | Literal):
        yield value
