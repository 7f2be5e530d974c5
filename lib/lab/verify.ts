import { LabError } from "../core/errors";
import type { Call, Engine, EngineFor } from "./engine";
import type { Told } from "./jobProgress";
import { processor } from "./processor";
import { codeNow } from "./recorded";
import type { RecordedJob, RecordedStudy, Verification } from "./recordedForm";
import { jobKey, type Recordable } from "./recordStudy";
import { firstPoint } from "./runJob";
import { difference } from "./sameNumbers";
import { openWorkers } from "./workers";

/** How far numbers of another instruction set may be from the recorded ones: bits, or as much of a larger number. */
const closeEnough = 1e-5;

/**
 * Runs one job of a record again, up to the first point that it tells; where it told none, to its end.
 * @returns what was found: undefined where the signal came first
 */
export async function verifyJob(
  study: Recordable,
  recorded: RecordedStudy,
  { job, signal }: { readonly job: RecordedJob; readonly signal?: AbortSignal },
): Promise<Verification | undefined> {
  const found = await runAlone(study, recorded, { job, signal });
  if (signal?.aborted) return undefined;
  const here = processor();
  const about = { date: new Date().toISOString(), job: job.key, code: codeNow(recorded), processor: here };
  const compared = job.first === undefined ? "result" : "first point";
  if (typeof found === "string") return { ...about, compared, outcome: "not comparable", why: found };
  const [then, now] = job.first === undefined ? [job.result, found.result] : [job.first, found.first];
  const sameSet = here.instructions === recorded.header.processor.instructions;
  const exact = difference(then, now, 0);
  if (exact === undefined) return { ...about, compared, outcome: "equal" };
  const near = difference(then, now, closeEnough);
  if (near === undefined && !sameSet) return { ...about, compared, outcome: "close" };
  if (sameSet || job.first !== undefined) return { ...about, compared, outcome: "differs", why: near ?? exact };
  return {
    ...about,
    compared,
    outcome: "not comparable",
    why: "another instruction set, and no point early in the job",
  };
}

interface Found {
  readonly first?: unknown;
  readonly result?: unknown;
}

/** Ends the run of a study whose one job was enough. */
class Enough extends LabError {
  constructor(readonly found: Found | string) {
    super("one job was enough");
  }
}

async function runAlone(
  study: Recordable,
  { header, jobs: recordedJobs }: RecordedStudy,
  { job: chosen, signal }: { readonly job: RecordedJob; readonly signal?: AbortSignal },
): Promise<Found | string> {
  const other = "the jobs of the study are others now";
  const { name } = header.computations[chosen.of];
  const engine = ({ jobs }: EngineFor): Engine => {
    let end: (enough: Enough) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    let [called, isThere, isLost] = [0, false, false];
    return {
      atOnce: jobs,
      async run<R>(call: Call) {
        const key = jobKey(call.name, call.job);
        const isChosen = call.name === name && key === chosen.key;
        // What it may rest on, such as the pilots that have chosen its learning rate, is as it was recorded.
        const known = recordedJobs.find((job) => job.key === key);
        isThere ||= isChosen;
        isLost ||= !known;
        if (isChosen) void one(call, chosen, signal).then((found) => end(new Enough(found)), end);
        if (++called === jobs && isLost && !isThere) end(new Enough(other));
        if (isChosen || !known) return ended;
        return { result: known.result as R, whole: true, cost: { seconds: 0, bytes: 0 } };
      },
      async close() {},
    };
  };
  try {
    await study.run(header.config, { signal, engine });
    return other;
  } catch (error) {
    if (error instanceof Enough) return error.found;
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

async function one(call: Call, { first }: RecordedJob, signal?: AbortSignal): Promise<Found> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener("abort", stop);
  const worker = openWorkers(1, controller.signal);
  let point: unknown;
  const report = (told: unknown) => {
    point ??= firstPoint(told as Told);
    if (point !== undefined && first !== undefined) stop();
  };
  try {
    const ran = await worker.run({ ...call, checkpoint: undefined, report });
    return { first: ran?.first, result: ran?.result };
  } finally {
    signal?.removeEventListener("abort", stop);
    await worker.close();
  }
}
