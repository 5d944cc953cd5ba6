/* Search as you type: the same search page, its first hits below the field. Arrow keys walk through them. */
import { el, fill } from "./page.js";

const WAIT = 180;
for (const form of document.querySelectorAll("form.search")) {
  const input = form.querySelector("input");
  const list = el("ul", { class: "suggestions", id: "suggestions", hidden: true });
  const status = form.querySelector("[role=status]");
  form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "suggestions"], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  let timer = 0;
  let latest = 0;
  const show = (visible) => {
    list.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible));
  };
  const close = () => show(false);
  const links = () => [...list.querySelectorAll("a")];

  async function suggest() {
    const text = input.value.trim();
    const mine = (latest += 1);
    if (text.length < 2) return close();
    const answer = await fetch(`/search?${new URLSearchParams({ q: text })}`).catch(() => null);
    if (!answer?.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const hits = [...page.querySelectorAll(".hits li")].filter((li) => li.querySelector("h2 a")).slice(0, 8);
    list.replaceChildren(
      ...hits.map((li) => {
        const to = li.querySelector("h2 a");
        return el("li", {}, el("a", { href: to.getAttribute("href") }, el("b", {}, to.textContent), el("span", {}, li.querySelector(".kicker")?.textContent ?? "")));
      }),
    );
    show(hits.length > 0);
    status.textContent = hits.length ? fill(status.dataset.some, { n: hits.length }) : status.dataset.none;
  }
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      input.focus();
    }
    if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const all = [input, ...links()];
    const next = all[(all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length];
    next.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) setTimeout(close, 150);
  });
}
