import { duration } from "../view/progress";
import { headline } from "./failure";
import { type Failure, type RunRecord, titleOf } from "./ipynb";
import { claimsOf, type JudgedClaim } from "./ledger";
import { presetText } from "./provenance";
import { coverOf, type ShownPicture, shownPictures } from "./shownPictures";
import type { Source } from "./sources";

/** What the report says of one notebook. */
export interface Chapter {
  /** Of its file: "2.1-character-language-model". */
  readonly name: string;
  readonly section: string;
  /** With the section's number. */
  readonly title: string;
  /** Undefined for outputs that were saved with the notebook. */
  readonly record?: RunRecord;
  readonly claims: readonly JudgedClaim[];
  readonly pictures: readonly ShownPicture[];
  /** The one that stands for all. */
  readonly cover?: ShownPicture;
}

export function asChapter({ section, notebook, record }: Source): Chapter {
  const { name, number } = section;
  const title = titleOf(notebook, name);
  return {
    name,
    section: number,
    title: title.startsWith(number) ? title : `${number} ${title}`,
    record,
    claims: claimsOf(notebook, name),
    pictures: shownPictures(notebook, name),
    cover: coverOf(notebook, name),
  };
}

/** Where and why: "stopped in cell 2: Error: boom" */
export const stoppedText = (failure: Failure): string =>
  `stopped ${failure.cell ? `in cell ${failure.cell}` : "before its first cell"}: ${headline(failure)}`;

/** "default preset, 84.1 s, 2026-11-23 11:32 UTC" */
export const runText = (record: RunRecord | undefined): string =>
  record ? `${presetText(record)}, ${duration(record.seconds)}, ${dateText(record.date)}` : savedText;

export const savedText = "outputs as they were saved with the notebook";

export const dateText = (date: string): string => `${date.slice(0, 16).replace("T", " ")} UTC`;

export const versionsText = ({ node, tfjs, tensorflow }: RunRecord): string =>
  `Node ${node}, TensorFlow.js ${tfjs}, TensorFlow ${tensorflow}`;

export const pageOf = (name: string): string => `${encodeURIComponent(name)}.html`;
