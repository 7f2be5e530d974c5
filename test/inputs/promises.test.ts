import assert from "node:assert/strict";
import { test } from "node:test";
import * as all from "../../lib/experiments";
import { show } from "../../lib/index";
import type { Study } from "../../lib/lab/study";

type Takes = (given: unknown) => unknown;

test("whatever a study is given a promise for, it says that await is missing", async () => {
  const promise = Promise.resolve({});
  for (const study of Object.values(all) as unknown as Study<object, object>[]) {
    const { run, figures, tables, claims, verdict } = study;
    const takers = [run, ...Object.values(figures), ...Object.values(tables)] as Takes[];
    const verdicts = Object.keys(claims).map(
      (claim): Takes =>
        (given) =>
          verdict(given as object, claim),
    );
    for (const take of [...takers, ...verdicts]) {
      const told = { name: "Error", message: /^[\d.]+-[\w-]+: .* got a promise: await is missing$/ };
      await assert.rejects(async () => take(promise), told);
    }
  }
  assert.throws(() => show(promise as never), { message: /got a promise: await is missing$/ });
});
