/** How fast one core trains: see `secondsOf`. */
export interface Speed {
  /** Seconds of one time step of one layer, however small, there and back. */
  readonly instant: number;
  /** Weights by characters in a second, there and back. */
  readonly weights: number;
}

/** What a training asks of a core, as far as its job's options tell. */
export interface Work {
  readonly steps: number;
  /** Time steps in a step of the optimiser, all layers together. */
  readonly instants: number;
  /** Weights by sequences by time steps, in a step of the optimiser. */
  readonly weights: number;
}

/** Of recording a step, for each layer. */
const recording = 0.8;
/** Reading costs a third of learning, for the way back takes twice as long as the way there. */
const reading = 1 / 3;

/**
 * Seconds of one core that a job takes: steps · (instants · a + weights · N T / b), the speed's a and b, and once the recording
 * of its step. What a job measures besides its held-out loss is not in it.
 */
export const secondsOf = (job: object, { instant, weights }: Speed): number => {
  const work = workOf(job);
  return recording * layersOf(job) + work.steps * (work.instants * instant + work.weights / weights);
};

type Options = Readonly<Record<string, unknown>>;

/** By the names that options have throughout the lecture; what a job does not say is taken as it usually is. */
export function workOf(job: object): Work {
  const options = { ...(job as { arm?: object }).arm, ...job } as Options;
  const largest = (names: readonly string[], usual: number): number => {
    const known = names.flatMap((name) => [options[name]].flat()).filter((one) => typeof one === "number");
    return known.length > 0 ? Math.max(...known) : usual;
  };
  const H = largest(["hiddenSize", "hiddenSizes"], 1);
  const V = "corpus" in options ? characters : largest(["vocabSize", "embeddingSize", "attentionSize"], 16);
  const N = largest(["batchSize", "sequences", "directions"], 1);
  const T = largest(["windowLength", "passage", "maxWords", "distractors", "lags", "recallLag"], usualLength);
  const L = layersOf(job);
  const seeds = Array.isArray(options.seeds) ? options.seeds.length : 1;
  const read = largest(["length"], 0) || largest(["excerpt"], 0) * largest(["excerpts"], 0);
  const steps = seeds * (read > 0 ? read / T : largest(["steps"], 1));
  const points = steps / largest(["evaluateEvery"], Infinity);
  const all = steps + reading * points * largest(["heldOutWindows"], 1);
  const gates = { lstm: 4, gru: 3, mgu: 2 }[`${options.cell ?? options.variant}`.toLowerCase()] ?? 1;
  const size = gates * H * (H + V) + (L - 1) * gates * H * 2 * H + H * V;
  return { steps: all, instants: T * L, weights: size * N * T };
}

/** About as many different ones as the texts have that ship with the lab. */
const characters = 90;
/** Time steps of a sequence, where a job does not say. */
const usualLength = 30;

const layersOf = ({ layers = 1 }: { readonly layers?: unknown }): number => (typeof layers === "number" ? layers : 1);
