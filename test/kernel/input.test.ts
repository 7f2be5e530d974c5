import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Kernel } from "./client";

const result = "at last";
const node = (code: string) => `{ const { createInterface } = await import("node:readline"); ${code} }`;
const promises = (code: string) => `{ const { createInterface } = await import("node:readline/promises"); ${code} }`;
const both = "{ input: process.stdin, output: process.stdout }";

/** Ways to ask; what each is answered with stands in `given`. */
const ways: Record<string, string> = {
  question: promises(`const ask = createInterface(${both}); given = await ask.question("Name? "); ask.close();`),
  "a question with a callback": node(
    `const ask = createInterface(${both}); given = await new Promise((r) => ask.question("Name? ", r)); ask.close();`,
  ),
  lines: node("for await (const line of createInterface({ input: process.stdin })) { given = line; break; }"),
  chunks: "for await (const chunk of process.stdin) { given = chunk; break; }",
  data: 'given = await new Promise((r) => process.stdin.once("data", r)); process.stdin.pause();',
  "data again": 'given = await new Promise((r) => process.stdin.once("data", r)); process.stdin.pause();',
};

/** What can only wait in a way in which no answer is heard. */
const synchronous = {
  "readFileSync(0)": 'given = require("fs").readFileSync(0, "utf8");',
  "readFileSync, imported": 'const { readFileSync } = await import("node:fs"); given = readFileSync(0);',
  "/dev/stdin": 'given = require("node:fs").readFileSync("/dev/stdin");',
  readSync: 'given = require("fs").readSync(0, Buffer.alloc(9));',
};

describe("a cell that asks", { timeout: 300_000 }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    await kernel.run("let given: any;");
  });
  after(() => kernel.end());

  for (const [way, code] of Object.entries(ways)) {
    test(`by ${way} is answered, and where there is none who could, it fails with a sentence`, async () => {
      const running = kernel.run(`${code}\ngiven.trim()`, { allow_stdin: true });
      const { type, content } = await kernel.asked();
      assert.deepEqual([type, content], ["input_request", { prompt: "", password: false }]);
      kernel.send("input_reply", { value: result }, "stdin");
      const { reply, published } = await running;
      assert.equal(reply.status, "ok", reply.evalue);
      assert.equal(published.at(-2)?.content.data?.["text/plain"], `'${result}'`);
      for (const options of [{ allow_stdin: false }, {}]) {
        const refused = (await kernel.run(code, options)).reply;
        assert.deepEqual([refused.status, refused.ename], ["error", "InputError"]);
        assert.match(refused.evalue, /^a cell asks for input here, and what runs this notebook has none to give$/);
      }
    });
  }

  for (const [way, code] of Object.entries(synchronous)) {
    test(`by ${way} fails with a sentence`, async () => {
      const { reply } = await kernel.run(code, { allow_stdin: true });
      assert.deepEqual([reply.status, reply.ename], ["error", "InputError"]);
      assert.match(reply.evalue, /^read(File)?Sync cannot wait for input in a notebook; await /);
    });
  }

  test("and is stopped, and answered late, has ended; what follows is answered with its own", async () => {
    const running = kernel.run(`console.log("asking"); ${ways.question}`, { allow_stdin: true });
    await kernel.asked();
    await kernel.ask("interrupt_request", {}, "control");
    assert.equal((await running).reply.ename, "Interrupted");
    kernel.send("input_reply", { value: "late" }, "stdin");
    const next = kernel.run(`${ways.question}\ngiven`, { allow_stdin: true });
    await kernel.asked();
    kernel.send("input_reply", { value: result }, "stdin");
    assert.equal((await next).published.at(-2)?.content.data["text/plain"], `'${result}'`);
  });
});
