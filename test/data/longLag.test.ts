import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fork, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { type LongLagTaskName, longLagTasks } from "../../lib/data/longLag";

const key = seed(71);
const size = { batchSize: 400, lag: 40 };

/** A batch as arrays. */
function read(name: LongLagTaskName, { batchSize, lag } = size) {
  const { inputs, targets } = longLagTasks[name].batch(key, { batchSize, lag });
  return { inputs: inputs.arraySync(), targets: targets.arraySync() as number[][] };
}

for (const [name, task] of Object.entries(longLagTasks)) {
  test(`${name}: the same key gives the same batch, another another, and nothing else is left`, () => {
    const before = tf.memory().numTensors;
    const batches = [key, key, fork(key, "other")].map((k) => task.batch(k, { batchSize: 3, lag: 12 }));
    const texts = batches.map(({ inputs, targets }) => `${inputs.dataSync()};${targets.dataSync()}`);
    assert.equal(texts[0], texts[1]);
    assert.notEqual(texts[0], texts[2]);
    tf.dispose(batches);
    assert.equal(tf.memory().numTensors, before);
  });
}

describe("temporal order", () => {
  const { inputs, targets } = read("temporalOrder") as { inputs: number[][]; targets: number[][] };

  test("two symbols among distractors, in the second and in the sixth tenth; the target is which and in which order", () => {
    for (const [n, row] of inputs.entries()) {
      const places = row.flatMap((symbol, t) => (symbol < 2 ? [t] : []));
      assert.equal(places.length, 2);
      assert.ok(4 <= places[0] && places[0] < 8 && 20 <= places[1] && places[1] < 24, `${places}`);
      assert.ok(row.every((symbol) => symbol >= 0 && symbol < 6));
      assert.equal(targets[n][0], 2 * row[places[0]] + row[places[1]]);
    }
  });

  test("the four classes are equally likely, so that not to look costs ln 4", () => {
    for (const wanted of [0, 1, 2, 3]) {
      const share = targets.filter(([target]) => target === wanted).length / targets.length;
      assert.ok(Math.abs(share - 0.25) < 0.07, `class ${wanted}: ${share}`);
    }
    assert.equal(longLagTasks.temporalOrder.baseline(40), Math.log(4));
  });
});

describe("adding", () => {
  const { inputs, targets } = read("adding") as { inputs: number[][][]; targets: number[][] };

  test("one mark in each half; the target is the sum of the marked numbers", () => {
    for (const [n, row] of inputs.entries()) {
      const places = row.flatMap(([, mark], t) => (mark === 1 ? [t] : []));
      assert.ok(places.length === 2 && places[0] < 20 && places[1] >= 20 && places[1] < 40, `${places}`);
      assert.ok(Math.abs(targets[n][0] - row[places[0]][0] - row[places[1]][0]) < 1e-6);
      assert.ok(row.every(([value]) => value >= 0 && value < 1));
    }
  });

  test("always to say 1 has a squared error of 1/6, and no other constant a lower one", () => {
    const error = (guess: number) => targets.reduce((sum, [target]) => sum + (target - guess) ** 2, 0) / targets.length;
    assert.ok(Math.abs(error(1) - longLagTasks.adding.baseline(40)) < 0.025, `${error(1)}`);
    assert.ok(error(0.8) > error(1) && error(1.2) > error(1));
  });
});

describe("copy memory", () => {
  const { inputs, targets } = read("copyMemory") as { inputs: number[][]; targets: number[][] };

  test("ten symbols, the lag, the sign to recall; the targets are blanks and then the ten", () => {
    for (const [n, row] of inputs.entries()) {
      assert.equal(row.length, 60);
      assert.ok(row.slice(0, 10).every((symbol) => symbol >= 0 && symbol < 8));
      assert.deepEqual(row.slice(10), [...Array(39).fill(8), 9, ...Array(10).fill(8)]);
      assert.deepEqual(targets[n], [...Array(50).fill(8), ...row.slice(0, 10)]);
    }
  });

  test("who knows all but the symbols pays ln 8 for ten of lag + 20 answers", () => {
    assert.ok(Math.abs(longLagTasks.copyMemory.baseline(40) - (10 * Math.log(8)) / 60) < 1e-12);
  });
});
