"""After any change, the incremental report is that of a full run."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple

from ecograph.engine.graph import Graph, read, read_bytes
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.live import Live
from ecograph.engine.validation.report import Result

UPDATES = int(os.environ.get("ECOGRAPH_UPDATES", "60"))


def key(result: Result) -> tuple[str, ...]:
    names = (result.root_shape, str(result.focus), result.path, str(result.value), str(result.source_shape))
    return (*names, result.component, *result.messages.values())


def seen(report: Report) -> Counter[tuple[str, ...]]:
    return Counter(key(r) for r in report.results)


@pytest.mark.parametrize("files", [["core.ttl"], ["core.ttl", "sparql.ttl"]])
def test_random_changes(files: list[str], bench: Path, generated: Callable[[int], Graph]) -> None:
    rng = random.Random(7)
    shapes = compile_shapes(tuple(t for f in files for t in read(bench / f).triples))
    data = generated(2)
    objects = [t.object for t in data]
    live = Live(shapes, data)
    held = dict.fromkeys(data)
    assert seen(live.report()) == seen(validate(data, shapes))
    for number in range(UPDATES):
        if len(held) < len(data) // 2:  # more goes than comes
            live.change(add=data)
            held.update(dict.fromkeys(data))
        before = seen(live.report())
        some = rng.sample(list(held), rng.randint(1, 4))
        removed = some if rng.random() < 0.7 else [t for t in held if t.subject == some[0].subject]
        added = [Triple(t.subject, t.predicate, rng.choice(objects)) for t in some if rng.random() < 0.8]
        change = live.change(add=added, remove=removed)
        for triple in removed:
            held.pop(triple, None)
        held.update(dict.fromkeys(added))
        now = seen(live.report())
        assert now == seen(validate(tuple(held), shapes)), number
        appeared = Counter(key(r) for r in change.appeared)
        disappeared = Counter(key(r) for r in change.disappeared)
        assert before - disappeared + appeared == now


@pytest.mark.parametrize("large", [False, True])
def test_random_queries(generated: Callable[[int], Graph], monkeypatch: pytest.MonkeyPatch, *, large: bool) -> None:
    """Options, denials and branches: the ways back of SPARQL constraints miss nothing.

    Large: a full run asks the engine, a change the indexes.
    """
    if large:
        monkeypatch.setattr("ecograph.engine.validation.data._LARGE", 0)
    bodies = [
        "$this eco:providedBy ?a OPTIONAL { ?a eco:actsFor ?b } FILTER(!BOUND(?b))",
        "$this eco:providedBy ?a OPTIONAL { ?a eco:actsFor ?b . ?b eco:primarySphere ?s } FILTER(!BOUND(?s))",
        "$this a ?kind OPTIONAL { $this eco:providedBy ?a } ?a eco:actsFor ?b",
        """{ $this eco:providedBy ?x } UNION { ?p eco:participatesIn $this ; eco:participant ?x }
        FILTER NOT EXISTS { ?x eco:actsFor ?y . ?q eco:participant ?y }""",
        """$this eco:partOfInitiative ?w . ?w eco:providedBy ?a .
        FILTER EXISTS { ?p eco:participant ?a ; eco:inRole ?r }""",
        "{ SELECT $this ?a WHERE { $this eco:providedBy ?a } } ?a eco:primarySphere ?s FILTER(isLiteral(?s))",
        "?x eco:startedOn ?d . $this eco:startedOn ?d FILTER(?x != $this)",
        "$this eco:partOfInitiative+ $this",
        "?w eco:partOfInitiative+ $this ; eco:startedOn ?d",
        "$this eco:partOfInitiative* ?w . ?w eco:providedBy ?a . ?p eco:participant ?a",
        "$this eco:providedBy ?a FILTER NOT EXISTS { $this eco:partOfInitiative+ ?w . ?w eco:providedBy ?a }",
    ]
    text = "".join(
        f'<urn:x:S{n}> a sh:NodeShape ; sh:targetClass eco:Initiative ; sh:sparql [ sh:message "x" ; sh:prefixes :o ; '
        f'sh:select """SELECT $this WHERE {{ {body} }}""" ] .\n'
        for n, body in enumerate(bodies)
    )
    head = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix eco: <https://w3id.org/ecograph/ns#> .
    @prefix : <urn:x:> . :o sh:declare [ sh:prefix "eco" ; sh:namespace "https://w3id.org/ecograph/ns#" ] .\n"""
    shapes = compile_shapes(read_bytes((head + text).encode(), RdfFormat.TURTLE).triples)
    rng = random.Random(11)
    data = generated(1)
    objects = [t.object for t in data]
    part_of = NamedNode("https://w3id.org/ecograph/ns#partOfInitiative")
    initiatives = sorted({t.subject for t in data if t.predicate == part_of}, key=str)
    live = Live(shapes, data)
    held = dict.fromkeys(data)
    for number in range(UPDATES):
        if len(held) < len(data) // 2:
            live.change(add=data)
            held.update(dict.fromkeys(data))
        some = rng.sample(list(held), rng.randint(1, 3))
        added = [Triple(t.subject, t.predicate, rng.choice(objects)) for t in some if rng.random() < 0.9]
        if large and rng.random() < 0.5:  # chains and circles
            added += [Triple(rng.choice(initiatives), part_of, rng.choice(initiatives)) for _ in range(2)]
        live.change(add=added, remove=some)
        for triple in some:
            held.pop(triple, None)
        held.update(dict.fromkeys(added))
        assert seen(live.report()) == seen(validate(tuple(held), shapes)), number
