"""What a file must be before it is opened as a workbook.

The law of this file: a workbook from a stranger is a zip archive that claims things. Size, ratio, macros and entities
are checked before any library reads a cell, and each refusal names its limit.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from ecograph.errors import LimitReached, NotADescription, Place, SyntaxProblem
from ecograph.texts import Text

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook or a folder of CSV files may be.

    Attributes:
        file_bytes: Of the file. Ten thousand rows take about 2 MB.
        unpacked_bytes: Of everything in the archive together.
        ratio: Unpacked to packed; spreadsheets stay below 50.
        rows: With something in them, on all sheets together.
    """

    file_bytes: int = 25 * _MB
    unpacked_bytes: int = 250 * _MB
    ratio: int = 150
    rows: int = 100_000


LIMITS = Limits()

_MACROS = ("vbaproject.bin", "macrosheets/", "activex/")


def refuse_unsafe(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse what is too large, packed too tightly, holds macros or entities, or is no workbook at all.

    Raises:
        NotADescription: there is no such file.
        LimitReached: a limit, which the message names.
        SyntaxProblem: macros, a password, an old format, or no workbook.
    """
    place = Place(file=str(path))
    if not path.is_file():
        raise NotADescription(
            Text(nl="Er is geen bestand met deze naam.", en="There is no file of that name."),
            place=place,
            remedy=Text(nl="Controleer naam en map.", en="Check the name and the folder."),
        )
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise too_large(size, limits.file_bytes, place)
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SyntaxProblem(
            Text(
                nl="Dit is een werkmap met een wachtwoord, of van voor 2007 (.xls).",
                en="This workbook has a password, or is from before 2007 (.xls).",
            ),
            place=place,
            remedy=Text(nl="Sla haar zonder wachtwoord op als .xlsx.", en="Save it without a password as .xlsx."),
        )
    if not zipfile.is_zipfile(path):
        raise _no_workbook(place)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_parts(archive, size, limits, place)
    except zipfile.BadZipFile as error:
        raise _no_workbook(place) from error


def _refuse_parts(archive: zipfile.ZipFile, size: int, limits: Limits, place: Place) -> None:
    parts = archive.infolist()
    unpacked = sum(p.file_size for p in parts)
    if unpacked > limits.unpacked_bytes or (unpacked > 10 * _MB and unpacked > limits.ratio * size):
        raise LimitReached(
            Text(
                nl=f"Uitgepakt is dit bestand {unpacked // _MB} MB, meer dan de grens van "
                f"{limits.unpacked_bytes // _MB} MB of {limits.ratio} keer zijn eigen grootte.",
                en=f"Unpacked, this file is {unpacked // _MB} MB: more than the limit of "
                f"{limits.unpacked_bytes // _MB} MB, or of {limits.ratio} times its own size.",
            ),
            place=place,
            remedy=Text(
                nl="Kopieer de ingevulde bladen naar een nieuwe werkmap van `ecograph template`.",
                en="Copy the filled sheets into a new workbook from `ecograph template`.",
            ),
        )
    names = [p.filename.lower() for p in parts]
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    if any(m in n for n in names for m in _MACROS) or b"macroEnabled" in types:
        raise SyntaxProblem(
            Text(nl="Deze werkmap bevat macro's.", en="This workbook holds macros."),
            place=place,
            remedy=Text(nl="Sla haar op als .xlsx, zonder macro's.", en="Save it as .xlsx, without macros."),
        )
    if "xl/workbook.xml" not in names:
        raise _no_workbook(place)
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(4096).replace(b"\x00", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise SyntaxProblem(
                    Text(
                        nl="Deze werkmap bevat XML-entiteiten; een gewone werkmap doet dat niet.",
                        en="This workbook holds XML entities, which no ordinary workbook does.",
                    ),
                    place=place,
                    remedy=Text(nl="Sla haar opnieuw op in Excel of LibreOffice.", en="Save it again in Excel."),
                )


def has_parts(path: Path, *marks: bytes) -> bool:
    """Return whether a worksheet of a workbook contains one of these marks, without parsing it."""
    overlap = max(map(len, marks))
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if not part.filename.startswith("xl/worksheets/") or not part.filename.endswith(".xml"):
                continue
            tail = b""
            with archive.open(part) as stream:
                while chunk := stream.read(_MB):
                    text = tail + chunk
                    if any(m in text for m in marks):
                        return True
                    tail = text[-overlap:]
    return False


def too_large(size: int, limit: int, place: Place) -> LimitReached:
    """Return the refusal of a file that is too large."""
    return LimitReached(
        Text(
            nl=f"Het bestand is {size / _MB:.0f} MB; de grens is {limit // _MB} MB.",
            en=f"The file is {size / _MB:.0f} MB; the limit is {limit // _MB} MB.",
        ),
        place=place,
        remedy=Text(nl="Haal afbeeldingen en lege rijen weg.", en="Remove pictures and empty rows."),
    )


def too_many_rows(limit: int, place: Place) -> LimitReached:
    """Return the refusal of a file with too many rows."""
    return LimitReached(
        Text(
            nl=f"Er staan meer dan {limit} rijen in; dat is de grens.",
            en=f"It holds more than {limit} rows: the limit.",
        ),
        place=place,
        remedy=Text(nl="Verdeel de beschrijving over bestanden.", en="Split the description into several files."),
    )


def _no_workbook(place: Place) -> SyntaxProblem:
    return SyntaxProblem(
        Text(nl="Dit is geen leesbare werkmap.", en="This is not a readable workbook."),
        place=place,
        remedy=Text(
            nl="Sla haar in Excel of LibreOffice op als .xlsx; `ecograph template` maakt een lege.",
            en="Save it in Excel or LibreOffice as .xlsx; `ecograph template` makes an empty one.",
        ),
    )
