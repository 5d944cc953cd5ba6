"""The review file: what a person decides about links, kept through every re-run.

The law of this file: a person's decision outranks every rule, and is never changed or dropped by a program. The file
is a CSV table that a spreadsheet opens in the language of its user: one row per name or thing, and a column
``decision`` to fill in with ``accept``, ``reject``, or nothing. With ``accept``, another IRI may be written in ``iri``.
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

COLUMNS = ("name", "match", "iri", "label", "confidence", "why", "decision", "reviewer", "date", "note", "subject")
#: The columns in Dutch; a file in either language is read.
DUTCH = (
    "naam", "koppeling", "iri", "heet daar", "zekerheid", "waarom", "besluit", "beoordelaar", "datum", "opmerking",
    "onderwerp",
)  # fmt: skip
_ENGLISH = dict(zip(DUTCH, COLUMNS, strict=True))
#: What may stand in ``decision``, in either language.
_WORDS = {
    "accept": "accept", "accepted": "accept", "ja": "accept", "yes": "accept", "akkoord": "accept",
    "reject": "reject", "rejected": "reject", "nee": "reject", "no": "reject", "afgewezen": "reject", "": "",
}  # fmt: skip
_MATCHES: dict[str, Match] = {
    "exact": "exact", "part-of": "part-of", "none": "none", "": "exact", "dezelfde": "exact", "onderdeel": "part-of",
    "geen": "none",
}  # fmt: skip
_SAID: dict[Lang, dict[str, str]] = {
    "nl": {"exact": "dezelfde", "part-of": "onderdeel", "none": "geen", "accept": "akkoord", "reject": "afgewezen"},
    "en": {},
}
#: A cell that a spreadsheet would take for a formula is written behind an apostrophe, and read without it.
_FORMULA = ("=", "+", "-", "@", "\t")
REVIEWED = Text(nl="Beoordeeld door {who}{when}.", en="Reviewed by {who}{when}.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a name, or about the one thing ``subject``; ``verdict`` empty means: not yet."""

    name: str
    verdict: str
    match: Match
    iri: str
    label: str
    reviewer: str = ""
    date: str = ""
    note: str = ""
    subject: str = ""

    @property
    def key(self) -> str:
        """Return what it is about: one thing by its IRI, else everything of that name."""
        return self.subject or self.name


def read(text: str, *, file: str = "review.csv") -> dict[str, Decision]:
    """Return the decisions in a review file, by IRI or name; rows without a decision are left out.

    Raises:
        SyntaxProblem: a column is missing.
        DataError: a decision is not understood, accepts nothing, or two rows decide one name differently.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = [(head or "").strip().casefold() for head in rows.fieldnames or ()]
    rows.fieldnames = [_ENGLISH.get(head, head) for head in heads]
    missing = {"name", "iri", "decision"} - set(rows.fieldnames)
    if missing:
        raise SyntaxProblem(
            Text(
                nl=f"In het beoordelingsbestand ontbreekt de kolom {', '.join(sorted(missing))}.",
                en=f"The review file lacks the column {', '.join(sorted(missing))}.",
            ),
            place=Place(file=file, line=1),
            remedy=Text(nl=f"De kolommen zijn: {', '.join(DUTCH)}.", en=f"Its columns are: {', '.join(COLUMNS)}."),
        )
    found: dict[str, Decision] = {}
    for number, row in enumerate(rows, 2):
        decision = _decision({k: _unquoted(v) for k, v in row.items()}, Place(file=file, line=number))
        if not decision.verdict:
            continue
        before = found.get(decision.key)
        if before and (before.verdict, before.iri) != (decision.verdict, decision.iri):
            raise DataError(
                Text(
                    nl=f'Twee rijen beslissen verschillend over "{decision.name}".',
                    en=f'Two rows decide "{decision.name}" differently.',
                ),
                place=Place(file=file, line=number),
                remedy=Text(nl="Houd er één.", en="Keep one of them."),
            )
        found[decision.key] = decision
    return found


def _unquoted(cell: str | None) -> str:
    cell = cell or ""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _decision(row: Mapping[str, str], place: Place) -> Decision:
    cells = {k: row.get(k, "").strip() for k in COLUMNS}
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
    if verdict == "accept" and not is_iri(cells["iri"]):
        raise DataError(
            Text(
                nl=f'"{cells["name"]}" is goedgekeurd zonder (geldige) IRI om mee te koppelen.',
                en=f'"{cells["name"]}" is accepted without an IRI (that is valid) to link it with.',
            ),
            place=place,
            remedy=Text(nl="Vul de IRI in.", en="Fill in the IRI."),
        )
    match = _MATCHES.get(cells["match"].casefold(), "exact")
    return Decision(
        name=row.get("name", ""),
        verdict=verdict,
        match="exact" if verdict == "accept" and match == "none" else match,
        iri=cells["iri"],
        label=cells["label"],
        reviewer=cells["reviewer"],
        date=cells["date"],
        note=cells["note"],
        subject=cells["subject"],
    )


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI.

    >>> is_iri("https://ror.org/012p63287"), is_iri("ror 012p63287"), is_iri("")
    (True, False, False)
    """
    from pyoxigraph import NamedNode

    try:
        return ":" in text and bool(NamedNode(text))
    except ValueError:
        return False


def apply(links: Iterable[Link], decisions: Mapping[str, Decision]) -> list[Link]:
    """Return the links with what people decided in the place of what rules decided."""
    return [applied(found, decisions[found.name]) if found.name in decisions else found for found in links]


def applied(found: Link, decision: Decision) -> Link:
    """Return what a person decided in the place of what the rules found."""
    done = _applied(found, decision)
    return replace(done, reviewer=decision.reviewer, decided=decision.date, on=found.on)


def _applied(found: Link, decision: Decision) -> Link:
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
    """Return the review file of a list of names: every name once, with the decision already taken, if any.

    Decisions about names that are not among the links stay in the file: somebody may need them again.
    """
    rows: dict[str, dict[str, str]] = {}
    for found in links:
        rows.setdefault(found.name, row(found, decisions.get(found.name), lang))
    for name, decision in decisions.items():
        if not decision.subject:
            rows.setdefault(name, kept(decision))
    return table(rows.values(), lang)


def row(found: Link, decision: Decision | None, lang: Lang, *, subject: str = "") -> dict[str, str]:
    """Return the row of one decision: what the rules say, and what a person made of it."""
    return {
        "name": found.name,
        "match": decision.match if decision else found.match,
        "iri": (decision.iri if decision else found.iri) or " ".join(found.candidates),
        "label": found.label or (decision.label if decision else ""),
        "confidence": f"{found.confidence:.2f}",
        "why": found.explain(lang),
        **_verdict(decision),
        "subject": subject,
    }


def kept(decision: Decision) -> dict[str, str]:
    """Return the row of a decision about something that is not there at the moment."""
    cells = {"name": decision.name, "match": decision.match, "iri": decision.iri, "label": decision.label}
    return cells | _verdict(decision) | {"subject": decision.subject}


def table(rows: Iterable[Mapping[str, str]], lang: Lang) -> str:
    """Return rows as the CSV that a spreadsheet in that language opens in columns: with semicolons in Dutch."""
    rows = list(rows)
    columns = COLUMNS if any(r.get("subject") for r in rows) else COLUMNS[:-1]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow(DUTCH[: len(columns)] if lang == "nl" else columns)
    words = _SAID[lang]
    for cells in rows:
        said = dict(cells) | {k: words.get(cells.get(k, ""), cells.get(k, "")) for k in ("match", "decision")}
        writer.writerow([quoted(said.get(c, "")) for c in columns])
    return out.getvalue()


def quoted(cell: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _verdict(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {"decision": "", "reviewer": "", "date": "", "note": ""}
    return {
        "decision": decision.verdict,
        "reviewer": decision.reviewer,
        "date": decision.date,
        "note": decision.note,
    }
