import { existsSync, readFileSync, utimesSync } from "node:fs";
import path from "node:path";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { sayOnce } from "../core/sayOnce";
import { hashOf, keepSealed, readSealed } from "../core/sealed";
import type { Origin } from "./origin";

/** What stands before a result in its file. */
interface Head {
  /** Another's file under this name is not this one's. */
  readonly stem: string;
  readonly origin: Origin;
  /** By ending, the hashes of the files beside it. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Stores a result of plain data as the file of this stem, where that can be written.
 * @param beside endings of files of the same stem that belong to it
 * @returns whether it is kept
 */
export function storeKept(stem: string, result: unknown, { origin, beside }: Keeping): boolean {
  const files = Object.fromEntries(beside.map((ending) => [ending, hashOf(readFileSync(`${stem}${ending}`))]));
  const head: Head = { stem: path.basename(stem), origin, files };
  const body = toExactJson(result, `what ${origin.name} returns`);
  return keepSealed(`${stem}.json`, `${JSON.stringify(head)}\n${body}`);
}

interface Keeping {
  readonly origin: Origin;
  readonly beside: readonly string[];
}

/** What was stored under this stem, if the files beside it are as they were. */
export function loadKept<R>(stem: string): R | undefined {
  const found = readKept(`${stem}.json`);
  if (!found) return undefined;
  for (const [ending, hash] of Object.entries(found.head.files)) {
    const file = `${stem}${ending}`;
    if (existsSync(file) && hashOf(readFileSync(file)) === hash) continue;
    sayOnce(file, `${file}: damaged, or not there. So it is made anew.`);
    return undefined;
  }
  touch(`${stem}.json`);
  return fromExactJson<R>(found.body);
}

/** What was stored under this stem, for who knows that `loadKept` has looked at the files beside it: they may be large. */
export function loadKeptAlone<R>(stem: string): R | undefined {
  const found = readKept(`${stem}.json`);
  return found && fromExactJson<R>(found.body);
}

/** So that the files' times say when they were used last. */
function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {} // of another owner, or on a disk that is not to be written
}

function readKept(file: string, say = sayOnce): { head: Head; body: string } | undefined {
  const text = readSealed(file, say)?.toString();
  if (text === undefined) return undefined;
  const end = text.indexOf("\n");
  const head = JSON.parse(text.slice(0, end)) as Head;
  return head.stem === path.basename(file, ".json") ? { head, body: text.slice(end + 1) } : undefined;
}

/** Undefined where the file is none that a slot has stored: to a list that is no news. */
export const originOf = (file: string): Origin | undefined => readKept(file, () => {})?.head.origin;
