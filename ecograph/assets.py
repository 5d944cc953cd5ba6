"""Where ontology/, queries/ and data/ are.

The law of this file: it is the only path arithmetic in the package. In a wheel the three folders lie inside
the package (``ecograph/_assets``); in a checkout they lie beside it. Nobody else builds such a path, and nobody
uses the current directory.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_assets"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent


def ontology() -> Path:
    """Return the folder of the ontology: modules, vocabularies, preconditions, shapes, alignments."""
    return _ROOT / "ontology"


def queries() -> Path:
    """Return the folder of the queries."""
    return _ROOT / "queries"


def data() -> Path:
    """Return the folder of the shipped data: ecosystems and reference registers."""
    return _ROOT / "data"


def fingerprint() -> str:
    """Return a fingerprint of the ontology and the shipped data: another one means that a store is of another state.

    Two and a half megabytes are read for it, in about ten milliseconds.
    """
    found = hashlib.blake2b(digest_size=12)
    for folder in (ontology(), data()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(f"{path.relative_to(folder.parent).as_posix()}\0{path.stat().st_size}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()


def web() -> Path:
    """Return the folder with the templates and static files of the web application."""
    return _PACKAGE / "api"
