import { isAscii, isUtf8 } from "node:buffer";
import { LabError } from "../core/errors";

type Encoding = "UTF-8" | "UTF-16LE" | "UTF-16BE";

/** Makes text of a file's bytes, part by part; `end` when there are no more. */
export interface TextReader {
  read(bytes: Buffer): string;
  end(): string;
}

/**
 * The one way in which bytes become text: UTF-8 or UTF-16, by its byte order mark, or by its zero bytes where it has none.
 * The mark goes, and every line ends with \n: \r\n, the \r of old Macs and the \r\r\n of some exports are one line end each.
 * Parts may be cut anywhere, also inside a character or a line end.
 * @throws where bytes are no text, with the line, and the column in characters, of the first of them
 */
export function textReader(file: string): TextReader {
  const fatal = { "UTF-8": decoder("utf-8"), "UTF-16LE": decoder("utf-16le") };
  let encoding: Encoding | undefined;
  let bytesLeft = Buffer.alloc(0);
  let returnsLeft = "";
  let line = 1;
  let column = 1;

  function decoded(bytes: Buffer): string {
    if (encoding === "UTF-8" && isAscii(bytes)) return bytes.toString("latin1"); // half the memory, and the common case
    const form = encoding === "UTF-8" ? "utf8" : "utf16le";
    const units = encoding === "UTF-16BE" ? swapped(bytes) : bytes;
    try {
      return fatal[encoding === "UTF-8" ? "UTF-8" : "UTF-16LE"].decode(units);
    } catch {
      const at = firstWrong(units, form);
      advance(returnsLeft + units.toString(form, 0, at));
      const wrong = bytes.toString("hex", at, at + (form === "utf8" ? 1 : 2));
      throw new LabError(`${file}:${line}:${column}: ${encoding} text expected, got bytes that are not (${wrong})`);
    }
  }

  /** Counts lines and columns, so that a complaint later in the file knows where it is. */
  function advance(part: string): string {
    const text = part.replace(lineEnds, "\n");
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      line++;
      column = 1;
      start = end + 1;
    }
    for (const _ of text.slice(start)) column++;
    return text;
  }

  function next(bytes: Buffer, last: boolean): string {
    let part = bytesLeft.length > 0 ? Buffer.concat([bytesLeft, bytes]) : bytes;
    if (encoding === undefined) {
      if (!last && part.length < sampled) {
        bytesLeft = Buffer.from(part);
        return "";
      }
      const { name, mark } = told(part, file);
      encoding = name;
      part = part.subarray(mark);
    }
    const whole = last ? part.length : wholeCharacters(part, encoding);
    const text = decoded(part.subarray(0, whole));
    bytesLeft = Buffer.from(part.subarray(whole)); // a copy: a stream may use its buffer again
    const all = returnsLeft + text;
    returnsLeft = last ? "" : (/\r{1,2}$/.exec(all)?.[0] ?? "");
    return advance(all.slice(0, all.length - returnsLeft.length));
  }

  return { read: (bytes) => next(bytes, false), end: () => next(Buffer.alloc(0), true) };
}

/** So many bytes of the start tell the encoding. */
const sampled = 2 ** 16;
const lineEnds = /\r{1,2}\n|\r/g;
const decoder = (label: string) => new TextDecoder(label, { fatal: true, ignoreBOM: true });
const swapped = (bytes: Buffer): Buffer => (bytes.length % 2 ? bytes : Buffer.from(bytes).swap16());

/** Encoding and length of its mark. */
function told(start: Buffer, file: string): { name: Encoding; mark: number } {
  const mark = start.toString("hex", 0, 4);
  if (mark === "fffe0000" || mark === "0000feff") {
    throw new LabError(`${file}: UTF-8 or UTF-16 text expected, got UTF-32`);
  }
  if (mark.startsWith("efbbbf")) return { name: "UTF-8", mark: 3 };
  if (mark.startsWith("fffe")) return { name: "UTF-16LE", mark: 2 };
  if (mark.startsWith("feff")) return { name: "UTF-16BE", mark: 2 };
  const sample = start.subarray(0, sampled);
  return { name: unmarked(sample.subarray(0, wholeCharacters(sample, "UTF-8"))), mark: 0 };
}

/**
 * A text in UTF-16 has a zero in each character of ASCII, always on the same side; spaces, line ends or commas are in
 * every script. A text in UTF-8 hardly has a zero byte, and if so on either side.
 */
function unmarked(sample: Buffer): Encoding {
  const zeros = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros === 0 || (zeros < sample.length / 100 && isUtf8(sample))) return "UTF-8";
  const even = sample.subarray(0, sample.length & ~1);
  const common = (units: Buffer) => units.toString("utf16le").match(/[\t\n\r -~\u3001\u3002\uff0c]/g)?.length ?? 0;
  const little = common(even);
  const big = common(swapped(even));
  if (little > 4 * big) return "UTF-16LE";
  return big > 4 * little ? "UTF-16BE" : "UTF-8";
}

/** How many bytes, from the start, are not the beginning of a character that goes on in the next part. */
function wholeCharacters(bytes: Buffer, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding !== "UTF-8") {
    const even = length & ~1;
    const high = even < 2 ? 0 : bytes[encoding === "UTF-16LE" ? even - 1 : even - 2];
    return high >= 0xd8 && high < 0xdc ? even - 2 : even;
  }
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back];
    if (byte < 0x80) break;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length - back : length;
  }
  return length;
}

/** Where the first character begins that is none: there the text, written again, becomes another. */
function firstWrong(bytes: Buffer, form: "utf8" | "utf16le"): number {
  const repaired = new TextDecoder(form === "utf8" ? "utf-8" : "utf-16le", { ignoreBOM: true }).decode(bytes);
  const again = Buffer.from(repaired, form);
  let at = again.findIndex((byte, i) => byte !== bytes[i]);
  if (at < 0) at = again.length;
  if (form === "utf16le") return at & ~1;
  while (at > 0 && (again[at] & 0xc0) === 0x80) at--;
  return at;
}
