export type Outcome = "holds" | "fails" | "undecided";

/** What became of one claim, with everything a reader needs to doubt it. */
export interface Verdict {
  /** The experiment's id, e.g. "2.1-sampling-diversity". */
  readonly id: string;
  readonly section: string;
  readonly claim: string;
  /** The outcome that the experiment's author expects; the report marks a verdict that moved. */
  readonly expected: Outcome;
  readonly outcome: Outcome;
  /** Over seeds, paired where the runs are paired. */
  readonly effect: number;
  readonly interval: readonly [number, number];
  /** Fixed before the run: "interval above 0". */
  readonly criterion: string;
  /** One sentence with the numbers and the configuration. */
  readonly measured: string;
}
