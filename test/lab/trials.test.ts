import assert from "node:assert/strict";
import { test } from "node:test";
import { judgePaired } from "../../lib/lab/trials";

test("a seed counts only where all its models have finished; where one has diverged nothing is decided", () => {
  const trial = (n: number, condition: string, how: "finished" | "interrupted" | "diverged" = "finished") => ({
    ...{ seed: n, condition, ended: how },
    final: how === "finished" ? { value: n } : null,
  });
  const judge = (lost: "interrupted" | "diverged") =>
    judgePaired(
      [1, 2, 3].flatMap((n) => [trial(n, "a"), trial(n, "b", n === 3 ? lost : "finished")]),
      {
        conditions: ["a", "b"],
        effect: (of) => of("a").value + of("b").value,
        about: "made up",
        measured: (of) => `${of("b").value}`,
      },
    );
  assert.deepEqual([judge("interrupted").effect, judge("interrupted").measured], [3, "2 seeds (made up): 1.5"]);
  const { outcome, effect, measured } = judge("diverged");
  assert.deepEqual(
    [outcome, effect, measured],
    ["undecided", null, "Something is missing: a model of seed 3 diverged."],
  );
});
