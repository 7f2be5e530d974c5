import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { codeReached } from "../../lib/lab/codeReached";

test("the code that a module reaches is that module and what it uses, and no other", () => {
  const lib = path.join(__dirname, "..", "..", "lib");
  const network = path.join("experiments", "shared", "objectNetwork.js");
  const { files, packages } = codeReached(path.join(lib, network));
  const used = files.map((file) => path.relative(lib, file));
  for (const file of [network, "models/convolution.js", "data/backdrop.js", "core/graph/record.js"]) {
    assert.ok(used.includes(path.normalize(file)), file);
  }
  for (const file of ["lab/jobs.js", "data/sceneQuestions.js", "cells/lstm.js"]) {
    assert.ok(!used.includes(path.normalize(file)), file);
  }
  assert.ok(packages.includes("@tensorflow/tfjs-node") && !packages.includes("zod"));
});
