import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Box } from "../../../lib/data/box";
import {
  attendedThings,
  inside,
  placeOf,
  pointingAccuracy,
} from "../../../lib/experiments/3.2-attention/attention/attendedThings";
import { attention } from "../../../lib/experiments/3.2-attention/attention/claims";
import {
  attentionArms,
  attentionDefaults,
  halfExact,
  noBaseline,
  selfCritical,
  soft,
  unattended,
} from "../../../lib/experiments/3.2-attention/attention/config";
import { captionedScenes } from "../../../lib/experiments/shared/captionedScenes";

const ended = "finished" as const;
const none = noBaseline.name;
const critical = selfCritical.name;

describe("the verdicts follow the numbers, whichever way they point", () => {
  const plain = {
    ...{
      testNats: 1.5,
      ciderD: 1.9,
      beamCiderD: 2,
      precision: 0.5,
      pointing: 0.65,
      near: 0.7,
      brightest: 0.9,
      entropy: 2,
    },
    ...{ anywhere: 0.1, middle: 0.2, nearAnywhere: 0.2, nearMiddle: 0.3 },
  };
  const made = (change: Readonly<Record<string, Partial<typeof plain>>>, third = [0.1, 0.4, 0.2]) => ({
    ...{ config: attentionDefaults, scenes: [], seconds: 0 },
    models: [1, 2, 3].flatMap((n) =>
      attentionArms.map(({ name }) => ({
        ...{ seed: n, condition: name, ended, curve: [], shown: [], seconds: 1 },
        blends:
          name === soft.name
            ? third.map((share, i) => ({ weight: i / 2, first: 0, second: 0, third: share + (i === 1 ? n / 1000 : 0) }))
            : [],
        final: Object.fromEntries(
          Object.entries({ ...plain, ...change[name] }).map(([key, value]) => [key, value + (n - 2) / 1000]),
        ) as typeof plain,
      })),
    ),
  });
  const cases = [
    ["attention-points", made({}), 0.1, made({ [soft.name]: { brightest: 0.6 } })],
    [
      "hard-attention-points",
      made({ [halfExact.name]: { pointing: 0.8 } }),
      0.05,
      made({ [halfExact.name]: { pointing: 0.7 } }),
    ],
    ["describes-unseen-pairs", made({}), 1.9, made({ [soft.name]: { ciderD: 1.6 } })],
    [
      "attention-describes",
      made({ [unattended.name]: { ciderD: 1.5 } }),
      0.4,
      made({ [unattended.name]: { ciderD: 2 } }),
    ],
    ["soft-against-hard", made({ [critical]: { testNats: 2 } }), 0.5, made({ [critical]: { testNats: 1 } })],
    ["baseline-helps", made({ [none]: { testNats: 2.25 } }), 0.75, made({ [none]: { testNats: 1 } })],
    ["average-of-two", made({}), 0.252, made({}, [0.3, 0.1, 0.3])],
  ] as const;
  for (const [claim, good, effect, bad] of cases) {
    test(claim, () => {
      const verdict = attention.verdict(good, claim);
      assert.equal(verdict.outcome, "holds");
      assert.ok(Math.abs(verdict.effect! - effect) < 1e-9, `${verdict.effect}`);
      assert.equal(attention.verdict(bad, claim).outcome, "fails");
    });
  }
});

describe("pointing", () => {
  const box = { x: 0, y: 0.5, width: 0.5, height: 0.5 };
  test("a place is inside by its centre, row by row", () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => inside(i, 2, [box])),
      [false, false, true, false],
    );
    assert.equal(placeOf(box, 2), 2);
    assert.equal(placeOf({ x: 0.9, y: 0.9, width: 0.2, height: 0.2 }, 4), 15);
  });
  test("the largest α counts, against any place and the middle", () => {
    const alpha = Array.from({ length: 16 }, (_, i) => (i === 8 ? 0.4 : 0.04));
    const accuracy = pointingAccuracy([
      { boxes: [box], alpha },
      { boxes: [{ x: 0.5, y: 0, width: 0.5, height: 0.5 }], alpha },
    ]);
    assert.deepEqual([accuracy.pointing, accuracy.anywhere, accuracy.middle], [0.5, 0.25, 0.25]);
    assert.deepEqual([accuracy.near, accuracy.nearAnywhere], [0.5, 0.25]);
    const entropy = -(0.4 * Math.log(0.4) + 15 * 0.04 * Math.log(0.04));
    assert.ok(Math.abs(accuracy.entropy - entropy) < 1e-12);
  });
  test("near is good enough by a fifteenth of the side; the brightest spot may lie between two places", () => {
    const at = (...places: readonly number[]) =>
      Array.from({ length: 64 }, (_, i) => (places.includes(i) ? 1 / places.length : 0));
    // The centres of the first places are at 1/16, 3/16, 5/16.
    const wide = (x: number, width: number): Box => ({ x, y: 0, width, height: 1 });
    const judged = (alpha: number[], ...boxes: Box[]) => {
      const { pointing, near, brightest } = pointingAccuracy([{ boxes, alpha }]);
      return [pointing, near, brightest];
    };
    assert.deepEqual(judged(at(1), wide(0.15, 0.1)), [1, 1, 1]);
    assert.deepEqual(judged(at(1), wide(0.24, 0.1)), [0, 1, 0]);
    assert.deepEqual(judged(at(1), wide(0.27, 0.1)), [0, 0, 0]);
    assert.deepEqual(judged(at(1, 2), wide(0.23, 0.04)), [0, 1, 1]);
    assert.deepEqual(pointingAccuracy([]).near, 0);
  });
  test("only what is named and there is pointed at, by the α before its word", () => {
    const [{ scene, captions }] = captionedScenes({
      trainScenes: 30,
      testScenes: 1,
      networkSteps: 1,
      networkLayouts: 2,
      imageSize: 32,
    }).test;
    const { words, objects } = captions[0];
    const pointed = attendedThings(words, scene, (t) => [t]);
    const heads = objects.flatMap((own, t) =>
      own.length > 0 && objects[t + 1]?.toString() !== own.toString() ? [t] : [],
    );
    assert.deepEqual(
      pointed.map(({ alpha }) => alpha[0]),
      heads,
    );
    pointed.forEach(({ boxes }, i) => {
      assert.deepEqual(
        boxes,
        objects[heads[i]].map((index) => scene.objects[index].box),
      );
    });
    assert.deepEqual(
      attendedThings(["nothing"], scene, () => []),
      [],
    );
  });
});
