import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { has, python, without } from "./python";

const inTest = (file: string) => path.join(projectRoot, "test", "kernel", file);

interface Run {
  readonly code: number;
  readonly said: string;
  readonly outputs?: readonly (readonly { output_type: string; ename?: string; text?: string; data?: object }[])[];
}
type Runs = Record<string, Record<string, Run> & { readonly source: string }>;

describe("Jupyter's tools see what the kernel says", { skip: without("nbclient") }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tools-"));
  let told: Runs;
  before(() => {
    const tools = ["nbmake", "papermill"].filter(has);
    const { stdout, stderr } = spawnSync(python, [inTest("tools.py"), folder, ...tools], { encoding: "utf8" });
    assert.ok(stdout, stderr);
    told = JSON.parse(stdout);
  });
  after(() => rmSync(folder, { recursive: true }));

  const place = /Cell \[2\], line 1\n----> 1 \| if \(width > 0\)[\s\S]*boom/;

  test("nbclient stops at a failing cell and names its line", () => {
    assert.equal(told.nbclient.passes.code, 0, told.nbclient.passes.said);
    assert.notEqual(told.nbclient.fails.code, 0);
    assert.match(told.nbclient.fails.said, place);
  });

  test("nbclient with errors allowed runs the cells behind the failure", () => {
    const { code, said, outputs } = told.nbclient.allowed;
    assert.equal(code, 0, said);
    assert.deepEqual(
      outputs?.map((cell) => cell.map(({ output_type }) => output_type)),
      [[], ["error"], ["execute_result"]],
    );
  });

  test("nbmake passes what passes, and fails what fails", { skip: without("nbmake") }, () => {
    assert.equal(told.nbmake.passes.code, 0, told.nbmake.passes.said);
    assert.equal(told.nbmake.fails.code, 1);
    assert.match(told.nbmake.fails.said, place);
  });

  test("papermill sets parameters of every kind", { skip: without("papermill") }, () => {
    const { passes, source, help } = told.papermill;
    assert.equal(passes.code, 0, passes.said);
    assert.deepEqual(source.trim().split("\n").slice(1, -2).sort(), [
      'const name = "a \\"b\\" 🎉";',
      "const nan = Number.NaN;",
      'const nested = { "a b": {  } };',
      "const sizes = [1, 0.5, null, true];",
      "const width = 64;",
    ]);
    assert.equal(passes.outputs?.at(-1)?.[0].text, "128\n");
    assert.match(help.said, /width: number \(default 16\)\s+units/);
  });

  test("papermill sets the options of the lab's studies", { skip: without("papermill") }, () => {
    const { code, said, outputs } = told.papermill.options;
    assert.equal(code, 0, said);
    assert.equal(outputs?.at(-1)?.[0].text, "24\n");
  });

  test("papermill fails where a cell does", { skip: without("papermill") }, () => {
    assert.equal(told.papermill.fails.code, 1);
    assert.match(told.papermill.fails.said, place);
  });
});

describe("nbconvert gives every picture the words that its figure has", { skip: without("nbconvert") }, () => {
  const words = ["A line that falls", 'of "3" < 4 & 5\'s', "", undefined];
  const pictures = { "image/png": "iVBORw0KGgo=", "image/jpeg": "/9j/4AAQ", "image/svg+xml": "<svg/>" };
  const output = ([type, picture]: [string, string], alt: string | undefined) => ({
    output_type: "display_data",
    data: { [type]: picture, "text/plain": "a picture" },
    metadata: alt === undefined ? {} : { [type]: { alt } },
  });
  const outputs = Object.entries(pictures).flatMap((picture) => words.map((alt) => output(picture, alt)));
  const cell = { id: "c", cell_type: "code", metadata: {}, execution_count: 1, source: "1", outputs };
  const notebook = { metadata: {}, nbformat: 4, nbformat_minor: 5, cells: [cell] };

  const written = (html: string) => html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");

  for (const format of ["html", "slides"]) {
    test(format, () => {
      const input = JSON.stringify(notebook);
      const args = ["-m", "jupyter", "nbconvert", "--stdin", "--stdout", "--to", format];
      const { stdout, stderr } = spawnSync(python, args, { encoding: "utf8", input });
      const alts = [...stdout.matchAll(/<img [^>]*?alt="([^"]*)"/g)].map(([, alt]) => written(alt));
      const lacks = "No description has been provided for this image";
      const expected = words.map((alt) => alt ?? lacks);
      assert.deepEqual(
        alts,
        Object.keys(pictures).flatMap(() => expected),
        stderr,
      );
    });
  }
});

test("PyPI's jupyter_kernel_test passes", { skip: without("jupyter_kernel_test") }, () => {
  const { status, stderr } = spawnSync(python, [inTest("conformance.py")], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Ran 13 tests[\s\S]*OK \(skipped=2\)/);
});
