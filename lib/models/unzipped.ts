import { crc32, inflateRawSync } from "node:zlib";

const marks = { end: 0x06054b50, entry: 0x02014b50 };
const endBytes = 22;

/**
 * One file of a zip archive, as it was packed: stored or deflated, up to 4 GB.
 * @throws Error where the archive is damaged or lacks it
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function unzipped(zip: Buffer, name: string): Buffer {
  const entry = entriesOf(zip).find((one) => one.name === name);
  if (!entry) throw new Error(`no ${name} in it`);
  return unpacked(zip, entry.at, name);
}

/** The names of the files in a zip archive. @throws Error where it is damaged */
export const zipNames = (zip: Buffer): string[] => entriesOf(zip).map(({ name }) => name);

function entriesOf(zip: Buffer) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + endBytes > zip.length || zip.readUInt32LE(end) !== marks.end) throw new Error("no whole zip");
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (zip.readUInt32LE(at) !== marks.entry) throw new Error("a damaged directory");
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const entry = { at, name: zip.toString("utf8", at + 46, at + 46 + nameLength) };
    at += 46 + nameLength + extra + comment;
    return entry;
  });
}

function unpacked(zip: Buffer, entry: number, name: string): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const [sum, packed, size, local] = [16, 20, 24, 42].map((field) => zip.readUInt32LE(entry + field));
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) throw new Error(`${name} is cut off`);
  const bytes = zip.subarray(start, start + packed);
  const content = method === 8 ? inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) }) : bytes;
  if (content.length !== size || crc32(content) !== sum) throw new Error(`${name} is damaged`);
  return content;
}
