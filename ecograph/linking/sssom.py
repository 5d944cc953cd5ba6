"""Links as SSSOM: a table of mappings that others can check and reuse.

The law of this file: what is written here is valid SSSOM 1.1 (https://w3id.org/sssom/spec), and what was written can
be read again. A name as written is a literal subject; a name left unlinked has no row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ecograph.errors import Place, SyntaxProblem
from ecograph.linking.decision import Link, Match
from ecograph.linking.registers.records import ROR, TOOI
from ecograph.texts import Lang, Text

_PREFIXES = {
    "sssom": "https://w3id.org/sssom/",
    "id": "https://w3id.org/ecograph/id/",
    "tooi": TOOI,
    "ror": ROR,
    "register": "https://w3id.org/ecograph/graph/reference/",
    "eco": "https://w3id.org/ecograph/ns#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "orcid": "https://orcid.org/",
}
PREDICATES: dict[Match, str] = {"exact": "skos:exactMatch", "part-of": "skos:broadMatch"}
#: How a link came about: by comparing words, by what is known of both, or by a person.
_LEXICAL, _COMPOSITE, MANUAL = (
    "semapv:LexicalMatching", "semapv:CompositeMatching", "semapv:ManualMappingCuration",
)  # fmt: skip
_COMPOSED = frozenset({"succession", "initials", "name and acronym", "municipal service", "subsidiary", "department"})
#: What would end a cell; every other character of a name stays as written.
_WHITE = re.compile(r"[\t\r\n]")
COLUMNS = (
    "subject_label", "subject_type", "predicate_id", "object_id", "object_label", "object_source",
    "mapping_justification", "mapping_date", "mapping_tool", "confidence", "see_also", "reviewer_label", "comment",
)  # fmt: skip


#: The columns of a table of decisions by people.
DECIDED = (
    "subject_id", "subject_label", "subject_type", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "mapping_date", "reviewer_label", "comment",
)  # fmt: skip
#: What stands for nothing: https://mapping-commons.github.io/sssom/spec-model/ (literal "no term found").
NO_TERM = "sssom:NoTermFound"
NOTHING = _PREFIXES["sssom"] + "NoTermFound"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row that was read: a name, what it is linked with, and whether a person decided so.

    ``negated`` means that it is not linked with that; ``subject`` is the IRI of the thing, where the row has one.
    """

    name: str
    match: Match
    iri: str
    label: str
    confidence: float
    by_person: bool
    comment: str = ""
    negated: bool = False
    subject: str = ""
    reviewer: str = ""
    date: str = ""


def write(
    links: Iterable[Link], *, title: str = "Names linked by EcoGraph", lang: Lang = "nl", today: date | None = None
) -> str:
    r"""Return links as an SSSOM table with its metadata in front; unlinked names are left out.

    >>> print(write([Link("TNO", "exact", TOOI + "zbo/zb000162", "TNO", rule="acronym", confidence=0.97)],
    ...             today=date(2026, 11, 23)).splitlines()[-1].split("\t")[:4])
    ['TNO', 'rdfs literal', 'skos:exactMatch', 'tooi:zbo/zb000162']
    """
    day = (today or date.today()).isoformat()  # noqa: DTZ011 (a mapping is dated by the maker's calendar)
    out = io.StringIO(newline="")
    out.write(head(f"https://w3id.org/ecograph/id/mappings/names-{day}", title, day))
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    for found in links:
        if found.match != "none":
            writer.writerow(_row(found, day, lang))
    return out.getvalue()


def head(iri: str, title: str, day: str = "") -> str:
    """Return the metadata in front of a table: prefixes, licence, name, version."""
    from ecograph import __version__

    lines = ["#curie_map:", *(f"#  {prefix}: {base}" for prefix, base in _PREFIXES.items())]
    lines += ["#license: https://creativecommons.org/publicdomain/zero/1.0/", f"#mapping_set_id: {iri}"]
    lines += [f'#mapping_set_title: "{title}"', *([f'#mapping_set_version: "{day}"'] if day else [])]
    return "\n".join([*lines, f'#mapping_tool_version: "{__version__}"', ""])


def _row(found: Link, day: str, lang: Lang) -> dict[str, str]:
    justification = MANUAL if found.by_person else _COMPOSITE if found.rule in _COMPOSED else _LEXICAL
    return {
        "subject_label": one_line(found.name),
        "subject_type": "rdfs literal",
        "predicate_id": PREDICATES[found.match],
        "object_id": compact(found.iri),
        "object_label": flat(found.label),
        "object_source": _source(found.iri),
        "mapping_justification": justification,
        "mapping_date": found.decided[:10] or day,
        "mapping_tool": "EcoGraph",
        "confidence": f"{found.confidence:.3f}".rstrip("0").rstrip("."),
        "see_also": "|".join(found.also),
        "reviewer_label": flat(found.reviewer),
        "comment": flat(found.explain(lang)),
    }


def _source(iri: str) -> str:
    return "register:tooi" if iri.startswith(TOOI) else "register:ror" if iri.startswith(ROR) else ""


def one_line(name: str) -> str:
    """Return a name as written but for what would end a cell."""
    return _WHITE.sub(" ", name)


def flat(text: str) -> str:
    """Return text on one line, as a cell of the table can hold it."""
    return " ".join(text.split())


def compact(iri: str) -> str:
    """Return an IRI as a CURIE of this file's prefixes, or as it is.

    >>> compact("https://ror.org/012p63287")
    'ror:012p63287'
    """
    for prefix, base in _PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def read(text: str, *, file: str = "mappings", negated: bool = False) -> list[Mapping]:
    """Return the mappings of an SSSOM table whose subjects are names, or things with a name.

    Args:
        text: The table.
        file: What it was read from.
        negated: Return also what is said not to be so, and not to exist.

    Raises:
        SyntaxProblem: it is no SSSOM table, or a row of it lacks what a mapping needs.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = sum(1 for _ in _while_comment(lines))
    prefixes = _PREFIXES | _declared(lines[:head])
    rows = csv.DictReader(io.StringIO("\n".join(lines[head:])), delimiter="\t")
    wanted = {"subject_label", "predicate_id", "object_id", "mapping_justification"}
    missing = wanted - set(rows.fieldnames or ())
    if missing:
        raise SyntaxProblem(
            Text(
                nl=f"In de SSSOM-tabel ontbreekt de kolom {', '.join(sorted(missing))}.",
                en=f"The SSSOM table lacks the column {', '.join(sorted(missing))}.",
            ),
            place=Place(file=file, line=head + 1),
            remedy=Text(
                nl="Geef een bestand dat `ecograph link` schreef, of voeg de kolom toe.",
                en="Give a file that `ecograph link` wrote, or add the column.",
            ),
        )
    by_predicate = {v: k for k, v in PREDICATES.items()}
    found = []
    for number, row in enumerate(rows, head + 2):
        match = by_predicate.get(row["predicate_id"])
        denied = row.get("predicate_modifier") == "Not" or row["object_id"] == NO_TERM
        if match is None or (denied and not negated):
            continue
        if not row["subject_label"] or not row["object_id"]:
            raise SyntaxProblem(
                Text(
                    nl="In een koppeling ontbreekt de naam of het object.", en="A mapping lacks its name or its object."
                ),
                place=Place(file=file, line=number),
            )
        found.append(
            Mapping(
                name=row["subject_label"],
                match=match,
                iri=_expand(row["object_id"], prefixes),
                label=row.get("object_label") or "",
                confidence=_share(row.get("confidence") or "1", file, number),
                by_person=row["mapping_justification"] == MANUAL,
                comment=row.get("comment") or "",
                negated=denied,
                subject=_expand(row.get("subject_id") or "", prefixes),
                reviewer=row.get("reviewer_label") or "",
                date=row.get("mapping_date") or "",
            )
        )
    return found


def _while_comment(lines: list[str]) -> Iterable[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line


def _declared(lines: list[str]) -> dict[str, str]:
    pairs = (line.removeprefix("#").strip().partition(": ") for line in lines if line.startswith("#  "))
    return {prefix: iri.strip("\"'") for prefix, _, iri in pairs}


def _expand(curie: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = curie.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else curie


def _share(text: str, file: str, line: int) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise SyntaxProblem(
            Text(
                nl=f'Een zekerheid is een getal van 0 tot 1, niet "{text}".',
                en=f'A confidence is a number from 0 to 1, not "{text}".',
            ),
            place=Place(file=file, line=line),
        ) from error
