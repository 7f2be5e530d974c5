import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { backend } from "../../lib/core/graph/backend";
import { tf } from "../../lib/core/tf";
import * as all from "../../lib/experiments";
import type { Study } from "../../lib/lab/study";
import { withoutTimes } from "../../lib/lab/withoutTimes";
import type { Progress } from "../../lib/view/progress";
import { spoilt } from "./spoilt";

interface Titled {
  readonly text: string;
  readonly subtitle?: object;
}
type Result = Record<string, unknown>;
const studies = Object.values(all) as unknown as Study<Record<string, unknown>, Result>[];
const claimIds = ({ section, claims }: (typeof studies)[number]) =>
  Object.keys(claims).map((name) => `${section}-${name}`);

const preset = process.env.LAB_PRESET;
before(() => {
  process.env.LAB_PRESET = "smoke";
});
after(() => {
  if (preset === undefined) delete process.env.LAB_PRESET;
  else process.env.LAB_PRESET = preset;
});

for (const study of studies) {
  const { id, section, figures, tables, claims, defaults } = study;
  const verdicts = (result: Result) => Object.keys(claims).map((name) => study.verdict(result, name));

  describe(id, () => {
    const shown: Progress[] = [];
    let result: Result;
    before(async () => {
      result = await study.run({}, { progress: (step) => void shown.push(step) });
    });

    test("its result is plain JSON", () => {
      assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    });

    test("every figure has data, words for those who do not see it, and only finite numbers", () => {
      for (const [name, figure] of Object.entries(figures)) {
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

    test("every figure says which it is, and the claims that it shows: at least one, where there are any", () => {
      for (const [name, figure] of Object.entries(figures)) {
        const shows = Object.keys(claims).filter((claim) => claims[claim].figures.includes(name));
        const expected = { study: id, name, claims: shows.map((claim) => `${section}-${claim}`) };
        assert.deepEqual(figure(result).origin, expected);
        assert.ok(shows.length > 0 || Object.keys(claims).length === 0, name);
      }
    });

    test("what a figure finds is one short sentence, and no two figures of it have one title", () => {
      const titles = Object.values(figures).map((figure) => figure(result).layout.title as Titled);
      for (const { text, subtitle } of titles) {
        if (subtitle) assert.match(text, /^(?!.*(NaN|Infinity|undefined|null)).{1,89}[^.]$/u);
      }
      assert.equal(new Set(titles.map(({ text }) => text)).size, titles.length);
    });

    test("its tables have as many cells in every row as in the header", () => {
      for (const table of Object.values(tables)) {
        const { header, rows } = table(result);
        assert.ok(rows.length > 0);
        for (const row of rows) assert.equal(row.length, header.length);
      }
    });

    for (const [name, { sentence, figures: shownBy, expected }] of Object.entries(claims)) {
      describe(`${name}: ${sentence}`, () => {
        test("its verdict has numbers, and names it, its section and its configuration", () => {
          const verdict = study.verdict(result, name);
          const { effect, interval } = verdict;
          assert.ok(effect !== null && interval !== null && interval[0] <= effect && effect <= interval[1]);
          assert.doesNotMatch(verdict.measured, /NaN|undefined|Infinity/);
          assert.deepEqual([verdict.id, verdict.section, verdict.claim], [`${section}-${name}`, section, sentence]);
          assert.equal(verdict.expected, expected ?? "holds");
          assert.equal(verdict.config, result.config);
        });

        test("whatever number of its result is missing or none, it is judged as before or left open, and says what is missing", () => {
          const judged = (whole: Result) => study.verdict(whole, name);
          const [whole, before] = [structuredClone(result), judged(result)];
          for (const what of spoilt(whole, judged)) {
            const { config: _, ...verdict } = judged(whole);
            const missing = /^undecided.*Something is missing: /.test(`${verdict.outcome} ${verdict.measured}`);
            assert.ok(missing || isDeepStrictEqual({ ...verdict, config: result.config }, before), what);
          }
        });

        test("it is shown by figures of its study, each once", () => {
          assert.ok(shownBy.length > 0);
          assert.deepEqual([...new Set(shownBy)], shownBy);
          for (const figure of shownBy) assert.ok(Object.hasOwn(figures, figure), figure);
        });
      });
    }

    test("it tells its progress, to the end", () => {
      assert.ok(shown.length > 2);
      assert.equal(shown[shown.length - 1].done, shown[0].total);
    });

    test("stopped at its first step it returns what it has: all draws, and every verdict is open", async () => {
      const controller = new AbortController();
      const stopped = await study.run({}, { signal: controller.signal, progress: () => controller.abort() });
      for (const { outcome, id: claim } of verdicts(stopped)) assert.equal(outcome, "undecided", claim);
      for (const figure of Object.values(figures)) assert.ok(figure(stopped).alt);
      for (const table of Object.values(tables)) assert.ok(table(stopped).caption);
    });

    test("an option that does not exist, or is of another type, is told with what there is", async () => {
      await assert.rejects(
        async () => study.run({ hiddenSiez: 1 }),
        new RegExp(`no option hiddenSiez; .*there are .*${Object.keys(defaults).at(-1)}`),
      );
      const [name] = Object.entries(defaults).find(([, value]) => typeof value === "number")!;
      await assert.rejects(
        async () => study.run({ [name]: "8" }),
        new RegExp(`${name}: a positive .*number expected, got "8"`),
      );
    });

    test("a claim that does not exist is told with those that there are", () => {
      assert.throws(() => study.verdict(result, "hods"), {
        message: `${id}: no claim hods; there are ${Object.keys(claims).join(", ")}`,
      });
    });

    test("the same configuration gives the same result, and leaves no tensors or graphs behind", async () => {
      const tensors = tf.memory().numTensors;
      const graphs = backend().binding.getNumOfSavedModels();
      assert.deepEqual(withoutTimes(await study.run({}, {})), withoutTimes(result));
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(backend().binding.getNumOfSavedModels(), graphs);
    });
  });
}

test("a study's id is its section and the name that a notebook imports it by", () => {
  for (const [name, { id, section }] of Object.entries(all)) {
    assert.equal(id, `${section}-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  }
});

test("ids are unique, those of studies and those of their claims", () => {
  for (const ids of [studies.map(({ id }) => id), studies.flatMap(claimIds)]) {
    assert.deepEqual([...new Set(ids)], ids);
  }
});

test("an unknown preset is told", async () => {
  process.env.LAB_PRESET = "smok";
  await assert.rejects(async () => studies[0].run(), {
    message: "LAB_PRESET: smoke, default, lecture, full expected, got smok",
  });
  process.env.LAB_PRESET = "smoke";
});
