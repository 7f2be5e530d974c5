import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, mock, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { LabError } from "../../lib/core/errors";
import { hashOf } from "../../lib/core/sealed";
import { cliff, transient } from "../../lib/experiments";
import type { Noted } from "../../lib/lab/engine";
import { estimateCosts, timesEstimate } from "../../lib/lab/estimate";
import { secondsOf, workOf } from "../../lib/lab/jobCost";
import { recordCommand } from "../../lib/lab/recordCommand";
import {
  isVerifiedHere,
  readRecorded,
  recordedPath,
  recordedResult,
  recordedSourceOf,
  usableRecorded,
} from "../../lib/lab/recorded";
import { recordedText } from "../../lib/lab/recordedFile";
import type { RecordedStudy } from "../../lib/lab/recordedForm";
import { chosenStudies, parseRecordOptions, type RecordOptions } from "../../lib/lab/recordOptions";
import { statusText } from "../../lib/lab/recordStatus";
import { type Recordable, recordStudy, writeRecorded } from "../../lib/lab/recordStudy";
import { type Judged, mayLookAgain } from "../../lib/lab/secondLook";
import { verifyJob } from "../../lib/lab/verify";
import { verifyHere } from "../../lib/lab/verifyHere";
import { withoutTimes } from "../../lib/lab/withoutTimes";
import { sourceText } from "../../lib/view/recordedSource";
import { verdictText } from "../../lib/view/verdict";
import { verdictHtml } from "../../lib/view/verdictHtml";
import { altered } from "../altered";
import { choosing, drawing } from "./recordRun";

const folder = mkdtempSync(path.join(tmpdir(), "recorded-"));
after(() => rmSync(folder, { recursive: true }));
const id = "9-drawing";
const file = recordedPath(id, folder);
type Drawing = ReturnType<typeof drawing.recorded>;

let recorded: RecordedStudy;
let sound: Buffer;
before(async () => {
  recorded = (await recordStudy(drawing, "lecture", {})) as RecordedStudy;
  writeRecorded(recorded, folder);
  sound = readFileSync(file);
});

/** Writes another content, and says what is said of it. */
function saidOf(content: string | Buffer): string {
  writeFileSync(file, content);
  try {
    readRecorded(id, folder);
    return "nothing";
  } catch (error) {
    assert.ok(error instanceof LabError, `${error}`);
    return error.message;
  } finally {
    writeFileSync(file, sound);
  }
}

/** As whoever can seal would write it. */
const sealed = (lines: readonly string[]): string => {
  const body = `${lines.join("\n")}\n`;
  return `${body}${JSON.stringify({ sha256: hashOf(body) })}\n`;
};
const linesOf = (text: string): string[] => text.trimEnd().split("\n").slice(0, -1);

describe("a record", () => {
  test("comes back as it was, to the last bit of every number; what its result shares with its jobs is there once", () => {
    const again = readRecorded(id, folder) as RecordedStudy;
    assert.deepStrictEqual(again.result, recorded.result);
    assert.equal(recordedText(again), sound.toString());
    const { models } = again.result as Drawing;
    for (const model of models) assert.ok(again.jobs.some(({ result }) => result === model));
    assert.equal(sound.toString().split('"odd"').length - 1, 3, "of each job once");
  });

  test("has its jobs sorted, whichever ended first, so that git shows which have changed", () => {
    const turned = recordedText({ ...recorded, jobs: [...recorded.jobs].reverse() });
    assert.equal(turned, sound.toString());
  });

  test("is the study's result: figures and verdicts take it, and these say where it comes from", () => {
    const result = recordedResult<Drawing>(id, folder);
    assert.equal(drawing.figures.curves(result).data.length, 3);
    const { source, outcome } = drawing.verdict(result, "seeds");
    assert.deepEqual(
      [outcome, source?.study, source?.state, source?.preset],
      ["undecided", id, "same code", "lecture"],
    );
    assert.match(
      verdictText(drawing.verdict(result, "seeds")),
      /Recorded on 20..-..-.. .*lecture preset, 3 jobs: same code\.$/,
    );
    assert.equal(drawing.verdict(structuredClone(result), "seeds").source, undefined, "another result");
  });

  test("where there is none, a sentence says how to make it", () => {
    assert.throws(() => drawing.recorded(), {
      message: "9-drawing: a recorded result expected, got none; npm run record -- 9-drawing makes it",
    });
  });
});

describe("a record that cannot be used is told in one sentence, counts as none, and takes nothing with it", () => {
  const isSaid = (said: string, what: string) => {
    assert.match(said, /^\S*9-drawing\.jsonl: .*\. So 9-drawing counts as not recorded\.$/, what);
    assert.doesNotMatch(said, /\n|undefined|\[object|Unexpected token/, what);
  };

  test("altered in any byte, or cut anywhere", () => {
    for (const [i, content] of altered(sound).entries()) isSaid(saidOf(content), `way ${i}`);
  });

  test("merged by git, or by hand; of a later lab; of another study; empty; no text", () => {
    const [head, ...rest] = sound.toString().split("\n");
    const ways: Record<string, [string | Buffer, RegExp]> = {
      conflict: [["<<<<<<< HEAD", head, "=======", head, ">>>>>>> other", ...rest].join("\n"), /two versions .*merged/],
      union: [Buffer.concat([sound, sound]), /two versions of it were merged/],
      later: [
        sealed([head.replace('"format":1', '"format":2'), ...linesOf(rest.join("\n"))]),
        /a later lab wrote it: format 1/,
      ],
      other: [
        sealed([head.replace("9-drawing", "9-draught"), ...linesOf(rest.join("\n"))]),
        /a record of 9-drawing expected, got one of 9-draught/,
      ],
      empty: ["", /it is empty/],
      "line ends of Windows": [sound.toString().replaceAll("\n", "\r\n"), /./],
      "no text": [Buffer.from([0xff, 0xfe, 0, 1, 2]), /damaged: its first line is no header/],
    };
    for (const [what, [content, words]] of Object.entries(ways)) {
      isSaid(saidOf(content), what);
      assert.match(saidOf(content), words, what);
    }
  });

  test("sealed anew with any part of any line missing, or something else in its place", () => {
    const lines = linesOf(sound.toString());
    for (const [i, line] of lines.entries()) {
      const value = JSON.parse(line) as Record<string, unknown>;
      const optional = ["commit", "first", "seconds", "bytes"];
      for (const name of Object.keys(value).filter(
        (one) => !optional.includes(one) && one !== "result" && one !== "job",
      )) {
        for (const other of [undefined, null, 5, [], "x"]) {
          if (typeof other === typeof value[name] && !Array.isArray(other)) continue;
          if (name === "computations" && Array.isArray(other) && recorded.jobs.length === 0) continue;
          const changed = JSON.stringify({ ...value, [name]: other });
          isSaid(saidOf(sealed(lines.with(i, changed))), `${name} of line ${i + 1}: ${JSON.stringify(other)}`);
        }
      }
    }
    isSaid(saidOf(sealed(lines.toSpliced(2, 1))), "a job less");
    for (const line of ["null", "5", "[]", "{", '"x"']) isSaid(saidOf(sealed([...lines, line])), line);
  });

  test("the others are there as before, and who asks for all is told once", () => {
    const beside = mkdtempSync(path.join(folder, "beside-"));
    cpSync(file, recordedPath(id, beside));
    writeFileSync(recordedPath("9-other", beside), "damaged");
    const said = mock.method(process.stderr, "write", () => true);
    for (let i = 0; i < 2; i++) assert.equal(usableRecorded("9-other", beside), undefined);
    const words = said.mock.calls.map(({ arguments: [text] }) => `${text}`);
    said.mock.restore();
    assert.deepEqual([words.length, /9-other\.jsonl: damaged/.test(words[0])], [1, true]);
    assert.ok(usableRecorded(id, beside));
    assert.equal(readdirSync(beside).length, 2, "nothing is deleted");
  });
});

describe("a record says whether it is of the code that is here", () => {
  const changed = (of: Partial<RecordedStudy["header"]>): RecordedStudy => ({
    ...recorded,
    header: { ...recorded.header, ...of },
  });

  test("a file, a package, a data file or a version that has changed is named", () => {
    const [computation] = recorded.header.computations;
    const [first] = Object.keys(computation.files);
    const other = changed({ computations: [{ ...computation, files: { ...computation.files, [first]: "0" } }] });
    assert.deepEqual([recordedSourceOf(other).state, recordedSourceOf(other).changed], ["other code", [first]]);
    const gone = changed({ computations: [{ ...computation, module: "lab/gone.js" }] });
    assert.deepEqual(recordedSourceOf(gone).changed, ["lab/gone.js (gone)"]);
    const data = changed({ computations: [{ ...computation, data: { "README.md": "0" } }] });
    assert.deepEqual(recordedSourceOf(data).changed, ["README.md"]);
    const versions = changed({ versions: { ...recorded.header.versions, TensorFlow: "1.0" } });
    assert.match(recordedSourceOf(versions).changed.join(), /^TensorFlow 1\.0 → \d/);
  });

  test("a job that is run again and equal verifies it, with other code, too", async () => {
    for (const job of recorded.jobs) {
      const verification = await verifyJob(drawing, recorded, { job });
      assert.ok(verification);
      assert.deepEqual([verification.outcome, verification.compared], ["equal", "first point"]);
      assert.equal(recordedSourceOf({ ...recorded, verified: [verification] }).state, "verified");
    }
  });

  test("a job is run again alone, too, where others have chosen its learning rate", async () => {
    const chosen = (await recordStudy(choosing, "lecture", {})) as RecordedStudy;
    assert.equal(chosen.jobs.length, 5);
    for (const job of chosen.jobs)
      assert.equal((await verifyJob(choosing, chosen, { job }))?.outcome, "equal", JSON.stringify(job.job));
    const gone = { ...chosen, jobs: chosen.jobs.slice(1) }; // a pilot: what it has chosen is not known
    const verification = await verifyJob(choosing, gone, { job: gone.jobs[3] });
    assert.equal(verification?.why, "the jobs of the study are others now");
  });

  test("one that differs refutes it: in red, and its verdicts are withdrawn", async () => {
    const [job] = recorded.jobs;
    const wrong = { ...job, first: { ...(job.first as object), value: 0.25 } };
    const verification = await verifyJob(drawing, recorded, { job: wrong });
    assert.ok(verification);
    assert.equal(verification.outcome, "differs");
    assert.match(`${verification.why}`, /^value: 0\.25 recorded, 0\.\d+ here$/);
    writeFileSync(file, recordedText({ ...recorded, verified: [verification] }));
    const verdict = drawing.verdict(recordedResult<Drawing>(id, folder), "seeds");
    writeFileSync(file, sound);
    assert.deepEqual([verdict.outcome, verdict.effect, verdict.source?.state], ["undecided", null, "disagrees"]);
    assert.match(verdict.measured, /^Withdrawn, for the record disagrees/);
    assert.match(verdictHtml(verdict), /color:var\(--fails, #\w{6}\);font-weight:bold/);
  });

  test("nothing is found where there is no time for it", async () => {
    const [job] = recorded.jobs;
    assert.equal(await verifyJob(drawing, recorded, { job, signal: AbortSignal.timeout(1) }), undefined);
  });

  test("who starts the lecture waits so long and no longer; what waits is named, with the command", async () => {
    const { said, agrees } = await verifyHere([cliff], { one: 60, all: 60 });
    assert.match(said.join(), /^5\.1-cliff: job \w+, run again up to its result: (equal|close|not comparable)/);
    assert.ok(agrees && isVerifiedHere(usableRecorded("5.1-cliff")!));
    const none = await verifyHere([cliff, transient], { one: 60, all: 0 });
    assert.deepEqual(none.said, [
      "not run again, for it takes longer: 5.1-transient, 5.1-cliff; npm run record -- 5.1-transient --verify waits.",
    ]);
  });

  test("one that is no job of the study any more says nothing about it, and is waited for by nobody", async () => {
    const [job] = recorded.jobs;
    const verification = await verifyJob(drawing, recorded, { job: { ...job, key: "0" } });
    assert.deepEqual(
      [verification?.outcome, verification?.why],
      ["not comparable", "the jobs of the study are others now"],
    );
    assert.equal(recordedSourceOf({ ...recorded, verified: [verification as never] }).state, "same code");
  });
});

test("stopped, nothing is recorded; the next time goes on from there, and records the same", async () => {
  const keep = mkdtempSync(path.join(folder, "keep-"));
  const seen = new Set<number>();
  let tries = 0;
  let stopped: RecordedStudy | undefined;
  while (!stopped && tries++ < 5) {
    const controller = new AbortController();
    const note = ({ job }: Noted) => {
      const { seed } = job as { seed: number };
      if (seed < 3 && !seen.has(seed)) controller.abort();
      seen.add(seed);
    };
    stopped = await recordStudy(drawing, "lecture", { keep, signal: controller.signal, note });
  }
  assert.equal(tries, 3);
  assert.ok(stopped);
  assert.deepEqual(withoutTimes(stopped.result), withoutTimes(recorded.result));
  const keys = (of: RecordedStudy) => withoutTimes(of.jobs.map(({ key, first }) => ({ key, first })));
  assert.deepEqual(keys(stopped), keys(recorded));
});

describe("a second look", () => {
  const studyOf = (seeds: number, outcome: "holds" | "undecided"): Judged => ({
    ...(drawing as unknown as Judged),
    presets: { ...drawing.presets, lecture: { seeds } },
    verdict: (_, claim) => ({ id: `9-${claim}`, outcome, effect: null, interval: null }),
  });
  const place = mkdtempSync(path.join(folder, "second-"));
  async function command(action: RecordOptions["action"], study: Judged): Promise<string> {
    const said: string[] = [];
    const { signal } = new AbortController();
    const options = { action, names: [], preset: "lecture" as const, folder: place };
    await recordCommand([study], options, { print: (text) => said.push(text), signal, width: 140 });
    return said.join("");
  }

  test("has twenty seeds, the first eight's jobs as they were; says so wherever it is quoted; and comes once", async () => {
    const open = studyOf(8, "undecided");
    assert.equal(await command("second-look", open), "9-drawing: no second look: nothing is recorded\n");
    await command("record", open);
    const first = readRecorded(id, place) as RecordedStudy;
    assert.match(await command("second-look", open), /^9-seeds: undecided, so 20 seeds\n/);
    const second = readRecorded(id, place) as RecordedStudy;
    assert.deepEqual([first.header.secondLook, second.header.secondLook], [undefined, true]);
    assert.deepEqual([second.header.config, second.jobs.length], [{ seeds: 20, steps: 6 }, 20]);
    for (const job of first.jobs)
      assert.ok(
        second.jobs.some((one) => isDeepStrictEqual(one, job)),
        job.key,
      );
    assert.match(sourceText(recordedSourceOf(second)), /lecture preset, second look, 20 jobs/);
    assert.equal(await command("second-look", open), "9-drawing: no second look: it has had one\n");
  });

  test("is none where all is decided, where the first had other seeds than eight, and where its code is gone", async () => {
    const why = (study: Judged, of: RecordedStudy) => mayLookAgain(study, of);
    const eight = (await recordStudy(studyOf(8, "holds"), "lecture", {})) as RecordedStudy;
    assert.equal(why(studyOf(8, "holds"), eight), "all its claims are decided");
    assert.match(`${why(studyOf(3, "undecided"), recorded)}`, /^a record of 8 to 19 seeds expected, got one of 3/);
    const gone = { ...eight.header.computations[0], module: "lab/gone.js" };
    const other = { ...eight, header: { ...eight.header, computations: [gone] } };
    assert.match(`${why(studyOf(8, "undecided"), other)}`, /got one in the state "other code"; record it anew first$/);
  });
});

describe("the status", () => {
  const speed = { instant: 1e-4, weights: 1e10 };
  const words = (studies: readonly Recordable[]) =>
    statusText(studies, { folder, preset: "lecture" }, { width: 200, all: studies, speed });
  const other = { ...(drawing as unknown as Recordable), id: "9-other" };

  test("of what was never recorded, how many jobs it has and about how long they take; and what that rests on", async () => {
    const text = await words([drawing as unknown as Recordable, other]);
    assert.match(text, /^9-drawing +same code +lecture .* 3 /m);
    assert.match(text, /^9-other +not recorded +lecture +3 +≈ 2\.\d s +≈ 0\.8 s +≈ 5\d\d MB/m);
    assert.match(text, /1 recorded, 1 missing/);
    assert.match(text, /does 10\.0 billion a second, 100 µs at least for a time step of a layer/);
    assert.match(text, /No record has jobs long enough to check that by/);
  });

  test("an estimate counts what comes after the jobs that choose the learning rates", async () => {
    const study = choosing as unknown as Recordable;
    const { costs } = await estimateCosts([study], "lecture", { speed, folder, all: [study] });
    assert.equal(costs[0].jobs.length, 2 + 3);
  });

  test("an estimate is corrected by what the jobs of records took", async () => {
    const [job] = recorded.jobs;
    const slow = { ...recorded, jobs: [{ ...job, seconds: 60 }] };
    const factor = 60 / secondsOf(job.job as object, speed);
    assert.equal(timesEstimate(slow, speed), factor);
    writeFileSync(file, recordedText({ ...slow, result: null }));
    const { costs } = await estimateCosts([other], "lecture", {
      speed,
      folder,
      all: [drawing as unknown as Recordable],
    });
    writeFileSync(file, sound);
    const [{ jobs, rests }] = costs;
    assert.deepEqual([rests, jobs.length], ["scaled", 3]);
    assert.ok(Math.abs(jobs[0].seconds - 60) < 1e-6);
  });

  test("a job's seconds are its steps by its time steps and its weights, as counted by hand", () => {
    const job = {
      corpus: "moby-dick",
      cell: "lstm",
      layers: 2,
      hiddenSize: 100,
      batchSize: 10,
      windowLength: 20,
      steps: 50,
    };
    // 4·100·(100 + 90) + 4·100·200 + 100·90 weights
    assert.deepEqual(workOf(job), { steps: 50, instants: 40, weights: 165_000 * 200 });
    assert.ok(Math.abs(secondsOf(job, speed) - (1.6 + 50 * (40e-4 + 33e6 / 1e10))) < 1e-9);
    const bundle = { ...job, seeds: [1, 2, 3], evaluateEvery: 10, heldOutWindows: 6 };
    assert.equal(workOf(bundle).steps, 150 + 15 * 6 * (1 / 3));
  });
});

test("the command's options, and what is said of others", () => {
  const named = { action: "record", names: ["4"], preset: "lecture", folder: undefined };
  assert.deepEqual(parseRecordOptions(["4"]), named);
  assert.deepEqual(parseRecordOptions(["--verify"]), { ...named, action: "verify", names: [] });
  assert.deepEqual(parseRecordOptions(["4", "--preset", "full"]), { ...named, preset: "full" });
  for (const [args, words] of [
    [[], /sections or studies to record expected, got none/],
    [["--verfiy"], /unknown option --verfiy/],
    [["4", "--preset", "ful"], /--preset: smoke, lecture, full expected, got ful/],
    [["4", "--folder"], /--folder: a folder expected/],
  ] as const)
    assert.throws(() => parseRecordOptions(args), { message: words });
  const studies = [drawing];
  for (const name of ["9", id]) assert.deepEqual(chosenStudies(studies, [name]), studies);
  assert.throws(() => chosenStudies(studies, ["8"]), { message: /got 8; there are 9-drawing/ });
});
