import { constants } from "node:buffer";
import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { expect, LabError } from "../core/errors";
import { textReader } from "./decode";

/** The longest text in one piece: what one JavaScript string holds. */
const mostBytes = constants.MAX_STRING_LENGTH;

/** A whole text, UTF-8 or UTF-16, its line ends \n. @throws where the file is missing, empty, too large or no text */
export function readText(file: string): string {
  const reader = textReader(file);
  let text = "";
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const { size } = fstatSync(descriptor);
    expect(
      size <= mostBytes,
      `${file}: a text of at most ${mostBytes} bytes expected (what one string of JavaScript holds), got ${size}`,
    );
    const buffer = Buffer.alloc(2 ** 20);
    let length = readSync(descriptor, buffer);
    expect(length > 0, `${file}: a text expected, got an empty file`);
    for (; length > 0; length = readSync(descriptor, buffer)) text += reader.read(buffer.subarray(0, length));
    text += reader.end();
  } catch (error) {
    throw error instanceof LabError ? error : unreadable(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return text;
}

/**
 * Parses a JSON file in one go. Of the lab's sets COCO's training captions are the largest, 66 MB: so read and grouped
 * they take 0.6 s of processor time and 280 MB, a streaming parser (stream-json) six times the time to save half the memory.
 * @throws where the file is missing, too large, no text or not JSON
 */
export function readJson(file: string): unknown {
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

/** A text part by part, as it is read, its line ends \n. @throws where the file is missing or no text */
export async function* textParts(file: string): AsyncGenerator<string> {
  const reader = textReader(file);
  try {
    for await (const bytes of createReadStream(file)) yield reader.read(bytes as Buffer);
    yield reader.end();
  } catch (error) {
    throw error instanceof LabError ? error : unreadable(file, error);
  }
}

/** The lines of a text, without their ends, counted from 1. */
export async function* textLines(file: string): AsyncGenerator<{ readonly line: string; readonly number: number }> {
  let rest = "";
  let number = 0;
  for await (const part of textParts(file)) {
    const lines = part.split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    for (const line of lines) yield { line, number: ++number };
  }
  if (rest) yield { line: rest, number: ++number };
}

/** What a file that cannot be read is instead. */
export function unreadable(file: string, error: unknown, expected = "a text file"): LabError {
  const { code } = error as NodeJS.ErrnoException;
  const got = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "a folder" : String(code);
  return new LabError(`${file}: ${expected} expected, got ${got}`);
}
