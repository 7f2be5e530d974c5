import { expectForm, type Form, fits, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import type { Processor } from "./processor";

/** What results were recorded of, where, and what they were computed from. */
export interface RecordedHeader {
  readonly format: number;
  readonly study: string;
  readonly preset: string;
  /** That it was undecided with eight seeds, and has gone on to twenty. */
  readonly secondLook?: true;
  readonly config: object;
  /** ISO 8601. */
  readonly date: string;
  /** Of git; null where there was none. */
  readonly commit: string | null;
  /** Whether files of the project were other than in the commit. */
  readonly changed: boolean;
  readonly versions: Readonly<Record<string, string>>;
  readonly processor: Processor;
  readonly computations: readonly ComputedBy[];
}

/** One function that ran jobs, with hashes of all that it could reach. */
export interface ComputedBy {
  readonly name: string;
  /** From lib/. */
  readonly module: string;
  /** Compiled files, from lib/. */
  readonly files: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, string>>;
  /** Files that the jobs read, from the project's folder. */
  readonly data: Readonly<Record<string, string>>;
}

export interface RecordedJob {
  /** Tells it from the others, and is the same wherever it runs. */
  readonly key: string;
  /** The place among the header's computations. */
  readonly of: number;
  readonly job: unknown;
  readonly result: unknown;
  /** See `firstPoint`. */
  readonly first?: unknown;
  readonly seconds: number | null;
  readonly bytes: number | null;
}

/** That a job was run again. */
export interface Verification {
  readonly date: string;
  readonly job: string;
  /** Of all code and data that its jobs could reach then: as `codeNow`. */
  readonly code: string;
  readonly processor: Processor;
  readonly compared: "first point" | "result";
  readonly outcome: "equal" | "close" | "differs" | "not comparable";
  /** Where it differs, with both numbers; or why it cannot be compared. */
  readonly why?: string;
}

/** All that is recorded of a study. What its result shares with its jobs' results is there once. */
export interface RecordedStudy {
  readonly header: RecordedHeader;
  readonly result: unknown;
  readonly jobs: readonly RecordedJob[];
  readonly verified: readonly Verification[];
}

const anything: Form = () => undefined;
const texts = fits("a record of texts", (value) => {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord && Object.values(value).every((one) => typeof one === "string");
});
const processorForm = forms.fields({ model: forms.text, instructions: forms.text });
const headerForm = forms.fields(
  {
    ...{ format: forms.size, study: forms.text, preset: forms.text, config: forms.fields({}), date: forms.text },
    ...{ changed: forms.truth, versions: texts, processor: processorForm },
    computations: forms.list(
      forms.fields({ name: forms.text, module: forms.text, files: texts, packages: texts, data: texts }),
    ),
  },
  { commit: anything, secondLook: forms.truth },
);
const jobForm = forms.fields(
  { key: forms.text, of: forms.count, job: anything, result: anything },
  { first: anything, seconds: anything, bytes: anything },
);
const verificationForm = forms.fields(
  {
    ...{ date: forms.text, job: forms.text, code: forms.text, processor: processorForm },
    compared: forms.oneOf(["first point", "result"]),
    outcome: forms.oneOf(["equal", "close", "differs", "not comparable"]),
  },
  { why: forms.text },
);

/** Holds lines to their form: whoever can seal may have written anything. @throws what does not fit */
export function checkRecorded(header: RecordedHeader, lines: readonly unknown[]): Omit<RecordedStudy, "header"> {
  expectForm("its header", headerForm, header);
  const rows = lines as readonly Record<string, unknown>[];
  expect(
    rows.every((row) => typeof row === "object" && row !== null),
    "a record on every line expected",
  );
  const [{ result } = {} as { result?: unknown }] = rows;
  const verified = rows.flatMap(({ verified: one }) => (one === undefined ? [] : [one])) as Verification[];
  const jobs = rows.slice(1).filter((row) => row.verified === undefined) as unknown[] as RecordedJob[];
  expectForm("its jobs", forms.list(jobForm), jobs);
  expectForm("its verifications", forms.list(verificationForm), verified);
  expect(
    jobs.every(({ of }) => of < header.computations.length),
    "a job of a computation that its header lacks",
  );
  return { result, jobs, verified };
}
