import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { projectRoot } from "../../lib/core/project";
import { type Figure, lines } from "../../lib/view/figure";
import { layout } from "../../lib/view/frame";
import { png, svg } from "../../lib/view/staticImage";
import { labFont } from "../../lib/view/staticImageFont";

const figureHeight = 380;
const drawn = lines([{ name: "held out", x: [0, 1, 2], y: [3, 2, 1] }], {
  title: "Loss ‖∂L/∂hₜ‖",
  x: { title: "step" },
  y: { title: "nats", log: true },
  alt: "the loss falls",
  references: [{ name: "uniform", y: 2 }],
});
const line: Figure = { ...drawn, layout: { ...drawn.layout, height: figureHeight } };

for (const scale of [1, 2]) {
  test(`a figure becomes a PNG at ${scale} times its size, small enough for a notebook`, async () => {
    const { image, failure } = png(line, scale);
    assert.equal(failure, undefined);
    const { width, height, format, hasAlpha } = await sharp(image).metadata();
    const expected = { width: 800 * scale, height: figureHeight * scale, format: "png", hasAlpha: false };
    assert.deepEqual({ width, height, format, hasAlpha }, expected);
    assert.ok(image && image.length < 30_000 * scale, `${image?.length} bytes`);
  });
}

test("a picture is on white", async () => {
  const { image } = png(line);
  const { data } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([...data.subarray(0, 3)], [255, 255, 255]);
});

test("the same figure is the same picture, in the lab's own font", () => {
  assert.deepEqual(png(line).image, png(line).image);
  const drawing = svg(line).image ?? "";
  assert.match(drawing, /font-family: 'DejaVu Sans'/);
  assert.doesNotMatch(drawing, /Helvetica/);
});

test("the same numbers are the same bytes, in another process and after other figures", () => {
  const script = path.join(projectRoot, "dist/test/view/drawThree.js");
  const drawn = (order: string): string[] =>
    JSON.parse(execFileSync(process.execPath, [script, order], { encoding: "utf8", maxBuffer: 1e8 }));
  const [lines, map, bars] = drawn("012");
  const [barsFirst, , linesLast] = drawn("210");
  assert.ok([lines, map, bars].every((svg) => svg.includes("<svg") && svg.includes("clip")));
  assert.equal(linesLast, lines);
  assert.equal(barsFirst, bars);
  const names = (svg: string) => new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  assert.deepEqual(
    [...names(lines)].filter((id) => names(bars).has(id)),
    [],
    "they may stand in one document",
  );
});

test("text is drawn: a title darkens the pixels where it stands", async () => {
  const dark = async (title: string) => {
    const { image } = png({ data: [], layout: layout({ title }), alt: "" });
    const { data } = await sharp(image)
      .extract({ left: 0, top: 0, width: 800, height: 45 })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.filter((value: number) => value < 128).length;
  };
  assert.equal(await dark(""), 0);
  assert.ok((await dark("‖∂L/∂hₜ‖")) > 75);
});

test("a heat map has crisp blocks: as many colours inside as values", async () => {
  const z = [
    [0, 1],
    [2, 3],
  ];
  const colorscale = [0, 1, 2, 3].map((i) => [i / 3, ["#000000", "#ff0000", "#00ff00", "#0000ff"][i]]);
  const bare = { visible: false };
  const frame = { ...layout({ title: "" }), margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: bare, yaxis: bare };
  const { image } = png({ data: [{ type: "heatmap", z, colorscale, showscale: false }], layout: frame, alt: "" });
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += info.channels) colours.add(data.subarray(i, i + 3).join());
  assert.equal(colours.size, 4);
});

test("no label is clipped: a long category widens the margin", () => {
  const name = "a category with a rather long name";
  const bar: Figure = {
    data: [{ type: "bar", orientation: "h", y: [name], x: [1] }],
    layout: layout({ title: "t", yaxis: { automargin: true } }),
    alt: "",
  };
  const anchor = svg(bar).image?.match(new RegExp(`<text text-anchor="end" x="([\\d.]+)"[^>]*>${name}`))?.[1];
  const width = labFont("regular").width(name) * 13;
  assert.ok(Number(anchor) >= width, `${anchor} of ${width} px`);
});

test("what plotly cannot draw comes back as a reason, and the next figure is drawn", () => {
  const { image, failure } = png({ data: [], layout: { height: -3 }, alt: "" });
  assert.equal(image, undefined);
  assert.match(failure ?? "", /cannot be drawn: .*height/i);
  assert.ok(png(line).image);
});

test("a process that drew ends by itself", () => {
  const module = path.join(projectRoot, "dist/lib/view/staticImage.js");
  const script = `const { warmUp, svg } = require(${JSON.stringify(module)}); warmUp();
    process.stdout.write(String(svg({ data: [], layout: {}, alt: "" }).image?.length > 100));`;
  assert.equal(execFileSync(process.execPath, ["-e", script], { timeout: 30_000 }).toString(), "true");
});
