import type { CellName } from "../builders";

/** A language model of equal layers over V characters: what decides its number of parameters. */
export interface Size {
  readonly cell: CellName;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly vocabSize: number;
}

/** A gate has weights of its own for the input and for the state, and a bias. */
const gates: Readonly<Record<CellName, number>> = { vanilla: 1, lstm: 4, gru: 3 };

/**
 * Parameters of L layers with k gates and of the read-out, an exact count:
 *   k H (V + H + 1) + (L − 1) k H (2 H + 1) + (H + 1) V
 */
export function parameterCount({ cell, layers: L, hiddenSize: H, vocabSize: V }: Size): number {
  const k = gates[cell];
  return k * H * (V + H + 1) + (L - 1) * k * H * (2 * H + 1) + (H + 1) * V;
}

/** The hidden size, at least 1, with which the count comes closest to `parameters`. */
export function hiddenSizeFor(parameters: number, { cell, layers: L, vocabSize: V }: Omit<Size, "hiddenSize">): number {
  const k = gates[cell];
  // The count is a H² + b H + V.
  const [a, b] = [k * (2 * L - 1), k * (V + L) + V];
  const root = (Math.sqrt(b * b + 4 * a * (parameters - V)) - b) / (2 * a);
  const distance = (hiddenSize: number) =>
    Math.abs(parameterCount({ cell, layers: L, hiddenSize, vocabSize: V }) - parameters);
  const [below, above] = [Math.max(1, Math.floor(root)), Math.max(1, Math.ceil(root))];
  return distance(below) <= distance(above) ? below : above;
}
