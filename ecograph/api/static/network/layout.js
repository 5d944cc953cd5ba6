/* Where everything in a network goes: forces, computed in slices, so that the page stays alive meanwhile. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../bundles/force.js";
import { radius } from "./painting.js";

const MANY = 400; /* from here speed counts more than the last pixel */
const FEW_LOOK = { distance: 70, pull: 0.5, push: -320, theta: 0.9, reach: 700, decay: 0.03, drag: 0.4, slice: 14, between: 0, apart: 150 };
/* A sixth of the processor time of d3's own theta and decay, with ties as short and neighbours as far apart. */
const MANY_LOOK = { distance: 26, pull: 0.3, push: -40, theta: 1.8, reach: 150, decay: 0.13, drag: 0.3, slice: 60, between: 250, apart: 26 };

/**
 * Lay a network out. Those that are tied start where d3 puts them, in a spiral: the server sends those with the most ties
 * first, so that the hubs start in the middle, and a picture comes out the same each time.
 * @param {{nodes: object[], edges: {source: object, target: object}[]}} network nodes get `x` and `y`
 * @param {{width: number, onStep: () => void, onDone: (milliseconds: number) => void}} options
 * @returns {() => void} stops it
 */
export function layout({ nodes, edges }, { width, onStep, onDone }) {
  const look = nodes.length > MANY ? MANY_LOOK : FEW_LOOK;
  const tied = new Set(edges.flatMap((e) => [e.source, e.target]));
  const [held, alone] = [nodes.filter((n) => tied.has(n)), nodes.filter((n) => !tied.has(n))];
  const simulation = forceSimulation(held)
    .force("link", forceLink(edges).distance(look.distance).strength(look.pull))
    .force("charge", forceManyBody().strength(look.push).theta(look.theta).distanceMax(look.reach))
    .force("x", forceX().strength(0.06))
    .force("y", forceY().strength(0.09))
    .alphaDecay(look.decay)
    .velocityDecay(look.drag)
    .stop();
  if (look === FEW_LOOK) simulation.force("collide", forceCollide((n) => radius(n) + 10));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begun = performance.now();
  let [stopped, shown] = [false, 0];
  const slice = () => {
    if (stopped) return;
    const until = performance.now() + look.slice;
    while (simulation.alpha() > simulation.alphaMin() && performance.now() < until) simulation.tick();
    const done = simulation.alpha() <= simulation.alphaMin();
    if (done || (!still && performance.now() - shown > look.between)) {
      shelve(held, alone, look.apart, width);
      onStep();
      shown = performance.now();
    }
    if (done) onDone(Math.round(performance.now() - begun));
    else setTimeout(slice, 0);
  };
  slice();
  return () => (stopped = true);
}

/* Those without a tie stand in rows below the others: nothing pulls them anywhere, and so they are seen at once. */
function shelve(held, alone, apart, width) {
  const xs = held.map((n) => n.x);
  const low = held.length ? Math.max(...held.map((n) => n.y)) + 90 : 0;
  const [x0, x1] = held.length ? [Math.min(...xs), Math.max(...xs)] : [0, 0];
  const columns = Math.max(Math.min(alone.length, 6, Math.max(2, Math.floor(width / 150))), Math.floor((x1 - x0) / apart));
  const left = (x0 + x1) / 2 - ((Math.min(columns, alone.length) - 1) * apart) / 2;
  alone.forEach((n, i) => {
    n.x = left + (i % columns) * apart;
    n.y = low + Math.floor(i / columns) * Math.max(46, apart * 0.4);
  });
}
