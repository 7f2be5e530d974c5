import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { plotlyMime, verdictMime } from "../../lib/view/mime";
import { python, scratchLab, showing } from "./scratch";

const skip = existsSync(python) ? false : "needs the virtual environment that set-up makes";

const verdict = {
  id: "1.1-sum",
  section: "1.1",
  claim: "One & one make <two>.",
  expected: "holds",
  outcome: "undecided",
  effect: 2,
  interval: [1.9, 2.1],
  criterion: "interval above 0",
  measured: "2 over five seeds",
};
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const figure = { data: [{ type: "scatter", y: [1, 2] }], layout: { title: { text: "</script>" } } };
const passing = [
  "console.log(process.env.LAB_PRESET);",
  showing({ [plotlyMime]: figure, "image/png": pixel, "text/plain": "a line that rises" }),
  showing({ [verdictMime]: verdict, "text/html": "<b>UNDECIDED</b>" }),
];
test("a failing notebook is named with its cell and error, and the others are kept", { skip }, async (t) => {
  const lab = scratchLab(t, {
    "1.1-passes": passing,
    "1.2-throws": ["const x = 1;", 'throw new Error("boom");', "console.log(x);"],
    "1.3-dies": ['console.log("alive");', 'process.kill(process.pid, "SIGKILL");'],
  });
  assert.equal(await lab.run("--preset", "smoke"), false);

  assert.match(lab.printed(), /1\.2-throws\.ipynb, cell 2 \(throw new Error\("boom"\);\): Error: boom/);
  assert.match(
    lab.printed(),
    /1\.3-dies\.ipynb, cell 2 \(process\.kill\(process\.pid, "SIGKILL"\);\): the kernel died/,
  );
  assert.match(lab.printed(), /One & one make <two>\. +undecided \(moved\) +2 \[1\.9, 2\.1\]/);
  assert.match(lab.printed(), /\[1\/3\] console\.log.* \d+\.\d s\n/);

  const index = lab.read("report/index.html");
  assert.match(index, /href="1\.1-passes\.html#claim-1\.1-sum">One &amp; one make &lt;two&gt;[\s\S]*expected: holds/);
  assert.match(index, /src="figures\/1\.1-script\.png" alt="a line that rises"/);
  assert.match(index, /✕ failed<\/span> stopped in cell 2: Error: boom/);
  assert.match(lab.read("report/1.2-throws.html"), /<section class="code failed">\s*<p class="stop"/);
  assert.match(lab.read("report/notebooks/1.1-passes.ipynb"), /"smoke\\n"/);
  assert.match(lab.read("report/appendix.html"), /sha256 [0-9a-f]{12} of lib\/ and package-lock\.json/);
  const [claim] = JSON.parse(lab.read("report/claims.json"));
  assert.deepEqual([claim.outcome, claim.preset], ["undecided", "smoke"]);
  assert.deepEqual(readdirSync(lab.file("report/figures")), ["1.1-script.csv", "1.1-script.png", "1.1-script.svg"]);
});

test("options set for the run reach its notebooks and stand in the report; a wrong one stops it before", {
  skip,
}, async (t) => {
  const lab = scratchLab(t, { "2.1-tells": ["console.log(process.env.LAB_PARAMETERS);"] });
  await assert.rejects(lab.run("--set", "hiddenSiez=24"), {
    message: /^2\.1: no option hiddenSiez; there are .*hiddenSize/,
  });
  assert.equal(lab.printed(), "");
  assert.ok(await lab.run("--set", "hiddenSize=24"));
  assert.match(lab.printed(), /^2\.1-tells \(default preset, hiddenSize=24\)/m);
  assert.match(lab.read("report/notebooks/2.1-tells.ipynb"), /\{\\"hiddenSize\\":\\"24\\"\}/);
  assert.match(lab.read("report/appendix.html"), /default preset, hiddenSize=24/);
});

test("what an earlier run left in a notebook is not a result of this one", { skip }, async (t) => {
  const lab = scratchLab(t, {
    "1.1-throws": ['throw new Error("boom");', "1"],
    "1.2-dies": ['process.kill(process.pid, "SIGKILL");', "1"],
  });
  for (const name of ["1.1-throws", "1.2-dies"]) {
    const file = `notebooks/${name}.ipynb`;
    const notebook = JSON.parse(lab.read(file));
    const shown = { [plotlyMime]: figure, "image/png": pixel, [verdictMime]: verdict, "text/html": "<b>OLD</b>" };
    notebook.cells.at(-1).execution_count = 7;
    notebook.cells.at(-1).outputs = [{ output_type: "display_data", data: shown, metadata: {} }];
    writeFileSync(lab.file(file), JSON.stringify(notebook));
  }
  assert.equal(await lab.run(), false);
  assert.match(lab.printed(), /No verdicts were shown/);
  assert.equal(lab.read("report/claims.json"), "[]\n");
  assert.doesNotMatch(lab.read("report/1.1-throws.html"), /<b>OLD<\/b>/);
  assert.doesNotMatch(lab.read("report/notebooks/1.2-dies.ipynb"), /"execution_count": 7/);
  assert.doesNotMatch(lab.read("report/index.html"), /1\.1-script/);
});

test("a notebook that cannot be read is a failure, and the others run", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-broken": [], "1.2-not": [], "1.3-passes": passing });
  writeFileSync(lab.file("notebooks/1.1-broken.ipynb"), '{ "cells": [');
  writeFileSync(lab.file("notebooks/1.2-not.ipynb"), '{ "cells": [null] }');
  assert.equal(await lab.run(), false);
  assert.match(lab.printed(), /1\.1-broken\.ipynb, before its first cell: .*a readable Jupyter notebook .* expected/);
  assert.match(lab.printed(), /1\.2-not\.ipynb, before its first cell: /);
  assert.match(lab.printed(), /Failed, 2 of 3 notebooks/);
  assert.match(lab.read("report/1.1-broken.html"), /role="alert">The notebook stopped before its first cell/);
  assert.equal(JSON.parse(lab.read("report/claims.json")).length, 1);
});

test("two runs at once do not disturb each other", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-passes": passing });
  assert.deepEqual(await Promise.all([lab.run(), lab.run()]), [true, true]);
  assert.equal(JSON.parse(lab.read("report/claims.json")).length, 1);
  const left = [
    ...[".written.json", "1.1-passes.html", "appendix.html", "claims.json", "figures", "index.html", "notebooks"],
    "search-index.js",
  ];
  assert.deepEqual(readdirSync(lab.file("report")).sort(), left);
});

test("results that are gone after the run are a failure, not the outputs that were there before", {
  skip,
}, async (t) => {
  const lab = scratchLab(t, { "1.1-passes": [...passing, "await new Promise((done) => setTimeout(done, 2000));"] });
  const running = lab.run();
  while (!lab.printed().includes("[4/4]")) await new Promise((wait) => setTimeout(wait, 50));
  const [scratch] = readdirSync(lab.file("report")).filter((name) => name.startsWith(".running"));
  rmSync(lab.file(`report/${scratch}`), { recursive: true });
  assert.equal(await running, false);
  assert.match(lab.printed(), /1\.1-passes\.ipynb, cell 4 .*: its results could not be written: /);
  assert.match(lab.printed(), /No verdicts were shown/);
});

test("pages need nothing from the network", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-passes": passing });
  assert.equal(await lab.run(), true);
  for (const file of ["report/index.html", "report/1.1-passes.html"]) {
    const html = lab.read(file);
    const ours = html.replace(/<script>[\s\S]*?<\/script>/g, ""); // plotly's own text holds addresses that it does not load
    assert.doesNotMatch(ours, /(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//i, file);
    assert.ok(html.length < 5_000_000, file);
  }
  const page = lab.read("report/1.1-passes.html");
  assert.match(page, /<span class="maths"><span class="katex">/);
  assert.match(page, /font\/woff2;base64,/);
  assert.match(page, /<figure class="plot" id="1\.1-script"><img alt="a line that rises"/);
  assert.match(page, /"text": "\\u003c\/script\\u003e"/);
  assert.match(page, /<div class="rich" id="claim-1\.1-sum"><div style="border-left:6px solid var\(--undecided/);
});

test("--strict makes a verdict that moved an error", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-passes": passing });
  assert.equal(await lab.run("--strict"), false);
});

test("--save writes back what passed, and saving twice changes nothing", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-passes": passing, "1.2-throws": ['throw new Error("boom");'] });
  const untouched = lab.read("notebooks/1.2-throws.ipynb");
  await lab.run("--save");
  const saved = lab.read("notebooks/1.1-passes.ipynb");
  assert.match(saved, /default\\n/);
  assert.doesNotMatch(saved, /lecture_lab|iopub/);
  assert.equal(lab.read("notebooks/1.2-throws.ipynb"), untouched);
  await lab.run("1.1", "--save");
  assert.equal(lab.read("notebooks/1.1-passes.ipynb"), saved);
});

test("a run of one section keeps the others' pages, until their notebooks are gone", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-one": passing, "1.2-two": ["2"] });
  await lab.run();
  mkdirSync(lab.file("report/shown"));
  writeFileSync(lab.file("report/shown/mine.png"), "shown outside a notebook");
  await lab.run("1.2", "--preset", "smoke");
  assert.match(lab.read("report/index.html"), /1\.1-one\.html[\s\S]*1\.2-two\.html/);
  assert.match(lab.read("report/appendix.html"), /The notebooks were not all run together/);
  rmSync(lab.file("notebooks/1.1-one.ipynb"));
  await lab.run("1.2");
  assert.doesNotMatch(lab.read("report/index.html"), /1\.1-one/);
  for (const gone of ["1.1-one.html", "figures/1.1-script.svg"])
    assert.equal(existsSync(lab.file(`report/${gone}`)), false, gone);
  assert.ok(existsSync(lab.file("report/notebooks/1.1-one.ipynb")), "what was computed stays");
  assert.ok(existsSync(lab.file("report/shown/mine.png")));
});

test("an interrupted run ends its kernel and leaves nothing half-written", { skip, timeout: 60_000 }, async (t) => {
  const lab = scratchLab(t, {
    "1.1-quick": ["1"],
    "1.2-slow": ["await new Promise((done) => setTimeout(done, 600_000));"],
  });
  const running = lab.run();
  while (!lab.printed().includes("600_000")) await new Promise((wait) => setTimeout(wait, 50));
  lab.stopping.abort();
  await assert.rejects(running, { name: "AbortError" });
  assert.match(lab.printed(), /Stopped after 1 of 2 notebooks; finished and kept in report\/notebooks: 1\.1-quick/);
  assert.deepEqual(readdirSync(lab.file("report/notebooks")), ["1.1-quick.ipynb"]);
  assert.deepEqual(readdirSync(lab.file("report")), ["notebooks"]);
});
