import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { expect } from "../core/errors";
import { cacheFolder } from "../core/project";
import { keepSealed, readSealed } from "../core/sealed";
import { emoji } from "./emoji";

/** The artwork's own grid; a picture is drawn on it once, and made smaller from there. */
export const artworkSize = 128;

/** Pixels by an emoji's label, [128, 128, 4]: red, green and blue, 0 to 255 times alpha, and alpha, 0 to 1. */
export type Sprites = ReadonlyMap<string, Float32Array>;

const bytes = artworkSize * artworkSize * 4;

const artworkFile = () => readFileSync(require.resolve("@iconify-json/noto/icons.json"));

/**
 * The artwork as pixels: drawn by librsvg (in sharp) at the first call and kept in `folder` by its content.
 * @throws where the npm package with the artwork lacks one of the pictures
 */
export async function sprites(folder = cacheFolder("emoji")): Promise<Sprites> {
  const artwork = artworkFile();
  const labels = emoji.map(({ label }) => label);
  const content = createHash("sha256")
    .update(artwork)
    .update(`\0${sharp.versions.rsvg}\0${artworkSize}\0${labels.join("\0")}`);
  const file = path.join(folder, `noto-${content.digest("hex").slice(0, 16)}.rgba`);
  const known = readSealed(file);
  const pixels = known ?? (await drawAll(drawings(artwork)));
  if (!known) keepSealed(file, pixels); // two processes may draw at once, and the same
  return new Map(labels.map((label, i) => [label, premultiplied(pixels.subarray(i * bytes, (i + 1) * bytes))]));
}

/**
 * The SVG of every picture, in the order of `emoji`.
 * @throws where the npm package lacks one of them
 */
export function drawings(artwork = artworkFile()): string[] {
  const { icons } = JSON.parse(artwork.toString("utf8")) as { icons: Record<string, { body: string }> };
  const grid = `width="${artworkSize}" height="${artworkSize}" viewBox="0 0 ${artworkSize} ${artworkSize}"`;
  return emoji.map(({ label }) => {
    const name = label.replaceAll(" ", "-");
    expect(name in icons, () => `@iconify-json/noto: a picture called ${name} expected, got none of that name`);
    return `<svg xmlns="http://www.w3.org/2000/svg" ${grid}>${icons[name].body}</svg>`;
  });
}

const drawAll = async (svgs: readonly string[]): Promise<Uint8Array> =>
  Buffer.concat(await Promise.all(svgs.map((svg) => sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer())));

function premultiplied(pixels: Uint8Array): Float32Array {
  const result = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 4) {
    result[i + 3] = pixels[i + 3] / 255;
    for (let c = i; c < i + 3; c++) result[c] = pixels[c] * result[i + 3];
  }
  return result;
}
