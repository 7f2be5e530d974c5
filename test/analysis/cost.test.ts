import assert from "node:assert/strict";
import { test } from "node:test";
import { multiplyAdds, peakBytes } from "../../lib/analysis/cost";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { tf } from "../../lib/core/tf";

const [D, H, V] = [7, 5, 11];
const sizes = { inputSize: D, hiddenSize: H };

test("products multiply H² for each gate, and H V to read out; the GRU's are three quarters of the LSTM's", () => {
  const [rnn, three, four] = [vanilla(sizes), gru(sizes), lstm(sizes)].map(
    (cell) => multiplyAdds(cell as never, V) - H * V,
  );
  assert.deepEqual([rnn, three, four], [H * H, 3 * H * H, 4 * H * H]);
});

test("peak bytes are those held at once: a chain that lets go holds less than a list", async () => {
  const x = tf.zeros([250]);
  const list = await peakBytes(() => Array.from({ length: 10 }, () => x.add(1)));
  const chain = await peakBytes(() => {
    let y = x.add(1);
    for (let i = 0; i < 9; i++) {
      const next = y.add(1);
      y.dispose();
      y = next;
    }
    return y;
  });
  assert.ok(list >= 10_000 && list < 11_000, `${list}`);
  assert.equal(tf.memory().numBytes, 1_000);
  assert.ok(chain >= 2_000 && chain < 3_000, `${chain}`);
  x.dispose();
});
