import { useLabFonts } from "./staticImageFont";

/** How hard a PNG is squeezed: sharp's own options. */
export interface Squeeze {
  readonly effort: number;
  readonly compressionLevel: number;
}

/** An SVG drawing as a PNG of 128 colours, on white, at `scale` times its size. */
export async function rasterise(drawing: string, scale: number, squeeze: Squeeze): Promise<Uint8Array> {
  useLabFonts();
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(drawing), { density: 72 * scale })
    .flatten({ background: "#ffffff" })
    .png({ palette: true, colours: 128, ...squeeze })
    .toBuffer();
}
