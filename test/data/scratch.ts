import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { LabError } from "../../lib/core/errors";

/** A folder that is gone after the tests of the file, and a way to write into it. */
export function scratch(): { folder: string; write: (name: string, content: string | Uint8Array | object) => string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lab-data-"));
  after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Uint8Array | object) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const plain = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(file, plain ? content : JSON.stringify(content));
    return file;
  };
  return { folder, write };
}

/** What `read` complains about: one sentence of the lab's, without a stack. */
export async function complaint(read: () => unknown): Promise<string> {
  try {
    await read();
  } catch (error) {
    assert.ok(error instanceof LabError, `${error}`);
    assert.equal(error.stack, error.message, "no stack trace");
    return error.message;
  }
  return assert.fail("a complaint expected");
}

/** What is said while `act` runs. */
export async function heard<T>(act: () => Promise<T>): Promise<{ value: T; said: string }> {
  const { write } = process.stderr;
  let said = "";
  process.stderr.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof write;
  try {
    return { value: await act(), said };
  } finally {
    process.stderr.write = write;
  }
}

export async function collect<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** For tests on a real set: skipped where the variable that names its folder is not set. */
export const needs = (variable: string) => ({ skip: process.env[variable] ? false : `${variable} is not set` });
