import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";
import { versions } from "../core/versions";
import { writeWhole } from "../core/writeWhole";
import { codeKey } from "./codeReached";

/** Something that is computed once. */
export interface Computation {
  readonly name: string;
  /** The compiled module that it stands in. */
  readonly module: string;
  /** Files that it reads. */
  readonly reads: readonly string[];
}

/** Where the result of one computation is kept. */
export interface Slot {
  /** Undefined where nothing is kept, or what is kept is damaged. */
  load<R>(): R | undefined;
  /** @param result plain data */
  store(result: unknown): void;
  /** Of its file's name, and of the names of files that belong to it: a checkpoint, tensors. */
  readonly stem: string;
}

/** What a result was computed from: where one of these is another now, it counts no more. */
export interface Origin {
  readonly name: string;
  /** From lib/. */
  readonly module: string;
  /** From the project's folder. */
  readonly reads: readonly string[];
  /** The key of the code that the module reaches, and a hash of what the files hold. */
  readonly code: string;
  readonly data: string;
  readonly versions: string;
}

const lib = path.join(__dirname, "..");

/** What the computation would be computed from now. */
export function originNow({ name, module, reads }: Computation): Origin {
  const data = createHash("sha256");
  for (const file of reads) data.update("\0").update(readFileSync(file));
  const { node, tfjs, tensorflow } = versions();
  return {
    ...{ name, module: path.relative(lib, module), reads: reads.map((file) => path.relative(projectRoot, file)) },
    code: codeKey(module),
    data: data.digest("hex").slice(0, 16),
    versions: `Node ${node.split(".")[0]}, TensorFlow.js ${tfjs}, TensorFlow ${tensorflow}`,
  };
}

/**
 * The slots of a computation in `folder`: another one for each configuration (plain data), each content of the files that
 * are read, each version of the code that it reaches and of what computes. What only judges and draws results may change.
 */
export function slots(folder: string, computation: Computation): (config: unknown) => Slot {
  const origin = originNow(computation);
  const { name, code, data, versions } = origin;
  return (config) => {
    const key = hashOf(JSON.stringify([code, data, versions, config]));
    const stem = path.join(folder, `${name}-${key}`);
    return {
      stem,
      load: () => loadKept(stem),
      store(result) {
        const body = JSON.stringify(result);
        writeWhole(`${stem}.json`, `${JSON.stringify({ origin, hash: hashOf(body) })}\n${body}\n`);
      },
    };
  };
}

/** What was stored under this stem. */
export function loadKept<R>(stem: string): R | undefined {
  try {
    const [head, body] = parts(readFileSync(`${stem}.json`, "utf8"));
    return head.hash === hashOf(body) ? (JSON.parse(body) as R) : undefined;
  } catch {
    return undefined;
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** What stands before a result in its file. */
interface Head {
  readonly origin: Origin;
  /** Of the result as it is written. */
  readonly hash: string;
}

function parts(text: string): [head: Head, body: string] {
  const [head, body = ""] = text.split("\n");
  return [JSON.parse(head) as Head, body];
}

/** @throws where the file is none that a slot has stored */
export function originOf(file: string): Origin {
  const [{ origin, hash }, body] = parts(readFileSync(file, "utf8"));
  if (hash !== hashOf(body)) throw new Error(`${file}: damaged`);
  return origin;
}

/** What was computed, where its files lie now: they may have gone meanwhile. */
export const computationOf = ({ name, module, reads }: Origin): Computation => ({
  ...{ name, module: path.join(lib, module) },
  reads: reads.map((file) => path.resolve(projectRoot, file)),
});
