"""The registers in the box: what each is, whose it is, how old it is, and where its files lie.

The law of this file: a register without source, licence and date is not shipped. The facts stand in
``data/reference/registers.toml``; a refreshed copy lies in the user's own data folder and is preferred.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecograph import assets
from ecograph.errors import UnknownName
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Register:
    """One reference register: its metadata, and its files with their numbers of rows."""

    name: str
    title: Text
    description: Text
    source: str
    publisher: str
    licence: str
    attribution: str
    dated: date
    files: tuple[str, ...]
    folder: Path
    refreshed: bool = False

    def file(self, name: str) -> Path:
        """Return the path of one file of the register."""
        return self.folder / name


@functools.cache
def registers() -> dict[str, Register]:
    """Return all registers by name, in the order of ``registers.toml``."""
    shipped = assets.data() / "reference"
    content = tomllib.loads((shipped / "registers.toml").read_text(encoding="utf-8"))
    return {name: _register(name, facts, shipped) for name, facts in content.items()}


def _register(name: str, facts: dict[str, object], shipped: Path) -> Register:
    from ecograph.settings import Settings

    own = Settings.model_validate({}).data_dir / "reference" / name
    stamp = own / "dated.txt"
    refreshed = stamp.is_file()
    dated = date.fromisoformat(stamp.read_text(encoding="utf-8").strip()) if refreshed else facts["dated"]
    return Register(
        name=name,
        title=Text(**facts["title"]),  # type: ignore[arg-type]
        description=Text(**facts["description"]),  # type: ignore[arg-type]
        source=str(facts["source"]),
        publisher=str(facts["publisher"]),
        licence=str(facts["licence"]),
        attribution=str(facts["attribution"]),
        dated=dated,  # type: ignore[arg-type]
        files=tuple(facts["files"]),  # type: ignore[arg-type]
        folder=own if refreshed else shipped / name,
        refreshed=refreshed,
    )


def register(name: str) -> Register:
    """Return one register.

    Raises:
        UnknownName: with the nearest names.
    """
    known = registers()
    if name not in known:
        raise UnknownName(Text(nl="register", en="register"), name, list(known))
    return known[name]
