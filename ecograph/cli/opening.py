"""The store that a command reads: built from the box when there is none yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.cli.output import progress

if TYPE_CHECKING:
    from ecograph.engine.store import Store
    from ecograph.settings import Settings


def settings_with(**given: Any) -> Settings:  # noqa: ANN401  # each has the type of its setting
    """Return the settings of the environment, with what the command line gave on top."""
    from ecograph.settings import Settings

    return Settings(**{name: value for name, value in given.items() if value is not None})


def ensure_built(settings: Settings, *, quiet: bool = False) -> None:
    """Build the ecosystems in the box where the embedded store has nothing yet."""
    from ecograph.engine import generations

    if settings.store or generations.current(settings.data_dir) is not None:
        return
    from ecograph import build

    with progress("ecograph build", quiet=quiet) as move:
        build.build(
            build.shipped(),
            settings.data_dir,
            keep=settings.keep_generations,
            decisions=settings.decisions_dir,
            progress=move,
        )


@contextmanager
def opened(data_dir: Path | None) -> Iterator[Store]:
    """Open the store of the settings, or of a data folder; build it on first use."""
    from ecograph.engine.store import open_store

    settings = settings_with(data_dir=data_dir)
    ensure_built(settings)
    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()
