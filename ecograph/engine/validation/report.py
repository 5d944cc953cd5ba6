"""What a validation finds, as records (SHACL §3.6, Validation Report)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
_SILENT: Mapping[str, str] = {}


class Result(NamedTuple):
    """One validation result; a tuple, as there may be a million of them.

    Attributes:
        focus: The node that was looked at.
        path: The path as SPARQL writes it, with prefixed names; empty where the constraint has none.
        value: The value that failed, as it was written, if there is one.
        source_shape: The shape with the constraint (often a blank node of the shapes graph).
        root_shape: The IRI of the shape with a target, or that was asked for, under which this was found.
        component: The IRI of the constraint component.
        severity: The IRI of the severity.
        messages: By language tag; the empty tag holds a message without one.
    """

    focus: Term
    path: str
    value: Term | None
    source_shape: Term
    root_shape: str
    component: str
    severity: str
    messages: Mapping[str, str] = _SILENT
    source_constraint: Term | None = None
    details: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation.

    Attributes:
        conforms: Whether there is no result (SHACL §3.6.1.1).
        results: In a stable order.
        engine: Which engine judged, with its version.
    """

    conforms: bool
    results: tuple[Result, ...]
    engine: str


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results in an order that does not depend on the engine.

    Names of blank nodes count only where nothing else tells two results apart.
    """
    return tuple(sorted(results, key=_order))


def _order(result: Result) -> tuple[object, ...]:
    root = result.root_shape
    return "" if root.startswith("_:") else root, _steady(result.focus), result.path, result.component, _Rest(result)


class _Rest:
    """What orders results that are alike in all else; it is worked out for those alone."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def __lt__(self, other: _Rest) -> bool:
        return self.key < other.key

    @functools.cached_property
    def key(self) -> tuple[str, ...]:
        result = self.result
        return (
            _steady(result.value),
            _steady(result.source_shape),
            *(text for pair in result.messages.items() for text in pair),
            *(str(term) for term in (result.focus, result.value, result.source_shape) if isinstance(term, BlankNode)),
        )


def _steady(term: Term | None) -> str:
    return "" if term is None or isinstance(term, BlankNode) else str(term)
