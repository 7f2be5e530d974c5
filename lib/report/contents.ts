import { duration, escapeHtml } from "../view/progress";
import { effectText, type Outcome } from "../view/verdict";
import { headline } from "./failure";
import type { Claim } from "./ledger";
import type { Failure, Picture, RunRecord } from "./notebook";
import { presetText } from "./provenance";

/** What the index says of one executed notebook. */
export interface Chapter {
  /** Of its file: "2.1-character-language-model". */
  readonly name: string;
  readonly section: string;
  readonly title: string;
  readonly record: RunRecord;
  readonly claims: readonly Claim[];
  readonly pictures: readonly Picture[];
}

/** The report's first page: what this is, how it was run, the ledger of claims, the contents. */
export function contents(chapters: readonly Chapter[]): string {
  const claims = chapters.flatMap((chapter) => chapter.claims);
  return `<h1>The lecture lab: what held when it was run</h1>
<p class="lead">A lecture on recurrent networks, taken at its word: each of its claims is an experiment with a criterion
fixed before the run, repeated over seeds. This page lists what the notebooks measured on this machine; each links to its
notebook, with the code, the figures and the numbers.</p>
${howItWasRun(chapters)}
<h2>Claims</h2>
${claims.length ? ledger(claims) : '<p class="note">No notebook has shown a verdict.</p>'}
<h2>Notebooks</h2>
${chapters.map(chapterHtml).join("\n") || '<p class="note">No notebook has been executed.</p>'}`;
}

function howItWasRun(chapters: readonly Chapter[]): string {
  const records = chapters.map(({ record }) => record).sort((a, b) => (a.date < b.date ? 1 : -1));
  const [latest] = records;
  if (!latest) return "";
  const presets = [...new Set(records.map(({ preset }) => preset))];
  const seconds = records.reduce((total, record) => total + record.seconds, 0);
  const rows = [
    ["Preset", presets.join(" and ")],
    ["Date", dateText(latest.date)],
    ["Duration", `${duration(seconds)} for ${chapters.length} notebook${chapters.length === 1 ? "" : "s"}`],
    ["Versions", versionsText(latest)],
    ["Processor", latest.cpu],
  ];
  const list = rows.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`).join("\n");
  const mixed = new Set(records.map(({ date }) => date.slice(0, 10))).size > 1 || presets.length > 1;
  const note = mixed ? '<p class="note">The notebooks were not all run together: each says below how it was.</p>' : "";
  return `<h2>How it was run</h2>\n<dl class="run">\n${list}\n</dl>\n${note}`;
}

const symbols: Record<Outcome, string> = { holds: "✓", fails: "✕", undecided: "?" };

function ledger(claims: readonly Claim[]): string {
  return `<ul class="claims">\n${claims.map(claimHtml).join("\n")}\n</ul>`;
}

function claimHtml(claim: Claim): string {
  const { section, outcome, moved, expected } = claim;
  const text = [claim.claim, claim.measured, sentence(claim.criterion)].map(escapeHtml);
  return `<li><div><a href="${page(claim.notebook)}#${claim.anchor}">${escapeHtml(section)}</a></div>
<div><p class="claim">${text[0]}</p><p class="measured">${text[1]}</p><p class="criterion">Criterion: ${text[2]}</p></div>
<div class="outcome"><span class="badge ${outcome}">${symbols[outcome]} ${outcome}</span>
${moved ? `<span class="moved">moved: expected “${expected}”</span>` : ""}
<div class="effect">${effectText(claim)}</div></div></li>`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function chapterHtml({ name, section, title, record, pictures }: Chapter): string {
  const { failure } = record;
  const heading = title.startsWith(section) ? title : `${section} ${title}`;
  const stopped = failure && stoppedText(failure);
  return `<article class="chapter">
<h3><a href="${page(name)}">${escapeHtml(heading)}</a></h3>
<p class="note">${escapeHtml(runText(record))}</p>
${stopped ? `<p><span class="badge failed">✕ failed</span> ${escapeHtml(stopped)}</p>` : ""}
<div class="thumbnails">${pictures.map((picture) => thumbnail(name, picture)).join("\n")}</div>
</article>`;
}

const thumbnail = (name: string, { id, alt }: Picture): string =>
  `<a href="${page(name)}#${id}"><img loading="lazy" src="figures/${name}/${id}.png" alt="${escapeHtml(alt)}"></a>`;

const page = (name: string): string => `${name}.html`;

/** Where and why: "stopped in cell 2: Error: boom" */
export const stoppedText = (failure: Failure): string =>
  `stopped ${failure.cell ? `in cell ${failure.cell}` : "before its first cell"}: ${headline(failure)}`;

/** "default preset, 84.1 s, 2026-11-23 11:32 UTC" */
export const runText = ({ seconds, date, ...how }: RunRecord): string =>
  `${presetText(how)}, ${duration(seconds)}, ${dateText(date)}`;

export const versionsText = ({ node, tfjs, tensorflow }: RunRecord): string =>
  `Node ${node}, TensorFlow.js ${tfjs}, TensorFlow ${tensorflow}`;

const dateText = (date: string): string => `${date.slice(0, 16).replace("T", " ")} UTC`;
