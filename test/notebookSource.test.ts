import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import * as kernelTs from "@tslab/typescript-for-tslab";
import { type Converter, createConverter } from "tslab/dist/converter";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";
import { slideNames } from "../lib/experiments/slides";
import { joined, type Notebook } from "../lib/report/ipynb";

const folder = path.join(projectRoot, "notebooks");
const files = readdirSync(folder).filter((file) => /^\d.*\.ipynb$/.test(file));
const read = (file: string): Notebook => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
const codeOf = (notebook: Notebook): string[] =>
  notebook.cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source));

/** The notebooks that write a network themselves, in TensorFlow's own words; their cells are parts of a program. */
const byHand = new Set(["2.0-from-scratch.ipynb", "6-your-own.ipynb"]);

for (const file of files) {
  describe(file, () => {
    const notebook = read(file);
    const code = codeOf(notebook);

    test("is thin: short cells without loops, functions or tensors", () => {
      const most = byHand.has(file) ? 12 : 8;
      for (const cell of code) {
        assert.ok(cell.split("\n").length <= most, `at most ${most} lines:\n${cell}`);
        if (!byHand.has(file)) assert.doesNotMatch(cell, /\b(for|while|function|class)\b|\btf\./, cell);
      }
    });

    test("is committed with outputs, and under 1 MB", () => {
      const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
      assert.ok(
        outputs.some(({ data }) => data?.["image/png"]),
        "a figure that a visitor of the repository sees",
      );
      assert.ok(statSync(path.join(folder, file)).size < 1_000_000);
    });

    test("uses the lab's kernel", () => {
      assert.equal((notebook.metadata.kernelspec as { name: string }).name, "lecture-lab");
    });

    test("links to files that exist", () => {
      const prose = notebook.cells
        .filter(({ cell_type }) => cell_type === "markdown")
        .map(({ source }) => joined(source));
      for (const [, target] of prose.join("\n").matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        assert.ok(statSync(path.join(folder, target), { throwIfNoEntry: false }), target);
      }
    });

    test("awaits every promise: one that fails unseen passes for success", () => {
      assert.deepEqual(floatingPromises(code.join("\n")), []);
    });
  });
}

test("every drawing of the lecture stands in the notebook of its section, once; the start may show one of them first", () => {
  const sections = files.filter((file) => !file.startsWith("0-"));
  const shown = sections.flatMap((file) =>
    [
      ...codeOf(read(file))
        .join("\n")
        .matchAll(/await slide\("([^"]+)"\)/g),
    ].map(([, name]) => [file, name]),
  );
  assert.deepEqual(shown.map(([, name]) => name).sort(), [...slideNames]);
  for (const [file, name] of shown) assert.equal(name.split("-")[0], file.split("-")[0], name);
});

describe("in tslab's own compiler", () => {
  const cwd = process.cwd();
  let converter: Converter;
  before(() => {
    process.chdir(folder); // where the kernel runs
    converter = createConverter();
  });
  after(() => {
    converter.close();
    process.chdir(cwd);
  });

  for (const file of files) {
    test(`${file} type-checks, cell after cell`, () => {
      let declarations = "";
      for (const cell of codeOf(read(file))) {
        const { diagnostics, declOutput } = converter.convert(declarations, cell);
        assert.deepEqual(
          diagnostics.map(({ messageText }) => messageText),
          [],
          cell,
        );
        declarations = declOutput ?? "";
      }
    });
  }

  test("an option that does not exist is an error in the cell", () => {
    const { diagnostics } = converter.convert("", 'import { lstm } from "../lib"; lstm({ hiddenSiez: 3 });');
    assert.match(diagnostics.map(({ messageText }) => messageText).join(), /hiddenSiez/);
  });

  test("the library's declarations parse and check, with the options that tslab gives", () => {
    const root = path.join(projectRoot, "dist", "lib", "index.d.ts");
    const program = kernelTs.createProgram([root], {
      module: kernelTs.ModuleKind.ESNext,
      moduleResolution: kernelTs.ModuleResolutionKind.Node10,
      target: kernelTs.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      esModuleInterop: true,
      types: ["node"],
      noEmit: true,
    });
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.includes("/dist/lib/"));
    assert.ok(ours.length > 10);
    const complaints = ours.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]);
    assert.deepEqual(
      complaints.map(({ messageText }) => kernelTs.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });
});

/** The statements whose value is a promise that nobody waits for. */
function floatingPromises(code: string): string[] {
  const name = path.join(folder, "__cells__.ts");
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  host.fileExists = (file) => file === name || fileExists(file);
  const program = ts.createProgram([name], options, host);
  const checker = program.getTypeChecker();
  return program
    .getSourceFile(name)!
    .statements.filter(ts.isExpressionStatement)
    .filter(({ expression }) => checker.getTypeAtLocation(expression).getSymbol()?.name === "Promise")
    .map((statement) => statement.getText(program.getSourceFile(name)));
}
