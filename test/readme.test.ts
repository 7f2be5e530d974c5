import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";
import type { Experiment } from "../lib/experiments/experiment";

const readme = readFileSync(path.join(projectRoot, "README.md"), "utf8");
const blocks = (language: string): string[] =>
  [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, found, text]) => (found === language ? [text] : []));

describe("an experiment of ten lines, as the README adds it", () => {
  const source = path.join(projectRoot, "lib/experiments/charLm/claims.ts");
  const added = blocks("ts").find((text) => text.startsWith("export const stillLearning")) ?? "";
  const whole = `${readFileSync(source, "utf8")}\n${added}`;
  // Beside the compiled file whose imports it has.
  const emitted = path.join(projectRoot, "dist/lib/experiments/charLm", `readme-${process.pid}.js`);
  after(() => rmSync(emitted, { force: true }));

  test("it type-checks as the project does", () => {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(projectRoot, "tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      projectRoot,
    );
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile;
    host.getSourceFile = (file, ...rest) =>
      path.resolve(file) === source ? ts.createSourceFile(file, whole, ts.ScriptTarget.ES2022) : read(file, ...rest);
    const program = ts.createProgram(
      [source],
      { ...options, noEmit: true, composite: false, incremental: false },
      host,
    );
    const complaints = program.getSemanticDiagnostics(program.getSourceFile(source));
    assert.deepEqual(
      complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  test("it runs, and has a verdict", async () => {
    const { outputText } = ts.transpileModule(whole, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    writeFileSync(emitted, outputText);
    const { stillLearning } = require(emitted) as { stillLearning: Experiment<object, object> };
    const size = { ...stillLearning.presets.smoke, steps: 80, seeds: 2 };
    const verdict = stillLearning.verdict(await stillLearning.run(size, {}));
    assert.equal(verdict.outcome, "holds");
    assert.match(verdict.measured, /2 curves/);
  });
});
