/* Elements of a picture. Text goes in as text; a link only where an IRI leads somewhere. */
import { href } from "./page.js";

const NS = "http://www.w3.org/2000/svg";

/** Make an element of SVG. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  element.append(...children.filter((c) => c !== null && c !== undefined));
  return element;
}

/** Wrap children in a link to what a term names, with its name; a group where there is no page. */
export function linked(term, name, attributes, ...children) {
  const to = term?.type === "uri" ? href(term.value) : null;
  const title = svg("title", {}, name);
  return to ? svg("a", { href: to, ...attributes }, title, ...children) : svg("g", attributes, title, ...children);
}

/** Cut a text to what fits. */
export const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

/** Round numbers for a scale from `least` to `most`, about `count` of them. */
export function ticks(least, most, count = 6, whole = false) {
  const rough = (most - least || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
  if (whole) step = Math.max(1, Math.round(step));
  const found = [];
  for (let at = Math.ceil(least / step) * step; at <= most + step * 1e-9; at += step) found.push(Number(at.toPrecision(12)));
  return found;
}

/** Whether a name of so many letters still has room beside those that stand already; takes the room if so. */
export function room(taken, x, y, text, size, anchor = "start") {
  const width = text.length * size * 0.54;
  const left = anchor === "middle" ? x - width / 2 : anchor === "end" ? x - width : x;
  const box = [left, y - size * 0.8, left + width, y + size * 0.3];
  if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) return false;
  taken.push(box);
  return true;
}
