import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { sayOnce } from "./sayOnce";
import { NotWritten, writeWhole } from "./writeWhole";

const hashLength = 64;

/** SHA-256, hexadecimal. */
export const hashOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Keeps something for a later time, with its hash in a line before it; see `kept`. */
export const keepSealed = (file: string, content: string | Uint8Array): boolean =>
  kept(() => writeWhole(file, `${hashOf(content)}\n`, content));

/**
 * Whether something could be kept for a later time. That is a convenience: where the disk is full or the folder not to be
 * written, that is said, once, and whatever is computed goes on.
 */
export function kept(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    return notKept(error);
  }
}

/** Says that something could not be kept, for `kept`, or for what is written over time. @throws any other error */
export function notKept(error: unknown): false {
  if (!(error instanceof NotWritten)) throw error;
  sayOnce(`${path.dirname(error.file)} ${error.why}`, `${error.message}. So it is not kept; the work goes on.`);
  return false;
}

/**
 * What was kept in the file: undefined where there is none, and where it is no longer what was kept.
 * @param say how that is said: by default once, to whoever watches
 */
export function readSealed(file: string, say = sayOnce): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") say(file, `${file}: could not be read (${code}). So what it holds is made anew.`);
    return undefined;
  }
  const content = bytes.subarray(hashLength + 1);
  if (bytes.toString("latin1", 0, hashLength + 1) === `${hashOf(content)}\n`) return content;
  say(file, `${file}: damaged: its content is not what its hash was made of. So what it holds is made anew.`);
  return undefined;
}
