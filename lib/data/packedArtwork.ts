import { emoji } from "./emoji";
import type { Sprites } from "./sprites";

/**
 * The artwork as few bytes, for a page: of each picture, as `emoji` lists them, red, green, blue and alpha, 0 to 255; all
 * together as gzip.
 */
export async function packArtwork(sprites: Sprites): Promise<Uint8Array> {
  const pictures = emoji.map(({ label }) => bytesOf(sprites.get(label) as Float32Array));
  return through(new CompressionStream("gzip"), new Blob(pictures));
}

/** The same pixels as before they were packed. */
export async function unpackArtwork(packed: Uint8Array<ArrayBuffer>): Promise<Sprites> {
  const bytes = await through(new DecompressionStream("gzip"), new Blob([packed]));
  const length = bytes.length / emoji.length;
  return new Map(emoji.map(({ label }, i) => [label, premultiplied(bytes.subarray(i * length, (i + 1) * length))]));
}

async function through(stream: CompressionStream | DecompressionStream, blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(stream)).arrayBuffer());
}

function bytesOf(pixels: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(pixels, (value, i) => {
    const alpha = pixels[i | 3];
    if (i % 4 === 3) return Math.round(255 * alpha);
    return alpha > 0 ? Math.round(value / alpha) : 0;
  });
}

function premultiplied(bytes: Uint8Array): Float32Array {
  const alphas = Float32Array.from(bytes, (_, i) => bytes[i | 3] / 255);
  return alphas.map((alpha, i) => (i % 4 === 3 ? alpha : bytes[i] * alpha));
}
