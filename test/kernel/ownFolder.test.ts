import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { scratchLab } from "../report/scratch";
import { Kernel, printedBy, traceback } from "./client";
import { python, without } from "./python";

const cells = [
  'import { twice } from "./helpers"; import { tf } from "../lib"; import { readFileSync } from "node:fs";',
  'console.log(twice(Number(readFileSync("data.csv", "utf8"))) + tf.scalar(1).dataSync()[0]);',
];
const said = "43\n";

/** A file and data beside the notebook; the file, too, takes something from the library. */
function furnish(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "helpers.ts"),
    'import { seed } from "../lib"; seed(1);\nexport const twice = (n: number): number => 2 * n;\n',
  );
  writeFileSync(path.join(folder, "data.csv"), "21\n");
  return folder;
}

describe("a notebook finds the files beside it and the library", () => {
  const inNotebooks = mkdtempSync(path.join(projectRoot, "notebooks", "of a test "));
  const elsewhere = mkdtempSync(path.join(tmpdir(), "notebook-"));
  after(() => {
    for (const folder of [inNotebooks, elsewhere]) rmSync(folder, { recursive: true });
  });
  const folders = {
    "in a subfolder": inNotebooks,
    "two folders down": path.join(inNotebooks, "week 3"),
    "outside of the project": elsewhere,
  };

  for (const [where, folder] of Object.entries(folders)) {
    test(where, async () => {
      const kernel = await Kernel.start(furnish(folder));
      try {
        for (const code of cells) {
          const exchange = await kernel.run(code);
          assert.equal(exchange.reply.status, "ok", exchange.reply.traceback?.join("\n"));
          if (code === cells.at(-1)) assert.equal(printedBy(exchange), said);
        }
        const code = 'import { charL } from "../../lib";';
        const { reply } = await kernel.ask("complete_request", { code, cursor_pos: code.indexOf("L }") + 1 });
        assert.ok(reply.matches.includes("charLm"), reply.matches.join(", "));
        const wrong = await kernel.run('import { charLmm } from "../../../lib";');
        assert.match(traceback(wrong), /charLmm/);
        const missing = await kernel.run('import { f } from "../libs"; f');
        assert.match(traceback(missing), /\.\.\/libs: no such file or package/);
        const lost = await kernel.run('import { corpus } from "../lib"; corpus("lost.txt", { windowLength: 8 });');
        assert.ok(traceback(lost).includes(`${path.join(folder, "lost.txt")}: a text file expected`), traceback(lost));
      } finally {
        await kernel.end();
      }
    });
  }

  test("in papermill, wherever that was started", { skip: without("papermill") }, () => {
    const file = path.join(furnish(inNotebooks), "notebook.ipynb");
    const kernelspec = { name: "lecture-lab", language: "typescript", display_name: "TypeScript" };
    const notebook = (sources: readonly string[]) => ({
      metadata: { kernelspec },
      nbformat: 4,
      nbformat_minor: 5,
      cells: sources.map((source, i) => ({
        ...{ id: `c${i}`, cell_type: "code", metadata: {}, execution_count: null, outputs: [], source },
      })),
    });
    writeFileSync(file, JSON.stringify(notebook(cells)));
    const out = path.join(elsewhere, "out.ipynb");
    const run = (...more: string[]) =>
      execFileSync(python, ["-m", "papermill", file, out, ...more], { cwd: tmpdir(), stdio: "pipe" });
    const printed = (cell: number) => JSON.parse(readFileSync(out, "utf8")).cells[cell].outputs[0].text.join("");
    run();
    assert.equal(printed(1), said);
    writeFileSync(file, JSON.stringify(notebook(["console.log(process.cwd());"])));
    run("--cwd", elsewhere);
    assert.equal(printed(0), `${elsewhere}\n`);
  });

  test("in the report", async (t) => {
    const lab = scratchLab(t, { "7-own-files": cells });
    furnish(lab.file("notebooks"));
    assert.equal(await lab.run(), true, lab.printed());
  });

  test("by its path from a folder of its own, in the report", async (t) => {
    const lab = scratchLab(t, { "7-own-files": cells });
    const folder = furnish(lab.file("notebooks/week 3"));
    renameSync(lab.file("notebooks/7-own-files.ipynb"), path.join(folder, "plots.ipynb"));
    const named = path.join("notebooks", "week 3", "plots.ipynb");
    assert.equal(await lab.run(named), true, lab.printed());
    assert.match(lab.read("report/week 3-plots.html"), /43/);
    assert.equal(await lab.export(named), true);
    assert.match(lab.read("report/week 3-plots.html"), /43/);
    await assert.rejects(lab.export("notebooks/week 3/plot.ipynb"), /unknown section notebooks\/week 3\/plot\.ipynb/);
  });
});
