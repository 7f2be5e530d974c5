import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { hello } from "../../lib/experiments";
import { batchCommand, tryAgain } from "../../lib/lab/batchCommand";
import type { StudyCost } from "../../lib/lab/estimate";
import { exportedJob, moduleOfJob } from "../../lib/lab/exportedJob";
import { readRecorded } from "../../lib/lab/recorded";
import type { RecordedStudy } from "../../lib/lab/recordedForm";
import { type Recordable, recordStudy } from "../../lib/lab/recordStudy";
import { simulate, simulateInTurn, simulationText } from "../../lib/lab/simulate";
import { withoutTimes } from "../../lib/lab/withoutTimes";

const study = hello as unknown as Recordable;
const folder = mkdtempSync(path.join(tmpdir(), "batch-"));
after(() => rmSync(folder, { recursive: true }));
const sweep = path.join(folder, "sweep");

/** What the command says, and its exit code. */
async function run(args: readonly string[], signal = new AbortController().signal) {
  const said: string[] = [];
  const code = await batchCommand([study], args, { print: (text) => said.push(text), signal, width: 140 });
  return { code, said: said.join("") };
}

describe("a study's jobs as files, for a batch system", () => {
  let direct: RecordedStudy;
  before(async () => {
    direct = (await recordStudy(study, "smoke", {})) as RecordedStudy;
  });

  test("are planned without one being run, gathered only when all have run, and give what running them here gives", async () => {
    const planned = await run(["plan", "2-hello", "--preset", "smoke", "--folder", sweep]);
    assert.equal(planned.said, `3 jobs of 1 studies (smoke preset): npm run job -- ${sweep} 0 … 2\n`);
    assert.deepEqual(readdirSync(path.join(sweep, "jobs")), ["0.json", "1.json", "2.json"]);

    const early = await run(["gather", sweep, "--folder", folder]);
    assert.deepEqual(
      [early.code, early.said],
      [1, "2-hello: 3 jobs have no result yet; npm run plan writes them anew\n"],
    );

    const stopped = await run(["job", sweep, "1"], AbortSignal.abort());
    assert.deepEqual([stopped.code, stopped.said], [tryAgain, "job 1: stopped\n"]);
    for (const [index, became] of [
      [2, "finished"],
      [1, "finished"],
      [0, "finished"],
      [1, "kept"],
    ] as const)
      assert.deepEqual(await run(["job", sweep, `${index}`]), { code: 0, said: `job ${index}: ${became}\n` });

    assert.equal((await run(["gather", sweep, "--folder", folder])).code, 0);
    const gathered = readRecorded("2-hello", folder) as RecordedStudy;
    assert.deepEqual(withoutTimes(gathered.result), withoutTimes(direct.result));
    const jobs = ({ jobs }: RecordedStudy) =>
      withoutTimes(jobs.map(({ key, result, first }) => ({ key, result, first })));
    const sorted = (of: RecordedStudy) => jobs(of).sort((a, b) => (a.key < b.key ? -1 : 1));
    assert.deepEqual(sorted(gathered), sorted(direct));
    const again = await run(["plan", "2-hello", "--preset", "smoke", "--folder", sweep]);
    assert.match(again.said, /^0 jobs of 1 studies/, "what has a result is not planned again");
  });

  test("of another version of the lab are refused, and so is what is no job's number, or no plan", async () => {
    const other = path.join(folder, "other");
    await run(["plan", "2-hello", "--preset", "smoke", "--folder", other]);
    const file = path.join(other, "jobs", "0.json");
    const job = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...job, origin: "0" }));
    await assert.rejects(run(["job", other, "0"]), { message: /^job 0: planned by another version of the lab \(0\)/ });
    writeFileSync(file, JSON.stringify({ ...job, needs: ["gone.features"] }));
    await assert.rejects(run(["job", other, "0"]), { message: /gone\.features expected, which planning has made/ });
    await assert.rejects(run(["job", other, "3"]), { message: "a job from 0 to 2 expected, got 3" });
    await assert.rejects(run(["job", other]), { message: /^a plan's folder and a job's number expected/ });
    await assert.rejects(run(["job", folder, "0"]), { message: /plan\.json: a plan's file expected, got ENOENT/ });
    await assert.rejects(run(["plan", "2-hello"]), { message: /^--folder: where the jobs are written expected/ });
    writeFileSync(file, "{");
    await assert.rejects(run(["job", other, "0"]), { message: /0\.json: a plan's file expected, got something else/ });
  });
});

test("on so many workers: as long as by hand, and what limits it", async () => {
  // Three workers: 5 | 4, 1 | 3, 2; two: 5, 2, 1 | 4, 3
  const jobs = [1, 2, 3, 4, 5];
  assert.deepEqual(simulate(jobs, 3), { makespan: 5, idle: 0 });
  assert.deepEqual(simulate(jobs, 2), { makespan: 8, idle: 1 - 15 / 16 });
  assert.deepEqual(simulate(jobs, 10), { makespan: 5, idle: 0.7 });
  // [5, 1] ends at 5, then [4, 3, 2] at 5: 4 | 3, 2
  assert.deepEqual(
    simulateInTurn(
      [
        [5, 1],
        [4, 3, 2],
      ],
      2,
    ),
    { makespan: 10, idle: 0.25 },
  );
  assert.deepEqual(simulate([], 4), { makespan: 0, idle: 0 });
  const many = Array.from({ length: 1000 }, (_, i) => 1 + (i % 7));
  const { makespan } = simulate(many, 16);
  assert.ok(makespan >= 4_000 / 16 - 7 && makespan <= 4_000 / 16 + 7);

  const cost = (study: string, ...hours: number[]): StudyCost => ({
    ...{ study, rests: "calibrated" },
    jobs: hours.map((hour) => ({ seconds: 3600 * hour - 3, bytes: 0 })),
  });
  const text = simulationText([cost("9-a", 1, 1, 1, 1), cost("9-b", 4)], [1, 2, 8], 140);
  assert.match(text, /^1 +8 h 00 min +0 % +the number of workers +8 h 00 min +0 %$/m);
  assert.match(text, /^2 +4 h 00 min +0 % +the longest job: 9-b, 4 h 00 min +6 h 00 min +33 %$/m);
  assert.match(text, /^8 +4 h 00 min +75 % +the longest job: 9-b, 4 h 00 min +5 h 00 min +80 %$/m);
  assert.match(text, /5 jobs of 2 studies, 8\.0 hours of one core\./);
  for (const wrong of [[], ["0"], ["ten"], ["1.5"]])
    await assert.rejects(run(["plan", "--simulate", ...wrong]), { message: /^--simulate: numbers of workers/ });
  const told = await run(["plan", "--preset", "full", "--simulate", "10,100"]);
  assert.match(told.said, /^100 .*\n\n100 jobs of 1 studies, .* of one core\.\n≈: steps × characters × parameters/m);
});

test("a name from elsewhere runs nothing but an exported job of a study", () => {
  const job = "experiments/2-vanilla-rnn/hello/job.js";
  const hostile = [
    "core/project.js",
    "../../../../tmp/x/y/job.js",
    "experiments/../../x/job.js",
    "/etc/passwd",
    "node:child_process",
  ];
  for (const name of [
    ...hostile,
    "experiments/2-vanilla-rnn/hello/run.js",
    `${job}\0`,
    `${job}\n`,
    5,
    null,
    { toString: () => job },
    [job],
  ])
    assert.throws(() => moduleOfJob(name), { constructor: LabError }, `${name}`);
  assert.throws(() => moduleOfJob("experiments/2-vanilla-rnn/gone/job.js"), {
    message: /of this version of the lab expected/,
  });
  const file = moduleOfJob(job);
  for (const name of ["constructor", "__proto__", "toString", "__esModule", "runHelo", 5, null])
    assert.throws(() => exportedJob(file, name), { message: /hello\/job\.js: an exported job expected/ });
  assert.equal(exportedJob(file, "runHelloModel").name, "runHelloModel");
});
