import { escapeHtml } from "../view/progress";
import { type Chapter, pageOf, stoppedText } from "./chapter";
import type { Comparison } from "./comparison";
import { comparisonHtml } from "./comparisonHtml";
import { atLectureSize, type JudgedClaim, tally } from "./ledger";
import { badge, words } from "./ledgerHtml";
import { limitsHtml } from "./limits";
import type { PagePart } from "./pageParts";
import type { ShownPicture } from "./shownPictures";

/** A chapter with the headings of its page. */
export interface Outlined extends Chapter {
  readonly outline: readonly PagePart[];
}

export interface ContentsOptions {
  readonly comparison?: Comparison;
  /** The address of the library's reference, where it has been made. */
  readonly reference?: string;
}

/** The headings of the report's first page. */
export const contentsParts = ({ comparison }: ContentsOptions): { readonly id: string; readonly title: string }[] => [
  ...(comparison ? [{ id: "moved", title: "What moved" }] : []),
  { id: "lecture", title: "The lecture" },
  { id: "limits", title: "What it cannot show" },
];

/** The report's first page: the lecture's slides, each part with what became of its claims. */
export function contents(chapters: readonly Outlined[], options: ContentsOptions = {}): string {
  const { comparison, reference } = options;
  const html: Readonly<Record<string, string>> = {
    moved: comparison ? comparisonHtml(comparison) : "",
    lecture: lectureHtml(chapters),
    limits: limitsHtml(),
  };
  const more = reference ? ` The <a href="${reference}">reference of the library</a> has every function.` : "";
  return `<h1>The lecture lab for recurrent networks</h1>
<p class="lead">A lecture on recurrent neural networks whose networks run. Each notebook trains them and tests what the
lecture says of them: a <em>claim</em> has a criterion that was fixed before the run, several seeds, and a verdict.</p>
<p>The <a href="${appendix}">appendix</a> has every claim with its numbers, all figures, and how all of it was run.${more}</p>
${contentsParts(options)
  .map(({ id, title }) => `<h2 id="${id}">${title}</h2>\n${html[id]}`)
  .join("\n")}`;
}

/** The page with all that stands behind the lecture (appendix.ts). */
export const appendix = "appendix.html";

function lectureHtml(chapters: readonly Outlined[]): string {
  if (chapters.length === 0) return '<p class="note">No notebook has been executed.</p>';
  const claims = chapters.flatMap((chapter) => chapter.claims);
  return `<p>${tally(claims.map(atLectureSize))}.</p>
${chapters.map(sectionHtml).join("\n")}`;
}

/** A section: its slides, and beside them what became of their claims; without slides its cover. */
function sectionHtml(chapter: Outlined): string {
  const { name, title, record, faults, outline, cover } = chapter;
  const failure = record?.failure;
  const rows = outline.filter(({ drawings, verdicts }) => drawings.length + verdicts.length > 0);
  const instead = cover?.drawn && outline.every(({ drawings }) => drawings.length === 0) ? [cover] : [];
  return `<section class="lesson">
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
${faults.length ? faultsHtml(faults) : ""}
${failure ? `<p><span class="badge failed">✕ failed</span> ${escapeHtml(stoppedText(failure))}</p>` : ""}
${rows.map((part, i) => partHtml(part, chapter, i === 0 ? instead : [])).join("\n")}
${rows.length === 0 && instead.length ? `<div class="row"><div class="slides">${instead.map((one) => thumbnail(name, one)).join("")}</div></div>` : ""}
</section>`;
}

/** @param instead of the slides, where a section has none */
function partHtml(part: PagePart, { name, pictures, claims }: Outlined, instead: readonly ShownPicture[]): string {
  const { level, id, title, drawings, verdicts } = part;
  const shown = [...instead, ...pictures.filter((picture) => drawings.includes(picture.id))];
  const judged = claims.filter(({ anchor }) => verdicts.includes(anchor));
  if (shown.length + judged.length === 0) return "";
  const heading = level > 1 ? `<h4><a href="${pageOf(name)}#${escapeHtml(id)}">${escapeHtml(title)}</a></h4>` : "";
  return `<div class="row"><div class="slides">${shown.map((picture) => thumbnail(name, picture)).join("\n")}</div>
<div>${heading}${judged.length ? `<ul>${judged.map(claimHtml).join("\n")}</ul>` : ""}</div></div>`;
}

function claimHtml(claim: JudgedClaim): string {
  const { outcome, moved } = atLectureSize(claim);
  const expected = moved ? ` <span class="moved">expected: ${claim.expected}</span>` : "";
  return `<li>${badge(outcome)} <a href="${pageOf(claim.notebook)}#${claim.anchor}">${words(claim.claim)}</a>${expected}</li>`;
}

/** What of a notebook could not be used. */
export function faultsHtml(faults: readonly string[]): string {
  const more = faults.length > most ? [`and ${faults.length - most} more`] : [];
  const items = [...faults.slice(0, most), ...more].map((fault) => `<li>${escapeHtml(fault)}</li>`);
  return `<div class="faults"><span class="badge failed">✕ not shown</span><ul>${items.join("")}</ul></div>`;
}

const most = 10;

/** Links to its figure; `drawn` ones may be turned dark, photographs may not. */
export function thumbnail(
  name: string,
  { id, alt, drawn, svg }: Pick<ShownPicture, "id" | "alt" | "drawn" | "svg">,
): string {
  const said = escapeHtml(alt);
  const kind = svg || (drawn && !drawn.layout.images) ? ' class="drawn"' : "";
  return `<a${kind} href="${pageOf(name)}#${id}"><img loading="lazy" src="figures/${id}.png" alt="${said}"></a>`;
}
