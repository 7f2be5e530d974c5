import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { tf } from "../../lib/index";
import { alterations, misspellings } from "./argumentAlterations";
import { type ValidCall, validCalls } from "./validCalls";

/** What comes of arguments: a sentence, another error, or nothing of either. */
async function outcome({ call }: ValidCall, args: readonly unknown[]): Promise<unknown> {
  tf.engine().startScope();
  try {
    await (call as (...args: readonly unknown[]) => unknown)(...args);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    tf.engine().endScope();
  }
}

for (const valid of validCalls) {
  test(`${valid.name}: what is wrong among the arguments is told in a sentence that names the function`, async () => {
    assert.equal(await outcome(valid, valid.args), undefined);
    const reasons = Object.keys(valid.taken ?? {}).map((pattern) => new RegExp(pattern));
    const unused = new Set(reasons);
    const wrong: string[] = [];
    for (const { how, args } of alterations(valid.args)) {
      const error = await outcome(valid, args);
      const fitting = reasons.filter((reason) => reason.test(how));
      if (error === undefined) {
        for (const reason of fitting) unused.delete(reason);
        if (fitting.length === 0) wrong.push(`${how}: taken`);
      } else if (!(error instanceof LabError))
        wrong.push(`${how}: ${(error as Error).stack?.split("\n").slice(0, 4).join(" ")}`);
      else if (!error.message.startsWith(valid.name)) wrong.push(`${how}: ${error.message}`);
      else if (how.endsWith(": a promise") && !error.message.endsWith("await is missing"))
        wrong.push(`${how}: ${error.message}`);
    }
    for (const { how, args } of misspellings(valid.args)) {
      const error = await outcome(valid, args);
      if (!(error instanceof LabError)) wrong.push(`${how}: ${error === undefined ? "taken" : error}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual([...unused].map(String), []);
  });
}
