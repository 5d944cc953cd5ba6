"""The review desk: which links of a description are still to be judged, and what people decided, kept.

The law of this file: a decision is kept with who took it and when, outranks every rule in every later build, and is
only ever changed by a person; what it replaces stays on record. The folder holds two tables in SSSOM:

    decisions.sssom.tsv      what holds now, one row for each thing or name
    superseded.sssom.tsv     what held before, in the order in which it was replaced
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ecograph.engine import generations
from ecograph.engine.graph import Graph
from ecograph.errors import CallerError, Place, UnknownName
from ecograph.linking import sssom
from ecograph.linking.decision import Match
from ecograph.linking.description import Case, cases, fits, link_description
from ecograph.linking.review import Decision, is_iri
from ecograph.texts import Text

FILE, HISTORY = "decisions.sssom.tsv", "superseded.sssom.tsv"


class Desk:
    """The decisions of people about links, in one folder.

    >>> import tempfile
    >>> from ecograph.linking.review import Decision
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     desk = Desk(Path(folder))
    ...     _ = desk.keep([Decision("TNO", "reject", "exact", "", "", reviewer="Review board")])
    ...     desk.decisions()["TNO"].verdict
    'reject'
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def file(self) -> Path:
        """Return the table of what holds now."""
        return self.folder / FILE

    def decisions(self) -> dict[str, Decision]:
        """Return what people decided, by the IRI of the thing or else by name.

        Raises:
            SyntaxProblem: the table is damaged.
        """
        return read(self.file)

    def cases(self, description: Graph) -> list[Case]:
        """Return the actors and regions of a description with what is decided about each: open ones first.

        Among the open ones come first those with a link, the least certain before the others; then those without.
        """
        found = cases(description, decisions=self.decisions())
        return sorted(found, key=lambda c: (c.state != "open", c.link.match == "none", c.link.confidence, c.subject))

    def open(self, description: Graph) -> list[Case]:
        """Return the cases of a description that no person has judged yet."""
        return [c for c in self.cases(description) if c.state == "open"]

    def links(self, description: Graph) -> Graph:
        """Return the links graph of a description, as the next build will make it."""
        return link_description(description, decisions=self.decisions())

    def accept(
        self, case: Case, *, by: str, iri: str = "", match: Match | None = None, label: str = "", note: str = ""
    ) -> Decision:
        """Keep that a person accepts a link, or gives another.

        Args:
            case: What is judged.
            by: Who judges: a person in office, or an office.
            iri: What it is linked with; empty: what the rules propose.
            match: ``exact`` or ``part-of``; None: as proposed, and ``exact`` for another IRI.
            label: The name of that; empty: as proposed.
            note: Why, in the words of the person.

        Raises:
            CallerError: there is nothing to accept, it is no IRI, or an actor would be linked with a territory or a
                region with a body.
        """
        proposed = case.proposal
        target = iri.strip() or proposed.iri
        _fits(case, target)
        same = target == proposed.iri
        kind: Match = match or (proposed.match if same and proposed.match != "none" else "exact")
        name = label or (proposed.label if same else "")
        [kept] = self.keep([_decision(case, "accept", kind, target, name, by, note)])
        return kept

    def reject(self, case: Case, *, by: str, note: str = "") -> Decision:
        """Keep that a person rejects what the rules propose: the thing stays unlinked, whatever they find later."""
        proposed = case.proposal
        kind: Match = "exact" if proposed.match == "none" else proposed.match
        [kept] = self.keep([_decision(case, "reject", kind, proposed.iri, proposed.label, by, note)])
        return kept

    def keep(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Keep decisions; what they replace goes on record. One that says the same again changes nothing.

        Raises:
            CallerError: nobody is said to have decided.
        """
        fresh = [d if d.date else replace(d, date=_today()) for d in decisions]
        for d in fresh:
            if not d.reviewer.strip():
                raise CallerError(
                    Text(
                        nl=f'Bij het besluit over "{d.name}" staat niet wie het nam.',
                        en=f'It is not said who decided about "{d.name}".',
                    ),
                    remedy=Text(
                        nl="Vul de beoordelaar in (--by, of de kolom), of zet ECOGRAPH_REVIEWER.",
                        en="Say who (--by, or the column reviewer), or set ECOGRAPH_REVIEWER.",
                    ),
                )
        with self._held():
            now = self.decisions()
            changed = [d for d in fresh if not _same(now.get(d.key), d)]
            if changed:
                self._replace(now, {d.key: d for d in changed})
        return fresh

    def withdraw(self, key: str) -> Decision:
        """Take a decision back; the rules decide again. It stays on record.

        Raises:
            UnknownName: nothing was decided about this IRI or name.
        """
        with self._held():
            now = self.decisions()
            if key not in now:
                raise UnknownName(Text(nl="besluit over", en="decision about"), key, list(now))
            self._replace(now, {key: None})
        return now[key]

    def newer_than(self, moment: str) -> bool:
        """Return whether the table changed at or after a moment (ISO 8601, to the second)."""
        if not self.file.is_file():
            return False
        return datetime.fromtimestamp(self.file.stat().st_mtime, UTC) >= datetime.fromisoformat(moment)

    def _replace(self, now: Mapping[str, Decision], changes: Mapping[str, Decision | None]) -> None:
        gone = [now[key] for key in changes if key in now]
        kept = {key: d for key, d in now.items() if key not in changes} | {k: d for k, d in changes.items() if d}
        if gone:
            history = self.folder / HISTORY
            before = read_all(history)
            generations.write(history, write([*before, *gone], "superseded"))
        generations.write(self.file, write(kept.values(), "decisions"))

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Let one process at a time change the tables."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / ".lock").open("w")
        except OSError as error:
            raise CallerError(
                Text(
                    nl=f"In {self.folder} kan niet geschreven worden: {error.strerror}.",
                    en=f"{self.folder} cannot be written to: {error.strerror}.",
                ),
                remedy=Text(nl="Kies een andere map (ECOGRAPH_DECISIONS).", en="Choose another (ECOGRAPH_DECISIONS)."),
            ) from error
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _decision(case: Case, verdict: str, match: Match, iri: str, label: str, by: str, note: str) -> Decision:
    name = case.proposal.name or (case.names[0] if case.names else "")
    return Decision(name, verdict, match, iri, label, by.strip(), _today(), note.strip(), case.subject)


def _fits(case: Case, iri: str) -> None:
    """Refuse what can be no link of this kind of thing."""
    if not is_iri(iri):
        raise CallerError(
            Text(
                nl=f'Er is niets om "{case.names[0]}" mee te koppelen.' if not iri else f'"{iri[:200]}" is geen IRI.',
                en=f'There is nothing to link "{case.names[0]}" with.' if not iri else f'"{iri[:200]}" is no IRI.',
            ),
            place=Place(iri=case.subject),
            remedy=Text(
                nl="Geef een IRI, zoals https://identifier.overheid.nl/tooi/id/gemeente/gm0114.",
                en="Give an IRI, such as https://identifier.overheid.nl/tooi/id/gemeente/gm0114.",
            ),
        )
    if not fits(case.kind, iri):
        raise CallerError(
            Text(
                nl="Een overheid en het gebied dat zij bestuurt zijn twee dingen.",
                en="A government and the territory that it governs are two things.",
            ),
            place=Place(iri=case.subject),
            remedy=Text(
                nl="Koppel een partij met een organisatie (TOOI, ROR) en een gebied met een gebied.",
                en="Link an actor with an organisation (TOOI, ROR), and a region with a territory.",
            ),
        )


def _same(a: Decision | None, b: Decision) -> bool:
    return a is not None and (a.verdict, a.iri, a.match, a.note) == (b.verdict, b.iri, b.match, b.note)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def read(path: Path) -> dict[str, Decision]:
    """Return the decisions in a table, by IRI or name; none where there is no table."""
    return {d.key: d for d in read_all(path)}


def read_all(path: Path) -> list[Decision]:
    """Return the decisions in a table in their order.

    Raises:
        SyntaxProblem: it is no SSSOM table, or a row lacks what a mapping needs.
    """
    if not path.is_file():
        return []
    return [
        Decision(
            name=m.name,
            verdict="reject" if m.negated else "accept",
            match=m.match,
            iri="" if m.iri == sssom.NOTHING else m.iri,
            label=m.label,
            reviewer=m.reviewer,
            date=m.date,
            note=m.comment,
            subject=m.subject,
        )
        for m in sssom.read(path.read_text(encoding="utf-8"), file=str(path), negated=True)
        if m.by_person
    ]


def write(decisions: Iterable[Decision], name: str) -> str:
    """Return decisions as an SSSOM table: what was rejected is a negated mapping."""
    out = io.StringIO(newline="")
    out.write(sssom.head(f"https://w3id.org/ecograph/id/mappings/{name}", "Decisions of people about links"))
    writer = csv.DictWriter(out, sssom.DECIDED, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for d in decisions:
        rejected = d.verdict == "reject"
        writer.writerow(
            {
                "subject_id": d.subject,
                "subject_label": sssom.one_line(d.name),
                "subject_type": "owl named individual" if d.subject else "rdfs literal",
                "predicate_id": sssom.PREDICATES["exact" if d.match == "none" else d.match],
                "predicate_modifier": "Not" if rejected and d.iri else "",
                "object_id": sssom.compact(d.iri) if d.iri else sssom.NO_TERM,
                "object_label": sssom.flat(d.label),
                "mapping_justification": sssom.MANUAL,
                "mapping_date": d.date[:10],
                "reviewer_label": sssom.flat(d.reviewer),
                "comment": sssom.flat(d.note),
            }
        )
    return out.getvalue()
