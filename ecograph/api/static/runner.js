/* Runs a query at /sparql and shows what came back: an answer in one of its views, or a problem with its place. */
import { plain, read, shown } from "./answer.js";
import { downloads, refresh } from "./downloads.js";
import { missingStop, unknownTerms } from "./hints.js";
import { Names } from "./names.js";
import { el, fill } from "./page.js";
import { asked, make, viewsOf } from "./views.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
const MOST_ROWS = 100_000; /* as many as a page holds with ease; a download has all */

/** Declare the prefixes of ours that a query uses and does not declare, all on the first line, so line numbers hold. */
export function complete(text, prefixes) {
  const declared = new Set([...text.matchAll(/\bPREFIX\s+([\w-]*)\s*:/gi)].map((m) => m[1]));
  const code = text.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>|#[^\n]*/g, " ");
  const used = new Set([...code.matchAll(/(?<![\w:?$])([A-Za-z]\w*):/g)].map((m) => m[1]));
  const head = [...used].filter((p) => p in prefixes && !declared.has(p)).map((p) => `PREFIX ${p}: <${prefixes[p]}> `).join("");
  return { text: head + text, shift: head.length };
}

/**
 * Runs one query at a time. The page is told what happens: `onBusy(running)`, `onMarks([{line, column, message,
 * severity, fix}])`, `onGo(line, column)` puts the cursor there, `onDone(text, rows)`, `onView(name)` by hand.
 */
export class Runner {
  #running = null;

  constructor(page, { status, answer, onBusy = () => {}, onMarks = null, onGo = null, onFix = null, onDone = () => {}, onView = () => {} }) {
    Object.assign(this, { page, words: page.words, status, answer, onBusy, onMarks, onGo, onFix, onDone, onView });
  }

  say(...children) {
    this.status.replaceChildren(...children.filter(Boolean));
  }

  async ask(text, { view = null } = {}) {
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
      const response = await fetch(`${page.endpoint}?rows=${MOST_ROWS}`, {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: ACCEPT, "Accept-Language": page.lang },
        body: query,
        signal: controller.signal,
      });
      if (!response.ok) await this.explain(response, text, shift);
      else {
        const found = await read(response);
        await this.show(found, query, (performance.now() - start) / 1000, response.headers, view ?? asked(text));
        this.onDone(text, found.rows?.length ?? null);
        if (found.rows && !found.rows.length) await this.#doubt(text);
      }
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
  async explain(response, text, shift) {
    const { words } = this;
    const problem = await response.json().catch(() => ({ title: `${response.status} ${response.statusText}` }));
    const line = Number(problem.line) || null;
    const column = line ? Math.max(1, (Number(problem.column) || 1) - (line === 1 ? shift : 0)) : null;
    const message = plain(problem.detail || problem.title);
    const stop = line ? missingStop(text, line, column) : null;
    this.say(
      el("div", { class: "trouble" },
        el("p", {}, el("strong", {}, message), line ? ` (${fill(words.place, { line, column })})` : ""),
        stop ? el("p", {}, fill(words.stop, stop)) : problem.remedy ? el("p", {}, plain(problem.remedy)) : null,
        line && this.onGo ? el("button", { type: "button", class: "plain", onclick: () => this.onGo(line, column) }, words.goto) : null,
      ),
    );
    if (line) this.onMarks?.([{ line, column, message, severity: "error" }]);
    await this.#doubt(text, line ? [{ line, column, message, severity: "error" }] : []);
  }

  /* Where nothing came back, a name that is nearly one of ours may be why. */
  async #doubt(text, marks = []) {
    const { words } = this;
    const doubtful = await unknownTerms(text, this.page);
    if (!doubtful.length) return;
    const told = doubtful.map(({ name, near, line, column }) => {
      const message = near ? fill(words.didYouMean, { name, near }) : fill(words.unknownTerm, { name });
      const fix = near && this.onFix ? el("button", { type: "button", class: "plain", onclick: () => this.onFix({ line, column, name, near }) }, fill(words.useTerm, { near })) : null;
      return el("li", {}, message, " ", fix);
    });
    this.status.append(el("div", { class: "doubt" }, el("ul", {}, ...told)));
    this.onMarks?.([...marks, ...doubtful.map(({ name, near, line, column }) => ({ line, column, severity: "warning", message: near ? fill(words.didYouMean, { name, near }) : fill(words.unknownTerm, { name }) }))]);
  }

  async show(found, query, seconds, headers, wanted) {
    const { page, words } = this;
    const s = seconds.toLocaleString(page.lang, { maximumFractionDigits: 2 });
    const n = (found.rows?.length ?? 0).toLocaleString(page.lang);
    const count = found.kind === "boolean" ? "" : fill(found.kind === "graph" ? words.triples : found.rows.length === 1 ? words.row : words.rows, { n, s });
    const cut = headers.get("X-EcoGraph-Truncated");
    const views = found.rows?.length ? viewsOf(found, wanted) : null;
    this.say(
      cut && cut !== "false" ? el("p", { class: "trouble cut" }, fill(words.truncated, { n })) : null,
      el("p", { class: "done" }, found.kind !== "boolean" && !found.rows.length ? words.none : count),
      el("p", { class: "saves", role: "group", "aria-label": words.download }, el("span", { class: "quiet" }, words.download), ...downloads(found.kind, query, page, views?.ids.includes("map"))),
      found.kind === "table" && found.rows.length ? refresh(query, page, location.origin) : null,
      views?.refused && words[`view_${views.refused}`] ? el("p", { class: "quiet" }, fill(words.noView, { view: words[`view_${views.refused}`] })) : null,
    );
    if (found.kind === "boolean") this.answer.replaceChildren(el("p", { class: "yesno" }, found.value ? words.yes : words.no));
    else if (views) await this.#views(found, views);
  }

  /* The answer in its first view, with a button for each other one. The table is always there. */
  async #views(found, { ids, first }) {
    const { page, words } = this;
    const writes = shown(page);
    const names = (this.names ??= new Names(page));
    const tools = { ...page, names, shown: writes, text: (term) => (term?.type === "uri" && plain(names.get(term.value) ?? "")) || writes(term) };
    const place = el("div", { class: "view" });
    let latest = 0;
    const draw = async (id) => {
      const mine = (latest += 1);
      buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === id)));
      place.setAttribute("aria-busy", "true");
      let made;
      try {
        made = await make(id, found, tools);
      } catch (error) {
        made = el("p", { class: "trouble" }, fill(words.failed, { why: error.message }));
      }
      if (mine !== latest) return;
      place.replaceChildren(made);
      place.removeAttribute("aria-busy");
    };
    const buttons = ids.map((id) => el("button", { type: "button", class: "plain", "data-view": id, onclick: () => (this.onView(id), draw(id)) }, words[`view_${id}`]));
    this.answer.replaceChildren(...(buttons.length > 1 ? [el("div", { class: "views", role: "group", "aria-label": words.views }, ...buttons)] : []), place);
    await draw(first);
  }
}
