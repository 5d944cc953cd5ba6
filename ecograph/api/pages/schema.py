"""The schema explorer: which classes are used, how they hang together, how often; and the rules that hold for them.

The law of this file: the picture and the table beside it come from the same records, so that they say the same. The
picture is made twice, lying and standing, and the style sheet shows the one that fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.library import ClassBox, Library, Tie
from ecograph.api.pages.view import page, short
from ecograph.canvas import Texts
from ecograph.terms import PREFIXES, SITE

#: So many ties are drawn on each side; the table has all of them.
_DRAWN = 9
_ROW = 26.0
_BASE = SITE + "shapes#"
#: The shapes of a precondition are named after its notation: P11-sufficient.
_OF_PRECONDITION = re.compile(re.escape(_BASE) + r"P\d")


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two rows of the list of classes.

    Attributes:
        path: As the path of an SVG.
        weight: Width of the line, in pixels.
        lit: Whether it touches the chosen class.
    """

    path: str
    weight: float
    lit: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A class beside the chosen one: the property that connects them, how often, and where the box stands."""

    tie: Tie
    label: Texts
    x: float
    y: float
    line: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The chosen class with its neighbours, for a sheet of some width."""

    width: float
    height: float
    box_width: float
    centre_x: float
    centre_y: float
    centre_width: float
    centre_height: float
    boxes: tuple[Box, ...]


def arcs(boxes: Sequence[ClassBox], chosen: str, x: float) -> tuple[Arc, ...]:
    """Return the lines between classes in a list, one for each pair, the thicker the more ties there are."""
    row = {b.iri: n for n, b in enumerate(boxes)}
    totals: dict[tuple[int, int], int] = {}
    for box in boxes:
        for tie in box.outward:
            if tie.other in row and tie.other != box.iri:
                pair = (min(row[box.iri], row[tie.other]), max(row[box.iri], row[tie.other]))
                totals[pair] = totals.get(pair, 0) + tie.count
    here = row.get(chosen, -1)
    found = []
    for (one, other), count in totals.items():
        y0, y1 = (one + 0.5) * _ROW, (other + 0.5) * _ROW
        reach = min(84.0, 14 + (other - one) * 6)
        path = f"M{x:g} {y0:g}C{x + reach:g} {y0:g} {x + reach:g} {y1:g} {x:g} {y1:g}"
        found.append(Arc(path, min(5.0, 0.8 + 0.5 * len(str(count)) + count**0.5 / 12), here in {one, other}))
    return tuple(sorted(found, key=lambda a: a.lit))


def diagram(box: ClassBox, labels: Mapping[str, Texts], *, standing: bool) -> Diagram:
    """Return where everything stands: what points here, the class itself, what it points to.

    Args:
        box: The chosen class.
        labels: Names of classes.
        standing: For a narrow sheet: from top to bottom instead of from left to right.
    """
    inward, outward = box.inward[:_DRAWN], box.outward[:_DRAWN]
    high, gap = 52.0, 12.0
    attributes = min(len(box.attributes), 12)
    centre_height = 66.0 + 22 * attributes
    boxes: list[Box] = []
    if standing:
        width, box_width, centre_width, x = 358.0, 318.0, 358.0, 40.0
        top = len(inward) * (high + gap) + 16 * bool(inward)
        spine = 14.0
        for n, tie in enumerate(inward):
            y = n * (high + gap)
            boxes.append(Box(tie, labels.get(tie.other, {}), x, y, f"M{x:g} {y + high / 2:g}H{spine:g}V{top:g}"))
        bottom = top + centre_height
        for n, tie in enumerate(outward):
            y = bottom + 28 + n * (high + gap)
            boxes.append(Box(tie, labels.get(tie.other, {}), x, y, f"M{spine:g} {bottom:g}V{y + high / 2:g}H{x:g}"))
        height = bottom + 28 + len(outward) * (high + gap)
        return Diagram(width, height, box_width, 0, top, centre_width, centre_height, tuple(boxes))
    width, box_width, centre_width = 940.0, 258.0, 280.0
    height = max(centre_height, max(len(inward), len(outward), 1) * (high + gap) - gap) + 8
    cx, cy = (width - centre_width) / 2, max(0.0, (height - centre_height) / 2)
    for side, ties in ((0, inward), (1, outward)):
        start = (height - (len(ties) * (high + gap) - gap)) / 2
        for n, tie in enumerate(ties):
            y = start + n * (high + gap)
            x = 0.0 if side == 0 else width - box_width
            middle = y + high / 2
            to = min(max(middle, cy + 18), cy + centre_height - 18)
            if side == 0:
                line = f"M{box_width:g} {middle:g}C{cx - 40:g} {middle:g} {box_width + 40:g} {to:g} {cx:g} {to:g}"
            else:
                edge = cx + centre_width
                line = f"M{edge:g} {to:g}C{x - 40:g} {to:g} {edge + 40:g} {middle:g} {x:g} {middle:g}"
            boxes.append(Box(tie, labels.get(tie.other, {}), x, y, line))
    return Diagram(width, height, box_width, cx, cy, centre_width, centre_height, tuple(boxes))


def _asking(what: str, where: str) -> str:
    """Return the address of the query page with a query for the first hundred of something."""
    return "/query?" + urlencode({"query": f"SELECT {what} WHERE {{\n  {where} .\n}}\nLIMIT 100"})


def instances(iri: str) -> str:
    """Return the address of the query for the things of a class, with their names."""
    return _asking("?thing ?name", f"?thing a {short(iri)} ;\n    rdfs:label ?name")


def pairs(one: str, tie: str, other: str) -> str:
    """Return the address of the query for the pairs that a property connects."""
    return _asking("?from ?to", f"?from a {short(one)} ;\n    {short(tie)} ?to .\n  ?to a {short(other)}")


def values(one: str, attribute: str) -> str:
    """Return the address of the query for the values of a property of a class."""
    return _asking("?thing ?value", f"?thing a {short(one)} ;\n    {short(attribute)} ?value")


def local(iri: str) -> str:
    """Return the name of a class in the address of its diagram: the last part for ours, the IRI for others."""
    return iri.removeprefix(PREFIXES["eco"])


def shapes_page(request: Request, library: Library) -> Response:
    """Return the page of the rules: per shape what it asks, in words."""
    shapes = library.shapes()
    return page(
        request,
        "shapes.html",
        structure=[s for s in shapes if s.demands and not _OF_PRECONDITION.match(s.iri)],
        preconditions=[s for s in shapes if s.demands and _OF_PRECONDITION.match(s.iri)],
        anchor_of=lambda iri: iri.removeprefix(_BASE),
        local=local,
    )


def routes(library: Library) -> APIRouter:
    """Return the routes of the schema explorer and of the rules."""
    router = APIRouter(include_in_schema=False)

    @router.get("/schema")
    def explorer(request: Request) -> Response:
        boxes = library.classes()
        wanted = request.query_params.get("class", "")
        by_name = {local(b.iri): b for b in boxes}
        most = max(boxes, key=lambda b: (len({t.property for t in b.inward + b.outward}), b.count), default=None)
        chosen = by_name.get(wanted, most)
        labels = {b.iri: b.label for b in boxes}
        return page(
            request,
            "schema.html",
            boxes=boxes,
            chosen=chosen,
            unknown=wanted if wanted and wanted not in by_name else "",
            drawings=[diagram(chosen, labels, standing=s) for s in (False, True)] if chosen else [],
            arcs=arcs(boxes, chosen.iri if chosen else "", 236),
            labels=labels,
            row=_ROW,
            local=local,
            instances=instances,
            pairs=pairs,
            values=values,
        )

    @router.get("/shapes")
    def rules(request: Request) -> Response:
        return shapes_page(request, library)

    return router
