import { existsSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { parseOptions } from "./options";
import { report } from "./report";
import { print } from "./terminal";

const interrupted = 130;

/** `node dist/lib/report/main.js [section...] [--preset smoke|default|full] [--set option=value] [--save] [--strict]`: its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  // `on`, not `once`: a second Ctrl-C must not kill this process before the kernel is gone.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  try {
    const options = parseOptions(args);
    const python = path.join(projectRoot, ".venv/bin/python");
    expect(existsSync(python), `${python} expected: npm start sets it up`);
    const good = await report(options, {
      notebooksFolder: path.join(projectRoot, "notebooks"),
      reportFolder: path.join(projectRoot, "report"),
      python,
      print,
      signal: stopping.signal,
      width: Math.min(process.stdout.columns || 110, 140),
    });
    return good ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted) return interrupted;
    if (!(error instanceof LabError)) throw error; // a mistake of ours: with its stack
    print(`${error.message}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
