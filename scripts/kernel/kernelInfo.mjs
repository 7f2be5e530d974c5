// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inProject } from "../setup/project.mjs";
import { tslabRequire } from "./typescript.mjs";

/** @param {string} file */
const versionIn = (file) => JSON.parse(readFileSync(file, "utf8")).version;

/** What a front end asks first. */
export function kernelInfo() {
  const typescript = versionIn(tslabRequire.resolve("@tslab/typescript-for-tslab/package.json"));
  const tslab = versionIn(createRequire(import.meta.url).resolve("tslab/package.json"));
  return {
    status: "ok",
    protocol_version: "5.4",
    implementation: "lecture-lab",
    implementation_version: versionIn(inProject("package.json")),
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // Together these colour a cell in JupyterLab and in the classic notebook.
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${typescript} (tslab ${tslab}) with the lecture lab`,
    help_links: [],
    debugger: false,
  };
}
