import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../../lib/core/tf";
import { standardiser } from "../../../lib/data/features/standardised";
import { namedThings, nounOf } from "../../../lib/data/sceneNouns";
import { partOf } from "../../../lib/data/scenePairs";
import { groupsOf, type Scene } from "../../../lib/data/scenes";
import { captioning } from "../../../lib/experiments/3.1-image-captioning/captioning/claims";
import {
  captionArms,
  captioningDefaults,
  captioningPresets,
  meanView,
  readFirst,
  standard,
} from "../../../lib/experiments/3.1-image-captioning/captioning/config";
import { sceneScores, truthByPlace } from "../../../lib/experiments/3.1-image-captioning/captioning/scores";
import { nearest } from "../../../lib/experiments/3.1-image-captioning/views";
import { captionedScenes, prepareScenes, sceneFeatures } from "../../../lib/experiments/shared/captionedScenes";
import { captionItems, targetBatch } from "../../../lib/experiments/shared/captionItems";

const tiny = { ...captioningDefaults, ...captioningPresets.smoke };
const set = captionedScenes(tiny);

describe("the verdicts follow the numbers, whichever way they point", () => {
  const made = (change: Readonly<Record<string, Record<string, number>>>) => ({
    ...{ config: captioningDefaults, vocabSize: 100, scenes: [], seconds: 0 },
    baselines: [0.3, 2].map((ciderD, i) => {
      const scores = { bleu1: 1, bleu2: 1, bleu3: 1, bleu4: 1, rougeL: 1, precision: 1, recall: 1, ciderD };
      return { name: `${i}`, scores };
    }),
    models: [1, 2, 3].flatMap((n) =>
      captionArms.map(({ name }) => ({
        ...{ seed: n, condition: name, ended: "finished" as const, curve: [], byPlace: null, shown: [] },
        final: {
          ...{ "greedy ciderD": 0.6, "shuffled ciderD": 0.1, "sampled ciderD": 0.3, "beam ciderD": 0.7 },
          ...{ forced: 0.5, free: 0.4 },
          ...Object.fromEntries(
            Object.entries(change[name] ?? {}).map(([key, value]) => [key, value + (n - 2) / 1000]),
          ),
        },
      })),
    ),
  });
  const cases = [
    ["image-matters", { RNN: { "shuffled ciderD": 0.3 } }, 0.3, { RNN: { "shuffled ciderD": 0.7 } }],
    ["unseen-pairs", { GRU: { "greedy ciderD": 0.8 } }, 0.5, { GRU: { "greedy ciderD": 0.2 } }],
    ["image-at-every-step", { [readFirst.name]: { "greedy ciderD": 0.2 } }, 0.4, { GRU: { "greedy ciderD": 0.2 } }],
    ["vector-of-a-scene", { [meanView.name]: { "greedy ciderD": 0.9 } }, 0.3, { GRU: { "greedy ciderD": 0.9 } }],
    ["free-running", { GRU: { forced: 0.7 } }, 0.3, { GRU: { forced: 0.2 } }],
    ["beam-search", { GRU: { "beam ciderD": 0.9 } }, 0.3, { GRU: { "beam ciderD": 0.1 } }],
  ] as const;
  for (const [claim, good, effect, bad] of cases) {
    test(claim, () => {
      const verdict = captioning.verdict(made(good), claim);
      assert.equal(verdict.outcome, "holds");
      assert.ok(Math.abs(verdict.effect! - effect) < 1e-9, `${verdict.effect}`);
      assert.equal(captioning.verdict(made(bad), claim).outcome, "fails");
    });
  }
  test("the standard arm is among those that run", () => assert.ok(captionArms.includes(standard)));
});

test("no pair of a test scene is in a training scene", () => {
  const pairs = ({ objects }: Scene) => {
    const nouns = [...new Set(objects.map(({ noun }) => noun))].sort();
    return nouns.flatMap((a, i) => nouns.slice(i + 1).map((b) => [a, b] as const));
  };
  const learnt = new Set(set.train.flatMap(({ scene }) => pairs(scene)).map(String));
  for (const { scene } of set.test) {
    assert.ok(pairs(scene).length > 0);
    for (const pair of pairs(scene)) {
      assert.equal(partOf(...pair), "heldOut");
      assert.ok(!learnt.has(`${pair}`));
    }
  }
});

test("words that name things, by their last word, one or many", () => {
  assert.deepEqual(["cakes", "birthday", "dog", "sheep", "the"].map(nounOf), [
    "birthday cake",
    undefined,
    "dog",
    "sheep",
    undefined,
  ]);
  const [{ scene }] = set.test;
  const [{ noun, plural }] = groupsOf(scene);
  const absent = ["dog", "cat", "bus", "key"].find((one) => !groupsOf(scene).some((group) => group.noun === one))!;
  assert.deepEqual(namedThings([...plural.split(" "), "and", absent], scene), [
    { noun, there: true },
    { noun: absent, there: false },
  ]);
});

test("scores of things: how many named are there, how many there are named; by their place in the caption", () => {
  const scenes = set.test.slice(0, 2);
  const [first] = scenes.map(({ scene }) => groupsOf(scene));
  const absent = ["dog", "cat", "bus", "key"].find((one) => !first.some((group) => group.noun === one))!;
  const words = [[...first[0].noun.split(" "), ...first[0].noun.split(" "), absent], ["nothing"]];
  const { precision, recall } = sceneScores(scenes, words);
  const kinds = scenes.reduce((sum, { scene }) => sum + groupsOf(scene).length, 0);
  assert.ok(Math.abs(precision - 2 / 3) < 1e-12);
  assert.ok(Math.abs(recall - 1 / kinds) < 1e-12);
  assert.deepEqual(truthByPlace(scenes, words), [1, 1, 0]);
});

test("a batch of captions: START and words are read, words and END are wanted, the rest is masked", () => {
  const items = captionItems(set.train, set.vocabulary, 6).slice(0, 3);
  assert.ok(items.every(({ tokens }) => tokens.length <= 8));
  const { inputs, targets, mask } = targetBatch(items, 6);
  items.forEach(({ tokens }, n) => {
    const length = tokens.length - 1;
    assert.deepEqual([...inputs.arraySync()[n].slice(0, length)], [...tokens.slice(0, -1)]);
    assert.deepEqual([...targets.arraySync()[n].slice(0, length)], [...tokens.slice(1)]);
    assert.equal(
      mask.arraySync()[n].reduce((a, b) => a + b),
      length,
    );
    const { captions } = set.train[items[n].image];
    assert.ok(captions.some(({ text }) => text === set.vocabulary.decode(tokens).join(" ")));
  });
});

test("features are standardised by the known rows, and the nearest is nearest by angle", () => {
  const rows = [Float32Array.of(0, 10, 2, 30), Float32Array.of(4, 20, 6, 40)];
  const standard = standardiser(rows, 2);
  const all = rows.flatMap((row) => [...standard(row)]);
  for (const which of [0, 1]) {
    const own = all.filter((_, i) => i % 2 === which);
    assert.ok(Math.abs(own.reduce((a, b) => a + b)) < 1e-5);
    assert.ok(Math.abs(own.reduce((a, b) => a + b * b, 0) / own.length - 1) < 1e-5);
  }
  const candidates = [Float32Array.of(-5, 0), Float32Array.of(0.1, 0.01), Float32Array.of(4, 4)];
  assert.equal(nearest(Float32Array.of(9, 1), candidates), 1);
});

test("the scenes' features are computed once: of every scene, in order, as vectors and as maps", async () => {
  const statuses: string[] = [];
  const context = { total: 1, progress: ({ status }: { status?: string }) => void statuses.push(status ?? "") };
  const before = tf.memory().numTensors;
  const [vectors, places] = [
    (await prepareScenes(tiny, "vectors", context))!,
    (await prepareScenes(tiny, "places", context))!,
  ];
  statuses.length = 0;
  assert.deepEqual(await prepareScenes(tiny, "vectors", context), vectors);
  assert.deepEqual(statuses, []);
  assert.equal(tf.memory().numTensors, before);
  const read = (prepared: typeof vectors, part: "train" | "test") => sceneFeatures({ ...tiny, prepared }, part);
  const shape = (rows: readonly Float32Array[]) => [rows.length, rows[0].length];
  assert.deepEqual(shape(read(vectors, "test")), [tiny.testScenes, 128 + 64]);
  assert.deepEqual(shape(read(places, "train")), [tiny.trainScenes, 16 * 128]);
  assert.notDeepEqual(read(vectors, "test")[0], read(vectors, "train")[0]);
});
