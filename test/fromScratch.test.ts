import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";
import { joined, type Notebook } from "../lib/report/ipynb";

/** What the notebook's cells leave, run as one program with fewer steps. */
interface Left {
  readonly rows: readonly { readonly "all digits equal": string; readonly "largest difference": number }[];
  readonly same: string;
  /** Tensors that a training by hand leaves once its result is disposed, and that writing leaves. */
  readonly leaked: number;
}

describe("the network written from scratch", () => {
  let left: Left;

  before(() => {
    const file = path.join(projectRoot, "notebooks", "2.0-from-scratch.ipynb");
    const { cells }: Notebook = JSON.parse(readFileSync(file, "utf8"));
    const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source));
    const short = replaced(
      replaced(code.join("\n"), "vocabulary.size, 100, 300]", "vocabulary.size, 100, 30]"),
      "[1, 16, 64]",
      "[1]",
    );
    const program = `${short}
      const before = tf.memory().numTensors;
      tf.dispose(learn(update, 3) as any);
      tf.tidy(() => write(mine.weights, 3, uniforms(seed(1))));
      console.log(JSON.stringify({ rows, same, leaked: tf.memory().numTensors - before }));`;
    const imports = [...program.matchAll(/^import .*$/gm)].join("\n");
    const main = `${imports}\nvoid (async () => {\n${program.replaceAll(/^import .*$/gm, "")}\n})();`;
    const { outputText } = ts.transpileModule(main, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const library = JSON.stringify(path.join(projectRoot, "dist", "lib"));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--unhandled-rejections=strict", "-e", outputText.replaceAll('"../lib"', library)],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    left = JSON.parse(stdout.trim().split("\n").at(-1) as string);
  });

  test("computes the library's losses, but for the last digits", () => {
    assert.ok(left.rows[0]["largest difference"] < 1e-5, JSON.stringify(left.rows));
  });

  test("in the same order of sums it computes them exactly", () => {
    assert.deepEqual([left.rows[1]["all digits equal"], left.rows[1]["largest difference"]], ["30 of 30", 0]);
  });

  test("writes the library's text, character by character", () => assert.equal(left.same, "the same"));

  test("keeps no tensor that it does not return", () => assert.equal(left.leaked, 0));
});

/** @throws where there is nothing to replace: the notebook's numbers are no longer those that are shortened here */
function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), from);
  return text.replaceAll(from, to);
}
