"""The command line on what a stranger handed in: confined, for one call, or standing ready for many.

The law of this file: it is only started as a program, by the service (``ecograph.api.confined``), and whatever it calls
is confined before it looks at the folder: ``python -m ecograph.cli.confined stand FD IDLE`` or ``… once FOLDER MEMORY
SECONDS ARGUMENT…``. What stands ready does the work once on a description in the box, so that its children find
everything imported, read and compiled.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ecograph import assets
from ecograph.cli import main
from ecograph.engine import standing
from ecograph.engine.confinement import give_up_all_but

#: The forms in which a description in the box is checked once, the first before any order.
_FORMS = (("json", "nl"), ("html", "en"), ("text", "nl"))


def stand(link: socket.socket, idle: float) -> None:
    """Make ready what every check needs, say so, and fork a child for each order; the rest is made ready meanwhile."""
    steps = rehearsal()
    next(steps)
    link.send(standing.READY)
    standing.stand(link, _work, _folders(), idle, steps)


def once(folder: str, memory: int, seconds: int, arguments: Sequence[str]) -> None:
    """Run one command, confined."""
    standing.settle_in(folder)
    give_up_all_but((folder, *_folders()), memory, seconds)
    _work(arguments)


def _work(arguments: Sequence[str]) -> None:
    main(list(arguments))


def _folders() -> tuple[str, ...]:
    """Return where the code of the package and its data are."""
    folders = (assets.web().parent, assets.ontology(), assets.queries(), assets.data())
    return tuple(os.path.realpath(folder) for folder in folders)


def rehearsal() -> Iterator[None]:
    """Check a description in the box in each form, and the workbook that it makes; yield after each step."""
    from ecograph.build import shipped

    description = str(shipped()[0])
    with tempfile.TemporaryDirectory(prefix="ecograph-standing-") as folder:
        book, results = str(Path(folder, "region.xlsx")), str(Path(folder, "results.xlsx"))
        for arguments in (
            *(("check", description, "--format", form, "--lang", lang, "--quiet") for form, lang in _FORMS),
            ("export", description, book),
            ("check", book, "--format", "json", "--quiet", "--annotate", results),
        ):
            standing.do(_work, arguments)
            yield


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stand", descriptor, seconds]:
            stand(socket.socket(fileno=int(descriptor)), float(seconds))
        case ["once", folder, memory, seconds, *arguments]:
            once(folder, int(memory), int(seconds), arguments)
