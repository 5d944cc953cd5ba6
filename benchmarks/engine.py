"""Reasoning and validation against the reference engines and, where they are installed, native ones: one table.

Run: ``python benchmarks/engine.py [--regions 160] [--reference-regions 3] [--repeat 3]``.

The law of this file: every ratio stands beside the two times that it comes from, of the same data in the same run; a
comparison whose results differ is not printed as a ratio.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import generate
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from ecograph.engine.graph import Graph, read, read_bytes
from ecograph.engine.reasoning import compile_ontology, infer
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.in_store import validate_store
from ecograph.engine.validation.live import Live

HERE = Path(__file__).resolve().parent
ONTOLOGY = """
@prefix eco: <https://w3id.org/ecograph/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
eco:Programme rdfs:subClassOf eco:Initiative . eco:Project rdfs:subClassOf eco:Initiative .
eco:SupportService rdfs:subClassOf eco:Initiative . eco:Facility rdfs:subClassOf eco:Initiative .
eco:OrganisationActor rdfs:subClassOf eco:Actor . eco:PersonActor rdfs:subClassOf eco:Actor .
eco:partOfInitiative a owl:TransitiveProperty ; rdfs:domain eco:Initiative .
eco:hasParticipation owl:inverseOf eco:participatesIn . eco:takesPartIn owl:inverseOf eco:hasParticipant .
eco:hasParticipant owl:propertyChainAxiom ( eco:hasParticipation eco:participant ) .
eco:primarySphere rdfs:subPropertyOf eco:activeInSphere . eco:actsFor rdfs:domain eco:Actor ; rdfs:range eco:Actor .
eco:IndustryActor owl:equivalentClass [ owl:intersectionOf ( eco:Actor [ a owl:Restriction ;
    owl:onProperty eco:primarySphere ; owl:hasValue <https://w3id.org/ecograph/vocab/sphere/Industry> ] ) ] .
eco:Actor owl:disjointWith eco:Initiative .
"""


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def results(report: Report) -> Counter[tuple[str, ...]]:
    """Return the results of a report as a multiset."""
    return Counter((r.root_shape, str(r.focus), r.path, str(r.value), r.component) for r in report.results)


def data(regions: int) -> Graph:
    """Return generated regions."""
    return tuple(q.triple for q in parse("\n".join(generate.lines(regions)).encode(), RdfFormat.N_TRIPLES))


def row(name: str, triples: int, ours: float, theirs: float | None = None, note: str = "") -> None:
    """Print one line of the table."""
    other = f"{theirs * 1000:,.1f}" if theirs is not None else ""
    ratio = f"{theirs / ours:,.0f} ×" if theirs is not None else ""
    print(f"| {name} | {triples:,} | {ours * 1000:,.1f} | {other} | {ratio} | {note} |", flush=True)


def validation(small: Graph, large: Graph, repeat: int) -> None:
    """Compare validation."""
    for name, files in (("SHACL Core", ["shapes.ttl"]), ("SHACL-SPARQL", ["sparql-shapes.ttl"])):
        graph = tuple(t for f in files for t in read(HERE / f).triples)
        shapes = compile_shapes(graph)
        fast, slow = validate(small, shapes), validate(small, graph, engine="reference")
        same = results(fast) == results(slow)
        ours = seconds(lambda s=shapes: validate(small, s), repeat)
        theirs = seconds(lambda g=graph: validate(small, g, engine="reference"), 1)
        row(f"{name}, pyshacl", len(small), ours, theirs if same else None, "equal" if same else "RESULTS DIFFER")
        ours = seconds(lambda s=shapes: validate(large, s), repeat)
        row(name, len(large), ours, note=f"{len(validate(large, shapes).results):,} results")


def in_store(large: Graph, repeat: int) -> None:
    """Measure validation inside a store."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in large)

    def select(text: str) -> list[dict[str, object]]:
        solutions = store.query(text)
        names = [v.value for v in solutions.variables]
        return [{name: solution[name] for name in names} for solution in solutions]

    shapes = compile_shapes(read(HERE / "shapes.ttl").triples)
    row("SHACL Core, asked of the store", len(large), seconds(lambda: validate_store(select, shapes), repeat))


def incremental(large: Graph) -> None:
    """Measure changes of one literal."""
    import random

    shapes = compile_shapes(read(HERE / "shapes.ttl").triples)
    live = Live(shapes, large)
    rng = random.Random(1)
    literals = [t for t in large if not isinstance(t.object, NamedNode)]
    times = []
    for _ in range(200):
        old, other = rng.choice(literals), rng.choice(literals)
        new = Triple(old.subject, old.predicate, other.object)
        start = time.perf_counter()
        live.change(add=[new], remove=[old])
        times.append(time.perf_counter() - start)
    times.sort()
    row("one literal changed, SHACL Core", len(large), times[100], note=f"p95 {times[190] * 1000:.2f} ms")


def reasoning(small: Graph, large: Graph, repeat: int) -> None:
    """Compare reasoning."""
    ontology = read_bytes(ONTOLOGY.encode(), RdfFormat.TURTLE).triples
    rules = compile_ontology(ontology)
    fast, slow = infer(small, rules), infer(small, ontology, engine="reference")
    same = set(fast.triples) == set(slow.triples)
    ours = seconds(lambda: infer(small, rules), repeat)
    theirs = seconds(lambda: infer(small, ontology, engine="reference"), 1)
    row("OWL 2 RL, owlrl", len(small), ours, theirs if same else None, "equal" if same else "RESULTS DIFFER")
    ours = seconds(lambda: infer(large, rules), repeat)
    row("OWL 2 RL", len(large), ours, note=f"{len(infer(large, rules).triples):,} inferred")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=160, help="size of the large graph; 160 is 100,000 triples")
    parser.add_argument("--reference-regions", type=int, default=3, help="size of the graph for the reference engines")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    small, large = data(arguments.reference_regions), data(arguments.regions)
    versions = " · ".join(f"{p} {importlib.metadata.version(p)}" for p in ("pyoxigraph", "pyshacl", "owlrl", "rdflib"))
    print(f"Python {platform.python_version()} · {versions}\n")
    print("| what | triples | ours, ms | reference, ms | ratio | |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    validation(small, large, arguments.repeat)
    in_store(large, arguments.repeat)
    incremental(large)
    reasoning(small, large, arguments.repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the whole run: {peak:,.0f} MB.")


if __name__ == "__main__":
    main()
