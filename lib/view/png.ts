import { crc32, deflateSync } from "node:zlib";

/** Red, green and blue of [height, width, 3] as a PNG file in a data URI: a picture that a figure can hold. */
export function pngUri(pixels: ArrayLike<number>, { width, height }: { width: number; height: number }): string {
  const stride = width * 3;
  const rows = Buffer.alloc(height * (stride + 1)); // each row after its filter's number: 0, none
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < stride; i++) rows[y * (stride + 1) + 1 + i] = pixels[y * stride + i];
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits a colour, three colours
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return `data:image/png;base64,${Buffer.concat(parts).toString("base64")}`;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [data.length, crc32(named)].map((value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  });
  return Buffer.concat([length, named, check]);
}
