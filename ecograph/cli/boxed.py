"""What a name on the command line means: a path, or a description in the box.

The law of this file: a path that is there wins; a name is an ecosystem, with ``@`` and the beginning of a description.
"""

from __future__ import annotations

from pathlib import Path

from ecograph.errors import UnknownName
from ecograph.texts import Text


def found(name: str | Path) -> Path:
    """Return the description that a path or a name means; without ``@``, the latest of an ecosystem.

    Raises:
        UnknownName: it looks like a name, and nothing carries it.
    """
    from ecograph.build import shipped

    path = Path(name)
    if path.exists():
        return path
    ecosystem, at, description = str(name).partition("@")
    boxed = {f"{p.parent.name}@{p.name}": p for p in shipped()}
    fitting = [key for key in boxed if key.startswith(f"{ecosystem}@{description}")]
    if fitting:
        return boxed[fitting[-1]]
    if at or not (path.suffix or path.parent.name):
        raise UnknownName(Text(nl="bestand of beschrijving", en="file or description"), str(name), list(boxed))
    return path  # whoever reads it says that it is not there
