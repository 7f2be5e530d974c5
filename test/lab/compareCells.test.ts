import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { vanilla } from "../../lib/cells/vanilla";
import { tf } from "../../lib/core/tf";
import { compareCells } from "../../lib/lab/compareCells";
import { type CompareConfig, comparedCells } from "../../lib/lab/comparedCells";
import { judgePaired } from "../../lib/lab/trials";

const small: Partial<CompareConfig> = {
  ...comparedCells.presets.smoke,
  corpus: "README.md",
  learningRates: [0.01, 0.03],
};
const context = {};

describe("cells beside the lab's GRU", () => {
  test("it is fair: the GRU under another name gets the same numbers", async () => {
    const before = tf.memory().numTensors;
    const { trials, cells } = await compareCells({ again: gru }, small, context);
    assert.equal(tf.memory().numTensors, before);
    const of = (name: string) =>
      trials.filter(({ condition }) => condition === name).map(({ seed, final }) => [seed, final?.bits]);
    assert.equal(of("GRU").length, small.seeds);
    assert.deepEqual(of("again"), of("GRU"));
    const [again, lab] = cells;
    assert.deepEqual({ ...again, name: lab.name }, lab);
  });

  test("another cell has about as many parameters, and the table every predictor, the worst first", async () => {
    const result = await compareCells({ RNN: vanilla }, small, context);
    const [own, lab] = result.cells;
    assert.ok(Math.abs(own.parameters - lab.parameters) < 0.1 * lab.parameters, `${own.parameters} ${lab.parameters}`);
    const { rows } = comparedCells.tables.bits(result);
    const bits = rows.map(([, number]) => Number(number));
    assert.deepEqual(
      bits,
      bits.toSorted((a, b) => b - a),
    );
    assert.deepEqual(rows.map(([name]) => name).sort(), [
      "1-gram",
      "2-gram",
      "3-gram",
      "4-gram",
      "5-gram",
      "GRU",
      "RNN",
      "uniform",
    ]);
    assert.ok(rows.every(([, number]) => Number(number) > 0));
  });

  test("a Stop leaves what was reached: whole models, whose claim is undecided", async () => {
    const stop = new AbortController();
    const steps = 2 * (2 + 1) * 6; // both learning rates of both cells, and both cells of the first seed
    const progress = ({ done }: { readonly done: number }) => done > steps && stop.abort();
    const result = await compareCells({ RNN: vanilla }, small, { signal: stop.signal, progress });
    assert.deepEqual(
      result.trials.map(({ seed, condition, ended }) => [seed, condition, ended]),
      [
        [1, "RNN", "finished"],
        [1, "GRU", "finished"],
        [2, "RNN", "interrupted"],
      ],
    );
    const effect = (of: (name: string) => { readonly bits: number }) => of("RNN").bits - of("GRU").bits;
    const judged = judgePaired(result.trials, {
      ...{ conditions: ["RNN", "GRU"], about: "both", measured: () => "", effect: effect as never },
    });
    assert.equal(judged.outcome, "undecided");
    assert.equal(comparedCells.tables.bits(result).rows.length, 8);
    assert.match(comparedCells.figures.loss(result).alt, /GRU ends at \d/);
  });

  test("one that is stopped before it begins has the baselines, and no cell's number", async () => {
    const result = await compareCells({ RNN: vanilla }, small, { signal: AbortSignal.abort() });
    assert.deepEqual(result.trials, []);
    assert.deepEqual(
      comparedCells.tables
        .bits(result)
        .rows.slice(-2)
        .map(([, bits]) => bits),
      ["–", "–"],
    );
    assert.ok(comparedCells.figures.loss(result).data);
  });

  test("a name that is the lab's is refused", async () => {
    await assert.rejects(compareCells({ GRU: gru }, small), /compareCells: cells: other names than GRU/);
  });
});
