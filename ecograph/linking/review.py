"""The review file: what a person decides about links, kept through every re-run.

The law of this file: a person's decision outranks every rule, and is never changed or dropped by a program. The file
is a CSV table that a spreadsheet opens: one row per name, and a column ``decision`` to fill in with ``accept``,
``reject``, or nothing. With ``accept``, another IRI may be written in the column ``iri``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ecograph.errors import DataError, Place, SyntaxProblem
from ecograph.linking.decision import REASONS, RULES, Evidence, Link, Match, evidence
from ecograph.linking.index import index
from ecograph.texts import Lang, Text

COLUMNS = ("name", "match", "iri", "label", "confidence", "why", "decision", "reviewer", "date", "note")
#: What may stand in ``decision``, in either language.
_WORDS = {
    "accept": "accept", "accepted": "accept", "ja": "accept", "yes": "accept", "akkoord": "accept",
    "reject": "reject", "rejected": "reject", "nee": "reject", "no": "reject", "afgewezen": "reject", "": "",
}  # fmt: skip
_MATCHES: dict[str, Match] = {"exact": "exact", "part-of": "part-of", "none": "none", "": "exact"}
REVIEWED = Text(nl="Beoordeeld door {who}{when}.", en="Reviewed by {who}{when}.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one name; ``verdict`` empty means: not yet."""

    name: str
    verdict: str
    match: Match
    iri: str
    label: str
    reviewer: str = ""
    date: str = ""
    note: str = ""


def read(text: str, *, file: str = "review.csv") -> dict[str, Decision]:
    """Return the decisions in a review file, by name; rows without a decision are left out.

    Raises:
        SyntaxProblem: a column is missing.
        DataError: a decision is not understood, accepts nothing, or two rows decide one name differently.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    missing = {"name", "iri", "decision"} - set(rows.fieldnames or ())
    if missing:
        raise SyntaxProblem(
            Text(
                nl=f"In het beoordelingsbestand ontbreekt de kolom {', '.join(sorted(missing))}.",
                en=f"The review file lacks the column {', '.join(sorted(missing))}.",
            ),
            place=Place(file=file, line=1),
            remedy=Text(nl=f"De kolommen zijn: {', '.join(COLUMNS)}.", en=f"Its columns are: {', '.join(COLUMNS)}."),
        )
    found: dict[str, Decision] = {}
    for number, row in enumerate(rows, 2):
        decision = _decision(row, Place(file=file, line=number))
        if not decision.verdict:
            continue
        before = found.get(decision.name)
        if before and (before.verdict, before.iri) != (decision.verdict, decision.iri):
            raise DataError(
                Text(
                    nl=f'Twee rijen beslissen verschillend over "{decision.name}".',
                    en=f'Two rows decide "{decision.name}" differently.',
                ),
                place=Place(file=file, line=number),
                remedy=Text(nl="Houd er één.", en="Keep one of them."),
            )
        found[decision.name] = decision
    return found


def _decision(row: Mapping[str, str | None], place: Place) -> Decision:
    cells = {k: (row.get(k) or "").strip() for k in COLUMNS}
    word = cells["decision"].casefold()
    if word not in _WORDS:
        raise DataError(
            Text(
                nl=f'Een beslissing is "accept" of "reject" (of "ja" of "nee"), niet "{cells["decision"]}".',
                en=f'A decision is "accept" or "reject", not "{cells["decision"]}".',
            ),
            place=place,
            remedy=Text(nl="Verbeter de cel of maak hem leeg.", en="Correct it, or empty it."),
        )
    verdict = _WORDS[word]
    if verdict == "accept" and ":" not in cells["iri"]:
        raise DataError(
            Text(
                nl=f'"{cells["name"]}" is goedgekeurd zonder IRI om mee te koppelen.',
                en=f'"{cells["name"]}" is accepted without an IRI to link it with.',
            ),
            place=place,
            remedy=Text(nl="Vul de IRI in.", en="Fill in the IRI."),
        )
    match = _MATCHES.get(cells["match"], "exact")
    return Decision(
        name=row.get("name") or "",
        verdict=verdict,
        match="exact" if verdict == "accept" and match == "none" else match,
        iri=cells["iri"],
        label=cells["label"],
        reviewer=cells["reviewer"],
        date=cells["date"],
        note=cells["note"],
    )


def apply(links: Iterable[Link], decisions: Mapping[str, Decision]) -> list[Link]:
    """Return the links with what people decided in the place of what rules decided."""
    return [_apply(found, decisions[found.name]) if found.name in decisions else found for found in links]


def _apply(found: Link, decision: Decision) -> Link:
    grounds = [] if not (decision.reviewer or decision.date) else [_who(decision)]
    if decision.verdict == "reject":
        return Link(
            found.name, "none", confidence=1.0, evidence=(evidence(REASONS, "rejected"), *grounds), by_person=True
        )
    if decision.iri == found.iri and decision.match == found.match:
        kept = (*found.evidence, evidence(RULES, "accepted"), *grounds)
        return replace(found, confidence=1.0, evidence=kept, by_person=True)
    entity = index().by_iri.get(decision.iri)
    return Link(
        name=found.name,
        match=decision.match,
        iri=decision.iri,
        label=entity.label if entity else decision.label,
        also=tuple(i for i in entity.iris if i != decision.iri) if entity else (),
        kind=entity.kind if entity else "",
        rule="accepted",
        score=100.0,
        confidence=1.0,
        evidence=(evidence(RULES, "accepted"), *grounds),
        by_person=True,
    )


def _who(decision: Decision) -> Evidence:
    when = f", {decision.date}" if decision.date else ""
    return evidence({"reviewed": REVIEWED}, "reviewed", who=decision.reviewer or "—", when=when)


def write(links: Iterable[Link], decisions: Mapping[str, Decision], *, lang: Lang = "nl") -> str:
    """Return the review file: every name once, with the decision already taken, if any.

    Decisions about names that are not among the links stay in the file: somebody may need them again.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    written = set()
    for found in links:
        if found.name in written:
            continue
        written.add(found.name)
        decision = decisions.get(found.name)
        writer.writerow(
            {
                "name": found.name,
                "match": decision.match if decision else found.match,
                "iri": decision.iri if decision else found.iri,
                "label": found.label or (decision.label if decision else ""),
                "confidence": f"{found.confidence:.2f}",
                "why": found.explain(lang),
                **_verdict(decision),
            }
        )
    for name, decision in decisions.items():
        if name not in written:
            cells = {"name": name, "match": decision.match, "iri": decision.iri, "label": decision.label}
            writer.writerow(cells | _verdict(decision))
    return out.getvalue()


def _verdict(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {"decision": "", "reviewer": "", "date": "", "note": ""}
    return {
        "decision": decision.verdict,
        "reviewer": decision.reviewer,
        "date": decision.date,
        "note": decision.note,
    }
