"""Who may do what in a data folder, among processes.

The law of this file: a lock belongs to an open file, so the system lets go of it when its process dies, however it
dies. It needs ``flock`` (Linux, macOS, Windows through WSL); without it the embedded store says so and does nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ecograph.errors import StoreError
from ecograph.texts import Text

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows
    fcntl = None  # type: ignore[assignment]

_HELD = {
    ".lock": (
        Text(nl="Een ander proces publiceert hier.", en="Another process is publishing here."),
        Text(nl="Wacht tot het klaar is.", en="Wait until it has finished."),
    ),
    ".writer": (
        Text(nl="Een dienst neemt hier wijzigingen aan.", en="A service takes updates here."),
        Text(nl="Stop hem, of schrijf via die dienst.", en="Stop it, or write through that service."),
    ),
}


def check_system() -> None:
    """Pass where the embedded store can work.

    Raises:
        StoreError: this system has no ``flock``.
    """
    if fcntl is None:
        raise StoreError(
            Text(
                nl="De ingebouwde opslag werkt op Linux en macOS, niet rechtstreeks op Windows.",
                en="The embedded store works on Linux and macOS, not on Windows itself.",
            ),
            remedy=Text(
                nl="Draai EcoGraph in WSL of in een container, of zet ECOGRAPH_STORE op een SPARQL-endpoint; "
                "`ecograph check` en de werkmap werken wel op Windows.",
                en="Run EcoGraph in WSL or a container, or set ECOGRAPH_STORE to a SPARQL endpoint; "
                "`ecograph check` and the workbook do work on Windows.",
            ),
        )


@contextlib.contextmanager
def lock(data_dir: Path, name: str = ".lock") -> Iterator[None]:
    """Hold the right to publish, or (``.writer``) to take updates; one process at a time.

    Raises:
        StoreError: another process holds it.
    """
    check_system()
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message, remedy = _HELD[name]
            raise StoreError(message, remedy=remedy) from error
        yield


class Use:
    """The sign that a running service answers from a folder; it goes with the process."""

    def __init__(self, folder: Path) -> None:
        check_system()
        self._descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> None:
        """Take the sign away."""
        os.close(self._descriptor)


def in_use(folder: Path) -> bool:
    """Return whether a running service answers from a folder."""
    check_system()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
