// @ts-check
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { licences } from "./licences.mjs";
import { inProject, root, sha256 } from "./project.mjs";

const scripts = inProject("dist", "page");
const plotly = join(scripts, "plotly.js");
const live = join(scripts, "livePage.js");
const report = join(scripts, "reportPage.js");
const PLOTLY = 'export { default } from "plotly.js-dist";';
const extension = inProject(".venv", "share", "jupyter", "labextensions", "lecture-lab");

/** What of lib/ runs in a browser, each bundled into one script. @type {import("./step.mjs").Step} */
export const pages = {
  name: "Drawings in the report and in JupyterLab",
  stamp: join(extension, "lecture-lab.stamp"),
  result: live,
  fingerprint() {
    const lib = readdirSync(inProject("lib"), { recursive: true, encoding: "utf8" });
    const files = lib.filter((file) => /\.(ts|css|json)$/.test(file)).map((file) => inProject("lib", file));
    const own = fileURLToPath(import.meta.url);
    return sha256(...[...files, own, inProject("package-lock.json")].map((file) => readFileSync(file)));
  },
  async install() {
    const { build } = await import("esbuild");
    rmSync(extension, { recursive: true, force: true });
    mkdirSync(join(extension, "static"), { recursive: true });
    const usual = { bundle: true, minify: true, target: "es2022", logLevel: /** @type {const} */ ("error") };
    await build({ ...usual, stdin: { contents: PLOTLY, resolveDir: root }, outfile: plotly, format: "esm" });
    const { metafile: pages } = await build({
      ...usual,
      metafile: true,
      entryPoints: ["reportPage", "jupyterExtension"].map((name) => inProject("lib", "page", `${name}.ts`)),
      outdir: scripts,
      format: "iife",
      loader: { ".css": "text" },
      define: { PLOTLY_FILE: JSON.stringify(basename(inExtension(plotly))) },
    });
    for (const [file, { inputs }] of Object.entries(pages.outputs))
      if (basename(file) === basename(report)) appendFileSync(report, licences(Object.keys(inputs)));
    const { metafile } = await build({
      ...usual,
      entryPoints: [inProject("lib", "report", "livePage.ts")],
      outfile: live,
      format: "iife",
      platform: "browser",
      metafile: true,
      legalComments: "none",
      loader: { ".wasm": "dataurl" },
      define: { "process.env": "{}" },
      // A study names its job's file for processes that a page does not start.
      banner: { js: "var require = { resolve: (name) => name };" },
    });
    appendFileSync(live, licences(Object.keys(metafile.inputs)));
    const load = inExtension(join(scripts, "jupyterExtension.js"));
    const description = {
      ...{ name: "lecture-lab", version: "1.0.0" },
      jupyterlab: {
        ...{ extension: true, mimeExtension: true },
        _build: { load, extension: "./notebooks", mimeExtension: "./drawings" },
      },
    };
    writeFileSync(join(extension, "package.json"), JSON.stringify(description, undefined, 2));
  },
};

/** Copies a script to where JupyterLab finds it; a browser keeps what has a name that it knows. @param {string} file @returns {string} its place in the extension */
function inExtension(file) {
  const script = readFileSync(file);
  const place = `static/${createHash("sha256").update(script).digest("hex").slice(0, 20)}.js`;
  writeFileSync(join(extension, place), script);
  return place;
}
