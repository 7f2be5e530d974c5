import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutGreeting } from "../../lib/report/execute";

test("a dead kernel's last words are told without TensorFlow's greeting", () => {
  const said = `
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1763900000.123456   12345 port.cc:153] oneDNN custom operations are on. You may see slightly different results.
2026-11-23 12:45:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized.
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the flags.
terminate called after throwing an instance of 'std::bad_alloc'
I0 is a variable; Informed: I am ours
`;
  assert.equal(
    withoutGreeting(said),
    "terminate called after throwing an instance of 'std::bad_alloc'\nI0 is a variable; Informed: I am ours",
  );
});
