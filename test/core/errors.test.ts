import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { expect, LabError } from "../../lib/core/errors";

test("a user's mistake prints as its sentence, without brackets, name or stack", () => {
  const error = new LabError("captions.csv:17: 2 columns expected, got 5");
  assert.deepEqual([inspect(error), error.stack], [error.message, error.message]);
});

test("what is expected is not complained about, and its message not made", () => {
  expect(true, () => assert.fail("the message was made"));
  assert.throws(() => expect(false, "two cells expected, got one"), LabError);
});
