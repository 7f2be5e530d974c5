import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../lib/core/project";
import { joined, type Notebook } from "../lib/report/ipynb";
import type { JudgedClaim } from "../lib/report/ledger";
import { report } from "../lib/report/report";

/** Every notebook, executed in a kernel of its own as `npm start -- --preset smoke` does. */
describe("the notebooks at the smoke preset", () => {
  const folder = path.join(projectRoot, "notebooks");
  const reportFolder = path.join(projectRoot, ".cache", "smoke-report");
  const names = readdirSync(folder).filter((file) => /^\d.*\.ipynb$/.test(file));
  let printed = "";
  let good = false;

  before(async () => {
    rmSync(reportFolder, { recursive: true, force: true });
    mkdirSync(reportFolder, { recursive: true });
    good = await report(
      { sections: [], preset: "smoke", parameters: {}, save: false, strict: false },
      {
        notebooksFolder: folder,
        reportFolder,
        python: path.join(projectRoot, ".venv", "bin", "python"),
        print: (text) => {
          printed += text;
        },
        signal: new AbortController().signal,
        width: 110,
      },
    );
  });

  after(() => rmSync(reportFolder, { recursive: true, force: true }));

  test("none fails", () => assert.ok(good, printed));

  test("every claim of theirs is in the ledger, with a verdict", () => {
    const claims: JudgedClaim[] = JSON.parse(readFileSync(path.join(reportFolder, "claims.json"), "utf8"));
    // What the start shows of other sections counts there, and what was recorded is told beside what runs here.
    const told = new Set(
      names.flatMap((name) => {
        if (name.startsWith("0-")) return [];
        const { cells }: Notebook = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
        const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source));
        const [section] = name.split("-");
        return [...code.join("\n").matchAll(/\.verdict\(\s*\w+,\s*"([^"]+)"/g)].map(
          ([, claim]) => `${section}-${claim}`,
        );
      }),
    );
    assert.ok(told.size > 0);
    assert.deepEqual(claims.map(({ id }) => id).sort(), [...told].sort());
  });

  test("the report has a page for each", () => {
    const pages = readdirSync(reportFolder);
    for (const name of names) assert.ok(pages.includes(name.replace(/\.ipynb$/, ".html")), name);
    assert.ok(pages.includes("index.html"));
  });
});
