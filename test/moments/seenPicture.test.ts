import assert from "node:assert/strict";
import { test } from "node:test";
import { tf } from "../../lib/core/tf";
import { asSeen, pictureControls, seenPicture, toldOfOwn } from "../../lib/moments/seenPicture";
import { starts } from "../../lib/view/controls";

const controls = pictureControls({ 5: "dog" });
const side = Number(controls.own.look.side);

/** Red by the column, green by the row, blue all over. */
const pixelsOf = (S: number): Buffer =>
  Buffer.from(Array.from({ length: S * S }, (_, i) => [i % S, Math.floor(i / S), 200]).flat());

test("a picture of one's own is what the network is shown, each pixel the mean of those it stands for", async () => {
  const own = pixelsOf(side).toString("base64");
  assert.equal(controls.own.form(own), undefined);
  const picture = seenPicture({ ...starts(controls), own });
  assert.deepEqual(Buffer.from(await picture.pixels(side)), pixelsOf(side));
  const S = side / 3;
  const seen = await asSeen(picture, S, (tensor) => Array.from(tensor.dataSync()));
  const expected = Array.from({ length: S * S }, (_, i) => [3 * (i % S) + 1, 3 * Math.floor(i / S) + 1, 200]).flat();
  assert.deepEqual(seen, expected);
  assert.equal(toldOfOwn(picture).length, 1);
});

test("without one it is the scene on the board", async () => {
  const picture = seenPicture(starts(controls));
  assert.equal(picture.scene?.objects[0].noun, "dog");
  assert.deepEqual(toldOfOwn(picture), []);
  const before = tf.memory().numTensors;
  await asSeen(picture, 64, (tensor) => tensor.shape);
  assert.equal(tf.memory().numTensors, before);
});

for (const [what, value] of Object.entries({
  "of another size": pixelsOf(side - 1).toString("base64"),
  "in other letters": pixelsOf(side).toString("base64").replace(/./, "§"),
  "as numbers": [...pixelsOf(4)],
  empty: "",
})) {
  test(`a picture ${what} is refused in a sentence`, () => {
    assert.match(String(controls.own.form(value)?.says), /192 × 192 pixels in base64, or null expected/);
  });
}
