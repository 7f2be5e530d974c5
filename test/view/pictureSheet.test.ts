import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { pictureSheet } from "../../lib/view/pictureSheet";
import { pngUri } from "../../lib/view/png";

const pixels = Uint8Array.from({ length: 5 * 3 * 3 }, (_, i) => (i * 37) % 256);

test("a PNG holds every pixel: another program reads them back", async () => {
  const uri = pngUri(pixels, { width: 5, height: 3 });
  const [head, body] = uri.split(",");
  assert.equal(head, "data:image/png;base64");
  const { data, info } = await sharp(Buffer.from(body, "base64")).raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height, info.channels], [5, 3, 3]);
  assert.deepEqual(Uint8Array.from(data), pixels);
});

interface Drawn {
  readonly images: readonly { x: number; y: number; sizex: number; sizey: number }[];
  readonly shapes: readonly { x0: number; x1: number; y0: number; y1: number }[];
  readonly annotations: readonly { text: string; x: number; y: number; xanchor: string }[];
  readonly height: number;
}

const square = { pixels: new Uint8Array(2 * 2 * 3), side: 2 };

test("pictures stand row by row, none on another, their captions below in lines and inside the figure", () => {
  const long = "a very long caption about a small red car to the left of a large grey elephant in the snow at night";
  const pictures = Array.from({ length: 5 }, (_, i) => ({
    ...square,
    captions: i === 1 ? [long, "short"] : ["short"],
  }));
  const { images, annotations, height } = pictureSheet({ title: "t", pictures, columns: 3, alt: "a" })
    .layout as unknown as Drawn;
  assert.deepEqual(
    images.map(({ x }) => x === images[0].x),
    [true, false, false, true, false],
  );
  assert.ok(
    images[3].y > Math.max(...annotations.slice(0, 4).map(({ y }) => y)),
    "the second row is below the first's captions",
  );
  assert.ok(images[1].x >= images[0].x + images[0].sizex);
  const [lines] = annotations.filter(({ text }) => text.includes("<br>"));
  assert.equal(lines.text.replaceAll("<br>", " "), long);
  for (const line of lines.text.split("<br>")) assert.ok(line.length * 6 < images[0].sizex);
  assert.ok(Math.max(...annotations.map(({ y }) => y)) < height);
});

test("what is not seen takes no room in a line", () => {
  const text = "one two three four five six seven";
  const linesOf = (caption: string) => {
    const sheet = pictureSheet({
      ...{ title: "t", columns: 3, alt: "a" },
      pictures: [{ ...square, captions: [caption] }],
    });
    return (sheet.layout as unknown as Drawn).annotations[0].text.split("<br>").length;
  };
  assert.equal(linesOf(text), 1);
  assert.equal(linesOf(`<i><b>${text}</b></i>`), 1);
  assert.equal(linesOf(`${text} ${text}`), 2);
});

test("a frame stands on its picture, where it was measured; its name stays inside", () => {
  const frames = [
    { x: 0.1, y: 0.2, width: 0.3, height: 0.4, name: "dog" },
    { x: 0.7, y: 0.2, width: 0.2, height: 0.4, name: "astronaut" },
  ];
  const { images, shapes, annotations } = pictureSheet({
    ...{ title: "t", columns: 2, alt: "a" },
    pictures: [square, { ...square, frames }],
  }).layout as unknown as Drawn;
  const { x, y, sizex } = images[1];
  shapes.forEach((shape, i) => {
    const { x0, x1, y0, y1 } = shape;
    const found = [(x0 - x) / sizex, (y0 - y) / sizex, (x1 - x0) / sizex, (y1 - y0) / sizex];
    const wanted = [frames[i].x, frames[i].y, frames[i].width, frames[i].height];
    found.forEach((value, k) => {
      assert.ok(Math.abs(value - wanted[k]) < 1e-9);
    });
  });
  assert.deepEqual(
    annotations.map(({ text, xanchor }) => [text, xanchor]),
    [
      ["dog", "left"],
      ["astronaut", "right"],
    ],
  );
});
