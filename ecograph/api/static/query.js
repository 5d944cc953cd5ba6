/* The query page: the editor, running a query, and everything around it. A client of /sparql like any other. */
import { createEditor } from "./bundles/editor.js";
import { completions } from "./completion.js";
import { asCommand, commands } from "./commands.js";
import { copy, el, fill, scripted, setup } from "./page.js";
import { read, shown } from "./answer.js";
import { table } from "./table.js";

const page = setup();
const words = page.words;
const area = document.getElementById("query");
const form = document.getElementById("query-form");
const status = document.getElementById("status");
const answer = document.getElementById("answer");
const results = document.getElementById("results");
const run = form.querySelector(".run");

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
/* For each kind of answer: what it can be downloaded as, and the name of the format in the address. */
const DOWNLOADS = {
  table: [["CSV", "csv"], ["TSV", "tsv"], ["JSON", "json"], ["XML", "xml"]],
  boolean: [["JSON", "json"], ["XML", "xml"]],
  graph: [["Turtle", "turtle"], ["N-Triples", "ntriples"], ["JSON-LD", "jsonld"], ["RDF/XML", "rdfxml"]],
};
const LONGEST_ADDRESS = 8000;

/* The address holds the query: #query=… is what a shared link carries. */
const fromAddress = () => new URLSearchParams(location.hash.slice(1)).get("query");
const address = (text) => `${location.origin}/query#${new URLSearchParams({ query: text })}`;

const editor = createEditor(document.getElementById("editor"), {
  text: fromAddress() ?? area.value,
  label: words.editor,
  complete: completions(page),
  onRun: () => form.requestSubmit(),
  onChange: (text) => (area.value = text),
});
area.value = editor.text();
area.hidden = true;
document.getElementById("query-label").removeAttribute("for");
document.getElementById("editor").hidden = false;
scripted();

let running = null;

function say(...children) {
  status.replaceChildren(...children);
}

function busy(controller) {
  running = controller;
  run.disabled = Boolean(controller);
}

/** Declare the prefixes of ours that a query uses and does not declare, all on the first line, so line numbers hold. */
export function complete(text) {
  const declared = new Set([...text.matchAll(/\bPREFIX\s+([\w-]*)\s*:/gi)].map((m) => m[1]));
  const code = text.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>|#[^\n]*/g, " ");
  const used = new Set([...code.matchAll(/(?<![\w:?$])([A-Za-z]\w*):/g)].map((m) => m[1]));
  const head = [...used].filter((p) => p in page.prefixes && !declared.has(p)).map((p) => `PREFIX ${p}: <${page.prefixes[p]}> `);
  return { text: head.join("") + text, shift: head.join("").length };
}

async function ask(text) {
  running?.abort();
  const controller = new AbortController();
  const { text: query, shift } = complete(text);
  busy(controller);
  editor.clear();
  results.hidden = false;
  answer.replaceChildren();
  say(words.running + " ", el("button", { type: "button", class: "plain", onclick: () => controller.abort() }, words.cancel));
  const start = performance.now();
  try {
    const response = await fetch(page.endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: ACCEPT, "Accept-Language": page.lang },
      body: query,
      signal: controller.signal,
    });
    if (!response.ok) return await explain(response, shift);
    const found = await read(response);
    show(found, query, (performance.now() - start) / 1000, response.headers);
  } catch (error) {
    if (error.name === "AbortError") say(words.cancelled);
    else if (error.incomplete) say(el("p", { class: "trouble" }, words.incomplete));
    else say(el("p", { class: "trouble" }, fill(words.failed, { why: error.message })));
  } finally {
    if (running === controller) busy(null);
  }
}

/** Show a problem (RFC 9457): what, where, what to do; and point at the place in the editor. */
async function explain(response, shift) {
  const problem = await response.json().catch(() => ({ title: `${response.status} ${response.statusText}` }));
  const place = problem.place ?? problem;
  const line = Number(place.line) || null;
  const column = line ? Math.max(1, (Number(place.column) || 1) - (line === 1 ? shift : 0)) : null;
  const message = problem.detail || problem.title;
  say(
    el("div", { class: "trouble" },
      el("p", {}, el("strong", {}, message), line ? ` (${fill(words.place, { line, column })})` : ""),
      problem.remedy ? el("p", {}, problem.remedy) : null,
      line ? el("button", { type: "button", class: "plain", onclick: () => editor.go(line, column) }, words.goto) : null,
    ),
  );
  if (line) editor.mark(line, column, message);
}

function show(found, query, seconds, headers) {
  const s = seconds.toLocaleString(page.lang, { maximumFractionDigits: 2 });
  const n = (found.rows?.length ?? 0).toLocaleString(page.lang);
  const count = found.kind === "boolean" ? "" : fill(found.kind === "graph" ? words.triples : found.rows.length === 1 ? words.row : words.rows, { n, s });
  const cut = headers.get("X-Truncated") ?? headers.get("Truncated");
  say(
    ...(cut && cut !== "false" ? [el("p", { class: "trouble" }, fill(words.truncated, { n }))] : []),
    el("p", { class: "done" }, found.kind !== "boolean" && !found.rows.length ? words.none : count, " ", ...downloads(found.kind, query)),
  );
  if (found.kind === "boolean") answer.replaceChildren(el("p", { class: "yesno" }, found.value ? words.yes : words.no));
  else if (found.rows.length) answer.replaceChildren(table(found, { ...page, shown: shown(page), endpoint: page.endpoint }));
}

function downloads(kind, query) {
  return DOWNLOADS[kind].map(([name, format]) => {
    const to = `${page.endpoint}?${new URLSearchParams({ query, format })}`;
    if (to.length < LONGEST_ADDRESS) return el("a", { href: to, download: `ecograph.${format}`, class: "download", "aria-label": `${words.download}: ${name}` }, name);
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

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = editor.text();
  if (!text.trim()) {
    results.hidden = false;
    return say(words.nothing);
  }
  history.replaceState(null, "", address(text).slice(location.origin.length));
  ask(text);
});

/* Share and copy. */
function confirmed(button, text) {
  copy(text);
  const before = button.textContent;
  button.textContent = words.copied;
  setTimeout(() => (button.textContent = before), 1500);
}
document.getElementById("copying").append(
  el("button", { type: "button", class: "plain", onclick: (e) => confirmed(e.currentTarget, address(editor.text())) }, words.share),
  " ", el("span", { class: "quiet" }, words.copy), " ",
  ...commands.map((name) =>
    el("button", { type: "button", class: "plain", onclick: (e) => confirmed(e.currentTarget, asCommand(name, complete(editor.text()).text, new URL(page.endpoint, location.href).href)) }, name)),
);

/* Ready questions: into the editor, without leaving the page. */
document.getElementById("ready-list").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-query]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  editor.replace(link.dataset.query);
  document.getElementById("query-title").textContent = link.querySelector("span").textContent;
  for (const other of document.querySelectorAll("#ready-list a")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  form.requestSubmit();
  document.getElementById("query-title").scrollIntoView({ block: "nearest" });
});
document.getElementById("ready-filter").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase().split(/\s+/);
  for (const item of document.querySelectorAll("#ready-list li")) item.hidden = !wanted.every((w) => item.textContent.toLowerCase().includes(w));
});
window.addEventListener("hashchange", () => {
  const text = fromAddress();
  if (text && text !== editor.text()) editor.replace(text);
});
if (fromAddress()) form.requestSubmit();
