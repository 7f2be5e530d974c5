import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Page } from "playwright-core";
import { projectRoot } from "../../lib/core/project";
import { findBrowser } from "../../lib/report/browser";
import { parseExportOptions } from "../../lib/report/exportOptions";
import { exportReport } from "../../lib/report/exportReport";
import { type ReportContext, report } from "../../lib/report/report";
import { parseOptions } from "../../lib/report/startOptions";

/** The lab's Python; the tests that execute notebooks need what set-up installs. */
export const python = path.join(projectRoot, ".venv/bin/python");

/** Waits until `expression` is true on the page, whose policy lets Playwright's own waiting evaluate nothing. */
export async function until(page: Pick<Page, "evaluate">, expression: string, patience = 30_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${expression}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

/** Ways for a cell to show what the lab's `show` shows, without the lab. */
export const showing = (bundle: object): string =>
  `require("tslab/dist/jupyter").lastWriteDisplayData({ data: ${JSON.stringify(bundle)}, metadata: {}, transient: {} }, false);`;

/** A code cell that has been run: what it says, and the bundles that it shows. */
export interface RanCell {
  readonly source: string;
  readonly shown: readonly object[];
}

/**
 * A folder with a notebook per entry, each a list of code cells, gone after the test. One that is run is best called by the
 * number of no section of the lecture: what is recorded of a section is verified first, up to a minute and a half.
 */
export function scratchLab(
  t: Pick<TestContext, "after">,
  notebooks: Readonly<Record<string, readonly (string | RanCell)[]>>,
) {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "notebooks"));
  for (const [name, sources] of Object.entries(notebooks)) {
    writeFileSync(path.join(folder, "notebooks", `${name}.ipynb`), JSON.stringify(notebook(name, sources)));
  }
  let printed = "";
  const stopping = new AbortController();
  const context: ReportContext = {
    notebooksFolder: path.join(folder, "notebooks"),
    reportFolder: path.join(folder, "report"),
    python,
    print: (text: string) => {
      printed += text;
    },
    signal: stopping.signal,
    width: 100,
  };
  mkdirSync(context.reportFolder);
  return {
    /** As npm start does. */
    run: (...args: readonly string[]) => report(parseOptions(args), context),
    /** As npm run report does. */
    export: (...args: readonly string[]) =>
      exportReport(parseExportOptions(args), { ...context, browser: findBrowser() }),
    context,
    stopping,
    printed: () => printed,
    read: (file: string) => readFileSync(path.join(folder, file), "utf8"),
    file: (file: string) => path.join(folder, file),
  };
}

function notebook(name: string, sources: readonly (string | RanCell)[]) {
  const heading = {
    cell_type: "markdown",
    id: "title",
    metadata: {},
    source: `# ${name}\n\nwith $a_1 < b$ and\n\n$$\\sum_i x_i$$`,
  };
  const cells = sources.map((given, i) => {
    const { source, shown } = typeof given === "string" ? { source: given, shown: [] } : given;
    const outputs = shown.map((data) => ({ output_type: "display_data", data, metadata: {} }));
    return { cell_type: "code", id: `cell-${i}`, metadata: {}, execution_count: null, outputs, source };
  });
  return { cells: [heading, ...cells], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
