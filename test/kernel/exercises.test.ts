import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { check } from "../../lib/exercises/check";
import { joined, type NotebookCell } from "../../lib/report/ipynb";
import { exerciseNotebook, exercisesFolder, filled } from "../exercises/exerciseNotebook";
import { solutions } from "../exercises/solutions";
import { type Exchange, Kernel, traceback } from "./client";

const notebook = exerciseNotebook();
const names = Object.keys(check);
const codeOf = (cells: readonly NotebookCell[]) =>
  cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source));
const metaOf = ({ metadata }: NotebookCell) =>
  metadata.nbgrader as { grade: boolean; solution: boolean; points?: number; grade_id: string } | undefined;

describe("the notebook of the exercises", () => {
  test("has a frame, a check and a point for each, as nbgrader wants them, and no outputs", () => {
    const graded = notebook.cells.filter((cell) => metaOf(cell)?.grade);
    const frames = notebook.cells.filter((cell) => metaOf(cell)?.solution);
    assert.deepEqual([graded.length, frames.length], [names.length, names.length]);
    assert.deepEqual(new Set(graded.map((cell) => metaOf(cell)?.points)), new Set([1]));
    for (const { source } of frames) {
      assert.match(
        joined(source),
        /\{\n {2}\/\/ BEGIN SOLUTION\n {2}\/\/ Write the equation here\.\n {2}\/\/ END SOLUTION\n\}$/,
      );
    }
    const ids = notebook.cells.flatMap((cell) => metaOf(cell)?.grade_id ?? []);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual((notebook.metadata.kernelspec as { name: string }).name, "lecture-lab");
    assert.ok(notebook.cells.every(({ outputs }) => !outputs?.length));
    const code = codeOf(notebook.cells).join("\n");
    for (const name of names) assert.equal(code.match(new RegExp(`check\\.${name}\\(`, "g"))?.length, 2, name);
  });

  test("links to files that exist", () => {
    const prose = notebook.cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .map(({ source }) => joined(source));
    const links = [...prose.join("\n").matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target);
    assert.equal(links.length, names.length);
    for (const target of links) assert.ok(existsSync(path.join(exercisesFolder, target)), target);
  });
});

describe("in a kernel", { timeout: 300_000 }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start(exercisesFolder);
  });
  after(() => kernel.end());

  const resultOf = ({ published }: Exchange): string =>
    published.find(({ type }) => type === "execute_result")?.content.data["text/html"] ?? "";

  test("an empty frame is told what is missing, the lines of a solution are right", async () => {
    const byFunction = Object.fromEntries(Object.values(solutions).map(({ name, lines }) => [name, lines]));
    const both = [codeOf(notebook.cells), codeOf(filled(notebook, (name) => byFunction[name]).cells)];
    for (const [i, cells] of both.entries()) {
      for (const code of cells) {
        const ran = await kernel.run(code);
        if (code.startsWith("expectRight(") && i === 0)
          assert.match(traceback(ran), /not yet\. Your function returns nothing/);
        else assert.equal(ran.reply.status, "ok", ran.reply.traceback?.join("\n"));
        if (code.startsWith("check."))
          assert.match(resultOf(ran), i === 0 ? /not yet<.*returns nothing; it must return/ : /: right</);
      }
    }
  });

  test("an answer that is no cell's value is shown by show", async () => {
    const { published } = await kernel.run('import { show } from "../../lib";\nshow(check.gru(gruStep));');
    const shown = published.find(({ type }) => type === "display_data")?.content.data;
    assert.match(shown["text/html"], /GRU: right</);
    assert.match(shown["text/plain"], /^GRU: right\. /);
  });

  test("a Stop ends a check of a function that never ends", async () => {
    const running = kernel.run('check.gru(() => { console.log("begun"); for (;;); })');
    await kernel.printed("begun");
    kernel.process.kill("SIGINT");
    assert.equal((await running).reply.ename, "Interrupted");
    assert.match(resultOf(await kernel.run("check.gru(gruStep)")), /: right</);
  });
});
