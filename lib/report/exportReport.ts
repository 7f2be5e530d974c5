import path from "node:path";
import { expect } from "../core/errors";
import { expectWritable } from "../core/refusal";
import { asChapter } from "./chapter";
import { type Comparison, compare, comparisonText, readClaims } from "./comparison";
import { printDeck, writeDeck } from "./deck";
import type { ExportOptions } from "./exportOptions";
import { tally } from "./ledger";
import { writeMarkdown } from "./markdown";
import { writePages } from "./pages";
import { writePdf } from "./pdf";
import type { ReportContext } from "./report";
import { findSections, selectSections } from "./section";
import { sourceAddress } from "./site";
import { latestSources, type Source } from "./sources";

export interface ExportContext extends ReportContext {
  /** Chromium, where there is one. */
  readonly browser?: string;
}

/**
 * The report of what was run last, or of the outputs that the notebooks were saved with; nothing is executed.
 * @returns whether every notebook could be read
 * @throws {LabError} for a section, a file or a browser that is not there; the signal's reason when aborted
 */
export async function exportReport(options: ExportOptions, context: ExportContext): Promise<boolean> {
  const { reportFolder, notebooksFolder, print, width, browser } = context;
  expect(
    !options.pdf || browser !== undefined,
    () =>
      "--pdf needs Chromium or Chrome: install it (apt install chromium), or name one in the environment variable " +
      `CHROMIUM${process.env.CHROMIUM ? `, which names ${process.env.CHROMIUM}, no program that can be run` : ""}. ` +
      "The pages print from any other browser, too.",
  );
  const others = options.compare === undefined ? undefined : await readClaims(options.compare);
  const sections = selectSections(await findSections(notebooksFolder), options.only, notebooksFolder);
  expectWritable(reportFolder);
  const sources = await latestSources(sections, reportFolder);
  const claims = sources.map(asChapter).flatMap((chapter) => chapter.claims);
  const known = new Set(sections.flatMap(({ number, name }) => [number, name]));
  const comparison = others && compare(others.filter(ofSections(known, options)), claims, options.compare ?? "");
  print("Writing the report; figures that were not drawn before take a second each.\n");
  const written = await write(sources, { ...options, comparison, some: options.only.length > 0 }, context);
  print(`${tally(claims)}.\n${originText(sources)}`);
  if (comparison) print(`\n${comparisonText(comparison, width)}\n`);
  print(written);
  return sources.every(({ unreadable }) => !unreadable);
}

/** With --only, the other report's claims of other sections are not gone. */
const ofSections =
  (known: ReadonlySet<string>, { only }: ExportOptions) =>
  ({ notebook }: { readonly notebook: string }): boolean =>
    only.length === 0 || known.has(notebook) || known.has(notebook.split("-")[0]);

type WriteOptions = Omit<ExportOptions, "compare"> & { readonly comparison?: Comparison; readonly some: boolean };

/** Says what was written. */
async function write(sources: readonly Source[], options: WriteOptions, context: ExportContext): Promise<string> {
  const { reportFolder } = context;
  const { hideCode, comparison, some } = options;
  const pagesOptions = { hideCode, comparison, some };
  if (options.format === "markdown") {
    return `Markdown: ${await writeMarkdown(sources, context, pagesOptions)}\n`;
  }
  if (options.format === "slides") return slidesWritten(sources, options, context);
  const folder = options.site ? path.join(reportFolder, "site") : reportFolder;
  const site = options.site ? { source: sourceAddress() } : undefined;
  const sizes = await writePages(sources, { ...context, reportFolder: folder }, { ...pagesOptions, site });
  const largest = (Math.max(...sizes) / 1e6).toFixed(1);
  const pages = `${site ? "Site" : "Report"}: ${path.join(folder, "index.html")} (${sizes.length} pages, the largest ${largest} MB)\n`;
  return options.pdf ? `${pages}PDF: ${await writePdf(sources, context, pagesOptions)}\n` : pages;
}

async function slidesWritten(
  sources: readonly Source[],
  { pdf }: WriteOptions,
  context: ExportContext,
): Promise<string> {
  const { file, slides, count, bytes } = await writeDeck(sources, context);
  const written = `Slides: ${file} (${count} slides, ${(bytes / 1e6).toFixed(1)} MB)\n`;
  return pdf ? `${written}PDF: ${await printDeck(slides, context)}\n` : written;
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
