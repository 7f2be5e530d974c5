import { escapeHtml } from "../view/progress";
import { sourceText } from "../view/recordedSource";
import { seedStrip } from "../view/seedStrip";
import { effectText, type Outcome, steadyText, type Verdict } from "../view/verdict";
import { type Chapter, pageOf } from "./chapter";
import { type JudgedClaim, seedsOf, tally } from "./ledger";

export const symbols: Record<Outcome, string> = { holds: "✓", fails: "✕", undecided: "?" };

/** Every claim, a line each that opens, under its notebook; template/ledger.js brings the filter to life. */
export function ledgerHtml(chapters: readonly Chapter[]): string {
  const claims = chapters.flatMap((chapter) => chapter.claims);
  if (claims.length === 0) return '<p class="note">No notebook has shown a verdict.</p>';
  const inTwo = claims.some(({ recorded, source }) => recorded ?? source);
  return `<p>${tally(claims)}.</p>
${filter(claims)}
<div class="claims${inTwo ? " both" : ""}">
${inTwo ? '<p class="columns note"><span>recorded</span><span>here</span></p>\n' : ""}${chapters
  .filter((chapter) => chapter.claims.length)
  .map((chapter) => sectionHtml(chapter, inTwo))
  .join("\n")}
</div>`;
}

/** Hidden until its script runs: without scripts it could do nothing. */
function filter(claims: readonly JudgedClaim[]): string {
  const count = (of: (claim: JudgedClaim) => boolean) => claims.filter(of).length;
  const button = (name: string, text: string, number: number) =>
    number
      ? `<button type="button" data-show="${name}" aria-pressed="${name === ""}">${text} <b>${number}</b></button>`
      : "";
  return `<div class="filter" role="group" aria-label="Which claims are shown" hidden>
${button("", "all", claims.length)}
${(["holds", "fails", "undecided"] as const)
  .map((outcome) =>
    button(
      outcome,
      `${symbols[outcome]} ${outcome}`,
      count((claim) => claim.outcome === outcome),
    ),
  )
  .join("\n")}
${button(
  "moved",
  "other than expected",
  count(({ moved }) => moved),
)}
</div>`;
}

/** Escaped, and with the subscripts that claims write as in LaTeX: c_t, c_{t−1}. */
export const words = (text: string): string =>
  escapeHtml(text).replace(
    /(?<=\p{L})_(?:\{([^{}]+)\}|([a-z0-9])(?!\w))/gu,
    (_, long, short) => `<sub>${long ?? short}</sub>`,
  );

function sectionHtml({ name, title, claims, pictures }: Chapter, inTwo: boolean): string {
  const isPictured = ({ figure }: JudgedClaim) => pictures.some(({ id }) => id === figure);
  const rows = claims.map((claim) => claimHtml(claim, { isPictured: isPictured(claim), inTwo }));
  return `<section>
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
${rows.join("\n")}
</section>`;
}

interface ClaimOptions {
  /** Whether its figure is among the report's. */
  readonly isPictured: boolean;
  readonly inTwo: boolean;
}

function claimHtml(claim: JudgedClaim, { isPictured, inTwo }: ClaimOptions): string {
  const { outcome, moved, expected, notebook, anchor, figure, measured, recorded, source } = claim;
  const page = pageOf(notebook);
  const expectation = moved ? `<span class="moved">expected: ${expected}</span>` : "";
  const asExpected = !moved && outcome !== "holds" ? '<span class="note">as expected</span>' : "";
  return `<details data-outcome="${outcome}"${moved ? " data-moved" : ""} id="${escapeHtml(claim.id)}">
<summary>${badges(claim, inTwo)}
<span class="claim">${words(claim.claim)} ${expectation}${asExpected}</span>
<span class="effect">${escapeHtml(effectText(claim))}</span></summary>
<div class="numbers">
<div><p>${words(measured)}</p>
${seedStrip(claim)}
${recordHtml(recorded)}${source ? `<p>${escapeHtml(sourceText(source))}</p>` : ""}
<dl>${definitions(claim)}</dl>
<p class="links"><a href="${page}#${anchor}">In its notebook</a>${figure ? ` · <a href="${page}#${figure}">its figure</a>` : ""}</p></div>
${isPictured ? `<a class="drawn" href="${page}#${figure}" aria-hidden="true" tabindex="-1"><img loading="lazy" src="figures/${figure}.png" alt=""></a>` : ""}
</div></details>`;
}

/** A verdict in a word; `where` it was computed shows to who points at it. */
export const badge = (of: Outcome, where?: string): string =>
  `<span class="badge ${of}"${where ? ` title="${where}"` : ""}>${symbols[of]} ${of}</span>`;

/** Where anything is recorded in two columns: by the result that ships with the lab, and by the run here. */
function badges({ outcome, recorded, source }: JudgedClaim, inTwo: boolean): string {
  const none = "<span></span>";
  if (!inTwo) return badge(outcome);
  if (source) return badge(outcome, "recorded") + none;
  return (recorded ? badge(recorded.outcome, "recorded") : none) + badge(outcome, "run here");
}

function recordHtml(recorded: Verdict | undefined): string {
  if (!recorded?.source) return "";
  const refuted = recorded.source.state === "disagrees" ? ' class="refuted"' : "";
  return `<p${refuted}><b>Recorded:</b> ${symbols[recorded.outcome]} ${recorded.outcome}, effect ${escapeHtml(effectText(recorded))}. ${words(recorded.measured)} ${escapeHtml(sourceText(recorded.source))}</p>
${seedStrip(recorded)}<p class="note">${escapeHtml(steadyText(recorded) ?? "")} Again: <code>${escapeHtml(againText(recorded))}</code></p>`;
}

/** The line that runs a verdict again, at the commit that it was recorded at. */
export function againText({ section, source, preset }: Pick<JudgedClaim, "section" | "source" | "preset">): string {
  if (!source) return `npm start -- ${section}${preset && preset !== "default" ? ` --preset ${preset}` : ""}`;
  const size = source.preset === "lecture" ? "" : ` --preset ${source.preset}`;
  return `${source.commit ? `git checkout ${source.commit.slice(0, 7)} && ` : ""}npm run record -- ${source.study}${size}`;
}

function definitions(claim: JudgedClaim): string {
  const { config, criterion, preset } = claim;
  const options = Object.entries(config ?? {}).filter(([name]) => name !== "seeds");
  const rows = [
    ["Criterion", words([criterion, steadyText(claim)].filter(Boolean).join(". "))],
    ["Seeds", seedsOf(claim)],
    ["Preset", preset ?? ""],
    ["Again", `<code>${escapeHtml(againText(claim))}</code>`],
    ["Options", options.map(([name, value]) => option(name, value)).join(" ")],
  ];
  return rows.map(([term, text]) => (text ? `<dt>${term}</dt><dd>${text}</dd>` : "")).join("");
}

function option(name: string, value: unknown): string {
  const text = Array.isArray(value)
    ? value.join(", ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return `<span class="option">${escapeHtml(name)} <b>${escapeHtml(text)}</b></span>`;
}
