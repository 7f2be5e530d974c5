import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { type Exchange, Kernel, printedBy, traceback } from "./client";

const types = ({ published }: Exchange): string[] =>
  published.map(({ type, content }) => (type === "status" ? content.execution_state : type));

describe("the kernel's side of the conversation", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.end());

  test("says what it is", async () => {
    const { reply } = await kernel.ask("kernel_info_request");
    assert.equal(reply.status, "ok");
    const { version, ...language } = reply.language_info;
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(language, {
      name: "typescript",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    });
  });

  test("a cell: busy, its input, what it prints and shows in this order, its result, idle", async () => {
    const code = 'console.log("a"); require("tslab").display.html("<b>"); console.log("b"); console.error("c"); 6 * 7';
    const ran = await kernel.run(code);
    const order = ["busy", "execute_input", "stream", "display_data", "stream", "stream", "execute_result", "idle"];
    assert.deepEqual(types(ran), order);
    const [, input, , , , , result] = ran.published;
    assert.equal(ran.reply.status, "ok");
    assert.deepEqual(input.content, { code, execution_count: ran.reply.execution_count });
    assert.deepEqual(result.content.data, { "text/plain": "42" });
    assert.equal(result.content.execution_count, ran.reply.execution_count);
  });

  test("a value that has a form of its own is shown in it; one whose form cannot be had, as text", async () => {
    const value = (form: string) => `({ [Symbol.for("Jupyter.display")]() { ${form} } })`;
    const shown = async (form: string) =>
      (await kernel.run(value(form))).published.find(({ type }) => type === "execute_result")?.content.data;
    assert.equal((await shown('return { "text/html": "<b>1</b>" };'))["text/html"], "<b>1</b>");
    assert.deepEqual(Object.keys(await shown('throw new Error("none");')), ["text/plain"]);
  });

  test("a cell that fails is an error, on both channels, and later cells run", async () => {
    const failed = await kernel.run('throw new RangeError("boom")');
    const { status, execution_count, ...error } = failed.reply;
    assert.equal(status, "error");
    assert.deepEqual([error.ename, error.evalue], ["RangeError", "boom"]);
    assert.deepEqual(failed.published.find(({ type }) => type === "error")?.content, error);
    assert.equal((await kernel.run("1")).reply.execution_count, execution_count + 1);
  });

  test("code that is empty, or a comment, is a cell", async () => {
    for (const code of ["", "  \n", "// nothing", "type Only = number;"]) {
      assert.equal((await kernel.run(code)).reply.status, "ok", JSON.stringify(code));
    }
  });

  test("cells that waited behind a failing one are aborted, all of them; what comes later is not", async () => {
    const code = "for (const end = Date.now() + 300; Date.now() < end; );\nthrow new Error('stop');";
    const failing = kernel.run(code);
    const waiting = ["1", "2", "3"].map((cell) => kernel.run(cell));
    const asked = kernel.ask("kernel_info_request");
    assert.equal((await failing).reply.status, "error");
    for (const exchange of await Promise.all(waiting)) {
      assert.deepEqual(exchange.reply, { status: "aborted" });
      assert.deepEqual(types(exchange), ["busy", "idle"]);
    }
    assert.equal((await asked).reply.status, "ok", "a question is answered");
    assert.equal((await kernel.run("4")).reply.status, "ok");
  });

  test("with stop_on_error false, the cells behind a failure run", async () => {
    const failing = kernel.run("throw 1", { stop_on_error: false });
    const next = kernel.run("2");
    assert.equal((await failing).reply.status, "error");
    assert.equal((await next).reply.status, "ok");
  });

  test("a hundred thousand lines in one go arrive, every one, in few messages, and then idle", async () => {
    const ran = await kernel.run('for (let i = 0; i < 100_000; i++) console.log("line " + i);');
    const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
    assert.ok(printedBy(ran) === expected, "every line, in order");
    const messages = types(ran).filter((type) => type === "stream").length;
    assert.ok(messages < 200, `${messages} messages`);
  });

  test("ten thousand displays in one go arrive, every one", async () => {
    const ran = await kernel.run('for (let i = 0; i < 10_000; i++) require("tslab").display.text(String(i));');
    const shown = ran.published.filter(({ type }) => type === "display_data").map(({ content }) => content.data);
    assert.deepEqual(
      shown.map((data) => Number(data["text/plain"])),
      Array.from({ length: 10_000 }, (_, i) => i),
    );
  });

  test("what a computation without a pause prints is seen while it computes", async () => {
    const running = kernel.run(
      'console.log("a"); console.log("begun"); for (const end = Date.now() + 3000; Date.now() < end; );',
    );
    const began = Date.now();
    await kernel.printed("begun");
    assert.ok(Date.now() - began < 2000);
    await running;
  });

  test("characters of several bytes that are written in two pieces stay whole", async () => {
    const ran = await kernel.run('for (const byte of Buffer.from("é🎉")) process.stdout.write(Buffer.from([byte]));');
    assert.equal(printedBy(ran), "é🎉");
  });

  test("what fails where nothing waits for it is the failure of its cell, or of the next, and the kernel lives", async () => {
    const wait = "await new Promise((resolve) => setTimeout(resolve, 300));";
    for (const [code, expected] of [
      [
        'Promise.reject(new Error("boom"));\n1',
        /^Nothing waited .*, while Cell \[\d+\] ran:\n {2}in Cell .*, line 1\n/,
      ],
      ['Promise.reject("boom");', /^Nothing waited .*, while Cell \[\d+\] ran:\nThrown: 'boom'$/],
      ['async function f() {\n  await 1;\n  throw new Error("boom");\n}\nf();\n2', /in Cell \[\d+\], line 3 \(f\)/],
      [`setTimeout(() => { throw new Error("boom"); }, 10);\n${wait}`, /in Cell \[\d+\], line 1 /],
      ['await new Promise(async () => { throw new Error("boom"); });', /in Cell \[\d+\], line 1/],
      ['await new Promise(() => setTimeout(() => { throw new Error("boom"); }, 10));', /in Cell \[\d+\], line 1/],
    ] as const) {
      const failed = await kernel.run(code);
      assert.equal(failed.reply.status, "error", code);
      assert.match(failed.reply.evalue, /boom/);
      assert.match(traceback(failed), expected);
      assert.equal((await kernel.run("2")).reply.status, "ok", "told once");
    }
    const left = await kernel.run('setTimeout(() => { throw new Error("boom"); }, 1000);');
    assert.equal(left.reply.status, "ok", "nothing has failed yet");
    const next = await kernel.run("await new Promise((resolve) => setTimeout(resolve, 1500));");
    assert.match(
      traceback(next),
      new RegExp(`Nothing waited.*\n  in Cell \\[${left.reply.execution_count}\\], line 1`),
    );
  });

  test("what nothing waits for is told at once where its cell goes on", async (t) => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "told-")), "go-on");
    t.after(() => rmSync(path.dirname(file), { recursive: true }));
    const running = kernel.run(
      [
        'Promise.reject(new Error("told at once"));',
        'const { existsSync } = await import("node:fs");',
        `while (!existsSync(${JSON.stringify(file)})) await new Promise((resolve) => setTimeout(resolve, 50));`,
        'console.log("end");',
      ].join("\n"),
    );
    await kernel.printed("told at once\n");
    writeFileSync(file, "");
    const ran = await running;
    assert.match(printedBy(ran, "stderr"), /Nothing waited[\s\S]*told at once/);
    assert.deepEqual([printedBy(ran), ran.reply.evalue], ["end\n", "told at once"]);
  });

  test("a promise that is waited for before its cell ends is no failure of its own", async () => {
    const code =
      'const p = Promise.reject(new Error("boom"));\nawait new Promise((resolve) => setTimeout(resolve, 20));\nawait p.catch(() => {});';
    const ran = await kernel.run(code);
    assert.deepEqual([ran.reply.status, printedBy(ran, "stderr")], ["ok", ""]);
  });

  test("process.exit is the failure of its cell, however it is called, and the kernel lives", async () => {
    await kernel.run("const computed = 6 * 7;");
    for (const code of [
      "process.exit(0);",
      "process.exit();",
      "try { process.exit(3); } catch {}\n1",
      "await new Promise(() => setTimeout(process.exit, 10));",
      'import { exit } from "node:process";\nexit(0);',
    ]) {
      const { reply } = await kernel.run(code);
      assert.deepEqual([reply.status, reply.ename], ["error", "ExitError"], code);
      assert.match(reply.evalue, /^process\.exit\(\d?\) would end the kernel/);
    }
    assert.equal((await kernel.run("computed")).published.at(-2)?.content.data["text/plain"], "42");
  });

  test("silent: only busy and idle, and no number; store_history false: no number", async () => {
    const { reply } = await kernel.run("1");
    assert.deepEqual(types(await kernel.run('console.log("x"); 1', { silent: true })), ["busy", "idle"]);
    const failed = await kernel.run("throw 1", { silent: true });
    assert.equal(failed.reply.status, "error");
    assert.deepEqual(types(failed), ["busy", "idle"]);
    assert.deepEqual(types(await kernel.run("1", { store_history: false })), [
      "busy",
      "execute_input",
      "execute_result",
      "idle",
    ]);
    assert.equal((await kernel.run("1")).reply.execution_count, reply.execution_count + 1);
    const { history } = (await kernel.ask("history_request", { hist_access_type: "tail", n: 2, output: false })).reply;
    assert.deepEqual(
      history.map(([, line]: [number, number]) => line),
      [reply.execution_count, reply.execution_count + 1],
    );
  });

  test("user_expressions are evaluated after the cell", async () => {
    const { reply } = await kernel.run("const width = 3;", { user_expressions: { twice: "width * 2", no: "height" } });
    assert.equal(reply.user_expressions.twice.data["text/plain"], "6");
    assert.equal(reply.user_expressions.no.status, "error");
  });

  test("there are no widgets, and who asks for one is told", async () => {
    assert.deepEqual((await kernel.ask("comm_info_request")).reply, { status: "ok", comms: {} });
    const { id } = kernel.send("comm_open", { comm_id: "c", target_name: "jupyter.widget", data: {} });
    await kernel.run("1");
    assert.deepEqual(kernel.published(id)[1].content, { comm_id: "c", data: {} });
  });

  test("a message without the key's signature is not obeyed", async () => {
    const { id } = kernel.send("execute_request", { code: 'console.log("forged")' }, "shell", {
      signedWith: "another key",
    });
    await kernel.run("1");
    assert.deepEqual(kernel.published(id), []);
  });

  test("what is printed just before the process ends is not lost", async () => {
    const other = await Kernel.start();
    other.send("execute_request", { code: 'console.log("last words");' });
    other.send("shutdown_request", {});
    await other.printed("last words");
    assert.equal(await other.exit(), 0);
    await other.end();
  });

  test("shutdown is answered, and the process ends by itself", async () => {
    const other = await Kernel.start();
    const { reply } = other.send("shutdown_request", { restart: true }, "control");
    assert.deepEqual(await reply, { status: "ok", restart: true });
    assert.equal(await other.exit(), 0);
    await other.end();
  });
});
