import assert from "node:assert/strict";
import { test } from "node:test";
import { gated, NotMeasured } from "../../lib/lab/gate";
import type { Judgement } from "../../lib/lab/judgement";

const found: Judgement = { outcome: "holds", effect: 1, interval: [0.5, 1.5], criterion: "it is", measured: "1" };
const missing = (said: string) => ({
  ...{ outcome: "undecided", effect: null, interval: null },
  ...{ criterion: "it is", measured: `Something is missing: ${said}.` },
});

test("a number that is none, read anywhere, leaves the judgement open and is named by its place", () => {
  const given = Object.freeze({ runs: Object.freeze([{ loss: [1, Number.NaN] }, { loss: [null, 2] }]) });
  const read = (...places: readonly [number, number][]) =>
    gated(given, ({ runs }) => {
      for (const [run, step] of places) runs[run].loss[step];
      return found;
    });
  assert.deepEqual(read([0, 0], [1, 1]), found, "what is not read does not matter");
  assert.deepEqual(read([0, 1], [0, 1]), missing("runs[0].loss[1] is NaN"));
  assert.deepEqual(read([0, 1], [1, 0]), missing("runs[0].loss[1] is NaN, runs[1].loss[0] is null"));
  assert.deepEqual(read([0, 1], [1, 0], [1, 5]), missing("runs[0].loss[1] is NaN, runs[1].loss[0] is null, 1 more"));
});

test("a filter that passes over what is missing is no way round it", () => {
  const kept = ({ values }: { values: (number | null)[] }) => ({
    ...found,
    effect: values.filter((v) => v !== null)[0],
  });
  assert.deepEqual(gated({ values: [3, null] }, kept), missing("values[1] is null"));
  assert.deepEqual(gated({ values: [3] }, kept), { ...found, effect: 3 });
});

test("what an inner gate lets pass, an outer one has not missed: it looks at what is read only", () => {
  const rows = [{ known: 1, unknown: null }];
  assert.deepEqual(
    gated({ rows }, ({ rows }) =>
      gated({ rows: rows.map((row) => row) }, ({ rows: [{ known }] }) => ({ ...found, effect: known })),
    ),
    found,
  );
});

test("a judge may say what is missing; where something is, its stumbling over it is no error", () => {
  const open = { ...missing("a model of seed 3 diverged"), criterion: "all that the claim is about is measured" };
  assert.deepEqual(
    gated({}, () => {
      throw new NotMeasured("a model of seed 3 diverged");
    }),
    open,
  );
  const stumbles = ({ loss }: { loss: number | null }) => ({ ...found, measured: (loss as number).toFixed(2) });
  assert.equal(gated({ loss: null }, stumbles).outcome, "undecided");
  assert.throws(() => gated({ loss: "one" as unknown as number }, stumbles), TypeError);
});
