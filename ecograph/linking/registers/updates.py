"""Newer registers from their publishers: what would change, and then the change.

The law of this file: nothing is changed before what changes has been shown. ``diff`` fetches and compares;
``refresh`` writes the compared tables into the user's own data folder, all of a register or nothing of it. The
shipped copy is never touched.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ecograph.errors import DataError, LimitReached, Place
from ecograph.linking.registers import sources
from ecograph.linking.registers.catalogue import Register, register, registers
from ecograph.texts import Text

#: Fetches one address and returns its body; ``None`` where the server says that there is nothing (404).
Fetcher = Callable[[str], bytes | None]

_TOOI = "https://repository.officiele-overheidspublicaties.nl/waardelijsten/{name}/{number}/json/{name}_{number}.json"
#: The value lists of the register, with the version in the box: a newer one is looked for from there.
TOOI_LISTS = {
    "rwc_gemeenten_compleet": 5,
    "rwc_provincies_compleet": 1,
    "rwc_waterschappen_compleet": 2,
    "rwc_zbo_compleet": 6,
    "rwc_samenwerkingsorganisaties_compleet": 3,
    "rwc_overige_overheidsorganisaties_compleet": 13,
    "rwc_caribische_openbare_lichamen_compleet": 1,
}
_ROR = "https://api.ror.org/v2/organizations?filter=country.country_code:NL&page={page}"
_ROR_PAGES = 100
_GDP = "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/nama_10r_3gdp?format=SDMX-CSV&compressed=false"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a register that came, went or changed; ``fields`` says which columns, from what to what."""

    file: str
    kind: Literal["added", "removed", "changed"]
    id: str
    fields: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        facts = "; ".join(f"{name}: {old or '∅'} → {new or '∅'}" for name, old, new in self.fields)
        return f"{sign} {self.id}" + (f"  {facts}" if facts else "")


@dataclass(frozen=True, slots=True)
class Refresh:
    """A fetched register beside the one in use: new tables, their date, and every change."""

    register: str
    dated: date
    tables: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """One register as it is in use here: its date, its rows, and whether it was refreshed."""

    name: str
    title: dict[str, str]
    dated: date
    rows: int
    megabytes: float
    licence: str
    source: str
    refreshed: bool
    refreshable: bool


def status() -> list[Status]:
    """Return every register with its date, size and source.

    >>> [s.name for s in status()]
    ['tooi', 'regions', 'ror', 'nace', 'statistics']
    """
    found = []
    for source in registers().values():
        paths = [source.file(name) for name in source.files]
        rows = sum(p.read_text(encoding="utf-8").count("\n") - 1 for p in paths if p.suffix == ".csv")
        size = sum(p.stat().st_size for p in paths)
        found.append(
            Status(
                source.name,
                source.title,
                source.dated,
                rows,
                round(size / 1e6, 2),
                source.licence,
                source.source,
                source.refreshed,
                source.name in _FETCH,
            )
        )
    return found


def _fetch_tooi(fetch: Fetcher) -> tuple[dict[str, str], date]:
    lists, dated = [], date.min
    for name, number in TOOI_LISTS.items():
        content = _json(fetch, _TOOI.format(name=name, number=number))
        while newer := fetch(_TOOI.format(name=name, number=number + 1)):
            number += 1
            content = _parse(newer, _TOOI.format(name=name, number=number))
        if content is None:
            raise DataError(
                Text(
                    nl=f"De waardelijst {name} staat niet meer waar hij stond.",
                    en=f"The value list {name} is not where it was.",
                ),
                place=Place(iri=_TOOI.format(name=name, number=number)),
                remedy=Text(
                    nl="Zoek het nieuwe adres op https://standaarden.overheid.nl/tooi/waardelijsten.",
                    en="Look at https://standaarden.overheid.nl/tooi/waardelijsten for its new address.",
                ),
            )
        lists.append(content)
        dated = max(dated, _stated_date(content) or date.min)
    organisations, events = sources.tooi_tables(lists)
    return {"organisations.csv": organisations, "events.csv": events}, dated


def _stated_date(content: list[dict[str, Any]]) -> date | None:
    key = "https://identifier.overheid.nl/tooi/def/ont/zichtdatum"
    return next((date.fromisoformat(item[key][0]["@value"]) for item in content if key in item), None)


def _fetch_ror(fetch: Fetcher) -> tuple[dict[str, str], date]:
    records: dict[str, dict[str, Any]] = {}
    dated = date.min
    for page in range(1, _ROR_PAGES + 1):
        address = _ROR.format(page=page)
        answer = _json(fetch, address)
        items = answer.get("items", []) if isinstance(answer, dict) else []
        for item in items:
            records[item["id"]] = item
            dated = max(dated, date.fromisoformat(item["admin"]["last_modified"]["date"]))
        if not items or len(records) >= int(answer["number_of_results"]):
            return {"organisations.csv": sources.ror_table(records.values())}, dated
    raise LimitReached(
        Text(nl="ROR heeft meer bladzijden dan hier gelezen worden.", en="ROR has more pages than this refresh reads."),
        remedy=Text(nl="Meld het: de grens is verouderd.", en="Report it: the limit is out of date."),
    )


def _fetch_statistics(fetch: Fetcher) -> tuple[dict[str, str], date]:
    content = fetch(_GDP)
    if not content:
        raise DataError(
            Text(nl="Eurostat geeft geen nama_10r_3gdp.", en="Eurostat gives no nama_10r_3gdp."),
            place=Place(iri=_GDP),
            remedy=Text(nl="Probeer het later opnieuw.", en="Try again later."),
        )
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    names = {"geo": "geo", "unit": "unit", "TIME_PERIOD": "year", "OBS_VALUE": "value", "OBS_FLAG": "flag"}
    if not rows or set(names) - set(rows[0]):
        raise DataError(
            Text(
                nl="Het antwoord van Eurostat heeft andere kolommen dan verwacht.",
                en="Eurostat's answer has other columns than expected.",
            ),
            place=Place(iri=_GDP),
        )
    kept = [{ours: row[theirs] for theirs, ours in names.items()} for row in rows]
    return {"gdp.csv": sources.gdp_table(kept)}, date.fromisoformat(max(r["year"] for r in kept) + "-12-31")


_FETCH: dict[str, Callable[[Fetcher], tuple[dict[str, str], date]]] = {
    "tooi": _fetch_tooi,
    "ror": _fetch_ror,
    "statistics": _fetch_statistics,
}
_KEYS = {"gdp.csv": 3}


def _json(fetch: Fetcher, address: str) -> Any:  # noqa: ANN401 (JSON)
    content = fetch(address)
    return None if content is None else _parse(content, address)


def _parse(content: bytes, address: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return json.loads(content)
    except ValueError as error:
        raise DataError(
            Text(nl="Het antwoord van de uitgever is geen JSON.", en="The publisher's answer is not JSON."),
            place=Place(iri=address),
            remedy=Text(nl="Probeer het later opnieuw.", en="Try again later."),
        ) from error


def diff(name: str, fetcher: Fetcher) -> Refresh:
    """Fetch a register and compare it with the one in use; nothing is written.

    Raises:
        UnknownName: no register has that name.
        DataError: the register has no live source, or the source answers something else than it did.
    """
    source = register(name)
    if name not in _FETCH:
        raise DataError(
            Text(
                nl=f'Het register "{name}" wordt niet van het web ververst.',
                en=f'The register "{name}" is not refreshed from the web.',
            ),
            remedy=Text(
                nl=f"Ververst worden: {', '.join(_FETCH)}. Dit register komt met een nieuwe versie van EcoGraph.",
                en=f"Refreshed are: {', '.join(_FETCH)}. This one comes with a new version of EcoGraph.",
            ),
        )
    fetched, dated = _FETCH[name](fetcher)
    changes = [change for file, text in fetched.items() for change in _compare(source, file, text)]
    return Refresh(name, dated, tuple(fetched.items()), tuple(changes))


def _compare(source: Register, file: str, text: str) -> list[Change]:
    old = _by_key(source.file(file).read_text(encoding="utf-8"), _KEYS.get(file, 1))
    new = _by_key(text, _KEYS.get(file, 1))
    header = next(csv.reader(io.StringIO(text)))
    changes = [Change(file, "added", key) for key in new.keys() - old.keys()]
    changes += [Change(file, "removed", key) for key in old.keys() - new.keys()]
    for key in old.keys() & new.keys():
        fields = tuple((c, a, b) for c, a, b in zip(header, old[key], new[key], strict=True) if a != b)
        if fields:
            changes.append(Change(file, "changed", key, fields))
    return sorted(changes, key=lambda c: (c.file, c.id))


def _by_key(text: str, width: int) -> dict[str, list[str]]:
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {" ".join(row[:width]): row for row in rows}


def refresh(name: str, fetcher: Fetcher, *, into: Path | None = None) -> Refresh:
    """Fetch a register and put it into the user's data folder, where it is preferred from then on.

    The tables are written beside the old ones and take their place in one move, so nothing half-done is ever read.

    Args:
        name: The register.
        fetcher: What fetches; ``linking.federation.download`` on a machine with a network.
        into: Another folder than ``<data_dir>/reference``.
    """
    found = diff(name, fetcher)
    if into is None:
        from ecograph.settings import Settings

        into = Settings.model_validate({}).data_dir / "reference"
    target, fresh = into / name, into / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for file in register(name).files:
        shutil.copyfile(register(name).file(file), fresh / file)
    for file, text in found.tables:
        (fresh / file).write_text(text, encoding="utf-8", newline="\n")
    (fresh / "dated.txt").write_text(found.dated.isoformat() + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    forget()
    return found


def forget() -> None:
    """Forget what was read of the registers, so that the next look reads the files again."""
    from ecograph.linking.registers import catalogue, records

    for cached in (catalogue.registers, records.bodies, records.territories, records.institutions):
        cached.cache_clear()
