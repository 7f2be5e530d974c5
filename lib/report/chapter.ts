import { duration } from "../view/progress";
import { headline } from "./failure";
import { type Failure, type RunRecord, titleOf } from "./ipynb";
import { claimsOf, type JudgedClaim } from "./ledger";
import { presetText } from "./provenance";
import { coverOf, type ShownPicture, shownPictures } from "./shownPictures";
import { asUnreadable, type Source } from "./sources";

/** What the report says of one notebook. */
export interface Chapter {
  /** Of its file: "2.1-character-language-model". */
  readonly name: string;
  readonly section: string;
  /** With the section's number. */
  readonly title: string;
  /** Undefined for outputs that were saved with the notebook. */
  readonly record?: RunRecord;
  /** What in it could not be used. */
  readonly faults: readonly string[];
  readonly claims: readonly JudgedClaim[];
  readonly pictures: readonly ShownPicture[];
  /** The one that stands for all. */
  readonly cover?: ShownPicture;
}

/** What cannot be told of one notebook costs no other anything. */
export function asChapter(source: Source): Chapter {
  try {
    return chapterOf(source);
  } catch (error) {
    return chapterOf(asUnreadable(source, error));
  }
}

function chapterOf({ section, notebook, record, faults }: Source): Chapter {
  const { name, number } = section;
  const title = titleOf(notebook, name);
  return {
    ...{ name, record, faults, section: number },
    title: number === name || title.startsWith(number) ? title : `${number} ${title}`,
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

/** The address of a notebook's page, which may be called anything that a file may be called. */
export const pageOf = (name: string): string => `${address(name)}.html`;

/** Of a file beside the report's pages; as Markdown needs it, too, which ends an address at a bracket. */
export const address = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** "my%20own" is "my own"; what is no address stays. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("&amp;", "&"));
  } catch {
    return text;
  }
}

/** What of a notebook could not be used, for the terminal. */
export const faultsText = ({ name, faults }: Pick<Chapter, "name" | "faults">): string =>
  faults.map((fault) => `  ${name}.ipynb: ${fault}\n`).join("");
