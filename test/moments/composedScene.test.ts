import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { emoji } from "../../lib/data/emoji";
import { places, times } from "../../lib/data/scenes";
import { composedScene, sceneControls, scenePixels } from "../../lib/moments/composedScene";

const { things } = sceneControls({});
const pieces = things.look.pieces as readonly (readonly [name: string, sign: string])[];
const names = pieces.map(([name]) => name);
const sizes = ["small", "large"] as const;

describe("a scene that one composes", () => {
  test("offers things of the artwork, each by a name and a sign of its own", () => {
    assert.ok(names.length >= 30);
    assert.equal(new Set(pieces.map(([, sign]) => sign)).size, names.length);
    assert.equal(new Set(names).size, names.length);
  });

  test("has each thing whole inside the picture, at its place, wherever that is", () => {
    for (const [i, name] of names.entries()) {
      for (const size of sizes) {
        const at = i % things.start.length;
        const board = things.start.map((_, place) => (place === at ? name : null));
        const { objects } = composedScene({ things: board, size, place: places[0], time: times[0] });
        const [{ label, box }] = objects;
        assert.ok(emoji.some((one) => one.label === label));
        assert.ok(box.x > 0 && box.y > 0 && box.x + box.width < 1 && box.y + box.height < 1);
        const [x, y] = [((at % 4) + 0.5) / 4, (Math.floor(at / 4) + 0.5) / 4];
        assert.ok(Math.abs(box.x + box.width / 2 - x) < 0.13 && Math.abs(box.y + box.height / 2 - y) < 0.13);
      }
    }
  });

  test("is a picture also where nothing lies on the board", async () => {
    const scene = composedScene({ things: things.start, size: "small", place: "snow", time: "night" });
    assert.equal((await scenePixels(scene, 16)).length, 16 * 16 * 3);
  });
});
