/* How a query is rewritten before it runs, as the server tells it. Loaded when somebody asks. */
import { el } from "./page.js";

/** Ask, and return what to show; a response that is a problem comes back as it is. */
export async function explained(text, { lang, words }) {
  const response = await fetch("/api/explain", { method: "POST", headers: { "Content-Type": "application/sparql-query", "Accept-Language": lang }, body: text });
  if (!response.ok) return { response };
  const { summary, steps, query } = await response.json();
  const step = (s) => el("li", {}, el("code", {}, `NOT EXISTS ${s.pattern}`), el("br"), s.rewritten ? `✔ MINUS. ${s.reason}` : `✘ ${s.reason}`);
  const changed = steps.some((s) => s.rewritten);
  return { shown: el("div", { class: "explained" }, el("p", {}, summary), steps.length ? el("ol", {}, ...steps.map(step)) : null,
    changed ? el("details", {}, el("summary", {}, words.rewritten), el("pre", { tabindex: "0", class: "rewritten" }, query)) : null) };
}
