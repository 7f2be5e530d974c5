import { distance, dominantFrequency, lyapunovExponent, orbit, type Recurrence } from "../../../analysis/dynamics";
import { eigenvalues, modulus, singularValues, spectralRadius } from "../../../analysis/spectrum";
import { vanilla } from "../../../cells/vanilla";
import { fork, type Key, normal, seed } from "../../../core/random";
import type { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { shownValue } from "../../../view/legible";
import {
  type Approach,
  compared,
  type DynamicsJob,
  type DynamicsModelResult,
  type Growth,
  type Oscillation,
  type Portrait,
} from "./config";

const H = 64;
const portrayed = [0.75, 1.05, 3, 10];

/** What there is to do in a job, one after the other. */
export function partsOf({ hiddenSizes, norms, oscillators }: DynamicsJob) {
  return [
    ...hiddenSizes.map((hiddenSize) => ({ part: "growth" as const, hiddenSize })),
    ...norms.map((scale) => ({ part: "approach" as const, scaled: "norm" as const, scale })),
    ...compared.map((scale) => ({ part: "approach" as const, scaled: "radius" as const, scale })),
    ...Array.from({ length: oscillators }, (_, i) => ({ part: "oscillation" as const, i })),
  ];
}

export async function runDraw(job: DynamicsJob, { signal, report }: JobContext<Told>): Promise<DynamicsModelResult> {
  const key = seed(job.seed);
  const found = { growth: [] as Growth[], approaches: [] as Approach[], oscillations: [] as Oscillation[] };
  const text = corpus(job.corpus, { windowLength: 200 });
  let done = 0;
  for (const one of partsOf(job)) {
    if (one.part === "growth") found.growth.push(...growthOf(job, key, one.hiddenSize));
    else if (one.part === "approach") found.approaches.push(approachOf(text, key, one));
    else found.oscillations.push(oscillationOf(job, fork(key, `oscillator ${one.i}`)));
    report?.({ done: ++done });
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) return { seed: job.seed, ended: "interrupted", ...found, portraits: [] };
  }
  const portraits = job.seed === 1 ? portraitsOf(job, key) : [];
  return { seed: job.seed, ended: "finished", ...found, portraits };
}

/** Wh ~ N(0, 1/H) of one key, as rows. */
function drawn(key: Key, hiddenSize: number): Recurrence {
  return rowsOf(normal<tf.Rank.R2>(fork(key, `Wh ${hiddenSize}`), [hiddenSize, hiddenSize], 1 / Math.sqrt(hiddenSize)));
}

function rowsOf(matrix: tf.Tensor2D): Recurrence {
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
  return job.radii.map((radius) => ({ hiddenSize, radius, ...growth(times(base, radius / own), job, key) }));
}

/** How a perturbation grows in this network on its own, and how many of its units are saturated. */
export function growth(
  Wh: Recurrence,
  { settle, steps }: DynamicsJob,
  key: Key,
): Pick<Growth, "exponent" | "saturated"> {
  const [h0, delta] = ["h", "delta"].map((label) => someState(key, label, Wh.length));
  const { exponent, states } = lyapunovExponent(Wh, { h0, delta, settle, steps });
  const saturated = states.reduce((sum, h) => sum + h.filter((value) => Math.abs(value) > 0.9).length, 0);
  return { exponent, saturated: saturated / (steps * Wh.length) };
}

/** The lab's fresh network reads the beginning of the text, twice, from two states. */
function approachOf(text: Corpus, key: Key, { scaled, scale }: { scaled: "norm" | "radius"; scale: number }): Approach {
  const { Wx, Wh: fresh, b } = vanilla({ inputSize: text.vocabulary.size, hiddenSize: H }).init(fork(key, "network"));
  const [rowOf, base] = [rowsOf(Wx), rowsOf(fresh)];
  b.dispose(); // zero
  const Wh = times(base, scale / (scaled === "norm" ? singularValues(base)[0] : spectralRadius(base)));
  const inputs = Array.from(text.train.subarray(0, 200), (token) => rowOf[token]);
  const [one, other] = ["h", "h'"].map((label) => {
    const h0 = someState(key, label, H);
    return [h0, ...orbit(Wh, h0, inputs)];
  });
  const all = one.map((h, t) => distance(h, other[t]) / distance(one[0], other[0]));
  const end = all.findIndex((ratio) => ratio < 1e-12);
  return {
    ...{ scaled, norm: singularValues(Wh)[0], radius: spectralRadius(Wh) },
    distances: end < 0 ? all : all.slice(0, end),
  };
}

/**
 * Wh scaled so that only its leading eigenvalue, or pair, lies outside the unit circle: half way to where the next one
 * does, but at most 5 % outside. What grows is then one mode, and saturation alone bounds it.
 */
function oscillationOf({ settle, steps }: DynamicsJob, key: Key): Oscillation {
  const base = drawn(key, H);
  const [first, second, third] = eigenvalues(base);
  const next = first.im === 0 ? second : third;
  const radius = Math.min(1.05, Math.sqrt(modulus(first) / modulus(next)));
  const Wh = times(base, radius / modulus(first));
  const states = orbit(Wh, someState(key, "h", H), 5 * settle + steps).slice(5 * settle);
  return { predicted: Math.atan2(first.im, first.re) / (2 * Math.PI), measured: dominantFrequency(states) };
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
      ...{ radius: portrayed[n], period, ...growth(scaled[n], job, own) },
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
