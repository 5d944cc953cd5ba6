"""EcoGraph: the open knowledge graph for regional innovation ecosystems."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: reading the package's metadata costs what a help text should."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("ecograph")
