import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { toExactJson } from "../core/exactJson";
import { hashOf } from "../core/sealed";
import { loadKept, storeKept } from "./keptFile";
import { sweep } from "./keptList";
import { type Computation, originNow } from "./origin";

/** Where the result of one computation is kept. */
export interface Slot {
  /** Undefined where nothing is kept, or where it is damaged or a file beside it is. */
  load<R>(): R | undefined;
  /**
   * Keeps it where that is possible; then what the computation has saved of itself on its way has done its service and goes.
   * @param result plain data
   * @param beside endings of files of the same stem that belong to it
   * @returns whether it is kept
   */
  store(result: unknown, beside?: readonly string[]): boolean;
  /** Of its file's name, and of the names of files that belong to it: tensors, checkpoints. */
  readonly stem: string;
}

/**
 * The slots of a computation in `folder`: another one for each configuration (plain data), each content of the files that
 * are read, each version of the code that it reaches and of what computes. What only judges and draws results may change.
 */
export function slots(folder: string, computation: Computation): (config: unknown) => Slot {
  const origin = originNow(computation);
  const { name, code, data, versions } = origin;
  sweep(folder);
  return (config) => {
    const key = hashOf(toExactJson([code, data, versions, config], name)).slice(0, 16);
    const stem = path.join(folder, `${name}-${key}`);
    return {
      stem,
      load: () => loadKept(stem),
      store(result, beside = []) {
        if (!storeKept(stem, result, { origin, beside })) return false;
        removeCheckpoints(stem);
        return true;
      },
    };
  };
}

function removeCheckpoints(stem: string): void {
  const [folder, name] = [path.dirname(stem), path.basename(stem)];
  for (const file of readdirSync(folder)) {
    if (!file.startsWith(`${name}.`) || !file.includes(".checkpoint")) continue;
    try {
      rmSync(path.join(folder, file), { force: true });
    } catch {} // another's, or none: the result is kept all the same
  }
}
