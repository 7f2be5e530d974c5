import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { fork, seed } from "../../lib/core/random";
import { nearer, overlap, relation } from "../../lib/data/box";
import { emoji, nouns } from "../../lib/data/emoji";
import { partOf } from "../../lib/data/scenePairs";
import { groupsOf, places, type Scene, scene, scenes, single, times } from "../../lib/data/scenes";

const key = seed(11);
const train = scenes(fork(key, "train"), 800);
const heldOut = scenes(fork(key, "heldOut"), 400, { part: "heldOut" });
const both: readonly Scene[] = [...train, ...heldOut];

/** Unordered pairs of nouns that meet in a scene. */
const pairs = (scene: Scene): string[] => {
  const kinds = groupsOf(scene)
    .map(({ noun }) => noun)
    .sort();
  return kinds.flatMap((a, i) => kinds.slice(i + 1).map((b) => `${a}+${b}`));
};

describe("pairs", () => {
  test("no pair of a held-out scene occurs in training, and every noun does", () => {
    const learnt = new Set(train.flatMap(pairs));
    const asked = heldOut.flatMap(pairs);
    assert.ok(asked.length >= heldOut.length, "each held-out scene has a pair");
    assert.deepEqual(
      asked.filter((pair) => learnt.has(pair)),
      [],
    );
    const seen = new Set(train.flatMap(({ objects }) => objects.map(({ noun }) => noun)));
    assert.deepEqual([...seen].sort(), [...nouns].sort());
  });

  test("a pair is in one part whatever its order; about a fifth of all is held out, and some of every noun", () => {
    const all = nouns.flatMap((a, i) => nouns.slice(i + 1).map((b) => [a, b] as const));
    for (const [a, b] of all) assert.equal(partOf(a, b), partOf(b, a));
    const held = all.filter(([a, b]) => partOf(a, b) === "heldOut");
    assert.ok(Math.abs(held.length / all.length - 0.2) < 0.03);
    for (const noun of nouns)
      assert.ok(
        held.some((pair) => pair.includes(noun)),
        noun,
      );
  });
});

describe("a scene", () => {
  test("is its key's: the same again, another from another", () => {
    assert.deepEqual(scene(key), scene(key));
    assert.notDeepEqual(scene(key), scene(fork(key, 1)));
    assert.deepEqual(JSON.parse(JSON.stringify(both)), both, "plain data");
  });

  test("has one to three kinds of things, in one piece each, at most four in all", () => {
    const counts = new Map<number, number>();
    for (const one of both) {
      const groups = groupsOf(one);
      counts.set(groups.length, (counts.get(groups.length) ?? 0) + 1);
      assert.ok(one.objects.length <= 4);
      assert.deepEqual(
        groups.flatMap(({ indices }) => indices),
        one.objects.map((_, i) => i),
      );
    }
    for (const kinds of [1, 2, 3]) assert.ok((counts.get(kinds) ?? 0) > 50, `${kinds} kinds`);
    assert.ok(
      train.some(({ objects }) => objects.length === 4 && objects.every(({ noun }) => noun === objects[0].noun)),
    );
  });

  test("keeps its things inside, apart, of their artwork's proportions, and in clear relations", () => {
    for (const { objects } of both) {
      objects.forEach(({ box, label, size, noun }, i) => {
        const edges = [box.x, box.y, 1 - box.x - box.width, 1 - box.y - box.height];
        assert.ok(Math.min(...edges) > 0.02, label);
        const [left, top, right, bottom] = emoji.find((one) => one.label === label)!.extent;
        assert.ok(Math.abs(box.width / box.height - (right - left) / (bottom - top)) < 1e-9, label);
        assert.equal(size, Math.max(box.width, box.height) < 0.3 ? "small" : "large");
        for (const other of objects.slice(i + 1)) {
          assert.ok(!nearer(box, other.box, 0.02));
          assert.ok(other.noun === noun || relation(box, other.box));
        }
      });
    }
  });

  test("is anywhere and at any time of day", () => {
    const seen = new Set(both.map(({ backdrop: { place, time } }) => `${place} ${time}`));
    assert.equal(seen.size, places.length * times.length);
  });

  test("of a given number of kinds has these; a held-out one of one kind is refused", () => {
    for (const kinds of [2, 3] as const) {
      for (const one of scenes(key, 20, { part: "heldOut", kinds })) assert.equal(groupsOf(one).length, kinds);
    }
    for (const one of scenes(key, 20, { kinds: 1 })) assert.equal(groupsOf(one).length, 1);
    const impossible = [
      { part: "heldOut", kinds: 1 },
      { part: "8" },
      { part: null },
      { kinds: 0 },
      { kinds: 4 },
      { kinds: 1.5 },
    ];
    for (const options of impossible) assert.throws(() => scene(key, options as Parameters<typeof scene>[1]), LabError);
  });

  test("of a single thing shows the one that was asked for", () => {
    const { objects } = single(key, emoji[5]);
    assert.deepEqual(
      objects.map(({ label }) => label),
      [emoji[5].label],
    );
  });
});

describe("boxes", () => {
  const box = (x: number, y: number) => ({ x, y, width: 0.2, height: 0.1 });

  const opposite = { left: "right", right: "left", above: "below", below: "above" } as const;

  test("relations: apart and clearly in one direction; seen from the other it is the opposite", () => {
    assert.equal(relation(box(0, 0), box(0.3, 0.1)), "left");
    assert.equal(relation(box(0.1, 0.6), box(0, 0)), "below");
    assert.equal(relation(box(0, 0), box(0.1, 0)), undefined, "not apart");
    assert.equal(relation(box(0, 0), box(0.4, 0.35)), undefined, "diagonal");
    for (const { objects } of both) {
      for (const a of objects) {
        for (const b of objects) {
          const found = relation(a.box, b.box);
          assert.equal(found && opposite[found], relation(b.box, a.box));
        }
      }
    }
  });

  test("overlap is intersection over union", () => {
    assert.equal(overlap(box(0, 0), box(0, 0)), 1);
    assert.ok(Math.abs(overlap(box(0, 0), box(0.1, 0)) - 1 / 3) < 1e-12);
    assert.equal(overlap(box(0, 0), box(0.5, 0.5)), 0);
  });
});
