import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expectForms, forms } from "../core/argumentForms";
import { expect, LabError } from "../core/errors";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { cacheFolder, projectRoot } from "../core/project";
import { reasonOf } from "../core/refusal";
import { sayOnce } from "../core/sayOnce";
import { hashOf, keepSealed, readSealed } from "../core/sealed";
import { versions } from "../core/versions";
import type { RecordedSource, RecordedState } from "../view/recordedSource";
import { codeParts } from "./codeReached";
import type { Computation } from "./origin";
import { computationOf } from "./origin";
import { parseRecorded } from "./recordedFile";
import type { ComputedBy, RecordedStudy, Verification } from "./recordedForm";

/** Where results of lecture-size runs ship with the lab, a file a study. */
export const recordedFolder = path.join(projectRoot, "data", "recorded");

export const recordedPath = (study: string, folder = recordedFolder): string => path.join(folder, `${study}.jsonl`);

/** Undefined where nothing is recorded. @throws where the file cannot be used, with a sentence that says why */
export function readRecorded(study: string, folder = recordedFolder): RecordedStudy | undefined {
  const file = recordedPath(study, folder);
  if (!existsSync(file)) return undefined;
  const fault = (why: string) =>
    new LabError(`${path.relative(projectRoot, file)}: ${why}. So ${study} counts as not recorded.`);
  let recorded: RecordedStudy;
  try {
    recorded = parseRecorded(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof LabError) throw fault(error.message);
    throw fault(`it could not be read: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
  const { study: own } = recorded.header;
  if (own !== study) throw fault(`a record of ${study} expected, got one of ${own}`);
  return recorded;
}

/** The same where a file that cannot be used is told, once, and counts as none. */
export function usableRecorded(study: string, folder = recordedFolder): RecordedStudy | undefined {
  try {
    return readRecorded(study, folder);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    sayOnce(recordedPath(study, folder), error.message);
    return undefined;
  }
}

/** What a computation can reach now. */
export function computedBy({ name, module, reads }: Computation): ComputedBy {
  return {
    ...{ name, module: path.relative(path.join(__dirname, ".."), module), ...codeParts(module) },
    data: Object.fromEntries(reads.map((file) => [path.relative(projectRoot, file), hashOf(readFileSync(file))])),
  };
}

/** What computations of a record can reach now: undefined where a file is gone. */
const computedNow = ({ name, module, data }: ComputedBy): ComputedBy | undefined => {
  const computation = computationOf({ name, module, reads: Object.keys(data) });
  return [computation.module, ...computation.reads].every(existsSync) ? computedBy(computation) : undefined;
};

/** A key of all code and data that a record's jobs can reach now. */
export const codeNow = ({ header }: RecordedStudy): string =>
  hashOf(
    toExactJson(
      header.computations.map((one) => computedNow(one) ?? null),
      "code",
    ),
  ).slice(0, 16);

/** What is other than when it was recorded: files, packages, data and versions by name. */
export function changedSince({ header }: RecordedStudy): string[] {
  const parts = header.computations.flatMap((then) => {
    const now = computedNow(then);
    if (!now) return [`${then.module} (gone)`];
    return (["files", "packages", "data"] as const).flatMap((kind) =>
      [...new Set([...Object.keys(then[kind]), ...Object.keys(now[kind])])].filter(
        (name) => then[kind][name] !== now[kind][name],
      ),
    );
  });
  const now = versionsNow();
  const computed = Object.keys(now).filter((name) => now[name] !== header.versions[name]);
  return [...new Set([...parts, ...computed.map((name) => `${name} ${header.versions[name]} → ${now[name]}`)])].sort();
}

/** What decides about digits besides the code. */
export function versionsNow(): Readonly<Record<string, string>> {
  const { node, tfjs, tensorflow } = versions();
  return { Node: node.split(".")[0], "TensorFlow.js": tfjs, TensorFlow: tensorflow };
}

const verifiedPath = (study: string): string => path.join(cacheFolder("verified"), `${study}.json`);

/** Keeps what this machine has verified beside what the record itself says of it. */
export const keepVerified = (study: string, verification: Verification): boolean =>
  keepSealed(verifiedPath(study), toExactJson(verification, "a verification"));

function verifiedHere(study: string): Verification[] {
  const text = readSealed(verifiedPath(study))?.toString();
  return text === undefined ? [] : [fromExactJson<Verification>(text)];
}

/** Whether this machine has verified it, with the code that is here. */
export const isVerifiedHere = (recorded: RecordedStudy): boolean =>
  verifiedHere(recorded.header.study).some(({ code }) => code === codeNow(recorded));

/** A record's provenance and state, now. */
export function recordedSourceOf(recorded: RecordedStudy): RecordedSource {
  const { study, preset, secondLook, date, commit, processor } = recorded.header;
  const [changed, code] = [changedSince(recorded), codeNow(recorded)];
  const latest = [...recorded.verified, ...verifiedHere(study)]
    .filter((one) => one.code === code && one.outcome !== "not comparable")
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .at(-1);
  const state = (): RecordedState => {
    if (latest) return latest.outcome === "differs" ? "disagrees" : "verified";
    return changed.length > 0 ? "other code" : "same code";
  };
  const jobs = recorded.jobs.length;
  const about = { study, preset, ...(secondLook && { secondLook }) };
  return { ...about, date, commit, processor: processor.model, jobs, state: state(), changed, why: latest?.why };
}

const sources = new WeakMap<object, RecordedSource>();

/** Where a result comes from that was recorded; undefined of any other. */
export function recordedSource(result: object): RecordedSource | undefined {
  expectForms("recordedSource", { result: [forms.fields({ config: forms.fields({}) }), result] });
  return sources.get(result);
}

/** A study's recorded result. @throws where there is none, or none that can be used */
export function recordedResult<R extends object>(study: string, folder = recordedFolder): R {
  const recorded = readRecorded(study, folder);
  expect(recorded !== undefined, `${study}: a recorded result expected, got none; npm run record -- ${study} makes it`);
  const result = recorded.result as R;
  sources.set(result, recordedSourceOf(recorded));
  return result;
}
