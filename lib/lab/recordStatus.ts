import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { bytesInWords } from "../core/memory";
import { duration } from "../view/progress";
import { stateText } from "../view/recordedSource";
import { textTable } from "../view/textTable";
import { calibrate } from "./calibration";
import { type Costs, estimateCosts, restsOn, type StudyCost } from "./estimate";
import type { Speed } from "./jobCost";
import { recordedPath, recordedSourceOf, usableRecorded } from "./recorded";
import type { RecordedStudy } from "./recordedForm";
import type { RecordOptions } from "./recordOptions";
import type { Recordable } from "./recordStudy";

export interface StatusContext {
  /** Studies, whose records tell how good estimates are. */
  readonly all: readonly Recordable[];
  readonly width: number;
  readonly signal?: AbortSignal;
  /** Told that it takes a while. */
  readonly print?: (text: string) => void;
  /** Measured, where it is not given. */
  readonly speed?: Speed;
}

/** What is recorded of these studies, of which code, how long it took; what is missing, and about how long that would take. */
export async function statusText(
  studies: readonly Recordable[],
  { folder, preset }: Pick<RecordOptions, "folder" | "preset">,
  { all: others, width, signal, print, speed }: StatusContext,
): Promise<string> {
  const all = studies.map((study) => ({ study, recorded: usableRecorded(study.id, folder) }));
  const missing = all.filter(({ recorded }) => recorded === undefined).map(({ study }) => study);
  if (missing.length > 0) print?.(`Estimating ${missing.length} studies that are not recorded: a minute or two …\n`);
  const known = missing.length > 0 ? (speed ?? (await calibrate(signal))) : undefined;
  const estimates = known && (await estimateCosts(missing, preset, { speed: known, folder, all: others }));
  const estimated = (id: string) => estimates?.costs.find(({ study }) => study === id) as StudyCost;
  const titles = ["study", "state", "preset", "on", "at", "jobs", "took", "longest job", "memory", "size"];
  const rows = all.map(({ study: { id }, recorded }) => [
    id,
    ...(recorded ? rowOf(recorded, folder) : estimatedRow(estimated(id), preset)),
  ]);
  const columns = titles.map((title, i) => ({ title, flexible: i === 1 }));
  const there = all.flatMap(({ recorded }) => recorded ?? []);
  return `${textTable(columns, rows, width)}

${there.length} recorded, ${missing.length} missing.
${anewText(there)}${estimates && known ? missingText(estimates, known) : ""}`;
}

function rowOf(recorded: RecordedStudy, folder: string | undefined): string[] {
  const { header, jobs } = recorded;
  return [
    stateText(recordedSourceOf(recorded)),
    header.preset,
    header.date.slice(0, 10),
    `${header.commit?.slice(0, 7) ?? "–"}${header.changed ? " +" : ""}`,
    ...costCells(jobs.map(({ seconds, bytes }) => ({ seconds: seconds ?? 0, bytes: bytes ?? 0 }))),
    `${Math.ceil(statSync(recordedPath(header.study, folder)).size / 1000)} kB`,
  ];
}

function estimatedRow({ jobs }: StudyCost, preset: string): string[] {
  const [count, ...costs] = costCells(jobs);
  return ["not recorded", preset, "", "", count, ...costs.map((cost) => `≈ ${cost}`), ""];
}

/** How many jobs, what they took, the longest, and the most memory. */
function costCells(jobs: StudyCost["jobs"]): string[] {
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  return [
    `${jobs.length}`,
    duration(sum(jobs.map(({ seconds }) => seconds))),
    duration(most(jobs.map(({ seconds }) => seconds))),
    bytesInWords(most(jobs.map(({ bytes }) => bytes))),
  ];
}

function anewText(there: readonly RecordedStudy[]): string {
  if (there.length === 0) return "";
  const seconds = sum(there.flatMap(({ jobs }) => jobs.map((job) => job.seconds ?? 0)));
  return `To record ${there.length === 1 ? "it" : "them"} anew would take about ${onThisMachine(seconds)}.\n`;
}

function missingText(estimates: Costs, speed: Speed): string {
  const seconds = sum(estimates.costs.flatMap(({ jobs }) => jobs.map((job) => job.seconds)));
  return `To record what is missing would take about ${onThisMachine(seconds)}.\n${restsOn(estimates, speed)}\n`;
}

function onThisMachine(seconds: number): string {
  const cores = availableParallelism();
  return `${duration(seconds / cores)} on the ${cores} cores of this machine`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
