/* The check page with a script: drop a file, see how far it is, stay on the page, save the outcome. Without it the form
   posts as it is. Nothing is kept on the server, so each file to save is made anew from the upload. */
import { el, fill, scripted } from "./page.js";

const form = document.getElementById("check-form");
const input = document.getElementById("file");
const drop = document.getElementById("drop");
const progress = document.getElementById("progress");
const words = progress.dataset;
let outcome = document.getElementById("outcome");
let checked = null; /* the file that the outcome is about; another may have been chosen since */
scripted();
/* The field of the browser speaks the language of the browser: it stays, for keyboard and screen reader, under our own. */
drop.classList.add("own");
const chosen = document.getElementById("chosen");
input.addEventListener("change", () => (chosen.textContent = input.files[0]?.name ?? chosen.dataset.none));

for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
      form.requestSubmit();
    }
  });
}

/* Post a file; tells how much was sent, and can be stopped. fetch cannot tell that yet. */
function post(file, format, accept, onSent = () => {}) {
  const request = new XMLHttpRequest();
  request.open("POST", `/api/check?${new URLSearchParams({ format, lang: words.lang })}`);
  request.responseType = "blob";
  request.setRequestHeader("Accept", accept);
  request.upload.addEventListener("progress", (event) => event.lengthComputable && onSent(event.loaded / event.total));
  const answer = new Promise((resolve, reject) => {
    request.addEventListener("load", () => resolve({ ok: request.status === 200, blob: request.response }));
    for (const end of ["error", "abort"]) request.addEventListener(end, () => reject(new Error(end)));
  });
  const body = new FormData();
  body.append("file", file);
  request.send(body);
  return { answer, stop: () => request.abort() };
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = input.files[0];
  const limit = Number(words.limit);
  outcome.replaceChildren();
  if (limit && file.size > limit) {
    const megabytes = (n) => Math.round(n / 1048576).toLocaleString(words.lang);
    progress.replaceChildren(el("p", { class: "problem-detail" }, fill(words.large, { size: megabytes(file.size), n: megabytes(limit) })));
    return;
  }
  const button = form.querySelector("button");
  button.disabled = true;
  const text = el("p", {}, words.busy);
  const bar = el("progress", { "aria-label": words.busy, max: 1 });
  const sent = (share) => {
    text.textContent = share < 1 ? fill(words.sending, { n: Math.round(share * 100) }) : words.judging;
    if (share < 1) bar.value = share;
    else bar.removeAttribute("value");
  };
  const { answer, stop } = post(file, "html", "text/html", sent);
  progress.replaceChildren(text, el("p", { class: "progress-row" }, bar, " ", el("button", { type: "button", class: "plain", onclick: stop }, words.cancel)));
  try {
    const page = new DOMParser().parseFromString(await (await answer).blob.text(), "text/html");
    const found = page.getElementById("outcome") ?? page.querySelector(".problem");
    found?.querySelector(".search")?.remove();
    found?.querySelector("h1")?.replaceWith(el("h2", {}, found.querySelector("h1").textContent));
    const fresh = el("div", { id: "outcome", tabindex: "-1" });
    fresh.append(...(found ? document.adoptNode(found).childNodes : [words.failed]));
    outcome.replaceWith(fresh);
    outcome = fresh;
    checked = file;
    scripted();
    progress.replaceChildren();
    outcome.focus({ preventScroll: true });
    outcome.scrollIntoView({ block: "start" });
  } catch (error) {
    progress.replaceChildren(el("p", {}, error.message === "abort" ? words.cancelled : words.failed));
  } finally {
    button.disabled = false;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-save]");
  if (!button || !checked) return;
  button.disabled = true;
  progress.replaceChildren(el("p", {}, words.saving));
  try {
    const { ok, blob } = await post(checked, button.dataset.save, "*/*").answer;
    if (!ok) throw new Error("refused");
    const name = `${checked.name.replace(/\.\w+$/, "")}-check.${button.dataset.ending}`;
    const link = el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    progress.replaceChildren(el("p", {}, fill(words.saved, { name })));
  } catch {
    progress.replaceChildren(el("p", {}, words.failed));
  } finally {
    button.disabled = false;
  }
});
