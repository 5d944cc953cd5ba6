"""What is wrong in a description, with its place and its remedy.

The law of this file: a problem names a place that its author can go to: sheet and cell, or line and column.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecograph.errors import Place
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of structure.

    Attributes:
        code: Short and stable, such as ``dangling-reference``; documented in docs/problems.md.
        place: Where it stands.
        message: What is wrong and what to do, in both languages.
        severity: ``error`` (the description does not conform) or ``warning``.
        subject: IRI of the resource, if there is one.
    """

    code: str
    place: Place
    message: Text
    severity: str = "error"
    subject: str = ""
