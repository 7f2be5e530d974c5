import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { findBrowser } from "../../lib/report/browser";
import { exportReport } from "../../lib/report/exportReport";
import { serialise } from "../../lib/report/ipynb";
import { largestPage } from "../../lib/report/pages";
import { lines } from "../../lib/view/figure";
import { plotlyMime, verdictMime } from "../../lib/view/mime";
import { python, type RanCell, scratchLab } from "./scratch";

const skip = existsSync(python) ? false : "needs the virtual environment that set-up makes";
const skipPdf = skip || (findBrowser() ? false : "no Chromium found: install it, or name one in CHROMIUM");

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const axes = { x: { title: "step" }, y: { title: "bits" } };
const { data, layout, alt } = lines([{ name: "a", x: [1, 2], y: [3, 4] }], {
  title: "A line",
  ...axes,
  alt: "it rises",
});
const figure = { [plotlyMime]: { data, layout }, "image/png": pixel, "text/plain": alt };

function verdict(id: string, effect: number): object {
  const about = { id, section: "1.1", claim: `${id}: c_t falls.`, expected: "holds", outcome: "holds", effect };
  const rest = { interval: [effect - 0.1, effect + 0.1], criterion: "interval above 0", measured: "so it is" };
  const config = { hiddenSize: 64, lags: [10, 20], seeds: 4 };
  const words = { "text/plain": `${id}: c_t falls.\nHOLDS\nso it is`, "text/html": "<b>HOLDS</b>" };
  return { [verdictMime]: { ...about, ...rest, config }, ...words };
}

const cells = (id: string, effect: number): RanCell[] => [
  { source: "const run = await one.run();\nnever.executed();", shown: [] },
  { source: "show(figure, verdict);", shown: [figure, verdict(id, effect)] },
];
const two = { "1.1-one": cells("one", 1), "1.2-two": cells("two", 2) };

test("saved outputs become a report without a run", { skip }, async (t) => {
  const lab = scratchLab(t, two);
  await lab.export();
  assert.match(lab.printed(), /2 claims: 2 hold\./);
  assert.match(lab.printed(), /As saved with the notebook, .*: 1\.1, 1\.2/);
  assert.match(lab.read("report/index.html"), /one: c<sub>t<\/sub> falls\./);
  const index = lab.read("report/appendix.html");
  assert.match(index, /<dt>Seeds<\/dt><dd>4<\/dd>/);
  assert.match(index, /hiddenSize <b>64<\/b>[\s\S]*lags <b>10, 20<\/b>/);
  const files = readdirSync(lab.file("report/figures")).sort();
  const kinds = ["csv", "png", "svg"];
  assert.deepEqual(
    files,
    ["1.1-a-line", "1.2-a-line"].flatMap((name) => kinds.map((kind) => `${name}.${kind}`)),
  );
  assert.equal(lab.read("report/figures/1.1-a-line.csv"), "series,step,bits\na,1,3\na,2,4\n");
  assert.ok(statSync(lab.file("report/figures/1.1-a-line.png")).size > 5000, "drawn anew, larger than its thumbnail");
});

test("cells whose output is gone are told, with the claims and the way back", { skip }, async (t) => {
  const cleared = [
    cells("one", 1)[0],
    { source: 'show(one.figures.loss(run), one.verdict(run, "falls"));', shown: [] },
  ];
  const lab = scratchLab(t, { "1.1-one": cleared, "1.2-two": two["1.2-two"] });
  await lab.export();
  const told =
    /no output in 1 of 2 code cells \(2\); these claims are missing: 1\.1-falls\. .*git restore \S*1\.1-one\.ipynb/;
  assert.match(lab.printed().replaceAll('"', ""), told);
  assert.doesNotMatch(lab.printed(), /1\.2-two\.ipynb: no output/);
  assert.match(lab.read("report/1.1-one.html").replaceAll(/&quot;|"/g, ""), told);
});

test("a figure that is the same is not drawn again", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-one": two["1.1-one"] });
  const file = lab.file("report/figures/1.1-a-line.svg");
  await lab.export();
  const before = statSync(file).mtimeMs;
  await lab.export();
  assert.equal(statSync(file).mtimeMs, before);
  const changed = { ...figure, [plotlyMime]: { data: [{ ...data[0], y: [3, 5] }], layout } };
  const notebook = JSON.parse(lab.read("notebooks/1.1-one.ipynb"));
  notebook.cells[2].outputs[0].data = changed;
  writeFileSync(lab.file("notebooks/1.1-one.ipynb"), JSON.stringify(notebook));
  await lab.export();
  assert.notEqual(statSync(file).mtimeMs, before);
  assert.match(lab.read("report/figures/1.1-a-line.csv"), /a,2,5/);
});

test("the last run counts, until the notebook's code is changed", { skip }, async (t) => {
  const lab = scratchLab(t, two);
  const notebook = JSON.parse(lab.read("notebooks/1.1-one.ipynb"));
  notebook.cells[2].outputs[1].data = verdict("one", 5);
  const machine = { node: "20", tfjs: "4", tensorflow: "2", cpu: "2 × fast", code: "c0de", data: "da7a" };
  notebook.metadata.lecture_lab = { ...machine, preset: "full", date: "2026-11-23T10:00:00.000Z", seconds: 12 };
  mkdirSync(lab.file("report/notebooks"));
  writeFileSync(lab.file("report/notebooks/1.1-one.ipynb"), serialise(notebook));
  const effect = () => JSON.parse(lab.read("report/claims.json"))[0].effect;
  await lab.export();
  assert.equal(effect(), 5);
  assert.match(lab.printed(), /As they were run last: 1\.1\./);
  assert.match(lab.read("report/appendix.html"), /<td>full preset<\/td><td>4<\/td><td>12\.0 s<\/td>/);
  assert.match(lab.read("report/appendix.html"), /sha256 c0de of lib/);
  writeFileSync(lab.file("notebooks/1.1-one.ipynb"), lab.read("notebooks/1.1-one.ipynb").replace("never", "ever"));
  await lab.export();
  assert.equal(effect(), 1);
});

test("--only: its pages and claims, and nothing else is touched", { skip }, async (t) => {
  const lab = scratchLab(t, two);
  await lab.export();
  mkdirSync(lab.file("report/notebooks"));
  writeFileSync(lab.file("report/notebooks/1.1-one.ipynb"), "{}");
  const before = lab.read("report/1.1-one.html");
  await lab.export("--only", "1.2");
  assert.deepEqual(readdirSync(lab.file("report")).sort(), [
    ".written.json",
    "1.1-one.html",
    "1.2-two.html",
    "appendix.html",
    "claims.json",
    "figures",
    "index.html",
    "notebooks",
    "search-index.js",
  ]);
  assert.equal(lab.read("report/1.1-one.html"), before);
  assert.equal(readdirSync(lab.file("report/figures")).length, 6);
  assert.doesNotMatch(lab.read("report/index.html"), /1\.1-one/);
  assert.ok(existsSync(lab.file("report/notebooks/1.1-one.ipynb")));
  assert.equal(JSON.parse(lab.read("report/claims.json")).length, 1);
  await assert.rejects(lab.export("--only", "7"), /unknown section 7: there are 1\.1, 1\.2/);
});

test("--hide-code folds the code of pages, and leaves it out of Markdown", { skip }, async (t) => {
  const lab = scratchLab(t, { "1.1-one": two["1.1-one"] });
  await lab.export();
  assert.match(
    lab.read("report/1.1-one.html"),
    /<details class="code" open=""><summary>Code<code>const run = await one\.run\(\);/,
  );
  await lab.export("--hide-code");
  assert.match(lab.read("report/1.1-one.html"), /<details class="code"><summary>/);
  assert.doesNotMatch(lab.read("report/1.1-one.html"), /<details class="code" open/);
  await lab.export("--hide-code", "--format", "markdown");
  assert.doesNotMatch(lab.read("report/markdown/1.1-one.md"), /never|```/);
});

test("--format markdown: a folder that GitHub shows, with its pictures and only links that lead somewhere", {
  skip,
}, async (t) => {
  const lab = scratchLab(t, two);
  await lab.export("--format", "markdown");
  const page = lab.read("report/markdown/1.1-one.md");
  assert.match(page, /\n```ts\nconst run = await one\.run\(\);\nnever\.executed\(\);\n```\n/);
  assert.match(page, /!\[it rises\]\(figures\/1\.1-a-line\.png\)/);
  assert.match(page, /> \*\*one: c_t falls\.\*\* {2}\n> HOLDS {2}\n> so it is/);
  assert.match(page, /\$\$\\sum_i x_i\$\$/);
  assert.doesNotMatch(page, /\n\n\n/);
  const readme = lab.read("report/markdown/README.md");
  assert.match(
    readme,
    /\| \*\*\[one: c\\_t falls\.\]\(1\.1-one\.md#claim-one\)\*\*.* \| ✓&nbsp;holds \| 1 \[0\.9, 1\.1\] \| 4 \|/,
  );
  for (const [, target] of readme.matchAll(/(?:\]\(|src=")([^)#"]+)/g))
    assert.ok(existsSync(lab.file(`report/markdown/${target}`)), target);
  await lab.export("--format", "markdown", "--only", "1.2");
  assert.deepEqual(readdirSync(lab.file("report/markdown")).sort(), [
    "1.1-one.md",
    "1.2-two.md",
    "README.md",
    "figures",
  ]);
});

test("--compare tells what moved, printed and on the first page, also against the report that it replaces", {
  skip,
}, async (t) => {
  const lab = scratchLab(t, { "1.1-one": cells("one", 1), "1.2-two": cells("two", 2) });
  await lab.export();
  const notebook = JSON.parse(lab.read("notebooks/1.1-one.ipynb"));
  notebook.cells[2].outputs[1].data = verdict("one", 3);
  writeFileSync(lab.file("notebooks/1.1-one.ipynb"), JSON.stringify(notebook));
  await lab.export("--compare", lab.file("report/claims.json"));
  assert.match(lab.printed(), /one +holds +1 \[0\.9, 1\.1\] +3 \[2\.9, 3\.1\] +apart/);
  assert.match(lab.printed(), /0 verdicts moved, 1 effect lies apart .*; 1 claim is as it was\./);
  assert.match(lab.read("report/index.html"), /<h2 id="moved">What moved<\/h2>[\s\S]*<strong>apart<\/strong>/);
  await assert.rejects(lab.export("--compare", lab.file("none.json")), /none\.json: a report's claims\.json expected/);
});

test("a page that would be too large leaves its still pictures to their files, and says so where that is not enough", {
  skip,
}, async (t) => {
  const picture = { ...figure, "image/png": `${"A".repeat(4_000_000)}` };
  const lab = scratchLab(t, { "1.1-one": [{ source: "1", shown: [picture] }] });
  await lab.export();
  assert.ok(statSync(lab.file("report/1.1-one.html")).size < largestPage);
  assert.match(lab.read("report/1.1-one.html"), /<img alt="it rises" src="figures\/1\.1-a-line\.png"/);
  assert.doesNotMatch(lab.printed(), /should stay under/);
  const long = scratchLab(t, { "1.1-one": [{ source: "1", shown: [{ "text/plain": "long ".repeat(1_000_000) }] }] });
  await long.export();
  assert.match(long.printed(), /1\.1-one\.html has \d\.\d MB: a page should stay under 5\.0 MB/);
});

test("--pdf: one document with every figure in it", { skip: skipPdf }, async (t) => {
  const lab = scratchLab(t, two);
  await lab.export("--pdf");
  const pdf = lab.read("report/report.pdf");
  assert.match(pdf, /^%PDF-/);
  assert.ok((pdf.match(/\/Type \/Page\b/g) ?? []).length >= 3, "the first page, and each notebook on one of its own");
  assert.equal((pdf.match(/\/Alt \(it rises\)/g) ?? []).length, 2);
});

test("--pdf without a browser says what is missing, before anything is written", { skip }, async (t) => {
  const lab = scratchLab(t, two);
  const pdf = { only: [], format: "html", pdf: true, hideCode: false, site: false } as const;
  await assert.rejects(exportReport(pdf, lab.context), /--pdf needs Chromium or Chrome: install it .*CHROMIUM/);
  assert.deepEqual(readdirSync(lab.file("report")), []);
});
