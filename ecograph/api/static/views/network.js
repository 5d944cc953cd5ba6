/* The things of an answer and the ties between them, laid out by force; each thing is a link to its page. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../bundles/force.js";
import { ties } from "../columns.js";
import { el, fill } from "../page.js";
import { linked, room, short, svg } from "../svg.js";

const MOST = 300; /* things in one picture; those with the most ties stay */
const TICKS = 260;

/** Draw the network of an answer. */
export async function view(found, page, columns) {
  const { words, lang } = page;
  const all = ties(found, columns);
  const nodes = new Map();
  const node = (term) => {
    const key = term.type + term.value;
    if (!nodes.has(key)) nodes.set(key, { id: key, term, ties: 0 });
    return nodes.get(key);
  };
  for (const tie of all) for (const end of [tie.from, tie.to]) node(end).ties += 1;
  const shown = [...nodes.values()].sort((a, b) => b.ties - a.ties).slice(0, MOST);
  const kept = new Set(shown.map((n) => n.id));
  const edges = [...new Map(all.map((t) => ({ source: node(t.from).id, target: node(t.to).id, by: t.by })).filter((e) => e.source !== e.target && kept.has(e.source) && kept.has(e.target)).map((e) => [`${e.source} ${e.target} ${e.by?.value}`, e])).values()];
  await page.names.learn([...shown.map((n) => n.term), ...edges.map((e) => e.by)].filter((t) => t?.type === "uri").map((t) => t.value));

  const simulation = forceSimulation(shown)
    .force("link", forceLink(edges).id((n) => n.id).distance(80).strength(0.35))
    .force("charge", forceManyBody().strength(-420).distanceMax(800))
    .force("collide", forceCollide(20)).force("x", forceX().strength(0.05)).force("y", forceY().strength(0.08)).stop();
  for (let i = 0; i < TICKS; i += 1) simulation.tick();
  const [xs, ys] = [shown.map((n) => n.x), shown.map((n) => n.y)];
  const [x0, x1, y0, y1] = [Math.min(...xs) - 90, Math.max(...xs) + 250, Math.min(...ys) - 30, Math.max(...ys) + 30];
  const scale = Math.max(0.9, (x1 - x0) / 900); /* names stay readable however far the picture is pulled apart */

  const picture = svg("svg", { viewBox: `${x0} ${y0} ${x1 - x0} ${y1 - y0}`, class: "chart graph", role: "group", "aria-label": fill(words.networkOf, { nodes: nodes.size, ties: edges.length }) });
  picture.append(svg("g", { class: "ties" }, ...edges.map((e) => svg("line", { x1: e.source.x, y1: e.source.y, x2: e.target.x, y2: e.target.y }, e.by ? svg("title", {}, page.text(e.by)) : null))));
  /* A name stands where there is room; the others show on hover and focus. */
  const taken = shown.map((n) => [n.x - 5 * scale, n.y - 5 * scale, n.x + 5 * scale, n.y + 5 * scale]);
  for (const n of shown) {
    const name = page.text(n.term);
    const radius = (4 + Math.min(10, 1.8 * Math.sqrt(n.ties))) * scale;
    picture.append(
      linked(n.term, name, { class: room(taken, n.x + radius + 4 * scale, n.y + 5 * scale, short(name, 34), 14 * scale) ? "node named" : "node", "font-size": (14 * scale).toFixed(1), transform: `translate(${n.x.toFixed(1)} ${n.y.toFixed(1)})` },
        svg("circle", { r: radius.toFixed(1) }),
        svg("text", { x: radius + 4 * scale, y: 5 * scale }, short(name, 34))));
  }
  return el("figure", { class: "picture", tabindex: "0" }, picture,
    el("figcaption", { class: "quiet" }, fill(words.networkOf, { nodes: nodes.size.toLocaleString(lang), ties: edges.length.toLocaleString(lang) }),
      shown.length < nodes.size ? ` ${fill(words.first, { n: shown.length, total: nodes.size.toLocaleString(lang) })}` : ""));
}
