/* The picture of a network on any pen that has the methods of a 2D context: the screen, or the writer of SVG. */

const INITIATIVE = /^(Initiative|Programme|Project|Pilot|Support|Network|Facility|Fund|Education|Profiling)/;
/* A sphere is a shape as well as a colour; an initiative is a square. Corners and turn, 0 corners is a circle. */
const SHAPES = { Government: [0, 0], Industry: [3, -0.25], Academia: [4, 0], CivilSociety: [5, -0.25], NaturalEnvironment: [6, 0], "": [8, 0.0625] };
const BATCH = 8; /* shapes in one path: one at a time costs six times as much without a graphics card, all at once ten times */
const MOST_RINGS = 40; /* where nearly everything bridges something, those with the most ties do */
/* Letters of a name: as many as leave room for a name beside it on a telephone. */
const longest = (width) => (width < 500 ? 19 : 32);

/** Half the size of a node, before zooming: the more ties, the larger. */
export const radius = (node) => 4 + Math.min(14, 2.1 * Math.sqrt(node.ties));

const grown = (k) => Math.min(1.5, Math.max(0.55, Math.sqrt(k)));

function outline(p, cx, cy, r, [corners, turn]) {
  if (!corners) {
    p.moveTo(cx + r, cy);
    p.arc(cx, cy, r, 0, 2 * Math.PI);
    return;
  }
  const wide = corners === 3 ? r * 1.3 : r * 1.12;
  for (let i = 0; i <= corners; i += 1) {
    const angle = 2 * Math.PI * (turn + i / corners);
    p[i ? "lineTo" : "moveTo"](cx + wide * Math.cos(angle), cy + wide * Math.sin(angle));
  }
}

function inBatches(p, list, trace, finish) {
  for (let i = 0; i < list.length; i += BATCH) {
    p.beginPath();
    for (const one of list.slice(i, i + BATCH)) trace(one);
    finish();
  }
}

/**
 * Paint a network.
 * @param p the pen
 * @param {{nodes: object[], edges: object[]}} network with places
 * @param {{x: number, y: number, k: number}} view where its origin is, in pixels, and how much it is enlarged
 * @param {{box: number[], width: number, label: object[], hovered: object | null, palette: object}} look `box`: left, top,
 *   right and bottom of what is painted, `width`: of the whole picture; `label`: which nodes have a name, the most important first, as far as there is room
 */
export function paint(p, { nodes, edges }, { x, y, k }, { box: [left, top, right, bottom], width, label, hovered, palette }) {
  const near = hovered && new Set([hovered, ...edges.flatMap((e) => (e.source === hovered ? [e.target] : e.target === hovered ? [e.source] : []))]);
  p.lineWidth = 1;
  p.strokeStyle = palette.line;
  p.beginPath();
  for (const { source, target } of edges) {
    if (hovered && source !== hovered && target !== hovered) continue;
    const [ax, ay, bx, by] = [source.x * k + x, source.y * k + y, target.x * k + x, target.y * k + y];
    if ((ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    p.moveTo(ax, ay);
    p.lineTo(bx, by);
  }
  p.stroke();
  const looks = new Map();
  const rings = [];
  const bridging = new Set(nodes.filter((n) => n.bridge).slice(0, MOST_RINGS));
  for (const n of nodes) {
    const [cx, cy] = [n.x * k + x, n.y * k + y];
    if (cx < left - 30 || cy < top - 30 || cx > right + 30 || cy > bottom + 30) continue;
    const r = radius(n) * grown(k);
    const clear = !near || near.has(n);
    const look = `${n.sphere}|${n.ties ? 1 : 0}|${clear ? 1 : 0}`;
    if (!looks.has(look)) looks.set(look, []);
    looks.get(look).push([cx, cy, r, INITIATIVE.test(n.kind), SHAPES[n.sphere] ?? SHAPES[""]]);
    if (clear && bridging.has(n)) rings.push([cx, cy, r + 3]);
  }
  for (const [look, shapes] of looks) {
    const [sphere, tied, clear] = look.split("|");
    const colour = palette[sphere] ?? palette[""];
    p.globalAlpha = clear === "1" ? 1 : 0.15;
    p.fillStyle = tied === "1" ? colour : palette.card;
    p.strokeStyle = colour;
    if (tied === "0") p.setLineDash([3, 2.5]);
    inBatches(p, shapes, ([cx, cy, r, square, corners]) => (square ? p.rect(cx - r, cy - r, 2 * r, 2 * r) : outline(p, cx, cy, r, corners)), () => {
      p.fill();
      if (tied === "0") p.stroke();
    });
    p.setLineDash([]);
  }
  p.globalAlpha = 1;
  p.strokeStyle = palette.ink;
  inBatches(p, rings, ([cx, cy, r]) => outline(p, cx, cy, r, SHAPES.Government), () => p.stroke());
  names(p, label.filter((n) => !near || near.has(n)), { x, y, k }, longest(width), hovered, palette);
}

/* Names stand below their nodes, each only where no other is; which ones does not depend on what part is seen. */
function names(p, label, { x, y, k }, most, hovered, palette) {
  p.font = "14px 'Source Sans 3', sans-serif";
  p.textAlign = "center";
  const taken = [];
  for (const n of label) {
    const text = n.label.length > most ? n.label.slice(0, most - 1).trimEnd() + "…" : n.label;
    const cx = n.x * k + x;
    const foot = n.y * k + y + radius(n) * grown(k) + 16;
    const half = (p.measureText?.(text).width ?? text.length * 6.6) / 2 + 2;
    const box = [cx - half, foot - 13, cx + half, foot + 4];
    if (n !== hovered && taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
    taken.push(box);
    p.lineWidth = 3;
    p.strokeStyle = palette.card;
    p.strokeText?.(text, cx, foot);
    p.fillStyle = palette.ink;
    p.fillText(text, cx, foot);
  }
}
