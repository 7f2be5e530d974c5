import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../core/writeWhole";
import { effectText } from "../view/verdict";
import { asChapter, type Chapter, runText, savedText, stoppedText, versionsText } from "./chapter";
import { type Comparison, comparisonSentence, verdictChange } from "./comparison";
import { writeFigures } from "./figureFiles";
import { type JudgedClaim, seedsOf, tally } from "./ledger";
import { symbols } from "./ledgerHtml";
import type { PagesContext, PagesOptions } from "./pages";
import { render } from "./render";
import type { Source } from "./sources";

/** report/markdown: README.md with the ledger, a file per notebook, and the figures; returns the folder. */
export async function writeMarkdown(
  sources: readonly Source[],
  context: PagesContext,
  { hideCode, comparison }: PagesOptions,
): Promise<string> {
  const folder = path.join(context.reportFolder, "markdown");
  const code = hideCode ? "none" : "open";
  const rendered = render(sources, { ...context, format: "markdown", code });
  const chapters = sources.map(asChapter);
  const pictures = chapters.flatMap((chapter) => chapter.pictures);
  const drawn = writeFigures(pictures, path.join(folder, "figures"), context.signal);
  const [bodies] = await Promise.all([rendered, drawn]);
  for (const [i, chapter] of chapters.entries())
    writeWhole(path.join(folder, `${chapter.name}.md`), notebookText(chapter, linked(bodies[i], chapters)));
  writeWhole(path.join(folder, "README.md"), tidy(readme(chapters, comparison)));
  await removeOthers(folder, new Set(chapters.map(({ name }) => name)));
  return folder;
}

async function removeOthers(folder: string, names: ReadonlySet<string>): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md") && file !== "README.md");
  for (const file of files) if (!names.has(path.basename(file, ".md"))) await rm(path.join(folder, file));
}

function notebookText(chapter: Chapter, body: string): string {
  const { record } = chapter;
  const stopped = record?.failure ? `**The notebook ${stoppedText(record.failure)}**\n\n` : "";
  const run = `${runText(record)}.${record ? ` ${versionsText(record)}.` : ""}`;
  return tidy(`[The lecture lab](README.md)\n\n${stopped}${body}\n\n---\n\nSection ${chapter.section}, ${run}\n`);
}

/** Links between notebooks, and into the lab from two folders deeper. */
function linked(body: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  const link = /(```[\s\S]*?^```)|\]\((?![a-z][a-z+.-]*:|#|figures\/)([^)\s]+)\)/gm;
  return body.replace(link, (whole, code: string | undefined, target: string) => {
    if (code) return whole;
    const [, name = "", rest = ""] = target.match(/^(?:\.\/)?([^/#]+)\.ipynb(.*)$/) ?? [];
    return names.has(name) ? `](${name}.md${rest})` : `](${path.posix.join("../../notebooks", target)})`;
  });
}

function readme(chapters: readonly Chapter[], comparison: Comparison | undefined): string {
  const claims = chapters.flatMap((chapter) => chapter.claims);
  return `# The lecture lab: what held when it was run

A lecture on recurrent networks, taken at its word: each of its claims is an experiment with a criterion fixed before the
run, repeated over seeds. This report has ${tally(claims)}.

${comparison ? moved(comparison) : ""}

## Claims

${chapters
  .filter((chapter) => chapter.claims.length)
  .map(sectionText)
  .join("\n\n")}

## Notebooks and figures

${chapters.map(gallery).join("\n\n")}

## How it was run

${runTable(chapters)}
`;
}

function sectionText({ name, title, claims }: Chapter): string {
  const rows = claims.map((claim) => [claimCell(claim), outcome(claim), effectText(claim), seedsOf(claim)]);
  return `### [${title}](${name}.md)\n\n${table(["Claim", "Verdict", "Effect [95 % interval]", "Seeds"], rows)}`;
}

function claimCell({ claim, measured, notebook, anchor, figure }: JudgedClaim): string {
  const picture = figure ? ` ([figure](${notebook}.md#${figure}))` : "";
  return `**[${words(claim)}](${notebook}.md#${anchor})**<br>${words(measured)}${picture}`;
}

const outcome = ({ outcome, moved, expected }: JudgedClaim): string =>
  `${symbols[outcome]}&nbsp;${outcome}${moved ? `<br>expected:&nbsp;${expected}` : ""}`;

function moved(comparison: Comparison): string {
  const rows = comparison.moves.map((move) => {
    const { before, now, intervals } = move;
    return [words(now.claim), verdictChange(move), effectText(before), effectText(now), intervals ?? "–"];
  });
  const head = ["Claim", "Verdict", "Effect there", "Effect here", "Intervals"];
  return `## What moved\n\nCompared with \`${comparison.file}\`: ${comparisonSentence(comparison)}\n\n${rows.length ? table(head, rows) : ""}`;
}

function gallery({ name, title, pictures }: Chapter): string {
  const images = pictures.map(({ id, alt }) => {
    const words = alt.replaceAll('"', "'").replaceAll("<", "&lt;");
    return `<a href="${name}.md#${id}"><img width="240" src="figures/${id}.png" alt="${words}"></a>`;
  });
  return `### [${title}](${name}.md)\n\n${images.join("\n")}`;
}

function runTable(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ title, name, record }) => {
    const how = record
      ? [runText(record), `${versionsText(record)}; ${record.cpu}`, record.code ?? "–", record.data ?? "–"]
      : [savedText, "–", "–", "–"];
    return [`[${title}](${name}.md)`, ...how];
  });
  return table(["Notebook", "Run", "With", "Code", "Data"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** As text, whatever Markdown would make of its characters. */
const words = (text: string): string => text.replace(/[\\*_<[\]`$]/g, "\\$&");

/** At most one empty line in a row, as the blocks of a template leave many; not within code. */
const tidy = (text: string): string =>
  text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : part.replace(/\n{3,}/g, "\n\n")))
    .join("");
