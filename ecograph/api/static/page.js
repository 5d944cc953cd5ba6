/* What scripts on several pages share: elements, texts, copying. Text goes in as text, never as markup. */

/** Make an element: `el("a", {href: "/x", class: "y", onclick: f}, "text", child)`. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fill facts into a text: `fill("{n} rows", {n: 3})`. */
export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (all, name) => String(facts[name] ?? all));

/** What the server put on the page for its script. */
export const setup = () => JSON.parse(document.getElementById("setup").textContent);

/** Show what only works with a script, and hide what is only for those without one. */
export function scripted() {
  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
  for (const element of document.querySelectorAll(".no-script")) element.hidden = true;
}

/** Copy a text to the clipboard, also where the page is served without TLS. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "visually-hidden" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Where an IRI leads: our own page of it, the web, or nowhere (then it stays text). */
export function href(iri, site = "https://w3id.org/ecograph/") {
  const path = iri.startsWith(site) ? iri.slice(site.length) : null;
  if (path !== null && !/^[/\\]/.test(path)) return "/" + encodeURI(path.toWellFormed?.() ?? path); /* "//host" would be another host */
  return /^https?:\/\/[^\s/]/i.test(iri) ? iri : null;
}
