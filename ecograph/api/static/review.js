/* Judging links and adding an assessment. The token is typed by the writer and kept for this tab only; it goes with each
   request as a header, never as a cookie, so that no page of another site can write in somebody's name. */
import { fill, scripted } from "./page.js";

const root = document.querySelector(".review");
const { ecosystem, description, lang } = root.dataset;
const status = document.getElementById("review-status");
const token = document.getElementById("token");
const by = document.getElementById("by");
scripted();
for (const [field, key] of [[token, "ecograph-token"], [by, "ecograph-by"]]) {
  if (!field) continue;
  field.value = sessionStorage.getItem(key) ?? "";
  field.addEventListener("change", () => sessionStorage.setItem(key, field.value));
}
document.querySelector(".review-who").addEventListener("submit", (event) => event.preventDefault());

async function send(address, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": lang };
  if (token) headers.Authorization = `Bearer ${token.value}`;
  const answer = await fetch(address, { method: "POST", headers, credentials: "omit", body: JSON.stringify({ ecosystem, description, ...body }) });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error([typeof found.detail === "string" ? found.detail : found.title, found.remedy].filter(Boolean).join(" ") || String(answer.status));
  return found;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-verdict]");
  if (!button) return;
  const item = button.closest("li");
  try {
    const found = await send("/api/links/decisions", { subject: item.dataset.subject, verdict: button.dataset.verdict, by: by.value });
    item.querySelector(".case-state").textContent = root.dataset[found.state];
    status.textContent = `${item.querySelector("b").textContent}: ${root.dataset[found.state]}`;
  } catch (error) {
    status.textContent = fill(root.dataset.failed, { why: error.message });
  }
});

document.getElementById("say-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    const found = await send("/api/assessments", { ...Object.fromEntries(new FormData(form)), lang });
    status.textContent = `${root.dataset.added} ${found.iri}`;
    form.reset();
  } catch (error) {
    status.textContent = fill(root.dataset.failed, { why: error.message });
  }
});
