/* A network as a file: PNG and SVG of the picture, GraphML for Gephi. */
import { el } from "../page.js";

const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

/* The part of a 2D context that `paint` uses, writing SVG. */
class Writer {
  out = []; path = ""; dash = ""; globalAlpha = 1;
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${x.toFixed(1)} ${y.toFixed(1)}`; }
  lineTo(x, y) { this.path += `L${x.toFixed(1)} ${y.toFixed(1)}`; }
  rect(x, y, w, h) { this.path += `M${x.toFixed(1)} ${y.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`; }
  arc(x, y, r) { this.path += `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(2 * r).toFixed(1)} 0a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(-2 * r).toFixed(1)} 0`; }
  setLineDash(dash) { this.dash = dash.join(" "); }
  fill() { this.out.push(`<path d="${this.path}" fill="${xml(this.fillStyle)}"/>`); }
  stroke() { this.out.push(`<path d="${this.path}" fill="none" stroke="${xml(this.strokeStyle)}" stroke-width="${this.lineWidth}"${this.dash ? ` stroke-dasharray="${this.dash}"` : ""}/>`); }
  fillText(text, x, y) { this.out.push(`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="middle" font-family="sans-serif" font-size="14" fill="${xml(this.fillStyle)}">${xml(text)}</text>`); }
}

const WRITERS = {
  png: (paint, { width, height, card }) => {
    const sheet = el("canvas", { width: width * 2, height: height * 2 });
    const p = sheet.getContext("2d");
    p.scale(2, 2);
    p.fillStyle = card;
    p.fillRect(0, 0, width, height);
    paint(p);
    return new Promise((done) => sheet.toBlob(done));
  },
  svg: (paint, { width, height, card }) => {
    const writer = new Writer();
    paint(writer);
    const ground = `<rect width="${width}" height="${height}" fill="${xml(card)}"/>`;
    return new Blob([`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${ground}${writer.out.join("")}</svg>`], { type: "image/svg+xml" });
  },
  graphml: (paint, { network: { nodes, edges } }) => {
    const keys = ["label", "kind", "sphere"];
    const node = (n) => `<node id="${xml(n.iri)}">${keys.map((k) => `<data key="${k}">${xml(n[k])}</data>`).join("")}</node>`;
    const edge = (e, i) => `<edge id="e${i}" source="${xml(e.source.iri)}" target="${xml(e.target.iri)}"><data key="tie">${xml(e.label)}</data></edge>`;
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${keys.map((k) => `<key id="${k}" for="node" attr.name="${k}" attr.type="string"/>`).join("")}<key id="tie" for="edge" attr.name="label" attr.type="string"/>`;
    return new Blob([`${head}<graph edgedefault="directed">\n${nodes.map(node).join("\n")}\n${edges.map(edge).join("\n")}\n</graph></graphml>\n`], { type: "application/graphml+xml" });
  },
};

/** Save as `png`, `svg` or `graphml`: `paint(pen)` draws what is seen, `seen` is its size, ground colour and network. */
export async function save(form, name, paint, seen) {
  const link = el("a", { href: URL.createObjectURL(await WRITERS[form](paint, seen)), download: `${name}.${form}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
