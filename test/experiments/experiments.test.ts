import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { tf } from "../../lib/core/tf";
import * as all from "../../lib/experiments";
import type { Experiment } from "../../lib/lab/study";
import type { Progress } from "../../lib/view/progress";
import { withoutTimes } from "./withoutTimes";

const experiments = Object.values(all) as unknown as Experiment<Record<string, unknown>, Record<string, unknown>>[];

/** Claims that share a run share their defaults, and so its result here. */
const runs = new Map<object, Promise<{ result: Record<string, unknown>; shown: Progress[] }>>();

function smokeRun(experiment: (typeof experiments)[number]) {
  const shown: Progress[] = [];
  const run = async () => ({ result: await experiment.run({}, { progress: (step) => void shown.push(step) }), shown });
  if (!runs.has(experiment.defaults)) runs.set(experiment.defaults, run());
  return runs.get(experiment.defaults)!;
}

const preset = process.env.LAB_PRESET;
before(() => {
  process.env.LAB_PRESET = "smoke";
});
after(() => {
  if (preset === undefined) delete process.env.LAB_PRESET;
  else process.env.LAB_PRESET = preset;
});

for (const experiment of experiments) {
  describe(`${experiment.id}: ${experiment.claim}`, () => {
    let shown: Progress[];
    let result: Record<string, unknown>;

    before(async () => {
      ({ result, shown } = await smokeRun(experiment));
    });

    test("its result is plain JSON", () => {
      assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    });

    test("every figure has data, words for those who do not see it, and only finite numbers", () => {
      for (const [name, figure] of Object.entries(experiment.figures)) {
        const { data, alt } = figure(result);
        assert.ok(data.length > 0 && alt.length > 20, name);
        for (const axis of ["x", "y", "z"]) {
          const numbers = data
            .flatMap((trace) => [trace[axis] ?? []].flat(3))
            .filter((value) => typeof value === "number");
          assert.ok(numbers.every(Number.isFinite), `${name}.${axis}`);
        }
      }
    });

    test("its tables have as many cells in every row as in the header", () => {
      for (const table of Object.values(experiment.tables)) {
        const { header, rows } = table(result);
        assert.ok(rows.length > 0);
        for (const row of rows) assert.equal(row.length, header.length);
      }
    });

    test("its verdict has numbers and names its experiment", () => {
      const verdict = experiment.verdict(result);
      const { effect, interval } = verdict;
      assert.ok(effect !== null && interval !== null && interval[0] <= effect && effect <= interval[1]);
      assert.equal(verdict.id, experiment.id);
      assert.doesNotMatch(verdict.measured, /NaN|undefined|Infinity/);
      assert.ok(experiment.id.startsWith(`${experiment.section}-`));
    });

    test("it tells its progress, to the end", () => {
      assert.ok(shown.length > 2);
      assert.equal(shown[shown.length - 1].done, shown[0].total);
    });

    test("stopped at its first step it returns what it has: figures draw, and the verdict is open", async () => {
      const controller = new AbortController();
      const stopped = await experiment.run({}, { signal: controller.signal, progress: () => controller.abort() });
      assert.equal(experiment.verdict(stopped).outcome, "undecided");
      for (const figure of Object.values(experiment.figures)) assert.ok(figure(stopped).alt);
    });

    test("an option that does not exist, or is of another type, is told with what there is", async () => {
      await assert.rejects(async () => experiment.run({ hiddenSiez: 1 }), /no option hiddenSiez; there are .*seeds/);
      const [name] = Object.entries(experiment.defaults).find(([, value]) => typeof value === "number")!;
      await assert.rejects(
        async () => experiment.run({ [name]: "8" }),
        new RegExp(`${name}: a positive .*number expected, got "8"`),
      );
    });
  });
}

for (const experiment of new Map(experiments.map((one) => [one.defaults, one])).values()) {
  test(`${experiment.id}: the same configuration gives the same result, and leaves no tensors behind`, async () => {
    const { result } = await smokeRun(experiment);
    const tensors = tf.memory().numTensors;
    assert.deepEqual(withoutTimes(await experiment.run({}, {})), withoutTimes(result));
    assert.equal(tf.memory().numTensors, tensors);
  });
}

test("ids are unique", () => {
  assert.equal(new Set(experiments.map(({ id }) => id)).size, experiments.length);
});

test("an unknown preset is told", async () => {
  process.env.LAB_PRESET = "smok";
  await assert.rejects(async () => experiments[0].run(), {
    message: "LAB_PRESET: smoke, default, full expected, got smok",
  });
  process.env.LAB_PRESET = "smoke";
});
