import { pixelsPng } from "./staticImage";

/** Red, green and blue of [height, width, 3] as a PNG file in a data URI: a picture that a figure can hold. */
export function pngUri(pixels: ArrayLike<number>, { width, height }: { width: number; height: number }): string {
  const { image } = pixelsPng({ pixels: Buffer.from(Uint8Array.from(pixels)).toString("base64"), width, height });
  return `data:image/png;base64,${image?.toString("base64") ?? ""}`;
}
