import path from "node:path";
import { escapeHtml } from "../view/progress";
import { effectText, type Verdict } from "../view/verdict";
import { address, type Chapter, decoded, runText, savedText, stoppedText, versionsText } from "./chapter";
import { type Comparison, comparisonSentence, verdictChange } from "./comparison";
import { type JudgedClaim, seedsOf, tally } from "./ledger";
import { symbols } from "./ledgerHtml";
import { openOwnFiles } from "./ownFiles";
import { drawnChapters, type PagesContext, type PagesOptions } from "./pages";
import type { Source } from "./sources";

/** report/markdown: README.md with the ledger, a file per notebook, and the figures; returns the folder. */
export async function writeMarkdown(
  sources: readonly Source[],
  context: PagesContext,
  { hideCode, comparison, some }: PagesOptions,
): Promise<string> {
  const written = openOwnFiles(context.reportFolder);
  try {
    const chapters = await drawnChapters(sources, { ...context, written, format: "markdown", hideCode });
    for (const chapter of chapters)
      written.write(`markdown/${chapter.name}.md`, notebookText(chapter, linked(chapter.body, chapters)));
    written.write("markdown/README.md", tidy(readme(chapters, comparison)));
    if (!some) written.forgetOthers((name) => name.startsWith("markdown/"));
  } finally {
    written.close();
  }
  return path.join(context.reportFolder, "markdown");
}

function notebookText(chapter: Chapter, body: string): string {
  const { record, faults } = chapter;
  const stopped = record?.failure ? `**The notebook ${words(stoppedText(record.failure))}**\n\n` : "";
  const damaged = faults.map((fault) => `**Not shown: ${words(fault)}**\n\n`).join("");
  const run = words(`${runText(record)}.${record ? ` ${versionsText(record)}.` : ""}`);
  return tidy(
    `[The lecture lab](README.md)\n\n${stopped}${damaged}${body}\n\n---\n\nSection ${chapter.section}, ${run}\n`,
  );
}

/** Links between notebooks, and into the lab from two folders deeper. */
function linked(body: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  const link = /(```[\s\S]*?^```)|\]\((?![a-z][a-z+.-]*:|#|figures\/)([^)\s]+)\)/gm;
  return body.replace(link, (whole, code: string | undefined, target: string) => {
    if (code) return whole;
    const [, name = "", rest = ""] = target.match(/^(?:\.\/)?([^/#]+)\.ipynb(.*)$/) ?? [];
    return names.has(decoded(name))
      ? `](${address(decoded(name))}.md${rest})`
      : `](${path.posix.join("../../notebooks", target)})`;
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
  const rows = claims.map((claim) => [claimCell(claim), outcome(claim), effect(claim), seedsOf(claim)]);
  return `### [${words(title)}](${address(name)}.md)\n\n${table(["Claim", "Verdict", "Effect [95 % interval]", "Seeds"], rows)}`;
}

function claimCell({ claim, measured, notebook, anchor, figure }: JudgedClaim): string {
  const picture = figure ? ` ([figure](${address(notebook)}.md#${figure}))` : "";
  return `**[${words(claim)}](${address(notebook)}.md#${anchor})**<br>${words(measured)}${picture}`;
}

const effect = ({ unit, ...claim }: Pick<Verdict, "effect" | "interval" | "unit">): string =>
  `${effectText(claim)}${unit && claim.effect !== null ? ` ${words(unit)}` : ""}`;

const outcome = ({ outcome, moved, expected }: JudgedClaim): string =>
  `${symbols[outcome]}&nbsp;${outcome}${moved ? `<br>expected:&nbsp;${expected}` : ""}`;

function moved(comparison: Comparison): string {
  const rows = comparison.moves.map((move) => {
    const { before, now, intervals } = move;
    return [words(now.claim), verdictChange(move), effect(before), effect(now), intervals ?? "–"];
  });
  const head = ["Claim", "Verdict", "Effect there", "Effect here", "Intervals"];
  return `## What moved\n\nCompared with ${words(comparison.file)}: ${comparisonSentence(comparison)}\n\n${rows.length ? table(head, rows) : ""}`;
}

function gallery({ name, title, pictures }: Chapter): string {
  const images = pictures.map(({ id, alt }) => {
    const shown = escapeHtml(alt).replace(/\s+/g, " ");
    return `<a href="${address(name)}.md#${id}"><img width="240" src="figures/${id}.png" alt="${shown}"></a>`;
  });
  return `### [${words(title)}](${address(name)}.md)\n\n${images.join("\n")}`;
}

function runTable(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ title, name, record }) => {
    const how = record
      ? [runText(record), `${versionsText(record)}; ${record.cpu}`, record.code ?? "–", record.data ?? "–"]
      : [savedText, "–", "–", "–"];
    return [`[${words(title)}](${address(name)}.md)`, ...how.map(words)];
  });
  return table(["Notebook", "Run", "With", "Code", "Data"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** As text, whatever Markdown would make of its characters. */
const words = (text: string): string => text.replace(/\s+/g, " ").replace(/[\\*_<[\]`$!]/g, "\\$&");

/** At most one empty line in a row, as the blocks of a template leave many; not within code. */
const tidy = (text: string): string =>
  text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : part.replace(/\n{3,}/g, "\n\n")))
    .join("");
