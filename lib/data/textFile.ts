import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { TextDecoder } from "node:util";
import { expect, LabError } from "../core/errors";

/** A whole UTF-8 text, its line ends \n. @throws where the file is missing, empty or not UTF-8 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  expect(bytes.length > 0, `${file}: a text expected, got an empty file`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new LabError(`${file}: UTF-8 text expected, got bytes that are not (first at ${firstInvalid(bytes)})`);
  }
}

/** The most that one JavaScript string holds, and so the largest JSON file. */
const mostBytes = 2 ** 29 - 24;

/**
 * Parses a JSON file in one go. Of the lab's sets COCO's training captions are the largest, 66 MB: so read and grouped
 * they take 0.6 s of processor time and 280 MB, a streaming parser (stream-json) six times the time to save half the memory.
 * @throws where the file is missing, not UTF-8 or not JSON
 */
export function readJson(file: string): unknown {
  const size = existsSync(file) ? statSync(file).size : 0;
  expect(size <= mostBytes, `${file}: JSON of at most ${mostBytes} bytes expected, got ${size}`);
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /at position (\d+)/.exec(message);
    const lines = text.slice(0, Number(position?.[1] ?? 0)).split("\n");
    const place = position ? `:${lines.length}:${lines[lines.length - 1].length + 1}` : "";
    throw new LabError(`${file}${place}: JSON expected, got text that is not: ${message}`);
  }
}

/** A UTF-8 text part by part, as it is read. @throws where the file is missing or not UTF-8 */
export async function* textParts(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new LabError(
        `${file}: UTF-8 text expected, got bytes that are not (first at ${firstInvalid(readBytes(file))})`,
      );
    }
  };
  try {
    for await (const bytes of createReadStream(file)) yield decode(bytes as Buffer);
  } catch (error) {
    throw error instanceof LabError ? error : unreadable(file, error);
  }
  yield decode();
}

/** The lines of a UTF-8 text, without their ends, counted from 1. */
export async function* textLines(file: string): AsyncGenerator<{ readonly line: string; readonly number: number }> {
  let rest = "";
  let number = 0;
  for await (const part of textParts(file)) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield { line: line.replace(/\r$/, ""), number: ++number };
  }
  if (rest) yield { line: rest, number: ++number };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** What a file that cannot be read is instead. */
export function unreadable(file: string, error: unknown, expected = "a text file"): LabError {
  const { code } = error as NodeJS.ErrnoException;
  const got = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "a folder" : String(code);
  return new LabError(`${file}: ${expected} expected, got ${got}`);
}

/** "line 3, byte 17" of the first byte where decoding fails. */
function firstInvalid(bytes: Buffer): string {
  const valid = new TextDecoder("utf-8").decode(bytes).split("\uFFFD", 1)[0];
  const lines = valid.split("\n");
  return `line ${lines.length}, byte ${Buffer.byteLength(lines[lines.length - 1]) + 1}`;
}
