"""A zip archive with a description in it: CSV files, or a file of RDF.

The law of this file: an archive of a stranger claims things. Its names never become paths, its sizes are counted while
it is unpacked and not believed, and what is no part of a description stays inside.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ecograph.describe.locate import Locator
from ecograph.describe.safety import LIMITS, Limits
from ecograph.describe.tables import Term
from ecograph.errors import LimitReached, NotADescription, Place, SyntaxProblem
from ecograph.texts import Text

_TAKEN = {".csv", ".json", ".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".xml"}
_MOST = 100
_BLOCK = 1 << 20
_MB = 1 << 20


def unpack(archive: Path, folder: Path, *, limits: Limits = LIMITS) -> Path:
    """Unpack the files of a description into a new folder, and return what to read: that folder, or its one file.

    Raises:
        SyntaxProblem: it is no zip archive, is damaged or has a password.
        NotADescription: nothing in it is part of a description.
        LimitReached: too many files, or too large ones.
    """
    place = Place(file=archive.name)
    broken = SyntaxProblem(
        Text(nl="Dit is geen leesbaar zip-bestand.", en="This is not a readable zip archive."),
        place=place,
        remedy=Text(
            nl="Pak de CSV-bestanden opnieuw in, zonder wachtwoord.", en="Zip the files anew, without a password."
        ),
    )
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [
                m for m in opened.infolist() if not m.is_dir() and _name(m) and not m.filename.startswith("__MACOSX/")
            ]
            if len(members) > _MOST:
                raise _too_much(limits, place)
            folder.mkdir()
            total = 0
            for member in members:
                if member.flag_bits & 1:
                    raise broken
                with opened.open(member) as source, (folder / _name(member)).open("wb") as target:
                    while block := source.read(_BLOCK):
                        total += len(block)
                        if total > limits.unpacked_bytes:
                            raise _too_much(limits, place)
                        target.write(block)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise broken from error
    files = sorted(folder.iterdir())
    if not files:
        raise NotADescription(
            Text(nl="In dit zip-bestand staat geen beschrijving.", en="This zip archive holds no description."),
            place=place,
            remedy=Text(
                nl="Pak de CSV-bestanden van `ecograph template` of een RDF-bestand in.",
                en="Zip the CSV files of `ecograph template`, or a file of RDF.",
            ),
        )
    alone = [f for f in files if f.suffix not in {".csv", ".json"}]
    return alone[0] if len(alone) == 1 and not any(f.suffix == ".csv" for f in files) else folder


@dataclass(frozen=True, slots=True)
class Inside:
    """Says of what was unpacked where it stands in the archive: ``region.zip/actors.csv``. It is a ``Locator``.

    Attributes:
        folder: Where the archive is unpacked.
        archive: The archive.
        inner: Says where things stand in the folder.
    """

    folder: Path
    archive: Path
    inner: Locator

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:
        """Return where something stands, as ``Locator`` says it."""
        return moved(self.inner.place(focus, path, value), self.folder, self.archive)


def moved(place: Place, folder: Path, archive: Path) -> Place:
    """Return a place in the folder as one in the archive.

    >>> moved(Place(file="/tmp/x/region/actors.csv", line=3), Path("/tmp/x/region"), Path("region.zip")).file
    'region.zip/actors.csv'
    """
    return replace(place, file=place.file and place.file.replace(str(folder), str(archive)))


def _name(member: zipfile.ZipInfo) -> str:
    """Return the last part of a member's name, if it is one that a description has; else the empty string.

    >>> _name(zipfile.ZipInfo("region/actors.csv")), _name(zipfile.ZipInfo("../../etc/passwd"))
    ('actors.csv', '')
    """
    name = PurePosixPath(member.filename.replace("\\", "/")).name
    return name if PurePosixPath(name).suffix.lower() in _TAKEN and not name.startswith(".") else ""


def _too_much(limits: Limits, place: Place) -> LimitReached:
    return LimitReached(
        Text(
            nl=f"Uitgepakt is dit te veel: meer dan {_MOST} bestanden of {limits.unpacked_bytes // _MB} MB.",
            en=f"Unpacked, this is too much: more than {_MOST} files or {limits.unpacked_bytes // _MB} MB.",
        ),
        place=place,
        remedy=Text(nl="Pak alleen de beschrijving in.", en="Zip the description alone."),
    )
