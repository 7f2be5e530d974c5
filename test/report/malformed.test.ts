import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { someOf } from "../everyMoment";
import { asNotebook, legitimate } from "./hostile";
import { asText, malformedFiles, malformedOutputs, malformedRecords } from "./malformed";
import { python, type RanCell, scratchLab } from "./scratch";

const skip = existsSync(python) ? false : "needs the virtual environment that set-up makes";
const fine: RanCell[] = [{ source: "1", shown: [legitimate] }];
const trace = /\n\s+at \S+ \(|Traceback|\.ts:\d+:\d+\)/;

/** Writes the files as notebooks of one lab between two that are well, and makes its report in both formats. */
const law = (what: string, files: readonly string[], folder: "notebooks" | "report/notebooks") =>
  test(`${files.length} ${what}: each costs its own page, is named, and stops nothing else`, { skip }, async (t) => {
    const names = files.map((_, i) => `2.${i}-bad`);
    const lab = scratchLab(t, { "1-before": fine, "9-after": fine });
    mkdirSync(lab.file("report/notebooks"));
    files.forEach((text, i) => {
      writeFileSync(lab.file(`notebooks/${names[i]}.ipynb`), JSON.stringify(asNotebook([])));
      writeFileSync(lab.file(`${folder}/${names[i]}.ipynb`), text);
    });
    await lab.export();
    await lab.export("--format", "markdown");
    const pages = readdirSync(lab.file("report"));
    for (const name of ["1-before", "9-after", ...names]) assert.ok(pages.includes(`${name}.html`), name);
    for (const name of ["1-before", "9-after"]) {
      assert.match(lab.read(`report/${name}.html`), /<figure class="plot" id=/);
      assert.match(lab.read(`report/markdown/${name}.md`), /!\[a line that rises/);
    }
    assert.doesNotMatch(lab.printed(), trace);
    const index = lab.read("report/index.html");
    assert.doesNotMatch(index, trace);
    assert.doesNotMatch(lab.printed(), /(1-before|9-after)\.ipynb:/);
    const told = names.filter((name) => lab.printed().includes(`${name}.ipynb: `));
    for (const name of told) assert.match(lab.read(`report/${name}.html`), /✕ not shown/, name);
    assert.ok(told.length > files.length / 2, `${told.length} of ${files.length} are named`);
    assert.equal(index.match(/✕ not shown/g)?.length, told.length);
  });

law("files that are no notebooks, or not quite", malformedFiles, "notebooks");
law("notebooks with an output that is none", someOf(malformedOutputs, 9).map(asText), "notebooks");
law("notebooks with a record of a run that is none", someOf(malformedRecords, 9).map(asText), "report/notebooks");
