import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";
import { versions } from "../core/versions";
import { codeKey } from "./codeReached";

/** Something that is computed once. */
export interface Computation {
  readonly name: string;
  /** The compiled module that it stands in. */
  readonly module: string;
  /** Files that it reads. */
  readonly reads: readonly string[];
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

/** What was computed, where its files lie now: they may have gone meanwhile. */
export const computationOf = ({ name, module, reads }: Pick<Origin, keyof Computation>): Computation => ({
  ...{ name, module: path.join(lib, module) },
  reads: reads.map((file) => path.resolve(projectRoot, file)),
});
