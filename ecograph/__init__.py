"""EcoGraph: the open knowledge graph for regional innovation ecosystems."""

from importlib.metadata import version

__version__ = version("ecograph")
__all__ = ["__version__"]
