"""Where the descriptions are: among files and folders, those that are one.

The law of this file: it looks at names and reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ecograph.engine.graph import FORMATS

_ENDINGS = {".xlsx", *FORMATS}


def descriptions(paths: Sequence[Path]) -> list[Path]:
    """Return the descriptions that paths mean: a folder of many is looked through, each other path is one.

    A folder with a ``description.*`` or with CSV files of ours is one description; hidden files, lock files and
    ``dataset.*`` are none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_within(path) if path.is_dir() and not is_one(path) else [path]))
    return list(found)


def is_one(folder: Path) -> bool:
    """Return whether a folder is one description."""
    if any(folder.glob("description.*")):
        return True
    from ecograph.describe.csvw import METADATA

    return any((folder / name).is_file() for name in (METADATA, "ecosystem.csv", "description.csv"))


def _within(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            yield from [path] if is_one(path) else _within(path)
        elif path.suffix.lower() in _ENDINGS and path.stem != "dataset":
            yield path
