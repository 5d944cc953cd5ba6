"""The schema as it is used, counted from the store: classes, what connects them, and the rules that hold for them.

The law of this file: it counts what descriptions state, never what rules concluded, so that a class is counted once and
not again for every class above it.
"""

from __future__ import annotations

from collections import defaultdict

from ecograph.api.pages.library import Attribute, ClassBox, Demand, Shape, Tie
from ecograph.canvas import Select
from ecograph.engine.queries import named
from ecograph.engine.rows import Row, first, grouped, texts
from ecograph.terms import PREFIXES


def classes(select: Select) -> tuple[ClassBox, ...]:
    """Return the classes that are used, with what connects them, the most used first."""

    def ask(name: str) -> list[Row]:
        return list(select(named(name, "pages").bind({})))

    about = grouped(ask("terms"), "term")
    sizes = {row["class"].text: int(row["number"].text) for row in ask("class-sizes")}
    outward: dict[str, list[Tie]] = defaultdict(list)
    inward: dict[str, list[Tie]] = defaultdict(list)
    for row in ask("class-links"):
        one, other, iri, count = row["from"].text, row["to"].text, row["property"].text, int(row["number"].text)
        label = texts(about.get(iri, ()), "label")
        outward[one].append(Tie(iri, label, other, count))
        inward[other].append(Tie(iri, label, one, count))
    attributes: dict[str, list[Attribute]] = defaultdict(list)
    for row in ask("class-values"):
        iri, kind = row["property"].text, first([row], "kind")
        label = texts(about.get(iri, ()), "label")
        attributes[row["class"].text].append(Attribute(iri, label, kind, int(row["number"].text)))
    return tuple(
        ClassBox(
            iri,
            texts(about.get(iri, ()), "label"),
            texts(about.get(iri, ()), "definition"),
            count,
            tuple(sorted(attributes[iri], key=lambda a: (-a.count, a.property))),
            tuple(sorted(outward[iri], key=lambda t: (-t.count, t.property, t.other))),
            tuple(sorted(inward[iri], key=lambda t: (-t.count, t.property, t.other))),
        )
        for iri, count in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def shapes(select: Select) -> tuple[Shape, ...]:
    """Return the rules that descriptions are checked with, by name."""

    def ask(name: str) -> list[Row]:
        return list(select(named(name, "pages").bind({})))

    about = grouped(ask("terms"), "term")
    targets = {row["shape"].text: row["class"].text for row in ask("shape-targets")}
    found = []
    for iri, rows in grouped(ask("shapes"), "shape").items():
        if not iri.startswith(PREFIXES["ecosh"]):
            continue
        demands = tuple(
            Demand(path := first(of, "path"), texts(about.get(path, ()), "label"), texts(of, "message"))
            for of in grouped(rows, "part").values()
        )
        target = targets.get(iri, "")
        found.append(Shape(iri, target, texts(about.get(target, ()), "label"), demands))
    return tuple(found)
