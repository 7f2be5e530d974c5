import assert from "node:assert/strict";
import { test } from "node:test";
import { slidingWindows } from "../../lib/data/windows";

const text = Int32Array.from({ length: 23 }, (_, i) => i);
const [N, T] = [3, 4];

/** The first `count` batches as arrays. */
function read(count: number) {
  const batches = slidingWindows(text, { batchSize: N, windowLength: T })[Symbol.iterator]();
  return Array.from({ length: count }, () => {
    const { inputs, targets } = batches.next().value!;
    const arrays = { inputs: inputs.arraySync() as number[][], targets: targets.arraySync() as number[][] };
    inputs.dispose();
    targets.dispose();
    return arrays;
  });
}

test("a target is the character after its input", () => {
  for (const { inputs, targets } of read(9)) {
    assert.deepEqual(
      targets,
      inputs.map((row) => row.map((token) => (token + 1) % text.length)),
    );
  }
});

test("each reader goes on where it stopped, around the ring", () => {
  const batches = read(9);
  for (let n = 0; n < N; n++) {
    const track = batches.flatMap(({ inputs }) => inputs[n]);
    assert.deepEqual(
      track.slice(1),
      track.slice(0, -1).map((token) => (token + 1) % text.length),
    );
  }
});

test("the readers start at equal distances", () => {
  assert.deepEqual(
    read(1)[0].inputs.map(([first]) => first),
    [0, 7, 14],
  );
});

test("a text that does not fill a window is told", () => {
  assert.throws(() => slidingWindows(text.slice(0, T), { batchSize: N, windowLength: T }), {
    message: "slidingWindows: a text of at least 5 characters (one window) expected, got 4",
  });
});
