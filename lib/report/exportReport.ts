import path from "node:path";
import { expect } from "../core/errors";
import { asChapter } from "./chapter";
import { type Comparison, compare, comparisonText, readClaims } from "./comparison";
import type { ExportOptions } from "./exportOptions";
import { tally } from "./ledger";
import { writeMarkdown } from "./markdown";
import { removeOtherPages, writePages } from "./pages";
import { writePdf } from "./pdf";
import type { ReportContext } from "./report";
import { findSections, selectSections } from "./section";
import { latestSources, type Source } from "./sources";

export interface ExportContext extends ReportContext {
  /** Chromium, where there is one. */
  readonly browser?: string;
}

/**
 * The report of what was run last, or of the outputs that the notebooks were saved with; nothing is executed.
 * @throws {LabError} for a section, a file or a browser that is not there; the signal's reason when aborted
 */
export async function exportReport(options: ExportOptions, context: ExportContext): Promise<void> {
  const { reportFolder, notebooksFolder, print, width, browser } = context;
  expect(
    !options.pdf || browser !== undefined,
    "--pdf needs Chromium or Chrome: install it (apt install chromium), or name one in the environment variable " +
      "CHROMIUM. The pages print from any other browser, too.",
  );
  const others = options.compare === undefined ? undefined : await readClaims(options.compare);
  const sections = selectSections(await findSections(notebooksFolder), options.only);
  const sources = await latestSources(sections, reportFolder);
  const claims = sources.map(asChapter).flatMap((chapter) => chapter.claims);
  const known = new Set(sections.map(({ number }) => number));
  const comparison = others && compare(others.filter(ofSections(known, options)), claims, options.compare ?? "");
  print("Writing the report; figures that were not drawn before take a second each.\n");
  const written = await write(sources, { ...options, comparison }, context);
  print(`${tally(claims)}.\n${originText(sources)}`);
  if (comparison) print(`\n${comparisonText(comparison, width)}\n`);
  print(written);
}

/** With --only, the other report's claims of other sections are not gone. */
const ofSections =
  (known: ReadonlySet<string>, { only }: ExportOptions) =>
  ({ notebook }: { readonly notebook: string }): boolean =>
    only.length === 0 || known.has(notebook.split("-")[0]);

type WriteOptions = Omit<ExportOptions, "compare"> & { readonly comparison?: Comparison };

/** Says what was written. */
async function write(sources: readonly Source[], options: WriteOptions, context: ExportContext): Promise<string> {
  const { reportFolder } = context;
  if (options.format === "markdown") {
    return `Markdown: ${await writeMarkdown(sources, context, options)}\n`;
  }
  const sizes = await writePages(sources, context, options);
  await removeOtherPages(new Set(sources.map(({ section }) => section.name)), reportFolder);
  const largest = (Math.max(...sizes) / 1e6).toFixed(1);
  const pages = `Report: ${path.join(reportFolder, "index.html")} (${sizes.length} pages, the largest ${largest} MB)\n`;
  return options.pdf ? `${pages}PDF: ${await writePdf(sources, context, options)}\n` : pages;
}

function originText(sources: readonly Source[]): string {
  const run = sources.filter(({ record }) => record).map(({ section }) => section.number);
  const saved = sources.filter(({ record }) => !record).map(({ section }) => section.number);
  const lines = [
    run.length ? `As they were run last: ${run.join(", ")}.\n` : "",
    saved.length ? `As saved with the notebook, for lack of a run of this code: ${saved.join(", ")}.\n` : "",
  ];
  return lines.join("");
}
