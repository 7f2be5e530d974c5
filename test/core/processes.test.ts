import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { projectRoot } from "../../lib/core/project";

// A session that was fed with memory of JavaScript's could crash a short process, in about one of sixty, mostly at its exit.
// PROCESSES=300 npm test -- processes tries harder.
const count = Number(process.env.PROCESSES ?? 16);

const core = JSON.stringify(path.join(projectRoot, "dist", "lib", "core"));
const program = `
  const { tf } = require(${core} + "/tf");
  const { compile } = require(${core} + "/compile");
  const v = tf.variable(tf.tensor1d([1, 2, 3]));
  const f = compile((x, y) => { v.assign(v.add(x.slice(0, 3))); return [x.mul(y), tf.tensor1d([4, 5, 6]).add(v)]; });
  for (let i = 0; i < 40; i++) {
    const [x, y] = [tf.tensor1d(new Float32Array(1000 + (i % 3)).fill(i)), tf.scalar(2)];
    const [product] = f(x, y);
    if (product.dataSync()[7] !== 2 * i) process.exit(1);
    if (i % 2) tf.dispose([x, y, product]);
  }
  if (process.argv[1] === "close") f.close();
  if (process.argv[1] === "exit") process.exit(0);
`;

test(`${count} short processes that compile end as they should`, { timeout: 30_000 + count * 5_000 }, async () => {
  const endings = ["close", "exit", "fall off the end"];
  const failures: string[] = [];
  let started = 0;
  const worker = async () => {
    while (started < count) {
      const ending = endings[started++ % endings.length];
      await promisify(execFile)(process.execPath, ["-e", program, ending]).catch((error) => {
        failures.push(`${ending}: ${error.signal ?? error.code}`);
      });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  assert.deepEqual(failures, []);
});
