"""One measurement in a process of its own: ``python -m benchmarks.engine.case NAME FOLDER`` prints one line of JSON.

The law of this file: seconds are of the processor (user and system, all threads), which other work on the machine
disturbs least; memory is the peak of the whole process; a digest of the results tells whether two engines agree.
"""

from __future__ import annotations

import hashlib
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORE, SPARQL, ONTOLOGY = HERE / "core.ttl", HERE / "sparql.ttl", HERE / "ontology.ttl"
seconds: dict[str, float] = {}
facts: dict[str, object] = {}


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Measure a phase."""
    start = time.process_time()
    yield
    seconds[name] = time.process_time() - start


def digest(results: Iterable[tuple[str, str]]) -> None:
    """Note how many results there are, and which: focus nodes (blank ones without their name) and components."""
    lines = sorted(
        f"{'_:' if '_:' in focus[:2] or not focus.strip('<').startswith('http') else focus.strip('<>')} "
        f"{component.strip('<>').rpartition('#')[2]}"
        for focus, component in results
    )
    facts["results"] = len(lines)
    facts["digest"] = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def shapes_file(folder: Path, *, full: bool) -> Path:
    """Return the shapes: Core, or Core and SPARQL in one file."""
    if not full:
        return CORE
    made = folder / "full.ttl"
    if not made.exists():
        made.write_text(CORE.read_text() + SPARQL.read_text())
    return made


# Validation


def ours(folder: Path, *, full: bool) -> None:
    """From the file to the report."""
    import polars as pl  # noqa: F401  # the libraries of every engine are loaded before

    from ecograph.engine import bulk
    from ecograph.engine.graph import read
    from ecograph.engine.validation import compile_shapes, validate

    with phase("load"):
        columns = bulk.read([folder / "data.nt"])
    assert columns is not None
    with phase("validate"):
        shapes = compile_shapes(read(shapes_file(folder, full=full)).triples)
        report = validate(columns, shapes)
    digest((r.focus.value if hasattr(r.focus, "value") else str(r.focus), r.component) for r in report.results)


def ours_in_store(folder: Path, *, full: bool) -> None:
    """Judged where the data is: an embedded store that holds it."""
    import polars as pl  # noqa: F401  # as above
    from pyoxigraph import RdfFormat, Store

    from ecograph.engine.graph import read
    from ecograph.engine.validation import compile_shapes
    from ecograph.engine.validation.in_store import validate_embedded

    store = Store()
    with phase("load"):
        store.bulk_load(path=str(folder / "data.nt"), format=RdfFormat.N_TRIPLES)
    with phase("validate"):
        report = validate_embedded(store, compile_shapes(read(shapes_file(folder, full=full)).triples))
    digest((r.focus.value if hasattr(r.focus, "value") else str(r.focus), r.component) for r in report.results)


def pyshacl(folder: Path, *, full: bool) -> None:
    """The reference, on rdflib's memory graph."""
    import rdflib
    from pyshacl import validate
    from rdflib.namespace import SH

    rdflib.NORMALIZE_LITERALS = False
    data, shapes = rdflib.Graph(), rdflib.Graph()
    with phase("load"):
        data.parse(folder / "data.nt", format="nt")
        shapes.parse(shapes_file(folder, full=full))
    with phase("validate"):
        _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    digest(
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceConstraintComponent)))
        for r in report.objects(None, SH.result)
    )


def turbo(folder: Path, *, full: bool) -> None:
    """pyshacl-turbo, on documents."""
    import pyshacl_turbo
    from rdflib.namespace import SH

    with phase("validate"):
        _, report, _ = pyshacl_turbo.validate(str(folder / "data.nt"), shacl_graph=str(shapes_file(folder, full=full)))
    digest(
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceConstraintComponent)))
        for r in report.objects(None, SH.result)
    )


def shifty(folder: Path, *, full: bool) -> None:
    """Pyshifty."""
    import shifty as engine
    from rdflib.namespace import SH

    with phase("validate"):
        _, report, _ = engine.PreparedValidator(str(shapes_file(folder, full=full))).validate(str(folder / "data.nt"))
    digest(
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceConstraintComponent)))
        for r in report.objects(None, SH.result)
    )


def shacl(folder: Path, *, full: bool) -> None:
    """Shacl (shacl-core-rs)."""
    import shacl as engine

    with phase("validate"):
        report = engine.Shapes.from_file(str(shapes_file(folder, full=full))).validate_file(str(folder / "data.nt"))
    digest((r.focus_node, r.component_iri) for r in report.results)


def shacl_rust(folder: Path, *, full: bool) -> None:
    """shacl-rust with its fast index."""
    import shacl_rust as engine

    with phase("validate"):
        report = engine.validate_file(
            str(folder / "data.nt"), str(shapes_file(folder, full=full)), experimental_index=True
        )
    digest((r["focusNode"], r["sourceConstraintComponent"]) for r in report["results"])


# Changes


def changes(folder: Path, *, full: bool) -> None:
    """Changes of a few triples, each with its report; and a thousand at once."""
    from pyoxigraph import Literal, RdfFormat, Triple, parse

    from ecograph.engine.graph import read
    from ecograph.engine.validation import compile_shapes
    from ecograph.engine.validation.live import Live

    triples = tuple(q.triple for q in parse(path=str(folder / "data.nt"), format=RdfFormat.N_TRIPLES))
    with phase("first run"):
        live = Live(compile_shapes(read(shapes_file(folder, full=full)).triples), triples)
    rng = random.Random(1)
    literals = [t for t in triples if isinstance(t.object, Literal)]
    by_predicate: dict[object, list[Triple]] = {}
    for t in literals:
        by_predicate.setdefault(t.predicate, []).append(t)
    about: dict[object, list[Triple]] = {}
    for t in triples:
        about.setdefault(t.subject, []).append(t)
    subjects = list(about)
    times: dict[str, list[float]] = {"a literal": [], "a whole node (up to 10 triples)": []}
    for _ in range(300):
        old = rng.choice(literals)
        new = Triple(old.subject, old.predicate, rng.choice(by_predicate[old.predicate]).object)
        start = time.perf_counter()
        live.change(add=[new], remove=[old])
        times["a literal"].append(time.perf_counter() - start)
    for _ in range(150):
        gone = about[rng.choice(subjects)][:10]
        for pair in ({"remove": gone}, {"add": gone}):
            start = time.perf_counter()
            live.change(**pair)
            times["a whole node (up to 10 triples)"].append(time.perf_counter() - start)
    for name, found in times.items():
        found.sort()
        facts[name] = {"median": found[len(found) // 2], "p95": found[int(len(found) * 0.95)]}
    batches = []
    for _ in range(5):
        chosen = rng.sample(literals, 1000)
        other = [Triple(t.subject, t.predicate, rng.choice(by_predicate[t.predicate]).object) for t in chosen]
        start = time.perf_counter()
        live.change(add=other, remove=chosen)
        batches.append(time.perf_counter() - start)
    facts["1,000 changes"] = sorted(batches)[2]


# Reasoning


def columns_rl(folder: Path) -> None:
    """From a store to the closure as numbers, and the whole way back into the store."""
    import polars as pl  # noqa: F401  # the library of every reasoner is loaded before
    from pyoxigraph import RdfFormat, Store

    from ecograph.engine.graph import read
    from ecograph.engine.reasoning import compile_ontology
    from ecograph.engine.reasoning.columns import infer_store

    store = Store()
    store.bulk_load(path=str(folder / "data.nt"), format=RdfFormat.N_TRIPLES)
    rules = compile_ontology(read(ONTOLOGY).triples)
    with phase("to numbers"):
        closure = infer_store(store, rules)
    facts["inferred"] = len(closure)
    with phase("back into the store"):
        store.bulk_extend(closure.quads())
    facts["size"] = len(store)


def owlrl(folder: Path) -> None:
    """The reference, on rdflib's memory graph."""
    import rdflib
    from owlrl import DeductiveClosure, OWLRL_Semantics

    graph = rdflib.Graph()
    graph.parse(folder / "data.nt", format="nt")
    graph.parse(ONTOLOGY)
    before = len(graph)
    with phase("to numbers"):
        DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    facts["inferred"] = len(graph) - before


def reasonable(folder: Path) -> None:
    """Reasonable."""
    import reasonable as engine

    reasoner = engine.PyReasoner()
    with phase("to numbers"):
        reasoner.load_file(str(ONTOLOGY))
        reasoner.load_file(str(folder / "data.ttl"))
        found = reasoner.reason()
    facts["inferred"] = len(found) - int((folder / "size").read_text())


def sparq(folder: Path) -> None:
    """sparq-rdf; the graph is loaded before, and its closure can be queried at once."""
    import sparq as engine

    text = (folder / "data.nt").read_text() + ONTOLOGY.read_text()
    graph = engine.Graph.load(text, "turtle")
    with phase("to numbers"):
        facts["inferred"] = graph.reason("owl")


VALIDATORS: dict[str, Callable[..., None]] = {
    f.__name__: f for f in (ours, ours_in_store, pyshacl, turbo, shifty, shacl, shacl_rust, changes)
}
REASONERS: dict[str, Callable[[Path], None]] = {f.__name__: f for f in (columns_rl, owlrl, reasonable, sparq)}


def main() -> None:
    """Run one case and print what came out."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    if name in REASONERS:
        REASONERS[name](folder)
    else:
        VALIDATORS[name](folder, full="full" in sys.argv[3:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": round(peak), **facts}), flush=True)


if __name__ == "__main__":
    main()
