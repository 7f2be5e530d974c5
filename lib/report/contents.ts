import { escapeHtml } from "../view/progress";
import { type Chapter, pageOf, runText, stoppedText } from "./chapter";
import type { Comparison } from "./comparison";
import { comparisonHtml } from "./comparisonHtml";
import type { ShownPicture } from "./ipynb";
import { ledgerHtml } from "./ledgerHtml";
import { howItWasRun } from "./runHtml";

/** The report's first page: the ledger of claims, the notebooks with their figures, and how they were run. */
export function contents(chapters: readonly Chapter[], comparison?: Comparison): string {
  const parts: [id: string, title: string, html: string][] = [
    ...(comparison ? [["moved", "What moved", comparisonHtml(comparison)] as [string, string, string]] : []),
    ["claims", "Claims", ledgerHtml(chapters)],
    ["notebooks", "Notebooks and figures", chapters.map(chapterHtml).join("\n") || none],
    ["run", "How it was run", howItWasRun(chapters)],
  ];
  const links = parts.map(([id, title]) => `<a href="#${id}">${title}</a>`);
  return `<h1>The lecture lab: what held when it was run</h1>
<p class="lead">A lecture on recurrent networks, taken at its word: each of its claims is an experiment with a criterion
fixed before the run, repeated over seeds. This page lists what was measured; each claim opens to its numbers and links to
its notebook, with the code and the figures.</p>
<p class="parts">${links.join("\n")}</p>
${parts.map(([id, title, html]) => `<h2 id="${id}">${title}</h2>\n${html}`).join("\n")}`;
}

const none = '<p class="note">No notebook has been executed.</p>';

function chapterHtml({ name, title, record, pictures }: Chapter): string {
  const failure = record?.failure;
  return `<article class="chapter">
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
<p class="note">${escapeHtml(runText(record))}</p>
${failure ? `<p><span class="badge failed">✕ failed</span> ${escapeHtml(stoppedText(failure))}</p>` : ""}
<div class="thumbnails">${pictures.map((picture) => thumbnail(name, picture)).join("\n")}</div>
</article>`;
}

/** Links to its figure; `drawn` ones may be turned dark, photographs may not. */
export function thumbnail(name: string, { id, alt, drawn }: Pick<ShownPicture, "id" | "alt" | "drawn">): string {
  const words = escapeHtml(alt);
  const kind = drawn && !drawn.layout.images ? ' class="drawn"' : "";
  return `<a${kind} href="${pageOf(name)}#${id}" title="${words}"><img loading="lazy" src="figures/${encodeURIComponent(name)}/${id}.png" alt="${words}"></a>`;
}
