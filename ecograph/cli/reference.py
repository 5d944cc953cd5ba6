"""``ecograph reference``: the registers in the box, how old they are, and newer ones from their publishers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from ecograph.cli.linking import day
from ecograph.cli.output import console, deliver, say
from ecograph.errors import UnknownName
from ecograph.linking.federation import download
from ecograph.linking.registers import diff, refresh, status
from ecograph.linking.registers.updates import Refresh
from ecograph.texts import Lang, Text, pick

if TYPE_CHECKING:
    from ecograph.linking.registers import Body

FACTS = Text(nl="stand van {dated}, {rows} rijen, {size} MB{state}", en="as of {dated}, {rows} rows, {size} MB{state}")
REFRESHABLE = Text(nl=", te verversen", en=", can be refreshed")
REFRESHED = Text(nl=", ververst", en=", refreshed")
SAME = Text(nl="{name}: niets veranderd ({dated}).", en="{name}: nothing changed ({dated}).")
CHANGED = Text(nl="{name}: {n} veranderingen ({dated})", en="{name}: {n} changes ({dated})")
WRITTEN = Text(nl="{name} is ververst; bouw daarna opnieuw.", en="{name} was refreshed; build again after this.")
MORE = Text(nl="… en nog {n}", en="… and {n} more")
DESCRIBED = Text(
    nl="Als DCAT: `ecograph export catalogue catalogus.ttl`, of /catalog van de dienst.",
    en="As DCAT: `ecograph export catalogue catalogue.ttl`, or /catalog of the service.",
)
_SHOWN = 20


def show(lang: Lang) -> None:
    """Print every register with its date, size, licence and source."""
    for s in status():
        state = REFRESHED[lang] if s.refreshed else REFRESHABLE[lang] if s.refreshable else ""
        facts = FACTS.say(lang, dated=s.dated.isoformat(), rows=s.rows, size=f"{s.megabytes:.2f}", state=state)
        console().print(f"[bold]{s.name}[/]  {escape(pick(s.title, lang))}", soft_wrap=True)
        console().print(f"    {escape(facts)}", soft_wrap=True)
        console().print(f"    [dim]{escape(s.source)}[/]", soft_wrap=True)
        console().print(f"    [dim]{escape(s.licence)}[/]", soft_wrap=True)
    say(DESCRIBED[lang])


def compare(name: str, lang: Lang) -> None:
    """Fetch a register and print what would change; nothing is written."""
    _known(name)
    _changes(diff(name, download), lang)


def update(name: str, lang: Lang) -> None:
    """Fetch a register, use it from now on, and print what changed."""
    _known(name)
    found = refresh(name, download)
    _changes(found, lang)
    say(WRITTEN.say(lang, name=name))


def _changes(found: Refresh, lang: Lang) -> None:
    text = CHANGED if found.changes else SAME
    console().print(text.say(lang, name=found.register, n=len(found.changes), dated=found.dated), markup=False)
    for change in found.changes[:_SHOWN]:
        console().print(f"  {change}", markup=False, soft_wrap=True)
    if len(found.changes) > _SHOWN:
        console().print("  " + MORE.say(lang, n=len(found.changes) - _SHOWN))


def _known(name: str) -> None:
    names = [s.name for s in status()]
    if name not in names:
        raise UnknownName(Text(nl="register", en="register"), name, names)


EXIST = Text(nl="{n} gemeenten op {date}", en="{n} municipalities on {date}")
ENDED = Text(
    nl="{n} gemeenten waren op {date} opgeheven; {m} daarvan leven voort in een andere.",
    en="{n} municipalities had ended on {date}; {m} of them live on in another.",
)
_COLUMNS = {
    "nl": ("code", "gemeente", "provincie", "begin", "einde", "leeft voort in"),
    "en": ("code", "municipality", "province", "begin", "end", "lives on in"),
}


def municipalities(date: str | None, *, ended: bool, form: str, out: Path | None, lang: Lang) -> None:
    """Print the municipalities of a day, or those that had ended by then with what each lives on in."""
    from ecograph.linking.registers import bodies, living

    if form not in {"table", "csv", "json"}:
        raise UnknownName(Text(nl="formaat", en="format"), form, ["table", "csv", "json"])
    on = day(date) or dt.date.today()  # noqa: DTZ011 (today by the calendar of who asks)
    every = [b for b in bodies().values() if b.kind == "municipality"]
    found = [b for b in every if (b.end and b.end < on if ended else b.exists(on))]
    rows = [_municipality(b, [h.name for h in living(b.iri, on)] if ended else []) for b in found]
    rows.sort(key=lambda row: row[1])
    heads = _COLUMNS[lang] if ended else _COLUMNS[lang][:5]
    if form == "table" and out is None:
        table = Table(*heads, box=None, padding=(0, 2, 0, 0), header_style="bold")
        for row in rows:
            table.add_row(*(escape(cell) for cell in row[: len(heads)]))
        console().print(table)
    elif form == "json":
        keys = _COLUMNS["en"][: len(heads)]
        listed = [dict(zip(keys, row, strict=False)) for row in rows]
        deliver(json.dumps({"date": on.isoformat(), "count": len(rows), "municipalities": listed}, indent=1), out)
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([heads, *(row[: len(heads)] for row in rows)])
        deliver(text.getvalue(), out)
    said = ENDED if ended else EXIST
    say(said.say(lang, n=len(rows), m=sum(bool(row[5]) for row in rows), date=on.isoformat()))


def _municipality(body: Body, heirs: list[str]) -> tuple[str, ...]:
    from ecograph.linking.registers import bodies

    province = bodies().get(body.province)
    code = body.iri.rpartition("/")[2].upper()
    begin, end = (d.isoformat() if d else "" for d in (body.begin, body.end))
    return (code, body.name, province.name if province else "", begin, end, ", ".join(heirs))
