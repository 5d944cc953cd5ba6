"""One way in, whatever a description was written in.

The law of this file: the ending of the name decides, never the content.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ecograph.describe.description import Description
from ecograph.describe.rdf import FILE, read_description
from ecograph.errors import EcoGraphError, Place, SyntaxProblem
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.describe.importing import Progress
    from ecograph.describe.safety import Limits
    from ecograph.describe.vocabulary import Vocabulary

_WORKBOOKS = {".xlsx"}
_NOT_READ = {".xls", ".xlsm", ".xlsb", ".ods", ".xltx", ".xltm", ".csv"}


def read_any(
    path: Path,
    lang: Lang = "nl",
    *,
    limits: Limits | None = None,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Description:
    """Read a description: a workbook (.xlsx), a folder of CSV files, RDF, a .zip of these, or one of our folders.

    Raises:
        SyntaxProblem: it does not parse, or has an ending that is not read.
        NotADescription: it parses, and describes no ecosystem.
        LimitReached: it is too large.
    """
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        from ecograph.describe.safety import LIMITS
        from ecograph.describe.workbook_read import read_workbook  # what reads RDF needs none of this

        return read_workbook(path, lang, limits=limits or LIMITS, vocabulary=vocabulary, progress=progress)
    if suffix == ".zip" and path.is_file():
        from ecograph.describe.safety import LIMITS
        from ecograph.describe.zipped import Inside, moved, unpack

        with TemporaryDirectory(prefix="ecograph-") as temporary:
            folder = Path(temporary) / path.stem
            try:
                inside = unpack(path, folder, limits=limits or LIMITS)
                read = read_any(inside, lang, limits=limits, vocabulary=vocabulary, progress=progress)
            except EcoGraphError as error:
                error.place = error.place and moved(error.place, folder, path)
                raise
            problems = tuple(replace(p, place=moved(p.place, folder, path)) for p in read.problems)
            return replace(read, locator=Inside(folder, path, read.locator), problems=problems, file=str(path))
    if path.is_dir() and not (path / FILE).is_file() and any(path.glob("*.csv")):
        from ecograph.describe.csv_folder import read_csv_folder
        from ecograph.describe.safety import LIMITS

        return read_csv_folder(path, lang, limits=limits or LIMITS, vocabulary=vocabulary, progress=progress)
    if suffix in _NOT_READ:
        raise SyntaxProblem(
            Text(
                nl=f'Een bestand dat op "{suffix}" eindigt wordt niet gelezen.',
                en=f'A file that ends in "{suffix}" is not read.',
            ),
            place=Place(file=str(path)),
            remedy=Text(
                nl="Sla een werkmap op als .xlsx, zonder macro's; geef bij CSV de map op.",
                en="Save a workbook as .xlsx, without macros; with CSV, give the folder.",
            ),
        )
    return read_description(path)
