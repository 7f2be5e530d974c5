import { spawn } from "node:child_process";
import { readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { anyEndsWithParent } from "../core/endWithParent";
import { LabError } from "../core/errors";
import { ownFolder } from "../core/scratchFolder";
import { writeWhole } from "../core/writeWhole";
import { type PaperOptions, paperHtml } from "./paper";
import { render } from "./render";
import type { Source } from "./sources";

export interface PdfContext {
  readonly reportFolder: string;
  readonly python: string;
  readonly browser?: string;
  readonly signal: AbortSignal;
}

// As it was when the program started: drawing figures narrows the fonts to the lab's own (lib/view/staticImageFont.ts).
const environment = { ...process.env };
const patience = 180_000;

/** report.pdf: the index and every notebook in one document, printed by Chromium; returns its path and size. */
export async function writePdf(
  sources: readonly Source[],
  context: PdfContext,
  options: PaperOptions,
): Promise<string> {
  const { reportFolder } = context;
  const code = options.hideCode ? "none" : "open";
  const bodies = await render(sources, { ...context, format: "html", code });
  const html = await paperHtml(
    sources,
    bodies.map(({ body }) => body),
    { ...options, figures: path.join(reportFolder, "figures") },
  );
  return printedPage(html, { ...context, pdf: path.join(reportFolder, "report.pdf") });
}

export interface Printing extends PdfContext {
  /** Where it goes. */
  readonly pdf: string;
}

/** A page that needs nothing but itself, printed by Chromium; returns the file's path and size. */
export async function printedPage(html: string, { pdf, ...context }: Printing): Promise<string> {
  const scratch = ownFolder(context.reportFolder, "printing");
  try {
    const [document, target] = [path.join(scratch, "page.html"), path.join(scratch, "page.pdf")];
    writeWhole(document, html);
    await print(document, target, { ...context, profile: path.join(scratch, "profile") });
    writeWhole(pdf, await readFile(target));
    return `${pdf} (${((await stat(pdf)).size / 1e6).toFixed(1)} MB)`;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function print(
  document: string,
  target: string,
  { browser = "", signal, profile }: PdfContext & { profile: string },
) {
  const settings = [
    // Chromium cannot seal itself off for root, as in a container.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    // What is printed holds all that it needs, and a notebook's strings may ask for more.
    ...["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"],
    ...["--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    ...[`--user-data-dir=${profile}`, "--no-pdf-header-footer", "--generate-pdf-document-outline"],
    ...[`--print-to-pdf=${target}`, pathToFileURL(document).href],
  ];
  const child = spawn("sh", [...anyEndsWithParent, browser, ...settings], {
    signal,
    env: environment,
    timeout: patience,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const written = await stat(target).catch(() => undefined);
  if (code !== 0 || !written?.size)
    throw new LabError(
      `${browser} did not print the PDF: ${complaints.trim() || (code === null ? `not within ${patience / 1000} s` : `it ended with status ${code}`)}`,
    );
}
