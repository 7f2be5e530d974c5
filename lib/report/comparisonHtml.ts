import { escapeHtml } from "../view/progress";
import { effectText } from "../view/verdict";
import { pageOf } from "./chapter";
import { type Comparison, comparisonSentence, type Move, verdictChange } from "./comparison";
import type { JudgedClaim } from "./ledger";
import { words } from "./ledgerHtml";

/** The moves as a table; claims that only one of the reports has as lists. */
export function comparisonHtml(comparison: Comparison): string {
  const { file, moves, gone, added } = comparison;
  return `<p>Compared with <code>${escapeHtml(file)}</code>: ${comparisonSentence(comparison)}</p>
${moves.length ? movesTable(moves) : ""}
${listed("Only in this report", added)}${listed("Only in the other", gone)}`;
}

function movesTable(moves: readonly Move[]): string {
  const head = ["Claim", "Verdict", "Effect there", "Effect here", "Intervals"].map((title) => `<th>${title}</th>`);
  return `<div class="rich"><table class="moves"><thead><tr>${head.join("")}</tr></thead>
<tbody>${moves.map(row).join("\n")}</tbody></table></div>`;
}

function row(move: Move): string {
  const { before, now, verdictMoved, intervals } = move;
  const link = `<a href="${pageOf(now.notebook)}#${now.anchor}">${words(now.claim)}</a>`;
  const verdict = verdictMoved ? `<strong>${verdictChange(move)}</strong>` : verdictChange(move);
  const apart = intervals === "apart" ? "<strong>apart</strong>" : (intervals ?? "–");
  const cells = [
    `${escapeHtml(now.section)} ${link}`,
    verdict,
    ...[before, now].map((one) => escapeHtml(effectText(one))),
    apart,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

const listed = (title: string, claims: readonly JudgedClaim[]): string =>
  claims.length
    ? `<p>${title}:</p>\n<ul>${claims.map(({ section, claim }) => `<li>${escapeHtml(section)} ${words(claim)}</li>`).join("")}</ul>`
    : "";
