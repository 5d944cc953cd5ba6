"""One way in, whatever a description was written in.

The law of this file: the ending of the name decides, never the content.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ecograph.describe.csv_folder import read_csv_folder
from ecograph.describe.description import Description
from ecograph.describe.importing import Progress
from ecograph.describe.rdf import FILE, read_description
from ecograph.describe.safety import LIMITS, Limits
from ecograph.describe.vocabulary import Vocabulary
from ecograph.describe.workbook_read import read_workbook
from ecograph.describe.zipped import Inside, moved, unpack
from ecograph.errors import EcoGraphError, Place, SyntaxProblem
from ecograph.texts import Lang, Text

_WORKBOOKS = {".xlsx"}
_NOT_READ = {".xls", ".xlsm", ".xlsb", ".ods", ".xltx", ".xltm", ".csv"}


def read_any(
    path: Path,
    lang: Lang = "nl",
    *,
    limits: Limits = LIMITS,
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
        return read_workbook(path, lang, limits=limits, vocabulary=vocabulary, progress=progress)
    if suffix == ".zip" and path.is_file():
        with TemporaryDirectory(prefix="ecograph-") as temporary:
            folder = Path(temporary) / path.stem
            try:
                inside = unpack(path, folder, limits=limits)
                read = read_any(inside, lang, limits=limits, vocabulary=vocabulary, progress=progress)
            except EcoGraphError as error:
                error.place = error.place and moved(error.place, folder, path)
                raise
            problems = tuple(replace(p, place=moved(p.place, folder, path)) for p in read.problems)
            return replace(read, locator=Inside(folder, path, read.locator), problems=problems, file=str(path))
    if path.is_dir() and not (path / FILE).is_file() and any(path.glob("*.csv")):
        return read_csv_folder(path, lang, limits=limits, vocabulary=vocabulary, progress=progress)
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
