import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
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

describe("finished runs are kept", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kept-"));
  after(() => rmSync(folder, { recursive: true }));
  const read = path.join(folder, "input.txt");
  writeFileSync(read, "one");

  /** The seeds that were run anew, and the values of all. */
  const runs = async (options: { count: number; factor?: number; inProcesses?: boolean; signal?: AbortSignal }) => {
    const { count, factor = 2, inProcesses = false, signal } = options;
    const ran = new Set<number>();
    const keep = { folder, config: { factor }, reads: [read] };
    const report = (seed: number) => void ran.add(seed);
    const results = await overSeeds(run, { ...config, factor }, { count, from, inProcesses, keep, report, signal });
    return { ran: [...ran].sort(), values: results.map(({ value }) => value) };
  };

  test("by configuration, seed and what is read; more seeds run only those", async () => {
    assert.deepEqual(await runs({ count: 2 }), { ran: [1, 2], values: [2, 4] });
    assert.deepEqual(await runs({ count: 2 }), { ran: [], values: [2, 4] });
    assert.deepEqual(await runs({ count: 3, inProcesses: true }), { ran: [3], values: [2, 4, 6] });
    assert.deepEqual(await runs({ count: 1, factor: 3 }), { ran: [1], values: [3] });
    writeFileSync(read, "two");
    assert.deepEqual(await runs({ count: 1 }), { ran: [1], values: [2] });
  });

  test("those that were stopped are not", async () => {
    const stopped = await runs({ count: 3, factor: 7, signal: AbortSignal.timeout(60) });
    assert.ok(stopped.values.length < 3);
    assert.deepEqual((await runs({ count: 2, factor: 7 })).ran.at(-1), 2);
  });
});

test("an error in a run is the caller's, and ends the others' processes", { timeout: 30_000 }, async () => {
  const wrong = { factor: -1, milliseconds: 60_000 };
  await assert.rejects(overSeeds(run, wrong, { count: 4, from, inProcesses: true }), { message: "a factor of -1" });
});
