import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { sentenceOf } from "../core/refusal";
import type { ReportContext } from "./report";
import { print } from "./terminal";

const interrupted = 130;

/**
 * Runs a command of the report on the project and sets the exit code: 0 where `work` says that all is well. A mistake of
 * the user's is told in its sentence.
 */
export async function runCommand(work: (context: ReportContext) => Promise<boolean>): Promise<void> {
  const stopping = new AbortController();
  // `on`, not `once`: a second Ctrl-C must not kill this process before the kernel is gone.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  process.exitCode = await work(context(stopping.signal)).then(
    (good) => (good ? 0 : 1),
    (error) => {
      if (stopping.signal.aborted) return interrupted;
      const sentence = sentenceOf(error);
      if (sentence === undefined) throw error;
      process.stderr.write(`${sentence}\n`);
      return 1;
    },
  );
}

function context(signal: AbortSignal): ReportContext {
  return {
    notebooksFolder: path.join(projectRoot, "notebooks"),
    reportFolder: path.join(projectRoot, "report"),
    python: path.join(projectRoot, ".venv/bin/python"),
    width: Math.min(process.stdout.columns || 110, 140),
    print,
    signal,
  };
}

/** @throws where set-up has not been run */
export const expectPython = (python: string): void =>
  expect(existsSync(python), `${python} expected, got no such file: npm start sets it up`);
