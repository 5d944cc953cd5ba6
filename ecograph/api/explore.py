"""What the pages on which one looks around ask for: resources, terms of the ontology, networks.

The law of this file: it runs the queries of queries/pages and folds their rows into the records of
``ecograph.api.pages.library``. What a rule concluded lies in a graph of its own, and is marked by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ecograph.api.pages.library import (
    EcosystemCard,
    Edge,
    Network,
    Node,
    Premise,
    Profile,
    Property,
    ResourcePage,
    Term,
    Value,
)
from ecograph.api.pages.view import short
from ecograph.api.reasons import RULES
from ecograph.canvas import Select, Source
from ecograph.engine.queries import named
from ecograph.engine.rows import Cell, Row, distinct, first, grouped, texts
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Lang, Text, pick

#: Properties whose values stand at the head of the page and not in its list.
_HEAD = {
    PREFIXES["rdf"] + "type",
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "definition",
    PREFIXES["rdfs"] + "comment",
    PREFIXES["eco"] + "statedIn",
}
_DESCRIBING = (PREFIXES["skos"] + "definition", PREFIXES["rdfs"] + "comment", PREFIXES["dct"] + "description")
_NAMING = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel", PREFIXES["dct"] + "title")


#: Names of the terms of others that our data uses, which the ontology itself does not name.
FOREIGN: dict[str, Text] = {
    PREFIXES["dct"] + "source": Text(nl="bron", en="source"),
    PREFIXES["dct"] + "title": Text(nl="titel", en="title"),
    PREFIXES["dct"] + "issued": Text(nl="verschenen op", en="issued"),
    PREFIXES["dct"] + "publisher": Text(nl="uitgever", en="publisher"),
    PREFIXES["dct"] + "creator": Text(nl="maker", en="creator"),
    PREFIXES["dct"] + "language": Text(nl="taal", en="language"),
    PREFIXES["dct"] + "identifier": Text(nl="identificatie", en="identifier"),
    PREFIXES["dct"] + "license": Text(nl="licentie", en="licence"),
    PREFIXES["rdfs"] + "isDefinedBy": Text(nl="gedefinieerd in", en="defined in"),
    PREFIXES["rdfs"] + "seeAlso": Text(nl="zie ook", en="see also"),
    PREFIXES["rdfs"] + "label": Text(nl="naam", en="name"),
    PREFIXES["rdfs"] + "comment": Text(nl="toelichting", en="comment"),
    PREFIXES["rdfs"] + "subClassOf": Text(nl="valt onder", en="is a kind of"),
    PREFIXES["skos"] + "notation": Text(nl="notatie", en="notation"),
    PREFIXES["skos"] + "altLabel": Text(nl="ook genoemd", en="also called"),
    PREFIXES["skos"] + "editorialNote": Text(nl="redactionele noot", en="editorial note"),
    PREFIXES["skos"] + "exactMatch": Text(nl="is hetzelfde als", en="is the same as"),
    PREFIXES["skos"] + "broadMatch": Text(nl="is deel van", en="is part of"),
    PREFIXES["skos"] + "inScheme": Text(nl="in schema", en="in scheme"),
    PREFIXES["skos"] + "hasTopConcept": Text(nl="heeft als begrip", en="has concept"),
    PREFIXES["dct"] + "spatial": Text(nl="gebied", en="spatial coverage"),
    PREFIXES["dct"] + "subject": Text(nl="onderwerp", en="subject"),
    PREFIXES["skos"] + "relatedMatch": Text(nl="verwant met", en="is related to"),
    PREFIXES["skos"] + "closeMatch": Text(nl="komt dicht bij", en="is close to"),
    PREFIXES["skos"] + "topConceptOf": Text(nl="begrip van", en="concept of"),
    PREFIXES["skos"] + "Concept": Text(nl="begrip", en="concept"),
    PREFIXES["skos"] + "ConceptScheme": Text(nl="begrippenlijst", en="concept scheme"),
    PREFIXES["skos"] + "Collection": Text(nl="verzameling begrippen", en="collection of concepts"),
    PREFIXES["geo"] + "Feature": Text(nl="gebied in een register", en="region of a register"),
    PREFIXES["geo"] + "Geometry": Text(nl="vorm", en="geometry"),
    PREFIXES["geo"] + "hasGeometry": Text(nl="heeft als vorm", en="has geometry"),
    PREFIXES["geo"] + "sfWithin": Text(nl="ligt binnen", en="lies within"),
    "http://inneo.linkeddata.es#belongsToInnovationEcosystem": Text(
        nl="hoort bij innovatie-ecosysteem (InNEO)", en="belongs to innovation ecosystem (InNEO)"
    ),
    PREFIXES["foaf"] + "name": Text(nl="naam", en="name"),
    PREFIXES["prov"] + "actedOnBehalfOf": Text(nl="handelde namens", en="acted on behalf of"),
    PREFIXES["prov"] + "wasAttributedTo": Text(nl="toegeschreven aan", en="attributed to"),
    PREFIXES["prov"] + "wasInformedBy": Text(nl="bouwt voort op", en="informed by"),
    PREFIXES["prov"] + "wasAssociatedWith": Text(nl="met medewerking van", en="associated with"),
    PREFIXES["prov"] + "wasQuotedFrom": Text(nl="geciteerd uit", en="quoted from"),
    PREFIXES["prov"] + "used": Text(nl="gebruikte", en="used"),
    PREFIXES["prov"] + "generated": Text(nl="leverde op", en="generated"),
    PREFIXES["prov"] + "wasDerivedFrom": Text(nl="afgeleid uit", en="derived from"),
    PREFIXES["prov"] + "hadPrimarySource": Text(nl="oorspronkelijke bron", en="primary source"),
}


#: So many values of one property are shown; the page says how many more there are.
_SHOWN = 50
#: Up to so many values are asked for at once; beyond, each property has a question of its own, so that a long one
#: leaves room for the others.
_AT_ONCE = 300


def _name(iri: str) -> str:
    return short(iri)


def _property_name(iri: str, about: Sequence[Row], lang: Lang) -> str:
    return pick(texts(about, "propertyLabel"), lang) or pick(FOREIGN.get(iri, {}), lang) or _name(iri)


def _inferred(rows: Sequence[Row]) -> bool:
    graphs = distinct(rows, "graph")
    return bool(graphs) and all(g.endswith("/inferred") for g in graphs)


#: Explains an inferred statement: graph, statement and language in; the rule and what it needed out.
Why = Callable[[str, tuple[str, str, Cell], Lang], tuple[str, tuple[Premise, ...]]]


def _explained(value: Value, same: Sequence[Row], triple: tuple[str, str, Cell], why: Why | None, lang: Lang) -> Value:
    """Return an inferred value with the rule that made it."""
    if why is None or not value.inferred:
        return value
    rule, because = why(first(same, "graph"), triple, lang)
    return replace(value, rule=rule, says=pick(RULES.get(rule, {}), lang), because=because)


def _properties(
    rows: Sequence[Row],
    of: str,
    lang: Lang,
    totals: Mapping[str, int],
    placed: Callable[[str], str],
    subject: str = "",
    why: Why | None = None,
) -> list[Property]:
    """Return the properties of rows; ``placed`` says of which description a computed assessment is."""
    found = []
    for iri, about in grouped(rows, "property").items():
        values: list[Value] = []
        computed: set[str] = set()
        # A literal in two languages is two values; an IRI is one, whatever graph says it.
        by_value: dict[tuple[str, str, str], list[Row]] = {}
        for row in about:
            cell = row[of]
            by_value.setdefault((cell.text, cell.lang, cell.kind), []).append(row)
        for (text, tag, kind), same in by_value.items():
            label = _label(same, of, lang) if kind == "iri" else text
            iri_of = text if kind == "iri" else ""
            if label and first(same, f"{of}About") and (at := placed(text)):
                label = f"{label} ({at})"
            name = label or pick(FOREIGN.get(text, {}), lang) or _name(text)
            value = Value(name, iri_of, tag, _inferred(same))
            there = Cell(subject, "iri")
            triple = (subject, iri, same[0][of]) if of == "value" else (text, iri, there)
            values.append(_explained(value, same, triple, why, lang))
            if first(same, f"{of}About"):
                computed.add(text)
        # What people said before what was computed from it, the language of the reader before others.
        values.sort(key=lambda v: (v.iri in computed, bool(v.lang) and not v.lang.startswith(lang)))
        total = totals.get(iri, 0)
        shown = tuple(values[:_SHOWN])
        found.append(Property(iri, _property_name(iri, about, lang), shown, total if total > len(shown) else 0))
    return sorted(found, key=lambda p: not p.iri.startswith(SITE))  # our own words before those of others


def _label(rows: Sequence[Row], of: str, lang: Lang) -> str:
    """Return what a named thing is called; a computed assessment after its precondition and level."""
    about, level = pick(texts(rows, f"{of}About"), lang), pick(texts(rows, f"{of}Level"), lang)
    return pick(texts(rows, f"{of}Label"), lang) or (f"{about}: {level}" if about else "")


def _own_language(values: Sequence[Value], lang: Lang) -> str:
    by_language = {v.lang: v.text for v in reversed(values) if not v.iri}
    return pick(by_language, lang)


def resource(
    select: Select, iri: str, lang: Lang, ecosystems: Sequence[EcosystemCard], why: Why | None = None
) -> ResourcePage | None:
    """Return what the graph says of one resource, and what refers to it; None where nothing does.

    Args:
        select: Runs a SELECT over all graphs together.
        iri: The resource.
        lang: Language of labels.
        ecosystems: To say to which of them it belongs.
        why: Explains what was inferred; without it, inferred statements are marked and no more.
    """

    def ask(name: str, **values: str) -> list[Row]:
        return list(select(named(name, "pages").bind({"iri": iri, **values})))

    def counted(name: str) -> dict[str, int]:
        return {r["property"].text: int(r["number"].text) for r in ask(name)}

    def listed(name: str, counts: Mapping[str, int]) -> list[Row]:
        if sum(counts.values()) <= _AT_ONCE:
            return ask(name) if counts else []
        return [row for p in counts for row in ask(name, property=p)]

    own_counts, counts = counted("statement-counts"), counted("reference-counts")
    if not own_counts and not counts:
        return None
    titles = {f"{e.iri}/{d.slug}/": f"{pick(e.label, lang)}, {d.as_of[:4]}" for e in ecosystems for d in e.descriptions}

    def placed(found: str) -> str:
        return next(
            (t for begin, t in titles.items() if found.startswith(begin) and not f"{iri}/".startswith(begin)), ""
        )

    referring = listed("references", counts)
    properties = _properties(listed("statements", own_counts), "value", lang, own_counts, placed, iri, why)
    by_iri = {p.iri: p for p in properties}
    names = [v for p in _NAMING if p in by_iri for v in by_iri[p].values]
    about = next((text for p in _DESCRIBING if p in by_iri and (text := _own_language(by_iri[p].values, lang))), "")
    kinds = by_iri[PREFIXES["rdf"] + "type"].values if PREFIXES["rdf"] + "type" in by_iri else ()
    own = [k for k in kinds if k.iri.startswith(PREFIXES["eco"])] or list(kinds)
    slug = iri.removeprefix(PREFIXES["id"]).split("/")[0]
    where = grouped(ask("place-of"), "match")
    return ResourcePage(
        iri=iri,
        label=_own_language(names, lang) or _of_assessment(by_iri) or _name(iri),
        kinds=tuple(sorted(own, key=lambda k: k.inferred)),
        description=about,
        properties=tuple(p for p in properties if p.iri not in _HEAD),
        backlinks=tuple(_properties(referring, "item", lang, counts, placed, iri, why)),
        ecosystem=slug if any(e.slug == slug for e in ecosystems) and iri.startswith(PREFIXES["id"]) else "",
        sources=_passages(ask("passages-of")),
        region_code=_codes(where.get(PREFIXES["skos"] + "exactMatch", ())),
        near=_codes(where.get(PREFIXES["skos"] + "closeMatch", ())),
    )


def _codes(rows: Sequence[Row]) -> str:
    return " ".join(code.rpartition("/")[2].upper() for code in distinct(rows, "region"))


def _of_assessment(by_iri: Mapping[str, Property]) -> str:
    """Return the heading of a computed assessment, which has no label of its own."""
    parts = [by_iri[p].values[0].text for n in ("onPrecondition", "level") if (p := PREFIXES["eco"] + n) in by_iri]
    return ": ".join(parts)


def unnamed(select: Select, iri: str, lang: Lang) -> ResourcePage | None:
    """Return the page of what no statement is about: a named graph; None for others."""
    number = first(select(named("graph-size", "pages").bind({"iri": iri})), "number")
    if number in {"", "0"}:
        return None
    size = Property(
        PREFIXES["void"] + "triples", Text(nl="aantal uitspraken", en="number of statements")[lang], (Value(number),)
    )
    about = Text(
        nl="Een graaf: een verzameling uitspraken onder één naam. Haal hem op in een van de vormen hierboven.",
        en="A graph: a set of statements under one name. Fetch it in one of the forms above.",
    )
    return ResourcePage(iri, iri.removeprefix(SITE), (), about[lang], (size,), ())


def _passages(rows: Sequence[Row]) -> tuple[Source, ...]:
    return tuple(
        Source(
            iri,
            first(about, "notation"),
            texts(about, "text"),
            texts(about, "quote"),
            first(about, "document"),
            texts(about, "documentTitle"),
        )
        for iri, about in grouped(rows, "passage").items()
    )


def terms(select: Select) -> tuple[Term, ...]:
    """Return the classes and properties of the ontology, by label, with how often the graph uses them."""

    def ask(name: str) -> list[Row]:
        return list(select(named(name, "pages").bind({})))

    counts = {row["term"].text: int(row["number"].text) for row in ask("usage")}
    seen = {iri: set(distinct(rows, "class")) for iri, rows in grouped(ask("usage-by-class"), "property").items()}
    must = {iri: set(distinct(rows, "class")) for iri, rows in grouped(ask("required"), "property").items()}
    found = []
    for iri, about in grouped(ask("terms"), "term").items():
        kind = "Class" if PREFIXES["owl"] + "Class" in distinct(about, "type") else "Property"
        classes = seen.get(iri, set()) | must.get(iri, set()) | set(distinct(about, "domain"))
        found.append(
            Term(
                iri,
                kind,
                texts(about, "label"),
                texts(about, "definition"),
                counts.get(iri, 0),
                tuple(sorted(classes)) if kind == "Property" else (),
                tuple(sorted(must.get(iri, ()))),
                tuple(s for s in distinct(about, "superior") if s != iri),
                first(about, "range"),
            )
        )
    return tuple(sorted(found, key=lambda t: pick(t.label, "en").casefold()))


def profiles(select: Select) -> tuple[Profile, ...]:
    """Return the profiles that a canvas can be narrowed to, the largest first."""
    found = (
        Profile(iri, iri.rpartition("/")[2], texts(about, "label"), frozenset(distinct(about, "precondition")))
        for iri, about in grouped(select(named("profiles", "pages").bind({})), "profile").items()
    )
    return tuple(sorted(found, key=lambda p: (-len(p.preconditions), p.iri)))


def _years(rows: Sequence[Row], name: str) -> list[int]:
    return sorted(int(text[:4]) for text in distinct(rows, name) if text[:4].isdigit())


def network(select: Select, description: str, lang: Lang) -> Network:
    """Return the actors and initiatives that one description names, and the ties between them.

    A tie is stated directly, or by a participation, a relation, a commitment or an assignment that joins the two.
    """

    def ask(name: str) -> list[Row]:
        return list(select(named(name, "pages").bind({"description": description})))

    nodes = {}
    for iri, about in grouped(ask("network-nodes"), "node").items():
        roles = (pick(texts(of, "roleLabel"), lang) or _name(role) for role, of in grouped(about, "role").items())
        nodes[iri] = Node(
            iri,
            pick(texts(about, "label"), lang) or _name(iri),
            first(about, "kind").removeprefix(PREFIXES["eco"]),
            first(about, "sphere").removeprefix(PREFIXES["sphere"]),
            tuple(roles),
            next(iter(_years(about, "since") + _years(about, "started")), None),
            next(reversed(_years(about, "ended") + _years(about, "until")), None),
        )
    edges: dict[tuple[str, str, str], list[Row]] = {}
    for row in ask("network-ties"):
        source, target = row["source"].text, row["target"].text
        if source != target and source in nodes and target in nodes:
            edges.setdefault((source, target, row["by"].text), []).append(row)
    return Network(
        tuple(nodes.values()),
        tuple(Edge(a, b, pick(texts(rows, "label"), lang) or _name(by)) for (a, b, by), rows in edges.items()),
    )
