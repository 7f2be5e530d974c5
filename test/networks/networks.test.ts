import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { LabError } from "../../lib/core/errors";
import { projectRoot } from "../../lib/core/project";
import { seed } from "../../lib/core/random";
import { shippedFolder } from "../../lib/core/shippedFile";
import { tf } from "../../lib/core/tf";
import { openShipped } from "../../lib/models/shipped/shippedNetwork";
import { type TrainedName, trained, trainedNames } from "../../lib/models/trained";
import { weightsIn } from "../../lib/models/weightsIn";
import { networkRecipes } from "../../lib/networks/recipes";
import { textNetworks } from "../../lib/networks/textNetworks";
import { sample } from "../../lib/train/sample";

const files = readdirSync(shippedFolder);
const run = (...args: string[]) =>
  execFileSync(process.execPath, [path.join(projectRoot, "dist", "lib", "networks", "networksMain.js"), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

test("each network that can be asked for is made by a recipe and has a file, and there are no others", () => {
  assert.deepEqual(Object.keys(networkRecipes).sort(), [...trainedNames].sort());
  assert.deepEqual(files.sort(), trainedNames.map((name) => `${name}.safetensors`).sort());
});

/** Another processor rounds otherwise; a wrong weight changes far more. */
const tolerance = 1e-3;

for (const name of trainedNames) {
  describe(name, () => {
    test("is at most a megabyte, says where it comes from, opens, and is what its recipe makes", () => {
      assert.ok(statSync(path.join(shippedFolder, `${name}.safetensors`)).size <= 1e6);
      const before = tf.memory().numTensors;
      const network = trained(name);
      const { config, heldOut, made, parameters, seconds, steps, spec } = network.about;
      assert.equal(network.about.name, name);
      assert.deepEqual(config, JSON.parse(JSON.stringify(networkRecipes[name].config)));
      assert.ok(Number.isFinite(heldOut.loss) && heldOut.unit !== "" && heldOut.of !== "");
      assert.deepEqual([steps, seconds > 0], [networkRecipes[name].config.steps, true]);
      for (const hash of [made.code, made.data]) assert.match(hash, /^[0-9a-f]{16}$/);
      assert.match(made.commit, /^[0-9a-f]{40}$/);
      assert.ok(Date.parse(made.date) > Date.parse("2025-01-01"));
      for (const said of [made.node, made.tfjs, made.tensorflow, made.processor]) assert.ok(said.length > 2);
      assert.ok(Object.keys(spec).length > 0);
      const own = [network.params, "eye" in network ? network.eye.params : {}];
      const count = own.flatMap((params) => Object.values(params)).reduce((sum, { size }) => sum + size, 0);
      assert.equal(count, parameters);
      tf.dispose(own as tf.TensorContainer);
      assert.equal(tf.memory().numTensors, before);
    });

    test(`its loss on what is held out, measured anew, is what it says, within ${tolerance}`, async () => {
      const { file, read, about } = openShipped(name);
      const recipe = await networkRecipes[name].open();
      const params = weightsIn(file, read, recipe.model);
      const loss = recipe.loss(params);
      recipe.close();
      tf.dispose(params as tf.NamedTensorMap);
      assert.equal(about.heldOut.unit, recipe.heldOut.unit);
      assert.ok(Math.abs(loss - about.heldOut.loss) < tolerance, `${loss} instead of ${about.heldOut.loss}`);
    });
  });
}

describe("language models write", () => {
  for (const name of Object.keys(textNetworks) as (keyof typeof textNetworks)[]) {
    test(`${name}: the same 300 characters twice, other ones with another seed or at another temperature`, () => {
      const write = (n: number, temperature: number) => {
        const { model, params, vocabulary } = trained(name);
        const sequences = [{ prompt: vocabulary.encode("the "), temperature, key: seed(n) }];
        const [drawn] = sample(model, params, { sequences, length: 300 });
        tf.dispose(params as tf.NamedTensorMap);
        return vocabulary.decode(drawn);
      };
      const text = write(1, 0.7);
      assert.equal(text.length, 300);
      assert.equal(write(1, 0.7), text);
      assert.notEqual(write(2, 0.7), text);
      assert.notEqual(write(1, 0.4), text);
    });
  }
});

describe("what is not there", () => {
  test("another name: which there are, and which was meant", () => {
    const says = (error: unknown) =>
      error instanceof LabError && /one of 1-digits, .* got 2\.1-lstn; did you mean 2\.1-lstm\?$/.test(error.message);
    assert.throws(() => trained("2.1-lstn" as TrainedName), says);
    assert.throws(() => trained(5 as unknown as TrainedName), /trained: name: a text expected, got 5$/);
  });

  test("a file that is gone is told", () => {
    assert.throws(() => openShipped("none"), /none\.safetensors: a file of weights expected, got no such file$/);
  });
});

test("in a page nothing that opens a network needs Node", async () => {
  const { metafile } = await build({
    entryPoints: [path.join(projectRoot, "lib", "models", "trained.ts")],
    ...{ bundle: true, platform: "browser", format: "iife", metafile: true, write: false, external: ["node:*"] },
    loader: { ".wasm": "empty" },
  });
  const needing = Object.entries(metafile.inputs).filter(([, { imports }]) =>
    imports.some((one) => one.path.startsWith("node:")),
  );
  assert.deepEqual(
    needing.map(([file]) => file),
    [],
  );
});

describe("npm run train-networks", () => {
  test("without a name it lists the networks", () => {
    const said = run();
    for (const name of trainedNames) assert.ok(said.includes(name), name);
  });

  test("refuses a name that there is not", () => {
    assert.throws(
      () => run("5.3-gri"),
      ({ stdout }) => /expected, got 5\.3-gri; did you mean 5\.3-gru\?/.test(stdout),
    );
  });
});
