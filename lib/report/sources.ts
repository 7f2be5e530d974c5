import { existsSync } from "node:fs";
import path from "node:path";
import type { Formed } from "./forms";
import { blank, joined, type Notebook, type RunRecord } from "./ipynb";
import { missingOutputs } from "./missingOutputs";
import { readFormed } from "./readNotebook";
import type { Section } from "./section";

/** A notebook with its outputs, as it goes into the report. */
export interface Source {
  readonly section: Section;
  readonly file: string;
  readonly notebook: Notebook;
  /** How the report's own run computed it; undefined for outputs that were saved with the notebook. */
  readonly record?: RunRecord;
  /** What in it could not be used, or why nothing of it. */
  readonly faults: readonly string[];
  /** Nothing of it can be shown. */
  readonly unreadable?: boolean;
}

/** The notebooks that `npm start` has executed and that still exist, whenever that was. */
export async function executedSources(sections: readonly Section[], reportFolder: string): Promise<Source[]> {
  const found = await Promise.all(sections.map((section) => executed(section, reportFolder)));
  return found.flatMap((source) => source ?? []);
}

/**
 * What a reader ran last: the last executed copy, unless the notebook's code has been changed since; then, and where there
 * is none, the outputs that the notebook was saved with. One that cannot be read has a page that says so.
 */
export async function latestSources(sections: readonly Section[], reportFolder: string): Promise<Source[]> {
  return Promise.all(
    sections.map(async (section) => {
      const saved = await readFormed(section.file).then(
        (read) => asSaved(section, read),
        (error) => asUnreadable({ section, file: section.file }, error),
      );
      const run = await executed(section, reportFolder);
      if (run?.unreadable) return { ...saved, faults: [...saved.faults, ...run.faults] };
      return run && codeOf(run.notebook) === codeOf(saved.notebook) ? run : saved;
    }),
  );
}

function asSaved(section: Section, { notebook, faults }: Formed): Source {
  const missing = missingOutputs(notebook, section);
  return { section, file: section.file, notebook, faults: missing ? [...faults, missing] : faults };
}

async function executed(section: Section, reportFolder: string): Promise<Source | undefined> {
  const file = path.join(reportFolder, "notebooks", `${section.name}.ipynb`);
  if (!existsSync(file)) return undefined; // never run
  try {
    const { notebook, faults } = await readFormed(file);
    const record = notebook.metadata.lecture_lab;
    if (record) return { section, file, notebook, record, faults };
    return faults.length ? asUnreadable({ section, file }, faults[0]) : undefined; // of an earlier version
  } catch (error) {
    return asUnreadable({ section, file }, error);
  }
}

/** What stands for a notebook of which nothing can be shown. */
export const asUnreadable = ({ section, file }: Pick<Source, "section" | "file">, error: unknown): Source => ({
  ...{ section, file, notebook: blank, unreadable: true },
  faults: [error instanceof Error ? error.message.split("\n")[0] : String(error)],
});

const codeOf = ({ cells }: Notebook): string =>
  JSON.stringify(cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => joined(source)));
