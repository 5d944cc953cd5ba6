"""The writable store on the disk, and whether a generation equals it.

The law of this file: after a crash at any moment the two files say what was acknowledged and is in no generation yet.

    data_dir/live/store/    the writable store
    data_dir/live/sealed    the number of the generation that equals it; missing while there are newer writes
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from pyoxigraph import Store

from ecograph.engine import generations
from ecograph.engine.generations import Generation
from ecograph.errors import StoreError
from ecograph.texts import Text


def prepare(data_dir: Path, keep: int) -> None:
    """Make the live store equal to the current generation, or keep it where it is ahead; needs the writer's lock.

    Raises:
        StoreError: the disk is full, or the live store is damaged.
    """
    live = data_dir / "live"
    recover(data_dir, keep)
    now = generations.current(data_dir) or generations.publish_empty(data_dir)
    if _sealed(live) == now.number:
        return
    shutil.rmtree(live, ignore_errors=True)
    fresh = data_dir / "live.tmp"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "store").mkdir(parents=True)
    for path in now.store_path.iterdir():
        if path.suffix == ".sst":  # never changed once written
            (fresh / "store" / path.name).hardlink_to(path)
        elif path.name != "LOCK":
            shutil.copy2(path, fresh / "store")
    generations.write(fresh / "sealed", f"{now.number}\n")
    fresh.rename(live)


def recover(data_dir: Path, keep: int) -> Generation | None:
    """Seal what was acknowledged and not sealed before a crash; the engine replays its own log.

    Raises:
        StoreError: the live store is damaged or another process writes.
    """
    live = data_dir / "live"
    if not (live / "store").is_dir() or _sealed(live) is not None:
        return None
    store = _opened(live / "store")
    generation = generations.seal(data_dir, lambda path: store.backup(str(path)), keep=keep)
    note_sealed(data_dir, generation)
    return generation


def note_sealed(data_dir: Path, generation: Generation) -> None:
    """Write down that a generation equals the live store."""
    generations.write(data_dir / "live" / "sealed", f"{generation.number}\n")


def note_ahead(data_dir: Path) -> None:
    """Write down that from here on the live store is ahead of every generation; a crash must know."""
    (data_dir / "live" / "sealed").unlink(missing_ok=True)
    generations.sync(data_dir / "live")


def _opened(path: Path) -> Store:
    """Open the live store; the writer of a service that was killed may need a moment to die."""
    patience = time.monotonic() + 10
    while True:
        try:
            return Store(str(path))
        except OSError as error:
            if "lock" not in str(error).lower() or time.monotonic() > patience:
                raise StoreError(
                    Text(
                        nl=f"De schrijfbare opslag gaat niet open: {error}.",
                        en=f"The live store cannot be opened: {error}.",
                    )
                ) from error
            time.sleep(0.05)


def needs_recovery(data_dir: Path) -> bool:
    """Return whether acknowledged writes wait to be sealed, and nobody is at it."""
    return (data_dir / "live" / "store").is_dir() and _sealed(data_dir / "live") is None


def _sealed(live: Path) -> int | None:
    try:
        return int((live / "sealed").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
