import { toExactJson } from "../core/exactJson";
import { hashOf } from "../core/sealed";
import { writeWhole } from "../core/writeWhole";
import { commitNow } from "./commitNow";
import type { Noted } from "./engine";
import type { Preset } from "./preset";
import { processor } from "./processor";
import { computedBy, recordedPath, versionsNow } from "./recorded";
import { recordedFormat, recordedText } from "./recordedFile";
import type { ComputedBy, RecordedJob, RecordedStudy } from "./recordedForm";
import type { RunContext } from "./session";

/** What of a study is needed to run it for a record. */
export interface Recordable {
  readonly id: string;
  readonly section: string;
  readonly presets: Readonly<Record<Exclude<Preset, "default">, object>>;
  configured(overrides: object, environment: NodeJS.ProcessEnv): object;
  run(overrides: object, context: RunContext): Promise<unknown>;
}

/**
 * Runs a study at a preset, in a context that keeps its jobs, and gives all that is to be recorded of it; undefined where
 * the context's signal has stopped it: then what is finished is kept, and the next time goes on from there.
 */
export async function recordStudy(
  { id, presets, run }: Recordable,
  preset: Exclude<Preset, "default">,
  context: RunContext,
  { secondLook }: { readonly secondLook?: { readonly seeds: number } } = {},
): Promise<RecordedStudy | undefined> {
  const before = commitNow();
  const noted: Noted[] = [];
  const note = (one: Noted) => {
    noted.push(one);
    context.note?.(one);
  };
  const result = (await run({ ...presets[preset], ...secondLook }, { ...context, note })) as {
    readonly config: object;
  };
  if (context.signal?.aborted) return undefined;
  const computations: ComputedBy[] = [];
  const jobs = noted.map(({ job, result, first, cost, ...computation }): RecordedJob => {
    let of = computations.findIndex(({ name }) => name === computation.name);
    if (of < 0) of = computations.push(computedBy(computation)) - 1;
    const key = jobKey(computation.name, job);
    return { key, of, job, result, first, seconds: cost ? rounded(cost.seconds) : null, bytes: cost?.bytes ?? null };
  });
  const header = {
    ...{
      format: recordedFormat,
      study: id,
      preset,
      ...(secondLook && { secondLook: true as const }),
      config: result.config,
      date: new Date().toISOString(),
    },
    ...{ ...before, versions: versionsNow(), processor: processor(), computations },
  };
  return { header, result, jobs, verified: [] };
}

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Tells a job from the others of a study, on every machine alike. */
export const jobKey = (name: string, job: unknown): string =>
  hashOf(toExactJson([name, job], `a job of ${name}`)).slice(0, 12);

/** @throws NotWritten */
export const writeRecorded = (recorded: RecordedStudy, folder?: string): void =>
  writeWhole(recordedPath(recorded.header.study, folder), recordedText(recorded));
