/** What a notebook may import. */

export { type Cell, type CellOptions, type Params, type State, scan, unroll } from "./cells/cell";
export { type GruOptions, type GruParams, type GruState, gru, gruGates } from "./cells/gru";
export { type LstmOptions, type LstmParams, type LstmState, lstm, lstmGates } from "./cells/lstm";
export { stack } from "./cells/stack";
export { type VanillaParams, type VanillaState, vanilla } from "./cells/vanilla";
export { fork, type Key, normal, seed, uniforms } from "./core/random";
export type { NamedTensors } from "./core/tensors";
export { tf } from "./core/tf";
export { type Corpus, corpus } from "./data/text";
export type { Vocabulary } from "./data/vocabulary";
export { slidingWindows, type TokenBatch } from "./data/windows";
export * from "./experiments";
export type { CharLmConfig, CharLmResult } from "./experiments/charLmConfig";
export type { Experiment, Preset } from "./experiments/experiment";
export { type CharLm, charLm } from "./models/charLm";
export { type Ngram, ngram } from "./models/ngram";
export { evaluate } from "./train/evaluate";
export type { OptimizerOptions } from "./train/optimizers";
export { type Sequence, sample } from "./train/sample";
export { type StepRow, type Trained, type TrainOptions, train } from "./train/train";
export type { Figure } from "./view/figure";
export { show } from "./view/notebook";
export type { RunContext } from "./view/session";
export type { Table } from "./view/table";
export type { Outcome, Verdict } from "./view/verdict";
