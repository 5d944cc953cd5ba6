/* The places of an answer on a map without tiles: outlines of provinces from our own store, and what the rows name.
   A place is a geometry (WKT or GeoJSON), a pair of coordinates, or a region whose geometry the store holds. */
import { beside, naming, point } from "../columns.js";
import { rows as ask } from "../names.js";
import { el, fill } from "../page.js";
import { linked, room, short, svg } from "../svg.js";

const GEO = "http://www.opengis.net/ont/geosparql#";
const MOST = 1000;
const [WIDTH, TALLEST] = [860, 680];

/** Read WKT (OGC 06-103r4 §7) to `{points, rings}` of [longitude, latitude]; nothing for what is no geometry. */
export function wkt(text) {
  const found = { points: [], rings: [] };
  const plain = text.replace(/^\s*<[^>]*>\s*/, "");
  const type = /^\s*(MULTI)?(POINT|LINESTRING|POLYGON)/i.exec(plain)?.[2]?.toUpperCase();
  if (!type) return found;
  for (const [, list] of plain.matchAll(/\(([^()]+)\)/g)) {
    const points = list.split(",").map((p) => p.trim().split(/\s+/).slice(0, 2).map(Number)).filter((p) => p.length === 2 && p.every(Number.isFinite));
    if (type === "POINT") found.points.push(...points);
    else if (points.length > 1) found.rings.push(points);
  }
  return found;
}

/** Read a GeoJSON geometry (RFC 7946 §3.1) in the same way. */
export function geojson(text) {
  const found = { points: [], rings: [] };
  const walk = (list) => {
    if (!Array.isArray(list)) return;
    if (typeof list[0] === "number") found.points.push(list.slice(0, 2));
    else if (list.length > 1 && Array.isArray(list[0]) && typeof list[0][0] === "number") found.rings.push(list.map((p) => p.slice(0, 2)));
    else list.forEach(walk);
  };
  try {
    const data = JSON.parse(text);
    walk((data.geometry ?? data).coordinates);
  } catch {
    /* what is no JSON is no place */
  }
  return found;
}

const shapeOf = (term) => (term.datatype?.endsWith("geoJSONLiteral") || term.value.trimStart().startsWith("{") ? geojson(term.value) : wkt(term.value));

/* The geometries of regions, by IRI: their own, that of the region in the register that they are, or of their parts. */
async function geometries(iris, endpoint) {
  const found = new Map();
  const values = iris.filter((i) => /^https?:[^\s<>"{}|\\^`]+$/.test(i)).map((i) => `<${i}>`).join(" ");
  if (!values) return found;
  const of = `<${GEO}hasGeometry>/<${GEO}asWKT>`;
  const same = "(<http://www.w3.org/2004/02/skos/core#exactMatch>|^<http://www.w3.org/2004/02/skos/core#exactMatch>|<http://www.w3.org/2002/07/owl#sameAs>)";
  for (const path of [of, `${same}/${of}`, `${same}?/^<${GEO}sfWithin>/${of}`]) {
    const rest = iris.filter((i) => !found.has(i) && values.includes(`<${i}>`)).map((i) => `<${i}>`).join(" ");
    if (!rest) break;
    for (const row of await ask(endpoint, `SELECT DISTINCT ?iri ?wkt WHERE { VALUES ?iri { ${rest} } ?iri ${path} ?wkt }`)) {
      const shape = wkt(row.wkt.value);
      const sum = found.get(row.iri.value) ?? { points: [], rings: [] };
      sum.points.push(...shape.points);
      sum.rings.push(...shape.rings);
      found.set(row.iri.value, sum);
    }
  }
  return found;
}

const outlines = async (endpoint) =>
  (await ask(endpoint, `SELECT ?wkt WHERE { ?r <http://www.w3.org/2004/02/skos/core#notation> ?n ; <${GEO}hasGeometry>/<${GEO}asWKT> ?wkt FILTER(STRSTARTS(STR(?n), "PV")) }`)).flatMap((r) => wkt(r.wkt?.value ?? "").rings);

/* The middle of an area: of its surface, not of its corners, of which a coast has the most. */
function middle(ring) {
  let [sum, mx, my] = [0, 0, 0];
  ring.forEach(([x0, y0], i) => {
    const [x1, y1] = ring[(i + 1) % ring.length];
    const cross = x0 * y1 - x1 * y0;
    [sum, mx, my] = [sum + cross, mx + (x0 + x1) * cross, my + (y0 + y1) * cross];
  });
  return Math.abs(sum) < 1e-9 ? ring[0] : [mx / (3 * sum), my / (3 * sum)];
}

/** Draw the map of an answer. */
export async function view(found, page, columns) {
  const { words, lang } = page;
  const pair = point(columns);
  const where = columns.find((c) => c.kind === "geometry") ?? (pair ? null : columns.find((c) => c.kind === "region"));
  const name = naming(columns, [where, pair?.latitude, pair?.longitude]) ?? where;
  const to = beside(columns, name);
  const amount = columns.find((c) => c.kind === "number" && c !== pair?.latitude && c !== pair?.longitude);
  const rows = found.rows.slice(0, MOST);
  const known = where?.kind === "region" ? await geometries([...new Set(rows.map((r) => r[where.index]?.value).filter(Boolean))], page.endpoint) : null;
  const land = await outlines(page.endpoint);
  await page.names.learn(rows.flatMap((r) => [r[name.index], where && r[where.index]]).filter((t) => t?.type === "uri").map((t) => t.value));

  const places = new Map();
  let nowhere = 0;
  for (const row of rows) {
    const shape = pair
      ? { points: row[pair.latitude.index] && row[pair.longitude.index] ? [[Number(row[pair.longitude.index].value), Number(row[pair.latitude.index].value)]] : [], rings: [] }
      : known ? (known.get(row[where.index]?.value) ?? { points: [], rings: [] })
      : row[where.index] ? shapeOf(row[where.index]) : { points: [], rings: [] };
    if (!shape.points.length && !shape.rings.length) {
      nowhere += 1;
      continue;
    }
    const key = known ? row[where.index].value : JSON.stringify([shape.points, shape.rings.length, shape.rings[0]?.[0], page.text(row[name.index])]);
    if (!places.has(key)) places.set(key, { shape, term: known ? row[where.index] : row[to.index], names: new Set(), sum: 0 });
    const place = places.get(key);
    place.names.add(page.text(row[name.index]));
    if (amount && row[amount.index]) place.sum += Number(row[amount.index].value);
  }
  const corners = [...places.values()].flatMap((p) => [...p.shape.points, ...p.shape.rings.flat()]).filter(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
  if (!corners.length) return el("p", {}, words.noPlaces);

  /* Equirectangular, true at the middle of what is shown, with some room around it. */
  const bound = (i) => corners.reduce(([a, b], c) => [Math.min(a, c[i]), Math.max(b, c[i])], [Infinity, -Infinity]);
  let [[w, e], [s, n]] = [bound(0), bound(1)];
  const squeeze = Math.cos((((s + n) / 2) * Math.PI) / 180);
  const margin = Math.max(0.12, (e - w) * 0.08 * squeeze, (n - s) * 0.08);
  [w, e, s, n] = [w - margin / squeeze, e + margin / squeeze, s - margin, n + margin];
  const HEIGHT = Math.min(TALLEST, Math.max(320, (WIDTH * (n - s)) / ((e - w) * squeeze)));
  const scale = Math.min(WIDTH / ((e - w) * squeeze), HEIGHT / (n - s));
  const x = (lon) => WIDTH / 2 + (lon - (w + e) / 2) * squeeze * scale;
  const y = (lat) => HEIGHT / 2 - (lat - (s + n) / 2) * scale;
  const path = (ring) => "M" + ring.map(([a, b]) => `${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("L") + "z";

  const most = Math.max(0, ...[...places.values()].map((p) => p.sum));
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart places", role: "group", "aria-label": fill(words.mapOf, { n: places.size }) });
  picture.append(svg("path", { d: land.map(path).join(""), class: "land" }));
  const labels = [];
  for (const place of places.values()) {
    const { points, rings } = place.shape;
    const label = [...place.names].filter(Boolean).join(", ") || page.text(place.term);
    const said = amount ? `${label}: ${place.sum.toLocaleString(lang)}` : label;
    const weight = amount && most > 0 ? 0.25 + 0.75 * (Math.max(0, place.sum) / most) : 0.6;
    const largest = rings.reduce((a, b) => (b.length > a.length ? b : a), []);
    const [mx, my] = points[0] ?? middle(largest);
    picture.append(
      linked(place.term, said, { class: "place" },
        rings.length ? svg("path", { d: rings.map(path).join(""), "fill-opacity": weight.toFixed(2) }) : null,
        ...points.map((p) => svg("circle", { cx: x(p[0]).toFixed(1), cy: y(p[1]).toFixed(1), r: amount && most > 0 ? 4 + 14 * Math.sqrt(Math.max(0, place.sum) / most) : 6 }))));
    labels.push([x(mx), y(my), short(amount ? said : label, 40), Boolean(rings.length)]);
  }
  const taken = []; /* a name stands where there is room; every place says its name on hover and focus */
  for (const [lx, ly, label, area] of labels) {
    const anchor = area ? "middle" : lx > WIDTH / 2 ? "end" : "start";
    const at = area ? lx : anchor === "end" ? lx - 9 : lx + 9;
    if (room(taken, at, ly + 5, label, 15, anchor)) picture.append(svg("text", { x: at.toFixed(1), y: (ly + 5).toFixed(1), "text-anchor": anchor, class: "place-name", "aria-hidden": "true" }, label));
  }
  return el("figure", { class: "picture", tabindex: "0" }, picture,
    el("figcaption", { class: "quiet" },
      nowhere ? `${fill(words.nowhere, { n: nowhere.toLocaleString(lang) })} ` : "",
      found.rows.length > MOST ? `${fill(words.first, { n: MOST.toLocaleString(lang), total: found.rows.length.toLocaleString(lang) })} ` : "",
      land.length ? words.mapSource : ""));
}
