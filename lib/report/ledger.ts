import type { Preset } from "../lab/preset";
import { verdictMime } from "../view/mime";
import type { Verdict } from "../view/verdict";
import { isPicture, joined, type Notebook } from "./ipynb";

/** A verdict, the notebook that computed it, and whether it is another than its author expects. */
export interface JudgedClaim extends Verdict {
  readonly notebook: string;
  /** Of the verdict on its notebook's page. */
  readonly anchor: string;
  /** Of the figure that shows what the verdict says; undefined where the notebook shows none. */
  readonly figure?: string;
  readonly moved: boolean;
  /** Undefined for outputs that were saved with the notebook: nobody wrote down how it was run. */
  readonly preset?: Preset;
}

/** The verdicts shown in an executed notebook, in its order. */
export function claimsOf({ cells, metadata }: Notebook, name: string): JudgedClaim[] {
  const preset = metadata.lecture_lab?.preset;
  const claims: JudgedClaim[] = [];
  let pictures = 0;
  let latest: number | undefined; // the figure before the verdict, of the same run
  for (const { source, outputs = [] } of cells) {
    if (/\.run\(/.test(joined(source))) latest = undefined;
    const first = outputs.some(isPicture) ? pictures + 1 : undefined;
    for (const output of outputs) {
      if (isPicture(output)) latest = ++pictures;
      const verdict = output.data?.[verdictMime];
      const figure = latest ?? first;
      if (typeof verdict === "object" && verdict !== null)
        claims.push({
          ...(verdict as Verdict),
          notebook: name,
          anchor: `claim-${claims.length + 1}`,
          ...(figure ? { figure: `figure-${figure}` } : {}),
          moved: (verdict as Verdict).outcome !== (verdict as Verdict).expected,
          ...(preset ? { preset } : {}),
        });
    }
  }
  return claims;
}

/** Over how many seeds a claim's run went, as text; a dash where it has not told. */
export function seedsOf({ config }: Pick<Verdict, "config">): string {
  const { seeds } = (config ?? {}) as { seeds?: unknown };
  return typeof seeds === "number" ? `${seeds}` : "–";
}

/** "46 hold, 8 fail, 10 undecided; 3 other than expected" */
export function tally(claims: readonly Pick<JudgedClaim, "outcome" | "moved">[]): string {
  const count = (outcome: string) => claims.filter((claim) => claim.outcome === outcome).length;
  const moved = claims.filter((claim) => claim.moved).length;
  const [holds, fails] = [count("holds"), count("fails")];
  const outcomes = [`${holds} ${holds === 1 ? "holds" : "hold"}`, `${fails} ${fails === 1 ? "fails" : "fail"}`];
  return `${[...outcomes, `${count("undecided")} undecided`].join(", ")}; ${moved || "none"} other than expected`;
}
