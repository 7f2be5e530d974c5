import type { Cell, Params, State } from "../cells/cell";
import { fork, normal, seed } from "../core/random";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";
import type { Exercise, Mistake } from "./exercise";

/** N, D and H: all different, so that no two axes can be taken for each other. */
const batchSize = 3;
export const cellSizes = { inputSize: 5, hiddenSize: 4 } as const;

/** What a step is given: weights, the state before it, and x [N, D]. */
export type StepArguments<P extends Params, S extends State> = [params: P, state: S, x: tf.Tensor2D];

/** One step of a cell, as an exercise. */
export function cellExercise<P extends Params, S extends State>(
  cell: Cell<P, S>,
  { returns, mistakes }: { readonly returns: string; readonly mistakes: readonly Mistake<StepArguments<P, S>>[] },
): Exercise<StepArguments<P, S>> {
  const key = seed(7);
  return {
    ...{ name: cell.name, takes: ["params", "state", "x"], returns, right: cell.step },
    trials() {
      const drawn = (tensor: tf.Tensor, name: string) => normal(fork(key, name), tensor.shape as [number], 0.7);
      const args: StepArguments<P, S> = [
        // Biases that are not zero, or nobody would see that they are missing.
        mapTensors(cell.init(key), drawn),
        mapTensors(cell.zeroState(batchSize), drawn),
        normal<tf.Rank.R2>(fork(key, "x"), [batchSize, cell.inputSize]),
      ];
      return [{ args }];
    },
    mistakes: [...mistakes, ...commonMistakes(cell)],
    gradientIn: (params, state, x) => ({ ...params, ...state, x }),
  };
}

/** Those of every cell: its own step with other weights. */
function commonMistakes<P extends Params, S extends State>(cell: Cell<P, S>): Mistake<StepArguments<P, S>>[] {
  const withWeights =
    (change: (params: P) => Params) =>
    (...[params, state, x]: StepArguments<P, S>) =>
      cell.step({ ...params, ...change(params) }, state, x);
  return [
    { says: "The state is returned as it was: the step makes a new one.", answer: (_, state) => state },
    { says: "The bias b is missing.", answer: withWeights(({ b }) => ({ b: tf.zerosLike(b) })) },
    {
      says: "Wh is transposed: it is h Wh, not h Whᵀ.",
      answer: withWeights(({ Wh }) => ({ Wh: blocksOf(Wh, transposed) })),
    },
    {
      says: "The product h Wh is missing: nothing is recalled.",
      answer: withWeights(({ Wh }) => ({ Wh: tf.zerosLike(Wh) })),
    },
    {
      says: "The product x Wx is missing: nothing is read.",
      answer: withWeights(({ Wx }) => ({ Wx: tf.zerosLike(Wx) })),
    },
  ];
}

/** The cell's step, were its gates' columns in this order. */
export const inOrder = <P extends Params, S extends State>(cell: Cell<P, S>, order: string) => {
  const places = [...order].map((gate) => cell.gates!.indexOf(gate));
  // Whoever takes the k-th block for the gate that stands k-th in `order` gives each gate another's weights.
  const taken = cell.gates!.map((_, i) => places.indexOf(i));
  return (...[params, state, x]: StepArguments<P, S>) =>
    cell.step(
      mapTensors(params, (weights) => blocksOf(weights, (blocks) => taken.map((i) => blocks[i]))),
      state,
      x,
    );
};

/** Weights with the gates' blocks of columns changed. */
function blocksOf(weights: tf.Tensor, change: (blocks: tf.Tensor[]) => tf.Tensor[]): tf.Tensor {
  const blocks = tf.split(weights, (weights.shape.at(-1) ?? 0) / cellSizes.hiddenSize, -1);
  return tf.concat(change(blocks), -1);
}

const transposed = (blocks: tf.Tensor[]): tf.Tensor[] => blocks.map((block) => block.transpose());
