"""Options that several commands share, each with its help said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LangOption = Annotated[str | None, typer.Option("--lang", help="Language: nl or en. Default: that of your system.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the answer.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the embedded store lives. Default: your data folder.")
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write the answer to this file.")]
