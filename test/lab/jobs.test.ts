import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import type { Told } from "../../lib/lab/jobProgress";
import { processesFor, runJobs } from "../../lib/lab/jobs";
import type { RunContext } from "../../lib/lab/session";
import { openWorkers } from "../../lib/lab/workers";
import type { Progress } from "../../lib/view/progress";
import { type careless, hungry, late, type Mortal, mistaken, mortal, odd, typed, type Work, work } from "./jobRun";

/** The processes that this one has started and that are still there. */
const children = (): number[] => {
  const { stdout } = spawnSync("ps", ["-o", "pid=,args=", "--ppid", `${process.pid}`], { encoding: "utf8" });
  return [...stdout.matchAll(/^ *(\d+) .*jobWorker/gm)].map(([, pid]) => Number(pid));
};

interface Options {
  readonly count?: number;
  readonly factor?: number;
  readonly milliseconds?: number;
  readonly inProcesses?: boolean;
  readonly context?: RunContext;
  readonly reads?: string[];
  readonly watch?: (told: readonly Told[]) => { status?: string };
}

function run({ count = 3, factor = 10, milliseconds = 50, inProcesses = false, context = {}, ...rest }: Options) {
  const jobs: Work[] = Array.from({ length: count }, (_, i) => ({ seed: i + 1, factor, milliseconds }));
  const options = { context, file: require.resolve("./jobRun"), size: () => 100, unit: "steps", inProcesses, ...rest };
  return runJobs(work, jobs, options);
}

test("in processes or not: the results are the same, in the order of the jobs", async () => {
  const values = async (inProcesses: boolean) => {
    const results = await run({ count: 5, inProcesses });
    const pids = new Set(results.map(({ pid }) => pid));
    assert.equal(pids.has(process.pid), !inProcesses);
    return results.map(({ value }) => value);
  };
  assert.deepEqual([await values(true), await values(false)], Array(2).fill([10, 20, 30, 40, 50]));
});

for (const inProcesses of [true, false]) {
  test(`what the jobs tell adds up, to the end (${inProcesses ? "processes" : "in turn"})`, async () => {
    const shown: Progress[] = [];
    let told: readonly Told[] = [];
    const watch = (all: readonly Told[]) => {
      told = all;
      return { status: `${all.length} told` };
    };
    const results = await run({ inProcesses, watch, context: { progress: (progress) => void shown.push(progress) } });
    assert.deepEqual(
      told.map(({ done }) => done),
      results.map(({ steps }) => steps),
      "of each the last step that it told",
    );
    assert.ok(shown.every(({ done }, i) => i === 0 || done >= shown[i - 1].done));
    const { done, total, unit, status } = shown[shown.length - 1];
    assert.deepEqual([done, total, unit, status], [300, 300, "steps", "3 of 3 begun · 3 told"]);
  });

  test(`stopped: those under way return what they have, and no other begins (${inProcesses ? "processes" : "in turn"})`, async () => {
    const controller = new AbortController();
    const context = { signal: controller.signal, progress: () => controller.abort() };
    const results = await run({ count: 50, milliseconds: 60_000, inProcesses, context });
    assert.ok(results.length > 0 && results.length < 50);
    assert.ok(results.every(({ stopped }) => stopped));
  });
}

test("a job leaves nothing in its worker: no graph that it has not closed, no rubbish", async () => {
  const workers = openWorkers<Told>(1, undefined);
  const file = require.resolve("./jobRun");
  const held: Awaited<ReturnType<typeof careless>>[] = [];
  for (let seed = 0; seed < 30; seed++) {
    const call = {
      module: file,
      reads: [],
      needs: [],
      name: "careless",
      job: { seed },
      report: () => {},
      called: () => "careless",
    };
    held.push((await workers.run<(typeof held)[number]>(call))!.result);
  }
  await workers.close();
  assert.equal(new Set(held.map(({ pid }) => pid)).size, 1);
  // A graph is closed in a turn after its function was collected.
  for (const { tensors, graphs } of held)
    assert.ok(tensors === 0 && graphs <= 2, `${tensors} tensors, ${graphs} graphs`);
  // Each leaves more than 10 MB.
  const [early, late] = [held[5], held[29]].map(({ megabytes }) => megabytes);
  assert.ok(late - early < 10, `${early} MB after 5 jobs, ${late} MB after 29`);
});

describe("finished jobs are kept", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kept-"));
  after(() => rmSync(folder, { recursive: true }));
  const read = path.join(folder, "input.txt");
  writeFileSync(read, "one");

  /** What was told, and the values of all. */
  const runs = async (options: Options & { signal?: AbortSignal }) => {
    const said: string[] = [];
    const context = {
      keep: folder,
      signal: options.signal,
      progress: ({ done, status }: Progress) => void said.push(`${done} ${status}`),
    };
    const results = await run({ factor: 2, ...options, reads: [read], context });
    return { said: said.at(-1), told: said.length, values: results.map(({ value }) => value) };
  };

  test("by job and by what is read; more jobs run only those that are new", async () => {
    const anew = (count: number) => `${100 * count} ${count} of ${count} begun`;
    const kept = (count: number, all = count) => `${100 * all} ${all} of ${all} begun · ${count} kept from before`;
    const check = async (options: Options, said: string, values: number[]) => {
      const result = await runs(options);
      assert.deepEqual([result.said, result.values], [said, values]);
    };
    await check({ count: 2 }, anew(2), [2, 4]);
    await check({ count: 2 }, kept(2), [2, 4]);
    await check({ count: 3, inProcesses: true }, kept(2, 3), [2, 4, 6]);
    await check({ count: 1, factor: 3 }, anew(1), [3]);
    writeFileSync(read, "two");
    await check({ count: 1 }, anew(1), [2]);
  });

  test("with what they told last, so that it can be shown again", async () => {
    const seen: number[][] = [];
    const watch = (all: readonly Told[]) => {
      seen.push(all.map(({ done }) => done));
      return {};
    };
    await runs({ count: 2, factor: 5, watch });
    const last = seen.at(-1);
    seen.length = 0;
    await runs({ count: 2, factor: 5, watch });
    assert.deepEqual(seen.at(-1), last);
  });

  test("those that were stopped are not", async () => {
    const stopped = await runs({ factor: 7, signal: AbortSignal.timeout(100) });
    assert.ok(stopped.values.length < 3);
    assert.match((await runs({ count: 2, factor: 7 })).said as string, /1 kept/);
  });
});

for (const inProcesses of [true, false]) {
  const how = inProcesses ? "processes" : "in turn";
  const options = { file: require.resolve("./jobRun"), size: () => 1, unit: "steps", inProcesses };

  test(`numbers come back as they are, kept or not (${how})`, async () => {
    const keep = mkdtempSync(path.join(tmpdir(), "odd-"));
    after(() => rmSync(keep, { recursive: true }));
    const jobs = [{ seed: 1 }, { seed: 2 }];
    const expected = jobs.map(({ seed }) => ({ seed, numbers: [Number.NaN, Infinity, -Infinity, -0, null] }));
    for (const context of [{}, { keep }, { keep }])
      assert.deepStrictEqual(await runJobs(odd, jobs, { ...options, context }), expected);
  });

  test(`what is no plain data is refused by the job's name and its place (${how})`, async () => {
    await assert.rejects(runJobs(typed, [{ seed: 1 }, { seed: 2 }], { ...options, context: {} }), {
      message: /^what typed returns: plain data expected .*, got Float32Array at \.weights$/,
    });
  });

  test(`stopped after its last step, before it has returned: its result is kept; one that heard of it is not (${how})`, async () => {
    const keep = mkdtempSync(path.join(tmpdir(), "late-"));
    after(() => rmSync(keep, { recursive: true }));
    const jobs = [
      { seed: 1, listens: false },
      { seed: 2, listens: true },
    ].slice(0, inProcesses ? 2 : 1);
    const controller = new AbortController();
    let told = 0;
    const progress = ({ done }: Progress) => {
      if (done > 0 && ++told === jobs.length) controller.abort();
    };
    const stopped = await runJobs(late, jobs, { ...options, context: { keep, signal: controller.signal, progress } });
    assert.deepEqual(
      stopped.map(({ heard }) => heard),
      jobs.map(({ listens }) => listens),
    );
    const kept = readdirSync(keep).filter((name) => name.endsWith(".json"));
    assert.equal(kept.length, 1);
  });
}

test("a mistake of the user's that a process finds is one here, too", async () => {
  const options = { context: {}, file: require.resolve("./jobRun"), size: () => 1, unit: "steps", inProcesses: true };
  await assert.rejects(runJobs(mistaken, [{ seed: 1 }, { seed: 3 }], options), (error) => {
    assert.ok(error instanceof LabError);
    assert.match(error.message, /^seed: an even number expected, got [13]$/);
    return true;
  });
});

test("an error in a job is the caller's, and ends the others' processes", { timeout: 30_000 }, async () => {
  await assert.rejects(run({ count: 4, factor: -1, milliseconds: 60_000, inProcesses: true }), {
    message: "a factor of -1",
  });
});

describe("a process that dies", () => {
  const runMortals = (jobs: readonly Mortal[]) => {
    const keep = mkdtempSync(path.join(tmpdir(), "mortal-"));
    after(() => rmSync(keep, { recursive: true }));
    const options = { context: { keep }, file: require.resolve("./jobRun"), size: () => 10, unit: "steps" };
    return runJobs(mortal, jobs, { ...options, inProcesses: true });
  };

  test("costs one try of one job: it goes on from its checkpoint, and the others never know", async () => {
    const results = await runMortals([
      { seed: 1, deaths: 0, steps: 10 },
      { seed: 2, deaths: 2, steps: 10 },
      { seed: 3, deaths: 0, steps: 10 },
    ]);
    assert.deepEqual(
      results.map(({ died, taken }) => [died, taken]),
      [
        [0, 10],
        [2, 10],
        [0, 10],
      ],
    );
  });

  test("three times ends the sweep, which says which job it was, how it ended, and what memory it held", async () => {
    await assert.rejects(
      runMortals([
        { seed: 1, deaths: 0, steps: 10 },
        { seed: 2, deaths: 3, steps: 10 },
      ]),
      /^Error: mortal \(seed 2, deaths 3\): a result expected, but its process ended 3 times \(SIGKILL, SIGKILL, SIGKILL\), the last time with no other beside it\. It held [1-9]\d* MB at least, of this machine's \d+\.\d GB/,
    );
  });

  for (const how of ["process", "tensor", "array"] as const) {
    test(`of memory (${how}): the others finish and are kept, and it is tried for the last time alone`, async () => {
      const keep = mkdtempSync(path.join(tmpdir(), "hungry-"));
      after(() => rmSync(keep, { recursive: true }));
      const options = { context: { keep }, file: require.resolve("./jobRun"), size: () => 1, unit: "steps" };
      const jobs = [1, 2, 3, 4, 5].map((seed) => ({ seed, how }));
      await assert.rejects(runJobs(hungry, jobs, { ...options, inProcesses: true }), (error) => {
        assert.ok(error instanceof LabError);
        const ended = how === "process" ? "SIGKILL" : "no memory left";
        assert.match(error.message, new RegExp(`hungry \\(seed 2\\): .* 3 times \\(${ended}, ${ended}, ${ended}\\)`));
        return true;
      });
      const names = readdirSync(keep);
      assert.equal(names.filter((name) => name.endsWith(".json")).length, 4);
      const logs = names
        .filter((name) => name.endsWith(".log"))
        .map((name) => readFileSync(path.join(keep, name), "utf8").match(/\d+/g)!.map(Number));
      const [lost] = logs.filter(({ length }) => length === 6);
      const others = logs.filter((log) => log !== lost);
      assert.ok(others.every(([, ended]) => ended <= lost[4]));
    });
  }

  test("while it begins, and the pipe to it with it, is no error of anybody's", async () => {
    const killed = new Set<number>();
    const kill = setInterval(() => {
      for (const pid of children()) if (killed.size < 2) process.kill(pid, "SIGKILL") && killed.add(pid);
    }, 1);
    const results = await run({ count: 4, inProcesses: true }).finally(() => clearInterval(kill));
    assert.equal(killed.size, 2);
    assert.deepEqual(
      results.map(({ value }) => value),
      [10, 20, 30, 40],
    );
  });

  test("two at once: each result is there, once", async () => {
    const results = await runMortals([1, 2, 3, 4].map((seed) => ({ seed, deaths: seed % 2, steps: 4 })));
    assert.deepEqual(
      results.map(({ died, taken }) => [died, taken]),
      [1, 0, 1, 0].map((deaths) => [deaths, 4]),
    );
  });
});

test("as many at once as there are cores and memory for: never four of 3 GB on 8 GB", () => {
  const jobs = (count: number, job: object) => Array.from({ length: count }, (_, seed) => ({ ...job, seed }));
  const gigabytes = (memory: number, cores = 4) => ({ cores, memory: memory * 2 ** 30 });
  const small = { cell: "vanilla", hiddenSize: 64, layers: 1, batchSize: 32, windowLength: 16 };
  const large = { cell: "lstm", hiddenSize: 1024, layers: 5, batchSize: 64, windowLength: 64 };
  assert.equal(processesFor(jobs(9, small), gigabytes(8)), 4);
  assert.equal(processesFor(jobs(3, small), gigabytes(8)), 3);
  assert.equal(processesFor(jobs(9, large), gigabytes(8)), 2);
  assert.equal(processesFor(jobs(9, large), gigabytes(64)), 4);
  assert.equal(processesFor(jobs(9, small), gigabytes(0.5)), 1, "one, however little there is");
  assert.equal(processesFor([...jobs(3, small), large], gigabytes(8)), 2, "by the largest");
});

test("who watches is told in the order of the jobs, whichever told first", async () => {
  let told: readonly Told[] = [];
  const watch = (all: readonly Told[]) => {
    told = all;
    return {};
  };
  const slow = (seed: number): Work => ({ seed, factor: seed, milliseconds: seed === 1 ? 400 : 60 });
  const options = {
    context: { progress: () => {} },
    file: require.resolve("./jobRun"),
    size: () => 100,
    unit: "steps",
  };
  const results = await runJobs(work, [slow(1), slow(2), slow(3)], { ...options, inProcesses: true, watch });
  assert.deepEqual(
    told.map(({ done }) => done),
    results.map(({ steps }) => steps),
  );
});
