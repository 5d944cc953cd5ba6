"""From a list of projects to a description: initiatives, actors, participations, money, each with its row as source.

The law of this file: the sum of the money of the EU in the graph is the sum in the file, to the cent; and a place in a
list is no proof of a part in an ecosystem, which only the one who imports can state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import NamedNode

from ecograph.describe.description import Description, describe
from ecograph.describe.locate import Term
from ecograph.describe.names import ID, slug
from ecograph.describe.projects.cleaning import day
from ecograph.describe.projects.lists import SPHERES, Finding, Project, Reading
from ecograph.describe.projects.writing import Style, Writing
from ecograph.engine.graph import Graph
from ecograph.errors import CallerError, Place, UnknownName
from ecograph.terms import PREFIXES
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A list of projects after import.

    Attributes:
        description: The graph, with the line of every row as its place.
        projects: The rows as records.
        findings: Every cell that was repaired, doubted or left out.
        eu_total: The sum of the money of the EU in these rows.
        layout: The kind of list that it was: ``efro``, ``cordis`` or ``kohesio``.
        in_file: How many rows the file has, chosen or not.
    """

    description: Description
    projects: tuple[Project, ...]
    findings: tuple[Finding, ...]
    eu_total: Decimal
    layout: str
    in_file: int


Progress = Callable[[str, int, int], None]


def import_projects(
    path: Path,
    ecosystem: str,
    name: str | None = None,
    as_of: str | None = None,
    *,
    layout: str | None = None,
    title: Text | None = None,
    document: str | None = None,
    participations: Path | None = None,
    label: Text | None = None,
    select: Sequence[str] = (),
    facts_only: bool = False,
    part_of_ecosystem: bool = False,
    progress: Progress = lambda *_: None,
) -> ProjectList:
    """Read a list of funded projects as a description of an ecosystem.

    Args:
        path: The CSV file: the Dutch ERDF/ESF list, projects of CORDIS, or Kohesio.
        ecosystem: Identifier of the ecosystem, such as ``emmen-chemistry``.
        name: Identifier of the description; default: the year and the kind of list, such as ``2016-efro``.
        as_of: The date of the list, ISO 8601; default: the latest day on which a row was updated, if it says so.
        layout: The kind of list that it must be; default: the one that its headings tell.
        title: Title of the description; default: the name of the list and its date.
        document: Web address of the list; default: that of its publisher.
        participations: With CORDIS, the second file: who takes part, with which contribution.
        label: Name of the ecosystem; default: its identifier.
        select: Which rows: an identifier, or a text that occurs in the title or in the name of a beneficiary; default:
            all.
        facts_only: State of each row its title, beneficiary, money of the EU and dates, and nothing else: for a list
            whose licence is not known.
        part_of_ecosystem: State that the projects and their beneficiaries are part of the ecosystem. A list does not
            say so; without it no level of the ecosystem depends on them.
        progress: Told of each row that is written.

    Raises:
        SyntaxProblem: a file is no CSV, or no list that is known, or not the one that ``layout`` says.
        CallerError: the list does not say of which day it is, and ``as_of`` neither; or a name is none.
        UnknownName: something of ``select`` fits no row.
    """
    reading = Reading(path)
    kind, projects = reading.projects(layout)
    if participations is not None:
        _add_participations(reading, participations, projects)
    in_file = len(projects)
    chosen = _chosen(projects, select)
    as_of = _date(as_of or max((p.updated for p in chosen), default=""), path)
    name = _slugs(ecosystem, name or f"{as_of[:4]}-{kind.name}")
    findings = tuple(f for f in reading.findings if f.identifier in {p.identifier for p in chosen} or not select)
    hidden = {*kind.public, *kind.private, *kind.total} if facts_only else set()
    if facts_only:
        findings = tuple(f for f in findings if f.column not in hidden)
    writing = Writing(f"{ID}{ecosystem}", f"{ID}{ecosystem}/{name}", document or kind.document)
    writing.style = Style(kind.name, facts_only, part_of_ecosystem)
    writing.notes = _notes(findings)
    title = title or Text(nl=f"{kind.list_title['nl']}, stand {as_of}", en=f"{kind.list_title['en']}, as of {as_of}")
    writing.head(title, label or Text(nl=ecosystem, en=ecosystem), as_of, kind, _about(chosen, in_file))
    for number, project in enumerate(chosen, start=1):
        progress("", number, len(chosen))
        writing.project(project)
    graph = tuple(dict.fromkeys(writing.triples))
    locator = _Lines(str(path), writing.lines)
    total = sum((p.eu for p in chosen if p.eu is not None), Decimal(0))
    description = describe(graph, locator, file=str(path))
    return ProjectList(description, tuple(chosen), findings, total, kind.name, in_file)


def _date(text: str, path: Path) -> str:
    """Return the date of a list.

    Raises:
        CallerError: there is none, or it is none.
    """
    if day(text) == text:
        return text
    raise CallerError(
        Text(
            nl=f'"{text}" is geen datum.' if text else "De lijst zegt niet van welke dag zij is.",
            en=f'"{text}" is no date.' if text else "The list does not say of which day it is.",
        ),
        place=Place(file=str(path)),
        remedy=Text(nl="Geef haar met --as-of 2016-02-11.", en="Give it with --as-of 2016-02-11."),
    )


def _slugs(*names: str) -> str:
    """Return the last of some names that become part of an IRI.

    Raises:
        CallerError: one of them cannot.
    """
    for name in names:
        if slug(name) != name:
            raise CallerError(
                Text(nl=f'"{name}" kan geen korte naam zijn.', en=f'"{name}" cannot be a short name.'),
                remedy=Text(
                    nl=f'Kleine letters, cijfers en streepjes, zoals "{slug(name) or "mijn-regio"}".',
                    en=f'Small letters, digits and hyphens, such as "{slug(name) or "my-region"}".',
                ),
            )
    return names[-1]


def _chosen(projects: list[Project], select: Sequence[str]) -> list[Project]:
    """Return the rows that are wanted, in the order of the list.

    Raises:
        UnknownName: a wish fits no row.
    """
    if not select:
        return projects
    wanted: set[int] = set()
    for wish in select:
        text = wish.casefold()
        exact = [p.line for p in projects if p.identifier.casefold() == text]
        found = exact or [
            p.line for p in projects if any(text in n.casefold() for n in (p.title, *(q.name for q in p.partners)))
        ]
        if not found:
            raise UnknownName(Text(nl="project", en="project"), wish, [p.identifier for p in projects])
        wanted.update(found)
    return [p for p in projects if p.line in wanted]


def _about(chosen: list[Project], in_file: int) -> Text:
    """Return what the description takes from its list: how many rows, and when they were brought up to date."""
    count = len(chosen)
    nl = f"{'Alle' if count == in_file else f'{count} van de'} {in_file} rijen van de lijst."
    en = f"{'All' if count == in_file else f'{count} of the'} {in_file} rows of the list."
    if days := Counter(p.updated for p in chosen if p.updated):
        first, many = days.most_common(1)[0]
        nl += f" {many} zijn het laatst bijgewerkt op {first}" + (
            f", de andere tot en met {max(days)}." if many < count else "."
        )
        en += f" {many} were last updated on {first}" + (f", the others up to {max(days)}." if many < count else ".")
    return Text(nl=nl, en=en)


def _notes(findings: Iterable[Finding]) -> dict[str, list[Text]]:
    """Return what a reader of a row must know: what was repaired, doubted or left out in it, each thing once."""
    notes: dict[str, dict[str, Text]] = defaultdict(dict)
    for finding in findings:
        notes[finding.identifier][finding.code + finding.column] = finding.message
    return {identifier: list(found.values()) for identifier, found in notes.items()}


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
        reading.row = row.get("projectid", "")
        contribution = reading.amount(line, "ecContribution", row.get("eccontribution", "").strip())
        project = known.get(reading.row)
        if project is None:
            reading.unknown_project(line, contribution)
            continue
        if contribution is not None:
            project.eu = (project.eu or Decimal(0)) + contribution
        reading.partner(
            line,
            "name",
            row.get("name", ""),
            project,
            identifier=row.get("pic", ""),
            sphere=SPHERES.get(row.get("activitytype", ""), ""),
            post="coordinator" if row.get("role", "") == "coordinator" else "",
            contribution=contribution,
        )
    reading.path = own


def eu_money(graph: Graph) -> Decimal:
    """Return the sum of the money of the EU in a graph: what ``ProjectList.eu_total`` must equal."""
    amount, value = NamedNode(PREFIXES["eco"] + "amount"), NamedNode(PREFIXES["eco"] + "amountValue")
    of_eu = {t.subject for t in graph if t.object == NamedNode(PREFIXES["fsource"] + "Eu")}
    nodes = {t.object for t in graph if t.predicate == amount and t.subject in of_eu}
    numbers = (t.object for t in graph if t.predicate == value and t.subject in nodes)
    return sum((Decimal(str(getattr(n, "value", "0"))) for n in numbers), Decimal(0))
