import sharp from "sharp";
import { expectForms, forms } from "../core/argumentForms";
import { LabError } from "../core/errors";
import type { Pictures } from "./sceneRender";

/** A file that is missing, or no photograph, or no longer a whole one. */
export class NoPhotograph extends LabError {
  readonly file: string;

  constructor(file: string, got: string) {
    super(`${file}: a photograph expected (JPEG, PNG, WebP, …), got ${got}`);
    this.file = file;
  }
}

/**
 * Photographs as square pictures of S × S pixels, red, green and blue, turned upright; scaled by bilinear interpolation
 * over the area of the larger pixel (so that shrinking leaves no aliases), the whole photograph, its proportions given up.
 * @throws NoPhotograph where a file is missing or no picture
 */
export async function photographs(files: readonly string[], S: number): Promise<Pictures> {
  expectForms("photographs", { files: [forms.list(forms.text), files], S: [forms.size, S] });
  const pixels = new Uint8Array(files.length * S * S * 3);
  for (const [n, file] of files.entries()) pixels.set(await decode(file, S), n * S * S * 3);
  return { pixels, shape: [files.length, S, S, 3] };
}

async function decode(file: string, S: number): Promise<Buffer> {
  try {
    return await sharp(file)
      .rotate()
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .resize(S, S, { fit: "fill", kernel: "linear" })
      .raw()
      .toBuffer();
  } catch (error) {
    throw new NoPhotograph(file, (error as Error).message);
  }
}
