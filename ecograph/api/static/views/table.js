/* A table that sorts, filters, and scrolls through a hundred thousand rows: only the rows in sight exist. */
import { numeric, plain } from "../answer.js";
import { el, fill, href } from "../page.js";

const ROW = 34; /* height of a row in CSS pixels, as in query.css */
const AROUND = 12; /* rows kept ready above and below those in sight */
const LONG = 160; /* characters of a cell; a longer text opens on its own */
const MOST = 200_000; /* characters of a text that is opened */

/** Make the table of an answer. `page` has words, lang, names, and `shown`, which writes a term without its name. */
export function view(found, page) {
  const { words, lang, names, shown } = page;
  let rows = found.rows.map((_, i) => i);
  let order = null;
  const numbers = found.columns.map((_, c) => found.rows.slice(0, 50).some((r) => numeric(r[c])) && found.rows.slice(0, 50).every((r) => !r[c] || numeric(r[c])));
  const text = (term) => (term?.type === "uri" && named.checked && plain(names.get(term.value) ?? "")) || shown(term);
  /* A column that says in letters what its neighbour names already stands aside as long as names are shown. */
  const spare = found.columns.map((name) => (name.endsWith("Label") ? found.columns.indexOf(name.slice(0, -5)) : -1));
  const idle = (c) => spare[c] >= 0 && named.checked && found.rows.slice(0, 15).every((r) => r[spare[c]]?.type !== "uri" || names.get(r[spare[c]].value));
  const lines = new Map(); /* what the filter looks through, made when it is first used */

  const body = el("tbody");
  const heads = found.columns.map((name, c) => {
    const title = page.heads?.[name] ?? name; /* a ready question says in words what its variables hold */
    const button = el("button", { type: "button", title: title === name ? null : name, "aria-label": fill(words.sort, { column: title }), onclick: () => sort(c) }, title);
    return el("th", { scope: "col", class: numbers[c] ? "number" : null }, button);
  });
  const grid = el("table", { class: "answer", "aria-rowcount": found.rows.length + 1 }, el("caption", { class: "visually-hidden" }, words.table), el("thead", {}, el("tr", {}, ...heads)), body);
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": words.table, onscroll: () => requestAnimationFrame(() => draw()) }, grid);
  const amount = el("span", { class: "quiet", role: "status" });
  const filter = el("input", { type: "search", "aria-label": words.filter, placeholder: words.filter, oninput: () => narrow() });
  const named = el("input", { type: "checkbox", onchange: () => draw(true) });
  named.checked = true;

  function cell(term, c) {
    const content = text(term);
    const td = el("td", { class: numbers[c] ? "number" : null, title: term?.type === "uri" ? plain(term.value).slice(0, 2000) : null });
    if (term?.type === "literal" && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(term["xml:lang"] ?? "")) td.lang = term["xml:lang"];
    const to = term?.type === "uri" ? href(term.value) : null;
    const brief = content.length > LONG ? content.slice(0, LONG) + "…" : content;
    td.hidden = heads[c].hidden;
    td.append(to ? el("a", { href: to }, brief) : brief);
    if (content.length > LONG) td.prepend(el("button", { type: "button", class: "whole", "aria-label": words.whole, onclick: () => whole(content, td.lang) }, "⤢"), " ");
    return td;
  }
  function whole(content, language) {
    const close = el("button", { type: "button", class: "plain", onclick: () => box.close() }, words.close);
    const box = el("dialog", { class: "whole-text", "aria-label": words.wholeText, onclose: () => box.remove() },
      el("pre", { tabindex: "0", lang: language || null }, content.slice(0, MOST)),
      content.length > MOST ? el("p", { class: "quiet" }, fill(words.wholeCut, { n: MOST.toLocaleString(lang), total: content.length.toLocaleString(lang) })) : null, close);
    document.body.append(box);
    box.showModal();
  }
  let drawn = "";
  function draw(again = false) {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - AROUND);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / ROW) + AROUND);
    if (!again && drawn === `${first}-${last}`) return;
    drawn = `${first}-${last}`;
    heads.forEach((head, c) => (head.hidden = idle(c)));
    const space = (n) => {
      if (n <= 0) return [];
      const filler = el("td", { colspan: found.columns.length });
      filler.style.height = `${n * ROW}px`;
      return [el("tr", { class: "space", "aria-hidden": "true" }, filler)];
    };
    const inside = body.contains(document.activeElement);
    body.replaceChildren(
      ...space(first),
      ...rows.slice(first, last).map((i, k) => el("tr", { "aria-rowindex": first + k + 2 }, ...found.rows[i].map(cell))),
      ...space(rows.length - last),
    );
    if (inside) scroller.focus({ preventScroll: true }); /* a link in a row that was drawn anew loses the focus; the keys still scroll */
    learn(rows.slice(first, last));
  }
  async function learn(some) {
    const iris = some.flatMap((i) => found.rows[i]).filter((t) => t?.type === "uri").map((t) => t.value);
    if ((await names.learn(iris)) && named.checked) draw(true);
  }
  const line = (i) => {
    if (!lines.has(i)) lines.set(i, found.rows[i].map((t) => `${shown(t)} ${t?.value ?? ""}`.slice(0, 5000)).join(" ").toLowerCase());
    return lines.get(i) + found.rows[i].map((t) => (t?.type === "uri" ? ` ${names.get(t.value) ?? ""}` : "")).join("").toLowerCase();
  };
  function narrow() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows = found.rows.map((_, i) => i);
    if (wanted.length) rows = rows.filter((i) => { const all = line(i); return wanted.every((w) => all.includes(w)); });
    amount.textContent = wanted.length ? fill(words.shown, { n: rows.length.toLocaleString(lang), total: found.rows.length.toLocaleString(lang) }) : "";
    arrange();
  }
  function arrange() {
    if (order) {
      const { column, down } = order;
      const collator = new Intl.Collator(lang, { numeric: true });
      const keys = new Map(rows.map((i) => [i, numbers[column] ? Number(found.rows[i][column]?.value ?? NaN) : text(found.rows[i][column])]));
      const last = (i) => (numbers[column] ? Number.isNaN(keys.get(i)) : !found.rows[i][column]);
      const compare = numbers[column] ? (a, b) => keys.get(a) - keys.get(b) : (a, b) => collator.compare(keys.get(a), keys.get(b));
      rows.sort((a, b) => last(a) - last(b) || (last(a) ? 0 : (down ? -1 : 1) * compare(a, b)) || a - b); /* empty cells come last, whichever way */
    }
    scroller.scrollTop = 0;
    draw(true);
  }
  async function sort(column) {
    order = { column, down: order?.column === column && !order.down };
    heads.forEach((head, c) => (c === column ? head.setAttribute("aria-sort", order.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    if (named.checked && found.rows.length <= 5000) await names.learn(found.rows.map((r) => r[column]).filter((t) => t?.type === "uri").map((t) => t.value));
    arrange();
  }

  const tools = el("div", { class: "table-tools" }, filter, el("label", { class: "check" }, named, " ", words.labels), amount);
  const host = el("div", {}, found.rows.length > 5 || found.rows.some((r) => r.some((t) => t?.type === "uri")) ? tools : null, scroller);
  draw();
  requestAnimationFrame(() => draw(true));
  return host;
}
