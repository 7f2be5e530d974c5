import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { LabError } from "./errors";
import { ownerOf, ownMark } from "./owner";
import { reasonOf } from "./refusal";

const ending = ".part";

/** A file that could not be written; nothing of it is left. */
export class NotWritten extends LabError {
  constructor(
    readonly file: string,
    readonly why: string,
  ) {
    super(`${file}: could not be written: ${why}`);
  }
}

/** A file that is being written, part by part, beside its place. */
export interface Unfinished {
  write(part: string | Uint8Array): void;
  /** Puts it into its place, once it is on disk to the last byte: whoever reads finds the old one or the whole new one. */
  finish(): void;
  /** Removes it, unless it is finished. */
  drop(): void;
}

/** Writes a file of these parts, whole or not at all. @throws NotWritten */
export function writeWhole(file: string, ...parts: readonly (string | Uint8Array)[]): void {
  const unfinished = beginFile(file);
  try {
    for (const part of parts) unfinished.write(part);
    unfinished.finish();
  } finally {
    unfinished.drop();
  }
}

/** Begins a file, in a temporary one of this process's own: another may write the same. @throws NotWritten, as its methods do */
export function beginFile(file: string): Unfinished {
  const part = `${file}.${ownMark()}${ending}`;
  let open: number | undefined = worded(file, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(part, "wx");
  });
  const close = () => {
    if (open !== undefined) closeSync(open);
    open = undefined;
  };
  return {
    write: (content) =>
      worded(file, () => {
        const bytes = typeof content === "string" ? Buffer.from(content) : content;
        for (let at = 0; at < bytes.length; ) at += writeSync(open as number, bytes, at);
      }),
    finish: () =>
      worded(file, () => {
        fsyncSync(open as number);
        close();
        renameSync(part, file);
      }),
    drop() {
      close();
      rmSync(part, { force: true });
    },
  };
}

/** Removes what processes of this machine that are no more, or anybody long ago, have begun to write in a folder. */
export function clearUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = name.endsWith(ending) ? ownerOf(name) : undefined;
    if (!owner) continue;
    const file = path.join(folder, name);
    const old = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 24 * 3600_000;
    if (old || owner === "is gone") rmSync(file, { force: true });
  }
}

function worded<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const refusal = error as NodeJS.ErrnoException;
    if (!refusal.code) throw error;
    throw new NotWritten(file, reasonOf(refusal));
  }
}
