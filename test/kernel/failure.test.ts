import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { Kernel, printedBy, traceback } from "./client";

describe("a failure leads to the line that was written", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.end());

  /** The places that a traceback names, with the code of each; cells are numbered from the one that failed. */
  async function places(code: string): Promise<string[]> {
    const failed = await kernel.run(code);
    assert.equal(failed.reply.status, "error");
    const lines = traceback(failed).split("\n");
    assert.ok(lines.length > 1, `${failed.reply.traceback}`);
    return lines.flatMap((line, i) => {
      const [, cell, rest] = line.match(/^ {2}in (?:Cell \[(\d+)\], )?(.*)$/) ?? [];
      if (!rest) return [];
      const code = lines.slice(i + 1).find((line) => line.startsWith("---->")) ?? "";
      return [`${cell ? `cell ${Number(cell) - failed.reply.execution_count}, ` : ""}${rest}: ${code.split(" | ")[1]}`];
    });
  }

  test("whatever the compiler drops, moves or adds before it", async () => {
    const code = [
      "// a comment",
      "interface Point { x: number; y: number }",
      "type Both = Point & { z: number };",
      "",
      "const point: Point = {",
      "  x: 1,",
      "  y: 2,",
      "};",
      "enum Colour { red, green }",
      'if (point.x < point.y) throw new Error("here");',
      "const never: Both = { ...point, z: 3 };",
    ].join("\n");
    assert.deepEqual(await places(code), ['cell 0, line 10: if (point.x < point.y) throw new Error("here");']);
  });

  test("through the functions of earlier cells, and after waiting", async () => {
    const defined = await kernel.run(
      "type N = number;\nasync function careful(n: N) {\n  await 1;\n  throw new RangeError(String(n));\n}",
    );
    assert.equal(defined.reply.status, "ok");
    assert.deepEqual(await places("const n: number = 1;\n\nawait careful(n);"), [
      "cell 0, line 3: await careful(n);",
      "cell -1, line 4 (careful):   throw new RangeError(String(n));",
    ]);
  });

  test("of an error that is its own cause, told once", async () => {
    const code = 'const a = new Error("a");\nconst b = new Error("b", { cause: a });\na.cause = b;\nthrow b;';
    const failed = await kernel.run(code);
    assert.equal(failed.reply.evalue, "b");
    assert.equal(traceback(failed).match(/which led to/g)?.length, 1);
  });

  test("of a value that cannot be described: the cell has run all the same", async () => {
    const code = '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no"); } })';
    const { reply } = await kernel.run(code);
    assert.equal(reply.status, "ok");
  });

  test("in what Node itself refuses", async () => {
    assert.deepEqual(await places('let text: string = "{";\nJSON.parse(text);'), ["cell 0, line 2: JSON.parse(text);"]);
  });

  test("in the library, at the line of its TypeScript", async () => {
    // What may be imported refuses in a sentence.
    const code = 'const { progressLine } = require("../dist/lib/view/progress.js");\nprogressLine(null, 1);';
    const [first, ...others] = await places(code);
    const inLib = others.pop()!;
    const [, file, line, source] = inLib.match(/^(lib\/.*\.ts):(\d+).*?: (.*)$/)!;
    assert.equal(readFileSync(path.join(projectRoot, file), "utf8").split("\n")[Number(line) - 1], source);
    assert.match(first, /^cell 0, line 2: progressLine/);
    assert.doesNotMatch(others.join(), /node_modules|node:|tfjs/);
  });

  test("a mistake of the user's is its sentence and the cell's line, nothing of the library", async () => {
    const code =
      'import { languageModel } from "../lib";\nconst size = -3;\nawait languageModel.run({ hiddenSize: size });';
    assert.deepEqual(await places(code), ["cell 0, line 3: await languageModel.run({ hiddenSize: size });"]);
    const { reply } = await kernel.run(code);
    assert.equal(reply.ename, "LabError");
    assert.match(reply.evalue, /hiddenSize: a positive whole number expected, got -3$/);
  });

  test("what the compiler refuses, every line of it", async () => {
    const failed = await kernel.run("const a: number = 1;\nconst b: string = a;\nconst c = missing;");
    assert.equal(failed.reply.ename, "TypeScriptError");
    assert.equal(failed.reply.evalue, "line 2: b: a text expected, got a number (and 1 more)");
    assert.match(
      traceback(failed),
      /----> 2 \| const b: string = a;\n.*\^[\s\S]*a text expected, got a number\n[\s\S]*----> 3 \| const c = missing;[\s\S]*missing: no such name/,
    );
    assert.equal(printedBy(failed, "stderr"), "");
    const broken = await kernel.run("const = 3;");
    assert.match(traceback(broken), /----> 1 \| const = 3;/);
  });

  test("what is thrown and no error, or has a cause", async () => {
    for (const thrown of ['"text"', "undefined", "null", "{ code: 3 }"]) {
      const { reply } = await kernel.run(`throw ${thrown};`);
      assert.deepEqual([reply.status, reply.ename], ["error", "Thrown"], thrown);
    }
    const caused = await kernel.run('throw new Error("outer", { cause: new TypeError("inner") });');
    assert.match(traceback(caused), /TypeError: inner\nwhich led to:[\s\S]*\nError: outer$/);
  });

  test("every way to wait at the top level is one", async () => {
    for (const code of [
      "await (Promise.resolve(1))",
      "await [1]",
      "for await (const x of [1]) x;",
      "await (1 as any);",
    ]) {
      assert.equal((await kernel.run(code)).reply.status, "ok", code);
    }
    assert.equal((await kernel.run("async () => { await 1; };\n2")).published.at(-2)?.content.data["text/plain"], "2");
  });

  test("what a failing cell has declared before it failed stays, what it has not reached keeps its value", async () => {
    await kernel.run("const kept = 1; const old = 2;");
    const failed = await kernel.run(
      'const { first, rest: [second] } = { first: 10, rest: [20] };\nconst kept = "new";\nthrow 1;\nconst old = "new", later = 3;',
    );
    assert.equal(failed.reply.status, "error");
    const after = await kernel.run("const sum: number = first + second + old; [sum, kept.toUpperCase()]");
    assert.equal(after.published.at(-2)?.content.data?.["text/plain"], "[ 32, 'NEW' ]");
    assert.match((await kernel.run("later")).reply.evalue, /^line 1: later: no such name/);
  });
});
