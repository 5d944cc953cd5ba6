/* The canvas page with a script: Escape closes, the address names the open card, arrows move, the slider goes through
   time without a new page, a picture can be saved. Without it all still works, as links and as a page that prints. */
import { el, scripted } from "./page.js";

const cards = () => [...document.querySelectorAll("details.tile")];

function close(card) {
  card.open = false;
  card.querySelector("summary").focus({ preventScroll: true });
}

function openFromAddress() {
  const panel = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const card = panel?.closest("details.tile");
  if (!card) return;
  card.open = true;
  card.querySelector("summary").scrollIntoView({ block: "center" });
}

/* Another moment or perspective: the same page of the server, of which only the content comes in the place of this one. */
const known = new Map();
const fetched = (address) => {
  if (!known.has(address)) known.set(address, fetch(address, { headers: { Accept: "text/html" } }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer))));
  return known.get(address);
};
let latest = 0;
async function go(address, { keep, remember = true } = {}) {
  const mine = (latest += 1);
  const open = cards().find((card) => card.open)?.querySelector(".panel").id;
  let text;
  try {
    text = await fetched(address);
  } catch {
    location.href = address;
    return;
  }
  if (mine !== latest) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  document.querySelector("main").replaceChildren(...page.querySelector("main").children);
  document.title = page.title;
  const languages = document.querySelector(".languages");
  languages.replaceWith(page.querySelector(".languages"));
  if (remember) history.pushState({ moment: true }, "", address + (open ? "#" + open : ""));
  scripted();
  if (keep) document.getElementById(keep)?.focus({ preventScroll: true });
  openFromAddress();
}

const moments = () => [...document.querySelectorAll(".timeline ol a")];
document.addEventListener("input", (event) => {
  if (event.target.id !== "moment") return;
  const link = moments()[Number(event.target.value)];
  event.target.setAttribute("aria-valuetext", link.textContent.trim().replace(/\s+/g, " "));
  go(link.getAttribute("href"), { keep: "moment" });
});
document.addEventListener("pointerover", (event) => {
  if (event.target.id === "moment") moments().forEach((link) => fetched(link.getAttribute("href")).catch(() => {}));
});
window.addEventListener("popstate", (event) => {
  if (event.state?.moment || !location.hash) go(location.pathname + location.search, { remember: false });
});

/* The picture that the server draws, as pixels. */
async function png() {
  const link = document.querySelector("[data-picture]");
  const image = new Image();
  image.src = link.getAttribute("href");
  await image.decode();
  const sheet = el("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
  sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
  sheet.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const name = new URL(link.href).pathname.split("/").slice(2).join("-").replace(/svg$/, "png");
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest?.("[data-close]");
  if (closer) {
    event.preventDefault();
    close(closer.closest("details.tile"));
  }
  if (event.target.closest?.("[data-print]")) window.print();
  if (event.target.closest?.("[data-png]")) png();
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

document.addEventListener(
  "toggle", /* does not bubble: it is caught on its way down */
  (event) => {
    if (!event.target.matches?.("details.tile")) return;
    const name = event.target.querySelector(".panel").id;
    if (event.target.open) history.replaceState(history.state, "", "#" + name);
    else if (location.hash === "#" + name) history.replaceState(history.state, "", location.pathname + location.search);
  },
  true,
);
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".profile select")) event.target.form.requestSubmit();
});
window.addEventListener("hashchange", openFromAddress);
scripted();
openFromAddress();
