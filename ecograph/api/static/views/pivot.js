/* Rows against columns: how many, or how much. The reader chooses which column stands where. */
import { el, fill } from "../page.js";

const MOST = 80;

/** Make the pivot table of an answer, with the choices above it. */
export async function view(found, page, columns) {
  const { words, lang } = page;
  const by = columns.filter((c) => ["thing", "word", "region", "time"].includes(c.kind) && c.distinct > 1);
  /* A name says more than the thing that it names: actorLabel instead of actor. */
  const labels = by.filter((c) => !by.some((o) => o !== c && o.kind === "word" && o.name.toLowerCase() === `${c.name.toLowerCase()}label`));
  const few = (labels.length > 1 ? labels : by).filter((c) => c.distinct < found.rows.length).sort((a, b) => b.distinct - a.distinct);
  const numbers = columns.filter((c) => c.kind === "number");
  const start = few.slice(-2);
  await page.names.learn(start.flatMap((c) => found.rows.map((r) => r[c.index])).filter((t) => t?.type === "uri").map((t) => t.value).slice(0, 2000));
  const place = el("div", {});
  const choose = (label, options, chosen) => {
    const select = el("select", { onchange: () => draw() }, ...options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
    return { select, field: el("label", { class: "field" }, label, " ", select) };
  };
  const names = by.map((c) => [String(c.index), c.name]);
  const rows = choose(words.pivotRows, names, String(start[0].index));
  const across = choose(words.pivotColumns, names, String(start[1].index));
  const what = choose(words.pivotValues, [["count", words.pivotCount], ...numbers.map((c) => [String(c.index), fill(words.pivotSum, { column: c.name })])], numbers.length ? String(numbers[0].index) : "count");

  function draw() {
    const [r, c] = [Number(rows.select.value), Number(across.select.value)];
    const summed = what.select.value === "count" ? null : Number(what.select.value);
    const cells = new Map();
    const [down, over] = [new Map(), new Map()];
    for (const row of found.rows) {
      const [a, b] = [page.text(row[r]) || "–", page.text(row[c]) || "–"];
      const value = summed === null ? 1 : Number(row[summed]?.value ?? 0);
      down.set(a, (down.get(a) ?? 0) + value);
      over.set(b, (over.get(b) ?? 0) + value);
      const key = JSON.stringify([a, b]);
      cells.set(key, (cells.get(key) ?? 0) + value);
    }
    const sorted = (m) => [...m.keys()].sort(new Intl.Collator(lang, { numeric: true }).compare);
    const [allDown, allOver] = [sorted(down), sorted(over)];
    const [shownDown, shownOver] = [allDown.slice(0, MOST * 4), allOver.slice(0, MOST)];
    const most = Math.max(...cells.values());
    const n = (v) => v.toLocaleString(lang, { maximumFractionDigits: 2 });
    const cell = (a, b) => {
      const value = cells.get(JSON.stringify([a, b]));
      const td = el("td", { class: "number" }, value === undefined ? "" : n(value));
      if (value > 0 && most > 0) td.style.setProperty("--share", `${Math.round((value / most) * 100)}%`);
      return td;
    };
    place.replaceChildren(
      el("div", { class: "scroller", role: "region", tabindex: "0", "aria-label": words.asPivot },
        el("table", { class: "answer pivot" },
          el("caption", { class: "visually-hidden" }, words.asPivot),
          el("thead", {}, el("tr", {}, el("td", {}), ...shownOver.map((b) => el("th", { scope: "col" }, b)), el("th", { scope: "col", class: "number" }, words.total))),
          el("tbody", {}, ...shownDown.map((a) => el("tr", {}, el("th", { scope: "row" }, a), ...shownOver.map((b) => cell(a, b)), el("td", { class: "number sum" }, n(down.get(a)))))))),
      ...(shownDown.length < allDown.length || shownOver.length < allOver.length
        ? [el("p", { class: "quiet" }, fill(words.first, { n: `${shownDown.length} × ${shownOver.length}`, total: `${allDown.length} × ${allOver.length}` }))] : []));
  }
  draw();
  return el("div", {}, el("div", { class: "table-tools" }, rows.field, across.field, what.field), place);
}
