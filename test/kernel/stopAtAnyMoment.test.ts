import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { everyMoment } from "../everyMoment";
import { Kernel, printedBy } from "./client";

/** A Stop that is not answered must fail, not wait for ever. */
const timeout = 900_000;

const setting = `import { charLm, compile, corpus, gru, languageModel, progress, sample, seed, slidingWindows, tf, train } from "../lib";
process.env.LAB_KEEP = "off";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
const file = tmpdir() + "/stop-" + process.pid + ".txt";
writeFileSync(file, "A ship went out, and a ship came in; the sea was the same sea. ".repeat(60));
const text = corpus(file, { windowLength: 16 });
const model = charLm(gru({ inputSize: text.vocabulary.size, hiddenSize: 16 }));
const params = model.init(seed(1)), state = model.zeroState(4);
const training = async (onStep = () => {}) => tf.dispose((await train({ params, loss: model.loss, state, optimizer: { method: "adam", learningRate: 0.01 },
  batches: slidingWindows(text.train, { batchSize: 4, windowLength: 16 }), steps: 1_000_000, onStep })).params);
const sampling = () => sample(model, params, { length: 1_000_000, sequences: [{ prompt: [1], temperature: 1, key: seed(2) }] });
const doubled = compile((x: tf.Tensor) => x.mul(2));
const one = tf.tensor1d([1]), large = tf.ones([1500, 1500]);
let steps = 0;
const deep = (x: tf.Tensor) => { let y = x; for (let i = 0; i < 30_000; i++) y = y.mul(1.0001); return y; };`;

const small =
  "hiddenSize: 8, batchSize: 4, windowLength: 8, heldOutWindows: 1, texts: 1, textLength: 20, temperatures: [1]";

/** What hears the Stop, and then returns what it has reached. */
const hearing: Record<string, string> = {
  "trains, from its first line": "await training();",
  "trains, after a pause": "await 1; await training();",
  "trains, after other tensors": "tf.tidy(() => void tf.ones([10])); await training(() => { steps++; });",
  samples: "sampling();",
  "samples after a pause": "await 1; sampling();",
  "loops with a bar": "for (const i of progress(Infinity)) doubled(one).dispose();",
};
/** Endless, or longer than any test: what a cell may be at when it is stopped. */
const cells: Record<string, string> = {
  ...hearing,
  "checks types": `const table${"_"} = [${Array.from({ length: 60_000 }, (_, i) => i).join(", ")}]; for (;;);`,
  "trains again and again": "for (;;) { await training(() => { steps++; }); }",
  "records a graph": "compile(deep)(one);",
  "records a graph after a pause": "await 1; compile(deep)(one);",
  "is in one native call after the other": "tf.tidy(() => { for (;;) large.matMul(large).dispose(); });",
  "holds tensors in an open scope": "tf.tidy(() => { for (;;) tf.tidy(() => tf.ones([3]).add(1)); });",
  "takes a gradient": "tf.grad((x) => { for (let y = x; ; ) { y = y.mul(1.001); if (y.size < 0) return y; } })(one);",
  "loops over a compiled step": "for (;;) doubled(one).dispose();",
  "loops over a compiled step after a pause": "await 1; for (;;) doubled(one).dispose();",
  "loops over a compiled step, with pauses":
    "for (;;) { doubled(one).dispose(); await new Promise((r) => setImmediate(r)); }",
  "computes without a pause": "for (;;);",
  waits: "await new Promise(() => {});",
};
const delays = [0, 150, 700]; // ms, after it was sent

describe("a Stop is answered at any moment", { timeout }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    const { reply } = await kernel.run(setting);
    assert.equal(reply.status, "ok", reply.evalue);
    // What is made once, such as what an engine keeps, is made.
    await stopped("doubled(one).dispose(); await training();", 300);
  });
  after(() => kernel.end());

  async function value(code: string): Promise<number> {
    const exchange = await kernel.run(`console.log(${code});`);
    assert.equal(exchange.reply.status, "ok", exchange.reply.evalue);
    return Number(printedBy(exchange));
  }
  const press = () => void kernel.send("interrupt_request", {}, "control");

  async function stopped(code: string, delay: number, presses = 1) {
    const { reply } = kernel.send("execute_request", { code });
    await new Promise((wait) => setTimeout(wait, delay));
    for (let i = 0; i < presses; i++) press();
    return reply;
  }

  for (const [i, [what, code]] of Object.entries(cells).entries()) {
    for (const delay of everyMoment ? delays : [delays[i % delays.length]]) {
      test(`of a cell that ${what}, ${delay} ms after it was sent`, async () => {
        const tensors = await value("tf.memory().numTensors");
        const { status, ename, evalue } = await stopped(code, delay, delay === 150 ? 2 : 1);
        // Before it has begun there is nothing that could hear.
        if (!(what in hearing && status === "ok"))
          assert.deepEqual([status, ename], ["error", "Interrupted"], `${status} ${ename}: ${evalue}`);
        assert.equal(await value("1 + 1"), 2);
        assert.equal(await value("doubled(tf.scalar(4)).dataSync()[0] + Math.floor(Math.random())"), 8);
        await new Promise((wait) => setTimeout(wait, 100));
        // One for the number 4, one for its double; and what is ended by force may lose the one tensor that was on its
        // way from a scope that had closed to the scope around it. What was ended before may let its last go only now.
        const more = (await value("tf.memory().numTensors")) - tensors - 2;
        assert.ok(more <= 0 || (more === 1 && status === "error"), `${more} tensors more`);
      });
    }
  }

  for (const [what, sent, outcome] of [
    ["sent before it", -1, "error"],
    ["sent after it", 1, "ok"],
  ] as const) {
    test(`which is read before a cell that was ${what}`, async () => {
      const at = Date.now();
      await kernel.send("interrupt_request", {}, "control", { at }).reply;
      const { status } = await kernel.send("execute_request", { code: "steps" }, "shell", { at: at + sent }).reply;
      assert.equal(status, outcome);
    });
  }

  test("what the stopped cells began has ended", async () => {
    const before = await value("steps");
    await new Promise((wait) => setTimeout(wait, 1000));
    assert.equal(await value("steps"), before);
  });

  test("a study in processes: it returns what it reached, and what follows in the cell is computed", async () => {
    for (const delay of [500, 3000]) {
      const running = kernel.send("execute_request", {
        code: `console.log("begun ${delay}"); const r = await languageModel.run({ steps: 1_000_000, seeds: 2, evaluateEvery: 1000, corpus: file, ${small} }); doubled(one).dispose();`,
      });
      // Before it, the cell is compiled, for seconds on a busy machine.
      await kernel.printed(`begun ${delay}`);
      await new Promise((wait) => setTimeout(wait, delay));
      press();
      const { status, ename } = await running.reply;
      assert.equal(status, "ok", ename);
    }
  });

  test("ten cells that are ended in an open scope leave no memory behind", async () => {
    const hold = "tf.tidy(() => { for (let i = 0; i < 200; i++) tf.ones([250_000]); for (;;); });"; // 200 MB
    await stopped(hold, 500);
    const before = await value("process.memoryUsage.rss()");
    for (let i = 0; i < 10; i++) await stopped(hold, 500);
    const grown = (await value("process.memoryUsage.rss()")) - before;
    assert.ok(grown < 300e6, `${Math.round(grown / 1e6)} MB more`);
  });
});

describe("a Stop of the first cell", { timeout }, () => {
  const first = {
    waits: "await new Promise(() => {});",
    computes: "for (;;);",
    "loads the library": 'import { tf } from "../lib"; tf.scalar(1); await new Promise(() => {});',
  };
  for (const [what, code] of Object.entries(first)) {
    // At 0 ms the Stop may be read before the cell: they come on two sockets.
    for (const delay of [0, 400]) {
      test(`that ${what}, ${delay} ms after it was sent to a kernel that has just started`, async () => {
        const kernel = await Kernel.start();
        const { reply } = kernel.send("execute_request", { code });
        await new Promise((wait) => setTimeout(wait, delay));
        void kernel.send("interrupt_request", {}, "control");
        const { status, ename } = await reply;
        assert.deepEqual([status, ename], ["error", "Interrupted"]);
        const { reply: next } = await kernel.run('import { tf } from "../lib"; tf.scalar(2).dataSync()[0]');
        assert.equal(next.status, "ok", next.evalue);
        await kernel.end();
      });
    }
  }
});
