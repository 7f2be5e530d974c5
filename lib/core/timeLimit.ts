import { runInNewContext } from "node:vm";

/** What `run` returns, or undefined where it has not ended after so many milliseconds: also where it never pauses. */
export function withinTime<R>(run: () => R, milliseconds: number): R | undefined {
  try {
    return runInNewContext("run()", { run }, { timeout: milliseconds }) as R;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return undefined;
  }
}
