"""A diagram of a module as SVG: boxes of classes with their properties, in columns from left to right.

The law of this file: the text is text (it can be read aloud, found and copied), nothing is drawn that the records do
not say, and the same records give the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from ecograph.publish.ontology.records import Module, Ontology, TermRecord
from ecograph.publish.ontology.words import FOREIGN, WORDS
from ecograph.terms import PREFIXES, shorten
from ecograph.texts import Lang, pick

_ROW, _HEAD, _PAD, _GAP_X, _GAP_Y, _CHAR = 21, 34, 12, 74, 26, 6.1


@dataclass(slots=True)
class Box:
    """A box: a class (or, with an empty IRI, several classes), its narrower classes and its rows."""

    iri: str
    title: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)  # property, its label, the target's IRI
    kinds: list[str] = field(default_factory=list)
    column: int = 0
    x: float = 0
    y: float = 0
    width: float = 0

    @property
    def height(self) -> float:
        """Return the height, in units of the drawing."""
        lines = len(self.kinds) + len(self.rows)
        return _HEAD + _ROW * lines + (_PAD if lines else 0)


def diagram(module: Module, ontology: Ontology, lang: Lang, *, alone: bool = False) -> str:
    """Return the diagram of one module.

    Args:
        module: What is drawn.
        ontology: Where the names of the targets are looked up.
        lang: Of the labels.
        alone: For a file of its own, with the colours inside.
    """
    boxes = _boxes(module, ontology, lang)
    above = {t.iri: _boxed(t, boxes) for t in module.classes}
    _columns(boxes, above)
    width, height = _place(boxes, ontology, lang)
    title = WORDS["diagram_of"].say(lang, name=module.name)
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    naming = f'role="img" aria-label="{escape(title)}" lang="{lang}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" {size} {naming}>',
        f"<title>{escape(title)}</title>",
    ]
    if alone:
        parts.append(f"<style>{STYLE}</style>")
        parts.append(f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>')
    parts += _edges(boxes, above)
    parts += [_drawn(box, ontology, lang) for box in boxes.values()]
    return "\n".join([*parts, "</svg>"])


def _boxes(module: Module, ontology: Ontology, lang: Lang) -> dict[str, Box]:
    """Return a box for each class with properties or without a wider class, and one for what belongs to several."""
    terms = {t.iri: t for t in ontology.terms()}
    here = {t.iri for t in module.classes}
    boxes: dict[str, Box] = {}
    own = {iri for p in module.properties if len(p.on) == 1 for iri in p.on}
    for t in module.classes:
        if t.iri in own or not any(a in here for a in t.above):
            boxes[t.iri] = Box(t.iri, pick(t.label, lang))
    for p in module.properties:
        owner = p.on[0] if len(p.on) == 1 else ""
        if owner not in boxes:
            boxes[owner] = Box(owner, target_name(owner, ontology, lang) if owner else WORDS["several"][lang])
        boxes[owner].rows.append((p.iri, pick(p.label, lang), p.leads_to))
    for t in module.classes:
        if t.iri not in boxes:
            boxes[_boxed(t, boxes, terms)].kinds.append(pick(t.label, lang))
    return boxes


def _boxed(t: TermRecord, boxes: dict[str, Box], terms: dict[str, TermRecord] | None = None) -> str:
    """Return the nearest wider class that has a box; the empty string for none."""
    for iri in t.above:
        if iri in boxes:
            return iri
        if terms and iri in terms and (found := _boxed(terms[iri], boxes, terms)):
            return found
    return ""


def _columns(boxes: dict[str, Box], above: dict[str, str]) -> None:
    """Give each box a column: what leads to a box stands left of it, as far as there are no circles."""
    ties: dict[str, list[str]] = {iri: [] for iri in boxes}
    for iri, box in boxes.items():
        ties[iri] += [to for _, _, to in box.rows if to and to in boxes and to != iri]
        ties[iri] += [above[iri]] if above.get(iri) else []
    done: dict[str, int] = {}

    def depth(iri: str, path: frozenset[str]) -> int:
        if iri in done:
            return done[iri]
        ahead = [depth(to, path | {iri}) + 1 for to in dict.fromkeys(ties[iri]) if to not in path | {iri}]
        found = max(ahead, default=0)
        if not path:
            done[iri] = found
        return found

    weight = {iri: sum(iri in to for to in ties.values()) for iri in boxes}
    for iri in sorted(boxes, key=lambda i: (weight[i], i)):
        depth(iri, frozenset())
    deepest = min(max(done.values(), default=0), 2)
    for iri, box in boxes.items():
        box.column = deepest - min(done[iri], deepest)


def _place(boxes: dict[str, Box], ontology: Ontology, lang: Lang) -> tuple[float, float]:
    """Give each box its place and return the size of the whole."""
    columns: dict[int, list[Box]] = {}
    for box in boxes.values():
        longest = max(
            [len(box.title) + 3, *(len(k) + 4 for k in box.kinds), *(_length(r, ontology, lang) for r in box.rows)]
        )
        box.width = max(170, longest * _CHAR + 2 * _PAD)
        columns.setdefault(box.column, []).append(box)
    x, height = 8.0, 0.0
    for number in sorted(columns):
        y = 8.0
        widest = max(b.width for b in columns[number])
        for box in columns[number]:
            box.x, box.y, box.width = x, y, widest
            y += box.height + _GAP_Y
        x += widest + _GAP_X
        height = max(height, y - _GAP_Y + 8)
    for column in columns.values():  # a shorter one stands in the middle
        shift = (height - 8 - column[-1].y - column[-1].height) / 2
        for box in column:
            box.y += shift
    return x - _GAP_X + 8, height


def _length(row: tuple[str, str, str], ontology: Ontology, lang: Lang) -> int:
    return len(row[1]) + 3 + len(target_name(row[2], ontology, lang))


def target_name(iri: str, ontology: Ontology, lang: Lang) -> str:
    """Return what a property leads to, in words."""
    if not iri:
        return ""
    if iri in ontology.labels and iri.startswith(PREFIXES["eco"].removesuffix("ns#")):
        return pick(ontology.labels[iri], lang)
    short = shorten(iri)
    return FOREIGN[short][lang] if short in FOREIGN else short


def _drawn(box: Box, ontology: Ontology, lang: Lang) -> str:
    kind = "box" if box.iri else "box several"
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    parts = [
        f'<g class="{kind}"><rect {place} rx="6"/>',
        f'<text class="head" x="{box.x + _PAD:.1f}" y="{box.y + 22:.1f}">{escape(box.title)}</text>',
    ]
    if box.kinds or box.rows:
        line = box.y + _HEAD - 2
        parts.append(f'<path class="rule" d="M{box.x:.1f} {line:.1f}h{box.width:.1f}"/>')
    y = box.y + _HEAD + 15
    for text in box.kinds:
        parts.append(f'<text class="kind" x="{box.x + _PAD:.1f}" y="{y:.1f}">▹ {escape(text)}</text>')
        y += _ROW
    for _, label, to in box.rows:
        name = target_name(to, ontology, lang)
        arrow = f' <tspan class="to">→ {escape(name)}</tspan>' if name else ""
        parts.append(f'<text x="{box.x + _PAD:.1f}" y="{y:.1f}">{escape(label)}{arrow}</text>')
        y += _ROW
    return "".join([*parts, "</g>"])


def _edges(boxes: dict[str, Box], above: dict[str, str]) -> list[str]:
    """Return the lines: from a row to the box that it leads to, and from a narrower class to the wider one."""
    found = []
    for iri, box in boxes.items():
        if wider := above.get(iri, ""):
            found.append(_line(box, box.y + _HEAD / 2, boxes[wider], "isa"))
        for number, (_, _, to) in enumerate(box.rows):
            if to and to in boxes and to != iri:
                y = box.y + _HEAD + 10 + _ROW * (len(box.kinds) + number)
                found.append(_line(box, y, boxes[to], "leads"))
    return found


def _line(start: Box, y: float, end: Box, kind: str) -> str:
    """Return a curve from the side of one box to the head of another, with an arrow at its end."""
    y2 = end.y + (_HEAD / 2 if kind == "leads" else _HEAD / 2 + 7)
    if start.column < end.column:
        x1, x2, bend, way = start.x + start.width, end.x, 46.0, 1
    elif start.column > end.column:
        x1, x2, bend, way = start.x, end.x + end.width, -46.0, -1
    else:  # beside each other: out and in on the right
        x1, x2, bend, way = start.x + start.width, end.x + end.width, 46.0, -1
    tip = 9 * way
    c2 = x2 - bend if start.column != end.column else x2 + bend
    path = f"M{x1:.1f} {y:.1f}C{x1 + bend:.1f} {y:.1f} {c2:.1f} {y2:.1f} {x2 - tip:.1f} {y2:.1f}"
    head = f"M{x2:.1f} {y2:.1f}l{-tip} -4.5v9z"
    return f'<g class="{kind}"><path class="curve" d="{path}"/><path class="tip" d="{head}"/></g>'


#: The colours, for a diagram that stands alone; on a page those of the page hold.
STYLE = """
svg.diagram{font:13px "Source Sans 3","Segoe UI",system-ui,Arial,sans-serif}
.paper{fill:#fff}.box rect{fill:#fbfaf6;stroke:#8d949c}.several rect{stroke-dasharray:5 4}
.box text{fill:#1c2733}.box .head{font-weight:700;font-size:14.5px}.box .kind,.box .to{fill:#55616e}
.rule{stroke:#dedad0}.curve{fill:none;stroke:#14527a;stroke-width:1.3}.leads .tip{fill:#14527a}
.isa .curve{stroke:#55616e}.isa .tip{fill:#fff;stroke:#55616e}
""".strip()
