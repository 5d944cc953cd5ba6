/* Reading an answer of /sparql: a table (SPARQL 1.1 Query Results JSON), yes or no, or triples (N-Triples). */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMERIC = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"].map((n) => XSD + n));

/** Read a response to `{kind: "table"|"graph", columns, rows}` or `{kind: "boolean", value}`. A row is an array of terms or nulls. */
export async function read(response) {
  const type = response.headers.get("Content-Type") ?? "";
  let text;
  try {
    text = await response.text();
  } catch (error) {
    throw Object.assign(error, { incomplete: error.name !== "AbortError" });
  }
  if (/n-triples|text\/plain/.test(type)) return { kind: "graph", columns: ["subject", "predicate", "object"], rows: triples(text) };
  let data;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw Object.assign(error, { incomplete: true });
  }
  if (typeof data.boolean === "boolean") return { kind: "boolean", value: data.boolean };
  const columns = data.head.vars;
  return { kind: "table", columns, rows: data.results.bindings.map((binding) => columns.map((name) => binding[name] ?? null)) };
}

const TERM = /<([^>]*)>|(_:\S+?)(?=\s)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/y;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
const unescaped = (text) =>
  text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g, (all, four, eight, one) =>
    four || eight ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (ESCAPES[one] ?? one));

/** Read N-Triples (RDF 1.1 N-Triples §2) to rows of three terms; a line that is not a triple is left out. */
export function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const row = [];
    let at = 0;
    while (row.length < 3) {
      while (line[at] === " " || line[at] === "\t") at += 1;
      TERM.lastIndex = at;
      const m = TERM.exec(line);
      if (!m) break;
      at = TERM.lastIndex;
      if (m[1] !== undefined) row.push({ type: "uri", value: unescaped(m[1]) });
      else if (m[2]) row.push({ type: "bnode", value: m[2].slice(2) });
      else row.push({ type: "literal", value: unescaped(m[3]), "xml:lang": m[4], datatype: m[5] });
    }
    if (row.length === 3) rows.push(row);
  }
  return rows;
}

/** Whether a term is a number, so that a column of them is aligned and sorted as such. */
export const numeric = (term) => term?.type === "literal" && NUMERIC.has(term.datatype);

/** A text in which what turns the direction of writing, or is no character, shows as what it is (Unicode UTS 55 §3). */
export const plain = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/** Return a function that writes a term as a person reads it; with the longest prefix that fits. */
export function shown({ prefixes }) {
  const table = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
  const write = (term) => {
    if (!term) return "";
    if (term.type === "uri") {
      const found = table.find(([, base]) => term.value.startsWith(base) && term.value.length > base.length);
      return found ? `${found[0]}:${term.value.slice(found[1].length)}` : term.value;
    }
    if (term.type === "triple") return `<< ${["subject", "predicate", "object"].map((k) => write(term.value[k])).join(" ")} >>`;
    return term.type === "bnode" ? `_:${term.value}` : term.value;
  };
  return (term) => plain(write(term));
}
