import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { projectRoot } from "../core/project";
import { writeWhole } from "../core/writeWhole";
import { isPilot } from "./chosenRates";
import type { Call, Engine, EngineFor } from "./engine";
import { exportedJob, moduleOfJob } from "./exportedJob";
import { secondsOf } from "./jobCost";
import { slots } from "./kept";
import { keptJob, tryJob } from "./oneJob";
import { originNow } from "./origin";
import { ownProcess } from "./ownProcess";
import type { Preset } from "./preset";
import type { Recordable } from "./recordStudy";
import type { RunContext } from "./session";

/** A job as a file: plain data, the same on every machine with this version of the lab. */
export interface PlannedJob {
  readonly study: string;
  readonly name: string;
  /** From lib/. */
  readonly module: string;
  /** From the project's folder. */
  readonly reads: readonly string[];
  readonly needs: readonly string[];
  readonly job: unknown;
  /** Of the code that it reaches, of its data, and of what computes. */
  readonly origin: string;
}

/** What was planned, and from where it is gathered. */
export interface JobPlan {
  readonly studies: readonly { readonly id: string; readonly preset: Exclude<Preset, "default"> }[];
  readonly jobs: number;
}

export const planFile = (folder: string): string => path.join(folder, "plan.json");
/** Where results lie, and where jobs save themselves. */
export const resultsOf = (folder: string): string => path.join(folder, "results");
const jobFile = (folder: string, index: number): string => path.join(folder, "jobs", `${index}.json`);

const lib = path.join(__dirname, "..");

/** Ends the run of a study whose jobs are known. */
class Known extends LabError {}

/** The jobs of a study at a preset whose results are not kept in the context's folder; none of them runs. */
export async function jobsOf(
  study: Recordable,
  preset: Exclude<Preset, "default">,
  context: Pick<RunContext, "keep" | "listing">,
): Promise<Call[]> {
  const calls: Call[] = [];
  const engine = ({ jobs }: EngineFor): Engine => {
    let end: (known: Known) => void = () => {};
    const never = new Promise<never>((_, reject) => {
      end = reject;
    });
    return {
      atOnce: jobs,
      run(call) {
        if (calls.push(call) === 1) setImmediate(() => end(new Known("all jobs are known")));
        return never;
      },
      async close() {},
    };
  };
  try {
    await study.run(study.presets[preset], { ...context, engine });
  } catch (error) {
    if (!(error instanceof Known)) throw error;
  }
  return calls;
}

/** Writes a file for each job of these studies that is not kept in the folder's results, the longest first. @returns how many, and how many of them choose learning rates for others */
export async function writePlan(
  studies: readonly Recordable[],
  preset: Exclude<Preset, "default">,
  folder: string,
): Promise<{ readonly jobs: number; readonly pilots: number }> {
  const jobs: PlannedJob[] = [];
  for (const study of studies) {
    const calls = await jobsOf(study, preset, { keep: resultsOf(folder) });
    jobs.push(...calls.map((call) => planned(study.id, call)));
  }
  const longest = (a: PlannedJob, b: PlannedJob) => costOf(b) - costOf(a);
  for (const [index, job] of jobs.sort(longest).entries())
    writeWhole(jobFile(folder, index), toExactJson(job, "a job"));
  const plan: JobPlan = { studies: studies.map(({ id }) => ({ id, preset })), jobs: jobs.length };
  writeWhole(planFile(folder), `${JSON.stringify(plan)}\n`);
  return { jobs: jobs.length, pilots: jobs.filter(({ job }) => isPilot(job as object)).length };
}

/** On any machine: only which is longer counts. */
const costOf = ({ job }: PlannedJob): number => secondsOf(job as object, { instant: 1e-4, weights: 1e10 });

function planned(study: string, { name, module, reads, needs, job }: Call): PlannedJob {
  const inProject = (files: readonly string[]) => files.map((file) => path.relative(projectRoot, file));
  return {
    ...{ study, name, module: path.relative(lib, module), reads: inProject(reads), needs: inProject(needs), job },
    origin: originText({ name, module, reads }),
  };
}

/** All that decides about a job's result besides what it says itself. */
export function originText(computation: Pick<Call, "name" | "module" | "reads">): string {
  const { code, data, versions } = originNow(computation);
  return [code, data, versions].join(" · ");
}

/**
 * `originText`, worked out once for each computation, as long as the files that it reads are the same: for who runs thousands of
 * jobs with the code that it has loaded.
 */
export function rememberedOrigins(): typeof originText {
  const known = new Map<string, string>();
  return (computation) => {
    const key = computationKey(computation);
    const origin = known.get(key) ?? originText(computation);
    known.set(key, origin);
    return origin;
  };
}

/** Tells a computation from others, and from itself with other data. */
export const computationKey = ({ name, module, reads }: Pick<Call, "name" | "module" | "reads">): string =>
  JSON.stringify([name, module, ...reads.map((file) => [file, statSync(file).mtimeMs, statSync(file).size])]);

export function readPlan(folder: string): JobPlan {
  return parsed(planFile(folder), "npm run plan writes it") as JobPlan;
}

function parsed(file: string, advice: string): unknown {
  try {
    return fromExactJson(readFileSync(file, "utf8"));
  } catch (error) {
    throw new LabError(
      `${file}: a plan's file expected, got ${(error as NodeJS.ErrnoException).code ?? "something else"}; ${advice}`,
    );
  }
}

/**
 * Runs one job of a plan in this process, and keeps its result in the folder.
 * @returns what became of it; "stopped" has saved itself, and goes on from there the next time
 * @throws where the job is of another version of the lab, or is none of its jobs
 */
export async function runPlanned(
  folder: string,
  index: number,
  signal: AbortSignal,
): Promise<"kept" | "finished" | "stopped"> {
  const { jobs } = readPlan(folder);
  expect(index >= 0 && index < jobs, `a job from 0 to ${jobs - 1} expected, got ${index}`);
  const { name, module, reads, needs, job, origin } = parsed(jobFile(folder, index), "plan it again") as PlannedJob;
  const computation = { name, module: moduleOfJob(module), reads: reads.map((file) => path.join(projectRoot, file)) };
  const here = originText(computation);
  expect(
    origin === here,
    `job ${index}: planned by another version of the lab (${origin}) than is here (${here}); plan it again`,
  );
  for (const need of needs.map((file) => path.join(projectRoot, file))) {
    expect(
      existsSync(need),
      () => `job ${index}: ${need} expected, which planning has made, got none; plan it again here, or copy it`,
    );
  }
  const slot = slots(resultsOf(folder), computation)(job);
  if (keptJob(slot)) return "kept";
  const run = exportedJob(computation.module, name);
  const call = { ...computation, job, needs, report: () => {}, called: () => `${name} (job ${index})` };
  const tried = await tryJob(ownProcess(run, signal), call, slot);
  return tried?.whole ? "finished" : "stopped";
}
