/* The layout of the network page. */
export { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
export { quadtree } from "d3-quadtree";
