import { cacheFolder } from "../core/project";
import { duration, type Progress } from "../view/progress";
import { sourceText } from "../view/recordedSource";
import { effectText } from "../view/verdict";
import { recordedSourceOf, usableRecorded } from "./recorded";
import type { RecordedStudy, Verification } from "./recordedForm";
import { chosenStudies, type RecordOptions } from "./recordOptions";
import { statusText } from "./recordStatus";
import { type Recordable, recordStudy, writeRecorded } from "./recordStudy";
import { type Judged, mayLookAgain, secondSeeds } from "./secondLook";
import { verifyJob } from "./verify";

export interface RecordContext {
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  readonly width: number;
}

/** `npm run record`. @returns whether all went well: nothing was stopped, nothing disagrees */
export async function recordCommand(
  studies: readonly Judged[],
  options: RecordOptions,
  context: RecordContext,
): Promise<boolean> {
  const chosen = chosenStudies(studies, options.names);
  if (options.action === "status") {
    context.print(await statusText(chosen, options, { ...context, all: studies }));
    return true;
  }
  let good = true;
  for (const study of chosen) {
    if (context.signal.aborted) return false;
    good = (await actions[options.action](study, options, context)) && good;
  }
  return good;
}

const actions = {
  record: (study: Judged, options: RecordOptions, context: RecordContext) => recordOne(study, options, context),
  "second-look": lookAgain,
  verify: verifyOne,
};

/** The jobs of the first seeds are kept: only the others are run. */
async function lookAgain(study: Judged, options: RecordOptions, context: RecordContext): Promise<boolean> {
  const recorded = usableRecorded(study.id, options.folder);
  const open = recorded ? mayLookAgain(study, recorded) : "nothing is recorded";
  if (!recorded || typeof open === "string") {
    context.print(`${study.id}: no second look: ${open}\n`);
    return true;
  }
  context.print(`${open.join(", ")}: undecided, so ${secondSeeds} seeds\n`);
  const preset = recorded.header.preset as RecordOptions["preset"];
  return recordOne(study, { ...options, preset }, context, { secondLook: { seeds: secondSeeds } });
}

async function recordOne(
  study: Judged,
  options: RecordOptions,
  context: RecordContext,
  how?: Parameters<typeof recordStudy>[3],
): Promise<boolean> {
  const { print, signal } = context;
  const began = Date.now();
  print(`${study.id} (${options.preset} preset)\n`);
  const progress = now(print);
  const running = { keep: cacheFolder("results"), signal, progress };
  const recorded = await recordStudy(study, options.preset, running, how);
  if (!recorded) {
    print("  stopped: what is finished is kept, and the same command goes on from there\n");
    return false;
  }
  writeRecorded(recorded, options.folder);
  const { jobs, header } = recorded;
  const dirty = header.changed ? ", with files that are other than in the commit" : "";
  const took = duration((Date.now() - began) / 1000);
  print(`  recorded: ${jobs.length} jobs in ${took}, at ${header.commit?.slice(0, 7) ?? "no commit"}${dirty}\n`);
  for (const claim of Object.keys(study.claims)) {
    const verdict = study.verdict(recorded.result, claim);
    print(`  ${verdict.id} ${verdict.outcome}: effect ${effectText(verdict)}\n`);
  }
  return true;
}

/** A line a minute. */
function now(print: (text: string) => void): (progress: Progress) => void {
  let due = Date.now() + 60_000;
  return ({ done, total, unit, status }) => {
    if (Date.now() < due) return;
    due = Date.now() + 60_000;
    print(`  ${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit} · ${status}\n`);
  };
}

/** Adds what it found to the record. */
async function verifyOne(
  study: Recordable,
  { folder }: RecordOptions,
  { print, signal }: RecordContext,
): Promise<boolean> {
  const recorded = usableRecorded(study.id, folder);
  if (!recorded) return true;
  const verification = await verifyJob(study, recorded, { job: anyOf(recorded.jobs), signal });
  if (!verification) return false;
  const added: RecordedStudy = { ...recorded, verified: [...recorded.verified, verification] };
  writeRecorded(added, folder);
  print(`${study.id}: ${foundText(verification)} ${sourceText(recordedSourceOf(added))}\n`);
  return verification.outcome !== "differs";
}

/** One of them, each as likely. */
export const anyOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)];

/** "job 1a2b, run again up to its first point: equal." */
export function foundText({ job, compared, outcome, why }: Verification): string {
  return `job ${job}, run again up to its ${compared}: ${outcome}${why ? ` (${why})` : ""}.`;
}
