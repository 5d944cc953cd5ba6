/* The queries that were run in this browser. They stay in it: nothing is sent, and one button clears them. */

const KEY = "ecograph.queries";
const MOST = 50;

/** What was run here, the latest first: `{text, at, rows}`; nothing where the browser keeps nothing. */
export function past() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((k) => typeof k?.text === "string" && Number.isFinite(k.at)) : [];
  } catch {
    return [];
  }
}

/** Keep a query; one that was run before moves to the front. */
export function keep(text, rows) {
  const kept = [{ text, at: Date.now(), rows }, ...past().filter((k) => k.text !== text)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    /* A full or closed storage keeps nothing, and the query still runs. */
  }
}

/** Forget every query. */
export function clear() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    /* there was none */
  }
}
