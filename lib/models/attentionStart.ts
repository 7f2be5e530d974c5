import type { Cell, Params, State } from "../cells/cell";
import { linearModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { fork, normal } from "../core/random";
import { tf } from "../core/tf";

/** What the state before the first word knows of the picture: the mean of its places, or nothing. */
export const startStates = ["mean", "blank"] as const;
/** The name of one of them. */
export type StartState = (typeof startStates)[number];

/** The state before the first word. */
export interface AttentionStart extends Weighted {
  readonly torch: TorchModules;
  /** Of the cell alone, of maps [N, L, D]; dispose it. */
  state(params: Params, image: tf.Tensor3D): State;
}

/**
 * The state before the first word, h_0, and c_0 where the cell has one: "blank" zero, the same for all pictures, and else, each by
 * weights of its own,
 *   "mean": s_0 = tanh(x̄ W + b), x̄ the mean of x_i
 * Weights: `Wi` [D, H] and `bi` [H] of h; `Wi.c` and `bi.c` of c, and so on.
 * @see Xu et al. 2015 §3.1.2, where the mean comes in
 */
export function attentionStart(
  cell: Cell,
  { featureSize: D, start }: { readonly featureSize: number; readonly start: StartState },
): AttentionStart {
  if (start === "blank") {
    return { torch: {}, init: () => ({}), state: (_, image) => cell.zeroState(image.shape[0]) };
  }
  const widths = tf.tidy(() => Object.entries(cell.zeroState(1)).map(([name, { shape }]) => [name, shape[1]] as const));
  const parts = widths.map(([name, width]) => {
    const own = name === "h" ? "" : `.${name}`;
    return { name, width: width as number, W: `Wi${own}`, b: `bi${own}`, module: `initial${own.replaceAll(".", "_")}` };
  });
  return {
    torch: Object.fromEntries(parts.map(({ module, W, b }) => [module, linearModule(W, b)])),
    init: (key) =>
      Object.fromEntries(
        parts.flatMap(({ width, W, b }) => [
          [W, normal<tf.Rank.R2>(fork(key, W), [D, width], 1 / Math.sqrt(D))],
          [b, tf.zeros([width])],
        ]),
      ),
    state: (params, image) =>
      tf.tidy(() => {
        const x = image.mean<tf.Tensor2D>(1);
        return Object.fromEntries(
          parts.map(({ name, W, b }) => [name, x.matMul(params[W]).add(params[b]).tanh()]),
        ) as unknown as State;
      }),
  };
}
