import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, mock, test } from "node:test";
import { type Cell, unroll } from "../../lib/cells/cell";
import { fork } from "../../lib/core/random";
import { mapTensors, type NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { learn } from "../../lib/lab/learn";
import { type Checkpoint, loadCheckpoint } from "../../lib/train/checkpoint";
import { methods, type OptimizerOptions } from "../../lib/train/optimizers";
import { train, trainer } from "../../lib/train/train";
import type { RunOptions } from "../../lib/train/trainOptions";
import { cells, H, input, key, N } from "../cells/cells";

const folder = mkdtempSync(path.join(tmpdir(), "divergence-"));
after(() => rmSync(folder, { recursive: true }));

type Batch = { readonly x: tf.Tensor3D; readonly more: tf.Scalar };
type Method = OptimizerOptions["method"];

/** What makes training diverge: the learning rate, an input at a step, or what is added to the loss there. */
interface Ill {
  readonly name: string;
  readonly learningRate?: number;
  readonly at?: number;
  readonly x?: number;
  readonly more?: number;
}
const ills: readonly Ill[] = [
  { name: "learning rate 1e3", learningRate: 1e3 },
  { name: "learning rate 1e10", learningRate: 1e10 },
  { name: "learning rate Infinity", learningRate: Infinity },
  { name: "NaN in the third batch", at: 3, x: Number.NaN },
  { name: "a loss of Infinity at the first step", at: 1, more: Infinity },
  { name: "a loss of −Infinity at the second", at: 2, more: -Infinity },
];

const steps = 8;

function setUp(cell: Cell, method: Method, { learningRate = 0.01, at, x = 0, more = 0 }: Ill) {
  const given = input(key);
  const params: NamedTensors = { ...cell.init(key), out: input(fork(key, "out")).reshape([-1]).slice([0], [H]) };
  const step = {
    loss({ out, ...weights }: NamedTensors, batch: Batch, carried: NamedTensors | undefined) {
      const { h, state } = unroll(cell, weights, batch.x, { initial: carried as ReturnType<Cell["zeroState"]> });
      return { loss: h.mul(out).sub(1).square().mean().add(batch.more) as tf.Scalar, state: state as NamedTensors };
    },
    optimizer: { method, learningRate },
  };
  function* batches(): Generator<Batch> {
    for (let i = 1; ; i++) yield { x: given.add(i === at ? x : 0), more: tf.scalar(i === at ? more : 0) };
  }
  const run = <O extends Partial<RunOptions<NamedTensors, Batch, NamedTensors>>>(over: O) => ({
    ...{ params, state: cell.zeroState(N) as NamedTensors, batches: batches(), steps, ...over },
  });
  return { step, run };
}

const valuesOf = (tensors: NamedTensors) => Object.values(tensors).map((tensor) => [...tensor.dataSync()]);

const cases: readonly (readonly [Cell, Method])[] = [
  ...cells.map((cell) => [cell, "sgd"] as const),
  ...(Object.keys(methods) as Method[]).map((method) => [cells[3], method] as const),
];

let diverged = 0;
describe("training that diverges ends before that step, says so, and keeps what is finite", () => {
  for (const [i, [cell, method]] of cases.entries()) {
    test(`${cell.name} by ${method}`, async () => {
      for (const ill of ills) await holds(cell, method, ill, path.join(folder, `${i} ${ill.name}`));
    });
  }
  test("there were such", () => assert.ok(diverged > 60, `${diverged}`));
});

async function holds(cell: Cell, method: Method, ill: Ill, file: string): Promise<void> {
  const { step, run } = setUp(cell, method, ill);
  const own = trainer(step);
  const said: string[] = [];
  const onDiverged = (why: string) => void said.push(why);
  const checkpoint: Checkpoint = { file, every: 1 };
  const seen: number[] = [];
  const onStep = (_: unknown, now: NamedTensors) => void seen.push(...valuesOf(now).flat());
  const { params, history, ended } = await own.train(run({ onDiverged, onStep, checkpoint }));
  const where = `${cell.name} ${method} ${ill.name}`;
  const numbers = [...seen, ...valuesOf(params).flat(), ...history.flatMap(({ loss, gradNorm }) => [loss, gradNorm])];
  assert.ok(numbers.every(Number.isFinite), where);
  if (ended === "diverged") {
    diverged++;
    assert.equal(said.length, 1, where);
    assert.match(said[0], new RegExp(`got at step ${history.length + 1}: loss .*, gradient norm `));
    const last = history.at(-1);
    const lastOf = last ? `step ${last.step} had loss ${Number(last.loss.toPrecision(4))}` : "no step came before it";
    assert.ok(said[0].includes(lastOf), said[0]);
  } else assert.deepEqual([ended, said, history.length], ["finished", [], steps], where);
  if (ill.at) assert.equal(history.length, ill.at - 1);
  const short = await own.train(run({ steps: history.length }));
  assert.deepEqual(valuesOf(params), valuesOf(short.params), `${where}: as training that was to end there`);
  // What is kept: the position before, and the end is the same from there.
  if (history.length > 0) {
    const saved = loadCheckpoint(checkpoint, { params });
    assert.ok(saved);
    const kept = Object.values(saved.groups as Record<string, NamedTensors>).flatMap((group) => valuesOf(group ?? {}));
    assert.ok(kept.flat().every(Number.isFinite), where);
    assert.deepEqual(valuesOf(saved.groups.params), valuesOf(params), where);
    const again = await own.train(run({ onDiverged, checkpoint }));
    assert.deepEqual([again.ended, again.history], [ended, history]);
    assert.equal(new Set(said).size, ended === "diverged" ? 1 : 0);
  } else assert.ok(!readdirSync(folder).includes(path.basename(file)), where);
  own.close();
}

const ill = ills[3];
test("however it was called, and nothing leaks", async () => {
  const { step, run } = setUp(cells[0], "adam", ill);
  const written = mock.method(process.stderr, "write", () => true);
  const before = tf.memory().numTensors;
  const ends = [];
  const own = trainer(step);
  for (const call of [() => train({ ...step, ...run({}) }), () => own.train(run({}))]) {
    const { params, history, ended } = await call();
    ends.push([ended, history.length, valuesOf(params)]);
    tf.dispose(params);
  }
  const { params, state, ...rest } = run({});
  const given = mapTensors(params, (tensor) => tensor.clone());
  const point = (_: unknown, at: { step: number }) => at.step;
  const learnt = await learn(own, { ...rest, params: given, state, evaluateEvery: 1, point });
  ends.push([learnt.ended, learnt.curve.length, valuesOf(learnt.params)]);
  tf.dispose(learnt.params);
  own.close();
  const words = written.mock.calls.map(({ arguments: [text] }) => `${text}`);
  written.mock.restore();
  assert.deepEqual(ends, [ends[0], ends[0], ends[0]]);
  assert.deepEqual(ends[0].slice(0, 2), ["diverged", 2]);
  assert.deepEqual([words.length, new Set(words).size], [3, 1]);
  assert.match(words[0], /^train: finite numbers expected, got at step 3: loss NaN, gradient norm NaN\. .*\n$/);
  assert.equal(tf.memory().numTensors - before, 2, "but the states of the two calls, which stay the caller's");
});

test("an update that is not finite is not taken, though its loss and gradient are", async () => {
  const said: string[] = [];
  const w = tf.scalar(3e38);
  const { params, history, ended } = await train({
    ...{ params: { w }, batches: [{}, {}], steps: 2, onDiverged: (why) => void said.push(why) },
    loss: (weights: { w: tf.Scalar }) => weights.w.mul(-1e-15) as tf.Scalar,
    optimizer: { method: "sgd", learningRate: 1e38 * 1e38 },
  });
  assert.deepEqual([params.w.dataSync()[0], history, ended], [w.dataSync()[0], [], "diverged"]);
  assert.match(said[0], /at step 1: loss -3e\+23, gradient norm 1e-15; its update gives numbers that are not finite/);
});
