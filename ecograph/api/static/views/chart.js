/* A chart of an answer: bars for names, lines where the names are times. Own SVG, with the values in words beside it. */
import { naming, years } from "../columns.js";
import { el, fill } from "../page.js";
import { linked, short, svg, ticks } from "../svg.js";

const MOST_BARS = 60;
const MOST_LINES = 6;

/** Draw the chart of an answer. */
export async function view(found, page, columns) {
  const number = columns.find((c) => c.kind === "number" && !/^(lat|lon|year|jaar)/i.test(c.name)) ?? columns.find((c) => c.kind === "number");
  const time = columns.find((c) => c.kind === "time");
  const rows = found.rows.filter((r) => r[number.index] && Number.isFinite(Number(r[number.index].value)));
  const over = time && rows.every((r) => r[time.index]) && new Set(rows.map((r) => r[time.index].value)).size > 2;
  return over ? lines(rows, page, { number, time, name: naming(columns, [number, time]) }) : bars(rows, page, { number, name: naming(columns, [number]) });
}

async function bars(rows, page, { number, name }) {
  const { lang, words } = page;
  const value = (r) => Number(r[number.index].value);
  const shown = [...rows].sort((a, b) => value(b) - value(a)).slice(0, MOST_BARS);
  await page.names.learn(shown.map((r) => r[name.index]).filter((t) => t?.type === "uri").map((t) => t.value));
  const [least, most] = [Math.min(0, ...shown.map(value)), Math.max(0, ...shown.map(value))];
  const [left, width, step] = [310, 440, 28];
  const x = (v) => left + ((v - least) / (most - least || 1)) * width;
  const picture = svg("svg", { viewBox: `0 0 860 ${shown.length * step + 10}`, class: "chart", role: "group", "aria-label": fill(words.chartOf, { number: number.name, name: name.name }) });
  shown.forEach((row, i) => {
    const y = i * step + 6;
    const label = page.text(row[name.index]) || "–";
    const amount = value(row).toLocaleString(lang);
    picture.append(
      linked(row[name.index], `${label}: ${amount}`, { class: "bar" },
        svg("text", { x: left - 10, y: y + 15, "text-anchor": "end", class: "chart-name" }, short(label, 38)),
        svg("rect", { x: Math.min(x(0), x(value(row))), y, width: Math.max(1, Math.abs(x(value(row)) - x(0))), height: step - 8, rx: 2, class: "chart-bar" }),
        svg("text", { x: Math.max(x(0), x(value(row))) + 8, y: y + 15, class: "chart-value" }, amount)));
  });
  return el("figure", { class: "picture", tabindex: "0" }, picture, note(words, shown.length, rows.length, lang));
}

function lines(rows, page, { number, time, name }) {
  const { lang, words } = page;
  const series = new Map();
  for (const row of rows) {
    const key = name ? page.text(row[name.index]) : "";
    if (!series.has(key)) series.set(key, []);
    series.get(key).push([years(row[time.index]), Number(row[number.index].value)]);
  }
  const shown = [...series].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_LINES);
  const all = shown.flatMap(([, points]) => points);
  const [t0, t1] = [Math.min(...all.map((p) => p[0])), Math.max(...all.map((p) => p[0]))];
  const [v0, v1] = [Math.min(0, ...all.map((p) => p[1])), Math.max(0, ...all.map((p) => p[1]))];
  const [left, top, width, height] = [80, 14, 660, 280];
  const x = (t) => left + ((t - t0) / (t1 - t0 || 1)) * width;
  const y = (v) => top + height - ((v - v0) / (v1 - v0 || 1)) * height;
  const picture = svg("svg", { viewBox: `0 0 760 ${top + height + 40}`, class: "chart", role: "img", "aria-label": fill(words.chartOf, { number: number.name, name: time.name }) });
  for (const v of ticks(v0, v1)) picture.append(svg("path", { d: `M${left} ${y(v)}H${left + width}`, class: "grid" }), svg("text", { x: left - 8, y: y(v) + 5, "text-anchor": "end", class: "chart-value" }, v.toLocaleString(lang, { notation: "compact" })));
  for (const t of ticks(t0, t1, 8, true)) picture.append(svg("text", { x: x(t), y: top + height + 24, "text-anchor": "middle", class: "chart-value" }, String(t)));
  shown.forEach(([, points], i) => {
    points.sort((a, b) => a[0] - b[0]);
    picture.append(svg("path", { d: "M" + points.map(([t, v]) => `${x(t).toFixed(1)} ${y(v).toFixed(1)}`).join("L"), class: `line tone-${i}` }));
    for (const [t, v] of points) picture.append(svg("circle", { cx: x(t), cy: y(v), r: 3.5, class: `dot tone-${i}` }));
  });
  const legend = shown.length > 1 ? el("ul", { class: "legend" }, ...shown.map(([key], i) => el("li", { class: `tone-${i}` }, key))) : null;
  return el("figure", { class: "picture", tabindex: "0" }, picture, legend, note(words, shown.length, series.size, lang));
}

const note = (words, shown, total, lang) => (shown < total ? el("figcaption", { class: "quiet" }, fill(words.first, { n: shown.toLocaleString(lang), total: total.toLocaleString(lang) })) : null);
