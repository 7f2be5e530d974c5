import { verdictMime } from "../view/mime";
import type { Verdict } from "../view/verdict";
import type { Notebook } from "./notebook";

/** A verdict, the notebook that computed it, and whether it is another than its author expects. */
export interface Claim extends Verdict {
  readonly notebook: string;
  /** Of the verdict on its notebook's page. */
  readonly anchor: string;
  readonly moved: boolean;
}

/** The verdicts shown in an executed notebook, in its order. */
export function claimsOf(notebook: Notebook, name: string): Claim[] {
  const bundles = notebook.cells.flatMap((cell) => cell.outputs ?? []).map(({ data }) => data?.[verdictMime]);
  const verdicts = bundles.filter((shown) => typeof shown === "object" && shown !== null) as Verdict[];
  return verdicts.map((verdict, i) => {
    return { ...verdict, notebook: name, anchor: `claim-${i + 1}`, moved: verdict.outcome !== verdict.expected };
  });
}
