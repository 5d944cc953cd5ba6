/* The canvas page with a script: Escape closes, the address names the open card, arrows move. Without it all still works. */
import { scripted } from "./page.js";

const cards = () => [...document.querySelectorAll("details.tile")];

function close(card, { focus = true } = {}) {
  card.open = false;
  if (focus) card.querySelector("summary").focus({ preventScroll: true });
}

function openFromAddress() {
  const panel = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const card = panel?.closest("details.tile");
  if (!card) return;
  card.open = true;
  card.querySelector("summary").scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest?.("[data-close]");
  if (closer) {
    event.preventDefault();
    close(closer.closest("details.tile"));
  }
  if (event.target.closest?.("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  const open = cards().find((card) => card.open);
  if (event.key === "Escape" && open) close(open);
  if (open && event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const all = cards();
    const next = all[all.indexOf(open) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      next.open = true;
      next.querySelector("summary").focus();
    }
  }
});

for (const card of cards()) {
  card.addEventListener("toggle", () => {
    const name = card.querySelector(".panel").id;
    if (card.open) history.replaceState(null, "", "#" + name);
    else if (location.hash === "#" + name) history.replaceState(null, "", location.pathname + location.search);
  });
}
document.querySelector(".profile select")?.addEventListener("change", (event) => event.target.form.requestSubmit());
window.addEventListener("hashchange", openFromAddress);
scripted();
openFromAddress();
