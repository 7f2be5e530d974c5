import { type PixelsRequest, pixelsPng } from "./staticImage";

/**
 * Red, green and blue of [height, width, 3] as a PNG file in a data URI: a picture that a figure can hold. By default it is
 * small, of at most 256 colours; with `quick` it has every colour, and is there twenty times sooner.
 */
export function pngUri(
  pixels: ArrayLike<number>,
  { width, height, quick }: Pick<PixelsRequest, "width" | "height" | "quick">,
): string {
  const bytes = Buffer.from(Uint8Array.from(pixels)).toString("base64");
  const { image } = pixelsPng({ pixels: bytes, width, height, quick });
  return `data:image/png;base64,${image?.toString("base64") ?? ""}`;
}
