import path from "node:path";
import { projectRoot } from "./project";

const inScripts = (file: string): string => path.join(projectRoot, "scripts", file);

/** Node's arguments for a process that ends when this one does, however it ends and whatever it computes. */
export const nodeEndsWithParent: readonly string[] = ["--require", inScripts("endWithParent.cjs")];

/** As much for Python, before the program's file and its arguments. */
export const pythonEndsWithParent: readonly string[] = ["-B", inScripts("endWithParent.py")];

/**
 * As much for `sh`, with any program and its arguments. Its input must be a pipe, which nobody writes to: it closes with
 * this process.
 */
export const anyEndsWithParent: readonly string[] = [
  "-c",
  'exec 3<&0; (cat <&3; kill -9 $$) >/dev/null 2>&1 & exec "$0" "$@" </dev/null 3<&-',
];
