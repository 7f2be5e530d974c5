import { expect } from "../core/errors";
import { calibrate } from "./calibration";
import { estimateCosts, restsOn } from "./estimate";
import { type JobPlan, jobsOf, readPlan, resultsOf, runPlanned, writePlan } from "./planned";
import { chosenStudies, parseRecordOptions } from "./recordOptions";
import { type Recordable, recordStudy, writeRecorded } from "./recordStudy";
import { simulationText } from "./simulate";

export interface BatchContext {
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  readonly width: number;
}

export const batchHelp = `npm run plan -- 4 --preset full --folder sweep   writes each job of these sections and studies that has no result yet as a file of the folder
npm run plan -- --preset full --simulate 10,100,1000   how long they would take on so many workers, and what limits it
npm run job -- sweep 17                         runs one of them, from 0 on; stopped by SIGTERM it saves itself, ends with 75, and goes on the next time
npm run gather -- sweep [--folder elsewhere]    makes the records from the results, in data/recorded
`;

/** What the process ends with where a job was stopped: the system may try it again. */
export const tryAgain = 75; // as EX_TEMPFAIL

/** `npm run plan`, `job` and `gather`, for batch systems. @returns the exit code */
export async function batchCommand(
  studies: readonly Recordable[],
  [command, ...args]: readonly string[],
  context: BatchContext,
): Promise<number> {
  if (command === "plan") return plan(studies, args, context);
  if (command === "job") return job(args, context);
  expect(command === "gather", batchHelp);
  return gather(studies, args, context);
}

async function plan(studies: readonly Recordable[], args: readonly string[], context: BatchContext): Promise<number> {
  const at = args.indexOf("--simulate");
  const { print } = context;
  if (at >= 0) return simulated(studies, args.toSpliced(at, 2), { ...context, workers: args[at + 1] });
  const { names, preset, folder } = parseRecordOptions(args);
  expect(folder !== undefined, `--folder: where the jobs are written expected, got nothing\n${batchHelp}`);
  const chosen = chosenStudies(studies, names);
  const { jobs, pilots } = await writePlan(chosen, preset, folder);
  const range = jobs > 0 ? `npm run job -- ${folder} 0 … ${jobs - 1}` : `npm run gather -- ${folder}`;
  print(`${jobs} jobs of ${chosen.length} studies (${preset} preset): ${range}\n`);
  if (pilots > 0)
    print(`${pilots} of them choose learning rates: plan again once they have run, for what comes after them\n`);
  return 0;
}

/** Nothing is run but the calibration. */
async function simulated(
  studies: readonly Recordable[],
  args: readonly string[],
  { print, signal, width, workers = "" }: BatchContext & { readonly workers?: string },
): Promise<number> {
  const counts = workers.split(",").map(Number);
  const sound = counts.every((count) => Number.isSafeInteger(count) && count > 0 && count <= mostWorkers);
  expect(sound, () => `--simulate: numbers of workers such as 10,100,1000 expected, got ${workers || "nothing"}`);
  const { names, preset, folder } = parseRecordOptions(["--status", ...args]);
  const speed = await calibrate(signal);
  const costs = await estimateCosts(chosenStudies(studies, names), preset, { speed, folder, all: studies });
  print(`${simulationText(costs.costs, counts, width)}${restsOn(costs, speed)}\n`);
  return 0;
}

const mostWorkers = 1_000_000;

async function job(args: readonly string[], { print, signal }: BatchContext): Promise<number> {
  const [folder, index] = args;
  expect(
    args.length === 2 && /^\d+$/.test(index),
    `a plan's folder and a job's number expected, got ${args.join(" ") || "nothing"}\n${batchHelp}`,
  );
  const became = await runPlanned(folder, Number(index), signal);
  print(`job ${index}: ${became}\n`);
  return became === "stopped" ? tryAgain : 0;
}

async function gather(
  studies: readonly Recordable[],
  [from, ...rest]: readonly string[],
  { print, signal }: BatchContext,
): Promise<number> {
  expect(
    from !== undefined && !from.startsWith("-"),
    `a plan's folder expected, got ${from ?? "nothing"}\n${batchHelp}`,
  );
  const plan = readPlan(from);
  const { folder } = parseRecordOptions(["--status", ...rest]);
  let missing = 0;
  for (const { study, preset } of studiesOf(plan, studies)) {
    const left = await jobsOf(study, preset, { keep: resultsOf(from) });
    if (left.length > 0) print(`${study.id}: ${left.length} jobs have no result yet; npm run plan writes them anew\n`);
    missing += left.length;
    if (left.length > 0) continue;
    const recorded = await recordStudy(study, preset, { keep: resultsOf(from), signal });
    if (!recorded) return 1;
    writeRecorded(recorded, folder);
    print(`${study.id}: ${recorded.jobs.length} jobs recorded\n`);
  }
  return missing > 0 ? 1 : 0;
}

const studiesOf = (plan: JobPlan, studies: readonly Recordable[]) =>
  plan.studies.flatMap(({ id, preset }) => chosenStudies(studies, [id]).map((study) => ({ study, preset })));
