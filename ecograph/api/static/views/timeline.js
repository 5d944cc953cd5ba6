/* An answer along time: a bar from start to end, a dot where there is one moment. In the order of time. */
import { beside, naming, span, years } from "../columns.js";
import { el, fill } from "../page.js";
import { linked, short, svg, ticks } from "../svg.js";

const MOST = 150;

/** Draw the time line of an answer. */
export async function view(found, page, columns) {
  const { words, lang } = page;
  const { start, end } = span(columns);
  const name = naming(columns, [start, end]);
  const to = beside(columns, name);
  const dated = found.rows
    .map((row) => ({ row, from: years(row[start.index]), until: end ? years(row[end.index], true) : NaN }))
    .filter((item) => Number.isFinite(item.from) || Number.isFinite(item.until))
    .map((item) => ({ ...item, from: Number.isFinite(item.from) ? item.from : item.until }))
    .sort((a, b) => a.from - b.from);
  const seen = new Set();
  const items = dated.filter(({ row, from, until }) => {
    const key = `${row[to.index]?.value} ${row[name.index]?.value} ${from} ${until}`;
    return !seen.has(key) && seen.add(key);
  });
  const shown = items.slice(0, MOST);
  if (!shown.length) return el("p", {}, words.noTimes);
  await page.names.learn(shown.flatMap(({ row }) => [row[name.index]]).filter((t) => t?.type === "uri").map((t) => t.value));
  const [least, most] = [Math.min(...shown.map((i) => i.from)), Math.max(...shown.map((i) => (Number.isFinite(i.until) ? i.until : i.from)))];
  const room = Math.max(0.5, (most - least) * 0.04);
  const [t0, t1] = [least - room, most + room];
  const [left, width, step, top] = [310, 530, 26, 30];
  const height = top + shown.length * step + 8;
  const x = (t) => left + ((t - t0) / (t1 - t0)) * width;
  const picture = svg("svg", { viewBox: `0 0 860 ${height}`, class: "chart timeline", role: "group", "aria-label": fill(words.timelineOf, { name: name.name, when: start.name }) });
  for (const t of ticks(t0, t1, 8, true)) picture.append(svg("path", { d: `M${x(t)} ${top - 6}V${height}`, class: "grid" }), svg("text", { x: x(t), y: 16, "text-anchor": "middle", class: "chart-value" }, String(t)));
  shown.forEach(({ row, from, until }, i) => {
    const y = top + i * step;
    const label = page.text(row[name.index]) || "–";
    const when = [row[start.index]?.value, end && row[end.index]?.value].filter(Boolean).join(" – ");
    picture.append(
      linked(row[to.index], `${label}: ${when}`, { class: "bar" },
        svg("text", { x: left - 10, y: y + 15, "text-anchor": "end", class: "chart-name" }, short(label, 38)),
        Number.isFinite(until) && until > from
          ? svg("rect", { x: x(from), y: y + 3, width: Math.max(4, x(until) - x(from)), height: step - 10, rx: 4, class: "chart-bar" })
          : svg("circle", { cx: x(from), cy: y + step / 2 - 2, r: 6, class: "chart-bar" })));
  });
  const without = found.rows.length - dated.length;
  return el("figure", { class: "picture", tabindex: "0" }, picture,
    shown.length < items.length ? el("figcaption", { class: "quiet" }, fill(words.first, { n: shown.length.toLocaleString(lang), total: items.length.toLocaleString(lang) })) : null,
    without ? el("figcaption", { class: "quiet" }, fill(words.undated, { n: without.toLocaleString(lang) })) : null);
}
