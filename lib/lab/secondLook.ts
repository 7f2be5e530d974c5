import type { Verdict } from "../view/verdict";
import { recordedSourceOf } from "./recorded";
import type { RecordedStudy } from "./recordedForm";
import type { Recordable } from "./recordStudy";

/** Seeds of a first look that may have a second: from here on verdicts have the intervals of two looks. */
const firstSeeds = 8;
/** Seeds of the second look, the first look's among them. */
export const secondSeeds = 20;

/** What decides whether a study may be looked at again. */
export interface Judged extends Recordable {
  readonly claims: Readonly<Record<string, unknown>>;
  verdict(result: unknown, claim: string): Pick<Verdict, "id" | "outcome" | "effect" | "interval" | "unit">;
}

/**
 * The claims that a record leaves undecided, for which its study may go on to twenty seeds. Once: whoever adds seeds until a
 * claim holds will see every claim hold.
 * @returns or why not: all are decided; it has had its second look; or it was no first one, being of too few seeds, refuted, or
 *   of other code, whose results the first seeds' cannot be put beside
 */
export function mayLookAgain(study: Judged, recorded: RecordedStudy): readonly string[] | string {
  const { header, result } = recorded;
  const { seeds } = header.config as { readonly seeds?: number };
  if (header.secondLook) return "it has had one";
  if (seeds === undefined || seeds < firstSeeds || seeds >= secondSeeds)
    return `a record of ${firstSeeds} to ${secondSeeds - 1} seeds expected, got one of ${seeds ?? "none"}`;
  const { state } = recordedSourceOf(recorded);
  if (state === "disagrees" || state === "other code")
    return `a record of the code that is here expected, got one in the state "${state}"; record it anew first`;
  const verdicts = Object.keys(study.claims).map((claim) => study.verdict(result, claim));
  const open = verdicts.filter(({ outcome }) => outcome === "undecided").map(({ id }) => id);
  return open.length > 0 ? open : "all its claims are decided";
}
