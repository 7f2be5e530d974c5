import { lyapunovExponent, orbit, type Recurrence } from "../../../analysis/dynamics";
import { eigenvalues, modulus, spectralRadius } from "../../../analysis/spectrum";
import { fork, type Key, normal, seed } from "../../../core/random";
import type { tf } from "../../../core/tf";
import { nextTurn } from "../../../core/turn";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { shownValue } from "../../../view/legible";
import type { DynamicsJob, DynamicsModelResult, Growth, Portrait } from "./config";

const H = 64;
const portrayed = [0.75, 1.05, 3, 10];

/** Measures one draw of Wh of each size at each scale. */
export async function runDraw(job: DynamicsJob, { signal, report }: JobContext<Told>): Promise<DynamicsModelResult> {
  const key = seed(job.seed);
  const growth: Growth[] = [];
  for (const [i, hiddenSize] of job.hiddenSizes.entries()) {
    growth.push(...growthOf(job, key, hiddenSize));
    report?.({ done: i + 1 });
    await nextTurn();
    if (signal?.aborted) return { seed: job.seed, ended: "interrupted", growth, portraits: [] };
  }
  return { seed: job.seed, ended: "finished", growth, portraits: job.seed === 1 ? portraitsOf(job, key) : [] };
}

/** Wh ~ N(0, 1/H) of one key, as rows. */
function drawn(key: Key, hiddenSize: number): Recurrence {
  const matrix = normal<tf.Rank.R2>(fork(key, `Wh ${hiddenSize}`), [hiddenSize, hiddenSize], 1 / Math.sqrt(hiddenSize));
  const rows = (matrix.arraySync() as number[][]).map((row) => Float64Array.from(row));
  matrix.dispose();
  return rows;
}

const times = (Wh: Recurrence, factor: number): Recurrence => Wh.map((row) => row.map((value) => factor * value));

/** A state of N(0, 0.5²) values. */
function someState(key: Key, label: string, hiddenSize: number): Float64Array {
  const values = normal<tf.Rank.R1>(fork(key, label), [hiddenSize], 0.5);
  const state = Float64Array.from(values.dataSync(), Math.tanh);
  values.dispose();
  return state;
}

/** One draw of Wh on its own, at each scale. */
function growthOf(job: DynamicsJob, key: Key, hiddenSize: number): Growth[] {
  const base = drawn(key, hiddenSize);
  const own = spectralRadius(base);
  return job.radii.map((radius) => ({ hiddenSize, radius, ...grows(times(base, radius / own), job, key) }));
}

/** How a perturbation grows in this network on its own, and how many of its units are saturated. */
function grows(Wh: Recurrence, { settle, steps }: DynamicsJob, key: Key): Pick<Growth, "exponent" | "saturated"> {
  const [h0, delta] = ["h", "delta"].map((label) => someState(key, label, Wh.length));
  const { exponent, states } = lyapunovExponent(Wh, { h0, delta, settle, steps });
  const saturated = states.reduce((sum, h) => sum + h.filter((value) => Math.abs(value) > 0.9).length, 0);
  return { exponent, saturated: saturated / (steps * Wh.length) };
}

/**
 * Units of one network over 100 steps on its own at each scale. It is the first draw whose leading pair of eigenvalues turns
 * once in 8 to 25 steps, so that a turn can be seen, and stands 10 % further out than the next; its units are in the order of
 * their phase in that turn.
 */
function portraitsOf(job: DynamicsJob, key: Key): Portrait[] {
  for (let i = 0; ; i++) {
    const own = fork(key, `portrait ${i}`);
    const base = drawn(own, H);
    const [leading, , next] = eigenvalues(base);
    const period = (2 * Math.PI) / Math.atan2(leading.im, leading.re);
    if (!(period > 8 && period < 25 && modulus(leading) > 1.1 * modulus(next))) continue;
    const scaled = portrayed.map((radius) => times(base, radius / modulus(leading)));
    const runs = scaled.map((Wh) => orbit(Wh, someState(own, "h", H), 100));
    const phases = phasesAt((2 * Math.PI) / period, runs[1].slice(50));
    const order = Array.from({ length: H }, (_, unit) => unit).sort((a, b) => phases[a] - phases[b]);
    return runs.map((states, n) => ({
      ...{ radius: portrayed[n], period, ...grows(scaled[n], job, own) },
      units: order.map((unit) => states.map((h) => shownValue(h[unit]))),
    }));
  }
}

/** Of each unit, where it stands in a turn by `angle` a step. */
const phasesAt = (angle: number, states: readonly Float64Array[]): number[] =>
  Array.from({ length: H }, (_, unit) =>
    Math.atan2(
      states.reduce((sum, h, t) => sum + h[unit] * Math.sin(angle * t), 0),
      states.reduce((sum, h, t) => sum + h[unit] * Math.cos(angle * t), 0),
    ),
  );
