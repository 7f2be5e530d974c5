import type { ResultRow } from "./result";

/** The machine while the benchmark ran. */
export interface Quiet {
  /** Processes that wanted a core in the minute before it began. */
  readonly loadBefore: number;
  readonly cores: number;
}

/** Before, a machine with more to do than this share of its cores is not quiet. */
const BUSY = 0.25;
/** (largest − least) / median of a row's rounds; on a quiet machine they differ by up to a tenth. */
const WIDE = 0.2;

/** In words: how many goals are met, which rows miss theirs, which cannot be judged and why, and whether the machine was quiet. */
export function verdict(rows: readonly ResultRow[], quiet: Quiet): string {
  const withGoal = rows.filter(({ goal }) => goal !== undefined);
  const judged = withGoal.filter(({ met }) => met !== undefined);
  const missed = judged.filter(({ met }) => !met);
  const open = withGoal.filter(({ met }) => met === undefined);
  return [
    missed.length === 0 && judged.length > 0
      ? `All ${judged.length} goals that were judged are met.`
      : `${judged.length - missed.length} of ${judged.length} goals that were judged are met.`,
    ...missed.map((row) => `Missed: ${row.name}: ${numberOf(row)}, goal ${bound(row)}${rounds(row)}.`),
    ...open.map((row) => `Not judged: ${row.name}: ${why(row)}.`),
    machineIn(rows, quiet),
  ].join("\n");
}

const numberOf = ({ unit, ours, ratio }: ResultRow): string =>
  unit === "s" ? `${ours?.toFixed(1)} s` : `ratio ${ratio?.toFixed(2)}`;

const bound = ({ better, goal, unit }: ResultRow): string =>
  `${better === "higher" ? "at least" : "at most"} ${goal}${unit === "s" ? " s" : ""}`;

const rounds = ({ range }: ResultRow): string =>
  range ? ` (rounds from ${range[0].toFixed(2)} to ${range[1].toFixed(2)})` : "";

function why(row: ResultRow): string {
  if (row.disturbed) return "others were at work on the machine in every round";
  return row.ours === undefined ? "the lab has no number" : "PyTorch has no number";
}

/** (largest − least) / median; undefined of a single round. */
const spreadOf = ({ range, ratio }: ResultRow): number | undefined =>
  range && ratio && range[1] > range[0] ? (range[1] - range[0]) / ratio : undefined;

function machineIn(rows: readonly ResultRow[], { loadBefore, cores }: Quiet): string {
  const spreads = rows.flatMap((row) => spreadOf(row) ?? []);
  const widest = rows.reduce<ResultRow | undefined>(
    (max, row) => ((spreadOf(row) ?? 0) > (max ? (spreadOf(max) ?? 0) : 0) ? row : max),
    undefined,
  );
  const disturbed = rows.filter((row) => row.disturbed).length;
  const wide = spreads.filter((spread) => spread > WIDE).length;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const said = [
    `load average ${loadBefore.toFixed(1)} on ${cores} cores before the first row`,
    ...(disturbed > 0 ? [`others at work in every round of ${disturbed} of ${rows.length} rows`] : []),
    ...(widest ? [`rounds of a row differ by up to ${percent(spreadOf(widest) as number)} (${widest.name})`] : []),
  ].join("; ");
  const isQuiet = loadBefore <= BUSY * cores && disturbed === 0 && wide <= spreads.length / 10;
  return isQuiet
    ? `The machine was quiet: ${said}.`
    : `The machine was not quiet: ${said}. Take the ratios with care, and the other numbers not at all.`;
}
