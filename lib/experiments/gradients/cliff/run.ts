import { fork, seed, uniforms } from "../../../core/random";
import type { RunContext } from "../../../view/session";
import { type JobContext, runJobs, type Told } from "../../jobs";
import { descend, unitLoss, type Weights } from "./unit";

export const cliffDefaults = {
  /** Steps of the recurrence. */
  steps: 50,
  learningRate: 0.1,
  clipNorm: 1,
  /** Steps of gradient descent. */
  updates: 1000,
  /** How many places in the frame are started from, each with clipping and without. */
  seeds: 40,
};
export interface CliffConfig extends Readonly<typeof cliffDefaults> {}

export const cliffPresets = {
  smoke: { updates: 200, seeds: 10 },
  full: { seeds: 1000 },
} satisfies Record<string, Partial<CliffConfig>>;

/** Where the descents start, and a little more than what the figure shows. */
export const frame = { w: [4, 6], b: [-3, -1.5] } as const;

export interface Descent {
  readonly from: Weights;
  /** Plain, and clipped by norm: the way, as far as it can be told from its neighbours, and the loss at its end. */
  readonly plain: Way;
  readonly clipped: Way;
}

export interface Way {
  readonly path: readonly Weights[];
  readonly loss: number;
  /** The longest single step. */
  readonly longest: number;
}

/** At the minimum: the output is within about 0.03 of what it should be. */
export const arrived = ({ loss }: Way): boolean => loss < 1e-3;

export interface CliffResult {
  readonly config: CliffConfig;
  readonly descents: readonly Descent[];
}

type CliffJob = Omit<CliffConfig, "seeds"> & { readonly seed: number };

export async function runCliff({ seeds, ...each }: CliffConfig, context: RunContext): Promise<CliffResult> {
  const jobs = Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 }));
  const descents = await runJobs(descendTwice, jobs, {
    context,
    file: require.resolve("./run"),
    size: ({ updates }) => 2 * updates,
    unit: "updates",
    inProcesses: false,
  });
  return { config: { ...each, seeds }, descents };
}

/** From one place, with clipping and without. */
export async function descendTwice(job: CliffJob, { report }: JobContext<Told>): Promise<Descent> {
  await new Promise((resolve) => setImmediate(resolve));
  const next = uniforms(fork(seed(job.seed), "start"));
  const [w, b] = [frame.w, frame.b].map(([low, high]) => low + (high - low) * next());
  const go = (clipNorm: number): Way => {
    const path = descend({ w, b }, { ...job, clipNorm });
    const steps = path.slice(1).map((to, i) => Math.hypot(to.w - path[i].w, to.b - path[i].b));
    return { path: thinned(path), loss: unitLoss(path[path.length - 1], job).loss, longest: Math.max(...steps) };
  };
  const descent = { from: { w, b }, plain: go(Number.POSITIVE_INFINITY), clipped: go(job.clipNorm) };
  report?.({ done: 2 * job.updates });
  return descent;
}

/** Without the points that lie less than 0.02 from the last one kept. */
function thinned(path: readonly Weights[]): Weights[] {
  const kept = [path[0]];
  for (const point of path) {
    const last = kept[kept.length - 1];
    if (Math.hypot(point.w - last.w, point.b - last.b) > 0.02) kept.push(point);
  }
  return kept;
}
