/* The page of a network: a picture to drag, zoom, filter and save. The table below it says the same. */
import { quadtree } from "./bundles/force.js";
import { layout } from "./network/layout.js";
import { paint, radius } from "./network/painting.js";
import { save } from "./network/saving.js";
import { el, fill, scripted, setup } from "./page.js";

const { words, spheres, data, name } = setup();
const canvas = document.getElementById("network");
const tip = document.getElementById("tip");
const pen = canvas.getContext("2d", { alpha: false });
scripted();

/* Room that the picture leaves: for the buttons above, for names at the sides and below. */
const ABOVE = 64;
const BELOW = 34;
const BESIDE = 115;

let all = { nodes: [], edges: [] };
let shown = { nodes: [], edges: [] };
let view = { x: 0, y: 0, k: 1 };
let stop = () => {};
let hovered = null;
let tree = null; /* of the places of the nodes, as long as they hold */
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

function refilter() {
  shown = filtered();
  hovered = null;
  stop();
  delete canvas.dataset.layout;
  stop = layout(shown, {
    width: size().width,
    onStep: fit,
    onDone: (milliseconds) => (canvas.dataset.layout = String(milliseconds)),
  });
}

function fit() {
  tree = null;
  const { width, height } = size();
  if (!shown.nodes.length) return draw();
  const [xs, ys] = [shown.nodes.map((n) => n.x), shown.nodes.map((n) => n.y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.max(0.08, Math.min(1.6, (width - 2 * Math.min(BESIDE, width * 0.22)) / Math.max(1, x1 - x0), (height - ABOVE - BELOW) / Math.max(1, y1 - y0)));
  view = { k, x: width / 2 - ((x0 + x1) / 2) * k, y: ABOVE + (height - ABOVE - BELOW) / 2 - ((y0 + y1) / 2) * k };
  draw();
}

const labelled = () => {
  const most = shown.nodes.length <= 60 ? shown.nodes.length : Math.round(14 + 26 * Math.max(0, Math.log2(view.k / 0.3)));
  const first = shown.nodes.slice(0, Math.max(10, most)); /* the server sends those with most ties first */
  return hovered ? [hovered, ...first] : first;
};
const look = (box) => ({ box, width: size().width, label: labelled(), hovered, palette });

/* At most one drawing a frame. What was only moved is moved as pixels, and only what comes in at the edges is painted. */
let pending = 0;
let moved = null; /* by how many pixels since the last drawing; null: everything changed */
function draw(by = null) {
  moved = by && (!pending || moved) ? { x: (moved?.x ?? 0) + by.x, y: (moved?.y ?? 0) + by.y } : null;
  pending ||= requestAnimationFrame(() => {
    const ratio = devicePixelRatio || 1;
    const { width, height } = size();
    const by = moved;
    [pending, moved] = [0, null];
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    const whole = [0, 0, width, height];
    if (!by || canvas.width !== w || canvas.height !== h || Math.abs(by.x) >= width || Math.abs(by.y) >= height) {
      if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
      part(whole, ratio);
    } else {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.drawImage(canvas, by.x * ratio, by.y * ratio);
      if (by.x) part(by.x > 0 ? [0, 0, by.x, height] : [width + by.x, 0, width, height], ratio);
      if (by.y) part(by.y > 0 ? [0, 0, width, by.y] : [0, height + by.y, width, height], ratio);
    }
    canvas.dataset.frames = String(Number(canvas.dataset.frames ?? 0) + 1);
  });
}
function part(box, ratio) {
  const [left, top, right, bottom] = box;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, right - left, bottom - top);
  pen.clip();
  pen.fillStyle = palette.card;
  pen.fillRect(left, top, right - left, bottom - top);
  paint(pen, shown, view, look(box));
  pen.restore();
}

function nearest(event) {
  const box = canvas.getBoundingClientRect();
  const [px, py] = [(event.clientX - box.left - view.x) / view.k, (event.clientY - box.top - view.y) / view.k];
  tree ??= quadtree(shown.nodes, (n) => n.x, (n) => n.y);
  const found = tree.find(px, py, 24 / view.k);
  return found && Math.hypot(found.x - px, found.y - py) * view.k <= radius(found) + 8 ? found : null;
}

/* Dragging: the picture, or one node. Whole pixels of the screen, so that what was drawn can be moved as it is. */
function shift(dx, dy) {
  const ratio = devicePixelRatio || 1;
  const by = { x: Math.round(dx * ratio) / ratio, y: Math.round(dy * ratio) / ratio };
  view = { ...view, x: view.x + by.x, y: view.y + by.y };
  draw(by);
  return by;
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
    if (!grip.moved) return;
    if (grip.node) {
      grip.node.x += dx / view.k;
      grip.node.y += dy / view.k;
      [grip.x, grip.y] = [event.clientX, event.clientY];
      tree = null;
      draw();
    } else {
      const by = shift(dx, dy);
      [grip.x, grip.y] = [grip.x + by.x, grip.y + by.y];
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
    tip.style.left = `${Math.max(4, Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.min(event.clientY - box.top + 14, box.height - tip.offsetHeight - 4)}px`;
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
for (const [key, x, y] of [["ArrowLeft", 60, 0], ["ArrowRight", -60, 0], ["ArrowUp", 0, 60], ["ArrowDown", 0, -60]]) MOVES[key] = () => shift(x, y);
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !MOVES[event.key]) return;
  event.preventDefault();
  MOVES[event.key]();
});
document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => MOVES[button.dataset.zoom]()));

/* Filters. */
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

document.querySelectorAll("[data-export]").forEach((button) => button.addEventListener("click", () => {
  const { width, height } = size();
  save(button.dataset.export, name, (p) => paint(p, shown, view, look([0, 0, width, height])), { width, height, card: palette.card, network: shown });
}));

function colours() {
  const css = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
  palette = { line: css("--line-strong"), card: css("--card"), ink: css("--ink"), ...Object.fromEntries(Object.keys(spheres).map((s) => [s, css(`--sphere-${s || "None"}`)])) };
  draw();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colours);
document.fonts.ready.then(() => draw());
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
