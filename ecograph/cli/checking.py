"""``ecograph check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import console, deliver, progress
from ecograph.texts import Lang

if TYPE_CHECKING:
    from ecograph.build import Region
    from ecograph.canvas import Canvas


def check(
    description: Path,
    *,
    form: str,
    brief: bool,
    out: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    quiet: bool,
    lang: Lang,
) -> int:
    """Check one description and print its report; return 1 if its structure has problems, else 0."""
    from ecograph import build

    with progress("ecograph check", quiet=quiet or form != "text") as move:
        move(description.name, 1, 1)
        region, canvas = build.check(description, extra=extra, engine="reference" if engine == "reference" else "auto")
    if form == "json":
        from ecograph.publish.report import as_json

        deliver(json.dumps(as_json(canvas, region.problems, region.engines), ensure_ascii=False, indent=2), out)
    elif form == "ttl":
        from ecograph.engine.graph import write

        deliver(write(region.report), out)
    else:
        _print(canvas, region, out, lang, brief=brief)
    return 0 if region.conforms else 1


def _print(canvas: Canvas, region: Region, out: Path | None, lang: Lang, *, brief: bool) -> None:
    from rich.console import Console

    from ecograph.cli.report import problem_lines, report

    paper = console() if out is None else Console(record=True, width=100, quiet=True)
    paper.print(report(canvas, lang, brief=brief))
    for line in problem_lines(region.problems, lang):
        paper.print(line, soft_wrap=True)  # a problem is one line, so that scripts can read it
    if out is not None:
        deliver(paper.export_text(), out)
