"""EcoGraph: the open knowledge graph for regional innovation ecosystems."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["__version__", "connect"]
__version__: str


def connect(place: Any = None, *, frames: Any = "auto", lang: str = "en") -> Any:  # noqa: ANN401  # see below
    """Connect to a service, a SPARQL endpoint, a data folder or a description; see ``ecograph.clients.connect``.

    Engines are imported when somebody connects, not before: ``import ecograph`` costs nothing.
    """
    return import_module("ecograph.clients").connect(place, frames=frames, lang=lang)


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: reading the package's metadata costs what a help text should."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("ecograph")
