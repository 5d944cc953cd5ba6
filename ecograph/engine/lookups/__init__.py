"""Lookups: queries of a few triple patterns, answered in the process of the service, since they cannot run away.

The law of this folder: ``text`` says what a lookup is, ``plan`` how it is answered from memory, ``directory`` answers
it there, ``answering`` decides who does. docs/decisions/0078-lookups.md and 0088-a-directory-for-lookups.md.
"""

from ecograph.engine.lookups.answering import MOST, Found, Lookups

__all__ = ["MOST", "Found", "Lookups"]
