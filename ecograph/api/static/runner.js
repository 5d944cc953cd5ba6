/* Runs a query at /sparql and shows what came back: an answer in one of its views, or a problem with its place. */
import { read, shown } from "./answer.js";
import { chart, chartable } from "./chart.js";
import { el, fill } from "./page.js";
import { table } from "./table.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
/* For each kind of answer: what it can be downloaded as, and the name of the format in the address. */
const DOWNLOADS = {
  table: [["CSV", "csv"], ["TSV", "tsv"], ["JSON", "json"], ["XML", "xml"]],
  boolean: [["JSON", "json"], ["XML", "xml"]],
  graph: [["Turtle", "turtle"], ["N-Triples", "ntriples"], ["JSON-LD", "jsonld"], ["RDF/XML", "rdfxml"]],
};
const LONGEST_ADDRESS = 8000;

/** Declare the prefixes of ours that a query uses and does not declare, all on the first line, so line numbers hold. */
export function complete(text, prefixes) {
  const declared = new Set([...text.matchAll(/\bPREFIX\s+([\w-]*)\s*:/gi)].map((m) => m[1]));
  const code = text.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>|#[^\n]*/g, " ");
  const used = new Set([...code.matchAll(/(?<![\w:?$])([A-Za-z]\w*):/g)].map((m) => m[1]));
  const head = [...used].filter((p) => p in prefixes && !declared.has(p)).map((p) => `PREFIX ${p}: <${prefixes[p]}> `).join("");
  return { text: head + text, shift: head.length };
}

/** Runs one query at a time. `onBusy(running)` and `onPlace(line, column, message)` tell the page what happens. */
export class Runner {
  #running = null;

  constructor(page, { status, answer, onBusy = () => {}, onPlace = null, onGo = null }) {
    Object.assign(this, { page, words: page.words, status, answer, onBusy, onPlace, onGo });
  }

  say(...children) {
    this.status.replaceChildren(...children);
  }

  async ask(text) {
    const { page, words } = this;
    this.#running?.abort();
    const controller = new AbortController();
    const { text: query, shift } = complete(text, page.prefixes);
    this.#running = controller;
    this.onBusy(true);
    this.answer.replaceChildren();
    this.say(words.running + " ", el("button", { type: "button", class: "plain", onclick: () => controller.abort() }, words.cancel));
    const start = performance.now();
    try {
      const response = await fetch(page.endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: ACCEPT, "Accept-Language": page.lang },
        body: query,
        signal: controller.signal,
      });
      if (!response.ok) await this.explain(response, shift);
      else this.show(await read(response), query, (performance.now() - start) / 1000, response.headers);
    } catch (error) {
      if (error.name === "AbortError") this.say(words.cancelled);
      else if (error.incomplete) this.say(el("p", { class: "trouble" }, words.incomplete));
      else this.say(el("p", { class: "trouble" }, fill(words.failed, { why: error.message })));
    } finally {
      if (this.#running === controller) {
        this.#running = null;
        this.onBusy(false);
      }
    }
  }

  /** Show a problem (RFC 9457): what, where, what to do; and point at the place where there is an editor. */
  async explain(response, shift) {
    const { words } = this;
    const problem = await response.json().catch(() => ({ title: `${response.status} ${response.statusText}` }));
    const line = Number(problem.line) || null;
    const column = line ? Math.max(1, (Number(problem.column) || 1) - (line === 1 ? shift : 0)) : null;
    const message = problem.detail || problem.title;
    this.say(
      el("div", { class: "trouble" },
        el("p", {}, el("strong", {}, message), line ? ` (${fill(words.place, { line, column })})` : ""),
        problem.remedy ? el("p", {}, problem.remedy) : null,
        line && this.onGo ? el("button", { type: "button", class: "plain", onclick: () => this.onGo(line, column) }, words.goto) : null,
      ),
    );
    if (line) this.onPlace?.(line, column, message);
  }

  show(found, query, seconds, headers) {
    const { page, words } = this;
    const s = seconds.toLocaleString(page.lang, { maximumFractionDigits: 2 });
    const n = (found.rows?.length ?? 0).toLocaleString(page.lang);
    const count = found.kind === "boolean" ? "" : fill(found.kind === "graph" ? words.triples : found.rows.length === 1 ? words.row : words.rows, { n, s });
    const cut = headers.get("X-EcoGraph-Truncated");
    this.say(
      ...(cut && cut !== "false" ? [el("p", { class: "trouble" }, fill(words.truncated, { n }))] : []),
      el("p", { class: "done" }, found.kind !== "boolean" && !found.rows.length ? words.none : count, " ", ...this.downloads(found.kind, query)),
    );
    if (found.kind === "boolean") this.answer.replaceChildren(el("p", { class: "yesno" }, found.value ? words.yes : words.no));
    else if (found.rows.length) this.#views(found);
  }

  /* The answer as a table, and as a chart where it can be one. */
  #views(found) {
    const { page, words } = this;
    const text = shown(page);
    const place = el("div", {});
    const views = { [words.asTable]: () => table(found, { ...page, shown: text }) };
    if (chartable(found)) views[words.asChart] = () => chart(found, { text, lang: page.lang, label: words.chart });
    const buttons = Object.entries(views).map(([name, make]) =>
      el("button", { type: "button", class: "plain", onclick: (event) => {
        buttons.forEach((b) => b.setAttribute("aria-pressed", String(b === event.currentTarget)));
        place.replaceChildren(make());
      } }, name));
    this.answer.replaceChildren(...(buttons.length > 1 ? [el("p", { class: "views" }, ...buttons)] : []), place);
    buttons[0].setAttribute("aria-pressed", "true");
    buttons.slice(1).forEach((b) => b.setAttribute("aria-pressed", "false"));
    place.append(views[words.asTable]());
  }

  downloads(kind, query) {
    const { page, words } = this;
    return DOWNLOADS[kind].map(([name, format]) => {
      const to = `${page.endpoint}?${new URLSearchParams({ query, format })}`;
      if (to.length < LONGEST_ADDRESS) return el("a", { href: to, download: `ecograph.${format}`, "aria-label": `${words.download}: ${name}` }, name);
      const post = el("form", { method: "post", action: page.endpoint, class: "inline" });
      for (const [key, value] of Object.entries({ query, format })) {
        const field = el("input", { type: "hidden", name: key });
        field.value = value;
        post.append(field);
      }
      post.append(el("button", { class: "plain", "aria-label": `${words.download}: ${name}` }, name));
      return post;
    });
  }
}
