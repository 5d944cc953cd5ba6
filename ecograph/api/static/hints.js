/* What a person probably meant: a term that is nearly one of ours, a full stop that is missing. */
import { rows } from "./names.js";
import { terms } from "./terms.js";

const CODE = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>|#[^\n]*/g;
/** A query with its texts, IRIs and comments blanked out; every other character stays where it is. */
export const bare = (text) => text.replace(CODE, (all) => all.replace(/[^\n]/g, " "));

/** How many letters must be added, left out, changed or swapped to get from one word to another (Damerau, 1964); beyond `most`, more than that. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i += 1) {
    const now = [i];
    for (let j = 1; j <= b.length; j += 1) {
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    [before, last] = [last, now];
  }
  return last[b.length];
}

/** The nearest of some names; null where none is near. Capitals count for little. */
export function nearest(name, known) {
  const most = Math.max(2, Math.floor(name.length / 4));
  let best = [most + 1, null];
  for (const other of known) {
    const far = distance(name.toLowerCase(), other.toLowerCase(), most) + (name.toLowerCase() === other.toLowerCase() ? 0.5 : 0);
    if (far < best[0]) best = [far, other];
  }
  return best[1];
}

const placeOf = (text, at) => {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: before.at(-1).length + 1 };
};

const SCHEMES = new Map(); /* names in a vocabulary of ours, asked once each */
async function inScheme(base, endpoint) {
  if (!SCHEMES.has(base)) {
    SCHEMES.set(base, rows(endpoint, `SELECT DISTINCT ?iri WHERE { ?iri a <http://www.w3.org/2004/02/skos/core#Concept> FILTER(STRSTARTS(STR(?iri), "${base}")) }`).then((found) => found.map((r) => r.iri.value.slice(base.length))));
  }
  return SCHEMES.get(base);
}

/**
 * The names in a query that have a prefix of ours and that nothing of ours carries.
 * @returns {Promise<{name: string, near: string|null, line: number, column: number}[]>}
 */
export async function unknownTerms(text, { prefixes, endpoint, lang, site }) {
  const found = [];
  const seen = new Set();
  for (const m of bare(text).matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)/g)) {
    const [name, prefix, local] = m;
    const base = prefixes[prefix];
    if (!base?.startsWith(site) || seen.has(name) || new RegExp(`PREFIX\\s+${prefix}\\s*:`, "i").test(text.replace(base, "")) && !text.includes(base)) continue;
    seen.add(name);
    const known = prefix === "eco" ? (await terms(lang)).filter((t) => t.name.startsWith("eco:")).map((t) => t.name.slice(4)) : base.includes("/vocab/") ? await inScheme(base, endpoint) : [];
    if (!known.length || known.includes(local)) continue;
    const near = nearest(local, known);
    found.push({ name, near: near && `${prefix}:${near}`, ...placeOf(text, m.index) });
  }
  return found;
}

const TERM = /[?$]\w+|<[^<>\s]*>|[\w-]*:[\w.-]*[\w-]|[\w-]*:|\ba\b|"(?:\\.|[^"\\\n])*"(?:@[\w-]+|\^\^[\w:<>/.#-]+)?|\d[\d.]*|[.;,{}()[\]]|\S/g;

/**
 * Where a full stop or semicolon is missing: a whole triple stands before an error, and another one begins in it.
 * @returns {{line: number, column: number} | null} just behind the triple
 */
export function missingStop(text, line, column) {
  const lines = text.split("\n");
  const at = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0) + column - 1;
  let needed = Infinity; /* terms that make the triple whole, after the last mark */
  let count = 0;
  for (const { 0: token, index } of text.replace(/#[^\n]*/g, (all) => " ".repeat(all.length)).matchAll(TERM)) {
    if (index > at) return null;
    if (/^[.;,{}]$/.test(token)) [needed, count] = [{ ";": 2, ",": 1 }[token] ?? 3, 0];
    else if (/^[?$<"\d]|:|^a$/.test(token)) count += 1;
    else [needed, count] = [Infinity, 0]; /* brackets, paths, keywords: not for us to judge */
    if (count === needed && index + token.length <= at) {
      const end = index + token.length;
      const next = /^\s*([?$<]\w*|[\w-]+:)/.exec(text.slice(end));
      if (next && end + next[0].length >= at - 80 && text.slice(end, at).match(/[.;,{}]/) === null) return placeOf(text, end);
    }
  }
  return null;
}
