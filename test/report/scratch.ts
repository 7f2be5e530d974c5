import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { parseOptions } from "../../lib/report/options";
import { report } from "../../lib/report/report";

/** The lab's Python; the tests that execute notebooks need what set-up installs. */
export const python = path.join(projectRoot, ".venv/bin/python");

/** Ways for a cell to show what the lab's `show` shows, without the lab. */
export const showing = (bundle: object): string =>
  `require("tslab/dist/jupyter").lastWriteDisplayData({ data: ${JSON.stringify(bundle)}, metadata: {}, transient: {} }, false);`;

/** A folder with a notebook per entry, each a list of code cells, gone after the test. */
export function scratchLab(t: TestContext, notebooks: Readonly<Record<string, readonly string[]>>) {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "notebooks"));
  for (const [name, sources] of Object.entries(notebooks)) {
    writeFileSync(path.join(folder, "notebooks", `${name}.ipynb`), JSON.stringify(notebook(name, sources)));
  }
  let printed = "";
  const stopping = new AbortController();
  const run = (...args: readonly string[]) =>
    report(parseOptions(args), {
      notebooksFolder: path.join(folder, "notebooks"),
      reportFolder: path.join(folder, "report"),
      python,
      print: (text) => {
        printed += text;
      },
      signal: stopping.signal,
      width: 100,
    });
  return {
    run,
    stopping,
    printed: () => printed,
    read: (file: string) => readFileSync(path.join(folder, file), "utf8"),
    file: (file: string) => path.join(folder, file),
  };
}

function notebook(name: string, sources: readonly string[]) {
  const heading = {
    cell_type: "markdown",
    id: "title",
    metadata: {},
    source: `# ${name}\n\nwith $a_1 < b$ and\n\n$$\\sum_i x_i$$`,
  };
  const cells = sources.map((source, i) => {
    return { cell_type: "code", id: `cell-${i}`, metadata: {}, execution_count: null, outputs: [], source };
  });
  return { cells: [heading, ...cells], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
