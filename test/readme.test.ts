import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";
import type { Study } from "../lib/lab/study";
import { loadModel } from "../lib/models/modelFile";
import { loadWeights } from "../lib/models/weightsFile";
import { parseExportOptions } from "../lib/report/exportOptions";
import { notebookAsked } from "../lib/report/handIn";
import { parseOptions } from "../lib/report/startOptions";
import { parseOptions as parseBenchOptions } from "./bench/options";
import { assertClose } from "./close";
import { complaintsOf } from "./complaints";
import { torchPython, withoutTorch } from "./reference/torchPython";

/** What makes sense of a command's arguments; it throws where they make none. */
const parsers: Record<string, (args: readonly string[]) => unknown> = {
  start: parseOptions,
  report: parseExportOptions,
  "hand-in": (args) => notebookAsked(args, projectRoot),
  bench: parseBenchOptions,
};

const folders = ["", "notebooks", "notebooks/exercises", "lib", "data", "scripts", "test/bench"];
const pages = [...folders.map((folder) => path.join(folder, "README.md")), path.join(".github", "TEACHING.md")];
const textOf = (page: string): string => readFileSync(path.join(projectRoot, page), "utf8");
const blocks = (page: string, language: string): string[] =>
  [...textOf(page).matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, found, text]) =>
    found === language ? [text] : [],
  );

test("the README is short enough to be read to its end", () => {
  assert.ok(Buffer.byteLength(textOf("README.md")) <= 9 * 1024);
});

for (const page of pages) {
  test(`what ${page} links to exists`, () => {
    for (const [, target] of textOf(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g))
      assert.ok(existsSync(path.join(projectRoot, path.dirname(page), target)), target);
  });
}

/** Where each command of these pages is run, from its first words on. */
const runIn: [RegExp, string][] = [
  [/^npm start/, "notebooks.test.ts"],
  [/^npm start -- .*--set/, "report/report.test.ts"],
  [/^npm (start|test)$/, "scripts/setup.test.ts"],
  [/^npm run report/, "report/exportReport.test.ts"],
  [/^npm run hand-in/, "report/handIn.test.ts"],
  [/^(source \.venv|cd notebooks\/exercises|nbgrader )/, "kernel/nbgrader.test.ts"],
  [/^(mkdir -p|echo|python3 -m venv|mv|report\/book-tools)/, "report/book.test.ts"],
  [/^npm run lab/, "lab.test.ts"],
  [/^npm test/, "scripts/setup.test.ts"],
  [/^LAB_EVERY_MOMENT=1 npm test -- kernel/, "kernel/stopAtAnyMoment.test.ts"],
  [/^npm run bench/, "bench/bench.ts"],
  [/^npm run docs/, "docs.test.ts"],
  [/^npm run film/, "report/film.test.ts"],
  [/^npm run kept/, "lab/kept.test.ts"],
  [/^npm run record/, "lab/recorded.test.ts"],
  [/^npm run (plan|job|gather)/, "experiments/batch.test.ts"],
  [/^npm run worker/, "experiments/queue.test.ts"],
  [/^npm run train-networks/, "networks/networks.test.ts"],
  [/^npm run visual7w/, "experiments/3.3-visual-question-answering/visual7wCommand.test.ts"],
  [/^docker /, "scripts/container.test.ts"],
  [/^\.venv\/bin\/(pip|papermill|python -m pytest --nbmake)/, "kernel/tools.test.ts"],
];

describe("every command of the READMEs", () => {
  const lines = pages.flatMap((page) => blocks(page, "sh")).flatMap((text) => text.trim().split("\n"));
  for (const command of new Set(lines.map((line) => line.split(/\s+#/)[0]))) {
    test(command, () => {
      const where = runIn.filter(([words]) => words.test(command)).map(([, file]) => file);
      assert.ok(where.length > 0, "a test that runs it");
      for (const file of where) assert.ok(existsSync(path.join(projectRoot, "test", file)), file);
      const [, script, args = ""] = command.match(/^npm (?:run )?([\w-]+)(?: -- (.*))?$/) ?? [];
      if (!command.startsWith("npm")) return;
      const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
      assert.ok(script in scripts, script);
      parsers[script]?.(args.split(" ").filter(Boolean));
    });
  }
});

test("what TEACHING.md sets for a hub is what npm run lab sets", () => {
  const lab = readFileSync(path.join(projectRoot, "scripts", "lab.mjs"), "utf8");
  const settings = [...textOf(path.join(".github", "TEACHING.md")).matchAll(/"--(\w+\.\w+)=([^"]+)"/g)];
  assert.equal(settings.length, 2);
  for (const [, name, value] of settings) {
    assert.ok(lab.includes(`--${name}=`), name);
    const [, below] = value.match(/lecture-lab\/(.+)$/) ?? [];
    if (below) assert.ok(existsSync(path.join(projectRoot, below)), value);
  }
});

describe("what README.md has for a notebook type-checks", () => {
  for (const code of blocks("README.md", "ts")) {
    const [first] = code.split("\n");
    test(first, () => {
      const inFunction = code.replace(/^import .*\n/m, (imports) => `${imports}export async function cell() {\n`);
      assert.deepEqual(
        complaintsOf(new Map([[path.join(projectRoot, "test", "readmeCell.ts"), `${inFunction}}`]])),
        [],
      );
    });
  }
});

describe("weights to and from PyTorch, as README.md has it", () => {
  const code = blocks("README.md", "ts").find((text) => text.includes("saveWeights")) ?? "";
  const [python = ""] = blocks("README.md", "python");
  const folder = mkdtempSync(path.join(os.tmpdir(), "lab-readme-"));
  after(() => rmSync(folder, { recursive: true }));

  test("the lab's side runs, and tells the modules that are in Python's", () => {
    const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    const told = `${outputText.replace('"../lib"', JSON.stringify(path.join(projectRoot, "dist", "lib")))}
      console.log(JSON.stringify({ modules, drawn: drawn.length }));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", told], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const { modules, drawn } = JSON.parse(stdout);
    assert.equal(drawn, 100);
    for (const [name, call] of Object.entries(modules))
      assert.ok(python.includes(`"${name}": ${call}`), `${name}: ${call}`);
  });

  test("Python's side runs on what the lab has written, and the lab takes it back", { skip: withoutTorch }, () => {
    const { status, stderr } = spawnSync(torchPython as string, ["-c", python], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const [mine, theirs] = ["mine", "theirs"].map((name) => {
      const { model } = loadModel(path.join(folder, "mine.safetensors"));
      return loadWeights(path.join(folder, `${name}.safetensors`), { model }).params;
    });
    for (const [name, weight] of Object.entries(mine)) assertClose(theirs[name], weight, 0, name);
  });
});

describe("a claim of a dozen lines, as lib/README.md adds it to a study", () => {
  const folder = "experiments/2.1-character-language-model/languageModel";
  const source = path.join(projectRoot, "lib", folder, "claims.ts");
  const added = blocks(path.join("lib", "README.md"), "ts").find((text) => /^"[a-z-]+": \{$/m.test(text)) ?? "";
  const [, name] = added.match(/^"([a-z-]+)"/) ?? [];
  const whole = readFileSync(source, "utf8").replace(/^ {2}claims: \{$/m, (line) => `${line}\n${added}`);
  // Beside the compiled file whose imports it has.
  const emitted = path.join(projectRoot, "dist/lib", folder, `readme-${process.pid}.js`);
  after(() => rmSync(emitted, { force: true }));

  test("it type-checks as the project does", () => {
    assert.ok(added && whole.includes(added));
    assert.deepEqual(complaintsOf(new Map([[source, whole]])), []);
  });

  test("it is judged, and has a verdict", async () => {
    const { outputText } = ts.transpileModule(whole, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    writeFileSync(emitted, outputText);
    const { languageModel } = require(emitted) as { languageModel: Study<object, object> };
    const size = { ...languageModel.presets.smoke, steps: 80, seeds: 3 };
    const verdict = languageModel.verdict(await languageModel.run(size, {}), name);
    assert.equal(verdict.id, `2.1-${name}`);
    assert.equal(verdict.outcome, "holds");
    assert.match(verdict.measured, /3 models/);
  });
});
