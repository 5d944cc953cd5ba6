"""SHACL property paths (SHACL §2.3.1) as a small tree, and as SPARQL writes them.

The law of this file: a path is read once and written one way, so two engines that mean the same path spell it the same.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ecograph.engine.validation.index import FIRST, SHACL, Index, sh
from ecograph.engine.validation.report import Term
from ecograph.errors import Place, ShapesProblem
from ecograph.terms import shorten


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate."""

    iri: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path many times: ``sign`` is ``*``, ``+`` or ``?``."""

    path: Path
    sign: str


Path = Step | Inverse | Sequence | Alternative | Repeat

_REPEATS = {sh("zeroOrMorePath"): "*", sh("oneOrMorePath"): "+", sh("zeroOrOnePath"): "?"}
_DEEPEST = 50
_short = functools.lru_cache(maxsize=65536)(shorten)


@functools.lru_cache(maxsize=4096)
def named(iri: str) -> NamedNode:
    """Return the node with an IRI; to make one costs more than to find it."""
    return NamedNode(iri)


def read_path(index: Index, node: Term, depth: int = 0) -> Path:
    """Read the path that a node of the shapes graph stands for.

    Raises:
        ShapesProblem: it is none of the seven forms, or contains itself.
    """
    place = Place(iri=str(node))
    if depth > _DEEPEST:
        raise ShapesProblem("A path contains itself, or is nested too deeply.", place=place)
    if isinstance(node, NamedNode):
        return Step(node.value)
    properties = index.predicates(node)
    if FIRST not in properties and any(p.value.startswith(SHACL) and p.value.endswith("Path") for p in properties):
        return _special(index, node, depth)
    if properties:
        parts = tuple(read_path(index, item, depth + 1) for item in index.items(node))
        if len(parts) >= 2:
            return Sequence(parts)
    raise ShapesProblem("This is not a SHACL property path.", place=place, remedy="See SHACL §2.3.1.")


def _special(index: Index, node: Term, depth: int) -> Path:
    properties = index.predicates(node)
    if len(properties) == 1:
        [(predicate, values)] = properties.items()
        if len(values) == 1:
            if predicate == sh("inversePath"):
                return Inverse(read_path(index, values[0], depth + 1))
            if predicate in _REPEATS:
                return Repeat(read_path(index, values[0], depth + 1), _REPEATS[predicate])
            if predicate == sh("alternativePath"):
                parts = tuple(read_path(index, item, depth + 1) for item in index.items(values[0]))
                if len(parts) >= 2:
                    return Alternative(parts)
    raise ShapesProblem("This is not a SHACL property path.", place=Place(iri=str(node)), remedy="See SHACL §2.3.1.")


def write_path(path: Path, *, short: bool = True) -> str:
    """Return the path as SPARQL writes it.

    Args:
        path: the tree.
        short: with our prefixed names, for people; else with full IRIs, for a query.

    >>> write_path(Sequence((Inverse(Step("https://w3id.org/ecograph/ns#participatesIn")), Step("urn:x"))))
    '^eco:participatesIn/<urn:x>'
    """
    if isinstance(path, Step):
        name = _short(path.iri) if short else path.iri
        return name if short and name != path.iri else f"<{path.iri}>"
    if isinstance(path, Inverse):
        return "^" + _inner(path.path, short=short, atom=True)
    if isinstance(path, Repeat):
        return _inner(path.path, short=short, atom=True) + path.sign
    sign = "/" if isinstance(path, Sequence) else "|"
    return sign.join(_inner(p, short=short, atom=False) for p in path.paths)


def _inner(path: Path, *, short: bool, atom: bool) -> str:
    """Return a part of a path, in parentheses where SPARQL's grammar needs them."""
    text = write_path(path, short=short)
    simple = isinstance(path, Step) or (isinstance(path, Inverse | Repeat) and not atom)
    return text if simple else f"({text})"
