import { quantile } from "../analysis/units";
import { isPilot } from "./chosenRates";
import { type Speed, secondsOf } from "./jobCost";
import { jobsOf } from "./planned";
import type { Preset } from "./preset";
import { usableRecorded } from "./recorded";
import type { RecordedStudy } from "./recordedForm";
import type { Recordable } from "./recordStudy";
import { jobMemory } from "./sizes";
import { seedNumbers } from "./sweep";

/** What the jobs of a study take, a core each. */
export interface StudyCost {
  readonly study: string;
  readonly jobs: readonly { readonly seconds: number; readonly bytes: number }[];
  readonly rests: "recorded" | "scaled" | "calibrated";
}

/** Jobs shorter than this tell of starting rather than of training. */
const telling = 5;

/** How many times as long as estimated from their options a record's jobs took; undefined where all were too short to tell. */
export function timesEstimate({ jobs }: RecordedStudy, speed: Speed): number | undefined {
  const long = jobs.flatMap(({ job, seconds }) =>
    seconds && seconds >= telling ? [{ job: job as object, seconds }] : [],
  );
  if (long.length === 0) return undefined;
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return total(long.map(({ seconds }) => seconds)) / total(long.map(({ job }) => secondsOf(job, speed)));
}

export interface Costs {
  readonly costs: readonly StudyCost[];
  /** Of all records that tell: how many times as long as estimated their jobs took. */
  readonly factors: readonly number[];
}

/**
 * @param all studies, whose records tell how good estimates are
 * @returns what the studies' jobs take at a preset: as recorded where they are, else from their options, by the speed of one core, times
 * what that was wrong by for the same study at another preset, or in the median of all that are recorded.
 */
export async function estimateCosts(
  studies: readonly Recordable[],
  preset: Exclude<Preset, "default">,
  { speed, folder, all }: { readonly speed: Speed; readonly folder?: string; readonly all: readonly Recordable[] },
): Promise<Costs> {
  const factors = all.flatMap(({ id }) => {
    const recorded = usableRecorded(id, folder);
    return (recorded && timesEstimate(recorded, speed)) ?? [];
  });
  const usual = factors.length > 0 ? median(factors) : 1;
  const costs: StudyCost[] = [];
  for (const study of studies) {
    const recorded = usableRecorded(study.id, folder);
    if (recorded?.header.preset === preset) {
      costs.push({ study: study.id, rests: "recorded", jobs: recorded.jobs.map(costRecorded) });
      continue;
    }
    const own = recorded && timesEstimate(recorded, speed);
    const jobs = (await jobsOf(study, preset, { listing: true })).map(({ job }) => job as object);
    const costOf = (job: object) => ({ seconds: (own ?? usual) * secondsOf(job, speed), bytes: jobMemory(job) });
    costs.push({
      study: study.id,
      rests: own || factors.length > 0 ? "scaled" : "calibrated",
      jobs: [...jobs, ...chosenFor(study, preset, jobs)].map(costOf),
    });
  }
  return { costs, factors };
}

/**
 * Where a study's first jobs choose learning rates, what comes after them is known only once they have run: as many jobs of each
 * arm as there are seeds.
 */
function chosenFor(study: Recordable, preset: Exclude<Preset, "default">, pilots: readonly object[]): object[] {
  if (!pilots.some(isPilot)) return [];
  const arms = new Map(pilots.map((job) => [JSON.stringify({ ...job, learningRate: 0 }), job]));
  const { seeds = 0 } = study.configured(study.presets[preset], {}) as { readonly seeds?: number };
  return seedNumbers(seeds).flatMap((seed) => [...arms.values()].map((job) => ({ ...job, seed })));
}

const costRecorded = ({ job, seconds, bytes }: RecordedStudy["jobs"][number]) => ({
  seconds: seconds ?? 0,
  bytes: bytes ?? jobMemory(job as object),
});

const median = (values: readonly number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

/** What the figures rest on, in a sentence or two. */
export function restsOn({ factors }: Costs, { weights, instant }: Speed): string {
  const speed = `≈: steps × characters × parameters, and one core of this machine does ${(weights / 1e9).toFixed(1)} billion a second, ${Math.round(instant * 1e6)} µs at least for a time step of a layer (measured just now).`;
  if (factors.length === 0)
    return `${speed} No record has jobs long enough to check that by: it may be wrong by a factor of two.`;
  const [low, high] = [Math.min(...factors), Math.max(...factors)].map((factor) => factor.toFixed(1));
  const studies = factors.length === 1 ? "the one recorded study" : `the ${factors.length} recorded studies`;
  return `${speed} Times what ${studies} took of that: ${median(factors).toFixed(1)} (from ${low} to ${high}).`;
}
