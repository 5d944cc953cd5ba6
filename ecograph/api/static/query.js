/* The query page: the editor, running a query, and everything around it. A client of /sparql like any other. */
import { createEditor } from "./bundles/editor.js";
import { completions } from "./completion.js";
import { asCommand, commands } from "./commands.js";
import { copy, el, scripted, setup } from "./page.js";
import { complete, Runner } from "./runner.js";

const page = setup();
const words = page.words;
const area = document.getElementById("query");
const form = document.getElementById("query-form");
const status = document.getElementById("status");
const results = document.getElementById("results");
const run = form.querySelector(".run");

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

const runner = new Runner(page, {
  status,
  answer: document.getElementById("answer"),
  onBusy: (busy) => (run.disabled = busy),
  onPlace: (line, column, message) => editor.mark(line, column, message),
  onGo: (line, column) => editor.go(line, column),
});

function ask(text) {
  editor.clear();
  results.hidden = false;
  runner.ask(text);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = editor.text();
  if (!text.trim()) {
    results.hidden = false;
    return runner.say(words.nothing);
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
    el("button", { type: "button", class: "plain", onclick: (e) => confirmed(e.currentTarget, asCommand(name, complete(editor.text(), page.prefixes).text, new URL(page.endpoint, location.href).href)) }, name)),
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
