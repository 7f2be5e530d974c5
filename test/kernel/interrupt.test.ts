import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Kernel, printedBy } from "./client";

/** A Stop that does not work must fail, not wait for ever. */
const timeout = 120_000;

describe("a Stop", { timeout }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
  });
  after(() => kernel.end());

  const stops = {
    "as a signal": () => kernel.process.kill("SIGINT"),
    "as a message": () => void kernel.ask("interrupt_request", {}, "control"),
  };
  const endless = {
    "computes without a pause": 'console.log("begun"); for (;;);',
    waits: 'console.log("begun"); await new Promise((r) => setTimeout(r, 1e6));',
  };
  for (const [how, stop] of Object.entries(stops)) {
    for (const [what, code] of Object.entries(endless)) {
      test(`${how} ends a cell that ${what}, and those behind it`, () => ended(stop, code));
    }
  }

  // A signal cannot: the kernelspec asks for messages.
  test("as a message ends a cell that computes without a pause after it has waited", () =>
    ended(stops["as a message"], 'await 1; console.log("begun"); for (;;);'));

  let cells = 0;
  async function ended(stop: () => void, code: string): Promise<void> {
    const said = `begun ${++cells}`;
    const running = kernel.run(code.replace("begun", said));
    const behind = kernel.run("1");
    await kernel.printed(said);
    stop();
    const { reply } = await running;
    assert.deepEqual([reply.status, reply.ename], ["error", "Interrupted"]);
    assert.deepEqual((await behind).reply, { status: "aborted" });
    assert.equal((await kernel.run("1")).reply.status, "ok");
  }

  test("of an idle kernel does nothing", async () => {
    kernel.process.kill("SIGINT");
    assert.equal((await kernel.run("1")).reply.status, "ok");
  });

  test("of a study keeps what was reached: the cell succeeds, and those behind it run", async () => {
    const overrides = tiny({ steps: 100_000, seeds: 1 });
    await kernel.run('import { languageModel, show } from "../lib";\nprocess.env.LAB_KEEP = "off";');
    const running = kernel.send("execute_request", { code: `const r = await languageModel.run(${overrides});` });
    const behind = kernel.run('show(languageModel.verdict(r, "state-helps"));');
    await kernel.until(() =>
      kernel.published(running.id).some(({ content }) => /^[1-9]\d*\/\d+ steps/.test(text(content))),
    );
    kernel.process.kill("SIGINT");
    assert.equal((await running.reply).status, "ok");
    const { published } = await behind;
    assert.match(JSON.stringify(published), /UNDECIDED/);
    assert.ok(kernel.published(running.id).some(({ content }) => /stopped here/.test(text(content))));
  });
});

const text = (content: { data?: Record<string, unknown> }): string => String(content.data?.["text/plain"] ?? "");

function tiny(overrides: object): string {
  const small = { hiddenSize: 8, batchSize: 4, windowLength: 8, evaluateEvery: 10, heldOutWindows: 1 };
  return JSON.stringify({ ...small, texts: 1, textLength: 20, temperatures: [1], ...overrides });
}

test("a kernel that is started again computes the same numbers", { timeout }, async () => {
  const cells = [
    'import { languageModel } from "../lib";\nprocess.env.LAB_KEEP = "off";',
    `const r = await languageModel.run(${tiny({ steps: 20, seeds: 2 })});`,
    "console.log(JSON.stringify(r));",
  ];
  const runs: string[] = [];
  for (const _ of [1, 2]) {
    const kernel = await Kernel.start();
    const ran = await Promise.all(cells.map((cell) => kernel.run(cell)));
    await kernel.end();
    runs.push(printedBy(ran[2]).replace(/"(seconds|megabytes)":[\d.]+/g, ""));
  }
  assert.ok(runs[0].length > 200, runs[0]);
  assert.equal(runs[0], runs[1]);
});
