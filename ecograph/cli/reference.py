"""``ecograph reference``: the registers in the box, how old they are, and newer ones from their publishers."""

from __future__ import annotations

from rich.table import Table

from ecograph.cli.output import console, say
from ecograph.errors import UnknownName
from ecograph.linking.federation import download
from ecograph.linking.registers import diff, refresh, status
from ecograph.linking.registers.updates import Refresh
from ecograph.texts import Lang, Text, pick

HEADS = {
    "nl": ("register", "wat", "stand", "rijen", "MB", "licentie", "verversbaar"),
    "en": ("register", "what", "as of", "rows", "MB", "licence", "refreshable"),
}
YES = Text(nl="ja", en="yes")
REFRESHED = Text(nl="ververst", en="refreshed")
SAME = Text(nl="{name}: niets veranderd ({dated}).", en="{name}: nothing changed ({dated}).")
CHANGED = Text(nl="{name}: {n} veranderingen ({dated})", en="{name}: {n} changes ({dated})")
WRITTEN = Text(nl="{name} is ververst; bouw daarna opnieuw.", en="{name} was refreshed; build again after this.")
MORE = Text(nl="… en nog {n}", en="… and {n} more")
_SHOWN = 20


def show(lang: Lang) -> None:
    """Print every register with its date, size, licence and source."""
    table = Table(*HEADS[lang], box=None, padding=(0, 2, 0, 0), header_style="bold")
    for s in status():
        state = YES[lang] if s.refreshable else ""
        if s.refreshed:
            state = REFRESHED[lang]
        row = (s.name, pick(s.title, lang), s.dated.isoformat(), str(s.rows), f"{s.megabytes:.2f}", s.licence, state)
        table.add_row(*row)
    console().print(table)


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
    names = [s.name for s in status() if s.refreshable]
    if name not in names:
        raise UnknownName(Text(nl="verversbaar register", en="register that can be refreshed"), name, names)
