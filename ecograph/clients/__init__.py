"""EcoGraph for programs: data frames for scripts and notebooks, tools for clients with a language model.

The law of this package: it asks as everybody asks, through ``ecograph.questions`` and a ``Store``; what it gives is
data, and it writes nothing.

    connection    ``ecograph.connect``: questions and SPARQL as data frames
    frames        typed columns in pandas or polars
    tools         ``ecograph mcp``: read-only tools over the Model Context Protocol
"""

from ecograph.clients.connection import Connection, connect

__all__ = ["Connection", "connect"]
