import path from "node:path";
import { joined, type Notebook, type RunRecord, readNotebook } from "./ipynb";
import type { Section } from "./section";

/** A notebook with its outputs, as it goes into the report. */
export interface Source {
  readonly section: Section;
  readonly file: string;
  readonly notebook: Notebook;
  /** How the report's own run computed it; undefined for outputs that were saved with the notebook. */
  readonly record?: RunRecord;
}

/** The notebooks that `npm start` has executed and that still exist, whenever that was. */
export async function executedSources(sections: readonly Section[], reportFolder: string): Promise<Source[]> {
  const found = await Promise.all(sections.map((section) => executed(section, reportFolder)));
  return found.flatMap((source) => source ?? []);
}

/**
 * What a reader ran last: the last executed copy, unless the notebook's code has been changed since; then, and where there
 * is none, the outputs that the notebook was saved with.
 * @throws {LabError} for a notebook that cannot be read
 */
export async function latestSources(sections: readonly Section[], reportFolder: string): Promise<Source[]> {
  return Promise.all(
    sections.map(async (section) => {
      const saved = { section, file: section.file, notebook: await readNotebook(section.file) };
      const run = await executed(section, reportFolder);
      return run && codeOf(run.notebook) === codeOf(saved.notebook) ? run : saved;
    }),
  );
}

async function executed(section: Section, reportFolder: string): Promise<Source | undefined> {
  const file = path.join(reportFolder, "notebooks", `${section.name}.ipynb`);
  const notebook = await readNotebook(file).catch(() => undefined); // never run, of an earlier version, or gone meanwhile
  const record = notebook?.metadata.lecture_lab;
  return notebook && record && { section, file, notebook, record };
}

const codeOf = ({ cells }: Notebook): string =>
  JSON.stringify(cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source)));
