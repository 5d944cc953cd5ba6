"""``ecograph import-projects``."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.exporting import write_description
from ecograph.cli.output import deliver, progress, say
from ecograph.errors import StoreError
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.describe.projects import Finding, ProjectList

#: What is repaired has one possible outcome; all else is doubted, or left out.
REPAIRED = {"mojibake", "html-escape"}
LEFT_OUT = {"natural-person", "unknown-project", "impossible-date", "date-order", "not-a-number"}

ROWS = Text(
    nl="{chosen} van {rows} rijen ({layout}): {actors} organisaties",
    en="{chosen} of {rows} rows ({layout}): {actors} organisations",
)
MONEY = Text(
    nl="Geld van de EU: {ours} euro in de beschrijving, {theirs} euro in de gekozen rijen: gelijk op de cent.",
    en="Money of the EU: EUR {ours} in the description, EUR {theirs} in the chosen rows: equal to the cent.",
)
CELLS = Text(
    nl="Cellen: {repaired} hersteld, {doubted} twijfelachtig, {left} weggelaten; elk staat in {file}",
    en="Cells: {repaired} repaired, {doubted} doubtful, {left} left out; each is listed in {file}",
)
CLEAN = Text(nl="Geen cel was twijfelachtig.", en="No cell was doubtful.")
APART = Text(
    nl="Van geen project is gezegd dat het bij het ecosysteem hoort: dat zegt een lijst niet, en geen niveau hangt "
    "ervan af. Weet u het wel, gebruik dan --select en --part-of-ecosystem.",
    en="Of no project it is said that it belongs to the ecosystem: a list does not say so, and no level depends on it. "
    "Where you know, use --select and --part-of-ecosystem.",
)
NEXT = Text(nl="Kijk het na met: ecograph check {out}", en="Look it over with: ecograph check {out}")
HEADINGS = {
    "nl": ("regel", "rij", "kolom", "soort", "stond er", "is geworden", "uitleg"),
    "en": ("line", "row", "column", "kind", "was", "became", "explanation"),
}


def import_projects(
    file: Path,
    *,
    form: str,
    ecosystem: str,
    name: str | None,
    as_of: str | None,
    label: str | None,
    source: str | None,
    participations: Path | None,
    select: list[str],
    facts_only: bool,
    part_of_ecosystem: bool,
    out: Path,
    quiet: bool,
    lang: Lang,
) -> None:
    """Read a list of funded projects, write it as a description, and say what was repaired or doubted."""
    from ecograph.describe import projects

    with progress("ecograph import-projects", quiet=quiet) as move:
        found = projects.import_projects(
            file,
            ecosystem,
            name,
            as_of,
            layout=None if form == "auto" else form,
            document=source,
            label=Text(nl=label, en=label) if label else _boxed(ecosystem),
            participations=participations,
            select=select,
            facts_only=facts_only,
            part_of_ecosystem=part_of_ecosystem,
            progress=move,
        )
    ours = projects.eu_money(found.description.graph)
    if ours != found.eu_total:
        raise StoreError(
            Text(
                nl=f"De som klopt niet: {_money(ours, 'nl')} in plaats van {_money(found.eu_total, 'nl')} euro.",
                en=f"The sum is wrong: EUR {_money(ours, 'en')} instead of {_money(found.eu_total, 'en')}.",
            ),
            remedy=Text(nl="Er is niets geschreven; meld dit.", en="Nothing was written; please report this."),
        )
    listed = _findings_file(out)
    write_description(found.description, out, lang)
    if found.findings:
        deliver(_findings(found.findings, lang), listed)
    else:
        listed.unlink(missing_ok=True)
    if not quiet:
        _report(found, ours, out, listed, lang, part=part_of_ecosystem)


def _boxed(ecosystem: str) -> Text | None:
    """Return the name of an ecosystem in the box; None where it is a new one."""
    from pyoxigraph import Literal, NamedNode

    from ecograph import assets
    from ecograph.engine.graph import read
    from ecograph.terms import DCT, PREFIXES

    file = assets.data() / "ecosystems" / ecosystem / "dataset.ttl"
    if not file.is_file():
        return None
    own = f"{PREFIXES['id']}{ecosystem}/dataset"
    titles = {
        t.object.language: t.object.value
        for t in read(file).triples
        if t.subject == NamedNode(own) and t.predicate == DCT.title and isinstance(t.object, Literal)
    }
    return Text(nl=titles["nl"], en=titles["en"])


def _findings_file(out: Path) -> Path:
    """Return where the list of findings goes: into the folder, or beside the file."""
    return out / "findings.csv" if not out.suffix else out.with_name(out.stem + ".findings.csv")


def _findings(findings: tuple[Finding, ...], lang: Lang) -> str:
    """Return the findings as CSV that a spreadsheet opens: with a byte order mark."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    lines.writerow(HEADINGS[lang])
    for f in findings:
        cells = (f.identifier, f.column, f.code, f.before, f.after, f.message[lang])
        # A text that a spreadsheet would take for a formula is kept a text.
        lines.writerow([f.place.line, *(f"'{c}" if c[:1] in "=+-@" and c else c for c in cells)])
    return "\ufeff" + text.getvalue()


def _report(found: ProjectList, ours: Decimal, out: Path, listed: Path, lang: Lang, *, part: bool) -> None:
    partners = {q.identifier or q.name.casefold() for p in found.projects for q in p.partners}
    words = {"chosen": len(found.projects), "rows": found.in_file, "layout": found.layout, "actors": len(partners)}
    say(ROWS.say(lang, **words))
    say(MONEY.say(lang, ours=_money(ours, lang), theirs=_money(found.eu_total, lang)))
    if found.findings:
        kinds = Counter(
            "repaired" if f.code in REPAIRED else "left" if f.code in LEFT_OUT or not f.after else "doubted"
            for f in found.findings
        )
        say(CELLS.say(lang, **{k: kinds[k] for k in ("repaired", "doubted", "left")}, file=listed))
    else:
        say(CLEAN[lang])
    if not part:
        say(APART[lang])
    say(NEXT.say(lang, out=out))


def _money(value: Decimal, lang: Lang) -> str:
    """Return an amount to the cent, as the language writes it.

    >>> _money(Decimal("1306089976"), "nl"), _money(Decimal("44.2"), "en")
    ('1.306.089.976,00', '44.20')
    """
    text = f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text
