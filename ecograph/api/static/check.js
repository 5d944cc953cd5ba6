/* The check page with a script: drop a file, stay on the page, save the outcome. Without it the form posts as it is. */
import { el, scripted } from "./page.js";

const form = document.getElementById("check-form");
const input = document.getElementById("file");
const drop = document.getElementById("drop");
const progress = document.getElementById("progress");
let outcome = document.getElementById("outcome");
scripted();

for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}

const post = (format, accept) => {
  const body = new FormData();
  body.append("file", input.files[0]);
  return fetch(`/api/check?format=${format}`, { method: "POST", body, headers: { Accept: accept } });
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  progress.replaceChildren(el("p", {}, progress.dataset.busy), el("progress", { "aria-label": progress.dataset.busy }));
  outcome.replaceChildren();
  try {
    const page = new DOMParser().parseFromString(await (await post("html", "text/html")).text(), "text/html");
    const found = page.getElementById("outcome") ?? page.querySelector(".problem");
    found?.querySelector(".search")?.remove();
    found?.querySelector("h1")?.replaceWith(el("h2", {}, found.querySelector("h1").textContent));
    const fresh = el("div", { id: "outcome", tabindex: "-1" });
    fresh.append(...(found ? document.adoptNode(found).childNodes : [progress.dataset.failed]));
    outcome.replaceWith(fresh);
    outcome = fresh;
    scripted();
    progress.replaceChildren();
    outcome.focus({ preventScroll: true });
    outcome.scrollIntoView({ block: "start" });
  } catch {
    progress.replaceChildren(progress.dataset.failed);
  } finally {
    button.disabled = false;
  }
});

document.addEventListener("click", async (event) => {
  const format = event.target.closest?.("[data-save]")?.dataset.save;
  if (!format) return;
  const answer = await post(format, "*/*");
  if (!answer.ok) return progress.replaceChildren(progress.dataset.failed);
  const link = el("a", { href: URL.createObjectURL(await answer.blob()), download: `${input.files[0].name.replace(/\.\w+$/, "")}-check.${format === "text" ? "txt" : format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
