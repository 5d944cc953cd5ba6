"""A description made of the list of ERDF and ESF projects, for tests only.

The law of this file: facts only. A row gives title, beneficiary, money and dates, and its own number as passage;
no summary, no website. What is odd in a row is said on the row and not repaired. The list states no licence, so what
this makes is not shipped (data/README.md).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = "https://www.europaomdehoek.nl/"
DESCRIPTION = "https://w3id.org/ecograph/id/emmen-chemistry/2016-efro"
#: 2**31 / 100: a total in euros that did not fit the field it was kept in.
OVERFLOW = 21474836
#: An amount that so many rows share is a filler rather than a grant.
FILLER_ROWS = 5
_HEAD = f"""\
@prefix eco: <https://w3id.org/ecograph/ns#> .
@prefix cstat: <https://w3id.org/ecograph/vocab/commitment-status/> .
@prefix fsource: <https://w3id.org/ecograph/vocab/funding-source/> .
@prefix istat: <https://w3id.org/ecograph/vocab/initiative-status/> .
@prefix sourcekind: <https://w3id.org/ecograph/vocab/source-kind/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix p: <{DESCRIPTION}/> .
@prefix project: <https://w3id.org/ecograph/id/emmen-chemistry/initiative/> .
@prefix actor: <https://w3id.org/ecograph/id/emmen-chemistry/actor/> .
@prefix commitment: <https://w3id.org/ecograph/id/emmen-chemistry/commitment/> .
@prefix amount: <https://w3id.org/ecograph/id/emmen-chemistry/amount/> .

<{DESCRIPTION}> a eco:EcosystemDescription ;
    rdfs:label "EFRO- en ESF-projecten, stand 2016"@nl , "ERDF and ESF projects, as of 2016"@en ;
    dct:title "EFRO- en ESF-projecten, stand 2016"@nl , "ERDF and ESF projects, as of 2016"@en ;
    eco:aboutEcosystem <https://w3id.org/ecograph/id/emmen-chemistry> ;
    eco:describedAsOf "2016-02-11"^^xsd:date ;
    dct:source <{SOURCE}> ;
    eco:statedIn p:{{first}} .

<{SOURCE}> a eco:SourceDocument ;
    rdfs:label "Europa om de Hoek: lijst van projecten, 11 februari 2016"@nl ,
        "Europa om de Hoek: list of projects, 11 February 2016"@en ;
    eco:sourceKind sourcekind:Statistic ;
    eco:statedIn p:{{first}} .

<https://w3id.org/ecograph/id/emmen-chemistry> a eco:InnovationEcosystem , eco:Cluster ;
    rdfs:label "Biobased chemie Emmen"@nl , "Emmen biobased chemistry"@en ;
    skos:editorialNote "De lijst is een selectie op woorden: niet elk project hoort bij dit ecosysteem."@nl ,
        "The list was selected on words: not every project belongs to this ecosystem."@en ;
    eco:statedIn p:{{first}} .
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One project of the list: amounts in euros, dates as in the list; ``None`` where the list has nothing."""

    id: str
    beneficiary: str
    title: str
    eu: int | None
    public: int | None
    private: int | None
    total: int | None
    start: str
    end: str


def read_rows(path: Path) -> list[Row]:
    """Return the rows of the list."""

    def euros(text: str) -> int | None:
        return int(text) if text else None

    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                r["id"],
                r["beneficiary"],
                r["title"],
                euros(r["eu_subsidy_eur"]),
                euros(r["other_public_eur"]),
                euros(r["other_private_eur"]),
                euros(r["total_eur"]),
                r["start"],
                r["end"],
            )
            for r in csv.DictReader(file)
        ]


def fillers(rows: list[Row]) -> set[int]:
    """Return the EU amounts that so many rows share that they cannot all be grants."""
    counts = Counter(r.eu for r in rows if r.eu is not None)
    return {amount for amount, n in counts.items() if n >= FILLER_ROWS}


def defects(row: Row, filler: set[int]) -> Iterator[tuple[str, str]]:
    """Yield what is odd in a row, in Dutch and English."""
    if row.eu is None:
        yield "Geen EU-bedrag.", "No EU amount."
    elif row.eu in filler or row.eu < 100:
        yield f"EU-bedrag {row.eu} lijkt een vulwaarde.", f"EU amount {row.eu} looks like a filler."
    if row.total == OVERFLOW:
        yield (
            f"Totaal {OVERFLOW} is de grens van het veld (2^31/100), niet het totaal.",
            f"Total {OVERFLOW} is the limit of the field (2^31/100), not the total.",
        )
    elif row.total is not None and None not in (row.eu, row.public):
        parts = (row.eu or 0) + (row.public or 0) + (row.private or 0)
        if abs(parts - row.total) > 1:
            yield (
                f"De delen tellen op tot {parts}, het totaal is {row.total}.",
                f"The parts add up to {parts}, the total is {row.total}.",
            )
    if not row.end:
        yield "Geen einddatum.", "No end date."
    if "\ufffd" in row.beneficiary + row.title:
        yield "Tekens van de naam zijn in de lijst beschadigd.", "Characters of the name are damaged in the list."


def turtle(path: Path) -> str:
    """Return the list as a description in Turtle."""
    rows = read_rows(path)
    filler = fillers(rows)
    parts = [_HEAD.format(first=rows[0].id)]
    seen: set[str] = set()
    for row in rows:
        slug = _slug(row.beneficiary)
        if slug not in seen:
            seen.add(slug)
            parts.append(
                f"actor:{slug} a eco:OrganisationActor ;\n    rdfs:label {_both(row.beneficiary)} ;\n"
                f"    eco:statedIn {' , '.join('p:' + r.id for r in rows if _slug(r.beneficiary) == slug)} .\n"
            )
        parts.append(_project(row, slug, list(defects(row, filler))))
    return "\n".join(parts)


def _project(row: Row, slug: str, notes: list[tuple[str, str]]) -> str:
    dates = "".join(
        f'    eco:{name} "{value}"^^xsd:date ;\n'
        for name, value in (("startedOn", row.start), ("endedOn", row.end))
        if value
    )
    note = ""
    if notes:
        nl, en = (" ".join(n[i] for n in notes) for i in (0, 1))
        note = f"    skos:editorialNote {_string(nl)}@nl , {_string(en)}@en ;\n"
    status = "istat:Ended" if row.end and row.end < "2016-02-11" else "istat:Active"
    text = (
        f"project:{row.id} a eco:Project ;\n    rdfs:label {_both(row.title)} ;\n    eco:ownedBy actor:{slug} ;\n"
        f"{dates}    eco:initiativeStatus {status} ;\n{note}    eco:statedIn p:{row.id} .\n\n"
        f'p:{row.id} a eco:EvidencePassage ;\n    skos:notation "{row.id}" ;\n    eco:fromDocument <{SOURCE}> ;\n'
        f'    rdfs:label "Rij {row.id}"@nl , "Row {row.id}"@en ;\n'
        f'    rdfs:comment "Titel, begunstigde, bedragen en data van één project."@nl ,\n'
        f'        "Title, beneficiary, amounts and dates of one project."@en .\n'
    )
    for kind, source, value in (
        ("eu", "Eu", row.eu),
        ("public", "Public", row.public),
        ("private", "Private", row.private),
    ):
        if value is None:
            continue
        text += (
            f"\ncommitment:{row.id}-{kind} a eco:FundingCommitment ;\n"
            f'    rdfs:label "Bijdrage aan {row.id} ({kind})"@nl , "Contribution to {row.id} ({kind})"@en ;\n'
            f"    eco:fundsInitiative project:{row.id} ;\n    eco:fundingSource fsource:{source} ;\n"
            f"    eco:commitmentStatus cstat:Granted ;\n    eco:amount amount:{row.id}-{kind} ;\n"
            f"    eco:statedIn p:{row.id} .\n\n"
            f'amount:{row.id}-{kind} a eco:MonetaryAmount ;\n    rdfs:label "€ {value}"@nl , "EUR {value}"@en ;\n'
            f'    eco:amountValue "{value}"^^xsd:decimal ;\n'
            f"    eco:currency <http://publications.europa.eu/resource/authority/currency/EUR> ;\n"
            f"    eco:statedIn p:{row.id} .\n"
        )
    return text


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _both(name: str) -> str:
    return f"{_string(name)}@nl , {_string(name)}@en"
