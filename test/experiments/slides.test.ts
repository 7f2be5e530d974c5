import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../lib/core/tf";
import { slide, slideNames } from "../../lib/experiments/slides";
import { flaws } from "../diagrams/lines";

describe("a slide of the lecture", () => {
  for (const name of slideNames) {
    test(`${name} is drawn, its lines lead where they say, and it says in words what it shows`, async () => {
      const before = tf.memory().numTensors;
      const { svg, alt, graph } = await slide(name);
      assert.equal(tf.memory().numTensors, before);
      assert.deepEqual(flaws(svg, graph), []);
      assert.ok(svg.length < 60_000, `${svg.length} characters`);
      assert.match(alt, /^.+: .* = .+\.$/);
    });
  }

  test("no two say the same", async () => {
    const words = (await Promise.all(slideNames.map(slide))).map(({ alt }) => alt);
    assert.equal(new Set(words).size, words.length);
  });
});
