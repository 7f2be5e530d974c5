import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";
import type { Study } from "../lib/lab/study";
import { parseExportOptions } from "../lib/report/exportOptions";
import { parseOptions } from "../lib/report/startOptions";
import { parseOptions as parseBenchOptions } from "./bench/options";

/** What makes sense of a command's arguments; it throws where they make none. */
const parsers: Record<string, (args: readonly string[]) => unknown> = {
  start: parseOptions,
  report: parseExportOptions,
  bench: parseBenchOptions,
};

const pages = ["", "notebooks", "lib", "data", "scripts", "test/bench"].map((folder) => path.join(folder, "README.md"));
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
  [/^npm run lab/, "lab.test.ts"],
  [/^npm test/, "scripts/setup.test.ts"],
  [/^npm run bench/, "bench/bench.ts"],
  [/^npm run docs/, "docs.test.ts"],
  [/^npm run kept/, "lab/kept.test.ts"],
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
      const [, script, args = ""] = command.match(/^npm (?:run )?(\w+)(?: -- (.*))?$/) ?? [];
      if (!command.startsWith("npm")) return;
      const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
      assert.ok(script in scripts, script);
      parsers[script]?.(args.split(" ").filter(Boolean));
    });
  }
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

  test("it is judged, and has a verdict", async () => {
    const { outputText } = ts.transpileModule(whole, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    writeFileSync(emitted, outputText);
    const { languageModel } = require(emitted) as { languageModel: Study<object, object> };
    const size = { ...languageModel.presets.smoke, steps: 80, seeds: 2 };
    const verdict = languageModel.verdict(await languageModel.run(size, {}), name);
    assert.equal(verdict.id, `2.1-${name}`);
    assert.equal(verdict.outcome, "holds");
    assert.match(verdict.measured, /2 curves/);
  });
});
