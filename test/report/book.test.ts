import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";

const tools = path.join(projectRoot, "report", "book-tools");
const skip = existsSync(path.join(tools, "bin", "jupyter-book")) ? false : "Jupyter Book is not installed";

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[] }[];
}

test("a book made as TEACHING.md says has every picture of every notebook", { skip }, (t) => {
  const page = readFileSync(path.join(projectRoot, ".github", "TEACHING.md"), "utf8");
  const [, commands] = page.match(/^## In a book[\s\S]*?^```sh\n([\s\S]*?)^```/m) as RegExpMatchArray;
  const folder = mkdtempSync(path.join(tmpdir(), "book-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const notebooks = path.join(projectRoot, "notebooks");
  cpSync(notebooks, path.join(folder, "notebooks"), { recursive: true });
  mkdirSync(path.join(folder, "report"));
  symlinkSync(tools, path.join(folder, "report", "book-tools"));
  const script = commands.replace(/^python3 -m venv.*$/m, ""); // they are installed
  execFileSync("bash", ["-e", "-c", script], { cwd: folder, stdio: "pipe", maxBuffer: 1e8 });
  for (const name of readdirSync(notebooks).filter((file) => file.endsWith(".ipynb"))) {
    const { cells } = JSON.parse(readFileSync(path.join(notebooks, name), "utf8")) as Notebook;
    const bundles = cells.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => Object.keys(data)));
    // What has HTML as well, as the map of the lecture, is shown as that.
    const pictures = bundles.filter(
      (kinds) => !kinds.includes("text/html") && kinds.some((kind) => /^image/.test(kind)),
    );
    const html = readFileSync(path.join(folder, "report/book/_build/html", name.replace("ipynb", "html")), "utf8");
    assert.equal(html.match(/<img [^>]*src="_images\//g)?.length, pictures.length, name);
  }
});
