"""The questions that are measured, and the data that they are asked of.

The law of this file: the twelve kinds are those of the study of engines (point, join, path, group, without, text, top,
construct, describe, having, count, everything), in the terms of benchmarks/generate.py.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import generate

P = "PREFIX eco: <https://w3id.org/ecograph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
ID = "https://w3id.org/ecograph/id/"
KINDS = {
    "point": f"SELECT ?p ?o {{ <{ID}region-1/actor/1> ?p ?o }}",
    "3 hops": P
    + f"SELECT ?e ?l {{ <{ID}region-1/actor/1> ^eco:participant/eco:participatesIn/eco:partOfEcosystem ?e . "
    "?e rdfs:label ?l }",
    "path": P + f"SELECT ?i {{ ?i eco:partOfInitiative+ <{ID}region-0/initiative/0> }}",
    "group": P + "SELECT ?e (COUNT(?i) AS ?n) { ?i eco:partOfEcosystem ?e } GROUP BY ?e ORDER BY DESC(?n) LIMIT 10",
    "without": P + "SELECT (COUNT(*) AS ?n) { ?i eco:startedOn ?d FILTER NOT EXISTS { ?p eco:participatesIn ?i ; "
    "eco:participant ?a . ?a eco:primarySphere <https://w3id.org/ecograph/vocab/sphere/Industry> } }",
    "regex": P + 'SELECT ?s { ?s rdfs:label ?l FILTER REGEX(?l, "9 of 1?7$") } LIMIT 100',
    "top": P + "SELECT ?i ?v { ?i eco:hasBudget ?b . ?b eco:amountValue ?v } ORDER BY DESC(?v) LIMIT 10",
    "construct": P
    + "CONSTRUCT { ?a eco:takesPartIn ?i } WHERE { ?p eco:participant ?a; eco:participatesIn ?i } LIMIT 999",
    "describe": f"DESCRIBE <{ID}region-1/actor/1>",
    "having": P + "SELECT ?a (COUNT(?i) AS ?n) { ?p eco:participant ?a ; eco:participatesIn ?i } GROUP BY ?a "
    "HAVING (COUNT(?i) > 4)",
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "everything": "SELECT * { ?s ?p ?o }",
}
#: The domain's own: initiatives without a connecting actor, as rows.
WITHOUT_ROWS = {
    "without, as rows": P + "SELECT ?i { ?i eco:startedOn ?d FILTER NOT EXISTS { ?p eco:participatesIn ?i ; "
    "eco:inRole <https://w3id.org/ecograph/vocab/role/Chair> } }",
}
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def point(number: int, regions: int) -> str:
    """Return a small query that nobody has asked before."""
    return f"SELECT ?p ?o {{ <{ID}region-{number % regions}/actor/{number // regions % 30}> ?p ?o }} # {number}"


def walked(number: int, regions: int) -> str:
    """Return a small query that nobody has asked before and that is no lookup: EcoGraph gives it to a worker."""
    thing = f"{ID}region-{number % regions}/actor/{number // regions % 30}"
    return f"SELECT ?o {{ <{thing}> a/rdfs:subClassOf* ?o }} # {number}"


def write_data(path: Path, regions: int) -> int:
    """Write the data as N-Quads, one graph per region; return the number of quads."""
    count = 0
    with path.open("w") as out:
        for number in range(regions):
            for line in generate.region(number, 42):
                out.write(f"{line.rstrip(' .')} <{ID}region-{number}/2016> .\n")
                count += 1
    return count
