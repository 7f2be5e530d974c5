import { escapeHtml } from "../view/progress";
import { type Chapter, pageOf, runText, stoppedText } from "./chapter";
import type { Comparison } from "./comparison";
import { comparisonHtml } from "./comparisonHtml";
import { tally } from "./ledger";
import { ledgerHtml } from "./ledgerHtml";
import { limitsHtml } from "./limits";
import { howItWasRun } from "./runHtml";
import type { ShownPicture } from "./shownPictures";

/** The report's first page: the lecture, the ledger of claims, all figures, and how they were computed. */
export function contents(chapters: readonly Chapter[], { comparison, reference }: ContentsOptions = {}): string {
  const parts: [id: string, title: string, html: string][] = [
    ["lecture", "The lecture", lectureHtml(chapters)],
    ...(comparison ? [["moved", "What moved", comparisonHtml(comparison)] as [string, string, string]] : []),
    ["claims", "Claims", ledgerHtml(chapters)],
    ["limits", "What it cannot show", limitsHtml()],
    ["figures", "Figures", chapters.map(figuresHtml).join("\n")],
    ["run", "How it was run", howItWasRun(chapters)],
  ];
  const links = parts.map(([id, title]) => `<a href="#${id}">${title}</a>`);
  const more = reference ? [`<a href="${reference}">The library</a>`] : [];
  return `<h1>The lecture lab for recurrent networks</h1>
<p class="lead">A lecture on recurrent neural networks whose networks run. Each notebook trains them and tests what the
lecture says of them: a <em>claim</em> has a criterion that was fixed before the run, several seeds, and a verdict.</p>
<p class="parts">${[...links, ...more].join("\n")}</p>
${parts.map(([id, title, html]) => `<h2 id="${id}">${title}</h2>\n${html}`).join("\n")}`;
}

export interface ContentsOptions {
  readonly comparison?: Comparison;
  /** The address of the library's reference, where it has been made. */
  readonly reference?: string;
}

/** A card a notebook: what it looks like, and what became of its claims. */
function lectureHtml(chapters: readonly Chapter[]): string {
  if (chapters.length === 0) return '<p class="note">No notebook has been executed.</p>';
  return `<div class="cards">${chapters.map(cardHtml).join("\n")}</div>`;
}

function cardHtml({ name, title, record, cover, claims, faults }: Chapter): string {
  const failure = record?.failure;
  return `<article class="card">
${cover ? thumbnail(name, cover) : ""}
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
${claims.length ? `<p class="note">${tally(claims)}</p>` : ""}
${faults.length ? faultsHtml(faults) : ""}
${failure ? `<p><span class="badge failed">✕ failed</span> ${escapeHtml(stoppedText(failure))}</p>` : ""}
</article>`;
}

/** What of a notebook could not be used. */
export function faultsHtml(faults: readonly string[]): string {
  const more = faults.length > most ? [`and ${faults.length - most} more`] : [];
  const items = [...faults.slice(0, most), ...more].map((fault) => `<li>${escapeHtml(fault)}</li>`);
  return `<div class="faults"><span class="badge failed">✕ not shown</span><ul>${items.join("")}</ul></div>`;
}

const most = 10;

function figuresHtml({ name, title, record, pictures }: Chapter): string {
  if (pictures.length === 0) return "";
  return `<article class="chapter">
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
<p class="note">${escapeHtml(runText(record))}</p>
<div class="thumbnails">${pictures.map((picture) => thumbnail(name, picture)).join("\n")}</div>
</article>`;
}

/** Links to its figure; `drawn` ones may be turned dark, photographs may not. */
export function thumbnail(name: string, { id, alt, drawn }: Pick<ShownPicture, "id" | "alt" | "drawn">): string {
  const words = escapeHtml(alt);
  const kind = drawn && !drawn.layout.images ? ' class="drawn"' : "";
  return `<a${kind} href="${pageOf(name)}#${id}" title="${words}"><img loading="lazy" src="figures/${id}.png" alt="${words}"></a>`;
}
