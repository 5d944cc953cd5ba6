/* The query page: the editor, running a query, and everything around it. A client of /sparql like any other. */
import { createEditor } from "./bundles/editor.js";
import { completions } from "./completion.js";
import { asCommand, commands } from "./commands.js";
import { clear, keep, past } from "./history.js";
import { copy, el, fill, scripted, setup } from "./page.js";
import { complete, Runner } from "./runner.js";

const page = setup();
const words = page.words;
const area = document.getElementById("query");
const form = document.getElementById("query-form");
const status = document.getElementById("status");
const results = document.getElementById("results");
const run = form.querySelector(".run");

/* The address holds the query, and the view if one was chosen: #query=…&view=map is what a shared link carries. */
const fromAddress = (name = "query") => new URLSearchParams(location.hash.slice(1)).get(name);
const address = (text, view = null) => `${location.origin}/query#${new URLSearchParams({ query: text, ...(view ? { view } : {}) })}`;
const remember = (text, view) => history.replaceState(null, "", address(text, view).slice(location.origin.length));

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

const runner = new Runner(page, {
  status,
  answer: document.getElementById("answer"),
  onBusy: (busy) => (run.disabled = busy),
  onMarks: (marks) => editor.mark(marks),
  onGo: (line, column) => editor.go(line, column),
  onFix: ({ line, column, name, near }) => editor.swap(line, column, name, near),
  onDone: (text, rows) => {
    keep(text, rows);
    showPast();
  },
  onView: (view) => remember(editor.text(), view),
});

function ask(text, view = null) {
  editor.clear();
  results.hidden = false;
  runner.ask(text, { view });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = editor.text();
  if (!text.trim()) {
    results.hidden = false;
    return runner.say(words.nothing);
  }
  const view = fromAddress() === text ? fromAddress("view") : null;
  remember(text, view);
  ask(text, view);
});

/* What happens to the query before it runs. */
async function explain() {
  editor.clear();
  results.hidden = false;
  document.getElementById("answer").replaceChildren();
  const { text, shift } = complete(editor.text(), page.prefixes);
  try {
    const { response, shown } = await (await import("./explaining.js")).explained(text, page);
    if (response) await runner.explain(response, editor.text(), shift);
    else runner.say(shown);
  } catch (error) {
    runner.say(el("p", { class: "trouble" }, fill(words.failed, { why: error.message })));
  }
}

/* Share and copy. */
function confirmed(button, text) {
  copy(text);
  const before = button.textContent;
  button.textContent = words.copied;
  setTimeout(() => (button.textContent = before), 1500);
}
document.getElementById("copying").append(
  el("button", { type: "button", class: "plain", onclick: async () => editor.replace((await import("./format.js")).format(editor.text())) }, words.format),
  el("button", { type: "button", class: "plain", onclick: explain }, words.explain),
  el("button", { type: "button", class: "plain", onclick: (e) => confirmed(e.currentTarget, address(editor.text(), fromAddress("view"))) }, words.share),
  " ", el("span", { class: "quiet" }, words.copy), " ",
  ...commands.map((name) =>
    el("button", { type: "button", class: "plain", onclick: (e) => confirmed(e.currentTarget, asCommand(name, complete(editor.text(), page.prefixes).text, new URL(page.endpoint, location.href).href)) }, name)),
);

/* Ready questions: into the editor, without leaving the page. */
document.getElementById("ready-list").addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) return void (location.href = link.href);
  editor.replace(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("query").value.trimStart());
  document.getElementById("query-title").textContent = link.querySelector("span").textContent;
  for (const other of document.querySelectorAll("#ready-list a")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  form.requestSubmit();
  document.getElementById("query-title").scrollIntoView({ block: "nearest" });
});

/* What was run here before, kept by this browser alone. */
const pastList = document.getElementById("past-list");
function showPast() {
  const kept = past();
  document.getElementById("past").hidden = !kept.length;
  pastList.replaceChildren(...kept.map(({ text, at, rows }) => {
    const when = new Date(at).toLocaleString(page.lang, { dateStyle: "medium", timeStyle: "short" });
    const first = text.split("\n").map((l) => l.trim()).find((l) => l && !/^(PREFIX|#\s*(view|defaultView)\b)/i.test(l)) ?? text;
    const amount = rows === null || rows === undefined ? "" : ` · ${fill(words.pastRows, { n: rows.toLocaleString(page.lang) })}`;
    return el("li", {}, el("button", { type: "button", class: "past-item", onclick: () => again(text) }, el("b", {}, first.replace(/^#\s*/, "").slice(0, 90)), el("span", {}, when + amount)));
  }));
}
function again(text) {
  editor.replace(text);
  document.getElementById("query-title").scrollIntoView({ block: "nearest" });
  editor.focus();
}
document.getElementById("past-clear").addEventListener("click", () => {
  clear();
  showPast();
  document.getElementById("query-title").scrollIntoView({ block: "nearest" });
  editor.focus();
});
showPast();

document.getElementById("ready-filter").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase().split(/\s+/);
  for (const item of document.querySelectorAll("#ready-list li")) item.hidden = !wanted.every((w) => item.textContent.toLowerCase().includes(w));
});
window.addEventListener("hashchange", () => {
  const text = fromAddress();
  if (text && text !== editor.text()) editor.replace(text);
});
if (fromAddress()) form.requestSubmit(); /* a link that somebody shared answers at once */
