"""The network of an ecosystem: who is tied to whom, who stands alone, who bridges.

The law of this file: a tie is one that the graph states or concludes. Standing alone means "no tie is described", and
the page says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from ecograph.api.pages.library import Library, Network, Node
from ecograph.api.pages.view import href, language_of, page
from ecograph.api.pages.words import WORDS, say
from ecograph.texts import Lang

#: The order in which spheres are shown; the empty one is "not described".
SPHERES = ("Government", "Industry", "Academia", "CivilSociety", "NaturalEnvironment", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands in its network.

    Attributes:
        ties: Number of different nodes that it is tied to.
        bridge: Whether the network falls into more pieces without it, or it ties more than one sphere.
    """

    node: Node
    ties: int
    bridge: bool


def adjacency(network: Network) -> dict[str, set[str]]:
    """Return for each node the nodes that it is tied to, in either direction; ties to strangers are left out."""
    near: dict[str, set[str]] = {n.iri: set() for n in network.nodes}
    for edge in network.edges:
        if edge.source in near and edge.target in near and edge.source != edge.target:
            near[edge.source].add(edge.target)
            near[edge.target].add(edge.source)
    return near


def cut_points(near: dict[str, set[str]]) -> set[str]:
    """Return the nodes without which their network falls apart (Hopcroft and Tarjan 1973, without recursion).

    >>> sorted(cut_points({"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}))
    ['b']
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    found: set[str] = set()
    for root in list(near):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        branches = 0
        stack = [(root, "", iter(sorted(near[root])))]
        while stack:
            here, parent, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                if parent:
                    low[parent] = min(low[parent], low[here])
                    if parent != root and low[here] >= order[parent]:
                        found.add(parent)
            elif following not in order:
                order[following] = low[following] = len(order)
                branches += here == root
                stack.append((following, here, iter(sorted(near[following]))))
            elif following != parent:
                low[here] = min(low[here], order[following])
        if branches > 1:
            found.add(root)
    return found


def standings(network: Network) -> list[Standing]:
    """Return every node with its standing, those with most ties first."""
    near = adjacency(network)
    sphere = {n.iri: n.sphere for n in network.nodes}
    cuts = cut_points(near)
    found = [
        Standing(n, len(near[n.iri]), n.iri in cuts or len({sphere[o] for o in near[n.iri] if sphere[o]}) > 1)
        for n in network.nodes
    ]
    return sorted(found, key=lambda s: (-s.ties, s.node.label.casefold()))


def kind_label(kind: str, lang: Lang) -> str:
    """Return the name of a class of ours in words; its local name where the interface has none."""
    key = f"kind.{kind}"
    return say(key, lang) if key in WORDS else kind


def routes(library: Library) -> APIRouter:
    """Return the routes of the network and of its data."""
    router = APIRouter(include_in_schema=False)

    @router.get("/network/{ecosystem}")
    def show(request: Request, ecosystem: str) -> Response:
        lang = language_of(request)
        description = request.query_params.get("description") or None
        network = library.network(ecosystem, description, lang)
        card = next((e for e in library.ecosystems() if e.slug == ecosystem), None)
        found = standings(network)
        return page(
            request,
            "network.html",
            slug=ecosystem,
            card=card,
            description=description,
            standings=found[:500],
            nodes=len(network.nodes),
            ties=sum(s.ties for s in found) // 2,
            alone=sum(s.ties == 0 for s in found),
            spheres=[(s, count) for s in SPHERES if (count := sum(n.sphere == s for n in network.nodes))],
            kind_label=lambda kind: kind_label(kind, lang),
            setup={
                "lang": lang,
                "data": f"/network/{ecosystem}/data.json" + (f"?description={description}" if description else ""),
                "name": ecosystem,
                "words": {k.removeprefix("net.js."): t.say(lang) for k, t in WORDS.items() if k.startswith("net.js.")},
                "spheres": {s: say(f"sphere.{s or 'None'}", lang) for s in SPHERES},
            },
        )

    @router.get("/network/{ecosystem}/data.json")
    def data(request: Request, ecosystem: str) -> Response:
        lang = language_of(request)
        network = library.network(ecosystem, request.query_params.get("description") or None, lang)
        nodes = [
            asdict(s.node)
            | {"ties": s.ties, "bridge": s.bridge, "to": href(s.node.iri), "kindLabel": kind_label(s.node.kind, lang)}
            for s in standings(network)
        ]
        return JSONResponse(
            {"nodes": nodes, "edges": [asdict(e) for e in network.edges]}, headers={"Vary": "Accept-Language, Cookie"}
        )

    return router
