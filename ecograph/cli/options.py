"""The options that several commands share, and the words that options may take.

The law of this file: an option means the same wherever it stands.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class CheckFormat(StrEnum):
    """What ``check`` prints."""

    text = "text"
    json = "json"
    ttl = "ttl"
    html = "html"
    xlsx = "xlsx"
    sarif = "sarif"
    junit = "junit"


class CompareFormat(StrEnum):
    """What ``compare`` prints."""

    text = "text"
    json = "json"
    html = "html"


class ListFormat(StrEnum):
    """Which lists ``import-projects`` reads."""

    auto = "auto"
    efro = "efro"
    cordis = "cordis"
    kohesio = "kohesio"


class PlainFormat(StrEnum):
    """What a list is printed as."""

    text = "text"
    json = "json"


class GeneralFormat(StrEnum):
    """What ``validate`` prints."""

    text = "text"
    json = "json"
    ttl = "ttl"
    html = "html"


class Engine(StrEnum):
    """Which engines reason and validate."""

    auto = "auto"
    reference = "reference"


def _hushed(quiet: bool) -> bool:
    if quiet:
        from ecograph.cli import output

        output.hush()
    return quiet


LangOption = Annotated[str | None, typer.Option("--lang", help="Language: nl or en. Default: that of your system.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the answer.", callback=_hushed)]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the embedded store lives. Default: your data folder.")
]
EngineOption = Annotated[
    Engine, typer.Option("--engine", help="auto is fast; reference uses owlrl and pyshacl.", case_sensitive=False)
]
ExtraOption = Annotated[
    list[Path] | None,
    typer.Option("--preconditions", help="A Turtle file with preconditions and shapes of your own. May be repeated."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="How many descriptions at a time. Default: one per processor.")
]
ExecutorOption = Annotated[
    str | None, typer.Option("--executor", help="A Dask cluster that does the work: dask://HOST:PORT.")
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write the answer to this file.")]
