"""Reference registers in the box: government organisations, territories, research organisations, NACE, statistics.

The law of this package: a register is a table with a source, a licence and a date (``data/reference``). From the one
table come the typed records for the linker and the graph for the store, so the two cannot disagree.
"""

from __future__ import annotations

from ecograph.linking.registers.catalogue import Register, register, registers
from ecograph.linking.registers.rdf import names, quads
from ecograph.linking.registers.records import (
    Body,
    Institution,
    Territory,
    bodies,
    institutions,
    living,
    territories,
    territory_of,
)  # fmt: skip
from ecograph.linking.registers.updates import Change, Fetcher, Refresh, diff, refresh, status

__all__ = [
    "Body", "Change", "Fetcher", "Institution", "Refresh", "Register", "Territory", "bodies", "diff", "institutions",
    "living", "names", "quads", "refresh", "register", "registers", "status", "territories", "territory_of",
]  # fmt: skip
