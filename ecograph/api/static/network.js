/* The picture of a network: force layout, drawn on a canvas; drag, zoom, filter, save. The table says the same. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, quadtree } from "./bundles/force.js";
import { el, fill, scripted, setup } from "./page.js";

const { words, spheres, data, name } = setup();
const canvas = document.getElementById("network");
const tip = document.getElementById("tip");
const pen = canvas.getContext("2d");
scripted();

const INITIATIVE = /^(Initiative|Programme|Project|Pilot|Support|Network|Facility|Fund|Education|Profiling)/;
const style = () => getComputedStyle(document.documentElement);
const colour = (sphere) => style().getPropertyValue(`--sphere-${sphere || "None"}`).trim();
/* A sphere is a shape as well as a colour; an initiative is a square. Corners and turn, 0 corners is a circle. */
const SHAPES = { Government: [0, 0], Industry: [3, -0.25], Academia: [4, 0], CivilSociety: [5, -0.25], NaturalEnvironment: [6, 0], "": [8, 0.0625] };
function shape(p, cx, cy, r, [corners, turn]) {
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
const radius = (node) => 4 + Math.min(14, 2.1 * Math.sqrt(node.ties));

let all = { nodes: [], edges: [] };
let shown = { nodes: [], edges: [] };
let view = { x: 0, y: 0, k: 1 };
let simulation = null;
let hovered = null;
let palette = {};

const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });

function filtered() {
  const wanted = new Set([...document.querySelectorAll('input[name="sphere"]:checked')].map((i) => i.value));
  const role = document.getElementById("role").value;
  const slider = document.getElementById("year");
  const year = slider.dataset.on ? Number(slider.value) : null;
  const nodes = all.nodes.filter((n) => wanted.has(n.sphere) && (!role || n.roles.includes(role)) && (year === null || ((n.since ?? -Infinity) <= year && (n.until ?? Infinity) >= year)));
  const kept = new Set(nodes);
  return { nodes, edges: all.edges.filter((e) => kept.has(e.source) && kept.has(e.target)) };
}

/* Where everything goes: computed in slices, so that the page stays alive; done within three seconds for 2,000 nodes. */
function layout() {
  simulation?.stop();
  const many = shown.nodes.length > 400;
  const tied = new Set(shown.edges.flatMap((e) => [e.source, e.target]));
  const held = shown.nodes.filter((n) => tied.has(n));
  const alone = shown.nodes.filter((n) => !tied.has(n));
  simulation = forceSimulation(held)
    .force("link", forceLink(shown.edges).distance(many ? 26 : 70).strength(many ? 0.3 : 0.5))
    .force("charge", forceManyBody().strength(many ? -40 : -320).theta(1.1).distanceMax(many ? 300 : 700))
    .force("x", forceX().strength(0.06))
    .force("y", forceY().strength(0.09))
    .alphaDecay(many ? 0.07 : 0.03)
    .stop();
  if (!many) simulation.force("collide", forceCollide((n) => radius(n) + 10));
  const start = performance.now();
  const mine = simulation;
  let drawn = 0;
  const slice = () => {
    if (mine !== simulation) return; /* a filter changed meanwhile: another layout is under way */
    const until = performance.now() + (many ? 60 : 14);
    while (mine.alpha() > mine.alphaMin() && performance.now() < until) mine.tick();
    const done = mine.alpha() <= mine.alphaMin();
    if (done || performance.now() - drawn > (many ? 400 : 0)) {
      shelve(held, alone, many ? 26 : 150);
      fit();
      drawn = performance.now();
    }
    if (done) canvas.dataset.layout = String(Math.round(performance.now() - start));
    else setTimeout(slice, 0);
  };
  slice();
}

/* Those without a tie stand in rows below the others: nothing pulls them anywhere, and so they are seen at once. */
function shelve(held, alone, apart) {
  const xs = held.map((n) => n.x);
  const low = held.length ? Math.max(...held.map((n) => n.y)) + 90 : 0;
  const [x0, x1] = held.length ? [Math.min(...xs), Math.max(...xs)] : [0, 0];
  const columns = Math.max(Math.min(alone.length, 6, Math.max(2, Math.floor(size().width / 150))), Math.floor((x1 - x0) / apart));
  const left = (x0 + x1) / 2 - ((Math.min(columns, alone.length) - 1) * apart) / 2;
  alone.forEach((n, i) => {
    n.x = left + (i % columns) * apart;
    n.y = low + Math.floor(i / columns) * Math.max(46, apart * 0.4);
  });
}

function fit() {
  const { width, height } = size();
  const xs = shown.nodes.map((n) => n.x);
  const ys = shown.nodes.map((n) => n.y);
  if (!xs.length) return draw();
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.min(1.6, (width - Math.min(230, width * 0.45)) / Math.max(1, x1 - x0), (height - 90) / Math.max(1, y1 - y0));
  view = { k: Math.max(k, 0.08), x: width / 2 - ((x0 + x1) / 2) * k, y: height / 2 - ((y0 + y1) / 2) * k };
  draw();
}

/* Draw on any pen that has the methods of a 2D context: the screen, or the writer of SVG. */
function paint(p, { width, height, label }) {
  const { k, x, y } = view;
  const at = (n) => [n.x * k + x, n.y * k + y];
  p.lineWidth = 1;
  p.strokeStyle = palette.line;
  p.beginPath();
  for (const e of shown.edges) {
    if (hovered && e.source !== hovered && e.target !== hovered) continue;
    p.moveTo(...at(e.source));
    p.lineTo(...at(e.target));
  }
  p.stroke();
  const near = hovered && new Set([hovered, ...shown.edges.flatMap((e) => (e.source === hovered ? [e.target] : e.target === hovered ? [e.source] : []))]);
  /* One path per look, not per node: thousands of nodes cost a few strokes. */
  const looks = new Map();
  const rings = [];
  for (const n of shown.nodes) {
    const [cx, cy] = at(n);
    if (cx < -30 || cy < -30 || cx > width + 30 || cy > height + 30) continue;
    const r = radius(n) * Math.min(1.5, Math.max(0.55, Math.sqrt(k)));
    const look = `${n.sphere}|${n.ties ? 1 : 0}|${near && !near.has(n) ? 0 : 1}`;
    if (!looks.has(look)) looks.set(look, []);
    looks.get(look).push([cx, cy, r, INITIATIVE.test(n.kind), SHAPES[n.sphere] ?? SHAPES[""]]);
    if (n.bridge && !(near && !near.has(n))) rings.push([cx, cy, r + 3]);
  }
  for (const [look, shapes] of looks) {
    const [sphere, tied, clear] = look.split("|");
    p.globalAlpha = clear === "1" ? 1 : 0.15;
    p.beginPath();
    for (const [cx, cy, r, square, corners] of shapes) {
      if (square) p.rect(cx - r, cy - r, 2 * r, 2 * r);
      else shape(p, cx, cy, r, corners);
    }
    p.fillStyle = tied === "1" ? palette[sphere] ?? palette[""] : palette.card;
    p.fill();
    if (tied === "0") {
      p.strokeStyle = palette[sphere] ?? palette[""];
      p.setLineDash([3, 2.5]);
      p.stroke();
      p.setLineDash([]);
    }
  }
  p.globalAlpha = 1;
  p.strokeStyle = palette.ink;
  p.beginPath();
  for (const [cx, cy, r] of rings) {
    p.moveTo(cx + r, cy);
    p.arc(cx, cy, r, 0, 2 * Math.PI);
  }
  p.stroke();
  p.globalAlpha = 1;
  p.font = "14px 'Source Sans 3', sans-serif";
  p.textAlign = "center";
  const taken = [];
  for (const n of label) {
    if (near && !near.has(n)) continue;
    const [cx, cy] = at(n);
    const text = n.label.length > 32 ? n.label.slice(0, 31) + "…" : n.label;
    const w = text.length * 6.6;
    const top = cy + radius(n) * Math.min(1.5, Math.max(0.55, Math.sqrt(k))) + 16;
    const box = [cx - w / 2, top - 13, cx + w / 2, top + 4];
    if (n !== hovered && taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
    taken.push(box);
    p.lineWidth = 3;
    p.strokeStyle = palette.card;
    p.strokeText?.(text, cx, top);
    p.fillStyle = palette.ink;
    p.fillText(text, cx, top);
  }
}

const labelled = () => {
  const most = shown.nodes.length <= 60 ? shown.nodes.length : Math.round(14 + 26 * Math.max(0, Math.log2(view.k / 0.3)));
  const first = shown.nodes.slice(0, Math.max(10, most)); /* the server sends those with most ties first */
  return hovered ? [hovered, ...first] : first;
};

let pending = 0;
function draw() {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(() => {
    const { width, height } = size();
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    paint(pen, { width, height, label: labelled() });
    canvas.dataset.frames = String(Number(canvas.dataset.frames ?? 0) + 1);
  });
}

function nearest(event) {
  const box = canvas.getBoundingClientRect();
  const [px, py] = [(event.clientX - box.left - view.x) / view.k, (event.clientY - box.top - view.y) / view.k];
  const tree = quadtree(shown.nodes, (n) => n.x, (n) => n.y);
  const found = tree.find(px, py, 24 / view.k);
  return found && Math.hypot(found.x - px, found.y - py) * view.k <= radius(found) + 8 ? found : null;
}

let grip = null;
canvas.addEventListener("pointerdown", (event) => {
  grip = { x: event.clientX, y: event.clientY, node: nearest(event), moved: false };
  canvas.setPointerCapture(event.pointerId);
  canvas.classList.add("grabbing");
});
canvas.addEventListener("pointermove", (event) => {
  if (grip) {
    const [dx, dy] = [event.clientX - grip.x, event.clientY - grip.y];
    grip.moved ||= Math.hypot(dx, dy) > 4;
    if (grip.moved) {
      if (grip.node) {
        grip.node.x += dx / view.k;
        grip.node.y += dy / view.k;
      } else {
        view.x += dx;
        view.y += dy;
      }
      [grip.x, grip.y] = [event.clientX, event.clientY];
      draw();
    }
    return;
  }
  const found = nearest(event);
  canvas.classList.toggle("pointing", Boolean(found));
  if (found !== hovered) {
    hovered = found;
    draw();
  }
  tip.hidden = !found;
  if (found) {
    const box = canvas.getBoundingClientRect();
    const ties = found.ties === 0 ? words.alone : found.ties === 1 ? words.tie : fill(words.ties, { n: found.ties });
    tip.replaceChildren(el("b", {}, found.label), `${found.kindLabel} · ${spheres[found.sphere] ?? found.sphere} · ${ties}`);
    tip.style.left = `${Math.min(event.clientX - box.left + 14, box.width - 250)}px`;
    tip.style.top = `${event.clientY - box.top + 14}px`;
  }
});
canvas.addEventListener("pointerup", () => {
  if (grip && !grip.moved && grip.node?.to) location.href = grip.node.to;
  grip = null;
  canvas.classList.remove("grabbing");
});
canvas.addEventListener("pointerleave", () => {
  hovered = null;
  tip.hidden = true;
  draw();
});
function zoom(factor, px, py) {
  const k = Math.min(8, Math.max(0.05, view.k * factor));
  view = { k, x: px - ((px - view.x) * k) / view.k, y: py - ((py - view.y) * k) / view.k };
  draw();
}
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = canvas.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });
/* The same without a wheel: buttons, and the keys + - 0 and arrows on the picture. */
const middle = (factor) => zoom(factor, canvas.clientWidth / 2, canvas.clientHeight / 2);
const MOVES = { "+": () => middle(1.25), "=": () => middle(1.25), "-": () => middle(0.8), 0: fit };
for (const [key, x, y] of [["ArrowLeft", 60, 0], ["ArrowRight", -60, 0], ["ArrowUp", 0, 60], ["ArrowDown", 0, -60]]) {
  MOVES[key] = () => {
    view = { ...view, x: view.x + x, y: view.y + y };
    draw();
  };
}
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !MOVES[event.key]) return;
  event.preventDefault();
  MOVES[event.key]();
});
document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => MOVES[button.dataset.zoom]()));

function refilter() {
  shown = filtered();
  hovered = null;
  layout();
}
document.querySelectorAll('input[name="sphere"], #role').forEach((input) => input.addEventListener("change", refilter));
document.getElementById("year").addEventListener("input", (event) => {
  event.target.dataset.on = "yes";
  document.getElementById("year-shown").textContent = event.target.value;
  refilter();
});
document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  hovered = wanted ? (shown.nodes.find((n) => n.label.toLowerCase().includes(wanted)) ?? null) : null;
  draw();
});

/* Saving. */
const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
function save(blob, ending) {
  const link = el("a", { href: URL.createObjectURL(blob), download: `${name}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
/* The part of a 2D context that `paint` uses, writing SVG. */
class Writer {
  out = []; path = ""; dash = ""; globalAlpha = 1;
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${x.toFixed(1)} ${y.toFixed(1)}`; }
  lineTo(x, y) { this.path += `L${x.toFixed(1)} ${y.toFixed(1)}`; }
  rect(x, y, w, h) { this.path += `M${x.toFixed(1)} ${y.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`; }
  arc(x, y, r) { this.path += `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(2 * r).toFixed(1)} 0a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(-2 * r).toFixed(1)} 0`; }
  setLineDash(dash) { this.dash = dash.join(" "); }
  fill() { this.out.push(`<path d="${this.path}" fill="${xml(this.fillStyle)}"/>`); }
  stroke() { this.out.push(`<path d="${this.path}" fill="none" stroke="${xml(this.strokeStyle)}" stroke-width="${this.lineWidth}"${this.dash ? ` stroke-dasharray="${this.dash}"` : ""}/>`); }
  fillText(text, x, y) { this.out.push(`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="middle" font-family="sans-serif" font-size="14" fill="${xml(this.fillStyle)}">${xml(text)}</text>`); }
}
const SAVE = {
  png: () => {
    const sheet = el("canvas", {});
    const { width, height } = size();
    [sheet.width, sheet.height] = [width * 2, height * 2];
    const p = sheet.getContext("2d");
    p.scale(2, 2);
    p.fillStyle = palette.card;
    p.fillRect(0, 0, width, height);
    paint(p, { width, height, label: labelled() });
    sheet.toBlob((blob) => save(blob, "png"));
  },
  svg: () => {
    const { width, height } = size();
    const writer = new Writer();
    paint(writer, { width, height, label: labelled() });
    save(new Blob([`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${writer.out.join("")}</svg>`], { type: "image/svg+xml" }), "svg");
  },
  graphml: () => {
    const keys = ["label", "kind", "sphere"];
    const node = (n) => `<node id="${xml(n.iri)}">${keys.map((k) => `<data key="${k}">${xml(n[k])}</data>`).join("")}</node>`;
    const edge = (e, i) => `<edge id="e${i}" source="${xml(e.source.iri)}" target="${xml(e.target.iri)}"><data key="tie">${xml(e.label)}</data></edge>`;
    save(new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${keys.map((k) => `<key id="${k}" for="node" attr.name="${k}" attr.type="string"/>`).join("")}<key id="tie" for="edge" attr.name="label" attr.type="string"/><graph edgedefault="directed">\n${shown.nodes.map(node).join("\n")}\n${shown.edges.map(edge).join("\n")}\n</graph></graphml>\n`], { type: "application/graphml+xml" }), "graphml");
  },
};
document.querySelectorAll("[data-export]").forEach((button) => button.addEventListener("click", () => SAVE[button.dataset.export]()));

function colours() {
  const css = (variable) => style().getPropertyValue(variable).trim();
  palette = { line: css("--line-strong"), card: css("--card"), ink: css("--ink"), ...Object.fromEntries(Object.keys(spheres).map((s) => [s, colour(s)])) };
  draw();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colours);
new ResizeObserver(fit).observe(canvas);

try {
  const found = await (await fetch(data)).json();
  const byIri = new Map(found.nodes.map((n) => [n.iri, n]));
  all = { nodes: found.nodes, edges: found.edges.filter((e) => byIri.has(e.source) && byIri.has(e.target)).map((e) => ({ ...e, source: byIri.get(e.source), target: byIri.get(e.target) })) };
  const roles = [...new Set(all.nodes.flatMap((n) => n.roles))].sort();
  document.getElementById("role").append(...roles.map((r) => el("option", { value: r }, r)));
  const years = all.nodes.flatMap((n) => [n.since, n.until]).filter((y) => y !== null);
  if (new Set(years).size > 1) {
    const slider = document.getElementById("year");
    [slider.min, slider.max] = [Math.min(...years), Math.max(...years)];
    slider.value = slider.max;
    document.getElementById("year-field").hidden = false;
  }
  colours();
  refilter();
} catch {
  tip.hidden = false;
  tip.textContent = words.failed;
}
