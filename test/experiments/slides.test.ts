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

  test("what a first step goes on from is called by what it is and by its layer, though all are the same zero", async () => {
    const { svg } = await slide("4-stack");
    for (const step of ["LSTM(h 0 1, c 0 1, x 1)", "LSTM(h 0 2, c 0 2, h 1 1)"]) assert.ok(svg.includes(step), step);
  });

  test("no two say the same", async () => {
    const words = (await Promise.all(slideNames.map(slide))).map(({ alt }) => alt);
    assert.equal(new Set(words).size, words.length);
  });
});
