import assert from "node:assert/strict";
import { test } from "node:test";
import { transient } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/transient/claims";
import {
  type TransientResult,
  transientDefaults,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/transient/config";

test("growth before decay: the verdict needs both", () => {
  const made = (decades: number[]): TransientResult => ({
    config: { ...transientDefaults, sigmas: [3] },
    networks: [-0.01, 0, 0.01].map((shift, i) => ({
      seed: i,
      transients: [{ sigma: 3, most: [1], linear: decades.map((value) => value + shift), tanh: [] }],
    })),
  });
  assert.equal(transient.verdict(made([0, 0.8, 0.2, -1]), "grows-then-vanishes").outcome, "holds");
  assert.equal(transient.verdict(made([0, 0.8, 0.9, 1]), "grows-then-vanishes").outcome, "fails", "it never decays");
  assert.equal(transient.verdict(made([-0.1, -0.5, -2, -3]), "grows-then-vanishes").outcome, "fails", "it never grows");
});

test("a spectral radius of 1 or more, or a σ below it, is told", async () => {
  await assert.rejects(
    async () => transient.run({ spectralRadius: 1.2 }, {}),
    /spectralRadius: below 1 expected, got 1.2$/,
  );
  await assert.rejects(
    async () => transient.run({ sigmas: [0.5] }, {}),
    /sigmas: at least the spectral radius 0.9 expected, got 0.5$/,
  );
});
