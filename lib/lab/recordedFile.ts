import { expect, LabError } from "../core/errors";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { hashOf } from "../core/sealed";
import { checkRecorded, type RecordedHeader, type RecordedStudy } from "./recordedForm";

/** Of the form of the files; a lab reads no later one. */
export const recordedFormat = 1;

/**
 * A header, the result, a job a line, what was verified, and a seal: JSON, exact numbers, jobs sorted.
 * Where the result holds a part of a job's result, the very same object, a reference stands.
 */
export function recordedText({ header, result, jobs, verified }: RecordedStudy): string {
  const places = new Map<object, Reference>();
  for (const { key, result: own } of jobs) note(own, [key], places);
  const sorted = [...jobs].sort((a, b) => (textOf(a.job) < textOf(b.job) ? -1 : 1));
  const lines = [
    header,
    { result: referring(result, places) },
    ...sorted,
    ...verified.map((verification) => ({ verified: verification })),
  ].map(textOf);
  const body = `${lines.join("\n")}\n`;
  return `${body}${JSON.stringify({ sha256: hashOf(body) })}\n`;
}

const textOf = (value: unknown): string => toExactJson(value, "a recorded result");

/** The job's key, and the way to the part of its result. */
type Reference = readonly [key: string, ...way: (string | number)[]];
const tag = "$job";

function note(value: unknown, place: Reference, places: Map<object, Reference>): void {
  if (typeof value !== "object" || value === null) return;
  places.set(value, place);
  for (const [name, part] of Object.entries(value))
    note(part, [...place, Array.isArray(value) ? Number(name) : name], places);
}

function referring(value: unknown, places: ReadonlyMap<object, Reference>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const place = places.get(value);
  if (place) return { [tag]: place };
  if (Array.isArray(value)) return value.map((part) => referring(part, places));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, referring(part, places)]));
}

/**
 * What a file holds.
 * @throws what is wrong with it, in words that go on from its name
 */
export function parseRecorded(text: string): RecordedStudy {
  expect(text.length > 0, "it is empty");
  const lines = text.split("\n");
  expect(!lines.some((line) => /^(<{7}|={7}|>{7})( |$)/.test(line)), "two versions of it were merged");
  const header = parsed(lines[0]) as RecordedHeader | undefined;
  expect(Number.isSafeInteger(header?.format), "damaged: its first line is no header");
  const { format } = header as RecordedHeader;
  expect(format <= recordedFormat, `a later lab wrote it: format ${recordedFormat} expected, got ${format}`);
  const headers = lines.filter((line) => line.startsWith('{"format":')).length;
  expect(headers === 1, `two versions of it were merged: one header expected, got ${headers}`);
  const seal = parsed(lines.at(-2) ?? "") as { sha256?: string } | undefined;
  expect(lines.at(-1) === "" && seal?.sha256 !== undefined, "cut: its last line is no seal");
  const body = lines.slice(0, -2);
  const sound = hashOf(`${body.join("\n")}\n`) === seal.sha256;
  expect(sound, "damaged, or edited by hand: its content is not what its seal was made of");
  const { result, jobs, verified } = checkRecorded(header as RecordedHeader, body.slice(1).map(parsed));
  const byKey = new Map(jobs.map((job) => [job.key, job.result]));
  return { header: header as RecordedHeader, result: referred(result, byKey), jobs, verified };
}

function parsed(line: string): unknown {
  try {
    return fromExactJson(line);
  } catch {
    return undefined;
  }
}

function referred(value: unknown, jobs: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => referred(part, jobs));
  if (tag in value) return follow(value[tag] as Reference, jobs);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, referred(part, jobs)]));
}

function follow(place: Reference, jobs: ReadonlyMap<string, unknown>): unknown {
  const lost = () => new LabError(`its result refers to ${JSON.stringify(place)}, which is not there`);
  if (!Array.isArray(place) || !jobs.has(place[0])) throw lost();
  let value = jobs.get(place[0]);
  for (const name of place.slice(1)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) throw lost();
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
