/* A bar chart of an answer, where it has a name and a number: own SVG, with the values in words beside the bars. */
import { numeric } from "./answer.js";

const NS = "http://www.w3.org/2000/svg";
const MOST = 60;

function svg(name, attributes, ...children) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Which columns make a chart: the last one that is not a number before the first that is; null where there is none. */
export function chartable(found) {
  if (found.kind !== "table" || !found.rows.length) return null;
  const number = found.columns.findIndex((_, c) => found.rows.some((r) => r[c]) && found.rows.every((r) => !r[c] || numeric(r[c])));
  const names = found.columns.map((_, c) => c).filter((c) => c !== number && found.rows.some((r) => r[c] && !numeric(r[c])));
  return number < 0 || !names.length ? null : { number, name: names.find((c) => found.rows.some((r) => r[c]?.["xml:lang"])) ?? names[0] };
}

/** Draw the chart: one bar per row, the longest first; `text` writes a term, `label` names the picture. */
export function chart(found, { text, lang, label }) {
  const { number, name } = chartable(found);
  const bars = found.rows
    .filter((r) => r[number])
    .map((r) => ({ name: text(r[name]), value: Number(r[number].value) }))
    .filter((b) => Number.isFinite(b.value))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST);
  const least = Math.min(0, ...bars.map((b) => b.value));
  const span = Math.max(0, ...bars.map((b) => b.value)) - least || 1;
  const [left, width, step] = [240, 420, 28];
  const x = (value) => left + ((value - least) / span) * width;
  const picture = svg("svg", { viewBox: `0 0 760 ${bars.length * step + 10}`, class: "chart", role: "img", "aria-label": label });
  bars.forEach((bar, i) => {
    const y = i * step + 6;
    const shown = bar.name.length > 36 ? bar.name.slice(0, 35) + "…" : bar.name;
    picture.append(
      svg("text", { x: left - 10, y: y + 15, "text-anchor": "end", class: "chart-name" }, shown),
      svg("rect", { x: Math.min(x(0), x(bar.value)), y, width: Math.max(1, Math.abs(x(bar.value) - x(0))), height: step - 8, rx: 2, class: "chart-bar" }),
      svg("text", { x: Math.max(x(0), x(bar.value)) + 8, y: y + 15, class: "chart-value" }, bar.value.toLocaleString(lang)),
    );
  });
  return picture;
}
