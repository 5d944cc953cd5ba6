/* Which views an answer can have, and which one is shown first. A view is loaded when it is asked for. */
import { columnsOf, naming, point, span, ties } from "./columns.js";

const FITS = 1; /* it can be shown so */
const SHOWS_BEST = 3; /* and that is what its columns are for */
const MOST_BARS = 60;

const categories = (columns, rows) => columns.filter((c) => ["thing", "word", "region", "time"].includes(c.kind) && c.distinct > 1 && c.distinct < rows && c.distinct <= 80);

/* In the order of the buttons. `fits` says how well, from the kinds of columns alone. */
const VIEWS = {
  table: { fits: () => 2, load: () => import("./views/table.js") },
  chart: {
    load: () => import("./views/chart.js"),
    fits: (found, columns) => {
      if (found.kind !== "table" || !columns.some((c) => c.kind === "number") || !naming(columns)) return 0;
      return columns.length === 2 && found.rows.length > 1 && found.rows.length <= MOST_BARS ? SHOWS_BEST : FITS;
    },
  },
  map: {
    load: () => import("./views/map.js"),
    fits: (found, columns) => (columns.some((c) => c.kind === "geometry") || point(columns) ? SHOWS_BEST : columns.some((c) => c.kind === "region") ? FITS : 0),
  },
  network: {
    load: () => import("./views/network.js"),
    fits: (found, columns) => {
      const between = ties(found, columns).length;
      if (!between) return 0;
      return found.kind === "graph" && between > 2 && between * 3 > found.rows.length && found.rows.length < 2000 ? SHOWS_BEST : FITS;
    },
  },
  timeline: {
    load: () => import("./views/timeline.js"),
    fits: (found, columns) => {
      const when = span(columns);
      if (found.kind !== "table" || !when || !naming(columns, [when.start, when.end])) return 0;
      return found.rows.length > 1 && columns.length <= 4 && when.start.filled === 1 && !columns.some((c) => c.kind === "number") ? SHOWS_BEST : FITS;
    },
  },
  pivot: {
    load: () => import("./views/pivot.js"),
    fits: (found, columns) => {
      const by = categories(columns, found.rows.length);
      if (found.kind !== "table" || by.length < 2) return 0;
      return columns.length === 3 && by.length === 2 && columns.some((c) => c.kind === "number") && found.rows.length > 3 ? SHOWS_BEST : FITS;
    },
  },
};

/** The view that a query asks for itself: `#view: map`; also as Wikidata writes it: `#defaultView:Map`. */
export function asked(query) {
  const name = /^[ \t]*#[ \t]*(?:defaultView|view)[ \t]*:[ \t]*(\w+)/im.exec(query)?.[1].toLowerCase();
  return { barchart: "chart", graph: "network", linechart: "chart" }[name] ?? name ?? null;
}

/** The views of an answer in order, and the one to begin with: what was asked for, else what the columns are for. */
export function viewsOf(found, wanted = null) {
  const columns = columnsOf(found);
  const fitting = Object.keys(VIEWS).map((id) => ({ id, fit: VIEWS[id].fits(found, columns) })).filter((v) => v.fit);
  const best = fitting.reduce((a, b) => (b.fit > a.fit ? b : a));
  const ids = fitting.map((v) => v.id);
  return { ids, first: ids.includes(wanted) ? wanted : best.id, refused: wanted && !ids.includes(wanted) ? wanted : null };
}

/** Make a view: an element. `page` has words, lang, endpoint, names and `text`, which writes a term. */
export async function make(id, found, page) {
  return (await VIEWS[id].load()).view(found, page, columnsOf(found));
}
