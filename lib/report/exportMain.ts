import { existsSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { findBrowser } from "./browser";
import { parseExportOptions } from "./exportOptions";
import { exportReport } from "./exportReport";
import { print } from "./terminal";

/** `npm run report`: its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  try {
    const options = parseExportOptions(args);
    const python = path.join(projectRoot, ".venv/bin/python");
    expect(existsSync(python), `${python} expected: npm start sets it up`);
    await exportReport(options, {
      notebooksFolder: path.join(projectRoot, "notebooks"),
      reportFolder: path.join(projectRoot, "report"),
      python,
      browser: findBrowser(),
      print,
      signal: stopping.signal,
      width: Math.min(process.stdout.columns || 110, 140),
    });
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 130;
    if (!(error instanceof LabError)) throw error; // a mistake of ours: with its stack
    print(`${error.message}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
