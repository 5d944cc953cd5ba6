/* A table that sorts, filters, and scrolls through a hundred thousand rows: only the rows in sight exist. */
import { numeric } from "./answer.js";
import { el, fill, href } from "./page.js";

const ROW = 34; /* height of a row in CSS pixels, as in query.css */
const AROUND = 12; /* rows kept ready above and below those in sight */
const NAMES = 200; /* names asked for at once */

/**
 * Make the table of an answer.
 * @param {{columns: string[], rows: object[][]}} found
 * @param {{words: object, lang: string, endpoint: string, shown: (term: object) => string}} page
 */
export function table(found, page) {
  const { words, lang, shown } = page;
  const names = new Map();
  let rows = found.rows.map((_, i) => i);
  let order = null;
  const numbers = found.columns.map((_, c) => found.rows.slice(0, 50).some((r) => numeric(r[c])) && found.rows.slice(0, 50).every((r) => !r[c] || numeric(r[c])));
  const text = (term) => (term?.type === "uri" && named.checked && names.get(term.value)) || shown(term);

  const body = el("tbody");
  const heads = found.columns.map((name, c) => {
    const button = el("button", { type: "button", "aria-label": fill(words.sort, { column: name }), onclick: () => sort(c) }, name);
    return el("th", { scope: "col", class: numbers[c] ? "number" : null }, button);
  });
  const grid = el("table", { class: "answer", "aria-rowcount": found.rows.length + 1 }, el("caption", { class: "visually-hidden" }, words.table), el("thead", {}, el("tr", {}, ...heads)), body);
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": words.table, onscroll: () => requestAnimationFrame(draw) }, grid);
  const amount = el("span", { class: "quiet", role: "status" });
  const filter = el("input", { type: "search", "aria-label": words.filter, placeholder: words.filter, oninput: () => narrow() });
  const named = el("input", { type: "checkbox", onchange: () => draw(true) });
  named.checked = true;

  function cell(term, c) {
    const content = text(term);
    const td = el("td", { class: numbers[c] ? "number" : null, title: term?.type === "uri" ? term.value : content.length > 60 ? content : null });
    if (term?.type === "literal" && term["xml:lang"]) td.lang = term["xml:lang"];
    const to = term?.type === "uri" ? href(term.value) : null;
    td.append(to ? el("a", { href: to }, content) : content);
    return td;
  }
  let drawn = "";
  function draw(again = false) {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - AROUND);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / ROW) + AROUND);
    if (!again && drawn === `${first}-${last}`) return;
    drawn = `${first}-${last}`;
    const space = (n) => {
      if (n <= 0) return [];
      const filler = el("td", { colspan: found.columns.length });
      filler.style.height = `${n * ROW}px`;
      return [el("tr", { class: "space", "aria-hidden": "true" }, filler)];
    };
    body.replaceChildren(
      ...space(first),
      ...rows.slice(first, last).map((i, k) => el("tr", { "aria-rowindex": first + k + 2 }, ...found.rows[i].map(cell))),
      ...space(rows.length - last),
    );
    learn(rows.slice(first, last));
  }
  function narrow() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows = found.rows.map((_, i) => i).filter((i) => {
      const line = wanted.length ? found.rows[i].map((t) => `${text(t)} ${t?.value ?? ""}`).join(" ").toLowerCase() : "";
      return wanted.every((w) => line.includes(w));
    });
    amount.textContent = wanted.length ? fill(words.shown, { n: rows.length.toLocaleString(lang), total: found.rows.length.toLocaleString(lang) }) : "";
    arrange();
  }
  function arrange() {
    if (order) {
      const { column, down } = order;
      const collator = new Intl.Collator(lang, { numeric: true });
      const keys = new Map(rows.map((i) => [i, numbers[column] ? Number(found.rows[i][column]?.value ?? NaN) : text(found.rows[i][column])]));
      const compare = numbers[column] ? (a, b) => (Number.isNaN(keys.get(a)) ? 1 : Number.isNaN(keys.get(b)) ? -1 : keys.get(a) - keys.get(b)) : (a, b) => collator.compare(keys.get(a), keys.get(b));
      rows.sort((a, b) => (down ? -1 : 1) * compare(a, b) || a - b);
    }
    draw(true);
  }
  function sort(column) {
    order = { column, down: order?.column === column && !order.down };
    heads.forEach((head, c) => (c === column ? head.setAttribute("aria-sort", order.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    arrange();
  }

  /* Names of the IRIs in sight, in the reader's language, asked once each. */
  const asked = new Set();
  async function learn(some) {
    const wanted = [...new Set(some.flatMap((i) => found.rows[i]).filter((t) => t?.type === "uri" && /^https?:[^\s<>"{}|\\^`]+$/.test(t.value)).map((t) => t.value))].filter((iri) => !asked.has(iri)).slice(0, NAMES);
    if (!wanted.length) return;
    wanted.forEach((iri) => asked.add(iri));
    const query = `SELECT ?iri ?name WHERE { VALUES ?iri { ${wanted.map((i) => `<${i}>`).join(" ")} } ?iri <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title> ?name }`;
    try {
      const response = await fetch(page.endpoint, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query });
      if (!response.ok) return;
      const weight = (name) => (name["xml:lang"]?.startsWith(lang) ? 2 : name["xml:lang"] ? 0 : 1);
      const best = new Map();
      for (const { iri, name } of (await response.json()).results.bindings) {
        if (!best.has(iri.value) || weight(name) > best.get(iri.value)[0]) best.set(iri.value, [weight(name), name.value]);
      }
      for (const [iri, [, name]] of best) names.set(iri, name);
      if (best.size && named.checked) draw(true);
    } catch {
      /* Without names the IRIs stay: nothing is lost. */
    }
  }

  const tools = el("div", { class: "table-tools" }, filter, el("label", { class: "check" }, named, " ", words.labels), amount);
  const host = el("div", {}, found.rows.length > 5 || found.rows.some((r) => r.some((t) => t?.type === "uri")) ? tools : null, scroller);
  draw();
  requestAnimationFrame(() => draw(true));
  return host;
}
