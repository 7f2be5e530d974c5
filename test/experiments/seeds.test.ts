import assert from "node:assert/strict";
import { test } from "node:test";
import { overSeeds } from "../../lib/experiments/seeds";
import { type Config, run } from "./seedRun";

const from = { file: require.resolve("./seedRun"), name: run.name };
const config: Config = { factor: 10, milliseconds: 50 };

test("in processes or not: the results are the same, in the order of the seeds", async () => {
  const values = async (inProcesses: boolean) => {
    const results = await overSeeds(run, config, { count: 5, from, inProcesses });
    const pids = new Set(results.map(({ pid }) => pid));
    assert.equal(pids.has(process.pid), !inProcesses);
    return results.map(({ value }) => value);
  };
  assert.deepEqual([await values(true), await values(false)], Array(2).fill([10, 20, 30, 40, 50]));
});

test("every seed tells how far it is, to its last step", async () => {
  const heard = new Map<number, number>();
  const report = (seed: number, step: number) => void heard.set(seed, step);
  const results = await overSeeds(run, config, { count: 3, from, inProcesses: true, report });
  results.forEach(({ steps }, i) => {
    assert.equal(heard.get(i + 1), steps);
  });
});

test("stopped: the runs under way return what they have, and no other begins", async () => {
  const controller = new AbortController();
  const report = () => controller.abort();
  const endless = { factor: 1, milliseconds: 60_000 };
  for (const inProcesses of [true, false]) {
    const results = await overSeeds(run, endless, { count: 50, from, inProcesses, signal: controller.signal, report });
    assert.ok(results.length < 50);
    assert.ok(results.every(({ stopped }) => stopped));
  }
});

test("an error in a run is the caller's, and ends the others' processes", { timeout: 30_000 }, async () => {
  const wrong = { factor: -1, milliseconds: 1 };
  await assert.rejects(overSeeds(run, wrong, { count: 4, from, inProcesses: true }), { message: "a factor of -1" });
});
