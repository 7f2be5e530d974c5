import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import ts from "typescript";
import { type Cell, type CellOptions, scan } from "../lib/cells/cell";
import { LabError } from "../lib/core/errors";
import { projectRoot } from "../lib/core/project";
import { seed } from "../lib/core/random";
import { tf } from "../lib/core/tf";
import type { Study } from "../lib/lab/study";
import { assertClose } from "./close";
import { complaintsOf } from "./complaints";

const page = readFileSync(path.join(projectRoot, ".github", "CONTRIBUTING.md"), "utf8");
/** The files that it shows, by their paths. */
const files = new Map(
  [...page.matchAll(/^`(lib\/\S+\.ts)`:\n\n```ts\n([\s\S]*?)^```/gm)].map(([, file, code]) => [file, code]),
);
const [cell, study, data] = [...files.keys()];

/** Compiled, in a folder of its own: dist/lib is what the tests beside this one look at. */
const folder = path.join(projectRoot, "dist", `contributing-${process.pid}`);
const compiled = (file: string) => path.join(folder, file.replace(/\.ts$/, ".js"));

before(() => {
  for (const [file, code] of files) {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(code, { compilerOptions });
    mkdirSync(path.dirname(compiled(file)), { recursive: true });
    const linked = outputText.replace(/require\("(\.[^"]+)"\)/g, (_, from: string) => {
      const target = path.join(path.dirname(file), from);
      return `require(${JSON.stringify(path.join(files.has(`${target}.ts`) ? folder : path.join(projectRoot, "dist"), target))})`;
    });
    writeFileSync(compiled(file), linked);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("its three examples type-check as files of the project", () => {
  assert.equal(files.size, 3);
  assert.deepEqual(complaintsOf(new Map([...files].map(([file, code]) => [path.join(projectRoot, file), code]))), []);
});

describe("they do what they say", () => {
  test("the cell takes its step", () => {
    const { leaky } = require(compiled(cell)) as { leaky: (options: CellOptions) => Cell };
    const own = leaky({ inputSize: 3, hiddenSize: 2 });
    tf.tidy(() => {
      const params = own.init(seed(1));
      const x = tf.randomNormal<tf.Rank.R3>([2, 4, 3], 0, 1, "float32", 1);
      const [first, second] = scan(own, params, x).map(({ h }) => h);
      const row = x.slice([0, 1, 0], [2, 1, 3]).reshape<tf.Tensor2D>([2, 3]);
      const next = row.matMul(params.Wx).add(first.matMul(params.Wh)).add(params.b).tanh();
      assertClose(second, first.mul(0.8).add(next.mul(0.2)), 1e-6);
    });
  });

  test("the study runs, and its claim is judged", async () => {
    const { leakyCells } = require(compiled(study)) as { leakyCells: Study<object, object> };
    const result = await leakyCells.run({ steps: 4, seeds: 2, hiddenSize: 8, learningRates: [0.01] }, {});
    const verdict = leakyCells.verdict(result, "gru-is-better");
    assert.equal(verdict.id, "2-gru-is-better");
    assert.match(verdict.measured, /bits per character/);
  });

  test("the reader reads, and names the line that is wrong", () => {
    const { temperatures } = require(compiled(data)) as { temperatures: (file: string) => Float32Array };
    const file = path.join(folder, "weather.csv");
    writeFileSync(file, "day,temperature\n2026-01-01,-3.5\n2026-01-02,0\n");
    assert.deepEqual(Array.from(temperatures(file)), [-3.5, 0]);
    writeFileSync(file, "day,temperature\n2026-01-01,cold\n");
    assert.throws(
      () => temperatures(file),
      (error) =>
        error instanceof LabError && /weather\.csv:2: temperature: a number expected, got "cold"/.test(error.message),
    );
  });
});
