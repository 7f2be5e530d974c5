import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, shared } from "../../lib/core/compile";
import { normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

const [W, x] = [normal<tf.Rank.R2>(seed(1), [8, 8], 0.5), normal<tf.Rank.R2>(seed(2), [2, 8])];
const times = 60;
const part = ({ W, h }: { W: tf.Tensor2D; h: tf.Tensor2D }) => {
  let next = h;
  for (let t = 0; t < 8; t++) next = next.matMul(W).add(h).tanh().mul(h.sigmoid());
  return { h: next };
};
/** A recurrence of more nodes than TensorFlow optimises. */
const chain = (of: typeof part) => (W: tf.Tensor2D, x: tf.Tensor2D) => {
  let h = x;
  for (let i = 0; i < times; i++) h = of({ W, h }).h;
  return h;
};

test("a compiled function with shared parts computes the digits of one without, also where it is called in another", () => {
  const plain = compile(chain(part));
  const inShards = (of: typeof part) => {
    const shard = compile(chain(of));
    return compile((W: tf.Tensor2D, x: tf.Tensor2D) =>
      tf.concat((tf.split(x, 2) as tf.Tensor2D[]).map((one) => shard(W, one))),
    );
  };
  assert.deepEqual(compile(chain(shared(part)))(W, x).dataSync(), plain(W, x).dataSync());
  assert.deepEqual(inShards(shared(part))(W, x).dataSync(), inShards(part)(W, x).dataSync());
});

test("a shared part is recorded once, however often it is called; outside of a recording it simply runs", () => {
  let runs = 0;
  const counted = shared((given: Parameters<typeof part>[0]) => {
    runs++;
    return part(given);
  });
  compile(chain(counted))(W, x);
  assert.equal(runs, 1);
  const before = tf.memory().numTensors;
  const { h } = counted({ W, h: x });
  assert.equal(runs, 2);
  assert.deepEqual(
    h.dataSync(),
    tf.tidy(() => part({ W, h: x }).h.dataSync()),
  );
  h.dispose();
  assert.equal(tf.memory().numTensors, before);
});
