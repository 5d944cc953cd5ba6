/* What an answer can be saved as, each at an address that stays: Excel, Power BI and pandas can ask it again. */
import { plain } from "./answer.js";
import { el, fill } from "./page.js";

const LONGEST_ADDRESS = 8000;
const [RAW, MADE] = ["/sparql", "/api/export"]; /* as the engine writes it; made from its rows */
const FORMATS = {
  table: [["CSV", "csv", RAW], ["Excel", "xlsx", MADE], ["TSV", "tsv", RAW], ["JSON", "json", RAW], ["XML", "xml", RAW], ["Parquet", "parquet", MADE], ["GeoJSON", "geojson", MADE]],
  boolean: [["JSON", "json", RAW], ["XML", "xml", RAW]],
  graph: [["Turtle", "turtle", RAW], ["N-Triples", "ntriples", RAW], ["JSON-LD", "jsonld", RAW], ["RDF/XML", "rdfxml", RAW], ["Excel", "xlsx", MADE], ["Parquet", "parquet", MADE]],
};

/** The address of an answer in a format. */
export const address = (query, format, base, lang) => `${base}?${new URLSearchParams(base === MADE ? { query, format, lang } : { query, format })}`;

const save = (url, name) => el("a", { href: url, download: name }).click();

/* A file that the server makes first: what it is busy with, a way to stop it, and on this page what went wrong. */
async function make(event, { query, format, lang, name, words }) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; /* another window: the address as it is */
  event.preventDefault();
  const controller = new AbortController();
  const start = performance.now();
  const since = el("span", { "aria-hidden": "true" });
  const told = el("p", { class: "making" }, fill(words.making, { name }), " ", since, " ", el("button", { type: "button", class: "plain", onclick: () => controller.abort() }, words.cancel));
  event.currentTarget.closest(".saves").after(told);
  const clock = setInterval(() => (since.textContent = `${Math.round((performance.now() - start) / 1000).toLocaleString(lang)} s`), 1000);
  try {
    const response = await fetch(MADE, { method: "POST", body: new URLSearchParams({ query, format, lang }), headers: { "Accept-Language": lang }, signal: controller.signal });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({ title: `${response.status} ${response.statusText}` }));
      throw new Error([problem.detail || problem.title, problem.remedy].filter(Boolean).map(plain).join(" "));
    }
    const url = URL.createObjectURL(await response.blob());
    save(url, `ecograph.${format}`);
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    told.remove();
  } catch (error) {
    if (error.name === "AbortError") told.remove();
    else told.replaceWith(el("p", { class: "trouble" }, fill(words.notMade, { name, why: error.message })));
  } finally {
    clearInterval(clock);
  }
}

/** Links (or forms, for a query too long for an address) to every format of an answer. `places`: whether it can be a map. */
export function downloads(kind, query, { words, exports, lang }, places) {
  return FORMATS[kind]
    .filter(([, format, base]) => base === RAW || (exports.includes(format) && (format !== "geojson" || places)))
    .map(([name, format, base]) => {
      const to = address(query, format, base, lang);
      const label = `${words.download}: ${name}`;
      const onmake = base === MADE ? (event) => make(event, { query, format, lang, name, words }) : null;
      if (to.length < LONGEST_ADDRESS) return el("a", { href: to, download: `ecograph.${format}`, "aria-label": label, onclick: onmake }, name);
      if (onmake) return el("button", { type: "button", class: "plain", "aria-label": label, onclick: onmake }, name);
      const post = el("form", { method: "post", action: base, class: "inline" });
      for (const [key, value] of Object.entries({ query, format })) {
        const field = el("input", { type: "hidden", name: key });
        field.value = value;
        post.append(field);
      }
      post.append(el("button", { class: "plain", "aria-label": label }, name));
      return post;
    });
}

/** How to have the table kept fresh elsewhere: its address, to copy. */
export function refresh(query, { words, lang, exports }, origin) {
  const csv = address(query, "csv", RAW, lang);
  if (csv.length >= LONGEST_ADDRESS) return null;
  const shown = (label, to) => {
    const field = el("input", { type: "text", readonly: true, onfocus: (e) => e.target.select() });
    field.value = origin + to;
    return el("label", { class: "field" }, label, " ", field);
  };
  return el("details", { class: "refresh" }, el("summary", {}, words.refresh), el("p", { class: "quiet" }, words.refreshHow), shown("CSV", csv), exports.includes("xlsx") ? shown("Excel", address(query, "xlsx", MADE, lang)) : null);
}
