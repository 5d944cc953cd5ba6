/* What the columns of an answer hold: numbers, times, places, things or words. Views are offered for what they hold. */
import { numeric } from "./answer.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TIMES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((n) => XSD + n));
const GEOMETRIES = new Set(["wktLiteral", "geoJSONLiteral"].map((n) => "http://www.opengis.net/ont/geosparql#" + n));
const REGION = /\/(region|nuts|gemeente|provincie|lau)\/|\/id\/region\//i;
const SAMPLE = 2000;

const KINDS = [
  ["geometry", (t) => GEOMETRIES.has(t.datatype)],
  ["number", numeric],
  ["time", (t) => TIMES.has(t.datatype)],
  ["region", (t) => t.type === "uri" && REGION.test(t.value)],
  ["thing", (t) => t.type === "uri" || t.type === "bnode"],
];

/**
 * Look at the columns of an answer.
 * @returns {{index: number, name: string, kind: string, filled: number, distinct: number}[]} kind is geometry, number,
 *   time, region, thing or word; filled is the share of rows with a value; distinct counts values in the first rows.
 */
export function columnsOf(found) {
  const some = found.rows.slice(0, SAMPLE);
  return found.columns.map((name, index) => {
    const terms = some.map((row) => row[index]).filter(Boolean);
    const kind = terms.length ? (KINDS.find(([, is]) => terms.every(is))?.[0] ?? "word") : "empty";
    return { index, name, kind, filled: terms.length / (some.length || 1), distinct: new Set(terms.map((t) => t.value)).size };
  });
}

/** The column that names a row: words in the reader's language first, then words, then things. */
export function naming(columns, not = []) {
  const rest = columns.filter((c) => !not.includes(c));
  return (
    rest.find((c) => c.kind === "word" && /(label|name|naam|title)$/i.test(c.name)) ??
    rest.find((c) => c.kind === "word") ??
    rest.find((c) => c.kind === "thing" && c.distinct > 1) ??
    rest.find((c) => c.kind === "thing" || c.kind === "region") ??
    rest.find((c) => c.kind === "time") ??
    null
  );
}

/** The thing beside a name: `actor` for `actorLabel`; what a picture of the row links to. */
export const beside = (columns, name) =>
  (name?.kind === "word" && columns.find((c) => (c.kind === "thing" || c.kind === "region") && name.name.toLowerCase().startsWith(c.name.toLowerCase()))) || name;

/** Pairs of columns that are a point: latitude and longitude by their usual names. */
export function point(columns) {
  const called = (...names) => columns.find((c) => c.kind === "number" && names.includes(c.name.toLowerCase()));
  const latitude = called("lat", "latitude", "breedtegraad");
  const longitude = called("long", "lon", "lng", "longitude", "lengtegraad");
  return latitude && longitude ? { latitude, longitude } : null;
}

const START = /^(since|start|begin|from|van|vanaf|startedon|validfrom)/i;
const END = /^(until|end|tot|till|to$|endedon|validuntil|validto)/i;
/** The columns of a time line: when it starts, and when it ends where that is said. */
export function span(columns) {
  const times = columns.filter((c) => c.kind === "time");
  if (!times.length) return null;
  const start = times.find((c) => START.test(c.name)) ?? times.find((c) => !END.test(c.name)) ?? times[0];
  const end = times.find((c) => c !== start && END.test(c.name)) ?? null;
  return { start, end };
}

const FROM = /^(s|subject|source|from|van|a)$/i;
const TO = /^(o|object|target|to|naar|b|other.*)$/i;
const BY = /^(p|predicate|property|relation.*|relatie|link|type)$/i;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** The ties of an answer: from one thing to another, by a third; of triples those between things. */
export function ties(found, columns = columnsOf(found)) {
  let [from, to, by] = [0, 2, 1];
  if (found.kind !== "graph") {
    const things = columns.filter((c) => c.kind === "thing" || c.kind === "region");
    const first = things.find((c) => FROM.test(c.name));
    const second = things.find((c) => TO.test(c.name) && c !== first);
    const ends = first && second ? [first, second] : things.filter((c) => !BY.test(c.name) && c.distinct > 1).slice(0, 2);
    if (ends.length < 2) return [];
    [from, to] = ends.map((c) => c.index);
    by = columns.find((c) => BY.test(c.name) && c.index !== from && c.index !== to)?.index ?? null;
  }
  const thing = (t) => t && (t.type === "uri" || t.type === "bnode");
  return found.rows
    .filter((r) => thing(r[from]) && thing(r[to]) && !(by !== null && r[by]?.value === TYPE))
    .map((r) => ({ from: r[from], to: r[to], by: by === null ? null : r[by] }));
}

/** A time as a number of years, for a scale; NaN for what is none. */
export function years(term, end = false) {
  const m = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(term?.value ?? "");
  if (!m) return NaN;
  const whole = end ? [11, 31] : [0, 0];
  return Number(m[1]) + ((m[2] ? Number(m[2]) - 1 : whole[0]) + (m[3] ? Number(m[3]) - 1 : m[2] && !end ? 0 : whole[1]) / 31) / 12;
}
