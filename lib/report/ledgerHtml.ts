import { escapeHtml } from "../view/progress";
import { effectText, type Outcome } from "../view/verdict";
import { type Chapter, pageOf } from "./chapter";
import { type JudgedClaim, seedsOf, tally } from "./ledger";

export const symbols: Record<Outcome, string> = { holds: "✓", fails: "✕", undecided: "?" };

/** Every claim, a line each that opens, under its notebook; template/ledger.js brings the filter to life. */
export function ledgerHtml(chapters: readonly Chapter[]): string {
  const claims = chapters.flatMap((chapter) => chapter.claims);
  if (claims.length === 0) return '<p class="note">No notebook has shown a verdict.</p>';
  return `<p>${tally(claims)}.</p>
${filter(claims)}
<div class="claims">
${chapters
  .filter((chapter) => chapter.claims.length)
  .map(sectionHtml)
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

function sectionHtml({ name, title, claims, pictures }: Chapter): string {
  const rows = claims.map((claim) => claimHtml(claim, pictures.find(({ id }) => id === claim.figure)?.alt));
  return `<section>
<h3><a href="${pageOf(name)}">${escapeHtml(title)}</a></h3>
${rows.join("\n")}
</section>`;
}

function claimHtml(claim: JudgedClaim, alt: string | undefined): string {
  const { outcome, moved, expected, notebook, anchor, figure, measured } = claim;
  const page = pageOf(notebook);
  const expectation = moved ? `<span class="moved">expected: ${expected}</span>` : "";
  const asExpected = !moved && outcome !== "holds" ? '<span class="note">as expected</span>' : "";
  const picture = figure && alt !== undefined;
  return `<details data-outcome="${outcome}"${moved ? " data-moved" : ""} id="${escapeHtml(claim.id)}">
<summary><span class="badge ${outcome}">${symbols[outcome]} ${outcome}</span>
<span class="claim">${words(claim.claim)} ${expectation}${asExpected}</span>
<span class="effect">${effectText(claim)}</span></summary>
<div class="numbers">
<div><p>${words(measured)}</p>
<dl>${definitions(claim)}</dl>
<p class="links"><a href="${page}#${anchor}">In its notebook</a>${figure ? ` · <a href="${page}#${figure}">its figure</a>` : ""}</p></div>
${picture ? `<a class="drawn" href="${page}#${figure}"><img loading="lazy" src="figures/${figure}.png" alt="${escapeHtml(alt)}"></a>` : ""}
</div></details>`;
}

function definitions(claim: JudgedClaim): string {
  const { config, criterion, preset } = claim;
  const options = Object.entries(config ?? {}).filter(([name]) => name !== "seeds");
  const rows = [
    ["Criterion", words(criterion)],
    ["Seeds", seedsOf(claim)],
    ["Preset", preset ?? ""],
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
