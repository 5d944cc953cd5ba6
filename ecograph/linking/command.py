"""What ``ecograph link`` does: a column of names in, links and a list of what stayed unlinked out.

The law of this file: nothing half-done stays. All files are written at the end, each in one move; what a person
decided in an earlier run is read first and kept.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from dataclasses import dataclass, replace
from pathlib import Path

from ecograph.errors import CallerError, DataError, Place, SyntaxProblem, UnknownName
from ecograph.linking import review as reviewing
from ecograph.linking import sssom
from ecograph.linking.decision import Link
from ecograph.linking.desk import Desk
from ecograph.linking.organisations import Type, link
from ecograph.texts import Lang, Text

_SUMMARY = Text(
    nl="{names} namen: {exact} gekoppeld, {part} als onderdeel van een organisatie, {none} niet gekoppeld{people}.",
    en="{names} names: {exact} linked, {part} as part of an organisation, {none} left unlinked{people}.",
)
_PEOPLE = Text(nl="; {n} door mensen beslist", en="; {n} decided by people")
_UNSIGNED = Text(
    nl=" {n} besluit(en) zonder beoordelaar gelden alleen in deze bestanden: geef --by, dan houdt build zich eraan.",
    en=" {n} decision(s) without a reviewer hold in these files only: give --by, and builds keep to them.",
)


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of a column of names; ``links`` has one decision per distinct name, in the order of the file.

    ``kept`` counts the decisions on the desk, ``unsigned`` those that hold in these files only: nobody signed them.
    """

    links: tuple[Link, ...]
    rows: int
    kept: int = 0
    unsigned: int = 0

    def count(self, match: str) -> int:
        """Return how many distinct names are ``exact``, ``part-of`` or ``none``."""
        return sum(found.match == match for found in self.links)

    def say(self, lang: Lang) -> str:
        """Return it as one sentence."""
        people = sum(found.by_person for found in self.links)
        return _SUMMARY.say(
            lang,
            names=len(self.links),
            exact=self.count("exact"),
            part=self.count("part-of"),
            none=self.count("none"),
            people=_PEOPLE.say(lang, n=people) if people else "",
        ) + (_UNSIGNED.say(lang, n=self.unsigned) if self.unsigned else "")


def link_file(
    path: Path,
    column: str,
    *,
    date: dt.date | None = None,
    type: Type = "organisation",  # noqa: A002
    out: Path,
    unmatched: Path | None = None,
    review: Path | None = None,
    desk: Desk | None = None,
    by: str = "",
    lang: Lang = "nl",
) -> Linked:
    """Link the names in a column of a CSV or TSV file and write SSSOM.

    Args:
        path: The table; comma, semicolon or tab between its columns.
        column: The name of the column with the names.
        date: The day of which the names speak.
        type: What the names are known to be.
        out: Where the SSSOM table goes. Links in it that a person curated are kept.
        unmatched: Where the names left unlinked go, each with the reason.
        review: The review file: its decisions are applied, and it is written anew with them and with what is new.
        desk: Where decisions are kept for every run and build: what stands there is applied as well, and what the
            review file decides is kept there.
        by: Who decided, where the review file does not say; empty: its decisions are not kept on the desk.
        lang: The language of grounds and reasons.

    Raises:
        SyntaxProblem: the file is no table in UTF-8.
        UnknownName: it has no such column.
        CallerError: two outputs have one name.
    """
    _apart(path, out, unmatched, review)
    names = read_column(path, column)
    kept = {k: d for k, d in desk.decisions().items() if not d.subject} if desk else {}
    reviewed = _reviewed(review) if review else {}
    named = {k: d if d.reviewer else replace(d, reviewer=by) for k, d in reviewed.items()}
    decisions = _decided(out) | kept | named
    links = link(dict.fromkeys(names), date=date, type=type)
    result = Linked(tuple(reviewing.apply(links, decisions)), len(names))
    files = {out: sssom.write(result.links, title=f"Names in {path.name}", lang=lang)}
    if unmatched:
        files[unmatched] = "\ufeff" + _unmatched(result.links, lang)
    if review:
        files[review] = "\ufeff" + reviewing.write(result.links, decisions, lang=lang)
    for target, text in files.items():
        _place(target, text)
    if desk and (signed := [d for d in named.values() if d.reviewer]):
        desk.keep(signed)
    return replace(result, kept=len(signed) if desk else 0, unsigned=sum(not d.reviewer for d in named.values()))


def _apart(*paths: Path | None) -> None:
    given = [p.resolve() for p in paths if p]
    if len(set(given)) < len(given):
        raise CallerError(
            Text(
                nl="Invoer en uitvoer moeten verschillende bestanden zijn.",
                en="Input and outputs need different files.",
            ),
            remedy=Text(nl="Geef elk een eigen naam.", en="Give each its own name."),
        )


def read_column(path: Path, column: str) -> list[str]:
    """Return the cells of a column of a CSV or TSV file.

    Raises:
        SyntaxProblem: the file is no UTF-8 text, or is empty.
        UnknownName: it has no such column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SyntaxProblem(
            Text(nl="Het bestand is geen UTF-8-tekst.", en="The file is not UTF-8 text."),
            place=Place(file=str(path), line=line),
            remedy=Text(nl="Sla het op als CSV UTF-8.", en="Save it as CSV UTF-8."),
        ) from error
    except OSError as error:
        raise CallerError(
            Text(
                nl=f"{path} kan niet gelezen worden: {error.strerror}.", en=f"{path} cannot be read: {error.strerror}."
            ),
            remedy=Text(nl="Controleer de naam van het bestand.", en="Check the name of the file."),
        ) from error
    if not text.strip():
        raise SyntaxProblem(
            Text(nl="Het bestand is leeg.", en="The file is empty."),
            place=Place(file=str(path)),
            remedy=Text(nl="Geef een tabel met een kopregel.", en="Give a table with a header."),
        )
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    known = [name for name in rows.fieldnames or () if name]
    if column not in known:
        raise UnknownName(Text(nl="kolom", en="column"), column, known)
    try:
        return [row[column] or "" for row in rows]
    except csv.Error as error:
        place = Place(file=str(path), line=rows.line_num)
        raise SyntaxProblem(
            Text(nl=f"De tabel kan niet gelezen worden: {error}.", en=f"The table cannot be read: {error}."),
            place=place,
        ) from error


def _decided(out: Path) -> dict[str, reviewing.Decision]:
    """Return what people curated in an SSSOM file that is about to be written again."""
    if not out.is_file():
        return {}
    try:
        found = sssom.read(out.read_text(encoding="utf-8"), file=str(out))
    except (DataError, UnicodeDecodeError) as error:
        raise CallerError(
            Text(
                nl=f"{out} bestaat al en is geen SSSOM-tabel; het wordt niet overschreven.",
                en=f"{out} is there and is no SSSOM table; it is not overwritten.",
            ),
            remedy=Text(nl="Geef een andere naam voor de uitvoer.", en="Give another name for the output."),
        ) from error
    return {m.name: reviewing.Decision(m.name, "accept", m.match, m.iri, m.label) for m in found if m.by_person}


def _reviewed(path: Path) -> dict[str, reviewing.Decision]:
    return reviewing.read(path.read_text(encoding="utf-8-sig"), file=str(path)) if path.is_file() else {}


def _unmatched(links: tuple[Link, ...], lang: Lang) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow(("naam", "reden", "kandidaten") if lang == "nl" else ("name", "reason", "candidates"))
    for found in links:
        if found.match == "none":
            writer.writerow(
                [reviewing.quoted(c) for c in (found.name, found.explain(lang), " ".join(found.candidates))]
            )
    return out.getvalue()


def _place(target: Path, text: str) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CallerError(
            Text(
                nl=f"{target} kan niet geschreven worden: {error.strerror}.",
                en=f"{target} cannot be written: {error.strerror}.",
            ),
            remedy=Text(nl="Kies een andere plek.", en="Choose another place."),
        ) from error
