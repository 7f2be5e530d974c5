import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { findBrowser } from "../../lib/report/browser";
import { handIn, notebookAsked } from "../../lib/report/handIn";
import { python } from "./scratch";

const skip = existsSync(python) ? false : "needs the virtual environment that set-up makes";
const skipPdf = skip || (findBrowser() ? false : "no Chromium found: install it, or name one in CHROMIUM");

const cell = (source: string, about: object = {}) => ({
  ...{ cell_type: "code", source, outputs: [], metadata: {}, execution_count: 1 },
  ...about,
});
const graded = (id: string) => ({ metadata: { nbgrader: { grade_id: id, grade: true } } });
const error = { output_type: "error", ename: "LabError", evalue: "no", traceback: ["no"] };

/** A folder "week 3" with a notebook of these cells and what a student has beside it. */
function scratch(t: Pick<TestContext, "after">, cells: readonly object[]) {
  const root = mkdtempSync(path.join(tmpdir(), "hand-in-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = path.join(root, "week 3");
  const files = {
    ...{ "helpers.ts": "export {};", "data/numbers.csv": "1", "other.ipynb": "{}", "README.md": "", ".hidden": "" },
    ...{ "more/notebook.ipynb": "{}", "more/its.csv": "2", "nbgrader_config.py": "" },
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const file = path.join(folder, "mine.ipynb");
  writeFileSync(file, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const report = path.join(root, "report");
  const zip = path.join(report, "hand-in", "mine.zip");
  let printed = "";
  return {
    async handIn(browser?: string): Promise<string> {
      const context = { reportFolder: report, notebooksFolder: folder, python, width: 100, browser };
      const print = (text: string) => {
        printed += text;
      };
      assert.ok(await handIn(file, { ...context, print, signal: new AbortController().signal }));
      assert.deepEqual(readdirSync(path.dirname(zip)), ["mine.zip"]);
      return printed;
    },
    /** The names in the zip. */
    packed: () =>
      JSON.parse(
        runPython("import json, sys, zipfile; print(json.dumps(zipfile.ZipFile(sys.argv[1]).namelist()))", zip),
      ),
    /** The first bytes of one of them. */
    begins: (name: string) =>
      runPython("import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2])[:5].decode())", zip, name),
  };
}

const runPython = (code: string, ...args: string[]): string =>
  execFileSync(python, ["-c", code, ...args], { encoding: "utf8" });

test("a zip holds the notebook and the student's own files beside it", { skip }, async (t) => {
  const lab = scratch(t, [cell("1;")]);
  const printed = await lab.handIn();
  assert.deepEqual(lab.packed().sort(), ["data/numbers.csv", "helpers.ts", "mine.ipynb"]);
  assert.match(printed, /^The PDF is missing: printing it needs Chromium/);
  assert.doesNotMatch(printed, /not been run|more than once|Not right yet/);
});

test("with a browser it holds the PDF, too", { skip: skipPdf }, async (t) => {
  const lab = scratch(t, [cell("1;"), { cell_type: "markdown", source: "# Mine\n\n$x^2$", metadata: {} }]);
  await lab.handIn(findBrowser());
  assert.deepEqual(lab.packed().sort(), ["data/numbers.csv", "helpers.ts", "mine.ipynb", "mine.pdf"]);
  assert.equal(lab.begins("mine.pdf").trim(), "%PDF-");
});

test("what a student would want to know is told: cells not run, copies, answers that are not right", {
  skip,
}, async (t) => {
  const cells = [
    cell("1;", { execution_count: null }),
    cell("2;", graded("lstm")),
    cell("2;", graded("lstm")),
    cell("3;", { ...graded("gru"), outputs: [error] }),
    cell("4;", { ...graded("clip"), execution_count: null }),
    cell(""),
  ];
  const printed = await scratch(t, cells).handIn();
  assert.match(printed, /^1 of 5 code cells have not been run: run all cells, and save\.$/m);
  assert.match(printed, /^The cell lstm is there more than once, and counts once: delete the copy\.$/m);
  assert.match(printed, /^Not right yet, or not run: gru, clip\.$/m);
});

test("a notebook is found from where the command was called, and from the project", () => {
  const file = path.join(projectRoot, "notebooks", "exercises", "equations.ipynb");
  assert.equal(notebookAsked(["equations.ipynb"], path.dirname(file)), file);
  assert.equal(notebookAsked(["notebooks/exercises/equations.ipynb"], tmpdir()), file);
  for (const args of [[], ["a.txt"], ["a.ipynb", "b.ipynb"]]) {
    assert.throws(() => notebookAsked(args, tmpdir()), /one notebook expected, as in: npm run hand-in -- notebooks\//);
  }
  assert.throws(() => notebookAsked(["missing.ipynb"], tmpdir()), /missing\.ipynb: no such file; expected as in: /);
});
