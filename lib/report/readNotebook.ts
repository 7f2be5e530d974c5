import { readFile } from "node:fs/promises";
import { LabError } from "../core/errors";
import { type Formed, formed } from "./forms";
import type { Notebook } from "./ipynb";

/** What of it is not in its form is left out. @throws {LabError} as `readFormed` */
export const readNotebook = async (file: string): Promise<Notebook> => (await readFormed(file)).notebook;

/** A notebook, and what is wrong with it. @throws {LabError} when the file is missing, may not be read or is no notebook */
export async function readFormed(file: string): Promise<Formed> {
  const read = await readFile(file, "utf8").then(asFormed, ({ code }: NodeJS.ErrnoException) => code ?? "unreadable");
  if (typeof read !== "string") return read;
  throw new LabError(`${file}: a readable Jupyter notebook (JSON with cells) expected: ${read}`);
}

function asFormed(text: string): Formed | string {
  try {
    return formed(JSON.parse(text));
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0].slice(0, 200) : "no JSON";
  }
}
