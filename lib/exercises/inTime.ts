import { Script } from "node:vm";
import { expect } from "../core/errors";
import { tf } from "../core/tf";

const script = new Script(`globalThis[Symbol.for("lecture-lab.inTime")]()`);

/** How long an answer may take: a right one takes some milliseconds. */
const most = 10; // s

/**
 * What `run` returns; a loop without an end is ended.
 * @throws what it throws, or a LabError where it did not end
 */
export function inTime<R>(run: () => R): R {
  const { state } = tf.engine();
  const { activeTape, gradientDepth, kernelDepth, numDataMovesStack, scopeStack } = state;
  const [open, moves] = [scopeStack.length, [...numDataMovesStack]];
  Object.assign(globalThis, { [Symbol.for("lecture-lab.inTime")]: run });
  try {
    return script.runInThisContext({ timeout: most * 1000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    // It was ended between any two lines, and no `finally` of TensorFlow.js has run.
    Object.assign(state, { activeTape, gradientDepth, kernelDepth, numDataMovesStack: moves });
    while (state.scopeStack.length > open) tf.engine().endScope();
    expect(false, `Your function had not ended after ${most} s: is there a loop that never ends?`);
  }
}
