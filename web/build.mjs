/* Builds what the pages load: `npm ci && npm run build`. The result is committed, so that the wheel needs no npm. */
import { build } from "esbuild";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";

const out = "../ecograph/api/static/bundles";
await mkdir(out, { recursive: true });
const result = await build({
  entryPoints: ["editor.mjs", "force.mjs"],
  bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none", outdir: out, metafile: true,
});

/* Text comes in every weight from one variable file; the headings have one weight and quotations another, each its own file:
   together half of what the variable one weighs, and the second is only loaded where something is quoted. */
const fonts = {
  "source-sans-3.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  "source-serif-4-heading.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
  "source-serif-4-quote.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
};
for (const [name, from] of Object.entries(fonts)) await cp(`node_modules/${from}`, `../ecograph/api/static/fonts/${name}`);

/* Which packages went in, with their licences, from the bundler's own list of inputs. */
const used = new Set(Object.keys(result.metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
for (const from of Object.values(fonts)) used.add(from.split("/", 2).join("/"));
let text = "Third-party parts in this folder, with their licences. Written by web/build.mjs.\n";
for (const name of [...used].sort()) {
  const manifest = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  let licence = "";
  for (const file of ["LICENSE", "LICENSE.md", "LICENCE", "license", "LICENSE.txt"]) {
    licence ||= await readFile(`node_modules/${name}/${file}`, "utf8").catch(() => "");
  }
  text += `\n${"=".repeat(78)}\n${name} ${manifest.version} (${manifest.license})\n\n${licence.trim()}\n`;
}
await writeFile("../ecograph/api/static/LICENSES.txt", text);
