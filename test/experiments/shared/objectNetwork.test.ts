import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { LabError } from "../../../lib/core/errors";
import { tf } from "../../../lib/core/tf";
import { objectNetwork } from "../../../lib/experiments/shared/objectNetwork";
import { assertClose } from "../../close";

const scratch = () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lab-objects-"));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
};
const tiny = { imageSize: 32, layouts: 1, steps: 6, batchSize: 16 };
const pictures = tf.tidy(() => tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], 0, 255, "float32", 3));

test("it is trained once and then read from its file: the same backbone, the same accuracy, nothing leaked", async () => {
  const folder = scratch();
  const before = tf.memory().numTensors;
  let steps = 0;
  const onStep = () => {
    steps++;
  };
  const first = await objectNetwork({ ...tiny, folder, onStep });
  const again = await objectNetwork({ ...tiny, folder, onStep });
  assert.equal(steps, tiny.steps);
  assert.equal(again.name, first.name);
  assert.equal(again.accuracy, first.accuracy);
  assert.ok(first.accuracy >= 0 && first.accuracy <= 1);
  assert.deepEqual(first.taps, { pool4: [16, 64], conv5_3: [16, 96], fc7: [128] });
  const [a, b] = [first, again].map((backbone) => backbone.extract(pictures));
  assertClose(a.fc7, b.fc7, 0);
  assert.ok(a.fc7.abs().max().dataSync()[0] > 0);
  tf.dispose([a, b]);
  first.dispose();
  again.dispose();
  assert.ok(tf.memory().numTensors - before <= 2, "but for the two of this test's own check");
  assert.deepEqual(readdirSync(folder).sort(), [`${first.name}.json`, `${first.name}.safetensors`]);
});

test("another configuration is another network", async () => {
  const folder = scratch();
  const names = new Set<string>();
  for (const change of [{}, { seed: 2 }, { learningRate: 0.001 }]) {
    const network = await objectNetwork({ ...tiny, steps: 1, ...change, folder });
    names.add(network.name);
    network.dispose();
  }
  assert.equal(names.size, 3);
});

test("stopped, it says so, and the next call goes on from there to the same weights", async () => {
  const [folder, other] = [scratch(), scratch()];
  const stop = new AbortController();
  const onStep = ({ step }: { step: number }) => {
    if (step === 3) stop.abort();
  };
  await assert.rejects(objectNetwork({ ...tiny, folder, onStep, signal: stop.signal }), LabError);
  const seen: number[] = [];
  const resumed = await objectNetwork({ ...tiny, folder, onStep: ({ step }) => seen.push(step) });
  assert.deepEqual(seen, [4, 5, 6]);
  const whole = await objectNetwork({ ...tiny, folder: other });
  const [a, b] = [resumed, whole].map((backbone) => backbone.extract(pictures));
  assertClose(a.conv5_3, b.conv5_3, 0);
  tf.dispose([a, b]);
  resumed.dispose();
  whole.dispose();
});
