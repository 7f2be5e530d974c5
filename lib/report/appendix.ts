import { escapeHtml } from "../view/progress";
import { type Chapter, pageOf, runText } from "./chapter";
import { thumbnail } from "./contents";
import { ledgerHtml } from "./ledgerHtml";
import { howItWasRun } from "./runHtml";

/** The headings of the appendix. */
export const appendixParts: readonly { readonly id: string; readonly title: string }[] = [
  { id: "claims", title: "Claims with their numbers" },
  { id: "figures", title: "Figures" },
  { id: "run", title: "How it was run" },
];

/** What stands behind the lecture: the ledger of claims with criteria and options, all figures, and how they were computed. */
export function appendixHtml(chapters: readonly Chapter[]): string {
  const html: Readonly<Record<string, string>> = {
    claims: ledgerHtml(chapters),
    figures: chapters.map(figuresHtml).join("\n"),
    run: howItWasRun(chapters),
  };
  return `<h1>Appendix</h1>
${appendixParts.map(({ id, title }) => (html[id].trim() ? `<h2 id="${id}">${title}</h2>\n${html[id]}` : "")).join("\n")}`;
}

function figuresHtml({ name, title, record, pictures }: Chapter): string {
  if (pictures.length === 0) return "";
  return `<article class="chapter">
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
<p class="note">${escapeHtml(runText(record))}</p>
<div class="thumbnails">${pictures.map((picture) => thumbnail(name, picture)).join("\n")}</div>
</article>`;
}
