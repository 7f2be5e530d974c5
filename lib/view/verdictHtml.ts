import { escapeHtml } from "./progress";
import { type RecordedSource, sourceText } from "./recordedSource";
import { seedStrip } from "./seedStrip";
import { effectText, type Outcome, type Verdict } from "./verdict";

/** A page that is dark, or has the verdict's words in small letters, says which green, red and grey can be read on it. */
const colors: Record<Outcome, string> = {
  holds: "var(--holds, #009E73)",
  fails: "var(--fails, #D55E00)",
  undecided: "var(--undecided, #767676)",
};

/** A verdict as a notebook shows it. */
export function verdictHtml(verdict: Verdict): string {
  const { claim, outcome, expected, criterion, measured, source } = verdict;
  const color = colors[outcome];
  const moved = outcome === expected ? "" : ` <em>(expected: ${expected})</em>`;
  return (
    `<div style="border-left:6px solid ${color};padding:6px 14px;margin:6px 0;max-width:800px">` +
    `<div><strong>${escapeHtml(claim)}</strong></div>` +
    `<div><strong style="color:${color}">${outcome.toUpperCase()}</strong>${moved} · effect ${escapeHtml(effectText(verdict))} · ` +
    `criterion: ${escapeHtml(criterion)}.</div><div>${escapeHtml(measured)}</div>${seedStrip(verdict)}${source ? sourceHtml(source) : ""}</div>`
  );
}

/** Red where it is refuted. */
const sourceHtml = (source: RecordedSource): string =>
  `<div style="${source.state === "disagrees" ? `color:${colors.fails};font-weight:bold` : "opacity:0.75"}">` +
  `${escapeHtml(sourceText(source))}</div>`;
