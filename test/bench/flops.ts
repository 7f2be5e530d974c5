import type { TrainRow } from "./protocol";

const gates = { RNN: 1, LSTM: 4, GRU: 3 };

/** Of a training step: each weight of a matrix product costs 2 operations a token forward and 4 back. */
export function flopsPerToken({ cell, inputSize, hiddenSize: H, layers, vocabSize }: TrainRow): number {
  const recurrent = gates[cell] * H * (inputSize + H + (layers - 1) * 2 * H);
  return 6 * (recurrent + H * vocabSize);
}
