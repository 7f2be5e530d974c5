import { shared } from "./compile";
import { pulledBack } from "./gradients";
import { mapTensors, type NamedTensors, prefixed, unprefixed } from "./tensors";
import { tf } from "./tf";
import { withGradient } from "./withGradient";

/** What a recurrence computes from, each by name. */
export interface GivenSequence {
  /** The same at each step: weights. */
  readonly params: NamedTensors;
  /** Before the first step. */
  readonly initial: NamedTensors;
  /** What the steps read, one each: [T, …], time first. */
  readonly reads: NamedTensors;
}

/** The state after some steps, which has the names of the one before, and what they put out: [t, …], time first. */
export interface RecurrenceRun {
  readonly state: NamedTensors;
  readonly outputs: NamedTensors;
}

/**
 * A recurrence over T steps whose gradient needs memory for √T of them. Forward, in pieces of L = ⌈√T⌉ steps, of all
 * that is computed only the states between pieces stay: s_L, s_2L, …. Backward, from the last piece to the first, each
 * piece is run again from its state, and the gradient goes back through it:
 *   (s_{k+1}, y_k) = f(θ, s_k, x_k)     (dθ, ds_k, dx_k) = Σ_k (∂f/∂(θ, s_k, x_k))ᵀ (ds_{k+1}, dy_k)
 * Kept at once: T/L states and L steps, least where L is about √T; all that is paid is one more run forward. The gradient
 * is exact. What the piece closes over has none.
 * @param piece the recurrence over any number of steps
 * @see Chen et al. 2016, Training deep nets with sublinear memory cost; Gruslys et al. 2016, Memory-efficient BPTT
 */
export function remembered(
  { params, initial, reads }: GivenSequence,
  piece: (given: GivenSequence) => RecurrenceRun,
): RecurrenceRun {
  const T = Object.values(reads)[0].shape[0];
  const [bounds, stateNames] = [boundsOf(T), Object.keys(initial)];
  // Each a function of the graph: it begins where its arguments are there, so that no piece is run again before its turn.
  const forward = shared(piece);
  const backward = shared((given: GivenSequence, gradients: RecurrenceRun) => {
    const { params, initial, reads } = given;
    const named = { ...prefixed("p ", params), ...prefixed("s ", initial), ...prefixed("x ", floats(reads)) };
    return pulledBack(() => flat(piece(given)), named, flat(gradients));
  });
  const cut = (sequences: NamedTensors, [from, to]: Bounds) =>
    mapTensors(sequences, (all) => all.slice([from], [to - from]));
  const inputs = { ...prefixed("x ", reads), ...prefixed("s ", initial), ...prefixed("p ", params) };
  let names: readonly string[] = [];
  const results = withGradient(
    inputs,
    (save) => {
      const states = [initial];
      const pieces = bounds.map((one) => {
        const before = states[states.length - 1];
        const ran = tf.tidy(
          () => forward({ params, initial: before, reads: cut(reads, one) }) as Tidied<RecurrenceRun>,
        );
        states.push(ran.state);
        return ran.outputs;
      });
      const outputs = mapTensors(pieces[0], (_, name) => tf.concat(pieces.map((one) => one[name])));
      const ends = flat({ state: states[states.length - 1], outputs });
      names = Object.keys(ends);
      save([
        ...Object.values(inputs),
        ...states.slice(1, -1).flatMap((state) => stateNames.map((name) => state[name])),
      ]);
      // Copies: a stack's h is also its top layer's, and the gradient of each is one of its own.
      return Object.values(ends).map((tensor) => tensor.clone());
    },
    (gradients, saved) => {
      const kept = named(Object.keys(inputs), saved);
      const [theta, x] = [unprefixed("p ", kept), unprefixed("x ", kept)];
      const between = saved.slice(Object.keys(inputs).length);
      const size = stateNames.length;
      const states = bounds.map((_, k) =>
        k === 0 ? unprefixed("s ", kept) : named(stateNames, between.slice((k - 1) * size, k * size)),
      );
      const given = named(names, gradients);
      const dy = unprefixed("y ", given);
      let [ds, dp]: NamedTensors[] = [unprefixed("s ", given), {}];
      const dxs = bounds.map(() => ({}) as NamedTensors);
      for (let k = bounds.length - 1; k >= 0; k--) {
        const last = [ds, dp];
        [ds, dp, dxs[k]] = tf.tidy(() => {
          const before = { params: theta, initial: states[k], reads: cut(x, bounds[k]) };
          const found = backward(before, { state: ds, outputs: cut(dy, bounds[k]) });
          const own = (kind: string) => unprefixed<NamedTensors>(kind, found);
          return [filled(own("s "), before.initial), sum(dp, own("p ")), filled(own("x "), floats(before.reads))];
        });
        if (k < bounds.length - 1) tf.dispose(last as Tidied<NamedTensors[]>);
      }
      const found = { ...prefixed("s ", ds), ...prefixed("p ", filled(dp, theta)) };
      const of = (name: string) =>
        name.startsWith("x ") ? tf.concat(dxs.map((dx) => dx[name.slice(2)])) : found[name].clone();
      return Object.fromEntries(Object.keys(inputs).map((name) => [name, () => of(name)]));
    },
  );
  const all = named(names, results);
  return { state: unprefixed("s ", all), outputs: unprefixed("y ", all) };
}

type Tidied<T> = T & tf.TensorContainer;

/** Steps [from, to). */
type Bounds = readonly [from: number, to: number];

function boundsOf(T: number): Bounds[] {
  const L = Math.ceil(Math.sqrt(T));
  return Array.from({ length: Math.ceil(T / L) }, (_, k) => [k * L, Math.min(T, (k + 1) * L)] as const);
}

const flat = ({ state, outputs }: RecurrenceRun): NamedTensors => ({
  ...prefixed("s ", state),
  ...prefixed("y ", outputs),
});

const floats = (tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).filter(([, { dtype }]) => dtype === "float32"));

const named = (names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors =>
  Object.fromEntries(names.map((name, i) => [name, tensors[i]]));

/** Zeros where there is nothing. */
const filled = (tensors: NamedTensors, like: NamedTensors): NamedTensors =>
  mapTensors(like, (tensor, name) => tensors[name] ?? tf.zerosLike(tensor));

/** Of those that there are, all of them new. */
const sum = (a: NamedTensors, b: NamedTensors): NamedTensors =>
  mapTensors({ ...a, ...b }, (tensor, name) => (a[name] && b[name] ? tf.add(a[name], b[name]) : tensor.clone()));
