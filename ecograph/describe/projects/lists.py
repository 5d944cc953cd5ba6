"""The lists that are read: which column means what, and the rows as records.

The law of this file: a list is recognised by its headings; a column that is not named here is not read.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ecograph.describe.projects.cleaning import amount, day, doubtful, is_filler, is_person, repair
from ecograph.errors import Place, SyntaxProblem
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of list; the first heading that is there is taken.

    Attributes:
        name: Short and stable.
        list_title: What the list is called.
        document: Web address of its publisher.
        updated: When a row was brought up to date.
        fund: Who gives the money of the EU, where no column says so.
        missing: What stands in a cell that is empty.
    """

    name: str
    list_title: Text
    document: str
    identifier: tuple[str, ...]
    title: tuple[str, ...]
    beneficiary: tuple[str, ...]
    start: tuple[str, ...]
    end: tuple[str, ...]
    eu: tuple[str, ...]
    total: tuple[str, ...]
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    fund_column: tuple[str, ...] = ()
    fund: str = ""
    address: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset({""})


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "efro",
        Text(nl="Europa om de Hoek: EFRO- en ESF-projecten", en="Europa om de Hoek: ERDF and ESF projects"),
        "https://www.europaomdehoek.nl/",
        identifier=("id",),
        title=("title",),
        beneficiary=("beneficiary",),
        start=("start",),
        end=("end",),
        eu=("eu_subsidy_eur",),
        public=("other_public_eur",),
        private=("other_private_eur",),
        total=("total_eur",),
        fund_column=("fund",),
        updated=("updated",),
    ),
    Layout(
        "cordis",
        Text(nl="CORDIS: projecten van Horizon", en="CORDIS: Horizon projects"),
        "https://cordis.europa.eu/",
        identifier=("id",),
        title=("title",),
        beneficiary=(),
        start=("startDate",),
        end=("endDate",),
        eu=("ecMaxContribution",),
        total=("totalCost",),
        fund="Horizon",
        address=("iri",),
    ),
    Layout(
        "kohesio",
        Text(nl="Kohesio: projecten van het cohesiebeleid", en="Kohesio: projects of cohesion policy"),
        "https://kohesio.ec.europa.eu/",
        identifier=("Operation_Unique_Identifier",),
        title=("Operation_Name_Programme_Language", "Operation_Name_English"),
        beneficiary=("Beneficiary_Name",),
        start=("Operation_Start_Date",),
        end=("Operation_End_Date",),
        eu=("Project_EU_Budget",),
        total=("Total_Eligible_Expenditure_amount",),
        fund_column=("Fund_Code", "Fund_Name"),
        missing=frozenset({"", "nan", "NaN"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell that was repaired, doubted or left out.

    Attributes:
        code: ``mojibake``, ``html-escape`` (repaired); ``doubtful-text``, ``filler-amount``, ``impossible-date``,
            ``small-amount``, ``repeated-amount``, ``date-order``, ``not-a-number``, ``sums-differ`` (doubted);
            ``natural-person``, ``unknown-project`` (left out).
        identifier: The row's own identifier.
        before: What stands in the file; empty for a person.
        after: What was made of it; empty where it was left out.
    """

    code: str
    place: Place
    identifier: str
    column: str
    before: str
    after: str
    message: Text


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part in a project."""

    name: str
    identifier: str = ""
    sphere: str = ""
    post: str = ""
    contribution: Decimal | None = None


@dataclass(slots=True)
class Project:
    """One row of a list."""

    identifier: str
    title: str
    line: int
    start: str | None = None
    end: str | None = None
    eu: Decimal | None = None
    public: Decimal | None = None
    private: Decimal | None = None
    total: Decimal | None = None
    fund: str = ""
    address: str = ""
    updated: str = ""
    partners: list[Partner] = field(default_factory=list)


#: So many rows, and one in a hundred, with the same amount of the EU are no coincidence.
MANY = 5
#: Less than this many euros is no grant.
SMALL = 100

#: How CORDIS classifies organisations, as spheres of ours: schools and research, companies, public bodies.
SPHERES = {"HES": "Academia", "REC": "Academia", "PRC": "Industry", "PUB": "Government"}


def layout_of(head: list[str], place: Place) -> Layout:
    """Return the kind of list that these headings belong to.

    Raises:
        SyntaxProblem: none that is known.
    """
    names = {h.strip().lower() for h in head}
    for layout in LAYOUTS:
        needed = (layout.title, layout.total, layout.start)
        if all(any(n.lower() in names for n in group) for group in needed):
            return layout
    raise SyntaxProblem(
        Text(nl="Dit is geen projectenlijst die bekend is.", en="This is no list of projects that is known."),
        place=place,
        remedy=Text(
            nl="Gelezen worden: de Nederlandse EFRO/ESF-lijst, projecten van CORDIS, en Kohesio, elk als CSV.",
            en="Read are: the Dutch ERDF/ESF list, projects of CORDIS, and Kohesio, each as CSV.",
        ),
    )


class Reading:
    """The reading of one list, with what was found on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.row = ""  # the identifier of the row that is being read

    def rows(self, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a CSV file with the number of their first line.

        Raises:
            SyntaxProblem: it is not UTF-8.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                lines = csv.reader(stream)
                head = [h.strip().lower() for h in next(lines, [])]
                start = lines.line_num + 1
                for cells in lines:
                    yield start, dict(zip(head, cells, strict=False))
                    start = lines.line_num + 1
        except (UnicodeDecodeError, csv.Error) as error:
            raise SyntaxProblem(
                Text(nl="Dit bestand is geen CSV in UTF-8.", en="This file is no CSV in UTF-8."),
                place=Place(file=str(path)),
                remedy=Text(nl='Sla het op als "CSV UTF-8".', en='Save it as "CSV UTF-8".'),
            ) from error

    def projects(self, expected: str | None = None) -> tuple[Layout, list[Project]]:
        """Return the layout and the projects of the list.

        Raises:
            SyntaxProblem: it is no list that is known, or not the expected one.
        """
        with self.path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
            layout = layout_of(next(csv.reader(stream), []), Place(file=str(self.path), line=1))
        if expected not in {None, layout.name}:
            raise SyntaxProblem(
                Text(
                    nl=f'Naar haar koppen is dit een lijst "{layout.name}", niet "{expected}".',
                    en=f'By its headings this is a list "{layout.name}", not "{expected}".',
                ),
                place=Place(file=str(self.path), line=1),
                remedy=Text(
                    nl="Laat --format weg, of geef de andere lijst.", en="Leave out --format, or give the other."
                ),
            )
        projects = [self._project(line, row, layout) for line, row in self.rows(self.path)]
        self._repeated(projects, layout.eu[0])
        return layout, projects

    def _repeated(self, projects: list[Project], column: str) -> None:
        """Doubt an amount that many rows share: it may be a maximum of the scheme, or stand for "unknown"."""
        counts = Counter(p.eu for p in projects if p.eu)
        for project in projects:
            if project.eu and counts[project.eu] >= max(MANY, len(projects) / 100):
                self.row = project.identifier
                value, rows = f"{project.eu:f}", counts[project.eu]
                words = (_REPEATED.say(lang, value=value, rows=rows) for lang in ("nl", "en"))
                self._find("repeated-amount", project.line, column, value, value, Text(nl=next(words), en=next(words)))

    def _project(self, line: int, row: dict[str, str], layout: Layout) -> Project:
        def cell(names: tuple[str, ...]) -> tuple[str, str]:
            for name in names:
                text = row.get(name.lower(), "").strip()
                if text not in layout.missing:
                    return name, text
            return (names[0] if names else ""), ""

        self.row = cell(layout.identifier)[1]
        project = Project(self.row, self.text(line, *cell(layout.title)), line)
        project.start = self._date(line, *cell(layout.start))
        project.end = self._date(line, *cell(layout.end))
        if project.start and project.end and project.end < project.start:
            name, before = cell(layout.end)
            self._find("date-order", line, name, before, "", _DATE_ORDER)
            project.end = None
        project.eu = self.amount(line, *cell(layout.eu))
        project.public = self._stated(line, *cell(layout.public))
        project.private = self._stated(line, *cell(layout.private))
        project.total = self._total(line, *cell(layout.total), project)
        project.fund = cell(layout.fund_column)[1] or layout.fund
        project.address = cell(layout.address)[1]
        project.updated = day(cell(layout.updated)[1]) or ""
        name, beneficiary = cell(layout.beneficiary)
        if beneficiary:
            self.partner(line, name, beneficiary, project, post="beneficiary")
        return project

    def partner(self, line: int, column: str, name: str, project: Project, **more: object) -> None:
        """Add a partner to a project; a natural person is left out and not even repeated in the finding."""
        fixed = self.text(line, column, name)
        if is_person(fixed):
            self._find("natural-person", line, column, "", "", _PERSON)
            return
        project.partners.append(Partner(fixed, **more))  # type: ignore[arg-type]

    def unknown_project(self, line: int, contribution: Decimal | None) -> None:
        """Note a participation in a project that the list does not have."""
        before = "" if contribution is None else f"{contribution:f}"
        self._find("unknown-project", line, "projectID", before, "", _UNKNOWN)

    def text(self, line: int, column: str, text: str) -> str:
        """Return a text repaired, and note what was done or remains."""
        fixed, codes = repair(text)
        for code in codes:
            self._find(code, line, column, text, fixed, _REPAIRED)
        if doubtful(fixed):
            self._find("doubtful-text", line, column, text, fixed, _DOUBT)
        return fixed

    def _date(self, line: int, column: str, text: str) -> str | None:
        if not text:
            return None
        found = day(text)
        if found is None:
            self._find("impossible-date", line, column, text, "", _DATE)
        return found

    def amount(self, line: int, column: str, text: str) -> Decimal | None:
        """Return an amount; a filler keeps its value in the sum of the file, and is doubted."""
        if not text:
            return None
        value = amount(text)
        if value is None:
            self._find("not-a-number", line, column, text, "", _NUMBER)
        elif is_filler(value):
            self._find("filler-amount", line, column, text, str(value), _FILLER_KEPT)
        elif value < SMALL:
            self._find("small-amount", line, column, text, str(value), _SMALL)
        return value

    def _stated(self, line: int, column: str, text: str) -> Decimal | None:
        """Return an amount of somebody else; here a filler says nothing and is left out."""
        value = amount(text) if text else None
        if text and value is None:
            self._find("not-a-number", line, column, text, "", _NUMBER)
        elif value is not None and is_filler(value):
            self._find("filler-amount", line, column, text, "", _FILLER)
            return None
        return value

    def _total(self, line: int, column: str, text: str, project: Project) -> Decimal | None:
        """Return total costs: not even zero stands for a number here."""
        value = self._stated(line, column, text)
        if value == 0:
            self._find("filler-amount", line, column, text, "", _FILLER)
            return None
        parts = [p for p in (project.eu, project.public, project.private) if p is not None]
        if value is not None and len(parts) == 3 and sum(parts) != value:
            self._find("sums-differ", line, column, text, text, _SUMS)
        return value

    def _find(self, code: str, line: int, column: str, before: str, after: str, message: Text) -> None:
        place = Place(file=str(self.path), line=line)
        self.findings.append(Finding(code, place, self.row, column, before[:200], after[:200], message))


_REPAIRED = Text(
    nl="Verkeerd gelezen tekens van de naam zijn hersteld.",
    en="Characters of the name that were read wrongly were repaired.",
)
_DOUBT = Text(
    nl="Tekens van de naam zijn in de lijst verloren; kijk het na.",
    en="Characters of the name were lost in the list; look it up.",
)
_DATE = Text(nl="Deze datum kan niet; weggelaten.", en="There is no such date; left out.")
_DATE_ORDER = Text(nl="Het eind ligt voor het begin; weggelaten.", en="The end lies before the start; left out.")
_NUMBER = Text(nl="Geen getal; weggelaten.", en="Not a number; left out.")
_FILLER = Text(nl="Lijkt een vulgetal; weggelaten.", en="Looks like a filler; left out.")
_FILLER_KEPT = Text(nl="Lijkt een vulgetal; kijk het na.", en="Looks like a filler; look it up.")
_UNKNOWN = Text(
    nl="Dit project staat niet in de lijst van projecten; de deelname is weggelaten.",
    en="This project is not in the list of projects; the participation was left out.",
)
_SMALL = Text(
    nl="Een bijdrage van de EU van minder dan 100 euro; kijk het na.",
    en="A contribution of the EU of less than 100 euros; look it up.",
)
_REPEATED = Text(
    nl="De bijdrage van de EU, {value} euro, staat in {rows} rijen van de lijst: een maximum of een vulgetal? "
    "Kijk het na.",
    en="The contribution of the EU, EUR {value}, stands in {rows} rows of the list: a maximum or a filler? Look it up.",
)
_SUMS = Text(nl="Het totaal is niet de som van de delen.", en="The total is not the sum of the parts.")
_PERSON = Text(nl="Een natuurlijk persoon; weggelaten.", en="A natural person; left out.")
