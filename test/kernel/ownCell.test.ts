import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Exchange, Kernel, type Message, printedBy } from "./client";

/** A Stop that is not answered must fail, not wait for ever. */
const timeout = 300_000;

const setting = `import { charLm, compile, evaluate, gru, progress, sample, seed, slidingWindows, tf, train, vocabulary } from "../lib";
const text = "A ship went out, and a ship came in; the sea was the same sea. ".repeat(60);
const letters = vocabulary(text);
const model = charLm(gru({ inputSize: letters.size, hiddenSize: 16 }));
const learning = { params: model.init(seed(1)), loss: model.loss, optimizer: { method: "adam", learningRate: 0.01 } as const,
  batches: slidingWindows(letters.encode(text), { batchSize: 4, windowLength: 16 }) };
const said = (at: number) => ({ step }: { step: number }) => { if (step === at) console.log("begun"); };
const doubled = compile((x: tf.Tensor) => x.mul(2));
const one = tf.scalar(1);`;

describe("a cell of one's own", { timeout }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    await ran(setting);
  });
  after(() => kernel.end());

  async function ran(code: string): Promise<Exchange> {
    const exchange = await kernel.run(code);
    assert.equal(exchange.reply.status, "ok", exchange.reply.evalue);
    return exchange;
  }
  const value = async (code: string) => JSON.parse(printedBy(await ran(`console.log(JSON.stringify(${code}));`)));

  /** The cell is stopped once it has printed what it says then. */
  async function stopped(code: string, said = `begun ${code.length}`): Promise<Exchange> {
    const running = kernel.run(code.replace('"begun"', `"${said}"`));
    await Promise.race([kernel.printed(said), running]);
    await new Promise((wait) => setTimeout(wait, 700));
    void kernel.send("interrupt_request", {}, "control");
    return running;
  }
  const shown = ({ published }: Exchange): Message["content"][] =>
    published.filter(({ type }) => /display_data/.test(type)).map(({ content }) => content);
  const lines = (exchange: Exchange) => shown(exchange).map(({ data }) => String(data["text/plain"]));
  const curves = (exchange: Exchange) =>
    shown(exchange).flatMap(({ data }) => data["application/vnd.plotly.v1+json"] ?? []);

  test("a name of an earlier cell is found wherever it stands, in { name }, too", async () => {
    await ran("let near = 1; const far = 2;");
    await ran(
      "const held = { near, inner: () => ({ far }) }; ({ near } = { near: 3 }); { const far = 9; void { far }; }",
    );
    assert.deepEqual(await value("[held.near, held.inner(), near, { near, ...{ far } }]"), [
      1,
      { far: 2 },
      3,
      { near: 3, far: 2 },
    ]);
  });

  test("what an earlier cell's function returns is taken apart under other names", async () => {
    await ran("const parts = () => ({ value: 1, h: { deep: 2 }, left: 3 });");
    await ran("const { value: renamed, h: { deep: inner }, ...others } = parts(); let out = 0;");
    await ran("for (const { value: each, left } of [parts()]) out += each + left;");
    await ran(
      "const [, { value: second }] = [0, parts()]; const given = ({ left: got = 9 }: { left?: number }) => got;",
    );
    assert.deepEqual(await value("[renamed, inner, others, out, second, given(parts())]"), [
      1,
      2,
      { left: 3 },
      4,
      1,
      3,
    ]);
  });

  test("a study of one's own is run by its options, told by Shift-Tab, and judged", async () => {
    await ran(`import { comparedCells, compareCells, type CompareConfig, judgePaired, show, study } from "../lib";
const own = study({
  ...{ id: "6-own", ...comparedCells },
  run: (config: CompareConfig, context) => compareCells({ again: gru }, config, context),
  claims: { alike: { sentence: "One is as good as itself.", figures: ["loss"], judge: ({ trials }) =>
    judgePaired(trials, { conditions: ["again", "GRU"], about: "GRU", margin: 0.05, measured: () => "Bits.",
      effect: (of) => of("again").bits - of("GRU").bits }) } },
});`);
    const { reply } = await kernel.ask("inspect_request", { code: "own", cursor_pos: 2, detail_level: 0 });
    const told = String(reply.data["text/plain"]);
    assert.match(
      told,
      /the study 6-own[\s\S]*alike: One is as good as itself\.[\s\S]*Tables: bits[\s\S]*steps = 400: How many times/,
    );
    const options = "{ ...comparedCells.presets.smoke, corpus: 'README.md' }";
    const cell = await ran(`const compared = await own.run(${options}); show(own.verdict(compared, "alike"));`);
    const [verdict] = shown(cell).flatMap(({ data }) => data["application/vnd.lecture-lab.verdict+json"] ?? []);
    assert.deepEqual([verdict.id, verdict.section, verdict.outcome, verdict.effect], ["6-alike", "6", "holds", 0]);
    assert.match(lines(cell).join("\n"), /24\/24 steps · GRU, seed 2, of 2 seeds/);
  });

  test("a training that is stopped is its value, and goes on as if it had never stopped", async () => {
    const cell = await stopped(
      'const run = await train({ ...learning, steps: 1_000_000, onStep: ({ step }) => { if (step === 500) console.log("begun"); } });',
    );
    assert.equal(cell.reply.status, "ok", cell.reply.evalue);
    const rows = await value("run.history.length");
    assert.ok(rows >= 500, `${rows} rows`);
    assert.equal(await value("run.ended"), "interrupted");
    assert.match(lines(cell).join("\n"), new RegExp(`${rows}/1000000 steps .* stopped here`));
    const steps = rows + 20;
    await ran(`const rest = await train({ ...learning, steps: ${steps}, from: run });`);
    await ran(`const whole = await train({ ...learning, steps: ${steps} });`);
    const losses = (name: string) => value(`${name}.history.map(({ loss }) => loss)`);
    assert.deepEqual(await losses("rest"), await losses("whole"));
  });

  test("its bar, rate and loss are shown while it learns, at most ten times a second, and stay", async () => {
    const cell = await stopped(
      'await train({ ...learning, steps: 100_000, onStep: ({ step }) => { if (step === 1500) console.log("begun"); } });',
    );
    assert.match(lines(cell).join("\n"), /\d+\/100000 steps · loss \d.* · gradient norm .* steps\/s · .* left/);
    const figures = curves(cell);
    assert.ok(figures.length >= 3, `${figures.length} figures`);
    const counts = figures.map(({ data }) => data[0].y.length);
    assert.ok(counts[0] > 1 && counts.every((count) => count <= 401), `${counts} points`);
    const [{ seconds }] = await value("[run.history.at(-1)]");
    assert.ok(seconds > 0);
    assert.equal(new Set(shown(cell).map(({ transient }) => transient.display_id)).size, 2, "a line and a figure");
  });

  test("a Stop ends a loop over trainings: those that were reached are kept", async () => {
    const cell = await stopped(
      'const runs = []; for (const key of [1, 2, 3]) runs.push(await train({ ...learning, params: model.init(seed(key)), steps: 1_000_000, onStep: ({ step }) => { if (step === 50) console.log("begun"); } }));',
    );
    assert.deepEqual([cell.reply.status, cell.reply.ename], ["error", "Interrupted"]);
    assert.equal(await value("runs.length"), 1);
  });

  test("what follows a stopped training in its cell is computed", async () => {
    const cell = await stopped(
      'const early = await train({ ...learning, steps: 1_000_000, onStep: ({ step }) => { if (step === 60) console.log("begun"); } }); const words = sample(model, early.params, { length: 40, sequences: [{ prompt: [1], temperature: 1, key: seed(2) }] });',
    );
    assert.equal(cell.reply.status, "ok", cell.reply.evalue);
    assert.equal(await value("words[0].length"), 40);
  });

  test("a sample that is stopped is what was drawn so far, and an evaluation the mean so far", async () => {
    const sampling =
      'console.log("begun"); const drawn = sample(model, learning.params, { length: 10_000_000, sequences: [{ prompt: [1], temperature: 1, key: seed(2) }] });';
    const cell = await stopped(sampling);
    assert.equal(cell.reply.status, "ok", cell.reply.evalue);
    const count = await value("drawn[0].length");
    assert.ok(count > 0 && count < 10_000_000 && count % 16 === 0, `${count} tokens`);
    assert.match(lines(cell).join("\n"), /tokens .*stopped here/);
    const endless =
      'console.log("begun"); const loss = compile((batch: any, state: any) => model.loss(learning.params, batch, state) as any); const mean = evaluate(loss as never, { batches: (function* () { for (;;) yield* learning.batches; })(), count: 1e9, state: model.zeroState(4) });';
    const other = await stopped(endless);
    assert.equal(other.reply.status, "ok", other.reply.evalue);
    assert.ok((await value("mean")) > 1);
  });

  test("a loop of compiled steps has a bar, draws what it is told, and ends at a Stop with its values", async () => {
    const cell = await stopped(
      'console.log("begun"); let count = 0; const bar = progress(1e9); for (const step of bar) { count += doubled(one).dataSync()[0]; bar.tell({ loss: 1 / (1 + step) }); }',
    );
    assert.equal(cell.reply.status, "ok", cell.reply.evalue);
    assert.ok((await value("count")) > 2);
    assert.match(lines(cell).join("\n"), /1000000000 steps · loss .* stopped here/);
    assert.ok(curves(cell).length > 0);
  });
});
