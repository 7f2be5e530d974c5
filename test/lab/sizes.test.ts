import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { bytesInWords, machineMemory } from "../../lib/core/memory";
import * as all from "../../lib/experiments";
import { kindsOf } from "../../lib/lab/options";
import { sizesOf } from "../../lib/lab/sizes";
import type { Study } from "../../lib/lab/study";

const studies = Object.values(all) as unknown as Study<Record<string, unknown>, object>[];

/** What a study answers to options, which must come before it computes anything. */
function refusal(study: (typeof studies)[number], options: object): string {
  try {
    study.configured(options, {});
  } catch (error) {
    assert.ok(error instanceof LabError, `${error}`);
    return error.message;
  }
  return "";
}

for (const study of studies) {
  const { id, defaults, presets } = study;
  describe(id, () => {
    test("each option that is a size is refused in one sentence where it is 1e9, alone or in a list", () => {
      const sizes = sizesOf(defaults, kindsOf(defaults));
      assert.equal(sizes.includes("seeds"), Object.hasOwn(study.defaults, "seeds"));
      for (const name of sizes) {
        const one = Array.isArray(defaults[name]) ? [1e9] : 1e9;
        assert.match(
          refusal(study, { [name]: one }),
          new RegExp(
            `^${id.replaceAll(".", "\\.")}: .*${name}.*( of memory needed for .* (this machine|Node) has | expected, got |at most .* expected)`,
          ),
          name,
        );
      }
    });

    test("a network larger than the machine is refused before it is made", () => {
      const name = ["hiddenSize", "hiddenSizes"].find((one) => Object.hasOwn(defaults, one));
      if (!name) return assert.equal(id, "5.1-cliff"); // one unit
      const units = Math.ceil(Math.sqrt(machineMemory() / 16)) + 1;
      const message = refusal(study, { [name]: name === "hiddenSize" ? units : [units] });
      assert.match(
        message,
        new RegExp(`${name}.* of memory needed for .* this machine has ${bytesInWords(machineMemory())}|at most`),
      );
    });

    test("its presets and their thousandfold in steps are not", () => {
      for (const preset of [{}, ...Object.values(presets)]) {
        assert.equal(refusal(study, preset), "");
        if ("steps" in defaults)
          assert.equal(refusal(study, { ...preset, steps: 1000 * (defaults.steps as number) }), "");
      }
    });
  });
}
